"""The names of units, as everybody means them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from gkxl.texts import harmless

NAMELESS = "本单位"
"""How a parent unit is called where nobody has named it."""

_WIDE_BRACKETS = str.maketrans("()", "（）")


def unit_name(text: str) -> str:
    """Return the name of a unit as everybody means it, whatever the width of brackets and letters.

    Blanks that people put between Chinese characters to spread a name are dropped.
    """
    half = harmless(" ".join(unicodedata.normalize("NFKC", text).split()))
    if half.isascii():
        return half
    close = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", half)
    return close.translate(_WIDE_BRACKETS)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like `name`, or "" if none is."""
    import difflib

    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return near[0] if near else ""


def listed(names: Iterable[str], most: int = 8) -> str:
    """Return names as a list for people, cut after `most`."""
    shown = [name for name in names if name]
    return "、".join(shown[:most]) + (f"等{len(shown)}个" if len(shown) > most else "")

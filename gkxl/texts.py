"""Texts as they may stand in everything that gkxl writes: what XML, Excel, Word or a file system cannot hold is made harmless, visibly."""

from __future__ import annotations

import re
from typing import cast

# What XML 1.0 forbids, and what Excel would take for such a character when it reads it: _x0000_.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")


def harmless(text: str) -> str:
    """Return a text in which a control character is shown by its picture (␀ ␁ …), another that no file may hold by �."""
    return _FORBIDDEN.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    letter = match[0]
    if letter == "_":
        return "＿"
    return chr(0x2400 + ord(letter)) if letter < " " else "\ufffd"


def cut(text: str, most: int, encoding: str = "utf-16-le") -> str:
    """Return the beginning of a text that is no longer than `most` bytes in an encoding; no letter is cut in two."""
    data = text.encode(encoding, "replace")
    return text if len(data) <= most else data[:most].decode(encoding, "ignore")


def cut_for_excel(text: str, most: int) -> str:
    """Return the beginning of a text that Excel takes for `most` letters; one beyond the basic plane counts twice there."""
    return text if 2 * len(text) <= most else cut(text, 2 * most)


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression that is compiled when it is first used: a click must not wait for those that it never asks."""
    return cast("re.Pattern[str]", _Late(pattern, flags))


class _Late:
    """Stands for a regular expression, and knows what it is asked for from the first time on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> object:
        found = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, found)
        return found

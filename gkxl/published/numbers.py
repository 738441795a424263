"""What published tables print in place of a plain number: a number with a remark, money with three decimals."""

from __future__ import annotations

import re
from decimal import Decimal

from gkxl.forms import Kind
from gkxl.model.figures import Misread, Number, read_figure

_REMARKED = re.compile(r"\s*([^（()）]*\d[^（()）]*?)\s*[（(]([^（()）]*)[）)]\s*")
_DECIMALS = re.compile(r"\d+\.\d+")


def read_printed(text: str, kind: Kind) -> Number | Misread | None:
    """Return the figure in a printed cell, None where it is not stated, or why it is not read.

    "22（其中修订16件）" is 22; "22（16）" is not read, as nobody says what the 16 is.  In print a dot stands before decimals only.
    """
    remarked = _REMARKED.fullmatch(text)
    if remarked and re.search(r"[^\W\d_]", remarked[2]):
        text = remarked[1]
    if not kind.whole and _DECIMALS.fullmatch(text.strip()):
        return read_figure(Decimal(text.strip()), kind)
    return read_figure(text, kind)

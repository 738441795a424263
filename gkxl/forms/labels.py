"""Compare labels the way a person does: blanks, punctuation and width of characters do not matter."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Return only the letters, digits and Chinese characters of `text`, in half width.

    "1、属于国家秘密", "1. 属于国家秘密" and "１.属于国家秘密" all give "1属于国家秘密".
    """
    folded = unicodedata.normalize("NFKC", text)
    return "".join(char for char in folded if char.isalnum())

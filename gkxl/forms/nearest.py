"""What the author of a form file probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like this one, "" where none is known."""
    from difflib import SequenceMatcher  # only where a form is refused

    return max(known, key=lambda name: SequenceMatcher(None, word, name).ratio(), default="")


def unknown(word: object, known: Iterable[str]) -> str:
    """Return a half-sentence: that there is no such word, and which known one is the nearest."""
    found = nearest(str(word), known)
    return f"“{word}”不存在" + (f"，最接近的是“{found}”" if found else "")

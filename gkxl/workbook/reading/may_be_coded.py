"""Which sheets of an .xlsx file can hold codes of ours, told from its parts before any library parses them: the others hold no figures.

Nothing is believed of names, visible or defined: a sheet is passed over only if no text on it can be a code, in whatever way a text
may be written. Where that is not plain it is parsed.
"""

from __future__ import annotations

import re
from itertools import islice

# As every code begins, those of a roster apart: a roster holds no figures.
_CODE = rb"(?!gkxl:roster:|@roster\b)(?:gkxl|@[a-z]|[a-z][a-z0-9_]*[.:])"
_CODED_TEXT = re.compile(rb"\s*" + _CODE)
_CODED_INLINE = re.compile(rb">\s*" + _CODE)
_TAGS = re.compile(rb"<[^>]*>")
_ENTRY = re.compile(rb"<si[\s/>]")
_SHARED = re.compile(rb't="s"[^<>]*><v>(\d+)</v>')
_HIDDEN_LETTER = re.compile(rb"&#0*(?!9;|10;|13;)(?:1?\d{1,2}|x0*(?![9aAdD];)[0-7]?[0-9a-fA-F]);")
_FIRST = 20
_FIRST_LETTERS = frozenset("@abcdefghijklmnopqrstuvwxyz")


class CodedTexts:
    """The texts that a workbook keeps for all its sheets, and which of them may be codes of ours."""

    def __init__(self, shared_strings: bytes) -> None:
        self._plain = b":si" not in shared_strings and not _hides_letters(shared_strings)
        entries = _ENTRY.split(shared_strings)[1:] if self._plain else []
        self._numbers = {number for number, entry in enumerate(entries) if looks_like_a_code(_text(entry))}

    def may_stand_on(self, sheet_xml: bytes) -> bool:
        """Whether any text of a sheet may be a code."""
        if any(int(first[1]) in self._numbers for first in islice(_SHARED.finditer(sheet_xml), _FIRST)):
            return True  # as on nearly every sheet of ours: its codes come first
        if not self._plain or not _is_plain(sheet_xml) or _CODED_INLINE.search(sheet_xml):
            return True
        used = _SHARED.findall(sheet_xml)
        return len(used) != sheet_xml.count(b'"s"') or not self._numbers.isdisjoint(map(int, used))


def may_begin_a_code(text: str) -> bool:
    """Whether a text begins with a letter with which codes begin, the marker of a sheet too."""
    return text[:1] in _FIRST_LETTERS


def looks_like_a_code(text: bytes) -> bool:
    """Whether a text begins as the codes of ours do."""
    return _CODED_TEXT.match(text) is not None


def _text(entry: bytes) -> bytes:
    """Return the text of an entry, of all its runs; what follows its own tag."""
    return _TAGS.sub(b"", entry if entry.startswith(b"<") else b"<" + entry)


def _hides_letters(xml: bytes) -> bool:
    """Whether a Latin letter may be written in a way in which it is not there to be seen."""
    return b"<!" in xml or b"_x00" in xml or (b"&#" in xml and _HIDDEN_LETTER.search(xml) is not None)


def _is_plain(xml: bytes) -> bool:
    """Whether a sheet is whole, and every text on it written in one piece as Excel, WPS, LibreOffice and openpyxl write it."""
    whole = b"<worksheet" in xml and b"<sheetData" in xml and xml.rstrip().endswith(b"</worksheet>")
    return whole and not _hides_letters(xml) and not any(mark in xml for mark in (b"'s'", b"<r>", b"<r "))

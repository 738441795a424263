"""Read an HTML page: its paragraphs, and its tables with their spans; nested tables and markup inside labels do not matter."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from gkxl.published.document import Document, Raw, spread

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body br caption center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main"
        " nav ol p pre section td th tr ul",
    )
)
_PASSED = frozenset(re.findall(r"\w+", "script style noscript template head select option button iframe object svg math"))
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_CHINESE = {"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "hz-gb-2312"}


def decode(data: bytes) -> str:
    """Return the text of a page: by its byte order mark, what it says of itself, or else what fits."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    said = _CHARSET.search(data[:4096])
    named = said[1].decode("ascii").lower() if said else ""
    # GB18030 reads all that GB2312 and GBK can say, and pages that call themselves GB2312 say more.
    tried = ["gb18030", "utf-8"] if named in _CHINESE else ["utf-8", "gb18030"]
    if named and named not in _CHINESE | {"utf-8", "utf8"} and _known(named):
        tried.insert(0, named)
    for encoding in tried:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(tried[0], "replace")


def _known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding)._is_text_encoding
    except LookupError:
        return False


@dataclass
class _OpenTable:
    """A table that is being read."""

    number: int
    at: int
    """Where it stands among the parts of the document."""
    lines: list[list[Raw]] = field(default_factory=list)
    cell: list[str] | None = None
    """The text of the cell that is open."""


class _Walk:
    """Goes through a page once, from start to end, without calling itself: pages may be nested a thousand deep."""

    def __init__(self) -> None:
        self.document = Document()
        self.text: list[str] = []
        self.open: list[_OpenTable] = []
        self.tables: list[_OpenTable] = []

    def say(self, text: str | None) -> None:
        if not text:
            return
        cell = self.open[-1].cell if self.open else None
        (self.text if cell is None else cell).append(text)

    def close_paragraph(self) -> None:
        """End a paragraph; within a cell the words go on."""
        if self.open and self.open[-1].cell is not None:
            self.open[-1].cell.append(" ")
            return
        line = " ".join("".join(self.text).split())
        self.text.clear()
        if line:
            self.document.parts.append(line)

    def enter(self, element: Any) -> None:
        tag = element.tag
        if tag == "table":
            if not self.open or self.open[-1].cell is None:
                self.close_paragraph()
            table = _OpenTable(len(self.tables) + 1, len(self.document.parts))
            self.document.parts.append("")  # its place
            self.open.append(table)
            self.tables.append(table)
        elif tag == "tr" and self.open:
            self.open[-1].lines.append([])
            self.open[-1].cell = None
        elif tag in ("td", "th") and self.open:
            if not self.open[-1].lines:
                self.open[-1].lines.append([])
            self.open[-1].cell = []
        elif tag in _BLOCKS:
            self.close_paragraph()
        self.say(element.text)

    def leave(self, element: Any) -> None:
        tag = element.tag
        if tag == "table" and self.open:
            self.open.pop()
        elif tag in ("td", "th") and self.open and self.open[-1].cell is not None:
            text = "".join(self.open[-1].cell)
            self.open[-1].lines[-1].append(Raw(text.strip(), _span(element, "rowspan"), _span(element, "colspan")))
            self.open[-1].cell = None
        elif tag in _BLOCKS and tag != "tr":
            self.close_paragraph()
        self.say(element.tail)


def read_html(data: bytes) -> Document:
    """Return the paragraphs and tables of a page; an empty document where it holds none; TooManyPlacesError for a monster."""
    text = decode(data)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\0", "")
    if not text.strip():
        return Document()
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Document()
    walk = _Walk()
    walk.document.name = " ".join((root.findtext("./head/title") or "").split())
    iterator = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in iterator:
        if event in ("comment", "pi"):
            walk.say(element.tail)
        elif event == "start":
            if element.tag in _PASSED or _hidden(element):
                iterator.skip_subtree()
                continue
            walk.enter(element)
        elif element.tag in _PASSED or _hidden(element):
            walk.say(element.tail)
        else:
            walk.leave(element)
    walk.close_paragraph()
    for table in walk.tables:
        walk.document.parts[table.at] = spread(table.number, table.lines)
    walk.document.parts = [part for part in walk.document.parts if part]
    return walk.document


def _hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style") or ""))


def _span(element: Any, name: str) -> int:
    """Return a span as a browser takes it: digits at the start, else 1; rowspan 0 reaches to the end."""
    digits = re.match(r"\s*\+?(\d{1,6})", element.get(name) or "")
    if not digits:
        return 1
    number = int(digits[1])
    return number if number else (65534 if name == "rowspan" else 1)

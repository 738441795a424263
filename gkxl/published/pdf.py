"""Read a PDF file with two readers that know nothing of each other: pdfplumber finds the cells, PDFium reads the text again.

What they do not read alike is not read: some readers lose a decimal point without a word.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from gkxl.published.document import MOST_PLACES, Cell, Document, RawTable, TooManyPlacesError
from gkxl.published.pdf_prose import paragraphs
from gkxl.published.second_reading import SecondReading
from gkxl.rules.unread import UnreadReason
from gkxl.workbook.reading.inspecting import DAMAGED, TOO_LARGE
from gkxl.workbook.reading.limits import limit_memory
from gkxl.workbook.reading.opening import guarded
from gkxl.workbook.reading.protocol import SuspiciousFileError, UnreadableFileError

NOT_INSTALLED = (
    UnreadReason.NOT_INSTALLED,
    "是 PDF 文件，读取 PDF 的组件没有安装",
    '请运行“pip install "gkxl[pdf]"”后重试，或改用这份年报的 Word、网页文件',
)
PICTURE = UnreadReason.PICTURE, "是扫描件或图片（没有文字），读不出数", "请改用这份年报的 Word、网页文件，或能选中文字的 PDF"
LOCKED = UnreadReason.ENCRYPTED, "设有打开密码，无法读取", "请取消密码后重试"
_MOST_PAGES = 200
_FEWEST_LETTERS = 60
_MEMORY = 40 << 20
_NEAR = 3.0
"""Edges that lie so near to each other, in points, are one."""


@dataclass
class _Fragment:
    """A table, or what of it stands on one page."""

    page: int
    bounds: list[tuple[tuple[float, float, float, float], str, bool]]
    """Of each cell left, top, right, bottom, its text, and whether that is doubtful."""
    left: float
    right: float
    first: bool = False
    """Whether nothing but prose in rules stands above it on its page."""
    last: bool = False


def read_pdf(data: bytes) -> Document:
    """Return the paragraphs and tables of a PDF file; UnreadableFileError with a sentence where there is nothing to read.

    A PDF is read in a process that may fail: SuspiciousFileError where this one may not.
    """
    try:
        import pdfplumber
        import pypdfium2
    except ImportError:
        raise UnreadableFileError(*NOT_INSTALLED) from None
    if not guarded():
        raise SuspiciousFileError
    limit_memory(_MEMORY + len(data))
    try:
        with pypdfium2.PdfDocument(data) as second, pdfplumber.open(io.BytesIO(data)) as first:
            if len(second) > _MOST_PAGES:
                raise UnreadableFileError(*TOO_LARGE)
            return _read(first, SecondReading(second))
    except (UnreadableFileError, TooManyPlacesError):
        raise
    except MemoryError:
        raise UnreadableFileError(*TOO_LARGE) from None
    except pypdfium2.PdfiumError as error:
        raise UnreadableFileError(*(LOCKED if "password" in str(error).lower() else DAMAGED)) from None
    except Exception as error:  # pdfminer raises whatever it stumbles over
        raise UnreadableFileError(*DAMAGED) from error


def _read(pdf: Any, second: SecondReading) -> Document:
    fragments: list[_Fragment] = []
    document = Document(name=str((pdf.metadata or {}).get("Title") or ""))
    letters = 0
    for page in pdf.pages:
        letters += len(page.chars)
        found = sorted(page.find_tables(), key=lambda table: table.bbox[1])
        of_page = [_fragment(page, table.cells, second) for table in found if table.cells]
        if of_page:
            of_page[0].first = of_page[-1].last = True
        fragments += of_page
        document.parts += paragraphs(page, [bound for fragment in of_page for bound, _, _ in fragment.bounds])
        page.flush_cache()
    if letters < _FEWEST_LETTERS:
        raise UnreadableFileError(*PICTURE)
    for number, pieces in enumerate(_joined(fragments), start=1):
        table = _table(number, pieces)
        second.compare(table)
        document.parts.append(table)
    return document


def _fragment(page: Any, cells: Sequence[tuple[float, float, float, float]], second: SecondReading) -> _Fragment:
    from pdfplumber.utils.text import extract_text

    if len(cells) > MOST_PLACES:
        raise TooManyPlacesError
    bounds = []
    for left, top, right, bottom in cells:
        inside = [char for char in page.chars if left <= (char["x0"] + char["x1"]) / 2 < right and top <= (char["top"] + char["bottom"]) / 2 < bottom]
        text = " ".join(extract_text(inside).split()) if inside else ""
        doubtful = text != "" and not second.agrees(page.page_number - 1, (left, top, right, bottom), text, float(page.height))
        bounds.append(((left, top, right, bottom), text, doubtful))
    return _Fragment(page.page_number, bounds, min(cell[0] for cell in cells), max(cell[2] for cell in cells))


def _joined(fragments: Sequence[_Fragment]) -> list[list[_Fragment]]:
    """Return the tables, each as its pieces: one that ends a page goes on with one of the same edges that begins the next."""
    tables: list[list[_Fragment]] = []
    for fragment in fragments:
        before = tables[-1][-1] if tables else None
        if (
            before is not None
            and before.last
            and fragment.first
            and fragment.page == before.page + 1
            and abs(fragment.left - before.left) <= _NEAR
            and abs(fragment.right - before.right) <= _NEAR
        ):
            tables[-1].append(fragment)
        else:
            tables.append([fragment])
    return tables


def _edges(positions: Sequence[float]) -> list[float]:
    """Return positions in order, of those that are one only the first."""
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > _NEAR:
            edges.append(position)
    return edges


def _index(edges: Sequence[float], position: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - position))


def _table(number: int, pieces: Sequence[_Fragment]) -> RawTable:
    """Return the grid of a table: every cell at the lines between which it is drawn."""
    verticals = _edges([side for piece in pieces for bound, _, _ in piece.bounds for side in (bound[0], bound[2])])
    places: list[list[Cell | None]] = []
    pages: list[int] = []
    for piece in pieces:
        horizontals = _edges([side for bound, _, _ in piece.bounds for side in (bound[1], bound[3])])
        start = len(places)
        height, width = len(list(pairwise(horizontals))), len(verticals) - 1
        if len(places) * width + height * width > MOST_PLACES:
            raise TooManyPlacesError
        places += [[None] * width for _ in range(height)]
        pages += [piece.page] * height
        for (left, top, right, bottom), text, doubtful in piece.bounds:
            row, col = _index(horizontals, top), _index(verticals, left)
            below, behind = _index(horizontals, bottom), _index(verticals, right)
            cell = Cell(text, start + row, col, max(1, below - row), max(1, behind - col), doubtful)
            for i in range(cell.row, cell.row + cell.rows):
                for j in range(cell.col, cell.end):
                    places[i][j] = places[i][j] or cell
    return RawTable(number, places, pages)

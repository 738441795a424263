"""Read what stands on a 汇总 that is about to be made again: who has signed it, which revision it is, and its figures."""

from __future__ import annotations

from gkxl.eligibility.signing import SignedBefore
from gkxl.model.submission import Submission
from gkxl.workbook.format.codes import SheetRole
from gkxl.workbook.reading.coded_sheet import CodedSheet, Rows, find_marker
from gkxl.workbook.reading.head import read_head
from gkxl.workbook.reading.protocol import Book
from gkxl.workbook.reading.sheet_reader import read_sheet


def signed_before(rows: Rows, total: Submission | None) -> SignedBefore:
    """Return what the rows of a 汇总 say of it, `total` being its figures; an empty value where they are no 汇总."""
    marked = find_marker(rows)
    if marked is None or marked.role is not SheetRole.SUMMARY:
        return SignedBefore()
    return SignedBefore(read_head(CodedSheet("", rows, marked)).head, total.revision if total else 1, total)


def signed_in(book: Book, file: str) -> SignedBefore:
    """Return what the 汇总 of a workbook says of itself; an empty value where it has none."""
    for name in book.sheet_names:
        rows = book.rows(name) if book.may_be_coded(name) else ()
        marked = find_marker(rows)
        if marked and marked.role is SheetRole.SUMMARY:
            return signed_before(rows, read_sheet(book, file, CodedSheet(name, rows, marked), of_results=True).submission)
    return SignedBefore()

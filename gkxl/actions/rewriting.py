"""What stands where a merged workbook shall be written: whether it may be written again, and what people wrote into its kept cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.eligibility.signing import SignedBefore
from gkxl.rules.explanations import Explanation
from gkxl.safe_write import written_by_us

if TYPE_CHECKING:
    from gkxl.workbook.format.cell_digest import Rows


@dataclass(frozen=True)
class Standing:
    """A workbook of ours that stands where the output shall go."""

    only_saved: bool = False
    """Whether some program has saved it since it was written, and nothing but its kept cells was changed."""
    checks: Rows = ()
    """The rows of its 校验; none where there is no such sheet."""
    explanations: Sequence[Explanation] = ()
    signed: SignedBefore = field(default_factory=SignedBefore)
    """What its 汇总 says of itself."""


def standing_at(output: Path) -> Standing:
    """Return what stands at `output`; an empty value where nothing does, or nothing of ours."""
    from gkxl.workbook.format.cell_digest import cell_digest, is_checks, written_digest
    from gkxl.workbook.reading.coded_sheet import find_marker
    from gkxl.workbook.reading.explanations import read_explanations
    from gkxl.workbook.reading.opening import open_workbook
    from gkxl.workbook.reading.protocol import UnreadableFileError
    from gkxl.workbook.reading.signed_sheet import signed_in

    if not output.is_file():
        return Standing()
    try:
        book = open_workbook(output)
        rows = next((rows for name in book.sheet_names if is_checks(rows := book.rows(name))), None)
        marked = find_marker(rows) if rows else None
        if rows is None or marked is None:
            return Standing()
        # Sheet by sheet, and only where the seal does not say it already: an output may be long.
        only_saved = not written_by_us(output) and written_digest(rows) == cell_digest((name, book.rows(name)) for name in book.sheet_names)
        signed = signed_in(book, output.name)
    except UnreadableFileError:
        return Standing()
    return Standing(only_saved, rows, read_explanations(rows, marked), signed)

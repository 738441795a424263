"""Last stage of a merge, write: the merged workbook, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.judging import Judged
from gkxl.actions.loading import Loaded
from gkxl.actions.resolving import Resolved
from gkxl.actions.totalling import Totalled
from gkxl.reporting_status.reminders import reminders

if TYPE_CHECKING:
    from gkxl.workbook.format.cell_digest import Rows
    from gkxl.workbook.writing.workbooks import Merged


def content(loaded: Loaded, resolved: Resolved, totalled: Totalled, judged: Judged) -> Merged:
    """Return what the sheets of a merged workbook are filled with; who has reported stands in it only where somebody said who must."""
    from gkxl.workbook.writing.workbooks import Merged

    return Merged(
        totalled.total,
        totalled.units,
        totalled.stated,
        judged.findings,
        resolved.unread,
        judged.state,
        judged.ok,
        loaded.names.entries,
        resolved.grid if loaded.roster else None,
        reminders(resolved.grid) if loaded.roster else (),
        resolved.corrections,
        resolved.fingerprints,
        judged.weighed,
    )


def write(merged: Merged, output: Path, force: bool = False, checks_before: Rows = ()) -> list[Path]:
    """Write the merged workbook, with what people wrote on the 校验 that it replaces; return the files that belong beside it.

    Raises OutputError and writes nothing where it cannot.
    """
    from gkxl.workbook.writing.putting_beside import write_together
    from gkxl.workbook.writing.workbooks import merged_workbook

    return write_together(output, *merged_workbook(merged, checks_before), force)

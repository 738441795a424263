"""What goes back of published reports: a slip for each body, and of a Word document a copy with comments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from gkxl.actions.outcome import Outcome
from gkxl.forms import Severity
from gkxl.model.published import PublishedReport
from gkxl.rules.findings import SEVERITY_NAMES, Finding, causes, gravest_first
from gkxl.rules.to_the_unit import to_the_unit

if TYPE_CHECKING:
    from gkxl.report.slip import Mistake

_PLACES = 3
_NAMELESS = "没有写明单位"


def returned_reports(outcome: Outcome, folder: Path, files: Sequence[str]) -> dict[Path, bytes]:
    """Return the files that go back: a slip for each body whose report has an error or a warning, and the commented copies of its documents.

    `files` are all that a sentence may name: nobody is told where they lie.  A document that cannot be edited has its slip alone.
    """
    from gkxl.report.slip import Slip, slip_docx

    by_file: dict[str, list[Finding]] = {}
    for finding in gravest_first(causes(outcome.open)):
        by_file.setdefault(finding.file, []).append(finding)
    of_body: dict[str, list[PublishedReport]] = {}
    for report in sorted(outcome.reports, key=lambda report: report.file):
        if any(finding.severity is not Severity.INFO for finding in by_file.get(report.file, ())):
            of_body.setdefault(report.unit or _NAMELESS, []).append(report)
    senders = {submission.source.file: submission.parent for submission in outcome.submissions if submission.parent}
    made: dict[Path, bytes] = {}
    for unit, reports in of_body.items():
        told = [finding for report in reports for finding in _told(by_file[report.file])]
        years = sorted({str(report.year) for report in reports if report.year})
        names = [PurePath(report.file).name for report in reports]
        sender = next((senders[report.file] for report in reports if report.file in senders), "")
        made[_free(made, folder, f"{unit}-退回核查单", ".docx")] = slip_docx(
            Slip(unit, years, names, sender, [_mistake(finding, files) for finding in told])
        )
        for report in reports:
            copy = _commented(report, _told(by_file[report.file]), files)
            if copy:
                made[_free(made, folder, f"{PurePath(report.file).stem}-标注", ".docx")] = copy
    return made


def _told(findings: Iterable[Finding]) -> list[Finding]:
    """Return what a body is told: errors, warnings, and hints on a sentence of its own."""
    return [finding for finding in findings if finding.severity is not Severity.INFO or finding.quoted]


def _mistake(finding: Finding, files: Sequence[str]) -> Mistake:
    from gkxl.report.slip import Mistake

    more = f"等{len(finding.cells)}处" if len(finding.cells) > _PLACES else ""
    place = "、".join(filter(None, (finding.sheet, *finding.cells[:_PLACES]))) + more
    return Mistake(SEVERITY_NAMES[finding.severity], place or "全文", to_the_unit(finding, files))


def _commented(report: PublishedReport, findings: Sequence[Finding], files: Sequence[str]) -> bytes | None:
    """Return a copy of a Word document with comments; None for another kind of file, and where none can be made."""
    from gkxl.workbook.reading.apart import read_apart
    from gkxl.workbook.reading.protocol import UnreadableFileError

    if PurePath(report.file).suffix.lower() != ".docx":
        return None
    from gkxl.published.commented import Remark, commented_copy

    remarks = [
        Remark(f"{SEVERITY_NAMES[finding.severity]}：{to_the_unit(finding, files)}", "" if finding.quoted else _item(finding), finding.quoted)
        for finding in findings
    ]
    try:
        return read_apart(commented_copy, Path(report.file), report.year, remarks)
    except (UnreadableFileError, OSError):
        return None


def _item(finding: Finding) -> str:
    """Return the figure at which something is said: the one that is proven to be wrong, else the first that it is about."""
    proven = [suspect.item for suspect in finding.suspects if suspect.proven]
    return next(iter([*proven, *finding.items]), "")


def _free(taken: dict[Path, bytes], folder: Path, name: str, ending: str) -> Path:
    """Return a path that no other file of these has, whatever its name."""
    from gkxl.workbook.format.sheet_names import file_stem

    stem = file_stem(name)
    number, target = 1, folder / f"{stem}{ending}"
    while target in taken:
        number += 1
        target = folder / f"{stem}({number}){ending}"
    return target

"""Published and drafted reports among what was given: read where a file bears a report's title or tables, and their text weighed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.outcome import Progress
from gkxl.model.period import Period
from gkxl.model.published import PublishedReport
from gkxl.model.submission import Submission
from gkxl.model.unit_names import NAMELESS
from gkxl.rules.findings import Finding
from gkxl.rules.unread import Skipped, SkipReason, Unread, UnreadReason

if TYPE_CHECKING:
    from gkxl.workbook.reading.cluster import Cluster
    from gkxl.workbook.reading.intake import Intake

_PAGES = frozenset({".html", ".htm", ".docx", ".pdf"})
_BOOKS = frozenset({".xlsx", ".xlsm"})
_NO_REPORTS = frozenset({UnreadReason.NOT_OURS, UnreadReason.OTHER_FORMAT, UnreadReason.EMPTY_FILE})
"""Why a file of a folder holds no report: nobody misses it."""
_HANDFUL = 20
"""So many reports are read sooner than other processes have started."""
_NO_YEAR = "有年报的表格，没有写明是哪个单位哪一年的，没有读取", "请在表格上方写上标题，如“某某局2024年政府信息公开工作年度报告”"
_UNDATED = "标题和统计期限都没有写明年份，三张表没有核对", "请在标题写明年份，或用 gkxl import 导入时以 --period 写明年份，再校验导入的工作簿"
_NO_REPORT = "没有找到年报的标题和三张表，没有读取"


@dataclass(frozen=True)
class Reports:
    """What was read of published reports."""

    found: Sequence[PublishedReport] = ()
    unread: Sequence[Unread] = ()
    """Files given by name that are none, or cannot be read; and reports of which nobody knows the year, whose text alone was read."""
    skipped: Sequence[Skipped] = ()
    """Files of a folder that may be reports, and cannot be read."""
    settled: frozenset[str] = field(default_factory=frozenset)
    """The files that are dealt with here, by name."""


def take_out_reports(intake: Intake, progress: Progress | None = None, workers: int | Cluster | None = None) -> Sequence[PublishedReport]:
    """Read the published reports among what was left unread or passed over; their figures become readings of the intake.

    They are read by so many processes or a cluster, by default as it is fastest here, with the same result; `progress` is told how far it is.
    """
    from gkxl.workbook.reading.submissions import WorkbookReading

    reports = _read(intake, progress, workers)
    if not reports.settled:
        return ()
    intake.unread[:] = [*(unread for unread in intake.unread if unread.file not in reports.settled), *reports.unread]
    intake.skipped[:] = [*(skipped for skipped in intake.skipped if skipped.file not in reports.settled), *reports.skipped]
    for report in reports.found:
        submissions = [report.submission] if report.submission else []
        intake.readings.append(WorkbookReading(report.file, ours=True, published=True, submissions=submissions))
    intake.readings.sort(key=lambda reading: reading.file)
    return reports.found


@dataclass(frozen=True)
class Below:
    """What lies in folders of reports."""

    found: Sequence[PublishedReport]
    unread: Sequence[Unread]
    """What may be a report, and cannot be read."""
    skipped: Sequence[Skipped]


def reports_below(folders: Sequence[Path], progress: Progress | None = None) -> Below:
    """Return the reports in folders and all below them; workbooks of ours that lie among them are none."""
    from gkxl.workbook.reading.folders import take_in

    intake = take_in(folders, progress=progress)
    ours = {reading.file for reading in intake.readings}
    found = take_out_reports(intake, progress)
    settled = {*ours, *(report.file for report in found)}
    unread = [unread for unread in intake.unread if unread.file not in settled and unread.why not in _NO_REPORTS]
    return Below(found, unread, intake.skipped)


def _read(intake: Intake, progress: Progress | None, workers: int | Cluster | None) -> Reports:
    from contextlib import closing

    from gkxl.workbook.reading.many import read_each

    found: list[PublishedReport] = []
    lost: list[Unread] = []
    skipped: list[Skipped] = []
    settled: set[str] = set()
    candidates = list(_candidates(intake))
    files = [(Path(os.path.abspath(file)), file) for file, _ in candidates]
    with closing(read_each(files, report_at, workers, _HANDFUL)) as results:
        for number, ((file, named), result) in enumerate(zip(candidates, results, strict=True), start=1):
            if progress:
                progress(number, len(files))
            if isinstance(result, PublishedReport):
                found.append(result)
                if result.tables and result.submission is None:
                    lost.append(Unread(file, UnreadReason.NO_PERIOD, *_UNDATED))
            elif Path(file).suffix.lower() in _BOOKS:
                if result is None or result.why is not UnreadReason.NO_PERIOD:
                    continue  # said already by who looked for sheets of ours
                lost.append(result)
            elif result is not None and named:
                lost.append(result)
            elif result is not None and result.why not in _NO_REPORTS:
                skipped.append(Skipped(file, SkipReason.UNREADABLE, result.what, result.next_step))
            else:
                continue
            settled.add(file)
    return Reports(found, lost, skipped, frozenset(settled))


def _candidates(intake: Intake) -> Iterator[tuple[str, bool]]:
    """Yield the files that may be reports, with whether they were given by name."""
    for unread in intake.unread:
        suffix = Path(unread.file).suffix.lower()
        if suffix in _PAGES:
            yield unread.file, True
        elif suffix in _BOOKS and unread.why is UnreadReason.NOT_OURS:
            yield unread.file, False
    for skipped in intake.skipped:
        if skipped.why is SkipReason.NOT_A_WORKBOOK and Path(skipped.file).suffix.lower() in _PAGES:
            yield skipped.file, False


def report_in(file: str, year: int | None = None) -> PublishedReport | Unread | None:
    """Return the report that a file holds, or why it was not read; None where there is nothing to say about it.

    It is of a `year` that somebody names, whatever it says itself.
    """
    from gkxl.workbook.reading.apart import read_apart
    from gkxl.workbook.reading.protocol import UnreadableFileError

    try:
        return read_apart(report_at, Path(file), file, year)
    except UnreadableFileError as error:  # what may do harm, and did
        return error.unread(file)


def report_at(path: Path, file: str, year: int | None = None) -> PublishedReport | Unread | None:
    """Return the same, read in this process; raises SuspiciousFileError for what should be read in another."""
    from gkxl.published.reading import read_here
    from gkxl.published.wording import part_of_year
    from gkxl.workbook.reading.protocol import SuspiciousFileError, UnreadableFileError

    try:
        report: PublishedReport = read_here(path, file, year)
    except SuspiciousFileError:
        raise
    except UnreadableFileError as error:
        return error.unread(file)
    except OSError:
        return None  # said already by who looked for workbooks
    except Exception:  # parsers of pages and documents raise whatever they raise; one file stops nobody
        return Unread(file, UnreadReason.READER_FAILED, "没有读出（文件可能已损坏）", "请重新下载，或另存为 .docx 后再试")
    if not report.tables and not (report.title and report.sections):
        return Unread(file, UnreadReason.NOT_OURS, _NO_REPORT, "请给出年报全文的网页、Word、PDF 文件")
    if path.suffix.lower() in _BOOKS and report.submission is None:
        return Unread(file, UnreadReason.NO_PERIOD, *_NO_YEAR) if report.tables else None
    if not report.title and (part := part_of_year(report.period_sentence)):
        return Unread(file, UnreadReason.NOT_OURS, f"是{part.chinese}的统计表，不是年度报告，没有读取", "请校验它的汇总工作簿")
    return report if report.unit or report.submission is None else replace(report, submission=replace(report.submission, unit=NAMELESS))


def why_no_figures(report: PublishedReport) -> str:
    """Return why a report that was read has no figures, and what to do, without a full stop; "" where it has."""
    if report.submission is not None:
        return ""
    return "；".join(_UNDATED if report.tables else ("没有找到三张表", "请给出年报全文"))


def judge_reports(reports: Iterable[PublishedReport], before: Sequence[PublishedReport], stated: Sequence[Submission]) -> list[Finding]:
    """Return what is wrong with the words of these reports.

    Growth and repeated text are held against the report of the same body for the year before, among `before` or these
    themselves, else, as far as figures go, against what the body `stated` for that year.
    """
    from gkxl.narrative.judging import judge_text

    own = list(reports)
    return [
        finding
        for report in own
        for finding in judge_text(report, _last(report, [*before, *own]), next((last for last in stated if _precedes(last, report)), None))
    ]


def _last(report: PublishedReport, others: Sequence[PublishedReport]) -> PublishedReport | None:
    if report.year is None:
        return None
    return next((other for other in others if other.unit == report.unit and other.year == report.year - 1), None)


def _precedes(stated: Submission, report: PublishedReport) -> bool:
    """Whether something is what the body of a report stated for the whole year before."""
    return report.year is not None and stated.unit == report.unit and stated.period == Period(report.year - 1)

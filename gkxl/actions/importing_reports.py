"""Take in published reports: each becomes a merged workbook, whose only line is the report itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gkxl.actions.inputs import check_output
from gkxl.actions.loading import Loaded
from gkxl.actions.merging import merge
from gkxl.actions.outcome import Outcome, Progress
from gkxl.actions.published_reports import Below, report_in, reports_below
from gkxl.actions.rewriting import standing_at
from gkxl.actions.writing import write
from gkxl.errors import InputError
from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.published import PublishedReport
from gkxl.model.roster import RosterEntry
from gkxl.model.submission import Submission
from gkxl.model.unit_names import listed, unit_name
from gkxl.paths import exists, is_folder
from gkxl.rules.unread import Unread, UnreadReason
from gkxl.safe_write import make_folder

_SHOWN = 5
_ITS_OWN = "请核对原件的表格，补全、改好后重新导入"


@dataclass(frozen=True)
class Corrected:
    """What somebody says of a report, whatever its title says."""

    unit: str = ""
    period: Period | None = None

    @property
    def year(self) -> int | None:
        """The year that was named."""
        return self.period.year if self.period else None


def import_reports(
    paths: Sequence[Path],
    output: Path,
    *,
    unit: str = "",
    period: Period | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Write a merged workbook for a report, or into a folder one for each, called by body and year; of a folder those of all reports in it.

    Raises InputError where none can be taken in whole, before anything is written; of several, those that cannot are `unread`.
    """
    into_folder = is_folder(output) or not output.suffix
    _refuse_call(paths, output, into_folder, Corrected(unit, period))
    corrected = Corrected(unit_name(unit), period)
    folders = [path for path in paths if is_folder(path)]
    below = reports_below(folders, progress) if folders else Below((), (), ())
    named = [_whole_report(path, corrected) for path in paths if path not in folders]
    read = [*named, *below.unread, *(_whole(report, corrected) for report in below.found)]
    reports = [report for report in read if isinstance(report, Submission)]
    unread = [report for report in read if isinstance(report, Unread)]
    if not reports:
        said = [f"{lost.file}：{lost.reason}" for lost in unread] or [f"{listed(map(str, folders), _SHOWN)}里没有找到年报；请检查路径"]
        raise InputError("\n".join(said), Outcome("import", unread=unread, skipped=below.skipped))
    places = _places(reports, output) if into_folder else [output]
    if into_folder:
        make_folder(output)
    for report, place in zip(reports, places, strict=True):
        check_output(place, paths, force or standing_at(place).only_saved, report.unit)
    outcomes = [_write(report, place, force) for report, place in zip(reports, places, strict=True)]
    if not into_folder:
        return outcomes[0]
    return Outcome(
        "import",
        reports,
        [finding for outcome in outcomes for finding in outcome.findings],
        unread,
        below.skipped,
        output=str(output),
        beside=[file for outcome in outcomes for file in outcome.beside],
        state=f"导入{len(reports)}份：{listed((place.name for place in places), _SHOWN)}",
        explained=[explained for outcome in outcomes for explained in outcome.explained],
    )


def _refuse_call(paths: Sequence[Path], output: Path, into_folder: bool, corrected: Corrected) -> None:
    several = len(paths) > 1 or any(map(is_folder, paths))
    if several and not into_folder:
        given = f"{len(paths)}份年报" if len(paths) > 1 else "一个文件夹"
        raise InputError(f"给出了{given}，-o 写的是一个文件“{output}”；请逐份导入，或用 -o 写一个文件夹，每份年报导入成一个工作簿")
    if several and (corrected.unit or corrected.period):
        raise InputError("--unit 和 --period 只能用于一份年报；请逐份导入，或去掉它们，用各份年报标题上的名称和年份")
    if corrected.period and not corrected.period.is_year:
        raise InputError(f"年报是全年的，--period 写的是{corrected.period.chinese}；请写年份，如 --period 2025")
    for path in paths:
        if not exists(path):
            raise InputError(f"文件不存在：{path}；请检查路径")


def _whole_report(file: Path, corrected: Corrected) -> Submission | Unread:
    """Return the figures of the report in a file, or why it is not taken in."""
    report = report_in(str(file), corrected.year)
    if report is None:
        return Unread(str(file), UnreadReason.NOT_OURS, "没有读出年报", "请检查文件")
    return report if isinstance(report, Unread) else _whole(report, corrected)


def _whole(report: PublishedReport, corrected: Corrected) -> Submission | Unread:
    """Return the figures of a report under the name and year that it has, or why it is not taken in: all of it is, or nothing."""
    unit = corrected.unit or unit_name(report.unit)
    if not report.tables:
        return Unread(report.file, UnreadReason.NOT_OURS, "没有找到三张表，没有导入", "请给出年报全文")
    if report.submission is None or report.year is None:
        return Unread(
            report.file,
            UnreadReason.NO_PERIOD,
            "标题和正文没有写明年份，没有导入",
            "请用 gkxl import 单独导入这一份，以 --period 写明年份，如 --period 2025",
        )
    if not unit:
        return Unread(report.file, UnreadReason.NO_UNIT, "标题没有写明单位名称，没有导入", "请用 gkxl import 单独导入这一份，以 --unit 写明单位名称")
    return _what_is_wrong(report, report.submission) or replace(report.submission, unit=unit, revision=1)


def _what_is_wrong(report: PublishedReport, stated: Submission) -> Unread | None:
    """Return why the tables of a report cannot be taken in whole; None where they can."""
    if report.mixed:
        names = "，".join(f"{form_by_id(table.form).table(table.code).label}是{form_by_id(table.form).name}" for table in report.tables)
        return Unread(report.file, UnreadReason.WRONG_FORM, f"三张表不是同一种格式（{names}），没有导入", "请换用同一格式的表格后重新导入")
    form = stated.form
    if not form.serves(stated.period.year):
        what = f"表格是{form.name}，不用于{stated.period.chinese}，没有导入"
        return Unread(report.file, UnreadReason.WRONG_FORM, what, "请核对年份（--period），或换用当年的表格后重新导入")
    there = {table.code: table for table in report.tables}
    lacking = [f"{table.label}整张" for table in form.tables if table.code not in there]
    lacking += [f"{form.table(table.code).label}的{listed(table.missing, _SHOWN)}" for table in report.tables if table.missing]
    unread = [f"{stated.cell(item)}（{form.items[item].label}）：{what}" for item, what in report.unread.items()]
    said = [f"缺{'，'.join(lacking)}"] if lacking else []
    said += [f"有{len(unread)}个数没有读懂：{'；'.join(unread[:_SHOWN])}"] if unread else []
    return Unread(report.file, UnreadReason.PARTLY_READ, f"只读出一部分（{'；'.join(said)}），没有导入", _ITS_OWN) if said else None


def _places(reports: Sequence[Submission], folder: Path) -> list[Path]:
    """Return where the workbook of each report goes; raises InputError for two of one body and year."""
    from gkxl.workbook.format.sheet_names import file_stem

    places: dict[Path, Submission] = {}
    for report in reports:
        place = folder / f"{file_stem(f'{report.unit}-{report.period}')}.xlsx"
        if place in places:
            files = f"{places[place].source.file}和{report.source.file}"
            raise InputError(f"{files}都是{report.unit}{report.period.chinese}的年报；请只留一份，或逐份导入，用 --unit、--period 改正")
        places[place] = report
    return list(places)


def _write(report: Submission, output: Path, force: bool) -> Outcome:
    """Merge a report as the only one of its own body, and write the workbook; what people wrote there before is kept."""
    from gkxl.workbook.reading.intake import Intake
    from gkxl.workbook.reading.submissions import WorkbookReading

    standing = standing_at(output)
    readings = [WorkbookReading(report.source.file, ours=True, submissions=[report])]
    loaded = Loaded(Intake(readings), unit=report.unit, series=report.form.series, written=standing.explanations)
    outcome, merged = merge(loaded, report.period, before=standing.signed)
    # The body does not stand below itself.
    merged = replace(merged, roster=[RosterEntry(report.unit)])
    beside = write(merged, output, force or standing.only_saved, standing.checks)
    return replace(outcome, command="import", output=str(output), beside=[str(file) for file in beside])

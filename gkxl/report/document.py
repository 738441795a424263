"""The report as values: its title, its sections, its tables with every cell filled; Word and HTML print this."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gkxl.forms import Grid, Part, Table, item_code
from gkxl.model.figures import show_printed
from gkxl.model.period_words import on_face
from gkxl.model.submission import Submission


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A statutory table whose figure cells carry their text."""

    table: Table
    grid: Grid


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section under its statutory title."""

    title: str
    text: str
    table: ReportTable | None


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """The report of one body for one period."""

    title: str
    period: str
    """The sentence that states the 统计期限."""
    notice: str
    """Why it must not be published as it is; "" if nothing speaks against it."""
    sections: tuple[ReportSection, ...]


def compose(body: Submission, notice: str = "") -> ReportDocument:
    """Return the report on a merged submission; a figure that nobody stated is printed as 0, unless it is known not to be 0."""
    form = body.form
    start, end = (f"{day.year}年{day.month}月{day.day}日" for day in (body.period.start, body.period.end))
    sections = tuple(
        ReportSection(section.title, section.text, _filled(form.table(section.table), body) if section.table else None) for section in form.sections
    )
    return ReportDocument(body.report_title, form.report_period.format(start=start, end=end), notice, sections)


def _filled(table: Table, body: Submission) -> ReportTable:
    index, printed = body.form.index, body.printed
    cells = tuple(
        replace(cell, text=show_printed(printed[index[item_code(table.code, cell.code)]]))
        if cell.part is Part.FIGURE
        else replace(cell, text=on_face(body.form, body.period, cell.text))
        for cell in table.grid.cells
    )
    return ReportTable(table, replace(table.grid, cells=cells))

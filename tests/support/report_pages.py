"""Published reports for tests: the statutory tables with given texts in their cells, as our own writers and as a web page print them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from pathlib import Path

from gkxl.forms import Form, GridCell, Part, form_by_id, item_code, mixed_id
from gkxl.model.figures import read_figure
from gkxl.model.published import PublishedReport
from gkxl.published.reading import read
from gkxl.report.document import ReportDocument, ReportSection, ReportTable
from support import published
from support.told_reports import figures_of

Lines = list[list[GridCell]]
"""The cells of a table line by line."""


def form_of(report: published.Published) -> Form:
    """Return the form whose layouts the tables of a published report have."""
    disclosure = "2019" if any("本年新制作数量" in columns for rows in report.clauses.values() for columns in rows.values()) else "2021"
    applications = "2019" if len(report.applications) == 23 else "2021"
    return form_by_id(mixed_id(disclosure, {"applications": applications}))


def texts_of(report: published.Published) -> dict[str, str]:
    """Return what a published report prints for each item code; "" where it leaves a cell blank."""
    form = form_of(report)
    by_labels = {(item.row_label, item.column_label): item.code for item in form.items if item.table == "disclosure"}
    texts = {by_labels[row, column]: value for rows in report.clauses.values() for row, columns in rows.items() for column, value in columns.items()}
    flat = [value for _, values in report.applications for value in values]
    texts |= dict(zip((item.code for item in form.items if item.table == "applications"), flat, strict=True))
    texts |= dict(zip((item.code for item in form.items if item.table == "disputes"), report.disputes, strict=True))
    return {code: "" if value is None else str(value) for code, value in texts.items()}


def filled(form: Form, table: str, texts: Mapping[str, str]) -> Lines:
    """Return the lines of a table with these texts in the cells of its figures."""
    cells = [replace(cell, text=texts.get(item_code(table, cell.code), "") if cell.part is Part.FIGURE else cell.text) for line in
             form.table(table).grid.rows() for cell in line]  # fmt: skip
    lines: Lines = [[] for _ in range(form.table(table).grid.height)]
    for cell in cells:
        lines[cell.row].append(cell)
    return lines


def document(form: Form, texts: Mapping[str, str], unit: str, year: int) -> ReportDocument:
    """Return a report with these texts in its cells, as our own writers take it."""
    sections = []
    for section in form.sections:
        table = None
        if section.table:
            grid = form.table(section.table).grid
            cells = tuple(cell for line in filled(form, section.table, texts) for cell in line)
            table = ReportTable(form.table(section.table), replace(grid, cells=cells))
        sections.append(ReportSection(section.title, section.text, table))
    return ReportDocument(
        form.report_title.format(unit=unit, year=year),
        form.report_period.format(start=f"{year}年1月1日", end=f"{year}年12月31日"),
        "",
        tuple(sections),
    )


def html_table(lines: Lines) -> str:
    """Return the markup of a table."""
    rows = []
    for line in lines:
        cells = (
            f"<td{f' rowspan={cell.rows}' if cell.rows > 1 else ''}{f' colspan={cell.cols}' if cell.cols > 1 else ''}>{escape(cell.text)}</td>"
            for cell in line
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def page(form: Form, tables: Mapping[str, str], unit: str, year: int, *, text: str = "文字。") -> str:
    """Return a web page with the six sections; `tables` is the markup of each table by its code."""
    body = [f"<h1>{unit}{year}年政府信息公开工作年度报告</h1>"]
    for section in form.sections:
        body.append(f"<p>{section.title}</p>")
        body.append(tables.get(section.table, "") if section.table else f"<p>{text}</p>")
    return f'<html><head><meta charset="utf-8"></head><body>{"".join(body)}</body></html>'


def granting_page(folder: Path, unit: str, year: int = 2022, granted: int = 7, texts: Mapping[str, str] | None = None) -> Path:
    """Write a page with the report of a body that was asked so often and granted it all, but for these texts by item code; return where."""
    form = form_by_id("2021")
    figures = figures_of(form, {"applications.new.natural_person": granted, "applications.granted.natural_person": granted})
    printed = {item.code: str(figures[item.index]) for item in form.items} | dict(texts or {})
    tables = {table.code: html_table(filled(form, table.code, printed)) for table in form.tables}
    path = folder / f"{unit}{year}.html"
    path.write_text(page(form, tables, unit, year), encoding="utf-8")
    return path


def read_page(page: str | bytes, folder: Path) -> PublishedReport:
    """Return what is read of a page."""
    path = folder / "年报.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return read(path)


def figures(report: PublishedReport) -> dict[str, object]:
    """Return what was read, by item code."""
    assert report.submission is not None
    return {item.code: report.submission.stated[item.index] for item in report.submission.form.items}


def expected(name: str) -> dict[str, object]:
    """Return what a report states, by item code."""
    report = published.load(name)
    texts = texts_of(report)
    return {item.code: read_figure(texts[item.code], item.kind) for item in form_of(report).items}

"""Reports made up for tests: sentences under their headings, and figures by item code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gkxl.forms import STATUTORY, Form, form_for
from gkxl.model.period import Period
from gkxl.model.published import PublishedReport, ReadTable, ReportSection
from gkxl.model.submission import Source, Submission

PERIOD = "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
_USUAL = {5: ["公开的主动性还不够，下一步将加强培训。"], 6: ["本年度没有收取信息处理费。"]}


def report_of(spec: Mapping[str, Any]) -> PublishedReport:
    """Return a report: `year` (2023), `unit` (某某局), `text` (section number to sentences), `set` (item code to figure, totals are added up),
    `blank` (codes left open), `period` (the sentence), `without` (sections that are not there),
    `tables` (the codes of those that are there), `forms` and `missing` of these tables.
    """
    year = int(spec.get("year", 2023))
    form = form_for(STATUTORY, Period(year))
    assert form is not None
    unit, file = spec.get("unit", "某某局"), spec.get("file", "年报.html")
    written = {int(number): sentences for number, sentences in spec.get("text", {}).items()}
    told = _USUAL | written
    sections = tuple(
        ReportSection(number, section.title, tuple(told.get(number, ())))
        for number, section in enumerate(form.sections, 1)
        if number not in spec.get("without", ())
    )
    there = [table.code for table in form.tables if table.code in spec.get("tables", ("disclosure", "applications", "disputes"))]
    laid_out, lost = spec.get("forms", {}), spec.get("missing", {})
    tables = tuple(ReadTable(code, laid_out.get(code, form.id), tuple(lost.get(code, ()))) for code in there)
    submission = Submission(form, unit, Period(year), 1, Source(file, "表"), figures_of(form, spec.get("set", {}), spec.get("blank", ())))
    sentence = spec.get("period", PERIOD).format(year=year)
    return PublishedReport(
        file, f"{unit}{year}年政府信息公开工作年度报告", unit, year, sentence, (sentence,) if sentence else (), sections, tables, submission
    )


def figures_of(form: Form, given: Mapping[str, Any], blank: Sequence[str] = ()) -> list[Any]:
    """Return figures of a form: those given, 0 for the others, totals added up where they are not given themselves."""
    values: list[Any] = [None if item.code in blank else given.get(item.code, 0) for item in form.items]
    added = Submission(form, "", Period(form.first_year), 1, Source("", ""), values).figures
    return [
        values[item.index] if item.code in given or item.code in blank or item.index not in form.total_items else added[item.index]
        for item in form.items
    ]

"""The file is the same where XlsxWriter itself looks for functions younger than Excel 2010, and writes every cell."""

from __future__ import annotations

import pytest
from xlsxwriter.worksheet import Worksheet

from gkxl.forms import Form, all_forms, form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.writing.plain_formulas import PlainFormulas
from gkxl.workbook.writing.workbooks import blank_workbook, unit_workbook


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_a_standard_workbook_is_the_same_where_xlsxwriter_searches_its_formulas(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = blank_workbook(form, [], None)
    searched = []
    monkeypatch.setattr(PlainFormulas, "_prepare_formula", lambda *given: searched.append(given) or Worksheet._prepare_formula(*given))
    assert blank_workbook(form, [], None) == ours
    assert len(searched) > 10, "XlsxWriter still asks for it by this name"


def test_a_filled_workbook_is_the_same_where_xlsxwriter_writes_its_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    form, period, unit = form_by_id("2021"), Period(2025), "甲&乙“<科>”"
    stated = [None if item.index in form.total_items else 3 * item.index for item in form.items]
    submission = Submission(form, unit, period, 1, Source("", ""), stated)
    ours = unit_workbook(form, unit, period, submission)
    written, spans = [], []
    monkeypatch.setattr(PlainFormulas, "_calculate_spans", lambda sheet: spans.append(sheet) or Worksheet._calculate_spans(sheet))
    monkeypatch.setattr(PlainFormulas, "_write_cell", lambda *given: written.append(given) or Worksheet._write_cell(*given))
    assert unit_workbook(form, unit, period, submission) == ours
    assert spans
    assert {type(cell).__name__ for *_, cell in written} == {"Blank", "Number", "String", "Formula"}, "XlsxWriter still asks for it by this name"

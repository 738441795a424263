"""Live formulas need none of the marks that XlsxWriter gives functions younger than Excel 2010: the file is the same without its search."""

from __future__ import annotations

import pytest
from xlsxwriter.worksheet import Worksheet

from gkxl.forms import all_forms
from gkxl.workbook.writing.plain_formulas import PlainFormulas
from gkxl.workbook.writing.workbooks import blank_workbook


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_a_standard_workbook_is_the_same_where_xlsxwriter_searches_its_formulas(form: object, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = blank_workbook(form, [], None)
    searched = []
    monkeypatch.setattr(PlainFormulas, "_prepare_formula", lambda *given: searched.append(given) or Worksheet._prepare_formula(*given))
    assert blank_workbook(form, [], None) == ours
    assert len(searched) > 10, "XlsxWriter still asks for it by this name"

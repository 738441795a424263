"""各单位主要指标: what the form names, of every unit on one page, with sums and shares."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from support.returned import Run

from gkxl.forms import Form, all_forms, form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.sheets.main_figures_sheet import main_figures_sheet

STATUTORY = [form for form in all_forms() if form.main_figures]


def _stating(form: Form, unit: str, number: int) -> Submission:
    stated = [None if item.index in form.total_items else number for item in form.items]
    return Submission(form, unit, Period(form.first_year), 1, Source("", ""), stated)


@pytest.mark.parametrize("form", STATUTORY, ids=lambda form: form.id)
def test_each_column_adds_up_to_the_total_and_the_shares_to_one(form: Form) -> None:
    units, total = [_stating(form, "甲局", 2), _stating(form, "乙局", 3)], _stating(form, "某某区", 5)
    plan = main_figures_sheet(total, units)
    assert plan is not None
    rows = plan.grid
    (head,) = (number for number, row in enumerate(rows) if "单位" in row)
    first, second, last = rows[head + 1 : head + 4]
    assert (first[2], second[2], last[1]) == ("甲局", "乙局", "合计")
    for col, name in enumerate(rows[head][3:], start=3):
        if name == "占比":
            assert Fraction(str(first[col])) + Fraction(str(second[col])) == last[col] == 1
        else:
            assert first[col] + second[col] == last[col] > 0, name  # type: ignore[operator]  # numbers
    labels = "".join(str(name) for name in rows[head])
    assert all(word in labels for word in ("新收", "办结", "结转", "予以公开", "不予公开", "复议", "诉讼", "规范性文件", "许可", "处罚", "收费"))


@pytest.mark.parametrize("form", STATUTORY, ids=lambda form: form.id)
@pytest.mark.parametrize("number", [1, 12, 34])
def test_it_is_one_landscape_page_with_a_bar_for_each_figure(form: Form, number: int) -> None:
    plan = main_figures_sheet(_stating(form, "某某区", number), [_stating(form, f"第{unit}局", 1) for unit in range(number)])
    assert plan is not None and plan.one_page and plan.landscape and len(plan.bars) == len(form.main_figures)
    assert all(bottom - top + 1 == number for top, _, bottom, _ in plan.bars)


def test_a_form_that_names_nothing_has_no_such_sheet() -> None:
    form = form_by_id("overview")
    assert not form.main_figures and main_figures_sheet(_stating(form, "某某区", 1), []) is None


@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl does not know the newer half of a bar
def test_a_merge_writes_it(good: Path, run_cli: Run) -> None:
    output = good.parent / "汇总.xlsx"
    assert run_cli("merge", good, "-o", output, "--unit", "某某局")[0] == 0
    sheet = openpyxl.load_workbook(output)["各单位主要指标"]
    assert len(sheet.conditional_formatting) == len(form_by_id("2021").main_figures)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight in (None, 1), "the default is one"

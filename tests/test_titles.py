"""What a month, a quarter, a half-year and a year so far are called: never an annual report, and with their own word where the form says 本年."""

from __future__ import annotations

import random

import pytest
from support import events
from support.check_cases import Rows, as_rows

from gkxl.actions.loading import Loaded
from gkxl.actions.merging import merge
from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.report.document import compose
from gkxl.workbook.format.layout import layout_for
from gkxl.workbook.reading.intake import Intake
from gkxl.workbook.reading.submissions import WorkbookReading, read_workbook
from gkxl.workbook.writing.sending import Sending, input_sheets
from gkxl.workbook.writing.workbooks import merged_plans

FORM = form_by_id("2021")
HAPPENED = events.some(FORM, random.Random(7), 40)


def merged_of(period: Period):  # type: ignore[no-untyped-def]
    counted = events.count(HAPPENED, (period.first, period.last))
    figures = [None if item.index in FORM.total_items else counted.get(item.code, 0) for item in FORM.items]
    submission = Submission(FORM, "甲科", period, 1, Source("甲科.xlsx", "甲科"), figures, layout_for(FORM.id).positions)
    reading = WorkbookReading("甲科.xlsx", ours=True, submissions=[submission])
    return merge(Loaded(Intake([reading]), None, "某局"), period)[1]


REPORT, YEARLY = "政府信息公开工作统计表", "政府信息公开工作年度报告"
NEW, RESULTS = "一、{}新收政府信息公开申请数量", "三、{}办理结果"
PERIODS = [
    (Period(2026, 3), f"某局2026年3月{REPORT}", "（2026年3月，本月数）", "本月", "本月"),
    (Period(2026, 1, 3), f"某局2026年第一季度{REPORT}", "（2026年第一季度，本季数）", "本季", "本季"),
    (Period(2026, 7, 12), f"某局2026年下半年{REPORT}", "（2026年下半年，半年数）", "下半年", "下半年"),
    (Period(2026, 1, 4), f"某局2026年1—4月{REPORT}", "（2026年1—4月累计）", "累计", "累计"),
    (Period(2026, 3, 5), f"某局2026年3—5月{REPORT}", "（2026年3—5月，本期数）", "本期", "本期"),
    (Period(2026), f"某局2026年{YEARLY}", "政府信息公开工作情况汇总表", "本年", "本年度"),
]


@pytest.mark.parametrize(("period", "title", "sheet", "new", "results"), PERIODS, ids=[str(case[0]) for case in PERIODS])
def test_every_sheet_and_document_is_called_after_its_period(period: Period, title: str, sheet: str, new: str, results: str) -> None:
    merged = merged_of(period)
    new, results = NEW.format(new), RESULTS.format(results)
    document = compose(merged.body)
    words = {cell.text for section in document.sections if section.table for cell in section.table.grid.cells}
    assert document.title == title and {new, results} <= words
    plans = {plan.name: plan for plan in merged_plans(merged)}
    printed = {cell.value for cell in plans["报告表"].cells}
    assert {title, new, results} <= printed
    (told,) = [cell.value for cell in plans["汇总"].cells if isinstance(cell.value, str) and "汇总表" in cell.value and "填报" not in cell.value][:1]
    assert told.endswith(sheet)
    named = [plan.footer for name, plan in plans.items() if name in ("汇总", "报告表", "甲科")]
    said = [*named, *(str(word) for word in {*words, *printed}), told]
    assert period.is_year or {word for word in said if "年度" in word} <= {"四、结转下年度继续办理"}
    # and the workbook is still read, its 报告表 label by label
    again = read_workbook(Rows({plan.name: as_rows(plan) for plan in plans.values()}), "汇总.xlsx")
    assert again.summary and again.summary.period == period and again.report and all(again.report.positions)
    assert again.report.figures == tuple(value or 0 for value in merged.body.figures)


@pytest.mark.parametrize(
    ("period", "note"),
    [
        (Period(2026, 3), "本表是月报：表中的“本年”都指本月，只填本月发生数；“二、上年结转政府信息公开申请数量”填本月初（即上月末）的数；"),
        (Period(2026, 4, 6), "本表是季报：表中的“本年”都指第二季度，只填第二季度发生数；“二、上年结转政府信息公开申请数量”填4月初的数；"),
        (Period(2026, 1, 6), "本表是半年报：表中的“本年”都指上半年，只填上半年发生数；"),
        (Period(2026, 1, 4), "本表是累计表：表中的“本年”都指1—4月，只填1—4月发生数；"),
    ],
)
def test_a_blank_sheet_says_what_its_words_mean(period: Period, note: str) -> None:
    (plan,) = input_sheets(FORM, Sending("甲科", (period,)), ["甲科"])
    texts = [cell.value for cell in plan.cells if isinstance(cell.value, str)]
    assert any(text.startswith(note) for text in texts)
    assert "一、本年新收政府信息公开申请数量" in texts  # what is filled in keeps the words by which it is read

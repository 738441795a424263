"""本年累计: what has added up since January is never added up over time, and is compared with what was stated month by month."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gkxl.actions.checking import check_read
from gkxl.actions.loading import Loaded
from gkxl.actions.merging import merge
from gkxl.aggregation.cover import cover, uncovered
from gkxl.aggregation.to_date import check_to_date
from gkxl.forms import Form, FormError, Time, form_by_id, loads, using
from gkxl.model.merge_state import Completeness, MergeState
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.format.layout import layout_for
from gkxl.workbook.format.sheet_plan import SheetPlan
from gkxl.workbook.reading.intake import Intake
from gkxl.workbook.reading.submissions import WorkbookReading
from gkxl.workbook.writing.sending import Sending, input_sheets

OWN_FORMS = Path(__file__).parent / "forms"
MONTHLY = (OWN_FORMS / "dingxi.toml").read_text(encoding="utf-8")
YEAR = 2026
FLOW, SINCE = "indicators.i05.current", "indicators.i05.to_date"
PERIODS = [Period(YEAR, first, last) for first in range(1, 13) for last in range(first, 13)]


@pytest.fixture(autouse=True)
def _own_forms() -> Iterator[None]:
    with using([OWN_FORMS]):
        yield


def stated(period: Period, flow: int, since: int | None, unit: str = "甲科") -> Submission:
    form = form_by_id("dingxi")
    known = {FLOW: flow, SINCE: since}
    figures = [known.get(item.code, 0) for item in form.items]
    return Submission(form, unit, period, 1, Source(f"{unit}{period}.xlsx", unit), figures, layout_for(form.id).positions)


def right(months: Sequence[int], period: Period, unit: str = "甲科") -> Submission:
    """Return what is right for a period, given what happened in each month of the year."""
    return stated(period, sum(months[period.first - 1 : period.last]), sum(months[: period.last]), unit)


MONTHS = st.lists(st.integers(0, 9), min_size=12, max_size=12)


def test_what_was_added_up_is_added_up_again_and_what_a_unit_stated_is_sent_again() -> None:
    wrong = stated(Period(YEAR, 1), 3, 5)
    total = replace(wrong, merge_state=MergeState(Completeness.COMPLETE, "全部成立"))
    for submission, step in ((wrong, "重新报送"), (total, "重新汇总")):
        (finding,) = check_to_date([submission])
        assert finding.message.endswith(f"改正后{step}。")


@given(MONTHS, st.sets(st.sampled_from(PERIODS), min_size=1, max_size=8))
def test_what_is_right_is_never_contradicted_and_what_lacks_months_is_said(months: list[int], given_: set[Period]) -> None:
    found = check_to_date([right(months, period) for period in given_])
    assert {finding.rule for finding in found} <= {"to_date.not_compared"}
    for period in given_:
        since = Period(YEAR, 1, period.last)
        parts = [period, *(cover(Period(YEAR, 1, period.first - 1), given_) if period.first > 1 else ())]
        goes_on = any(before in given_ for before in period.predecessors if before.year == YEAR)
        open_one = bool(uncovered(since, parts)) and not goes_on and any(months[: period.last])
        assert (str(period) in {finding.period for finding in found}) == open_one


@given(MONTHS, st.integers(1, 12), st.sampled_from([FLOW, SINCE]), st.integers(1, 9))
def test_one_wrong_figure_is_one_finding_of_its_month(months: list[int], wrong: int, code: str, more: int) -> None:
    submissions = [right(months, Period(YEAR, month)) for month in range(1, 13)]
    index = submissions[0].form.index[code]
    figures = list(submissions[wrong - 1].stated)
    figures[index] = (figures[index] or 0) + more
    submissions[wrong - 1] = replace(submissions[wrong - 1], stated=figures)
    (found,) = check_to_date(submissions)
    assert (found.rule, found.items, found.period) == ("to_date.differs", (SINCE,), f"{YEAR}-{wrong:02d}")
    assert found.cells == (submissions[0].cell(submissions[0].form.index[SINCE]),)


@pytest.mark.parametrize(
    ("given_", "earlier", "said"),
    [
        pytest.param([(3, 5, 12), (4, 2, 13)], [], {"2026-03": "", "2026-04": "14"}, id="goes on from the month before, though January lacks"),
        pytest.param([(4, 2, 13)], [(3, 5, 12)], {"2026-04": "14"}, id="the month before was given apart"),
        pytest.param([(4, 2, 14)], [(3, 5, 12)], {}, id="the month before was given apart, and it fits"),
        pytest.param([(1, 3, 3), (4, 5, 6)], [], {"2026-04": "不小于8"}, id="less than the months that are there"),
        pytest.param([(1, 3, 3), (2, 4, None)], [], {"2026-02": "7"}, id="left blank"),
        pytest.param([(2, 4, 4)], [], {"2026-02": ""}, id="nothing before it: not compared"),
        pytest.param([(2, 0, 0)], [], {}, id="nothing at all"),
        pytest.param([(3, 5, 99), (4, 2, 101)], [(1, 3, 3), (2, 4, 7)], {"2026-03": "12"}, id="carried on from a wrong one: said once"),
        pytest.param([(4, 2, 101)], [(1, 3, 3), (2, 4, 7), (3, 5, 99)], {"2026-04": "14"}, id="carried on from a wrong one that nobody looks at"),
    ],
)
def test_a_figure_is_compared_with_whatever_there_is(
    given_: list[tuple[int, int, int | None]], earlier: list[tuple[int, int, int]], said: Mapping[str, str]
) -> None:
    found = check_to_date(
        [stated(Period(YEAR, month), flow, since) for month, flow, since in given_],
        [stated(Period(YEAR, month), flow, since) for month, flow, since in earlier],
    )
    assert {finding.period: finding.expected for finding in found} == said


def test_january_does_not_go_on_from_december() -> None:
    assert check_to_date([stated(Period(YEAR, 1), 3, 3)], [stated(Period(YEAR - 1, 12), 9, 99)]) == []


@settings(max_examples=25)
@given(st.lists(MONTHS, min_size=1, max_size=3), st.sampled_from([Period(YEAR), Period(YEAR, 1, 3), Period(YEAR, 4, 9), Period(YEAR, 5)]))
def test_over_units_it_adds_up_and_over_time_the_last_one_counts(office: list[list[int]], asked: Period) -> None:
    readings = []
    for number, months in enumerate(office):
        for part in asked.months:
            submission = right(months, part, f"单位{number}")
            readings.append(WorkbookReading(submission.source.file, ours=True, submissions=[submission]))
    outcome, merged = merge(Loaded(Intake(readings), None, "某局", series="dingxi"), asked)
    index = merged.body.form.index
    assert merged.body.figures[index[SINCE]] == sum(sum(months[: asked.last]) for months in office)
    assert merged.body.figures[index[FLOW]] == sum(sum(months[asked.first - 1 : asked.last]) for months in office)
    assert not [finding.message for finding in outcome.findings if finding.rule == "to_date.differs"]


def test_a_quarter_beside_its_months_has_the_figure_of_the_last_of_them() -> None:
    months = [random.Random(1).randint(1, 9) for _ in range(12)]
    submissions = [right(months, at) for at in (Period(YEAR, 1, 3), *Period(YEAR, 1, 3).months)]
    readings = [WorkbookReading(submission.source.file, ours=True, submissions=[submission]) for submission in submissions]
    assert merge(Loaded(Intake(readings), None, "某局", series="dingxi"), Period(YEAR, 1, 3))[0].ok


def test_the_form_says_which_figures_add_up_to_it() -> None:
    form = form_by_id("dingxi")
    assert {form.items[flow].code: form.items[since].code for since, flow in form.cumulated.items()}[FLOW] == SINCE
    assert all(form.items[since].time is Time.TO_DATE for since in form.cumulated) and not form.total_items & form.cumulated.keys()
    assert not form.stocks


def _of_rows(text: str) -> str:
    """Return the form with the figure since January as a row, not as a column."""
    return text.replace(', time = "to_date", of = "current"', "").replace(
        '"09 依申请公开信息目录数（条）"', '"09 依申请公开信息目录数（条）", time = "to_date", of = "i01"'
    )


def test_a_row_may_be_the_one_since_january() -> None:
    form: Form = loads(_of_rows(MONTHLY))
    assert form.cumulated == {form.index[f"indicators.i09.{column}"]: form.index[f"indicators.i01.{column}"] for column in ("current", "to_date")}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (', of = "current"', "", "要用“of”写明"),
        ('of = "current"', 'of = "curent"', "“of”里的代码“curent”不存在，最接近的是“current”"),
        ('of = "current"', 'of = "to_date"', "“of”指的必须是发生数"),
        ('time = "to_date", ', "", "才写“of”"),
        ('label = "本期实际"', 'label = "本期实际", time = "closing"', "“of”指的必须是发生数"),
        ('time = "to_date",', 'time = "todate",', "最接近的是“to_date”"),
        (', of = "current"', ', off = "current"', "最接近的是“of”"),
    ],
)
def test_a_figure_since_january_that_says_nothing_of_its_months_is_refused(before: str, after: str, words: str) -> None:
    assert before in MONTHLY
    with pytest.raises(FormError, match=words) as refused:
        loads(MONTHLY.replace(before, after, 1), "月报.toml")
    assert "月报.toml，第" in str(refused.value)


def _typed(plan: SheetPlan, code: str) -> tuple[object, str]:
    """Return value and formula of the cell of a figure on a sheet."""
    form = form_by_id("dingxi")
    place = layout_for(form.id).positions[form.index[code]]
    (cell,) = [cell for cell in plan.cells if (cell.row, cell.col) == place]
    return cell.value, cell.formula


def test_a_sheet_goes_on_from_the_figure_of_the_month_before() -> None:
    form = form_by_id("dingxi")
    march = replace(stated(Period(YEAR, 3), 5, 12), source=Source("3月.xlsx", "甲科"))
    (april,) = input_sheets(form, Sending("甲科", (Period(YEAR, 4),), previous=march), ["甲科"])
    current = layout_for(form.id).ref(form.index[FLOW])
    assert _typed(april, SINCE) == (12, f"12+N({current})") and _typed(april, FLOW) == (None, "")
    # in a workbook of months each goes on from the sheet before it, and the first is filled in
    several = input_sheets(form, Sending("甲科", Period(YEAR, 1, 3).months), ["1月", "2月", "3月"])
    since = layout_for(form.id).ref(form.index[SINCE])
    assert [_typed(plan, SINCE)[1] for plan in several] == ["", *(f"N('{month}月'!{since})+N({current})" for month in (1, 2))]
    # nothing goes on from December, nor from a month that is not the one before
    for before in (Period(YEAR - 1, 12), Period(YEAR, 2)):
        for period in (Period(YEAR, 1), Period(YEAR, 4)):
            if before not in period.predecessors or period.first == 1:
                (plan,) = input_sheets(form, Sending("甲科", (period,), previous=stated(before, 5, 12)), ["甲科"])
                assert _typed(plan, SINCE) == (None, "")


ANSWERED, GRANTED = "indicators.i17.current", "indicators.i18.current"


def _answers(month: int, each: int) -> Submission:
    """Return a month in which so many applications were granted, and answered, as in every month before."""
    form = form_by_id("dingxi")
    known = {f"indicators.{row}.{column}": each * times for row in ("i17", "i18") for column, times in (("current", 1), ("to_date", month))}
    figures = [known.get(item.code, 0) for item in form.items]
    source = Source(f"{month}月.xlsx", "甲科")
    return Submission(form, "甲科", Period(YEAR, month), 1, source, figures, layout_for(form.id).positions)


@pytest.mark.parametrize("code", [ANSWERED, GRANTED, ANSWERED.replace("current", "to_date")])
@pytest.mark.parametrize("month", [1, 2, 3])
def test_the_figure_since_january_proves_which_cell_is_wrong(code: str, month: int) -> None:
    submissions = [_answers(at, 8) for at in (1, 2, 3)]
    wrong = submissions[month - 1]
    index = wrong.form.index[code]
    figures = list(wrong.stated)
    figures[index] = (figures[index] or 0) + 7
    submissions[month - 1] = replace(wrong, stated=figures)
    readings = [WorkbookReading(submission.source.file, ours=True, submissions=[submission]) for submission in submissions]
    errors = [finding for finding in check_read(Intake(readings)).findings if finding.severity == "error"]
    (cause,) = [finding for finding in errors if finding.caused_by is None]
    assert cause.rule == "indicators.answers" and cause.period == f"{YEAR}-{month:02d}"
    assert [(suspect.place.cell, suspect.proven) for suspect in cause.suspects] == [(wrong.cell(index), True)]
    assert "累计数" in cause.told

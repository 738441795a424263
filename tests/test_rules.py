"""Equations become findings; published errors are found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import published

from gkxl.forms import Form, Severity, form_by_id, normalise
from gkxl.model.figures import read_figure
from gkxl.model.merge_state import Completeness, MergeState
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.rules.equations import check, check_carry

FORM = form_by_id("2021")


def stated(report: published.Published, form: Form) -> Submission:
    """Return the printed figures of a report as one submission, totals as printed."""
    values = {}
    for item in form.items:
        if item.table == "applications":
            for label, row in report.applications:
                if normalise(label) == normalise(item.row_label):
                    values[item.index] = dict(zip((*published.APPLICANTS, "总计"), row, strict=True))[item.column_label]
        elif item.table == "disputes" and report.disputes:
            values[item.index] = report.disputes[[one.index for one in form.items if one.table == "disputes"].index(item.index)]
        else:
            for rows in report.clauses.values():
                for row, columns in rows.items():
                    if row == item.row_label and columns and item.column_label in columns:
                        values[item.index] = columns[item.column_label]
    figures = [read_figure(values.get(item.index), item.kind) for item in form.items]
    return Submission(form, report.body, Period(report.year or 2023), 1, Source("报告.xlsx", "填报表"), figures)


def submission(form: Form = FORM, year: int = 2023, **figures: int) -> Submission:
    """Return a submission in which everything is 0 but the figures given as table__row__column."""
    given = {code.replace("__", "."): value for code, value in figures.items()}
    assert set(given) <= set(form.index)
    values = [None if item.index in form.total_items and item.code not in given else given.get(item.code, 0) for item in form.items]
    return Submission(form, "办公室", Period(year), 1, Source("a.xlsx", "办公室"), values)


def test_the_imbalanced_published_table_is_found_in_both_columns() -> None:
    findings = check(stated(published.load("partial_ocr_t3_imbalanced"), FORM))
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    assert [(one.rule, one.actual, one.expected) for one in errors] == [("applications.balance", "60", "61"), ("applications.balance", "62", "63")]
    assert "“自然人”列" in errors[0].message and "“总计”列" in errors[1].message


def test_totals_published_as_0_over_parts_are_found() -> None:
    errors = [finding for finding in check(stated(published.load("hongze_2023"), FORM)) if finding.severity is Severity.ERROR]
    assert [(one.rule, one.actual, one.expected) for one in errors] == [
        ("disputes.reconsideration_total", "0", "11"),
        ("disputes.later_litigation_total", "0", "5"),
    ]


@pytest.mark.parametrize("name", ["suqian_2023", "suqian_2024", "chaoyang_hq_2019", "shanghai_general_office_2019"])
def test_a_published_report_that_balances_has_no_error(name: str) -> None:
    report = published.load(name)
    form = form_by_id("2019" if report.year < 2021 else "2021")
    assert [finding.message for finding in check(stated(report, form)) if finding.severity is Severity.ERROR] == []


def test_newly_disclosed_above_the_total_is_a_warning() -> None:
    found = check(
        submission(form_by_id("2019"), 2020, disclosure__normative_documents__newly_disclosed=33, disclosure__normative_documents__disclosed_total=8)
    )
    assert [(one.rule, one.severity) for one in found] == [("disclosure.newly_disclosed_within_total", Severity.WARNING)]


def test_newly_made_above_the_total_that_is_public_is_a_warning() -> None:
    """As 蒲纺 published for 2020: 33 made, 8 of them made public, 8 public in all."""
    rows = {
        f"disclosure__normative_documents__{column}": value for column, value in (("newly_made", 33), ("newly_disclosed", 8), ("disclosed_total", 8))
    }
    found = [finding for finding in check(submission(form_by_id("2019"), 2020, **rows)) if finding.severity is not Severity.INFO]
    assert [(finding.rule, finding.severity) for finding in found] == [("disclosure.newly_made_within_total", Severity.WARNING)]
    assert "“规范性文件”行" in found[0].message


def test_where_totals_are_computed_the_tables_two_and_four_say_nothing() -> None:
    found = check(submission(disputes__cases__reconsideration_upheld=5, disclosure__regulations__issued=99))
    assert found == []


def test_an_equation_on_a_misread_figure_is_unverified_and_never_passed() -> None:
    whole = submission(applications__new__natural_person=5)
    item = FORM.index["applications.granted.natural_person"]
    values = list(whole.stated)
    values[item] = None
    found = check(replace(whole, stated=values, misread={item: "若干"}))
    assert [one.rule for one in found] == ["check.unverified"]
    # two totals of the row and column, the grand total, and two balances rest on the cell
    assert "5条勾稽关系" in found[0].message


def test_a_root_is_named_and_not_what_follows_from_it() -> None:
    """One overwritten row total also changes the grand total that a formula computes from it; only the first is at fault."""
    totals = {"applications__granted__total": 58, "applications__results_total__total": 58, "applications__results_total__natural_person": 59}
    found = check(submission(applications__new__natural_person=59, applications__granted__natural_person=59, **totals))
    assert [(one.rule, one.items) for one in found] == [("applications.applicant_total", ("applications.granted.total",))]


def test_the_carry_over_of_suqian_holds_and_one_changed_digit_is_found() -> None:
    before, now = (stated(published.load(name), FORM) for name in ("suqian_2023", "suqian_2024"))
    assert check_carry(now, before) == []
    values = list(now.stated)
    values[FORM.index["applications.carried_in.commercial"]] = 4
    found = check_carry(replace(now, stated=values), before)
    assert [(one.rule, one.actual, one.expected) for one in found] == [
        ("applications.carry_over", "4", "3"),
        ("applications.carry_over", "122", "121"),
    ]
    values = list(now.stated)
    values[FORM.index["disclosure.normative_documents.in_force"]] = 421
    found = check_carry(replace(now, stated=values), before)
    assert [(one.rule, one.severity) for one in found] == [("disclosure.in_force_chain", Severity.WARNING)]


def test_a_carry_over_that_rests_on_a_misread_figure_is_unverified() -> None:
    before = submission(applications__carried_forward__natural_person=5, applications__new__natural_person=5)
    now = submission(year=2024, applications__carried_in__natural_person=5, applications__granted__natural_person=5)
    item = FORM.index["applications.carried_in.natural_person"]
    values = list(now.stated)
    values[item] = None
    assert [one.rule for one in check_carry(replace(now, stated=values, misread={item: "五件"}), before)] == ["check.unverified"]
    assert check_carry(now, before) == []


@pytest.mark.parametrize(
    ("figures", "rule"),
    [
        ({"applications__new__natural_person": 2}, "applications.balance"),
        ({"disputes__cases__reconsideration_upheld": 1, "disputes__cases__reconsideration_total": 3}, "disputes.reconsideration_total"),
    ],
)
def test_what_was_added_up_is_mended_where_its_figures_come_from(figures: dict[str, int], rule: str) -> None:
    """Nobody sends 汇总 again for a figure of a unit: the units' figures are mended, and it is made again."""
    sent = submission(**figures)
    added_up = replace(sent, source=Source("", "汇总"))
    received = replace(sent, merge_state=MergeState(Completeness.COMPLETE))
    for stated, ends in ((sent, "重新报送。"), (added_up, "重新汇总。"), (received, "重新汇总。")):
        finding = next(finding for finding in check(stated) if finding.rule == rule)
        assert finding.message.endswith(ends) and ("各单位的数" in finding.message) == (stated is not sent)
    printed = next(finding for finding in check(replace(sent, source=Source("年报.pdf", ""))) if finding.rule == rule)
    assert printed.message.endswith("重新校验。") and "公式" not in printed.message, "a document has no formulas, and nobody hands it in"

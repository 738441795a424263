"""One mistake is one finding: counted, marked and in the headline once; what follows from it hangs below it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from support.check_cases import case_roster, reading_of

from gkxl.actions.checking import check_read
from gkxl.actions.loading import Loaded
from gkxl.actions.merging import merge
from gkxl.actions.outcome import Outcome
from gkxl.cli.show import as_json
from gkxl.forms import Severity
from gkxl.model.period_text import parse_period
from gkxl.model.roster import Roster
from gkxl.rules.causes import settle
from gkxl.rules.findings import causes, count, gravest_first
from gkxl.workbook.reading.intake import Intake
from gkxl.workbook.reading.submissions import WorkbookReading

A = "applications."
NEW, GRANTED, IN, OUT = (f"{A}{row}.natural_person" for row in ("new", "granted", "carried_in", "carried_forward"))
RIGHT = {NEW: 3, GRANTED: 3}
WRONG = {NEW: 3, GRANTED: 2}
Files = Sequence[Mapping[str, Any]]
Wrong = Mapping[str, int | str]


def month(number: int, figures: Mapping[str, object]) -> Mapping[str, Any]:
    return {"file": f"{number:02d}.xlsx", "unit": "法规科", "period": f"2023-{number:02d}", "set": figures}


def year(figures: Mapping[str, object], file: str = "法规科.xlsx", unit: str = "法规科", **more: object) -> Mapping[str, Any]:
    return {"file": file, "unit": unit, "set": figures, **more}


def months(changed: Mapping[int, Mapping[str, object]]) -> Files:
    return [month(number, changed.get(number, RIGHT)) for number in range(1, 13)]


MISTAKES = [
    pytest.param([year(WRONG)], id="a result"),
    pytest.param([year(RIGHT | {f"{A}results_total.natural_person": 5})], id="the typed total of a row"),
    pytest.param([year(RIGHT | {f"{A}results_total.total": 5})], id="the typed total of totals"),
    pytest.param([year(RIGHT | {NEW: "若干"})], id="a figure that is not understood"),
    pytest.param(months({2: WRONG}), id="a result in a month"),
    pytest.param(months({3: RIGHT | {OUT: 2}}), id="what a month carries forward"),
    pytest.param(months({3: RIGHT | {IN: 2}}), id="what a month brings in"),
    pytest.param([*months({2: WRONG}), year({NEW: 36, GRANTED: 35})], id="a month and its year"),
    pytest.param([year(WRONG, "a.xlsx", "甲科", inside=True), {"file": "甲局.xlsx", "unit": "甲局", "merge": ["a.xlsx"]}], id="a merged workbook"),
]


_READ: dict[str, WorkbookReading] = {}


def _reading(spec: Mapping[str, Any], files: Mapping[str, Mapping[str, Any]]) -> WorkbookReading:
    """Return what a file holds; most files of the table below are the same in many lines of it."""
    of = repr((spec, [files[name] for name in spec.get("merge", ())]))
    if of not in _READ:
        _READ[of] = reading_of(spec, files)
    return _READ[of]


def outcomes(files: Files, roster: Roster | None = None) -> list[Outcome]:
    by_name = {spec["file"]: spec for spec in files}
    intake = Intake([_reading(spec, by_name) for spec in files if not spec.get("inside")], [])
    return [check_read(intake, roster), merge(Loaded(intake, roster, "某某局"), parse_period("2023"))[0]]


@pytest.mark.parametrize("files", MISTAKES)
def test_one_mistake_is_counted_once_by_check_and_by_merge(files: Files) -> None:
    for outcome in outcomes(files):
        told = [(finding.rule, finding.unit, finding.period, finding.caused_by is None) for finding in outcome.findings]
        assert count(outcome.findings, Severity.ERROR) == 1, told
        assert not outcome.ok
        assert "1处" in outcome.state or outcome.command == "check", outcome.state


IN_FORCE, ISSUED = (f"disclosure.normative_documents.{column}" for column in ("in_force", "issued"))
OTHER, OTHER_GRANTED, BESIDE = (f"{A}{row}" for row in ("new.commercial", "granted.commercial", "granted.research"))
OF_A_MONTH = {NEW: 3, GRANTED: 3, IN: 2, OUT: 2, OTHER: 4, OTHER_GRANTED: 4, IN_FORCE: 7}
OF_A_YEAR = OF_A_MONTH | {NEW: 36, GRANTED: 36, OTHER: 48, OTHER_GRANTED: 48}
IN_A_CELL: Mapping[str, Mapping[str, int | str]] = {
    "a result": {GRANTED: -2},
    "新收": {NEW: 5},
    "brought in": {IN: 3},
    "carried forward": {OUT: 3},
    "a result one column further": {OTHER_GRANTED: -4, BESIDE: 4},
    "the typed total of a row": {f"{A}results_total.natural_person": 99},
    "the typed total of a column": {f"{A}granted.total": 99},
    "not understood": {GRANTED: "若干"},
    "a stock that is not understood": {IN_FORCE: "若干"},
    "a dot that may be two things": {ISSUED: "1.000"},
    "a blank stock": {OUT: ""},
}
"""By how much somebody typed more than what is right, or what he typed."""
OF_STOCKS: Mapping[str, Mapping[str, int | str]] = {"a stock left blank": {IN_FORCE: "/"}, "a stock filled with 0": {IN_FORCE: -7}}
"""What only the period before contradicts."""
ROSTER = ({"unit": "甲局"}, {"unit": "法规科", "parent": "甲局"}, {"unit": "办公室", "parent": "甲局"})


def _of(right: Mapping[str, int], wrong: Wrong, file: str, period: str = "2023", unit: str = "法规科", **more: object) -> Mapping[str, Any]:
    typed = {code: value if isinstance(value, str) else right.get(code, 0) + value for code, value in wrong.items()}
    return {"file": file, "unit": unit, "period": period, "set": {**right, **typed}, **more}


def _months_with(wrong: Wrong, number: int, **more: object) -> Files:
    return [_of(OF_A_MONTH, wrong if at == number else {}, f"{at}.xlsx", f"2023-{at:02d}", **more) for at in range(1, 13)]


def _departments(wrong: Wrong, **more: object) -> Files:
    return [_of(OF_A_YEAR, wrong, "a.xlsx", **more), _of(OF_A_YEAR, {}, "b.xlsx", unit="办公室", **more)]


def _parent(wrong: Wrong) -> Mapping[str, Any]:
    return _of({code: 2 * value for code, value in OF_A_YEAR.items()}, wrong, "甲局.xlsx", unit="甲局")


def _merged(parts: Files, file: str = "甲局.xlsx", period: str = "2023") -> Files:
    return [*parts, {"file": file, "unit": "甲局", "period": period, "merge": [part["file"] for part in parts]}]


MONTHLY: Mapping[str, Callable[[Wrong], Files]] = {
    "a month": lambda wrong: _months_with(wrong, 5),
    "the last month": lambda wrong: _months_with(wrong, 12),
    "a month beside its year": lambda wrong: [*_months_with(wrong, 5), _of(OF_A_YEAR, {}, "y.xlsx")],
    "a body made from months": lambda wrong: _merged(_months_with(wrong, 5, inside=True)),
}
PLACES: Mapping[str, Callable[[Wrong], Files]] = {
    **MONTHLY,
    "a department": _departments,
    "a body": lambda wrong: _merged(_departments(wrong, inside=True)),
    "the month of a body": lambda wrong: [
        spec for month in _months_with(wrong, 5, inside=True) for spec in _merged([month], f"甲局{month['file']}", month["period"])
    ],
    "a part beside its parent": lambda wrong: [*_departments(wrong), _parent({})],
    "a parent beside its parts": lambda wrong: [*_departments({}), _parent(wrong)],
}
"""Where it stands: the files of a year with the mistake in one of them."""


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        *(
            pytest.param(wrong, place, id=f"{kind}: {name}")
            for kind, wrong in IN_A_CELL.items()
            for name, place in PLACES.items()
            if name != "the last month"
        ),
        *(
            pytest.param(wrong, place, id=f"{kind}: {name}")
            for kind, wrong in OF_STOCKS.items()
            for name, place in (MONTHLY | {"the month of a body": PLACES["the month of a body"]}).items()
        ),
    ],
)
def test_one_mistake_counts_once_wherever_it_stands(wrong: Wrong, place: Callable[[Wrong], Files]) -> None:
    files = place(wrong)
    roster = case_roster(ROSTER) if {spec["unit"] for spec in files if not spec.get("inside")} == {line["unit"] for line in ROSTER} else None
    for outcome in outcomes(files, roster):
        told = [(finding.rule, finding.unit, finding.period, finding.items, finding.caused_by is None) for finding in outcome.findings]
        assert count(outcome.findings, Severity.ERROR) == 1, told
        assert not outcome.ok
        assert outcome.command == "check" or any(one in outcome.state for one in ("1处", "1个单位", "1项")), outcome.state


def test_what_counts_beside_its_parts_is_not_also_asked_about_as_the_sum_of_all_others() -> None:
    figures = {code: 7919 * value + 13 for code, value in OF_A_YEAR.items() if code not in (NEW, GRANTED, IN, OUT)}
    parts = [_of(figures, {}, f"{unit}.xlsx", unit=unit, parent="甲局") for unit in ("法规科", "办公室")]
    parent = _of({code: 2 * value for code, value in figures.items()}, {}, "甲局.xlsx", unit="甲局")
    for outcome in outcomes([*parts, parent]):
        (about_it,) = [finding for finding in causes(outcome.findings) if finding.unit == "甲局" and finding.severity is not Severity.INFO]
        assert about_it.rule == "tree.counted_with_parts"
        assert "likeness.sum_of_others" in [finding.rule for finding in outcome.findings if finding.caused_by is about_it]


REVISIONS = [
    pytest.param([year(WRONG, "a.xlsx"), year(RIGHT, "b.xlsx", revision=2)], id="does not balance"),
    pytest.param([year(RIGHT | {NEW: "若干"}, "a.xlsx"), year(RIGHT, "b.xlsx", revision=2)], id="is not understood"),
    pytest.param([year(RIGHT, "法规科2022年.xlsx"), year(RIGHT | {NEW: 4, GRANTED: 4}, "b.xlsx", revision=2)], id="lies under another year"),
]


@pytest.mark.parametrize("files", REVISIONS)
def test_what_was_wrong_in_a_revision_that_is_replaced_is_settled(files: Files) -> None:
    for outcome in outcomes(files):
        assert outcome.ok
        assert [finding.rule for finding in outcome.findings if finding.file == files[0]["file"]] == ["submission.superseded"]


def test_a_correction_that_holds_only_the_corrected_cell_is_one_mistake_whatever_it_breaks() -> None:
    in_force = "disclosure.normative_documents.in_force"
    for outcome in outcomes([year(RIGHT | {in_force: 7}, "a.xlsx"), year({NEW: 4}, "b.xlsx", revision=2, blank=[GRANTED, in_force])]):
        (cause,) = [finding for finding in outcome.findings if finding.severity is Severity.ERROR and finding.caused_by is None]
        assert (cause.rule, cause.items) == ("submission.erased", (in_force, GRANTED))


def test_a_month_that_calls_itself_a_year_is_not_also_missing() -> None:
    files = [spec | {"period": "2023"} if spec["period"] == "2023-03" else spec for spec in _months_with({}, 0)]
    for outcome in outcomes(files):
        assert [finding.rule for finding in causes(outcome.findings) if finding.severity is Severity.ERROR] == ["year.is_a_month"]
        assert not outcome.ok


def test_two_mistakes_are_counted_twice() -> None:
    for outcome in outcomes([year(WRONG, "a.xlsx", "甲科"), year(WRONG, "b.xlsx", "乙科")]):
        assert count(outcome.findings, Severity.ERROR) == 2
    for outcome in outcomes(months({2: WRONG, 5: RIGHT | {NEW: 7}})):
        assert count(outcome.findings, Severity.ERROR) == 2


def test_what_follows_stands_right_below_its_cause_in_every_order() -> None:
    findings = settle(outcomes(months({3: RIGHT | {OUT: 2}, 7: RIGHT | {NEW: "若干"}}))[0].findings)
    for listed in (findings, gravest_first(findings)):
        cause = None
        for finding in listed:
            if finding.caused_by is None:
                cause = finding
            else:
                assert finding.caused_by is cause


def test_in_json_a_finding_names_its_cause_by_its_place_in_the_list() -> None:
    findings = json.loads(as_json(outcomes([year(WRONG)])[0]))["findings"]
    assert all("caused_by" in finding for finding in findings)
    cause = next(number for number, finding in enumerate(findings) if finding["severity"] == "error")
    assert findings[cause]["caused_by"] is None
    assert [finding["caused_by"] for finding in findings[cause + 1 :]] == [cause]

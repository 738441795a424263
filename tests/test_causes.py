"""One mistake is one finding: counted, marked and in the headline once; what follows from it hangs below it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from support.check_cases import reading_of

from gkxl.actions.checking import check_read
from gkxl.actions.loading import Loaded
from gkxl.actions.merging import merge
from gkxl.actions.outcome import Outcome
from gkxl.cli.show import as_json
from gkxl.forms import Severity
from gkxl.model.period import parse_period
from gkxl.rules.causes import settle
from gkxl.rules.findings import count, gravest_first
from gkxl.workbook.reading.intake import Intake

A = "applications."
NEW, GRANTED, IN, OUT = (f"{A}{row}.natural_person" for row in ("new", "granted", "carried_in", "carried_forward"))
RIGHT = {NEW: 3, GRANTED: 3}
WRONG = {NEW: 3, GRANTED: 2}
Files = Sequence[Mapping[str, Any]]


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


def outcomes(files: Files) -> list[Outcome]:
    by_name = {spec["file"]: spec for spec in files}
    readings = [reading_of(spec, by_name) for spec in files if not spec.get("inside")]
    intake = Intake(readings, [])
    return [check_read(intake), merge(Loaded(intake, None, "某某局"), parse_period("2023"))[0]]


@pytest.mark.parametrize("files", MISTAKES)
def test_one_mistake_is_counted_once_by_check_and_by_merge(files: Files) -> None:
    for outcome in outcomes(files):
        told = [(finding.rule, finding.unit, finding.period, finding.caused_by is None) for finding in outcome.findings]
        assert count(outcome.findings, Severity.ERROR) == 1, told
        assert not outcome.ok
        assert "1处" in outcome.state or outcome.command == "check", outcome.state


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
    assert [list(finding)[-1] for finding in findings] == ["caused_by"] * len(findings)
    cause = next(number for number, finding in enumerate(findings) if finding["severity"] == "error")
    assert findings[cause]["caused_by"] is None
    assert [finding["caused_by"] for finding in findings[cause + 1 :]] == [cause]

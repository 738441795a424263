"""The one list of checks: each has a case that raises it and one that does not, and nothing is found that the list lacks."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.check_cases import cases, found_by, matches

import gkxl
from gkxl.forms import Form, Instance, Role, all_forms, form_by_id
from gkxl.model.figures import add_up
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.rules.catalogue import OWN, Check, all_checks, check_by_id, checks_of
from gkxl.rules.equations import check, check_carry
from gkxl.rules.findings import Finding
from gkxl.workbook.format.layout import layout_for

PACKAGE = Path(gkxl.__file__).parent


def _title(case: dict[str, Any]) -> str:
    return f"{case['check']}-{'raised' if case['raises'] else 'quiet'}"


@pytest.mark.parametrize("case", cases(), ids=_title)
def test_a_case_raises_its_check_as_it_says_or_not_at_all(case: dict[str, Any]) -> None:
    found = [finding for finding in found_by(case) if finding.rule == case["check"]]
    expected = case.get("found", [])
    assert bool(expected) is case["raises"]
    assert len(found) == len(expected), [finding.message for finding in found]
    assert [list(matches(finding, words)) for finding, words in zip(found, expected, strict=True)] == [[]] * len(found)


def test_every_check_has_a_case_that_raises_it_and_one_that_does_not() -> None:
    own = {check.id for check in OWN} | {kind.rule_id for form in all_forms() for kind in form.kinds.values()}
    assert {case["check"] for case in cases() if case["raises"]} == own
    assert {case["check"] for case in cases() if not case["raises"]} == own


EQUATIONS = [(form.id, equation.id) for form in all_forms() for equation in form.equations]


def _right(form: Form) -> tuple[Submission, Submission]:
    """Return a submission of many different figures, and that of the period before, on which every equation of the form holds."""
    figures = [5 + 3 * item.index % 17 for item in form.items]
    before = [0] * len(form.items)
    closed: dict[int, int] = {}
    for instance in form.relations:  # the last input on the right closes an equation within the sheet, of several the one that asks for most
        closing = [operand.item for operand in instance.right if operand.item not in form.total_items][-1:]
        for item in closing:
            figures[item] = 0
        figures = _with_totals(form, figures)
        for item in closing:
            needed = add_up(instance.left, figures) - add_up(instance.right, figures)
            figures[item] = closed[item] = max(needed, closed.get(item, needed))
        figures = _with_totals(form, figures)
    for instance in form.instances:  # and the period before is made to fit
        (looking_back,) = [operand for operand in instance.right if operand.previous][:1] or [None]
        if looking_back and looking_back.item not in form.total_items:
            before[looking_back.item] = 0
            before[looking_back.item] = add_up(instance.left, figures, before) - add_up(instance.right, figures, before)
    sheet = Source("法规科.xlsx", "表")
    now = Submission(form, "法规科", Period(form.first_year), 1, sheet, figures, layout_for(form.id).positions)
    return now, replace(now, period=Period(form.first_year - 1), stated=_with_totals(form, before), source=Source("上年.xlsx", "表"))


def _with_totals(form: Form, figures: Sequence[int]) -> list[int]:
    return list(Submission(form, "", Period(form.first_year), 1, Source("", ""), [*figures]).figures)  # type: ignore[arg-type]


def _found(now: Submission, before: Submission, instance: Instance) -> list[Finding]:
    return [finding for finding in (*check(now), *check_carry(now, before)) if finding.instance == instance]


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_nothing_is_found_where_every_equation_holds(form: Form) -> None:
    now, before = _right(form)
    assert len(set(now.figures)) > 10  # an equation does not mind a negative figure
    assert [finding.message for finding in (*check(now), *check_carry(now, before)) if finding.instance] == []


@pytest.mark.parametrize(("form_id", "equation_id"), EQUATIONS)
def test_an_equation_is_found_broken_by_each_figure_in_it_with_its_own_cells_and_items(form_id: str, equation_id: str) -> None:
    form, layout = form_by_id(form_id), layout_for(form_id)
    right, before = _right(form)
    tried = 0
    for instance in (one for one in form.instances if one.equation.id == equation_id):
        total = instance.equation.role is Role.TOTAL
        if total and instance not in form.totals:
            continue  # a total that two equations give is computed once
        own = [operand.item for operand in (*instance.left, *instance.right) if not operand.previous]
        for item in own[:1] if total else [item for item in own if item not in form.total_items]:
            for more in (40, -40) if instance.equation.relation == "<=" else (40,):
                stated = list(right.stated)
                stated[item] = (stated[item] or 0) + more
                wrong = replace(right, stated=stated if total else _with_totals(form, stated))
                left, other = (add_up(side, wrong.stated if total else wrong.figures, before.figures) for side in (instance.left, instance.right))
                if left <= other if instance.equation.relation == "<=" else left == other:
                    assert _found(wrong, before, instance) == []
                    continue
                tried += 1
                (found,) = _found(wrong, before, instance)
                assert (found.rule, found.severity, found.topic) == (equation_id, instance.equation.severity, "equation")
                assert found.items == tuple(form.items[one].code for one in (own[:1] if total else own))
                assert found.cells == tuple(layout.ref(one) for one in (own[:1] if total else own))
                assert (found.actual, found.expected) == (str(left), str(other))
                assert instance.equation.shown in found.message and found.cells[0] in found.message and found.message.endswith("后重新报送。")
                assert (found.unit, found.period, found.file, found.sheet) == ("法规科", str(form.first_year), "法规科.xlsx", "表")
    assert tried


def test_the_list_prints_every_check(run_cli: Callable[..., tuple[int, str, str]]) -> None:
    status, out, _ = run_cli("rules")
    assert status == 0
    assert all(f"] {check.id}\n" in out and check.sentence in out and check.formula in out for check in all_checks())
    _, only, _ = run_cli("rules", "--form", "2021")
    assert all(check.id in only for check in checks_of(form_by_id("2021"))) and "disclosure.in_force_chain" in only
    assert "kind.amount_yuan" not in only


def test_each_id_stands_once_and_names_a_function_that_exists() -> None:
    assert len({check.id for check in OWN}) == len(OWN)
    for own in OWN:
        module, _, name = own.made_by.partition(":")
        found = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
        assert callable(found)


def _calls(name: str) -> list[tuple[str, ast.Call]]:
    files = [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in PACKAGE.rglob("*.py")]
    return [
        (path.relative_to(PACKAGE).as_posix(), node)
        for path, tree in files
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name
    ]


def test_a_finding_is_made_in_one_way() -> None:
    assert _calls("Finding") == [], "only Finding.of makes one"
    assert {path for path, _ in _calls("Check") if not path.startswith("addin/")} == {"rules/catalogue/own.py"}, "the doctor has checks of its own"


def test_no_finding_is_made_with_an_id_that_the_list_lacks() -> None:
    known = {check.id for check in all_checks()}
    literals = {
        (path, node.value)
        for path, call in _calls("Finding.of")
        for node in ast.walk(call.args[0])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert literals and {(path, rule) for path, rule in literals if rule not in known} == set()
    with pytest.raises(KeyError):
        Finding.of("merge.no_such_check", "……")
    with pytest.raises(KeyError):
        check_by_id("kind.no_such_kind", form_by_id("2021"))
    assert isinstance(check_by_id("kind.count", form_by_id("2021")), Check)

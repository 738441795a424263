"""The one list of checks: each has a case that raises it and one that does not, and nothing is found that the list lacks."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.check_cases import cases, found_by, matches

import gkxl
from gkxl.forms import Form, Instance, Role, all_forms, form_by_id
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


def _filled(form: Form, **changes: int) -> Submission:
    """Return a submission on which every equation holds, but for what is changed; its totals are typed."""
    zeros = Submission(form, "法规科", Period(form.first_year), 1, Source("法规科.xlsx", "表"), [0] * len(form.items), layout_for(form.id).positions)
    stated = list(zeros.stated)
    for code, value in changes.items():
        stated[form.index[code]] = value
    return replace(zeros, stated=stated)


def _broken(form: Form, instance: Instance) -> list[Finding]:
    """Return what is found where one instance of an equation is off by seven, and nothing else is typed wrong."""
    wrong = _filled(form, **{form.items[instance.left[0].item].code: 7})
    if instance.equation.role is Role.BROUGHT_FORWARD:
        return check_carry(wrong, replace(_filled(form), period=Period(form.first_year - 1)))
    return check(wrong)


@pytest.mark.parametrize(("form_id", "equation_id"), EQUATIONS)
def test_an_equation_of_a_form_is_found_broken_on_each_row_or_column_with_its_own_cells_and_items(form_id: str, equation_id: str) -> None:
    form, layout = form_by_id(form_id), layout_for(form_id)
    instances = [instance for instance in form.instances if instance.equation.id == equation_id]
    for instance in instances:
        computed = instance.left[0].item in form.total_items
        if computed and instance not in form.totals:
            continue  # a total is computed once: what is typed there is one wrong total, and no imbalance beside it
        (found,) = [finding for finding in _broken(form, instance) if finding.instance == instance]
        own = [operand.item for operand in (*instance.left, *instance.right) if not operand.previous]
        items = own[:1] if instance.equation.role is Role.TOTAL else own
        assert (found.rule, found.severity, found.topic) == (equation_id, instance.equation.severity, "equation")
        assert found.items == tuple(form.items[item].code for item in items)
        assert found.cells == tuple(layout.ref(item) for item in items)
        assert {found.actual, found.expected} == {"7", "0"}
        assert instance.equation.shown in found.message and found.cells[0] in found.message and "法规科" in found.message
        assert found.message.endswith("后重新报送。")
        assert (found.unit, found.period, found.file, found.sheet) == ("法规科", str(form.first_year), "法规科.xlsx", "表")


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_no_equation_is_broken_where_all_hold(form: Form) -> None:
    zeros = _filled(form)
    before = replace(zeros, period=Period(form.first_year - 1))
    assert [finding for finding in (*check(zeros), *check_carry(zeros, before)) if finding.instance] == []


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

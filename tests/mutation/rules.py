"""Change one thing at a time about what a check says, and see that the cases of the catalogue notice.

Run by hand: `python tests/mutation/rules.py`.  For each check and each of id, severity, topic, cells, items and message, every
place in the code that makes a finding of it is changed in turn, and the cases of that check are run; a change that they let
pass is a survivor.  Ends with status 1 where there is one.
"""

from __future__ import annotations

import ast
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from support import check_cases
from test_catalogue import EQUATIONS
from test_catalogue import test_an_equation_is_found_broken_by_each_figure_in_it_with_its_own_cells_and_items as equation_test

import gkxl
from gkxl.forms import Severity, all_forms
from gkxl.model.period import Period
from gkxl.rules.catalogue import OWN, Topic, checks_of
from gkxl.rules.findings import Finding

PACKAGE = Path(gkxl.__file__).parent
_Place = tuple[str, int]
"""The file and first line of a call that makes findings."""
_SEVERITY = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.INFO, Severity.INFO: Severity.ERROR}

MUTATIONS: dict[str, Callable[[Finding], Finding]] = {
    "id": lambda finding: replace(finding, check=replace(finding.check, id="mutated.id")),
    "severity": lambda finding: replace(finding, check=replace(finding.check, severity=_SEVERITY[finding.severity])),
    "topic": lambda finding: replace(finding, check=replace(finding.check, topic=Topic.HEAD if finding.topic is not Topic.HEAD else Topic.YEAR)),
    "cells": lambda finding: replace(finding, cells=finding.cells[1:] if finding.cells else ("A1",)),
    "items": lambda finding: replace(finding, items=finding.items[1:] if finding.items else ("mutated",)),
    "message": lambda finding: replace(finding, message=finding.message[:-2]),
    "unit": lambda finding: replace(finding, unit=f"{finding.unit}（改）"),
    "period": lambda finding: replace(finding, period=str(Period(2030))),
    "nothing found": lambda finding: replace(finding, check=replace(finding.check, id="never.found")),
}
_made = Finding.of


def _places() -> dict[_Place, tuple[int, int]]:
    """Return every call of `Finding.of` in the code, with its lines."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Finding.of":
                found[str(path), node.lineno] = (node.lineno, node.end_lineno or node.lineno)
    return found


PLACES = _places()


def _caller() -> _Place | None:
    frame = sys._getframe(2)
    file, line = frame.f_code.co_filename, frame.f_lineno
    return next((place for place, (first, last) in PLACES.items() if place[0] == file and first <= line <= last), None)


class _Mutant:
    """Stands in for `Finding.of`: changes the findings of one check that one place makes."""

    def __init__(self, rule: str, place: _Place | None, change: Callable[[Finding], Finding]) -> None:
        self.rule, self.place, self.change = rule, place, change
        self.seen: set[_Place] = set()

    def __call__(self, *args: object, **kwargs: object) -> Finding:
        finding = _made(*args, **kwargs)  # type: ignore[arg-type]  # as it was called
        if finding.rule != self.rule:
            return finding
        place = _caller()
        if place:
            self.seen.add(place)
        return self.change(finding) if self.place is None or place == self.place else finding


def _holds(rule: str) -> bool:
    """Whether the cases of a check are content."""
    try:
        for case in check_cases.cases():
            if case["check"] != rule:
                continue
            found = [finding for finding in check_cases.found_by(case) if finding.rule == rule]
            expected = case.get("found", [])
            pairs = zip(found, expected, strict=False)
            if len(found) != len(expected) or any(list(check_cases.matches(finding, words)) for finding, words in pairs):
                return False
        for form_id, equation_id in EQUATIONS:
            if equation_id == rule:
                equation_test(form_id, equation_id)
    except Exception:
        return False
    return True


def _rules() -> Iterator[str]:
    yield from dict.fromkeys([*(check.id for check in OWN), *(check.id for form in all_forms() for check in checks_of(form))])


def _stand_in(mutant: _Mutant | None) -> None:
    Finding.of = staticmethod(mutant) if mutant else _made  # type: ignore[method-assign,assignment]  # put back at the end


def main() -> int:
    """Run every mutant; return 1 where one survives or a place that makes findings is never reached by a case."""
    start = time.monotonic()
    survivors: list[str] = []
    count = 0
    reached: set[_Place] = set()
    for rule in _rules():
        looking = _Mutant(rule, None, lambda finding: finding)
        _stand_in(looking)
        if not _holds(rule):
            survivors.append(f"{rule}: its cases fail without any change")
        reached |= looking.seen
        for place in sorted(looking.seen):
            for name, change in MUTATIONS.items():
                count += 1
                _stand_in(_Mutant(rule, place, change))
                if _holds(rule):
                    survivors.append(f"{rule}: {name} changed at {Path(place[0]).relative_to(PACKAGE)}:{place[1]}")
    _stand_in(None)
    for file, line in sorted(PLACES.keys() - reached):
        survivors.append(f"no case reaches {Path(file).relative_to(PACKAGE)}:{line}")
    print(f"{count} mutants of {len(list(_rules()))} checks in {time.monotonic() - start:.0f} s, {len(survivors)} not killed")
    print("\n".join(survivors))
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())

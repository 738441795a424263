"""The statutory forms: one TOML file for each version of the layout, loaded and checked.

The ground floor of gkxl: it knows no file format but TOML.
"""

from __future__ import annotations

import copyreg
import threading
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from gkxl.forms.equations import Equation, Instance, Operand, Role, Severity, item_code
from gkxl.forms.grid import Grid, GridCell, Part
from gkxl.forms.labels import normalise
from gkxl.forms.loader import load, loads
from gkxl.forms.measures import Chart, Measure, Monthly
from gkxl.forms.model import Block, Column, Form, Item, Kind, Row, Section, Table
from gkxl.forms.source import FormError
from gkxl.forms.time import Time

__all__ = [
    "Block",
    "Chart",
    "Column",
    "Equation",
    "Form",
    "FormError",
    "Grid",
    "GridCell",
    "Instance",
    "Item",
    "Kind",
    "Measure",
    "Monthly",
    "Operand",
    "Part",
    "Role",
    "Row",
    "Section",
    "Severity",
    "Table",
    "Time",
    "all_forms",
    "form_by_id",
    "form_for_year",
    "item_code",
    "latest_form",
    "load",
    "loads",
    "normalise",
    "refuse_overlapping_years",
]


@cache
def all_forms() -> tuple[Form, ...]:
    """Return every form that comes with gkxl, oldest first; raises FormError where a year is served by two."""
    return refuse_overlapping_years([form_by_id(path.stem) for path in sorted(Path(__file__).parent.glob("*.toml"))])


def refuse_overlapping_years(forms: Sequence[Form]) -> tuple[Form, ...]:
    """Return the forms, oldest first; raises FormError where one begins before the one before has ended."""
    ordered = tuple(sorted(forms, key=lambda form: form.first_year))
    for earlier, later in pairwise(ordered):
        if earlier.serves(later.first_year):
            raise FormError(f"{earlier.id} and {later.id} both serve {later.first_year} ({later.id}.toml)")
    return ordered


_loading = threading.RLock()


def form_by_id(form_id: str) -> Form:
    """Return the form with this id, always the same object, also when threads ask at once; KeyError if there is none."""
    with _loading:
        return _loaded(form_id)


def _found_again(form: Form) -> tuple[Callable[[str], Form], tuple[str]]:
    return form_by_id, (form.id,)


copyreg.pickle(Form, _found_again)  # what crosses to another process refers to the one object there, and to this one when it comes back


@cache
def _loaded(form_id: str) -> Form:
    path = Path(__file__).parent / f"{form_id}.toml"
    if not path.is_file():
        raise KeyError(form_id)
    return load(path)


@cache
def _terms() -> dict[str, tuple[int, int]]:
    """Return the first and last year that each form serves, from the top of its file: who needs one form need not load them all."""
    terms = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        top = tomllib.loads(path.read_text(encoding="utf-8").partition("\n[")[0])
        terms[path.stem] = (top["first_year"], top.get("last_year", 9999))
    return terms


def form_for_year(year: int) -> Form | None:
    """Return the form in which `year` must be reported, or None where no form serves it."""
    form_id = next((form_id for form_id, (first, last) in _terms().items() if first <= year <= last), None)
    return form_by_id(form_id) if form_id else None


def latest_form() -> Form:
    """Return the form in force: the one for the latest report years."""
    return form_by_id(max(_terms(), key=lambda form_id: _terms()[form_id][0]))

"""A report whose tables have the layouts of several forms: the form that it would have been filled in on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from gkxl.forms.deriving import instances_of, items_of
from gkxl.forms.measures import Monthly
from gkxl.forms.model import Form

_AND, _IS = "+", "="


def mixed_id(form: str, others: Mapping[str, str]) -> str:
    """Return the id of the mixture of a form with tables of others: "2021+applications=2019"."""
    return "".join([form, *(f"{_AND}{table}{_IS}{other}" for table, other in sorted(others.items()) if other != form)])


def mixed(form_id: str, get: Callable[[str], Form]) -> Form:
    """Return the mixture with an id; `get` gives the forms it is mixed of. Raises KeyError where there is no such table."""
    first, *rest = form_id.split(_AND)
    form = get(first)
    others = {table: get(other) for table, _, other in (part.partition(_IS) for part in rest)}
    if not rest or others.keys() - {table.code for table in form.tables}:
        raise KeyError(form_id)
    tables = tuple(others.get(table.code, form).table(table.code) for table in form.tables)
    items = items_of(tables)
    names = "、".join(f"{form.table(code).number}为{other.name}" for code, other in others.items())
    return replace(
        form,
        id=form_id,
        name=f"{form.name}（{names}）",
        kinds={**form.kinds, **{code: kind for other in others.values() for code, kind in other.kinds.items()}},
        tables=tables,
        items=items,
        instances=instances_of(tables, items),
        index={item.code: item.index for item in items},
        monthly=Monthly((), ()),
        main_figures=(),
    )

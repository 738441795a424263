"""The input sheets that are sent out: whose, for which period, which tables, and what the period before already says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gkxl.aggregation.brought_forward import BroughtForward, from_previous, from_sheet
from gkxl.forms import Form
from gkxl.model.figures import Number
from gkxl.model.head import HeadField
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.workbook.format.sheet_names import sheet_names
from gkxl.workbook.format.sheet_plan import SheetPlan
from gkxl.workbook.sheets.guide_sheet import guide_sheet
from gkxl.workbook.sheets.input_sheet import SheetContent, input_sheet
from gkxl.workbook.writing.writer import write_workbook


@dataclass(frozen=True)
class Sending:
    """What one unit is sent."""

    unit: str
    periods: tuple[Period, ...] = ()
    """One sheet for each; none for a sheet on which the unit writes the period itself."""
    tables: frozenset[str] = frozenset()
    """Codes of the tables it fills in; empty for all."""
    previous: Submission | None = None
    """What it stated for the period before the first."""
    parent: str = ""
    """The unit right above, where that is known."""
    beside: tuple[Form, ...] = ()
    """Forms of other series that it fills in in the same workbook."""


def sent_workbook(form: Form, sending: Sending) -> bytes:
    """Return the workbook that is sent to one unit: its input sheets, one for each period, and 说明. Name and period are locked."""
    several = len(sending.periods) > 1
    names = [period.within_year or str(period) for period in sending.periods] if several else sheet_names([sending.unit])
    known = {HeadField.PERIOD: sending.periods, HeadField.PARENT: sending.parent}
    fixed = frozenset({HeadField.UNIT, *(field for field, value in known.items() if value)})
    sheets = input_sheets(form, sending, names, fixed)
    for other in sending.beside:
        their = [f"{other.name}{name}" for name in names] if several else [other.name]
        sheets += input_sheets(other, replace(sending, tables=frozenset(), previous=None), their, fixed)
    plans = [*sheets, guide_sheet(form)] if several else [guide_sheet(form), *sheets]
    return write_workbook(plans, names[0], f"{sending.unit} {form.words.sheet}")


def input_sheets(form: Form, sending: Sending, names: Sequence[str], fixed: frozenset[HeadField] = frozenset()) -> list[SheetPlan]:
    """Return the input sheets of one unit under these names; each after the first starts from the one before it."""
    plans: list[SheetPlan] = []
    values: dict[int, Number] = {}
    periods: Sequence[Period | None] = sending.periods or (None,)
    before = ""
    for name, period in zip(names, periods, strict=True):
        known = from_sheet(form, values, before) if before else from_previous(form, sending.previous, period) if sending.previous else {}
        known = {item: one for item, one in known.items() if not sending.tables or form.items[item].table in sending.tables}
        start = _starting(form, sending, period, known)
        head = head_of(sending, period)
        submission = start if known else None
        plans.append(
            input_sheet(
                form,
                SheetContent(
                    name,
                    head=head,
                    submission=submission,
                    period=period,
                    fixed=fixed,
                    tables=sending.tables,
                    brought_forward=known,
                    previous_sheet=before if known else "",
                ),
            )
        )
        values = {item: value for item, value in enumerate(start.figures) if value is not None}
        before = name
    return plans


def _starting(form: Form, sending: Sending, period: Period | None, known: Mapping[int, BroughtForward]) -> Submission:
    """Return what a sheet states before anybody has filled it in."""
    stated: list[Number | None] = [None] * len(form.items)
    for item, one in known.items():
        stated[item] = one.known
    return Submission(form, sending.unit, period or Period(form.first_year), 1, Source("", ""), stated, parent=sending.parent)


def head_of(sending: Sending, period: Period | None) -> Mapping[HeadField, str]:
    """Return the head of a sheet that nobody has filled in."""
    return {
        HeadField.PARENT: sending.parent,
        HeadField.UNIT: sending.unit,
        HeadField.PERIOD: str(period) if period else "",
        HeadField.REVISION: "1",
    }

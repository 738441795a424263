"""What a cell shows for a figure that people follow, which may be a sum of several: red where something was not understood."""

from __future__ import annotations

from gkxl.forms import Measure
from gkxl.model.figures import UNFILLED, Number, add_up
from gkxl.model.submission import Submission
from gkxl.workbook.format import styles
from gkxl.workbook.format.sheet_plan import Style, Value
from gkxl.workbook.sheets.tables import as_value


def measured(measure: Measure, figures: Submission) -> Number | None:
    """Return what a measure comes to; None where one of its figures is not stated although it must be."""
    return None if any(operand.item in figures.unknown for operand in measure.operands) else add_up(measure.operands, figures.figures)


def measure_cell(measure: Measure, figures: Submission, style: Style) -> tuple[Value, Style]:
    """Return what a cell shows for a measure, and how it looks."""
    number = measured(measure, figures)
    doubtful = number is None or any(operand.item in figures.uncertain for operand in measure.operands)
    return UNFILLED if number is None else as_value(number), style.but(color=styles.MISREAD.color, bold=True) if doubtful else style

"""The live checks of a sheet: each equation of the form as an Excel formula, with the result it has now.

The words here are what staff read under a table while they type; the same equations are checked in
`gkxl.rules.equations` when a file is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gkxl.forms import Instance, Operand, Role
from gkxl.model.figures import Number, add_up, kept_exactly, show
from gkxl.model.head import HeadField
from gkxl.model.submission import address
from gkxl.rules.equations import holds
from gkxl.workbook.format.layout import PlacedTable, SheetLayout, checked_instances
from gkxl.workbook.format.live_hints import hint
from gkxl.workbook.format.sheet_plan import quoted
from gkxl.workbook.format.waiting import NEVER, SENTENCE, Waiting

BALANCED = "平"
OFF = "差"
BROKEN = "不平"
_LONGEST = 8000
"""A formula may have 8192 characters."""
_EACH = {"column": "各列", "row": "各行"}

Figures = Sequence[Number | None]


@dataclass(frozen=True, slots=True)
class Live:
    """A formula without "=" and the result it has with the figures at hand."""

    formula: str
    result: str


@lru_cache(maxsize=4096)
def side(layout: SheetLayout, operands: tuple[Operand, ...], sheet: str = "") -> str:
    """Return one side of an equation as a formula; runs of neighbouring cells become SUM(a:b).

    It is asked for several times a sheet, and says the same on every sheet of a form.
    """
    prefix = f"{quoted(sheet)}!" if sheet else ""
    parts: list[str] = []
    run: list[int] = []

    def flush() -> None:
        if not run:
            return
        first, last = layout.ref(run[0]), layout.ref(run[-1])
        parts.append(f"+SUM({prefix}{first}:{last})" if len(run) > 1 else f"+N({prefix}{first})")
        run.clear()

    for operand in operands:
        if operand.sign < 0:
            flush()
            parts.append(f"-N({prefix}{layout.ref(operand.item)})")
        else:
            if run and not _neighbours(layout, run, operand.item):
                flush()
            run.append(operand.item)
    flush()
    return "".join(parts).removeprefix("+")


def named_side(layout: SheetLayout, operands: Sequence[Operand], sheet: str, name: str) -> str:
    """Return one side of an equation as a formula that says its name as well, on two lines (`named`)."""
    called = name.replace('"', '""')
    return f'"{called}"&CHAR(10)&ROUND({side(layout, operands, sheet)},4)'


def named(name: str, number: Number) -> str:
    """Return what the formula of `named_side` shows."""
    return f"{name}\n{show(number)}"


def _neighbours(layout: SheetLayout, run: Sequence[int], item: int) -> bool:
    """Whether the item continues a run along one row or one column without leaving a foreign figure in between."""
    (row, col), (last_row, last_col) = layout.positions[item], layout.positions[run[-1]]
    if len(run) > 1:
        first_row, first_col = layout.positions[run[0]]
        if (first_row == last_row) != (row == last_row) or (first_col == last_col) != (col == last_col):
            return False
    return (col == last_col and row == last_row + 1) or (row == last_row and col > last_col and not _between(layout, row, last_col, col))


def _between(layout: SheetLayout, row: int, left: int, right: int) -> bool:
    return any(r == row and left < c < right for r, c in layout.positions)


def computable(operands: Sequence[Operand], figures: Figures) -> bool:
    """Whether a spreadsheet computes the sum of these figures exactly; one with too many digits stands there as text, which formulas pass over."""
    return all(kept_exactly(number) for number in (*(figures[operand.item] or 0 for operand in operands), add_up(operands, figures)))


def computes(instance: Instance, figures: Figures) -> bool:
    """Whether formulas can tell if an equation holds on these figures."""
    return computable(instance.left, figures) and computable(instance.right, figures)


def difference(layout: SheetLayout, instance: Instance, sheet: str = "") -> str:
    """Return the formula of left minus right, rounded so that binary noise of money does not show."""
    return f"ROUND({side(layout, instance.left, sheet)}-({side(layout, instance.right, sheet)}),4)"


def check_cell(layout: SheetLayout, instance: Instance, stated: Figures, waits: Waiting) -> Live:
    """Return the cell under a column: "平", or "差…"; a total that is as computed, and a sheet that waits, say nothing.

    No formula where none could tell.
    """
    d = difference(layout, instance)
    good = BALANCED if instance.equation.role is Role.BALANCE else ""
    formula = f'IF({_fails(instance, d)},"{OFF}"&{d},"{good}")' if computes(instance, stated) else ""
    return Live(waits.formula(formula), waits.result(check_text(instance, stated)))


def _fails(instance: Instance, d: str) -> str:
    return f"{d}>0" if instance.equation.relation == "<=" else f"{d}<>0"


def check_text(instance: Instance, stated: Figures) -> str:
    """Return what the cell of `check_cell` shows for these figures."""
    if not _holds(instance, stated):
        return f"{OFF}{show(add_up(instance.left, stated) - add_up(instance.right, stated))}"
    return BALANCED if instance.equation.role is Role.BALANCE else ""


def _holds(instance: Instance, stated: Figures) -> bool:
    return holds(instance, add_up(instance.left, stated), add_up(instance.right, stated))


def side_cell(layout: SheetLayout, instances: Sequence[Instance], stated: Figures, waits: Waiting) -> Live:
    """Return the cell to the right of a row: what each of its equations is off by, or nothing, as while the sheet waits."""
    parts = []
    result = ""
    for instance in instances:
        d = difference(layout, instance)
        name = layout.form.items[instance.left[0].item].column_label
        parts.append(f'IF({_fails(instance, d)},"{name}{OFF}"&{d}&" ","")')
        text = check_text(instance, stated)
        result += f"{name}{text} " if text else ""
    formula = "&".join(parts) if all(computes(instance, stated) for instance in instances) else ""
    return Live(waits.formula(formula), waits.result(result))


def broken_text(layout: SheetLayout, placed: PlacedTable, shown: Figures, waits: Waiting = NEVER) -> Live:
    """Return the text that names column and equation of everything on a table that does not hold; "" if all holds, or the sheet waits.

    Behind a column stands what the sheet itself knows of where it is wrong, as far as a formula has room for it.
    """
    full = _broken_text(layout, placed, shown, hints=True)
    said = full if len(full.formula) <= _LONGEST else _broken_text(layout, placed, shown, hints=False)
    return Live(said.formula, waits.result(said.result))  # the formula reads the cells of `check_cell` and `side_cell`


def _broken_text(layout: SheetLayout, placed: PlacedTable, shown: Figures, *, hints: bool) -> Live:
    form = layout.form
    instances = checked_instances(form, placed.table.code)
    parts: list[str] = []
    result = ""
    for instance in instances:
        if instance.equation.per == "column":
            cell = address(*layout.check_position(instance))
            says = f"{form.along_label(instance)}不满足“{instance.equation.shown}”，"
            formula, words = hint(layout, instance, instances, shown) if hints else ("", "")
            behind = f"&{formula}" if formula else ""
            parts.append(f'IF(LEFT({cell},1)="{OFF}","{says}"&{cell}{behind}&"；","")')
            result += "" if _holds(instance, shown) else f"{says}{check_text(instance, shown)}{words}；"
    for row, own in _rows(layout, instances).items():
        cell = address(row, layout.side_column)
        text = side_cell(layout, own, shown, NEVER).result
        says = f"{form.along_label(own[0])}不满足“{'”或“'.join(instance.equation.shown for instance in own)}”，"
        parts.append(f'IF({cell}="","","{says}"&TRIM({cell})&"；")')
        result += f"{says}{text.strip()}；" if text else ""
    return Live("&".join(parts), result)


def table_line(layout: SheetLayout, placed: PlacedTable, broken: str, text_cell: str, name_cell: str, unit: str, sheet: str, waits: Waiting) -> Live:
    """Return the sentence under a table: unit and sheet before what does not hold, that it balances, or that the sheet is to be filled in.

    `broken` is the text of `broken_text` and `text_cell` the cell it stands in; `name_cell` holds the name of the
    sheet.  A table whose figures nothing can contradict says nothing.
    """
    equations = dict.fromkeys(instance.equation for instance in checked_instances(layout.form, placed.table.code))
    holding = "；".join(f"{_EACH[equation.per]}均满足“{equation.shown}”" for equation in equations if equation.role is Role.BALANCE)
    good = f"勾稽平衡：{holding}。" if holding else ""
    lead = f'{address(*layout.field(HeadField.UNIT))}&"（工作表"&{name_cell}&"）{BROKEN}："'
    result = f"{unit}（工作表{sheet}）{BROKEN}：{broken}" if broken else good
    formula = f'IF({text_cell}="","{good}",{lead}&{text_cell})'
    return Live(waits.formula(formula, SENTENCE), waits.result(result, SENTENCE))


def _rows(layout: SheetLayout, instances: Sequence[Instance]) -> dict[int, list[Instance]]:
    rows: dict[int, list[Instance]] = {}
    for instance in instances:
        if instance.equation.per == "row":
            rows.setdefault(layout.check_position(instance)[0], []).append(instance)
    return rows


def side_checks(layout: SheetLayout, placed: PlacedTable) -> dict[int, list[Instance]]:
    """Return for each row of a table the equations along it."""
    return _rows(layout, checked_instances(layout.form, placed.table.code))


_FILE = 'CELL("filename",A1)'


def sheet_name(file: str) -> str:
    """Return the formula for the name of a sheet from what CELL("filename") says, itself a formula or a text in quotes.

    LibreOffice says 'file:///…'#$Sheet; Excel and WPS say …\\[Book.xlsx]Sheet, and of the brackets only the last one is surely theirs,
    since no sheet may have one in its name and a folder may.
    """
    last = f'FIND(CHAR(1),SUBSTITUTE({file},"]",CHAR(1),LEN({file})-LEN(SUBSTITUTE({file},"]",""))))'
    return f'IFERROR(IF(LEFT({file},1)="\'",MID({file},FIND("#$",{file})+2,31),MID({file},{last}+1,31)),"")'


SHEET_NAME = sheet_name(_FILE)
"""Name of the sheet that the formula stands on."""

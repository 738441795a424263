"""单位名册: the units that must report, as a sheet and read back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gkxl.forms import normalise
from gkxl.submission import address
from gkxl.workbook import styles
from gkxl.workbook.markers import ROSTER as ROLE
from gkxl.workbook.markers import marker
from gkxl.workbook.names import ROSTER
from gkxl.workbook.opening import OpenedWorkbook
from gkxl.workbook.plan import SheetPlan
from gkxl.workbook.reading import unit_name
from gkxl.workbook.sheet import find_marker

COLUMNS = (
    ("unit", "单位", 28),
    ("parent", "上级单位", 24),
    ("aliases", "简称/别名（多个用、隔开）", 24),
    ("contact", "联系人", 12),
    ("phone", "电话", 16),
)
"""Key, name and width in characters."""
_HEADERS = {
    "unit": ("单位", "单位名称", "科室"),
    "parent": ("上级",),
    "aliases": ("简称", "别名"),
    "contact": ("联系人",),
    "phone": ("电话", "联系电话"),
}
"""What a header that people wrote may begin with; that of the unit must be just this."""
_SPARE_LINES = 40
_SEARCH_DEPTH = 20


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A unit that must report."""

    unit: str
    parent: str = ""
    aliases: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""
    cell: str = ""
    """Address of its name on the roster; "" where it was not read from one."""


class RosterError(Exception):
    """A roster that cannot be used; the message is a Chinese sentence."""


def roster_sheet(units: Sequence[RosterEntry]) -> SheetPlan:
    """Return the plan of 单位名册 with these units."""
    plan = SheetPlan(ROSTER, tab_color="7F7F7F", protect=False)
    plan.widths = {0: 4.0, 1: 6.0} | {i: float(width) for i, (_, _, width) in enumerate(COLUMNS, start=2)}
    plan.hidden_columns = {0}
    plan.hidden_rows = {0}
    plan.put(0, 0, marker(ROLE), styles.CODE)
    plan.put(1, 1, "单位名册", styles.TITLE.but(align="left"))
    plan.heights[1] = 30
    plan.put(2, 1, "列出应当报送的单位，一行一个；汇总时据此说明谁没有报送。单位名称要与填报表的“单位”一致。", styles.SUBTITLE.but(wrap=False))
    plan.put(3, 0, "@roster", styles.CODE)
    plan.put(3, 1, "序号", styles.COLUMN_NAME)
    plan.heights[3] = 32
    for col, (_, name, _) in enumerate(COLUMNS, start=2):
        plan.put(3, col, name, styles.COLUMN_NAME)
    for number in range(max(len(units), _SPARE_LINES)):
        row = 4 + number
        known = number < len(units)
        entry = units[number] if known else RosterEntry("")
        values = {"unit": entry.unit, "parent": entry.parent, "aliases": "、".join(entry.aliases), "contact": entry.contact, "phone": entry.phone}
        plan.put(row, 1, number + 1, styles.CELL_CENTER)
        for col, (key, _, _) in enumerate(COLUMNS, start=2):
            plan.put(row, col, values[key], styles.OPEN_CELL)
    plan.freeze = (4, 3)
    plan.repeat_rows = (3, 3)
    plan.print_area = (0, 1, 3 + max(len(units), _SPARE_LINES), len(COLUMNS) + 1)
    plan.footer = "单位名册"
    return plan


def read_roster(book: OpenedWorkbook, file: str) -> list[RosterEntry]:
    """Return the units on the roster of a workbook: our sheet, or else any list with a column "单位".

    Raises RosterError if it has none, or if a name stands twice.
    """
    sheets = [(sheet, book.rows(sheet)) for sheet in book.sheet_names]
    ours = [(sheet, rows) for sheet, rows in sheets if (marked := find_marker(rows)) and marked.role == ROLE]
    foreign = [(sheet, rows) for sheet, rows in sheets if find_marker(rows) is None]
    for sheet, rows in ours or foreign:
        for number, row in enumerate(rows[:_SEARCH_DEPTH]):
            columns = _columns(row)
            if "unit" in columns:
                return _entries(rows[number + 1 :], number + 1, columns, f"{file}，工作表“{sheet}”")
    if ours:
        raise RosterError(f"{file}的工作表“{ours[0][0]}”没有“单位”列；请恢复列名")
    raise RosterError(f"{file}里没有单位名册；请在一个工作表里列出单位，第一行写“单位”，或用 gkxl template 生成的“单位名册”工作表填写")


def _columns(row: Sequence[object]) -> dict[str, int]:
    """Return which columns of a header line are ours, however their names are shortened."""
    columns: dict[str, int] = {}
    for col, value in enumerate(row):
        for key, names in _HEADERS.items():
            if isinstance(value, str) and normalise(value).startswith(names) and (key != "unit" or normalise(value) in names):
                columns.setdefault(key, col)
    return columns


def _entries(rows: Sequence[Sequence[object]], first: int, columns: dict[str, int], where: str) -> list[RosterEntry]:
    entries: list[RosterEntry] = []
    seen: dict[str, str] = {}
    for number, row in enumerate(rows, start=first):
        text = {key: str(row[col]).strip().removesuffix(".0") for key, col in columns.items()}
        name = unit_name(text["unit"])
        if not name:
            continue
        aliases = tuple(unit_name(alias) for alias in re.split(r"[、，,；;\s]+", text.get("aliases", "")) if alias)
        cell = address(number, columns["unit"])
        entry = RosterEntry(name, unit_name(text.get("parent", "")), aliases, text.get("contact", ""), text.get("phone", ""), cell)
        for known in (entry.unit, *entry.aliases):
            if known in seen:
                raise RosterError(f"{where}：“{known}”在{seen[known]}和{entry.cell}出现两次；请删除一个")
            seen[known] = entry.cell
        entries.append(entry)
    if not entries:
        raise RosterError(f"{where}：单位名册是空的；请填写应当报送的单位")
    return entries

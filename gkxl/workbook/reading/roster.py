"""Read 单位名册: our sheet, or any list that an office keeps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from gkxl.forms import STATUTORY, normalise
from gkxl.model.due_dates import parse_due
from gkxl.model.roster import Cycle, EmptyRosterError, Roster, RosterEntry, RosterError
from gkxl.model.roster_building import build
from gkxl.model.submission import address
from gkxl.model.unit_names import unit_name
from gkxl.workbook.format.codes import SheetRole
from gkxl.workbook.format.roster_columns import RIGHTS, YES_NO, series_named, table_by_code, table_codes, table_name
from gkxl.workbook.reading.coded_sheet import find_marker
from gkxl.workbook.reading.protocol import Book

_HEADERS = {
    "unit": ("单位", "单位名称", "单位全称", "单位科室", "科室", "科室名称", "部门", "部门名称", "填报单位", "报送单位", "责任单位", "机关名称"),
    "parent": ("上级", "主管"),
    "aliases": ("简称", "别名"),
    "cycle": ("应报期间", "报送周期", "报送频率"),
    "tables": ("填报内容",),
    "due": ("截止", "每月截止", "报送截止", "报送期限", "上报期限"),
    "contact": ("联系人",),
    "phone": ("电话", "联系电话"),
    "regulations": ("可制定规章", "规章制定权", "制定规章"),
}
"""What a header that people wrote may begin with; that of the unit must be just this."""
_CYCLES = {
    "": Cycle.ANY,
    **dict.fromkeys(("每月", "月", "月报", "按月"), Cycle.MONTHLY),
    **dict.fromkeys(("每季", "每季度", "季", "季度", "季报", "按季"), Cycle.QUARTERLY),
    **dict.fromkeys(("每半年", "半年", "半年报", "按半年"), Cycle.HALF_YEARLY),
    **dict.fromkeys(("全年", "每年", "年", "年报", "按年"), Cycle.YEARLY),
}
_FOOTER = re.compile(r"合\s*计|总\s*计|小\s*计|注[：:]|备注[：:]|说明[：:]|填表人|制表")
_SEARCH_DEPTH = 20
_SEPARATORS = re.compile(r"[、，,；;\s]+")


def read_roster(book: Book, file: str, body: str = "") -> Roster:
    """Return the units on the roster of a workbook: our sheet, or else any list with a column "单位".

    `body` is the unit whose merge it is, if known.  Raises RosterError if there is no roster, and for its faults, each by its cell.
    """
    sheets = [(sheet, book.rows(sheet)) for sheet in book.sheet_names]
    ours = [(sheet, rows) for sheet, rows in sheets if (marked := find_marker(rows)) and marked.role is SheetRole.ROSTER]
    foreign = [(sheet, rows) for sheet, rows in sheets if find_marker(rows) is None]
    for sheet, rows in ours or foreign:
        for number, row in enumerate(rows[:_SEARCH_DEPTH]):
            columns = _columns(row)
            if "unit" in columns:
                return _read(rows[number + 1 :], number + 1, columns, file, sheet, body)
    if ours:
        raise RosterError(f"{file}的工作表“{ours[0][0]}”没有“单位”列；请恢复列名")
    raise RosterError(f"{file}里没有单位名册；请在一个工作表里列出单位，列名写“单位”，或用 gkxl template 生成的“单位名册”工作表填写")


def read_roster_file(path: Path, file: str, body: str = "") -> Roster:
    """Return the roster in a file; raises what `read_roster` raises, and UnreadableFileError. For `apart.read_apart`."""
    from gkxl.workbook.reading.opening import open_workbook

    return read_roster(open_workbook(path), file, body)


def _columns(row: Sequence[object]) -> dict[str, int]:
    """Return which columns of a header line are ours, however their names are shortened."""
    columns: dict[str, int] = {}
    for col, value in enumerate(row):
        for key, names in _HEADERS.items():
            if isinstance(value, str) and normalise(value).startswith(names) and (key != "unit" or normalise(value) in names):
                columns.setdefault(key, col)
    return columns


def _read(rows: Sequence[Sequence[object]], first: int, columns: dict[str, int], file: str, sheet: str, body: str) -> Roster:
    where = f"{file}，工作表“{sheet}”"
    entries: list[RosterEntry] = []
    faults: list[str] = []
    for number, row in enumerate(rows, start=first):
        text = dict.fromkeys(_HEADERS, "") | {key: str(row[col]).strip().removesuffix(".0") for key, col in columns.items()}
        unit = unit_name(text["unit"])
        if _FOOTER.match(next((str(value).strip() for value in row if value not in ("", None)), "")) or _FOOTER.match(unit):
            break  # the list is over: a total, a remark
        if not unit:
            if text["aliases"]:
                faults.append(f"{address(number, columns['aliases'])}有简称/别名，这一行却没有填单位；请填上单位名称")
            continue
        cells = {key: address(number, col) for key, col in columns.items()}
        cycle = _CYCLES.get(normalise(text["cycle"]))
        if cycle is None:
            faults.append(f"{cells['cycle']}的应报期间“{text['cycle']}”应为“每月”“每季”“每半年”或“全年”；请改正，或留空")
        due = None
        try:
            due = parse_due(text["due"], monthly=cycle in (Cycle.MONTHLY, Cycle.QUARTERLY, Cycle.HALF_YEARLY))
        except ValueError as error:
            faults.append(f"{cells['due']}的{error}")
        rights = {name: YES_NO.get(normalise(text[key])) for key, name in RIGHTS.items() if text[key]}
        faults += [
            f"{cells[key]}的{name}“{text[key]}”应为“是”或“否”；请改正，或留空" for key, name in RIGHTS.items() if rights.get(name, True) is None
        ]
        tables, series, unknown = _asked(text["tables"])
        if unknown:
            faults.append(f"{cells['tables']}的填报内容“{unknown}”不是一张表的名称；请写{'、'.join(map(table_name, table_codes()))}，或留空表示全部")
        aliases = tuple(unit_name(alias) for alias in _SEPARATORS.split(text["aliases"]) if alias)
        parent = unit_name(text["parent"])
        place = (cells["unit"], cells.get("parent", ""))
        said = {name: right for name, right in rights.items() if right is not None}
        head = (unit, parent, aliases, cycle or Cycle.ANY, tables, due, text["contact"], text["phone"])
        entries.append(RosterEntry(*head, *place, series, rights=said))
    if not entries:
        raise EmptyRosterError(f"{where}：单位名册是空的；请填写应当报送的单位")
    return build(entries, file, where, body, faults)


def _asked(text: str) -> tuple[frozenset[str], frozenset[str], str]:
    """Return the codes of the statutory tables that are named, none for all of them; the series that are asked for; and a word that names neither."""
    if not text:
        return frozenset(), frozenset({STATUTORY}), ""
    codes: set[str] = set()
    series: set[str] = set()
    for word in filter(None, _SEPARATORS.split(text)):
        found = [code for code in table_codes() if _names_table(normalise(word), code)]
        if normalise(word) in ("全部", "所有", "全部表"):
            found = table_codes()
        elif len(found) != 1:
            other = series_named(normalise(word))
            if not other:
                return frozenset(), frozenset({STATUTORY}), word
            series.add(other)
            continue
        codes.update(found)
    if codes:
        series.add(STATUTORY)
    return frozenset(codes) if len(codes) < len(table_codes()) else frozenset(), frozenset(series), ""


def _names_table(word: str, code: str) -> bool:
    """Whether a word means a table: "表三", "三", "申请", "依申请公开", or a piece of the heading of its section."""
    table = table_by_code(code)
    return word in (table.number, table.number[1:]) or table.name in word or (len(word) > 3 and word in normalise(table.heading))

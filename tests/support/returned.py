"""A folder of returned workbooks in which something is wrong, and its merge."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from support import people, published

Run = Callable[..., tuple[int, str, str]]

NEW = ("三", "一、本年新收政府信息公开申请数量", "自然人")
GRANTED = ("三", "（一）予以公开", "自然人")
FEES = ("二", "第二十条第（八）项 行政事业性收费", "本年收费金额（单位：万元）")
ZEROS: dict[published.Key, object] = dict.fromkeys(published.load("suqian_2023").inputs(), 0)


def good_folder(folder: Path, template: Path) -> Path:
    """Make a folder with one good submission of 办公室: one application, granted."""
    folder.mkdir()
    people.fill_in(template, folder / "办公室.xlsx", "办公室", "2023", ZEROS | {NEW: 1, GRANTED: 1})
    return folder


def spoil(folder: Path, change: Callable[[people.Sheet, Worksheet], object], name: str = "法规科.xlsx", unit: str = "法规科") -> str:
    """Add a submission of another unit, three applications, with something wrong; return the name of its file."""
    book = openpyxl.load_workbook(folder / "办公室.xlsx")
    sheet = people.Sheet(book.worksheets[2])
    sheet.field("单位").value = unit
    sheet.fill({NEW: 3, GRANTED: 3})
    change(sheet, book.worksheets[2])
    book.save(folder / name)
    return (folder / name).as_posix()


def merge(run_cli: Run, folder: Path) -> tuple[int, dict]:
    """Merge the folder and return exit status and the JSON document."""
    status, out, _ = run_cli("merge", folder, "-o", folder.parent / "汇总.xlsx", "--unit", "某某局", "--json")
    document = json.loads(out) if out else {}
    return status, document


def new_applications(merged: Path) -> int:
    """Return 一、本年新收 · 总计 as the merged workbook shows it."""
    book = openpyxl.load_workbook(merged, data_only=True, read_only=True)
    rows = list(book["汇总"].iter_rows(values_only=True))
    book.close()
    row = next(number for number, row in enumerate(rows) if NEW[1] in row)
    header = next(above for above in reversed(rows[:row]) if "总计" in above)
    return rows[row][header.index("总计")]

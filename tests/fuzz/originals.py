"""The good files that are changed at random: what departments send, in every format, and what a merge makes of it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from support import people, published
from support.office import Office
from support.stamp import Stamp

from gkxl.actions.merging import merge_paths
from gkxl.actions.templating import templates
from gkxl.model.period import Period
from gkxl.workbook.reading.opening import open_workbook
from gkxl.workbook.reading.submissions import read_workbook
from gkxl.workbook.writing.workbooks import unit_workbook

PERIOD = Period(2023)
BODY = "某某区人民政府"
GOOD = "乙科.xlsx"
"""The file that lies beside each changed one."""
_SHARES = published.share_out(published.load("suqian_2023"), 3, seed=7)


def make_originals(folder: Path) -> list[Path]:
    """Write the good files below a folder, and return those that are to be changed; without LibreOffice no .xls and no .ods."""
    folder.mkdir(parents=True, exist_ok=True)
    (blank,), _ = templates(folder / "空白", period=PERIOD, units=["科室"], split=True)
    sent = Stamp(blank)
    (folder / GOOD).write_bytes(sent.filled(_SHARES[1], unit="乙科", period="2023"))
    made = list(_workbooks(folder / "原件", sent))
    if shutil.which("soffice"):
        office = Office(folder / "libreoffice")
        for ending in ("xls:MS Excel 97", "ods", "xlsx:Calc MS Excel 2007 XML"):
            made += office.convert(made[:1], ending, folder / "原件" / ending.partition(":")[0])
        office.close()
    else:
        print("没有 LibreOffice：不含 .xls 和 .ods", file=sys.stderr)
    return made


def _workbooks(folder: Path, sent: Stamp) -> Iterator[Path]:
    """Yield what one department sent with all its results, the same as openpyxl leaves it, a ledger of two, and a merged workbook."""
    folder.mkdir()
    typed = folder / "甲科-手填.xlsx"
    typed.write_bytes(sent.filled(_SHARES[0], unit="甲科", period="2023"))
    (stated,) = read_workbook(open_workbook(typed), typed.name).submissions
    whole = folder / "甲科.xlsx"
    whole.write_bytes(unit_workbook(stated.form, stated.unit, stated.period, stated))
    yield whole
    yield typed
    ledger = folder / "台账.xlsx"
    templates(ledger, period=PERIOD, units=["甲科", "丙科"])
    book = openpyxl.load_workbook(ledger)
    for unit, figures in (("甲科", _SHARES[0]), ("丙科", _SHARES[2])):
        people.Sheet(book[unit]).fill(figures)
    book.save(ledger)
    yield ledger
    merged = folder / "汇总.xlsx"
    merge_paths([ledger], merged, unit="某某局", period=PERIOD)
    yield merged

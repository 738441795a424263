"""What the buttons make of the results beside the workbook: a Word file with the report tables, those on the clipboard, what is printed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.open_workbook import OpenWorkbook, read_open, saved_file
from gkxl.errors import InputError
from gkxl.ribbon.clicks import Click

if TYPE_CHECKING:
    from gkxl.report.document import ReportDocument

_TABLES, _PAPER, _COMPARED, _LIST, _NOTICE = "-报告表.docx", "-打印稿.xlsx", "-与上年对比.xlsx", "-上报清单.xlsx", "-通报.docx"
_PROGRAMS = {".docx": "Word", ".xlsx": "Excel"}


def word(click: Click) -> str:
    """Write the report tables as .docx beside the workbook."""
    written = _written(click.workbook, _TABLES, _tables)
    return f"已导出 {written.path}{written.but}{written.aside}"


def copy(click: Click) -> str:
    """Put the three tables on the clipboard; where there is none, write the .docx and open it."""
    from gkxl.report.docx import to_docx
    from gkxl.report.html import as_text, to_fragment
    from gkxl.ribbon import clipboard

    document, caution = _document(click.workbook)
    warned = f"但{caution}，请勿直接发布。" if caution else ""
    if clipboard.put(to_fragment(document), as_text(document)):
        return f"三张统计表已在剪贴板上，请到 Word 文档里粘贴（Ctrl+V）。{warned}"
    written = _written(click.workbook, _TABLES, lambda _: (to_docx(document), caution))
    opened = "并已打开" if _open(written.path) else "请打开它"
    return f"这里用不了剪贴板，已改为生成 Word 文件 {written.path}，{opened}，从中复制表格。{warned}{written.aside}"


def paper(click: Click) -> str:
    """Write what is printed of the workbook beside it, and open that."""
    from gkxl.actions.printing import print_open

    return _made(click.workbook, _PAPER, print_open, "直接打印或另存为 PDF 即可")


def last_year(click: Click) -> str:
    """Write the figures of the workbook beside those of last year, which the user picks, and open that; "" where nothing was picked."""
    from gkxl.actions.last_year import compare_open
    from gkxl.ribbon.picking import pick_last_year

    saved_file(click.workbook)
    compared = compare_open(click.workbook, lambda: click.paths or pick_last_year(click.app))
    return _made(click.workbook, _COMPARED, lambda _: compared, "变化较大的指标列在表上") if compared else ""


def flat_list(click: Click) -> str:
    """Write the figures of the workbook in the order of a mapping, which the user picks, and open that; "" where nothing was picked."""
    from gkxl.actions.listing import list_open
    from gkxl.ribbon.picking import pick_mapping

    saved_file(click.workbook)
    made = list_open(click.workbook, lambda: click.paths or pick_mapping(click.app))
    return _made(click.workbook, _LIST, lambda _: made, "按对照表的顺序录入即可") if made else ""


def notice(click: Click) -> str:
    """Write one notice to all units on who has reported beside the workbook, and open that."""
    from gkxl.actions.in_workbook import notice

    return _made(click.workbook, _NOTICE, lambda book: (notice(book), ""), "核对后即可发给各单位")


def _made(book: OpenWorkbook, ending: str, make: Callable[[OpenWorkbook], tuple[bytes, str]], then: str) -> str:
    """Write beside a workbook what `make` makes of it, open it, and return what to say of it; `then` is what to do with it."""
    written = _written(book, ending, make)
    opened = "并已打开" if _open(written.path) else "请打开它"
    return f"已生成{Path(ending).stem.removeprefix('-')} {written.path}，{opened}，{then}{written.but}{written.aside}"


@dataclass(frozen=True, slots=True)
class _Written:
    """A file that was written beside the workbook."""

    path: Path
    caution: str
    """What speaks against relying on it; "" for nothing."""
    aside: str
    """That a file of this name was left alone, and why; "" where there was none."""

    @property
    def but(self) -> str:
        """How the sentence ends that says that it was written."""
        return f"，但{self.caution}。" if self.caution else "。"


def _written(book: OpenWorkbook, ending: str, make: Callable[[OpenWorkbook], tuple[bytes, str]]) -> _Written:
    """Write beside a workbook what `make` makes of it, with what speaks against relying on that, under a name that ends so.

    Raises InputError where the workbook was never saved to a folder, or the file is open in another program.
    """
    from gkxl.safe_write import write_whole

    wished = saved_file(book).with_name(f"{Path(book.name).stem}{ending}")
    data, caution = make(book)
    path, aside = _free(wished)
    write_whole(path, data)
    return _Written(path, caution, aside)


def _tables(book: OpenWorkbook) -> tuple[bytes, str]:
    """Return the report on the sums of the input sheets as .docx, and what speaks against publishing it."""
    from gkxl.report.docx import to_docx

    document, caution = _document(book)
    return to_docx(document), caution


def _document(book: OpenWorkbook) -> tuple[ReportDocument, str]:
    """Return the report on the sums of the input sheets, and what speaks against publishing it."""
    from gkxl.report.document import compose

    outcome, merged = read_open(book).merged
    return compose(merged.body, merged.notice), "" if outcome.ok else outcome.state


def _free(target: Path) -> tuple[Path, str]:
    """Return where to write: `target`, or a numbered name beside it where somebody has changed the file, with a word on that.

    Raises InputError where the file is open in another program.
    """
    from gkxl.safe_write import open_elsewhere, written_by_us

    place, number = target, 1
    while place.exists():
        if open_elsewhere(place):
            raise InputError(f"“{place.name}”正在 {_PROGRAMS[place.suffix]} 或 WPS 中打开；请关闭后再点一次")
        if written_by_us(place):
            break
        number += 1
        place = target.with_name(f"{target.stem}({number}){target.suffix}")
    return place, "" if place == target else f"原有的“{target.name}”有人改过，没有动它。"


def _open(path: Path) -> bool:
    """Open a file with the program that belongs to it; return whether that was possible."""
    try:
        if sys.platform == "win32":
            os.startfile(path)
        else:
            opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
            if opener is None:
                return False
            subprocess.Popen([opener, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    except OSError:
        return False
    return True

"""What the buttons make of the results beside the workbook: a Word file with the report tables, those on the clipboard, what is printed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.open_workbook import OpenWorkbook, read_open
from gkxl.errors import InputError
from gkxl.ribbon.clicks import Click

if TYPE_CHECKING:
    from gkxl.report.document import ReportDocument

_TABLES, _PAPER = "-报告表.docx", "-打印稿.xlsx"
_PROGRAMS = {".docx": "Word", ".xlsx": "Excel"}


def word(click: Click) -> str:
    """Write the report tables as .docx beside the workbook."""
    book = click.workbook
    wished = _beside(book, _TABLES)
    document, caution = _document(book)
    target, aside = _free(wished)
    _write(target, document)
    return f"已导出 {target}" + (f"，但{caution}。" if caution else "。") + aside


def copy(click: Click) -> str:
    """Put the three tables on the clipboard; where there is none, write the .docx and open it."""
    from gkxl.report.html import as_text, to_fragment
    from gkxl.ribbon import clipboard

    book = click.workbook
    document, caution = _document(book)
    warned = f"但{caution}，请勿直接发布。" if caution else ""
    if clipboard.put(to_fragment(document), as_text(document)):
        return f"三张统计表已在剪贴板上，请到 Word 文档里粘贴（Ctrl+V）。{warned}"
    target, aside = _free(_beside(book, _TABLES))
    _write(target, document)
    opened = "并已打开" if _open(target) else "请打开它"
    return f"这里用不了剪贴板，已改为生成 Word 文件 {target}，{opened}，从中复制表格。{warned}{aside}"


def paper(click: Click) -> str:
    """Write what is printed of the workbook beside it, and open that."""
    from gkxl.actions.printing import print_open
    from gkxl.safe_write import write_whole

    book = click.workbook
    wished = _beside(book, _PAPER)
    data, caution = print_open(book)
    target, aside = _free(wished)
    write_whole(target, data)
    opened = "并已打开，" if _open(target) else "请打开它，"
    return f"已生成打印稿 {target}，{opened}直接打印或另存为 PDF 即可" + (f"，但{caution}。" if caution else "。") + aside


def _beside(book: OpenWorkbook, ending: str) -> Path:
    """Return the file beside a workbook whose name ends so; raises InputError where it was never saved to a folder."""
    path = book.file
    if path is None:
        raise InputError(f"“{book.name}”还没有保存到本机或共享文件夹；请先另存到一个文件夹，再点一次")
    return path.with_name(f"{Path(book.name).stem}{ending}")


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


def _write(target: Path, document: ReportDocument) -> None:
    from gkxl.report.docx import to_docx
    from gkxl.safe_write import write_whole

    write_whole(target, to_docx(document))


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

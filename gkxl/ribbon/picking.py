"""Let the user choose files in Excel's own dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gkxl.ribbon.excel_api import FileDialog
    from gkxl.ribbon.excel_types import App


_FILES, _FOLDER = 3, 4
"""msoFileDialogFilePicker, msoFileDialogFolderPicker."""
_CHOSEN = -1
_PAGES = (".docx", ".htm", ".html", ".pdf", ".xlsx")
"""How the files of published reports end."""


def pick_files(app: App) -> list[Path]:
    """Return the workbooks that the user picks; none where the dialog is cancelled."""
    from gkxl.workbook.reading.protocol import EXTENSIONS

    return _pick(app, "选择科室发回的工作簿（可以多选）", "工作簿", sorted(EXTENSIONS))


def pick_reports(app: App) -> list[Path]:
    """Return the published reports that the user picks."""
    return _pick(app, "选择已发布的年报（可以多选）", "年报", _PAGES)


def pick_last_year(app: App) -> list[Path]:
    """Return the one file with last year's figures that the user picks."""
    return _pick(app, "选择上年的汇总工作簿或年报", "汇总工作簿、年报", _PAGES, several=False)


def pick_mapping(app: App) -> list[Path]:
    """Return the one file with the order of a list that the user picks."""
    return _pick(app, "选择对照表（用 gkxl list new 生成后改好的）", "对照表", (".xlsx",), several=False)


def pick_folder(app: App) -> list[Path]:
    """Return the folder that the user picks; none where the dialog is cancelled."""
    return _picked(app.api.FileDialog(_FOLDER), "选择收报送的文件夹")


def _pick(app: App, title: str, kind: str, endings: Sequence[str], *, several: bool = True) -> list[Path]:
    dialog = app.api.FileDialog(_FILES)  # Excel's own object: xlwings has no name for its dialogs
    dialog.AllowMultiSelect = several
    dialog.Filters.Clear()
    dialog.Filters.Add(kind, ";".join(f"*{ending}" for ending in endings))
    return _picked(dialog, title)


def _picked(dialog: FileDialog, title: str) -> list[Path]:
    dialog.Title = title
    if dialog.Show() != _CHOSEN:
        return []
    chosen = dialog.SelectedItems
    return [Path(str(chosen.Item(number))) for number in range(1, chosen.Count + 1)]

"""Let the user choose files in Excel's own dialogs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gkxl.ribbon.excel_api import FileDialog
    from gkxl.ribbon.excel_types import App


_FILES, _FOLDER = 3, 4
"""msoFileDialogFilePicker, msoFileDialogFolderPicker."""
_CHOSEN = -1


def pick_files(app: App) -> list[Path]:
    """Return the workbooks that the user picks; none where the dialog is cancelled."""
    from gkxl.workbook.reading.protocol import EXTENSIONS

    dialog = app.api.FileDialog(_FILES)  # Excel's own object: xlwings has no name for its dialogs
    dialog.AllowMultiSelect = True
    dialog.Filters.Clear()
    dialog.Filters.Add("工作簿", ";".join(f"*{ending}" for ending in sorted(EXTENSIONS)))
    return _picked(dialog, "选择科室发回的工作簿（可以多选）")


def pick_folder(app: App) -> list[Path]:
    """Return the folder that the user picks; none where the dialog is cancelled."""
    return _picked(app.api.FileDialog(_FOLDER), "选择收报送的文件夹")


def _picked(dialog: FileDialog, title: str) -> list[Path]:
    dialog.Title = title
    if dialog.Show() != _CHOSEN:
        return []
    chosen = dialog.SelectedItems
    return [Path(str(chosen.Item(number))) for number in range(1, chosen.Count + 1)]

"""What a click is about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.ribbon.excel_book import ExcelWorkbook

if TYPE_CHECKING:
    from gkxl.ribbon.excel_types import App, Book


@dataclass(frozen=True)
class Click:
    """A button that was pressed."""

    app: App
    book: Book
    """The workbook that it was pressed in."""
    paths: tuple[Path, ...] = ()
    """Files and folders that were named with the command; empty: the user is asked."""

    @property
    def workbook(self) -> ExcelWorkbook:
        """The workbook as the actions see it."""
        return ExcelWorkbook(self.book)

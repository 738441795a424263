"""Fill in a workbook the way a person does: find the table by its heading, the row and the column by their labels."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from support.published import Key

HEADINGS = {"二": "二、主动公开政府信息情况", "三": "三、收到和处理政府信息公开申请情况", "四": "四、政府信息公开行政复议、行政诉讼情况"}
LEAVES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


class Sheet:
    """An input sheet as a person sees it."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.texts = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and not str(cell.value).startswith("=")]
        tops = {section: next(cell.row for cell in self.texts if cell.value == heading) for section, heading in HEADINGS.items()}
        bottoms = {"二": tops["三"], "三": tops["四"], "四": sheet.max_row + 1}
        self.areas = {section: range(top + 1, bottoms[section]) for section, top in tops.items()}
        self.places: dict[Key, Cell] = {}
        self._find_disclosure()
        self._find_applications()
        self._find_disputes()

    def field(self, name: str) -> Cell:
        """Return the cell to the right of the name of a head field."""
        label = next(cell for cell in self.texts if cell.value == name)
        merged = next(area for area in self.sheet.merged_cells.ranges if label.coordinate in area)
        return self.sheet.cell(label.row, merged.max_col + 1)

    def fill(self, figures: Mapping[Key, object]) -> None:
        """Type every figure into its cell."""
        for key, value in figures.items():
            if value is not None:
                self.places[key].value = value

    def _visible(self, section: str) -> list[Cell]:
        hidden = self.sheet.row_dimensions
        return [cell for cell in self.texts if cell.row in self.areas[section] and cell.column > 1 and not hidden[cell.row].hidden]

    def _find_disclosure(self) -> None:
        clause, columns = "", {}
        for row in self.areas["二"]:
            texts = [cell for cell in self._visible("二") if cell.row == row]
            if not texts:
                continue
            first = texts[0].value
            if first.startswith("第二十条"):
                clause = first
            elif first == "信息内容":
                columns = {cell.value: cell.column for cell in texts[1:]}
            elif clause:
                for name, column in columns.items():
                    self.places["二", f"{clause} {first}", name] = self.sheet.cell(row, column)

    def _find_applications(self) -> None:
        texts = self._visible("三")
        first_row = next(cell.row for cell in texts if cell.value.startswith("一、"))
        columns = {cell.value: cell.column for cell in texts if cell.row < first_row}
        last_row = next(cell.row for cell in texts if cell.value.startswith("四、结转"))
        for row in range(first_row, last_row + 1):
            labels = [cell.value for cell in texts if cell.row == row and cell.column < min(columns[name] for name in ("自然人",))]
            group = self._group(row, columns["自然人"])
            own = labels[-1]
            label = own if own[0] in "（一二四" else f"{group} {own}"
            for applicant in ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"):
                self.places["三", label, applicant] = self.sheet.cell(row, columns[applicant])

    def _group(self, row: int, before: int) -> str:
        """Return the text of the tall cell nearest to the figures that covers a row."""
        tall = [area for area in self.sheet.merged_cells.ranges if area.min_row <= row <= area.max_row > area.min_row and area.max_col < before]
        area = max(tall, key=lambda one: one.min_col, default=None)
        return str(self.sheet.cell(area.min_row, area.min_col).value) if area else ""

    def _find_disputes(self) -> None:
        leaves = sorted((cell for cell in self._visible("四") if cell.value in LEAVES), key=lambda cell: cell.column)
        bottom = max(cell.row for cell in leaves) + 1
        for number, leaf in enumerate(leaves):
            self.places["四", "", str(number)] = self.sheet.cell(bottom, leaf.column)


def fill_in(template: Path, target: Path, unit: str, period: str, figures: Mapping[Key, object]) -> Sheet:
    """Fill the input sheet of a template, save it under another name, and return the blank sheet as the person saw it.

    Its places are found once for each template; a copy of it is then a matter of milliseconds.
    """
    from support.stamp import stamp_of

    stamp = stamp_of(template)
    target.write_bytes(stamp.filled(figures, unit=unit, period=period))
    return stamp.seen

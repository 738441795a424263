"""What reading the figures of a sheet says: each kind of trouble with its sentence."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from string import ascii_uppercase

from gkxl.forms import Form, Item, Kind
from gkxl.model.figures import Misread
from gkxl.model.period import Period
from gkxl.model.submission import address
from gkxl.model.unit import Unit
from gkxl.rules.catalogue import check_by_id
from gkxl.rules.findings import Finding


class SheetFindings:
    """Collects the findings on one sheet in `found`; on a 汇总 (`of_sums`) what was mended is not sent again but added up again."""

    def __init__(self, file: str, sheet: str, form: Form, unit: Unit, period: Period, *, of_sums: bool) -> None:
        self._again, self._anew = ("重新汇总", "重新汇总") if of_sums else ("重新报送", "用原模板重新填报")
        self.file, self.sheet, self.unit, self.period = file, sheet, unit, period
        self.form = form
        self.found: list[Finding] = []

    def misread(self, item: Item, misread: Misread, cell: str) -> None:
        """Say that a cell holds no figure of its kind."""
        message = f"{cell}（{item.label}）填的是{misread.what}。{item.kind.sentence}，本格没有计入汇总；请改正后{self._again}。"
        plain = f"{cell} {item.label}：填的是{misread.what}，请改为{_wanted(item.kind)}。"
        self._add(misread.rule, message, [cell], [item.code], expected=item.kind.sentence, actual=misread.what, plain=plain)

    def stray(self, item: Item, cell: str, own: str, found: str) -> None:
        """Say that something stands beside the cell of a figure, where a merged cell was broken up; it is not read."""
        what = " ".join(found.removesuffix(".0").split())
        message = (
            f"{cell}填了“{what}”，但这里不是填数的格：“{item.label}”的格是{own}（合并单元格被拆开），{cell}的内容没有计入汇总。"
            f"请把数填进{own}，清空{cell}，再{self._again}。"
        )
        self._add("figure.stray", message, [cell], [item.code], actual=what)

    def far(self, cells: Iterable[str], lacking: Container[int]) -> None:
        """Say that cells far away from everything else are filled, and were not read; `lacking` are the lines on which a figure is not stated."""
        ordered = sorted(cells, key=lambda cell: (len(cell), cell))
        moved = [cell for cell in ordered if int(cell.lstrip(ascii_uppercase)) - 1 in lacking]
        if moved:
            self.moved(moved)
        if others := [cell for cell in ordered if cell not in moved]:
            message = f"{_some(others)}离表格极远却填有内容，没有读取，表内各数不受影响。如是误填，请清空后保存；如是要报送的数，请填进表内的格。"
            self._add("sheet.far_cell", message, others[:4])

    def moved(self, cells: Sequence[str]) -> None:
        """Say that cells far away are filled on lines that lack a figure: it may have been moved there, and does not count."""
        message = (
            f"{_some(cells)}离表格极远却填有内容，而同一行里有格没有填数，可能是数被挤到了那里，没有计入汇总。请把数移回表内的格后{self._again}。"
        )
        self._add("figure.moved_away", message, cells[:4])

    def uncalculated(self, cells: Sequence[tuple[Item, str]]) -> None:
        """Say once for the sheet that its formulas have no results: one saving by Excel mends them all."""
        places = [cell for _, cell in cells]
        label = cells[0][0].label
        shown = f"{places[0]}（{label}）" if len(places) == 1 else f"{'、'.join(places[:6])}等{len(places)}格（{label}等）"
        message = f"{shown}填的是没有计算结果的公式，没有计入汇总；请改正：用 Excel 或 WPS 打开文件、保存，再{self._again}。"
        self._add("figure.uncalculated", message, places, [item.code for item, _ in cells])

    def changed_label(self, cell: str, label: str, found: str, axis: str) -> None:
        """Say that a row or column is not called as on the form; `axis` is 行 or 列."""
        now = f"现为“{' '.join(found.split())}”" if found else "现在是空白"
        message = f"{cell}的{axis}名称应为“{label}”，{now}。数字仍按隐藏代码计入“{label}”；请核对数字填在了正确的{axis}，并恢复名称。"
        self._add("label.changed", message, [cell], expected=label, actual=found)

    def lost(self, code: str, what: str, items: Sequence[Item]) -> None:
        """Say that a row, a column or the codes of a block are gone, with their figures."""
        message = f"缺少{what}（行、列或隐藏代码被删除），其中的数没有计入汇总。请{self._anew}。"
        self._add("code.missing", message, (), [item.code for item in items] or [code])

    def repeated_row(self, code: str, first: int, second: int, code_column: int) -> None:
        """Say that a row of figures stands twice."""
        message = f"第{first + 1}行与第{second + 1}行是同一指标（行被复制），只计第{first + 1}行。请删除多出的一行后{self._again}。"
        self._add("code.repeated", message, [address(first, code_column), address(second, code_column)], [code])

    def repeated_column(self, code: str, row: int, first: int, second: int) -> None:
        """Say that a column of figures stands twice; `row` is the one below its codes."""
        cells = [address(row, first), address(row, second)]
        message = f"{cells[0]}与{cells[1]}所在的两列是同一指标（列被复制），只计前一列。请删除多出的一列后{self._again}。"
        self._add("code.repeated", message, cells, [code])

    def _add(
        self, rule: str, message: str, cells: Sequence[str], items: Sequence[str] = (), *, expected: str = "", actual: str = "", plain: str = ""
    ) -> None:
        self.found.append(
            Finding.of(
                check_by_id(rule, self.form),
                f"{self.file}，工作表“{self.sheet}”，{message}",
                unit=self.unit,
                period=str(self.period),
                file=self.file,
                sheet=self.sheet,
                cells=cells,
                codes=items,
                expected=expected,
                actual=actual,
                plain=plain or message,
            )
        )


def _wanted(kind: Kind) -> str:
    """Return what to write in place of what is no figure of a kind: "不小于0的整数"."""
    least = "" if kind.minimum is None else f"不小于{kind.minimum}的"
    return f"{least}{'整数' if kind.whole else '数'}"


def _some(cells: Sequence[str]) -> str:
    """Return cells as a list for people, cut after four."""
    return "、".join(cells[:4]) + (f"等{len(cells)}格" if len(cells) > 4 else "")

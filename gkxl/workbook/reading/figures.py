"""Read the figures of an input sheet by their codes, and say of each what is not as it should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from gkxl.forms import Block, Form, Item, form_by_id, normalise
from gkxl.model.figures import Misread, Number, read_counts, read_figure
from gkxl.model.period import Period
from gkxl.model.submission import Position, address
from gkxl.rules.catalogue import COLLECTION_RULES
from gkxl.rules.findings import Finding
from gkxl.workbook.format.codes import PREFILLED, SKIPPED
from gkxl.workbook.reading.coded_sheet import CodedSheet
from gkxl.workbook.reading.protocol import Book


class _Line(NamedTuple):
    """A row of figures as it must be found."""

    code: str
    labels: list[tuple[str, frozenset[str]]]
    """Canonical label and every accepted one, normalised: its own, and that of a group that starts on it."""
    items: list[Item]
    """In the order of the columns; their positions in `Form.items` follow one another."""
    counts: bool
    """Whether every item is a plain count."""


@cache
def _expectations(form_id: str) -> list[tuple[str, Block, list[_Line]]]:
    """Return for each block of a form: table code, block, its lines."""
    form = form_by_id(form_id)
    expectations = []
    for table in form.tables:
        for block in table.blocks:
            lines = []
            seen: set[str] = set()
            for row in block.rows:
                starting = [block.groups[code].label for code in row.groups if code not in seen]
                seen.update(row.groups)
                labels = [(label, frozenset({normalise(label)})) for label in starting]
                if row.label:
                    labels.append((row.label, frozenset(normalise(name) for name in (row.label, *row.variants))))
                code = f"{table.code}.{row.code}"
                items = [form.items[form.index[f"{code}.{column.code}"]] for column in block.columns]
                lines.append(_Line(code, labels, items, all(item.kind.whole and item.kind.minimum == 0 for item in items)))
            expectations.append((table.code, block, lines))
    return expectations


class FigureReader:
    """Reads the figures of one sheet; `read` fills `stated`, `positions`, `misread` and `findings`."""

    def __init__(self, book: Book, sheet: CodedSheet, file: str, form: Form, unit: str, period: Period) -> None:
        self.book, self.sheet, self.file, self.form, self.unit, self.period = book, sheet, file, form, unit, period
        self.stated: list[Number | None] = [None] * len(form.items)
        self.positions: list[Position | None] = [None] * len(form.items)
        self.misread: dict[int, str] = {}
        """Items whose cell was not understood or not found, with what stands there."""
        self.as_text: set[int] = set()
        """Items whose figure is written as text."""
        self.findings: list[Finding] = []
        self._broken_totals: list[tuple[Item, Misread, str]] = []
        self._never_calculated: list[tuple[Item, str]] = []

    @property
    def blank(self) -> bool:
        """Whether nothing at all is stated beside what was filled in beforehand: a sheet that was sent out and never filled in."""
        given = self.form.total_items | self._prefilled
        return self.misread.keys() <= given and all(value is None for index, value in enumerate(self.stated) if index not in given)

    @property
    def unasked(self) -> frozenset[int]:
        """Items of the tables that this sheet does not ask for."""
        tables = {code.removeprefix(SKIPPED) for code in self.sheet.codes if code.startswith(SKIPPED)}
        return frozenset(item.index for item in self.form.items if item.table in tables)

    @cached_property
    def _prefilled(self) -> frozenset[int]:
        listed = next((code for code in self.sheet.codes if code.startswith(PREFILLED)), "").removeprefix(PREFILLED)
        return frozenset(self.form.index[code] for code in listed.split(",") if code in self.form.index)

    def read(self) -> None:
        """Read every block of the form."""
        for table, block, lines in _expectations(self.form.id):
            self._block(table, block, lines)
        self._repeated()
        self._uncalculated_cells()
        # A total that only adds up somebody else's error is not worth a second complaint.
        if not any(finding.rule == "figure.error_value" for finding in self.findings):
            for item, figure, cell in self._broken_totals:
                self._misread(item, figure, cell)

    def _block(self, table: str, block: Block, lines: Sequence[_Line]) -> None:
        where = self.form.table(table).label + block.title
        columns = self.sheet.columns(f"@{table}.{block.code}")
        missing = [column for column in block.columns if column.code not in columns]
        if len(missing) == len(block.columns):
            self._lost(f"@{table}.{block.code}", f"{where}的代码行", [item for line in lines for item in line.items])
            return
        for column in missing:
            self._lost(f"{table}.{column.code}", f"{where}“{column.label}”列", [i for line in lines for i in line.items if i.column == column.code])
        places = [columns.get(column.code) for column in block.columns]
        first_col = min(place for place in places if place is not None)
        body: list[int] = []
        for line in lines:
            number = self.sheet.codes.get(line.code)
            if number is None:
                name = line.labels[-1][0] if line.labels else "数据"
                self._lost(line.code, f"{where}“{name}”行", line.items)
                continue
            body.append(number)
            self._line(line, number, places, first_col)
        first_line = self.sheet.codes.get(f"@{table}.{block.code}", 0) + 1
        for code, first, second in self.sheet.repeated_columns(f"@{table}.{block.code}"):
            cells = [address(first_line, first), address(first_line, second)]
            message = f"{cells[0]}与{cells[1]}所在的两列是同一指标（列被复制），只计前一列。请删除多出的一列后重新报送。"
            self._finding("code.repeated", message, cells, [f"{table}.{code}"])
        self._headers(block, columns, first_line, min(body, default=first_line))

    def _line(self, line: _Line, number: int, places: Sequence[int | None], first_col: int) -> None:
        row = self.sheet.rows[number]
        for label, accepted in line.labels:
            if label not in row[self.sheet.marked.col + 1 : first_col]:
                self._label(row, number, first_col, label, accepted)
        first = line.items[0].index
        self.positions[first : first + len(places)] = [None if col is None else (number, col) for col in places]
        if line.counts and None not in places and not self._booleans:
            counts = read_counts([row[col] for col in places if col is not None])
            if counts is not None:
                self.stated[first : first + len(counts)] = counts
                return
        for item, col in zip(line.items, places, strict=True):
            if col is None:
                continue
            raw = row[col]
            total = item.index in self.form.total_items
            figure = read_figure(raw, item.kind) if raw != "" else self._empty(number, col, total)
            if self._booleans and address(number, col) in self._booleans:
                figure = Misread("figure.boolean", "逻辑值")
            if isinstance(figure, Misread):
                if total and figure.rule == "figure.error_value":
                    self._broken_totals.append((item, figure, address(number, col)))
                    continue
                self.misread[item.index] = str(raw) or figure.what
                if figure.rule == "figure.uncalculated":
                    self._never_calculated.append((item, address(number, col)))
                else:
                    self._misread(item, figure, address(number, col))
            else:
                self.stated[item.index] = figure
                if figure is not None and isinstance(raw, str):
                    self.as_text.add(item.index)

    def _empty(self, row: int, col: int, total: bool) -> Misread | None:
        """Return why a cell that the reader shows as empty is not, or None if it is."""
        if self._errors and address(row, col) in self._errors:
            return Misread("figure.error_value", "错误值（如 #DIV/0!、#REF!）")
        if not total and self._uncalculated and address(row, col) in self._uncalculated:
            return Misread("figure.uncalculated", "没有计算结果的公式")
        return None

    @cached_property
    def _errors(self) -> frozenset[str]:
        return self.book.error_cells(self.sheet.name)

    @cached_property
    def _booleans(self) -> frozenset[str]:
        return self.book.hidden_booleans(self.sheet.name)

    @cached_property
    def _uncalculated(self) -> frozenset[str]:
        return self.book.uncalculated_cells(self.sheet.name)

    def _finding(self, rule: str, message: str, cells: Sequence[str], items: Sequence[str] = (), *, expected: str = "", actual: str = "") -> None:
        kinds = {kind.rule_id: kind for kind in self.form.kinds.values()}
        severity = kinds[rule].severity if rule in kinds else COLLECTION_RULES[rule].severity
        text = f"{self.file}，工作表“{self.sheet.name}”，{message}"
        place = (self.unit, str(self.period), self.file, self.sheet.name)
        self.findings.append(Finding(rule, severity, text, *place, tuple(cells), tuple(items), expected, actual))

    def _misread(self, item: Item, misread: Misread, cell: str) -> None:
        message = f"{cell}（{item.label}）填的是{misread.what}。{item.kind.sentence}，本格没有计入汇总；请改正后重新报送。"
        self._finding(misread.rule, message, [cell], [item.code], expected=item.kind.sentence, actual=misread.what)

    def _uncalculated_cells(self) -> None:
        """Say once for the sheet that its formulas have no results: one saving by Excel mends them all."""
        if not self._never_calculated:
            return
        cells = [cell for _, cell in self._never_calculated]
        label = self._never_calculated[0][0].label
        shown = f"{cells[0]}（{label}）" if len(cells) == 1 else f"{'、'.join(cells[:6])}等{len(cells)}格（{label}等）"
        message = f"{shown}填的是没有计算结果的公式，没有计入汇总；请改正：用 Excel 或 WPS 打开文件、保存，再重新报送。"
        self._finding("figure.uncalculated", message, cells, [item.code for item, _ in self._never_calculated])

    def _label(self, row: Sequence[object], number: int, first_col: int, label: str, accepted: frozenset[str]) -> None:
        texts = [(col, value) for col, value in enumerate(row[:first_col]) if col > self.sheet.marked.col and isinstance(value, str) and value]
        if not any(normalise(value) in accepted for _, value in texts):
            col, found = texts[-1] if texts else (self.sheet.marked.col + 1, "")
            self._changed(address(number, col), label, found, "行")

    def _headers(self, block: Block, columns: Mapping[str, int], first: int, stop: int) -> None:
        """Compare the label of each column with the cells between its code and the first row of figures."""
        rows = self.sheet.rows
        for column in block.columns:
            col = columns.get(column.code)
            if col is None:
                continue
            texts = [(number, str(rows[number][col])) for number in range(first, stop) if rows[number][col] != ""]
            if any(text == column.label for _, text in texts):
                continue
            accepted = {normalise(name) for name in (column.label, *column.variants)}
            if not any(normalise(text) in accepted for _, text in texts):
                number, found = texts[-1] if texts else (max(first, stop - 1), "")
                self._changed(address(number, col), column.label, found, "列")

    def _changed(self, cell: str, label: str, found: str, axis: str) -> None:
        now = f"现为“{' '.join(found.split())}”" if found else "现在是空白"
        self._finding(
            "label.changed",
            f"{cell}的{axis}名称应为“{label}”，{now}。数字仍按隐藏代码计入“{label}”；请核对数字填在了正确的{axis}，并恢复名称。",
            [cell],
            expected=label,
            actual=found,
        )

    def _lost(self, code: str, what: str, items: Sequence[Item]) -> None:
        for item in items:
            self.misread[item.index] = "缺"
        message = f"缺少{what}（行、列或隐藏代码被删除），其中的数没有计入汇总。请用原模板重新填报。"
        self._finding("code.missing", message, (), [item.code for item in items] or [code])

    def _repeated(self) -> None:
        col = self.sheet.marked.col
        for code, first, second in self.sheet.repeated:
            self._finding(
                "code.repeated",
                f"第{first + 1}行与第{second + 1}行是同一指标（行被复制），只计第{first + 1}行。请删除多出的一行后重新报送。",
                [address(first, col), address(second, col)],
                [code],
            )

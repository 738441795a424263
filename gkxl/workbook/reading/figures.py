"""Read the figures of an input sheet by their codes, and say of each what is not as it should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from gkxl.forms import Form, Item, item_code, normalise
from gkxl.model.figures import UNFILLED, Misread, Number, kept_exactly, read_counts, read_figure
from gkxl.model.period import Period
from gkxl.model.shown import shown_on_sheet
from gkxl.model.submission import Position, address
from gkxl.model.unit import Unit
from gkxl.rules.findings import Finding
from gkxl.workbook.format.codes import PREFILLED, SKIPPED, SheetRole
from gkxl.workbook.reading.coded_sheet import CodedSheet
from gkxl.workbook.reading.expected_lines import ExpectedBlock, ExpectedLine, expected_blocks, last_width
from gkxl.workbook.reading.known_shape import FoundLine, KnownShape, known_shape, remember
from gkxl.workbook.reading.own_formulas import computed
from gkxl.workbook.reading.protocol import Book
from gkxl.workbook.reading.sheet_findings import SheetFindings


class FigureReader:
    """Reads the figures of one sheet; `read` fills `stated`, `positions`, `misread` and `findings`."""

    def __init__(self, book: Book, sheet: CodedSheet, file: str, form: Form, unit: Unit, period: Period, *, of_results: bool = False) -> None:
        self._of_results = of_results
        self.book, self.sheet, self.form = book, sheet, form
        self.stated: list[Number | None] = [None] * len(form.items)
        self.positions: list[Position | None] = [None] * len(form.items)
        self.misread: dict[int, str] = {}
        """Items whose cell was not understood or not found, with what stands there."""
        self.as_text: set[int] = set()
        """Items whose figure is written as text."""
        self.unfilled: set[int] = set()
        """Items of which a result table says that somebody has not stated them."""
        self._say = SheetFindings(file, sheet.name, form, unit, period, of_sums=sheet.marked.role is SheetRole.SUMMARY)
        self._lines: list[FoundLine] = []
        self._broken_totals: list[tuple[Item, Misread, str]] = []
        self._never_calculated: list[tuple[Item, str]] = []

    @property
    def findings(self) -> list[Finding]:
        """What is not as it should be."""
        return self._say.found

    @property
    def blank(self) -> bool:
        """Whether nothing at all is stated beside what was filled in beforehand: a sheet that was sent out and never filled in."""
        given = self.form.total_items | self._prefilled
        return self.misread.keys() <= given and all(value is None for index, value in enumerate(self.stated) if index not in given)

    @property
    def only_totals(self) -> list[str]:
        """The cells of totals that were typed on a sheet that is blank else."""
        if not self.blank or all(not self.stated[item] for item in self.form.total_items):
            return []
        typed = shown_on_sheet(self.form, self.stated, frozenset(self.as_text)).overwritten
        return [address(*position) for item in typed if (position := self.positions[item])]

    @cached_property
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
        if shape := known_shape(self.form, self.sheet):
            self.positions = list(shape.positions)
            for line in shape.lines if self._booleans else shape.take_counts(self.sheet.rows, self.stated):
                self._take_line(*line)
        else:
            self._read_blocks()
        for code, first, second in self.sheet.repeated:
            self._say.repeated_row(code, first, second, self.sheet.marked.col)
        if self._never_calculated:
            self._say.uncalculated(self._never_calculated)
        if far := self.book.far_cells(self.sheet.name):
            inputs = set(range(len(self.stated))) - self.form.total_items
            self._say.far(far, {place[0] for item in inputs if self.stated[item] is None and (place := self.positions[item])})
        # A total that only adds up somebody else's error is not worth a second complaint.
        if self.misread.keys() <= self.form.total_items:
            for item, misread, cell in self._broken_totals:
                self._say.misread(item, misread, cell)

    def _read_blocks(self) -> None:
        for block in expected_blocks(self.form.id):
            self._read_block(block)
        if not self.findings and not self.sheet.repeated:  # nothing to say of what stands where
            heads = [self.sheet.codes[block.code] for block in expected_blocks(self.form.id)]
            remember(KnownShape.of(self.form, self.sheet, self._lines, self.positions, heads), self.sheet.marked.role)

    def _read_block(self, expected: ExpectedBlock) -> None:
        columns = self._columns(expected)
        if not columns:
            return
        first_row = self.sheet.codes[expected.code] + 1
        self._compare_strays(expected, columns)
        rows = [row for line in expected.lines if (row := self._read_line(line, expected, columns)) is not None]
        for code, first, second in self.sheet.repeated_columns(expected.code):
            self._say.repeated_column(item_code(expected.table, code), first_row, first, second)
        self._compare_headers(expected, columns, first_row, min(rows, default=first_row))

    def _compare_strays(self, expected: ExpectedBlock, columns: Mapping[str, int]) -> None:
        """Say of every cell among the figures of a block that is no figure's own: behind the first cell of a merged one that was broken up."""
        first, stop = min(columns.values()), max(columns.values()) + last_width(self.form.id, expected.code)
        own = {col - first for col in columns.values()}
        for line in expected.lines:
            number = self.sheet.codes.get(line.code)
            if number is None:
                continue
            row = self.sheet.rows[number][first:stop]
            if len(row) - row.count("") <= len(own) and all(row[col] != "" for col in own if col < len(row)):
                continue  # as in nearly every row: nothing but figures
            for col, raw in enumerate(row):
                if col in own or raw == "":
                    continue
                at = max(place for place in own if place < col) + first
                item = next(item for item in line.items if columns.get(item.column) == at)
                if isinstance(read_figure(raw, item.kind), Number):  # words are somebody's remark
                    self._say.stray(item, address(number, first + col), address(number, at), str(raw))

    def _columns(self, expected: ExpectedBlock) -> dict[str, int]:
        """Return where each column of a block stands, without those that are gone; what is gone is said."""
        found = self.sheet.columns(expected.code)
        columns = {column.code: found[column.code] for column in expected.block.columns if column.code in found}
        if not columns:
            self._lose(expected.code, f"{expected.name}的代码行", [item for line in expected.lines for item in line.items])
            return {}
        for column in expected.block.columns:
            if column.code not in columns:
                self._lose(item_code(expected.table, column.code), f"{expected.name}“{column.label}”列", expected.items_of(column.code))
        return columns

    def _read_line(self, line: ExpectedLine, expected: ExpectedBlock, columns: Mapping[str, int]) -> int | None:
        """Read a line of figures and return on which row it stands; None, which is said, where it is gone."""
        number = self.sheet.codes.get(line.code)
        if number is None:
            name = line.labels[-1][0] if line.labels else "数据"
            self._lose(line.code, f"{expected.name}“{name}”行", line.items)
            return None
        self._compare_labels(line, number, min(columns.values()))
        places = [columns.get(column.code) for column in expected.block.columns]
        first = line.items[0].index
        self.positions[first : first + len(places)] = [None if col is None else (number, col) for col in places]
        self._lines.append((line, number, places))
        self._take_line(line, number, places)
        return number

    def _take_line(self, line: ExpectedLine, number: int, places: Sequence[int | None]) -> None:
        """Take the figures of a line that stands on a row, in these columns."""
        row, first = self.sheet.rows[number], line.items[0].index
        counts = self._plain_counts(line, row, places)
        if counts is not None:
            self.stated[first : first + len(counts)] = counts
            return
        for item, col in zip(line.items, places, strict=True):
            if col is not None:
                self._take(item, (number, col), row[col])

    def _plain_counts(self, line: ExpectedLine, row: Sequence[object], places: Sequence[int | None]) -> Sequence[Number] | None:
        """Return the figures of a line that holds nothing but plain counts, as nearly every line does, all at once; None for any other."""
        if not line.counts or None in places or self._booleans:
            return None
        return read_counts([row[col] for col in places if col is not None])

    def _take(self, item: Item, position: Position, raw: object) -> None:
        """Take one figure, or what its cell holds instead."""
        figure = self._figure(item, position, raw)
        if raw == UNFILLED:
            self.unfilled.add(item.index)
        if not isinstance(figure, Misread):
            self.stated[item.index] = figure
            # What a spreadsheet cannot keep is no slip of whoever typed it: it can only stand there as text.
            if figure is not None and isinstance(raw, str) and kept_exactly(figure):
                self.as_text.add(item.index)
        elif figure.rule == "figure.error_value" and item.index in self.form.total_items:
            self._broken_totals.append((item, figure, address(*position)))
        else:
            self.misread[item.index] = str(raw) or figure.what
            if figure.rule == "figure.uncalculated":
                self._never_calculated.append((item, address(*position)))
            else:
                self._say.misread(item, figure, address(*position))

    def _figure(self, item: Item, position: Position, raw: object) -> Number | Misread | None:
        """Return what a cell states, None for nothing; the file knows of cells that are not what the reader shows."""
        if self._booleans and address(*position) in self._booleans:
            return Misread("figure.boolean", "逻辑值")
        if raw != "":
            return read_figure(raw, item.kind, of_results=self._of_results)
        if self._errors and address(*position) in self._errors:
            return Misread("figure.error_value", "错误值（如 #DIV/0!、#REF!）")
        if self._uncalculated and item.index not in self.form.total_items and address(*position) in self._uncalculated:
            known = computed(self.book, self.sheet.name, address(*position)) if item.index in self._prefilled else None
            return Misread("figure.uncalculated", "没有计算结果的公式") if known is None else read_figure(known, item.kind)
        return None

    @cached_property
    def _errors(self) -> frozenset[str]:
        return self.book.error_cells(self.sheet.name)

    @cached_property
    def _booleans(self) -> frozenset[str]:
        return self.book.hidden_booleans(self.sheet.name)

    @cached_property
    def _uncalculated(self) -> Mapping[str, str]:
        return self.book.uncalculated_cells(self.sheet.name)

    def _lose(self, code: str, what: str, items: Sequence[Item]) -> None:
        for item in items:
            self.misread[item.index] = "缺"
        self._say.lost(code, what, items)

    def _compare_labels(self, line: ExpectedLine, number: int, first_figure: int) -> None:
        """Compare the labels of a row with the cells between its code and its first figure."""
        start = self.sheet.marked.col + 1
        cells = self.sheet.rows[number][start:first_figure]
        for label, accepted in line.labels:
            if label in cells:
                continue
            texts = [(col, text) for col, text in enumerate(cells, start) if isinstance(text, str) and text]
            if not any(normalise(text) in accepted for _, text in texts):
                col, found = texts[-1] if texts else (start, "")
                self._say.changed_label(address(number, col), label, found, "行")

    def _compare_headers(self, expected: ExpectedBlock, columns: Mapping[str, int], first: int, stop: int) -> None:
        """Compare the label of each column with the cells between its code and the first row of figures."""
        rows = self.sheet.rows
        for column in expected.block.columns:
            col = columns.get(column.code)
            if col is None:
                continue
            texts = [(number, str(rows[number][col])) for number in range(first, stop) if rows[number][col] != ""]
            if any(text == column.label for _, text in texts):
                continue
            accepted = {normalise(name) for name in (column.label, *column.variants)}
            if not any(normalise(text) in accepted for _, text in texts):
                number, found = texts[-1] if texts else (max(first, stop - 1), "")
                self._say.changed_label(address(number, col), column.label, found, "列")

"""Find the input sheets of a workbook by their codes and read the submissions on them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from gkxl.figures import Misread, Number, read_figure
from gkxl.findings import Finding, Unread, collection_finding
from gkxl.forms import Block, Form, form_by_id, form_for_year, normalise
from gkxl.period import Period, PeriodError, parse_period
from gkxl.submission import Position, Source, Submission, address
from gkxl.workbook.markers import INPUT, MARKER, MATRIX, PART, SUMMARY
from gkxl.workbook.opening import OpenedWorkbook, UnreadableFile

Rows = Sequence[Sequence[object]]

_MARKER = re.compile(rf"{MARKER}:([a-z]+):(\w*)")
_SEARCH_DEPTH, _SEARCH_WIDTH = 60, 40


@dataclass
class WorkbookReading:
    """What one workbook holds."""

    file: str
    submissions: list[Submission] = field(default_factory=list)
    """Of its input sheets."""
    summary: Submission | None = None
    """Of its 汇总, if it is a merged workbook."""
    parts: list[str] = field(default_factory=list)
    """Units that went into the 汇总, from its 明细."""
    findings: list[Finding] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sheet of ours: its role, its form, and the column that holds the row codes."""

    role: str
    form_id: str
    row: int
    col: int


def find_marker(rows: Rows) -> Marked | None:
    """Return what kind of sheet of ours this is, wherever rows and columns have moved it; None if it is foreign."""
    for number, row in enumerate(rows[:_SEARCH_DEPTH]):
        for col, value in enumerate(row[:_SEARCH_WIDTH]):
            if isinstance(value, str) and value.startswith(MARKER):
                match = _MARKER.fullmatch(value.strip())
                if match:
                    return Marked(match[1], match[2], number, col)
    return None


def read_workbook(book: OpenedWorkbook, file: str) -> WorkbookReading:
    """Return every submission in the workbook, and what could not be read of it; never raises for its content."""
    reading = WorkbookReading(file)
    found = False
    for sheet in book.sheet_names:
        try:
            rows = book.rows(sheet)
        except UnreadableFile as error:
            reading.unread.append(Unread(file, str(error)))
            continue
        marked = find_marker(rows)
        if marked is not None and marked.role == MATRIX:
            codes = (row[marked.col] for row in rows)
            reading.parts += [code.removeprefix(PART) for code in codes if isinstance(code, str) and code.startswith(PART)]
        if marked is None or marked.role not in (INPUT, SUMMARY):
            continue
        found = True
        _SheetReader(book, reading, sheet, rows, marked).read()
    if not found and not reading.unread:
        reading.unread.append(Unread(file, "没有找到填报表（缺少 gkxl 模板的隐藏代码）；请用 gkxl 模板填写，不要另建表格或只粘贴数字"))
    return reading


class _SheetReader:
    """Reads one sheet; what it finds goes into the reading of its workbook."""

    def __init__(self, book: OpenedWorkbook, reading: WorkbookReading, sheet: str, rows: Rows, marked: Marked) -> None:
        self.book, self.reading, self.sheet, self.rows, self.marked = book, reading, sheet, rows, marked
        self.codes: dict[str, int] = {}
        self.repeated: list[tuple[str, int, int]] = []
        for number, row in enumerate(rows):
            code = row[marked.col]
            if code and isinstance(code, str):
                first = self.codes.setdefault(code, number)
                if first != number and ("." in code or code[0] == "@"):
                    self.repeated.append((code, first, number))

    def read(self) -> None:
        """Add the submission on this sheet, or why there is none."""
        head = self._head()
        summary = self.marked.role == SUMMARY
        try:
            form = form_by_id(self.marked.form_id)
        except KeyError:
            self._refuse(f"使用的报表格式“{self.marked.form_id}”本程序不认识；请升级 gkxl 或用现行模板重新填报")
            return
        cells = {key: position for key, (position, _) in head.items()}
        values = {key: value for key, (_, value) in head.items()}
        unit = " ".join(_text(values.get("unit")).split())
        written = values.get("period")
        if not unit:
            if summary or not (self._any_figure(form) or _text(written)):
                return  # a spare sheet, or the empty 汇总 of a workbook that was never merged
            self._refuse(f"{_at(cells, 'unit')}没有填单位名称；请填写单位全称后重新报送")
            return
        try:
            if not _text(written):
                raise PeriodError("没有填期间")
            period = parse_period(written)
        except PeriodError as error:
            self._refuse(f"{_at(cells, 'period')}{error}；年报请填年份如 2019，月报请填年-月如 2019-03")
            return
        proper = form_for_year(period.year)
        if proper is not form:
            needed = f"应使用{proper.name}（gkxl template --form {proper.id}）" if proper else "没有对应的报表格式"
            self._refuse(f"{unit}用的是{form.name}，但{period.chinese}的报表{needed}；请换用正确的模板重新填报")
            return
        submission = self._figures(form, unit, period, values, cells)
        if summary:
            self.reading.summary = submission
        else:
            self.reading.submissions.append(submission)

    def _refuse(self, reason: str) -> None:
        self.reading.unread.append(Unread(self.reading.file, f"工作表“{self.sheet}”{reason}"))

    # -- head

    def _head(self) -> dict[str, tuple[Position, object]]:
        head: dict[str, tuple[Position, object]] = {}
        columns = self._columns("@head")
        for code, number in self.codes.items():
            kind, _, keys = code.partition(":")
            if kind == "head":
                for position, key in enumerate(keys.split(","), start=1):
                    col = columns.get(str(position))
                    if col is not None:
                        head[key] = ((number, col), self.rows[number][col])
            elif kind in ("note", "state"):
                texts = [(col, value) for col, value in enumerate(self.rows[number]) if col > self.marked.col and value != ""]
                skip = 1 if kind == "note" else 0  # a note stands behind the name of its field, the state stands alone
                head[kind] = ((number, texts[skip][0]), texts[skip][1]) if len(texts) > skip else ((number, self.marked.col), "")
                if kind == "state":
                    head["complete"] = ((number, self.marked.col), "yes" if keys == "complete" else "no")
        return head

    def _columns(self, code: str) -> dict[str, int]:
        """Return the columns that a hidden row names."""
        number = self.codes.get(code)
        if number is None:
            return {}
        row = self.rows[number]
        return {str(value).removesuffix(".0"): col for col, value in enumerate(row) if value != "" and col != self.marked.col}

    def _any_figure(self, form: Form) -> bool:
        """Whether anything is typed into an input cell."""
        for table in form.tables:
            for block in table.blocks:
                columns = self._columns(f"@{table.code}.{block.code}")
                for row in block.rows:
                    number = self.codes.get(f"{table.code}.{row.code}")
                    for column in block.columns:
                        col = columns.get(column.code)
                        index = form.index[f"{table.code}.{row.code}.{column.code}"]
                        if number is not None and col is not None and index not in form.total_items and self.rows[number][col] != "":
                            return True
        return False

    # -- figures

    def _figures(self, form: Form, unit: str, period: Period, values: Mapping[str, object], cells: Mapping[str, Position]) -> Submission:
        stated: list[Number | None] = [None] * len(form.items)
        positions: list[Position | None] = [None] * len(form.items)
        misread: dict[int, str] = {}
        findings: list[Finding] = []
        lost: list[tuple[str, str]] = []
        rows = self.rows
        for table, block, block_rows in _expectations(form.id):
            columns = self._columns(f"@{table}.{block.code}")
            missing = [column for column in block.columns if column.code not in columns]
            if len(missing) == len(block.columns):
                lost.append((f"@{table}.{block.code}", f"{form.table(table).label}{block.title}的代码行"))
                continue
            lost += [(f"{table}.{column.code}", f"{form.table(table).label}{block.title}“{column.label}”列") for column in missing]
            first_col = min(columns[column.code] for column in block.columns if column.code in columns)
            first_line = self.codes.get(f"@{table}.{block.code}", 0) + 1
            body: list[int] = []
            for code, expected, items in block_rows:
                number = self.codes.get(code)
                if number is None:
                    lost.append((code, f"{form.table(table).label}“{expected[-1][0] if expected else '数据'}”行"))
                    continue
                body.append(number)
                row = rows[number]
                for column_code, item in items:
                    col = columns.get(column_code)
                    if col is None:
                        continue
                    positions[item.index] = (number, col)
                    raw = row[col]
                    figure = read_figure(raw, item.kind) if raw != "" else self._empty(number, col, item.index in form.total_items)
                    if isinstance(figure, Misread):
                        misread[item.index] = str(row[col]) or figure.what
                        findings.append(self._misread(unit, period, item.code, item.label, item.kind.sentence, figure, address(number, col)))
                    else:
                        stated[item.index] = figure
                for label, accepted in expected:
                    if label not in row[self.marked.col + 1 : first_col]:
                        findings += self._label(unit, period, row, number, first_col, label, accepted)
            findings += self._headers(unit, period, block, columns, first_line, min(body, default=first_line))
        findings += self._lost(unit, period, lost)
        findings += self._repeated(unit, period)
        revision = self._revision(unit, period, values, cells, findings)
        self.reading.findings += findings
        head = {key: _text(value) for key, value in values.items()}
        return Submission(form, unit, period, revision, Source(self.reading.file, self.sheet), stated, positions, misread, head)

    def _empty(self, row: int, col: int, total: bool) -> Misread | None:
        """Return why a cell that the reader shows as empty is not, or None if it is."""
        if self._errors and address(row, col) in self._errors:
            return Misread("figure.error_value", "错误值（如 #DIV/0!、#REF!）")
        if not total and self._uncalculated and address(row, col) in self._uncalculated:
            return Misread("figure.uncalculated", "没有计算结果的公式")
        return None

    @cached_property
    def _errors(self) -> frozenset[str]:
        return self.book.error_cells(self.sheet)

    @cached_property
    def _uncalculated(self) -> frozenset[str]:
        return self.book.uncalculated_cells(self.sheet)

    def _finding(self, rule: str, message: str, unit: str, period: Period, cells: Sequence[str], items: Sequence[str] = (), **sides: str) -> Finding:
        text = f"{self.reading.file}，工作表“{self.sheet}”，{message}"
        return collection_finding(
            rule, text, unit=unit, period=str(period), file=self.reading.file, sheet=self.sheet, cells=cells, items=items, **sides
        )

    def _misread(self, unit: str, period: Period, code: str, label: str, sentence: str, misread: Misread, cell: str) -> Finding:
        message = f"{cell}（{label}）填的是{misread.what}。{sentence}，本格没有计入汇总；请改正后重新报送。"
        if misread.rule.startswith("kind."):
            kind = next(kind for kind in form_by_id(self.marked.form_id).kinds.values() if kind.rule_id == misread.rule)
            text = f"{self.reading.file}，工作表“{self.sheet}”，{message}"
            return Finding(
                kind.rule_id, kind.severity, text, unit, str(period), self.reading.file, self.sheet, (cell,), (code,), kind.sentence, misread.what
            )
        return self._finding(misread.rule, message, unit, period, [cell], [code], expected=sentence, actual=misread.what)

    def _label(
        self, unit: str, period: Period, row: Sequence[object], number: int, first_col: int, label: str, accepted: frozenset[str]
    ) -> list[Finding]:
        texts = [(col, value) for col, value in enumerate(row[:first_col]) if col > self.marked.col and isinstance(value, str) and value]
        if any(normalise(value) in accepted for _, value in texts):
            return []
        col, found = texts[-1] if texts else (self.marked.col + 1, "")
        return [self._changed(unit, period, address(number, col), label, found, "行")]

    def _headers(self, unit: str, period: Period, block: Block, columns: Mapping[str, int], first: int, stop: int) -> list[Finding]:
        findings = []
        for column in block.columns:
            col = columns.get(column.code)
            if col is None:
                continue
            texts = [(number, str(self.rows[number][col])) for number in range(first, stop) if self.rows[number][col] != ""]
            if any(text == column.label for _, text in texts):
                continue
            accepted = {normalise(name) for name in (column.label, *column.variants)}
            if not any(normalise(text) in accepted for _, text in texts):
                number, found = texts[-1] if texts else (max(first, stop - 1), "")
                findings.append(self._changed(unit, period, address(number, col), column.label, found, "列"))
        return findings

    def _changed(self, unit: str, period: Period, cell: str, label: str, found: str, axis: str) -> Finding:
        message = (
            f"{cell}的{axis}名称应为“{label}”，现为“{' '.join(found.split())}”。"
            f"数字仍按隐藏代码计入“{label}”；请核对数字填在了正确的{axis}，并恢复名称。"
        )
        return self._finding("label.changed", message, unit, period, [cell], expected=label, actual=found)

    def _lost(self, unit: str, period: Period, lost: Sequence[tuple[str, str]]) -> list[Finding]:
        return [
            self._finding("code.missing", f"缺少{what}（行、列或隐藏代码被删除），其中的数没有计入汇总。请用原模板重新填报。", unit, period, (), (code,))
            for code, what in lost
        ]

    def _repeated(self, unit: str, period: Period) -> list[Finding]:
        col = self.marked.col
        return [
            self._finding(
                "code.repeated",
                f"第{first + 1}行与第{second + 1}行是同一指标（行被复制），只计第{first + 1}行。请删除多出的一行后重新报送。",
                unit,
                period,
                [address(first, col), address(second, col)],
                [code],
            )
            for code, first, second in self.repeated
        ]

    def _revision(
        self, unit: str, period: Period, values: Mapping[str, object], cells: Mapping[str, Position], findings: list[Finding]
    ) -> int:
        written = _text(values.get("revision")).removesuffix(".0")
        if not written:
            return 1
        if written.isdecimal() and int(written) > 0:
            return int(written)
        place = address(*cells["revision"])
        findings.append(
            self._finding("head.revision", f"{place}的修订号“{written}”应为1、2、3……，本次按1处理；请改正。", unit, period, [place], actual=written)
        )
        return 1


@cache
def _expectations(form_id: str) -> list[tuple[str, Block, list[tuple[str, list[tuple[str, frozenset[str]]], list[tuple[str, object]]]]]]:
    """Return for each block of a form: table code, block, and for each row its code, the labels it must show, its items."""
    form = form_by_id(form_id)
    expectations = []
    for table in form.tables:
        for block in table.blocks:
            lines = []
            seen: set[str] = set()
            for row in block.rows:
                labels = []
                for group in row.groups:
                    if group not in seen:
                        seen.add(group)
                        labels.append((block.groups[group].label, frozenset({normalise(block.groups[group].label)})))
                if row.label:
                    labels.append((row.label, frozenset(normalise(name) for name in (row.label, *row.variants))))
                code = f"{table.code}.{row.code}"
                items = [(column.code, form.items[form.index[f"{code}.{column.code}"]]) for column in block.columns]
                lines.append((code, labels, items))
            expectations.append((table.code, block, lines))
    return expectations  # type: ignore[return-value]  # Item is an object here only to keep the signature short


def _text(value: object) -> str:
    """Return a head field as text; a whole number loses its decimal point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _at(cells: Mapping[str, Position], key: str) -> str:
    return f"{address(*cells[key])}格" if key in cells else "（表头的隐藏代码已丢失）"

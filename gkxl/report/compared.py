"""Two periods side by side as a table of words, as Word and HTML print it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from gkxl.aggregation.side_by_side import Line, side_by_side
from gkxl.model.figures import show
from gkxl.model.submission import Submission
from gkxl.safe_write import SEAL, sealed_page
from gkxl.texts import harmless

NOT_COMPARABLE = "不可比"
_CELL = "border:1px solid #000;padding:3px 5px"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is printed of two periods."""

    title: str
    columns: tuple[str, ...]
    tables: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    """The name of each table with its lines; figures that are 0 in both are left out."""
    notes: tuple[str, ...]


def compared(this: Submission, last: Submission, notes: Sequence[str] = ()) -> Comparison:
    """Return what is printed of two periods; `notes` stand above the tables."""
    lines = side_by_side(this, last)
    by_table: dict[str, list[tuple[str, ...]]] = {}
    for line in lines:
        if not line.empty:
            by_table.setdefault(line.table, []).append(words_of(line))
    left_out = "两期都是0或未填的指标没有列出。"
    changed = "两期的报表格式不同，含义变了或只在一期有的指标标“不可比”。" if this.form.id != last.form.id else ""
    title = f"{this.called}{this.period.chinese}与{last.period.chinese}对比"
    columns = ("指标", this.period.chinese, last.period.chinese, "增减", "增减（%）")
    tables = tuple((name, tuple(rows)) for name, rows in by_table.items())
    return Comparison(title, columns, tables, tuple(filter(None, (*notes, changed, left_out))))


def words_of(line: Line) -> tuple[str, ...]:
    """Return the cells of a line as text."""
    if not line.comparable:
        return line.label, show(line.this), show(line.last), NOT_COMPARABLE, ""
    return line.label, show(line.this), show(line.last), show(line.difference), "" if line.per_cent is None else str(line.per_cent)


def compared_html(made: Comparison) -> bytes:
    """Return the comparison as one HTML fragment."""
    body = [f'<h1 style="text-align:center;font-size:18pt">{escape(made.title)}</h1>', *(f"<p>{escape(note)}</p>" for note in made.notes)]
    for name, rows in made.tables:
        head = "".join(f'<th style="{_CELL}">{escape(column)}</th>' for column in made.columns)
        lines = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
        body += [
            f'<h2 style="font-size:14pt">{escape(name)}</h2>',
            f'<table style="border-collapse:collapse;width:100%"><tr>{head}</tr>\n{lines}</table>',
        ]
    inner = "\n".join(body)
    return sealed_page(harmless(f'<div data-generator="{SEAL}" lang="zh-CN">\n<meta charset="utf-8">\n{inner}\n</div>\n'))


def _cell(text: str) -> str:
    return f'<td style="{_CELL}">{escape(text)}</td>'

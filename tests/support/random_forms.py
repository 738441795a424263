"""Forms of any shape, as text of a form file: tables, spans, groups, totals and times drawn at random."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

TIMES = ("flow", "opening", "closing", "to_date")


@dataclass
class DrawnTable:
    """A table: rows and columns by code, which of them are totals, and how each row behaves over time."""

    code: str
    columns: int
    rows: list[str]
    """Times of the rows."""
    row_total: bool
    """Whether the last column is the sum of the others."""
    column_total: bool
    """Whether there is a last row that is the sum of the flows."""
    grouped: int
    """How many rows, from the second on, stand under a tall cell."""
    spanned: bool
    """Whether a cell over all figure columns stands above their heads."""


@dataclass
class DrawnForm:
    """A form and its text."""

    id: str
    tables: list[DrawnTable] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The form file."""
        lines = [f'id = "{self.id}"', f'series = "{self.id}"', 'name = "随意的格式"', "first_year = 2020", 'notice = ""', "[words]"]
        lines += [f'{key} = "随意"' for key in ("statistics", "sheet", "summary", "reporting")]
        lines += ["[report]", 'title = "{unit}{year}年"', 'period = "{start}至{end}"', "sections = ["]
        lines += [f'  {{ title = "第{number}节", table = "{table.code}" }},' for number, table in enumerate(self.tables)] + ["]"]
        lines += ["[kinds.count]", "whole = true", "minimum = 0", 'rule = { id = "kind.any", severity = "error", sentence = "整数" }']
        for table in self.tables:
            lines += _table(table)
        return "\n".join(lines)


def _table(table: DrawnTable) -> list[str]:
    columns = [f"c{number}" for number in range(table.columns)] + (["all"] if table.row_total else [])
    rows = [f"r{number}" for number in range(len(table.rows))] + (["sum"] if table.column_total else [])
    labels = 2 if table.grouped else 1
    heads = ", ".join(f'{{ column = "{code}" }}' for code in columns)
    corner = f'{{ text = "指标", cols = {labels}, rows = {2 if table.spanned else 1} }}'
    header = [f'  [{corner}, {{ text = "数量", cols = {len(columns)} }}],', f"  [{heads}],"] if table.spanned else [f"  [{corner}, {heads}],"]
    lines = ["[[tables]]", f'code = "{table.code}"', f'number = "{table.code}表"', 'name = "数"', f"widths = {[1000] * (labels + len(columns))}"]
    lines += ["[[tables.blocks]]", f'code = "{table.code}"', "header = [", *header, "]"]
    lines += ["columns = [", *(f'  {{ code = "{code}", label = "{code}列" }},' for code in columns), "]"]
    if table.grouped:
        lines += [f'groups = [{{ code = "tall", label = "其中", rows = {table.grouped} }}]']
    lines += ["rows = ["]
    for number, code in enumerate(rows):
        group = 'groups = ["tall"], ' if 1 <= number <= table.grouped else ""
        time = table.rows[number] if number < len(table.rows) else "flow"
        of = f', of = "r{table.rows.index("flow")}"' if time == "to_date" else ""
        lines.append(f'  {{ code = "{code}", {group}label = "{code}行", time = "{time}"{of} }},')
    lines += ["]", "equations = ["]
    if table.row_total:
        lines.append(_total(f"{table.code}.all", "row", f"all = c0..c{table.columns - 1}"))
    if table.column_total:
        flows = " + ".join(f"r{number}" for number, time in enumerate(table.rows) if time == "flow")
        lines.append(_total(f"{table.code}.sum", "column", f"sum = {flows}"))
    return [*lines, "]"]


def _total(name: str, per: str, formula: str) -> str:
    words = f'shown = "{formula}", sentence = "合计"'
    return f'  {{ id = "{name}", role = "total", per = "{per}", severity = "error", formula = "{formula}", {words} }},'


@st.composite
def tables(draw: st.DrawFn, code: str) -> DrawnTable:
    """Draw a table of one to five rows and one to six columns of figures."""
    times = draw(st.lists(st.sampled_from(TIMES), min_size=1, max_size=5))
    if "flow" not in times:  # then nothing adds up to a figure since January
        times = ["flow" if time == "to_date" else time for time in times]
    return DrawnTable(
        code,
        draw(st.integers(1, 6)),
        times,
        draw(st.booleans()),
        draw(st.booleans()) and "flow" in times,
        draw(st.integers(0, len(times) - 1)),
        draw(st.booleans()),
    )


@st.composite
def forms(draw: st.DrawFn) -> DrawnForm:
    """Draw a form of one to four tables."""
    number = draw(st.integers(1, 4))
    made = [draw(tables(f"t{index}")) for index in range(number)]
    shape = abs(hash(tuple((t.columns, tuple(t.rows), t.row_total, t.column_total, t.grouped, t.spanned) for t in made)))
    return DrawnForm(f"any-{shape:x}", made)

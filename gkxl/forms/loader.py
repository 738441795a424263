"""Read a form file and refuse it, with the line that is wrong, unless everything in it adds up."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from gkxl.forms.blocks import Block, Column, Group, Kind, Row
from gkxl.forms.compared import read_compared
from gkxl.forms.deriving import CircularTotalsError, instances_of, items_of
from gkxl.forms.drawing import draw
from gkxl.forms.equations import Equation, FormulaError, Instance, Role, Severity, Term, parse_formula, parse_sum
from gkxl.forms.keys import refuse_unknown_keys
from gkxl.forms.measures import Axes, read_measures, read_monthly
from gkxl.forms.model import Form, Item, Table
from gkxl.forms.nearest import unknown
from gkxl.forms.source import FormError, Source
from gkxl.forms.time import Time
from gkxl.forms.words import Section, Words

Raw = Mapping[str, Any]
_T = TypeVar("_T")


def load(path: Path) -> Form:
    """Return the form in `path`; raises FormError naming the line that is wrong."""
    return loads(path.read_text(encoding="utf-8"), path.name)


def loads(text: str, name: str = "form") -> Form:
    """Return the form in `text`; `name` is how errors call it."""
    source = Source(text, name)
    try:
        raw = tomllib.loads(text)
        refuse_unknown_keys(raw, source)
        return _form(raw, source)
    except tomllib.TOMLDecodeError as error:
        raise FormError(f"不合 TOML 的写法；请改正（{name}{_where(error)}）") from error
    except KeyError as error:
        raise FormError(f"缺少键“{error.args[0]}”；请补上（{name}）") from error
    except FormError:
        raise
    except (TypeError, ValueError) as error:
        raise FormError(f"值的类型不对；请改正（{name}）") from error


def _where(error: tomllib.TOMLDecodeError) -> str:
    """Return where a text is no TOML, as far as its reader says it: "，第3行第5列"."""
    found = re.search(r"line (\d+), column (\d+)", str(error))
    return f"，第{found[1]}行第{found[2]}列" if found else ""


def _form(raw: Raw, source: Source) -> Form:
    kinds = {code: _kind(code, kind, source) for code, kind in raw["kinds"].items()}
    report = raw["report"]
    sections = tuple(
        Section(section["title"], section.get("table"), section.get("text", ""), tuple(section.get("found_by", ()))) for section in report["sections"]
    )
    headings = {section.table: section.title for section in sections if section.table}
    tables = tuple(_table(table, headings, kinds, part) for table, part in zip(raw["tables"], source.under("tables"), strict=True))
    source.refuse_duplicates([table.code for table in tables], "表的代码")
    for code in headings:
        if code not in {table.code for table in tables}:
            raise source.error(f"报告章节里的表{unknown(code, [table.code for table in tables])}", f'table = "{code}"')
    if raw.get("last_year", raw["first_year"]) < raw["first_year"]:
        raise source.error("最后年度早于第一年度", "last_year")
    items = items_of(tables)
    index = {item.code: item.index for item in items}
    ids = [equation.id for table in tables for block in table.blocks for equation in block.equations] + [kind.rule_id for kind in kinds.values()]
    source.refuse_duplicates(ids, "规则编号", key="id")
    return Form(
        id=raw["id"],
        series=raw["series"],
        name=raw["name"],
        first_year=raw["first_year"],
        last_year=raw.get("last_year"),
        notice=raw["notice"],
        words=Words(**raw["words"]),
        report_title=report["title"],
        part_title=report.get("part_title", ""),
        report_period=report["period"],
        sections=sections,
        kinds=kinds,
        tables=tables,
        items=items,
        instances=_instances(tables, items, source),
        index=index,
        monthly=read_monthly(raw.get("monthly", {"measures": (), "charts": ()}), _axes(tables), index, source),
        main_figures=read_measures(raw.get("main_figures", {"measures": ()})["measures"], _axes(tables), index, source),
        compared=read_compared(raw.get("compared", {}), _axes(tables), source),
    )


def _axes(tables: tuple[Table, ...]) -> Axes:
    return {
        table.code: {block.code: ([row.code for row in block.rows], [column.code for column in block.columns]) for block in table.blocks}
        for table in tables
    }


def _kind(code: str, raw: Raw, source: Source) -> Kind:
    rule = raw["rule"]
    severity = source.choice(Severity, "severity", rule["severity"])
    return Kind(code, raw["whole"], raw.get("minimum"), tuple(raw.get("units", ())), rule["id"], severity, rule["sentence"])


def _table(raw: Raw, headings: Mapping[str, str], kinds: Mapping[str, Kind], source: Source) -> Table:
    code = raw["code"]
    if code not in headings:
        raise source.error(f"报告没有一个章节放表“{code}”", f'code = "{code}"')
    parts = source.under("tables.blocks")
    blocks = tuple(_block(block, len(raw["widths"]), kinds, part) for block, part in zip(raw["blocks"], parts, strict=True))
    source.refuse_duplicates([block.code for block in blocks], "块的代码")
    source.refuse_duplicates([row.code for block in blocks for row in block.rows], "行的代码")
    return Table(code, raw["number"], raw["name"], headings[code], tuple(raw["widths"]), blocks)


def _block(raw: Raw, width: int, kinds: Mapping[str, Kind], source: Source) -> Block:
    groups = {group["code"]: Group(group["code"], group["label"], group["rows"]) for group in raw.get("groups", ())}
    codes = [column["code"] for column in raw["columns"]]
    columns = tuple(_each(raw["columns"], lambda column: _column(column, kinds, codes, source), source))
    rows = tuple(_each(raw["rows"], lambda row: _row(row, groups, source), source))
    source.refuse_duplicates([column.code for column in columns], "列的代码")
    if any(row.time for row in rows) and any(column.time for column in columns):
        raise source.error("行和列都写了“time”，只能写在一处", "time =")
    _refuse_unfounded(rows, source)
    _refuse_unfounded(columns, source)
    equations = tuple(_each(raw.get("equations", ()), lambda equation: _equation(equation, rows, columns, source), source))
    with source.entry(raw):
        grid = draw(raw, width, columns, rows, groups, source)
    return Block(raw["code"], raw.get("title", ""), columns, rows, groups, equations, grid)


def _each(raws: Iterable[Raw], read: Callable[[Raw], _T], source: Source) -> Iterable[_T]:
    """Read entries one by one, so that a fault names the line of its entry."""
    for raw in raws:
        with source.entry(raw):
            entry = read(raw)
        yield entry


def _column(raw: Raw, kinds: Mapping[str, Kind], codes: Sequence[str], source: Source) -> Column:
    kind = raw.get("kind", "count")
    if kind not in kinds:
        raise source.error(f"数字种类{unknown(kind, kinds)}", f'kind = "{kind}"')
    time = source.choice(Time, "time", raw["time"]) if "time" in raw else None
    variants = tuple(raw.get("variants", ()))
    return Column(
        raw["code"],
        raw["label"],
        variants,
        kinds[kind],
        time,
        _beside(raw, "closed_by", codes, source),
        _beside(raw, "computed", codes, source),
        raw.get("of", ""),
    )


def _beside(raw: Raw, key: str, codes: Sequence[str], source: Source) -> tuple[Term, ...]:
    """Return the other columns that a column names, or none."""
    try:
        return parse_sum(raw[key], codes) if key in raw else ()
    except FormulaError as error:
        raise source.error(str(error), f'{key} = "{raw[key]}"') from error


def _row(raw: Raw, groups: Mapping[str, Group], source: Source) -> Row:
    for group in raw.get("groups", ()):
        if group not in groups:
            raise source.error(f"分组{unknown(group, groups)}", f'code = "{raw["code"]}"')
    time = source.choice(Time, "time", raw["time"]) if "time" in raw else None
    return Row(
        raw["code"],
        raw.get("label", ""),
        tuple(raw.get("groups", ())),
        tuple(raw.get("variants", ())),
        raw.get("hint", ""),
        time,
        tuple(raw.get("never_by", ())),
        raw.get("right", ""),
        raw.get("of", ""),
    )


def _refuse_unfounded(parts: Sequence[Row | Column], source: Source) -> None:
    """Raise FormError for a figure since January that does not say what adds up to it, and for one that names what cannot."""
    times = {part.code: part.time or Time.FLOW for part in parts}
    for part in parts:
        if part.time is not Time.TO_DATE:
            if part.of:
                raise source.error(f"只有“time”的值是“{Time.TO_DATE}”时才写“of”", f'of = "{part.of}"')
        elif not part.of:
            raise source.error(f"“time”的值是“{Time.TO_DATE}”，要用“of”写明累计的是哪一行或哪一列，如“current”", f'code = "{part.code}"')
        elif part.of not in times:
            raise source.error(f"“of”里的代码{unknown(part.of, times)}", f'of = "{part.of}"')
        elif times[part.of] is not Time.FLOW:
            raise source.error("“of”指的必须是发生数", f'of = "{part.of}"')


def _equation(raw: Raw, rows: tuple[Row, ...], columns: tuple[Column, ...], source: Source) -> Equation:
    words = f'formula = "{raw["formula"]}"'
    axes: Mapping[str, Iterable[Row | Column]] = {"column": rows, "row": columns}
    if raw["per"] not in axes:
        raise source.error(f"“per”的值{unknown(raw['per'], axes)}", words)
    try:
        left, relation, right = parse_formula(raw["formula"], [part.code for part in axes[raw["per"]]])
    except FormulaError as error:
        raise source.error(str(error), words) from error
    role = source.choice(Role, "role", raw["role"])
    if role is Role.TOTAL and (len(left) != 1 or relation != "=" or left[0].sign < 0 or any(term.previous for term in left + right)):
        raise source.error("合计（“role”的值是“total”）只能由同一期的数算出一个代码", words)
    if role is not Role.BROUGHT_FORWARD and any(term.previous for term in left + right):
        raise source.error("只有“role”的值是“brought_forward”的公式可以用上期的数", words)
    severity = source.choice(Severity, "severity", raw["severity"])
    return Equation(raw["id"], role, raw["per"], severity, raw["formula"], raw["shown"], raw["sentence"], left, relation, right)


def _instances(tables: tuple[Table, ...], items: tuple[Item, ...], source: Source) -> tuple[Instance, ...]:
    try:
        return instances_of(tables, items)
    except CircularTotalsError as error:
        raise source.error("几个合计互相推算，算不出来", f'formula = "{error.equation.formula}"') from None

"""The layout of a published table may be changed as people change it, or damaged: a figure is read in its own place, or it is named as unread."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from support import published, report_files, report_layouts, report_pages
from support.report_files import Kind
from support.report_layouts import Layout
from support.report_pages import Lines

from gkxl.forms import Form, form_by_id
from gkxl.model.period import Period
from gkxl.model.published import PublishedReport
from gkxl.model.submission import Source, Submission
from gkxl.published.document import TooManyPlacesError
from gkxl.published.html import read_html
from gkxl.published.reading import report_of
from gkxl.published.word import read_word


def read_back(kind: Kind, data: bytes) -> PublishedReport:
    """Return what is read of a report."""
    return report_of((read_word if kind is Kind.WORD else read_html)(data), f"年报.{kind}")


def unnamed(back: PublishedReport, stated: set[str]) -> set[str]:
    """Return of the figures that a report states those that are neither read nor named as unread; where no table is found, that is said."""
    told = back.submission
    lost = [item for item in told.form.items if told.stated[item.index] is None and item.index not in told.misread] if told else []
    return {item.code for item in lost if item.code in stated}


LAYOUTS: list[Layout] = [*report_layouts.HARMLESS, *report_layouts.IN_PIECES]
NOT_ALWAYS_WHOLE: list[Layout] = [report_layouts.other_spans, report_layouts.header_again, report_layouts.pages]
"""Under these what cannot be told is named: a line whose spans fit no head, one below the header of another block."""


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_layout_that_people_make_changes_no_figure(layout: Layout, kind: Kind) -> None:
    dice = random.Random(7)
    report = published.load("suqian_2024")
    form, texts = report_pages.form_of(report), report_pages.texts_of(report)
    tables = {table.code: layout(form, table.code, [report_pages.filled(form, table.code, texts)], dice) for table in form.tables}
    back = read_back(kind, report_files.written(kind, form, tables, report.body, report.year, dice))
    want, told = report_pages.expected(report.name), report_pages.figures(back)
    named = {code for code in want if told[code] is None and want[code] is not None}
    assert told == want | dict.fromkeys(named)
    assert len(named) < (10 if layout in NOT_ALWAYS_WHOLE else 1) and not unnamed(back, named)


@pytest.mark.parametrize("kind", Kind)
def test_tables_inside_other_tables_are_read(kind: Kind) -> None:
    report = published.load("shanghai_general_office_2019")
    form, texts = report_pages.form_of(report), report_pages.texts_of(report)
    tables = {table.code: [report_pages.filled(form, table.code, texts)] for table in form.tables}
    data = report_files.written(kind, form, tables, report.body, report.year, random.Random(1), nested=True)
    assert report_pages.figures(read_back(kind, data)) == report_pages.expected(report.name)


def figures_at_random(form: Form, dice: random.Random) -> tuple[dict[str, str], bool]:
    """Return figures that are all different, and whether their totals are right and all there; sometimes a column is empty."""
    numbers = dice.sample(range(1000, 100_000), len(form.items))
    stated = [None if item.index in form.total_items else number for item, number in zip(form.items, numbers, strict=True)]
    right = dice.random() < 0.7
    figures = Submission(form, "某局", Period(form.first_year), 0, Source("", ""), tuple(stated)).figures if right else numbers
    empty = dice.choice(form.items).column if dice.random() < 0.2 else ""
    texts = {item.code: str(figure) for item, figure in zip(form.items, figures, strict=True)}
    blank = {item.code: "" for item in form.items if item.table == "applications" and item.column == empty}
    return texts | blank, right and not blank


def changed(form: Form, table: str, lines: Lines, dice: random.Random) -> list[Lines]:
    """Return a table with up to two layouts of people's making, and up to three damages."""
    pieces = [lines]
    for layout in dice.sample(report_layouts.HARMLESS, dice.randrange(3)):
        pieces = layout(form, table, pieces, dice)
    if dice.random() < 0.3:
        pieces = dice.choice(report_layouts.IN_PIECES)(form, table, pieces, dice)
    for _ in range(dice.randrange(4)):
        at = dice.randrange(len(pieces))
        pieces[at] = report_layouts.damaged(pieces[at], dice) or pieces[at]
    return pieces


def is_right_or_named(seed: int) -> None:
    """Read a report whose layout was changed at random: every figure that is read is right, and what is printed and not read is named."""
    dice = random.Random(seed)
    form, kind = form_by_id(dice.choice(["2019", "2021"])), dice.choice(list(Kind))
    texts, right = figures_at_random(form, dice)
    lines = {table.code: report_pages.filled(form, table.code, texts) for table in form.tables}
    if right and dice.random() < 0.1:  # on all lines at once, what only the totals tell
        lines = {code: report_layouts.body_moved(of_table, dice) for code, of_table in lines.items()}
    tables = {code: changed(form, code, of_table, dice) for code, of_table in lines.items()}
    data = report_files.written(kind, form, tables, "某局", form.first_year, dice, nested=dice.random() < 0.1)
    try:
        back = read_back(kind, data)
    except TooManyPlacesError:
        return
    told = report_pages.figures(back) if back.submission else {}
    assert {code: value for code, value in told.items() if value is not None and str(value) != texts.get(code)} == {}
    printed = report_layouts.words_in(piece for pieces in tables.values() for piece in pieces)
    assert not unnamed(back, {code for code, text in texts.items() if text in printed})


@pytest.mark.parametrize("first", range(0, 100, 10))
def test_whatever_the_layout_a_figure_is_read_in_its_place_or_named(first: int) -> None:
    for seed in range(first, first + 10):
        is_right_or_named(seed)


@pytest.mark.exhaustive
@pytest.mark.parametrize("first", range(1000, 3000, 50))
def test_it_is_so_however_often_the_layout_is_changed(first: int) -> None:
    for seed in range(first, first + 50):
        is_right_or_named(seed)


ROW = "applications.granted"
COLUMNS = ["natural_person", "commercial", "research", "public_welfare", "legal_services", "other", "total"]


@pytest.mark.parametrize(
    ("line", "read_there"),
    [
        (["5", "1", "", "", "", "2", "8"], True),  # the zeros were left out
        (["5", "1", "", "", "", "2", ""], True),  # the total too
        (["5", "1", "0", "0", "0", "2", "9"], True),  # a wrong total, that the report answers for
        (["1", "0", "", "0", "0", "2", "8"], False),  # the 5 was lost, the others moved
        (["", "5", "1", "0", "0", "0", "8"], False),  # the 2 was lost, the others moved
        (["5", "1", "0", "0", "2", "", "8"], False),  # a 0 was lost and its total still holds: the columns want the 2 elsewhere
        (["1", "0", "0", "0", "2", "8", ""], False),  # the 5 was lost, all others moved
        (["5", "1", "2", "", "", "", ""], False),  # three 0 were lost, and the total
    ],
)
def test_a_line_with_an_empty_cell_is_read_where_its_sums_want_its_figures(line: list[str], read_there: bool, tmp_path: Path) -> None:
    right = {row: ["5", "1", "0", "0", "0", "2", "8"] for row in ("applications.new", "applications.results_total")}
    told = read_with(
        {f"{row}.{column}": text for row, texts in (right | {ROW: line}).items() for column, text in zip(COLUMNS, texts, strict=True)}, tmp_path
    )
    assert [told[f"{ROW}.{column}"] for column in COLUMNS] == [int(text) if text and read_there else None for text in line]


def read_with(texts: dict[str, str], folder: Path) -> dict[str, object]:
    """Return what is read of a report that states these figures, and 0 for all others; of no other line anything may be unread."""
    form = form_by_id("2021")
    all_texts = {item.code: "0" for item in form.items} | texts
    tables = {table.code: report_pages.html_table(report_pages.filled(form, table.code, all_texts)) for table in form.tables}
    back = report_pages.read_page(report_pages.page(form, tables, "某局", 2023), folder)
    told = report_pages.figures(back)
    assert {code.rpartition(".")[0] for code, value in told.items() if value is None and all_texts[code]} <= {
        code.rpartition(".")[0] for code in texts
    }
    assert {form.items[item].code for item in back.unread} >= {code for code, text in texts.items() if text and told[code] is None}
    return told


def test_a_column_that_does_not_add_up_leaves_the_lines_that_lack_a_total_where_they_are(tmp_path: Path) -> None:
    texts = {
        f"{ROW}.natural_person": "5",
        f"{ROW}.other": "2",
        "applications.results_total.natural_person": "6",
        "applications.results_total.other": "2",
    }
    blank = {f"{ROW}.{column}": "" for column in COLUMNS}
    told = read_with(blank | texts, tmp_path)
    assert {code: told[code] for code in texts} == {code: int(text) for code, text in texts.items()}


@pytest.mark.parametrize(
    ("texts", "read_there"),
    [
        (
            {"disputes.cases.reconsideration_upheld": "5", "disputes.cases.reconsideration_other": "", "disputes.cases.reconsideration_total": "5"},
            True,
        ),
        (
            {"disputes.cases.reconsideration_upheld": "5", "disputes.cases.reconsideration_other": "", "disputes.cases.reconsideration_total": ""},
            False,
        ),  # nothing proves the 5
        (
            {
                "disclosure.normative_documents.issued": "2",
                "disclosure.normative_documents.repealed": "",
                "disclosure.normative_documents.in_force": "9",
            },
            False,
        ),
        (
            {
                "disclosure.normative_documents.issued": "2",
                "disclosure.normative_documents.repealed": "0",
                "disclosure.normative_documents.in_force": "9",
            },
            True,
        ),
    ],
)
def test_where_no_column_adds_up_an_empty_cell_needs_a_total_on_its_line(texts: dict[str, str], read_there: bool, tmp_path: Path) -> None:
    told = read_with(texts, tmp_path)
    assert {code: told[code] for code in texts} == {code: int(text) if text and read_there else None for code, text in texts.items()}


def test_a_label_that_reaches_over_a_figure_leaves_its_line_unread(tmp_path: Path) -> None:
    form = form_by_id("2021")
    texts = {item.code: "3" for item in form.items}
    lines = report_pages.filled(form, "applications", texts)
    line, at = next((line, at) for line in lines for at, cell in enumerate(line) if cell.code == "granted.natural_person")
    line[at - 1 : at + 1] = [replace(line[at - 1], cols=line[at - 1].cols + 1)]
    back = report_pages.read_page(report_pages.page(form, {"applications": report_pages.html_table(lines)}, "某局", 2023), tmp_path)
    assert {form.items[item].row for item in back.unread} == {"granted"}


@pytest.mark.parametrize(
    ("dropped", "emptied"),
    [("later_litigation_total", "later_litigation_other"), ("direct_litigation_other", "direct_litigation_total")],
)
def test_heads_that_moved_into_the_place_of_a_lost_one_give_no_figures(dropped: str, emptied: str, tmp_path: Path) -> None:
    form = form_by_id("2021")
    lines = report_pages.filled(form, "disputes", {item.code: "1" for item in form.items})
    heads = next(line for line in lines if [cell.text for cell in line].count("结果维持") == 2)
    codes = [cell.code for cell in heads]
    heads.insert(codes.index(emptied), replace(heads[0], text="", rows=1, cols=1))
    heads[:] = [cell for cell in heads if cell.code != dropped]
    back = report_pages.read_page(report_pages.page(form, {"disputes": report_pages.html_table(lines)}, "某局", 2023), tmp_path)
    assert back.submission is None


def test_a_figure_that_reaches_over_two_columns_leaves_its_line_unread(tmp_path: Path) -> None:
    form = form_by_id("2021")
    lines = report_pages.filled(form, "disputes", {item.code: str(item.index) for item in form.items})
    line = lines[-1]
    del line[6]
    line[7] = replace(line[7], cols=2)
    back = report_pages.read_page(report_pages.page(form, {"disputes": report_pages.html_table(lines)}, "某局", 2023), tmp_path)
    assert set(report_pages.figures(back).values()) == {None}


def test_a_figure_that_reaches_down_into_a_line_that_lost_one_leaves_that_line_unread(tmp_path: Path) -> None:
    form = form_by_id("2019")
    lines = report_pages.filled(form, "disclosure", {item.code: "3" for item in form.items})
    upper, lower = (next(line for line in lines if line[-1].code == f"{row}.decisions") for row in ("penalties", "coercive_measures"))
    upper[-1] = replace(upper[-1], rows=2)
    del lower[1]
    told = report_pages.figures(
        report_pages.read_page(report_pages.page(form, {"disclosure": report_pages.html_table(lines)}, "某局", 2020), tmp_path)
    )
    assert {value for code, value in told.items() if code.startswith("disclosure.coercive_measures.")} == {None}


@pytest.mark.parametrize("empty_first", [True, False])
def test_an_empty_line_is_no_report_of_nothing_where_the_line_beside_it_holds_figures_under_moved_heads(empty_first: bool, tmp_path: Path) -> None:
    form = form_by_id("2021")
    lines = report_pages.filled(form, "disputes", {item.code: str(item.index) for item in form.items})
    empty = [replace(cell, text="") for cell in lines[-1]]
    lines[-1] = [replace(lines[0][0], text="件", rows=1, cols=1), *lines[-1][1:]]
    lines[-1:] = [empty, lines[-1]] if empty_first else [lines[-1], empty]
    back = report_pages.read_page(report_pages.page(form, {"disputes": report_pages.html_table(lines)}, "某局", 2023), tmp_path)
    assert back.submission is None or {item.index for item in form.items if item.table == "disputes"} <= set(back.submission.misread)


def test_a_head_under_another_group_than_its_own_leaves_its_table_unread(tmp_path: Path) -> None:
    form = form_by_id("2021")
    lines = report_pages.filled(form, "disputes", {item.code: str(item.index) for item in form.items})
    lines[1].insert(4, replace(lines[1][0], text=""))
    for line in (lines[0], lines[-1]):
        line.append(replace(line[0], text="3" if line is lines[-1] else "备注", cols=1))
    back = report_pages.read_page(report_pages.page(form, {"disputes": report_pages.html_table(lines)}, "某局", 2023), tmp_path)
    assert back.submission is None


@pytest.mark.parametrize(
    ("line", "read_there"),
    [
        (["5", "1", "2", "0", "4", "12", ""], False),  # a column of the body was lost, an empty one stands at the end: the total is under 其他
        (["", "5", "1", "2", "0", "0", "4"], False),  # one of heads has nothing below it, the last figures were lost
        (["5", "1", "2", "0", "", "4", "12"], True),  # a column was left out
        (["5", "1", "2", "0", "0", "4", ""], True),  # the totals were left out
        (["", "", "", "", "", "", "4"], True),  # only the totals are stated
    ],
)
def test_a_column_left_empty_on_every_line_is_believed_unless_no_line_adds_up(line: list[str], read_there: bool, tmp_path: Path) -> None:
    form = form_by_id("2021")
    rows = [row.code for row in form.table("applications").blocks[0].rows]
    texts = {f"applications.{row}.{column}": text for row in rows for column, text in zip(COLUMNS, line, strict=True)}
    back = report_pages.read_page(
        report_pages.page(form, {"applications": report_pages.html_table(report_pages.filled(form, "applications", texts))}, "某局", 2023), tmp_path
    )
    told = report_pages.figures(back)
    assert {code: told[code] for code in texts} == {code: int(text) if text and read_there else None for code, text in texts.items()}
    assert {form.items[item].table for item in back.unread} == (set() if read_there else {"applications"})


def test_a_line_that_lost_its_total_says_nothing_of_the_others(tmp_path: Path) -> None:
    form = form_by_id("2021")
    rows = [row.code for row in form.table("applications").blocks[0].rows]
    line, without_total = ["9", "", "1", "2", "7", "4", "3"], ["9", "", "1", "2", "7", "4", ""]
    printed = {row: without_total if row == "granted" else line for row in rows}
    texts = {f"applications.{row}.{column}": text for row in rows for column, text in zip(COLUMNS, printed[row], strict=True)}
    tables = {"applications": report_pages.html_table(report_pages.filled(form, "applications", texts))}
    told = report_pages.figures(report_pages.read_page(report_pages.page(form, tables, "某局", 2023), tmp_path))
    assert {told[code] for code in texts} == {None}

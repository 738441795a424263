"""Published reports are read by their labels: every figure comes out as it was printed, whatever the markup around it."""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from support import published, report_pages

from gkxl.forms import form_by_id
from gkxl.model.figures import read_figure
from gkxl.model.published import PublishedReport
from gkxl.published.document import Cell, RawTable
from gkxl.published.reading import read
from gkxl.published.second_reading import SecondReading
from gkxl.report.docx import to_docx
from gkxl.report.html import to_html
from gkxl.rules.unread import UnreadReason
from gkxl.workbook.reading.protocol import UnreadableFileError


def read_page(page: str | bytes, folder: Path) -> PublishedReport:
    """Return what is read of a page."""
    path = folder / "年报.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return read(path)


def figures(report: PublishedReport) -> dict[str, object]:
    """Return what was read, by item code."""
    assert report.submission is not None
    return {item.code: report.submission.stated[item.index] for item in report.submission.form.items}


def expected(name: str) -> dict[str, object]:
    """Return what a report states, by item code."""
    report = published.load(name)
    texts = report_pages.texts_of(report)
    return {item.code: read_figure(texts[item.code], item.kind) for item in report_pages.form_of(report).items}


@pytest.mark.parametrize("write", [to_html, to_docx])
@pytest.mark.parametrize("name", published.complete())
def test_a_published_report_is_read_back_from_our_own_documents(name: str, write: object, tmp_path: Path) -> None:
    report = published.load(name)
    written = report_pages.document(report_pages.form_of(report), report_pages.texts_of(report), report.body, report.year)
    path = tmp_path / "年报"
    path.write_bytes(write(written))  # type: ignore[operator]
    back = read(path)
    assert (back.unit, back.year) == (report.body, report.year)
    assert [section.number for section in back.sections] == [1, 2, 3, 4, 5, 6]
    assert "统计期限" in back.period_sentence
    assert figures(back) == expected(name)
    assert all(not table.missing for table in back.tables)
    assert back.mixed == ("+" in report_pages.form_of(report).id)


def test_a_page_in_gb2312_is_read(tmp_path: Path) -> None:
    form = form_by_id("2021")
    tables = {"disclosure": report_pages.html_table(report_pages.filled(form, "disclosure", {"disclosure.licensing.decisions": "7"}))}
    page = report_pages.page(form, tables, "某县镕基局", 2023).replace("utf-8", "gb2312")
    back = read_page(page.encode("gb18030"), tmp_path)
    assert back.unit == "某县镕基局"
    assert figures(back)["disclosure.licensing.decisions"] == 7


def test_without_the_readers_of_pdf_a_sentence_says_how_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "年报.pdf").write_bytes(b"%PDF-1.7\n")
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(UnreadableFileError, match=r"gkxl\[pdf\]") as told:
        read(tmp_path / "年报.pdf")
    assert told.value.why is UnreadReason.NOT_INSTALLED


@dataclass
class Text:
    """A page of a PDF file as the second reader gives it."""

    lines: str

    def get_textpage(self) -> Text:
        return self

    def get_text_range(self) -> str:
        return self.lines


@pytest.mark.parametrize(("text", "doubtful"), [("1.属于国家秘密 1 0 0 0 0 0 1", False), ("1.属于国家秘密 1 0 0 7 0 0 1", True)])
def test_a_line_that_a_second_reader_of_pdf_reads_otherwise_is_doubtful(text: str, doubtful: bool) -> None:
    line: list[Cell | None] = [Cell(word, 0, col) for col, word in enumerate(["1.属于国家秘密", *"1000001"])]
    table = RawTable(1, [line], [1])
    SecondReading([Text(text)]).compare(table)
    assert {cell.doubtful for cell in table.line(0)[1:]} == {doubtful}


@pytest.mark.parametrize("content", [b"PK\3\4 cut off", b"", b"\x89PNG", "只有文字".encode()])
def test_what_is_no_report_at_all_is_refused_with_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "年报").write_bytes(content)
    with pytest.raises(UnreadableFileError):
        read(tmp_path / "年报")


def mutated(lines: report_pages.Lines, dice: random.Random) -> report_pages.Lines:
    """Return a table with one cell dropped, one too many or emptied, a line gone, blanks in a label, another span, or two cells in one."""
    changed = [list(line) for line in lines]
    line = dice.choice([line for line in changed if line])
    at = dice.randrange(len(line))
    match dice.randrange(8):
        case 0:
            del line[at]
        case 1:
            line.insert(at, replace(line[at], text="", rows=1, cols=1))
        case 2:
            line[at] = replace(line[at], text="")
        case 3:
            line.clear()
        case 4:
            line[at] = replace(line[at], cols=max(1, line[at].cols + dice.choice([-1, 1])))
        case 5:
            line[at] = replace(line[at], rows=max(1, line[at].rows + dice.choice([-1, 1])))
        case 6:
            cells = line[at : at + 2]
            line[at : at + 2] = [replace(cells[0], text=" ".join(cell.text for cell in cells), cols=sum(cell.cols for cell in cells))]
        case _:
            line[at] = replace(line[at], text=" ".join(line[at].text) if not line[at].text.isdigit() else line[at].text)
    return [line for line in changed if line]


def never_in_a_wrong_place(seed: int, folder: Path) -> None:
    """Read a page whose figures are all different and whose tables were damaged, each in one to three places: what is read is right."""
    dice = random.Random(seed)
    form = form_by_id(dice.choice(["2019", "2021"]))
    texts = {item.code: str(100 + item.index) for item in form.items}
    tables = {}
    for table in form.tables:
        lines = report_pages.filled(form, table.code, texts)
        for _ in range(dice.randint(1, 3)):
            lines = mutated(lines, dice)
        tables[table.code] = report_pages.html_table(lines)
    back = read_page(report_pages.page(form, tables, "某局", form.first_year), folder)
    if back.submission is not None:
        wrong = {code: value for code, value in figures(back).items() if value is not None and str(value) != texts.get(code)}
        assert wrong == {}


@pytest.mark.parametrize("seed", range(30))
def test_damaged_tables_never_give_a_figure_in_a_wrong_place(seed: int, tmp_path: Path) -> None:
    never_in_a_wrong_place(seed, tmp_path)


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
    back = read_page(report_pages.page(form, tables, "某局", 2023), folder)
    told = figures(back)
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


def test_a_column_left_empty_on_every_line_moves_nothing(tmp_path: Path) -> None:
    form = form_by_id("2021")
    texts = {item.code: "" if item.column == "other" else str(item.index) for item in form.items if item.table == "applications"}
    tables = {"applications": report_pages.html_table(report_pages.filled(form, "applications", texts))}
    told = figures(read_page(report_pages.page(form, tables, "某局", 2023), tmp_path))
    assert {code: told[code] for code in texts} == {code: int(text) if text else None for code, text in texts.items()}


def test_a_label_that_reaches_over_a_figure_leaves_its_line_unread(tmp_path: Path) -> None:
    form = form_by_id("2021")
    texts = {item.code: "3" for item in form.items}
    lines = report_pages.filled(form, "applications", texts)
    line, at = next((line, at) for line in lines for at, cell in enumerate(line) if cell.code == "granted.natural_person")
    line[at - 1 : at + 1] = [replace(line[at - 1], cols=line[at - 1].cols + 1)]
    back = read_page(report_pages.page(form, {"applications": report_pages.html_table(lines)}, "某局", 2023), tmp_path)
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
    back = read_page(report_pages.page(form, {"disputes": report_pages.html_table(lines)}, "某局", 2023), tmp_path)
    assert back.submission is None


def test_a_figure_that_reaches_over_two_columns_leaves_its_line_unread(tmp_path: Path) -> None:
    form = form_by_id("2021")
    lines = report_pages.filled(form, "disputes", {item.code: str(item.index) for item in form.items})
    line = lines[-1]
    del line[6]
    line[7] = replace(line[7], cols=2)
    back = read_page(report_pages.page(form, {"disputes": report_pages.html_table(lines)}, "某局", 2023), tmp_path)
    assert set(figures(back).values()) == {None}


def test_a_figure_that_reaches_down_into_a_line_that_lost_one_leaves_that_line_unread(tmp_path: Path) -> None:
    form = form_by_id("2019")
    lines = report_pages.filled(form, "disclosure", {item.code: "3" for item in form.items})
    upper, lower = (next(line for line in lines if line[-1].code == f"{row}.decisions") for row in ("penalties", "coercive_measures"))
    upper[-1] = replace(upper[-1], rows=2)
    del lower[1]
    told = figures(read_page(report_pages.page(form, {"disclosure": report_pages.html_table(lines)}, "某局", 2020), tmp_path))
    assert {value for code, value in told.items() if code.startswith("disclosure.coercive_measures.")} == {None}

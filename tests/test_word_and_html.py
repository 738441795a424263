"""The Word file looks as Chinese official documents do, and the HTML keeps its shape when pasted."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import html

from gkxl import demo
from gkxl.forms import form_by_id
from gkxl.model.figures import Number
from gkxl.model.period import Period
from gkxl.model.submission import Source, Submission
from gkxl.report.document import compose
from gkxl.report.docx import to_docx

SECTIONS = {
    "2019": [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、政府信息公开工作存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
}
SECTIONS["2021"] = [*SECTIONS["2019"][:4], "五、存在的主要问题及改进情况", SECTIONS["2019"][5]]


def body(year: int, month: int = 0, figure: Number = 0) -> Submission:
    """Return a merged submission with one figure everywhere."""
    form = form_by_id("2019" if year < 2021 else "2021")
    stated = [None if item.index in form.total_items else figure for item in form.items]
    return Submission(form, "某某区", Period(year, month), 1, Source("", ""), stated)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    demo.run(folder)
    return folder


def test_the_word_file_is_portrait_a4_with_the_six_titles_and_the_period(made: Path) -> None:
    document = docx.Document(str(made / demo.WORD))
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm), page.orientation) == (210, 297, WD_ORIENT.PORTRAIT)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "北京市朝阳区机关后勤服务中心2019年政府信息公开工作年度报告"
    assert texts[1] == "本报告所列数据的统计期限自2019年1月1日起至2019年12月31日止。"
    assert [text for text in texts if text in SECTIONS["2019"]] == SECTIONS["2019"]


def test_the_long_table_repeats_its_header_and_no_row_splits(made: Path) -> None:
    tables = docx.Document(str(made / demo.WORD)).tables
    repeated = [[row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] for table in tables]
    assert repeated[1] == [True] * 3 + [False] * 23
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for table in tables for row in table.rows)
    width = docx.Document(str(made / demo.WORD)).sections[0]
    assert all(sum(column.width for column in table.columns) <= width.page_width - width.left_margin - width.right_margin for table in tables)


def test_the_fonts_are_those_of_official_documents(made: Path) -> None:
    document = docx.Document(str(made / demo.WORD))
    runs = [run for table in document.tables for row in table.rows for cell in row.cells for p in cell.paragraphs for run in p.runs]
    runs += [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert {run._element.rPr.rFonts.get(qn("w:eastAsia")) for run in runs} == {"宋体", "仿宋", "黑体"}


@pytest.mark.parametrize(
    ("year", "month", "words"), [(2023, 0, "自2023年1月1日起至2023年12月31日止"), (2024, 2, "自2024年2月1日起至2024年2月29日止")]
)
def test_the_period_is_stated_in_days(year: int, month: int, words: str) -> None:
    report = compose(body(year, month))
    assert words in report.period
    assert [section.title for section in report.sections] == SECTIONS["2021"]
    assert f"某某区{year}年{f'{month}月' if month else ''}政府信息公开" in report.title


def test_a_long_number_gets_smaller_instead_of_breaking(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(to_docx(compose(body(2023, figure=123_456_789))))
    table = docx.Document(str(tmp_path / "a.docx")).tables[2]
    sizes = {run.font.size.pt for cell in table.rows[3].cells for paragraph in cell.paragraphs for run in paragraph.runs}
    # nine digits, each half as wide as high, in a cell of about 26 points
    assert sizes and all(size * 0.5 * 9 <= table.columns[0].width.pt for size in sizes)


def test_figures_that_are_not_fit_to_be_published_say_so_in_red(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(to_docx(compose(body(2023), "数据尚未齐全：缺2个单位")))
    paragraph = docx.Document(str(tmp_path / "a.docx")).paragraphs[1]
    assert paragraph.text == "数据尚未齐全：缺2个单位"
    assert str(paragraph.runs[0].font.color.rgb) == "C00000"


def test_the_html_is_one_fragment_with_everything_inline(made: Path) -> None:
    text = (made / demo.PAGE).read_text(encoding="utf-8")
    root = html.fragment_fromstring(text)
    assert root.tag == "div"
    assert not root.xpath(".//style|.//script|.//link|.//img|.//*[@class]|.//*[@id]")
    assert len(root.xpath(".//table")) == 3
    for cell in root.iter("td"):
        assert "border:1px solid" in cell.get("style")
    assert [heading.text for heading in root.iter("h2")] == SECTIONS["2019"]


def test_names_are_escaped_in_html() -> None:
    from dataclasses import replace

    from gkxl.report.html import to_html

    page = to_html(compose(replace(body(2023), unit="<b>&某局"))).decode("utf-8")
    assert "&lt;b&gt;&amp;某局" in page and "<b>" not in page

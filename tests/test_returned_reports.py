"""gkxl check --mark on published reports: a slip for each body, a copy of a Word document with comments where something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from support import published, report_pages
from support.offices import write_roster

from gkxl.published.reading import read
from gkxl.report.document import ReportDocument
from gkxl.report.docx import to_docx

Run = Callable[..., tuple[int, str, str]]
REPORT = published.load(published.complete()[0])
FORM = report_pages.form_of(REPORT)
WRONG = "99999"
SENTENCE = "全年共收到政府信息公开申请88888件。"
UNIT = "某某镇"


def document(unit: str, *, broken: bool = True) -> ReportDocument:
    """Return a report; a broken one has a wrong total, and a sentence that no reading of its tables bears out."""
    texts = report_pages.texts_of(REPORT) | ({"applications.new.total": WRONG} if broken else {})
    made = report_pages.document(FORM, texts, unit, REPORT.year)
    first, *others = made.sections
    return replace(made, sections=(replace(first, text=SENTENCE if broken else first.text), *others))


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a wrong and a right report in Word, and a wrong page of a body with a name no file may have."""
    folder = tmp_path_factory.mktemp("收到的年报")
    (folder / "镇.docx").write_bytes(to_docx(document(UNIT)))
    (folder / "好.docx").write_bytes(to_docx(document("好好局", broken=False)))
    texts = report_pages.texts_of(REPORT) | {"applications.new.total": WRONG}
    tables = {table.code: report_pages.html_table(report_pages.filled(FORM, table.code, texts)) for table in FORM.tables}
    (folder / "页.html").write_text(report_pages.page(FORM, tables, "../=1+1局", REPORT.year), encoding="utf-8")
    return folder


def test_a_body_gets_its_slip_and_its_document_with_comments(sent: Path, tmp_path: Path, run_cli: Run) -> None:
    before = {path: path.read_bytes() for path in sent.iterdir()}
    back = tmp_path / "退回"
    assert run_cli("check", sent, "--mark", back)[0] == 1
    assert {path: path.read_bytes() for path in sent.iterdir()} == before
    names = {path.name for path in back.iterdir()}
    assert names == {"镇-标注.docx", f"{UNIT}-退回核查单.docx", "_=1+1局-退回核查单.docx"}
    first = {path.name: path.read_bytes() for path in back.iterdir()}
    run_cli("check", sent, "--mark", back)
    assert {path.name: path.read_bytes() for path in back.iterdir()} == first

    slip = docx.Document(str(back / f"{UNIT}-退回核查单.docx"))
    lines = [[cell.text for cell in row.cells] for row in slip.tables[0].rows]
    assert lines[0] == ["序号", "级别", "位置", "问题和要求", "情况说明"] and [line[0] for line in lines[1:]] == list(map(str, range(1, len(lines))))
    assert any(level == "错误" and "表格第" in place for _, level, place, *_ in lines)
    assert any(SENTENCE in words for *_, words, _ in lines)
    said = "\n".join([*(paragraph.text for paragraph in slip.paragraphs), *(cell for line in lines for cell in line)])
    assert f"单位：{UNIT}" in said and "镇.docx" in said and sent.name not in said and "/" not in said


def test_the_slip_names_who_stands_above_the_body_where_the_roster_says_so(sent: Path, tmp_path: Path, run_cli: Run) -> None:
    roster = write_roster(tmp_path / "名册.xlsx", [{"单位": UNIT, "上级单位": "某某区"}])
    for options, named in (((), False), (("--roster", roster), True)):
        run_cli("check", sent / "镇.docx", "--mark", tmp_path / "退回", "--force", *options)
        head = [paragraph.text for paragraph in docx.Document(str(tmp_path / "退回" / f"{UNIT}-退回核查单.docx")).paragraphs]
        assert ("退回单位：某某区" in head) is named
        assert any(line.startswith("退回单位") for line in head) is named


def test_comments_stand_at_the_wrong_cell_and_at_the_sentence(sent: Path, tmp_path: Path, run_cli: Run) -> None:
    run_cli("check", sent / "镇.docx", "--mark", tmp_path / "退回")
    path = tmp_path / "退回" / "镇-标注.docx"
    copy = docx.Document(str(path))
    assert copy.comments and not any(sent.name in comment.text for comment in copy.comments)
    around = {mark.get(qn("w:id")): mark.getparent() for mark in copy.element.body.iter(qn("w:commentRangeStart"))}
    marked = {comment.text: "".join(text.text or "" for text in around[str(comment.comment_id)].iter(qn("w:t"))) for comment in copy.comments}
    assert {WRONG, SENTENCE} <= set(marked.values())
    was, now = read(sent / "镇.docx").submission, read(path).submission
    assert was is not None and now is not None and now.stated == was.stated


def test_no_input_is_replaced_by_what_goes_back(sent: Path, tmp_path: Path, run_cli: Run) -> None:
    folder = tmp_path / "一起"
    folder.mkdir()
    for name in ("镇", "镇-标注"):
        (folder / f"{name}.docx").write_bytes((sent / "镇.docx").read_bytes())
    before = (folder / "镇-标注.docx").read_bytes()
    assert run_cli("check", folder / "镇.docx", folder / "镇-标注.docx", "--mark", folder, "--force")[0] == 2
    assert (folder / "镇-标注.docx").read_bytes() == before

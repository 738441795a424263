"""Sentences of reports beside tables: each claim holds where the tables fit it, and is found where one figure of its reading is another."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.told_reports import report_of

from gkxl.forms import form_by_id
from gkxl.model.period import Period
from gkxl.narrative.claims import Claim, claims_in
from gkxl.narrative.compare import compare
from gkxl.narrative.figures import Figures, terms_of
from gkxl.narrative.judging import judge_text
from gkxl.narrative.numbers import numbers_in
from gkxl.narrative.passages import Passage
from gkxl.narrative.scope import Speaker
from gkxl.narrative.vocabulary import vocabulary
from gkxl.published.wording import part_of_year
from gkxl.workbook.writing.workbooks import unit_workbook

Said = list[tuple[str, int]]
UNIT = "清河县交通运输局"

SENTENCES: list[tuple[str, Said]] = [
    (
        "2023年，我局共收到政府信息公开申请15件，其中自然人申请12件，法人或其他组织申请3件。",
        [("received", 15), ("natural_person", 12), ("organisations", 3)],
    ),
    ("全年共受理依申请公开申请23件，其中当面申请2件，网络申请15件，信函申请6件。", [("received", 23)]),
    (
        "本机关新收政府信息公开申请30件，上年结转2件，办结29件，结转下年度继续办理3件。",
        [("new", 30), ("carried_in", 2), ("answered", 29), ("carried_forward", 3)],
    ),
    ("共收到信息公开申请40件，叠加上年结转5件，累计办理45件。", [("received", 40), ("carried_in", 5), ("all_received", 45)]),
    (
        "共办理政府信息公开申请18件（含上年度结转3件），其中予以公开5件、部分公开2件、不予公开1件、无法提供8件、不予处理1件、其他处理1件。",
        [
            ("handled", 18),
            ("carried_in", 3),
            ("granted", 5),
            ("partially_granted", 2),
            ("denied", 1),
            ("unavailable", 8),
            ("not_processed", 1),
            ("other_handling", 1),
        ],
    ),
    ("全局收到政府信息公开申请1,234件，办结1,200件，结转至下一年度继续办理34件。", [("received", 1234), ("answered", 1200), ("carried_forward", 34)]),
    ("我局收到依申请公开 ２ 件，均在规定期限内予以答复。", [("received", 2), ("carried_forward", 0)]),
    ("今年我局共受理两件政府信息公开申请，答复两件。", [("received", 2), ("answered", 2)]),
    ("依申请公开方面，全年共收到政府信息公开申请一百二十件。", [("received", 120)]),
    ("本街道收到12条信息依申请公开，其中10条按时完成答复，剩余2条转入下年度办理。", [("received", 12), ("answered", 10), ("carried_forward", 2)]),
    ("申请全部办理：收到政府信息公开申请9宗，答复8宗，1宗正在办理中。", [("received", 9), ("answered", 8), ("carried_forward", 1)]),
    ("办结政府信息公开申请35件，其中2022年结转2件，另有3件按规定顺延至下年度答复。", [("answered", 35), ("carried_in", 2), ("carried_forward", 3)]),
    ("我局共收到群众依申请公开事项12份，已全部办结，办结率100%。", [("received", 12), ("carried_forward", 0)]),
    (
        "共有12件政府信息公开申请予以公开，3件部分公开，2件不予公开，部分公开67",
        [("granted", 12), ("partially_granted", 3), ("denied", 2), ("partially_granted", 67)],
    ),
    ("予以公开及部分公开信息公开申请31件，本机关不掌握相关政府信息的4件。", [("granted_and_partially", 31), ("unavailable_not_held", 4)]),
    ("收到自然人申请5件、商业企业申请2件、科研机构申请0件。", [("natural_person", 5), ("commercial", 2), ("research", 0)]),
    ("因政府信息公开被申请行政复议3件，被提起行政诉讼2件，均未被纠错。", [("reconsiderations", 3), ("litigations", 2), ("corrected", 0)]),
    ("全年政府信息公开行政复议、行政诉讼案件共7件，无败诉案件。", [("disputes", 7), ("corrected", 0)]),
    ("涉及政府信息公开的行政复议和行政诉讼分别为4件和1件。", [("reconsiderations", 4), ("litigations", 1)]),
    ("2023年本局未收到政府信息公开申请。", [("received", 0)]),
    ("我局没有收到公民、法人和其他组织提出的政府信息公开申请，未发生因政府信息公开引起的行政复议、行政诉讼。", [("received", 0), ("disputes", 0)]),
    ("本年度无依申请公开事项，无行政复议和行政诉讼。", [("received", 0), ("disputes", 0)]),
    (
        "制发行政规范性文件6件，废止行政规范性文件2件，现行有效行政规范性文件31件。",
        [("documents_issued", 6), ("documents_surely_repealed", 2), ("documents_surely_in_force", 31)],
    ),
    (
        "出台规范性文件3份，宣布失效1份，现行有效规范性文件共9份。",
        [("documents_issued_perhaps", 3), ("documents_repealed", 1), ("documents_in_force", 9)],
    ),
    ("对收到的5件政府信息公开申请，均在法定期限内作出答复。", [("received", 5), ("carried_forward", 0)]),
    (
        "收办政府信息公开申请案件46件，其中予以公开30件、作其他处理（含申请人主动撤回申请）11件、转下年度办理5件。",
        [("received", 46), ("granted", 30), ("other_handling", 11), ("carried_forward", 5)],
    ),
    ("受理公民、法人和其他组织申请公开政府信息6件，企业1件。", [("received", 6), ("companies", 1)]),
    ("做好行政复议、行政诉讼案件的应诉，共办理政府信息公开案件74件。", [("disputes", 74)]),
    ("公开信息1.2万件，收到政府信息公开申请1.2万件。", [("received", 12000)]),
]

NOTHING_OF_THE_TABLES = [
    "12345政务服务便民热线受理22050件，办结22000件。",
    "市长信箱受理来信360件，网络问政平台答复182件，办理人大建议12件、政协提案25件。",
    "微信公众号发布信息560篇，举办政务公开培训3次，接受咨询120次。",
    "2022年收到政府信息公开申请10件。",
    "收到政府信息公开申请约20件，办结20余件，予以公开3至5件，答复近百件。",
    "以县政府名义制发行政规范性文件5件，县本级制发行政规范性文件4件。",
    "区政府办代表区政府办理政府信息公开申请17件。",
    "落实30条措施，完成6.2级地震灾后信息公开申请公开专栏。",
    "1.加强政府信息公开申请办理。2.做好政府信息公开申请登记。",
    "全县备案政府信息公开行政复议案件134件，行政诉讼案件57件。",
    "有3件政府信息公开申请收取信息处理费2230元。",
    "政府信息公开申请中主动撤回3件，申请人补正2件。",
    "第四季度收到政府信息公开申请8件，2019年以来累计收到政府信息公开申请200件。",
    "较上年增加4件。",
]


def _claims(sentence: str, unit: str = UNIT, year: int = 2023) -> list[Claim]:
    return claims_in(Passage(1, "一、总体情况", sentence), Speaker(unit, year))


@pytest.mark.parametrize(("sentence", "said"), SENTENCES)
def test_a_sentence_claims_what_it_says(sentence: str, said: Said) -> None:
    assert sorted((claim.meaning.code, int(claim.value)) for claim in _claims(sentence)) == sorted(said)


@pytest.mark.parametrize("sentence", NOTHING_OF_THE_TABLES)
def test_what_the_tables_do_not_hold_is_no_claim(sentence: str) -> None:
    assert [(claim.meaning.code, claim.value) for claim in _claims(sentence)] == []


def _fitting(claim: Claim, form_id: str) -> list[dict[str, int]]:
    """Return for each reading of a claim figures that bear it out: all of it in the first figure of the sum."""
    form = form_by_id(form_id)
    sums = [terms_of(form, reading) for reading in claim.readings]
    inputs = {total.target: total.right[0].item for total in form.totals}
    first = [terms[0][0] for terms in sums if terms]
    while any(item in inputs for item in first):
        first = [inputs.get(item, item) for item in first]
    return [{form.items[item].code: int(claim.value)} for item in first]


def _found(claim: Claim, figures: dict[str, int], year: int) -> list[str]:
    report = report_of({"year": year, "unit": UNIT, "set": figures})
    known = Figures.of(report)
    assert known is not None
    return [finding.rule for finding in compare(report, known, [claim])]


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in SENTENCES])
@pytest.mark.parametrize(("form_id", "year"), [("2021", 2023), ("2019", 2019)])
def test_a_claim_holds_on_tables_that_fit_a_reading_and_fails_on_one_figure_more(sentence: str, form_id: str, year: int) -> None:
    for claim in _claims(sentence.replace("2023", str(year)).replace("2022", str(year - 1)), year=year):
        fitting = _fitting(claim, form_id)
        for figures in fitting:
            assert _found(claim, figures, year) == []
        if len(fitting) == len(claim.readings):
            more = {code: value + 7 + int(2 * claim.half_step) for figures in fitting for code, value in figures.items()}
            (rule,) = _found(claim, more, year)
            assert rule == ("text.differs" if claim.sure else "text.may_differ")


@given(st.integers(0, 99_999_999))
def test_a_number_is_read_however_it_is_written(number: int) -> None:
    wide = str(number).translate({ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)})
    for written in (str(number), f"{number:,}", wide, f" {number} "):
        (read,) = numbers_in(Passage(1, "", f"收到{written}件").text)
        assert (read.value, read.unit, read.exact) == (Decimal(number), "件", True)


@pytest.mark.parametrize(
    ("words", "value"), [("十", 10), ("二十三", 23), ("一百零五", 105), ("两", 2), ("三千零一", 3001), ("一万二千", 12000), ("两百一十", 210)]
)
def test_a_number_in_words_is_read(words: str, value: int) -> None:
    assert [number.value for number in numbers_in(f"收到{words}件")] == [Decimal(value)]


def test_every_reading_is_known_to_the_form_in_force() -> None:
    form = form_by_id("2021")
    readings = [reading for meaning in (*vocabulary().quantities, *vocabulary().absences) for reading in meaning.readings]
    unknown = [reading for reading in readings if not terms_of(form, reading)]
    assert readings and unknown == []


def _rules(spec: dict[str, object]) -> list[str]:
    return [finding.rule for finding in judge_text(report_of({"unit": UNIT} | spec))]


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        ("收到政府信息公开申请95件，其中网络申请24件，信函申请66件，当面申请3件。", ["text.parts"]),
        ("收到政府信息公开申请93件，其中网络申请24件，信函申请66件，当面申请3件。", []),
        ("主动公开信息423条，其中工作动态300条，通知公告100条，其他8条。", ["text.parts"]),
        ("主动公开信息408条，其中工作动态300条（含图片新闻20条，视频5条），通知公告100条，其他8条。", []),
        ("主动公开信息400条，其中网站公开300条，公众号公开200条。", []),
        ("主动公开规章14件（含新制定5件，修改4件，废止4件）。", ["text.parts"]),
        ("主动公开规章13件（含新制定5件，修改4件，废止4件）。", []),
        ("网上公开信息500余条，其中动态100条，通知20条，其他30条。", []),
        ("主动公开信息200条，其中动态50条，占25%，通知30条，占20%，其他120条，占60%。", ["text.share"]),
        ("收取信息处理费300元。其中，甲局1件，收取100元；乙局2件，收取100元。", ["text.parts"]),
    ],
)
def test_a_sentence_is_held_against_itself(sentence: str, rules: list[str]) -> None:
    told = _rules({"set": {"applications.new.natural_person": 95}, "text": {6: [sentence]}, "tables": []})
    assert [rule for rule in told if rule != "text.fee_not_said"] == rules


def test_who_speaks_for_another_body_or_names_one_is_only_asked() -> None:
    figures = {"applications.new.natural_person": 12, "applications.granted.natural_person": 12}
    wrong = "收到政府信息公开申请7件。"
    speakers = ("县教育局", "我局", "清河县交通运输局", "通过网站")
    asked = [_rules({"set": figures, "text": {1: [f"{speaker}{wrong}"]}}) for speaker in speakers]
    assert asked == [["text.may_differ"], ["text.differs"], ["text.differs"], ["text.may_differ"]]


def test_what_was_withdrawn_need_not_be_among_what_was_answered() -> None:
    figures = {"applications.new.natural_person": 19, "applications.granted.natural_person": 11, "applications.other_other.natural_person": 8}
    assert _rules({"set": figures, "text": {1: ["收到政府信息公开申请19件，11件按规定办结，8件申请人主动撤销。"]}}) == []
    assert _rules({"set": figures, "text": {1: ["收到政府信息公开申请19件，12件按规定办结，8件申请人主动撤销。"]}}) == ["text.differs"]


def test_a_report_is_checked_with_its_sentences_and_those_of_last_year(tmp_path: Path, run_cli: Callable[..., tuple[int, str, str]]) -> None:
    stated = report_of({"unit": UNIT, "set": {"applications.new.natural_person": 12, "applications.granted.natural_person": 12}}).submission
    assert stated is not None
    sheet, merged, drafted = tmp_path / "填报" / "表.xlsx", tmp_path / "填报" / "汇总.xlsx", tmp_path / "填报" / "草稿.html"
    sheet.parent.mkdir()
    sheet.write_bytes(unit_workbook(stated.form, UNIT, stated.period, stated))
    assert run_cli("merge", str(sheet), "-o", str(merged), "--unit", UNIT, "--period", "2023")[0] == 0
    assert run_cli("report", str(merged), "-o", str(drafted))[0] == 0
    page = drafted.read_text(encoding="utf-8")
    given, last = tmp_path / "今年", tmp_path / "去年.html"
    given.mkdir()
    (given / "通知.html").write_text("<html><body><p>关于召开会议的通知</p></body></html>", encoding="utf-8")
    told = "我局共收到政府信息公开申请13件，比上年增加9件。"
    (given / "年报.html").write_text(page.replace("（文字描述）", told, 1), encoding="utf-8")
    last.write_text(page.replace("2023", "2022"), encoding="utf-8")
    status, out, _ = run_cli("check", "--json", str(given), "--previous", str(last))
    document = json.loads(out)
    of_text = {finding["rule"]: finding for finding in document["findings"] if finding["rule"].startswith("text.")}
    assert status == 1 and set(of_text) == {"text.differs", "text.growth", "text.template_left"}
    assert of_text["text.differs"]["actual"] == "13" and of_text["text.growth"]["actual"] == "增长9件"
    assert (of_text["text.differs"]["file"], of_text["text.differs"]["sheet"]) == ((given / "年报.html").as_posix(), "一、总体情况")
    assert told in of_text["text.differs"]["message"] and document["unread"] == []


def test_the_tables_of_a_quarter_are_no_annual_report(tmp_path: Path, run_cli: Callable[..., tuple[int, str, str]]) -> None:
    stated = report_of({"unit": UNIT, "set": {"applications.new.natural_person": 12, "applications.granted.natural_person": 12}}).submission
    assert stated is not None
    sheet, merged, drafted = tmp_path / "表.xlsx", tmp_path / "汇总.xlsx", tmp_path / "统计表.html"
    sheet.write_bytes(unit_workbook(stated.form, UNIT, Period(2023, 1, 3), stated))
    assert run_cli("merge", str(sheet), "-o", str(merged), "--unit", UNIT, "--period", "2023-Q1")[0] == 0
    assert run_cli("report", str(merged), "-o", str(drafted))[0] == 0
    status, out, _ = run_cli("check", "--json", str(drafted))
    document = json.loads(out)
    assert status == 1 and document["findings"] == [] and document["submissions"] == []
    assert "2023年第一季度的统计表" in document["unread"][0]["reason"]


@pytest.mark.parametrize(
    ("sentence", "months"),
    [
        ("本报告所列数据的统计期限自2023年1月1日起至2023年3月31日止。", Period(2023, 1, 3)),
        ("统计期限为2023年5月1日至2023年5月31日。", Period(2023, 5)),
        ("本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。", None),
        ("统计期限自2022年12月1日起至2023年1月31日止。", None),
        ("统计期限自2023年4月1日起至2023年3月31日止。", None),
        ("统计期限为2023年度。", None),
        ("", None),
    ],
)
def test_a_period_sentence_says_which_part_of_a_year_it_is(sentence: str, months: Period | None) -> None:
    assert part_of_year(sentence) == months


@pytest.mark.parametrize("words", ["1" * 5000, "（" * 5000, "未收到" + "组织" * 2000, "一" * 5000, "含1件" * 1500, "没有" + "申请" * 2000])
def test_no_words_take_long_to_read(words: str) -> None:
    """A pattern that tries every way of dividing such a paragraph would never come to an end."""
    assert judge_text(report_of({"text": {1: [words]}}))

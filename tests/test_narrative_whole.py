"""A whole report as a county writes one, right in every number: nothing is said of it; one figure of its tables changed, and its sentences say so."""

from __future__ import annotations

import pytest
from support.told_reports import report_of

from gkxl.narrative.judging import judge_text

UNIT = "清河县人民政府"
FIGURES = {
    "applications.new.natural_person": 40,
    "applications.new.commercial": 3,
    "applications.carried_in.natural_person": 2,
    "applications.granted.natural_person": 20,
    "applications.partially_granted.natural_person": 4,
    "applications.denied_state_secret.natural_person": 1,
    "applications.denied_administrative_inquiry.natural_person": 2,
    "applications.unavailable_not_held.natural_person": 9,
    "applications.unavailable_not_held.commercial": 3,
    "applications.not_processed_petition.natural_person": 2,
    "applications.other_other.natural_person": 3,
    "applications.carried_forward.natural_person": 1,
    "disputes.cases.reconsideration_upheld": 3,
    "disputes.cases.reconsideration_corrected": 1,
    "disputes.cases.direct_litigation_upheld": 1,
    "disputes.cases.later_litigation_upheld": 1,
    "disclosure.normative_documents.issued": 6,
    "disclosure.normative_documents.repealed": 2,
    "disclosure.normative_documents.in_force": 31,
    "disclosure.administrative_fees.amount": 7730,
    "disclosure.licensing.decisions": 550,
}
LAST = {"applications.new.natural_person": 39, "applications.granted.natural_person": 39}
TEXT = {
    1: [
        (
            "2024年，清河县人民政府坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻落实党的二十大和二十届二中、三中全会精神"
            "，全面落实《中华人民共和国政府信息公开条例》（国令第711号）和国办公开办函〔2021〕30号要求，聚焦15个重点领域，"
            "持续深化政务公开。"
        ),
        (
            "（一）主动公开。全年通过县政府门户网站主动公开政府信息11365条，其中政策文件213条、规划信息12条、财政预决算18"
            "0条、其他10960条；发布政策解读45篇，其中图文解读30篇、视频解读5篇；召开新闻发布会12场；“清河发布”微信公众"
            "号推送信息1640条，阅读量达120万次。制发行政规范性文件6件，废止2件，现行有效31件。"
        ),
        (
            "（二）依申请公开。全县共收到政府信息公开申请43件，上年结转2件，同比增长10.3%。其中，自然人申请40件，法人或其他"
            "组织申请3件；网络申请30件，信函申请10件，当面申请3件。按期答复44件，其中予以公开20件，占45.5%；部分公开4"
            "件，占9.1%；不予公开3件，占6.8%；无法提供12件，占27.3%；不予处理2件，占4.5%；其他处理3件，占6.8"
            "%。结转下年度继续办理1件。因政府信息公开引发行政复议4件，其中维持3件、纠正1件；行政诉讼2件，均胜诉。"
        ),
        "（三）政府信息管理。严格落实“三审三校”制度，清理失效文件9份，更新公开指南1次，归档政府信息2300件。",
        (
            "（四）平台建设。全县在运维政务新媒体35个，政府网站1个，年度访问量320万人次，12345热线受理群众诉求22050件"
            "，办结率99.6%，网民留言答复365条，平均办理时长2.5天。"
        ),
        (
            "（五）监督保障。举办培训班2期，培训180人次，开展专项检查4次，通报问题12个，对3个单位进行约谈；社会评议满意度98"
            ".7%。全年承办人大代表建议86件、政协提案102件，办复率100%，公开答复文本150件。"
        ),
    ],
    5: [
        (
            "2024年，我县政府信息公开工作还存在以下问题：一是公开主动性不够；二是2个部门解读质量不高。2025年，将重点抓好3项"
            "工作：1.加强培训；2.规范20条举措；3.做好申请办理。"
        ),
    ],
    6: [
        "2024年，全县依据《政府信息公开信息处理费管理办法》共收取信息处理费2件，金额300元。",
    ],
}
NOT_TOLD = {"disclosure.administrative_fees.amount", "disclosure.licensing.decisions"}


def _rules(figures: dict[str, int], text: dict[int, list[str]] = TEXT) -> list[str]:
    report = report_of({"year": 2024, "unit": UNIT, "set": figures, "text": text})
    return [finding.rule for finding in judge_text(report, report_of({"year": 2023, "unit": UNIT, "set": LAST}))]


def test_nothing_is_said_of_a_report_in_which_every_number_is_right() -> None:
    assert _rules(FIGURES) == []


@pytest.mark.parametrize("code", sorted(FIGURES))
def test_its_sentences_say_when_one_figure_of_the_tables_is_another(code: str) -> None:
    found = set(_rules(FIGURES | {code: FIGURES[code] + 5})) & {"text.differs", "text.may_differ"}
    assert bool(found) is (code not in NOT_TOLD)


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("占45.5%", "占54.5%", "text.share"),
        ("同比增长10.3%", "同比增长13.0%", "text.growth"),
        ("信函申请10件", "信函申请11件", "text.parts"),
        ("财政预决算180条", "财政预决算108条", "text.parts"),
        ("金额300元", "金额300000000元", "text.fee"),
        ("2024年，清河县人民政府坚持", "2023年，清河县人民政府坚持", "text.other_year"),
        ("均胜诉", "尚未审结1件", "text.may_differ"),
        ("不予公开3件", "不予公开4件", "text.differs"),
    ],
)
def test_a_slip_in_a_sentence_is_found(right: str, wrong: str, rule: str) -> None:
    slipped = {number: [sentence.replace(right, wrong) for sentence in sentences] for number, sentences in TEXT.items()}
    assert slipped != TEXT and rule in _rules(FIGURES, slipped)


def test_an_office_that_had_nothing_to_report_is_believed_until_its_tables_say_otherwise() -> None:
    text = {
        1: ["2024年，我局公开各类信息365条，其中网站公开200条，微信公众号公开165条；全年未收到依申请公开申请，未发生行政复议和行政诉讼案件。"],
        6: ["本年度未收取信息处理费。"],
    }
    assert _rules({}, text) == []
    assert _rules({"applications.new.natural_person": 1}, text) == _rules({"disputes.cases.later_litigation_other": 1}, text) == ["text.differs"]

"""What every report must contain: six sections, the period, the year, nothing left of a template, a word on fees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gkxl.forms import Form
from gkxl.model.published import PublishedReport
from gkxl.narrative.passages import Passage
from gkxl.narrative.placing import place_of, told
from gkxl.narrative.vocabulary import vocabulary
from gkxl.rules.findings import Finding

OVERVIEW, PROBLEMS, OTHER_MATTERS = 1, 5, 6
_LONGEST_OVERVIEW = 1000
_SHORTEST_PROBLEMS = 10
_FEE = "信息处理费"


def frame_lacks(report: PublishedReport, form: Form, passages: Sequence[Passage]) -> Iterator[Finding]:
    """Yield what the frame of a report lacks or has left over."""
    yield from _sections(report, form)
    yield from _period(report)
    yield from _other_years(report, passages)
    yield from _left_over(report, passages)
    yield from _said_in(report, form, passages)


def _sections(report: PublishedReport, form: Form) -> Iterator[Finding]:
    if not report.sections:
        return
    for number, section in enumerate(form.sections, 1):
        if report.section(number) is None:
            message = f"{told(report)}报告里没有找到“{section.title}”这一部分。法定格式有六个部分，请补上或改正标题。"
            yield Finding.of("text.section_missing", message, expected=section.title, **place_of(report))


def _period(report: PublishedReport) -> Iterator[Finding]:
    if report.year is None:
        return
    if not report.period_sentence:
        message = f"{told(report)}报告里没有找到统计期限（“本报告所列数据的统计期限自{report.year}年1月1日起至{report.year}年12月31日止”）。请补上。"
        yield Finding.of("text.no_period", message, **place_of(report))
        return
    sentence = Passage(0, "", report.period_sentence)
    dates = [tuple(map(int, found)) for found in vocabulary().around["frame.date"].findall(sentence.text)]
    expected = [(report.year, 1, 1), (report.year, 12, 31)]
    if dates and dates[:2] != expected:
        message = f"{told(report)}统计期限写的是“{report.period_sentence}”，报告的年度是{report.year}年。请改正统计期限或标题的年度。"
        actual = "至".join(f"{year}年{month}月{day}日" for year, month, day in dates[:2])
        yield Finding.of(
            "text.other_year",
            message,
            expected=f"{report.year}年1月1日至{report.year}年12月31日",
            actual=actual,
            quoted=report.period_sentence,
            **place_of(report),
        )


def _other_years(report: PublishedReport, passages: Sequence[Passage]) -> Iterator[Finding]:
    """Yield the sentences that begin with a year gone by, as those do that were left from the last report."""
    for passage in passages:
        for match in vocabulary().around["frame.opening_year"].finditer(passage.text):
            if report.year is not None and int(match[1]) < report.year and passage.section:
                message = (
                    f"{told(report)}“{passage.heading}”中“{passage.quoted(match.start(1), match.end())}”，"
                    f"写的是{match[1]}年，报告的年度是{report.year}年，可能是上年留下的文字。请核对年份。"
                )
                quoted = passage.quoted(match.start(1), match.end())
                yield Finding.of(
                    "text.other_year", message, expected=str(report.year), actual=match[1], quoted=quoted, **place_of(report, passage.heading)
                )


def _left_over(report: PublishedReport, passages: Sequence[Passage]) -> Iterator[Finding]:
    for passage in passages:
        match = vocabulary().around["frame.template"].search(passage.text)
        if match:
            message = f"{told(report)}“{passage.heading}”中还留着模板里的文字：“{passage.quoted(match.start(), match.end())}”。请写成自己的内容。"
            quoted = passage.quoted(match.start(), match.end())
            yield Finding.of("text.template_left", message, actual=match[0], quoted=quoted, **place_of(report, passage.heading))


def _said_in(report: PublishedReport, form: Form, passages: Sequence[Passage]) -> Iterator[Finding]:
    """Yield what single sections say too little or too much of; one that still holds its template says nothing yet."""
    words = vocabulary().around
    for number in (OVERVIEW, PROBLEMS, OTHER_MATTERS):
        section = report.section(number)
        if section is None:
            continue
        own = [passage for passage in passages if passage.section == number]
        text = "".join(passage.text for passage in own)
        if words["frame.template"].search(text):
            continue
        place = place_of(report, section.heading)
        if number == OVERVIEW and len(text) > _LONGEST_OVERVIEW:
            message = f"{told(report)}“{section.heading}”有{len(text)}字，要求一般不超过{_LONGEST_OVERVIEW}字。请压缩。"
            yield Finding.of("text.too_long", message, expected=str(_LONGEST_OVERVIEW), actual=str(len(text)), **place)
        if number == PROBLEMS and (len(text) < _SHORTEST_PROBLEMS or words["frame.empty"].match(text)):
            message = f"{told(report)}“{section.heading}”没有写出问题和改进措施{f'（只写了“{text}”）' if text else ''}。请据实补写。"
            yield Finding.of("text.section_empty", message, actual=text, **place)
        asked = any(_FEE in section.text for section in form.sections)
        if number == OTHER_MATTERS and asked and not words["frame.fee"].search(text):
            message = f"{told(report)}“{section.heading}”没有写信息处理费的收取情况；没有收取的，也要写明。"
            yield Finding.of("text.fee_not_said", message, **place)

"""The words of a report: its title with body and year, its period sentence, and its six sections, found by their words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from gkxl.forms import STATUTORY, forms_of
from gkxl.model.period import FIRST_YEAR, LAST_YEAR, Period
from gkxl.model.published import ReportSection
from gkxl.published.labels import without_number

_TITLE = re.compile(r"(?:政府)?信息公开(?:工作)?(?:情况)?(?:(?:20\d\d年)?年?度?(?:工作)?报告|工作告年度报|年报)")
"""What the title of a report says, with the slips that were seen."""
_YEAR = re.compile(r"(20\d\d)\s*年?\s*度?")
_CHINESE_YEAR = re.compile(r"([二〇○零一三四五六七八九]{4})年度?")
_CHINESE_DIGITS = dict(zip("〇一二三四五六七八九零○", "012345678900", strict=True))
_WIDE_DIGITS = {ord("０") + digit: str(digit) for digit in range(10)}
_PERIOD = re.compile(
    r"[^。；]*(?:统计期限|时限|期限|统计时间)[^。；]*20\d\d\s*年[^。；]*[。；]?|[^。；]*20\d\d\s*年\s*1\s*月\s*1\s*日\s*(?:起|至|—|-|到)[^。；]*[。；]?"
)
_CLAUSES = re.compile(r"[^。；]+[。；]?")
_LONGEST_SENTENCE = 500
"""What is longer does not state the 统计期限; and the longer it is, the longer one would look."""
_FROM_TO = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*\d{1,2}\s*日[^。；]*?(20\d\d)\s*年\s*(\d{1,2})\s*月\s*\d{1,2}\s*日")
_TOP_MARK = re.compile(r"^\s*[一二三四五六七八九十]\s*[、.．]")
_ANY_MARK = re.compile(r"^\s*(?:[（(]\s*[一二三四五六七八九十]\s*[）)]|[一二三四五六七八九十\d]{1,2}\s*[、.．])\s*")
_LONGEST_HEADING, _LONGEST_TITLE = 40, 80
_LOOKED_AT = 40
"""So many paragraphs may stand before the title: web pages begin with menus."""


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a report and what it says."""

    text: str
    unit: str
    year: int | None
    at: int
    """Which paragraph it is, counted from 0; -1 where it is the name of the file's own."""


def find_title(paragraphs: Sequence[str], name: str = "") -> Title:
    """Return the title among the first paragraphs, or else in the name that a file gives itself; with empty text where there is none."""
    for at, paragraph in enumerate(paragraphs[:_LOOKED_AT]):
        if len(paragraph) > _LONGEST_TITLE or not _TITLE.search(_tight(paragraph)):
            continue
        text = _tight(paragraph)
        unit, year = _said(text)
        before = _tight(paragraphs[at - 1]) if at else ""
        if not unit and 3 <= len(before) <= 30 and not re.search(r"[。：:；，,]", before):
            text = before + text  # a title of two lines
            unit, year = _said(text)
        if unit and year:
            return Title(text, unit, year, at)
    text = re.split(r"[-_|—]", _tight(name))[0]
    if _TITLE.search(text):
        return Title(text, *_said(text), -1)
    for at, paragraph in enumerate(paragraphs[:_LOOKED_AT]):
        if len(paragraph) <= _LONGEST_TITLE and _TITLE.search(_tight(paragraph)) and not _ANY_MARK.match(paragraph):
            return Title(_tight(paragraph), *_said(_tight(paragraph)), at)
    return Title("", "", None, -1)


def _tight(text: str) -> str:
    """Return a text without blanks and with ordinary digits; brackets stay as they are."""
    return "".join(text.translate(_WIDE_DIGITS).split())


def _said(title: str) -> tuple[str, int | None]:
    """Return whose report of which year it is, as far as its title says so."""
    chinese = _CHINESE_YEAR.search(title)
    if chinese:
        title = title.replace(chinese[0], "".join(_CHINESE_DIGITS.get(char, char) for char in chinese[1]) + "年")
    match = _YEAR.search(title)
    year = int(match[1]) if match and FIRST_YEAR <= int(match[1]) <= LAST_YEAR else None
    rest = _YEAR.sub("", title)
    rest = re.sub(r"^关于(?:印发|发布|公布)?", "", rest)
    unit = _TITLE.split(rest)[0]
    unit = re.sub(r"[（(〔\[]\s*[）)〕\]]|[《》:：]", "", unit)  # what is left of "（2023年度）"
    return re.sub(r"关于(?:印发|发布|公布)?$|年度?$", "", unit), year


def find_period_sentence(paragraphs: Sequence[str]) -> tuple[str, int | None]:
    """Return the sentence that states the 统计期限 and the year it ends in; "" and None where there is none."""
    for paragraph in paragraphs:
        for sentence in _CLAUSES.findall(paragraph):
            if len(sentence) <= _LONGEST_SENTENCE and (match := _PERIOD.search(sentence)):
                years = re.findall(r"20\d\d", match[0])
                return match[0].strip(), int(years[-1]) if years else None
    return "", None


def part_of_year(sentence: str) -> Period | None:
    """Return the months of one year that a period sentence states, where they are not the whole year; None where it states anything else."""
    match = _FROM_TO.search(sentence)
    if not match or match[1] != match[3]:
        return None
    year, first, last = int(match[1]), int(match[2]), int(match[4])
    if not 1 <= first <= last <= 12 or (first, last) == (1, 12):
        return None
    return Period(year, first, last)


def find_sections(paragraphs: Sequence[str]) -> tuple[tuple[str, ...], tuple[ReportSection, ...]]:
    """Return the paragraphs before the first heading, and the sections in the order of the document."""
    headings = _headings(paragraphs)
    starts = sorted(headings)
    ends = [*starts[1:], len(paragraphs)][: len(starts)]
    sections = [
        ReportSection(headings[start], paragraphs[start].strip(), tuple(paragraphs[start + 1 : end])) for start, end in zip(starts, ends, strict=True)
    ]
    return tuple(paragraphs[: min(headings, default=len(paragraphs))]), tuple(sections)


def _headings(paragraphs: Sequence[str]) -> dict[int, int]:
    """Return which paragraphs are headings, each with its section: those that are numbered as a report's own; then what else stands for them."""
    found = {at: number for at, text in enumerate(paragraphs) if (number := _section_of(text)) and (_TOP_MARK.match(text) or _exact(text, number))}
    lacking = set(range(1, len(_sections()) + 1)) - set(found.values())
    for number in sorted(lacking):
        after = max((at for at, other in found.items() if other < number), default=-1)
        before = min((at for at, other in found.items() if other > number), default=len(paragraphs))
        for at in range(after + 1, before):
            if _ANY_MARK.match(paragraphs[at]) and _section_of(paragraphs[at]) == number:
                found[at] = number
                break
    return found


def _section_of(text: str) -> int | None:
    """Return the section whose words a short line has, or None."""
    if len(text) > _LONGEST_HEADING or text.rstrip().endswith(("。", "；", "，")):
        return None
    words = "".join(unicodedata.normalize("NFKC", text).split())
    return next((number for number, (_, known) in enumerate(_sections(), 1) if known and all(word in words for word in known)), None)


def _exact(text: str, number: int) -> bool:
    """Whether a line is a title of this section but for its number, as where Word numbers the headings itself."""
    return without_number(text) in _sections()[number - 1][0]


def _sections() -> list[tuple[frozenset[str], tuple[str, ...]]]:
    """Return of each of the six sections its titles without their number, and the words by which it is known."""
    forms = forms_of(STATUTORY)
    return [
        (frozenset(without_number(section.title) for section in same), same[-1].found_by)
        for same in zip(*(form.sections for form in forms), strict=False)
    ]

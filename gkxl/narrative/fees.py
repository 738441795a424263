"""信息处理费: what the text says was charged, beside the fees of 表二（八）."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gkxl.model.figures import show
from gkxl.model.published import PublishedReport
from gkxl.narrative.figures import Figures
from gkxl.narrative.numbers import Written, numbers_in
from gkxl.narrative.passages import Passage
from gkxl.narrative.placing import place_of, told
from gkxl.narrative.scope import Scope, Speaker
from gkxl.narrative.subjects import Subjects
from gkxl.narrative.vocabulary import Reading, vocabulary
from gkxl.rules.findings import Finding

_FEES = Reading("行政事业性收费·本年收费金额", "disclosure", "administrative_fees", "", "amount")
_YUAN = {"元": 1, "万元": 10_000}


def fees_differ(report: PublishedReport, passages: Sequence[Passage], figures: Figures | None, speaker: Speaker) -> Iterator[Finding]:
    """Yield the fees of the text that are larger than all fees of the table together, and "none" beside a fee."""
    charged = [(passage, number) for passage in passages for number in _charged(passage, speaker)]
    value = figures.value(_FEES) if figures else None
    for passage, number in charged:
        yuan = number.value * _YUAN[number.unit]
        if value is not None and yuan > max(Decimal(candidate) for candidate in value.candidates) * 10_000:
            yield Finding.of(
                "text.fee",
                f"{told(report)}“{passage.heading}”中“{passage.quoted(number.start, number.end)}”，信息处理费{number.shown}{number.unit}大于"
                f"表二（八）行政事业性收费的{value.shown}万元；信息处理费也是行政事业性收费。请核对两处的数和单位。",
                expected=f"不大于{value.shown}万元",
                actual=f"{show(yuan / 10_000)}万元",
                codes=[figures.form.items[item].code for item in value.items] if figures else (),
                quoted=passage.quoted(number.start, number.end),
                **place_of(report, passage.heading),
            )
    paid = [number for _, number in charged if number.value]
    for passage in passages:
        match = vocabulary().around["fee.nothing"].search(passage.text)
        if paid and match and vocabulary().around["fee.charged"].search(passage.text) and not _charged(passage, speaker):
            yield Finding.of(
                "text.fee",
                f"{told(report)}“{passage.heading}”中“{passage.quoted(match.start(), match.end())}”，"
                f"别处却写明收取了信息处理费{paid[0].shown}{paid[0].unit}。请核对后改成一致。",
                expected="0元",
                actual=f"{paid[0].shown}{paid[0].unit}",
                quoted=passage.quoted(match.start(), match.end()),
                **place_of(report, passage.heading),
            )


def _charged(passage: Passage, speaker: Speaker) -> list[Written]:
    """Return the first sum of money that a paragraph says was charged."""
    subjects, scope = Subjects.of(passage, ""), Scope(passage, speaker)
    numbers = [number for number in numbers_in(passage.text) if number.exact and number.unit in _YUAN]
    return [number for number in numbers if subjects.at(number.start, number.start, number.end) == "fee" and scope.at(number.start) is not None][:1]

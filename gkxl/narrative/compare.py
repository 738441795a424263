"""Claims held against the tables: what fits no reading is said, as an error only where the claim is plainly about the body itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gkxl.model.published import PublishedReport
from gkxl.narrative.claims import Claim
from gkxl.narrative.figures import Figures, Value
from gkxl.narrative.placing import place_of, told
from gkxl.narrative.vocabulary import Reading
from gkxl.rules.findings import Finding

Tried = list[tuple[Reading, Value]]


def compare(report: PublishedReport, figures: Figures, claims: Iterable[Claim]) -> Iterator[Finding]:
    """Yield what the text says and no reading of the tables bears out, in the order of the text."""
    for claim in claims:
        tried = tried_on(figures, claim)
        if tried and not any(value.fits(claim.value, claim.half_step) for _, value in tried):
            yield _differs(report, figures, claim, tried)


def tried_on(figures: Figures, claim: Claim) -> Tried:
    """Return what each reading of a claim comes to; nothing where one of them cannot be said, since that one might fit."""
    tried = [(reading, figures.value(reading)) for reading in claim.readings]
    possible = [(reading, value) for reading, value in tried if value is not None]
    return possible if len(possible) == len(tried) else []


def _differs(report: PublishedReport, figures: Figures, claim: Claim, tried: Tried) -> Finding:
    stated = claim.number.shown if claim.number else "0"
    unit = (claim.number.unit if claim.number else "") or "件"
    readings = "；".join(f"“{reading.label}”为{value.shown}" for reading, value in tried)
    sure = claim.sure and all(value.stated for _, value in tried)
    said = f"说的是{claim.meaning.label}{stated}{unit}" if claim.number else f"说的是“{claim.meaning.label}”"
    one = "表里" if len(tried) == 1 else "表里几种读法都不是这个数："
    ask = "请核对后改正文字或表格。" if sure else "如果说的是别的范围或口径，不必改；否则请改正文字或表格。"
    return Finding.of(
        "text.differs" if sure else "text.may_differ",
        f"{told(report)}“{claim.passage.heading}”中“{claim.quote}”，{said}，{one}{readings}。{ask}",
        expected="；".join(dict.fromkeys(value.shown for _, value in tried)),
        actual=stated,
        codes=[figures.form.items[item].code for item in dict.fromkeys(item for _, value in tried for item in value.items)],
        quoted=claim.quote,
        **place_of(report, claim.passage.heading),
    )

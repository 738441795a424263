"""Everything that is wrong with the words of a report: beside its tables, within themselves, beside last year's, and beside the law."""

from __future__ import annotations

from collections.abc import Iterator

from gkxl.forms import STATUTORY, Form, form_for, forms_of
from gkxl.model.period import Period
from gkxl.model.published import PublishedReport
from gkxl.model.submission import Submission
from gkxl.narrative.claims import Claim, claims_in
from gkxl.narrative.compare import compare
from gkxl.narrative.fees import fees_differ
from gkxl.narrative.figures import Figures
from gkxl.narrative.frame import frame_lacks
from gkxl.narrative.growth import growth_differs
from gkxl.narrative.layouts import layouts_differ
from gkxl.narrative.parts import parts_differ, shares_differ
from gkxl.narrative.passages import Passage
from gkxl.narrative.repeated import repeated
from gkxl.narrative.scope import Speaker
from gkxl.narrative.subjects import carried_on
from gkxl.rules.findings import Finding


def judge_text(report: PublishedReport, last: PublishedReport | None = None, figures_of_last: Submission | None = None) -> list[Finding]:
    """Return what is wrong with the words of a report, section by section, then with its frame.

    `last` is the report of the year before, `figures_of_last` its figures where these come from elsewhere; without them nothing
    is said of growth and of repeated text.
    """
    passages = passages_of(report)
    speaker = Speaker(report.unit, report.year)
    figures = Figures.of(report)
    before = Figures.of_submission(figures_of_last) if figures_of_last else Figures.of(last) if last else None
    findings = [finding for passage, claims in _claims(passages, speaker) for finding in _of(report, passage, claims, figures, before)]
    findings += fees_differ(report, passages, figures, speaker)
    findings += frame_lacks(report, _form(report), passages)
    findings += layouts_differ(report, _form(report))
    return [*findings, *(repeated(report, passages, passages_of(last)) if last else ())]


def passages_of(report: PublishedReport) -> list[Passage]:
    """Return the paragraphs of a report under their headings."""
    return [
        *(Passage(0, "", paragraph) for paragraph in report.before),
        *(Passage(section.number, section.heading, paragraph) for section in report.sections for paragraph in section.paragraphs),
    ]


def _claims(passages: list[Passage], speaker: Speaker) -> Iterator[tuple[Passage, list[Claim]]]:
    carried, section = "", 0
    for passage in passages:
        carried = carried if passage.section == section else ""
        yield passage, claims_in(passage, speaker, carried)
        carried, section = carried_on(passage, carried), passage.section


def _of(report: PublishedReport, passage: Passage, claims: list[Claim], figures: Figures | None, before: Figures | None) -> Iterator[Finding]:
    if figures is not None:
        yield from compare(report, figures, claims)
    yield from parts_differ(report, passage, claims, figures)
    yield from shares_differ(report, passage, claims, figures)
    if before is not None:
        yield from growth_differs(report, passage, claims, before)


def _form(report: PublishedReport) -> Form:
    """Return the form of the year reported on, else that of the figures, else the newest."""
    form = form_for(STATUTORY, Period(report.year)) if report.year else None
    return form or (report.submission.form if report.submission else forms_of(STATUTORY)[-1])

"""Fourth stage of a merge, judge: what the rules say of the parts, of the total, and of both beside the period before. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gkxl.actions.describing import before_of, describe, not_carried
from gkxl.actions.missing import Shortfall, missing_findings, shortfall, with_parts
from gkxl.actions.outcome import all_well
from gkxl.actions.previous import body_before
from gkxl.actions.resolving import Resolved
from gkxl.actions.totalling import Totalled
from gkxl.aggregation.to_date import check_to_date
from gkxl.aggregation.totals import contributions, counterpart, reports_of
from gkxl.aggregation.year import chain, left_open, missing_months, uncarried
from gkxl.eligibility.counted_beside import counted_beside
from gkxl.eligibility.parents import parents_differ
from gkxl.eligibility.reports_beside import reports_beside
from gkxl.eligibility.revisions import choose_revisions
from gkxl.model.period import spans
from gkxl.model.roster import Roster
from gkxl.model.submission import Key, Submission
from gkxl.model.unit import Unit
from gkxl.model.unit_names import NAMELESS, listed
from gkxl.rules.catalogue import Topic
from gkxl.rules.causes import settle
from gkxl.rules.equations import check, check_carry
from gkxl.rules.explanations import Weighed
from gkxl.rules.findings import Finding
from gkxl.rules.likeness import Seen, unlikely
from gkxl.rules.many_digits import check_digits

if TYPE_CHECKING:
    from gkxl.actions.locating import Given


@dataclass(frozen=True)
class Case:
    """What is judged."""

    resolved: Resolved
    totalled: Totalled
    roster: Roster
    weigh: Callable[[Sequence[Finding]], Weighed] = lambda _: Weighed()
    """What written explanations make of findings."""


@dataclass(frozen=True)
class Judged:
    """How complete and right a merge is."""

    findings: Sequence[Finding]
    """Everything there is to say, of this stage and of those before it."""
    missing: Sequence[Key]
    """What is expected and did not come: unit and period."""
    state: str
    """One line for people."""
    ok: bool
    """Whether nothing is missing or unread, and nothing contradictory that nobody has explained."""
    weighed: Weighed
    """What written explanations make of the findings."""
    not_carried: str = ""
    """What was not compared with the period before, for people; "" where all was."""


def judge(case: Case, before: Sequence[Finding]) -> tuple[Judged, list[Finding]]:
    """Return the verdict on a total, given what the stages `before` have said, and what is found here."""
    resolved, grid = case.resolved, case.resolved.grid
    lacking = with_parts(shortfall(grid, merging=True), resolved.lacking_parts)
    of_shortfall = missing_findings(lacking, merging=True)
    of_parts = [*resolved.of_figures]
    for comparison in OF_PARTS:
        of_parts += [finding for finding in comparison(case) if finding not in of_parts]
    of_total = [finding for judgement in OF_TOTAL for finding in judgement(case, of_parts)]
    found = [*of_shortfall, *of_parts, *of_total, *resolved.previous.findings]
    located = _located(found, case)
    settled = settle([*before, *located], [(of_total, [*of_parts, *of_shortfall])])
    weighed = case.weigh(settled)
    findings = [*settled, *weighed.findings]
    missing = [*grid.missing, *grid.to_come, *((part.unit, period) for part in resolved.lacking_parts for period in part.periods)]
    ok = all_well(weighed.open(findings), resolved.unread, missing)
    said_by_name = [*of_shortfall, *resolved.of_disputes, *(blank for blank in resolved.of_stocks if _shows_as_lacking(case.totalled.total, blank))]
    carried = _not_carried(case)
    state = _state(case, lacking, [finding for finding in findings if finding not in said_by_name], weighed, carried, ok)
    return Judged(findings, missing, state, ok, weighed, carried), [*located, *weighed.findings]


def _shows_as_lacking(total: Submission, blank: Finding) -> bool:
    """Whether a total lacks all that a finding says is blank, and names the unit for it: a quarter's closing is not in the year's total."""
    return all(blank.called in total.lacking.get(total.form.index.get(code, -1), ()) for code in blank.items)


def _located(found: list[Finding], case: Case) -> list[Finding]:
    """Return findings with the cells that broken equations point to."""
    if not any(finding.instance for finding in found):
        return found
    from gkxl.actions.locating import locate  # late: a click on figures that hold must not wait for it

    return locate(found, _given(case))


def _given(case: Case) -> Given:
    """Return everything that was given, to look for wrong cells in; what counts speaks first, then what was given for the period before."""
    resolved = case.resolved
    before = [submission for stated in resolved.previous.units.values() for submission in stated]
    from gkxl.actions.locating import Given

    return Given(resolved.counted, resolved.counted, [*choose_revisions(resolved.outside).counted, *before], case.roster)


def _state(case: Case, lacking: Shortfall, findings: Sequence[Finding], weighed: Weighed, carried: str, ok: bool) -> str:
    parts = [submission for submission in case.totalled.stated if submission.period != case.resolved.period]
    made_from = f"{len(parts)}份{reports_of(parts)}" if parts else ""
    units = len(case.totalled.units)
    return describe(case.resolved, case.totalled.total, lacking, findings, weighed, carried=carried, units=units, made_from=made_from, ok=ok)


def _not_carried(case: Case) -> str:
    """Return what was not compared with the period before: where the body itself was, that is all there is to know of its total."""
    before = _same_body_before(case)
    if before and not left_open(case.totalled.total, before):
        return ""
    open_ones = uncarried(case.totalled.stated, _stated_before(case))
    if open_ones or not case.resolved.previous.units:
        return not_carried(open_ones, len(case.totalled.units))
    return f"{before_of(case.totalled.stated)}结转只逐个单位核对"


def _each_by_itself(case: Case) -> list[Finding]:
    """Return what the equations say of each submission; a merged workbook was judged as a whole."""
    loose = [submission for submission in case.resolved.counted if submission.source not in case.resolved.merged]
    return [finding for submission in loose for finding in check(submission)]


def _from_period_to_period(case: Case) -> list[Finding]:
    """Return where what counts does not carry on from one period to the next."""
    return chain(case.resolved.counted, {})


def _since_january(case: Case) -> list[Finding]:
    """Return where a figure since January is not the sum of what was stated month by month."""
    earlier = [submission for stated in _stated_before(case).values() for submission in stated]
    return check_to_date(case.resolved.counted, earlier)


def _parents_and_children(case: Case) -> list[Finding]:
    """Return where a parent cannot be the sum of its children, over what both cover."""
    return parents_differ(case.roster, case.resolved.counted)


def _from_before(case: Case) -> list[Finding]:
    """Return where a unit does not carry on what it stated for the period before, given apart or lying in the same folders."""
    return chain(case.totalled.stated, _stated_before(case))


def _stated_before(case: Case) -> dict[Unit, list[Submission]]:
    """Return what each unit stated before the period, given apart or lying in the same folders."""
    known = {unit: list(stated) for unit, stated in case.resolved.previous.units.items()}
    earlier = choose_revisions(submission for submission in case.resolved.outside if submission.period < case.resolved.period)
    for submission in earlier.counted:
        known.setdefault(submission.who, []).insert(0, submission)
    return known


def _side_by_side(case: Case) -> list[Finding]:
    """Return what counts beside what it may hold already."""
    body = "" if case.totalled.total.unit == NAMELESS else case.totalled.total.unit
    beside = counted_beside(case.totalled.units, case.roster, body)
    return [*beside, *reports_beside(case.totalled.units, case.resolved.reports, case.roster, body)]


def _likely(case: Case) -> list[Finding]:
    """Return what is allowed but unlikely of what counts, beside everything else that is known of the same units."""
    before = [submission for submission in case.resolved.outside if submission.period < case.resolved.period]
    before += [submission for stated in case.resolved.previous.units.values() for submission in stated]
    return unlikely(Seen(case.resolved.counted, case.roster, case.totalled.speaking, before))


OF_PARTS: Sequence[Callable[[Case], list[Finding]]] = (
    _each_by_itself,
    _from_period_to_period,
    _since_january,
    _parents_and_children,
    _from_before,
    _side_by_side,
    _likely,
)
"""What is compared below the total; what one of them has said, a later one does not say again."""


def _total_by_itself(case: Case, of_parts: Sequence[Finding]) -> list[Finding]:
    """Return what the equations say of the total, each with the units that it comes from."""
    # A year whose months do not fit together does not balance: that explains the sum, and was said of the months already.
    years = [year for year in case.totalled.units if year.months]
    causes = [*of_parts, *(finding for year in years for finding in check(year))]
    lacking = {year.called: spans(gaps) for year in years if (gaps := missing_months(year))}
    found = [finding for finding in check(case.totalled.total) if finding.topic is not Topic.NOT_STATED]
    return [_explained(finding, [cause.called for cause in contributions(finding, causes)], lacking) for finding in found]


def _explained(finding: Finding, units: Sequence[str], lacking: dict[str, str]) -> Finding:
    """Add to a finding on the total which units it comes from, and which months these lack."""
    if not units:
        return finding
    shown = [f"{unit}（缺{lacking[unit]}）" if unit in lacking else unit for unit in dict.fromkeys(units)]
    return replace(finding, message=f"{finding.message}不平来自：{listed(shown)}。")


def _beyond_a_spreadsheet(case: Case, _: Sequence[Finding]) -> list[Finding]:
    """Return which figures of the total have more digits than a spreadsheet keeps."""
    return check_digits(case.totalled.total, case.totalled.units)


def _total_from_before(case: Case, _: Sequence[Finding]) -> list[Finding]:
    """Return where the total does not carry on that of the period before, or why the two were not compared."""
    total, previous = case.totalled.total, case.resolved.previous
    before = body_before(total, previous)
    if before is None:
        return []
    if total.unit not in (NAMELESS, before.unit):
        return [_of_another_unit(total, before)]
    then, now = previous.parts.get(before.source.file, frozenset()), {submission.unit for submission in case.totalled.units}
    other_parts = [_of_other_parts(total, before, sorted(then - now), sorted(now - then))] if then and then != now else []
    # Whoever its parts are: what the body published last year is what it carries on.
    return [*other_parts, *check_carry(total, counterpart(before, total.form))]


def _same_body_before(case: Case) -> Submission | None:
    """Return what the body itself stated for the period before."""
    total = case.totalled.total
    before = body_before(total, case.resolved.previous)
    return before if before and total.unit in (NAMELESS, before.unit) else None


def _of_another_unit(total: Submission, before: Submission) -> Finding:
    message = f"上期工作簿{before.source.file}是“{before.unit}”的，本期汇总单位是“{total.unit}”；如不是同一单位，请换用本单位上期的工作簿。"
    return Finding.of("merge.previous_unit", message, about=replace(before, unit=total.unit, period=total.period))


def _of_other_parts(total: Submission, before: Submission, gone: Sequence[str], new: Sequence[str]) -> Finding:
    only = [f"上期有、本期没有的：{listed(gone)}"] if gone else []
    only += [f"本期有、上期没有的：{listed(new)}"] if new else []
    message = f"本期与上期（{before.source.file}）汇总的单位不同（{'；'.join(only)}），合计的结转如与上期不符，可能由此而来；请核对。"
    return Finding.of("merge.previous_parts", message, about=replace(total, source=before.source))


OF_TOTAL: Sequence[Callable[[Case, Sequence[Finding]], list[Finding]]] = (_total_by_itself, _beyond_a_spreadsheet, _total_from_before)
"""What is compared of the total itself, given what was said of its parts."""

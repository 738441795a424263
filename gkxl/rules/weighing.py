"""What written explanations make of what was found: which errors they settle, which of them say nothing, lapsed, or fit nothing any more. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gkxl.forms import Severity
from gkxl.model.period_text import parse_period
from gkxl.rules.explanations import Explained, Explanation, Key, Place, Weighed, key_of
from gkxl.rules.findings import Finding
from gkxl.rules.formula_of_words import EXAMPLE, says_something


def weigh(findings: Sequence[Finding], own: Sequence[Explanation], others: Sequence[Explanation] = ()) -> Weighed:
    """Return what the explanations make of the findings.

    `own` stand on the sheet that is being filled again: those come first, and none of them is lost.  `others` came with the
    inputs; what belongs to no finding of this merge is no matter of it, unless it lapsed.
    """
    own = [explanation for explanation in own if not explanation.by_others]  # worked out anew
    if not own and not others:
        return Weighed()
    own, others = ([_of_unit(explanation, findings) for explanation in explanations] for explanations in (own, others))
    words: dict[Key, str] = {}
    for explanation in (*own, *others):
        words.setdefault(explanation.key, explanation.words)
    keys = {finding: key_of(finding) for finding in findings}
    found = set(keys.values())
    beside = [Explained(finding, words[keys[finding]]) for finding in findings if keys[finding] in words]
    refused = [answer for answer in beside if answer.finding.severity is Severity.ERROR and not _settles(answer)]
    explained = [answer for answer in beside if answer not in refused]
    explained += _consequences(findings, explained)
    open_places = _open_places(findings, keys, explained)
    places = {key.place for key in found}
    lapsed = [old for old in (*own, *others) if not old.by_others and old.key not in found and old.key.place in open_places]
    outdated = [old for old in own if old.key not in found and old.key.place in places]
    gone = [old for old in own if old.key not in found and old.key.place not in places]
    lapsed, gone = _in_order(lapsed), _in_order(gone)
    return Weighed(
        explained,
        refused,
        _in_order([*lapsed, *outdated, *gone]),
        [
            *map(_not_settled, refused),
            *(_lapsed(old, open_places[old.key.place]) for old in lapsed),
            *map(_fits_nothing, gone),
        ],
        {known.key: words[known.key] for known in (*own, *others) if known.key in found and not known.by_others},
    )


def _settles(answer: Explained) -> bool:
    """Whether words make an error none: they say something, and nothing is lacking that no words can put there."""
    return says_something(answer.words) and not answer.finding.check.leaves_out


def _open_places(findings: Sequence[Finding], keys: Mapping[Finding, Key], explained: Sequence[Explained]) -> dict[Place, Finding]:
    """Return what is found at each place where something is not explained: the first of it."""
    done = {key_of(answer.finding) for answer in explained}
    return {keys[finding].place: finding for finding in reversed(findings) if keys[finding] not in done}


def _of_unit(explanation: Explanation, findings: Sequence[Finding]) -> Explanation:
    """Return an explanation under the unit that is meant: who wrote it may not know what stands above. Those of its own file come first."""
    who = explanation.key.place.who
    for near in (True, False):
        meant = {finding.who for finding in findings if not finding.who.apart(who) and (finding.file == explanation.file or not near)}
        if who in meant:
            return explanation
        if len(meant) == 1:
            return replace(explanation, key=explanation.key._replace(place=explanation.key.place._replace(who=meant.pop())))
    return explanation


def _consequences(findings: Sequence[Finding], explained: Sequence[Explained]) -> list[Explained]:
    """Return what only follows from a finding that is explained, and from nothing else that nobody has found."""
    words = {key_of(answer.finding): answer.words for answer in explained}
    if not words:
        return []
    following = [finding for finding in findings if finding.caused_by and finding.items and key_of(finding) not in words]
    return [
        Explained(finding, f"随{cause.called or cause.unit}的说明成立：{words[key_of(cause)]}")
        for finding in following
        if (cause := finding.caused_by) and key_of(cause) in words and _accounted_for(finding, findings)
    ]


def _accounted_for(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether a sum is off by no more than what was found in what it adds up, as far as that can be told by the same equation."""
    parts = [part for part in findings if part.instance == finding.instance and part.who != finding.who and part.caused_by is None]
    return finding.instance is None or not parts or sum(part.gap or 0 for part in parts) == finding.gap


def _in_order(explanations: Iterable[Explanation]) -> list[Explanation]:
    """Return explanations once each, in an order that does not rest on where they were read."""
    once = {(explanation.key, explanation.words): explanation for explanation in explanations}
    return [once[at] for at in sorted(once)]


def _not_settled(refused: Explained) -> Finding:
    finding = refused.finding
    told = f"{_whose(finding)}的情况说明"
    if finding.check.leaves_out:
        message = f"{told}“{refused.words}”已保留，但缺的数不能用说明代替，这一处仍按错误处理（{_cells(finding)}）。请补齐后重新汇总。"
        return _about("explanation.lacking", message, finding)
    message = f"{told}只写了“{refused.words}”，没有说出原因，这一处仍按错误处理（{_cells(finding)}）。请写明数字为什么是这样，例如“{EXAMPLE}”。"
    return _about("explanation.formula", message, finding)


def _whose(finding: Finding) -> str:
    return f"{finding.called}{_when(finding.period)}"


def _when(period: str) -> str:
    """Return a period in brackets; "" for none, or for what is no single one."""
    try:
        return f"（{parse_period(period).chinese}）"
    except ValueError:
        return f"（{period}）" if period else ""


def _lapsed(explanation: Explanation, finding: Finding) -> Finding:
    message = (
        f"{_whose(finding)}的情况说明“{explanation.words}”是按原来的数字写的，数字已改动，说明失效"
        f"（{_cells(finding)}）。请按现在的数字重新说明或更正；原文列在“校验”末尾。"
    )
    return _about("explanation.lapsed", message, finding)


def _cells(finding: Finding) -> str:
    return "、".join(finding.cells) or finding.check.sentence


def _about(check: str, message: str, finding: Finding) -> Finding:
    return Finding.of(
        check,
        message,
        unit=finding.who,
        called=finding.called,
        period=finding.period,
        file=finding.file,
        sheet=finding.sheet,
        cells=finding.cells,
        codes=finding.items,
    )


def _fits_nothing(explanation: Explanation) -> Finding:
    place = explanation.key.place
    message = f"{place.who.path}{_when(place.period)}的情况说明“{explanation.words}”所说的问题现在没有了，原文列在“校验”末尾；不再需要时请清除。"
    return Finding.of("explanation.fits_nothing", message, unit=place.who, period=place.period)

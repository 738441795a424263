"""What a newer submission has replaced is settled: nobody judges it any more; and what the newer one must not lose. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePosixPath

from gkxl.eligibility.file_hints import attribute
from gkxl.eligibility.revisions import Correction, RevisionChoice
from gkxl.model.figures import show
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Source, Submission
from gkxl.rules.findings import Finding
from gkxl.rules.unread import OF_A_SHEET, Unread

_OLDER = re.compile("旧|原稿|原件|作废|备份|old|bak", re.IGNORECASE)
_NEWER = re.compile("更正|修订|修改|改正|订正|重报|重发|补报|最新|新|终稿|定稿|new|final", re.IGNORECASE)
"""What people write into the name of a file that came before, or after, another one."""
_SHOWN = 6


def superseded(choice: RevisionChoice) -> frozenset[Source]:
    """Return where the submissions stand of which there is a higher revision."""
    return frozenset(submission.source for history in choice.history.values() for submission in history if submission.revision < history[-1].revision)


def not_on(sources: Collection[Source], findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that are not on one of these sheets."""
    return [finding for finding in findings if Source(finding.file, finding.sheet) not in sources]


def erased(choice: RevisionChoice) -> list[Finding]:
    """Return the corrections that leave cells blank which the revision before states: who fills in only what he corrects erases the rest."""
    latest = {submission.key: submission for submission in choice.counted}
    found = []
    for correction in choice.corrections:
        items = left_blank(correction)
        if items and latest.get(correction.after.key) is correction.after:
            found.append(_erased(correction.before, correction.after, items))
    return found


def left_blank(correction: Correction) -> list[int]:
    """Return the items that the revision before states, other than 0, and the one after it leaves blank."""
    after = correction.after
    return [change.item for change in correction.changes if change.before and after.stated[change.item] is None and change.item not in after.misread]


def _erased(before: Submission, after: Submission, items: Sequence[int]) -> Finding:
    form = after.form
    shown = "、".join(f"{after.cell(item)}（{form.items[item].label}，原为{show(before.figures[item])}）" for item in items[:_SHOWN])
    more = "等" if len(items) > _SHOWN else ""
    return Finding.of(
        "submission.erased",
        f"{after.called}（{after.period.chinese}）的修订{after.revision}（{after.named}）有{len(items)}格没有填，修订{before.revision}（{before.named}）"
        f"填了数：{shown}{more}。更正要填写整张表，不能只填改动的格；请补填后重新报送，确实没有的请填0。",
        about=after,
        items=items,
    )


def without_replaced(unread: Sequence[Unread], choice: RevisionChoice, roster: Roster | None = None) -> tuple[list[Unread], list[Finding]]:
    """Return the unread files without those that a readable submission surely replaces, and a finding on each of these.

    Surely: the name of the file tells the unit and the period of the submission, and which of the two came first.
    """
    if not unread or not choice.counted:
        return list(unread), []
    counted = {submission.key: submission for submission in choice.counted}
    names = roster or Roster.of(dict.fromkeys(submission.who for submission in choice.counted))
    year = Period(max(submission.period.year for submission in choice.counted))
    left: list[Unread] = []
    findings: list[Finding] = []
    for file, told in zip(unread, attribute(unread, names, year), strict=True):
        good = counted.get((told.who, told.period)) if told.period else None
        if good is None or file.why in OF_A_SHEET or not _came_first(told, good):
            left.append(file)
        else:
            findings.append(_replaced(file, good))
    return left, findings


def _came_first(file: Unread, good: Submission) -> bool:
    """Whether a file is older than a submission by their names: it says so, or the submission is a correction and the file is none."""
    lost, known = (PurePosixPath(name).stem.replace(good.unit, "") for name in (file.file, good.source.file))
    if _NEWER.search(lost):
        return False
    return bool(_OLDER.search(lost) or _NEWER.search(known) or good.revision > 1)


def _replaced(file: Unread, good: Submission) -> Finding:
    message = f"{file.file}没有读出（{file.what}），但看文件名是{good.called}（{good.period.chinese}）较早的一份，已由{good.named}代替，不影响汇总。"
    return Finding.of("submission.unread_replaced", message, unit=good.who, called=good.called, period=str(good.period), file=file.file)

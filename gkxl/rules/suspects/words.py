"""What is said of a broken equation: the cell to change, the cells to look at first, or how many it may be."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.forms import Instance
from gkxl.model.figures import show
from gkxl.model.submission import Submission
from gkxl.rules.suspects.evidence import Evidence, Suspect
from gkxl.rules.suspects.ledger import called, follows
from gkxl.rules.suspects.naming import framed, reach


def sentence(instance: Instance, evidence: Evidence, found: Sequence[Suspect]) -> str:
    """Return the Chinese sentence on what `suspects` found for an equation, without a full stop; "" where there is nothing to say."""
    if not found and follows(evidence.submission.form, instance):
        return "总计由各列算出，各列改好即平"
    if not found and any(operand.previous for operand in (*instance.left, *instance.right)):
        cells = [_at(submission, item, evidence) for submission, item in framed(instance, evidence)]
        return f"{'、'.join(cells)}这{len(cells)}格中有一格不对" if cells else ""
    if not found:
        along = "列" if instance.equation.per == "column" else "行"
        return f"该{along}{len(reach(evidence.submission.form, instance))}格中有一格不对"
    if found[0].proven:
        return "；".join(f"应改这一格：{_named(suspect, evidence)}，{_changed(suspect)}（{suspect.reason}）" for suspect in found)
    return "先核对：" + "；".join(f"{_named(suspect, evidence)}（{suspect.reason}）" for suspect in found)


def _named(suspect: Suspect, evidence: Evidence) -> str:
    return _at(suspect.submission, suspect.item, evidence)


def _at(submission: Submission, item: int, evidence: Evidence) -> str:
    """Return how people name a cell: its address, on which sheet where it is not the one that is judged, else its label."""
    place = submission.cell(item) or submission.form.items[item].label
    return place if submission is evidence.submission else f"{called(submission, evidence.submission)}的{place}"


def _changed(suspect: Suspect) -> str:
    stands = suspect.stands
    return f"{'空白' if stands is None else show(stands)}应为{show(suspect.would_be)}"

"""How findings name what they are on: whose figures of when, and where these stand."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.model.submission import Submission


def where(submission: Submission) -> str:
    """Return whose figures they are and of when: "法规科（2023年12月）"."""
    return f"{submission.called}（{submission.period.chinese}）"


def again(submission: Submission) -> str:
    """Return what comes after mending: a unit sends its sheet again, what was added up is added up again, a document is checked again."""
    if added_up(submission):
        return "重新汇总"
    return "重新校验" if is_document(submission) else "重新报送"


def is_document(submission: Submission) -> bool:
    """Whether its figures stand in a published or drafted report: no formula gives its totals, and nobody hands it in."""
    return bool(submission.source.file) and not submission.source.sheet


def added_up(submission: Submission) -> bool:
    """Whether its figures come from others: they are mended there, not where it stands."""
    return submission.merge_state is not None or not submission.source.file


def place(submission: Submission, items: Sequence[int]) -> str:
    """Return file, sheet and cells of some figures, many cells shortened."""
    cells = submission.cells(items)
    shown = "、".join(cells if len(cells) <= 6 else (*cells[:3], "…", cells[-1]))
    file = f"文件{submission.source.file}" if submission.source.file else ""
    if not submission.source.sheet:
        return "，".join(filter(None, (file, shown)))
    return "，".join(filter(None, (file, f"工作表“{submission.source.sheet}”", f"单元格{shown}" if shown else "")))

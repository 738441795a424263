"""What is said where something would be counted twice, or may be. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gkxl.model.submission import Submission
from gkxl.model.unit import Unit
from gkxl.model.unit_names import listed
from gkxl.rules.findings import Finding


def _files(shared: Mapping[Unit, Sequence[Submission]]) -> str:
    return listed([f"{many[0].called}（{listed(dict.fromkeys(one.source.file for one in many), 2)}）" for unit, many in shared.items()], 5)


def same_name(summary: Submission, many: Sequence[Submission]) -> Finding:
    """Say that nobody knows whether submissions are of a unit that a merged workbook holds."""
    first = many[0]
    files = listed(dict.fromkeys(one.source.file for one in many), 3)
    return Finding.of(
        "merge.same_name",
        f"{files}的单位“{first.called}”与汇总工作簿{summary.source.file}里的一个单位同名、数字不同，没有写上级单位，分不清是不是同一个单位，现在两者都计入了。"
        "如果是同一个单位，请只给出其中一种；如果不是，请在表头写明上级单位，或在名册中列出，再重新汇总。",
        about=first,
    )


def counted_both(summary: Submission, many: Sequence[Submission]) -> Finding:
    """Say that submissions are of a unit that a merged workbook holds with other figures, which cannot be taken out of it."""
    first = many[0]
    files = listed(dict.fromkeys(one.source.file for one in many), 3)
    return Finding.of(
        "merge.counted_both",
        f"{files}的{first.called}已经包含在汇总工作簿{summary.source.file}里，两处的数字或修订不同，现在两者都计入了，合计有重复。"
        "请该汇总单位用最新的报送重新汇总，然后只给出其中一种。",
        about=first,
    )


def already_in(summary: Submission, shared: Mapping[Unit, Sequence[Submission]]) -> Finding:
    return Finding.of(
        "merge.counted_twice",
        f"{_files(shared)}已经包含在同时给出的汇总工作簿{summary.source.file}里，两处都计会重复，因此只计该汇总工作簿。请只给出其中一种后重新汇总。",
        about=summary,
    )


def counted_twice(summary: Submission, shared: Mapping[Unit, Sequence[Submission]], lost: Sequence[Unit]) -> Finding:
    lacking = f"它另外包含的{listed(unit.name for unit in lost)}也就不在合计之内，" if lost else ""
    return Finding.of(
        "merge.counted_twice",
        f"汇总工作簿{summary.source.file}已经包含了同时给出的{_files(shared)}，两处都计会重复，因此没有计入该汇总工作簿。"
        f"{lacking}请只给出其中一种后重新汇总。",
        about=summary,
    )

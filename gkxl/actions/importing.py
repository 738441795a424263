"""Which of the submissions that came in become, or refresh, which input sheet of a workbook that holds one sheet for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gkxl.actions.collecting import collect, renamed
from gkxl.eligibility.revisions import changed, choose_revisions, content, within
from gkxl.errors import InputError
from gkxl.forms import Severity
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Submission
from gkxl.model.unit_names import listed
from gkxl.rules.findings import Finding

if TYPE_CHECKING:
    from gkxl.workbook.reading.folders import Intake
    from gkxl.workbook.reading.sheet_reader import InputPlace
    from gkxl.workbook.reading.submissions import WorkbookReading

_SHOWN = 3


@dataclass
class Imports:
    """What is to be done with what came in."""

    new: list[Submission] = field(default_factory=list)
    """Units without a sheet."""
    refreshed: list[tuple[InputPlace, Submission | None, Submission]] = field(default_factory=list)
    """Sheets that are blank, or hold an earlier revision; with what they state now."""
    same: list[Submission] = field(default_factory=list)
    """What the workbook says already."""
    refused: list[str] = field(default_factory=list)
    """Why something was not taken in, a sentence each."""


def sort_in(intake: Intake, reading: WorkbookReading, roster: Roster, period: Period | None) -> Imports:
    """Return what becomes of the submissions of `intake` in the workbook of `reading`, which is on `period` (None: not yet said).

    A sheet is refreshed only where it is blank or the new revision is higher: which of two contradictory sheets is right is
    not ours to say.  What a sheet of its own could not show any more, such as a changed label, is refused.  Raises InputError
    where nothing can be taken in, or nobody could say for which period.
    """
    imports = Imports(refused=[f"{one.file}：{one.reason}" for one in intake.unread])
    merged = [one.summary for one in intake.readings if one.summary]
    imports.refused += [f"{one.source.file}是{one.unit}的汇总工作簿，不是科室报表；汇总工作簿请用 gkxl merge 合并" for one in merged]
    collected = collect([one for one in intake.readings if not one.summary], roster)
    if not collected.offered:
        raise InputError(_nothing(imports.refused))
    inside, outside = within(collected.offered, period or _common(collected.offered))
    if outside:
        periods = "、".join(sorted({one.period.chinese for one in outside}))
        wanted = (period or inside[0].period).chinese
        imports.refused.append(f"{len(outside)}份是{periods}的，与本工作簿的{wanted}不同：{listed([one.named for one in outside], _SHOWN)}")
    choice = choose_revisions(inside)
    imports.refused += [one.message.rstrip("。") for one in choice.findings if one.severity is Severity.ERROR]
    sheets = _Sheets(reading, roster)
    for one in choice.counted:
        spoilt = next((finding for finding in collected.findings if _spoils(finding, one)), None)
        if spoilt:  # and no earlier revision stands in for it
            imports.refused.append(spoilt.message.rstrip("。"))
        else:
            sheets.sort(one, imports)
    return imports


def _spoils(finding: Finding, one: Submission) -> bool:
    """Whether a finding of reading a submission would be hidden by a fresh sheet; a figure that nobody understands is shown as it is."""
    figure = finding.rule.startswith("figure.") or finding.rule in {kind.rule_id for kind in one.form.kinds.values()}
    return finding.severity is Severity.ERROR and not figure and (finding.file, finding.sheet) == (one.source.file, one.source.sheet)


class _Sheets:
    """The input sheets of a workbook by unit and period."""

    def __init__(self, reading: WorkbookReading, roster: Roster) -> None:
        self.stated = {one.source.sheet: renamed(one, roster.official) for one in reading.submissions}
        self.places: dict[tuple[str, Period | None], list[InputPlace]] = {}
        for place in reading.places:
            if place.unit:
                self.places.setdefault((roster.official.get(place.unit, place.unit), place.period), []).append(place)

    def sort(self, one: Submission, imports: Imports) -> None:
        """Put a submission where it belongs in `imports`."""
        own = self.places.get((one.unit, one.period)) or self.places.get((one.unit, None)) or []
        filled = [place for place in own if not place.blank]
        if not own:
            imports.new.append(one)
            return
        if len(filled) > 1:
            names = listed([place.sheet for place in filled])
            imports.refused.append(f"{one.named}：本工作簿里{one.unit}（{one.period.chinese}）有{len(filled)}张填报表（{names}），请先只留一张")
            return
        place = filled[0] if filled else own[0]
        present = self.stated.get(place.sheet)
        refusal = _refusal(place, present, one)
        if refusal:
            imports.refused.append(refusal)
        elif present and content(present) == content(one) and present.revision == one.revision:
            imports.same.append(one)
            if present.head.note != one.head.note:
                imports.refused.append(
                    f"{one.named}的情况说明（数与工作表“{place.sheet}”相同，只有情况说明不同，没有更新；要更新，请把修订号加1再导入）"
                )
        else:
            imports.refreshed.append((place, present, one))


def _refusal(place: InputPlace, present: Submission | None, one: Submission) -> str:
    """Return why a sheet is not refreshed with a submission; "" where it may be, or says the same."""
    if place.form.id != one.form.id:
        return f"{one.named}：工作表“{place.sheet}”是{place.form.name}，报送是{one.form.name}；请删除这张工作表后再导入"
    if not place.blank and present is None:
        return f"{one.named}：工作表“{place.sheet}”上有数，但期间或表头读不懂，没有改动；请改正或删除这张工作表后再导入"
    lost = [item for item, at in enumerate(place.positions) if at is None and (one.shown[item] is not None or item in one.misread)]
    if lost:
        labels = listed([one.form.items[item].label for item in lost], _SHOWN)
        return f"{one.named}：工作表“{place.sheet}”缺了行或列，没有地方写“{labels}”；请删除这张工作表后再导入"
    unasked = [item for item in place.unasked if one.shown[item] or item in one.misread]
    if unasked:
        tables = "、".join(dict.fromkeys(one.form.table(one.form.items[item].table).label for item in sorted(unasked)))
        return f"{one.named}：工作表“{place.sheet}”没有要求填“{tables}”，报送却填了数；请核对名册的填报内容，或删除这张工作表后再导入"
    if present is None or present.revision < one.revision or (present.revision == one.revision and content(present) == content(one)):
        return ""
    if present.revision > one.revision:
        return f"{one.named}是修订{one.revision}，工作表“{place.sheet}”已是修订{present.revision}，没有改动"
    correction = changed(present, one)
    what = "；".join(correction.describe(change) for change in correction.changes[:_SHOWN]) or "读不懂的格或总计"
    more = "；等" if len(correction.changes) > _SHOWN else ""
    return (
        f"{one.named}与工作表“{place.sheet}”修订号同为{one.revision}，内容却不同（{what}{more}），没有改动；"
        f"请与{one.unit}核实，如是更正，请把新的一份的修订号加1再导入"
    )


def _common(offered: Sequence[Submission]) -> Period:
    periods = sorted({one.period for one in offered})
    if len(periods) > 1:
        shown = "、".join(f"{period.chinese}（{sum(one.period == period for one in offered)}份）" for period in periods)
        raise InputError(f"选中的报送有不同的期间：{shown}；请只选一个期间的文件，或先在本工作簿的填报表上写明期间")
    return periods[0]


def _nothing(refused: Sequence[str]) -> str:
    if not refused:
        return "选中的文件里没有找到任何填报表；请选科室发回的工作簿，或收报送的文件夹"
    return "选中的文件里没有可以导入的填报表：\n" + "\n".join(f"  {one}" for one in refused[:8]) + ("\n  ……" if len(refused) > 8 else "")

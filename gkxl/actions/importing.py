"""Which of the submissions that came in become, or refresh, which input sheet of a workbook that holds one sheet for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gkxl.actions.collecting import collect, renamed
from gkxl.errors import InputError
from gkxl.findings import Unread
from gkxl.forms import Severity
from gkxl.period import Period
from gkxl.roster import Roster
from gkxl.selection import changed, content, select, within
from gkxl.submission import Submission
from gkxl.units import listed

if TYPE_CHECKING:
    from gkxl.workbook.intake import Intake
    from gkxl.workbook.reading import InputPlace, WorkbookReading

_SHOWN = 3


@dataclass
class Imports:
    """What is to be done with what came in."""

    new: list[Submission] = field(default_factory=list)
    """Units without a sheet."""
    refreshed: list[tuple[InputPlace, Submission]] = field(default_factory=list)
    """Sheets that are blank, or hold an earlier revision."""
    same: list[Submission] = field(default_factory=list)
    """What the workbook says already."""
    refused: list[str] = field(default_factory=list)
    """Why something was not taken in, a sentence each."""


def sort_in(intake: Intake, reading: WorkbookReading, roster: Roster, period: Period | None) -> Imports:
    """Return what becomes of the submissions of `intake` in the workbook of `reading`, which is on `period` (None: not yet said).

    A sheet is refreshed only where it is blank or the new revision is higher: which of two contradictory sheets is right is
    not ours to say.  Raises InputError where nothing can be taken in, or nobody could say for which period.
    """
    offered = collect(intake.readings, roster).offered
    imports = Imports(refused=[f"{one.file}：{one.reason}" for one in intake.unread])
    if not offered:
        raise InputError(_nothing(imports.refused, intake.unread))
    inside, outside = within(offered, period or _common(offered))
    if outside:
        periods = "、".join(sorted({one.period.chinese for one in outside}))
        wanted = (period or inside[0].period).chinese
        imports.refused.append(f"{len(outside)}份是{periods}的，与本工作簿的{wanted}不同：{listed([one.named for one in outside], _SHOWN)}")
    selection = select(inside)
    imports.refused += [one.message for one in selection.findings if one.severity is Severity.ERROR]
    places = _places(reading, roster)
    here = {one.source.sheet: renamed(one, roster.official) for one in reading.submissions}
    for one in selection.counted:
        place = places.get((one.unit, one.period)) or places.get((one.unit, None))
        present = here.get(place.sheet) if place else None
        if place is None:
            imports.new.append(one)
        elif present is None or present.revision < one.revision:
            lost = [item for item, at in enumerate(place.positions) if at is None and (one.shown[item] is not None or item in one.misread)]
            if lost:
                labels = listed([one.form.items[item].label for item in lost], _SHOWN)
                imports.refused.append(f"{one.named}：工作表“{place.sheet}”缺了行或列，没有地方写“{labels}”；请删除这张工作表后再导入")
            else:
                imports.refreshed.append((place, one))
        elif content(present) == content(one):
            imports.same.append(one)
        else:
            imports.refused.append(_contradiction(place, present, one))
    return imports


def _places(reading: WorkbookReading, roster: Roster) -> Mapping[tuple[str, Period | None], InputPlace]:
    """Return the sheet of each unit and period; the first one where there are two."""
    places: dict[tuple[str, Period | None], InputPlace] = {}
    for place in reading.places:
        if place.unit:
            places.setdefault((roster.official.get(place.unit, place.unit), place.period), place)
    return places


def _common(offered: Sequence[Submission]) -> Period:
    periods = sorted({one.period for one in offered})
    if len(periods) > 1:
        shown = "、".join(f"{period.chinese}（{sum(one.period == period for one in offered)}份）" for period in periods)
        raise InputError(f"选中的报送有不同的期间：{shown}；请只选一个期间的文件，或先在本工作簿的填报表上写明期间")
    return periods[0]


def _contradiction(place: InputPlace, present: Submission, one: Submission) -> str:
    if present.revision > one.revision:
        return f"{one.named}是修订{one.revision}，工作表“{place.sheet}”已是修订{present.revision}，没有改动"
    correction = changed(present, one)
    what = "；".join(correction.describe(change) for change in correction.changes[:_SHOWN]) or "读不懂的格或总计"
    more = "；等" if len(correction.changes) > _SHOWN else ""
    return (
        f"{one.named}与工作表“{place.sheet}”修订号同为{one.revision}，内容却不同（{what}{more}），没有改动；"
        f"请与{one.unit}核实，如是更正，请把新的一份的修订号加1再导入"
    )


def _nothing(refused: Sequence[str], unread: Sequence[Unread]) -> str:
    if not unread:
        return "选中的文件里没有找到任何填报表；请选科室发回的工作簿，或收报送的文件夹"
    return "选中的文件一份也没有读出：\n" + "\n".join(f"  {one}" for one in refused)

"""Which of the submissions that came in become, or refresh, which input sheet of a workbook that holds one sheet for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gkxl.actions.collecting import collect
from gkxl.eligibility.namesakes import asked_about
from gkxl.eligibility.revisions import changed, choose_revisions, content, within
from gkxl.eligibility.settled import left_blank
from gkxl.eligibility.whose import Whose
from gkxl.errors import InputError
from gkxl.forms import Severity
from gkxl.model.period import Period
from gkxl.model.roster import Roster
from gkxl.model.submission import Submission
from gkxl.model.unit import Unit
from gkxl.model.unit_names import listed
from gkxl.rules.catalogue import Topic
from gkxl.rules.findings import Finding

if TYPE_CHECKING:
    from gkxl.workbook.reading.intake import Intake
    from gkxl.workbook.reading.sheet_reader import InputPlace
    from gkxl.workbook.reading.submissions import WorkbookReading

_SHOWN = 3


@dataclass(frozen=True)
class Refreshed:
    """A sheet that is blank, or holds an earlier revision, and what it shall state."""

    place: InputPlace
    present: Submission | None
    sent: Submission


@dataclass
class Imports:
    """What is to be done with what came in."""

    new: list[Submission] = field(default_factory=list)
    """Units without a sheet."""
    refreshed: list[Refreshed] = field(default_factory=list)
    same: list[Submission] = field(default_factory=list)
    """What the workbook says already."""
    refused: list[str] = field(default_factory=list)
    """Why something was not taken in, a sentence each."""
    asked: list[str] = field(default_factory=list)
    """What nobody can tell of what is taken in, a sentence each."""


def sort_in(intake: Intake, reading: WorkbookReading, roster: Roster, period: Period | None) -> Imports:
    """Return what becomes of the submissions of `intake` in the workbook of `reading`, which is on `period` (None: not yet said).

    A sheet is refreshed only where it is blank or the new revision is higher: which of two contradictory sheets is right is
    not ours to say.  What a sheet of its own could not show any more, such as a changed label, is refused.  Raises InputError
    where nothing can be taken in, or nobody could say for which period.
    """
    imports = Imports(refused=[f"{unread.file}：{unread.reason}" for unread in intake.unread])
    merged = [reading.summary for reading in intake.readings if reading.summary]
    imports.refused += [f"{body.source.file}是{body.unit}的汇总工作簿，不是科室报表；汇总工作簿请用 gkxl merge 合并" for body in merged]
    collected = collect([reading for reading in intake.readings if not reading.summary], roster)
    if not collected.offered:
        raise InputError(_nothing(imports.refused))
    inside, outside = within(collected.offered, period or _common(collected.offered))
    if outside:
        imports.refused.append(_of_other_periods(outside, period or inside[0].period))
    choice = choose_revisions(inside)
    imports.refused += [finding.message.rstrip("。") for finding in choice.findings if finding.severity is Severity.ERROR]
    imports.asked = [finding.message for finding in asked_about(choice.counted, collected.by_folder, roster)]
    sheets = _Sheets(reading, roster)
    for sent in choice.counted:
        spoilt = next((finding for finding in collected.findings if _spoils(finding, sent)), None)
        if spoilt:  # and no earlier revision stands in for it
            imports.refused.append(spoilt.message.rstrip("。"))
        else:
            sheets.sort(sent, imports)
    return imports


def _of_other_periods(outside: Sequence[Submission], wanted: Period) -> str:
    periods = "、".join(sorted({submission.period.chinese for submission in outside}))
    named = listed([submission.named for submission in outside], _SHOWN)
    return f"{len(outside)}份是{periods}的，与本工作簿的{wanted.chinese}不同：{named}"


def _spoils(finding: Finding, sent: Submission) -> bool:
    """Whether a finding of reading a submission would be hidden by a fresh sheet; a figure that nobody understands is shown as it is."""
    own = (finding.file, finding.sheet) == (sent.source.file, sent.source.sheet)
    return own and finding.severity is Severity.ERROR and finding.topic is not Topic.FIGURE


class _Sheets:
    """The input sheets of a workbook by unit and period."""

    def __init__(self, reading: WorkbookReading, roster: Roster) -> None:
        whose = Whose(roster)
        self.stated = {submission.source.sheet: whose.place(submission) for submission in reading.submissions}
        self.places: dict[tuple[Unit, Period | None], list[InputPlace]] = {}
        self.units: dict[str, set[Unit]] = {}
        for place in reading.places:
            if place.unit:
                unit = whose.unit(place.unit, place.parent)
                self.places.setdefault((unit, place.period), []).append(place)
                self.units.setdefault(unit.name, set()).add(unit)
        self.taken: dict[str, Submission] = {}
        """Sheets to what is put there."""

    def sort(self, sent: Submission, imports: Imports) -> None:
        """Put a submission where it belongs in `imports`."""
        unit = self._unit(sent.who)
        own = self.places.get((unit, sent.period)) or self.places.get((unit, None)) or []
        if not own:
            imports.new.append(sent)
            return
        filled = [place for place in own if not place.blank]
        if len(filled) > 1:
            names = listed([place.sheet for place in filled])
            imports.refused.append(f"{sent.named}：本工作簿里{sent.called}（{sent.period.chinese}）有{len(filled)}张填报表（{names}），请先只留一张")
            return
        place = filled[0] if filled else own[0]
        present = self.stated.get(place.sheet)
        first = self.taken.setdefault(place.sheet, sent)
        refusal = _refusal(place, present, sent) if first is sent else _namesakes(first, sent)
        if refusal:
            imports.refused.append(refusal)
        elif present and _says_the_same(present, sent):
            imports.same.append(sent)
            if present.head.note != sent.head.note:
                imports.refused.append(
                    f"{sent.named}的情况说明（数与工作表“{place.sheet}”相同，只有情况说明不同，没有更新；要更新，请把修订号加1再导入）"
                )
        else:
            imports.refreshed.append(Refreshed(place, present, sent))

    def _unit(self, sent: Unit) -> Unit:
        """Return whose sheets are meant by a unit: its own, else those of the only one that may be it."""
        here = self.units.get(sent.name, set())
        alike = [unit for unit in here if not unit.apart(sent)]
        return alike[0] if sent not in here and len(alike) == 1 else sent


def _namesakes(first: Submission, sent: Submission) -> str:
    return f"{first.named}与{sent.named}都是“{sent.unit}”的，没有写明上级单位，分不清是不是同一个单位，只导入了前一份；请在表头写明上级单位后再导入"


def _refusal(place: InputPlace, present: Submission | None, sent: Submission) -> str | None:
    """Return why a sheet, which states `present` now, is not refreshed with what was sent; None where it may be, or says the same."""
    obstacles = (_other_form, _not_understood, _no_room, _not_asked, _not_newer, _erases)
    return next((reason for obstacle in obstacles if (reason := obstacle(place, present, sent))), None)


def _other_form(place: InputPlace, _: Submission | None, sent: Submission) -> str | None:
    if place.form.id == sent.form.id:
        return None
    return f"{sent.named}：工作表“{place.sheet}”是{place.form.name}，报送是{sent.form.name}；请删除这张工作表后再导入"


def _not_understood(place: InputPlace, present: Submission | None, sent: Submission) -> str | None:
    if place.blank or present is not None:
        return None
    return f"{sent.named}：工作表“{place.sheet}”上有数，但期间或表头读不懂，没有改动；请改正或删除这张工作表后再导入"


def _no_room(place: InputPlace, _: Submission | None, sent: Submission) -> str | None:
    lost = [item for item, at in enumerate(place.positions) if at is None and (sent.shown[item] is not None or item in sent.misread)]
    if not lost:
        return None
    labels = listed([sent.form.items[item].label for item in lost], _SHOWN)
    return f"{sent.named}：工作表“{place.sheet}”缺了行或列，没有地方写“{labels}”；请删除这张工作表后再导入"


def _not_asked(place: InputPlace, _: Submission | None, sent: Submission) -> str | None:
    unasked = [item for item in sorted(place.unasked) if sent.shown[item] or item in sent.misread]
    if not unasked:
        return None
    tables = "、".join(dict.fromkeys(sent.form.table(sent.form.items[item].table).label for item in unasked))
    return f"{sent.named}：工作表“{place.sheet}”没有要求填“{tables}”，报送却填了数；请核对名册的填报内容，或删除这张工作表后再导入"


def _not_newer(place: InputPlace, present: Submission | None, sent: Submission) -> str | None:
    if present is None or present.revision < sent.revision or _says_the_same(present, sent):
        return None
    if present.revision > sent.revision:
        return f"{sent.named}是修订{sent.revision}，工作表“{place.sheet}”已是修订{present.revision}，没有改动"
    correction = changed(present, sent)
    what = "；".join(correction.describe(change) for change in correction.changes[:_SHOWN]) or "读不懂的格或总计"
    more = "；等" if len(correction.changes) > _SHOWN else ""
    return (
        f"{sent.named}与工作表“{place.sheet}”修订号同为{sent.revision}，内容却不同（{what}{more}），没有改动；"
        f"请与{sent.called}核实，如是更正，请把新的一份的修订号加1再导入"
    )


def _erases(place: InputPlace, present: Submission | None, sent: Submission) -> str | None:
    items = left_blank(changed(present, sent)) if present is not None else []
    if not items:
        return None
    labels = listed([sent.form.items[item].label for item in items], _SHOWN)
    return f"{sent.named}没有填“{labels}”，工作表“{place.sheet}”填了数，没有改动；更正要填写整张表，请补填后再导入，确实没有的请填0"


def _says_the_same(present: Submission, sent: Submission) -> bool:
    return present.revision == sent.revision and content(present) == content(sent)


def _common(offered: Sequence[Submission]) -> Period:
    numbers = Counter(submission.period for submission in offered)
    if len(numbers) > 1:
        shown = "、".join(f"{period.chinese}（{number}份）" for period, number in sorted(numbers.items()))
        raise InputError(f"选中的报送有不同的期间：{shown}；请只选一个期间的文件，或先在本工作簿的填报表上写明期间")
    return offered[0].period


def _nothing(refused: Sequence[str]) -> str:
    if not refused:
        return "选中的文件里没有找到任何填报表；请选科室发回的工作簿，或收报送的文件夹"
    return "选中的文件里没有可以导入的填报表：\n" + "\n".join(f"  {reason}" for reason in refused[:8]) + ("\n  ……" if len(refused) > 8 else "")

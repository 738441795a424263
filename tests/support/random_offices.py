"""Offices at random in which everything is right: one seed, one world. Their truth is counted from events (`happened`), never added up."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from support.happened import History, count, some, span
from support.worlds import Merge, Sent, at_ease, typed

DEPARTMENTS = ("办公室", "法规科", "审批科", "执法大队", "财务科")
BUREAUS = ("教育局", "水利局", "卫生健康局")
COUNTIES = ("甲县", "乙县")
TOP = "某某市"


@dataclass(frozen=True)
class Office:
    """A unit: a department with a history, or a body with units below it."""

    name: str
    history: History = ()
    below: tuple[Office, ...] = ()

    def histories(self) -> Iterator[History]:
        """Yield what happened in every department below, or in itself."""
        if not self.below:
            yield self.history
        for office in self.below:
            yield from office.histories()

    def happened(self) -> History:
        """Return everything that happened anywhere in it."""
        return tuple(event for history in self.histories() for event in history)


@dataclass(frozen=True)
class Time:
    """A year, or a month of it."""

    year: int
    number: int = 0

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}" if self.number else str(self.year)

    @property
    def span(self) -> tuple[int, int]:
        """First and last month."""
        return span(self.year, self.number)

    @property
    def before(self) -> Time:
        """The month or year before."""
        if self.number > 1:
            return Time(self.year, self.number - 1)
        return Time(self.year - 1, 12 if self.number else 0)

    @property
    def months(self) -> list[Time]:
        """The months it takes in."""
        return [self] if self.number else [Time(self.year, number) for number in range(1, 13)]


@dataclass
class Habits:
    """How an office works: drawn once for a world."""

    blank: str = "0"
    saved_by: tuple[str, ...] = ("",)
    corrects: float = 0.0
    """How often a statement is a correction of an earlier wrong one, which lies there too."""
    roster: bool = False
    loose: bool = False
    """Whether the departments of a bureau send in themselves; else the bureau merges first."""
    parents_state: str = ""
    """Whether a bureau whose departments send in states its own sum too: "", month, year."""
    ways: tuple[str, ...] = ("month",)
    """How departments report a year: month, year, both."""
    monthly_workbooks: bool = False
    """Whether a bureau merges month by month for a year."""
    month_before: bool = False
    """Whether last month's files still lie in the folder."""
    parent_in_head: bool = True


def right_world(seed: int, size: int = 3) -> Merge:
    """Return a world in which every figure is right and everything that is needed is there; a small `size` (1 to 3) makes it small."""
    dice = random.Random(seed)
    year = dice.choice((2022, 2023, 2024))
    levels = dice.choice((1, 1, 1, 2, 2, 3)[: 2 * size])
    office = _office(dice, TOP, levels, year, size, names_apart=dice.random() < 0.4)
    time = Time(year, dice.choice((0, 0, 1, dice.randint(2, 12))))
    habits = _habits(dice, levels, time)
    merge = _merge(dice, office, time, habits)
    before = dice.choice(("", "", "files", "workbook"))
    if before == "workbook":
        plain = replace(habits, corrects=0.0, ways=("year",), monthly_workbooks=False, month_before=False, parents_state="")
        return replace(merge, previous=(replace(_merge(dice, office, time.before, plain), file="上期汇总.xlsx"),))
    if before == "files" and levels == 1:
        sheets = [_sent(unit, time.before, unit.name, Habits()) for unit in office.below]
        return replace(merge, previous=tuple(replace(sheet, file=f"上期/{sheet.file}") for sheet in sheets))
    return merge


def _office(dice: random.Random, name: str, levels: int, year: int, size: int, *, names_apart: bool) -> Office:
    """Return a body with so many levels below it; every bureau has an 办公室, unless no two names may be the same."""
    if levels == 0:
        return Office(name, some(dice, year, dice.randint(1, size)))
    names = {1: DEPARTMENTS, 2: BUREAUS, 3: COUNTIES}[levels]
    names = names[: dice.randint(1, size + (1 if levels == 1 else 0))]
    apart = "" if levels == 3 or name == TOP or not names_apart else name
    below = [_office(dice, apart + unit, levels - 1, year, size, names_apart=names_apart) for unit in names]
    if levels > 1 and dice.random() < 0.4:  # its own departments beside the bodies below it
        below.append(Office(f"{apart}机关党委", some(dice, year, 1)))
    return Office(name, (), tuple(below))


def _habits(dice: random.Random, levels: int, time: Time) -> Habits:
    loose = levels == 2 and dice.random() < 0.5
    roster = dice.random() < (0.7 if loose else 0.5)  # without one, nobody knows whose sum it is that lies beside others
    return Habits(
        blank=dice.choice(("0", "0", "", "/", "无")),
        saved_by=dice.choice((("",), ("",), ("", "openpyxl"))),
        corrects=dice.choice((0.0, 0.0, 0.1)),
        roster=roster,
        loose=loose,
        parents_state=dice.choice(("", "", "month", "year")) if loose and roster and not time.number else "",
        ways=("month",) if time.number else dice.choice((("month",), ("year",), ("month", "year"), ("month", "year", "both"))),
        monthly_workbooks=levels == 2 and not time.number and dice.random() < 0.15,
        month_before=dice.random() < 0.3,
        parent_in_head=dice.random() < 0.5,
    )


def _merge(dice: random.Random, office: Office, time: Time, habits: Habits) -> Merge:
    sent: list[Sent] = []
    below: list[Merge] = []
    roster: list[Mapping[str, str]] = []
    for unit in office.below:
        if not unit.below:
            way = "month" if time.number else dice.choice(habits.ways)
            sent += _statements(dice, unit, time, way, f"{unit.name}", habits)
            roster.append(_line(unit.name, office.name, way, time, dice))
        elif habits.loose and all(not one.below for one in unit.below):
            roster.append({"单位": unit.name, "上级单位": office.name, "应报期间": ""})
            for department in unit.below:
                way = "month" if time.number else dice.choice(habits.ways)
                parent = unit.name if habits.parent_in_head else ""
                statements = _statements(dice, department, time, way, f"{unit.name}/{department.name}", habits)
                sent += [replace(statement, parent=parent) for statement in statements]
                roster.append(_line(department.name, unit.name, way, time, dice))
            if habits.parents_state:
                own = Office(unit.name, unit.happened())
                sent += _statements(dice, own, time, habits.parents_state, f"{unit.name}/{unit.name}", replace(habits, corrects=0.0))
        else:
            times = time.months if habits.monthly_workbooks else [time]
            plain = replace(habits, ways=("month",)) if habits.monthly_workbooks else habits
            below += [replace(_merge(dice, unit, at, plain), file=f"{unit.name}{at}.xlsx") for at in times]
            roster.append({"单位": unit.name, "上级单位": office.name, "应报期间": ""})
    truth = count(office.happened(), *time.span)
    dice.shuffle(sent)
    listed = tuple(roster) if habits.roster else ()
    return Merge(f"{office.name}汇总.xlsx", office.name, str(time), truth, tuple(sent), tuple(below), listed)


def _line(unit: str, parent: str, way: str, time: Time, dice: random.Random) -> Mapping[str, str]:
    cycle = {"month": "每月", "year": "全年", "both": ""}[way]
    return {"单位": unit, "上级单位": parent, "应报期间": dice.choice((cycle, "")) if not time.number else ""}


def _statements(dice: random.Random, unit: Office, time: Time, way: str, file: str, habits: Habits) -> list[Sent]:
    """Return the workbooks of one unit for a period, with those that were corrected since."""
    times = [*(time.months if way in ("month", "both") else []), *([time] if way in ("year", "both") else [])]
    if habits.month_before and time.number > 1:
        times.insert(0, time.before)
    found: list[Sent] = []
    for at in times:
        sheet = replace(_sent(unit, at, file, habits), saved_by=dice.choice(habits.saved_by))
        if dice.random() < habits.corrects:
            wrong = dice.sample(sorted(typed((), *at.span)), 3)
            found.append(sheet.but({code: int(sheet.number(code)) + dice.randint(1, 9) for code in wrong}))
            corrected = sheet.but({code: sheet.number(code) for code in wrong})  # 0, not a blank: what was stated is taken back in writing
            sheet = replace(corrected, revision=2, file=sheet.file.replace(".xlsx", "-修订2.xlsx"))
        found.append(sheet)
    return found


def _sent(unit: Office, at: Time, file: str, habits: Habits) -> Sent:
    before = count(unit.happened(), *at.before.span)
    figures = at_ease(typed(unit.happened(), *at.span), before, habits.blank)
    return Sent(f"{file}-{at}.xlsx", unit.name, str(at), figures)


def flat(histories: Mapping[str, History], year: int, *, months: Sequence[int] = range(1, 13), body: str = "某某局") -> Merge:
    """Return a body whose departments typed every cell of every month; of a year where no month is missing, or else of what is there."""
    sent = [
        Sent(f"{unit}/{number:02d}.xlsx", unit, str(Time(year, number)), typed(history, *span(year, number)))
        for unit, history in histories.items()
        for number in months
    ]
    everything = tuple(event for history in histories.values() for event in history)
    return Merge("汇总.xlsx", body, str(year), count(everything, *span(year)), tuple(sent))

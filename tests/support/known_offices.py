"""The offices in which the first release was seen to be wrong, made from counted events, and what must come out of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from support.happened import NEVER, Application, Case, Decision, Document, Fee, History, count, month, span, steady
from support.planting import LICENSES, NEW, QUICK, quick
from support.random_offices import flat
from support.worlds import Merge, Sent, typed

PENDING = "disputes.cases.reconsideration_pending"
GRANTED = "applications.granted.natural_person"
Figure = int | Decimal | None


@dataclass(frozen=True)
class Truth:
    """What must come out of a merge."""

    world: Merge
    right: bool = False
    """No error, exit status 0, and every cell as it was counted."""
    errors: int | None = None
    """How many mistakes are counted; exit status 1."""
    named: tuple[str, ...] = ()
    """What an error, or who is missing, must name: units."""
    asked: tuple[str, ...] = ()
    """What a warning at least must name: words of the message."""
    never: Mapping[str, Figure] = field(default_factory=dict)
    """What must not be printed in a cell; None where a number must be."""
    says: str = ""
    """What the last line must say where there is no error."""


def ten_a_month(unit: str = "法规科", number: int = 10) -> Merge:
    """Return a unit that makes ten decisions a month, with seven documents in force and one dispute that stays open."""
    return flat({unit: plain(number)}, 2023)


def plain(number: int = 10) -> History:
    decisions = [Decision("licensing", month(year, at), number + at) for year in (2022, 2023) for at in range(1, 13)]
    return (
        *decisions,
        *(Document("normative_documents", month(2020, 1)) for _ in range(7)),
        Case("reconsideration", "upheld", month(2022, 5), NEVER),
    )


def at(world: Merge, number: int, unit: str = "") -> Sent:
    """Return what was sent for a month."""
    return next(sent for sent in world.sent if sent.period == f"2023-{number:02d}" and unit in ("", sent.unit))


def changed(world: Merge, number: int, figures: Mapping[str, object], unit: str = "") -> Merge:
    """Return a world in which a month states other figures."""
    sent = at(world, number, unit)
    return world.swap({sent.file: sent.but(figures)})


def roster(world: Merge, cycle: str = "", **parents: str) -> Merge:
    """Return a world with a roster of its units under its body, or under the parents that are told."""
    units = dict.fromkeys([*parents.values(), *(sent.unit for sent in world.sent)])
    lines = [{"单位": unit, "上级单位": parents.get(unit, world.body), "应报期间": cycle} for unit in units]
    return replace(world, roster=tuple(lines))


def year_of(history: History, unit: str, file: str, year: int = 2023) -> Sent:
    return Sent(file, unit, str(year), typed(history, *span(year)))


def offices_alike(revision: int, *, alike: bool, listed: bool) -> Merge:
    """Two bureaus that each have an 办公室 merge first: one of them with a correction, or with one month that is the same."""
    histories = {"教育局": steady(2023, 2), "水利局": steady(2023, 5)}
    below = []
    for body, history in histories.items():
        office = flat({"办公室": history, f"{body}法规科": plain(3)}, 2023, body=body)
        if alike:
            quiet = dict.fromkeys(at(office, 2, "办公室").typed, 0)
            history = tuple(
                event
                for event in quick(3 if body == "教育局" else 7)
                if not (isinstance(event, (Decision, Fee)) and month(2023, 2) in vars(event).values())
            )
            history = tuple(event for event in history if not (isinstance(event, Application) and event.received == month(2023, 2)))
            office = flat(
                {"办公室": (*history, Decision("licensing", month(2023, 2), 4)), f"{body}法规科": plain(3 if body == "教育局" else 8)},
                2023,
                body=body,
            )
            assert at(office, 2, "办公室").typed == quiet | {LICENSES: 4}
        elif body == "水利局":
            office = replace(office, sent=tuple(replace(sent, revision=revision) for sent in office.sent))
        below.append(replace(office, file=f"{body}.xlsx"))
    truth: dict[str, int | Decimal] = {}
    for merge in below:
        for code, number in merge.truth.items():
            truth[code] = truth.get(code, 0) + number
    lines = tuple({"单位": body, "上级单位": "某某市"} for body in histories) if listed else ()
    return Merge("汇总.xlsx", "某某市", "2023", truth, below=tuple(below), roster=lines)


def loose_offices() -> Merge:
    """The same, sent in by the departments themselves, in a folder of each bureau; the roster lists both."""
    histories = {"教育局": steady(2023, 2), "水利局": steady(2023, 5)}
    sent = [
        replace(sheet, file=f"{body}/{sheet.file}", parent=body)
        for body, history in histories.items()
        for sheet in flat({"办公室": history}, 2023).sent
    ]
    lines = [{"单位": body, "上级单位": "某某市"} for body in histories] + [{"单位": "办公室", "上级单位": body} for body in histories]
    return Merge("汇总.xlsx", "某某市", "2023", count((*histories["教育局"], *histories["水利局"]), *span(2023)), tuple(sent), roster=tuple(lines))


def partial_revision() -> Merge:
    world = flat({"法规科": quick(4)}, 2023)
    sent = at(world, 5)
    return world.swap({}, replace(sent, file="法规科/05-修订2.xlsx", revision=2, typed={LICENSES: 40}))


def superseded() -> Merge:
    """A first revision that does not balance, and the right one."""
    world = flat({"法规科": steady(2023, 3)}, 2023)
    sent = at(world, 5)
    return world.swap({sent.file: sent.but({NEW: 77, LICENSES: "若干"})}, replace(sent, file="法规科/05更正.xlsx", revision=2))


def parent_beside(*, name: str) -> Merge:
    """A bureau's own year lies beside those of its departments."""
    one, other = steady(2023, 2), steady(2023, 5)
    sent = (year_of(one, "法规科", "法规科.xlsx"), year_of(other, "执法科", "执法科.xlsx"), year_of((*one, *other), name, f"{name}.xlsx"))
    return Merge("汇总.xlsx", "某某市某某局", "2023", count((*one, *other), *span(2023)), sent)


def other_name() -> Merge:
    world = flat({"法规科": steady(2023, 2), "执法科": steady(2023, 5)}, 2023)
    return roster(world).swap({}, year_of(steady(2023, 2), "市局法规科", "y.xlsx"))


def above_and_below(*, wrong: int = 0, half: bool = False) -> Merge:
    """甲局 by month stands above two departments by year (or, `half`, one of them by month); 乙局 has nobody below it."""
    one, other, apart = steady(2023, 2), steady(2023, 5), steady(2023, 7)
    own = flat({"甲局": (*one, *other)}, 2023).sent
    if wrong:
        own = tuple(sent.but({LICENSES: int(sent.number(LICENSES)) + wrong}) if sent.period == "2023-06" else sent for sent in own)
    first = flat({"法规科": one}, 2023).sent if half else (year_of(one, "法规科", "法规科/y.xlsx"),)
    sent = (*own, *first, year_of(other, "执法科", "执法科/y.xlsx"), year_of(apart, "乙局", "乙局/y.xlsx"))
    world = Merge("汇总.xlsx", "某某市", "2023", count((*one, *other, *apart), *span(2023)), sent)
    return replace(roster(world, 法规科="甲局", 执法科="甲局"))


def lacking_once() -> Merge:
    """Twelve merged months of a bureau; in one of them a department is not there."""
    world = flat({"法规科": steady(2023, 2), QUICK: quick(5)}, 2023, body="甲局")
    lost = at(world, 6, QUICK)
    below = []
    for number in range(1, 13):
        sent = tuple(one for one in world.sent if one.period == f"2023-{number:02d}" and one is not lost)
        everything = (*steady(2023, 2), *(quick(5) if number != 6 else ()))
        below.append(Merge(f"甲局{number:02d}.xlsx", "甲局", f"2023-{number:02d}", count(everything, *span(2023, number)), sent))
    return Merge("汇总.xlsx", "某某市", "2023", world.truth, below=tuple(below))


def year_beside_eleven(*, less: bool) -> Merge:
    world = flat({"办公室": steady(2023, 2), "法规科": steady(2023, 5)}, 2023)
    year = year_of(steady(2023, 2), "办公室", "y.xlsx")
    year = year.but({LICENSES: int(year.number(LICENSES)) // 3}) if less else year
    return world.swap({at(world, 12, "办公室").file: None}, year)


def copied() -> Merge:
    world = flat({"法规科": steady(2023, 2), "审批科": steady(2023, 5), "执法大队": steady(2023, 7)}, 2023)
    return world.swap({one.file: replace(one, typed=at(world, int(one.period[-2:]), "法规科").typed) for one in world.sent if one.unit == "审批科"})


def resent() -> Merge:
    world = flat({"法规科": quick(2), "审批科": quick(5)}, 2023)
    return changed(world, 6, at(world, 5, "审批科").typed, "审批科")


def last_year_of_the_body() -> Merge:
    """Last year's workbook of the same body carried 6 applications forward; this year nobody, under other names, brings any in."""
    then = (*(Application("natural_person", "granted", month(2022, 12), NEVER) for _ in range(6)), Decision("licensing", month(2022, 5), 30))
    now = (Application("natural_person", "granted", month(2023, 2), month(2023, 3)), Decision("licensing", month(2023, 5), 31))
    before = flat({"老法规科": then}, 2022, body="某某局")
    return replace(flat({"法规科": now}, 2023), previous=(replace(before, file="上年.xlsx"),))


def regulations_of_a_town() -> Merge:
    """All the year six regulations in force: nothing but who it is tells that it cannot be."""
    world = ten_a_month("某某镇人民政府")
    return replace(world, sent=tuple(sent.but({"disclosure.regulations.in_force": 6}) for sent in world.sent))

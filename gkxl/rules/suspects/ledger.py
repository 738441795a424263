"""Every equation that the evidence allows, over the cells that people typed in: one net of checks across all submissions given.

A total that a formula computes is no cell of its own: it is replaced by what it adds up.  Only equations that say something of
their own are kept: the column 总计 follows from the other columns and the totals of the rows, so it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from itertools import pairwise

from gkxl.forms import Form, Instance, Operand, Role, Time, item_code
from gkxl.model.figures import Number
from gkxl.model.submission import Submission
from gkxl.rules.suspects.evidence import Evidence, Whole

Place = tuple[int, int]
"""A typed cell: number of its submission in `Ledger.submissions`, and its item."""


class Origin(Enum):
    """What kind of equation a relation comes from."""

    BALANCE = auto()
    TOTAL = auto()
    BROUGHT_FORWARD = auto()
    WHOLE = auto()
    SINCE_JANUARY = auto()
    """A figure since January beside that of the period before and what was added."""


@dataclass(frozen=True, eq=False)
class Relation:
    """An equation written out over typed cells: the sum of factor x value over `terms` should be 0."""

    origin: Origin
    owner: int
    """Number of the submission it is checked on; the later one of two periods."""
    terms: Mapping[Place, int]
    gap: Number
    """What the sum is."""
    instance: Instance | None
    """The equation of the form; None for a sum over parts."""
    other: int | None = None
    """Number of the submission compared with: the period before, or the whole."""


class Ledger:
    """The relations of one block of the form between all submissions of the evidence; submission 0 is the one judged.

    Other months of the unit are no part of it: they say what is usual, not what must be.
    """

    def __init__(self, evidence: Evidence, table: str, block: str) -> None:
        self.evidence = evidence
        self.form = evidence.submission.form
        self._block = (table, block)
        self.submissions = _all_given(evidence)
        self._numbers = {id(submission): number for number, submission in enumerate(self.submissions)}
        self._typed = [frozenset(submission.overwritten) for submission in self.submissions]
        self._typed[0] |= {item for item in evidence.typed if evidence.submission.stated[item] is not None}
        self._definitions = {instance.target: instance.right for instance in self.form.totals}
        self.relations: Sequence[Relation] = [relation for relation in self._relations() if relation.terms]

    @cached_property
    def touching(self) -> Mapping[Place, Sequence[tuple[int, int]]]:
        """For each cell the relations it stands in: (number of the relation, factor)."""
        found: dict[Place, list[tuple[int, int]]] = {}
        for number, relation in enumerate(self.relations):
            for place, factor in relation.terms.items():
                found.setdefault(place, []).append((number, factor))
        return found

    @cached_property
    def neighbours(self) -> Mapping[int, Sequence[int]]:
        """For each input the inputs beside it in its row: where a figure lands that is typed into the next column."""
        found: dict[int, list[int]] = {}
        for line in _rows(self.form):
            for left, right in pairwise(line):
                if not {left, right} & self.form.total_items:
                    found.setdefault(left, []).append(right)
                    found.setdefault(right, []).append(left)
        return found

    def value(self, place: Place) -> Number:
        """Return what stands in a cell; what is not stated counts as 0."""
        return self.submissions[place[0]].stated[place[1]] or 0

    def called(self, number: int) -> str:
        """Return how people name a submission beside the one that is judged."""
        return called(self.submissions[number], self.submissions[0])

    def possible(self, place: Place, value: Number) -> bool:
        """Whether a cell may hold this value."""
        minimum = self.form.items[place[1]].kind.minimum
        return minimum is None or value >= minimum

    def _relations(self) -> Iterator[Relation]:
        totals, relations, brought_forward = (
            self._here(instances) for instances in (self.form.totals, self.form.relations, self.form.brought_forward)
        )
        for number in range(len(self.submissions)):
            for instance in totals:
                if instance.target in self._typed[number]:  # else its cell is what it adds up
                    yield from self._written_out(Origin.TOTAL, number, None, instance)
            for instance in relations:
                if instance.equation.relation == "=" and not follows(self.form, instance):
                    yield from self._written_out(Origin.BALANCE, number, None, instance)
        for before, after in self._successions():
            for instance in brought_forward:
                if instance.equation.relation == "=" and not follows(self.form, instance) and self._stated(instance, before, after):
                    yield from self._written_out(Origin.BROUGHT_FORWARD, after, before, instance)
        yield from self._since_january()
        for whole in self.evidence.wholes:
            if all(id(submission) in self._numbers for submission in (whole.stated, *whole.parts)):
                yield from self._sums(whole)

    def _here(self, instances: Iterable[Instance]) -> list[Instance]:
        return [instance for instance in instances if (instance.table, instance.block) == self._block]

    def _stated(self, instance: Instance, before: int, after: int) -> bool:
        return all(
            self.submissions[before if operand.previous else after].figures[operand.item] is not None for operand in (*instance.left, *instance.right)
        )

    def _written_out(self, origin: Origin, number: int, before: int | None, instance: Instance) -> Iterator[Relation]:
        terms: dict[Place, int] = {}
        for sign, operands in ((1, instance.left), (-1, instance.right)):
            for operand in operands:
                place = (before if operand.previous and before is not None else number, operand.item)
                self._add(terms, place, sign * operand.sign)
        yield from self._relation(origin, number, before, instance, terms)

    def _add(self, terms: dict[Place, int], place: Place, factor: int) -> None:
        number, item = place
        parts: Iterable[Operand] = self._definitions.get(item, ()) if item not in self._typed[number] else ()
        if not parts:
            terms[place] = terms.get(place, 0) + factor
        for operand in parts:
            self._add(terms, (number, operand.item), factor * operand.sign)

    def _relation(self, origin: Origin, number: int, other: int | None, instance: Instance | None, terms: Mapping[Place, int]) -> Iterator[Relation]:
        kept = {place: factor for place, factor in terms.items() if factor}
        if any(item in self.submissions[owner].misread for owner, item in kept):
            return  # says nothing as long as a cell of it is not understood
        gap: Number = sum([factor * self.value(place) for place, factor in kept.items()])
        if gap and any(owner and self.submissions[owner].stated[item] is None for owner, item in kept):
            return  # another form may lack the row in which the difference stands
        yield Relation(origin, number, kept, gap, instance, other)

    def _successions(self) -> Iterator[tuple[int, int]]:
        """Return the numbers of (earlier, later) submissions between which something is carried over."""
        if self.evidence.before is not None and self.evidence.before.form.id == self.form.id:
            yield self._number(self.evidence.before), 0
        if self.evidence.after is not None and self.evidence.after.form.id == self.form.id:
            yield 0, self._number(self.evidence.after)

    def _since_january(self) -> Iterator[Relation]:
        """Yield for each figure since January that it is what it was before, in January nothing, and what was added."""
        if not self.form.cumulated:
            return
        pairs: list[tuple[int | None, int]] = [(None, number) for number, stated in enumerate(self.submissions) if stated.period.first == 1]
        pairs += [(before, after) for before, after in self._successions() if self.submissions[after].period.first > 1]
        for before, number in pairs:
            for since, flow in self.form.cumulated.items():
                item = self.form.items[since]
                sheets = [self.submissions[at] for at in (number, before) if at is not None]
                if (item.table, item.block) == self._block and all(sheet.stated[since] is not None for sheet in sheets):
                    terms: dict[Place, int] = {(number, since): 1} | ({(before, since): -1} if before is not None else {})
                    self._add(terms, (number, flow), -1)
                    yield from self._relation(Origin.SINCE_JANUARY, number, before, None, terms)

    def _number(self, wanted: Submission) -> int:
        return self._numbers[id(wanted)]

    def _sums(self, whole: Whole) -> Iterator[Relation]:
        parts = sorted(whole.parts, key=lambda part: part.period)
        stated = self._number(whole.stated)
        counted = {Time.OPENING: parts[:1], Time.CLOSING: parts[-1:], Time.TO_DATE: parts[-1:]} if whole.over_months else {}
        for item in self.form.items:
            if (item.table, item.block) != self._block or item.index in self.form.total_items or whole.stated.stated[item.index] is None:
                continue
            behind = counted.get(item.time, parts)
            terms: dict[Place, int] = {(stated, item.index): 1}
            terms.update({(self._number(part), item.index): -1 for part in behind})
            owner = 0 if (0, item.index) in terms else stated
            yield from self._relation(Origin.WHOLE, owner, stated, None, terms)


def called(submission: Submission, judged: Submission) -> str:
    """Return how people name a submission beside another one: "4月", "第一季度", "2022年", with the unit where it is not the same."""
    period = submission.period
    when = period.within_year if period.within_year and period.year == judged.period.year else period.chinese
    return when if submission.who == judged.who else f"{submission.called}{when}"


def follows(form: Form, instance: Instance) -> bool:
    """Whether a comparison is between totals only: then it follows from the relations of what these add up."""
    return instance.equation.role is not Role.TOTAL and all(operand.item in form.total_items for operand in (*instance.left, *instance.right))


def _all_given(evidence: Evidence) -> Sequence[Submission]:
    """Return every submission of the evidence once, the one judged first; those of another form left out."""
    given = [evidence.submission, evidence.before, evidence.after]
    for whole in evidence.wholes:
        given += [whole.stated, *whole.parts]
    found = {id(submission): submission for submission in given if submission is not None and submission.form.id == evidence.submission.form.id}
    return list(found.values())


def _rows(form: Form) -> Iterator[Sequence[int]]:
    for table in form.tables:
        for block in table.blocks:
            for row in block.rows:
                codes = [item_code(table.code, row.code, column.code) for column in block.columns]
                yield [form.index[code] for code in codes if code in form.index]

"""What stocks that were left blank must be, by the balance of their sheet and by the sheets before and after it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gkxl.forms import Instance, Time
from gkxl.model.figures import Number, add_up
from gkxl.model.submission import Submission
from gkxl.rules.equations import holds
from gkxl.rules.what_follows import stocks_in


@dataclass(frozen=True, slots=True)
class Implied:
    """What a stock must be that a sheet does not state, or that it only carries on from one that is not stated."""

    said: Number
    exactly: bool
    """Whether it is so many, and not only no fewer."""
    by: Instance | None
    """The equation that says so; None where the period before had so many and no equation says what became of them."""
    beside: Submission | None
    """The sheet before or after that speaks; None where its own sheet does."""
    carried_on: bool = False
    """Whether a figure stands there that was computed from a blank: said of that blank already."""


@dataclass(eq=False)
class Sheet:
    """A statement, and what its blanks were found to be."""

    submission: Submission
    before: Sheet | None
    """What the unit stated for the period before."""
    settled: bool
    """Whether it is only looked at, as last year's: nobody can fill in its blanks any more."""
    implied: dict[int, Implied] = field(default_factory=dict)
    """By item, without what was found to be 0."""
    values: list[Number | None] = field(init=False)
    """Its figures, and what was found in place of blanks."""
    tied: dict[int, list[_Equation]] = field(init=False, default_factory=dict)
    """By stock the equations that tie it: to others of the sheet, to the sheet before, to those after."""

    def __post_init__(self) -> None:
        self.values = list(self.submission.figures)

    @property
    def passed(self) -> frozenset[int]:
        """What nothing is known of: not understood, not asked for."""
        return self.submission.uncertain | self.submission.unasked

    @property
    def blanks(self) -> list[int]:
        """The stocks that nothing is known of yet but that they are blank."""
        return [item for item in sorted(self.submission.form.stocks) if self.values[item] is None and item not in self.passed]

    def sure(self, item: int) -> bool:
        """Whether what counts as the value of a figure is just that, and not only no more than it."""
        found = self.implied.get(item)
        return found.exactly if found else self.values[item] is not None or item not in self.submission.form.stocks


@dataclass(frozen=True, eq=False)
class _Equation:
    """An equation of a form between figures of one sheet, or of one and the sheet before."""

    instance: Instance
    sheet: Sheet
    """The one whose form it stands in, the later of the two."""
    terms: Sequence[tuple[Sheet, int, int]]
    """Sheet, item and factor; the sum of them is 0, or with <= not more."""
    chained: bool
    """Whether it is between two sheets."""

    def others(self, sheet: Sheet, item: int) -> list[tuple[Sheet, int, int]]:
        """Return all figures but one, with the factors by which they add up to that one."""
        (own,) = [factor for of, at, factor in self.terms if of is sheet and at == item]
        return [(of, at, -own * factor) for of, at, factor in self.terms if of is not sheet or at != item]

    def rest(self, sheet: Sheet, item: int, *, found: bool = True) -> Number:
        """Return what all others give for a figure: with what was `found` in place of blanks, or as they were stated."""
        return sum([factor * ((of.values if found else of.submission.figures)[at] or 0) for of, at, factor in self.others(sheet, item)])

    def all_sure(self, sheet: Sheet, item: int) -> bool:
        """Whether all other figures are just what they count as."""
        return all(of.sure(at) for of, at, _ in self.others(sheet, item))

    def bounds_below(self, sheet: Sheet, item: int) -> bool:
        """Whether a figure cannot be smaller than what all others give: these themselves may be greater where that is not sure."""
        above = self.instance.equation.relation == "<=" and (sheet, item, 1) in self.terms
        return not above and all(of.sure(at) for of, at, factor in self.others(sheet, item) if factor < 0)


def find_implied(sheets: Sequence[Sheet]) -> None:
    """Note on the sheets of one unit, given in their order, what their blank stocks must be where that is not 0.

    What the sheets before and after say comes first, then the balance of the sheet itself; what is only known to be no
    smaller, because others are blank too, comes last.  What a sheet computed from a blank goes on with that.
    """
    if not any(sheet.blanks for sheet in sheets):
        return
    for sheet in sheets:
        for equation in _equations(sheet):
            for of, item, _ in equation.terms:
                if item in of.submission.form.stocks:
                    of.tied.setdefault(item, []).append(equation)
    while any(_fill(sheets, chained=chained, surely=surely) for surely in (True, False) for chained in (True, False)):
        pass


def _fill(sheets: Sequence[Sheet], *, chained: bool, surely: bool) -> bool:
    """Fill in what one kind of equation says of blanks, forwards and backwards; return whether there was any."""
    filled = False
    for sheet in (*sheets, *reversed(sheets)):
        _carry_on(sheet)
        for item in [] if sheet.settled else sheet.blanks:
            said = [*_by_equations(sheet, item, chained=chained, surely=surely), *(_by_nothing_else(sheet, item) if chained else ())]
            # That it is not 0 weighs more: whoever says that it is 0 may have counted from the blank.
            found = next((implied for implied in said if implied.said > 0), said[0] if said else None)
            if found is not None:
                sheet.values[item] = found.said
                sheet.implied |= {item: found} if found.said else {}
                filled = True
    return filled


def _by_equations(sheet: Sheet, item: int, *, chained: bool, surely: bool) -> Iterator[Implied]:
    """Yield what each equation says of a blank, if it says anything: nothing negative, and 0 only where it surely is."""
    for equation in sheet.tied.get(item, ()):
        if equation.chained is not chained:
            continue
        said, sure = equation.rest(sheet, item), equation.all_sure(sheet, item)
        if said < 0 or (surely and not sure) or not equation.bounds_below(sheet, item):
            continue
        later = equation.sheet is not sheet
        exactly = sure and equation.instance.equation.relation == "="
        if said > 0 or (exactly and (not later or _balances(equation))):
            beside = equation.sheet if later else sheet.before if equation.chained else None
            yield Implied(said, exactly, equation.instance, beside.submission if beside else None)


def _by_nothing_else(sheet: Sheet, item: int) -> Iterator[Implied]:
    """Yield what there was before of a blank closing stock, where no equation says what became of it: as many may have been closed as came in."""
    form, before = sheet.submission.form, sheet.before
    if before is None or form.items[item].time is not Time.CLOSING or item in form.tied:
        return
    at = before.submission.form.index.get(form.items[item].code)
    had = before.values[at] if at is not None and at not in before.passed else None
    if had:
        yield Implied(had, False, None, before.submission)


def _carry_on(sheet: Sheet) -> None:
    """Note the stocks that are what a blank of the sheet before gives as 0, and not what it gives as what it must be."""
    before = sheet.before
    if before is None or not before.implied:
        return
    for item, equation in [(item, equation) for item, tied in sheet.tied.items() for equation in tied]:
        stated = sheet.submission.figures[item]
        if stated is None or item in sheet.implied or not equation.chained or equation.sheet is not sheet:
            continue
        as_blank, said = equation.rest(sheet, item, found=False), equation.rest(sheet, item)
        if equation.instance.equation.relation == "=" and said > stated == as_blank:
            exactly = equation.all_sure(sheet, item)
            sheet.implied[item] = Implied(said, exactly, equation.instance, before.submission, carried_on=True)
            sheet.values[item] = said


def _balances(equation: _Equation) -> bool:
    """Whether the later sheet balances with what it states of its stocks, which may only have been computed from a blank of the one before.

    A stock that it does not state, but that was found, was computed from nothing.
    """
    later = equation.sheet.submission
    stocks = {item for of, item, _ in equation.terms if of is equation.sheet and later.figures[item] is not None}.intersection(later.form.stocks)
    tied = [relation for relation in later.form.relations if any(operand.item in stocks for operand in (*relation.left, *relation.right))]
    return all(
        # A blank among the others proves nothing.
        all(later.figures[item] is not None for item in stocks_in(later.form, relation))
        and holds(relation, add_up(relation.left, later.figures), add_up(relation.right, later.figures))
        for relation in tied
    )


def _equations(sheet: Sheet) -> Iterator[_Equation]:
    """Yield the equations that tie stocks of a sheet to each other or to those of the sheet before, without those that rest on what is not known."""
    form = sheet.submission.form
    balances = [instance for instance in form.relations if instance.equation.relation == "="]
    for instance in (*balances, *(form.brought_forward if sheet.before else ())):
        terms = []
        for side, operands in ((1, instance.left), (-1, instance.right)):
            for operand in operands:
                of = sheet.before if operand.previous else sheet
                at = of.submission.form.index.get(form.items[operand.item].code) if of else None
                if of is not None and at is not None and at not in of.passed:
                    terms.append((of, at, side * operand.sign))
        complete = len(terms) == len(instance.left) + len(instance.right)
        if complete and stocks_in(form, instance):
            yield _Equation(instance, sheet, terms, chained=any(of is not sheet for of, _, _ in terms))

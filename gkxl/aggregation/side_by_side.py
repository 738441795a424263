"""Two periods side by side: this one, the one before, the difference and the growth of every figure, over a change of forms too. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gkxl.forms import Form, Role
from gkxl.model.figures import Number, show
from gkxl.model.submission import Submission
from gkxl.rules.findings import Finding


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of both periods."""

    code: str
    table: str
    """"表三（申请）"."""
    label: str
    this: Number | None
    """None where nobody states it, or where its form has no such figure."""
    last: Number | None
    comparable: bool
    """False where one of the two forms has no such figure."""
    leading: bool
    """Whether it stands for itself: not one that a total in its own row adds up."""

    @property
    def difference(self) -> Number | None:
        """By how much it grew; what is not stated counts as 0. None where it is not comparable."""
        grown = Decimal(self.this or 0) - Decimal(self.last or 0)
        return None if not self.comparable else int(grown) if grown == grown.to_integral_value() else grown

    @property
    def per_cent(self) -> Decimal | None:
        """By how many per cent it grew, to one place; None where there is nothing to grow from."""
        if not self.comparable or not self.last or self.last < 0:
            return None
        return (Decimal(self.difference or 0) * 100 / Decimal(self.last)).quantize(Decimal("0.1"))

    @property
    def empty(self) -> bool:
        """Whether it is 0 or not stated in both."""
        return not self.this and not self.last

    def is_jump(self, form: Form) -> bool:
        """Whether the change is so large, by size and by share, that `form` wants a word on it."""
        change = abs(Decimal(self.difference or 0))
        grown = self.per_cent
        return change >= max(1, form.compared.jump_at_least) and (grown is None or abs(grown) >= form.compared.jump_per_cent)


def side_by_side(this: Submission, last: Submission) -> list[Line]:
    """Return every figure of this period beside that of the last, in the order of the form; then what only the last one's form has."""
    lines = [_line(this, last, item.index) for item in this.form.items]
    for added in this.form.compared.sums:
        if added.was in last.form.index and added.was not in this.form.index:
            place = max(number for number, line in enumerate(lines) if line.code == added.items[-1])
            lines.insert(place + 1, _sum(this, last, added.label, added.items, added.was))
    compared = {line.code for line in lines}
    for item in last.form.items:
        if item.code not in compared:
            lines.append(Line(item.code, _table(last.form, item.table), item.label, None, last.figures[item.index], False, False))
    return lines


def _line(this: Submission, last: Submission, item: int) -> Line:
    own = this.form.items[item]
    at = last.form.index.get(own.code)
    value = last.figures[at] if at is not None else None
    return Line(own.code, _table(this.form, own.table), own.label, this.figures[item], value, at is not None, item not in _parts(this.form))


def _sum(this: Submission, last: Submission, label: str, items: Sequence[str], was: str) -> Line:
    figures = [this.figures[this.form.index[code]] for code in items]
    stated = [figure for figure in figures if figure is not None]
    first = this.form.items[this.form.index[items[0]]]
    leading = first.index not in _parts(this.form)
    own = f"{label}·{first.column_label}"
    return Line(was, _table(this.form, first.table), own, sum(stated) if stated else None, last.figures[last.form.index[was]], True, leading)


def _parts(form: Form) -> frozenset[int]:
    """Return the figures that a total in their own row adds up: that total speaks for them."""
    return frozenset(
        operand.item for total in form.instances if (total.equation.role, total.equation.per) == (Role.TOTAL, "row") for operand in total.right
    )


def _table(form: Form, code: str) -> str:
    table = form.table(code)
    return f"{table.number}（{table.name}）"


def jumps(this: Submission, last: Submission) -> list[Finding]:
    """Return the changes worth a word, the largest first."""
    found = [line for line in side_by_side(this, last) if line.leading and line.is_jump(this.form)]
    found.sort(key=lambda line: -abs(Decimal(line.difference or 0)))
    return [_jump(this, last, line) for line in found]


def _jump(this: Submission, last: Submission, line: Line) -> Finding:
    grown = line.difference or 0
    size = show(grown).lstrip("-")
    how = "增加" if grown > 0 else "减少"
    share = f"（{abs(line.per_cent)}%）" if line.per_cent is not None else ""
    message = (
        f"{this.called}：{line.table}{line.label}由{last.period.chinese}的{show(line.last) or '0'}{how}到"
        f"{this.period.chinese}的{show(line.this) or '0'}，{how}{size}{share}，变化较大。请核实，并准备好说明。"
    )
    items = [this.form.index[line.code]] if line.code in this.form.index else []
    return Finding.of("compare.jump", message, about=this, beside=last, items=items, expected=show(line.last), actual=show(line.this))

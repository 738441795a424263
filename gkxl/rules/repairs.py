"""What a broken equation rests on: the typed figures, and by how much each would have to change for it to hold. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gkxl.forms import Role
from gkxl.model.figures import Number
from gkxl.rules.findings import Finding

Cell = tuple[str, str, int]
"""File, sheet and item of a figure that somebody typed."""


def repairs(finding: Finding) -> Iterator[tuple[Cell, Number]]:
    """Yield each typed figure with the change of it after which the equation of a finding holds, if it is about one."""
    if finding.instance is None or finding.instance.equation.relation != "=" or not finding.gap or not finding.submissions:
        return
    for (number, item), factor in _weights(finding).items():
        submission = finding.submissions[number]
        change = -finding.gap / factor if abs(factor) != 1 else -finding.gap * factor
        kind = submission.form.items[item].kind
        stands = (submission.stated if item in submission.form.total_items else submission.figures)[item] or 0
        if kind.minimum is None or stands + change >= kind.minimum:
            yield (submission.source.file, submission.source.sheet, item), change


def _weights(finding: Finding) -> dict[tuple[int, int], int]:
    """Return for each typed figure of an equation how much the gap grows with it: (number of the submission, item) to factor."""
    assert finding.instance is not None
    weights: Counter[tuple[int, int]] = Counter()
    typed = finding.instance.equation.role is Role.TOTAL
    for side, operands in ((1, finding.instance.left), (-1, finding.instance.right)):
        for operand in operands:
            number = 1 if operand.previous else 0
            if number >= len(finding.submissions):
                continue
            submission = finding.submissions[number]
            own = typed and (side == 1 or operand.item in submission.overwritten)
            for item, sign in {operand.item: 1}.items() if own else submission.form.added_up[operand.item].items():
                weights[number, item] += side * operand.sign * sign
    return {place: factor for place, factor in weights.items() if factor}


def typed_codes(finding: Finding) -> set[str]:
    """Return the codes of the typed figures that the equation of a finding rests on, else of those it is on."""
    if finding.instance is None or not finding.submissions:
        return set(finding.items)
    return {finding.submissions[number].form.items[item].code for number, item in _weights(finding)}

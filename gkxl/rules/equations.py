"""How an equation of the form becomes a finding."""

from __future__ import annotations

from collections.abc import Sequence

from gkxl.forms import Instance, Role
from gkxl.model.figures import Number, add_up, show
from gkxl.model.submission import Submission
from gkxl.rules.catalogue import Check
from gkxl.rules.findings import Finding
from gkxl.rules.what_follows import at_least, typed_zero
from gkxl.rules.wording import added_up as _added_up
from gkxl.rules.wording import again as _again
from gkxl.rules.wording import is_document
from gkxl.rules.wording import place as _place
from gkxl.rules.wording import where as _where

_SUM_OF_SHEET, _SUM_OF_DOCUMENT = "总计应由公式算出，请恢复公式或核对各分项", "请核对总计和各分项，更正"


def check(submission: Submission) -> list[Finding]:
    """Return what the rules of its form say about one submission, in the order of the form.

    An equation that rests on a figure which was not understood is never counted as passed: such
    equations are reported together as not verified.
    """
    findings: list[Finding] = []
    unverified: list[Instance] = []
    form = submission.form
    for instance in (*form.totals, *form.relations):
        if submission.lacking and any(operand.item in submission.unknown for operand in (*instance.left, *instance.right)):
            continue  # said once, of the figure that is lacking
        if submission.uncertain and any(operand.item in submission.uncertain for operand in (*instance.left, *instance.right)):
            unverified.append(instance)
            continue
        if instance.equation.role is Role.TOTAL:
            computed = submission.overwritten.get(instance.target)
            if computed is not None:
                findings.append(_wrong_total(submission, instance, computed))
            continue
        left, right = add_up(instance.left, submission.figures), add_up(instance.right, submission.figures)
        if not holds(instance, left, right):
            findings.append(_broken(submission, instance, left, right))
    if unverified:
        findings.append(_unverified(submission, unverified))
    if submission.left_out:
        findings.append(_written_as_text(submission))
    unasked = [item for item in sorted(submission.unasked) if submission.stated[item] and item not in form.total_items]
    if unasked:
        findings.append(_not_asked(submission, unasked))
    open_items = submission.not_stated
    if open_items:
        findings.append(_not_stated(submission, open_items))
    return findings


def check_carry(submission: Submission, previous: Submission) -> list[Finding]:
    """Return what the equations between two periods say; both submissions must be of the same form."""
    findings: list[Finding] = []
    unverified = []
    for instance in submission.form.brought_forward:
        if any(operand.item in (previous if operand.previous else submission).unknown for operand in (*instance.left, *instance.right)):
            continue  # said once, of the figure that is lacking
        if any(o.item in (previous if o.previous else submission).uncertain for o in (*instance.left, *instance.right)):
            unverified.append(instance)
            continue
        if any((previous if o.previous else submission).figures[o.item] is None for o in (*instance.left, *instance.right)):
            continue  # not stated in one of the two: nothing to compare
        left = add_up(instance.left, submission.figures, previous.figures)
        right = add_up(instance.right, submission.figures, previous.figures)
        if not holds(instance, left, right):
            zero = typed_zero(instance, submission, previous)
            findings.append(_typed_zero(submission, previous, instance, *zero) if zero else _broken(submission, instance, left, right, previous))
    if unverified:
        findings.append(_uncarried(submission, previous, unverified))
    return findings


def holds(instance: Instance, left: Number, right: Number) -> bool:
    """Whether the two sides stand in the relation that the equation asks for."""
    return left <= right if instance.equation.relation == "<=" else left == right


def _wrong_total(submission: Submission, instance: Instance, computed: Number) -> Finding:
    stated = submission.stated[instance.target]
    item = submission.form.items[instance.target]
    equation = instance.equation
    cell = submission.cell(item.index)
    typed = f"{_where(submission)}：{submission.form.table(item.table).label}“{item.label}”填的是{show(stated)}，"
    plain = f"{cell} {item.label}：填的是{show(stated)}，按“{equation.shown}”应为{show(computed)}。"
    place = _place(submission, [item.index])
    backing = _backing(submission, item.index)
    if backing is None:
        how = "请核对各单位的数" if _added_up(submission) else _SUM_OF_DOCUMENT if is_document(submission) else _SUM_OF_SHEET
        words = f"按“{equation.shown}”应为{show(computed)}（{place}）。{how}后{_again(submission)}。"
        plain += "请核对各分项，再把这一格改成应有的数"
    else:
        words = (
            f"“{equation.shown}”算出的是{show(computed)}（{place}）。填的{show(stated)}满足“{backing.equation.shown}”，错的多半是某个分项；"
            f"请先核对各分项，更正后{'' if _added_up(submission) or is_document(submission) else '恢复公式，再'}{_again(submission)}。"
        )
        plain += f"填的数满足“{backing.equation.shown}”，错的多半是某个分项，请先核对各分项"
    return Finding.of(
        Check.of_equation(equation),
        typed + words,
        about=submission,
        items=[item.index],
        expected=show(computed),
        actual=show(stated),
        instance=instance,
        plain=f"{plain}。",
    )


def _backing(submission: Submission, total: int) -> Instance | None:
    """Return the equation along the column of a total that holds with what was typed, and not with what its parts give."""
    column = submission.form.items[total].column
    for instance in submission.form.relations:
        along = instance.equation.per == "column" and submission.form.items[instance.target].column == column
        if along and instance.table == submission.form.items[total].table and instance.equation.relation == "=":
            shown, computed = (
                holds(instance, add_up(instance.left, figures), add_up(instance.right, figures)) for figures in (submission.shown, submission.figures)
            )
            if shown and not computed:
                return instance
    return None


def _broken(submission: Submission, instance: Instance, left: Number, right: Number, previous: Submission | None = None) -> Finding:
    equation = instance.equation
    form = submission.form
    items = [operand.item for operand in (*instance.left, *instance.right) if not operand.previous]
    gap: Number = left - right if left > right else right - left
    place = _place(submission, items)
    if previous is not None:
        before = [operand.item for operand in (*instance.left, *instance.right) if operand.previous]
        place += f"；上期：{_place(previous, before)}"
    named = f"{form.table(instance.table).label}{form.along_label(instance)}"
    names = equation.shown_sides
    sides = f"{names[0]} = {show(left)}，{names[1]} = {show(right)}，相差{show(gap)}"
    what = "各单位的数" if _added_up(submission) else "这些单元格"
    return Finding.of(
        Check.of_equation(equation),
        f"{_where(submission)}：{named}不满足“{equation.shown}”：{sides}（{place}）。请核对{what}，更正后{_again(submission)}。",
        about=submission,
        beside=previous,
        items=items,
        expected=show(right),
        actual=show(left),
        instance=instance,
        plain=f"{named}：{sides}（{'两者应当相等' if equation.relation == '=' else '前者不应大于后者'}），请核对更正。",
    )


def _unverified(submission: Submission, instances: Sequence[Instance]) -> Finding:
    items = sorted(set(submission.misread) - submission.form.total_items)
    return Finding.of(
        "check.unverified",
        f"{_where(submission)}：有{len(items)}格没有读懂或缺失，因此{len(instances)}条勾稽关系未能核对（{_place(submission, items)}）。"
        f"请先更正，再{_again(submission)}。",
        about=submission,
        items=items,
        plain=f"有{len(items)}格没有读懂或缺失，{len(instances)}条勾稽关系因此没有核对。请先更正这些格。",
    )


def _typed_zero(submission: Submission, previous: Submission, instance: Instance, item: int, said: Number) -> Finding:
    before = [operand.item for operand in (*instance.left, *instance.right) if operand.previous]
    label = submission.form.items[item].label
    return Finding.of(
        "stock.typed_zero",
        f"{_where(submission)}：“{label}”填的是0（{_place(submission, [item])}），按“{instance.equation.shown}”应{at_least(instance)}{show(said)}"
        f"（上期：{_place(previous, before)}）。确实还有的请填实际的数；确实没有了的，请说明原因。",
        plain=f"{submission.cell(item)} {label}：填的是0，按“{instance.equation.shown}”应{at_least(instance)}{show(said)}。"
        "确实还有的请填实际的数；确实没有了的，请说明原因。",
        about=submission,
        beside=previous,
        items=[item],
        expected=show(said),
        actual="0",
        instance=instance,
    )


def _uncarried(submission: Submission, previous: Submission, instances: Sequence[Instance]) -> Finding:
    return Finding.of(
        "check.unverified",
        f"{_where(submission)}：因本期或上期（{previous.source.file}）有没读懂的格，{len(instances)}条与上期的衔接关系未能核对。请先更正这些格。",
        about=submission,
        beside=previous,
        items=sorted({operand.item for instance in instances for operand in instance.left}),
    )


def _written_as_text(submission: Submission) -> Finding:
    items = sorted(submission.as_text)
    cells = submission.cells(items)
    return Finding.of(
        "figure.as_text",
        f"{_where(submission)}：{'、'.join(cells)}的数是以文本形式填写的，表内公式没有把它加进总计；汇总已按数字计入（{_place(submission, items)}）。"
        "请把这些格改为纯数字，总计就会一致。",
        plain=f"{'、'.join(cells)}：数是以文本形式填写的，表内公式没有把它加进总计。请重新输入纯数字。",
        about=submission,
        items=items,
    )


def _not_asked(submission: Submission, items: Sequence[int]) -> Finding:
    return Finding.of(
        "figure.not_asked",
        f"{_where(submission)}：不用该单位填的表里填了{len(items)}格（{_place(submission, items)}），已计入汇总。请核实；不该填的请改为0后重新报送。",
        plain=f"不用贵单位填的表里填了{len(items)}格（{'、'.join(submission.cells(items[:6]))}）。请核实；不该填的请改为0。",
        about=submission,
        items=items,
    )


def _not_stated(submission: Submission, items: Sequence[int]) -> Finding:
    return Finding.of(
        "figure.not_stated",
        f"{_where(submission)}：有{len(items)}格未填，按0计（{_place(submission, items)}）。如确实没有，建议填0。",
        plain=f"有{len(items)}格未填，按0计。如确实没有，请填0。",
        about=submission,
        items=items,
    )

"""What a check is: its id, how grave it is, what it is about, and what makes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gkxl.forms import Equation, Kind, Severity


class Topic(StrEnum):
    """What a check is about; callers decide by it, never by the beginning of an id."""

    EQUATION = "equation"
    FIGURE = "figure"
    """What stands in a cell for a figure."""
    NOT_STATED = "not_stated"
    STOCK = "stock"
    """An opening or closing that is blank or 0 although the period before says that it is not 0."""
    UNVERIFIED = "unverified"
    """What could not be checked, because something else was not understood."""
    CODE = "code"
    """Labels, rows, columns, hidden codes."""
    HEAD = "head"
    PERIOD = "period"
    REVISION = "revision"
    YEAR = "year"
    """A year beside its months."""
    HIERARCHY = "hierarchy"
    NOT_COMPARED = "not_compared"
    """What overlaps and could not be compared figure by figure."""
    ROSTER = "roster"
    """Who is missing, and who was not expected."""
    COUNTED_TWICE = "counted_twice"
    LIKENESS = "likeness"
    """What is allowed but unlikely: the same figures twice, figures that run on, figures of another order of magnitude."""
    MERGED_WORKBOOK = "merged_workbook"
    PREVIOUS = "previous"
    """The period before."""
    EXPLANATION = "explanation"
    """What people wrote beside findings."""
    TEXT = "text"
    """A published report: its words beside its tables and within themselves, its layout, and what must not be missing."""


TOPIC_NAMES = {
    Topic.EQUATION: "勾稽关系",
    Topic.FIGURE: "数字格",
    Topic.NOT_STATED: "未填的格",
    Topic.STOCK: "期初数、期末数",
    Topic.UNVERIFIED: "未能核对",
    Topic.CODE: "行、列名称和隐藏代码",
    Topic.HEAD: "表头",
    Topic.PERIOD: "期间",
    Topic.REVISION: "修订和重复报送",
    Topic.YEAR: "全年与各月",
    Topic.HIERARCHY: "上级与下级",
    Topic.NOT_COMPARED: "没有逐项核对",
    Topic.ROSTER: "单位名册与缺报",
    Topic.COUNTED_TWICE: "重复计算",
    Topic.LIKENESS: "雷同和大小可疑",
    Topic.MERGED_WORKBOOK: "汇总工作簿",
    Topic.PREVIOUS: "与上期衔接",
    Topic.EXPLANATION: "情况说明",
    Topic.TEXT: "已发布的年报",
}
"""For people, in the order in which the catalogue is printed."""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule that gkxl can state."""

    id: str
    severity: Severity
    topic: Topic
    sentence: str
    """What it says, in words."""
    made_by: str
    """The function that makes its findings, as "module:name", or the formula of a form."""
    formula: str = ""
    """In the words of the form; "" for a check that is no equation."""
    leaves_out: bool = False
    """Whether what it finds is not in the total, or nobody knows whether it is: no explanation puts it there."""

    @classmethod
    def of_equation(cls, equation: Equation) -> Check:
        """Return an equation of a form as a check."""
        return cls(equation.id, equation.severity, Topic.EQUATION, equation.sentence, equation.formula, equation.shown)

    @classmethod
    def of_kind(cls, kind: Kind) -> Check:
        """Return what a form says of the figures of a kind as a check."""
        return cls(kind.rule_id, kind.severity, Topic.FIGURE, kind.sentence, "gkxl.model.figures:read_figure")

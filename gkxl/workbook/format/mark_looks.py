"""How a marked cell looks, on an open sheet and in a marked copy alike: in black and white too, no two grades look the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from gkxl.rules.marks import Grade

Filling = Literal["solid", "lightUp", "lightHorizontal", "lightVertical", "gray0625"]
Line = Literal["thick", "double", "mediumDashed", "mediumDashDot", "dotted"]


class Pattern(Enum):
    """What fills a cell: its name in a file, and its number in Excel's own objects."""

    SOLID = "solid", 1
    SLANTED = "lightUp", 14
    LEVEL = "lightHorizontal", 11
    UPRIGHT = "lightVertical", 12
    DOTS = "gray0625", 18

    def __init__(self, in_file: Filling, in_excel: int) -> None:
        self.in_file, self.in_excel = in_file, in_excel


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a grade."""

    color: str
    """What the cell is filled with."""
    pattern: Pattern
    """What is drawn over it, in `LINE_COLOR`; where a program does not draw it, the line around the cell tells the grade."""
    line: Line
    """What a copy puts around the cell, as a file names it; an open sheet keeps its own lines, and draws every pattern."""
    called: str
    """How the look is called in the legend, and what it means."""

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The filling as red, green and blue."""
        return _rgb(self.color)


def _rgb(color: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(color)
    return red, green, blue


LINE_COLOR = "C00000"
LOOKS: Mapping[Grade, Look] = {
    Grade.PROVEN: Look("FF7C80", Pattern.SOLID, "thick", "深色、粗框：应改这一格"),
    Grade.LIKELY: Look("FFE1E4", Pattern.SLANTED, "double", "斜线、双线框：先核对这一格"),
    Grade.POSSIBLE: Look("FFF4F5", Pattern.DOTS, "mediumDashed", "疏点、虚线框：其中有一格不对"),
    Grade.NAMED: Look("FFC7CE", Pattern.LEVEL, "mediumDashDot", "横线、点划线框：数字或表格有误"),
    Grade.ASKED: Look("FFEB9C", Pattern.UPRIGHT, "dotted", "竖线、细点线框：请核实"),
}
"""The surest first, as the legend lists them; the surer, the darker."""

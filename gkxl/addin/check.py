"""What one look of the doctor yields, and what it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gkxl.addin.places import Machine
from gkxl.addin.registry import Registry

INSTALL = "请关闭 Excel，运行 gkxl addin install"
OUTSIDE = "在此之前用 gkxl ribbon 动作 --active（如 gkxl ribbon check --active）从 Excel 外面做同样的事"
OFFICIAL = f"这是单位统一下发的设置，请联系信息人员放行；{OUTSIDE}"


class State(Enum):
    """How a check went."""

    GOOD = "好"
    CAUTION = "注意"
    BAD = "有问题"
    UNKNOWN = "查不到"


@dataclass(frozen=True)
class Check:
    """One line of the doctor's list."""

    name: str
    state: State
    seen: str
    advice: str = ""
    """What to do about it; "" where nothing need be done."""


@dataclass(frozen=True)
class Patient:
    """A computer with Excel, and the add-in it should have."""

    machine: Machine
    version: str
    """Of Excel, as in the registry."""
    addin: bytes | None
    """What comes with this gkxl; None where it is missing."""

    @property
    def registry(self) -> Registry:
        return self.machine.registry

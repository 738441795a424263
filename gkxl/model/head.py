"""The head of a submission: who stands behind it, when it was filled in, and what was remarked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

LAST_REVISION = 999


class HeadField(StrEnum):
    """A field of the head; its value is the code by which it is found on a sheet."""

    PARENT = "parent"
    """上级单位: the unit right above."""
    UNIT = "unit"
    PERIOD = "period"
    REVISION = "revision"
    FILLED_ON = "filled_on"
    FILLED_BY = "filled_by"
    REVIEWED_BY = "reviewed_by"
    RESPONSIBLE = "responsible"
    PHONE = "phone"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says beside unit, period and revision, each as it is written there; "" where nothing is.

    Every attribute is called as its `HeadField`.
    """

    filled_on: str = ""
    """As it is written; `Submission.filled_on` is the day."""
    filled_by: str = ""
    reviewed_by: str = ""
    responsible: str = ""
    phone: str = ""
    note: str = ""
    """情况说明 under the tables."""

    @classmethod
    def of(cls, texts: Mapping[HeadField, str]) -> Head:
        """Return the head with these texts; fields that it does not keep are passed over."""
        own = {field.name for field in fields(cls)}
        return cls(**{field.value: text for field, text in texts.items() if field.value in own})

    @property
    def texts(self) -> dict[HeadField, str]:
        """Each field to what is written in it."""
        return {HeadField(field.name): getattr(self, field.name) for field in fields(self)}

"""Every key that a form file may have and what it holds; anything else is refused with its line and the nearest key.

A key that nobody reads would be silence about a mistake: `tiem = "closing"` would turn a stock into a flow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from gkxl.forms.nearest import unknown
from gkxl.forms.source import Source

FORM_ID = r"[0-9A-Za-z_-]+"
"""What the id of a form may consist of, so that it can stand in the marker of a sheet and in a file name."""


class Value(Enum):
    """What a key holds, in words for the author of a form file."""

    TEXT = "文字"
    FORM_ID = "由字母、数字、- 和 _ 组成的编号"
    CODE = "小写字母开头，由小写字母、数字和 _ 组成的代码"
    WHOLE = "整数"
    SPAN = "大于0的整数"
    FLAG = "“true”或“false”"

    def fits(self, value: object) -> bool:
        """Whether a value of TOML is of this kind."""
        match self:
            case Value.FLAG:
                return isinstance(value, bool)
            case Value.WHOLE | Value.SPAN:
                return isinstance(value, int) and not isinstance(value, bool) and (self is Value.WHOLE or value > 0)
            case Value.FORM_ID:
                return isinstance(value, str) and re.fullmatch(FORM_ID, value) is not None
            case Value.CODE:
                return isinstance(value, str) and re.fullmatch("[a-z][a-z0-9_]*", value) is not None
            case Value.TEXT:
                return isinstance(value, str)


@dataclass(frozen=True)
class Many:
    """A list of entries, of values, or of lists."""

    of: Shape


@dataclass(frozen=True)
class Named:
    """Entries under names that the author gives."""

    of: Mapping[str, Shape]


Shape = Value | Many | Named | Mapping[str, "Shape"]

TEXT, CODE, WHOLE, SPAN, FLAG = Value.TEXT, Value.CODE, Value.WHOLE, Value.SPAN, Value.FLAG

FORM: Mapping[str, Shape] = {
    "id": Value.FORM_ID,
    "series": Value.FORM_ID,
    "name": TEXT,
    "first_year": WHOLE,
    "last_year": WHOLE,
    "notice": TEXT,
    "words": {"statistics": TEXT, "sheet": TEXT, "summary": TEXT, "reporting": TEXT, "own_period": TEXT},
    "report": {
        "title": TEXT,
        "part_title": TEXT,
        "period": TEXT,
        "sections": Many({"title": TEXT, "table": CODE, "text": TEXT, "found_by": Many(TEXT)}),
    },
    "kinds": Named(
        {
            "whole": FLAG,
            "minimum": WHOLE,
            "units": Many(TEXT),
            "rule": {"id": TEXT, "severity": TEXT, "sentence": TEXT},
        }
    ),
    "tables": Many(
        {
            "code": CODE,
            "number": TEXT,
            "name": TEXT,
            "widths": Many(SPAN),
            "blocks": Many(
                {
                    "code": CODE,
                    "title": TEXT,
                    "header": Many(Many({"text": TEXT, "column": CODE, "rows": SPAN, "cols": SPAN})),
                    "columns": Many(
                        {
                            "code": CODE,
                            "label": TEXT,
                            "variants": Many(TEXT),
                            "kind": TEXT,
                            "time": TEXT,
                            "of": CODE,
                            "closed_by": TEXT,
                            "computed": TEXT,
                        }
                    ),
                    "groups": Many({"code": CODE, "label": TEXT, "rows": SPAN}),
                    "rows": Many(
                        {
                            "code": CODE,
                            "label": TEXT,
                            "variants": Many(TEXT),
                            "groups": Many(CODE),
                            "hint": TEXT,
                            "time": TEXT,
                            "of": CODE,
                            "never_by": Many(TEXT),
                            "right": TEXT,
                        }
                    ),
                    "equations": Many({"id": TEXT, "role": TEXT, "per": TEXT, "severity": TEXT, "formula": TEXT, "shown": TEXT, "sentence": TEXT}),
                }
            ),
        }
    ),
    "main_figures": {
        "measures": Many({"code": CODE, "label": TEXT, "table": CODE, "column": CODE, "row": CODE, "formula": TEXT, "share": FLAG}),
    },
    "monthly": {
        "measures": Many({"code": CODE, "label": TEXT, "table": CODE, "column": CODE, "row": CODE, "formula": TEXT}),
        "charts": Many({"title": TEXT, "bars": Many(CODE), "stacked": FLAG, "lines": Many(CODE)}),
    },
    "compared": {
        "jump_per_cent": WHOLE,
        "jump_at_least": WHOLE,
        "sums": Many({"label": TEXT, "table": CODE, "rows": TEXT, "was": CODE}),
    },
}


def refuse_unknown_keys(raw: Mapping[str, Any], source: Source) -> None:
    """Raise FormError for the first key of a form file that no form has, and for the first value that is not what its key holds."""
    _entry(raw, FORM, source, "")


def _entry(raw: Mapping[str, Any], known: Mapping[str, Shape], source: Source, heading: str) -> None:
    for key, value in raw.items():
        if key not in known:
            raise source.key_error(f"键{unknown(key, known)}", key, raw)
        try:
            _value(value, known[key], source, f"{heading}.{key}".lstrip("."))
        except _WrongError as error:
            raise source.key_error(f"“{key}”的值不对，应是{error}", key, raw) from error


class _WrongError(ValueError):
    """A value that is not what its key holds; the message says what the key holds."""


def _value(value: object, shape: Shape, source: Source, heading: str) -> None:
    match shape:
        case Value():
            if not shape.fits(value):
                raise _WrongError(shape.value)
        case Many():
            if not isinstance(value, list):
                raise _WrongError("列表")
            passages = source.under(heading)
            for number, part in enumerate(value):
                _value(part, shape.of, passages[number] if len(passages) == len(value) else source, heading)
        case Named():
            for name, part in _table(value).items():
                _value(part, shape.of, source, f"{heading}.{name}")
        case _:
            passages = source.under(heading)
            _entry(_table(value), shape, passages[0] if len(passages) == 1 else source, heading)


def _table(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _WrongError("一组键")
    return value

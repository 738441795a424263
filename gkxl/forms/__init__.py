"""The forms: one TOML file for each version of a layout, loaded and checked.

The ground floor of gkxl: it knows no file format but TOML.
"""

from __future__ import annotations

from gkxl.forms.blocks import Block, Column, Kind, Row
from gkxl.forms.equations import Equation, Instance, Operand, Role, Severity, item_code
from gkxl.forms.grid import Grid, GridCell, Part
from gkxl.forms.labels import normalise
from gkxl.forms.loader import load, loads
from gkxl.forms.measures import Chart, Measure, Monthly
from gkxl.forms.mixed import mixed_id
from gkxl.forms.model import Form, Item, Table
from gkxl.forms.registry import (
    STATUTORY,
    all_forms,
    all_series,
    folders,
    form_by_id,
    form_for,
    forms_of,
    refuse_unknown_series,
    sample,
    using,
)
from gkxl.forms.source import FormError
from gkxl.forms.time import Time
from gkxl.forms.words import Section, Words

__all__ = [
    "STATUTORY",
    "Block",
    "Chart",
    "Column",
    "Equation",
    "Form",
    "FormError",
    "Grid",
    "GridCell",
    "Instance",
    "Item",
    "Kind",
    "Measure",
    "Monthly",
    "Operand",
    "Part",
    "Role",
    "Row",
    "Section",
    "Severity",
    "Table",
    "Time",
    "Words",
    "all_forms",
    "all_series",
    "folders",
    "form_by_id",
    "form_for",
    "forms_of",
    "item_code",
    "load",
    "loads",
    "mixed_id",
    "normalise",
    "refuse_unknown_series",
    "sample",
    "using",
]

"""The form files that come with gkxl, and forms of an office made from one of them."""

from __future__ import annotations

from pathlib import Path

import gkxl.forms
from gkxl.forms import STATUTORY

SOURCE = Path(gkxl.forms.__file__).parent
STATUTORY_TEXT = (SOURCE / "2021.toml").read_text(encoding="utf-8")


def own_form(form_id: str, series: str, first: int, last: int | None = None) -> str:
    """Return the text of a form of an office: the statutory one under another name."""
    years = f"first_year = {first}" + (f"\nlast_year = {last}" if last else "")
    text = STATUTORY_TEXT.replace('id = "2021"', f'id = "{form_id}"').replace(f'series = "{STATUTORY}"', f'series = "{series}"')
    return text.replace("first_year = 2021", years)

"""The words of a page of a PDF file: its lines put together to paragraphs, without what stands in tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from gkxl.forms import normalise
from gkxl.published.labels import block_titles

_PAGE_NUMBER = re.compile(r"[-—－–\s第共/]*\d{1,3}[-—－–\s页/]*")
_MARKED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]{1,2}[）)、.．]|\d{1,2}[.．、])")


def paragraphs(page: Any, cells: Sequence[tuple[float, float, float, float]]) -> list[str]:
    """Return the paragraphs of a page; a line that is set in from the left, or follows a short one, begins another."""
    lines = [line for line in page.extract_text_lines(return_chars=False) if not _in_table(line, cells)]
    lines = [line for line in lines if not _PAGE_NUMBER.fullmatch(line["text"]) and normalise(line["text"]) not in block_titles()]
    if not lines:
        return []
    left, right = min(line["x0"] for line in lines), max(line["x1"] for line in lines)
    size = max(8.0, min(line["bottom"] - line["top"] for line in lines))
    found: list[str] = []
    goes_on = False
    for line in lines:
        begins = line["x0"] > left + size or _MARKED.match(line["text"])
        if goes_on and not begins:
            found[-1] += line["text"].strip()
        else:
            found.append(line["text"].strip())
        goes_on = line["x1"] > right - 2.5 * size
    return found


def _in_table(line: Any, cells: Sequence[tuple[float, float, float, float]]) -> bool:
    """Whether a line stands in a cell beside which, on its height, there are others."""
    middle = (line["top"] + line["bottom"]) / 2
    beside = [cell for cell in cells if cell[1] <= middle < cell[3]]
    return len(beside) > 1

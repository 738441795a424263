"""Names that Excel and Windows accept, made from the names of units."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gkxl.texts import cut, cut_for_excel, harmless

GUIDE, ROSTER, SUMMARY, CHECKS, REPORT, MATRIX = "说明", "单位名册", "汇总", "校验", "报告表", "明细"
MONTHLY, MONTHS, REPORTING_STATUS = "月度", "各月明细", "报送情况"
MAIN_FIGURES = "各单位主要指标"
REVIEW, REVIEW_FINDINGS = "核查", "核查明细"
FIXED = (GUIDE, ROSTER, SUMMARY, CHECKS, REPORT, MATRIX, MONTHLY, MONTHS, REPORTING_STATUS, MAIN_FIGURES)
BLANK_INPUT = "填报表"

_LONGEST_SHEET = 31
_LONGEST_FILE = 200
"""Bytes: a file system holds 255, and a period, an ending and more may follow."""
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def sheet_names(units: Iterable[str], others: Iterable[str] = ()) -> list[str]:
    """Return a sheet name for each unit, in order: unique whatever the case, 31 characters at most, no forbidden ones.

    `others` are the names of sheets that the workbook has already.
    """
    taken = {name.casefold() for name in (*FIXED, "history", *others)}
    names = []
    for unit in units:
        base = cut_for_excel(re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", harmless(unit)).strip("' "), _LONGEST_SHEET).rstrip("' ") or BLANK_INPUT
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            suffix = f"({number})"
            name = cut_for_excel(base, _LONGEST_SHEET - len(suffix)) + suffix
        taken.add(name.casefold())
        names.append(name)
    return names


def file_stem(unit: str) -> str:
    """Return a file name without ending that Windows accepts."""
    stem = cut(re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", harmless(unit)).strip(". "), _LONGEST_FILE, "utf-8") or BLANK_INPUT
    return f"{stem}_" if stem.split(".")[0].casefold() in _RESERVED else stem

"""The columns of 单位名册, and how a roster names the statutory tables."""

from __future__ import annotations

from collections.abc import Collection

from gkxl.forms import STATUTORY, Table, all_series, forms_of

COLUMNS = (
    ("unit", "单位", "", 26),
    ("parent", "上级单位", "", 22),
    ("aliases", "简称/别名", "（多个用、隔开）", 20),
    ("cycle", "应报期间", "（每月/每季/每半年/全年）", 11),
    ("tables", "填报内容", "（不填为全部）", 16),
    ("due", "截止日", "（每月：次月几日；全年：次年的月日）", 18),
    ("contact", "联系人", "", 10),
    ("phone", "电话", "", 15),
    ("regulations", "可制定规章", "（是/否，可不填）", 14),
)
"""Key, name, how to fill it in, and width in characters."""

RIGHTS = {"regulations": "可制定规章"}
"""The columns that say of a unit whether it can ever fill in the rows of a form that name them (`Row.right`)."""

YES_NO = {"是": True, "否": False}
"""What stands there; nothing where nobody says."""


def _tables() -> dict[str, Table]:
    """Return the statutory tables by their codes; one that several forms have as the last of them has it."""
    return {table.code: table for form in forms_of(STATUTORY) for table in form.tables}


def table_codes() -> list[str]:
    """Return the codes of the statutory tables, in their order."""
    return list(_tables())


def table_by_code(code: str) -> Table:
    """Return a statutory table."""
    return _tables()[code]


def series_named(word: str) -> str:
    """Return the series beside the statutory one that a word means: by its id or a piece of its name; "" where it means none or several."""
    others = [series for series in all_series() if series != STATUTORY]
    found = [series for series in others if word == series or any(word in (form.name, form.words.sheet) for form in forms_of(series))]
    found = found or [series for series in others if len(word) > 3 and any(word in form.name for form in forms_of(series))]
    return found[0] if len(found) == 1 else ""


def asked_words(tables: Collection[str], series: Collection[str]) -> str:
    """Return what 填报内容 says of these tables and series; "" for all statutory tables and nothing else."""
    if not tables and set(series) <= {STATUTORY}:
        return ""
    others = [forms_of(name)[-1].name for name in sorted(series) if name != STATUTORY]
    statutory = [table_name(code) for code in table_codes() if code in tables]
    if not statutory and others and STATUTORY in series:
        statutory = ["全部"]
    return "、".join([*statutory, *others])


def table_name(code: str) -> str:
    """Return how a roster names a table, e.g. "表三（申请）"."""
    return _tables()[code].label

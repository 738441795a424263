"""The whole road on a published report, with the files a real office would have at each step."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gkxl.actions.checking import check_paths
from gkxl.actions.merging import merge_paths
from gkxl.actions.outcome import Outcome
from gkxl.actions.reporting import report
from gkxl.actions.templating import templates
from gkxl.forms import STATUTORY, Form, form_for
from gkxl.model.figures import Number
from gkxl.model.head import Head
from gkxl.model.period import Period
from gkxl.model.period_text import parse_period
from gkxl.model.submission import Source, Submission
from gkxl.safe_write import check_writable, make_folder, write_whole

SENT, RETURNED = "1-下发", "2-报送"
MERGED, WORD, PAGE, TABLES = "3-汇总.xlsx", "4-报告表.docx", "4-报告表.html", "4-报告表.xlsx"


@dataclass(frozen=True)
class Example:
    """The example that comes with gkxl."""

    body: str
    period: Period
    form: Form
    departments: Mapping[str, Mapping[str, Number]]
    """Department to its figures that are not 0, by item code."""
    blank: frozenset[str]
    """Items that every department leaves open."""

    def submission(self, department: str) -> Submission:
        """Return what a department states."""
        given = self.departments[department]
        open_items = self.form.total_items | {self.form.index[code] for code in self.blank}
        stated = [None if item.index in open_items else given.get(item.code, 0) for item in self.form.items]
        head = Head(f"{self.period.year + 1}-01-08", filled_by="（示例）", reviewed_by="（示例）", responsible="（示例）")
        return Submission(self.form, department, self.period, 1, Source("", ""), stated, head=head)


def load_example() -> Example:
    """Return the example from its data file."""
    raw = tomllib.loads((Path(__file__).parent / "chaoyang_2019.toml").read_text(encoding="utf-8"))
    period = parse_period(raw["period"])
    form = form_for(STATUTORY, period)
    assert form is not None, "the example is of a year that a form serves"
    return Example(raw["body"], period, form, raw["departments"], frozenset(raw["blank"]))


def run(folder: Path, force: bool = False) -> Outcome:
    """Write blank sheets, filled sheets, the merged workbook and the report tables into `folder`; return the merge."""
    from gkxl.workbook.format.sheet_names import file_stem
    from gkxl.workbook.writing.workbooks import unit_workbook

    example = load_example()
    make_folder(folder)
    names = list(example.departments)
    sheets = [folder / step / f"{file_stem(name)}-{example.period}.xlsx" for step in (SENT, RETURNED) for name in names]
    for target in (*sheets, *(folder / name for name in (MERGED, WORD, PAGE, TABLES))):
        if target.exists():
            check_writable(target, force)  # all of them before the first is written
    templates(folder / SENT, period=example.period, units=names, split=True, force=force)
    make_folder(folder / RETURNED)
    for name in names:
        target = folder / RETURNED / f"{file_stem(name)}-{example.period}.xlsx"
        write_whole(target, unit_workbook(example.form, name, example.period, example.submission(name)), force)
    outcome = merge_paths([folder / RETURNED], folder / MERGED, unit=example.body, period=example.period, force=force)
    for name in (WORD, PAGE, TABLES):
        report(folder / MERGED, folder / name, force)
    return outcome


def check_own_report(folder: Path) -> Outcome:
    """Return what a check of the Word file that was written into `folder` finds, as of any report that somebody is about to publish."""
    return check_paths([folder / WORD])

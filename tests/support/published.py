"""Published reports: their figures, and how they would be shared out over departments."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"

Key = tuple[str, str, str]
"""Section of the report ("二", "三", "四"), row label, column label or number of the column."""

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
DISPUTE_TOTALS = (4, 9, 14)


@dataclass(frozen=True)
class Published:
    """One published report."""

    name: str
    body: str
    year: int
    clauses: Mapping[str, Mapping[str, Mapping[str, object]]]
    """表二: clause, row, column to figure."""
    applications: list[tuple[str, list[int | None]]]
    """表三: row label with its group, seven figures."""
    disputes: list[int | None]
    """表四: fifteen figures."""
    failed: list[str] = field(default_factory=list)
    """Equations that the published figures break."""

    def inputs(self) -> dict[Key, object]:
        """Return every figure that a department would fill in."""
        figures: dict[Key, object] = {}
        for clause, rows in self.clauses.items():
            for row, columns in rows.items():
                for column, value in columns.items():
                    figures["二", f"{clause} {row}", column] = value
        for label, values in self.applications:
            if label != "（七）总计":
                for applicant, value in zip(APPLICANTS, values, strict=False):
                    figures["三", label, applicant] = value
        for number, value in enumerate(self.disputes):
            if number not in DISPUTE_TOTALS:
                figures["四", "", str(number)] = value
        return figures


def load(name: str) -> Published:
    """Return a report by the name of its file."""
    raw = json.loads((DATA / "reports" / f"{name}.json").read_text(encoding="utf-8"))
    applications = [(row[0], row[1:]) for row in raw["t3"]]
    if raw["format"] != "2019":
        # One published page of 2023 still prints （六）其他处理 as a single row; its 0 is put under 3.其他.
        applications = [("（六）其他处理 3.其他" if label == "（六）其他处理" else label, row) for label, row in applications]
    return Published(name, raw["body"], raw["year"] or 2023, raw["t2"], applications, raw["t4"], raw["checks_failed"])


def complete() -> list[str]:
    """Return the names of all complete reports."""
    return sorted(path.stem for path in (DATA / "reports").glob("*.json") if json.loads(path.read_text(encoding="utf-8"))["complete"])


def share_out(report: Published, departments: int, seed: int) -> list[dict[Key, object]]:
    """Return the inputs of each department, at random, so that they add up to the report.

    Applications are dealt out one by one, each with where it came from and how it ended, so that each department
    balances wherever the report does.  A figure that the report leaves blank is blank for everyone.
    """
    dice = random.Random(seed)
    sheets: list[dict[Key, object]] = [{} for _ in range(departments)]
    inputs = report.inputs()
    for applicant in APPLICANTS:
        column = {key: value for key, value in inputs.items() if key[0] == "三" and key[2] == applicant}
        sources = [key for key, value in column.items() if key[1][:2] in ("一、", "二、") for _ in range(int(value or 0))]
        results = [key for key, value in column.items() if key[1][:2] not in ("一、", "二、") for _ in range(int(value or 0))]
        dice.shuffle(sources)
        for number in range(max(len(sources), len(results))):
            sheet = sheets[dice.randrange(departments)]
            for events in (sources, results):
                if number < len(events):
                    sheet[events[number]] = int(sheet.get(events[number], 0)) + 1
    for key, value in inputs.items():
        if value is None:
            continue
        if key[0] == "三":
            for sheet in sheets:
                sheet.setdefault(key, 0)
        else:
            for sheet, part in zip(sheets, _split(value, departments, dice), strict=True):
                sheet[key] = part
    return sheets


def _split(value: object, parts: int, dice: random.Random) -> list[object]:
    exact = Decimal(str(value).removesuffix("元"))
    step = Decimal(1).scaleb(min(0, exact.as_tuple().exponent))
    cuts = sorted(dice.randint(0, int(exact / step)) for _ in range(parts - 1))
    edges = [0, *cuts, int(exact / step)]
    shares = [(b - a) * step for a, b in itertools.pairwise(edges)]
    return [int(share) if share == share.to_integral_value() else float(share) for share in shares]

"""Where findings on the text of a report stand: its file and section, under the body's name."""

from __future__ import annotations

from typing import TypedDict

from gkxl.model.published import PublishedReport


class Place(TypedDict):
    """What every finding on a report says of itself."""

    unit: str
    period: str
    file: str
    sheet: str


def place_of(report: PublishedReport, heading: str = "") -> Place:
    """Return where a finding stands; the section takes the place of the sheet."""
    year = str(report.year) if report.year is not None else ""
    return Place(unit=report.unit, period=year, file=report.file, sheet=heading)


def told(report: PublishedReport) -> str:
    """Return how messages begin: whose report, of which year, in which file."""
    if not report.unit:
        return f"{report.file}："
    return f"{report.unit}（{report.year}年）{report.file}：" if report.year else f"{report.unit}的{report.file}："

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
    whose = f"{report.unit}（{report.year}年）" if report.unit and report.year else report.unit
    return f"{whose}{report.file}：" if whose else f"{report.file}："

"""Show an outcome: findings as data on stdout, the summary on stderr, or everything as one JSON document."""

from __future__ import annotations

import codecs
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from gkxl import __version__
from gkxl.actions.outcome import Outcome, Progress
from gkxl.eligibility.revisions import Correction
from gkxl.forms import Severity
from gkxl.reporting_status.grid import StatusGrid
from gkxl.reporting_status.reminders import reminders
from gkxl.rules.findings import SEVERITY_NAMES, Finding, SuspectCell, count
from gkxl.rules.unread import Skipped, SkipReason

_COLORS = {Severity.INFO: "cyan", Severity.WARNING: "yellow", Severity.ERROR: "red"}
"""In the order in which findings are shown, the gravest last."""

_NAMED_ELSEWHERE = {"merge": ("merge.missing_unit",), "status": ("merge.missing_unit", "year.missing_month")}
"""Command to the checks whose units stand in its last line, or in its grid and reminders, already: nothing is said twice."""


def as_json(outcome: Outcome, error: str = "") -> str:
    """Return the document that `--json` prints; a call that could not be carried out has one key more, `error`."""
    document: dict[str, object] = {
        "gkxl": __version__,
        "command": outcome.command,
        "ok": outcome.ok and not error,
        "submissions": [
            {
                "unit": one.unit,
                "period": str(one.period),
                "form": one.form.id,
                "revision": one.revision,
                "file": one.source.file,
                "sheet": one.source.sheet,
                "parent": one.parent,
                "series": one.form.series,
            }
            for one in outcome.submissions
        ],
        "findings": findings_of(outcome),
        "unread": [{"file": unread.file, "reason": unread.reason, "why": unread.why.value} for unread in outcome.unread],
        "missing": [{"unit": unit.name, "period": str(period), "parent": unit.parent} for unit, period in outcome.missing],
        "output": outcome.output,
        "not_compared": [outcome.not_carried] if outcome.not_carried else [],
        "explained": [
            _finding(explained.finding, outcome.file_of(explained.finding)) | {"words": explained.words} for explained in outcome.explained
        ],
        "beside": list(outcome.beside),
    }
    if outcome.command == "status" and outcome.reporting_status is not None:
        document |= _reporting_status(outcome.reporting_status)
        document["corrections"] = [_correction(one) for one in outcome.corrections]
    if error:
        document["error"] = error
    # Programs read JSON as UTF-8.  Where the output goes in another code page (into a file on Windows), it is escaped, and read by all.
    unicode = codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"
    return json.dumps(document, ensure_ascii=not unicode, indent=1)


def findings_of(outcome: Outcome) -> list[dict[str, object]]:
    """Return every finding as `--json` shows it."""
    places = {id(finding): number for number, finding in enumerate(outcome.findings)}
    return [
        _finding(finding, outcome.file_of(finding))
        | {"caused_by": places[id(finding.caused_by)] if finding.caused_by else None, "series": finding.series}
        for finding in outcome.findings
    ]


def _finding(finding: Finding, file: str) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.told,
        "unit": finding.unit,
        "period": finding.period,
        "file": file,
        "sheet": finding.sheet,
        "cells": list(finding.cells),
        "items": list(finding.items),
        "expected": finding.expected,
        "actual": finding.actual,
        "suspects": [_suspect(suspect) for suspect in finding.suspects],
        "parent": finding.parent,
    }


def _suspect(suspect: SuspectCell) -> dict[str, object]:
    return {
        "cell": suspect.place.cell,
        "item": suspect.item,
        "reason": suspect.reason,
        "would_be": suspect.would_be,
        "proven": suspect.proven,
        "file": suspect.place.file,
        "sheet": suspect.place.sheet,
    }


def _correction(correction: Correction) -> dict[str, object]:
    before, after = correction.before, correction.after
    return {
        "unit": after.unit,
        "period": str(after.period),
        "before": {"revision": before.revision, "file": before.source.file, "sheet": before.source.sheet},
        "after": {"revision": after.revision, "file": after.source.file, "sheet": after.source.sheet},
        "changes": [
            {
                "item": after.form.items[change.item].code,
                "label": after.form.items[change.item].label,
                "cell": after.cell(change.item),
                "before": correction.said(before, change.item),
                "after": correction.said(after, change.item),
            }
            for change in correction.changes
        ],
        "parent": after.parent,
    }


def _reporting_status(grid: StatusGrid) -> dict[str, object]:
    return {
        "counts": grid.counts,
        "slots": [
            {
                "unit": slot.unit,
                "period": str(slot.period),
                "state": slot.state.value,
                "asked": slot.asked,
                "corrected": slot.corrected,
                "filled_on": str(slot.filled_on or ""),
                "due": str(slot.due or ""),
                "files": [slot.submission.source.file] if slot.submission else list(slot.files),
                "parent": slot.who.parent,
            }
            for slot in grid.slots
        ],
        "reminders": [
            {
                "unit": reminder.unit,
                "periods": [str(at) for at in reminder.periods],
                "contact": reminder.contact,
                "phone": reminder.phone,
                "text": reminder.text,
                "parent": reminder.parent,
            }
            for reminder in reminders(grid)
        ],
    }


def show(outcome: Outcome, json_wanted: bool, last_line: str) -> int:
    """Print an outcome, the most important line last, and return the exit status."""
    if json_wanted:
        click.echo(as_json(outcome))
    else:
        for explained in outcome.explained:
            if explained.finding.caused_by is None:
                click.echo(f"{label(Severity.INFO, '已说明')} {explained.finding.message}说明：{explained.words}", color=_color(sys.stdout))
        named = _NAMED_ELSEWHERE.get(outcome.command, ())
        for severity in _COLORS:
            for finding in outcome.open:
                if finding.rule in named:
                    continue
                if (finding.caused_by or finding).severity is severity:
                    lead = f"  └ {label(finding.severity, '随之')}" if finding.caused_by else label(severity)
                    click.echo(f"{lead} {finding.message if finding.caused_by else finding.told}", color=_color(sys.stdout))
    _show_skipped(outcome.skipped)
    for unread in outcome.unread:
        say(f"{label(Severity.ERROR, '未读出')} {unread.file}：{unread.reason}。")
    say(last_line)
    return 0 if outcome.ok else 1


def _show_skipped(skipped: Sequence[Skipped]) -> None:
    """Say what was passed over and why; of files that are no workbooks, which nobody misses, only how many there were."""
    foreign = [file.file for file in skipped if file.why is SkipReason.NOT_A_WORKBOOK]
    for file in skipped:
        if file.why is not SkipReason.NOT_A_WORKBOOK:
            say(f"{'没有标注' if file.why is SkipReason.UNMARKABLE else '跳过'} {file.file}：{file.reason}。")
    if foreign:
        names = "、".join(foreign[:3]) + ("等" if len(foreign) > 3 else "")
        say(f"跳过 {len(foreign)} 个不是工作簿的文件（{names}）。")


def tally(outcome: Outcome) -> str:
    """Return how many findings of each severity there are."""
    errors, warnings, infos = (count(outcome.open, severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO))
    explained = f"，{outcome.explained_errors}处已说明" if outcome.explained_errors else ""
    return f"错误{errors}处，提醒{warnings}处，说明{infos}条{explained}" + (f"，{len(outcome.unread)}份未读出" if outcome.unread else "")


def say(text: str) -> None:
    """Print a line for people on stderr."""
    click.echo(text, err=True, color=_color(sys.stderr))


def label(severity: Severity, word: str = "") -> str:
    """Return the name of a severity in its colour."""
    return click.style(f"[{word or SEVERITY_NAMES[severity]}]", fg=_COLORS[severity], bold=severity is Severity.ERROR)


def _color(stream: object) -> bool | None:
    """Whether to colour: never where NO_COLOR is set, else as click decides for the stream."""
    return False if os.environ.get("NO_COLOR") else None


@contextmanager
def progress_bar(json_wanted: bool = False) -> Iterator[Progress | None]:
    """Give a function that draws a bar on a terminal once the work has taken longer than a second."""
    if json_wanted or not sys.stderr.isatty():
        yield None
        return
    start = time.monotonic()
    shown = False

    def draw(done: int, total: int) -> None:
        nonlocal shown
        if shown or time.monotonic() - start > 1:
            shown = True
            filled = 30 * done // total
            click.echo(f"\r读取 [{'#' * filled}{'-' * (30 - filled)}] {done}/{total}", nl=False, err=True)

    yield draw
    if shown:
        click.echo("", err=True)

"""Judge what gkxl makes of a changed file that lies beside a good one: nothing breaks, and no sum changes without a word."""

from __future__ import annotations

import contextlib
import io
import json
import math
import multiprocessing
import shutil
import time
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from support.first_read import as_the_first

from gkxl.actions.checking import check_read
from gkxl.actions.inputs import load_roster
from gkxl.actions.loading import Loaded, load
from gkxl.actions.marking import mark_copies
from gkxl.actions.merging import merge
from gkxl.actions.outcome import Outcome
from gkxl.actions.reporting import read_merged
from gkxl.cli.show import as_json
from gkxl.errors import GkxlError
from gkxl.model.submission import Submission
from gkxl.workbook.reading.apart import read
from gkxl.workbook.reading.protocol import SuspiciousFileError
from gkxl.workbook.writing.workbooks import Merged, merged_workbook

from .originals import BODY, GOOD, PERIOD
from .second_reader import Cells, second_reading

MOST_SECONDS = 30.0
MOST_BYTES = 1 << 30


@dataclass
class Verdict:
    """What came of one changed file."""

    kind: str = ""
    """How its sum stands to that of the unchanged file: "same", "said" (with the gravest severity), "as the file says", or "wrong"."""
    troubles: list[str] = field(default_factory=list)
    """What must not be; empty where all is well."""
    told: list[str] = field(default_factory=list)
    """What was said beyond what is said of the unchanged file."""
    peak: int = 0
    """Bytes that this process or one of its own places took at most."""
    seconds: float = 0.0


def _compare_readings(path: Path) -> None:
    """Raise where a file is read otherwise after others like it than by itself."""
    found = []
    for models in (contextlib.nullcontext, as_the_first):
        with models():
            try:
                found.append(read(path, path.name))
            except SuspiciousFileError:
                found.append(None)
    assert found[0] == found[1], "read otherwise after files like it"


class Judge:
    """Knows the good file and what each original comes to beside it."""

    def __init__(self, good: Path, work: Path) -> None:
        self._folder = work / "报送"
        self._folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(good, self._folder / GOOD)
        self._work = work
        self._expected: dict[Path, tuple[Outcome, Merged, set[tuple[str, str]]]] = {}

    def judge(self, original: Path, data: bytes, *, deep: bool) -> Verdict:
        """Return what comes of `data`, a change of `original`; `deep` also writes what came of it, and takes it for everything else it may be."""
        if original not in self._expected:
            outcome, merged = self._merge(original, original.read_bytes())
            self._expected[original] = outcome, merged, _said(outcome)
        verdict = Verdict()
        _reset_peaks()
        start = time.process_time()  # others use the machine too; what is read in a place of its own is ended after a time of its own
        outcome: Outcome | None = None
        merged: Merged | None = None
        for name, work in self._works(original, data, deep):
            try:
                done = work()
                if name == "merge":
                    outcome, merged = done
            except GkxlError as error:
                if name == "merge":
                    verdict.troubles.append(f"the good file beside it does not count: {error}")
            except BaseException as error:
                verdict.troubles.append(f"{name}: {type(error).__name__}: {error} ({_place(error)})")
                if isinstance(error, KeyboardInterrupt):
                    raise
            if name == "merge" and outcome is not None and merged is not None:
                self._compare(original, outcome, merged, verdict)
        verdict.seconds = time.process_time() - start
        verdict.peak = max(_peaks(), default=0)
        if verdict.seconds > MOST_SECONDS:
            verdict.troubles.append(f"took {verdict.seconds:.0f} s")
        if verdict.peak > MOST_BYTES:
            verdict.troubles.append(f"took {verdict.peak >> 20} MB")
        return verdict

    def _works(self, original: Path, data: bytes, deep: bool) -> Iterator[tuple[str, Any]]:
        """Yield what is done with the file, by name; each to be called at once."""
        path = self._put(original, data)
        loaded: list[Loaded] = []
        merged: list[tuple[Outcome, Merged]] = []
        checked: list[Outcome] = []

        def merging() -> tuple[Outcome, Merged]:
            merged.append(merge(loaded[0], PERIOD))
            return merged[0]

        yield "alike", lambda: _compare_readings(path)
        yield "load", lambda: loaded.append(load([self._folder], unit=BODY))
        if not loaded:
            return
        yield "merge", merging
        yield "check", lambda: checked.append(check_read(loaded[0].intake))
        if not deep:
            return
        if merged:
            yield "write", lambda: _well_formed(merged_workbook(merged[0][1])[0])
        if checked:
            yield "json", lambda: json.loads(as_json(checked[0]))
            yield "mark", lambda: mark_copies(checked[0], [self._folder], self._work / "退回", force=True)
        yield "roster", lambda: load_roster(path)
        yield "merged workbook", lambda: read_merged(path)
        yield "previous", lambda: load([self._folder / GOOD], previous=[path])

    def _put(self, original: Path, data: bytes) -> Path:
        for old in self._folder.glob("甲科.*"):
            old.unlink()
        path = self._folder / f"甲科{original.suffix}"
        path.write_bytes(data)
        return path

    def _merge(self, original: Path, data: bytes) -> tuple[Outcome, Merged]:
        self._put(original, data)
        return merge(load([self._folder], unit=BODY), PERIOD)

    def _compare(self, original: Path, outcome: Outcome, merged: Merged, verdict: Verdict) -> None:
        """Compare the sum with that of the original: where it is another one, somebody must have been told."""
        before, expected, said_before = self._expected[original]
        if not any(Path(stated.source.file).name == GOOD for stated in outcome.submissions):
            verdict.troubles.append("the good file beside it does not count")
        if merged.body.figures == expected.body.figures:
            verdict.kind = "same"
            return
        told = [(finding.severity.value, finding.message) for finding in outcome.findings if (finding.rule, finding.message) not in said_before]
        told += [("unread", unread.reason) for unread in outcome.unread[len(before.unread) :]]
        told += [("skipped", skipped.reason) for skipped in outcome.skipped[len(before.skipped) :]]
        verdict.told = [f"{severity}: {message}" for severity, message in told]
        for gravest in ("unread", "error", "warning", "skipped", "info"):
            if gravest in dict(told):
                verdict.kind = f"said ({gravest})"
                return
        wrong = list(_unlike(self._folder, [stated for stated in outcome.submissions if Path(stated.source.file).name != GOOD], before))
        verdict.kind = "wrong" if wrong else "as the file says"
        verdict.troubles += [f"a sum changed without a word: {line}" for line in wrong]


def _said(outcome: Outcome) -> set[tuple[str, str]]:
    return {(finding.rule, finding.message) for finding in outcome.findings}


def _unlike(folder: Path, stated: Iterable[Submission], before: Outcome) -> Iterator[str]:
    """Yield the figures that changed and are not what another reader finds in their cells.

    A figure that was changed so that every equation still holds is what the file says: nobody can know that it said something else.
    """
    known = {(old.unit, old.source.sheet): old for old in before.submissions}
    for submission in stated:
        old = known.pop((submission.unit, submission.source.sheet), None)
        cells = second_reading(folder / Path(submission.source.file).name, submission.source.sheet) or {}
        for item, figure in enumerate(submission.stated):
            place = submission.positions[item]
            if (old is None or figure != old.stated[item]) and not _same(figure, cells.get(place) if place else None):
                yield f"{submission.source.file} {submission.cell(item)}: {figure} counts, another reader finds {cells.get(place) if place else None}"
    for (unit, sheet), old in known.items():
        if Path(old.source.file).name != GOOD and all(_is_there(second_reading(path, sheet)) for path in folder.glob("甲科.*")):
            yield f"what {unit} states went, and nothing was said"


def _is_there(cells: Cells | None) -> bool:
    """Whether a sheet may still hold a statement, as far as another reader can tell: it has codes, or cannot be read."""
    return cells is not None and (not cells or any(str(value).startswith(("gkxl:", "@")) for value in cells.values()))


def _same(figure: object, found: object) -> bool:
    """Whether a figure that counts is what another reader finds in its cell."""
    written = unicodedata.normalize("NFKC", str(found)).strip(" 件项宗万元+").replace(",", "")
    try:
        return figure is not None and math.isclose(float(written), float(str(figure)), rel_tol=1e-14)
    except ValueError:
        return False


def _place(error: BaseException) -> str:
    """Return where an exception was raised."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _well_formed(package: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))


def _processes() -> list[str]:
    return ["self", *(str(child.pid) for child in multiprocessing.active_children())]


def _reset_peaks() -> None:
    for process in _processes():
        with contextlib.suppress(OSError):
            Path(f"/proc/{process}/clear_refs").write_text("5")


def _peaks() -> Iterator[int]:
    for process in _processes():
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{process}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    yield int(line.split()[1]) << 10

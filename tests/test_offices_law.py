"""Whatever an office sends, every printed cell is right, or an error or "not stated" names it; and right data is never refused.

The offices are drawn at random and counted event by event (`support.happened`). A failure tells the seed and the size of its world, and the world.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st
from support import offices_law
from support.driving import Driver, Said, blank_workbook
from support.office import Office
from support.planted_errors import KINDS, Found, Kind
from support.planting import office
from support.random_offices import right_world
from support.worlds import Merge

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.sampled_from((1, 1, 1, 2, 2, 3))
DRAWS: Any = {"derandomize": True, "database": None, "phases": (Phase.explicit, Phase.generate)}
"""The same draws each time; a world is known by its seed, which has no smaller one, and most worlds are small."""
TOLD = {Found.ERROR: ("error",), Found.WARNING: ("error", "warning")}
VISIBLE = [kind for kind in KINDS if kind.least is not Found.NOT]
OF_VALUES = [kind for kind in VISIBLE if not kind.in_files]


def merges(world: Merge, *, in_memory: bool, office: Office | None = None) -> list[tuple[Merge, Said]]:
    """Make a world and every merge of it."""
    with tempfile.TemporaryDirectory() as folder:
        saves = partial(_save_again, office, Path(folder) / "另存") if office else None
        return Driver(blank_workbook(), in_memory=in_memory, office=saves).merge(world, Path(folder) / "单位")


def _save_again(office: Office, folder: Path, paths: Sequence[Path]) -> None:
    """Let LibreOffice save files where they lie, all at once."""
    numbered = [folder / f"{number}.xlsx" for number, _ in enumerate(paths)]
    folder.mkdir(exist_ok=True)
    for path, numbered_path in zip(paths, numbered, strict=True):
        numbered_path.write_bytes(path.read_bytes())
    for path, saved in zip(paths, office.recalculate(numbered, folder / "保存"), strict=True):
        path.write_bytes(saved.read_bytes())


@given(SEEDS, SIZES)
@settings(max_examples=70, **DRAWS)
def test_right_offices_come_out_right_and_quiet(seed: int, size: int) -> None:
    world = right_world(seed, size)
    note(world.told())
    assert not offices_law.against_right_worlds(merges(world, in_memory=True))


@given(SEEDS, st.sampled_from(OF_VALUES))
@settings(max_examples=28, **DRAWS)
def test_no_wrong_figure_is_printed_that_nothing_names(seed: int, kind: Kind) -> None:
    assert not _silent(seed, kind, in_memory=True)


@given(SEEDS)
@settings(max_examples=6, **DRAWS)
def test_right_offices_through_files(seed: int) -> None:
    world = right_world(seed, 1 + (seed % 8 == 0))
    note(world.told())
    assert not offices_law.against_right_worlds(merges(world, in_memory=False))


@given(SEEDS, st.sampled_from(VISIBLE))
@settings(max_examples=4, **DRAWS)
def test_no_wrong_figure_is_printed_that_nothing_names_through_files(seed: int, kind: Kind) -> None:
    assert not _silent(seed, kind, in_memory=False)


def test_right_offices_that_libreoffice_saved(office: Office) -> None:
    world = right_world(17, 1)
    assert not offices_law.against_right_worlds(merges(_saved_by_libreoffice(world, 4), in_memory=False, office=office))


def _saved_by_libreoffice(world: Merge, number: int) -> Merge:
    """Return a world in which LibreOffice saved the first files last."""
    return replace(world, sent=tuple(replace(sent, saved_by="LibreOffice") for sent in world.sent[:number]) + world.sent[number:])


def _silent(seed: int, kind: Kind, *, in_memory: bool) -> dict[str, str]:
    """Return the wrong cells that nothing names after one mistake of a kind, with what was said."""
    dice = random.Random(seed)
    wrong = kind.plant(dice, office(dice))
    if wrong is None:
        return {}
    said = merges(wrong, in_memory=in_memory)[-1][1]
    assert not offices_law.untold(said), said.told()
    silent = offices_law.unnamed(wrong, said, TOLD[kind.least])
    return silent and {kind.name: said.told(), **dict(list(silent.items())[:4])}


@pytest.mark.exhaustive
@pytest.mark.parametrize(("draws", "in_memory"), [(5000, True), (500, False)], ids=["values", "files"])
def test_many_right_offices(draws: int, in_memory: bool, office: Office) -> None:
    broken = []
    for seed in range(draws):
        found = offices_law.against_right_worlds(merges(_saved(seed), in_memory=in_memory, office=office))
        broken += [f"seed {seed}\n{text}" for text in found[:1]]
    for text in broken:
        print(text)
    assert len(broken) * 1000 <= draws, f"{len(broken)} of {draws}"


def _saved(seed: int) -> Merge:
    """Return a world; of one in fifty, LibreOffice saved two files last."""
    world = right_world(seed, 1 + seed % 3)
    return _saved_by_libreoffice(world, 2) if seed % 50 == 0 else world


@pytest.mark.exhaustive
@pytest.mark.parametrize(("draws", "in_memory"), [(5000, True), (500, False)], ids=["values", "files"])
def test_many_planted_errors(draws: int, in_memory: bool) -> None:
    kinds = OF_VALUES if in_memory else VISIBLE
    silent = [text for seed in range(draws) if (text := _silent(seed, kinds[seed % len(kinds)], in_memory=in_memory))]
    assert not silent, f"{len(silent)} of {draws}: {silent[:5]}"

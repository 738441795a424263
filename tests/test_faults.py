"""A merge that is killed, obstructed or raced leaves the old output or the new one; the long form is run by hand (`tests/fuzz/faults.py`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz.faults import run_all


@pytest.mark.slow
def test_no_output_is_ever_half_an_output(tmp_path: Path) -> None:
    wrong, seen = run_all(tmp_path, kills=3, races=1, seed=1)
    assert not wrong
    assert seen["refused"] >= 3 and seen["killed"] == 3

"""First stage of a merge, load: everything that goes in, read and not yet judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gkxl.actions.inputs import load_roster
from gkxl.actions.outcome import Progress
from gkxl.actions.previous import PreviousFiles, read_previous
from gkxl.forms import STATUTORY, refuse_unknown_series
from gkxl.model.roster import Roster
from gkxl.rules.explanations import Explanation

if TYPE_CHECKING:
    from gkxl.workbook.reading.cluster import Cluster
    from gkxl.workbook.reading.intake import Intake


@dataclass(frozen=True)
class Loaded:
    """What was read for a merge or for 报送情况."""

    intake: Intake
    """The workbooks of the units: what each holds, what could not be read, what was skipped."""
    roster: Roster | None = None
    """Who must report; None where nobody has said."""
    unit: str = ""
    """The parent unit that the figures are for; "" where nobody has named it."""
    previous: PreviousFiles | None = None
    """What was given for the period before."""
    series: str = STATUTORY
    """Of what these are."""
    aside: Mapping[str, int] = field(default_factory=dict)
    """How many filled sheets of other series were left aside."""
    written: Sequence[Explanation] = ()
    """What people wrote on the sheet that is filled again."""

    @property
    def names(self) -> Roster:
        """The roster, or an empty one, which knows no names."""
        return self.roster or Roster(())


def load(
    paths: Sequence[Path],
    *,
    unit: str = "",
    roster: Path | None = None,
    previous: Sequence[Path] = (),
    leave_out: Sequence[Path] = (),
    progress: Progress | None = None,
    workers: int | Cluster | None = None,
) -> Loaded:
    """Return what lies at `paths` (files or folders), with the roster and the period before; read by so many processes, by
    default as it is fastest here.

    The roster, the workbooks of the period before and those to `leave_out` are no submissions wherever they lie.  Raises InputError where
    the roster has faults or a workbook of the period before does not exist; what is wrong with a submission is never raised.
    """
    from gkxl.workbook.reading.folders import take_in

    listed = load_roster(roster, unit) if roster else None
    intake = take_in(paths, leave_out=[*leave_out, *previous, *filter(None, [roster])], progress=progress, workers=workers)
    return Loaded(intake, listed, unit, read_previous(previous, workers) if previous else None)


def one_series(loaded: Loaded, series: str) -> Loaded:
    """Return what was loaded of one series, and how much of others was left aside; FormError where there is no such series."""
    refuse_unknown_series(series)
    from gkxl.workbook.reading.by_series import of_series, others

    previous = loaded.previous and replace(loaded.previous, intake=of_series(loaded.previous.intake, series))
    intake = of_series(loaded.intake, series)
    roster = loaded.roster and loaded.roster.of_series(series)
    return replace(loaded, intake=intake, roster=roster, previous=previous, series=series, aside=others(loaded.intake, series))

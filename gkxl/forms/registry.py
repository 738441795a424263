"""Which forms there are: those that come with gkxl, and those of an office in its own folders; one serves each series and year."""

from __future__ import annotations

import copyreg
import os
import threading
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from gkxl.forms.loader import load
from gkxl.forms.model import Form
from gkxl.forms.nearest import unknown
from gkxl.forms.source import FormError

STATUTORY = "annual-report"
"""The series of the statutory report, which is meant where nobody names one."""

SETTING = "GKXL_FORMS"
"""The setting that names folders (or single files) with forms of an office; processes that are started inherit it."""

_PACKAGED = Path(__file__).parent
_NO_END = 9999


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the top of a form file says: enough to know whether it is needed."""

    id: str
    series: str
    first_year: int
    last_year: int
    path: Path


def folders() -> tuple[Path, ...]:
    """Return the folders with forms: that of gkxl first, then those of the setting."""
    return _folders(os.environ.get(SETTING, ""))


@cache
def _folders(setting: str) -> tuple[Path, ...]:
    own = (part for part in setting.split(os.pathsep) if part.strip())
    return (_PACKAGED, *map(Path, own))


@contextmanager
def using(more: Sequence[Path]) -> Iterator[None]:
    """Take in the forms of more folders for a while; also in the processes that are started meanwhile."""
    before = os.environ.get(SETTING)
    if more:
        os.environ[SETTING] = os.pathsep.join([*filter(None, [before]), *(str(folder.absolute()) for folder in more)])
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(SETTING, None)
        else:
            os.environ[SETTING] = before


def all_forms() -> tuple[Form, ...]:
    """Return every form, series by series, the statutory one first, each from its oldest form on; raises FormError for a fault in any."""
    return tuple(form_by_id(listed.id) for listed in _listed(folders()))


def forms_of(series: str) -> tuple[Form, ...]:
    """Return the forms of a series, oldest first."""
    return tuple(form_by_id(listed.id) for listed in _listed(folders()) if listed.series == series)


def all_series() -> tuple[str, ...]:
    """Return the series that have a form, the statutory one first."""
    return tuple(dict.fromkeys(listed.series for listed in _listed(folders())))


def refuse_unknown_series(series: str) -> None:
    """Raise FormError for a series of which there is no form, with the nearest that there is."""
    if series not in all_series():
        raise FormError(f"报表系列{unknown(series, all_series())}；有哪些请看 gkxl forms")


def form_by_id(form_id: str) -> Form:
    """Return the form with this id, always the same object, also when threads ask at once; KeyError if there is none.

    The id of a mixture (`mixed_id`) gives the form of a report whose tables have the layouts of several forms.
    """
    with _loading:
        if "+" in form_id:
            return _mixture(form_id, folders())
        path = next((listed.path for listed in _listed(folders()) if listed.id == form_id), None)
        if path is None:
            raise KeyError(form_id)
        return _loaded(path)


class Dated(Protocol):
    """Anything of one year: a period."""

    @property
    def year(self) -> int:
        """The year it lies in."""


def form_for(series: str, period: Dated) -> Form | None:
    """Return the form in which a series is reported for a period, or None where no form serves it; FormError for an unknown series."""
    refuse_unknown_series(series)
    serving = (listed for listed in _listed(folders()) if listed.series == series and listed.first_year <= period.year <= listed.last_year)
    found = next(serving, None)
    return form_by_id(found.id) if found else None


def sample() -> str:
    """Return the text of a small form with comments, for an office that begins one."""
    return (_PACKAGED / "sample" / "office.toml").read_text(encoding="utf-8")


def _overlap(earlier: str, later: str, year: int, file: str) -> FormError:
    return FormError(f"“{earlier}”与“{later}”都适用于{year}年；请改正“first_year”或“last_year”（{file}）")


_loading = threading.RLock()


def _found_again(form: Form) -> tuple[Callable[[str], Form], tuple[str]]:
    return form_by_id, (form.id,)


copyreg.pickle(Form, _found_again)  # what crosses to another process refers to the one object there, and to this one when it comes back


@cache
def _loaded(path: Path) -> Form:
    return load(path)


@cache
def _mixture(form_id: str, places: tuple[Path, ...]) -> Form:
    from gkxl.forms.mixed import mixed

    return mixed(form_id, form_by_id)


@cache
def _listed(places: tuple[Path, ...]) -> tuple[_Listed, ...]:
    """Return what every form file says at its top; who needs one form need not load them all."""
    found: list[_Listed] = []
    for folder in places:
        if not folder.exists():
            raise FormError(f"报表格式的文件夹“{folder}”不存在；请检查 --forms 或 {SETTING} 写的位置")
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else [folder]:
            found.append(_top(path) if folder == _PACKAGED else _of(_loaded(path), path))
    rank = {series: number for number, series in enumerate(dict.fromkeys([STATUTORY, *(listed.series for listed in found)]))}
    found.sort(key=lambda listed: (rank[listed.series], listed.first_year))
    by_id: dict[str, _Listed] = {}
    for listed in found:
        if listed.id in by_id:
            raise FormError(f"报表格式的编号“{listed.id}”重复；请改其中一个（{by_id[listed.id].path.name}，{listed.path.name}）")
        by_id[listed.id] = listed
    for earlier, later in pairwise(found):
        if earlier.series == later.series and later.first_year <= earlier.last_year:
            raise _overlap(earlier.id, later.id, later.first_year, later.path.name)
    return tuple(found)


def _of(form: Form, path: Path) -> _Listed:
    return _Listed(form.id, form.series, form.first_year, form.last_year or _NO_END, path)


def _top(path: Path) -> _Listed:
    """Return the top of a form that comes with gkxl, read alone; a form of an office is loaded, so that a fault in it is said at once."""
    top = tomllib.loads(path.read_text(encoding="utf-8").partition("\n[")[0])
    return _Listed(top["id"], top["series"], top["first_year"], top.get("last_year", _NO_END), path)

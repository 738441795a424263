"""Put a merged workbook and the files beside it in place together: whoever looks, at any moment, finds the old or the new ones, whole.

The files beside it bear their fingerprint in their names, so that the new ones can lie there before the workbook that names
them takes the place of the old one; only then do those of the old one go.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from gkxl.errors import OutputError
from gkxl.paths import exists, real, why
from gkxl.safe_write import check_writable, claimed, replace_whole, write_whole
from gkxl.workbook.format.lines_beside import LinesFile, LinesName, own_lines_file


def write_together(path: Path, workbook: bytes, beside: Sequence[LinesFile], force: bool = False) -> list[Path]:
    """Write a workbook and what belongs beside it, all of it or nothing; return what lies beside it now.

    What an earlier output there had beside it is cleared away, unless somebody has changed it.  Raises OutputError.
    """
    check_writable(path, force)
    path = real(path) if path.is_symlink() else path  # a link is written through: what belongs together lies together
    files = {path.with_name(f"{path.stem}-{file.name.ending}"): file for file in beside}
    for place, file in files.items():
        if not force and exists(place) and _content(place) != file.data:
            raise OutputError(f"“{place}”生成后被人改过，没有覆盖；请把它改名或移走，确要覆盖请加 --force")
    new = [place for place in files if not exists(place)]
    with contextlib.ExitStack() as held:
        try:
            for place, file in files.items():
                held.enter_context(_in_place(place, file.data))
            write_whole(path, workbook, force)
        except OSError as error:
            _remove(new)
            raise OutputError(f"写不进“{path.parent}”（{why(error)}）；请换一个位置或较短的文件名") from error
        except OutputError:
            _remove(new)
            raise
    _clear(path, workbook, set(files))
    return list(files)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _remove(places: Sequence[Path]) -> None:
    for place in places:
        with contextlib.suppress(OSError):
            place.unlink()


@contextlib.contextmanager
def _in_place(place: Path, data: bytes) -> Iterator[None]:
    """Put a file in place, and hold it there until the workbook names it: another run clears away what nobody names."""
    with contextlib.ExitStack() as held:
        while _content(place) != data or not _hold(held, place):
            replace_whole(place, data)
        yield


def _hold(held: contextlib.ExitStack, place: Path) -> bool:
    """Whether a file is held, and still lies there now that it is."""
    try:
        stream: BinaryIO = held.enter_context(place.open("rb"))
        claimed(stream.fileno(), together=True)
        return os.path.samestat(os.fstat(stream.fileno()), place.stat())
    except FileNotFoundError:
        return False


def _clear(path: Path, workbook: bytes, kept: set[Path]) -> None:
    """Remove what lies beside an output and is no longer named by it, as long as that is the one that was just written."""
    try:
        names = [entry.name for entry in os.scandir(path.parent)]
    except OSError:
        return
    for name in names:
        digits, place = own_lines_file(path.stem, name), path.with_name(name)
        if not digits or place in kept:
            continue
        with contextlib.suppress(OSError), place.open("rb") as stream:
            ours = LinesName.of("", stream.read()).fingerprint.startswith(digits)
            if ours and claimed(stream.fileno()) and _content(path) == workbook:
                if os.name == "nt":
                    stream.close()
                place.unlink()

"""Keep the process in which suspicious files are read for many actions: each starts its own, which is most of its time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from unittest import mock

from gkxl.workbook.reading.place_of_its_own import OwnPlaces


@contextlib.contextmanager
def kept_places() -> Iterator[None]:
    """Let whatever asks for places of its own have the same one, until the end."""
    with OwnPlaces(1) as places:

        class _Kept:
            def __init__(self, *_: object, **__: object) -> None:
                pass

            def __enter__(self) -> OwnPlaces:
                return places

            def __exit__(self, *_: object) -> None:
                """Leave it as it is."""

        with mock.patch("gkxl.workbook.reading.place_of_its_own.OwnPlaces", _Kept):
            yield

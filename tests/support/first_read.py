"""Reading as if no file had been read before: what is remembered of others must make no difference."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch
from weakref import WeakKeyDictionary

from gkxl.workbook.reading import alike, known_shape, zip_parts


@contextmanager
def as_the_first() -> Iterator[None]:
    """Forget for a while all that is remembered of workbooks that were read."""
    forgotten = (
        patch.object(known_shape, "_known", {}),
        patch.object(known_shape, "_by_model", WeakKeyDictionary()),
        patch.object(zip_parts, "_kept", {}),
        patch.object(zip_parts, "_seen", set()),
    )
    with alike.without_models(), forgotten[0], forgotten[1], forgotten[2], forgotten[3]:
        yield

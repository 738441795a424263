"""The text of a form file: finds the line of a fault, and refuses what can be refused without knowing tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from gkxl.forms.equations import Role, Severity
from gkxl.forms.time import Time

_E = TypeVar("_E", Role, Severity, Time)


class FormError(ValueError):
    """A form file that contradicts itself; the message ends with the file and the line."""


class Source:
    """Finds the line of a form file that a fault is on.

    `tomllib` keeps no positions.  Every entry of a form stands on one line of its own, so that the
    n-th line that holds its words, within its own table and block, is the line to name.
    """

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines = text.splitlines()

    def error(self, message: str, words: str, scope: range | None = None, nth: int = 0) -> FormError:
        scope = scope if scope is not None else range(len(self.lines))
        hits = [number for number in scope if words in self.lines[number]] or [scope.start]
        return FormError(f"{message} ({self.name}, line {hits[min(nth, len(hits) - 1)] + 1})")

    def scopes(self, heading: str, within: range | None = None) -> list[range]:
        """Return the line ranges of each [[heading]] in the file."""
        within = within if within is not None else range(len(self.lines))
        starts = [number for number in within if "".join(self.lines[number].split()) == f"[[{heading}]]"]
        return [range(start, stop) for start, stop in zip(starts, [*starts[1:], within.stop], strict=True)]

    @contextmanager
    def entry(self, raw: Mapping[str, Any], scope: range | None = None) -> Iterator[None]:
        """Turn a missing key or a value of a wrong type, found while an entry is read, into FormError with its line."""
        words = next((f'{key} = "{raw[key]}"' for key in ("code", "id") if key in raw), "")
        try:
            yield
        except FormError:
            raise
        except KeyError as error:
            raise self.error(f"the key {error} is missing", words, scope) from error
        except (TypeError, ValueError, AttributeError) as error:
            raise self.error(f"a value of the wrong type: {error}", words, scope) from error

    def choice(self, kind: type[_E], value: str, scope: range | None = None) -> _E:
        """Return `value` as one of an enumeration; raises FormError with its line."""
        try:
            return kind(value)
        except ValueError as error:
            raise self.error(f"{value!r} is not one of {', '.join(kind)}", f'"{value}"', scope) from error

    def refuse_duplicates(self, codes: Sequence[str], what: str, scope: range | None = None, key: str = "code") -> None:
        """Raise FormError with the line of the second entry if a code stands twice."""
        for code, times in Counter(codes).items():
            if times > 1:
                raise self.error(f"duplicate {what} {code!r}", f'{key} = "{code}"', scope, nth=1)

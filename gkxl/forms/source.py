"""The text of a form file, or a passage of it: finds the line of a fault, and refuses what can be refused without knowing tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from gkxl.errors import InputError
from gkxl.forms.equations import Role, Severity
from gkxl.forms.nearest import unknown
from gkxl.forms.time import Time

_E = TypeVar("_E", Role, Severity, Time)
_HEADING = re.compile(r"\s*\[+\s*([^\[\]]+?)\s*\]+\s*(#.*)?")


class FormError(InputError):
    """A form file that contradicts itself; the message ends with the file and the line."""


class Source:
    """A passage of a form file: the whole, or what stands under one heading.

    `tomllib` keeps no positions.  Every entry of a form stands on one line of its own, so that the
    n-th line that holds its words, within the passage of its table and block, is the line to name.
    """

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines = text.splitlines()
        self.passage = range(len(self.lines))
        found = ((number, _HEADING.fullmatch(line)) for number, line in enumerate(self.lines) if line.lstrip().startswith("["))
        self.headings = [(number, match[1]) for number, match in found if match]
        """Line and name of every heading of the file."""

    def under(self, heading: str) -> list[Source]:
        """Return the passage under each [heading] or [[heading]]; what is headed below it (tables.blocks in tables) belongs to it."""
        headings = [(number, name) for number, name in self.headings if number in self.passage]
        passages = []
        for place, (start, name) in enumerate(headings):
            if name == heading:
                end = (number for number, other in headings[place + 1 :] if not other.startswith(f"{heading}."))
                passages.append(self._part(range(start, next(end, self.passage.stop))))
        return passages

    def _part(self, passage: range) -> Source:
        part = Source("", self.name)
        part.lines, part.headings, part.passage = self.lines, self.headings, passage
        return part

    def error(self, message: str, words: str = "", nth: int = 0) -> FormError:
        """Return the refusal that names the n-th line of the passage with these words, or its first line."""
        hits = [number for number in self.passage if words in self.lines[number]] or [self.passage.start]
        return self._error_on(hits[min(nth, len(hits) - 1)], message)

    def key_error(self, message: str, key: str, entry: Mapping[str, Any]) -> FormError:
        """Return the refusal that names the line on which `entry` has its key: of all lines with such a key, the one most like the entry."""
        has_key = re.compile(rf"""(?<![\w-])["']?{re.escape(key)}["']?\s*=""")
        texts = [value for value in entry.values() if isinstance(value, str)]
        lines = [number for number in self.passage if has_key.search(self.lines[number])] or [self.passage.start]
        return self._error_on(max(lines, key=lambda number: sum(f'"{text}"' in self.lines[number] for text in texts)), message)

    def _error_on(self, number: int, message: str) -> FormError:
        return FormError(f"{message}；请改正（{self.name}，第{number + 1}行）")

    @contextmanager
    def entry(self, raw: Mapping[str, Any]) -> Iterator[None]:
        """Turn a missing key or a value of a wrong type, found while an entry is read, into FormError with its line."""
        words = next((f'{key} = "{raw[key]}"' for key in ("code", "id") if key in raw), "")
        try:
            yield
        except FormError:
            raise
        except KeyError as error:
            raise self.error(f"缺少键“{error.args[0]}”", words) from error
        except (TypeError, ValueError, AttributeError) as error:
            raise self.error("值的类型不对", words) from error

    def choice(self, kind: type[_E], key: str, value: str) -> _E:
        """Return the value of a key as one of an enumeration; raises FormError with its line."""
        try:
            return kind(value)
        except ValueError as error:
            raise self.error(f"“{key}”的值{unknown(value, kind)}（可用“{'”“'.join(kind)}”）", f'{key} = "{value}"') from error

    def refuse_duplicates(self, codes: Sequence[str], what: str, key: str = "code") -> None:
        """Raise FormError with the line of the second entry if a code stands twice."""
        for code, times in Counter(codes).items():
            if times > 1:
                raise self.error(f"{what}“{code}”重复", f'{key} = "{code}"', nth=1)

"""What stands in the parts of an .xlsx file beside its cells: which sheet is which part, and what the sheets have in common with others."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from functools import cached_property, lru_cache
from xml.etree import ElementTree

from gkxl.workbook.reading.alike import AlikeRows, filled, learn
from gkxl.workbook.reading.inspecting import RELATIONS, STYLES, TEXTS, WORKBOOK, Inspected
from gkxl.workbook.reading.may_be_coded import CodedTexts
from gkxl.workbook.reading.skeleton import Entries, entries_of

_FILLED = re.compile(rb"<(?:\w+:)?(?:v|is)>")
_PROPERTIES = re.compile(rb"<[^<>]*workbookPr[^<>]*>")
_WORTH_A_LOOK = 4
"""So many sheets: in what is sent to a department nearly everything is its input sheet."""


class Package:
    """The parts of an .xlsx file; whoever asks takes care of what a damaged one raises."""

    def __init__(self, archive: bytes, inspected: Inspected) -> None:
        self._archive, self._inspected = archive, inspected
        self._coded: dict[str, bool] = {}

    @cached_property
    def _zip(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self._archive))

    def _read(self, part: str) -> bytes:
        """Return a part; none where there is no such part."""
        if part not in self._inspected.parts and part in self._zip.namelist():
            self._inspected.parts[part] = self._zip.read(part)
        return self._inspected.parts.get(part, b"")

    @cached_property
    def _relations(self) -> list[ElementTree.Element]:
        return _relations(self._read(RELATIONS))

    @cached_property
    def parts(self) -> dict[str, str]:
        """Sheet name to part name."""
        targets = {element.get("Id"): _part(element) for element in self._relations}
        parts = {}
        for element in ElementTree.fromstring(self._read(WORKBOOK)).iterfind("{*}sheets/{*}sheet"):
            relation = next((value for key, value in element.attrib.items() if key.endswith("/relationships}id")), "")
            parts[element.get("name", "")] = targets.get(relation, "")
        return parts

    @cached_property
    def is_plain(self) -> bool:
        """Whether each sheet surely stands in one part of its own."""
        relations = [element.get("Id") for element in self._relations]
        return sorted(self.parts.values()) == sorted(self._inspected.sheets) and len(relations) == len(set(relations))

    def lists_all(self) -> bool:
        """Whether the workbook lists every sheet that is filled; one that it does not would be passed over in silence."""
        sheets = {_part(element) for element in self._relations if (element.get("Type") or "").endswith("/worksheet")}
        return not any(_FILLED.search(self._inspected.sheets.get(part, b"")) for part in sheets - set(self.parts.values()))

    def may_be_coded(self, sheet: str) -> bool:
        """Whether any code of ours may stand on a sheet of a plain workbook."""
        if sheet not in self._coded:
            xml = self._inspected.sheets[self.parts[sheet]]
            self._coded[sheet] = len(self._inspected.sheets) < _WORTH_A_LOOK or self._coded_texts.may_stand_on(xml)
        return self._coded[sheet]

    @cached_property
    def _coded_texts(self) -> CodedTexts:
        return CodedTexts(self._read(TEXTS))

    @cached_property
    def _entries(self) -> Entries | None:
        return entries_of(self._inspected.parts.get(TEXTS, b""))

    @cached_property
    def _formats(self) -> bytes:
        """What says which numbers are dates, and from when days are counted."""
        properties = _PROPERTIES.search(self._inspected.parts.get(WORKBOOK, b""))
        return self._inspected.parts[STYLES] + (properties[0] if properties else b"")

    @cached_property
    def alike(self) -> dict[str, AlikeRows]:
        """The sheets that are like ones that were read before; none of a workbook that is not ordinary."""
        inspected, entries = self._inspected, self._entries
        if not (inspected.ordinary and inspected.skeletons and self.is_plain) or entries is None or STYLES not in inspected.parts:
            return {}
        found = {}
        for sheet, part in self.parts.items():
            skeleton = inspected.skeletons.get(part)
            rows = filled(skeleton, self._formats, entries) if skeleton else None
            if rows or (rows is not None and len(inspected.sheets) >= _WORTH_A_LOOK):  # of few sheets all are parsed, and damages seen
                found[sheet] = rows
        return found

    def learn(self, sheet: str, rows: list[list[object]]) -> None:
        """Remember what was read of a sheet of a plain workbook for others like it, nothing of one on which surely no code stands."""
        inspected, entries = self._inspected, self._entries
        part = self.parts.get(sheet, "")
        if inspected.ordinary and self.is_plain and part in inspected.skeletons and entries is not None and STYLES in inspected.parts:
            learn(inspected.sheets[part], inspected.skeletons[part], self._formats, entries, rows if self.may_be_coded(sheet) else None)


@lru_cache(maxsize=64)
def _relations(xml: bytes) -> list[ElementTree.Element]:
    """Return what a workbook consists of; the same in all copies of a template."""
    return list(ElementTree.fromstring(xml))


def _part(relation: ElementTree.Element) -> str:
    return posixpath.normpath(posixpath.join("/xl", relation.get("Target") or ""))[1:]

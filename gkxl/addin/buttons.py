"""The buttons of the tab, as the ribbon's own description has them: a new button is a line there and an action."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

_TAB = Path(__file__).parent / "package" / "customUI" / "customUI14.xml"
_BUTTON = "{http://schemas.microsoft.com/office/2009/07/customui}button"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its id is the command that it carries out."""

    id: str
    label: str
    help: str


@cache
def buttons() -> dict[str, Button]:
    """Return every button by its id, in the order of the tab."""
    found = [Button(one.attrib["id"], one.attrib["label"], one.attrib["supertip"]) for one in ElementTree.parse(_TAB).iter(_BUTTON)]
    return {button.id: button for button in found}

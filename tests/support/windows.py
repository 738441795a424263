"""A computer with Windows, as far as the add-in sees it: stand-ins for the registry and for the add-in's file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field


def package(creator: str = "<dc:creator>gkxl</dc:creator>", text: str = "1", name: str = "docProps/core.xml") -> bytes:
    """A small stand-in for the add-in."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, f"<cp:coreProperties>{creator}</cp:coreProperties>")
        archive.writestr("text", text)
    return buffer.getvalue()


ADDIN = package()


@dataclass
class Hive:
    """A registry, names in any case; `refused` is a part of the keys that Windows keeps to itself."""

    keys: dict[str, dict[str, object]] = field(default_factory=dict)
    refused: str = ""
    read_only: bool = False

    def put(self, key: str, name: str, value: object) -> None:
        parts = key.lower().split("\\")
        for end in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join(parts[:end]), {})
        self.keys[key.lower()][name.lower()] = value

    def values(self, key: str) -> Mapping[str, object] | None:
        if self.refused and self.refused.lower() in key.lower():
            raise PermissionError(13, "拒绝访问")
        return self.keys.get(key.lower())

    def write(self, key: str, name: str, text: str) -> None:
        self._allow()
        self.put(key, name, text)

    def delete_value(self, key: str, name: str) -> None:
        self._allow()
        self.keys.get(key.lower(), {}).pop(name.lower(), None)

    def delete_empty(self, key: str) -> None:
        self._allow()
        if not self.keys.get(key.lower(), {"": ""}) and not any(other.startswith(key.lower() + "\\") for other in self.keys):
            del self.keys[key.lower()]

    def _allow(self) -> None:
        if self.read_only:
            raise PermissionError(13, "拒绝访问")

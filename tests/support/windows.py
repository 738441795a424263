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


class Winreg:
    """The module `winreg` where there is none, as its documentation describes it: keys of the user only, names in any case."""

    HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER, HKEY_CLASSES_ROOT = "HKLM", "HKCU", "HKCR"
    KEY_READ, KEY_SET_VALUE, KEY_WOW64_64KEY, REG_SZ = 0x20019, 0x2, 0x100, 1

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, tuple[object, int]]] = {"hkcu": {}}

    def OpenKey(self, hive: str, path: str, reserved: int, access: int) -> _Handle:
        name = f"{hive}\\{path}".lower()
        if name not in self.keys:
            raise FileNotFoundError(2, "系统找不到指定的文件。")
        return _Handle(name, access)

    def CreateKeyEx(self, hive: str, path: str, reserved: int, access: int) -> _Handle:
        parts = f"{hive}\\{path}".lower().split("\\")
        for end in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join(parts[:end]), {})
        return self.OpenKey(hive, path, reserved, access)

    def QueryInfoKey(self, handle: _Handle) -> tuple[int, int, int]:
        handle.needs(self.KEY_READ)
        below = [key for key in self.keys if key.startswith(f"{handle.name}\\") and "\\" not in key[len(handle.name) + 1 :]]
        return len(below), len(self.keys[handle.name]), 0

    def EnumValue(self, handle: _Handle, place: int) -> tuple[str, object, int]:
        handle.needs(self.KEY_READ)
        name, (value, kind) = list(self.keys[handle.name].items())[place]
        return name, value, kind

    def SetValueEx(self, handle: _Handle, name: str, reserved: int, kind: int, value: object) -> None:
        handle.needs(self.KEY_SET_VALUE)
        own = self.keys[handle.name]
        own[next((known for known in own if known.lower() == name.lower()), name)] = (value, kind)

    def DeleteValue(self, handle: _Handle, name: str) -> None:
        handle.needs(self.KEY_SET_VALUE)
        own = self.keys[handle.name]
        known = next((known for known in own if known.lower() == name.lower()), None)
        if known is None:
            raise FileNotFoundError(2, "系统找不到指定的文件。")
        del own[known]

    def DeleteKeyEx(self, hive: str, path: str, access: int) -> None:
        name = self.OpenKey(hive, path, 0, access).name
        if any(key.startswith(f"{name}\\") for key in self.keys):
            raise PermissionError(5, "拒绝访问。")
        del self.keys[name]


@dataclass(frozen=True)
class _Handle:
    """An open key; what it was not opened for is refused."""

    name: str
    access: int

    def needs(self, right: int) -> None:
        if self.access & right != right:
            raise PermissionError(5, "拒绝访问。")

    def __enter__(self) -> _Handle:
        return self

    def __exit__(self, *_: object) -> None:
        pass

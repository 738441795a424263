"""The registry of Windows, as little of it as gkxl needs.

A key is written as `HKCU\\Software\\…`; HKLM, HKCU and HKCR are known.  Names of keys and values may be in any case, as in Windows.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any, Protocol


class Registry(Protocol):
    """What is read and written; each method raises OSError where Windows refuses."""

    def values(self, key: str) -> Mapping[str, object] | None:
        """Return the values of a key by their names in lower case, "" its own; None where there is no such key."""

    def write(self, key: str, name: str, text: str) -> None:
        """Set a value that is text; makes the key and those above it."""

    def delete_value(self, key: str, name: str) -> None:
        """Delete a value, if it is there."""

    def delete_empty(self, key: str) -> None:
        """Delete a key that holds neither values nor keys; another one, or none, is left as it is."""


def text(registry: Registry, key: str, name: str = "") -> str:
    """Return a value that is text; "" where it is missing or is none."""
    found = (registry.values(key) or {}).get(name.lower())
    return found if isinstance(found, str) else ""


def number(registry: Registry, key: str, name: str) -> int | None:
    """Return a value that is a number, or a text of digits as some policies are; None where it is missing or is none."""
    found = (registry.values(key) or {}).get(name.lower())
    if isinstance(found, str) and found.strip().isdecimal():
        return int(found)
    return found if isinstance(found, int) else None


class WindowsRegistry:
    """The registry of this computer; the 64-bit half of it, whichever Python asks. Works on Windows only."""

    def values(self, key: str) -> Mapping[str, object] | None:
        winreg = _winreg()
        try:
            with _opened(key, winreg.KEY_READ) as handle:
                count = winreg.QueryInfoKey(handle)[1]
                found = [winreg.EnumValue(handle, place) for place in range(count)]
        except FileNotFoundError:
            return None
        return {name.lower(): value for name, value, _ in found}

    def write(self, key: str, name: str, text: str) -> None:
        winreg = _winreg()
        with winreg.CreateKeyEx(*_split(key), 0, winreg.KEY_SET_VALUE | winreg.KEY_WOW64_64KEY) as handle:
            winreg.SetValueEx(handle, name, 0, winreg.REG_SZ, text)

    def delete_value(self, key: str, name: str) -> None:
        winreg = _winreg()
        with contextlib.suppress(FileNotFoundError), _opened(key, winreg.KEY_SET_VALUE) as handle:
            winreg.DeleteValue(handle, name)

    def delete_empty(self, key: str) -> None:
        winreg = _winreg()
        with contextlib.suppress(FileNotFoundError):
            with _opened(key, winreg.KEY_READ) as handle:
                keys, values, _ = winreg.QueryInfoKey(handle)
            if not keys and not values:  # Windows itself would delete a key with its values
                winreg.DeleteKeyEx(*_split(key), winreg.KEY_WOW64_64KEY)


def _winreg() -> Any:
    """Return the module of the standard library that exists, and has types, on Windows only."""
    import winreg

    return winreg


def _opened(key: str, access: int) -> Any:
    winreg = _winreg()
    return winreg.OpenKey(*_split(key), 0, access | winreg.KEY_WOW64_64KEY)


def _split(key: str) -> tuple[int, str]:
    winreg = _winreg()
    hive, _, path = key.partition("\\")
    hives = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER, "HKCR": winreg.HKEY_CLASSES_ROOT}
    return hives[hive], path

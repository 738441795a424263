"""Where things are on the computer: Excel's folder for what it starts with, the program that the buttons start, and its setting."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from gkxl.addin.registry import Registry, WindowsRegistry

ADDIN = "gkxl.xlam"
PROGRAM = "gkxlw.exe"
"""The command line without a console window; pip and PyInstaller put it beside gkxl.exe."""
SETTINGS = r"HKCU\Software\VB and VBA Program Settings\gkxl\paths"
SETTING = "exe"
"""What the add-in reads; the key is where VBA keeps the settings of its programs."""

_CREATOR = re.compile(r"<(?:\w+:)?creator\b[^<>]*>\s*gkxl\s*</")
_MOST_CORE = 64 * 1024
"""Bytes of the part with the name of the author; that of any program is far below a thousand."""


@dataclass(frozen=True)
class Machine:
    """The computer, as far as the add-in is concerned."""

    windows: bool
    registry: Registry
    roaming: Path
    """%APPDATA%."""
    program_folders: tuple[Path, ...]
    """Where the program of this gkxl may be, the likeliest first."""
    release: tuple[int, int] = (10, 0)
    """Major and minor number of Windows: (10, 0) for Windows 10 and 11, (6, 1) for Windows 7."""
    store_python: bool = False
    """Whether Python comes from the Microsoft Store: Windows shows to nobody else what such a one writes."""

    @property
    def addin(self) -> Path:
        """Where Excel looks for add-ins when it starts."""
        return self.roaming / "Microsoft" / "Excel" / "XLSTART" / ADDIN

    @property
    def program(self) -> Path | None:
        """Full path of the program that the buttons start; None where it is not installed."""
        return next((folder / PROGRAM for folder in self.program_folders if (folder / PROGRAM).is_file()), None)


def this_machine() -> Machine:
    """Return the computer that gkxl runs on."""
    roaming = os.environ.get("APPDATA")
    return Machine(
        windows=sys.platform == "win32",
        registry=WindowsRegistry(),
        roaming=Path(roaming) if roaming else Path.home() / "AppData" / "Roaming",
        program_folders=_program_folders(),
        release=_release(),
        store_python="windowsapps" in sys.base_prefix.lower(),
    )


def bundled() -> bytes | None:
    """Return the add-in that comes with this gkxl; None where it is missing."""
    from gkxl.workbook.writing.workbooks import template_folder

    return content(template_folder() / ADDIN)


def content(path: Path) -> bytes | None:
    """Return the bytes of a file; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def is_ours(data: bytes) -> bool:
    """Whether this is an add-in of gkxl, of whatever version: a package whose author is gkxl. Never raises."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("docProps/core.xml") as stream:
            core = stream.read(_MOST_CORE)
    except Exception:  # zipfile raises a dozen kinds on what somebody else has written
        return False
    return _CREATOR.search(core.decode("utf-8", errors="replace")) is not None


def is_marked(path: Path) -> bool:
    """Whether Windows has marked the file as one from the internet."""
    try:
        return bool(Path(f"{path}:Zone.Identifier").read_bytes())
    except OSError:  # no such mark, or a disk that knows none
        return False


def _release() -> tuple[int, int]:
    """Return the numbers of this Windows, as it tells its own libraries: programs it may tell those of an older one."""
    if sys.platform != "win32":
        return (0, 0)
    return sys.getwindowsversion().platform_version[:2]


def _program_folders() -> tuple[Path, ...]:
    if getattr(sys, "frozen", False):
        return (Path(sys.executable).parent,)
    # pip installs for everybody (or into a virtual environment) or for this user; the one that runs here goes first.
    own = Path(__file__)
    schemes = sorted(
        (sysconfig.get_default_scheme(), sysconfig.get_preferred_scheme("user")),
        key=lambda scheme: not own.is_relative_to(sysconfig.get_path("purelib", scheme)),
    )
    return tuple(Path(sysconfig.get_path("scripts", scheme)) for scheme in schemes)

"""What Windows shows of the programs: the icon, and who made which version; security software distrusts a program without them.

python .ci/frozen/looks.py gkxl.ico      the icon, for what else needs it
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from PIL import Image, ImageDraw

_PRODUCT = "gkxl 政务公开统计"
_DESCRIPTIONS = {"gkxl": "政府信息公开工作年度报告统计", "gkxlw": "政府信息公开工作年度报告统计（Excel 按钮）"}
_CHINESE, _UNICODE = 0x0804, 1200
_RT_ICON, _RT_GROUP_ICON = 3, 14
_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
_GREEN, _PAPER, _RED = "#1e7145", "#ffffff", "#c0392b"


def icon(path: Path) -> Path:
    """Write the icon in every size that Windows asks for, and return its path: a table on green, its total in red."""
    size = 1024
    image = Image.new("RGBA", (size, size))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, size - 1, size - 1), radius=176, fill=_GREEN)
    left, top, right, bottom = 160, 192, 864, 832
    draw.rectangle((left, top, right, bottom), fill=_PAPER)
    for row in (1, 2):
        place = top + row * (bottom - top) // 4
        draw.rectangle((left + 56, place - 28, right - 56, place + 28), fill=_GREEN)
    draw.rectangle((left + 56, bottom - 184, right - 56, bottom - 72), fill=_RED)
    image.save(path, format="ICO", sizes=[(edge, edge) for edge in _SIZES])
    return path


def numbers(version: str) -> tuple[int, int, int, int]:
    """Return a version as Windows counts it: the four numbers of 0.2.1rc1 are 0, 2, 1, 0."""
    release = re.match(r"\d+(?:\.\d+)*", version)
    if release is None:
        raise ValueError(f"{version} begins with no number")
    first, second, third, *_ = [*map(int, release[0].split(".")), 0, 0, 0]
    return first, second, third, 0


def version_resource(program: str, version: str) -> str:
    """Return the version resource of a program as PyInstaller reads it."""
    texts = {
        "ProductName": _PRODUCT,
        "FileDescription": _DESCRIPTIONS[program],
        "CompanyName": "gkxl",
        "LegalCopyright": "MIT License",
        "InternalName": program,
        "OriginalFilename": f"{program}.exe",
        "FileVersion": version,
        "ProductVersion": version,
    }
    lines = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in texts.items())
    counted = numbers(version)
    fixed = f"FixedFileInfo(filevers={counted}, prodvers={counted}, mask=0x3f, flags=0, OS=0x40004, fileType=1, subtype=0)"
    words = f"StringFileInfo([StringTable('{_CHINESE:04X}{_UNICODE:04X}', [{lines}])])"
    return f"VSVersionInfo(ffi={fixed}, kids=[{words}, VarFileInfo([VarStruct('Translation', [{_CHINESE}, {_UNICODE}])])])\n"


def missing(folder: Path, version: str) -> list[str]:
    """Return what finished programs for Windows do not show of all this."""
    import pefile

    found = []
    for program, description in _DESCRIPTIONS.items():
        file = pefile.PE(folder / f"{program}.exe")
        resources = file.DIRECTORY_ENTRY_RESOURCE.entries if hasattr(file, "DIRECTORY_ENTRY_RESOURCE") else []
        icons = {entry.id for entry in resources} >= {_RT_ICON, _RT_GROUP_ICON}
        tables = [table.entries for block in getattr(file, "FileInfo", []) for part in block for table in getattr(part, "StringTable", [])]
        texts = {name.decode(): text.decode() for entries in tables for name, text in entries.items()}
        file.close()
        found += [] if icons else [f"the icon of {program}.exe"]
        found += [] if (texts.get("FileDescription"), texts.get("FileVersion")) == (description, version) else [f"the version of {program}.exe"]
    return found


if __name__ == "__main__":
    icon(Path(sys.argv[1]))

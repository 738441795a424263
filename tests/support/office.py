"""A private headless LibreOffice: recalculates workbooks, prints them, and converts formats."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="UseDocumentOOoLockFile" oor:op="fuse"><value>false</value></prop></item>
</oor:items>"""


class Office:
    """Starts LibreOffice with a profile of its own that recalculates every formula when a file is loaded."""

    def __init__(self, profile: Path) -> None:
        self.program = shutil.which("soffice") or shutil.which("libreoffice")
        self.profile = profile
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")

    def convert(self, files: Sequence[Path], to: str, folder: Path) -> list[Path]:
        """Convert all files at once and return the results."""
        folder.mkdir(parents=True, exist_ok=True)
        command = [str(self.program), "--headless", f"-env:UserInstallation={self.profile.as_uri()}", "--convert-to", to, "--outdir", str(folder)]
        done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, timeout=240, check=False)
        results = [folder / f"{path.stem}.{to.partition(':')[0]}" for path in files]
        missing = [path.name for path in results if not path.is_file()]
        assert not missing, f"LibreOffice did not make {missing}: {done.stdout}{done.stderr}"
        return results

    def recalculate(self, files: Sequence[Path], folder: Path) -> list[Path]:
        """Return copies in which LibreOffice has computed every formula itself."""
        return self.convert(files, "xlsx:Calc MS Excel 2007 XML", folder)

    def print_text(self, path: Path, folder: Path) -> str:
        """Return the text of a file as printed to PDF."""
        return self.print_texts([path], folder)[0]

    def print_texts(self, files: Sequence[Path], folder: Path) -> list[str]:
        """Return the text of each of several files, printed to PDF at once."""
        return [
            subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
            for pdf in self.convert(files, "pdf", folder)
        ]

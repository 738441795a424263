"""A private headless LibreOffice: recalculates workbooks, prints them, and converts formats."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from support.soffice import PROFILE, Soffice, properties

_ALWAYS = """<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="UseDocumentOOoLockFile" oor:op="fuse"><value>false</value></prop></item>"""
_FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "xls": "MS Excel 97",
    "ods": "calc8",
    "docx": "MS Word 2007 XML",
    "pdf": "calc_pdf_Export",
    "docx to pdf": "writer_pdf_Export",
}
"""What LibreOffice calls the formats that a file is converted to."""


class Office:
    """LibreOffice with a profile of its own that recalculates every formula when a file is loaded; it stays open, for to start it costs most."""

    def __init__(self, profile: Path) -> None:
        self.program = shutil.which("soffice") or shutil.which("libreoffice")
        self.profile = profile
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(PROFILE.format(_ALWAYS), encoding="utf-8")
        self.started: Soffice | None = None

    def convert(self, files: Sequence[Path], to: str, folder: Path) -> list[Path]:
        """Convert all files at once and return the results."""
        folder.mkdir(parents=True, exist_ok=True)
        results = [folder / f"{path.stem}.{to.partition(':')[0]}" for path in files]
        try:
            self._convert_in_one(files, to, results)
        except Exception:  # without its Python module, or gone down: a process for this alone says why
            self._convert_apart(files, to, folder, results)
        return results

    def _convert_in_one(self, files: Sequence[Path], to: str, results: Sequence[Path]) -> None:
        ending, _, name = to.partition(":")
        self.started = self.started or Soffice(settings=_ALWAYS)
        for file, result in zip(files, results, strict=True):
            document = self.started.open(file)
            document.storeToURL(
                result.resolve().as_uri(),
                properties(FilterName=name or _FILTERS.get(f"{file.suffix[1:]} to {ending}") or _FILTERS[ending], Overwrite=True),
            )
            self.started.close_document(document)

    def _convert_apart(self, files: Sequence[Path], to: str, folder: Path, results: Sequence[Path]) -> None:
        command = [str(self.program), "--headless", f"-env:UserInstallation={self.profile.as_uri()}", "--convert-to", to, "--outdir", str(folder)]
        done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, timeout=240, check=False)
        missing = [path.name for path in results if not path.is_file()]
        assert not missing, f"LibreOffice did not make {missing}: {done.stdout}{done.stderr}"

    def close(self) -> None:
        """End what was started."""
        if self.started is not None:
            self.started.close()

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

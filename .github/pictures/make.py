"""Make the pictures of the README from the files of gkxl demo; needs LibreOffice and poppler-utils.

python .github/pictures/make.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
OFFICE = "5-两个月（虚构）"
PICTURES = {
    "input": (f"{OFFICE}/报送/2026-02/法规科-2026-02.xlsx", 2),
    "returned": (f"{OFFICE}/退回/法规科-2026-02-标注.xlsx", 1),
    "notice": (f"{OFFICE}/通报.docx", 1),
}
"""Name to the file of the demonstration and the page of it."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "gkxl", "demo", f"{folder}/demo"], check=True, capture_output=True)
        for name, (file, page) in PICTURES.items():
            source = shutil.copy(Path(folder, "demo", file), Path(folder, f"{name}{Path(file).suffix}"))
            subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, source], check=True, capture_output=True)
            pages = ["-f", str(page), "-l", str(page), "-singlefile"]
            subprocess.run(["pdftoppm", "-png", "-r", "64", *pages, f"{folder}/{name}.pdf", str(HERE / name)], check=True)


if __name__ == "__main__":
    main()

"""How long a folder of published reports takes to be checked: 100, 200 and 400, half of them pages and half Word documents, on two workers.

Run by hand: python tests/benchmarks/published.py [NUMBER ...]
A check that is linear takes the same for each report, however many there are: ratios near 1. The limit is 60 s a hundred.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
import zipfile
from functools import cache
from itertools import pairwise
from pathlib import Path

from gkxl.actions.checking import check_paths

sys.path.insert(0, str(Path(__file__).parents[1]))

from support import published, report_pages  # found only now

from gkxl.report.docx import to_docx

NUMBERS = ("100", "200", "400")
WORKERS = 2
LIMIT = 60.0
NAMELESS = "某某某某局"
TEXT = "本年共收到政府信息公开申请12件，其中自然人申请9件，法人或其他组织申请3件；予以公开5件，占41.7%。" * 20


@cache
def word(name: str) -> bytes:
    """Return a report as a Word document of a body without a name: made once, since that takes longer than reading it."""
    report = published.load(name)
    return to_docx(report_pages.document(report_pages.form_of(report), report_pages.texts_of(report), NAMELESS, report.year))


def named(document: bytes, unit: str) -> bytes:
    """Return the same document of a body with this name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            target.writestr(part, source.read(part).replace(NAMELESS.encode(), unit.encode()))
    return buffer.getvalue()


def fill(folder: Path, number: int) -> None:
    """Put so many reports into a folder."""
    names = published.complete()
    for at in range(number):
        name = names[at // 2 % len(names)]
        report = published.load(name)
        form, texts, unit = report_pages.form_of(report), report_pages.texts_of(report), f"第{at}局"
        if at % 2:
            (folder / f"{at:04}.docx").write_bytes(named(word(name), unit))
        else:
            tables = {table.code: report_pages.html_table(report_pages.filled(form, table.code, texts)) for table in form.tables}
            (folder / f"{at:04}.html").write_text(report_pages.page(form, tables, unit, report.year, text=TEXT), encoding="utf-8")


def main() -> None:
    """Print the seconds and the ratios."""
    each: list[float] = []
    for number in map(int, sys.argv[1:] or NUMBERS):
        with tempfile.TemporaryDirectory() as name:
            fill(Path(name), number)
            start = time.perf_counter()
            outcome = check_paths([Path(name)], workers=WORKERS)
            seconds = time.perf_counter() - start
        assert len(outcome.reports) == number, len(outcome.reports)
        each.append(seconds / number)
        print(f"{number:>6} reports {seconds:7.1f} s {100 * seconds / number:7.1f} s a hundred, of {LIMIT:.0f} allowed")
    print("ratios", *(f"{later / earlier:.2f}" for earlier, later in pairwise(each)))


if __name__ == "__main__":
    main()

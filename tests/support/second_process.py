"""What a button starts, in a process of its own: the real command line, with LibreOffice in the part of Excel.

python second_process.py PIPE ARGUMENT...   prints what the dialogs said, as JSON, and ends as the command line does.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1]))  # last: nothing beside the workbook or the tests may stand in for a library


def main() -> None:
    """Attach to the LibreOffice at the pipe and run the command line."""
    from gkxl.ribbon.excel import load

    load()  # first, as in the real program: without the part of xlwings that must be paid for
    from support import excel

    app = excel.install().attach(sys.argv[1])
    sys.argv = ["gkxlw", *sys.argv[2:]]
    written = _watch(excel.Range)
    from gkxl.windowless import main as run

    status: object = 3
    try:
        run()
    except SystemExit as done:
        status = done.code
    import json  # late: the program itself has no need of it

    print(json.dumps({"dialogs": app.alerts, "settings": app.settings, "first write": written[0] if written else 0}), flush=True)
    sys.exit(status)


def _watch(cells: Any) -> list[float]:
    """Return a list that gets the time at which the first block is sent to be written."""
    before, written = cells.raw_value, []

    def put(self: Any, data: Any) -> None:
        if not written:
            written.append(time.time())
        before.fset(self, data)

    cells.raw_value = property(before.fget, put)
    return written


def first_write(printed: str) -> float:
    """Return when the first block was written, in seconds since the epoch, from what a click printed."""
    import json

    return float(json.loads(printed.splitlines()[-1])["first write"])


if __name__ == "__main__":
    main()

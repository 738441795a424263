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
    from support.excel_cells import Range

    app = excel.install().attach(sys.argv[1])
    sys.argv = ["gkxlw", *sys.argv[2:]]
    written = _watch(Range)
    from gkxl.windowless import main as run

    status: object = 3
    try:
        run()
    except SystemExit as done:
        status = done.code
    import json  # late: the program itself has no need of it

    first, processor = written or (0.0, 0.0)
    print(json.dumps({"dialogs": app.alerts, "settings": app.settings, "first write": first, "processor": processor}), flush=True)
    sys.exit(status)


def _watch(cells: Any) -> list[float]:
    """Return a list that gets when the first block is sent to be written: by the clock, and by the processor time of this process."""
    before, written = cells.raw_value, []

    def put(self: Any, data: Any) -> None:
        if not written:
            written.extend((time.time(), time.process_time()))
        before.fset(self, data)

    cells.raw_value = property(before.fget, put)
    return written


def first_write(printed: str) -> tuple[float, float]:
    """Return when the first block was written, from what a click printed: seconds since the epoch, and processor time of the click."""
    import json

    told = json.loads(printed.splitlines()[-1])
    return float(told["first write"]), float(told["processor"])


if __name__ == "__main__":
    main()

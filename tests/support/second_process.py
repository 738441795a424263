"""What a button starts, in a process of its own: the real command line, with LibreOffice in the part of Excel.

python second_process.py PIPE ARGUMENT...   prints what the dialogs said, as JSON, and ends as the command line does.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))  # last: nothing beside the workbook or the tests may stand in for a library


def main() -> None:
    """Attach to the LibreOffice at the pipe and run the command line."""
    from support import excel

    app = excel.install().attach(sys.argv[1])
    sys.argv = ["gkxlw", *sys.argv[2:]]
    from gkxl.cli.windowless import main as run

    try:
        run()
    finally:
        print(json.dumps({"dialogs": app.alerts, "settings": app.settings}))


if __name__ == "__main__":
    main()

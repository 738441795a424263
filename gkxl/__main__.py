"""python -m gkxl: the command line, also where scripts are not on the path; under the name gkxlw without a console window."""

import sys
from pathlib import Path

if __name__ == "__main__":
    if getattr(sys, "frozen", False) and any("multiprocessing" in argument for argument in sys.argv[1:]):
        from multiprocessing import freeze_support

        freeze_support()  # this is a place of its own for reading: it never returns
    if Path(sys.executable).stem.lower() == "gkxlw":  # one of the two programs of the folder for staff without Python
        from gkxl.windowless import main
    else:
        from gkxl.cli import main
    main()

"""python -m gkxl: the command line, also where scripts are not on the path; under the name gkxlw without a console window."""

import sys
from pathlib import Path

if __name__ == "__main__":
    if Path(sys.executable).stem.lower() == "gkxlw":  # one of the two programs of the folder for staff without Python
        from gkxl.windowless import main
    else:
        from gkxl.cli import main
    main()

"""python -m gkxl: the command line, also where scripts are not on the path."""

from gkxl.cli import main

if __name__ == "__main__":
    main()

"""Harnesses run by hand, and shortly by continuous integration: files changed at random, and runs that are broken off at random."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests/support is found from wherever this is started

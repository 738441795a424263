"""How long `gkxl --help` takes beside `python -c "import click"`, whole processes in turn.

Run by hand: python tests/benchmarks/starting.py      The bound: 2.5 times.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROUNDS = 25


def seconds(command: list[str]) -> float:
    """Return how long one process takes from start to end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print both medians and the median of the ratios pair by pair."""
    script = Path(sysconfig.get_path("scripts")) / "gkxl"
    ours, click = [str(script), "--help"], [sys.executable, "-c", "import click"]
    seconds(ours), seconds(click)
    pairs = [(seconds(ours), seconds(click)) for _ in range(ROUNDS)]
    print(f"gkxl --help    {statistics.median(a for a, _ in pairs) * 1000:7.1f} ms")
    print(f"import click   {statistics.median(b for _, b in pairs) * 1000:7.1f} ms")
    print(f"ratio          {statistics.median(a / b for a, b in pairs):7.2f}   (bound 2.5)")


if __name__ == "__main__":
    main()

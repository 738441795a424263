"""--findings: every finding as a line of JSON in a file, however many there are."""

from __future__ import annotations

import json
from pathlib import Path

from gkxl.actions.outcome import Outcome
from gkxl.errors import InputError
from gkxl.safe_write import check_writable, write_whole


def check_findings_file(path: Path | None, force: bool) -> None:
    """Raise, before any work is done, where the file cannot or must not be written."""
    if path is None:
        return
    if path.suffix.lower() != ".jsonl":
        raise InputError(f"“{path}”不以“.jsonl”结尾；请改名，里面每行是一条校验结果")
    check_writable(path, force)


def write_findings(outcome: Outcome, path: Path | None, force: bool) -> None:
    """Write the findings of an outcome, a line each, as `--json` shows them; raises OutputError."""
    from gkxl.cli.show import findings_of

    if path is not None:
        lines = (json.dumps(finding, ensure_ascii=False) + "\n" for finding in findings_of(outcome))
        write_whole(path, "".join(lines).encode("utf-8", "backslashreplace"), force)

"""Split a command line as Windows programs do (CommandLineToArgvW), and expand %NAME% as WScript.Shell does before."""

from __future__ import annotations

import re
from collections.abc import Mapping


def expanded(line: str, environment: Mapping[str, str]) -> str:
    """Return a command line with each %NAME% of the environment replaced; others stay."""
    return re.sub("%([^%]*)%", lambda found: environment.get(found[1].upper(), found[0]), line)


def split(line: str) -> list[str]:
    """Return the arguments: blanks part them but between quotes; before a quote two backslashes are one, and an odd one makes it a letter."""
    arguments: list[str] = []
    for match in re.finditer(r'(?:[^\s"]|"[^"]*(?:"|$))+', line.replace('\\"', "\0")):
        text = re.sub(r'"', "", match[0])
        arguments.append(text.replace("\0", '"'))
    return arguments

"""What every sentence that people read must be: it says what to do next, is short until it names the place, and holds no English."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST = 120
_NAMES = ("Excel", "Word", "WPS", "Windows", "LibreOffice", "gkxl", "Office", "Python", "PDF", "A1", "ZIP", "XML", "TRUE", "FALSE", "JSON", "TOML")
_ENDINGS = "xlsx|xlsm|xls|xlsb|ods|csv|docx|html|htm|pdf|et|jsonl|toml|txt|zip|exe|tmp|log"
_FILE = re.compile(rf"[^\s，。；：、“”（）]*\.(?:{_ENDINGS})\b", re.IGNORECASE | re.ASCII)
_PATH = re.compile(r"(?<![\w])/[^：，；、“”（）\n]*")
_FOLDERS = re.compile(r"/(?:[^/，。；：“”\n]*/)+")
_COMMAND = re.compile(r"gkxl(?: [a-z]+)*|--?[a-z][a-z-]*(?: [a-z][a-z-]*)?|GKXL_[A-Z]+", re.ASCII)
_CELL = re.compile(r"\b[A-Z]{1,3}\d+\b", re.ASCII)
_ERROR_VALUE = re.compile(r"#[A-Z]+[A-Z/0-9]*[!?]?")
_DEFECT = re.compile(r"（[A-Z]\w*(?:Error|Exception)）")
"""The kind of a defect of ours, for who mends it."""
_QUOTED = re.compile(r"“[^”]*”")
_WORD = re.compile(r"[A-Za-z]{2,}")
_PLACE = re.compile(rf"工作表“|{_FILE.pattern}|单元格|{_CELL.pattern}", re.IGNORECASE | re.ASCII)
_STEP = re.compile(r"请|建议|也要写明|是不是|不用|不必|没有计入|只计|不影响|改动了|逐条|见“")
"""What asks for something to be done, or says that nothing need be done."""


def faults(sentence: str) -> Iterator[str]:
    """Yield what is wrong with a sentence, in English."""
    if not _STEP.search(sentence):
        yield "names no next step"
    said = _FOLDERS.sub("", sentence)
    found = _PLACE.search(said)
    before = said[: found.start()] if found else said
    if len(before) > _LONGEST:
        yield f"says {len(before)} characters before it names a place"
    if re.search(r"左边|右边", sentence):
        yield "speaks of a left or right side"
    if words := english(sentence):
        yield f"holds English: {', '.join(words)}"


_REFUSALS = ("没有完成：", "命令没有执行：", "gkxl 内部出错")


def faults_of_a_line(line: str) -> Iterator[str]:
    """Yield what is wrong with a line that the command line says: a refusal is a sentence, anything else need name no next step."""
    for fault in faults(line):
        if not fault.startswith("names no next step") or (line.startswith(_REFUSALS) and not line.endswith("：")):
            yield fault


def english(sentence: str) -> list[str]:
    """Return the English words of a sentence, beside names of files, commands and programs, and what it quotes."""
    rest = sentence
    for pattern in (_QUOTED, _PATH, _FOLDERS, _FILE, _COMMAND, _CELL, _ERROR_VALUE, _DEFECT):
        rest = pattern.sub(" ", rest)
    return [word for word in _WORD.findall(rest) if word not in _NAMES]

"""Changes at random to the XML of a part: its tags, references, attributes and texts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_TOKEN = re.compile(rb"<[^>]*>|[^<]+")
_ATTRIBUTE = re.compile(rb'\s([\w:-]+)="([^"]*)"')
_TEXT = re.compile(rb"(?<=>)[^<]+(?=<)")
_VALUE = re.compile(rb'(?<=<v>)[^<]+(?=</v>)|(?<=office:value=")[^"]*(?=")')
_CELL = re.compile(rb"<c [^>]*/>|<c [^>]*[^/]>.*?</c>|<table:table-cell[^>]*/>|<table:table-cell[^>]*[^/]>.*?</table:table-cell>")
_ROW = re.compile(rb"<row [^>]*[^/]>.*?</row>|<table:table-row[^>]*[^/]>.*?</table:table-row>")
_REFERENCE = re.compile(rb'(?<= r=")[A-Z]+\d+(?=")')
_REPEATED = re.compile(rb'(?<=-repeated=")\d+(?=")')
_CODE = re.compile(rb"(?<=>)[#@]?[a-z_]+(?:[.:][a-z0-9_.]+)+(?=<)")

TEXTS = [
    *("", " ", "/", "-", "—", "无", "0", "1", "-1", "12件", "１２", "1,234", "1.5", "1e3", "1e309", "NaN", "Infinity", "TRUE", "0x10"),
    *("99999999999999999999", "4294967296", "-2147483649", "65536", "2023", "2022", "2023-02", "办公室", "合计", "#REF!"),
    *("\x01", "\ufffe", "_x0000_", "_x000D_", "&#0;", "&#x1;", "&lol;", "&amp;", "]]>", "<![CDATA[x]]>", "<!-- -->", "\u202e", "😀" * 40),
    *("=1+1", "=cmd|'/c calc'!A0", "@x", "长" * 40000, "a\nb\tc", "'", '"', "applications.new", "#gkxl:input:2021", "XFD1048576", "../../x"),
]
ATTRIBUTES = ["s", "str", "inlineStr", "b", "e", "d", "n", "float", "string", "A0", "a1", "A1:XFD1048576", "ZZZZ9", "hidden", "rId1", *TEXTS]
SNIPPETS = [
    '<c r="XFD1048576"><v>1</v></c>',
    '<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
    "<row/>" * 50,
    "<c><v>7</v></c>",
    '<c t="s"><v>99999</v></c>',
    '<c t="inlineStr"><is><t>x</t></is></c>',
    '<mergeCell ref="A1:XFD1048576"/>',
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
    '<?xml version="1.0" encoding="UTF-16"?>',
    "<f>1/0</f>",
    "<v>3</v>",
    '<table:table-cell office:value-type="float" office:value="7"/>',
    '<table:table-cell table:number-columns-repeated="16384"/>',
    '<table:table-row table:number-rows-repeated="1048576"/>',
    "<a>" * 3000,
]

XmlChange = Callable[[random.Random, bytes], bytes]


def _replaced(dice: random.Random, xml: bytes, pattern: re.Pattern[bytes], text: bytes) -> bytes:
    """Return a part with one match of a pattern, taken at random, replaced."""
    found = list(pattern.finditer(xml))
    if not found:
        return xml
    match = dice.choice(found)
    return xml[: match.start()] + text + xml[match.end() :]


def _drop_tag(dice: random.Random, xml: bytes) -> bytes:
    tokens = _TOKEN.findall(xml)
    del tokens[dice.randrange(len(tokens))]
    return b"".join(tokens)


def _double_tags(dice: random.Random, xml: bytes) -> bytes:
    tokens = _TOKEN.findall(xml)
    start, length = dice.randrange(len(tokens)), dice.randint(1, 12)
    return b"".join([*tokens[: start + length], *tokens[start:]])


def _drop_tags(dice: random.Random, xml: bytes) -> bytes:
    tokens = _TOKEN.findall(xml)
    start = dice.randrange(len(tokens))
    return b"".join([*tokens[:start], *tokens[start + dice.randint(2, 30) :]])


def _swap_tags(dice: random.Random, xml: bytes) -> bytes:
    tokens = _TOKEN.findall(xml)
    one, other = dice.randrange(len(tokens)), dice.randrange(len(tokens))
    tokens[one], tokens[other] = tokens[other], tokens[one]
    return b"".join(tokens)


def _change_attribute(dice: random.Random, xml: bytes) -> bytes:
    found = list(_ATTRIBUTE.finditer(xml))
    if not found:
        return xml
    match = dice.choice(found)
    if dice.random() < 0.3:
        return xml[: match.start()] + xml[match.end() :]
    return xml[: match.start(2)] + dice.choice(ATTRIBUTES).encode() + xml[match.end(2) :]


def _change_text(dice: random.Random, xml: bytes) -> bytes:
    return _replaced(dice, xml, _TEXT, dice.choice(TEXTS).encode())


def _change_code(dice: random.Random, xml: bytes) -> bytes:
    found = _CODE.findall(xml) or [b"x"]
    code = dice.choice(found)
    return _replaced(dice, xml, _CODE, dice.choice([code, b"", code[:-1], code.upper(), code + b".x", b" " + code]))


def _swapped(dice: random.Random, xml: bytes, pattern: re.Pattern[bytes]) -> bytes:
    found = list(pattern.finditer(xml))
    if len(found) < 2:
        return xml
    first, second = sorted(dice.sample(found, 2), key=lambda match: match.start())
    return xml[: first.start()] + second[0] + xml[first.end() : second.start()] + first[0] + xml[second.end() :]


def _change_value(dice: random.Random, xml: bytes) -> bytes:
    return _replaced(dice, xml, _VALUE, dice.choice([*TEXTS, "", "0", "7", "1.5", "-3"]).encode())


def _lift(pattern: re.Pattern[bytes], times: int) -> XmlChange:
    """Return a change that leaves out a cell or a row (0 times), or puts it there twice."""

    def change(dice: random.Random, xml: bytes) -> bytes:
        found = pattern.findall(xml)
        return xml.replace(element, element * times, 1) if found and (element := dice.choice(found)) else xml

    return change


def _swap(pattern: re.Pattern[bytes]) -> XmlChange:
    return lambda dice, xml: _swapped(dice, xml, pattern)


def _move_cell(dice: random.Random, xml: bytes) -> bytes:
    letters, row = (
        dice.choice(["A", "B", "G", "H", "K", "AZ", "ZZ", "XFD", "xfd", "AAAA", ""]),
        dice.choice([0, 1, 9, 12, 30, 40, 3000, 1 << 20, 1 << 31]),
    )
    return _replaced(dice, xml, _REFERENCE, f"{letters}{row}".encode())


def _repeat(dice: random.Random, xml: bytes) -> bytes:
    return _replaced(dice, xml, _REPEATED, dice.choice(["0", "1", "2", "3", "1000", "16384", "1048576", "4294967296", "-1", "x"]).encode())


def _insert(dice: random.Random, xml: bytes) -> bytes:
    at = dice.choice([match.start() for match in _TOKEN.finditer(xml)])
    return xml[:at] + dice.choice(SNIPPETS).encode() + xml[at:]


def _other_encoding(dice: random.Random, xml: bytes) -> bytes:
    name = dice.choice(["UTF-16", "GB18030", "ISO-8859-1", "UTF-7", "x"])
    declared = re.sub(rb'encoding="[^"]*"', f'encoding="{name}"'.encode(), xml, count=1)
    if dice.random() < 0.5 and name in ("UTF-16", "GB18030"):
        return declared.decode("utf-8", "replace").encode(name)
    return declared


XML_CHANGES: dict[str, XmlChange] = {
    "a tag dropped": _drop_tag,
    "tags doubled": _double_tags,
    "tags dropped": _drop_tags,
    "tags swapped": _swap_tags,
    "an attribute": _change_attribute,
    "a text": _change_text,
    "texts swapped": _swap(_TEXT),
    "a code": _change_code,
    "codes swapped": _swap(_CODE),
    "a cell moved": _move_cell,
    "a repetition": _repeat,
    "something put in": _insert,
    "a value": _change_value,
    "values swapped": _swap(_VALUE),
    "a cell dropped": _lift(_CELL, 0),
    "a cell doubled": _lift(_CELL, 2),
    "cells swapped": _swap(_CELL),
    "a row dropped": _lift(_ROW, 0),
    "a row doubled": _lift(_ROW, 2),
    "rows swapped": _swap(_ROW),
    "another encoding": _other_encoding,
}

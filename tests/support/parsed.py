"""Read the tables of a finished report with parsers that had no part in writing it: lxml and openpyxl."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
from lxml import etree, html

from support.published import APPLICANTS, Key

Line = list[list[object]]
"""Cells that start on a line: [text, columns, rows]."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def tables(path: Path) -> list[list[Line]]:
    """Return the three statutory tables of a report as lists of lines."""
    return {".docx": _docx, ".html": _html, ".xlsx": _xlsx}[path.suffix](path)


def _docx(path: Path) -> list[list[Line]]:
    root = etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    result = []
    for table in root.iter(f"{_W}tbl"):
        lines: list[Line] = []
        tall: dict[int, list[object]] = {}
        for row in table.findall(f"{_W}tr"):
            col, line = 0, []
            for place in row.findall(f"{_W}tc"):
                properties = place.find(f"{_W}tcPr")
                span = properties.find(f"{_W}gridSpan")
                cols = int(span.get(f"{_W}val")) if span is not None else 1
                merge = properties.find(f"{_W}vMerge")
                if merge is not None and merge.get(f"{_W}val") != "restart":
                    tall[col][2] = int(str(tall[col][2])) + 1
                else:
                    cell: list[object] = ["".join(place.itertext()), cols, 1]
                    line.append(cell)
                    tall[col] = cell
                col += cols
            lines.append(line)
        result.append(lines)
    return result


def _html(path: Path) -> list[list[Line]]:
    root = html.fromstring(path.read_text(encoding="utf-8"))
    return [
        [[[cell.text_content(), int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))] for cell in row.iter("td")] for row in table.iter("tr")]
        for table in root.iter("table")
    ]


def _xlsx(path: Path) -> list[list[Line]]:
    """Return the tables of 报告表; a grid column that covers several sheet columns counts as one."""
    sheet = openpyxl.load_workbook(path)["报告表"]
    areas = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    inner = {(r, c) for a in areas.values() for r in range(a.min_row, a.max_row + 1) for c in range(a.min_col, a.max_col + 1)} - set(areas)
    headings = [row[0].row for row in sheet.iter_rows(max_col=1) if str(row[0].value).startswith(("二、主动公开", "三、收到", "四、政府"))]
    result = []
    for top, bottom in zip(headings, [*headings[1:], sheet.max_row + 1], strict=True):
        lines = []
        edges = set()
        for row in range(top + 1, bottom):
            line = []
            for col in range(1, sheet.max_column + 1):
                cell = sheet.cell(row, col)
                if (row, col) in inner or not cell.border.left.style:
                    continue
                area = areas.get((row, col))
                last = area.max_col if area else col
                edges |= {col, last + 1}
                value = "" if cell.value is None else cell.value
                line.append([value, (col, last + 1), area.max_row - row + 1 if area else 1])
            if line:
                lines.append(line)
        order = sorted(edges)
        for line in lines:
            for cell in line:
                start, stop = cell[1]
                cell[0], cell[1] = str(cell[0]), order.index(stop) - order.index(start)
        result.append(lines)
    return result


def figures(parsed: list[list[Line]]) -> dict[Key, str]:
    """Return the figures of parsed tables by their labels."""
    disclosure, applications, disputes = parsed
    result: dict[Key, str] = {}
    clause, columns = "", []
    for line in disclosure:
        first = str(line[0][0])
        if len(line) == 1:
            clause = first
        elif first == "信息内容":
            columns = [str(cell[0]) for cell in line[1:]]
        else:
            for name, cell in zip(columns, line[1:], strict=True):
                result["二", f"{clause} {first}", name] = str(cell[0])
    group, left = "", 0
    for line in applications[3:]:
        labels = list(line[:-7])
        for cell in labels[:-1]:
            if str(cell[0]).startswith("（"):
                group, left = str(cell[0]), int(str(cell[2]))
        label = f"{group} {labels[-1][0]}" if left > 0 else str(labels[-1][0])
        left -= 1
        for name, cell in zip((*APPLICANTS, "总计"), line[-7:], strict=True):
            result["三", label, name] = str(cell[0])
    for number, cell in enumerate(disputes[-1]):
        result["四", "", str(number)] = str(cell[0])
    return result

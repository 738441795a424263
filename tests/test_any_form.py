"""A form is data: fictional forms go the whole road, from the blank sheet to the report, and forms of any shape add up as counted by hand."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import html
from support import cells
from support.check_cases import Rows, as_rows
from support.office import Office
from support.random_forms import DrawnForm, forms
from support.returned import Run

from gkxl.actions.loading import Loaded
from gkxl.actions.merging import merge
from gkxl.forms import Form, form_by_id, using
from gkxl.model.head import HeadField
from gkxl.model.period import Period
from gkxl.model.period_text import parse_period
from gkxl.model.submission import Source, Submission, address
from gkxl.workbook.format.layout import layout_for
from gkxl.workbook.reading.intake import Intake
from gkxl.workbook.reading.submissions import WorkbookReading, read_workbook
from gkxl.workbook.sheets.input_sheet import SheetContent, input_sheet
from gkxl.workbook.writing.workbooks import merged_plans, merged_workbook, unit_workbook

OWN_FORMS = Path(__file__).parent / "forms"
UNITS = ("甲科", "乙科", "丙科")
Figures = dict[str, int]


@dataclass(frozen=True)
class Proof:
    """A form that goes the whole road: what units state in a month or quarter that is right, and one figure that is then wrong."""

    form_id: str
    periods: tuple[str, str]
    """Two that follow each other."""
    wrong: str
    """Item in which 7 too many are typed."""
    rule: str
    """The check that finds it."""
    live: bool
    """Whether the sheet itself can see it."""
    together: str = ""
    """What the two periods make up; "" for the year, of which they are a part."""


PROOFS = [
    Proof("2027", ("2027-01", "2027-02"), "applications.unavailable_archived.media", "applications.balance", live=True),
    Proof("small", ("2026-01", "2026-02"), "calls.open.web", "calls.open", live=False),
    Proof("overview", ("2026-01", "2026-02"), "published.procedures.count", "overview.contents", live=True),
    Proof("dingxi", ("2026-01", "2026-02"), "indicators.i17.current", "indicators.answers", live=True, together="2026-01..2026-02"),
    Proof("quarter-2024", ("2024-Q1", "2024-Q2"), "disclosure.normative.townships", "quarterly.normative", live=True, together="2024-H1"),
]


def right(form: Form, dice: random.Random, before: Mapping[str, int]) -> Figures:
    """Return figures of a period on which every equation holds, after those of the one before."""
    figures: Figures = {}
    if form.id == "2027":
        for column in ("natural_person", "media", "other"):
            new, archived = dice.randint(0, 9), dice.randint(0, 9)
            figures |= {f"applications.new.{column}": new + archived, f"applications.granted.{column}": new}
            figures[f"applications.unavailable_archived.{column}"] = archived
    elif form.id == "small":
        for column in ("phone", "web"):
            received = dice.randint(9, 30)
            answered = received + before.get(f"calls.open.{column}", 0) - dice.randint(0, 5)
            figures |= {f"calls.received.{column}": received, f"calls.answered.{column}": answered}
            figures[f"calls.open.{column}"] = before.get(f"calls.open.{column}", 0) + received - answered
    elif form.id == "dingxi":
        own = {item.row: dice.randint(0, 30) for item in form.items if item.column == "current" and item.index not in form.total_items}
        own |= {"i02": dice.randint(0, own["i01"]), "i35": dice.randint(0, own["i34"])}
        own["i17"] = own["i18"] + own["i19"] + sum(own[f"i{number}"] for number in range(21, 32))
        figures = {f"indicators.{row}.current": value for row, value in own.items()}
        figures |= {f"indicators.{row}.to_date": value + before.get(f"indicators.{row}.to_date", 0) for row, value in own.items()}
    elif form.id == "quarter-2024":
        for column in ("government", "departments", "townships"):
            number = dice.randint(0, 6)
            figures |= {f"disclosure.{row}.{column}": number for row in ("normative", "issued", "total")}
            figures[f"disclosure.papers.{column}"] = dice.randint(10, 99)
    else:
        number = dice.randint(1, 40)
        figures = {f"published.{row}.count": number for row in ("total", "website", "procedures")} | {"support.calls.count": dice.randint(0, 9)}
        figures |= {"platforms.websites.count": 1}
    return figures


def fill(path: Path, form: Form, figures: Mapping[str, int]) -> None:
    """Type figures, 0 elsewhere, into the input sheet of a workbook, also where it starts from the month before."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    for item, position in zip(form.items, layout_for(form.id).positions, strict=True):
        if item.index not in form.total_items:
            sheet[address(*position)].value = figures.get(item.code, 0)
    book.save(path)


def shown_on(path: Path, form: Form) -> dict[str, object]:
    """Return what 汇总 shows, by item, as another reader of workbooks sees it."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {item.code: book["汇总"][address(*at)].value for item, at in zip(form.items, layout_for(form.id).positions, strict=True)}


def totals(form: Form, figures: Mapping[str, int]) -> dict[str, int]:
    """Return all figures of a form, totals added up in the order of the form file."""
    values = {item.code: figures.get(item.code, 0) for item in form.items}
    for total in form.totals:
        values[form.items[total.target].code] = sum(operand.sign * values[form.items[operand.item].code] for operand in total.right)
    return values


def summed(parts: Iterable[Mapping[str, int]]) -> Figures:
    """Return the sum of statements, item by item."""
    result: Figures = {}
    for part in parts:
        for code, value in part.items():
            result[code] = result.get(code, 0) + value
    return result


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.form_id)
def test_a_form_goes_the_whole_road_by_data_alone(proof: Proof, tmp_path: Path, run_cli: Run, office: Office) -> None:
    with using([OWN_FORMS]):
        form = form_by_id(proof.form_id)
        series, dice = ("--series", form.series), random.Random(5)
        stated: dict[str, dict[str, Figures]] = {}
        for at, month in enumerate(proof.periods):
            folder = tmp_path / month
            units = [word for unit in UNITS for word in ("--unit", unit)]
            before = ("--previous", tmp_path / proof.periods[at - 1]) if at else ()
            assert run_cli("template", *series, "-o", folder, "--split", "--period", month, *units, *before)[0] == 0
            stated[month] = {}
            for unit in UNITS:
                earlier = stated[proof.periods[at - 1]][unit] if at else {}
                stated[month][unit] = right(form, dice, earlier)
                (file,) = folder.glob(f"{unit}*.xlsx")
                fill(file, form, stated[month][unit])
            status, out, _ = run_cli("check", folder, "--json", *before)
            assert (status, len(json.loads(out)["submissions"])) == (0, 3), out
        first, second = (tmp_path / month for month in proof.periods)

        # a month over units; its report in three formats
        assert run_cli("merge", first, "-o", tmp_path / "月.xlsx", "--unit", "某局", *series)[0] == 0
        of_month = totals(form, summed(stated[proof.periods[0]].values()))
        assert shown_on(tmp_path / "月.xlsx", form) == of_month
        for ending in ("docx", "html", "xlsx"):
            assert run_cli("report", tmp_path / "月.xlsx", "-o", tmp_path / f"报告.{ending}")[0] == 0
        number = str(max(of_month.values()))
        printed = [cell.text for table in docx.Document(str(tmp_path / "报告.docx")).tables for row in table.rows for cell in row.cells]
        on_page = [cell.text_content().strip() for cell in html.parse(str(tmp_path / "报告.html")).iter("td")]
        assert number in printed and number in on_page

        # a year over months and units
        assert run_cli("merge", first, second, "-o", tmp_path / "年.xlsx", "--unit", "某局", "--period", proof.periods[0][:4], *series)[0] in (0, 1)
        flows = summed(part for month in proof.periods for part in stated[month].values())
        last = summed(stated[proof.periods[1]].values())
        of_the_last = {item.code for item in form.items if item.time in ("closing", "to_date")}
        year = {code: last.get(code, 0) if code in of_the_last else value for code, value in flows.items()}
        assert shown_on(tmp_path / "年.xlsx", form) == totals(form, year)
        if proof.together:  # and of just the two, which are then complete
            asked = ("--unit", "某局", "--period", proof.together, *series)
            status, _, err = run_cli("merge", first, second, "-o", tmp_path / "两期.xlsx", *asked)
            assert (status, shown_on(tmp_path / "两期.xlsx", form)) == (0, totals(form, year)) and "缺" not in err
            assert run_cli("report", tmp_path / "两期.xlsx", "-o", tmp_path / "两期.docx")[0] == 0
            assert run_cli("check", tmp_path / "两期.xlsx")[0] == 0

        # who has reported
        roster = openpyxl.Workbook()
        for line in (("单位",), *((unit,) for unit in UNITS), ("丁科",)):
            roster.active.append(line)
        roster.save(tmp_path / "名册.xlsx")
        asked = ("--roster", tmp_path / "名册.xlsx", "--period", proof.periods[0], "--today", f"{parse_period(proof.periods[1]).end}")
        status, out, _ = run_cli("status", first, *asked, *series, "--json")
        assert status == 1 and [one["unit"] for one in json.loads(out)["missing"]] == ["丁科"]

        # one wrong figure: found by check with its cell among those named, seen by the sheet, marked in a copy
        (file,) = second.glob(f"{UNITS[0]}*.xlsx")
        right_copy = tmp_path / "对.xlsx"
        right_copy.write_bytes(file.read_bytes())
        spoiled = stated[proof.periods[1]][UNITS[0]] | {proof.wrong: stated[proof.periods[1]][UNITS[0]].get(proof.wrong, 0) + 7}
        fill(file, form, spoiled)
        status, out, _ = run_cli("check", first, second, "--json", "--mark", tmp_path / "退回")
        found = [finding for finding in json.loads(out)["findings"] if finding["rule"] == proof.rule]
        cell = address(*layout_for(form.id).positions[form.index[proof.wrong]])
        column = cell.rstrip("0123456789")
        assert found and any(at.startswith(column) for finding in found for at in finding["cells"])
        assert any(cell in finding["cells"] or cell in [suspect["cell"] for suspect in finding["suspects"]] for finding in found) or proof.live
        assert list((tmp_path / "退回").glob("*标注.xlsx"))
        if proof.live:
            good, bad = (cells.read(path) for path in office.recalculate([right_copy, file], tmp_path / "lo"))
            assert good.keys() == bad.keys()
            told = [value.value for sheet in bad for at, value in bad[sheet].items() if value.value != good[sheet][at].value and value.formula]
            assert any("7" in str(word) for word in told)


@settings(max_examples=60)
@given(drawn=forms(), seed=st.integers(0, 2**32 - 1))
def test_a_form_of_any_shape_adds_up_as_counted(drawn: DrawnForm, seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "any.toml").write_text(drawn.text, encoding="utf-8")
    dice = random.Random(seed)
    with using([folder / "any.toml"]):
        form = form_by_id(drawn.id)
        stated = {(unit, month): _any_figures(form, dice) for unit in UNITS[:2] for month in (1, 2, 3)}
        for (unit, month), figures in stated.items():
            for since, flow in form.cumulated.items():
                figures[form.items[since].code] = sum(stated[unit, at][form.items[flow].code] for at in range(1, month + 1))
        readings = [_sheet(form, unit, Period(2024, month), figures) for (unit, month), figures in stated.items()]
        outcome, merged = merge(Loaded(Intake(readings), None, "某局", series=form.series), Period(2024))
        expected: Figures = {}
        for item in form.items:
            months = {"flow": (1, 2, 3), "opening": (1,), "closing": (3,), "to_date": (3,)}[item.time]
            expected[item.code] = sum(stated[unit, month].get(item.code, 0) for unit in UNITS[:2] for month in months)
        expected = totals(form, expected)
        assert {item.code: merged.body.figures[item.index] for item in form.items} == expected
        again = read_workbook(Rows({plan.name: as_rows(plan) for plan in merged_plans(merged)}), "汇总.xlsx")
        assert again.summary is not None and again.summary.form is form
        assert {item.code: again.summary.figures[item.index] for item in form.items} == expected
        assert again.report is None or {item.code: again.report.figures[item.index] for item in form.items} == expected
        assert [finding.message for finding in outcome.findings if finding.severity == "error" and finding.items] == []


@pytest.mark.slow
@settings(max_examples=2, phases=(Phase.generate,), derandomize=True)
@given(drawn=st.lists(forms(), min_size=6, max_size=6), seed=st.integers(0, 2**32 - 1))
def test_libreoffice_computes_what_is_stored_on_sheets_of_forms_of_any_shape(
    drawn: list[DrawnForm], seed: int, office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, dice = tmp_path_factory.mktemp("computed"), random.Random(seed)
    files = []
    for number, shape in enumerate(drawn):
        (folder / f"{number}.toml").write_text(shape.text, encoding="utf-8")
        with using([folder / f"{number}.toml"]):
            form, month = form_by_id(shape.id), Period(2024, 1)
            readings = [_sheet(form, unit, month, _any_figures(form, dice)) for unit in UNITS[:2]]
            _, merged = merge(Loaded(Intake(readings), None, "某局", series=form.series), month)
            files += [folder / f"{number}填报表.xlsx", folder / f"{number}汇总.xlsx"]
            files[-2].write_bytes(unit_workbook(form, UNITS[0], month, readings[0].submissions[0]))
            files[-1].write_bytes(merged_workbook(merged)[0])
    counted = 0
    for path, computed in zip(files, office.recalculate(files, folder / "lo"), strict=True):
        after = cells.read(computed)
        for sheet, content in cells.read(path).items():
            formulas = {at: cell.value for at, cell in content.items() if cell.formula}
            assert formulas == {at: after[sheet][at].value for at in formulas}, (path.name, sheet)
            counted += len(formulas)
    assert counted > len(files)


def _any_figures(form: Form, dice: random.Random) -> Figures:
    return {item.code: dice.choice((0, 1, 7, dice.randint(0, 10**6))) for item in form.items if item.index not in form.total_items}


def _sheet(form: Form, unit: str, period: Period, figures: Mapping[str, int]) -> WorkbookReading:
    """Return the reading of an input sheet with these figures, as a program that calculates leaves it."""
    values = totals(form, figures)
    submission = Submission(form, unit, period, 1, Source("", ""), [values[item.code] for item in form.items])
    head = {HeadField.UNIT: unit, HeadField.PERIOD: str(period), HeadField.REVISION: "1"}
    plan = input_sheet(form, SheetContent(unit, head=head, submission=submission, period=period))
    return read_workbook(Rows({unit: as_rows(plan)}), f"{unit}{period}.xlsx")

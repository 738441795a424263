"""The tables of a published report as they are laid out: of another year's form, not there, or read only in part."""

from __future__ import annotations

from collections.abc import Iterator

from gkxl.forms import Form, form_by_id
from gkxl.model.published import PublishedReport, ReadTable
from gkxl.narrative.placing import place_of, told
from gkxl.rules.findings import Finding

_SHOWN = 5


def layouts_differ(report: PublishedReport, form: Form) -> Iterator[Finding]:
    """Yield what of the tables is not as `form`, that of the year reported on, has it, and what was not read."""
    there = {table.code: table for table in report.tables}
    for table in form.tables:
        read = there.get(table.code)
        if read is None:
            if report.tables:
                message = f"{told(report)}没有找到{table.number}（{table.name}），它没有核对。请补上这张表，或检查它的行、列名称。"
                yield Finding.of("report.table_missing", message, expected=table.heading, **place_of(report))
            continue
        if read.form != form.id and report.year is not None:  # of no year no form is the wrong one
            other = form_by_id(read.form)
            message = (
                f"{told(report)}{table.number}（{table.name}）用的是{other.name}（{other.years}），{report.year}年的报告应当用{form.name}（{form.notice}）；"
                "这张表按它自己的格式核对。请换成应当用的格式。"
            )
            yield Finding.of("report.other_form", message, expected=form.id, actual=read.form, **place_of(report))
        yield from _incomplete(report, table.number, read)


def _incomplete(report: PublishedReport, number: str, table: ReadTable) -> Iterator[Finding]:
    form = form_by_id(table.form)
    unread = [f"{form_item}填的是{what}" for form_item, what in _unread(report, table)]
    lacking = [*(f"没有“{label}”" for label in table.missing), *unread]
    if lacking:
        more = f"等{len(lacking)}处" if len(lacking) > _SHOWN else ""
        message = f"{told(report)}{number}没有读全：{'、'.join(lacking[:_SHOWN])}{more}；用到它们的核对没有做。请与{form.name}的行、列逐一对照。"
        yield Finding.of("report.incomplete", message, actual=str(len(lacking)), **place_of(report))


def _unread(report: PublishedReport, table: ReadTable) -> Iterator[tuple[str, str]]:
    if report.submission is None:
        return
    items = report.submission.form.items
    yield from ((f"“{items[item].label}”", what) for item, what in report.unread.items() if items[item].table == table.code)

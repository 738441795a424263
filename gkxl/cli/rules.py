"""gkxl rules."""

from __future__ import annotations

import click

from gkxl.cli.chinese import ChineseCommand


@click.command("rules", cls=ChineseCommand)
@click.option("--form", "form_id", metavar="格式", help="只列这一种报表格式的规则，如 2021；不写则列出全部。")
def command(form_id: str | None) -> None:
    """列出全部校验规则：编号、级别、算式、说明。

    \b
    例：gkxl rules
        gkxl rules --form 2021
    """
    from gkxl.cli.show import label
    from gkxl.errors import InputError
    from gkxl.forms import all_forms, form_by_id
    from gkxl.rules.catalogue import OWN, TOPIC_NAMES, Check, checks_of

    def show(check: Check) -> None:
        click.echo("\n      ".join([f"{label(check.severity)} {check.id}", *filter(None, [check.formula]), f"{check.sentence}。"]))

    try:
        forms = [form_by_id(form_id)] if form_id else all_forms()
    except KeyError:
        raise InputError(f"没有“{form_id}”这种报表格式；可用的请看 gkxl forms") from None
    for form in forms:
        click.echo(f"── {form.name} ──")
        for check in checks_of(form):
            show(check)
    for topic, name in TOPIC_NAMES.items():
        own = [check for check in OWN if check.topic is topic]
        if own:
            click.echo(f"── {name} ──")
        for check in own:
            show(check)

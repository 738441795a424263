"""Forms of an office: a small one to begin with, and whether one is right."""

from __future__ import annotations

from pathlib import Path

from gkxl.errors import InputError
from gkxl.forms import Form, all_forms, folders, load, sample, using
from gkxl.paths import exists
from gkxl.safe_write import check_writable, write_whole


def new_form(output: Path, force: bool = False) -> None:
    """Write a commented small form to begin with; raises InputError or OutputError where it cannot be written."""
    if output.suffix.lower() != ".toml":
        raise InputError(f"“{output}”应以 .toml 结尾；请换一个文件名，例如 {output.with_suffix('.toml').name}")
    if exists(output) and not force:
        raise InputError(f"“{output}”已经有了，可能是您改过的，没有覆盖；请换一个文件名，或加 --force")
    write_whole(output, sample().encode("utf-8"), force=True)


def check_form(path: Path, output: Path, force: bool = False) -> Form:
    """Return the form in a file, and write its standard workbook to look at; raises FormError with the line that is wrong.

    It is wrong too where it cannot stand beside the forms that are known: with the id of one, or for its years.
    """
    from gkxl.workbook.writing.workbooks import blank_workbook

    if not exists(path):
        raise InputError(f"“{path}”不存在；请检查文件名")
    check_writable(output, force)
    form = load(path)
    with using([] if _is_known(path) else [path]):
        all_forms()  # refuses what does not go together
        write_whole(output, blank_workbook(form, [], None), force)
    return form


def _is_known(path: Path) -> bool:
    return any(path.resolve().parent == folder.resolve() for folder in folders())

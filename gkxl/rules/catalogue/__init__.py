"""The one list of checks: every rule that gkxl can state stands here once, with the cases that raise it in `cases`.

A form brings its own: its equations, and what it says of the kinds of its figures.
"""

from __future__ import annotations

from gkxl.forms import Form, all_forms
from gkxl.rules.catalogue.check import TOPIC_NAMES, Check, Topic
from gkxl.rules.catalogue.own import OWN

__all__ = ["OWN", "TOPIC_NAMES", "Check", "Topic", "all_checks", "check_by_id", "checks_of"]

_OWN = {check.id: check for check in OWN}


def checks_of(form: Form) -> tuple[Check, ...]:
    """Return the checks that a form states, in the order of its file."""
    return (*map(Check.of_equation, form.equations), *map(Check.of_kind, form.kinds.values()))


def all_checks() -> tuple[Check, ...]:
    """Return every check of every form, then those of gkxl itself."""
    return (*(check for form in all_forms() for check in checks_of(form)), *OWN)


def check_by_id(check_id: str, form: Form | None = None) -> Check:
    """Return the check with this id, of gkxl itself or of `form`; KeyError where the list lacks it."""
    if check_id in _OWN or form is None:
        return _OWN[check_id]
    return next((check for check in checks_of(form) if check.id == check_id), None) or _OWN[check_id]

"""Leave Excel as it was: settings are switched off while a click works, and on again whatever happens."""

from __future__ import annotations

import contextlib
from typing import Any

_WHILE_WORKING = {"screen_updating": False, "enable_events": False, "display_alerts": False, "calculation": "manual"}


class Working:
    """Say `words` in the status bar and keep Excel still until the work is done or has failed.

    A class, because errors of other systems (COM, UNO) cannot always be sent through a generator.
    """

    def __init__(self, app: Any, words: str) -> None:
        self.app, self.words = app, words
        self.before: dict[str, object] = {}

    def __enter__(self) -> None:
        try:
            for name, value in _WHILE_WORKING.items():
                self.before[name] = getattr(self.app, name)
                setattr(self.app, name, value)
            self.app.status_bar = self.words
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        for name, value in self.before.items():
            with contextlib.suppress(Exception):  # one setting that cannot be restored must not keep the others from it
                setattr(self.app, name, value)
        with contextlib.suppress(Exception):
            self.app.status_bar = False


class Unprotected:
    """Lift the protection of a sheet of ours (it has no password) while it is written."""

    def __init__(self, sheet: Any) -> None:
        self.api = sheet.api  # Excel's own object: xlwings has no name for protection

    def __enter__(self) -> None:
        self.protected = bool(self.api.ProtectContents)
        if self.protected:
            self.api.Unprotect()

    def __exit__(self, *_: object) -> None:
        if self.protected:
            self.api.Protect()

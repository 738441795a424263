"""Errors that end a command, with the exit status they stand for.

GkxlError (2)
 ├─ InputError (2)   what was given cannot be used: no figures, no roster, mixed periods
 └─ OutputError (2)  the result cannot be written where it was asked for

What is wrong *inside* a submission is never an error of these: it is a finding, and the work goes on.
"""

from __future__ import annotations


class GkxlError(Exception):
    """Ends a command; the message is a Chinese sentence with the next step."""

    exit_status = 2

    def __init__(self, message: str, outcome: object = None) -> None:
        super().__init__(message)
        self.outcome = outcome
        """What had been found until then (`gkxl.actions.outcome.Outcome`), for --json; None where nothing had."""


class InputError(GkxlError):
    """The input is unusable; nothing was written."""


class OutputError(GkxlError):
    """The output cannot be written; nothing was written."""

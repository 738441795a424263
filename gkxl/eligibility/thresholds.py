"""From what on equal figures under one name prove that it is one unit; what is unlikely otherwise is set in `gkxl.rules.likeness.thresholds`."""

from __future__ import annotations

from collections.abc import Iterable

from gkxl.model.submission import Submission

PROOF_UNDER_ONE_NAME = 6
"""Binary digits that statements of the same name must share to be taken for one and the same, where their parents do not decide it.

The name in common says most: the files of an office often lie beside the workbook that it went into.  But every second office
receives one application a month and grants it: below four received and four granted equal figures say nothing.
"""


def digits(submissions: Iterable[Submission]) -> int:
    """Return how much statements say: the binary digits of all figures that are not 0 and not computed from others."""
    found = 0
    for submission in submissions:
        for item, value in enumerate(submission.figures):
            if value is not None and item not in submission.form.total_items:
                found += int(value).bit_length()
    return found

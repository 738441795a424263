"""Findings, and which of them were found to follow from which others. Pure."""

from __future__ import annotations

from dataclasses import replace

from gkxl.rules.findings import Finding, rank


class Tree:
    """Findings, and what each was found to follow from."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self.cause: dict[Finding, Finding] = {}

    @property
    def roots(self) -> list[Finding]:
        """The findings that follow from none, as far as is known."""
        return [finding for finding in self.findings if finding not in self.cause]

    def root(self, finding: Finding) -> Finding:
        """Return the first cause of a finding: itself, if it has none."""
        while finding in self.cause:
            finding = self.cause[finding]
        return finding

    def hang(self, finding: Finding, cause: Finding) -> None:
        """Note that a finding follows from another one, unless it is a cause of it, is noted already, or is graver."""
        first = self.root(cause)
        if finding not in self.cause and first != finding and rank(first) <= rank(finding):
            self.cause[finding] = first

    def settled(self) -> list[Finding]:
        """Return every finding with its cause, below which it stands."""
        below: dict[Finding, list[Finding]] = {}
        for finding in self.findings:
            if finding in self.cause:
                below.setdefault(self.root(finding), []).append(finding)
        return [placed for cause in self.roots for placed in (cause, *(replace(finding, caused_by=cause) for finding in below.get(cause, ())))]

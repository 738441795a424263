"""A published report as values: its words section by section, and its three tables as one submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gkxl.model.submission import Submission


@dataclass(frozen=True, slots=True)
class ReportSection:
    """What stands under one heading of the report."""

    number: int
    """Which of the six sections it is by its words, 1 to 6, whatever number is printed before it."""
    heading: str
    """As printed, with the number that is printed before it."""
    paragraphs: tuple[str, ...]
    """The text below it in order, without that of the tables; a paragraph holds no line break and is never empty."""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One of the statutory tables, as far as it was read."""

    code: str
    """"disclosure", "applications" or "disputes"."""
    form: str
    """Id of the form whose layout it has; that may differ from table to table."""
    missing: tuple[str, ...] = ()
    """Labels of the rows and columns of that layout that were not found, and of cells that were not read."""


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """All that was read of a published or drafted report."""

    file: str
    """As the user named it."""
    title: str
    """As printed; "" where none was found."""
    unit: str
    """The body whose report it is, by the title; "" where that does not say."""
    year: int | None
    """The year reported on, by the title, else by the period sentence."""
    period_sentence: str
    """The sentence on the 统计期限; "" where there is none."""
    before: tuple[str, ...]
    """The paragraphs between the title and the first heading."""
    sections: tuple[ReportSection, ...]
    """In the order of the document; a section that is not there is not in it, one that is printed twice is in it twice."""
    tables: tuple[ReadTable, ...]
    """The statutory tables that were found, in the order of the document."""
    submission: Submission | None = None
    """The figures of all tables, totals as printed; `cell` says where each stands. None where no table was found or the year is not known."""
    unread: Mapping[int, str] = field(default_factory=dict)
    """Items of `submission.form` whose cell was found and not read, with what stands there (as in `submission.misread`)."""

    def section(self, number: int) -> ReportSection | None:
        """Return the first section with a number (1 to 6), or None where it is not there."""
        return next((section for section in self.sections if section.number == number), None)

    @property
    def mixed(self) -> bool:
        """Whether its tables have layouts of several forms."""
        return len({table.form for table in self.tables}) > 1

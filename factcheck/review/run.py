"""One verification at work: how much it looks at, and what it has gathered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factcheck.model.errors import MachineError
from factcheck.review.finding import Finding
from factcheck.review.resuming import SMALLEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from factcheck.ledger.ledger import Ledger
    from factcheck.review.examining import Difference
    from factcheck.review.facts import Fact


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is looked at.

    Attributes:
        require_all: a capture that is not kept here is an error.
        quick: leave out the objects that HEAD does not reach (``git fsck``).
        from_start: take nothing from a verification that was interrupted.
        forget: forget what the last verification saw before looking.
        smallest: a ledger of so many files or more writes down how far it is.
    """

    require_all: bool = False
    quick: bool = False
    from_start: bool = False
    forget: bool = False
    smallest: int = SMALLEST


@dataclass
class Run:
    """What one verification gathers.

    Attributes:
        ledger: that is verified.
        extent: how much is looked at.
        findings: so far.
        committed: the facts of what is committed, by path.
        differing: committed files that the working tree has otherwise.
        edited: the facts of files that are edited or new, by path; None for those
            that are gone or cannot be read.
        blobs: the blob of each committed file, by path.
        labels: the ratings of the settings.
    """

    ledger: Ledger
    extent: Extent
    findings: list[Finding] = field(default_factory=list)
    committed: dict[str, Fact] = field(default_factory=dict)
    differing: list[tuple[str, Difference]] = field(default_factory=list)
    edited: dict[str, Fact | None] = field(default_factory=dict)
    blobs: dict[str, str] = field(default_factory=dict)
    labels: frozenset[str] | None = None
    records: int = 0
    size: int = 0
    quotes: int = 0
    resumed: int = 0

    def facts(self) -> list[Fact]:
        """Give the facts of what is committed, with the edits on top, by path."""
        if not self.edited:
            return list(self.committed.values())
        joined = {**self.committed, **self.edited}
        return [fact for _, fact in sorted(joined.items()) if fact is not None]


def guarded(run: Run, part: Callable[[], Iterable[Finding]]) -> None:
    """Make a finding of git's refusal to go on: the other parts are looked at."""
    try:
        run.findings.extend(part())
    except MachineError as error:
        run.findings.append(Finding("", 0, "damaged", str(error)))

"""The checks that are not closed, as far as it matters for what waits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factcheck.model.check import Check
    from factcheck.model.filed import Filed
    from factcheck.model.state import Standing

    Listed = tuple[Filed[Any], Filed[Any] | None, Standing]

_DRAFTED = ("headline", "rating", "summary", "text")


@dataclass(frozen=True, slots=True)
class Case:
    """A check, as far as it matters for what waits.

    Attributes:
        claim, work, standing: as in ``Ledger.standings``.
        given: when the current verdict was given, None where that is not asked.
        is_drafted: whether the draft holds all that a verdict needs.
        objection: of the reviewer who requested changes: name and comment.
    """

    claim: Filed[Any]
    work: Filed[Any] | None
    standing: Standing
    given: str | None = None
    is_drafted: bool = False
    objection: str = ""

    @property
    def assignee(self) -> str | None:
        """Who works on it."""
        return self.work.data["assignee"] if self.work else None


class Source(Protocol):
    """Where checks come from: a ledger, or what a branch holds."""

    def standings(
        self,
    ) -> Iterator[tuple[Filed[Any], Filed[Any] | None, Standing]]:
        """Give claim, work and standing of each check."""

    def check(self, text: str) -> Check:
        """Give a check by name."""


def cases(source: Source, pending: Iterable[Listed] | None = None) -> Iterator[Case]:
    """Read the checks of a ledger or a branch, but for those that are closed.

    Args:
        source: where they are.
        pending: the ones to read, where the source knows which may matter.
    """
    listed = source.standings() if pending is None else pending
    for claim, work, standing in listed:
        case = Case(claim, work, standing)
        if standing.stage in {"in review", "changes requested", "drafting"}:
            yield _looked_into(case, source.check(claim.name))
        elif standing.stage != "closed":
            yield case


def _looked_into(case: Case, check: Check) -> Case:
    verdict = check.verdict()
    draft = check.draft.data if check.draft else {}
    objections = [
        f"{one.record.reviewer}: {one.record.comment}"
        for one in check.reviews
        if one.record.decision == "request changes"
    ]
    return replace(
        case,
        given=verdict.record.given if verdict else None,
        is_drafted=all(draft.get(field) for field in _DRAFTED),
        objection=objections[-1] if objections else "",
    )

"""Claims that somebody is already checking on a branch that is not merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.desk.articles import known_claim

if TYPE_CHECKING:
    from factcheck.ledger.ledger import Ledger
    from factcheck.match import Match
    from factcheck.model.check import Check
    from factcheck.model.errors import Problem


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A check on another branch whose claim says nearly the same.

    Attributes:
        branch: the name of the branch.
        check: the check, as the branch has it.
        match: how alike the claims are, and why.
    """

    branch: str
    check: Check
    match: Match


def near_on_branches(
    ledger: Ledger, claim: str, *, language: str | None, now: str
) -> tuple[list[Elsewhere], list[tuple[str, Problem]]]:
    """Find claims on other branches that say nearly the same as a new one.

    Checks that are in the ledger too are left out, and of a check on several
    branches the newest branch is named.

    Args:
        ledger: the ledger, as committed.
        claim: the new claim.
        language: its language; English if unknown.
        now: the time, UTC text: only recent branches are read.

    Returns:
        What was found, the likest first; and files there that cannot be read, each
        with the name of its branch: they are no error of this ledger.
    """
    from factcheck.match import Index  # noqa: PLC0415 - only where there are branches
    from factcheck.match.duplicates import near_duplicates  # noqa: PLC0415 - the same

    seen = {filed.id for filed in ledger.of_kind("check")}
    found: list[Elsewhere] = []
    unread: list[tuple[str, Problem]] = []
    for branch in ledger.branches(now=now):
        unread += [(branch.name, problem) for problem in branch.problems]
        checks = {one.name: one for one in branch.checks() if one.claim.id not in seen}
        seen |= {one.claim.id for one in checks.values()}
        if checks:
            index = Index([known_claim(one) for one in checks.values()])
            near = near_duplicates(index, claim, language=language or "en")
            found += [Elsewhere(branch.name, checks[m.claim_id], m) for m in near]
    found.sort(key=lambda one: -one.match.score)
    return found, unread

"""What a check still lacks: plain facts for the person at work, no verdict on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.model.ids import id_of
from factcheck.model.names import Names, is_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.model.check import Check


def missing(check: Check, names: Names | None = None) -> tuple[str, ...]:
    """Say what a check lacks, one line each, in the order of the work.

    Args:
        check: the check.
        names: which names mean the same origin or claimant; by spelling if absent.
    """
    if check.work and check.work.record.closed:
        return ()
    known = names or Names()
    return (*_evidence(check, known), *_claimant(check, known), *_verdict(check))


def _evidence(check: Check, names: Names) -> Iterator[str]:
    if not check.links:
        yield "no evidence is linked"
        return
    stances = {link.record.stance for link in check.links}
    verdict = check.verdict()
    looked = check.draft and check.draft.record.looked_for
    if not (looked or (verdict and verdict.record.looked_for)):
        if not stances & {"refutes", "both"}:
            yield "nothing linked refutes it, and what was looked for is not said"
        if not stances & {"supports", "both"}:
            yield "nothing linked supports it, and what was looked for is not said"
    if not any(link.record.primary for link in check.links):
        yield "no linked source is primary for this claim"
    entries = list(check.evidence.values())
    without_origin = sum(1 for entry in entries if not is_name(entry.record.origin))
    if without_origin:
        yield f"{without_origin} of {len(entries)} entries name no origin"
    origins = names.distinct(entry.record.origin for entry in entries)
    if len(entries) > 1 and len(origins) == 1:
        yield "all evidence with a known origin goes back to one"
    linked = {link.record.part for link in check.links}
    for part in check.claim.record.parts:
        if part.part not in linked and None not in linked:
            yield f"part {part.part} has no evidence of its own"


def _claimant(check: Check, names: Names) -> Iterator[str]:
    who = check.claim.record.claimant.name
    if not any(names.key(ask.record.whom) == names.key(who) for ask in check.asks):
        yield f"{who} was not asked, and no reason is given"


def _verdict(check: Check) -> Iterator[str]:
    current = check.current_verdicts()
    if check.draft:
        fields = ("headline", "rating", "summary", "text")
        lacking = [field for field in fields if not check.draft.data[field]]
        if lacking:
            yield f"the draft lacks {', '.join(lacking)}"
        yield "the draft has not been given as a verdict"
    elif not current:
        yield "there is no verdict and no draft"
    decided = {id_of(review.record.verdict) for review in check.reviews}
    for verdict in current:
        if verdict.id not in decided:
            yield "no second person has decided on the verdict"

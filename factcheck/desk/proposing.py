"""The matches of an article as proposals: each with its handle, unless decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from factcheck.desk.proposals import Proposal, handles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.desk.decisions import Decisions
    from factcheck.desk.matching import Answer, Data


class Proposed(NamedTuple):
    """An article's answer, with the matches that a person has still to decide."""

    answer: Answer
    proposals: tuple[Proposal, ...]


def proposed(answer: Answer, decisions: Decisions, *, model: str) -> Proposed:
    """Look up what was decided on the matches of an article.

    A match that was decided to be different is left out; where the claim has another
    place in the article, it stands there. One that was decided to be the same says so;
    it has a handle only where that was in another article, so that ``decide`` can put
    down that the claim appeared here too. Each other has its handle.

    Args:
        answer: as the engine gave it.
        decisions: of the ledger.
        model: id of what gave the probabilities.
    """
    rows: list[list[Data]] = [[] for _ in answer.sentences]
    left_out = 0
    undecided: list[tuple[Data, Proposal]] = []
    for found in _matches(answer):
        places = [
            place
            for place in (found, *found["also"])
            if not _is_different(decisions, place["text"], found["check"])
        ]
        if not places:
            left_out += 1
            continue
        best, *also = places
        decided = decisions.on(best["text"], found["check"])
        match = found | best
        match["also"] = also
        match["handle"] = None
        match["decided"] = decided.as_data() if decided else None
        rows[best["sentence"]].append(match)
        is_here = decisions.is_on_article(best["text"], found["check"], answer.read.key)
        if decided is None or not is_here:
            undecided.append((match, _proposal(answer, match, model)))
    proposals = tuple(proposal for _, proposal in undecided)
    for (match, _), handle in zip(undecided, handles(proposals), strict=True):
        match["handle"] = handle
    return Proposed(
        replace(
            answer,
            sentences=tuple(
                one | {"matches": sorted(row, key=lambda match: -match["score"])}
                for one, row in zip(answer.sentences, rows, strict=True)
            ),
            earlier=tuple(
                reading.in_words()
                for reading in decisions.article(answer.read.url, answer.read.sha256)
            ),
            left_out=left_out,
        ),
        proposals,
    )


def _matches(answer: Answer) -> Iterator[Data]:
    for sentence in answer.sentences:
        yield from sentence["matches"]


def _is_different(decisions: Decisions, text: str, check: str) -> bool:
    decided = decisions.on(text, check)
    return decided is not None and decided.decision == "different"


def _proposal(answer: Answer, match: Data, model: str) -> Proposal:
    return Proposal(
        answer.read,
        match["text"],
        match["check"],
        score=match["score"],
        band=match["band"],
        model=model,
        paragraph=match["paragraph"],
        warnings=tuple(match["warnings"]),
    )

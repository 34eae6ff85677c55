"""Reading an article against the ledger: which sentences repeat known claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factcheck.match.claims import KnownClaim
from factcheck.match.index import Index
from factcheck.model import state
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factcheck.intake.article import Article, Sentence
    from factcheck.ledger.history.branches import Branch
    from factcheck.ledger.ledger import Ledger
    from factcheck.match.claims import Match
    from factcheck.model.check import Check
    from factcheck.model.errors import Problem
    from factcheck.model.state import Flag, Standing


@dataclass(frozen=True, slots=True)
class KnownCheck:
    """What one does with a hit: the check, where it stands, what it says.

    Attributes:
        check: the whole check.
        standing, flags: its state on the day of reading.
        url: where the current verdict was published, if it was.
        branch: the branch that alone holds the check, None where the ledger does.
    """

    check: Check
    standing: Standing
    flags: tuple[Flag, ...]
    url: str | None
    branch: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One claim that a sentence seems to repeat, and its check."""

    match: Match
    known: KnownCheck


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence of an article with its hits, best first; most have none."""

    sentence: Sentence
    hits: tuple[Hit, ...]


class Reader:
    """The claims of a ledger, made ready to read any number of articles against.

    Attributes:
        unread: files of branches that cannot be read, each with the name of its
            branch: they are no error of this ledger.
    """

    def __init__(
        self, ledger: Ledger, *, now: str, branches: Iterable[Branch] = ()
    ) -> None:
        """Make the claims ready.

        Args:
            ledger: the ledger, as committed.
            now: the time, UTC text, for flags that depend on the day.
            branches: branches whose own checks are known too, newest first; of a
                check on several the first counts.
        """
        self._known: dict[str, KnownCheck] = {}
        self.unread: list[tuple[str, Problem]] = []
        self._learn(ledger, None, now)
        for branch in branches:
            self.unread += [(branch.name, problem) for problem in branch.problems]
            self._learn(branch, branch.name, now)
        self._index = Index([known_claim(one.check) for one in self._known.values()])

    def _learn(self, place: Ledger | Branch, branch: str | None, now: str) -> None:
        for check in place.checks():
            if check.name not in self._known:
                standing = place.standing(check)
                flags = state.flags(standing, now=now)
                self._known[check.name] = KnownCheck(
                    check, standing, flags, published_at(check), branch
                )

    def read(self, article: Article, *, threshold: float) -> tuple[ReadSentence, ...]:
        """Match each sentence of an article.

        Args:
            article: what to read.
            threshold: hits below this score (0 to 1) are left out.

        Returns:
            Every sentence, in order, those without a hit too.
        """
        language = article.language or "en"
        return tuple(
            ReadSentence(sentence, self._hits(sentence.text, language, threshold))
            for sentence in article.sentences()
        )

    def near(self, claim: str, language: str | None) -> list[Hit]:
        """Give known claims that say nearly the same as a new one, best first."""
        from factcheck.match.duplicates import (  # noqa: PLC0415 - for open alone
            near_duplicates,
        )

        found = near_duplicates(self._index, claim, language=language or "en")
        return [Hit(match, self._known[match.claim_id]) for match in found]

    def _hits(self, text: str, language: str, threshold: float) -> tuple[Hit, ...]:
        found = self._index.match(text, language=language, threshold=threshold)
        return tuple(Hit(match, self._known[match.claim_id]) for match in found)


def known_claim(check: Check) -> KnownClaim:
    """Give what matching needs to know of a check."""
    claim = check.claim.record
    verdict = check.verdict()
    parts = tuple(part.claim for part in claim.parts)
    return KnownClaim(
        id=check.name,
        claim=claim.claim,
        words=claim.words or "",
        summary=verdict.record.summary if verdict else "",
        wordings=claim.wordings + parts,
        claimant=claim.claimant.name,
        language=claim.language or "en",
    )


def published_at(check: Check) -> str | None:
    """Give the address of the latest publication of the current verdict."""
    verdict = check.verdict()
    published = [
        one.record.url
        for one in check.publications
        if verdict and id_of(one.record.verdict) == verdict.id
    ]
    return published[-1] if published else None


def new_sentences(read: Iterable[ReadSentence]) -> list[Sentence]:
    """Give the sentences without a hit that look like claims one can check."""
    from factcheck.match.checkability import (  # noqa: PLC0415 - for --open alone
        CHECKABLE,
        checkable,
    )

    return [
        one.sentence
        for one in read
        if not one.hits and checkable(one.sentence.text) >= CHECKABLE
    ]


def hit_as_data(hit: Hit) -> dict[str, Any]:
    """Give a hit as the JSON of ``factcheck.match/1`` has it."""
    known = hit.known
    verdict = known.check.verdict()
    return {
        "check": known.check.name,
        "branch": known.branch,
        "claim": known.check.claim.record.claim,
        "verdict": {
            "rating": verdict.record.rating,
            "date": verdict.record.given[:10],
            "url": known.url,
        }
        if verdict
        else None,
        "stage": known.standing.stage,
        "public": known.standing.public,
        "flags": list(dict.fromkeys(flag.name for flag in known.flags)),
        "score": hit.match.score,
        "band": hit.match.band,
        "words": list(hit.match.words),
        "warnings": list(hit.match.warnings),
    }

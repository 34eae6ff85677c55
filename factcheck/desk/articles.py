"""Reading an article against the ledger: which sentences repeat known claims."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from factcheck.desk.known_claims import known_claim, known_claims
from factcheck.desk.semantic import with_meanings
from factcheck.match import windows
from factcheck.model import state
from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factcheck.desk.semantic import WithMeanings
    from factcheck.intake.article import Article, Sentence
    from factcheck.ledger.cache.cache import Progress
    from factcheck.ledger.history.branches import Branch
    from factcheck.ledger.ledger import Ledger
    from factcheck.match.claims import Match
    from factcheck.match.windows import Found, Place
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
    """One claim that an article seems to repeat, at its best place, and its check.

    Attributes:
        match: the match there.
        known: the check.
        joined: whether it rests on the sentence and the next one together.
        also: the other places, best first (see ``match.windows``).
    """

    match: Match
    known: KnownCheck
    joined: bool = False
    also: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence of an article with its hits, best first; most have none."""

    sentence: Sentence
    hits: tuple[Hit, ...]


class Reader:
    """The claims of a ledger, made ready to read any number of articles against.

    Only the checks that are hit are read.

    Attributes:
        unread: files of branches that cannot be read, each with the name of its
            branch: they are no error of this ledger.
    """

    def __init__(
        self,
        ledger: Ledger,
        *,
        now: str,
        branches: Iterable[Branch] = (),
        progress: Progress | None = None,
    ) -> None:
        """Make the claims ready.

        Args:
            ledger: the ledger, as committed.
            now: the time, UTC text, for flags that depend on the day.
            branches: branches whose own checks are known too, newest first; of a
                check on several the first counts.
            progress: is given the steps in which the claims are made ready for the
                first time, and their number.
        """
        self._ledger = ledger
        self._now = now
        self._known: dict[str, KnownCheck] = {}
        self._others: dict[str, tuple[Branch, Check]] = {}
        self.unread: list[tuple[str, Problem]] = []
        index = known_claims(ledger, progress=progress)
        for branch in branches:
            self.unread += [(branch.name, problem) for problem in branch.problems]
            for check in branch.checks():
                if check.name not in self._others and not index.with_id(check.name):
                    self._others[check.name] = (branch, check)
        own = [known_claim(check) for _, check in self._others.values()]
        self._index = index.changed(added=own) if own else index
        self._progress = progress

    @cached_property
    def _asked(self) -> WithMeanings:
        """The index that is asked about articles: with the encoder, if there is one."""
        return with_meanings(self._ledger, self._index, progress=self._progress)

    @property
    def is_semantic(self) -> bool:
        """Whether an encoder takes part in reading articles."""
        return self._asked.meanings is not None

    @property
    def note(self) -> str | None:
        """What is to be known of the encoder, None if nothing is."""
        return self._asked.note

    def read(self, article: Article, *, threshold: float) -> tuple[ReadSentence, ...]:
        """Match each sentence of an article, alone and together with the next one.

        Args:
            article: what to read.
            threshold: hits below this score (0 to 1) are left out.

        Returns:
            Every sentence, in order, those without a hit too.
        """
        sentences = article.sentences()
        if self._asked.meanings:
            texts = [sentence.text for sentence in sentences]
            self._asked.meanings.read_ahead(texts, article.language or "en")
        found = windows.read(
            self._asked.index,
            sentences,
            language=article.language or "en",
            said=article.published,
            threshold=threshold,
        )
        return tuple(
            ReadSentence(sentence, tuple(self._hit(one) for one in each))
            for sentence, each in zip(sentences, found, strict=True)
        )

    def near(self, claim: str, language: str | None) -> list[Hit]:
        """Give known claims that say nearly the same as a new one, best first."""
        from factcheck.match.duplicates import (  # noqa: PLC0415 - for open alone
            near_duplicates,
        )

        found = near_duplicates(self._index, claim, language=language or "en")
        return [Hit(match, self._check(match.claim_id)) for match in found]

    def _hit(self, found: Found) -> Hit:
        known = self._check(found.match.claim_id)
        return Hit(found.match, known, found.joined, found.also)

    def _check(self, name: str) -> KnownCheck:
        if name not in self._known:
            self._known[name] = self._read_check(name)
        return self._known[name]

    def _read_check(self, name: str) -> KnownCheck:
        branch: Branch | None = None
        if name in self._others:
            branch, check = self._others[name]
            standing = branch.standing(check)
        else:
            check = self._ledger.check(name)
            standing = self._ledger.standing(check)
        flags = state.flags(standing, now=self._now)
        where = branch.name if branch else None
        return KnownCheck(check, standing, flags, published_at(check), where)


def published_at(check: Check) -> str | None:
    """Give the address of the latest publication of the current verdict."""
    verdict = check.verdict()
    published = [
        one.record.url
        for one in check.publications
        if verdict and id_of(one.record.verdict) == verdict.id
    ]
    return published[-1] if published else None

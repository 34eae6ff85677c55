"""What matching takes and what it gives: known claims, matches and their bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

Band: TypeAlias = Literal["repeats", "likely", "possible"]

REPEATS = 0.9
"""From this score on a sentence *repeats* a claim."""

LIKELY = 0.5
"""From this score on it is *likely* that it does: read it. The default threshold."""

POSSIBLE = 0.2
"""From this score on it is *possible*: shown only to those who ask for more."""


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """What matching knows of a claim that the ledger has.

    Attributes:
        id: the check's id; matches name it, ties are settled by it.
        claim: our wording of the claim.
        words: the words as said.
        title: headline of our verdict.
        summary: our summary of what was found.
        wordings: other wordings under which the claim goes round.
        claimant: who made it.
        language: language tag of all these texts, such as ``en`` or ``pt-BR``.
        dates: when the claim was about, ISO dates, partial ones too (``2020-10``):
            when it was made, when our verdict was given and published. A sentence
            of about the same time is likelier to repeat it.
    """

    id: str
    claim: str
    words: str = ""
    title: str = ""
    summary: str = ""
    wordings: tuple[str, ...] = ()
    claimant: str = ""
    language: str = "en"
    dates: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Give the texts that state the claim: our wording, then the others."""
        return tuple(text for text in (self.claim, self.words, *self.wordings) if text)


class SharedWord(NamedTuple):
    """A word of the sentence that the claim has too.

    Attributes:
        word: as it stands in the sentence.
        share: its part of the weight of all shared words, 0 to 1.
    """

    word: str
    share: float


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence that seems to repeat a known claim.

    Attributes:
        claim_id: the id of the claim.
        score: how sure the match is, 0 to 1, four digits after the point.
        band: the score in words; never ``repeats`` where a warning stands.
        shared: the sentence's own words that the match rests on, weightiest first.
        missing: weighty words of the claim that the sentence lacks.
        warnings: where numbers, dates, names or a negation differ, one line each.
        unread: which of these cannot be compared in the language of the sentence or
            the claim, and are left to the reader; empty where all can.
    """

    claim_id: str
    score: float
    band: Band
    shared: tuple[SharedWord, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    unread: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The shared words alone."""
        return tuple(one.word for one in self.shared)


def band_of(score: float) -> Band:
    """Give the band of ``score``; whatever was asked for below 0.2 is possible too."""
    if score >= REPEATS:
        return "repeats"
    return "likely" if score >= LIKELY else "possible"

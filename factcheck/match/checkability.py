"""Does a sentence look like a claim that could be checked, and why?

A rule of thumb, not a judgement: an editor decides what is worth checking. It rests
on what public guides to choosing claims agree on: a checkable statement has
somebody or something that can be named, a number, a date, a comparison or an event
that has happened, and often a source; questions, opinions, wishes, predictions and
instructions cannot be checked. What is worth the work (how far it goes round, whom
it harms) is not in the sentence, and not in the value.

Numbers, dates, names, quotation marks and question marks are read in every language
that `differences` reads; signs in words where ``cues.toml`` has them, else not at all.
"""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.match.language.alignment import words
from factcheck.match.language.dates import dates
from factcheck.match.language.lexicons import UNCASED, function_words, language_of
from factcheck.match.language.names import names
from factcheck.match.language.quantities import quantities
from factcheck.match.language.tokenising import is_unspaced, normalise, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CHECKABLE = 0.5
"""From this value on ``match --open`` offers to open a check."""

REASONS = 4
"""Signs that are named, at most."""


class Sentence:
    """A sentence as the signs see it, each thing read when it is first asked for.

    Args:
        text: the sentence, read up to `tokenising.SENTENCE_LIMIT` characters.
        language: its language tag.
    """

    def __init__(self, text: str, language: str) -> None:
        self.text = normalise(text)
        self.language = language_of(self.text, language)

    @cached_property
    def _dated(self) -> tuple[list[str], str]:
        found, rest = dates(self.text, self.language)
        return [date.surface for date in found], rest

    @cached_property
    def dates(self) -> list[str]:
        """The dates as written."""
        return self._dated[0]

    @cached_property
    def numbers(self) -> list[str]:
        """The numbers as written, those of dates left out."""
        return [one.surface for one in quantities(self._dated[1], self.language)]

    @cached_property
    def names(self) -> list[str]:
        """The names as written, where capitals tell them; not a lone first word."""
        if self.language == "en":
            return [
                name.surface
                for name in names(self.text)
                if name.before or " " in name.surface
            ]
        if self.language in UNCASED | {"de"}:
            return []
        return [
            word.surface
            for word in words(self.text, self.language)
            if word.surface[0].isupper()
            and not word.first
            and word.surface.lower() not in function_words(self.language)
        ]

    @cached_property
    def length(self) -> int:
        """How many words it has that name anything."""
        found = terms(self.text, self.language)
        pairs = sum(map(is_unspaced, found))
        return len(found) - pairs // 2


@dataclass(frozen=True, slots=True)
class Cue:
    """One sign for or against, and what it adds to the logit.

    Attributes:
        name: what the sign is, in words for the reader.
        adds: what it adds where it is found.
        found: gives what it is found in, as written; empty where it is not.
    """

    name: str
    adds: float
    found: Callable[[Sentence], str]


@cache
def _patterns() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    """Give the signs in words of each language."""
    known: Mapping[str, Any] = tomllib.loads(
        (Path(__file__).parent / "cues.toml").read_text(encoding="utf-8")
    )
    return {
        language: {
            name: re.compile(pattern.replace("\n", ""), re.IGNORECASE)
            for name, pattern in signs.items()
        }
        for language, signs in known.items()
    }


def _in_words(sign: str) -> Callable[[Sentence], str]:
    """Give a test for a sign that each language has its words for."""

    def found(sentence: Sentence) -> str:
        pattern = _patterns().get(sentence.language, {}).get(sign)
        match = pattern.search(sentence.text) if pattern else None
        return match.group().strip(" .,;:") if match else ""

    return found


_QUESTION = re.compile(r"[?？؟;՞]\W*$")
_QUOTED = re.compile(r"[“„«「『”\"][^“”„«»「」『』\"]{3,300}[”“»」』\"]")
_LONGEST_SHOWN = 30


def _question(sentence: Sentence) -> str:
    ends = _QUESTION.search(sentence.text)
    # A semicolon is a question mark in Greek alone.
    if ends is None or (ends.group()[0] == ";" and sentence.language != "el"):
        return ""
    return "?"


def _quoted(sentence: Sentence) -> str:
    match = _QUOTED.search(sentence.text)
    return f"{match.group()[:_LONGEST_SHOWN].rstrip()}" if match else ""


def _first(found: list[str]) -> str:
    return found[0] if found else ""


CUES = (
    Cue("a number", 1.4, lambda sentence: ", ".join(sentence.numbers[:2])),
    Cue("a date", 0.6, lambda sentence: _first(sentence.dates)),
    Cue("a name", 0.7, lambda sentence: _first(sentence.names)),
    Cue("several names", 0.4, lambda sentence: ", ".join(sentence.names[1:3])),
    Cue("a quotation", 0.2, _quoted),
    Cue("who says it", 0.5, _in_words("attribution")),
    Cue("a comparison", 0.7, _in_words("comparison")),
    Cue("what has happened", 0.7, _in_words("event")),
    Cue("a statement of fact", 0.4, _in_words("fact")),
    Cue("a question", -3.0, _question),
    Cue("an opinion", -1.6, _in_words("opinion")),
    Cue("a prediction", -0.9, _in_words("prediction")),
    Cue("an instruction", -3.0, _in_words("instruction")),
    Cue("talk of oneself", -0.4, _in_words("personal")),
)
"""The signs. Their weights are set by hand, for want of sentences to learn from.

On 915 posts of several sentences, of which one repeats a claim that was checked, they
put that one first in 79 of 100 (by length alone: 77, which is partly how the
right one was told: by the words that it shares with the claim).
"""

_CONSTANT = -1.6
_LENGTH = 0.6
_USUAL_WORDS = 6
_MOST_WORDS = 30
_FEW_WORDS = 3
_SOME_WORDS = 5
_TOO_SHORT = -3.0
_SHORT = -1.0


def checkable(sentence: str, language: str = "en") -> float:
    """Give how much ``sentence`` looks like a claim to check, 0 to 1.

    Args:
        sentence: one sentence, read up to `tokenising.SENTENCE_LIMIT` characters.
        language: its language tag.

    Returns:
        The value, for ordering; from `CHECKABLE` on a check is worth offering. It is
        no probability.
    """
    read = Sentence(sentence, language)
    logit = _CONSTANT + math.fsum(cue.adds for cue in CUES if cue.found(read))
    # Who says more says more that can be checked.
    said = min(read.length, _MOST_WORDS)
    logit += _LENGTH * math.log((1 + said) / (1 + _USUAL_WORDS))
    if read.length < _FEW_WORDS:
        logit += _TOO_SHORT
    elif read.length < _SOME_WORDS:
        logit += _SHORT
    return 1 / (1 + math.exp(-logit))


def reasons(sentence: str, language: str = "en") -> tuple[str, ...]:
    """Say what speaks for checking a sentence, and what against it.

    Returns:
        Such as ``a number (300)`` and ``not: an opinion (I think)``; what counts
        most first.
    """
    read = Sentence(sentence, language)
    found = [(cue, cue.found(read)) for cue in CUES]
    ordered = sorted(found, key=lambda one: -abs(one[0].adds))
    return tuple(
        f"{'not: ' if cue.adds < 0 else ''}{cue.name}{_shown(what)}"
        for cue, what in ordered
        if what
    )[:REASONS]


def _shown(what: str) -> str:
    return f" ({what})" if any(sign.isalnum() for sign in what) else ""

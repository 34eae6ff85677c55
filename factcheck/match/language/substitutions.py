"""What a sentence has in place of the words of a claim that it nearly repeats.

Another name, number or a negation; in writing that has no capitals, or capitals for
all nouns, any other word. And, in English, two names that have changed places: *Iran
accused France*, *France accused Iran*.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from factcheck.match.language.alignment import Exchange, Word, exchanges, words
from factcheck.match.language.bounds import compares
from factcheck.match.language.lexicons import UNCASED, function_words, lexicon
from factcheck.match.language.names import TITLES, same_country
from factcheck.match.language.negation import is_harmless, is_negation
from factcheck.match.language.tokenising import primary_language
from factcheck.match.language.words import (
    DEMANDS,
    MONTHS,
    PREVENTIONS,
    RECIPROCAL,
    SCALES,
    STOP_WORDS,
    WEEKDAYS,
)
from factcheck.match.weights import is_common

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 3
_LONGEST_UNSPACED = 6
_ROOT = 4
_REACH = 10
_NAMES = 8
_SHORTEST_STEM = 3
_SEMITIC = re.compile("[\u0590-\u06ff]")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")
_ALIKE = 0.75
_NOUNS_HAVE_CAPITALS = frozenset({"de", "lb"})


class Substitutions(NamedTuple):
    """What stands in place of the claim's words, one line each.

    Attributes:
        names, numbers, negations: lines by kind.
        near: whether the sentence nearly repeats the words of the claim at all.
        opening: whether the two begin with different words that may be names: first
            words have capitals anyway.
    """

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    negations: tuple[str, ...]
    near: bool
    opening: bool = False

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self.names) + len(self.numbers) + len(self.negations)


def substitutions(sentence: str, claims: Sequence[str], language: str) -> Substitutions:
    """Compare a sentence with the texts of a claim, all in one language.

    Args:
        sentence: what somebody says now.
        claims: the texts of the claim; the one that differs least counts.
        language: their language tag.
    """
    language = primary_language(language)
    here = words(sentence, language)
    found = [
        _judged(here, there, aligned, language)
        for there in (words(text, language) for text in claims)
        for aligned in [exchanges(here, there)]
        if aligned is not None
    ]
    if not found:
        return Substitutions((), (), (), near=False)
    return min(found, key=lambda one: (one.lines, one.opening))


def names_agree(sentence: str, claims: Sequence[str], language: str) -> bool:
    """Say whether a sentence has all names of one text of a claim.

    Only where capitals tell names: elsewhere nothing is known, and the answer is no.
    """
    known = lexicon(language)
    if known is None or not known.names:
        return False
    here = words(sentence, language)
    return any(
        all(
            any(one.key == other.key or _related(one, other) for other in here)
            for one in words(text, language)
            if _is_telling(one, language)
        )
        for text in claims
    )


def _judged(
    here: list[Word], there: list[Word], aligned: list[Exchange], language: str
) -> Substitutions:
    mine = {word.key for word in here}
    yours = {word.key for word in there}
    names: list[str] = []
    numbers: list[str] = []
    negations: list[str] = []
    for one in aligned:
        if _renamed(one, mine, yours, language):
            names.append(_line(one, language))
        elif _renumbered(one, mine, yours, language):
            numbers.append(_line(one, language))
        negations += _negated(one, here, there, language)
    if language == "en":
        names += _turned(here, there)
    return Substitutions(
        tuple(names[:2]),
        tuple(numbers[:2]),
        tuple(negations[:1]),
        near=True,
        opening=any(_opens(one, language) for one in aligned),
    )


def _opens(exchange: Exchange, language: str) -> bool:
    """Say whether first words that may be names stand in each other's place."""
    if language in UNCASED | {"en"} or not _short(exchange):
        return False
    one, other = exchange.here[0], exchange.there[0]
    return all(
        word.first
        and word.surface[0].isupper()
        and not word.surface.endswith("'")
        and word.surface.lower() not in function_words(language)
        for word in (one, other)
    ) and not _related(one, other)


def _line(exchange: Exchange, language: str) -> str:
    between = "" if exchange.here[0].surface and _unspaced(exchange) else " "
    # An elided article stands close: "L'Espagne".
    said = between.join(word.surface for word in exchange.here).replace("' ", "'")
    stated = between.join(word.surface for word in exchange.there).replace("' ", "'")
    if language in UNCASED | _NOUNS_HAVE_CAPITALS or said[:1].isdecimal():
        return f"says {said}, the claim says {stated}"
    if not (said[:1].isupper() and stated[:1].isupper()):
        return f"says {said}, the claim says {stated}"
    return f"names {said}, the claim names {stated}"


def _unspaced(exchange: Exchange) -> bool:
    return all(
        len(word.surface) == 1 and not word.surface.isascii()
        for word in (*exchange.here, *exchange.there)
    )


def _short(exchange: Exchange) -> bool:
    """Say whether few words on both sides stand in each other's place."""
    most = _LONGEST_UNSPACED if _unspaced(exchange) else _LONGEST
    return 0 < len(exchange.here) <= most and 0 < len(exchange.there) <= most


def _renamed(
    exchange: Exchange, mine: set[str], yours: set[str], language: str
) -> bool:
    """Say whether names, or words that may be names, stand in each other's place."""
    if not _short(exchange):
        return False
    said = [word for word in exchange.here if _is_telling(word, language)]
    stated = [word for word in exchange.there if _is_telling(word, language)]
    if not said or not stated:
        return False
    if any(word.key in yours for word in said) or any(
        word.key in mine for word in stated
    ):
        return False  # the same words in another order
    return not any(_related(one, other) for one in said for other in stated)


def _is_telling(word: Word, language: str) -> bool:
    """Say whether a word is a name, as far as its writing tells."""
    if word.surface[0].isdecimal() or (len(word.surface) == 1 and word.key.isascii()):
        return False
    if word.surface.endswith("'"):
        return False  # elided, before the word itself
    lower = word.surface.lower()
    if language in UNCASED:
        return lower not in function_words(language)
    if not word.surface[0].isupper() or lower in function_words(language):
        return False
    if language == "en":
        plain = (
            lower not in STOP_WORDS | TITLES
            and lower not in MONTHS | dict.fromkeys(WEEKDAYS)
        )
        return plain and not is_common(word.key)
    known = lexicon(language)
    counts = known is not None and (lower in known.months or lower in known.scales)
    return not word.first and not counts


def _related(one: Word, other: Word) -> bool:
    """Say whether two words share a root or a country, or one begins the other."""
    root = min(len(one.key), len(other.key), _ROOT)
    short = min(len(one.key), len(other.key)) < _ROOT
    if one.key[:root] == other.key[:root] and not (short and one.key != other.key):
        return True
    if min(len(one.key), len(other.key)) > _ROOT and _one_letter_apart(one, other):
        return True
    # Arabic and Hebrew verbs and nouns begin otherwise by person and case.
    stem = one.key[1:]
    if len(stem) >= _SHORTEST_STEM and _SEMITIC.match(stem) and stem == other.key[1:]:
        return True
    return same_country(one.surface, other.surface)


def _one_letter_apart(one: Word, other: Word) -> bool:
    """Say whether two long words are spellings of one: *Eliot*, *Elliot*."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - slow to load

    return OSA.distance(one.key, other.key, score_cutoff=1) <= 1


def _renumbered(
    exchange: Exchange, mine: set[str], yours: set[str], language: str
) -> bool:
    """Say whether years, ordinals, or a million and a billion stand for each other.

    Other numbers are compared by what they count: `quantities`.
    """
    if len(exchange.here) != 1 or len(exchange.there) != 1:
        return False
    (said,), (stated,) = exchange.here, exchange.there
    known = lexicon(language)
    scales = SCALES if known is None else known.scales
    ordinals = _ORDINAL.match(said.surface) and _ORDINAL.match(stated.surface)
    scaled = scales.get(said.surface.lower(), 0), scales.get(stated.surface.lower(), 0)
    years = _YEAR.match(said.surface) and _YEAR.match(stated.surface)
    alike = bool(ordinals or years or (all(scaled) and scaled[0] != scaled[1]))
    return alike and said.key not in yours and stated.key not in mine


def _negated(
    exchange: Exchange, here: list[Word], there: list[Word], language: str
) -> list[str]:
    """Give the line for a negation that one side alone has between equal words."""
    if not exchange.inside or max(len(exchange.here), len(exchange.there)) > _LONGEST:
        return []
    if any(word.surface.lower() in DEMANDS for word in exchange.here + exchange.there):
        return []  # what should not be says nothing of what is
    said = _negation(exchange.here, here, language)
    stated = _negation(exchange.there, there, language)
    if said and not stated and not _prevents(exchange.there):
        return [f'the sentence denies it ("{said}"), the claim does not']
    if stated and not said and not _prevents(exchange.here):
        return [f'the claim denies it ("{stated}"), the sentence does not']
    return []


def _prevents(found: tuple[Word, ...]) -> bool:
    return any(word.surface.lower() in PREVENTIONS for word in found)


def _negation(found: tuple[Word, ...], text: list[Word], language: str) -> str:
    """Give the negation among some words of a text; nothing if it has no force."""
    if language == "en":
        lower = [word.surface.lower() for word in text]
        return next(
            (
                word.surface
                for word in found
                if is_negation(lower[word.position])
                and not is_harmless(lower, word.position)
            ),
            "",
        )
    known = lexicon(language)
    if known is None:
        return ""
    for word in found:
        around = text[max(0, word.position - 1) : word.position + 3]
        following = text[word.position + 1 : word.position + 3]
        if compares([one.surface.lower() for one in following], language):
            continue
        if word.surface in known.pieces:
            run = "".join(one.surface for one in around)
            if not any(harmless in run for harmless in known.only):
                return word.surface
        elif word.surface.lower() in known.negations and known.only.isdisjoint(
            one.surface.lower() for one in around
        ):
            return word.surface
    return ""


def _turned(here: list[Word], there: list[Word]) -> list[str]:
    """Give the line for two names that have changed places around a verb.

    The passive turns them too, and both together turn nothing.
    """
    mine, yours = {word.key for word in here}, {word.key for word in there}
    if len(mine & yours) < _ALIKE * max(len(mine), len(yours)):
        return []
    said, stated = _acts(here, yours), _acts(there, mine)
    for (verb, one, other), (place, passive) in said.items():
        for names in ((other, one), (one, other)):
            found = stated.get((verb, *names))
            same_order = names == (one, other)
            if found is None or (found[1] != passive) != same_order:
                continue
            if (verb, *names[::-1]) in stated or (verb, other, one) in said:
                continue  # both do it to each other
            return [
                f"says {_told(here, place)}, the claim says {_told(there, found[0])}"
            ]
    return []


def _told(text: list[Word], place: slice) -> str:
    return " ".join(word.surface for word in text[place])


_Act = tuple[str, str, str]


def _acts(text: list[Word], known: set[str]) -> dict[_Act, tuple[slice, bool]]:
    """Give each verb that stands between two names, if both texts have all three.

    Returns:
        Verb, first name and second name; where they stand, and whether *by* stands
        before the second name.
    """
    names = [word for word in text if word.key in known and _is_telling(word, "en")]
    found: dict[_Act, tuple[slice, bool]] = {}
    for one, other in combinations(names[:_NAMES], 2):
        between = text[one.position + 1 : other.position]
        lower = [word.surface.lower() for word in between]
        if one.key == other.key or not 0 < len(between) <= _REACH:
            continue
        if not RECIPROCAL.isdisjoint(lower):
            continue
        place = slice(one.position, other.position + 1)
        for word in between:
            is_name = word.surface[0].isupper() or word.surface[0].isdecimal()
            if word.key in known and not is_name and word.surface not in STOP_WORDS:
                act = (word.key, one.key, other.key)
                found.setdefault(act, (place, "by" in lower))
    return found

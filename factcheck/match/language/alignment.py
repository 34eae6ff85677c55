"""Two texts that are nearly the same, laid side by side word by word.

Where a sentence repeats a claim nearly in its own words, the few that stand in each
other's place tell most: another name, another number, a *not*. This needs no grammar,
so that it holds for every language.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from factcheck.match.language.tokenising import (
    LETTER,
    UNSPACED,
    folded,
    normalise,
    number,
    primary_language,
    stem,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

WORD_LIMIT = 80
"""Words of either text that are laid side by side: that costs their product."""

_LEAST_WORDS = 4
_NEARLY = 0.7
_IN_A_ROW = 0.65
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)$")
_SPACED = rf"(?:(?![{UNSPACED}]){LETTER})+"
_WORD = re.compile(
    rf"\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?|[{UNSPACED}]|{_SPACED}(?:['-]{_SPACED})*"
)
# "L'Espagne", "dell'Italia": an article or the like, and then the word that counts.
_ELISIONS = {
    "ca": "[dlmnst]",
    "fr": "[cdjlmnst]|(?:jus|lors|puis)?qu|quoiqu",
    "it": (
        "[cdlmnstv]|(?:de|da|ne|a|su|co|que|be)ll|(?:alc|qualc|ciasc|ness)?un|"
        "gl|anch|tutt|sant"
    ),
}
_ENDS = frozenset('.!?…:;"“”„«»।。！？؟')


class Word(NamedTuple):
    """A word of a text.

    Attributes:
        key: what two spellings and inflections of it share.
        surface: as written.
        position: its place in the text, from 0.
        first: whether it begins the text or one of its sentences.
    """

    key: str
    surface: str
    position: int
    first: bool


class Exchange(NamedTuple):
    """Words that stand where the other text has others; one side may have none.

    Attributes:
        here: words of the sentence.
        there: words of the claim.
        inside: whether words that are equal stand on both sides.
    """

    here: tuple[Word, ...]
    there: tuple[Word, ...]
    inside: bool


def words(text: str, language: str) -> list[Word]:
    """Give the words of a text, up to `WORD_LIMIT`, function words too.

    In writing without spaces each sign is one.
    """
    language = primary_language(language)
    text = normalise(text)
    found: list[Word] = []
    end = 0
    for match in _pattern(language).finditer(text):
        between = text[end : match.start()]
        end = match.end()
        first = not found or not _ENDS.isdisjoint(between)
        found.append(Word(_key(match[0], language), match[0], len(found), first))
        if len(found) == WORD_LIMIT:
            break
    return found


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Give the pattern of a word; an elided one is its own."""
    elided = _ELISIONS.get(language)
    if elided is None:
        return _WORD
    return re.compile(
        rf"(?<![^\W_])(?:{elided})'(?=[^\W\d_])|{_WORD.pattern}", re.IGNORECASE
    )


def _key(surface: str, language: str) -> str:
    if surface[0].isdecimal():
        return number(_ORDINAL.sub("", surface), language)
    return folded(stem(surface.lower().removesuffix("'s"), language))


def exchanges(here: Sequence[Word], there: Sequence[Word]) -> list[Exchange] | None:
    """Give what stands in each other's place; None if the texts are not nearly equal.

    Args:
        here: the words of a sentence, which may say more than the claim.
        there: the words of a claim.
    """
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - slow to load

    one, other = [word.key for word in here], [word.key for word in there]
    if min(len(one), len(other)) < _LEAST_WORDS:
        return None
    if len(set(one) & set(other)) < _NEARLY * len(set(other)):
        return None
    found: list[Exchange] = []
    equal = 0
    mine: tuple[Word, ...] = ()
    yours: tuple[Word, ...] = ()
    for step in Indel.opcodes(one, other):
        if step.tag != "equal":
            mine += tuple(here[step.src_start : step.src_end])
            yours += tuple(there[step.dest_start : step.dest_end])
            continue
        if mine or yours:
            found.append(Exchange(mine, yours, inside=equal > 0))
            mine, yours = (), ()
        equal += step.src_end - step.src_start
    if mine or yours:
        found.append(Exchange(mine, yours, inside=False))
    return found if equal >= _IN_A_ROW * len(other) else None

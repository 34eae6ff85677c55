"""Names that are probably another spelling of a name: "Reuters (wire)" of "Reuters".

What is counted by name (origins, publishers) is counted wrong where one has two
names. These are questions to a person, so that few false ones matter more than none
missed: where two names differ in a word of content, a country or a number, they are
two.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from factcheck.match.language.words import COUNTRIES, word_set
from factcheck.model.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAXIMUM_LENGTH = 200
_MAXIMUM_WORDS = 25

# They hold words together, in the languages of our sources, and tell nothing apart.
_JOINING = word_set("""
    the a an of and for in at by s l d al el la le les los las de del della des du di da
    do dos der die das den dem des et und y e van von
    """)
# What some spellings of a house add and others leave out.
_ADDED = word_set("""
    news agency newsagency wire newswire online website tv com org net www co inc ltd
    llc plc gmbh ag affairs official desk staff
    """)
_TITLES = word_set("""
    president prime minister chancellor king queen sheikh mr mrs ms dr sir prof
    professor general gen senator sen ambassador mp
    """)
# The last word of many papers: not a surname by which one of them is called.
_OF_MANY = word_set("""
    times post herald press today star sun mail express journal tribune gazette union
    council government ministry court bank institute university party army office
    guardian mirror observer telegraph chronicle review report monitor world radio
    television channel network group media foundation center centre organization
    organisation service services authorities association committee commission states
    nations republic police agency news parliament party wikipedia
    """)
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_ROLE = re.compile(r",.*", re.DOTALL)

_TYPO_LETTERS = 5
_TWO_TYPOS_LETTERS = 10
_TYPOS = 2
_LONGEST_PERSON = 4
_SHORTEST_ACRONYM = 2


class _Form(NamedTuple):
    """A name taken apart.

    Attributes:
        words: all of it, folded.
        content: those that do not only join; all, where there are no others.
        core: of these, as a set, what no spelling leaves out, with a country for its
            adjective.
    """

    words: tuple[str, ...]
    content: tuple[str, ...]
    core: frozenset[str]


def near_names(name: str, known: Mapping[str, int]) -> list[str]:
    """Give the known names that are probably other spellings of a name.

    They are equal but for what stands in brackets or behind a comma, joining words,
    the order of words, a country's adjective, titles, words such as "agency", or a
    typing error in a long word; or one abbreviates the other ("AFP"), or is the
    surname in it.

    Args:
        name: the name that somebody has typed.
        known: spellings, each with how often it was used.

    Returns:
        The most used first, of spellings that fold to the same only the most used;
        none that folds to the name itself, for those count as one already.
    """
    folded = fold_name(name[:_MAXIMUM_LENGTH])
    forms = _forms(name)
    found: dict[str, str] = {}
    for other in sorted(known, key=lambda spelling: (-known[spelling], spelling)):
        key = fold_name(other[:_MAXIMUM_LENGTH])
        if key in {folded, *found}:
            continue
        if any(_near(one, two) for one in forms for two in _forms(other)):
            found[key] = other
    return list(found.values())


def _forms(name: str) -> list[_Form]:
    """Give a name whole, and without what is only added in writing."""
    cut = name[:_MAXIMUM_LENGTH]
    bare = _BRACKETS.sub(" ", cut)
    spellings = [cut, bare]
    # "Pashinyan, prime minister", but "a recruit, interviewed by …" is no name.
    if bare.lstrip()[:1].isupper():
        spellings.append(_ROLE.sub("", bare))
    return [
        _form(spelling) for spelling in dict.fromkeys(spellings) if spelling.strip()
    ]


def _form(name: str) -> _Form:
    words = tuple(fold_name(name).split()[:_MAXIMUM_WORDS])
    content = tuple(word for word in words if word not in _JOINING) or words
    places = _places()
    plain = frozenset(places.get(word, word) for word in content)
    core = plain - _ADDED - _TITLES
    # "President of France" and "Prime Minister of France" are two.
    return _Form(words, content, plain if core <= set(places.values()) else core)


@cache
def _places() -> dict[str, str]:
    """Give the country of its name and of its adjective, but not of its capital.

    The Moscow Times is no Russian Times. Adjectives begin as their countries do.
    """
    others = word_set("french danish dutch american america")
    return {
        fold_name(word): min(country)
        for country in COUNTRIES
        for word in country
        if word in others or _begins_as_another(word, country)
    }


def _begins_as_another(word: str, country: frozenset[str]) -> bool:
    """Tell whether another name of a country has the same first three letters."""
    return any(word != other and word[:3] == other[:3] for other in country)


@cache
def _all_places() -> frozenset[str]:
    """Give every word for a country, its people or its capital."""
    return frozenset(fold_name(word) for country in COUNTRIES for word in country)


def _near(one: _Form, other: _Form) -> bool:
    """Tell whether two forms are probably of the same name."""
    return (
        one.core == other.core
        or "".join(one.words) == "".join(other.words)
        or _is_mistyped(one.content, other.content)
        or any(
            _abbreviates(short, long) or _is_surname(short, long)
            for short, long in ((one, other), (other, one))
        )
    )


def _is_mistyped(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether words differ by one or two letters, long words alone."""
    if len(one) != len(other):
        return False
    typos = 0
    for mine, yours in zip(one, other, strict=True):
        if mine == yours:
            continue
        letters = min(len(mine), len(yours))
        allowed = (letters >= _TYPO_LETTERS) + (letters >= _TWO_TYPOS_LETTERS)
        names_place = bool({mine, yours} & _all_places())
        if not (mine.isalpha() and yours.isalpha()) or names_place or not allowed:
            return False
        if abs(len(mine) - len(yours)) > allowed:
            return False
        distance = _letters_apart(mine, yours)
        typos += distance
        if distance > allowed or typos > _TYPOS:
            return False
    return True


def _letters_apart(one: str, other: str) -> int:
    """Count the letters in which words differ; more than two typos are any number."""
    # Most words are told apart without loading it: a letter that the other one has
    # not, or not as often, is a typo at least.
    mine, yours = Counter(one), Counter(other)
    lacking = max((mine - yours).total(), (yours - mine).total())
    if lacking > _TYPOS:
        return lacking
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - see above

    return OSA.distance(one, other, score_cutoff=_TYPOS)


def _abbreviates(short: _Form, long: _Form) -> bool:
    """Tell whether a name of one word is the other one's initials: AFP, ECHR."""
    if len(short.content) != 1 or len(short.content[0]) < _SHORTEST_ACRONYM:
        return False
    return any(
        len(words) > 1 and "".join(word[0] for word in words) == short.content[0]
        for words in (long.words, long.content)
    )


def _is_surname(short: _Form, long: _Form) -> bool:
    """Tell whether a name of one word is the last one of a person's: Macron."""
    if len(short.core) != 1 or not 1 < len(long.content) <= _LONGEST_PERSON:
        return False
    surname = next(iter(short.core))
    given = set(long.content[:-1])
    return (
        surname == long.content[-1]
        and len(surname) >= _TYPO_LETTERS
        and surname not in _OF_MANY | _all_places()
        and not given & (_all_places() | _OF_MANY)
    )

"""Where a sentence and the claim that it seems to repeat say different things.

A warning must be right and rare: only what both state, and state differently, is
one. All texts of the claim are asked; if one of them agrees, there is no warning.

English is read in full. Of other languages numbers and dates are, and the negations
that `lexicons` knows; names where a sentence keeps nearly to the words of the claim.
What cannot be compared is said: that no difference was found is then no agreement.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from factcheck.match.language import dates, names, quantities
from factcheck.match.language.denials import Clause, clauses, contradicted_by
from factcheck.match.language.lexicons import evident_language, language_of, lexicon
from factcheck.match.language.negation import Polarity, polarity
from factcheck.match.language.substitutions import names_agree, substitutions
from factcheck.match.language.tokenising import normalise, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.match.claims import KnownClaim

_ALIKE = 0.6
"""So much of the claim must be in the sentence before a name is said to differ."""

TEXT_LIMIT = 1000
"""Characters of each text that are compared."""

_TEXTS = 12

# "— Anna Example (@anna) March 8, 2017": when it was posted, not what it says.
_SIGNATURE = re.compile(r"\s[—–-]\s[^—–]{0,80}\(@\w{1,30}\)[^—–]{0,40}$")
# "SEN. EXAMPLE (D): ": who speaks in a transcript.
_SPEAKER = re.compile(r"^[A-Z][A-Z.'’-]+(?:\s[A-Z.'’-]+){0,3}(?:\s\([^()]{0,40}\))?:\s")


class Statement:
    """What a text says in numbers, dates and names, and what it denies.

    Each is read when it is first asked for, once.

    Args:
        text: any text, read up to `TEXT_LIMIT` characters.
        language: its language tag. Where the writing cannot be that language, the
            commonest one with this writing is taken. English, which is what is told
            where nobody tells, is believed only of what may be English.

    Attributes:
        text: what is compared: without who speaks and when it was posted.
        language: primary language; empty where it is not known.
    """

    def __init__(self, text: str, language: str = "en") -> None:
        self.text = _SPEAKER.sub("", _SIGNATURE.sub("", text[:TEXT_LIMIT]))
        self.language = language_of(self.text, language)
        if self.language == "en":
            other = evident_language(self.text)
            self.language = "en" if other is None else other

    @cached_property
    def _dated(self) -> tuple[list[dates.CalendarDate], str]:
        return dates.dates(self.text, self.language)

    @cached_property
    def dates(self) -> list[dates.CalendarDate]:
        """The calendar dates."""
        return self._dated[0]

    @cached_property
    def quantities(self) -> list[quantities.Quantity]:
        """The numbers that are no dates."""
        return quantities.quantities(self._dated[1], self.language)

    @cached_property
    def shares(self) -> list[float]:
        """The shares in words, in per cent."""
        return quantities.shares(self.text) if self.language == "en" else []

    @cached_property
    def names(self) -> list[names.Name]:
        """The names."""
        return names.names(self.text)

    @cached_property
    def polarity(self) -> Polarity:
        """What is stated and what is denied, in English."""
        return polarity(self.text)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """What is stated and what is denied, in another language."""
        return clauses(self.text, self.language)

    @cached_property
    def terms(self) -> frozenset[str]:
        """The terms."""
        return frozenset(terms(self.text, self.language))


class Comparison(NamedTuple):
    """What a comparison found.

    Attributes:
        warnings: one line for each number, date, name and negation that differs.
        unread: which of them could not be compared; empty where all could.
    """

    warnings: tuple[str, ...]
    unread: str


def differences(sentence: Statement, claim: KnownClaim) -> tuple[str, ...]:
    """Give one line for each number, date, name and negation that differs."""
    return compare(sentence, claim).warnings


def compare(sentence: Statement, claim: KnownClaim) -> Comparison:
    """Look for numbers, dates, names and negations that differ.

    Args:
        sentence: what somebody says now.
        claim: the claim that it seems to repeat, with all its wordings.

    Returns:
        The warnings, and what could not be compared.
    """
    known = [Statement(text, claim.language) for text in claim.texts[:_TEXTS]]
    same = {_spelling(one.text) for one in known}
    if not known or _spelling(sentence.text) in same:
        return Comparison((), "")
    language = sentence.language
    if language != known[0].language:
        figures = (
            *_quantity_differences(sentence, known),
            *_date_difference(sentence, known),
        )
        untold = "en" not in {language, known[0].language} and not (
            language and known[0].language
        )
        return Comparison(figures, LITTLE_READ if untold else ACROSS_LANGUAGES)
    texts = [one.text for one in known]
    near = substitutions(sentence.text, texts, language)
    figures = (
        *_quantity_differences(sentence, known),
        *_date_difference(sentence, known),
    )
    # Where the language is not known, capitals tell most names still.
    named = _name_difference(sentence, known) if language in {"en", ""} else []
    denied = (
        _negation_difference(sentence, known)
        if language == "en"
        else _denial_difference(sentence, known)
    )
    warnings = (
        *figures,
        *(() if figures else near.numbers),
        *(named or near.names),
        *(denied or near.negations),
    )
    agree = not near.opening and (
        near.near or names_agree(sentence.text, texts, language)
    )
    return Comparison(warnings, _unread(language, names_read=agree))


ACROSS_LANGUAGES = (
    "sentence and claim are in two languages: compare names and negations yourself"
)
NAMES_UNREAD = "names cannot be compared in this language: compare them yourself"
LITTLE_READ = (
    "of this language only figures can be compared: compare names and negations "
    "yourself"
)


def _spelling(text: str) -> str:
    """Give what two texts must share to say the same, for certain."""
    return " ".join(normalise(text).casefold().split()).strip(" .!?\"'“”«»。！？।؟۔")


def _unread(language: str, *, names_read: bool) -> str:
    """Say what of a language cannot be compared."""
    if language == "en":
        return ""
    known = lexicon(language)
    if known is None or not known.denies:
        return LITTLE_READ
    return "" if names_read else NAMES_UNREAD


def _denial_difference(sentence: Statement, known: Sequence[Statement]) -> list[str]:
    found: list[str] = []
    for text in known:
        here = contradicted_by(text.clauses, sentence.clauses)
        there = contradicted_by(sentence.clauses, text.clauses)
        if here and not there:
            found.append(f'the claim denies it ("{here}"), the sentence does not')
        elif there and not here:
            found.append(f'the sentence denies it ("{there}"), the claim does not')
        elif len(sentence.terms & text.terms) > 1:
            return []
    return found[:1]


def _quantity_differences(sentence: Statement, known: Sequence[Statement]) -> list[str]:
    said = sentence.quantities
    stated = [quantity for text in known for quantity in text.quantities]
    shares = [share for text in known for share in text.shares]
    mine = _unshared(said, stated, shares)
    theirs = _unshared(stated, said, sentence.shares)
    kinds = Counter(one.kind for one in mine)
    known_kinds = Counter(kind for kind, _ in {(one.kind, one.value) for one in theirs})
    found: list[str] = []
    for one in mine:
        for other in theirs:
            alone = kinds[one.kind] == 1 and known_kinds[one.kind] == 1
            if quantities.comparable(one, other, alone=alone):
                found.append(f"says {one.surface}, the claim says {other.surface}")
                theirs = [rest for rest in theirs if rest.value != other.value]
                break
    return found


def _unshared(
    ours: list[quantities.Quantity],
    others: list[quantities.Quantity],
    shares: list[float],
) -> list[quantities.Quantity]:
    """Give our numbers that agree with none of the others, nor with a share."""
    return [
        one
        for one in ours
        if not _is_shared(one, others)
        and not (
            one.kind == "percent"
            and any(abs(one.value - share) < 1 for share in shares)
        )
    ]


def _is_shared(one: quantities.Quantity, others: list[quantities.Quantity]) -> bool:
    """Say whether a number agrees with one of the others.

    A bare 20 can be more than 20 and less than 20 in round figures; it does not
    reconcile *more than 20* with *less than 20 (20.3)*.
    """
    agreeing = [other for other in others if quantities.agree(one, other)]
    if any(other.bound for other in agreeing):
        return True
    if any(quantities.opposed(one, other) for other in others):
        return False
    return bool(agreeing)


def _date_difference(sentence: Statement, known: Sequence[Statement]) -> list[str]:
    said = sentence.dates
    stated = [date for text in known for date in text.dates]
    mine = [one for one in said if not any(dates.agree(one, two) for two in stated)]
    theirs = [two for two in stated if not any(dates.agree(one, two) for one in said)]
    if len(mine) != 1 or len({(d.year, d.month, d.day) for d in theirs}) != 1:
        return []
    # Two years beside a date that agrees are mostly of two events.
    others_agree = len(mine) < len(said) or len(theirs) < len(stated)
    if others_agree and not mine[0].month:
        return []
    if not dates.comparable(mine[0], theirs[0]):
        return []
    return [f"says {mine[0].surface}, the claim says {theirs[0].surface}"]


def _name_difference(sentence: Statement, known: Sequence[Statement]) -> list[str]:
    said = sentence.names
    stated = [name for text in known for name in text.names]
    everywhere = frozenset[str]().union(*(text.terms for text in known))
    mine = [
        one
        for one in said
        if not any(names.kin(one, two) for two in stated)
        and everywhere.isdisjoint(terms(one.surface))
    ]
    theirs = [
        two
        for two in stated
        if not any(names.kin(one, two) for one in said)
        and sentence.terms.isdisjoint(terms(two.surface))
    ]
    each = [text.names for text in known]
    if len(mine) == 1 and not theirs:
        theirs = _surplus(each, [said], mine[0])
    elif len(theirs) == 1 and not mine:
        mine = _surplus([said], each, theirs[0])
    mine, theirs = _placed(mine, theirs), _placed(theirs, mine)
    if len(mine) != 1 or len({two.parts for two in theirs}) != 1:
        return []
    others = known[0].terms.difference(terms(theirs[0].surface))
    if not others or len(others & sentence.terms) / len(others) < _ALIKE:
        return []
    if not names.same_place(mine[0], theirs[0]):
        return []
    return [f"names {mine[0].surface}, the claim names {theirs[0].surface}"]


def _surplus(
    ours: list[list[names.Name]], others: list[list[names.Name]], place: names.Name
) -> list[names.Name]:
    """Give the names in a place that one of our texts has more often than theirs.

    *Syria accused Turkey of sending Syrians*, beside *Iran accused Turkey of sending
    Syrians*: the second Syria is shared, the first is not.
    """

    def count(name: names.Name, text: list[names.Name]) -> int:
        return sum(names.kin(name, other) for other in text)

    return [
        name
        for text in ours
        for name in text
        if names.same_place(name, place)
        and count(name, text) > max(count(name, other) for other in others)
    ]


def _placed(ours: list[names.Name], others: list[names.Name]) -> list[names.Name]:
    """Give our names without the weak ones that stand where no other name stands."""
    return [
        one
        for one in ours
        if not one.weak or any(names.same_place(one, other) for other in others)
    ]


def _negation_difference(sentence: Statement, known: Sequence[Statement]) -> list[str]:
    said = sentence.polarity
    if said.unresolved:
        return []
    found: list[str] = []
    for text in known:
        stated = text.polarity
        if stated.unresolved:
            continue
        if said.denied & stated.denied:
            return []
        here, there = stated.turned_by(said), said.turned_by(stated)
        if here and not there:
            found.append(f'the claim denies it ("{here}"), the sentence does not')
        elif there and not here:
            found.append(f'the sentence denies it ("{there}"), the claim does not')
        elif not here and len(stated.stated & said.stated) > 1:
            return []
    return found[:1]

"""Which words of an English sentence stand under a negation or a denial."""

from __future__ import annotations

import re
from dataclasses import dataclass

from factcheck.match.language.bounds import compares
from factcheck.match.language.tokenising import normalise
from factcheck.match.language.tokenising import terms as terms_of
from factcheck.match.language.words import (
    DEMANDS,
    DENIABLE,
    DENIALS,
    HARMLESS_AFTER_NOT,
    NEGATIONS,
    PREVENTIONS,
    STOP_WORDS,
    UNTRUE,
    word_set,
)

_PIECE = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[,;:.!?()\u2013\u2014]")
_CLAUSE_END = word_set(
    ", ; : . ! ? ( ) \u2013 \u2014 but although though while whereas because since "
    "unless however yet who which despite"
)
_SENTENCE_END = word_set(". ! ? ;")
_REACH = 6
"""Content words after *not* that it turns round, at most."""

_LONG_REACH = 12

_NOUN_AFTER_DENIAL = word_set(
    "claim claims allegation allegations accusation accusations report reports it this "
    "charge charges rumor rumors rumour rumours any"
)
_SUPPOSING = word_set("if whether unless why")
_ADDING = word_set("only just merely simply")
_BEING = word_set("is was are were be been being isn't wasn't")
_LOOK_AHEAD = 3
_SHARE_OF_NEGATION = 0.5
_SHARE_OF_DENIAL = 0.3
_NEVER = 1.0
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Scope:
    """What one negation or denial turns round.

    Attributes:
        cue: the word that denies, as written.
        terms: the terms under it.
        share: so much of them must be stated elsewhere to contradict; more than all
            of them where the cue only resembles a negation (*without*).
        demand: whether it forbids (*must not*), which contradicts demands alone.
    """

    cue: str
    terms: frozenset[str]
    share: float
    demand: bool


@dataclass(frozen=True, slots=True)
class Polarity:
    """What a sentence states and what it denies.

    Attributes:
        stated: terms that stand outside of every negation at least once.
        scopes: the negations and denials, without the terms stated elsewhere.
        denied: terms that stand under a negation, a denial or the like, wherever else
            they stand.
        unresolved: the text denies something that it does not state itself (*these
            claims*), so nothing can be said about it.
        demands: whether the text says what should be.
    """

    stated: frozenset[str]
    scopes: tuple[Scope, ...]
    denied: frozenset[str]
    unresolved: bool
    demands: bool

    def turned_by(self, other: Polarity) -> str:
        """Give the word by which this text denies what the other states, or nothing.

        A single word in common (*not by the state of Armenia* and *Armenia says*) is
        no contradiction: the better part of what is denied must be stated, and where
        that is one word, the texts must say the same otherwise.
        """
        for scope in self.scopes:
            if scope.demand and not other.demands:
                continue
            if not other.stated.isdisjoint(terms_of(scope.cue)):
                continue  # both speak of a denial, or of a hoax
            shared = scope.terms & other.stated
            if len(shared) <= scope.share * len(scope.terms):
                continue
            if len(shared) > 1 or self._says_else(other, shared):
                return scope.cue
        return ""

    def _says_else(self, other: Polarity, shared: frozenset[str]) -> bool:
        """Say whether two texts share most of what stands outside of a negation."""
        mine, theirs = self.stated - shared, other.stated - shared
        return len(mine & theirs) >= _ALIKE * min(len(mine), len(theirs))


def polarity(text: str) -> Polarity:
    """Read which terms of an English text are stated and which are denied.

    *Not only*, *did not say*, *did not stop* and the like deny nothing; the reach of
    a negation ends with the clause, that of *denies that* with the sentence. A text
    that says of something that it *is false* denies all of it.
    """
    words = _PIECE.findall(normalise(text))
    lower = [word.lower() for word in words]
    marks, unresolved = _marks(lower)
    stated = {
        term
        for word, mark in zip(words, marks, strict=True)
        if mark < 0
        for term in terms_of(word)
    }
    scopes = []
    denied: set[str] = set()
    for mark in sorted(set(marks) - {-1}):
        under = {
            term
            for word, its_mark in zip(words, marks, strict=True)
            if its_mark == mark
            for term in terms_of(word)
        }
        denied |= under
        scopes.append(
            Scope(
                words[mark],
                frozenset(under - stated),
                _share(lower, mark),
                _forbids(lower, mark),
            )
        )
    demands = not DEMANDS.isdisjoint(lower)
    return Polarity(
        frozenset(stated), tuple(scopes), frozenset(denied), unresolved, demands
    )


def _share(lower: list[str], position: int) -> float:
    """Give which share of what a cue denies another text must state."""
    cue = lower[position]
    if cue in PREVENTIONS or (is_negation(cue) and is_harmless(lower, position)):
        return _NEVER
    return _SHARE_OF_DENIAL if cue in DENIALS | UNTRUE else _SHARE_OF_NEGATION


def _forbids(lower: list[str], cue: int) -> bool:
    """Say whether a negation is part of a demand: *should not*, *Don't touch*."""
    near = lower[max(0, cue - 2) : cue + 1]
    first = cue - (lower[cue] == "not")
    begins = first <= 0 or lower[first - 1] in _SENTENCE_END | {":"}
    return not DEMANDS.isdisjoint(near) or (
        begins and lower[first] in {"do", "don't", "never"}
    )


def _marks(lower: list[str]) -> tuple[list[int], bool]:
    """Give for each word the place of the cue that denies it, or -1.

    The second value says whether something is denied that stands elsewhere.
    """
    untrue = _untrue(lower)
    if untrue >= 0:
        return [untrue] * len(lower), False
    marks = [-1] * len(lower)
    unresolved = False
    for position, word in enumerate(lower):
        if is_negation(word):
            reach = _LONG_REACH if is_harmless(lower, position) else _REACH
            _mark(marks, lower, position, reach, _CLAUSE_END)
        elif word in DENIALS and not _is_negated(lower, position):
            if _denies_a_noun(lower, position):
                unresolved = True
            else:
                _mark(marks, lower, position, len(lower), _SENTENCE_END)
        elif word in PREVENTIONS and marks[position] < 0:
            _mark(marks, lower, position, _LONG_REACH, _CLAUSE_END)
    return marks, unresolved


def is_negation(word: str) -> bool:
    """Say whether an English word in lower case is a negation."""
    return word in NEGATIONS or word.endswith("n't")


def is_harmless(lower: list[str], position: int) -> bool:
    """Say whether the negation at ``position`` leaves the statement as it is."""
    ahead = lower[position + 1 : position + 1 + _LOOK_AHEAD]
    if compares(ahead, "en"):
        return True
    for word in ahead:
        if word in HARMLESS_AFTER_NOT:
            return word not in _ADDING or word == ahead[0]
        if word not in STOP_WORDS and not word.endswith("ly"):
            break
    before = lower[max(0, position - _LOOK_AHEAD) : position]
    doubled = any(is_negation(word) or word in DENIALS for word in ahead)
    tag = lower[position] == "no" and ahead[:1] in ([","], ["."], [])
    # "Not Bob Barker." says no sentence, and denies none.
    tag = tag or (lower[position] == "not" and "." in ahead[:3] and not position)
    supposed = not _SUPPOSING.isdisjoint(before) or before[-1:] == ["or"]
    return tag or doubled or supposed or ahead[:1] == ["until"]


def _is_negated(lower: list[str], position: int) -> bool:
    before = lower[max(0, position - _LOOK_AHEAD) : position]
    return any(is_negation(word) for word in before)


def _denies_a_noun(lower: list[str], position: int) -> bool:
    """Say whether a denial is of *these claims*: of nothing that the text states."""
    ahead = [word for word in lower[position + 1 :] if word not in STOP_WORDS]
    direct = lower[position + 1] if position + 1 < len(lower) else "."
    if direct in _NOUN_AFTER_DENIAL or not ahead or not DENIABLE.isdisjoint(ahead[:4]):
        return True
    return ahead[0] in _NOUN_AFTER_DENIAL and ahead[1:2] in ([], ["."], [","])


def _mark(
    marks: list[int], lower: list[str], cue: int, reach: int, ends: frozenset[str]
) -> None:
    """Mark the words after the cue as denied by it, up to the reach."""
    for following in range(cue + 1, len(lower)):
        word = lower[following]
        if word in ends or not reach:
            return
        if marks[following] < 0:
            marks[following] = cue
        reach -= word not in STOP_WORDS


def _untrue(lower: list[str]) -> int:
    """Give the place of a word that says that the whole is not so, or -1."""
    for position, word in enumerate(lower):
        if word not in UNTRUE:
            continue
        before = lower[max(0, position - _LOOK_AHEAD) : position]
        following = lower[position + 1 : position + 2]
        ends = not following or following[0] in _CLAUSE_END | {"that"}
        if ends and any(one in _BEING for one in before):
            negated = any(is_negation(one) for one in before)
            return -1 if negated else position
        if not before and following in (["claim"], [":"]):
            return position
    return -1

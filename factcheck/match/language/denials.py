"""Which clauses of a text deny something, in other languages than English.

Coarser than `negation`: a clause with a word that denies is denied as a whole. It
contradicts a text that says most of the clause and has no such word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from factcheck.match.language.bounds import compares
from factcheck.match.language.lexicons import Lexicon, function_words, lexicon
from factcheck.match.language.tokenising import normalise, terms, words_of

_CLAUSE = re.compile(r"[.,;:!?…()«»„“”\"。，、；：！？।؟،؛—–]+")
_SHARE = 0.5
_LEAST = 2
_LIMIT = 40
_SHORT_ROOT = 3
_LONG_ROOT = 4


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a text between two signs.

    Attributes:
        terms: its terms, without function words and the one that denies.
        after: those of them that stand behind the word that denies.
        cue: the word that denies; empty where the clause denies nothing.
    """

    terms: frozenset[str]
    after: frozenset[str]
    cue: str

    def states(self, stated: frozenset[str]) -> bool:
        """Say whether most of what is denied here is stated there."""
        roots = {_root(term) for term in stated}
        for denied in (self.terms, self.after):
            shared = sum(_root(term) in roots for term in denied)
            least = _LEAST if denied is self.after else min(_LEAST, len(denied))
            enough = shared >= max(1, least)
            if enough and shared > _SHARE * len(denied):
                return True
        return False


def _root(term: str) -> str:
    """Give what forms of a word share that its stemmer keeps apart."""
    return term[: _LONG_ROOT if len(term) > _LONG_ROOT else _SHORT_ROOT]


def clauses(text: str, language: str) -> tuple[Clause, ...]:
    """Divide a text into clauses and look for the words that deny.

    Args:
        text: any text.
        language: primary language; where its negations are not known, none is found.
    """
    known = lexicon(language)
    return tuple(
        Clause(
            _content(clause, language, cue),
            _content(clause.partition(cue)[2], language, cue) if cue else frozenset(),
            cue,
        )
        for clause in _CLAUSE.split(normalise(text))[:_LIMIT]
        for cue in [_cue(clause, known, language) if known else ""]
        if clause.strip()
    )


def _content(clause: str, language: str, cue: str) -> frozenset[str]:
    without = " ".join(
        word
        for word in words_of(clause)
        if word.lower() not in function_words(language)
    )
    return frozenset(terms(without, language)) - frozenset(terms(cue, language))


def _cue(clause: str, known: Lexicon, language: str) -> str:
    """Give the word by which a clause denies, or nothing."""
    words = words_of(clause)
    for number, word in enumerate(words):
        lower = word.lower()
        if lower in known.negations or (
            known.endings and re.search(rf"\w\w{known.endings}$", lower)
        ):
            near = {one.lower() for one in words[max(0, number - 1) : number + 3]}
            following = [one.lower() for one in words[number + 1 : number + 3]]
            if near.isdisjoint(known.only) and not compares(following, language):
                return word
    if not known.pieces:
        return ""
    for harmless in known.only:
        clause = clause.replace(harmless, " ")
    return next((piece for piece in known.pieces if piece in clause), "")


def contradicted_by(denying: tuple[Clause, ...], stating: tuple[Clause, ...]) -> str:
    """Give the word by which one text denies what another one states, or nothing."""
    stated = frozenset[str]().union(*(one.terms for one in stating if not one.cue))
    also_denied = frozenset[str]().union(*(one.terms for one in stating if one.cue))
    for clause in denying:
        if clause.cue and clause.states(stated) and not clause.terms & also_denied:
            return clause.cue
    return ""

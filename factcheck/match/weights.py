"""What a term weighs: how rare it is among the claims, and in English at large.

In a ledger of twenty claims every word is rare, *said* like *Gaziantep*. So the
count of claims that have a term starts from what it would be among ten thousand
claims of any press, which for the words listed here is not nothing.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Protocol

from factcheck.match.language.background import background
from factcheck.match.language.tokenising import terms

PRIOR_CLAIMS = 10_000
"""The collection's counts are added to those of so many imagined claims."""

_FREQUENT = """
    American city country day died election first former government house image law
    made man many million nation national new news number one people person photograph
    photo picture plan president public reported said say says show shows showing
    state states tax three time two united used using video vote went white woman
    women work world year years
"""
_COMMON = """
    according accused across act actual add administration against age ago agency aid
    allow already always amount another announced anyone appear area around article
    ask asked attack away back ban bad based became become began behind believe best
    better big bill billion black body book border bring brought build business buy
    call called came campaign car care case cause caused center central change charge
    child children citizen civil claim claimed clear close college come coming common
    community company complete congress continue control cost council course court
    create crime current cut data date days dead deal death decade decision democrat
    department despite different director doctor dollar drug due early economy effect
    end ended enough entire even ever every everyone everything evidence example
    expert face fact fake fall false family far federal fight figure film final find
    fire five following food force foreign form found four free friend full fund
    future gave general get give given go going good got great group grow gun half
    hand happen head health hear held help high history hit hold home hospital hour
    hours human hundred idea immigrant important include increase industry information
    inside instead international issue job join judge keep kept kill killed kind know
    known land large last late later latest lead leader leave left legal least less
    letter level life like line list little live lives local long look lose lost lot
    low main major make market mark matter may mayor mean media medical meet meeting
    member men message might military minister minute money month months mother move
    much murder name named near nearly need never next night north note nothing
    obtained offer office official often oil old open opened order outside page paid
    parent part party pass past pay per percent place play please point police policy
    political poor population post posted power present pressure price private problem
    process produce program project protect protest prove provide put question quick
    quote rate read real really reason receive recent record red reduce region release
    remain remember remove reply republican research resident response rest result
    return right rise risk road role rule run safe sale school science scientist
    season second secret secretary section security see seen sell senate senator send
    sent series serve service set seven share shared shot should sign since single
    site situation six small social society someone something son soon source south
    special speech spend staff stand start started statement station stay still stop
    store story street strong student study support supposed system take taken talk
    target teacher team tell term test thing things think third though thought
    thousand threat today together told took top total toward town trade travel treat
    trial tried true try turn tweet tweeted twitter type university usual value
    various version victim view visit voter wait walk want war warn watch water way
    week weeks well west whole wife win without witness word words worker would write
    wrong wrote yesterday yet young facebook instagram internet online website user
    viral photo
"""
_FREQUENT_RATE = 0.02
_COMMON_RATE = 0.005
_NUMBER_RATE = 0.003


def is_common(term: str) -> bool:
    """Say whether English uses the term all the time, so that it names nobody."""
    return term in _rates()


@cache
def _rates() -> dict[str, float]:
    """Give the share of claims that have each common English term."""
    common = terms(_COMMON, limit=len(_COMMON))
    frequent = terms(_FREQUENT, limit=len(_FREQUENT))
    return dict.fromkeys(common, _COMMON_RATE) | dict.fromkeys(frequent, _FREQUENT_RATE)


class Counts(Protocol):
    """How many claims have each term; a dictionary is one."""

    def get(self, term: str, default: int, /) -> int:
        """Give how many claims have a term."""


class Weights:
    """The inverse document frequency of terms (Robertson's, never negative).

    Args:
        counts: how many claims have each term.
        claims: how many claims there are.
        language: primary language; the list of common words is English.
    """

    def __init__(self, counts: Counts, claims: int, language: str) -> None:
        self._counts = counts
        self._claims = claims + PRIOR_CLAIMS
        self._background = background(language)
        self._rates = _rates() if language == "en" else {}
        self.rarest = self._frequency_weight(1.0)

    def _frequency_weight(self, count: float) -> float:
        return math.log1p((self._claims - count + 0.5) / (count + 0.5))

    def raw(self, term: str) -> float:
        """Give the weight as BM25 takes it."""
        prior = self._rate(term) * PRIOR_CLAIMS
        return self._frequency_weight(max(1.0, self._counts.get(term, 0) + prior))

    def _rate(self, term: str) -> float:
        """Give the share of any claims that have the term; any number is common."""
        rate = self._background.rate(term)
        if term[0].isdecimal():
            return max(rate, _NUMBER_RATE)
        return rate or self._rates.get(term, 0.0)

    def relative(self, term: str) -> float:
        """Give the weight as a share of that of a term of one claim: 0 to 1."""
        return self.raw(term) / self.rarest

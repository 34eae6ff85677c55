"""Which known claim does a sentence repeat, how sure is that, and why.

Pure: no files, no network, no clock. The way of a sentence: its terms (`tokenising`),
the claims that share them (`postings`), what each has in common with it (`features`),
a score (`ranking`), where both say different things (`differences`), and why
(`explanation`). `Index` is the door to all of it, `near_duplicates` the guard of a
claim that is about to be opened, `checkable` says what looks like a new one.
"""

from factcheck.match.checkability import CHECKABLE, checkable
from factcheck.match.claims import (
    LIKELY,
    POSSIBLE,
    REPEATS,
    Band,
    KnownClaim,
    Match,
    band_of,
)
from factcheck.match.duplicates import NEARLY_SAME, near_duplicates
from factcheck.match.index import Index
from factcheck.match.tokenising import terms

__all__ = [
    "CHECKABLE",
    "LIKELY",
    "NEARLY_SAME",
    "POSSIBLE",
    "REPEATS",
    "Band",
    "Index",
    "KnownClaim",
    "Match",
    "band_of",
    "checkable",
    "near_duplicates",
    "terms",
]

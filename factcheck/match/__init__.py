"""Which known claim does a sentence repeat, how sure is that, and why.

Pure: no files, no network, no clock. The way of a sentence: its terms (`tokenising`),
the claims that share them (`collection`, `postings`, over the flat bytes of
`segment`), what each has in common with it (`features`), a score (`ranking`), where
both say different things (`differences`), and why (`explanation`). `index.Index` is the
door to all of it, `windows` reads whole texts, `duplicates` is the guard of a claim
that is about to be opened; `checkability` says what looks like a new one, and
`near_names` which names may be one.

For other programs and notebooks::

    from factcheck.match import Index, KnownClaim, checkable

Nothing is imported here before it is asked for: `show` asks about names alone, and is
not to load the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from factcheck.match.checkability import checkable
    from factcheck.match.claims import KnownClaim, Match
    from factcheck.match.index import Index
    from factcheck.match.store.buffers import DamagedIndexError
    from factcheck.match.store.collection import Part
    from factcheck.match.store.segment import Segment

__all__ = [
    "DamagedIndexError",
    "Index",
    "KnownClaim",
    "Match",
    "Part",
    "Segment",
    "checkable",
]

_MODULES = {
    "DamagedIndexError": "store.buffers",
    "Index": "index",
    "KnownClaim": "claims",
    "Match": "claims",
    "Part": "store.collection",
    "Segment": "store.segment",
    "checkable": "checkability",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)


def __dir__() -> list[str]:
    """Give the public names."""
    return sorted(__all__)

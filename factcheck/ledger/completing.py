"""What a beginning may become on the command line: from the cache as it was left.

Somebody has pressed a key and waits: no git is started, and a cache that is behind
is good enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.ledger.cache.named import MOST_COMPLETIONS
from factcheck.model.kinds import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from factcheck.ledger.cache.cache import Cache

_SAMPLE = 2_000
"""Records of which the used values are counted: somebody waits for the answer."""

DESCRIPTION = 60
"""Characters of a description, at most."""

_USED: dict[str, tuple[Kind, str]] = {
    "topic": ("work", "topics"),
    "assignee": ("work", "assignee"),
    "claimant": ("check", "claimant.name"),
    "publisher": ("evidence", "source.publisher"),
    "origin": ("evidence", "origin"),
}
"""What is not kept as a record, but used in records: a kind of these, and the field."""

_CHOSEN = {"rating": ("ratings", "label", "meaning"), "view": ("views", "name", "")}
"""What the settings list: the list, and the fields for value and description."""


def completions(
    state: Path | None, root: Path, what: str, beginning: str
) -> list[tuple[str, str]]:
    """Give what a beginning may become, each with a description of at most 60 signs.

    Args:
        state: the ledger's folder in the git directory, None where there is none.
        root: the ledger.
        what: a kind of record, or topic, assignee, claimant, publisher, origin,
            rating, view.
        beginning: what was typed; of a name in any case.

    Returns:
        At most 50. Names (or ids, if the beginning begins the id) in order; used
        values, the commonest first; ratings and views in the order of the settings.
        Nothing where there is no cache, or one that cannot be read.
    """
    if state is None:
        return []
    found: list[tuple[str, str]] = []
    with reading.stale_cache(state, root) as cache:
        if cache is not None:
            found = _found(cache, what, beginning)
    return [(value, _cut(about)) for value, about in found[:MOST_COMPLETIONS]]


def _found(cache: Cache, what: str, beginning: str) -> list[tuple[str, str]]:
    typed = beginning.casefold()
    if not typed.isprintable():  # no name is, and SQLite takes not every text
        return []
    if what in get_args(Kind):
        kind: Kind = what  # type: ignore[assignment] # it is one of these
        return cache.completions(kind, typed)
    values = _values(cache, what)
    return [pair for pair in values if pair[0].casefold().startswith(typed)]


def _values(cache: Cache, what: str) -> list[tuple[str, str]]:
    if what in _CHOSEN:
        place, value, about = _CHOSEN[what]
        settings = cache.at(layout.SETTINGS)
        chosen = settings.data[place] if settings else []
        return [(one[value], one.get(about, "")) for one in chosen]
    if what in _USED:
        return [(value, "") for value, _ in cache.used(*_USED[what], most=_SAMPLE)]
    return []


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= DESCRIPTION else line[: DESCRIPTION - 1].rstrip() + "…"

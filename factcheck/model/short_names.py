"""Short ids: as much of an id as tells its record from all others of its kind."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHORTEST = 6
"""Fewer characters are never shown: another record may be added tomorrow."""


def short_ids(names: Iterable[str], among: Iterable[str] = ()) -> dict[str, str]:
    """Shorten the ids of records of one kind.

    What is shown names its record and no other, neither by id nor by the beginning
    of a name or slug, as commands take them.

    Args:
        names: of the records whose ids are wanted.
        among: names of the others of the kind.

    Returns:
        By name, the beginning of its id.
    """
    wanted = dict.fromkeys(names)
    every = {**wanted, **dict.fromkeys(among)}
    words = sorted((word, name) for name in every for word in (name, id_of(name)))
    return {name: _shortened(words, name) for name in wanted}


def _shortened(words: Sequence[tuple[str, str]], name: str) -> str:
    """Shorten an id.

    Args:
        words: all ids and names, sorted, each with the name of its record.
        name: of the record.
    """
    word = id_of(name)
    at = bisect_left(words, (word, name))
    # The words of one record are two: the next but one is another's.
    near = [other for other, its in words[max(0, at - 2) : at + 3] if its != name]
    return shortened(word, near)


def shortened(word: str, near: Iterable[str]) -> str:
    """Shorten an id as far as the words that stand next to it allow.

    Args:
        word: the id.
        near: of all other ids and names of the kind, sorted together with it, at
            least the one before and the one after it.
    """
    length = SHORTEST
    others = list(near)
    while length < len(word) and any(one.startswith(word[:length]) for one in others):
        length += 1
    return word[:length]

"""Names of people, publishers and origins: when two spellings mean the same one."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from factcheck.model.letters import PLAIN_LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from factcheck.model.filed import Filed

_APART = re.compile(r"[^\w]+")
_NOBODY = frozenset({"unknown", "not known", "none", "n a", "not named", "nobody"})


def fold_name(name: str) -> str:
    """Fold case, accents, punctuation and white space of a name.

    A name of punctuation alone folds to itself, so that it is never empty.
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    plain = bare.casefold().translate(PLAIN_LETTERS)
    return " ".join(_APART.sub(" ", plain).split()) or name.strip()


def is_name(name: str | None) -> bool:
    """Say whether a text names somebody: not ``-`` or ``unknown``, nor nothing."""
    if not name or not re.search(r"\w", name):
        return False
    return fold_name(name) not in _NOBODY


class Names:
    """Names as the ledger's parties tell them apart: other names count as the first."""

    def __init__(self, parties: Iterable[Filed[Any]] = ()) -> None:
        """Learn the names of parties.

        Args:
            parties: records of the kind ``party``. A name that two of them claim
                is nobody's: it stays a name of its own.
        """
        claimed: dict[str, set[str]] = {}
        for party in parties:
            for name in (party.data["name"], *party.data["other_names"]):
                claimed.setdefault(fold_name(name), set()).add(party.id)
        party_of = {
            name: next(iter(ids)) for name, ids in claimed.items() if len(ids) == 1
        }
        self._party_of: Callable[[str], str | None] = party_of.get

    @classmethod
    def looked_up(cls, party_of: Callable[[str], str | None]) -> Names:
        """Give names that are looked up as they are asked for.

        Args:
            party_of: gives, for a folded name, the id of the one party that claims
                it; None if nobody does, or several.
        """
        names = cls()
        names._party_of = party_of
        return names

    def key(self, name: str) -> str:
        """Give what is equal for two names of the same: a party's id, or the fold."""
        folded = fold_name(name)
        return self._party_of(folded) or folded

    def distinct(self, names: Iterable[str | None]) -> set[str]:
        """Give the keys of names; what names nobody (``is_name``) counts for none."""
        return {self.key(name) for name in names if name and is_name(name)}

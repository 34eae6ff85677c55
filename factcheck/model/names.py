"""Names of people, publishers and origins: when two spellings mean the same one."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factcheck.model.filed import Filed

_APART = re.compile(r"[^\w]+")


def fold_name(name: str) -> str:
    """Fold case, accents, punctuation and white space of a name.

    A name of punctuation alone folds to itself, so that it is never empty.
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_APART.sub(" ", bare).split()) or name.strip()


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
        self._party_of = {
            name: next(iter(ids)) for name, ids in claimed.items() if len(ids) == 1
        }

    def key(self, name: str) -> str:
        """Give what is equal for two names of the same: a party's id, or the fold."""
        folded = fold_name(name)
        return self._party_of.get(folded, folded)

    def distinct(self, names: Iterable[str | None]) -> set[str]:
        """Give the keys of names; an absent or empty name counts for nothing."""
        return {self.key(name) for name in names if name and name.strip()}

"""What the cache knows of names and ids: which records somebody may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.ledger.cache import queries
from factcheck.model.ids import ID_LENGTH, id_of
from factcheck.model.short_names import shortened

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from factcheck.model.kinds import Kind

MOST_COMPLETIONS = 50


class StoredNames:
    """The names of the records, in a database that is open."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def exactly(self, kind: Kind, text: str) -> tuple[str, ...]:
        """Give the names of a kind of which id, name or slug is a text, in order."""
        asked = (kind, text, f"{text}-", f"{text}.", len(text) + 1 + ID_LENGTH)
        return tuple(row[0] for row in self._db.execute(queries.EXACTLY, asked))

    def named(self, kind: Kind, text: str, *, most: int) -> tuple[tuple[str, ...], int]:
        """Give the names of a kind of which id, name or slug begins with a text.

        Returns:
            The first of them in their order, and how many there are in all.
        """
        asked = (kind, text, text + "{")
        query = f"{queries.NAMED} ORDER BY name LIMIT ?4"
        found = tuple(row[0] for row in self._db.execute(query, (*asked, most)))
        if len(found) < most:
            return found, len(found)
        return found, sum(1 for _ in self._db.execute(queries.NAMED, asked))

    def all_names(self, kind: Kind) -> list[str]:
        """Give the names of all records of a kind, in order."""
        query = (
            "SELECT name FROM record INDEXED BY record_by_name WHERE kind = ? "
            "ORDER BY name"
        )
        return [row[0] for row in self._db.execute(query, (kind,))]

    def short_ids(self, kind: Kind, names: Iterable[str]) -> list[str]:
        """Shorten the ids of records (see ``short_names``); of unknown ones none."""
        return [self._short_id(kind, name) for name in names]

    def _short_id(self, kind: Kind, name: str) -> str:
        word = id_of(name)
        words: list[str] = []
        for query in queries.NEIGHBOURS:
            for row in self._db.execute(query, (kind, word, name)):
                words += row
        known = "SELECT 1 FROM record WHERE kind = ? AND name = ?"
        if self._db.execute(known, (kind, name)).fetchone() is None:
            return word
        return shortened(word, words)

    def completions(self, kind: Kind, beginning: str) -> list[tuple[str, str]]:
        """Give names or ids that begin with a text, each with what it is about.

        In the order of the names; at most 50. Where the text begins the name, the
        name completes it; where it begins the id, the id does.
        """
        field = queries.DESCRIBED.get(kind, "$.says")
        found: dict[str, str] = {}
        for column in ("name", "id") if beginning else ("name",):
            asked = (kind, beginning, beginning + "{", field, MOST_COMPLETIONS)
            for word, about in self._db.execute(queries.BEGINNING[column], asked):
                found.setdefault(word, str(about or ""))
        return sorted(found.items())[:MOST_COMPLETIONS]

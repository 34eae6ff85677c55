"""What the cache answers: the questions of all who read the ledger.

Warm commands ask these and nothing else: no git, no YAML, no pydantic.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from factcheck.model.check import gather
from factcheck.model.errors import Problem
from factcheck.model.filed import Filed
from factcheck.model.state import Standing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from factcheck.model.check import Check
    from factcheck.model.kinds import Kind

MOST_COMPLETIONS = 50

_DESCRIBED: dict[Kind, str] = {
    "check": "$.claim",
    "article": "$.title",
    "ask": "$.whom",
    "party": "$.name",
}
"""The field that says what a record is about; of other kinds it is ``says``."""

_RECORD = "SELECT path, kind, name, folder, data FROM record"
_SEARCHED = (
    "SELECT r.path, r.kind, r.name, r.folder, r.data "
    "FROM searched s JOIN record r ON r.path = s.path"
)


class StoredRecords:
    """The records of one ledger at one commit, in a database that is open."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @property
    def head(self) -> str | None:
        """The commit of which the cache speaks."""
        row = self._db.execute("SELECT value FROM meta WHERE key = 'head'").fetchone()
        return str(row[0]) if row else None

    def blobs(self) -> dict[str, str]:
        """Give the blob of every record, by path."""
        return dict(self._db.execute("SELECT path, blob FROM record").fetchall())

    def blobs_in(self, name: str) -> dict[str, str]:
        """Give the blobs of a check's records, by path."""
        rows = self._db.execute(
            "SELECT path, blob FROM record WHERE folder = ?", (name,)
        )
        return dict(rows.fetchall())

    def blobs_of(self, path: str) -> dict[str, str]:
        """Give the blob of one path, by path: one item, or none."""
        rows = self._db.execute("SELECT path, blob FROM record WHERE path = ?", (path,))
        return dict(rows.fetchall())

    def paths_with_problems(self) -> set[str]:
        """Give the paths of files that are no records."""
        return {row[0] for row in self._db.execute("SELECT path FROM problem")}

    def problems(self) -> tuple[Problem, ...]:
        """Give all that is wrong, in path order."""
        rows = self._db.execute(
            "SELECT path, line, message, code FROM problem ORDER BY path, line"
        )
        return tuple(Problem(*row) for row in rows)

    def at(self, path: str) -> Filed[Any] | None:
        """Give the record at a path."""
        row = self._db.execute(f"{_RECORD} WHERE path = ?", (path,)).fetchone()
        return _filed(row) if row else None

    def of_kind(self, *kinds: Kind) -> Iterator[Filed[Any]]:
        """Give all records of some kinds, in path order."""
        marks = ",".join("?" * len(kinds))
        query = f"{_RECORD} WHERE kind IN ({marks}) ORDER BY path"
        return map(_filed, self._db.execute(query, kinds))

    def by_id(self, kind: Kind, record_id: str) -> tuple[Filed[Any], ...]:
        """Give the records of a kind with an id: for a link, of the evidence."""
        rows = self._db.execute(
            f"{_RECORD} WHERE id = ? AND kind = ? ORDER BY path", (record_id, kind)
        )
        return tuple(map(_filed, rows))

    def has_id(self, record_id: str) -> bool:
        """Tell whether a record of any kind has an id."""
        row = self._db.execute(
            "SELECT 1 FROM record WHERE id = ? LIMIT 1", (record_id,)
        ).fetchone()
        return row is not None

    def named(self, kind: Kind, text: str) -> tuple[str, ...]:
        """Give the names of a kind of which id, name or slug begins with a text."""
        # Two look-ups in two indexes: names are of letters that come before "{".
        rows = self._db.execute(
            "SELECT name FROM record WHERE kind = ?1 AND name >= ?2 AND name < ?3 "
            "UNION SELECT name FROM record INDEXED BY record_by_id "
            "WHERE kind = ?1 AND id >= ?2 AND id < ?3 ORDER BY name",
            (kind, text, text + "{"),
        )
        return tuple(row[0] for row in rows)

    def of_name(self, kind: Kind, name: str) -> tuple[Filed[Any], ...]:
        """Give the records of a kind with a name, in path order."""
        rows = self._db.execute(
            f"{_RECORD} WHERE kind = ? AND name = ? ORDER BY path", (kind, name)
        )
        return tuple(map(_filed, rows))

    def in_check(self, name: str) -> Iterator[tuple[Filed[Any], str]]:
        """Give what lies in a check's folder, with the blob of each, in path order."""
        rows = self._db.execute(
            "SELECT path, kind, name, folder, data, blob FROM record "
            "WHERE folder = ? ORDER BY path",
            (name,),
        )
        for *record, blob in rows:
            yield _filed(cast("tuple[str, ...]", tuple(record))), blob

    def completions(self, kind: Kind, beginning: str) -> list[tuple[str, str]]:
        """Give names or ids that begin with a text, each with what it is about.

        In the order of the names; at most 50. Where the text begins the name, the
        name completes it; where it begins the id, the id does.
        """
        field = _DESCRIBED.get(kind, "$.says")
        rows = self._db.execute(
            "SELECT name, json_extract(data, ?4) FROM record "
            "WHERE kind = ?1 AND name >= ?2 AND name < ?3 "
            "UNION SELECT id, json_extract(data, ?4) FROM record "
            "INDEXED BY record_by_id WHERE kind = ?1 AND id >= ?2 AND id < ?3 "
            "AND ?2 <> '' ORDER BY 1 LIMIT ?5",
            (kind, beginning, beginning + "{", field, MOST_COMPLETIONS),
        )
        return [(name, str(about or "")) for name, about in rows]

    def used(self, kind: Kind, field: str) -> list[tuple[str, int]]:
        """Give the values that a field has in records of a kind, the commonest first.

        Args:
            kind: of the records.
            field: its path, as ``source.publisher``; of a list each item counts.
        """
        rows = self._db.execute(
            "SELECT e.value, count(*) FROM record r, json_each(r.data, ?2) e "
            "WHERE r.kind = ?1 AND e.type = 'text' "
            "GROUP BY e.value ORDER BY count(*) DESC, e.value",
            (kind, f"$.{field}"),
        )
        return [(value, count) for value, count in rows]

    def holding(
        self, needles: Sequence[str], *, match: str, kinds: Sequence[Kind]
    ) -> Iterator[Filed[Any]]:
        """Give the records of which the searched lines hold every needle.

        Args:
            needles: at least one, and not more than 64.
            match: a query of the full-text index that all of them pass; if there is
                one, the best match comes first, else the last in path order.
            kinds: of the records.
        """
        by_index = bool(match) and self._has_full_text
        joined = "JOIN full_text ON full_text.rowid = s.row" if by_index else ""
        order = "full_text.rank, s.path DESC" if by_index else "s.path DESC"
        tests = ["full_text MATCH ?"] if by_index else []
        tests += ["instr(s.lines, ?)"] * len(needles)
        tests.append(f"r.kind IN ({','.join('?' * len(kinds))})")
        rows = self._db.execute(
            f"{_SEARCHED} {joined} WHERE {' AND '.join(tests)} ORDER BY {order}",
            (*([match] if by_index else []), *needles, *kinds),
        )
        return map(_filed, rows)

    @cached_property
    def _has_full_text(self) -> bool:
        row = self._db.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'full_text'"
        ).fetchone()
        return row is not None

    def check(self, name: str) -> Check | None:
        """Give a whole check, with the evidence that it links."""
        rows = self._db.execute(f"{_RECORD} WHERE folder = ?", (name,)).fetchall()
        inside = [_filed(row) for row in rows]
        evidence = {
            entry.id: entry
            for link in inside
            if link.kind == "link"
            for entry in self.by_id("evidence", link.id)
        }
        return gather(inside, evidence)

    def standing(self, name: str) -> Standing:
        """Give where a check stands; the check must be there."""
        row = self._db.execute(
            "SELECT data FROM standing WHERE folder = ?", (name,)
        ).fetchone()
        return Standing.from_data(json.loads(row[0]))

    def standings(self) -> Iterator[tuple[Filed[Any], Filed[Any] | None, Standing]]:
        """Give claim, work and standing of every check, newest first."""
        work = {filed.check: filed for filed in self.of_kind("work")}
        rows = self._db.execute(
            "SELECT r.path, r.kind, r.name, r.folder, r.data, s.data "
            "FROM record r JOIN standing s ON s.folder = r.folder "
            "WHERE r.kind = 'check' "
            "ORDER BY json_extract(r.data, '$.opened') DESC, r.path"
        )
        for *record, state in rows:
            claim = _filed(cast("tuple[str, ...]", tuple(record)))
            derived = Standing.from_data(json.loads(state))
            yield claim, work.get(claim.check), derived

    def checks_linking(self, evidence_id: str) -> tuple[str, ...]:
        """Give the names of the checks that link an evidence entry."""
        rows = self._db.execute(
            "SELECT DISTINCT folder FROM record WHERE id = ? AND kind = 'link'",
            (evidence_id,),
        )
        return tuple(row[0] for row in rows)


def _filed(row: tuple[str, ...]) -> Filed[Any]:
    path, kind, name, folder, data = row
    return Filed(cast("Kind", kind), path, name, folder, json.loads(data))

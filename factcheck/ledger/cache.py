"""The SQLite cache in front of the files: derived, and safe to delete at any time.

It holds the records of one commit as plain data, the problems of files that are
no records, and the standing of each check. Warm commands read it and nothing
else: no git, no YAML, no pydantic.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from factcheck.model.check import gather
from factcheck.model.errors import Problem
from factcheck.model.filed import Filed
from factcheck.model.state import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from factcheck.model.check import Check
    from factcheck.model.kinds import Kind

VERSION = 1
"""Raised whenever what is cached, or how it is derived, changes."""

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record (
    path TEXT PRIMARY KEY, blob TEXT NOT NULL, kind TEXT NOT NULL,
    name TEXT NOT NULL, id TEXT NOT NULL, folder TEXT NOT NULL, data TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX record_by_id ON record (id, kind);
CREATE INDEX record_by_folder ON record (folder);
CREATE INDEX record_by_kind ON record (kind);
CREATE TABLE problem (
    path TEXT NOT NULL, line INTEGER NOT NULL, message TEXT NOT NULL, code TEXT NOT NULL
);
CREATE INDEX problem_by_path ON problem (path);
CREATE TABLE standing (folder TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
"""

_RECORD = "SELECT path, kind, name, folder, data FROM record"


class Cache:
    """One ledger at one commit, in a database file or in memory (``None``)."""

    def __init__(self, path: Path | None) -> None:
        """Open a cache, empty if there is none yet, or none of this version.

        Raises:
            sqlite3.DatabaseError: the file is damaged, or cannot be written.
        """
        place = str(path) if path else ":memory:"
        self._db = sqlite3.connect(place, timeout=30, isolation_level=None)
        if path:
            self._db.execute("PRAGMA journal_mode = WAL")
            # With a write-ahead log this survives a power cut whole.
            self._db.execute("PRAGMA synchronous = NORMAL")
        if self._version() != VERSION:
            self._create()

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _create(self) -> None:
        with self.changing():
            if self._version() == VERSION:  # another process was quicker
                return
            tables = self._db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).fetchall()
            for (table,) in tables:
                self._db.execute(f'DROP TABLE "{table}"')
            for statement in _SCHEMA.split(";"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the database for one change: all of the block, or nothing of it."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # ------------------------------------------------------------------ writing

    def put(self, filed: Filed[Any], blob: str) -> None:
        """Take a record in, in place of what was at its path."""
        data = json.dumps(filed.data, ensure_ascii=False, separators=(",", ":"))
        row = (filed.path, blob, filed.kind, filed.name, filed.id, filed.check, data)
        self._db.execute("INSERT OR REPLACE INTO record VALUES (?,?,?,?,?,?,?)", row)

    def put_problem(self, problem: Problem) -> None:
        """Take in what is wrong with a file."""
        row = (_storable(problem.path), problem.line, problem.message, problem.code)
        self._db.execute("INSERT INTO problem VALUES (?,?,?,?)", row)

    def drop(self, path: str) -> None:
        """Forget what was at a path."""
        self._db.execute("DELETE FROM record WHERE path = ?", (_storable(path),))
        self._db.execute("DELETE FROM problem WHERE path = ?", (_storable(path),))

    def set_head(self, commit: str) -> None:
        """Say of which commit the cache now speaks."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('head', ?)", (commit,))

    def derive(self, names: Iterable[str]) -> None:
        """Derive the standing of checks again, by name."""
        for name in names:
            check = self.check(name)
            if check is None:
                self._db.execute("DELETE FROM standing WHERE folder = ?", (name,))
            else:
                data = json.dumps(standing(check).as_data(), ensure_ascii=False)
                self._db.execute(
                    "INSERT OR REPLACE INTO standing VALUES (?,?)", (name, data)
                )

    # ------------------------------------------------------------------ reading

    def hold(self, commit: str) -> bool:
        """Read one state from now on, whatever other processes write meanwhile.

        Returns:
            False, holding nothing, if the cache no longer speaks of the commit.
        """
        self._db.execute("BEGIN")
        if self.head == commit:
            return True
        self._db.execute("ROLLBACK")
        return False

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

    def named(self, kind: Kind, text: str) -> tuple[str, ...]:
        """Give the names of a kind of which id, name or slug begins with a text."""
        rows = self._db.execute(
            "SELECT DISTINCT name FROM record WHERE kind = ?1 AND "
            "(substr(id, 1, length(?2)) = ?2 OR substr(name, 1, length(?2)) = ?2) "
            "ORDER BY name",
            (kind, text),
        )
        return tuple(row[0] for row in rows)

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


def _storable(path: str) -> str:
    """Give a path as SQLite takes it: bytes that are not UTF-8 cannot be kept."""
    return path.encode(errors="replace").decode()


def _filed(row: tuple[str, ...]) -> Filed[Any]:
    path, kind, name, folder, data = row
    return Filed(cast("Kind", kind), path, name, folder, json.loads(data))

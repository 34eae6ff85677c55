"""The SQLite cache in front of the files: derived, and safe to delete at any time.

It holds the records of one commit as plain data, the problems of files that are
no records, and the standing of each check. How it is filled and kept stands here,
what it answers in ``stored``.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from factcheck.ledger.stored import StoredRecords
from factcheck.model.state import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from factcheck.model.errors import Problem
    from factcheck.model.filed import Filed

VERSION = 3
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
CREATE INDEX record_by_name ON record (kind, name);
CREATE TABLE problem (
    path TEXT NOT NULL, line INTEGER NOT NULL, message TEXT NOT NULL, code TEXT NOT NULL
);
CREATE INDEX problem_by_path ON problem (path);
CREATE TABLE standing (folder TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE searched (
    row INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, lines TEXT NOT NULL
)
"""

_HAS_FULL_TEXT = "SELECT 1 FROM pragma_module_list WHERE name = 'fts5'"
# The lines are folded already (see ``search``), and kept once: in ``searched``.
_FULL_TEXT = """
CREATE VIRTUAL TABLE full_text USING fts5 (
    lines, content = 'searched', content_rowid = 'row',
    tokenize = 'unicode61 remove_diacritics 0'
)
"""


class Cache(StoredRecords):
    """One ledger at one commit, in a database file or in memory (``None``)."""

    def __init__(self, path: Path | None, *, as_it_is: bool = False) -> None:
        """Open a cache, empty if there is none yet, or none of this version.

        Args:
            path: of the database file, None for one in memory.
            as_it_is: open it for reading alone; it must be there, of this version.

        Raises:
            sqlite3.DatabaseError: the file is damaged, or cannot be written.
        """
        place = str(path) if path else ":memory:"
        if path and as_it_is:
            place = f"{path.absolute().as_uri()}?mode=ro"
        patience = 0.5 if as_it_is else 30  # seconds, where it is being made anew
        super().__init__(
            sqlite3.connect(place, timeout=patience, isolation_level=None, uri=as_it_is)
        )
        if as_it_is:
            if self._version() != VERSION:
                self._db.close()
                raise sqlite3.DatabaseError("the cache is of another version")
            return
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
            while table := self._any_table():
                self._db.execute(f'DROP TABLE "{table}"')
            for statement in _SCHEMA.split(";"):
                self._db.execute(statement)
            if self._db.execute(_HAS_FULL_TEXT).fetchone():
                self._db.execute(_FULL_TEXT)
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    def _any_table(self) -> str | None:
        """Give a table that may be dropped: the full-text index has some of its own."""
        row = self._db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' "
            "ORDER BY sql NOT LIKE 'CREATE VIRTUAL%' LIMIT 1"
        ).fetchone()
        return str(row[0]) if row else None

    def copied(self) -> Cache:
        """Give a copy in memory."""
        copy = Cache(None)
        self._db.backup(copy._db)
        return copy

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
        self._drop_lines(filed.path)
        self._put_lines(filed)

    def put_problem(self, problem: Problem) -> None:
        """Take in what is wrong with a file."""
        row = (_storable(problem.path), problem.line, problem.message, problem.code)
        self._db.execute("INSERT INTO problem VALUES (?,?,?,?)", row)

    def drop(self, path: str) -> None:
        """Forget what was at a path."""
        self._db.execute("DELETE FROM record WHERE path = ?", (_storable(path),))
        self._db.execute("DELETE FROM problem WHERE path = ?", (_storable(path),))
        self._drop_lines(_storable(path))

    def _put_lines(self, filed: Filed[Any]) -> None:
        from factcheck.ledger.search import lines  # noqa: PLC0415 - not on warm paths

        text = lines(filed)
        row = self._db.execute(
            "INSERT INTO searched (path, lines) VALUES (?,?)", (filed.path, text)
        ).lastrowid
        if self._has_full_text:
            index = "INSERT INTO full_text (rowid, lines) VALUES (?,?)"
            self._db.execute(index, (row, text))

    def _drop_lines(self, path: str) -> None:
        found = self._db.execute(
            "SELECT row, lines FROM searched WHERE path = ?", (path,)
        ).fetchone()
        if found and self._has_full_text:
            # The index keeps no text: it is told again what it is to forget.
            self._db.execute(
                "INSERT INTO full_text (full_text, rowid, lines) "
                "VALUES ('delete', ?, ?)",
                found,
            )
        self._db.execute("DELETE FROM searched WHERE path = ?", (path,))

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


def examined(path: Path) -> tuple[int, str | None, str]:
    """Look into a cache file without changing it, whatever is in it.

    Returns:
        Its version, the commit of which it speaks, and what is damaged (else empty).
    """
    version, db = 0, None
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        found = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
        if found != "ok" or version != VERSION:
            return version, None, "" if found == "ok" else found
        head = db.execute("SELECT value FROM meta WHERE key = 'head'").fetchone()
        return version, str(head[0]) if head else None, ""
    except sqlite3.Error as error:
        return version, None, str(error)
    finally:
        if db is not None:
            db.close()


def _storable(path: str) -> str:
    """Give a path as SQLite takes it: bytes that are not UTF-8 cannot be kept."""
    return path.encode(errors="replace").decode()

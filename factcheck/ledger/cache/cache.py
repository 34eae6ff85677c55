"""The SQLite cache in front of the files: derived, and safe to delete at any time.

It holds the records of one commit as plain data, the problems of files that are
no records, and the standing of each check. How it is filled and kept stands here and
in ``filling``, what it answers in ``stored``.

What damage does: a row that was changed is noticed when it is read (see ``seal``), a
page that makes no sense by SQLite; the cache is then thrown away and built anew. What
goes unnoticed is damage that hides rows, in a page of an index: a record is then
missing from an answer, never wrong in it. ``verify`` compares the cache with what is
committed, past the indexes; ``doctor`` has SQLite check the whole file.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from factcheck.ledger.cache import listed, rows
from factcheck.ledger.cache.stored import StoredRecords
from factcheck.model.state import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from factcheck.model.errors import Problem
    from factcheck.model.filed import Filed

    Progress = Callable[[Iterable[Any], int], Iterable[Any]]
    """Gives steps on, and may say how many of them (a number) have been taken."""

VERSION = 9
"""Raised whenever what is cached, or how it is derived, changes."""

_SORTED_AT_ONCE = 16 << 20
_INDEXED_AT_ONCE = 10_000


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
            if _version(self._db) != VERSION:
                self._db.close()
                raise sqlite3.DatabaseError("the cache is of another version")
            return
        if path:
            self._db.execute("PRAGMA journal_mode = WAL")
            # With a write-ahead log this survives a power cut whole.
            self._db.execute("PRAGMA synchronous = NORMAL")
        if _version(self._db) != VERSION:
            self._create()

    @classmethod
    def opened(cls, path: Path) -> Cache | None:
        """Open the cache in a file, None if there is none that is whole.

        Raises:
            sqlite3.OperationalError: it is there and cannot be opened here.
        """
        while (before := _identity(path)) is not None:
            cache = cls.__new__(cls)
            uri = f"{path.absolute().as_uri()}?mode=rw"
            db = sqlite3.connect(uri, timeout=30, isolation_level=None, uri=True)
            StoredRecords.__init__(cache, db)
            try:
                is_whole = _version(db) == VERSION and cache.head is not None
            except sqlite3.OperationalError:
                db.close()
                raise
            except sqlite3.DatabaseError:
                is_whole = False
            # Another one may have been put in its place while this one was opened.
            if _identity(path) == before:
                if is_whole:
                    return cache
                db.close()
                return None
            db.close()
        return None

    def make_shareable(self) -> None:
        """Let several processes read and one write from now on."""
        self._db.execute("PRAGMA journal_mode = WAL")

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def _create(self) -> None:
        with self.changing():
            if _version(self._db) == VERSION:  # another process was quicker
                return
            while table := self._any_table():
                self._db.execute(f'DROP TABLE "{table}"')
            self._make_tables()
            self._make_indexes()
            if self._can_have_full_text():
                self._db.execute(rows.FULL_TEXT)
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    def _make_tables(self) -> None:
        for statement in (*rows.TABLES.split(";"), *listed.TABLES):
            self._db.execute(statement)
        self.set_made()

    def _can_have_full_text(self) -> bool:
        return self._db.execute(rows.HAS_FULL_TEXT).fetchone() is not None

    @property
    def is_searchable(self) -> bool:
        """Whether the words are indexed, as far as this SQLite can."""
        return self._has_full_text or not self._can_have_full_text()

    def make_searchable(self, progress: Progress | None = None) -> None:
        """Index the words of all records; what is put later is added as it comes.

        A cache that is filled at once has no such index: it would take a tenth of the
        time, and only who searches needs it. What was held is let go.

        Args:
            progress: is given the steps, and how many there are.

        Raises:
            sqlite3.OperationalError: it cannot be written.
        """
        if self._db.in_transaction:
            self._db.execute("COMMIT")
        with self.changing():
            if self._has_full_text:  # another process was quicker
                return
            self._db.execute(rows.FULL_TEXT)
            # So many bytes are sorted in memory before there is something to merge.
            self._db.execute(
                "INSERT INTO full_text (full_text, rank) VALUES ('hashsize', ?)",
                (_SORTED_AT_ONCE,),
            )
            last = self._db.execute("SELECT max(row) FROM searched").fetchone()[0] or 0
            steps = range(0, last, _INDEXED_AT_ONCE)
            for first in progress(steps, len(steps)) if progress else steps:
                self._db.execute(
                    "INSERT INTO full_text (rowid, lines) SELECT row, lines "
                    "FROM searched WHERE row > ? AND row <= ?",
                    (first, first + _INDEXED_AT_ONCE),
                )

    def _make_indexes(self) -> None:
        for statement in (*rows.INDEXES.split(";"), *listed.INDEXES):
            self._db.execute(statement)

    def _any_table(self) -> str | None:
        """Give a table that may be dropped: the full-text index has some of its own."""
        row = self._db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' "
            "ORDER BY sql NOT LIKE 'CREATE VIRTUAL%' LIMIT 1"
        ).fetchone()
        return str(row[0]) if row else None

    def copied(self) -> Cache:
        """Give a copy that nobody else sees: in memory, or on disk if it is large."""
        copy = Cache.__new__(Cache)
        # A database without a name is SQLite's own temporary one.
        db = sqlite3.connect("", isolation_level=None)
        StoredRecords.__init__(copy, db)
        self._db.backup(db)
        copy.copied_from = (self.edition.made, self.turn)
        copy.set_made()
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

    def has_problem(self, path: str) -> bool:
        """Tell whether a path is that of a file that is no record."""
        row = self._db.execute(
            "SELECT 1 FROM problem WHERE path = ? LIMIT 1", (rows.storable(path),)
        ).fetchone()
        return row is not None

    def blobs_below(self, place: str) -> dict[str, str]:
        """Give the blobs of the records in a folder, or of a file, by path."""
        rows = self._db.execute(
            "SELECT path, blob FROM record WHERE path = ?1 "
            "OR path > ?1 || '/' AND path < ?1 || '0'",  # the sign after "/"
            (place,),
        )
        return dict(rows.fetchall())

    def contents(self) -> Iterator[tuple[str, str, str]]:
        """Give path, blob and kind of every record, in path order.

        For a comparison with what is committed: read without the indexes, so that
        damage in these does not hide a record.
        """
        yield from self._db.execute(
            "SELECT path, blob, kind FROM record NOT INDEXED ORDER BY path"
        )

    # ------------------------------------------------------------------ writing

    def put(self, filed: Filed[Any], blob: str) -> None:
        """Take a record in, in place of what was at its path."""
        self._drop_record(filed.path)
        self._forget(filed.path)
        row = self._db.execute(
            rows.INSERTS["record"], (None, *rows.record_row(filed, blob))
        )
        self._put_lines(row.lastrowid, filed)
        for table, its in listed.rows_of(filed):
            self._db.execute(rows.INSERTS[table], its)

    def put_problem(self, problem: Problem) -> None:
        """Take in what is wrong with a file."""
        self._db.execute(rows.INSERTS["problem"], rows.problem_row(problem))

    def drop(self, path: str) -> None:
        """Forget what was at a path."""
        self._db.execute("DELETE FROM problem WHERE path = ?", (rows.storable(path),))
        self._drop_record(rows.storable(path))
        self._forget(rows.storable(path))

    def _forget(self, path: str) -> None:
        if path.startswith(("parties/", "complaints/", "evidence/")):
            for statement in listed.FORGET_PATH:
                self._db.execute(statement, (path,))

    def _put_lines(self, row: int | None, filed: Filed[Any]) -> None:
        from factcheck.ledger.search import lines  # noqa: PLC0415 - not on warm paths

        text = lines(filed)
        self._db.execute(rows.INSERTS["searched"], (row, text))
        if self._has_full_text:
            index = "INSERT INTO full_text (rowid, lines) VALUES (?,?)"
            self._db.execute(index, (row, text))

    def _drop_record(self, path: str) -> None:
        found = self._db.execute(
            "SELECT s.row, s.lines FROM record r JOIN searched s ON s.row = r.row "
            "WHERE r.path = ?",
            (path,),
        ).fetchone()
        if found is None:
            return
        if self._has_full_text:
            # The index keeps no text: it is told again what it is to forget.
            self._db.execute(
                "INSERT INTO full_text (full_text, rowid, lines) "
                "VALUES ('delete', ?, ?)",
                found,
            )
        self._db.execute("DELETE FROM searched WHERE row = ?", found[:1])
        self._db.execute("DELETE FROM record WHERE row = ?", found[:1])

    def set_head(self, commit: str) -> None:
        """Say of which commit the cache now speaks."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('head', ?)", (commit,))

    def set_made(self) -> None:
        """Tell this cache from every other one, by chance."""
        made = os.urandom(16).hex()
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('made', ?)", (made,))

    def derive(self, names: Iterable[str]) -> None:
        """Derive the standing of checks again, by name: they have moved."""
        turn = self.turn + 1
        for name in names:
            check = self.check(name)
            self._db.execute(rows.INSERTS["moved"], (name, turn))
            for statement in listed.FORGET:
                self._db.execute(statement, (name,))
            if check is None:
                self._db.execute("DELETE FROM standing WHERE folder = ?", (name,))
            else:
                state = standing(check)
                for table, its in listed.rows(check, state):
                    self._db.execute(rows.INSERTS[table], its)
                self._db.execute(
                    rows.INSERTS["standing"], rows.standing_row(name, state)
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


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _identity(path: Path) -> tuple[int, int] | None:
    """Tell one file from another that is put in its place; None without a file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


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

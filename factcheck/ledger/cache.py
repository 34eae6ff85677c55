"""The SQLite cache in front of the files: derived, and safe to delete at any time.

It holds the records of one commit as plain data, the problems of files that are
no records, and the standing of each check. Warm commands read it and nothing
else: no git, no YAML, no pydantic.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from factcheck.model.check import gather
from factcheck.model.errors import Problem
from factcheck.model.filed import Filed
from factcheck.model.state import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from factcheck.model.check import Check
    from factcheck.model.kinds import Kind

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


class Cache:
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
        self._db = sqlite3.connect(
            place, timeout=patience, isolation_level=None, uri=as_it_is
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


def _filed(row: tuple[str, ...]) -> Filed[Any]:
    path, kind, name, folder, data = row
    return Filed(cast("Kind", kind), path, name, folder, json.loads(data))

"""The tables of the cache and their rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from factcheck.ledger.cache import listed, seal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factcheck.model.errors import Problem
    from factcheck.model.filed import Filed
    from factcheck.model.state import Standing

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record (
    row INTEGER PRIMARY KEY, path TEXT NOT NULL, blob TEXT NOT NULL,
    kind TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL, folder TEXT NOT NULL,
    data TEXT NOT NULL, seal INTEGER NOT NULL
);
CREATE TABLE problem (
    path TEXT NOT NULL, line INTEGER NOT NULL, message TEXT NOT NULL,
    code TEXT NOT NULL, seal INTEGER NOT NULL
);
CREATE TABLE standing (
    folder TEXT PRIMARY KEY, data TEXT NOT NULL, seal INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE searched (row INTEGER PRIMARY KEY, lines TEXT NOT NULL);
CREATE TABLE moved (name TEXT PRIMARY KEY, turn INTEGER NOT NULL) WITHOUT ROWID
"""
INDEXES = """
CREATE UNIQUE INDEX record_by_path ON record (path);
CREATE INDEX record_by_id ON record (kind, id);
CREATE INDEX record_by_folder ON record (folder);
CREATE INDEX record_by_name ON record (kind, name);
CREATE INDEX problem_by_path ON problem (path);
CREATE INDEX moved_by_turn ON moved (turn)
"""

HAS_FULL_TEXT = "SELECT 1 FROM pragma_module_list WHERE name = 'fts5'"
# The lines are folded already (see ``search``), and kept once: in ``searched``.
FULL_TEXT = """
CREATE VIRTUAL TABLE full_text USING fts5 (
    lines, content = 'searched', content_rowid = 'row',
    tokenize = 'unicode61 remove_diacritics 0'
)
"""


RecordRow = tuple[str, str, str, str, str, str, str, int]
"""Path, blob, kind, name, id, folder, data, seal."""

INSERTS: Mapping[str, str] = {
    "record": "INSERT INTO record VALUES (?,?,?,?,?,?,?,?,?)",
    "problem": "INSERT INTO problem VALUES (?,?,?,?,?)",
    "searched": "INSERT INTO searched VALUES (?,?)",
    "standing": "INSERT OR REPLACE INTO standing VALUES (?,?,?)",
    "moved": "INSERT OR REPLACE INTO moved VALUES (?,?)",
    **listed.INSERTS,
}
"""What puts a row into a table."""

_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def record_row(filed: Filed[Any], blob: str) -> RecordRow:
    """Give the row of a record, without its number."""
    data = _AS_JSON(filed.data)
    texts = (filed.path, blob, filed.kind, filed.name, filed.check, data)
    sealed = seal.seal(*texts)
    return (*texts[:4], filed.id, *texts[4:], sealed)


def problem_row(problem: Problem) -> tuple[str, int, str, str, int]:
    """Give the row of a problem."""
    path, line, message = storable(problem.path), problem.line, problem.message
    sealed = seal.seal(path, str(line), message, problem.code)
    return path, line, message, problem.code, sealed


def standing_row(name: str, state: Standing) -> tuple[str, str, int]:
    """Give the row of where a check stands."""
    data = _AS_JSON(state.as_data())
    return name, data, seal.seal(name, data)


def storable(path: str) -> str:
    """Give a path as SQLite takes it: bytes that are not UTF-8 cannot be kept."""
    return path.encode(errors="replace").decode()

"""The questions of `stored`, as SQL has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factcheck.model.kinds import Kind

DESCRIBED: dict[Kind, str] = {
    "check": "$.claim",
    "article": "$.title",
    "ask": "$.whom",
    "party": "$.name",
}
"""The field that says what a record is about; of other kinds it is ``says``."""

# Two look-ups in two indexes: names are of letters that come before "{".
EXACTLY = """
SELECT name FROM record INDEXED BY record_by_name WHERE kind = ?1 AND name = ?2
UNION SELECT name FROM record INDEXED BY record_by_id WHERE kind = ?1 AND id = ?2
UNION SELECT name FROM record INDEXED BY record_by_name
    WHERE kind = ?1 AND name > ?3 AND name < ?4 AND length(name) = ?5
ORDER BY name
"""
NAMED = """
SELECT name FROM record WHERE kind = ?1 AND name >= ?2 AND name < ?3
UNION SELECT name FROM record INDEXED BY record_by_id
    WHERE kind = ?1 AND id >= ?2 AND id < ?3
"""
BEGINNING = {
    "name": """
SELECT name, json_extract(data, ?4) FROM record INDEXED BY record_by_name
WHERE kind = ?1 AND name >= ?2 AND name < ?3 ORDER BY name LIMIT ?5
""",
    "id": """
SELECT id, json_extract(data, ?4) FROM record INDEXED BY record_by_id
WHERE kind = ?1 AND id >= ?2 AND id < ?3 ORDER BY id LIMIT ?5
""",
}
NEIGHBOURS = tuple(
    f"{query} AND name <> ?3 ORDER BY {order} LIMIT 1"
    for query, order in (
        ("SELECT id FROM record WHERE kind = ?1 AND id < ?2", "id DESC"),
        ("SELECT id FROM record WHERE kind = ?1 AND id >= ?2", "id"),
        ("SELECT name FROM record WHERE kind = ?1 AND name >= ?2", "name"),
    )
)
"""The words next to an id among the ids and names of a kind, but for its own name."""

LISTED = "SELECT path, name FROM"
RECORD = "SELECT path, kind, name, folder, data, blob, seal FROM record"
STATING = "('check', 'verdict', 'publication')"
BLOB = 5
"""The place of the blob in it."""
SEARCHED = (
    "SELECT r.path, r.kind, r.name, r.folder, r.data, r.blob, r.seal "
    "FROM searched s JOIN record r ON r.row = s.row"
)

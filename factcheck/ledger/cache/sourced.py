"""What the cache keeps of the sources of evidence: to find the same one again.

An entry has a row in ``sourced``: a number for what makes its source the same as
another, its host, and the values that are usual there. The number is a checksum: what
it finds is looked at once more by who asks. An entry known by several captures has a
further row for each, with nothing but the number.

Everything here is pure: statements and rows. ``cache`` and ``stored`` run them.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any

from factcheck.model.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factcheck.model.filed import Filed

    Row = tuple[str, tuple[str | int | None, ...]]
    """A table and a row of it."""

USUAL: Mapping[str, str] = {
    "source.publisher": "publisher",
    "kind": "kind",
    "origin": "origin",
    "source.carrier": "carrier",
    "source.language": "language",
}
"""The fields of which the usual value is known, and their columns."""

TABLES: tuple[str, ...] = (
    (
        "CREATE TABLE sourced ("
        "path TEXT NOT NULL, key INTEGER, host TEXT, added TEXT, gone INTEGER, "
        "publisher TEXT, kind TEXT, origin TEXT, carrier TEXT, language TEXT)"
    ),
)
INDEXES: tuple[str, ...] = (
    "CREATE INDEX sourced_by_path ON sourced (path)",
    "CREATE INDEX sourced_by_key ON sourced (key) WHERE key IS NOT NULL",
    "CREATE INDEX sourced_by_host ON sourced (host) WHERE host IS NOT NULL",
    "CREATE INDEX sourced_by_origin ON sourced (origin) WHERE origin IS NOT NULL",
)
INSERTS: Mapping[str, str] = {
    "sourced": "INSERT INTO sourced VALUES (?,?,?,?,?,?,?,?,?,?)"
}
FORGET_PATH: tuple[str, ...] = ("DELETE FROM sourced WHERE path = ?",)
"""What forgets an entry, by its path."""

_PLAIN_HOST = re.compile(r"https?://([a-z0-9.-]+)(?:/|$)", re.ASCII)

OF_KEYS = (
    "SELECT DISTINCT path FROM sourced WHERE key IN (SELECT value FROM json_each(?)) "
    "ORDER BY path"
)
"""The paths of the entries that may have one of some sources: numbers as JSON."""

ORIGINS = (
    "SELECT origin, count(*) FROM sourced WHERE origin IS NOT NULL "
    "GROUP BY origin ORDER BY count(*) DESC, min(rowid)"
)
"""Every origin and how many entries have it, the commonest first."""


def usual(field: str, *, of_host: bool) -> str:
    """Give the query for the value of a field that is most used, the latest first.

    Args:
        field: one of ``USUAL``.
        of_host: whether only at one host, which is the query's parameter.
    """
    column = USUAL[field]
    where = "host = ? AND" if of_host else ""
    return (
        f"SELECT {column} FROM sourced WHERE {where} gone = 0 "  # noqa: S608 - our own column
        f"AND {column} IS NOT NULL GROUP BY {column} "
        "ORDER BY count(*) DESC, max(added) DESC, min(rowid) LIMIT 1"
    )


def rows_of(filed: Filed[Any]) -> Iterator[Row]:
    """Give the rows of an evidence entry."""
    data = filed.data
    source = data["source"]
    keys = sorted(number(one) for one in identities(data))
    yield (
        "sourced",
        (
            filed.path,
            keys[0] if keys else None,
            host_of(source["url"]),
            data["added"],
            int(bool(data["withdrawn"])),
            source["publisher"] or None,
            data["kind"],
            data["origin"] or None,
            source["carrier"] or None,
            source["language"] or None,
        ),
    )
    for key in keys[1:]:
        yield "sourced", (filed.path, key, *(None,) * 8)


def identities(data: Mapping[str, Any]) -> set[tuple[str, ...]]:
    """Give what makes a source the same as another: address, capture or title.

    Args:
        data: fields of an entry; absent ones may lack.
    """
    from factcheck.model.address import canonical  # noqa: PLC0415 - readers do without

    source = data["source"]
    if url := source.get("url"):
        return {("url", canonical(url))}
    if captures := data.get("captures"):
        return {("capture", str(one["sha256"])) for one in captures}
    title, publisher = source.get("title"), source.get("publisher")
    if title and publisher:
        return {("title", fold_name(publisher), fold_name(title))}
    return set()


def number(identity: tuple[str, ...]) -> int:
    """Give the number of what makes a source the same."""
    return zlib.crc32("\n".join(identity).encode("utf-8", "surrogatepass"))


def host_of(url: str | None) -> str | None:
    """Give the host of an address, under the one name of its site."""
    from urllib.parse import urlsplit  # noqa: PLC0415 - readers do without

    from factcheck.model.address import canonical  # noqa: PLC0415 - the same

    if not url:
        return None
    address = canonical(url)
    plain = _PLAIN_HOST.match(address)
    return plain[1] if plain else urlsplit(address).hostname

"""The evidence of checks as a table: one row for each link."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence, Link
    from factcheck.model.filed import Filed

COLUMNS = (
    "check",
    "claim",
    "part",
    "stance",
    "primary",
    "why",
    "evidence",
    "kind",
    "says",
    "quote",
    "translation",
    "where",
    "publisher",
    "title",
    "author",
    "published",
    "url",
    "archived",
    "accessed",
    "origin",
    "confidential",
    "withdrawn",
)


def evidence_rows(checks: Iterable[Check]) -> list[dict[str, str]]:
    """Give a row for each link, by column.

    Of a confidential entry a row has what a report has: number, kind, stance and
    part, but neither source nor words. A link whose entry is gone has its own fields.
    """
    return [
        _row(check, link, check.of_link(link))
        for check in checks
        for link in check.links
    ]


def _row(
    check: Check, link: Filed[Link], entry: Filed[Evidence] | None
) -> dict[str, str]:
    is_secret = bool(entry and entry.record.confidential)
    row = {
        "check": check.name,
        "claim": check.claim.record.claim,
        "part": link.record.part or "",
        "stance": link.record.stance,
        "primary": "yes" if link.record.primary else "",
        "why": "" if is_secret else link.record.why,
        "evidence": link.id if is_secret else link.name,
        **(_of_entry(entry.record) if entry else {}),
    }
    return {column: row.get(column, "") for column in COLUMNS}


def _of_entry(entry: Evidence) -> dict[str, str]:
    if entry.confidential:
        return {"kind": entry.kind, "confidential": "yes"}
    source = entry.source
    fields = {
        "kind": entry.kind,
        "says": entry.says,
        "quote": entry.quote,
        "translation": entry.translation,
        "where": entry.where,
        "publisher": source.publisher,
        "title": source.title,
        "author": source.author,
        "published": source.published,
        "url": source.url,
        "archived": source.archived,
        "accessed": source.accessed,
        "origin": entry.origin,
        "withdrawn": entry.withdrawn.since[:10] if entry.withdrawn else None,
    }
    return {column: value or "" for column, value in fields.items()}

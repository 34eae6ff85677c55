"""One evidence entry on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.model.dates import in_words
from factcheck.terminal.check_view import source_line
from factcheck.terminal.page import Column, Heading, Line, Table, facts
from factcheck.terminal.words import STANCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence, Link
    from factcheck.model.filed import Filed
    from factcheck.terminal.page import Block, Page, Style


def evidence_page(
    entry: Filed[Evidence],
    links: Sequence[tuple[Filed[Link], Check]],
    *,
    quote: str | None = None,
    is_edited: bool = False,
    interests: Sequence[tuple[str, str]] = (),
) -> Page:
    """Lay out an evidence entry.

    Args:
        entry: the entry, as committed.
        links: each link to it with its check.
        quote: whether the quote stands in a capture, in words.
        is_edited: whether its file has changes that are not committed.
        interests: name and interest of parties that put it out or are its origin.
    """
    record, source = entry.record, entry.record.source
    captures = "\n".join(
        f"{one.sha256[:16]}… {one.media_type}, {one.size} bytes, {one.retrieved}"
        for one in record.captures
    )
    blocks: list[Block] = [
        Line(record.says, "strong"),
        Line(entry.name, "quiet"),
    ]
    if record.withdrawn:
        gone = record.withdrawn
        by = f" by {gone.by}" if gone.by else ""
        blocks.append(Line(f"withdrawn {in_words(gone.since)}{by}: {gone.why}", "bad"))
    if is_edited:
        blocks.append(Line(f"not committed: {entry.path}", "doubtful"))
    blocks.append(
        facts(
            ("source", source_line(source)),
            ("archived", source.archived),
            ("accessed", in_words(source.accessed) if source.accessed else None),
            ("kind", record.kind + (f", read: {record.read}" if record.read else "")),
            ("origin", record.origin or "none named: it counts for no origin"),
            ("first reported", record.first_reported_by),
            ("interest", record.interest),
            *(("party’s interest", f"{name}: {one}") for name, one in interests),
            ("quote", f"“{record.quote}”" if record.quote else None),
            ("looked up", quote),
            ("translation", record.translation),
            ("where", record.where),
            ("captures", captures),
            ("confidential", "yes: never printed" if record.confidential else None),
            ("note", record.note),
            ("added", f"{in_words(record.added)} by {record.added_by}"),
        )
    )
    if links:
        blocks.append(Heading("Bears on"))
    for link, check in links:
        stance, style = STANCES[link.record.stance]
        blocks.append(Line(f"{check.name}: {stance.lower()}", style, 1))
        blocks.append(Line(check.claim.record.claim, "plain", 2))
        blocks.append(Line(f"why: {link.record.why}", "quiet", 2))
    return tuple(blocks)


def evidence_list_page(entries: Sequence[Filed[Evidence]]) -> Page:
    """Lay out entries, one line each, in the order to be shown."""
    rows = tuple(_row(entry) for entry in entries)
    columns = (
        Column("id"),
        Column("kind"),
        Column("publisher", 2),
        Column("origin", 2),
        Column("says", 5),
    )
    return (Table(columns, rows),) if rows else ()


def _row(entry: Filed[Evidence]) -> tuple[tuple[str, Style], ...]:
    record = entry.record
    gone = record.withdrawn is not None
    return (
        (entry.id, "quiet"),
        (record.kind, "plain"),
        (record.source.publisher, "plain"),
        (record.origin or "–", "plain" if record.origin else "doubtful"),
        (record.says + (" [withdrawn]" if gone else ""), "bad" if gone else "plain"),
    )

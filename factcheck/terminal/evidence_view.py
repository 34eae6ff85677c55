"""One evidence entry on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.model.dates import in_words
from factcheck.terminal.check_view import source_line
from factcheck.terminal.page import Heading, Line, facts
from factcheck.terminal.words import STANCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence, Link
    from factcheck.model.filed import Filed
    from factcheck.terminal.page import Block, Page


def evidence_page(
    entry: Filed[Evidence],
    links: Sequence[tuple[Filed[Link], Check]],
    *,
    quote: str | None = None,
    is_edited: bool = False,
) -> Page:
    """Lay out an evidence entry.

    Args:
        entry: the entry, as committed.
        links: each link to it with its check.
        quote: whether the quote stands in a capture, in words.
        is_edited: whether its file has changes that are not committed.
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
        since = in_words(record.withdrawn.since)
        blocks.append(Line(f"withdrawn {since}: {record.withdrawn.why}", "bad"))
    if is_edited:
        blocks.append(Line(f"not committed: {entry.path}", "doubtful"))
    blocks.append(
        facts(
            ("source", source_line(source)),
            ("archived", source.archived),
            ("accessed", in_words(source.accessed) if source.accessed else None),
            ("kind", record.kind + (f", read: {record.read}" if record.read else "")),
            ("origin", record.origin),
            ("first reported", record.first_reported_by),
            ("interest", record.interest),
            ("quote", f"“{record.quote}”" if record.quote else None),
            ("in the capture", quote),
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

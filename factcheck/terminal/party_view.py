"""Parties on a screen: one, and a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.model.dates import in_words
from factcheck.terminal.page import Column, Heading, Line, Table, facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factcheck.model.evidence import Evidence
    from factcheck.model.filed import Filed
    from factcheck.model.party import Affiliation, Party
    from factcheck.terminal.page import Block, Page, Style


def party_page(
    party: Filed[Party],
    *,
    claims: Sequence[Filed[Any]],
    published: Sequence[Filed[Evidence]],
    originated: Sequence[Filed[Evidence]],
    spellings: Mapping[str, int],
) -> Page:
    """Lay out a party and where it is named.

    Args:
        party: the party.
        claims: the claims by it.
        published: the evidence that it put out.
        originated: the evidence that comes from it.
        spellings: how often each spelling occurs in these.
    """
    record = party.record
    blocks: list[Block] = [
        Line(record.name, "strong"),
        Line(party.name, "quiet"),
        facts(
            ("kind", record.kind),
            ("role", record.role),
            ("other names", ", ".join(record.other_names)),
            ("affiliations", "; ".join(map(_affiliation, record.affiliations))),
            ("interest", record.interest),
            ("same as", " ".join(record.same_as)),
            ("note", record.note),
            ("written as", ", ".join(f"{n} ({i})" for n, i in spellings.items())),
            ("added", f"{in_words(record.added)} by {record.added_by}"),
        ),
    ]
    blocks += _named("Claims by it", claims, "claim")
    blocks += _named("Evidence that it put out", published, "says")
    blocks += _named("Evidence that comes from it", originated, "says")
    if not (claims or published or originated):
        blocks.append(Line("No record names it.", "quiet"))
    return tuple(blocks)


def party_list_page(rows: Sequence[tuple[Filed[Party], int]]) -> Page:
    """Lay out parties, each with the number of records that name it."""
    columns = (Column("id"), Column("kind"), Column("used"), Column("name", 1))
    cells = tuple(_row(party, uses) for party, uses in rows)
    return (Table(columns, cells),) if cells else ()


def _row(party: Filed[Party], uses: int) -> tuple[tuple[str, Style], ...]:
    return (
        (party.id, "quiet"),
        (party.record.kind, "plain"),
        (str(uses), "plain"),
        (_all_names(party.record), "plain"),
    )


def _named(title: str, found: Sequence[Filed[Any]], field: str) -> Iterator[Block]:
    if found:
        yield Heading(f"{title} ({len(found)})")
    for one in found:
        yield Line(one.name, "quiet", 1)
        yield Line(one.data[field], "plain", 2)


def _all_names(party: Party) -> str:
    others = f" ({', '.join(party.other_names)})" if party.other_names else ""
    return party.name + others


def _affiliation(one: Affiliation) -> str:
    role = f", {one.role}" if one.role else ""
    since = f", since {in_words(one.since)}" if one.since else ""
    until = f", until {in_words(one.until)}" if one.until else ""
    return f"{one.organisation}{role}{since}{until}"

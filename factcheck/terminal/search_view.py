"""Where words were found: by check, with the passage around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from factcheck.terminal.page import Heading, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.terminal.page import Block, Page

_MOST_FIELDS = 3


class Hit(NamedTuple):
    """One record in which the words were found.

    Attributes:
        record: its kind and name in words; empty for the claim of the check itself.
        fields: the field and the passage around the first word, best first.
    """

    record: str
    fields: Sequence[tuple[str, str]]


class Group(NamedTuple):
    """What was found in one check, or in a record outside of all.

    Attributes:
        title: the claim of the check, or what the record says.
        name: of the check or record.
        about: where it stands, and on which branch.
        hits: best first.
    """

    title: str
    name: str
    about: str
    hits: Sequence[Hit]


def search_page(groups: Sequence[Group]) -> Page:
    """Lay out what was found; the order is the order of the groups."""
    blocks: list[Block] = []
    for group in groups:
        blocks.append(Heading(" ".join(group.title.split())))
        about = f" ({group.about})" if group.about else ""
        blocks.append(Line(f"{group.name}{about}", "quiet"))
        for hit in group.hits:
            if hit.record:
                blocks.append(Line(hit.record, "plain", 1))
            blocks += [
                Line(f"{field}: {passage}", "plain", 1 + bool(hit.record))
                for field, passage in hit.fields[:_MOST_FIELDS]
            ]
            left = len(hit.fields) - _MOST_FIELDS
            if left > 0:
                more = "1 more field" if left == 1 else f"{left} more fields"
                blocks.append(Line(f"and in {more}", "quiet", 1 + bool(hit.record)))
    return tuple(blocks)

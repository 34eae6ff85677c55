"""Checks, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from factcheck.terminal.page import Column, Line, Table
from factcheck.terminal.words import STAGES, style_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.model.claim import Claim, Work
    from factcheck.model.filed import Filed
    from factcheck.model.state import Flag, Standing
    from factcheck.terminal.page import Page, Style

_WIDE = 110
_WIDER = 140
_NAME = 24
"""Columns of a screen from which claimant, then assignee and due have room."""


class ListedCheck(NamedTuple):
    """One row: the claim, where its check stands, its flags, the work on it."""

    claim: Filed[Claim]
    standing: Standing
    flags: Sequence[Flag]
    work: Filed[Work] | None = None


def list_page(
    rows: Sequence[ListedCheck], *, short_ids: Sequence[str], width: int = 0
) -> Page:
    """Lay out checks, and below them the reasons of their flags (see ``rows_page``)."""
    listed = rows_page(rows, short_ids=short_ids, width=width)
    return (*listed, *reasons_page(rows, short_ids=short_ids))


def rows_page(
    rows: Sequence[ListedCheck], *, short_ids: Sequence[str], width: int = 0
) -> Page:
    """Lay out checks, a row each.

    Args:
        rows: in the order to be shown.
        short_ids: for each row the id, or as much of it as is needed.
        width: columns of the screen; a wide one shows more of each check. A pipe
            has none, and its columns are always the same.
    """
    columns = [Column("id"), Column("stage"), Column("rating")]
    if width >= _WIDE:
        columns.append(Column("claimant"))
    if width >= _WIDER:
        columns += [Column("assignee"), Column("due")]
    columns.append(Column("claim", 1))
    cells = tuple(
        tuple(_cell(column.title, row, short) for column in columns)
        for row, short in zip(rows, short_ids, strict=True)
    )
    return (Table(tuple(columns), cells),) if cells else ()


def reasons_page(rows: Sequence[ListedCheck], *, short_ids: Sequence[str]) -> Page:
    """Say why the flags of checks are raised, a line each, in the order of the rows."""
    return tuple(
        Line(f"{short}: {flag.name}: {flag.why}", style_of(flag))
        for row, short in zip(rows, short_ids, strict=True)
        for flag in row.flags
    )


def views_page(views: Sequence[tuple[str, str]]) -> Page:
    """Lay out saved views.

    Args:
        views: name, and the filters as one would type them.
    """
    columns = (Column("view"), Column("filters", 1))
    cells = tuple(((name, _plain), (typed, _quiet)) for name, typed in views)
    return (Table(columns, cells),) if cells else ()


_quiet: Style = "quiet"
_plain: Style = "plain"


def _cell(title: str, row: ListedCheck, short: str) -> tuple[str, Style]:
    work = row.work.record if row.work else None
    standing = row.standing
    cells: dict[str, tuple[str, Style]] = {
        "id": (short, _quiet),
        "stage": (standing.stage, STAGES[standing.stage]),
        "rating": (standing.rating or "–", _plain),
        "claimant": (_cut(row.claim.record.claimant.name), _plain),
        "assignee": (_cut((work.assignee if work else None) or "–"), _plain),
        "due": (standing.due or "–", _plain),
        "claim": (_claim(row), _plain),
    }
    return cells[title]


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else name[: _NAME - 1].rstrip() + "…"


def _claim(row: ListedCheck) -> str:
    names = ", ".join(dict.fromkeys(flag.name for flag in row.flags))
    public = "" if row.standing.public == "unpublished" else row.standing.public
    marks = ", ".join(filter(None, (public, names)))
    return row.claim.record.claim + (f" [{marks}]" if marks else "")

"""Checks, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from factcheck.terminal.page import Column, Line, Table
from factcheck.terminal.words import STAGES, style_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.model.claim import Claim
    from factcheck.model.filed import Filed
    from factcheck.model.state import Flag, Standing
    from factcheck.terminal.page import Block, Page, Style


class ListedCheck(NamedTuple):
    """One row: the claim, where its check stands, its flags."""

    claim: Filed[Claim]
    standing: Standing
    flags: Sequence[Flag]


def list_page(rows: Sequence[ListedCheck], *, short_ids: Sequence[str]) -> Page:
    """Lay out a list of checks.

    Args:
        rows: in the order to be shown.
        short_ids: for each row the id, or as much of it as is needed.
    """
    columns = (Column("id"), Column("stage"), Column("rating"), Column("claim", 1))
    cells = tuple(
        (
            (short, _quiet),
            (row.standing.stage, STAGES[row.standing.stage]),
            (row.standing.rating or "–", _plain),
            (_claim(row), _plain),
        )
        for row, short in zip(rows, short_ids, strict=True)
    )
    blocks: list[Block] = [Table(columns, cells)] if cells else []
    blocks += [
        Line(f"{short}: {flag.name}: {flag.why}", style_of(flag))
        for row, short in zip(rows, short_ids, strict=True)
        for flag in row.flags
    ]
    return tuple(blocks)


_quiet: Style = "quiet"
_plain: Style = "plain"


def _claim(row: ListedCheck) -> str:
    names = ", ".join(dict.fromkeys(flag.name for flag in row.flags))
    public = "" if row.standing.public == "unpublished" else row.standing.public
    marks = ", ".join(filter(None, (public, names)))
    return row.claim.record.claim + (f" [{marks}]" if marks else "")

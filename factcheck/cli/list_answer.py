"""What list answers. Nothing of typer's is imported here (see ``quick``)."""

from __future__ import annotations

import sys
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.cli.filters import fitting as fitting_checks
from factcheck.cli.reading import end_reading, state_as_data
from factcheck.model.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from factcheck.cli.console.session import Session
    from factcheck.cli.fields import Fields
    from factcheck.model.filed import Filed
    from factcheck.terminal.list_view import ListedCheck

BATCH = 200
"""So many rows are drawn at a time, and kept: a list of any length is shown at once."""


class How(NamedTuple):
    """How checks are listed: the options of ``list`` that are no filters."""

    view: str | None = None
    limit: int | None = None
    at: str | None = None
    ids: bool = False
    as_json: bool = False


def asked_for(
    session: Session, filters: Fields, text: Sequence[str] | None, view: str | None
) -> Fields:
    """Give all filters: those of a saved view, in their place those that were typed.

    Raises:
        NotFoundError: no view is called so.
    """
    asked = {**filters, "text": tuple(text)} if text else dict(filters)
    return {**_filters_of(session, view), **asked} if view else asked


def show_list(
    session: Session, filters: Fields, text: Sequence[str] | None, how: How
) -> None:
    """List checks.

    Args:
        session: of the door.
        filters: by the fields of ``FILTERS``.
        text: words that the claim or claimant must contain.
        how: the other options.
    """
    asked = asked_for(session, filters, text, how.view)
    session.at(how.at)
    _show_list(session, asked, how)
    end_reading(session)


def _show_list(session: Session, asked: Fields, how: How) -> None:
    from factcheck.terminal.list_view import ListedCheck

    def fitting() -> Iterator[ListedCheck]:
        filters = {key: value for key, value in asked.items() if key != "text"}
        found = fitting_checks(session, filters, asked.get("text", ()))
        return (
            ListedCheck(claim, standing, flags, work)
            for claim, work, standing, flags in islice(found, how.limit)
        )

    if how.as_json:
        checks = map(_as_data, fitting())
        session.answer_json_list("factcheck.list/1", checks=checks)
    elif how.ids:
        for row in fitting():
            session.answer(f"{row.claim.id}\n")
    else:
        _show_rows(session, fitting)


def _show_rows(session: Session, fitting: Callable[[], Iterator[ListedCheck]]) -> None:
    """Show rows as they come; the reasons of all flags stand below the last one."""
    from factcheck.terminal.list_view import list_page, reasons_page, rows_page

    def short(rows: Sequence[ListedCheck]) -> list[str]:
        return session.ledger.short_ids("check", [row.claim.name for row in rows])

    width = _width_of_screen()
    batches = _batches(fitting())
    first = next(batches, [])
    if len(first) < BATCH:
        session.show(list_page(first, short_ids=short(first), width=width))
        if not first:
            session.tell("No check fits.")
        return
    for batch in chain([first], batches):
        session.show(rows_page(batch, short_ids=short(batch), width=width))
    # They are read again rather than kept.
    for batch in _batches(row for row in fitting() if row.flags):
        session.show(reasons_page(batch, short_ids=short(batch)))


def _batches(rows: Iterator[ListedCheck]) -> Iterator[list[ListedCheck]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _width_of_screen() -> int:
    """Give the columns of the terminal, 0 where the answer goes into a pipe."""
    if not sys.stdout.isatty():
        return 0
    import shutil  # slow to load, and a pipe needs it not

    return shutil.get_terminal_size().columns


def _filters_of(session: Session, name: str) -> dict[str, Any]:
    for view in saved_views(session):
        if view["name"] == name:
            return {
                key: value for key, value in view.items() if value and key != "name"
            }
    known = ", ".join(view["name"] for view in saved_views(session)) or "there is none"
    raise NotFoundError(f"no view is called '{name}': {known}")


def saved_views(session: Session) -> list[dict[str, Any]]:
    """Give the saved views of the ledger, as the settings have them."""
    settings: Filed[Any] | None = next(session.ledger.of_kind("settings"), None)
    return list(settings.data["views"]) if settings else []


def _as_data(row: ListedCheck) -> dict[str, Any]:
    claim = row.claim
    work = row.work.data if row.work else {}
    return {
        "id": claim.id,
        "name": claim.name,
        "path": claim.path,
        "claim": claim.data["claim"],
        "claimant": claim.data["claimant"]["name"],
        "said_on": claim.data["said_on"],
        "opened": claim.data["opened"],
        "topics": work.get("topics", []),
        "assignee": work.get("assignee"),
        "due": work.get("due"),
        **state_as_data(row.standing, row.flags),
    }

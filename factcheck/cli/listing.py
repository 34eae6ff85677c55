"""Door: list, its filters and its saved views."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.fields import Fields, with_fields
from factcheck.cli.filters import FILTERS, check_filter, refuse_unknown
from factcheck.cli.options import DryRun, Json, end_reading, session_of, state_as_data
from factcheck.model import state
from factcheck.model.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.cli.console.session import Session
    from factcheck.model.filed import Filed
    from factcheck.terminal.list_view import ListedCheck


@with_fields(filters=FILTERS)
def list_(
    ctx: typer.Context,
    filters: Fields,
    text: Annotated[
        list[str] | None,
        typer.Argument(help="Words that the claim or claimant must contain."),
    ] = None,
    view: Annotated[
        str | None, typer.Option(help="The filters of a saved view.", metavar="VIEW")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(help="At most so many, newest first.", min=1)
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", help="As it was: a date, a commit.", metavar="REV"),
    ] = None,
    ids: Annotated[bool, typer.Option("--ids", help="Only ids, one a line.")] = False,
    views: Annotated[
        bool, typer.Option("--views", help="Name the saved views instead.")
    ] = False,
    save_view: Annotated[
        str | None,
        typer.Option(help="Save the filters under this name.", metavar="NAME"),
    ] = None,
    delete_view: Annotated[
        str | None, typer.Option(help="Delete a saved view.", metavar="VIEW")
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """List checks.

    The newest come first. Filters of different kinds must all fit; of one that is
    repeated, any may. A view is a list that is saved in the settings for all;
    filters beside it take the place of its own.

    Examples:
        factcheck list --stage "in review"
        factcheck list --assignee me --flag overdue --save-view my-late-ones
        factcheck list --view my-late-ones
        factcheck list --flag "needs recheck" --ids | factcheck show -
    """
    session = session_of(ctx)
    asked = {**filters, "text": tuple(text)} if text else dict(filters)
    if view:
        asked = {**_filters_of(session, view), **asked}
    if save_view or delete_view:
        changed = (save_view, delete_view)
        _change_views(session, changed, asked, dry_run=dry_run, as_json=as_json)
        return
    if views:
        _show_views(session, as_json)
    else:
        session.at(at)
        _show_list(session, asked, limit, ids=ids, as_json=as_json)
    end_reading(session)


def _show_list(
    session: Session, asked: Fields, limit: int | None, *, ids: bool, as_json: bool
) -> None:
    from factcheck.terminal.list_view import ListedCheck, list_page

    now = session.moment()
    filters = {key: value for key, value in asked.items() if key != "text"}
    fits = check_filter(session, filters, asked.get("text", ()))
    rows: list[ListedCheck] = []
    standings = session.ledger.standings()
    names: list[str] = []
    for claim, work, standing in standings:
        names.append(claim.name)
        flags = state.flags(standing, now=now)
        if fits(claim, work, standing, flags):
            rows.append(ListedCheck(claim, standing, flags, work))
        if limit and len(rows) == limit:
            break
    if as_json:
        session.answer_json("factcheck.list/1", checks=[_as_data(row) for row in rows])
    elif ids:
        session.answer("".join(f"{row.claim.id}\n" for row in rows))
    else:
        names += [claim.name for claim, _, _ in standings]
        session.show(
            list_page(rows, short_ids=_short(rows, names), width=_width_of_screen())
        )
        if not rows:
            session.tell("No check fits.")


def _short(rows: Sequence[ListedCheck], names: Sequence[str]) -> list[str]:
    from factcheck.model.short_names import short_ids

    short = short_ids((row.claim.name for row in rows), names)
    return [short[row.claim.name] for row in rows]


def _width_of_screen() -> int:
    """Give the columns of the terminal, 0 where the answer goes into a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


# ------------------------------------------------------------------------- views


def _filters_of(session: Session, name: str) -> dict[str, Any]:
    for view in _views(session):
        if view["name"] == name:
            return {
                key: value for key, value in view.items() if value and key != "name"
            }
    known = ", ".join(view["name"] for view in _views(session)) or "there is none"
    raise NotFoundError(f"no view is called '{name}': {known}")


def _views(session: Session) -> list[dict[str, Any]]:
    settings: Filed[Any] | None = next(session.ledger.of_kind("settings"), None)
    return list(settings.data["views"]) if settings else []


def _show_views(session: Session, as_json: bool) -> None:
    views = _views(session)
    if as_json:
        session.answer_json("factcheck.views/1", views=views)
        return
    from factcheck.terminal.list_view import views_page

    session.show(views_page([(one["name"], _typed(one)) for one in views]))
    if not views:
        session.tell("No view is saved: 'factcheck list --save-view NAME' saves one.")


def _typed(view: Fields) -> str:
    """Give the filters of a view as one would type them."""
    import shlex

    words = list(view["text"])
    for option in FILTERS:
        values = view[option.field] or []
        for value in [values] if isinstance(values, str) else values:
            words += [option.flags, value]
    return shlex.join(words)


def _change_views(
    session: Session,
    names: tuple[str | None, str | None],
    asked: Fields,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    from factcheck.desk import views

    saved, deleted = names
    if saved and deleted:
        raise UsageError("--save-view and --delete-view contradict each other")
    desk = session.desk()
    if saved:
        refuse_unknown(session, asked)
        operation = views.save_view(desk, saved, asked)
        if not dry_run and any(one["name"] == saved for one in _views(session)):
            session.confirm_or_refuse(f"Put other filters under the view '{saved}'?")
    else:
        operation = views.delete_view(desk, deleted or "")
        if not dry_run:
            session.confirm_or_refuse(f"Delete the view '{deleted}'?")
    then = f"factcheck list --view {saved}" if saved else ""
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json, then=then)


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

"""Door: list, its filters and its saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.cli.fields import Fields, with_fields
from factcheck.cli.filters import FILTERS, refuse_unknown
from factcheck.cli.list_answer import How, asked_for, saved_views, show_list
from factcheck.cli.options import DryRun, Json, end_reading, session_of
from factcheck.model.errors import UsageError

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session


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
    if save_view or delete_view:
        asked = asked_for(session, filters, text, view)
        changed = (save_view, delete_view)
        _change_views(session, changed, asked, dry_run=dry_run, as_json=as_json)
    elif views:
        _show_views(session, as_json)
        end_reading(session)
    else:
        how = How(view, limit, at, ids=ids, as_json=as_json)
        show_list(session, filters, text, how)


def _show_views(session: Session, as_json: bool) -> None:
    views = saved_views(session)
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
        if not dry_run and any(one["name"] == saved for one in saved_views(session)):
            session.confirm_or_refuse(f"Put other filters under the view '{saved}'?")
    else:
        operation = views.delete_view(desk, deleted or "")
        if not dry_run:
            session.confirm_or_refuse(f"Delete the view '{deleted}'?")
    then = f"factcheck list --view {saved}" if saved else ""
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json, then=then)

"""Doors: appearance add, and appearances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.fields import APPEARANCE, Fields, with_fields
from factcheck.cli.options import (
    Checks,
    DryRun,
    Json,
    OneCheck,
    end_reading,
    session_of,
)
from factcheck.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.cli.console.session import Session
    from factcheck.desk.desk import Desk
    from factcheck.model.check import Check
    from factcheck.model.timeline import Moment


@with_fields(fields=APPEARANCE)
def add(
    ctx: typer.Context,
    check: OneCheck,
    fields: Fields,
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="A saved page to read; - is stdin."),
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the file as a capture.")
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Put down where a claim was made or spread.

    A saved page tells its address, title, publisher and date. The same address is
    taken in once, however it is written.

    Examples:
        factcheck appearance add 7k3f9x --url https://example.org/a --who "Jane Roe"
        factcheck appearance add afrin-under-20-miles page.html --keep
    """
    from factcheck.desk.appearances import add_appearance

    session = session_of(ctx)
    if keep and not file:
        raise UsageError("--keep keeps a file: give one")
    one = session.ledger.check(check)
    desk = session.desk()
    given: dict[str, Any] = dict(fields)
    captures: list[bytes] = []
    if file:
        captures = _read(session, desk, file, given, keep=keep)
    if not given:
        given["url"] = session.ask("Address", flag="--url")
    if session.may_ask:
        _ask_for_the_rest(session, given)
    operation = add_appearance(desk, one, given, captures=captures)
    then = f"factcheck appearances {one.claim.slug}"
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json, then=then)


def _ask_for_the_rest(session: Session, given: dict[str, Any]) -> None:
    """Ask who and when, which a timeline lives on; both may lack."""
    from factcheck.cli.origins import optional
    from factcheck.model.dates import partial_date

    if not given.get("who"):
        who = optional(session, "Who made or spread it there", flag="--who")
        given |= {"who": who} if who else {}
    while not given.get("published"):
        day = optional(session, "When: 2020-10-08, 2020-10, 2020", flag="--published")
        try:
            given |= {"published": partial_date(day)} if day else {}
        except ValueError as error:
            session.complain(str(error))
            continue
        return


def _read(
    session: Session, desk: Desk, file: str, given: dict[str, Any], *, keep: bool
) -> list[bytes]:
    """Take from a file what was not given; give the bytes that are to be kept."""
    from factcheck.cli.files import bytes_of
    from factcheck.desk.captures import capture_of

    content = bytes_of(file)
    told = session.extractor.facts(content, file)
    facts = {
        "url": told.url,
        "title": told.title,
        "who": told.publisher or told.author,
        "published": told.published,
    }
    for field, value in facts.items():
        if value:
            given.setdefault(field, value)
    if keep:
        given["capture"] = capture_of(desk, content, file_name=file)
    return [content] if keep else []


def appearances(ctx: typer.Context, check: Checks, as_json: Json = False) -> None:
    """Show the timeline of a claim.

    When it was made, where it appeared and how that was found, and what we
    published, earliest first; many appearances are counted by month. A month or a
    year counts from its first day. What has no date stands where it was put down.

    Examples:
        factcheck appearances afrin-under-20-miles
        factcheck appearances 7k3f9x --json
    """
    from factcheck.desk.timelines import timelines
    from factcheck.terminal.timeline_view import timeline_page

    session = session_of(ctx)
    checks = session.checks(check)
    found = list(zip(checks, timelines(session.ledger, checks), strict=True))
    if as_json:
        shown = [_as_data(one, moments) for one, moments in found]
        session.answer_json("factcheck.appearances/1", checks=shown)
    else:
        for number, (one, moments) in enumerate(found):
            if number:
                session.answer("\n")
            session.show(timeline_page(one, moments))
    end_reading(session)


def _as_data(check: Check, moments: Sequence[Moment]) -> dict[str, Any]:
    from factcheck.model.timeline import spread

    rows = [
        moment._asdict() | {"found": moment.found._asdict() if moment.found else None}
        for moment in moments
    ]
    return {
        "id": check.claim.id,
        "name": check.name,
        "claim": check.claim.record.claim,
        "spread": spread(moments)._asdict(),
        "moments": rows,
    }

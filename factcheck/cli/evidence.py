"""Doors: evidence show, amend and withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.fields import EVIDENCE, Fields, nested, with_fields
from factcheck.cli.files import given
from factcheck.cli.history import evidence_at
from factcheck.cli.options import (
    DryRun,
    Json,
    end_reading,
    session_of,
    tell_what_moved,
)
from factcheck.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factcheck.cli.console.session import Session
    from factcheck.desk.desk import Desk
    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence, Link
    from factcheck.model.filed import Filed


def show(
    ctx: typer.Context,
    evidence: Annotated[
        list[str],
        typer.Argument(metavar="EVIDENCE...", help="Id, name or slug; - reads stdin."),
    ],
    as_json: Json = False,
) -> None:
    """Show an evidence entry and what it bears on.

    That is its source, the passage, its captures, and the checks that link it; and
    the interest of a party that put it out or is its origin. NAME@DATE or
    NAME@COMMIT shows it as it was then.

    Examples:
        factcheck evidence show reuters-recruits
        factcheck evidence show q8w2m4@2026-11-20 --json
    """
    from factcheck.desk.parties import interests_in
    from factcheck.review.quotes import quote_in_captures, quote_state
    from factcheck.terminal.evidence_view import evidence_page

    session = session_of(ctx)
    shown = []
    parties = list(session.ledger.of_kind("party"))
    entries = [evidence_at(session, name) for name in session.names(evidence)]
    for ledger, entry in entries:
        read = session.extractor.passage
        found = quote_in_captures(ledger, entry.record, read=read)
        state = quote_state(found) if found else None
        links = [
            (link, check)
            for name in ledger.checks_linking(entry)
            for check in [ledger.check(name)]
            for link in check.links
            if link.id == entry.id
        ]
        is_edited = ledger.is_edited(entry.path)
        interests = interests_in(entry, parties)
        if as_json:
            data = _as_data(entry, links, quote=state, interests=interests)
            shown.append({**data, "uncommitted": is_edited})
        else:
            page = evidence_page(
                entry, links, quote=state, is_edited=is_edited, interests=interests
            )
            session.show(page)
    if as_json and len(shown) == 1:
        session.answer_json("factcheck.evidence/1", **shown[0])
    elif as_json:
        session.answer_json("factcheck.evidence-list/1", evidence=shown)
    end_reading(session)


def _as_data(
    entry: Filed[Evidence],
    links: Sequence[tuple[Filed[Link], Check]],
    *,
    quote: str | None,
    interests: Sequence[tuple[str, str]],
) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "path": entry.path,
        "entry": entry.data,
        "quote": quote,
        "interests": [
            {"party": name, "interest": interest} for name, interest in interests
        ],
        "links": [{"check": check.name, **link.data} for link, check in links],
    }


@with_fields(fields=EVIDENCE)
def amend(
    ctx: typer.Context,
    evidence: Annotated[
        str, typer.Argument(metavar="EVIDENCE", help="Id, name or slug.")
    ],
    fields: Fields,
    capture: Annotated[
        str | None, typer.Option(help="A saved copy to keep.", metavar="FILE|URL")
    ] = None,
    source: Annotated[
        bool,
        typer.Option("--source", help="In all entries that have the same source."),
    ] = False,
    clear: Annotated[
        list[str] | None,
        typer.Option(help="Empty this field (source.title …); repeat.", metavar="F"),
    ] = None,
    because: Annotated[
        str | None, typer.Option("--because", help="Why; kept in the history.")
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Change fields of an evidence entry.

    Verdicts that rest on it need a recheck where the change is one of substance;
    notes, titles and archive links are none. --clear withdrawn takes a withdrawal
    back.

    Examples:
        factcheck evidence amend reuters-recruits --note "Seen by two of us"
        factcheck evidence amend q8w2m4 --source --publisher "Reuters" --because "…"
    """
    from factcheck.desk.evidence import amend_evidence, amend_source
    from factcheck.desk.sources import Sources

    session = session_of(ctx)
    desk = session.desk()
    entry = session.ledger.evidence(evidence)
    values = nested(fields)
    new = values.pop("source", {})
    gone = tuple(clear or ())
    if source:
        _refuse_other_fields(values, gone, capture)
        entries = Sources(session.ledger).sharing(entry)
        operation = amend_source(desk, entries, new, clear=gone, because=because)
        for one in operation.made:
            session.tell(f"{one.name} has this source")
    else:
        if values.get("origin"):
            values["origin"] = _origin(session, values["origin"])
        captures = _captures(session, desk, entry, capture, values)
        operation = amend_evidence(
            *(desk, entry, values, new),
            clear=gone,
            captures=captures,
            because=because,
        )
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json)
    if not dry_run:
        _say_what_moved(session, [one.name for one in operation.made])


def _origin(session: Session, typed: str) -> str:
    """Give an origin as the ledger spells it."""
    from factcheck.cli.origins import spelled
    from factcheck.desk.sources import Sources
    from factcheck.model.names import is_name

    if not is_name(typed):
        raise UsageError(
            f"--origin: '{typed}' names nobody: '--clear origin' takes the origin away"
        )
    return spelled(session, Sources(session.ledger), typed)


def _refuse_other_fields(
    values: dict[str, Any], clear: tuple[str, ...], capture: str | None
) -> None:
    others = [*values, *(field for field in clear if not field.startswith("source."))]
    others += ["capture"] if capture else []
    if others:
        raise UsageError(
            f"--source changes the source alone, in all entries that have it; "
            f"{', '.join(others)} belongs to one entry"
        )


def _captures(
    session: Session,
    desk: Desk,
    entry: Filed[Evidence],
    capture: str | None,
    values: dict[str, Any],
) -> list[bytes]:
    """Read a new capture and describe it in the fields that change."""
    from factcheck.desk.captures import capture_of

    if capture is None:
        return []
    one = given(session, capture)
    kept = capture_of(desk, one.content, file_name=one.name, how=one.how)
    if kept["sha256"] in {one["sha256"] for one in entry.data["captures"]}:
        raise UsageError(f"{capture} is a capture of {entry.name} already")
    values["captures"] = [*entry.data["captures"], kept]
    return [one.content]


def withdraw(
    ctx: typer.Context,
    evidence: Annotated[
        list[str],
        typer.Argument(metavar="EVIDENCE...", help="Id, name or slug; - reads stdin."),
    ],
    because: Annotated[
        str | None, typer.Option("--because", help="Why it no longer counts.")
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Say that evidence no longer counts.

    The entry stays in the ledger, with since when, why and by whom. Verdicts that
    rest on it need a recheck; published reports that cite it are named. To take it
    back: 'evidence amend ENTRY --clear withdrawn'.

    Examples:
        factcheck evidence withdraw reuters-recruits --because "The agency retracted"
        factcheck evidence withdraw q8w2m4 7k3f9x --because "A forgery"
    """
    from factcheck.desk.evidence import withdraw_evidence

    session = session_of(ctx)
    desk = session.desk()
    names = session.names(evidence)
    entries = {one.name: one for one in map(session.ledger.evidence, names)}
    if not entries:
        raise UsageError("no entry was named: 'factcheck evidence list' shows them")
    why = because or session.ask_prose("Why it no longer counts", flag="--because")
    operations = [withdraw_evidence(desk, one, why) for one in entries.values()]
    session.carry_out(desk, *operations, dry_run=dry_run, as_json=as_json)
    if not dry_run:
        _say_what_moved(session, entries)
    _say_what_names(session, entries.values())


def _say_what_moved(session: Session, names: Iterable[str]) -> None:
    """Name the verdicts that need a recheck now, of the checks that link entries."""
    ledger = session.ledger
    entries = [ledger.evidence(name) for name in names]
    tell_what_moved(session, (c for e in entries for c in ledger.checks_linking(e)))


def _say_what_names(session: Session, entries: Iterable[Filed[Evidence]]) -> None:
    """Name the reports that went out with an entry among their sources."""
    from factcheck.desk.sources import reports_with

    for entry in entries:
        for check, url in reports_with(session.ledger, entry):
            session.warn(f"{entry.slug} is a source in the report of {check}: {url}")

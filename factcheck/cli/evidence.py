"""Doors: evidence add, show, amend; link and unlink."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.fields import EVIDENCE, LINK, Fields, nested, with_fields
from factcheck.cli.options import DryRun, Json, end_reading, session_of
from factcheck.model.errors import BadInputError, UsageError

if TYPE_CHECKING:
    from factcheck.cli.session import Session

_QUESTIONS = {
    "source.publisher": "Publisher",
    "kind": "Kind (document, statement, report, reference, data, expert …)",
    "says": "What the passage says, in neutral words",
}
_READ_FROM_BYTES = ("title", "publisher", "author", "published", "url", "language")


@with_fields(fields=EVIDENCE, link_fields=LINK)
def add(
    ctx: typer.Context,
    fields: Fields,
    link_fields: Fields,
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="A saved copy; kept as a capture."),
    ] = None,
    check: Annotated[
        list[str] | None,
        typer.Option("--check", help="Link it to this check; repeat.", metavar="CHECK"),
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Take in a passage of a source as evidence.

    With --check it is linked in the same commit. A saved page tells title,
    publisher, author, date, address and language where its bytes do; the quote is
    looked for in it.

    Examples:
        factcheck evidence add page.html --says "Two men told it" --kind report
        factcheck evidence add a.html --check 7k3f9x --stance refutes --because "…"
    """
    from factcheck.desk.evidence import add_and_link, add_evidence, capture_of

    session = session_of(ctx)
    if link_fields and not check:
        raise UsageError("--stance and --because go with --check")
    checks = session.checks(check) if check else []
    desk = session.desk()
    content = _bytes_of(file) if file else None
    given = dict(fields)
    if content is not None and file:
        given = {**_told_by(content, file), **given}
    _ask_for_the_rest(session, given, bool(content))
    link = _link_of(session, link_fields) if checks else {}
    evidence = nested(given)
    captures = [content] if content is not None else []
    if content is not None and file:
        evidence["captures"] = [capture_of(desk, content, file_name=file)]
        _look_for_quote(session, evidence, content)
    if not checks:
        operation = add_evidence(desk, evidence, captures=captures)
    else:
        operation = add_and_link(desk, checks, evidence, link, captures=captures)
    then = f"factcheck draft {checks[0].claim.slug}" if checks else ""
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json, then=then)


def _bytes_of(name: str) -> bytes:
    if name.startswith(("http://", "https://")):
        raise UsageError(
            "an address cannot be fetched yet: save the page and give the file, "
            f"with --url {name}"
        )
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise BadInputError(f"cannot read {name}: {error.strerror}") from None


def _told_by(content: bytes, name: str) -> dict[str, Any]:
    """Read from the bytes what they tell of their source."""
    from factcheck.intake.metadata import read_facts

    told = read_facts(content, source=name)
    return {
        f"source.{field}": value
        for field in _READ_FROM_BYTES
        if (value := getattr(told, field))
    }


def _ask_for_the_rest(session: Session, given: dict[str, Any], has_file: bool) -> None:
    for field, question in _QUESTIONS.items():
        if not given.get(field):
            flag = "--" + field.rpartition(".")[2]
            given[field] = session.ask(question, flag=flag)
    if not (given.get("source.title") or given.get("source.url") or has_file):
        given["source.title"] = session.ask("Title", flag="--title")


def _link_of(session: Session, fields: Fields) -> dict[str, Any]:
    link = dict(fields)
    if not link.get("stance"):
        question = "Stance (supports, refutes, both, context)"
        link["stance"] = session.ask(question, flag="--stance")
    if not link.get("why"):
        link["why"] = session.ask("Why it bears on the claim", flag="--because")
    return link


def _look_for_quote(session: Session, evidence: dict[str, Any], content: bytes) -> None:
    """Say whether the quote stands in the file; the entry is taken in all the same."""
    from factcheck.intake.quote import find_quote
    from factcheck.review.quotes import quote_state

    if not evidence.get("quote"):
        return
    kind = evidence["captures"][0]["media_type"]
    found = find_quote(evidence["quote"], content, media_type=kind)
    say = session.tell if found.outcome == "found" else session.warn
    say(quote_state(found))


def show(
    ctx: typer.Context,
    evidence: Annotated[
        list[str],
        typer.Argument(metavar="EVIDENCE...", help="Id, name or slug; - reads stdin."),
    ],
    as_json: Json = False,
) -> None:
    """Show an evidence entry and what it bears on.

    That is its source, the passage, its captures, and the checks that link it.

    Examples:
        factcheck evidence show reuters-recruits
        factcheck evidence show q8w2m4 --json
    """
    from factcheck.review.quotes import quote_in_captures, quote_state
    from factcheck.terminal.evidence_view import evidence_page

    session = session_of(ctx)
    shown = []
    entries = [session.ledger.evidence(name) for name in session.names(evidence)]
    for entry in entries:
        found = quote_in_captures(session.ledger, entry.record)
        state = quote_state(found) if found else None
        links = [
            (link, session.ledger.check(check))
            for check in session.ledger.checks_linking(entry)
            for link in session.ledger.check(check).links
            if link.id == entry.id
        ]
        is_edited = session.ledger.is_edited(entry.path)
        if as_json:
            shown.append(
                {
                    "id": entry.id,
                    "name": entry.name,
                    "path": entry.path,
                    "entry": entry.data,
                    "quote": state,
                    "links": [
                        {"check": check.name, **link.data} for link, check in links
                    ],
                    "uncommitted": is_edited,
                }
            )
        else:
            session.show(evidence_page(entry, links, quote=state, is_edited=is_edited))
    if as_json and len(shown) == 1:
        session.answer_json("factcheck.evidence/1", **shown[0])
    elif as_json:
        session.answer_json("factcheck.evidence-list/1", evidence=shown)
    end_reading(session)


@with_fields(fields=EVIDENCE)
def amend(
    ctx: typer.Context,
    evidence: Annotated[str, typer.Argument(help="Id, name or slug.")],
    fields: Fields,
    capture: Annotated[
        str | None, typer.Option(help="A saved copy to keep.", metavar="FILE")
    ] = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(help="Empty this field (source.title …); repeat."),
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Change fields of an evidence entry.

    What is material moves the pins of verdicts that rest on it: their checks need
    a recheck. Notes, titles and archive links do not.

    Examples:
        factcheck evidence amend reuters-recruits --note "Seen by two of us"
        factcheck evidence amend q8w2m4 --says "Four men told it" --clear interest
    """
    from factcheck.desk.evidence import amend_evidence, capture_of

    session = session_of(ctx)
    desk = session.desk()
    entry = session.ledger.evidence(evidence)
    values = nested(fields)
    source = values.pop("source", {})
    captures = [_bytes_of(capture)] if capture else []
    for content in captures:
        kept = capture_of(desk, content, file_name=str(capture))
        if kept["sha256"] in {one["sha256"] for one in entry.data["captures"]}:
            raise UsageError(f"{capture} is a capture of {entry.name} already")
        values["captures"] = [*entry.data["captures"], kept]
    operation = amend_evidence(
        desk, entry, values, source, clear=tuple(clear or ()), captures=captures
    )
    checks = session.ledger.checks_linking(entry)
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json)
    for name in checks:
        check = session.ledger.check(name)
        for reason in session.ledger.standing(check).moved:
            session.tell(f"{check.claim.slug} needs a recheck: {reason}")


@with_fields(fields=LINK)
def link(
    ctx: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(metavar="CHECK... EVIDENCE", help="Checks, then the entry."),
    ],
    fields: Fields,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Tie evidence to a check.

    Where it is tied already, this changes how.

    Examples:
        factcheck link 7k3f9x q8w2m4 --stance supports --because "It says so"
        factcheck link afrin reuters --stance both --because "…" --part a --primary
    """
    from factcheck.desk.evidence import link_evidence

    session = session_of(ctx)
    *checks, evidence = names
    entry = session.ledger.evidence(evidence)
    values = _link_of(session, fields)
    found = session.checks(checks)
    desk = session.desk()
    operations = [link_evidence(desk, one, entry.name, values) for one in found]
    then = f"factcheck show {found[0].claim.slug}"
    session.carry_out(desk, *operations, dry_run=dry_run, as_json=as_json, then=then)


def unlink(
    ctx: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(metavar="CHECK... EVIDENCE", help="Checks, then the entry."),
    ],
    part: Annotated[
        str | None, typer.Option(help="Only from this part of the claim.")
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Untie evidence from a check.

    The entry stays in the ledger.

    Examples:
        factcheck unlink afrin-under-20-miles reuters-recruits
        factcheck unlink 7k3f9x q8w2m4 --part a
    """
    from factcheck.desk.evidence import unlink_evidence

    session = session_of(ctx)
    *checks, evidence = names
    entry = session.ledger.evidence(evidence)
    desk = session.desk()
    operations = [
        unlink_evidence(desk, check, entry, part=part)
        for check in session.checks(checks)
    ]
    session.carry_out(desk, *operations, dry_run=dry_run, as_json=as_json)

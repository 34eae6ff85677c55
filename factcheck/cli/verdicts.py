"""Doors: draft, verdict, approve, request-changes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.fields import DRAFT, Fields, with_fields
from factcheck.cli.options import Checks, DryRun, Json, session_of
from factcheck.model.errors import BadInputError, UsageError

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session
    from factcheck.desk.desk import Desk
    from factcheck.model.check import Check
    from factcheck.model.verdict import Decision


_TAKEN_OVER = tuple(
    option.field
    for option in DRAFT
    if option.field not in {"recheck_by", "grade", "public_note"}
)
"""What the next draft takes over from a verdict; the rest was of that one alone."""


@with_fields(fields=DRAFT)
def draft(
    ctx: typer.Context,
    check: Checks,
    fields: Fields,
    file: Annotated[
        str | None,
        typer.Option("--file", "-f", help="Read the Markdown from here; - is stdin."),
    ] = None,
    show: Annotated[
        bool, typer.Option("--print", help="Print the draft as Markdown.")
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Write the verdict.

    $VISUAL or $EDITOR is opened on Markdown with the fields on top; flags or --file
    do without. After a verdict it begins with what that one says. What you wrote is
    kept also where it cannot be read yet.

    Examples:
        factcheck draft afrin-under-20-miles
        factcheck draft 7k3f9x --rating true --headline "Afrin lies 12 miles away"
    """
    from factcheck.desk.verdicts import save_draft

    session = session_of(ctx)
    checks = session.checks(check)
    if file and len(checks) > 1:
        raise UsageError("--file is the draft of one check: name one")
    if show:
        for one in checks:
            session.answer_text(_as_text(session, one))
        return
    desk = session.desk()
    in_editor = not (file or fields)
    operations = []
    for one in checks:
        written = {**_drafted(one), **fields}
        if file:
            written = {**_from_file(file), **fields}
        elif in_editor:
            written = _edited(session, desk, one)
        operations.append(save_draft(desk, one, written))
    then = f"factcheck verdict {checks[0].claim.slug}"
    session.carry_out(desk, *operations, dry_run=dry_run, as_json=as_json, then=then)
    if in_editor and not dry_run:
        from factcheck.cli.forms import kept_text

        for one in checks:
            kept_text(session, one.name).unlink(missing_ok=True)


def _drafted(check: Check) -> dict[str, Any]:
    """Give what a draft begins with: the draft, else the verdict that now stands."""
    verdict = check.verdict()
    written = check.draft or verdict
    data = written.data if written else {}
    fields = [one.field for one in DRAFT] if check.draft else _TAKEN_OVER
    return {key: data[key] for key in fields if data.get(key) is not None}


def _as_text(session: Session, check: Check) -> str:
    from factcheck.desk.forms import DRAFT as FORM

    return FORM.write(_drafted(check), _guide(session, check))


def _guide(session: Session, check: Check) -> list[str]:
    from factcheck.desk.forms import guide_for

    return guide_for(check, [one.label for one in session.ledger.settings.ratings])


def _from_file(name: str) -> dict[str, Any]:
    from factcheck.desk.forms import DRAFT as FORM

    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return {**FORM.read(content.decode("utf-8-sig"), source=name)}
    except OSError as error:
        raise BadInputError(f"cannot read {name}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadInputError(f"{name} is not UTF-8: save it in that encoding") from None


def _edited(session: Session, desk: Desk, check: Check) -> dict[str, Any]:
    from factcheck.cli.forms import edited_form, kept_text
    from factcheck.desk.forms import DRAFT as FORM
    from factcheck.desk.verdicts import save_draft

    written = edited_form(
        session,
        FORM,
        _drafted(check),
        _guide(session, check),
        kept=kept_text(session, check.name),
        name=f"{check.claim.slug}.md",
        again=f"factcheck draft {check.claim.slug}",
        instead="--file or the flags",
        check_it=lambda fields: save_draft(desk, check, fields),
    )
    return dict(written)


@with_fields(fields=DRAFT)
def verdict(
    ctx: typer.Context,
    check: Checks,
    fields: Fields,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Give the verdict: freeze the draft.

    It pins the claim and all evidence that is linked, so that the ledger says when
    one of them changes. Flags take the place of what the draft says. A verdict is
    never changed; a later one supersedes it.

    Examples:
        factcheck verdict afrin-under-20-miles
        factcheck verdict 7k3f9x --rating false --headline H --summary S --text T
    """
    from factcheck.desk.verdicts import freeze

    session = session_of(ctx)
    desk = session.desk()
    checks = session.checks(check)
    operations = [freeze(desk, one, fields) for one in checks]
    then = f"factcheck approve {checks[0].claim.slug}  (a second person)"
    session.carry_out(desk, *operations, dry_run=dry_run, as_json=as_json, then=then)


def approve(
    ctx: typer.Context,
    check: Checks,
    comment: Annotated[str | None, typer.Option(help="What you want to add.")] = None,
    anyway: Annotated[
        bool,
        typer.Option("--anyway", help="Even if something moved since the verdict."),
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Approve a verdict as second person.

    Who you are, git's user.name says. A verdict whose evidence has changed since
    is not approved, unless with --anyway.

    Examples:
        factcheck approve afrin-under-20-miles
        factcheck approve 7k3f9x --comment "Read against both sources"
    """
    _decide(session_of(ctx), check, "approve", comment, anyway, dry_run, as_json)


def request_changes(
    ctx: typer.Context,
    check: Checks,
    comment: Annotated[str | None, typer.Option(help="What has to change.")] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Send a verdict back, with a comment.

    The verdict stays as it is; another one supersedes it.

    Examples:
        factcheck request-changes 7k3f9x --comment "Name the court"
        factcheck request-changes afrin-under-20-miles
    """
    session = session_of(ctx)
    why = comment or session.ask_prose("What has to change", flag="--comment")
    _decide(session, check, "request changes", why, False, dry_run, as_json)


def _decide(
    session: Session,
    names: list[str],
    decision: Decision,
    comment: str | None,
    anyway: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    from factcheck.desk.verdicts import review

    desk = session.desk()
    checks = session.checks(names)
    operations = [
        review(desk, check, decision, comment, anyway=anyway) for check in checks
    ]
    for check in checks:
        current = check.verdict()
        author = current.record.author if current else ""
        if decision == "approve" and author.casefold() == desk.author.name.casefold():
            session.warn(
                f"{author} gave the verdict on {check.claim.slug} too: it shows as "
                "self-approved until a second person approves it"
            )
    verb = "report" if decision == "approve" else "draft"
    then = f"factcheck {verb} {checks[0].claim.slug}"
    session.carry_out(desk, *operations, dry_run=dry_run, as_json=as_json, then=then)

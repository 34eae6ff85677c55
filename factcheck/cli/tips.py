"""Doors: tip add, list, settle, show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.fields import FieldOption, Fields, with_fields
from factcheck.cli.files import bytes_of
from factcheck.cli.mail import (
    RECEIVED,
    Anyway,
    Ids,
    Words,
    list_mail,
    records,
    show_mail,
    text_of,
)
from factcheck.cli.options import DryRun, Json, reader_of, session_of
from factcheck.model.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session
    from factcheck.desk.articles import KnownCheck
    from factcheck.desk.desk import Desk

TIP = (
    FieldOption("quote", "The words that are to be checked."),
    FieldOption("url", "Where they stand."),
    FieldOption("language", "Of the quote: en, pt-BR.", "--lang"),
    *RECEIVED,
)

_OUTCOMES = {
    "checked": "a check was opened for it",
    "known": "there was a check already",
    "not checkable": "an opinion, a prediction, nothing that can be found out",
    "dropped": "not taken on",
}
_LIKELY = 0.5
"""From this probability on a match is named: it is worth a look."""


@with_fields(fields=TIP)
def add(
    ctx: typer.Context,
    fields: Fields,
    text: Annotated[
        str | None,
        typer.Argument(help="What is to be checked, in your words; - is stdin."),
    ] = None,
    file: Annotated[
        str | None,
        typer.Option("--file", help="What came with it; kept.", metavar="FILE"),
    ] = None,
    anyway: Anyway = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Keep what a reader wants checked.

    Never who sent it: what looks like an e-mail address or a telephone number is
    refused. Checks of ours that it repeats are named.

    Examples:
        factcheck tip add "A post says that Afrin lies under 20 miles from the border"
        factcheck tip add --quote "Crime fell by 30 %" --channel form
    """
    from factcheck.desk.mail import add_tip, refuse_sender

    session = session_of(ctx)
    desk = session.desk()
    says = text_of(session, text, "What is to be checked, in your words")
    values: dict[str, Any] = {**fields, "says": says}
    content = bytes_of(file) if file else None
    if not anyway:
        refuse_sender(values)
    changes: Any = ()
    if content is not None and file:
        values["captures"] = [_capture(desk, content, file, anyway=anyway)]
        from factcheck.desk.captures import in_git

        changes = in_git(desk, [content])
    operation = add_tip(
        desk, values, captures=[content] if content else (), changes=changes
    )
    known = _known(session, says, values.get("quote"), values.get("language"))
    tip = operation.made[0].id
    then = f"factcheck tip settle {tip} " + (
        f"--known {known.check.claim.slug}" if known else "--checked CHECK"
    )
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json, then=then)


def _capture(desk: Desk, content: bytes, name: str, *, anyway: bool) -> dict[str, Any]:
    """Describe what came with a tip; a mail with its head says who sent it."""
    from factcheck.desk.captures import capture_of
    from factcheck.desk.mail import names_sender

    if not anyway and names_sender(content, name):
        raise RefusedError(
            f"{name} is a mail that says who sent it: keep its text without the head, "
            "or --anyway if that is not the sender's"
        )
    return capture_of(desk, content, file_name=name)


def _known(
    session: Session, says: str, quote: str | None, language: str | None
) -> KnownCheck | None:
    """Name the checks that a tip repeats; give the likeliest."""
    reader = reader_of(session)
    best: dict[str, tuple[float, KnownCheck]] = {}
    for text in filter(None, (quote, says)):
        article = session.extractor.article(text.encode(), "tip.txt")
        if language:
            article = replace(article, language=language)
        for one in reader.read(article, threshold=_LIKELY):
            for hit in one.hits:
                name = hit.known.check.name
                score = max(hit.match.score, best.get(name, (0.0,))[0])
                best[name] = (score, hit.known)
    ranked = sorted(best.values(), key=lambda one: -one[0])
    for score, known in ranked:
        where = f" on branch {known.branch}" if known.branch else ""
        name = f"{known.check.claim.slug}{where}"
        session.tell(f"repeats {name} ({score:.0%}): {_says(known)}")
    return next((known for _, known in ranked if not known.branch), None)


def _says(known: KnownCheck) -> str:
    verdict = known.check.verdict()
    if verdict is None:
        return f"no verdict yet ({known.standing.stage})"
    where = f", {known.url}" if known.url else ""
    given = verdict.record.given[:10]
    flags = ", ".join(dict.fromkeys(flag.name for flag in known.flags))
    marks = f" [{flags}]" if flags else ""
    return f"our verdict of {given} is '{verdict.record.rating}'{where}{marks}"


def list_(
    ctx: typer.Context,
    text: Words = None,
    waiting: Annotated[
        bool, typer.Option("--waiting", help="Only those without an outcome.")
    ] = False,
    ids: Ids = False,
    as_json: Json = False,
) -> None:
    """List tips.

    Those that wait come first, the oldest on top, with the working days that have
    passed.

    Examples:
        factcheck tip list --waiting
        factcheck tip list border --json
    """
    list_mail(
        session_of(ctx),
        "tip",
        text or (),
        waiting=waiting,
        ids=ids,
        as_json=as_json,
    )


def show(
    ctx: typer.Context,
    tip: Annotated[
        list[str],
        typer.Argument(metavar="TIP...", help="Id, name or slug; - reads stdin."),
    ],
    as_json: Json = False,
) -> None:
    """Show a tip.

    What is to be checked, how long it has waited, and its outcome.

    Examples:
        factcheck tip show a-post-says
        factcheck tip show 7k3f9x --json
    """
    show_mail(session_of(ctx), "tip", tip, as_json=as_json)


def settle(
    ctx: typer.Context,
    tip: Annotated[
        list[str],
        typer.Argument(metavar="TIP...", help="Id, name or slug; - reads stdin."),
    ],
    checked: Annotated[
        str | None, typer.Option(help="A check was opened for it.", metavar="CHECK")
    ] = None,
    known: Annotated[
        str | None, typer.Option(help="There was a check already.", metavar="CHECK")
    ] = None,
    not_checkable: Annotated[
        bool, typer.Option("--not-checkable", help="It cannot be found out.")
    ] = False,
    dropped: Annotated[
        bool, typer.Option("--dropped", help="It is not taken on.")
    ] = False,
    because: Annotated[str | None, typer.Option("--because", help="Why.")] = None,
    anyway: Annotated[
        bool,
        typer.Option(
            "--anyway", help="Change an outcome; let an address in the reason be."
        ),
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Say what became of a tip.

    Several that ask for the same are settled in one commit.

    Examples:
        factcheck tip settle a-post-says --checked afrin-under-20-miles
        factcheck tip settle 7k3f9x q8w2m4 --dropped --because "Satire, marked as such"
    """
    from factcheck.desk.mail import refuse_sender, settle_tip

    session = session_of(ctx)
    given = (checked, known, not_checkable, dropped)
    chosen = [one for one, value in zip(_OUTCOMES, given, strict=True) if value]
    if len(chosen) > 1:
        raise UsageError(f"{' and '.join(chosen)}: a tip has one outcome")
    filed = records(session, "tip", tip)
    decision = next(iter(chosen), None) or session.ask_choice(
        "Outcome", _OUTCOMES, flag="--checked, --known, --not-checkable or --dropped"
    )
    check = None
    if decision in {"checked", "known"}:
        name = checked or known or session.ask("Check", flag=f"--{decision}")
        check = session.ledger.check(name)
    if not anyway:
        refuse_sender({"why": because})
    desk = session.desk()
    operations = [
        settle_tip(desk, one, decision, check=check, why=because, anyway=anyway)
        for one in filed
    ]
    session.carry_out(desk, *operations, dry_run=dry_run, as_json=as_json)

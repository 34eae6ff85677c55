"""Doors: ask and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from factcheck.cli.fields import ANSWER, ASK, Fields, with_fields
from factcheck.cli.options import (
    DryRun,
    Json,
    OneCheck,
    session_of,
    tell_what_moved,
)
from factcheck.model.errors import (
    AmbiguousNameError,
    NotFoundError,
    UsageError,
)

if TYPE_CHECKING:
    from factcheck.cli.console.session import Session
    from factcheck.desk.desk import Desk
    from factcheck.model.asking import AnswerOutcome, Ask
    from factcheck.model.check import Check
    from factcheck.model.filed import Filed

_OUTCOMES: dict[str, str] = {
    "answered": "something came back",
    "declined": "they will not say anything",
    "no answer": "we stop waiting",
}


@with_fields(fields=ASK)
def ask(
    ctx: typer.Context,
    check: OneCheck,
    fields: Fields,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Put down whom we asked, or why we did not.

    Whom you do not name is the claimant. The question goes out by your own means:
    this keeps what was asked, when, and until when an answer is waited for.

    Examples:
        factcheck ask afrin-under-20-miles --question "Which map?" --by 2026-12-01
        factcheck ask 7k3f9x --whom "Jane Roe" --not-asked "She died in 2019"
    """
    from factcheck.desk.asking import ask as act

    session = session_of(ctx)
    one = session.ledger.check(check)
    desk = session.desk()
    given = dict(fields)
    claimant = one.claim.record.claimant.name
    if "whom" not in given:
        given["whom"] = (
            session.ask("Whom do we ask", flag="--whom", default=claimant)
            if session.may_ask
            else claimant
        )
    if "question" not in given and "not_asked" not in given:
        if session.may_ask and "answer_by" not in given:
            day = _ask_for_day(session)
            given |= {"answer_by": day} if day else {}
        given["question"] = session.ask_prose(
            f"What we ask {given['whom']}", flag="--question"
        )
    operation = act(desk, one, given)
    then = f"factcheck answer {one.claim.slug}" if "question" in given else ""
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json, then=then)


def _ask_for_day(session: Session) -> str | None:
    from factcheck.cli.origins import optional
    from factcheck.model.dates import whole_date

    while True:
        day = optional(session, "The day by which an answer is wanted", flag="--by")
        try:
            return whole_date(day) if day else None
        except ValueError as error:
            session.complain(str(error))


@with_fields(fields=ANSWER)
def answer(
    ctx: typer.Context,
    record: Annotated[
        str,
        typer.Argument(metavar="CHECK/ASK", help="The check, or the question itself."),
    ],
    fields: Fields,
    ask_name: Annotated[
        str | None,
        typer.Option("--ask", help="Which question of the check.", metavar="ASK"),
    ] = None,
    file: Annotated[
        str | None,
        typer.Option("--file", help="Read what came back from here.", metavar="FILE"),
    ] = None,
    capture: Annotated[
        str | None,
        typer.Option(help="A file to keep: a letter, a recording.", metavar="FILE"),
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Take in what came back on a question.

    Or that nothing did: --outcome declined or 'no answer'. The one open question of
    a check is meant if you name none. A verdict given before needs a recheck.

    Examples:
        factcheck answer afrin-under-20-miles --file mail.txt --capture mail.eml
        factcheck answer 7k3f9x --ask jane-roe --outcome "no answer"
    """
    from factcheck.desk.asking import answer as act

    session = session_of(ctx)
    check, question = _question(session, record, ask_name)
    desk = session.desk()
    given = dict(fields)
    if file and "text" in given:
        raise UsageError("--file and --text both say what came back: give one")
    if file or given.get("text") == "-":
        given["text"] = _text_of(file or "-")
    if session.may_ask:
        asked = question.record
        session.tell(f"{asked.whom} was asked: {asked.question or asked.not_asked}")
    given["outcome"] = _outcome(session, given, has_capture=bool(capture))
    if given["outcome"] == "answered":
        _ask_for_the_words(session, given, question)
    captures = _captures(desk, capture, given)
    operation = act(desk, check, question, given, captures=captures)
    verb = "recheck" if check.current_verdicts() else "draft"
    then = f"factcheck {verb} {check.claim.slug}"
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json, then=then)
    if not dry_run:
        tell_what_moved(session, [check.name])


def _question(
    session: Session, record: str, ask_name: str | None
) -> tuple[Check, Filed[Ask]]:
    """Find the question that an answer is to: named, or the only open one."""
    ledger = session.ledger
    if ask_name is not None:
        check = ledger.check(record)
        return check, _of_check(check, ask_name)
    found: Check | None = None
    asked: Filed[Ask] | None = None
    failed: NotFoundError | None = None
    try:
        found = ledger.check(record)
    except NotFoundError as error:
        failed = error
    try:
        asked = ledger.record("ask", record)
    except AmbiguousNameError as error:
        failed = failed or error
    except NotFoundError:
        pass
    if found is not None and asked is not None:
        raise AmbiguousNameError(
            f"'{record}' can mean the check {found.name} and the question "
            f"{asked.name}: give more of the name"
        )
    if asked is not None:
        return ledger.check(asked.check), asked
    if found is None:
        raise failed or NotFoundError(record)
    return found, _only_open(session, found)


def _of_check(check: Check, text: str) -> Filed[Ask]:
    """Find a question of a check by its name, or by whom it asks."""
    from factcheck.model.citations import names_meant
    from factcheck.model.names import fold_name

    names = names_meant(text, (one.name for one in check.asks))
    names = names or [
        one.name for one in check.asks if fold_name(one.record.whom) == fold_name(text)
    ]
    if len(names) == 1:
        return next(one for one in check.asks if one.name == names[0])
    if names:
        raise AmbiguousNameError(
            f"'{text}' can mean {', '.join(names)}: give more of the name"
        )
    known = ", ".join(one.name for one in check.asks) or "it has none"
    raise NotFoundError(f"{check.name} has no question '{text}': {known}")


def _only_open(session: Session, check: Check) -> Filed[Ask]:
    from factcheck.desk.asking import open_questions

    waiting = open_questions(check)
    if len(waiting) == 1:
        return waiting[0]
    if waiting:
        chosen = session.ask_choice(
            "On which question",
            {one.name: f"{one.record.whom}: {one.record.question}" for one in waiting},
            flag="--ask",
        )
        return next(one for one in waiting if one.name == chosen)
    if check.asks:
        names = ", ".join(one.name for one in check.asks)
        raise NotFoundError(
            f"{check.name} waits for no answer: name the question with --ask ({names})"
        )
    raise NotFoundError(
        f"{check.name} has no question: 'factcheck ask {check.claim.slug}'"
    )


def _text_of(name: str) -> str:
    from factcheck.cli.files import bytes_of
    from factcheck.intake.encoding import decode_text

    return decode_text(bytes_of(name), source=name)


def _outcome(session: Session, given: Fields, *, has_capture: bool) -> AnswerOutcome:
    from factcheck.cli.console.prompts import chosen

    outcome = given.get("outcome")
    if outcome is None:
        if given.get("text") or given.get("says") or has_capture:
            return "answered"
        outcome = session.ask_choice("What came back", _OUTCOMES, flag="--outcome")
    found = chosen(outcome, [*_OUTCOMES])
    if found is None:
        raise UsageError(f"--outcome: '{outcome}' is none of {', '.join(_OUTCOMES)}")
    return cast("AnswerOutcome", found)


def _ask_for_the_words(
    session: Session, given: dict[str, Any], question: Filed[Ask]
) -> None:
    from factcheck.cli.console.editor import is_set

    if given.get("text") or given.get("says"):
        return
    # Without an editor the question stands above already.
    guide = [f"The question: {question.record.question or ''}"] if is_set() else []
    text = session.ask_prose(
        f"What {question.record.whom} answered, word for word (or nothing)",
        flag="--text",
        guide=guide,
        optional=True,
    )
    if text:
        given["text"] = text
    else:
        given["says"] = session.ask_prose("What it says, in your words", flag="--says")


def _captures(desk: Desk, capture: str | None, given: dict[str, Any]) -> list[bytes]:
    """Read the file to be kept and describe it in the fields."""
    if capture is None:
        return []
    from factcheck.cli.files import bytes_of
    from factcheck.desk.captures import capture_of

    content = bytes_of(capture)
    given["captures"] = [capture_of(desk, content, file_name=capture)]
    return [content]

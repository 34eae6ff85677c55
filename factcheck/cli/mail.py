"""What the doors of tips and complaints share."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from factcheck.cli.fields import FieldOption
from factcheck.cli.options import end_reading
from factcheck.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.cli.console.session import Session
    from factcheck.desk.mail import MailKind
    from factcheck.model.filed import Filed
    from factcheck.terminal.mail_view import Mail

RECEIVED = (
    FieldOption("channel", "How it came: mail, form, phone."),
    FieldOption("received", "The day on which it came; today if it lacks."),
    FieldOption("note", "For colleagues."),
)

Words: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="[WORDS]...", help="Words that it must contain."),
]
Ids: TypeAlias = Annotated[bool, typer.Option("--ids", help="Only ids, one a line.")]
Anyway: TypeAlias = Annotated[
    bool,
    typer.Option("--anyway", help="Even with an address or number: not the sender's."),
]


def text_of(session: Session, given: str | None, label: str) -> str:
    """Give a text: typed, from standard input for ``-``, or asked for."""
    if given == "-":
        try:
            return sys.stdin.buffer.read().decode()
        except UnicodeDecodeError:
            raise UsageError("standard input is not UTF-8") from None
    return given or session.ask_prose(
        label, flag="TEXT", guide=("Never who sent it: no name, address or number.",)
    )


def records(session: Session, kind: MailKind, names: Sequence[str]) -> list[Filed[Any]]:
    """Give the tips or complaints that were named, ``-`` meaning one a line on stdin.

    Raises:
        NotFoundError: a name fits none, or several.
        UsageError: nothing was named.
    """
    found = {
        one.name: one
        for name in session.names(names)
        for one in [session.ledger.record(kind, name)]
    }
    if not found:
        raise UsageError(f"no {kind} was named: 'factcheck {kind} list' shows them")
    return list(found.values())


def show_mail(
    session: Session, kind: MailKind, names: Sequence[str], *, as_json: bool
) -> None:
    """Show tips or complaints whole."""
    from factcheck.terminal.mail_view import mail_page

    shown = _timed(session, records(session, kind, names))
    if as_json and len(shown) == 1:
        session.answer_json(f"factcheck.{kind}/1", **_as_data(shown[0]))
    elif as_json:
        rows: dict[str, Any] = {f"{kind}s": [_as_data(one) for one in shown]}
        session.answer_json(f"factcheck.{kind}s/1", **rows)
    else:
        for number, one in enumerate(shown):
            if number:
                session.answer("\n")
            session.show(mail_page(one))
    end_reading(session)


def list_mail(
    session: Session,
    kind: MailKind,
    words: Sequence[str],
    *,
    check: str | None = None,
    waiting: bool,
    overdue: bool = False,
    ids: bool,
    as_json: bool,
) -> None:
    """List tips or complaints, those that wait first."""
    from factcheck.desk.mail import in_order
    from factcheck.terminal.mail_view import mail_list_page

    wanted = session.ledger.check(check).name if check else None
    rows = [
        one
        for one in _timed(session, in_order(session.ledger.of_kind(kind)))
        if _fits(one.filed, words, wanted)
        and not (waiting and one.filed.data["outcome"])
        and (one.clock.is_over or not overdue)
    ]
    if as_json:
        found: dict[str, Any] = {f"{kind}s": [_as_data(one) for one in rows]}
        session.answer_json(f"factcheck.{kind}s/1", **found)
    elif ids:
        session.answer("".join(f"{one.filed.id}\n" for one in rows))
    else:
        session.show(mail_list_page(rows))
        if not rows:
            session.tell(f"No {kind} fits.")
    end_reading(session)


def _timed(session: Session, found: Sequence[Filed[Any]]) -> list[Mail]:
    from factcheck.desk.mail import clock
    from factcheck.terminal.mail_view import Mail

    now, settings = session.moment(), session.ledger.settings
    return [Mail(one, clock(one, settings, now=now)) for one in found]


def _fits(filed: Filed[Any], words: Sequence[str], check: str | None) -> bool:
    from factcheck.model.ids import id_of
    from factcheck.model.names import fold_name

    data = filed.data
    about = data.get("check") or (data["outcome"] or {}).get("check")
    if check and not (about and id_of(about) == id_of(check)):
        return False
    texts = [filed.name, *(one for one in data.values() if isinstance(one, str))]
    text = fold_name(" ".join(texts))
    return all(fold_name(word) in text for word in words)


def _as_data(mail: Mail) -> dict[str, Any]:
    filed = mail.filed
    return {
        "id": filed.id,
        "name": filed.name,
        "path": filed.path,
        filed.kind: filed.data,
        "working_days": mail.clock.passed,
        "allowed": mail.clock.allowed,
        "overdue": mail.clock.is_over,
    }

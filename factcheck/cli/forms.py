"""A form in the person's editor: nothing that is written is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.model.errors import (
    BadInputError,
    FactcheckError,
    MachineError,
    UsageError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from factcheck.cli.console.session import Session
    from factcheck.desk.form import Form


def kept_text(session: Session, name: str) -> Path:
    """Give where what somebody wrote is kept while it cannot be read.

    Args:
        session: of the door.
        name: of the record; together with what is written on it, if that is needed
            to tell two forms apart.
    """
    state = session.ledger.state_folder
    if state is None:
        raise MachineError(f"{session.ledger.root} is in no git repository")
    return state / "drafts" / f"{name}.md"


def edited_form(
    session: Session,
    form: Form,
    fields: Mapping[str, str],
    guide: Sequence[str],
    *,
    kept: Path,
    name: str,
    again: str,
    instead: str,
    check_it: Callable[[dict[str, str]], object],
) -> dict[str, str]:
    """Let a person fill in a form; keep what was written until it is read and valid.

    The kept file stays: the door deletes it once the commit is made.

    Args:
        session: of the door.
        form: which fields stand where.
        fields: what is there to begin with.
        guide: lines for the writer.
        kept: the file for what cannot be read yet; what is in it comes back.
        name: of the file in the editor.
        again: the command that brings back what was kept.
        instead: what to give where there is no terminal.
        check_it: raises what is wrong with the fields.

    Raises:
        UsageError: there is no terminal, or nothing was changed.
        BadInputError: the text cannot be read, and the person gave up.
    """
    if not session.may_ask:
        raise UsageError(f"there is no terminal to write on: give {instead}")

    def keep(written: str) -> None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(written, encoding="utf-8")

    text = form.write(fields, guide)
    if kept.is_file():
        session.tell(f"This is what could not be read last time ({kept}).")
        text = kept.read_text(encoding="utf-8")
    while True:
        before = text
        text = session.edit(before, name=name, keep=keep)
        if text == before and not kept.is_file():
            raise UsageError("the text was not changed: nothing was saved")
        keep(text)
        try:
            written = form.read(text, source=kept.name)
            check_it(written)
        except FactcheckError as error:
            for line in str(error).splitlines():
                session.complain(line)
            if session.confirm("Open the editor again?", default=True):
                continue
            raise BadInputError(
                f"nothing was saved; '{again}' brings back what you wrote, which is "
                f"kept in {kept}"
            ) from None
        return written

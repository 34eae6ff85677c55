"""Door: help, with the how-to pages."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from factcheck.cli.options import Json, session_of
from factcheck.cli.table import COMMANDS, GROUPS
from factcheck.model.errors import NotFoundError
from factcheck.shipped import folder

if TYPE_CHECKING:
    from pathlib import Path

    from factcheck.cli.console.session import Session
    from factcheck.terminal.page import Style


class Topic(NamedTuple):
    """A how-to page: its name, its first heading, its file."""

    name: str
    title: str
    path: Path


def topics() -> list[Topic]:
    """Give the how-to pages, by name."""
    found = []
    for path in sorted(folder("how-to").glob("*.md")):
        with path.open(encoding="utf-8") as lines:
            headings = (line[2:].strip() for line in lines if line.startswith("# "))
            found.append(Topic(path.stem, next(headings, path.stem), path))
    return found


def help_(
    ctx: typer.Context,
    topic: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TOPIC]...", help="A how-to page, or a command."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Read how something is done.

    Without a TOPIC the pages are listed. Where no page has the name, that of a
    command shows what its --help shows.

    Examples:
        factcheck help
        factcheck help completion
    """
    session = session_of(ctx)
    words = [word for given in topic or [] for word in given.split()]
    if not words:
        _list(session, as_json=as_json)
        return
    known = {one.name: one for one in topics()}
    page = known.get("-".join(words).casefold())
    if page is not None:
        text = page.path.read_text(encoding="utf-8")
        if as_json:
            session.answer_json(
                "factcheck.topic/1", name=page.name, title=page.title, text=text
            )
        else:
            session.show_markdown(text)
        return
    shown = _help_of(ctx, words)
    if shown is None:
        commands = [*COMMANDS, *(f"{g} {c}" for g in GROUPS for c in GROUPS[g])]
        close = get_close_matches(" ".join(words), [*known, *commands], n=1)
        hint = f"did you mean '{close[0]}'?" if close else "'factcheck help' lists them"
        raise NotFoundError(f"there is no topic '{' '.join(words)}': {hint}")
    if as_json:
        session.answer_json("factcheck.topic/1", name=" ".join(words), text=shown)
    else:
        session.answer_text(shown)


def _list(session: Session, *, as_json: bool) -> None:
    found = topics()
    if as_json:
        listed = [{"name": one.name, "title": one.title} for one in found]
        session.answer_json("factcheck.topics/1", topics=listed)
        return
    from factcheck.terminal.page import Column, Table

    columns = (Column("topic"), Column("what it says", 1))
    styles: tuple[Style, Style] = ("strong", "plain")
    rows = tuple(
        tuple(zip((one.name, one.title), styles, strict=True)) for one in found
    )
    session.show((Table(columns, rows),))
    session.tell("'factcheck help TOPIC' shows one; 'factcheck --help' the commands.")


def _help_of(ctx: typer.Context, words: list[str]) -> str | None:
    """Give the help of a command, None where the words name none."""
    context = ctx.find_root()
    for word in words:
        group: Any = context.command
        command = group.get_command(context, word) if hasattr(group, "table") else None
        if command is None:
            return None
        context = type(context)(command, info_name=word, parent=context)
    return str(context.get_help())

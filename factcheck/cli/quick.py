"""The commands that are run all day, without typer: it takes five times bare Python.

Only what is typed plainly is taken here: known options of the command, spelled whole.
Everything else, each mistake included, is left to typer, so that there is one rule of
what may be typed; tests/cli/test_quick.py holds the two together.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from factcheck.cli.console.session import Session

_FLAG, _VALUE, _MANY, _NUMBER = "flag", "value", "many", "number"
_NOT = "not"

SHARED: Mapping[str, tuple[str, str]] = {
    "--ledger": ("ledger_folder", _VALUE),
    "--quiet": ("quiet", _FLAG),
    "-q": ("quiet", _FLAG),
    "--no-input": ("no_input", _FLAG),
    "--yes": ("yes", _FLAG),
    "-y": ("yes", _FLAG),
    "--no-pager": ("no_pager", _FLAG),
    "--debug": ("debug", _FLAG),
    "--now": ("now", _VALUE),
    "--seed": ("seed", _VALUE),
}
"""The options of every command: field of the session, and what the option takes."""

_JSON = {"--json": ("as_json", _FLAG)}
_AT = {"--at": ("at", _VALUE)}
SHOW: Mapping[str, tuple[str, str]] = {**_AT, **_JSON}
_FILTERS: Mapping[str, tuple[str, str]] = {
    "--stage": ("field_stage", _MANY),
    "--public": ("field_public", _MANY),
    "--flag": ("field_flag", _MANY),
    "--rating": ("field_rating", _MANY),
    "--claimant": ("field_claimant", _VALUE),
    "--topic": ("field_topic", _MANY),
    "--assignee": ("field_assignee", _VALUE),
    "--since": ("field_since", _VALUE),
    "--until": ("field_until", _VALUE),
}
LIST: Mapping[str, tuple[str, str]] = {
    **_FILTERS,
    "--view": ("view", _VALUE),
    "--limit": ("limit", _NUMBER),
    "--ids": ("ids", _FLAG),
    **_AT,
    **_JSON,
}
SEARCH: Mapping[str, tuple[str, str]] = {
    **_FILTERS,
    "--kind": ("kind", _MANY),
    "--limit": ("limit", _NUMBER),
    "--branches": ("branches", _FLAG),
    "--no-branches": ("branches", _NOT),
    "--ids": ("ids", _FLAG),
    **_JSON,
}
QUICK = {"show": SHOW, "list": LIST, "search": SEARCH}
"""The options of a command that are taken here: its parameter, what the option takes.

Those of ``list`` that save, delete or name views are not."""

_WIDE_ENOUGH = 80
_MOST_DIGITS = 9


class Typed(NamedTuple):
    """A command as it was typed.

    Attributes:
        command: its name.
        words: what is no option.
        given: the options of the command, by parameter.
        shared: the options of all commands, by field of the session.
    """

    command: str
    words: list[str]
    given: dict[str, Any]
    shared: dict[str, Any]


def quickly(arguments: list[str]) -> Callable[[], int] | None:
    """Give what runs a command line without typer, None if typer is to run it."""
    if arguments == ["--version"]:
        return _show_version
    if arguments in ([], ["--help"]) and _width() >= _WIDE_ENOUGH:
        return _show_overview
    typed = parsed(arguments)
    return (lambda: _run(typed)) if typed else None


def parsed(arguments: list[str]) -> Typed | None:
    """Read a command line; None for one that is not for here."""
    shared: dict[str, Any] = {}
    rest = list(arguments)
    before = _options(rest, {}, {}, shared, most_words=1)
    command = before[0] if before else ""
    if command not in QUICK:
        return None
    given: dict[str, Any] = {}
    words = _options(rest, QUICK[command], given, shared)
    if words is None or (command != "list" and not words):
        return None
    return Typed(command, words, given, shared)


def _options(
    rest: list[str],
    options: Mapping[str, tuple[str, str]],
    given: dict[str, Any],
    shared: dict[str, Any],
    *,
    most_words: int | None = None,
) -> list[str] | None:
    """Take words and options off a command line.

    Returns:
        The words that are no options; None if something is not for here.
    """
    words: list[str] = []
    while rest and len(words) != most_words:
        word = rest.pop(0)
        if not word.isprintable():
            return None
        if not word.startswith("-") or word == "-":
            words.append(word)
            continue
        flag, is_joined, value = word.partition("=")
        into = given if flag in options else shared
        field, takes = options.get(flag) or SHARED.get(flag) or ("", "")
        if takes in {_FLAG, _NOT} and not is_joined:
            into[field] = takes == _FLAG
            continue
        if takes in {"", _FLAG, _NOT} or not (is_joined or rest):
            return None
        if not _keep(into, field, takes, value if is_joined else rest.pop(0)):
            return None
    return words


def _keep(into: dict[str, Any], field: str, takes: str, value: str) -> bool:
    """Keep the value of an option; tell whether it may be taken as it is."""
    if not value.isprintable() or value.startswith("-"):
        return False
    if takes == _MANY:
        into.setdefault(field, []).append(value)
    elif takes == _NUMBER:
        digits = value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS
        if not digits or int(value) < 1:
            return False
        into[field] = int(value)
    else:
        into[field] = value
    return True


def _run(typed: Typed) -> int:
    from pathlib import Path

    from factcheck.cli.console.session import Session
    from factcheck.cli.ending import end

    session = Session(Path.cwd)
    for field, value in typed.shared.items():
        if value:
            setattr(session, field, value)
    return end(session, lambda: _answer(session, typed))


def _answer(session: Session, typed: Typed) -> None:
    given = typed.given
    if typed.command == "show":
        from factcheck.cli.show_answer import show_checks

        as_json = bool(given.get("as_json"))
        show_checks(session, typed.words, at=given.get("at"), as_json=as_json)
        return
    before = "field_"
    filters = {
        name.removeprefix(before): value
        for name, value in given.items()
        if name.startswith(before)
    }
    rest = {name: value for name, value in given.items() if before not in name}
    if typed.command == "search":
        from factcheck.cli.search_answer import Asked, show_found

        show_found(session, typed.words, filters, Asked(**rest))
        return
    from factcheck.cli.list_answer import How, show_list

    show_list(session, filters, typed.words, How(**rest))


def _show_version() -> int:
    _print(f"factcheck {__version__}\n")
    return 0


def _show_overview() -> int:
    from factcheck.cli.overview import overview

    _print(overview())
    return 0


def _print(text: str) -> None:
    import sys

    sys.stdout.write(text)


def _width() -> int:
    """Give the columns that a help text may take; 80 where nobody says."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(1).columns or _WIDE_ENOUGH
    except OSError:
        return _WIDE_ENOUGH

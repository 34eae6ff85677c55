"""How a command ends: every error a line and an exit code, whoever has parsed it.

Nothing of typer's is imported here: the commands that do without it end as all others.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from factcheck.model.errors import (
    BadRecordError,
    ExitCode,
    FactcheckError,
    UsageError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from factcheck.cli.console.session import Session

_HIDDEN = frozenset({"--now", "--seed"})


class EndedError(Exception):
    """Ends a command that has said all that it has to say.

    Attributes:
        code: the exit code.
    """

    def __init__(self, code: ExitCode = ExitCode.OK) -> None:
        super().__init__(code)
        self.code = code


def end(session: Session, call: Callable[[], object]) -> int:
    """Run one command and give its exit code; the only handler of exceptions.

    Args:
        session: of the run.
        call: parses and runs the command; what it gives is the code, if a number.
    """
    try:
        code = _called(session, call)
        _finish(session, code)
    except FactcheckError as error:
        _complain(session, error)
        return error.exit_code
    except (SystemExit, BrokenPipeError):  # the first is typer's for a closed pipe
        return ExitCode.OK
    except KeyboardInterrupt:
        session.stopped()
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last stop: nothing may escape it
        return _unexpected(session, error)
    finally:
        session.keep_prose()
        session.close()
    return code if isinstance(code, int) else ExitCode.OK


def _finish(session: Session, code: object) -> None:
    """End a command that raised nothing; typer makes a code of Ctrl-C."""
    if code == ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    session.finish()


def _called(session: Session, call: Callable[[], object]) -> object:
    """Run a command; once more, with a new cache, if the cache turns out damaged."""
    try:
        return _code_of(call)
    except Exception as error:
        if not _is_damage(error) or session.has_answered or session.commits:
            raise
        session.ledger.discard_cache()
        return _code_of(call)


def _code_of(call: Callable[[], object]) -> object:
    try:
        return call()
    except EndedError as ended:
        return ended.code


def _is_damage(error: Exception) -> bool:
    sqlite3 = sys.modules.get("sqlite3")  # not loaded, it has raised nothing
    return sqlite3 is not None and isinstance(error, sqlite3.DatabaseError)


def refuse_undecodable(arguments: list[str]) -> None:
    """Refuse what cannot be printed again.

    Raises:
        UsageError: an argument is not UTF-8.
    """
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            raise UsageError(f"{argument!r} is not UTF-8: type it in that") from None


def _unexpected(session: Session, error: Exception) -> int:
    """Say what typer objects to, or that something of ours is broken."""
    if type(error).__name__ == "NoArgsIsHelpError":
        session.answer(str(getattr(error, "message", "")))
        return ExitCode.OK
    if hasattr(error, "format_message"):
        shown = getattr(error, "possibilities", None) or []
        error.__dict__["possibilities"] = [
            option for option in shown if option not in _HIDDEN
        ]
        message = str(error.format_message()).rstrip(".")
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "factcheck"
        session.complain(f"{message} (see '{command} --help')")
        return ExitCode.USAGE
    if type(error).__name__ == "Abort":
        session.complain("stopped: an answer was asked for and none came")
        return ExitCode.USAGE
    if _is_damage(error):
        session.ledger.discard_cache()
        session.complain("the cache was damaged and is deleted: run the command again")
        return ExitCode.ENVIRONMENT
    if isinstance(error, MemoryError | OSError):
        what = getattr(error, "strerror", None) or "out of memory"
        name = getattr(error, "filename", None)
        session.complain(f"{what}{f': {name}' if name else ''}")
        code = ExitCode.ENVIRONMENT
    else:
        kind = type(error).__name__
        session.complain(
            f"this is a defect of factcheck ({kind}: {error}); nothing was committed; "
            "run again with --debug and report it"
        )
        code = ExitCode.ENVIRONMENT
    if session.debug:
        _trace()
    return code


def _complain(session: Session, error: FactcheckError) -> None:
    if isinstance(error, BadRecordError):
        for problem in error.problems:
            session.complain(str(problem))
    else:
        session.complain(str(error))
    if session.debug or os.environ.get("FACTCHECK_DEBUG"):
        _trace()


def _trace() -> None:
    import traceback  # slow to load, and rarely wanted

    traceback.print_exc()

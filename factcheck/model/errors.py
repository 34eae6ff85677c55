"""What can go wrong, as values and as exceptions, and the exit code of each.

The exit codes are fixed for ever and printed in ``docs/exit-codes.md``.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple, Self


class ExitCode(IntEnum):
    """What a process of ours says to the shell when it ends."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    BAD_RECORD = 3
    NOT_A_LEDGER = 4
    NOT_FOUND = 5
    BUSY = 6
    ENVIRONMENT = 7
    REFUSED = 8
    INTERRUPTED = 130


LONGEST_LINE = 600


def one_line(text: str) -> str:
    """Make one line of at most 600 characters, hidden characters as U+FFFD."""
    shown = "".join(
        char if char.isprintable() else " " if char.isspace() else "\ufffd"
        for char in text[: LONGEST_LINE + 1]
    )
    return shown if len(shown) <= LONGEST_LINE else shown[: LONGEST_LINE - 1] + "…"


class _Said(NamedTuple):
    path: str
    line: int
    message: str
    code: str


class Problem(_Said):
    """Something wrong in a file: a value, so that all of them can be shown.

    Attributes:
        path: the file, relative to the ledger, with forward slashes.
        line: 1-based line, or 0 where the file as a whole is meant.
        message: one line without a final period: what, and what to do next.
        code: short name of the rule that was broken, for programs.
    """

    __slots__ = ()

    def __new__(
        cls, path: str, line: int, message: str, code: str = "bad-record"
    ) -> Self:
        """Keep what a file says from adding lines to a message, or flooding it."""
        return super().__new__(cls, path, line, one_line(message), code)

    def __str__(self) -> str:
        """Give ``path:line: message``, as compilers do, so that editors can jump."""
        path = one_line(self.path)
        place = f"{path}:{self.line}" if self.line else path
        return f"{place}: {self.message}"


class FactcheckError(Exception):
    """An operation failed for a reason that the user can do something about.

    The text is one line: what, where, what to do next. ``exit_code`` is what
    the process ends with.
    """

    exit_code = ExitCode.USAGE


class UsageError(FactcheckError):
    """The command was called in a way that makes no sense."""


class BadInputError(FactcheckError):
    """A file that was given to us cannot be read as what it should be."""

    exit_code = ExitCode.BAD_RECORD


class BadRecordError(BadInputError):
    """One or more records of the ledger cannot be read.

    Attributes:
        problems: every one that was found, in path order.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class NotALedgerError(FactcheckError):
    """No ledger where one was looked for, or one of a newer format."""

    exit_code = ExitCode.NOT_A_LEDGER


class NotFoundError(FactcheckError):
    """A name fits no record."""

    exit_code = ExitCode.NOT_FOUND


class AmbiguousNameError(NotFoundError):
    """A name fits more than one record."""


class BusyError(FactcheckError):
    """Somebody else is writing, or the repository is in the middle of something."""

    exit_code = ExitCode.BUSY


class MachineError(FactcheckError):
    """The machine lacks what is needed: git, an identity, rights, space."""

    exit_code = ExitCode.ENVIRONMENT


class RefusedError(FactcheckError):
    """We could, but it would lose or fake something."""

    exit_code = ExitCode.REFUSED


class FetchError(MachineError):
    """A page could not be fetched: network, server, time, size, kind."""


class RefusedAddressError(FetchError):
    """An address that is never fetched: no web address, or one of a private network."""

    exit_code = ExitCode.REFUSED

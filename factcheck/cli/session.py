"""One run of the command line: its options, its ledger, its streams."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.model import dates
from factcheck.model.errors import UsageError
from factcheck.terminal.safe import json_text, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from factcheck.desk.desk import Desk, Operation
    from factcheck.ledger.ledger import Ledger
    from factcheck.model.check import Check
    from factcheck.model.errors import Problem
    from factcheck.terminal.page import Page


class Session:
    """What all commands share; the shared options are set on it while parsing.

    Attributes:
        ledger_folder: ``--ledger``, where given.
        quiet, no_input, debug: the switches of these names.
        now, seed: the hidden options that make a run repeatable.
    """

    def __init__(self, here: Callable[[], Path]) -> None:
        self.ledger_folder: str | None = None
        self.quiet = False
        self.no_input = False
        self.debug = False
        self.now: str | None = os.environ.get("FACTCHECK_NOW")
        self.seed: str | None = os.environ.get("FACTCHECK_SEED")
        self._here = here
        self._ledger: Ledger | None = None

    # ------------------------------------------------------------- what is worked on

    @property
    def ledger(self) -> Ledger:
        """The ledger that the command is about, found at the first question.

        Raises:
            NotALedgerError: there is none.
        """
        if self._ledger is None:
            from factcheck.ledger.ledger import Ledger

            given = Path(self.ledger_folder) if self.ledger_folder else None
            self._ledger = Ledger.find(self._here(), given)
            self._ledger.on_wait = self.tell
        return self._ledger

    def use(self, ledger: Ledger) -> None:
        """Work on another ledger from now on."""
        self.close()
        self._ledger = ledger

    def desk(self) -> Desk:
        """Give the desk of the person at the terminal.

        Raises:
            MachineError: git does not know who that is.
        """
        from factcheck.desk.desk import Desk

        self.ledger.problems()  # reads it: one of a newer format stops here
        return Desk(self.ledger, self.moment(), self.ledger.identity(), self.seed)

    def moment(self) -> str:
        """Give the time of this run, UTC text; ``--now`` stands in for the clock."""
        if self.now is None:
            self.now = dates.to_timestamp(datetime.now(UTC))
        try:
            return dates.timestamp(self.now)
        except ValueError as error:
            raise UsageError(f"--now: {error}") from None

    def checks(self, names: Sequence[str]) -> list[Check]:
        """Give the checks that were named, ``-`` meaning one a line on stdin.

        Raises:
            NotFoundError: a name fits none, or several.
            UsageError: nothing was named.
        """
        found = {}
        for name in self.names(names):
            check = self.ledger.check(name)
            found[check.name] = check
        if not found:
            raise UsageError("no check was named: 'factcheck list' shows them")
        return list(found.values())

    def names(self, given: Sequence[str]) -> list[str]:
        """Give names as typed, with ``-`` replaced by the lines of stdin."""
        if "-" not in given:
            return list(given)
        try:
            lines = sys.stdin.buffer.read().decode().splitlines()
        except UnicodeDecodeError:
            raise UsageError("standard input is not UTF-8") from None
        piped = [line.strip() for line in lines if line.strip()]
        return [one for name in given for one in (piped if name == "-" else [name])]

    def close(self) -> None:
        """Let go of the ledger."""
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None

    # -------------------------------------------------------------------- speaking

    def answer(self, text: str) -> None:
        """Print an answer of ours, already safe, on stdout."""
        sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")

    def answer_text(self, text: str) -> None:
        """Print text as it is into a pipe, and made safe on a terminal."""
        self.answer(printable(text, lines=True) if sys.stdout.isatty() else text)

    def answer_json(self, schema: str, **content: Any) -> None:
        """Print one object with its schema on stdout."""
        body = {"schema": schema, **content}
        self.answer(json_text(json.dumps(body, ensure_ascii=False, indent=2)))

    def show(self, page: Page) -> None:
        """Print a page: drawn on a terminal, plain into a pipe."""
        if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
            from factcheck.terminal.drawn import draw

            draw(page)
        else:
            from factcheck.terminal.plain import write

            self.answer(write(page))

    def tell(self, message: str) -> None:
        """Say something beside the answer, on stderr."""
        if not self.quiet:
            sys.stderr.write(printable(message) + "\n")

    def warn(self, message: str) -> None:
        """Say that something deserves a look, on stderr, also when quiet."""
        sys.stderr.write(f"warning: {printable(message)}\n")

    def complain(self, message: str) -> None:
        """Say that something is wrong, on stderr, one line."""
        sys.stderr.write(f"error: {printable(message)}\n")

    def report_problems(self, problems: Iterable[Problem]) -> bool:
        """Say which files cannot be read; tell whether there were any."""
        found = False
        for problem in problems:
            self.complain(str(problem))
            found = True
        return found

    # ---------------------------------------------------------------------- asking

    @property
    def may_ask(self) -> bool:
        """Whether a person is there to answer."""
        return not self.no_input and sys.stdin.isatty() and sys.stderr.isatty()

    def ask(self, question: str, *, flag: str, default: str | None = None) -> str:
        """Ask for something on the terminal.

        Raises:
            UsageError: nobody is there to ask; the message names the flag to give.
        """
        if not self.may_ask:
            raise UsageError(f"{flag} is missing")
        shown = f" [{printable(default)}]" if default else ""
        while True:
            sys.stderr.write(f"{question}{shown}: ")
            sys.stderr.flush()
            line = sys.stdin.readline()
            if not line:
                raise UsageError(f"{flag} is missing")
            given = line.strip() or default
            if given:
                return given

    def confirm(self, question: str) -> bool:
        """Ask a question of yes or no; nobody there means no."""
        if not self.may_ask:
            return False
        sys.stderr.write(f"{question} [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in {"y", "yes"}

    # --------------------------------------------------------------------- writing

    def carry_out(
        self,
        desk: Desk,
        *operations: Operation,
        dry_run: bool,
        as_json: bool,
        then: str = "",
    ) -> None:
        """Make one commit of operations and say what was made.

        With ``--dry-run`` the change is shown and nothing is written. The ids go to
        stdout (of each operation its first record's), the sentence to stderr.
        """
        from factcheck.desk.desk import joined

        operation = joined(operations)
        commit = None if dry_run else desk.commit(operation)
        if as_json:
            records = [
                {"type": one.kind, "id": one.id, "path": one.path}
                for one in operation.made
            ]
            first = records[0]["id"] if records else None
            self.answer_json(
                "factcheck.made/1", records=records, id=first, commit=commit
            )
            return
        if dry_run:
            self.answer(printable(desk.diff(operation), lines=True))
            self.tell("Nothing was written (--dry-run).")
            return
        for one in operations:
            if one.made:
                self.answer(one.made[0].id)
        self.tell(f"{operation.message.subject} (commit {str(commit)[:10]})")
        if then:
            self.tell(f"Next: {then}")

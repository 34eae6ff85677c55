"""One run of the command line: its options, its ledger, its streams."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.cli.console.dialogue import Dialogue
from factcheck.cli.ending import EndedError
from factcheck.model import dates
from factcheck.model.errors import FactcheckError, UsageError
from factcheck.terminal.safe import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from factcheck.cli.console.interrupts import HeldOff
    from factcheck.desk.desk import Desk, Operation
    from factcheck.intake.sandbox import Extractor
    from factcheck.ledger.cache.parts import Batch
    from factcheck.ledger.ledger import Ledger
    from factcheck.model.check import Check


class Session(Dialogue):
    """What all commands share; the shared options are set on it while parsing.

    Attributes:
        ledger_folder: ``--ledger``, where given.
        debug: the switch of this name.
        now, seed: the hidden options that make a run repeatable.
        commits: the commits that this run has made.
    """

    def __init__(self, here: Callable[[], Path]) -> None:
        super().__init__()
        self.ledger_folder: str | None = None
        self.debug = False
        self.commits: list[str] = []
        self.now: str | None = os.environ.get("FACTCHECK_NOW")
        self.seed: str | None = os.environ.get("FACTCHECK_SEED")
        self._here = here
        self._ledger: Ledger | None = None
        self._extractor: Extractor | None = None
        self._writing: HeldOff | None = None
        self._came_late = False

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
            self._ledger.on_wait = self._wait
            self._ledger.on_fill = self._filling
        return self._ledger

    @property
    def extractor(self) -> Extractor:
        """What reads documents that may be hostile, in a process of its own."""
        if self._extractor is None:
            from factcheck.intake.sandbox import Extractor

            self._extractor = Extractor()
        return self._extractor

    def at(self, revision: str | None) -> None:
        """Read the ledger as a commit held it from now on; None leaves it as it is.

        Raises:
            NotFoundError: there is no such revision, or no ledger in it.
        """
        if revision is not None:
            from factcheck.ledger.history.past import PastLedger

            self.use(PastLedger.of(self.ledger, revision))

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
            EndedError: standard input was to name them and is empty.
        """
        found = {}
        for name in self.names(names):
            check = self.ledger.check(name)
            found[check.name] = check
        if not found and "-" in names:
            # A filter before us has let nothing through, which is no mistake.
            self.tell("Standard input named no check: there is nothing to do.")
            raise EndedError
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

    def finish(self) -> None:
        """End a command that went well: what was shown is read to its end.

        Raises:
            KeyboardInterrupt: it came from a pager.
        """
        self._hush()

    def close(self) -> None:
        """Let go of the ledger, and of what reads documents."""
        if self._extractor is not None:
            self._extractor.close()
            self._extractor = None
        if self._pager is not None:
            self._pager.close()
            self._pager = None
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None

    # --------------------------------------------------------------------- writing

    def commit(self, desk: Desk, operation: Operation) -> str:
        """Make the commit of an operation; Ctrl-C does not cut it in two.

        Raises:
            KeyboardInterrupt: Ctrl-C was pressed, and nothing was written.
        """
        return self.hold(lambda: desk.commit(operation))

    def hold(self, write: Callable[[], str]) -> str:
        """Write something that gives a commit; Ctrl-C does not cut it in two.

        Raises:
            KeyboardInterrupt: Ctrl-C was pressed, and nothing was written.
        """
        from factcheck.cli.console.interrupts import HeldOff

        self._hush()
        with HeldOff() as interrupt:
            self._writing = interrupt
            try:
                commit = write()
            except FactcheckError:
                if not interrupt.came:
                    raise
                # git has got the key as well and said no
                self._was_asking = True
                raise KeyboardInterrupt from None
            finally:
                self._writing = None
        self.commits.append(commit)
        self._prose.clear()
        self._came_late = interrupt.came
        return commit

    def _filling(self, parts: Iterable[Batch], total: int) -> Iterator[Batch]:
        """Say how far the ledger is read, where that takes its time."""
        return self.progress(parts, what="reading the ledger, part", total=total)

    def _wait(self, message: str) -> None:
        """Say that another command is waited for; Ctrl-C ends the wait."""
        self.tell(message)
        if self._writing:
            self._writing.may_stop = True

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
        commit = None if dry_run else self.commit(desk, operation)
        if as_json:
            records = [
                {"type": one.kind, "id": one.id, "path": one.path}
                for one in operation.made
            ]
            first = records[0]["id"] if records else None
            self.answer_json(
                "factcheck.made/1", records=records, id=first, commit=commit
            )
            self._stop_if_asked()
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
        self._stop_if_asked()

    def _stop_if_asked(self) -> None:
        """Obey a Ctrl-C that came while the commit was made."""
        if self._came_late:
            raise KeyboardInterrupt

    def stopped(self) -> None:
        """Say, after Ctrl-C, what has become of what was to be written."""
        if self._pager is not None:
            self._pager.close()
            self._pager = None
        if self.commits:
            said = f"stopped: what was committed stays ({self.commits[-1][:10]})"
        elif self._was_asking:
            said = "stopped: nothing was written"
        else:
            said = "stopped"
        # A new line: the cursor stands behind ^C.
        sys.stderr.write(f"\n{said}\n" if sys.stderr.isatty() else f"{said}\n")

    @property
    def kept_folder(self) -> Path | None:
        """Where prose is kept that came into no commit: beside the ledger's cache."""
        folder = self._ledger.state_folder if self._ledger else None
        return folder / "kept" if folder else None

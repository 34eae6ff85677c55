"""What a run of the command line asks the person at the terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.cli.console.screen import Screen
from factcheck.model.errors import RefusedError, UsageError
from factcheck.terminal.safe import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from factcheck.terminal.page import Page


class Dialogue(Screen):
    """Questions, on the terminal alone; without one, a lack names its flag.

    Attributes:
        no_input, yes: the switches of these names.
    """

    def __init__(self) -> None:
        super().__init__()
        self.no_input = False
        self.yes = False
        self._prose: list[tuple[str, str]] = []

    @property
    def may_ask(self) -> bool:
        """Whether a person is there to answer."""
        return not self.no_input and sys.stdin.isatty() and sys.stderr.isatty()

    def ask(self, question: str, *, flag: str, default: str | None = None) -> str:
        """Ask for something on the terminal.

        Args:
            question: what is asked.
            flag: that answers it without a terminal.
            default: the answer of who only presses return; ``""`` lets it be empty.

        Raises:
            UsageError: nobody is there to ask; the message names the flag to give.
        """
        shown = f" [{printable(default)}]" if default else ""
        while True:
            line = self._asked(f"{question}{shown}: ", flag=flag)
            given = " ".join(line.splitlines()).strip() or default
            if given is not None:
                return given
            self.complain("an answer is needed; Ctrl-C stops")

    def ask_choice(
        self,
        question: str,
        choices: Sequence[str] | Mapping[str, str],
        *,
        flag: str,
        default: str | None = None,
    ) -> str:
        """Ask for one of several; its number or a beginning of it will do.

        Args:
            question: what is asked.
            choices: what may be answered; a mapping gives each a word of
                explanation.
            flag: that answers it without a terminal.
            default: the choice of who only presses return.

        Raises:
            UsageError: nobody is there to ask; the message names the flag to give.
        """
        from factcheck.cli.console.prompts import chosen, shown_choices

        explained = dict(
            choices.items() if hasattr(choices, "items") else dict.fromkeys(choices, "")
        )
        above, asked = shown_choices(question, explained)
        if self.may_ask:
            self._hush()
            sys.stderr.write(above)
        asked += f" [{printable(default)}]: " if default else ": "
        while True:
            given = self._asked(asked, flag=flag, words=tuple(explained)).strip()
            found = default if default and not given else chosen(given, [*explained])
            if found is not None:
                return found
            self.complain(
                f"'{given}' is none of them, or more than one"
                if given
                else "an answer is needed: a number or a word of the list"
            )

    def ask_prose(
        self,
        label: str,
        *,
        flag: str,
        guide: Sequence[str] = (),
        optional: bool = False,
    ) -> str:
        """Ask for prose: in the person's editor, or line by line where none is set.

        What was written is kept in a file if the command does not commit it.

        Args:
            label: what is asked for.
            flag: that gives it without a terminal.
            guide: lines to be read while writing; they are cut off.
            optional: whether an empty text is an answer.

        Raises:
            UsageError: nobody is there to ask, or nothing was written.
        """
        from factcheck.cli.console.editor import is_set
        from factcheck.cli.console.prompts import read_lines, with_guide, without_guide

        if not self.may_ask:
            raise UsageError(f"{flag} is missing")

        def keep(written: str) -> None:
            self._prose.append((flag, without_guide(written)))

        if is_set():
            name = f"{flag.strip('-') or 'text'}.md"
            before = with_guide("", printable(label), [*map(printable, guide)])
            text = without_guide(self.edit(before, name=name, keep=keep))
        else:
            for line in guide:
                self.tell(line)
            self._was_asking = True
            text = read_lines(printable(label))
            self._was_asking = False
        if not text and not optional:
            raise UsageError(f"nothing was written: {flag} is missing")
        if text:
            self._prose.append((flag, text))
        return text

    def edit(self, text: str, *, name: str, keep: Callable[[str], None]) -> str:
        """Open text in the person's editor (see ``editor.edit``)."""
        from factcheck.cli.console.editor import edit

        self._hush()
        self._was_asking = True
        written = edit(text, name=name, keep=keep)
        self._was_asking = False
        return written

    def confirm(self, question: str, *, default: bool = False) -> bool:
        """Ask a question of yes or no; nobody there means no.

        Args:
            question: what is asked.
            default: the answer of who only presses return.
        """
        if not self.may_ask:
            return False
        answers = {"": default, "y": True, "yes": True, "n": False, "no": False}
        marks = "[Y/n]" if default else "[y/N]"
        while True:
            try:
                given = self._line(f"{question} {marks} ").strip().casefold()
            except EOFError:
                return False
            if given in answers:
                return answers[given]
            self.complain("answer y for yes or n for no")

    def confirm_or_refuse(self, question: str, *, default: bool = False) -> None:
        """Go on with something that deletes or rewrites only if somebody agrees.

        Raises:
            RefusedError: the answer is no, or nobody is there and ``--yes`` lacks.
        """
        if self.yes:
            return
        if not self.may_ask:
            raise RefusedError(f"{question} Nobody is there to ask: --yes answers it")
        if not self.confirm(question, default=default):
            raise RefusedError("nothing was written")

    def ask_key(self, page: Page, question: str, keys: Mapping[str, str]) -> str:
        """Show something beside the answer and wait for one of some keys.

        Args:
            page: what the question is about.
            question: one line; it says which keys there are.
            keys: what each key means, as it is said once it was pressed.

        Returns:
            The key that was pressed, in lower case; other keys are passed over.
        """
        from factcheck.cli.console.keys import read_key
        from factcheck.terminal.drawn import drawn

        self._hush()
        self._was_asking = True
        sys.stderr.write(f"\n{drawn(page)}{printable(question)} ")
        sys.stderr.flush()
        while (key := read_key().lower()) not in keys:
            continue
        sys.stderr.write(f"{keys[key]}\n")
        self._was_asking = False
        return key

    def keep_if_lost(self, flag: str, text: str) -> None:
        """Keep a text in a file if the command ends without committing it."""
        self._prose = [one for one in self._prose if one[0] != flag]
        self._prose += [(flag, text)] if text else []

    def _asked(self, question: str, *, flag: str, words: Sequence[str] = ()) -> str:
        """Ask for a line; nobody there, or the end of the input, is a lack."""
        if not self.may_ask:
            raise UsageError(f"{flag} is missing")
        try:
            return self._line(question, words)
        except EOFError:
            sys.stderr.write("\n")
            raise UsageError(f"{flag} is missing") from None

    def _line(self, question: str, words: Sequence[str] = ()) -> str:
        from factcheck.cli.console.prompts import read_line

        self._hush()
        self._was_asking = True
        line = read_line(question, words=words)
        self._was_asking = False
        return line

    def keep_prose(self) -> None:
        """Keep what was written at this terminal and did not come into a commit."""
        texts, self._prose = self._prose, []
        for flag, text in texts:
            try:
                kept = self._kept(flag, text)
            except OSError as error:
                self.warn(f"what you wrote for {flag} is lost: {error.strerror}")
            else:
                self.tell(f"What you wrote for {flag} is kept in {kept}")

    def _kept(self, flag: str, text: str) -> Path:
        """Write text to a file of our own, beside the ledger's cache if possible."""
        import tempfile

        folder = self.kept_folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        name = f"{flag.strip('-') or 'text'}-"
        handle, path = tempfile.mkstemp(prefix=name, suffix=".md", dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        return Path(path)

    @property
    def kept_folder(self) -> Path | None:
        """A folder of ours for what must not be lost; None leaves it to the system."""
        return None

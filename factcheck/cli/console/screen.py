"""What a run of the command line says: answers, pages, messages, progress."""

from __future__ import annotations

import json
import os
import sys
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

from factcheck.terminal.safe import json_text, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factcheck.cli.console.pager import Pager
    from factcheck.cli.console.progress import ProgressLine
    from factcheck.model.errors import Problem
    from factcheck.terminal.page import Page

_T = TypeVar("_T")


class Screen:
    """Standard output for answers, standard error for all else.

    Attributes:
        quiet, no_pager: the switches of these names.
        has_answered: whether anything was printed on stdout.
    """

    def __init__(self) -> None:
        self.quiet = False
        self.no_pager = False
        self.has_answered = False
        self._pager: Pager | None = None
        self._progress: ProgressLine | None = None
        self._was_asking = False

    def answer(self, text: str) -> None:
        """Print an answer of ours, already safe, on stdout."""
        self._say(text if text.endswith("\n") or not text else text + "\n")

    def answer_text(self, text: str) -> None:
        """Print text as it is into a pipe; on a terminal made safe, and in a pager."""
        if sys.stdout.isatty():
            self._page(printable(text, lines=True))
        else:
            self.answer(text)

    def answer_json(self, schema: str, **content: Any) -> None:
        """Print one object with its schema on stdout."""
        body = {"schema": schema, **content}
        self.answer(json_text(json.dumps(body, ensure_ascii=False, indent=2)))

    def answer_json_list(self, schema: str, **content: Iterable[Any]) -> None:
        """Print as ``answer_json`` does, but one list, its items as they come."""
        ((name, items),) = content.items()
        begun = f'{{\n  "schema": {json.dumps(schema)},\n  {json.dumps(name)}: ['
        before = "\n    "
        # Nothing is said before the first item is there: what reads it may fail.
        rest = iter(items)
        first = list(islice(rest, 1))
        self._say(begun)
        for item in chain(first, rest):
            text = json.dumps(item, ensure_ascii=False, indent=2)
            # Inside a string no line ends: these are between values alone.
            self._say(before + json_text(text).replace("\n", "\n    "))
            before = ",\n    "
        self.answer("\n  ]\n}" if before.startswith(",") else "]\n}")

    def show(self, page: Page) -> None:
        """Print a page: drawn on a terminal, plain into a pipe.

        One that is longer than the terminal goes through the pager, which stays
        open for further pages until something is asked or said.
        """
        if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
            from factcheck.terminal.drawn import drawn

            self._page(drawn(page))
        else:
            from factcheck.terminal.plain import write

            self.answer(write(page))

    def show_markdown(self, text: str) -> None:
        """Print a page of Markdown: drawn on a terminal, as it is into a pipe."""
        if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
            from factcheck.terminal.markdown import drawn_markdown

            self._page(drawn_markdown(text))
        else:
            self.answer_text(text)

    def _page(self, text: str) -> None:
        """Print text on a terminal, through the pager if it is long."""
        from factcheck.cli.console import pager

        text = text if text.endswith("\n") or not text else text + "\n"
        may_page = not self.no_pager and os.environ.get("TERM") != "dumb"
        if self._pager is None and may_page and pager.is_wanted(text):
            words = pager.command()
            if words:
                self._hush()
                if self._progress:  # it would be drawn over the pager's page
                    self._progress.end()
                try:
                    self._pager = pager.Pager(words)
                except OSError as error:
                    self.warn(f"cannot start the pager {words[0]}: {error.strerror}")
        self._say(text)

    def _say(self, text: str) -> None:
        self.has_answered = self.has_answered or bool(text)
        if self._progress:
            self._progress.erase()
        if self._pager:
            self._pager.write(text)
        else:
            sys.stdout.write(text)

    def _hush(self) -> None:
        """Let what was shown be read, and the terminal be free for a message."""
        if self._progress:
            self._progress.erase()
        if self._pager:
            pager, self._pager = self._pager, None
            if pager.close():
                self._was_asking = True
                raise KeyboardInterrupt

    def tell(self, message: str) -> None:
        """Say something beside the answer, on stderr."""
        if not self.quiet:
            self._hush()
            sys.stderr.write(printable(message) + "\n")

    def warn(self, message: str) -> None:
        """Say that something deserves a look, on stderr, also when quiet."""
        self._hush()
        sys.stderr.write(f"warning: {printable(message)}\n")

    def complain(self, message: str) -> None:
        """Say that something is wrong, on stderr, one line."""
        self._hush()
        sys.stderr.write(f"error: {printable(message)}\n")

    def report_problems(self, problems: Iterable[Problem]) -> bool:
        """Say which files cannot be read; tell whether there were any."""
        found = False
        for problem in problems:
            self.complain(str(problem))
            found = True
        return found

    def progress(
        self, things: Iterable[_T], *, what: str, total: int | None = None
    ) -> Iterator[_T]:
        """Give things one by one, and say on the terminal how many are done.

        Nothing is said in the first second, with ``--quiet``, or where stderr is
        no terminal.

        Args:
            things: to be worked through.
            what: is being done: "reading".
            total: how many there are, where that is known.
        """
        dumb = os.environ.get("TERM") == "dumb"
        if self.quiet or dumb or self._progress or not sys.stderr.isatty():
            yield from things
            return
        from factcheck.cli.console.progress import ProgressLine

        self._progress = ProgressLine(what, total)
        try:
            yield from self._progress.over(things)
        finally:
            self._progress = None

"""Hostile bytes, read in a process that may fail: pages, PDFs and Office files.

What libraries parse (trafilatura and lxml, pypdf, mammoth) can be made to run for
minutes, to fill the memory or to crash. They run in one child process, which is
started at the first need and used again, with limits for each document. Whatever
happens there is one line about that document, and the next one gets a new child.

Plain text and Markdown are read in our own process, by readers of one pass.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from factcheck.intake import messages
from factcheck.intake.media import DOCX, HTML, ODT, PDF, media_type
from factcheck.intake.messages import LARGEST, BrokenMessageError
from factcheck.intake.passage import SOURCE as CAPTURE
from factcheck.intake.passage import Passage, bare_kind, passage_of
from factcheck.model.errors import BadInputError, MachineError, one_line

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from factcheck.intake.article import Article
    from factcheck.intake.feed import FeedEntry
    from factcheck.intake.metadata import SourceFacts

SMALL_PAGE = 1_000_000
"""Bytes up to which our own reader of one pass may read a page here: the passage and
the facts of a page need no library. It takes a second at most for this much."""

_PARSED = frozenset({HTML, PDF, DOCX, ODT})
_MOST_DOCUMENTS = 200
_Read = TypeVar("_Read")
HAS_PROCESSOR_LIMIT = hasattr(signal, "setitimer")
"""Whether processor time is limited here: on Windows it is not."""

# Without that limit the deadline alone holds, and is short.
_DEADLINE = 12 if HAS_PROCESSOR_LIMIT else 3
# Without these some Pythons do not start: on Windows; built as a shared library.
_NEEDED_VARIABLES = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_BEGIN = (
    "import json, sys; given = json.loads(sys.argv[1]); "
    "sys.path[:] = given['path']; "
    "from factcheck.intake.child import main; main(given)"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost.

    Attributes:
        seconds: processor time; the clock may run twelve times as long, on Windows,
            where processor time has no limit, three times.
        memory: bytes of address space of the child; not held on macOS and Windows.
    """

    seconds: float = 10.0
    memory: int = 1536 * 2**20


class _EndedError(Exception):
    """The child was stopped, or has ended by itself; the text says why.

    Attributes:
        may_differ: a new child may come to an answer.
    """

    def __init__(self, reason: str, *, may_differ: bool = False) -> None:
        super().__init__(reason)
        self.may_differ = may_differ


class Extractor:
    """Reads documents in a child process, one after the other.

    To be used by one thread, and closed: as a context manager, or with ``close``.
    Ctrl-C while it reads ends the child. A child whose parent is gone ends too.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child; it starts again where it is needed again."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def article(self, data: bytes, source: str) -> Article:
        """Read an article; see ``article.read_article``.

        Args:
            data: the bytes: text, Markdown, HTML, PDF, .docx or .odt.
            source: the file's name, its address, or ``-``.

        Raises:
            BadInputError: it cannot be read, or not within the limits.
            MachineError: what reads it is not installed.
        """
        # Most commands need one of these only, and start-up is measured.
        from factcheck.intake.article import (  # noqa: PLC0415 - as said
            Article,
            read_article,
        )

        if media_type(data, source) not in _PARSED:
            return read_article(data, source=source)
        return self._ask(
            lambda answer: messages.made(Article, answer), "article", data, source
        )

    def facts(self, data: bytes, source: str) -> SourceFacts:
        """Read what a source says of itself; see ``metadata.read_facts``.

        Returns:
            Nothing at all for what cannot be read within the limits.
        """
        from factcheck.intake.metadata import (  # noqa: PLC0415 - as above
            SourceFacts,
            read_facts,
        )

        kind = media_type(data, source)
        if kind not in _PARSED or _is_small_page(kind, data):
            return read_facts(data, source=source)
        with suppress(BadInputError, MachineError):
            return self._ask(
                lambda answer: messages.made(SourceFacts, answer), "facts", data, source
            )
        return SourceFacts()

    def passage(self, data: bytes, media_type: str) -> Passage:
        """Read the text of a capture, to find a quotation in; see ``passage_of``.

        Raises:
            BadInputError: it cannot be read, or not within the limits.
            MachineError: what reads it is not installed.
        """
        if _is_harmless(media_type, data):
            return passage_of(data, media_type)
        return self._ask(
            lambda answer: messages.made(Passage, answer), "passage", data, media_type
        )

    def text(self, data: bytes, media_type: str) -> str | None:
        """Read the text of a capture, to compare with others; see ``text_of``.

        Returns:
            None also for what cannot be read within the limits.
        """
        from factcheck.intake.same_text import text_of  # noqa: PLC0415 - as above

        if _is_harmless(media_type, data):
            return text_of(data, media_type)

        def read(answer: object) -> str | None:
            if answer is None or isinstance(answer, str):
                return answer
            raise BrokenMessageError

        with suppress(BadInputError, MachineError):
            return self._ask(read, "text", data, media_type)
        return None

    def feed(self, data: bytes, source: str) -> list[FeedEntry]:
        """Read the entries of a feed; see ``feed.entries``.

        Raises:
            BadInputError: it cannot be read, or not within the limits.
        """
        from factcheck.intake.feed import FeedEntry  # noqa: PLC0415 - as above

        def read(answer: object) -> list[FeedEntry]:
            if not isinstance(answer, list):
                raise BrokenMessageError
            return [messages.made(FeedEntry, one) for one in answer]

        return self._ask(read, "feed", data, source)

    # ----------------------------------------------------------------- the child

    def _ask(
        self, read: Callable[[object], _Read], operation: str, data: bytes, about: str
    ) -> _Read:
        """Let the child do something, a new one where it ended over it.

        Args:
            read: makes the answer of what came; nothing that came is believed.
            operation: its name in the child.
            data: the bytes.
            about: what the operation needs to know of them.
        """
        source = CAPTURE if operation in {"passage", "text"} else about
        if len(data) > LARGEST:
            raise BadInputError(
                f"{source}: has {len(data)} bytes, more than {LARGEST}; "
                "cut out the part that is meant"
            )
        question = {"operation": operation, "about": about}
        was_used = self._child is not None
        try:
            return self._answer(read, question, data, source)
        except _EndedError as ended:
            # What earlier documents left in it may have been the reason.
            if not (was_used and ended.may_differ):
                raise BadInputError(f"{source}: {ended}; save its text first") from None
        try:
            return self._answer(read, question, data, source)
        except _EndedError as ended:
            raise BadInputError(f"{source}: {ended}; save its text first") from None

    def _answer(
        self,
        read: Callable[[object], _Read],
        question: dict[str, Any],
        data: bytes,
        source: str,
    ) -> _Read:
        """Put a question to the child, and make of what comes what was asked for.

        Raises:
            BadInputError: as the child says.
            MachineError: as the child says, or there is none.
            _EndedError: the child did not come to an answer.
        """
        if self._child is None:
            self._child = _Child(self._limits)
        child, whole = self._child, False
        try:
            answer = child.ask(question, data)
            whole = answer.get("error") != "memory"
            if "error" in answer:
                raise self._said(answer, source)
            made = read(answer.get("answer"))
        except BrokenMessageError:
            whole = False
            raise _EndedError("cannot be read", may_differ=True) from None
        finally:
            # Whatever came between, Ctrl-C too: a child in the middle of something
            # would give its answer to the next question.
            if not whole or child.asked >= _MOST_DOCUMENTS:
                self.close()
        return made

    def _said(self, answer: dict[str, Any], source: str) -> Exception:
        """Make the error that the child tells of."""
        message = one_line(str(answer.get("message")))
        match answer["error"]:
            case "input":
                return BadInputError(message)
            case "machine":
                return MachineError(message)
            case "memory":
                size = self._limits.memory // 2**20
                return _EndedError(
                    f"needs more than {size} MiB to read", may_differ=True
                )
            case _:
                return BadInputError(
                    f"{source}: cannot be read ({message}); save its text first"
                )


class _Child:
    """A running child.

    Attributes:
        asked: how many documents it was given.
    """

    def __init__(self, limits: Limits) -> None:
        """Start it; who asks first waits until it is there.

        Raises:
            MachineError: it cannot be started.
        """
        import subprocess  # noqa: PLC0415 - most of our commands start nothing

        self.asked = 0
        self._limits = limits
        self._greeted = False
        given = {"path": _path(), "seconds": limits.seconds, "memory": limits.memory}
        arguments = [sys.executable, "-I", "-X", "utf8", "-c", _BEGIN]
        arguments[1:1] = ["-B"] if sys.dont_write_bytecode else []
        try:
            self._process: subprocess.Popen[bytes] = subprocess.Popen(
                [*arguments, json.dumps(given)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=Path(sys.executable).anchor,
                env={
                    name: os.environ[name]
                    for name in _NEEDED_VARIABLES
                    if name in os.environ
                },
                # Ctrl-C is for us: we end the child.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
                | getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except (OSError, ValueError) as error:
            raise _no_child(str(error)) from None

    def ask(self, question: dict[str, Any], data: bytes) -> dict[str, Any]:
        """Put a question and wait for its answer, until the deadline.

        Raises:
            BrokenMessageError: what came is no answer.
            _EndedError: it has ended, and why.
            MachineError: it has never been there.
        """
        import threading  # noqa: PLC0415 - as above

        assert self._process.stdin is not None  # noqa: S101 - for the type alone
        assert self._process.stdout is not None  # noqa: S101 - the same
        self.asked += 1
        is_late = threading.Event()

        def stop() -> None:
            is_late.set()
            self._process.kill()

        watch = threading.Timer(_DEADLINE * self._limits.seconds, stop)
        watch.daemon = True
        watch.start()
        try:
            if not self._greeted:
                messages.receive(self._process.stdout)
                self._greeted = True
            messages.send(self._process.stdin, question, data)
            return messages.receive(self._process.stdout)[0]
        except (OSError, BrokenMessageError):
            if self._process.poll() is None and not is_late.is_set():
                self._process.kill()
            raise self._ended(self._process.wait(), is_late=is_late.is_set()) from None
        finally:
            watch.cancel()

    def _ended(self, code: int, *, is_late: bool) -> Exception:
        """Say why it has ended."""
        over = {-getattr(signal, name, 0) for name in ("SIGPROF", "SIGXCPU")} - {0}
        if is_late or code in over:
            return _EndedError(f"takes more than {self._limits.seconds:g} s to read")
        if not self._greeted:
            return _no_child(f"it ends with code {code}")
        return _EndedError(
            f"the program that reads it has crashed (code {code})", may_differ=True
        )

    def end(self) -> None:
        """End it at once, whatever it does."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._process.wait()


def _path() -> list[str]:
    """Give the folders in which the child finds what we find; never the current one."""
    ours = str(Path(__file__).parent.parent.parent)
    return list(dict.fromkeys([*filter(os.path.isabs, sys.path), ours]))


def _no_child(reason: str) -> MachineError:
    return MachineError(
        f"the program that reads pages and PDFs cannot be started ({reason}): "
        f"try '{sys.executable} -I -c pass'"
    )


def _is_harmless(kind: str, data: bytes) -> bool:
    """Tell whether our own readers of one pass read a capture, and soon."""
    bare = bare_kind(kind)
    return bare not in _PARSED or _is_small_page(bare, data)


def _is_small_page(kind: str, data: bytes) -> bool:
    return kind == HTML and len(data) <= SMALL_PAGE

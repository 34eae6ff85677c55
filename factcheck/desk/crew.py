"""Articles read by several processes, the answers in the order of the articles."""

from __future__ import annotations

import os
from collections import deque
from contextlib import suppress
from multiprocessing import connection as pipes
from multiprocessing import get_context
from pathlib import Path
from queue import SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import TYPE_CHECKING, NamedTuple, cast

from factcheck.desk.matching import Answer, Wanted, answered
from factcheck.intake.named import Named, Unread
from factcheck.model.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from multiprocessing.connection import Connection

    from factcheck.desk.articles import Reader
    from factcheck.intake.sandbox import Extractor

ALONE = 8
"""Articles that one process reads before it gets others to help: they need a while
to start, and mostly there are no more."""

_MOST = 16
_AHEAD = 6
"""Articles for each process that may be on their way, read or unread."""

_BEFORE = 3
"""Articles that a process has got at once: it is not to wait for us in between."""


class Place(NamedTuple):
    """What another process needs to answer as this one does.

    Attributes:
        root: folder of the ledger.
        now: the time, UTC text.
        branches: whether claims of branches count.
        wanted: what is asked of each article.
    """

    root: str
    now: str
    branches: bool
    wanted: Wanted


def cores() -> int:
    """Give how many processes the machine runs at once, up to 16."""
    if hasattr(os, "sched_getaffinity"):
        return min(_MOST, len(os.sched_getaffinity(0)))
    return min(_MOST, os.cpu_count() or 1)


def answers(
    items: Iterable[Named | Unread],
    *,
    here: Callable[[Named], Answer | Unread],
    place: Place,
    jobs: int,
    alone: int = ALONE,
) -> Generator[Answer | Unread, None, None]:
    """Answer articles, in their order.

    Args:
        items: the articles, or why one cannot be read; taken as they are needed.
        here: reads one in this process.
        place: what the others need.
        jobs: how many processes are to read; 1 is this one.
        alone: articles up to which this one reads alone.
    """
    source = iter(items)
    if jobs > 1:
        for number, item in enumerate(source, 1):
            yield item if isinstance(item, Unread) else here(item)
            if number >= alone:
                break
        else:
            return
        crew = _Crew(place, jobs, here)
        try:
            yield from crew.answers(source)
        finally:
            crew.end()
        return
    for item in source:
        yield item if isinstance(item, Unread) else here(item)


class _Crew:
    """The processes, and the articles that are on their way."""

    def __init__(
        self, place: Place, jobs: int, here: Callable[[Named], Answer | Unread]
    ) -> None:
        self._place = place
        self._here = here
        self._limit = _AHEAD * jobs
        self._workers = [_Worker(place) for _ in range(jobs)]
        self._unread: deque[tuple[int, Named]] = deque()
        self._done: dict[int, Answer | Unread] = {}

    def answers(self, items: Iterable[Named | Unread]) -> Iterator[Answer | Unread]:
        """Have articles read; each answer comes when all before it have."""
        feed = _Feed(items, self._limit)
        given = taken = 0
        while True:
            while given in self._done:
                yield self._done.pop(given)
                given += 1
                feed.wants_more()
            if feed.has_ended and given == taken:
                feed.close()
                return
            self._hand_out()
            if given in self._done:
                continue
            for ready in pipes.wait([*feed.pipes, *self._pipes()]):
                if ready is feed.pipe:
                    for item in feed.take():
                        if isinstance(item, Unread):
                            self._done[taken] = item
                        else:
                            self._unread.append((taken, item))
                        taken += 1
                else:
                    self._hear(cast("Connection", ready))

    def end(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.end()

    def _pipes(self) -> list[Connection]:
        return [worker.pipe for worker in self._workers]

    def _hand_out(self) -> None:
        """Give each process that is free an article; where there is none, read it."""
        for worker in self._workers:
            while worker.has_room and self._unread:
                worker.give(*self._unread.popleft())
        if not self._workers and self._unread:
            number, item = self._unread.popleft()
            self._done[number] = self._here(item)

    def _hear(self, pipe: Connection) -> None:
        """Take what a process says: that it is there, an answer, or its end."""
        worker = next(one for one in self._workers if one.pipe is pipe)
        try:
            found = worker.take()
        except (EOFError, OSError):
            self._bury(worker)
            return
        if found is not None:
            number, _ = worker.articles.popleft()
            self._done[number] = found

    def _bury(self, worker: _Worker) -> None:
        """Take the articles of a process that has ended, but for the one it read."""
        worker.end()
        self._workers.remove(worker)
        if not worker.articles and not worker.has_started:
            return  # one that cannot even start is not tried again
        if worker.articles:
            number, item = worker.articles.popleft()
            self._done[number] = Unread(
                item.source,
                f"{item.source}: the process that read it has ended "
                f"({worker.ending}); give it again, alone",
                item.id,
                ExitCode.ENVIRONMENT,
            )
        self._unread.extendleft(reversed(worker.articles))
        self._workers.append(_Worker(self._place))


class _Worker:
    """A process that reads one article after the other.

    Attributes:
        pipe: our end of the pipe to it.
        has_started: whether it is ready to read.
        articles: what it reads now and what it has got to read then, with their
            numbers.
    """

    def __init__(self, place: Place) -> None:
        # A new interpreter, no copy of this one: it has threads.
        spawning = get_context("spawn")
        self.pipe, theirs = spawning.Pipe()
        self.has_started = False
        self.articles: deque[tuple[int, Named]] = deque()
        self._process = spawning.Process(
            target=serve, args=(theirs, place), daemon=True
        )
        with suppress(OSError):  # that its end is closed says so
            self._process.start()
        theirs.close()

    @property
    def has_room(self) -> bool:
        """Whether it may get an article."""
        return self.has_started and len(self.articles) < _BEFORE

    @property
    def ending(self) -> str:
        """How the process ended, in words."""
        code = self._process.exitcode
        return f"signal {-code}" if code and code < 0 else f"code {code}"

    def give(self, number: int, item: Named) -> None:
        """Have an article read; one that is dead is heard of later."""
        self.articles.append((number, item))
        with suppress(OSError):  # the pipe is at its end, which is noticed there
            self.pipe.send(item)

    def take(self) -> Answer | Unread | None:
        """Take what it says; None is that it is ready.

        Raises:
            EOFError, OSError: it has ended.
        """
        found: Answer | Unread | None = self.pipe.recv()
        self.has_started = True
        return found

    def end(self) -> None:
        """End the process."""
        self.pipe.close()
        if self._process.pid is not None:
            self._process.terminate()
            self._process.join()


class _Feed:
    """Takes articles in a thread, so that an answer need not wait for the next one.

    Attributes:
        pipe: readable where articles have come.
        has_ended: whether all have been taken.
    """

    def __init__(self, items: Iterable[Named | Unread], limit: int) -> None:
        self.pipe, self._poke = get_context("spawn").Pipe(duplex=False)
        self.has_ended = False
        self._come: deque[Named | Unread] = deque()
        self._error: BaseException | None = None
        self._room = BoundedSemaphore(limit)
        Thread(target=self._run, args=(items,), daemon=True).start()

    @property
    def pipes(self) -> tuple[Connection, ...]:
        """The pipe, as long as something may come."""
        return () if self.has_ended else (self.pipe,)

    def wants_more(self) -> None:
        """Say that there is room for one more."""
        self._room.release()

    def take(self) -> Iterator[Named | Unread]:
        """Give what has come.

        Raises:
            BaseException: whatever taking them raised.
        """
        if not self.pipe.recv_bytes():
            self.has_ended = True
            if self._error is not None:
                raise self._error
            return
        yield self._come.popleft()

    def close(self) -> None:
        """Let go of the pipe."""
        self.pipe.close()

    def _run(self, items: Iterable[Named | Unread]) -> None:
        try:
            for item in items:
                self._room.acquire()
                self._come.append(item)
                self._poke.send_bytes(b".")
        except BaseException as error:  # noqa: BLE001 - raised again by who waits
            self._error = error
        with suppress(OSError):  # nobody waits any longer
            self._poke.send_bytes(b"")


def serve(pipe: Connection, place: Place) -> None:
    """Read the articles that come through a pipe, and send the answers back."""
    import signal  # noqa: PLC0415 - here alone

    # Ctrl-C is for the one who started us: it ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        reader = _reader(place)
    except Exception:  # noqa: BLE001 - who started us reads itself, and says why
        return
    from factcheck.intake.sandbox import Extractor  # noqa: PLC0415 - slow to load

    articles: SimpleQueue[Named | None] = SimpleQueue()
    # Who sends us an article must not wait until we have got rid of an answer.
    Thread(target=_receive, args=(pipe, articles), daemon=True).start()
    with suppress(OSError), Extractor() as extractor:
        pipe.send(None)
        while (item := articles.get()) is not None:
            pipe.send(_answered(item, reader, extractor, place.wanted))


def _receive(pipe: Connection, articles: SimpleQueue[Named | None]) -> None:
    try:
        while True:
            articles.put(pipe.recv())
    except (EOFError, OSError):
        articles.put(None)


def _reader(place: Place) -> Reader:
    from factcheck.desk.articles import Reader  # noqa: PLC0415 - slow to load
    from factcheck.ledger.ledger import Ledger  # noqa: PLC0415 - slow to load

    root = Path(place.root)
    ledger = Ledger.find(root, root)
    branches = ledger.branches(now=place.now) if place.branches else ()
    return Reader(ledger, now=place.now, branches=branches)


def _answered(
    item: Named, reader: Reader, extractor: Extractor, wanted: Wanted
) -> Answer | Unread:
    """Answer an article; a defect of ours is told of it and ends nothing."""
    try:
        return answered(item, reader=reader, extract=extractor.article, wanted=wanted)
    except Exception as error:  # noqa: BLE001 - the last stop of this process
        return Unread(
            item.source,
            f"{item.source}: this is a defect of factcheck "
            f"({type(error).__name__}: {error}); report it",
            item.id,
            ExitCode.ENVIRONMENT,
        )

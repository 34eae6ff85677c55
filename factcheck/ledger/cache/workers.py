"""Processes that read parts of a ledger for the one that fills a cache."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, cast

from factcheck.ledger.cache.parts import Batch, Part, read_part
from factcheck.ledger.git.repository import Repository
from factcheck.model.errors import FactcheckError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from queue import SimpleQueue


class Worker:
    """A process that reads parts; one that cannot start, or dies, gives nothing."""

    def __init__(self, repository: Repository) -> None:
        # A new interpreter, no copy of this one: it may have threads.
        from multiprocessing import get_context  # noqa: PLC0415 - rare

        spawning = get_context("spawn")
        self._ours, theirs = spawning.Pipe()
        where = (str(repository.top), str(repository.git_dir))
        self._process = spawning.Process(
            target=serve, args=(theirs, *where), daemon=True
        )
        try:
            self._process.start()
        except OSError:
            self._ours.close()
        theirs.close()

    def give(self, part: Part) -> None:
        """Have a part read after those that were given before."""
        try:
            self._ours.send(part)
        except OSError:
            self._ours.close()

    def take(self) -> Batch | None:
        """Give the next batch, None if the process has died.

        Raises:
            FactcheckError: what reading the part raised.
        """
        try:
            found = self._ours.recv()
        except (OSError, EOFError):
            self._ours.close()
            return None
        if isinstance(found, Exception):
            raise found
        return cast("Batch", found)

    def end(self) -> None:
        """End the process."""
        self._ours.close()
        if self._process.pid is not None:
            self._process.terminate()
            self._process.join()


def serve(connection: Connection, top: str, git_dir: str) -> None:
    """Read the parts that come through a pipe, and send their batches back."""
    import signal  # noqa: PLC0415 - rare
    from queue import SimpleQueue  # noqa: PLC0415 - rare
    from threading import Thread  # noqa: PLC0415 - rare

    # Ctrl-C is for the one who started us: it ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # see _without_collection
    repository = Repository(Path(top), Path(git_dir))
    parts: SimpleQueue[Part | None] = SimpleQueue()
    # Who sends us a part must not wait until we have got rid of a batch.
    Thread(target=_receive, args=(connection, parts), daemon=True).start()
    while (part := parts.get()) is not None:
        try:
            answer: Batch | FactcheckError = read_part(repository, part)
        except FactcheckError as error:
            answer = error
        try:
            connection.send(answer)
        except OSError:
            return


def _receive(connection: Connection, parts: SimpleQueue[Part | None]) -> None:
    try:
        while True:
            parts.put(connection.recv())
    except (EOFError, OSError):
        parts.put(None)

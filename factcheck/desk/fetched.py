"""What has to be fetched before it is read: a few addresses at once, order kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from queue import Queue
from threading import Lock, Semaphore, Thread
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from factcheck.intake.named import Named, Unread
from factcheck.model.errors import BadInputError, FactcheckError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

AT_ONCE = 4
"""Addresses that are fetched at the same time; of one host always one."""

_PATIENCE = 0.5


class Page(NamedTuple):
    """What came from an address.

    Attributes:
        body: the bytes.
        address: where they came from in the end.
    """

    body: bytes
    address: str


class Web(NamedTuple):
    """What fetching needs from outside; all of it may be called in any thread.

    Attributes:
        fetch: gets an address, told of the feed it was found in; raises
            FactcheckError.
        is_feed: tells a feed by its bytes.
        entries: gives the articles that a feed names, from its bytes and its name.
    """

    fetch: Callable[[str, str | None], Page]
    is_feed: Callable[[bytes], bool]
    entries: Callable[[bytes, str], Iterable[Named]]


class Fetcher:
    """Fetches what is named by its address, ahead of whoever reads it.

    The threads end with the process: one that waits for a slow server must not keep
    Ctrl-C waiting.
    """

    def __init__(self, web: Web) -> None:
        self._web = web
        self._at_once = Semaphore(AT_ONCE)
        self._hosts: defaultdict[str, Lock] = defaultdict(Lock)

    def at_hand(self, items: Iterable[Named | Unread]) -> Iterator[Named | Unread]:
        """Give what was named, in its order, each with its bytes or its file.

        Args:
            items: what was named. From the first address on they are taken in a
                thread, a few ahead.

        Returns:
            The same, a feed replaced by its articles.
        """
        source = iter(items)
        for item in source:
            if isinstance(item, Unread) or item.fetch is None:
                yield item
                continue
            waiting: Queue[_Fetching | BaseException | None] = Queue(AT_ONCE)
            first = _Fetching(item, self._fetched)
            Thread(target=_take, args=(source, waiting, self), daemon=True).start()
            yield from self._of(first)
            while (fetching := waiting.get()) is not None:
                if isinstance(fetching, BaseException):
                    raise fetching
                yield from self._of(fetching)

    def start(self, item: Named | Unread) -> _Fetching:
        """Begin to fetch something; what needs none is there at once."""
        return _Fetching(item, self._fetched)

    def _of(self, fetching: _Fetching) -> Iterator[Named | Unread]:
        """Give what came of an address: an article, or those that a feed names."""
        item = fetching.result()
        if isinstance(item, Unread) or not item.may_be_feed or item.content is None:
            yield item
            return
        if not self._web.is_feed(item.content):
            yield item
            return
        try:
            entries = list(self._web.entries(item.content, item.source))
        except FactcheckError as error:
            yield Unread.of(error, item.source, item.id)
            return
        yield from self.at_hand(entries)

    def _fetched(self, item: Named) -> Named | Unread:
        address = str(item.fetch)
        # The host first: who waits for it must not keep others from fetching.
        host = (urlsplit(address).hostname or "").rstrip(".")
        with self._hosts[host], self._at_once:
            page = self._web.fetch(address, item.found_in)
        if not item.may_be_feed and self._web.is_feed(page.body):
            raise BadInputError(
                f"{item.source}: is a feed, not an article; "
                "give its address to 'factcheck match' itself"
            )
        return replace(item, content=page.body, url=page.address)


class _Fetching:
    """One address on its way, in a thread of its own."""

    def __init__(
        self, item: Named | Unread, fetch: Callable[[Named], Named | Unread]
    ) -> None:
        self._item = item
        self._error: BaseException | None = None
        self._thread: Thread | None = None
        if isinstance(item, Named) and item.fetch is not None:
            self._fetch = fetch
            self._thread = Thread(target=self._run, args=(item,), daemon=True)
            self._thread.start()

    def _run(self, item: Named) -> None:
        try:
            self._item = self._fetch(item)
        except FactcheckError as error:
            self._item = Unread.of(error, item.source, item.id)
        except BaseException as error:  # noqa: BLE001 - raised again by who waits
            self._error = error

    def result(self) -> Named | Unread:
        """Wait for it."""
        while self._thread is not None and self._thread.is_alive():
            # On Windows Ctrl-C does not end a wait without an end.
            self._thread.join(_PATIENCE)
        if self._error is not None:
            raise self._error
        return self._item


def _take(
    source: Iterator[Named | Unread],
    waiting: Queue[_Fetching | BaseException | None],
    fetcher: Fetcher,
) -> None:
    """Begin to fetch what comes, no further ahead than the queue has room."""
    try:
        for item in source:
            waiting.put(fetcher.start(item))
    except BaseException as error:  # noqa: BLE001 - raised again by who waits
        waiting.put(error)
    else:
        waiting.put(None)

"""Feeds to the articles that they name."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Self

from factcheck.intake.feed import is_feed
from factcheck.intake.named import Named, is_address
from factcheck.intake.sandbox import Extractor

if TYPE_CHECKING:
    from factcheck.intake.feed import FeedEntry


class FeedReader:
    """Reads feeds in a process that may fail; threads take turns."""

    is_feed = staticmethod(is_feed)

    def __init__(self) -> None:
        self._extractor = Extractor()
        self._turn = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._extractor.close()

    def entries(self, data: bytes, source: str) -> list[Named]:
        """Give the articles of a feed, in its order.

        Each is fetched where it has an address, else read as the feed holds it. What
        the feed says of it stands in for what the article does not say.

        Raises:
            BadInputError: it cannot be read.
        """
        with self._turn:
            found = self._extractor.feed(data, source)
        return [_named(entry, source, number) for number, entry in enumerate(found, 1)]


def _named(entry: FeedEntry, feed: str, number: int) -> Named:
    return Named(
        entry.url or f"{feed}#{number}",
        fetch=entry.url,
        found_in=feed if is_address(feed) else None,
        content=None if entry.url else entry.page(),
        url=entry.url,
        title=entry.title or None,
        published=entry.published,
        is_hint=True,
    )

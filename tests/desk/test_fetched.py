"""Fetching ahead: in order, few at once, feeds opened in their place."""

from __future__ import annotations

from collections import Counter
from threading import Lock
from urllib.parse import urlsplit

import pytest

from factcheck.desk.feeds import FeedReader
from factcheck.desk.fetched import AT_ONCE, Fetcher, Page, Web
from factcheck.intake.named import Named, Unread
from factcheck.model.errors import FetchError

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>
<item><title>First</title><link>https://a.example/1</link>
<pubDate>Thu, 08 Oct 2020 10:00:00 GMT</pubDate></item>
<item><title>Second</title><description>Only here.</description></item>
</channel></rss>"""


class Internet:
    """Addresses and what stands there; says how much was asked for at once."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self._pages = pages
        self._lock = Lock()
        self._now: Counter[str] = Counter()
        self.most = 0
        self.most_of_a_host = 0
        self.found_in: dict[str, str | None] = {}

    def fetch(self, address: str, found_in: str | None) -> Page:
        """Get a page."""
        self.found_in[address] = found_in
        host = str(urlsplit(address).hostname)
        with self._lock:
            self._now[host] += 1
            self.most = max(self.most, self._now.total())
            self.most_of_a_host = max(self.most_of_a_host, self._now[host])
        try:
            if address not in self._pages:
                raise FetchError(f"{address}: there is no such page")
            return Page(self._pages[address], address)
        finally:
            with self._lock:
                self._now[host] -= 1


def named(*addresses: str) -> list[Named | Unread]:
    """Name addresses as the command line does."""
    return [Named(one, fetch=one, url=one, may_be_feed=True) for one in addresses]


def test_the_order_is_kept_and_no_host_is_asked_twice_at_once() -> None:
    """Whatever comes first; a page that is not there is an error in its place."""
    pages = {
        f"https://{host}.example/{n}": f"{host}{n}".encode()
        for n in range(8)
        for host in "abcdef"
    }
    missing = "https://a.example/none"
    internet = Internet(pages)
    names = [*pages, missing]
    with FeedReader() as feeds:
        web = Web(internet.fetch, feeds.is_feed, feeds.entries)
        found = list(Fetcher(web).at_hand(named(*names)))

    assert [one.source for one in found] == names
    assert [one.content for one in found if isinstance(one, Named)] == [*pages.values()]
    assert isinstance(found[-1], Unread)
    assert (found[-1].error, found[-1].code) == (
        f"{missing}: there is no such page",
        FetchError.exit_code,
    )
    assert internet.most <= AT_ONCE
    assert internet.most_of_a_host == 1


def test_a_feed_is_replaced_by_its_articles() -> None:
    """Those with an address are fetched, the others as the feed holds them."""
    internet = Internet(
        {
            "https://a.example/feed": FEED.encode(),
            "https://a.example/1": b"<p>First.</p>",
            "https://b.example/2": b"<p>Last.</p>",
        }
    )
    addresses = ("https://a.example/feed", "https://b.example/2")
    with FeedReader() as feeds:
        web = Web(internet.fetch, feeds.is_feed, feeds.entries)
        found = list(Fetcher(web).at_hand(named(*addresses)))
    first, second, last = (one for one in found if isinstance(one, Named))

    assert (first.source, first.content) == ("https://a.example/1", b"<p>First.</p>")
    assert (first.title, first.published, first.is_hint) == (
        "First",
        "2020-10-08",
        True,
    )
    assert second.source == "https://a.example/feed#2"
    assert b"Only here." in (second.content or b"")
    assert last.source == "https://b.example/2"
    assert internet.found_in == {
        "https://a.example/feed": None,
        "https://a.example/1": "https://a.example/feed",
        "https://b.example/2": None,
    }


def test_a_feed_inside_a_feed_is_not_followed() -> None:
    """Or two feeds that name each other would never end."""
    feed = "https://a.example/1"
    internet = Internet({feed: FEED.encode()})
    with FeedReader() as feeds:
        web = Web(internet.fetch, feeds.is_feed, feeds.entries)
        found = list(Fetcher(web).at_hand(named(feed)))

    assert isinstance(found[0], Unread)
    assert "is a feed, not an article" in found[0].error


def test_a_defect_is_not_an_error_of_an_article() -> None:
    """It comes out where the article is waited for."""

    def broken(address: str, _found_in: str | None) -> Page:
        raise ZeroDivisionError(address)

    with FeedReader() as feeds:
        fetcher = Fetcher(Web(broken, feeds.is_feed, feeds.entries))

        with pytest.raises(ZeroDivisionError):
            list(fetcher.at_hand(named("https://a.example/1")))

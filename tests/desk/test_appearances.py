"""Where a claim appeared: once for each address, however it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk import appearances
from factcheck.model.errors import BadRecordError, RefusedError, UsageError
from tests.desk.commits import latest

if TYPE_CHECKING:
    from factcheck.desk.desk import Operation
    from tests.conftest import Newsroom

ADDRESS = "https://example.org/a"


def _add(newsroom: Newsroom, check: str, **fields: Any) -> Operation:
    return newsroom.do(
        lambda desk: appearances.add_appearance(desk, desk.ledger.check(check), fields)
    )


def test_it_is_one_file_named_for_what_appeared(newsroom: Newsroom) -> None:
    """With who put it down and when."""
    name = newsroom.open()
    _add(newsroom, name, url=ADDRESS, title="A page", published="2020")
    (seen,) = newsroom.ledger.check(name).appearances

    assert seen.slug == "a-page"
    assert (seen.record.url, seen.record.published) == (ADDRESS, "2020")
    assert seen.record.added_by == "Anna Example"
    assert list(latest(newsroom).files) == [seen.path]
    assert latest(newsroom).trailers == (
        ("Factcheck-Op", "appearance-add"),
        ("Check", name),
    )


def test_the_copy_in_an_archive_leads_to_the_original(newsroom: Newsroom) -> None:
    """Both addresses are kept."""
    name = newsroom.open()
    copy = f"https://web.archive.org/web/20201008000000/{ADDRESS}"
    _add(newsroom, name, url=copy)
    record = newsroom.ledger.check(name).appearances[0].record

    assert (record.url, record.archived) == (ADDRESS, copy)


@pytest.mark.parametrize(
    "again",
    [
        ADDRESS,
        "http://EXAMPLE.org:80/a?utm_source=x#top",
        f"https://web.archive.org/web/20201008000000/{ADDRESS}",
    ],
)
def test_the_same_address_is_taken_in_once(newsroom: Newsroom, again: str) -> None:
    """The one that is there is named; another check has its own."""
    name, other = newsroom.open("One"), newsroom.open("Two")
    there = _add(newsroom, name, url=ADDRESS).made[0].name
    with pytest.raises(RefusedError, match=f"{there} is at this address already"):
        _add(newsroom, name, url=again)
    _add(newsroom, other, url=again)

    assert len(newsroom.ledger.check(other).appearances) == 1


def test_an_appearance_without_address_may_come_twice(newsroom: Newsroom) -> None:
    """Two speeches are two."""
    name = newsroom.open()
    for day in ("2020-10-08", "2020-10-09"):
        _add(newsroom, name, who="Jane Roe", published=day)

    assert len(newsroom.ledger.check(name).appearances) == 2


@pytest.mark.parametrize(
    ("fields", "error", "says"),
    [
        ({"reach": "20 views"}, UsageError, "--url, --title, --who or --quote"),
        ({"url": "example.org"}, BadRecordError, "no web address"),
        ({"who": "X", "published": "soon"}, BadRecordError, "'soon' is no date"),
    ],
)
def test_what_says_nothing_is_refused(
    newsroom: Newsroom, fields: dict[str, Any], error: type[Exception], says: str
) -> None:
    """Each with what is wrong."""
    name = newsroom.open()
    with pytest.raises(error, match=says):
        _add(newsroom, name, **fields)

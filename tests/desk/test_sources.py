"""What the ledger's evidence tells of sources: defaults, doubles, sharing, reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk import evidence
from factcheck.desk.captures import capture_of
from factcheck.desk.sources import Sources, reports_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Newsroom

URL = "https://example.org/a"


def _add(newsroom: Newsroom, url: str | None = URL, **fields: Any) -> str:
    source = {"publisher": "Gazette", "url": url, **fields.pop("source", {})}
    values = {"kind": "report", "says": "It is so", **fields, "source": source}
    act = newsroom.do(lambda desk: evidence.add_evidence(desk, values))
    return act.made[0].name


def _sources(newsroom: Newsroom) -> Sources:
    return Sources(newsroom.ledger)


def test_the_usual_value_is_that_of_the_host(newsroom: Newsroom) -> None:
    """The one most used there; of equally used ones the latest."""
    _add(newsroom, "https://a.org/1", origin="One")
    _add(newsroom, "https://www.a.org/2?x", origin="Two")
    _add(newsroom, "http://b.org/1", origin="Three", kind="data")
    _add(newsroom, "http://b.org/1", origin="Three", kind="data")
    sources = _sources(newsroom)

    assert sources.usual("origin", "https://A.org/new") == "Two"
    assert sources.usual("origin", "https://b.org/") == "Three"
    assert sources.usual("source.publisher", "https://b.org/") == "Gazette"
    assert sources.usual("source.carrier", "https://b.org/") is None


def test_of_a_new_host_only_the_kind_is_usual(newsroom: Newsroom) -> None:
    """A publisher of other pages says nothing; most passages are of one kind."""
    _add(newsroom, "https://a.org/1", origin="One")
    sources = _sources(newsroom)

    for url in ("https://new.org/", None):
        assert sources.usual("origin", url) is None
        assert sources.usual("source.publisher", url) is None
        assert sources.usual("kind", url) == "report"


def test_what_was_withdrawn_is_nobodys_default(newsroom: Newsroom) -> None:
    """A mistake is not offered again."""
    name = _add(newsroom, origin="Wrong")
    newsroom.do(
        lambda desk: evidence.withdraw_evidence(
            desk, desk.ledger.evidence(name), "A forgery"
        )
    )

    assert _sources(newsroom).usual("origin", URL) is None


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ({"quote": "A “b” c"}, {"quote": 'A "b"  c'}, True),
        ({"quote": "A b"}, {"quote": "A b c"}, False),
        ({"quote": "A b"}, {}, False),
        ({"says": "It is so"}, {"says": "it is so."}, True),
        ({"says": "It is so"}, {"says": "It is not so"}, False),
    ],
)
def test_the_same_passage(
    newsroom: Newsroom, one: dict[str, str], other: dict[str, str], *, is_same: bool
) -> None:
    """Its quote; where neither has one, what it says."""
    name = _add(newsroom, **one)
    new = {"source": {"url": "http://www.example.org/a"}, "says": "It is so", **other}
    found = _sources(newsroom).there_already(new)

    assert (found.name if found else None) == (name if is_same else None)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ({"url": URL}, {"url": "http://example.org/a#b"}, True),
        ({"url": URL}, {"url": "https://example.org/b"}, False),
        ({"url": URL, "title": "T"}, {"url": None, "title": "T"}, False),
        ({"url": None, "title": "The «T»"}, {"url": None, "title": "the t"}, True),
        ({"url": None, "title": "T"}, {"url": None, "title": "U"}, False),
        ({"url": None}, {"url": None}, False),
    ],
)
def test_what_shares_a_source(
    newsroom: Newsroom, one: dict[str, Any], other: dict[str, Any], *, is_same: bool
) -> None:
    """The address, else the capture, else publisher and title; else nothing."""
    name = _add(newsroom, source=one, says="One")
    second = _add(newsroom, source=other, says="Two")
    sources = _sources(newsroom)
    sharing = sources.sharing(newsroom.ledger.evidence(name))

    assert [entry.name for entry in sharing] == ([name, second] if is_same else [name])


def test_without_an_address_the_capture_is_the_source(newsroom: Newsroom) -> None:
    """Two entries of one saved page, whatever their titles."""
    capture = capture_of(newsroom.desk(), b"bytes", file_name="a.txt")
    shared = [
        _add(newsroom, None, says=says, captures=[capture], source={"title": says})
        for says in ("One", "Two")
    ]
    _add(newsroom, None, says="Three", source={"title": "One"})
    sharing = _sources(newsroom).sharing(newsroom.ledger.evidence(shared[0]))

    assert [entry.name for entry in sharing] == shared


def test_reports_with_an_entry_are_found(
    busy_newsroom: Newsroom, publish: Callable[[Newsroom, str, str], None]
) -> None:
    """By the pins of the verdict that was published."""
    verdict = busy_newsroom.ledger.check("moonlight").verdicts[0].name
    publish(busy_newsroom, "moonlight", verdict)
    other = _add(busy_newsroom)
    ledger = busy_newsroom.ledger
    found = reports_with(ledger, ledger.evidence("cold"))

    assert found == (("moonlight-is-cold", "https://desk.example/a"),)
    assert reports_with(ledger, ledger.evidence(other)) == ()


def test_spellings(newsroom: Newsroom) -> None:
    """The usual spelling of the same name; a party's; one that is near; none."""
    for origin in ("Reuters", "Reuters", "REUTERS", "Jane Roe"):
        _add(newsroom, origin=origin, says=f"says {origin}")
    sources = _sources(newsroom)
    same, near = sources.spelling("reuters"), sources.spelling("Reuters (wire)")

    assert same is not None
    assert (same.name, same.uses, same.why) == ("Reuters", 3, "same")
    assert near is not None
    assert (near.name, near.uses, near.why) == ("Reuters", 3, "near")
    assert sources.spelling("Reuters") is None
    assert sources.spelling("The harbour office") is None

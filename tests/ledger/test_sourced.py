"""What the cache keeps of sources finds the same one again, and nothing is missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from factcheck.desk import evidence
from factcheck.ledger.cache import sourced
from factcheck.model.address import canonical

if TYPE_CHECKING:
    from tests.conftest import Newsroom

HOST = st.from_regex(r"(www\.|WWW\.)?[a-z0-9.-]{1,12}\.[a-z]{2,3}", fullmatch=True)
PATH = st.from_regex(r"(/[A-Za-z0-9._~%-]{0,6}){0,4}", fullmatch=True)


@given(st.sampled_from(["http", "https"]), HOST, PATH)
def test_a_plain_address_has_the_key_that_taking_it_apart_gives(
    scheme: str, host: str, path: str
) -> None:
    """An empty fragment changes no key, but is not plain to see."""
    url = f"{scheme}://{host}{path}"

    assert canonical(url) == canonical(f"{url}#")


def keys_of(newsroom: Newsroom, source: dict[str, Any]) -> list[str]:
    """Give the names of the entries that may have a source."""
    wanted = sourced.identities({"source": source})
    found = newsroom.ledger.of_sources(map(sourced.number, wanted))
    return [one.slug for one in found]


def test_entries_are_found_by_their_source_as_long_as_they_have_it(
    newsroom: Newsroom,
) -> None:
    """An amended address is found under the new one alone."""
    name = newsroom.do(
        lambda desk: evidence.add_evidence(
            desk,
            {
                "source": {"publisher": "A", "url": "https://example.org/a"},
                "kind": "report",
                "says": "So.",
            },
            slug="first",
        )
    )
    before = keys_of(newsroom, {"url": "http://www.example.org/a?utm_source=x"})
    newsroom.do(
        lambda desk: evidence.amend_evidence(
            desk,
            desk.ledger.evidence(name.made[0].name),
            {},
            {"url": "https://example.org/b"},
        )
    )

    assert before == ["first"]
    assert keys_of(newsroom, {"url": "https://example.org/a"}) == []
    assert keys_of(newsroom, {"url": "https://example.org/b"}) == ["first"]
    assert newsroom.ledger.usual_value("source.publisher", "example.org") == "A"
    assert newsroom.ledger.usual_value("source.publisher", "example.com") is None

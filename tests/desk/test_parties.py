"""Parties: names that count as one, affiliations, and where they are named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.desk import evidence, parties
from factcheck.model.errors import BadRecordError, RefusedError, UsageError
from factcheck.model.names import Names
from tests.desk.commits import latest

if TYPE_CHECKING:
    from factcheck.model.party import Party
    from tests.conftest import Newsroom

AGENCY = {"name": "Anadolu Agency", "kind": "organisation", "other_names": ["AA"]}


def _add(newsroom: Newsroom, **fields: Any) -> str:
    values = AGENCY | fields
    return newsroom.do(lambda desk: parties.add_party(desk, values)).made[0].name


def _amend(newsroom: Newsroom, name: str, fields: Any = None, **options: Any) -> Party:
    newsroom.do(
        lambda desk: parties.amend_party(
            desk, desk.ledger.record("party", name), fields or {}, **options
        )
    )
    record: Party = newsroom.ledger.record("party", name).record
    return record


def test_a_party_is_one_file(newsroom: Newsroom) -> None:
    """By the month of adding, found by its slug."""
    name = _add(newsroom)
    commit = latest(newsroom)

    assert commit.files == {f"parties/2026/11/{name}.yaml": "A"}
    assert commit.trailers == (("Factcheck-Op", "party-add"), ("Party", name))
    assert newsroom.ledger.record("party", "anadolu").name == name


@pytest.mark.parametrize("taken", ["AA", "aa", "Anadolu  Agency", "ÀÀ"])
def test_a_name_of_another_party_is_refused(newsroom: Newsroom, taken: str) -> None:
    """As name and as other name; the message names that party."""
    name = _add(newsroom)
    other = _add(newsroom, name="Somebody", other_names=[])
    for fields in ({"name": taken}, {"name": "X", "other_names": [taken]}):
        with pytest.raises(RefusedError, match=name):
            _add(newsroom, **{"other_names": [], **fields})
    with pytest.raises(RefusedError, match=name):
        _amend(newsroom, other, {"other_names": [taken]})


def test_names_and_addresses_are_added_and_dropped(newsroom: Newsroom) -> None:
    """What is there stays; what is not there cannot go."""
    name = _add(newsroom, same_as=["https://example.org/a"])
    more = {"other_names": ["Anadolu Ajansı"], "same_as": ["https://example.org/b"]}
    after = _amend(newsroom, name, more, because="A second name")
    drop = {"other_names": ["aa"], "same_as": ["https://example.org/a"]}
    left = _amend(newsroom, name, drop=drop)

    assert after.other_names == ("AA", "Anadolu Ajansı")
    assert left.other_names == ("Anadolu Ajansı",)
    assert left.same_as == ("https://example.org/b",)
    for field, gone in (("other_names", "AA"), ("same_as", "https://example/org/b")):
        with pytest.raises(UsageError, match="no '"):
            _amend(newsroom, name, drop={field: [gone]})


def test_amending_to_the_same_is_refused(newsroom: Newsroom) -> None:
    """And so is a field that is none, or that cannot go."""
    name = _add(newsroom)
    with pytest.raises(UsageError, match="nothing changes"):
        _amend(newsroom, name, {"other_names": ["AA"]})
    with pytest.raises(UsageError, match="no field 'rule'"):
        _amend(newsroom, name, clear=["rule"])
    with pytest.raises(BadRecordError, match="kind is missing"):
        _amend(newsroom, name, clear=["kind"])


def test_affiliations_are_completed_or_added(newsroom: Newsroom) -> None:
    """The same organisation since the same day is the same affiliation."""
    name = _add(newsroom, affiliations=[{"organisation": "Ministry", "role": "clerk"}])
    one = _amend(
        newsroom, name, affiliation={"organisation": "MINISTRY", "since": "2014"}
    )
    two = _amend(newsroom, name, affiliation={"organisation": "Party", "role": "chair"})
    again = _amend(
        newsroom, name, affiliation={"organisation": "Ministry", "since": "2020"}
    )

    assert [(one.organisation, one.role, one.since) for one in one.affiliations] == [
        ("Ministry", "clerk", "2014")
    ]
    assert len(two.affiliations) == 2
    assert [one.since for one in again.affiliations] == ["2014", None, "2020"]
    with pytest.raises(UsageError, match=r"--since.*2014, 2020"):
        _amend(
            newsroom, name, affiliation={"organisation": "Ministry", "until": "2021"}
        )
    left = _amend(newsroom, name, drop={"affiliations": ["ministry"]})
    assert [one.organisation for one in left.affiliations] == ["Party"]


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(["2014", "2020"]))),
)
def test_an_affiliation_given_twice_is_there_once(pairs: list[tuple[str, str]]) -> None:
    """With a day each, whatever the order."""
    there: list[dict[str, Any]] = []
    for organisation, since in [*pairs, *pairs]:
        new = {"organisation": organisation, "since": since}
        there = parties.with_affiliation(there, new)

    assert len(there) == len(set(pairs))


def test_uses_are_counted_under_all_names(busy_newsroom: Newsroom) -> None:
    """Claims by it, evidence it put out, evidence that comes from it."""
    wire = _add(busy_newsroom, name="Reuters", other_names=["The Wire", "Somebody"])
    busy_newsroom.amend("cold", origin="the wire")
    ledger = busy_newsroom.ledger
    everybody = list(ledger.of_kind("party"))
    party = ledger.record("party", wire)
    uses = parties.uses_of([party], ledger, Names(everybody))[party.id]

    assert len(uses.claims) == 2
    assert len(uses.published) == 2
    assert [one.slug for one in uses.originated] == ["cold-it-is"]
    assert uses.spellings == {"Somebody": 2, "Reuters": 2, "the wire": 1}
    assert uses.total == 4


def test_the_interest_of_a_party_is_that_of_its_evidence(
    busy_newsroom: Newsroom,
) -> None:
    """As publisher and as origin, once."""
    _add(busy_newsroom, name="Reuters", other_names=["AA"], interest="Sells news")
    _add(busy_newsroom, name="Ministry", other_names=[], interest="Wages the war")
    _add(busy_newsroom, name="Nobody", other_names=[])
    busy_newsroom.amend("cold", origin="ministry")
    busy_newsroom.amend("warm", origin="aa")
    ledger = busy_newsroom.ledger
    everybody = list(ledger.of_kind("party"))

    assert parties.interests_in(ledger.evidence("cold"), everybody) == (
        ("Reuters", "Sells news"),
        ("Ministry", "Wages the war"),
    )
    assert parties.interests_in(ledger.evidence("warm"), everybody) == (
        ("Reuters", "Sells news"),
    )


def test_evidence_without_an_origin_has_nobodys_interest(newsroom: Newsroom) -> None:
    """An absent name is no party's."""
    _add(newsroom, interest="x")
    values = {"source": {"publisher": "P", "title": "T"}, "kind": "data", "says": "S"}
    newsroom.do(lambda desk: evidence.add_evidence(desk, values))
    ledger = newsroom.ledger

    assert parties.interests_in(ledger.evidence("p-t"), ledger.of_kind("party")) == ()

"""The timeline of a claim: in order, with partial dates, each address once."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from factcheck.model.dates import UNKNOWN, first_day, last_day
from factcheck.model.timeline import Found, Moment, spread, timeline
from tests.model.folder import Folder, time_of


def _seen(folder: Folder, name: str = "page", **values: Any) -> str:
    full = folder.name(name)
    added = {"added": time_of(0), "added_by": "Anna"}
    folder.put("appearance", full, {**values, **added})
    return full


def _days(moments: tuple[Moment, ...]) -> list[str]:
    return [one.when for one in moments if one.what == "appeared"]


DATES = st.sampled_from(
    [None, "2019", "2020", "2020-10", "2020-10-01", "2020-10-08", "2020-11", "2021-01"]
)


@given(days=st.lists(DATES, max_size=6))
def test_nothing_stands_before_what_was_certainly_earlier(
    days: list[str | None],
) -> None:
    """By what each date can mean at the earliest; without a date when it was added."""
    folder = Folder.opened()
    for day in days:
        _seen(folder, who="X", **({"published": day} if day else {}))
    found = [one.when for one in timeline(folder.check())]
    known = [day for day in found if day != UNKNOWN]
    placed = [time_of(0)[:10] if day == UNKNOWN else first_day(day) for day in found]

    assert len(found) == len(days) + 1
    assert placed == sorted(placed)
    assert [first_day(day) for day in known] == sorted(first_day(day) for day in known)
    assert all(
        not last_day(later) < first_day(earlier)
        for place, earlier in enumerate(known)
        for later in known[place + 1 :]
    )


def test_a_month_stands_before_its_first_day() -> None:
    """The less that is known, the earlier it may have been."""
    folder = Folder.opened()
    for day in ("2020-10-01", "2020-10", "2020-09-30", "2020-10-02"):
        _seen(folder, who="X", published=day)

    assert _days(timeline(folder.check())) == [
        "2020-09-30",
        "2020-10",
        "2020-10-01",
        "2020-10-02",
    ]


def test_one_address_is_one_moment_at_its_earliest_date() -> None:
    """Two clones may have put it down; what only one knows is kept."""
    folder = Folder.opened()
    late = _seen(folder, url="https://x.org/a?utm_source=y", published="2020-12")
    early = _seen(folder, url="http://x.org/a", published="2020-11", who="Jane Roe")
    without = _seen(
        folder, url="https://web.archive.org/web/2020/https://x.org/a", reach="20 views"
    )
    (moment,) = [one for one in timeline(folder.check()) if one.what == "appeared"]

    assert (moment.when, moment.who, moment.url) == (
        "2020-11",
        "Jane Roe",
        "http://x.org/a",
    )
    assert moment.names == (early, late, without)
    assert moment.notes == ("reach: 20 views",)


def test_what_was_said_and_what_we_published_belong_to_it() -> None:
    """The claim itself, and each publication with its rating and correction."""
    folder = Folder.opened()
    folder.change("check", words="So it is!", place="Paris", medium="radio")
    first = folder.verdict()
    folder.publish(first)
    note = "We had it wrong."
    second = folder.verdict(first, rating="false", grade="correction", public_note=note)
    folder.publish(second)
    made, *published = timeline(folder.check())

    assert (made.what, made.when, made.who) == ("made", "2020", "Somebody")
    assert (made.title, made.quote) == ("Paris, radio", "So it is!")
    assert [one.what for one in published] == ["published", "published"]
    assert [one.notes for one in published] == [
        ("rating: true",),
        ("rating: false", f"correction: {note}"),
    ]


def test_a_publication_of_a_verdict_that_is_gone_is_still_one() -> None:
    """Readers have seen it."""
    folder = Folder.opened()
    folder.publish("true-0123456789ab")
    moment = timeline(folder.check())[-1]

    assert (moment.what, moment.title, moment.url) == (
        "published",
        None,
        "https://x.org",
    )


def test_how_an_appearance_was_found_is_in_the_reading_that_it_names() -> None:
    """By a match that was decided the same, with its score; else by hand."""
    folder = Folder.opened()
    name = folder.name("reading")
    row = {"sentence": "So it  IS.", "check": folder.check().name, "decision": "same"}
    row |= {"score": "0.93", "model": "words-1", "decided": time_of(2)}
    reading = {"sha256": "ab" * 32, "sentences": [row | {"decided_by": "Bo"}]}
    folder.put("article", name, reading)
    _seen(folder, quote="So it is.", article=name)
    _seen(folder, quote="It is so.", article=folder.name("gone"))
    _seen(folder, quote="So it is.")
    (article,) = [one for one in folder.files if one.kind == "article"]
    moments = timeline(folder.check(), {article.id: article})
    found = [one.found for one in moments if one.found]
    by_hand = Found("hand", "Anna", time_of(0))

    assert found.count(Found("match", "Bo", time_of(2), "0.93", "words-1")) == 1
    assert found.count(by_hand) == len(found) - 1 == 2


@given(days=st.lists(DATES, max_size=8))
def test_appearances_are_counted_by_month(days: list[str | None]) -> None:
    """Each once; a year alone is a month of its own; the unknown ones last."""
    folder = Folder.opened()
    for day in days:
        _seen(folder, who="X", **({"published": day} if day else {}))
    found = spread(timeline(folder.check()))
    known = [day for day in days if day]

    assert found.times == sum(found.months.values()) == len(days)
    assert [one for one in found.months if one == UNKNOWN] == list(found.months)[
        len(found.months) - (None in days) :
    ]
    if known:
        assert first_day(str(found.first)) == min(map(first_day, known))
        assert last_day(str(found.latest)) == max(map(last_day, known))

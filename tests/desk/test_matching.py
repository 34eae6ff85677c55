"""One article against real checks: what it says of itself, what one does with a hit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from factcheck.desk.articles import Reader
from factcheck.desk.matching import Answer, Wanted, answered
from factcheck.intake.article import read_article
from factcheck.intake.named import Named, Unread

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Newsroom

NOW = "2026-11-24T10:00:00Z"
SOLD = "The committee sold 340 bicycles to Sweden in 2019, the mayor said."
PAGE = (
    '<html lang="en"><head><title>Its own title</title>'
    '<meta property="article:published_time" content="2026-11-20">'
    '<link rel="canonical" href="https://example.org/own"></head>'
    f"<body><p>Moonlight is cold.</p><p>{SOLD}</p><p>What a day!</p></body></html>"
)


def outcome(newsroom: Newsroom, item: Named, *, new: bool = False) -> Answer | Unread:
    """Read an article against a newsroom's ledger."""
    return answered(
        item,
        reader=Reader(newsroom.ledger, now=NOW),
        extract=lambda data, source: read_article(data, source=source),
        wanted=Wanted(0.5, is_new_wanted=new),
    )


def answer_to(newsroom: Newsroom, item: Named, *, new: bool = False) -> Answer:
    """Read an article that can be read."""
    found = outcome(newsroom, item, new=new)
    assert isinstance(found, Answer), found
    return found


def text(text: str, title: str | None = None) -> Named:
    """Name a text as a row gives it."""
    return Named("rows:1", content=text.encode(), is_text=True, title=title)


def test_a_match_says_what_we_concluded(busy_newsroom: Newsroom) -> None:
    """The verdict with its date, the state, a score, and the words it rests on."""
    found = answer_to(busy_newsroom, Named("a.html", content=PAGE.encode()))
    (sentence,) = found.matched
    (match,) = sentence["matches"]

    assert sentence["text"] == "Moonlight is cold."
    assert match["check"] == busy_newsroom.ledger.check("moonlight").name
    assert match["verdict"] == {
        "rating": "true",
        "headline": "So it is",
        "date": "2026-11-22",
        "url": None,
    }
    assert (match["stage"], match["public"]) == ("approved", "unpublished")
    assert match["flags"] == []
    assert match["score"] == pytest.approx(1, abs=0.1)
    assert match["band"] == "repeats"
    assert "Moonlight" in [one["word"] for one in match["shared"]]
    assert sum(one["share"] for one in match["shared"]) == pytest.approx(1, abs=0.01)


def test_a_match_carries_the_flags_of_its_check(busy_newsroom: Newsroom) -> None:
    """A reader of the match learns that the verdict needs another look."""
    busy_newsroom.amend("cold", says="Another thing")
    busy_newsroom.amend("warm", says="A third thing")
    found = answer_to(busy_newsroom, text("Moonlight is cold."))

    assert found.matched[0]["matches"][0]["flags"] == ["needs recheck"]


def test_a_match_gives_the_published_address(
    busy_newsroom: Newsroom, publish: Callable[[Newsroom, str, str], None]
) -> None:
    """Where readers can see it is the address of the current verdict."""
    verdict = busy_newsroom.ledger.check("moonlight").verdicts[0].name
    publish(busy_newsroom, "moonlight", verdict)
    (match,) = answer_to(busy_newsroom, text("Moonlight is cold.")).matched[0][
        "matches"
    ]

    assert match["verdict"]["url"] == "https://desk.example/a"
    assert match["public"] == "published"


def test_an_open_check_has_no_verdict_to_give(busy_newsroom: Newsroom) -> None:
    """The claim is known, the answer is not."""
    (match,) = answer_to(busy_newsroom, text("Sunlight is warm.")).matched[0]["matches"]

    assert match["verdict"] is None
    assert match["stage"] == "open"


def test_only_unmatched_sentences_that_look_like_claims_are_new(
    busy_newsroom: Newsroom,
) -> None:
    """A known claim is not offered again, an exclamation never; each says why."""
    item = Named("a.html", content=PAGE.encode())
    (new,) = answer_to(busy_newsroom, item, new=True).new

    assert (new["text"], new["paragraph"]) == (SOLD, 2)
    assert 0.5 <= new["checkable"] <= 1
    assert new["reasons"]
    assert answer_to(busy_newsroom, item).new == ()


def test_what_a_row_says_wins_over_the_page(busy_newsroom: Newsroom) -> None:
    """What a feed says stands in for what the page does not say."""
    row = Named(
        "r:1",
        content=PAGE.encode(),
        title="Given",
        published="2020-10-08",
        url="https://x.example/a",
    )
    hint = replace(row, is_hint=True)
    bare = replace(hint, content=b"<p>Moonlight is cold.</p>")
    of_row, of_hint, of_bare = (
        answer_to(busy_newsroom, one).read for one in (row, hint, bare)
    )

    assert (of_row.title, of_row.published) == ("Given", "2020-10-08")
    assert (of_hint.title, of_hint.published) == ("Its own title", "2026-11-20")
    assert (of_bare.title, of_bare.published) == ("Given", "2020-10-08")
    assert of_row.url == of_hint.url == "https://example.org/own"
    assert of_bare.url == "https://x.example/a"


def test_the_headline_is_matched_too(busy_newsroom: Newsroom) -> None:
    """It stands as paragraph 0; with it, no line of a text is taken for one."""
    found = answer_to(
        busy_newsroom, text("Some line\n\nWe had soup.", "Moonlight is cold")
    )

    assert [one["paragraph"] for one in found.sentences] == [0, 1, 2]
    assert found.matched[0]["paragraph"] == 0


@pytest.mark.parametrize(
    "item",
    [
        text(" * * * "),
        Named("none.html", path="none.html"),
        Named("https://x.example/a", fetch="https://x.example/a"),
        Named("a.html", content=b"<html><title>T</title><script>x()</script></html>"),
    ],
)
def test_what_cannot_be_read_is_an_error_and_no_empty_answer(
    busy_newsroom: Newsroom, item: Named
) -> None:
    """No text is not the same as no match."""
    found = outcome(busy_newsroom, item)

    assert isinstance(found, Unread)
    assert found.error.startswith((item.source, f"cannot read {item.source}"))

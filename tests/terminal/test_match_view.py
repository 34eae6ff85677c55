"""The page of a matched article: what differs first, nothing ever certain."""

from __future__ import annotations

from typing import Any

from factcheck.terminal.match_view import brief_page, end_page, is_silent, match_page
from factcheck.terminal.plain import write

SENTENCES = [
    {"paragraph": 0, "text": "Trams for Basel"},
    {"paragraph": 1, "text": "It was loud."},
    {"paragraph": 1, "text": "Basel bought 40 trams."},
    {"paragraph": 4, "text": "Basel now has 12 more trams."},
]


def hit(**fields: Any) -> dict[str, Any]:
    """Give a match of the third sentence, changed as wished."""
    return {
        "handle": "k3f9x2",
        "check": "basel-trams-7k3f9x2mq4vt",
        "branch": None,
        "claim": "Basel bought 12 trams",
        "verdict": None,
        "stage": "open",
        "public": "unpublished",
        "flags": ["needs recheck"],
        "score": 0.9996,
        "band": "repeats",
        "shared": [
            {"word": word, "share": share}
            for word, share in {"Basel": 0.6, "trams": 0.397, "the": 0.003}.items()
        ],
        "missing": ["bought"],
        "warnings": [],
        "unread": None,
        "sentence": 2,
        "paragraph": 1,
        "text": "Basel bought 40 trams.",
        "joined": False,
        "also": [],
        "decided": None,
    } | fields


def page(*hits: dict[str, Any], **fields: Any) -> str:
    """Write the page of an article with matches in its third sentence."""
    rows = [one | {"matches": []} for one in SENTENCES]
    rows[2]["matches"] = list(hits)
    article = {
        "id": None,
        "source": "a.html",
        "title": "Trams for Basel",
        "publisher": "Northport Courier",
        "published": "2026-11-23",
        "earlier": [],
        "left_out": 0,
        "sentences": rows,
    }
    return write(match_page(article | fields))


def test_what_differs_stands_first() -> None:
    """Above the claim, in capitals: it is not to be overlooked without colours."""
    shown = page(hit(warnings=["says 40, the claim says 12"], band="likely", score=0.6))

    assert shown.index("DIFFERS: says 40") < shown.index("likely repeats (60 %): Basel")


def test_a_match_says_what_it_rests_on() -> None:
    """Words with their share, what is only in the claim, where else it is."""
    also = [{"sentence": 3}, {"sentence": 0}]
    shown = page(hit(also=also))

    assert "rests on: Basel 60 %, trams 40 %, the under 1 %" in shown
    assert "only in the claim: bought" in shown
    assert "also in headline, paragraph 4" in shown
    assert "basel-trams-7k3f9x2mq4vt (open, needs recheck)" in shown
    assert "factcheck decide k3f9x2 same|different" in shown


def test_nothing_is_certain() -> None:
    """A probability that rounds to one is not written so."""
    assert "repeats (99 %)" in page(hit())


def test_what_was_decided_says_by_whom_and_asks_no_more() -> None:
    """In place of a probability."""
    decided = {"decision": "same", "by": "Anna Example", "at": "2026-11-22T10:00:00Z"}
    shown = page(hit(decided=decided, handle=None))
    elsewhere = page(hit(decided=decided))

    assert "same claim, says Anna Example (22 November 2026): Basel" in shown
    assert "factcheck decide" not in shown
    assert "factcheck decide k3f9x2 same (for this article too)" in elsewhere


def test_a_sentence_with_two_matches_is_quoted_once() -> None:
    """The matches stand below it."""
    shown = page(hit(), hit(claim="Basel has trams"))

    assert shown.count("“Basel bought 40 trams.”") == 1
    assert "1 of 4 sentences repeats a known claim." in shown


def test_what_was_left_out_is_counted() -> None:
    """And who has read the article before is said on top."""
    earlier = ["read on 22 November 2026 by Anna Example: 1 different"]
    shown = page(earlier=earlier, left_out=1)

    assert shown.startswith("Trams for Basel\na.html · Northport Courier · 23 November")
    assert "already read on 22 November 2026 by Anna Example: 1 different" in shown
    assert "0 of 4 sentences repeat a known claim. 1 match decided different" in shown


def test_an_article_without_a_match_is_a_line_among_many() -> None:
    """Unless something else is to be said of it."""
    rows = [one | {"matches": []} for one in SENTENCES]
    article: dict[str, Any] = {"title": "Trams", "source": "a.html", "sentences": rows}
    article |= {"earlier": [], "left_out": 0}

    assert write(brief_page(article)) == "Trams · a.html: no match in 4 sentences\n"
    assert is_silent(article)
    assert not is_silent(article | {"left_out": 1})
    assert not is_silent(article | {"new": [{"text": "A claim."}]})


def test_new_sentences_say_why_they_look_checkable() -> None:
    """The best ones; how many more there are is said."""
    one = {"paragraph": 4, "text": "Basel now has 12 more trams."}
    one |= {"checkable": 0.8, "reasons": ["a number", "a name"]}
    shown = page(new=[one] * 25)

    assert shown.count("“Basel now has 12 more trams.”") == 20
    assert "paragraph 4: a number, a name" in shown
    assert "and 5 more: --json has them" in shown


def test_the_end_says_how_often_a_match_is_false() -> None:
    """With the threshold; a rate below one in a hundred is not nothing."""
    shown = write(end_page(0.5, 0.081)), write(end_page(0.9, 0.004))

    assert "from a probability of 50 % on" in shown[0]
    assert "About 8 in 100 statements" in shown[0]
    assert "About under 1 in 100" not in shown[1]
    assert "Under 1 in 100 statements" in shown[1]

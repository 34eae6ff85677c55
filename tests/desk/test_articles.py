"""Reading an article against real checks: what one does with a hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factcheck.desk.articles import Reader, hit_as_data, known_claim, new_sentences
from factcheck.intake.article import read_article

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Newsroom

NOW = "2026-11-24T10:00:00Z"
ARTICLE = (
    b"Moonlight is cold.\n\n"
    b"The committee sold 340 bicycles to Sweden in 2019, the mayor said.\n\n"
    b"What a day!\n"
)


def test_a_hit_says_what_we_concluded(busy_newsroom: Newsroom) -> None:
    """The verdict with its date, the state, a score, and the words it rests on."""
    reader = Reader(busy_newsroom.ledger, now=NOW)
    read = reader.read(read_article(ARTICLE, source="a.txt"), threshold=0.5)
    hits = [hit for one in read for hit in one.hits]
    data = hit_as_data(hits[0])

    assert len(hits) == 1
    assert data["check"] == busy_newsroom.ledger.check("moonlight").name
    assert data["verdict"] == {"rating": "true", "date": "2026-11-22", "url": None}
    assert (data["stage"], data["public"]) == ("approved", "unpublished")
    assert data["flags"] == []
    assert data["score"] == pytest.approx(1, abs=0.1)
    assert data["band"] == "repeats"
    assert "Moonlight" in data["words"]


def test_a_hit_carries_the_flags_of_its_check(busy_newsroom: Newsroom) -> None:
    """A reader of the match learns that the verdict needs another look."""
    busy_newsroom.amend("cold", says="Another thing")
    busy_newsroom.amend("warm", says="A third thing")
    reader = Reader(busy_newsroom.ledger, now=NOW)
    hit = reader.near("Moonlight is cold", None)[0]

    assert hit_as_data(hit)["flags"] == ["needs recheck"]


def test_a_hit_gives_the_published_address(
    busy_newsroom: Newsroom, publish: Callable[[Newsroom, str, str], None]
) -> None:
    """Where readers can see it is the address of the current verdict."""
    verdict = busy_newsroom.ledger.check("moonlight").verdicts[0].name
    publish(busy_newsroom, "moonlight", verdict)
    hit = Reader(busy_newsroom.ledger, now=NOW).near("Moonlight is cold", "en")[0]

    assert hit_as_data(hit)["verdict"]["url"] == "https://desk.example/a"
    assert hit_as_data(hit)["public"] == "published"


def test_an_open_check_has_no_verdict_to_give(busy_newsroom: Newsroom) -> None:
    """The claim is known, the answer is not."""
    hit = Reader(busy_newsroom.ledger, now=NOW).near("Sunlight is warm", "en")[0]

    assert hit_as_data(hit)["verdict"] is None
    assert hit_as_data(hit)["stage"] == "open"


def test_only_unmatched_sentences_that_look_like_claims_are_new(
    busy_newsroom: Newsroom,
) -> None:
    """A known claim is not offered again, an exclamation never."""
    reader = Reader(busy_newsroom.ledger, now=NOW)
    read = reader.read(read_article(ARTICLE, source="a.txt"), threshold=0.5)

    assert [one.text for one in new_sentences(read)] == [
        "The committee sold 340 bicycles to Sweden in 2019, the mayor said."
    ]


def test_matching_knows_words_wordings_parts_and_summary(newsroom: Newsroom) -> None:
    """All texts that state the claim are searched."""
    check = newsroom.open(
        words="as said",
        wordings=["another wording"],
        parts=[{"part": "a", "claim": "a part"}],
        language="de",
    )
    newsroom.freeze(check, summary="The summary.")
    known = known_claim(newsroom.ledger.check(check))

    assert known.id == check
    assert known.texts == ("Moonlight is cold", "as said", "another wording", "a part")
    assert known.summary == "The summary."
    assert known.language == "de"
    assert known.claimant == "Somebody"

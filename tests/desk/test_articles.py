"""Reading an article against real checks: what one does with a hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.desk.articles import Reader
from factcheck.desk.known_claims import known_claim
from factcheck.intake.article import read_article

if TYPE_CHECKING:
    from tests.conftest import Newsroom

NOW = "2026-11-24T10:00:00Z"
ARTICLE = (
    b"Moonlight is cold.\n\n"
    b"The committee sold 340 bicycles to Sweden in 2019, the mayor said.\n\n"
    b"What a day!\n"
)


def test_every_sentence_comes_back_with_its_hits(busy_newsroom: Newsroom) -> None:
    """In order; a hit knows its check and where that stands."""
    reader = Reader(busy_newsroom.ledger, now=NOW)
    read = reader.read(read_article(ARTICLE, source="a.txt"), threshold=0.5)
    known = read[0].hits[0].known

    assert [len(one.hits) for one in read] == [1, 0, 0]
    assert known.check.name == busy_newsroom.ledger.check("moonlight").name
    assert (known.standing.stage, known.url, known.branch) == ("approved", None, None)


def test_a_claim_is_near_itself(busy_newsroom: Newsroom) -> None:
    """What nearly says the same as a new claim is named before a check is opened."""
    hit = Reader(busy_newsroom.ledger, now=NOW).near("Sunlight is warm", "en")[0]

    assert hit.known.check.name == busy_newsroom.ledger.check("sunlight").name
    assert hit.known.standing.stage == "open"


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

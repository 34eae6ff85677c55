"""The example ledger that ships: whole, honest, and complete."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factcheck import shipped
from factcheck.desk.articles import Reader
from factcheck.intake.article import read_article
from factcheck.ledger.ledger import Ledger
from factcheck.match.claims import LIKELY
from factcheck.model.ids import slug_of
from factcheck.publish.site import site_of
from factcheck.review.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = "2026-11-22T20:00:00Z"


@pytest.fixture
def example(tmp_path: Path) -> Iterator[Ledger]:
    """Give a copy of the example ledger, outside any repository."""
    folder = tmp_path / "ledger"
    shutil.copytree(shipped.folder("ledger"), folder)
    ledger = Ledger(folder)
    yield ledger
    ledger.close()


def test_it_holds_together(example: Ledger) -> None:
    """`verify` has nothing to say but that a mere copy has no history."""
    result = verify(example)

    assert result.holds
    assert {finding.code for finding in result.findings} == {"history-unchecked"}


def test_it_has_what_was_gathered(example: Ledger) -> None:
    """19 checks with verdicts, 4 that cannot be checked, 85 links, 58 addresses."""
    checks = list(example.checks())
    stages = Counter(example.standing(check).stage for check in checks)
    links = [link for check in checks for link in check.links]
    entries = list(example.of_kind("evidence"))

    assert stages == {"approved": 19, "closed": 4}
    assert len(links) == 85
    assert len({entry.record.source.url for entry in entries}) == 58
    assert {link.id for link in links} == {entry.id for entry in entries}
    assert all(
        check.work and check.work.record.closed and check.work.record.closed.why
        for check in checks
        if not check.verdicts
    )


def test_no_verdict_needs_a_recheck(example: Ledger) -> None:
    """Every pin holds, and every verdict was approved by another role."""
    for check in example.checks():
        standing = example.standing(check)

        assert standing.moved == ()
        assert not standing.self_approved


def test_people_are_roles(example: Ledger) -> None:
    """Nobody is named as author or reviewer."""
    names = {check.claim.record.opened_by for check in example.checks()} | {
        review.record.reviewer for review in example.of_kind("review")
    }

    assert names == {"Research desk", "Reviewing editor"}


def test_says_is_neutral(example: Ledger) -> None:
    """What an entry says speaks of its source, never of the article or a claim."""
    for entry in example.of_kind("evidence"):
        said = entry.record.says.lower()

        assert "the article" not in said, entry.path
        assert "the claim" not in said, entry.path


def test_every_check_has_its_report(example: Ledger) -> None:
    """Each of the 23 checks becomes a page, and nothing stands in the way."""
    site = site_of(example)

    assert site.problems == ()
    assert len(site.files) == 24


def _hits(ledger: Ledger, name: str) -> dict[str, list[tuple[str, bool]]]:
    """Match an article; give by check the bands, and whether a warning stands."""
    article = read_article(Path(name).read_bytes(), source=name)
    found: dict[str, list[tuple[str, bool]]] = {}
    for one in Reader(ledger, now=NOW).read(article, threshold=LIKELY):
        for hit in one.hits:
            seen = (hit.match.band, bool(hit.match.warnings))
            found.setdefault(slug_of(hit.match.claim_id), []).append(seen)
    return found


def test_the_example_article_repeats_claims_in_other_words(example: Ledger) -> None:
    """What it repeats is found; what it changes is warned of; what is new is not."""
    found = _hits(example, str(shipped.folder("examples") / "article.md"))

    assert ("repeats", False) in found["religious-majorities"]
    assert ("repeats", False) in found["turkey-recruiting-syrians"]
    assert ("repeats", False) in found["war-killed-at-least-30000"]
    assert ("likely", True) in found["afrin-under-20-miles-from-border"]
    assert ("likely", True) in found["macron-300-fighters-gaziantep"]
    assert ("likely", True) in found["governments-accuse-turkey"]


def test_an_unrelated_article_finds_nothing(example: Ledger, tmp_path: Path) -> None:
    """Sentences about something else stay unmatched."""
    article = tmp_path / "bread.txt"
    article.write_text(
        "The bakery on the corner closes after forty years\n\n"
        "Its owner said on Monday that the price of flour had risen by 20 percent "
        "since the spring. She began to work there in 1994.\n\n"
        "The city will turn the building into flats, according to the mayor. "
        "Residents have collected 300 signatures against the plan.\n",
        encoding="utf-8",
    )

    assert _hits(example, str(article)) == {}

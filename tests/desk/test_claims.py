"""Opening a check, from values to a commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk import claims
from factcheck.desk.desk import joined
from factcheck.model.errors import BadRecordError
from tests.desk.commits import latest, number_of_commits

if TYPE_CHECKING:
    from tests.conftest import Newsroom

CLAIM: dict[str, Any] = {
    "claim": "Afrin lies under 20 miles from Turkey",
    "claimant": {"name": "the article"},
    "said_on": "2020-10",
}


def test_one_commit_holds_the_claim_and_says_so(newsroom: Newsroom) -> None:
    """A claim alone is one file, named in subject and trailers."""
    act = newsroom.do(lambda desk: claims.open_check(desk, CLAIM))
    name = act.made[0].name
    commit = latest(newsroom)

    assert commit.files == {f"checks/2026/11/{name}/check.yaml": "A"}
    assert commit.subject == "Open check: Afrin lies under 20 miles from Turkey"
    assert commit.trailers == (("Factcheck-Op", "open"), ("Check", name))
    assert commit.author == "Anna Example"
    assert name.startswith("afrin-lies-under-20-miles-from-turkey-")


def test_what_is_known_besides_goes_into_files_of_its_own(newsroom: Newsroom) -> None:
    """Parts stay in the claim; work and appearance get their own files."""
    values = CLAIM | {"parts": [{"part": "a", "claim": "Afrin is near"}]}
    act = newsroom.do(
        lambda desk: claims.open_check(
            desk,
            values,
            work={"topics": ["syria"], "assignee": None},
            appearance={"url": "https://example.org/x", "title": "A Page"},
        )
    )
    check = newsroom.ledger.check(act.made[0].name)

    assert [made.kind for made in act.made] == ["check", "work", "appearance"]
    assert set(latest(newsroom).files) == {made.path for made in act.made}
    assert check.claim.record.parts[0].claim == "Afrin is near"
    assert check.work is not None
    assert check.work.record.topics == ("syria",)
    assert check.appearances[0].record.title == "A Page"
    assert check.appearances[0].slug == "a-page"


def test_work_without_a_value_makes_no_file(newsroom: Newsroom) -> None:
    """A mapping of absent values is no work."""
    act = newsroom.do(
        lambda desk: claims.open_check(desk, CLAIM, work={"assignee": None})
    )

    assert [made.kind for made in act.made] == ["check"]


def test_a_missing_field_is_named_and_nothing_is_written(newsroom: Newsroom) -> None:
    """A claim without its claimant is refused before anything happens."""
    before = number_of_commits(newsroom)
    with pytest.raises(BadRecordError, match="claimant is missing"):
        newsroom.do(
            lambda desk: claims.open_check(desk, {"claim": "X", "said_on": "2020"})
        )

    assert number_of_commits(newsroom) == before
    assert newsroom.git("status", "--porcelain") == ""


def test_a_long_claim_gives_a_subject_of_72_characters(newsroom: Newsroom) -> None:
    """The subject is cut for ``git log``; the record keeps the whole."""
    claim = "word " * 60
    newsroom.open(claim)
    subject = latest(newsroom).subject

    assert len(subject) <= 72
    assert subject.endswith("…")


def test_a_claim_with_line_breaks_and_trailers_in_it_is_refused(
    newsroom: Newsroom,
) -> None:
    """Foreign text cannot forge a trailer through the claim."""
    with pytest.raises(BadRecordError, match="one line"):
        newsroom.open("Yes\n\nCheck: forged")


def test_operations_join_into_one_commit(newsroom: Newsroom) -> None:
    """Several opened checks can be one commit that names them all."""
    desk = newsroom.desk()
    opened = [
        claims.open_check(desk, CLAIM | {"claim": f"Claim number {number}"})
        for number in (1, 2)
    ]
    desk.commit(joined(opened))
    commit = latest(newsroom)

    assert len(commit.files) == 2
    assert commit.subject == "Open check: Claim number 1, and 1 more"
    assert commit.trailers == (
        ("Factcheck-Op", "open"),
        *(("Check", one.made[0].name) for one in opened),
    )

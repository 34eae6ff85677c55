"""Opening a check, from values to a commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk import claims
from factcheck.desk.desk import joined
from factcheck.desk.evidence import link_evidence
from factcheck.desk.work import close
from factcheck.model import state
from factcheck.model.errors import BadRecordError, RefusedError, UsageError
from tests.desk.commits import latest, number_of_commits

if TYPE_CHECKING:
    from factcheck.desk.desk import Desk, Operation
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


def _edit(
    newsroom: Newsroom, check: str, *, because: str | None = None, **given: Any
) -> None:
    work = {key: given.pop(key) for key in [*given] if key in {"assignee", "due"}}

    def act(desk: Desk) -> Operation:
        found = desk.ledger.check(check)
        before = found.work.data if found.work else {"assignee": None, "due": None}
        return claims.edit_check(
            desk,
            found,
            claims.merged(found.claim.data, given),
            claims.merged(before, work),
            because=because,
        )

    newsroom.do(act)


def test_an_edit_changes_claim_and_work_in_one_commit(newsroom: Newsroom) -> None:
    """Who opened it stays; why it was edited is in the commit."""
    name = newsroom.open(work={"topics": ["moon"]})
    before = newsroom.ledger.check(name).claim.data
    _edit(
        newsroom,
        name,
        because="The transcript\nhas it.",
        said_on="2020-10-08",
        due="2026-12-01",
        **{"claimant.role": "poet"},
    )
    check = newsroom.ledger.check(name)

    assert check.claim.data == {
        **before,
        "said_on": "2020-10-08",
        "claimant": {**before["claimant"], "role": "poet"},
    }
    assert check.work is not None
    assert (check.work.data["due"], check.work.data["topics"]) == (
        "2026-12-01",
        ["moon"],
    )
    assert sorted(latest(newsroom).files.values()) == ["M", "M"]
    assert latest(newsroom).subject == "Edit moonlight-is-cold"
    assert "\n\nThe transcript\nhas it.\n\n" in newsroom.git("log", "-1", "--format=%B")


def test_an_edit_of_the_work_leaves_the_claim_and_the_closing(
    newsroom: Newsroom,
) -> None:
    """One file changes, and no verdict moves."""
    name = newsroom.open()
    newsroom.freeze(name)
    newsroom.do(
        lambda desk: close(
            desk, desk.ledger.check(name), "dropped", "A joke.", anyway=True
        )
    )
    _edit(newsroom, name, assignee="me")
    check = newsroom.ledger.check(name)

    assert check.work is not None
    assert check.work.data["assignee"] == "Anna Example"
    assert check.work.data["closed"]["why"] == "A joke."
    assert len(latest(newsroom).files) == 1
    assert state.standing(check).moved == ()


def test_what_is_material_moves_the_verdict(busy_newsroom: Newsroom) -> None:
    """A reach does not, the day does."""
    _edit(busy_newsroom, "moonlight", reach="A village")
    before = state.standing(busy_newsroom.ledger.check("moonlight")).moved
    _edit(busy_newsroom, "moonlight", said_on="2020-10-08")

    assert before == ()
    assert state.standing(busy_newsroom.ledger.check("moonlight")).moved == (
        "the claim changed",
    )


def test_a_part_with_evidence_does_not_go(newsroom: Newsroom) -> None:
    """The link would bear on nothing."""
    parts = [{"part": "a", "claim": "A"}, {"part": "b", "claim": "B"}]
    name = newsroom.open(parts=parts)
    newsroom.add(name, "Cold it is")
    newsroom.do(
        lambda desk: link_evidence(
            desk,
            desk.ledger.check(name),
            desk.ledger.evidence("cold").name,
            {"stance": "supports", "why": "So.", "part": "b"},
        )
    )
    with pytest.raises(RefusedError, match="linked to part b"):
        _edit(newsroom, name, parts=parts[:1])
    _edit(newsroom, name, parts=parts[1:])

    assert len(newsroom.ledger.check(name).claim.record.parts) == 1


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({}, UsageError, "nothing changes"),
        ({"claim": "a\nb"}, BadRecordError, "one line"),
        ({"said_on": None}, BadRecordError, "said_on is missing"),
        ({"nonsense": "x"}, UsageError, "no field 'nonsense'"),
        ({"claimant.nonsense": "x"}, UsageError, "no field 'claimant.nonsense'"),
        ({"due": "soon"}, BadRecordError, "'soon'"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(
    newsroom: Newsroom, given: dict[str, Any], error: type[Exception], says: str
) -> None:
    """And leaves everything as it is."""
    name = newsroom.open()
    before = number_of_commits(newsroom)
    with pytest.raises(error, match=says):
        _edit(newsroom, name, **given)

    assert number_of_commits(newsroom) == before

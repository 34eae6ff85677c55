"""Evidence: taken in, amended, linked, unlinked; what each does to a verdict."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk import evidence
from factcheck.desk.captures import capture_of
from factcheck.model import state
from factcheck.model.errors import (
    BadRecordError,
    NotFoundError,
    RefusedError,
    UsageError,
)
from tests.desk.commits import latest, number_of_commits

if TYPE_CHECKING:
    from factcheck.desk.desk import Operation
    from factcheck.model.state import Standing
    from tests.conftest import Newsroom

ENTRY: dict[str, Any] = {
    "source": {"publisher": "Reuters", "title": "Recruits"},
    "kind": "report",
    "says": "Two men told it",
}
LINK = {"stance": "supports", "why": "It says so."}
PARTS = [{"part": "a", "claim": "It is far"}, {"part": "b", "claim": "It is cold"}]


def _standing(newsroom: Newsroom, check: str = "moonlight") -> Standing:
    return state.standing(newsroom.ledger.check(check))


def _link(newsroom: Newsroom, check: str, entry: str, **link: Any) -> Operation:
    return newsroom.do(
        lambda desk: evidence.link_evidence(
            desk,
            desk.ledger.check(check),
            desk.ledger.evidence(entry).name,
            LINK | link,
        )
    )


def _unlink(
    newsroom: Newsroom, check: str, entry: str, part: str | None = None
) -> Operation:
    return newsroom.do(
        lambda desk: evidence.unlink_evidence(
            desk, desk.ledger.check(check), desk.ledger.evidence(entry), part=part
        )
    )


def _captured(newsroom: Newsroom, content: bytes) -> dict[str, Any]:
    capture = capture_of(newsroom.desk(), content, file_name="page.html")
    newsroom.do(
        lambda desk: evidence.add_evidence(
            desk, ENTRY | {"captures": [capture]}, captures=[content]
        )
    )
    return capture


def test_an_entry_alone_is_one_file(newsroom: Newsroom) -> None:
    """Evidence bears on nothing until it is linked."""
    act = newsroom.do(lambda desk: evidence.add_evidence(desk, ENTRY))
    name = act.made[0].name
    commit = latest(newsroom)

    assert commit.files == {f"evidence/2026/11/{name}.yaml": "A"}
    assert commit.subject == "Add evidence: Reuters, Recruits"
    assert commit.trailers == (("Factcheck-Op", "evidence-add"), ("Evidence", name))
    assert name.startswith("reuters-recruits-")


def test_an_entry_with_its_links_is_one_commit(busy_newsroom: Newsroom) -> None:
    """One command is one commit, also where it bears on two checks."""
    before = number_of_commits(busy_newsroom)
    act = busy_newsroom.do(
        lambda desk: evidence.add_and_link(
            desk,
            [desk.ledger.check("moonlight"), desk.ledger.check("sunlight")],
            ENTRY,
            LINK,
        )
    )
    commit = latest(busy_newsroom)

    assert number_of_commits(busy_newsroom) == before + 1
    assert [made.kind for made in act.made] == ["evidence", "link", "link"]
    assert set(commit.files) == {made.path for made in act.made}
    assert [key for key, _ in commit.trailers].count("Check") == 2


def test_a_capture_is_kept_outside_the_history(newsroom: Newsroom) -> None:
    """By default the bytes lie beside git, named by their hash."""
    capture = _captured(newsroom, b"<!doctype html><p>Hello")
    sha256 = hashlib.sha256(b"<!doctype html><p>Hello").hexdigest()
    file = newsroom.root / "captures" / "sha256" / sha256[:2] / sha256

    assert capture["sha256"] == sha256
    assert capture["size"] == 23
    assert capture["media_type"] == "text/html"
    assert file.read_bytes() == b"<!doctype html><p>Hello"
    assert list(latest(newsroom).files.values()) == ["A"]
    assert newsroom.git("status", "--porcelain") == ""


def test_a_capture_that_is_only_described_is_not_kept(newsroom: Newsroom) -> None:
    """A preview leaves no bytes behind."""
    capture_of(newsroom.desk(), b"x", file_name="a.txt")

    assert not (newsroom.root / "captures").exists()


def test_where_the_settings_say_so_captures_are_committed(newsroom: Newsroom) -> None:
    """``captures_in_git`` puts the bytes into the same commit."""
    settings = newsroom.root / "factcheck.yaml"
    settings.write_text(settings.read_text() + "captures_in_git: true\n")
    newsroom.save()
    capture = _captured(newsroom, b"bytes")
    sha256 = capture["sha256"]

    assert f"captures/sha256/{sha256[:2]}/{sha256}" in latest(newsroom).files


def test_a_change_of_substance_asks_for_a_recheck(busy_newsroom: Newsroom) -> None:
    """What the passage says is material: the verdict no longer rests on it."""
    busy_newsroom.amend("cold", says="It is quite far")
    name = busy_newsroom.ledger.evidence("cold").name

    assert latest(busy_newsroom).trailers[0] == ("Factcheck-Op", "evidence-amend")
    assert _standing(busy_newsroom).moved == (f"evidence {name} changed in substance",)


def test_a_withdrawn_entry_asks_for_a_recheck(busy_newsroom: Newsroom) -> None:
    """The reason says that it was withdrawn, not merely changed."""
    gone = {"since": "2026-11-23T09:00:00Z", "why": "The agency took it back."}
    busy_newsroom.amend("cold", withdrawn=gone)

    assert "was withdrawn" in _standing(busy_newsroom).moved[0]


@pytest.mark.parametrize(
    ("fields", "source"),
    [
        ({"note": "Read again"}, {}),
        ({"read": "whole"}, {}),
        ({}, {"title": "Another title"}),
        ({}, {"archived": "https://archive.example/1"}),
        ({"says": "Cold  it\nis"}, {}),
    ],
)
def test_a_change_beside_the_substance_asks_for_nothing(
    busy_newsroom: Newsroom, fields: dict[str, Any], source: dict[str, Any]
) -> None:
    """Notes, titles, archive links and rewrapped prose move no pin."""
    busy_newsroom.do(
        lambda desk: evidence.amend_evidence(
            desk, desk.ledger.evidence("cold"), fields, source
        )
    )

    assert _standing(busy_newsroom).moved == ()


def test_a_field_can_be_cleared(busy_newsroom: Newsroom) -> None:
    """A field of the entry or of its source loses its value."""
    busy_newsroom.amend("cold", note="x")
    busy_newsroom.do(
        lambda desk: evidence.amend_evidence(
            desk,
            desk.ledger.evidence("cold"),
            {},
            {},
            clear=("note", "source.url"),
        )
    )
    entry = busy_newsroom.ledger.evidence("cold").record

    assert entry.note is None
    assert entry.source.url is None


@pytest.mark.parametrize("field", ["nonsense", "source.nonsense", "link.why", "."])
def test_a_field_that_is_not_there_cannot_be_cleared(
    busy_newsroom: Newsroom, field: str
) -> None:
    """A misspelt field is an error, never silence."""
    with pytest.raises(UsageError, match="no field"):
        busy_newsroom.do(
            lambda desk: evidence.amend_evidence(
                desk, desk.ledger.evidence("cold"), {}, {}, clear=(field,)
            )
        )


def test_a_field_that_must_be_there_cannot_be_cleared(busy_newsroom: Newsroom) -> None:
    """The message names the file and the field."""
    with pytest.raises(BadRecordError, match=r"evidence/2026/11/.*says is missing"):
        busy_newsroom.do(
            lambda desk: evidence.amend_evidence(
                desk, desk.ledger.evidence("cold"), {}, {}, clear=("says",)
            )
        )


def test_amending_to_the_same_values_is_refused(busy_newsroom: Newsroom) -> None:
    """No commit that changes nothing."""
    with pytest.raises(UsageError, match="nothing changes"):
        busy_newsroom.amend("cold", says="Cold it is")


def test_why_something_was_amended_stands_in_the_commit(
    busy_newsroom: Newsroom,
) -> None:
    """As its body, between subject and trailers, without what a terminal obeys."""
    busy_newsroom.do(
        lambda desk: evidence.amend_evidence(
            *(desk, desk.ledger.evidence("cold"), {"note": "x"}, {}),
            because="Read it again.\n\nCheck: \x1b[31mnothing",
        )
    )
    body = busy_newsroom.git("log", "-1", "--format=%b").strip().split("\n\n")

    assert body[:2] == ["Read it again.", "Check: \ufffd[31mnothing"]
    assert latest(busy_newsroom).trailers[0] == ("Factcheck-Op", "evidence-amend")


def _amend_source(newsroom: Newsroom, *entries: str, **source: Any) -> Operation:
    return newsroom.do(
        lambda desk: evidence.amend_source(
            desk, [desk.ledger.evidence(name) for name in entries], source
        )
    )


def test_a_source_is_corrected_in_all_entries_in_one_commit(
    busy_newsroom: Newsroom,
) -> None:
    """Those in which nothing changes are left alone."""
    before = number_of_commits(busy_newsroom)
    _amend_source(busy_newsroom, "cold", publisher="The agency")
    _amend_source(busy_newsroom, "cold", "warm", publisher="The agency")
    commit = latest(busy_newsroom)
    names = [busy_newsroom.ledger.evidence(name).name for name in ("cold", "warm")]

    assert number_of_commits(busy_newsroom) == before + 2
    assert list(commit.files.values()) == ["M"]
    assert ("Evidence", names[1]) in commit.trailers
    for name in names:
        entry = busy_newsroom.ledger.evidence(name).record
        assert entry.source.publisher == "The agency"
    assert len(_standing(busy_newsroom).moved) == 2
    with pytest.raises(UsageError, match="nothing changes"):
        _amend_source(busy_newsroom, "cold", "warm", publisher="The agency")


def test_withdrawing_says_since_when_why_and_by_whom(busy_newsroom: Newsroom) -> None:
    """A second time it is refused, and the way back named."""

    def withdraw() -> Operation:
        return busy_newsroom.do(
            lambda desk: evidence.withdraw_evidence(
                desk, desk.ledger.evidence("cold"), "A forgery."
            )
        )

    withdraw()
    gone = busy_newsroom.ledger.evidence("cold").record.withdrawn
    commit = latest(busy_newsroom)

    assert gone is not None
    assert (gone.why, gone.by) == ("A forgery.", "Anna Example")
    assert gone.since.startswith("2026-11-23T10:0")
    assert commit.trailers[0] == ("Factcheck-Op", "evidence-withdraw")
    assert "was withdrawn" in _standing(busy_newsroom).moved[0]
    with pytest.raises(RefusedError, match="--clear withdrawn"):
        withdraw()


def test_linking_again_changes_the_stance(busy_newsroom: Newsroom) -> None:
    """The link stays one file; the verdict learns that the stance changed."""
    name = busy_newsroom.ledger.evidence("cold").name
    _link(busy_newsroom, "moonlight", "cold", stance="context")
    links = busy_newsroom.ledger.check("moonlight").links

    assert list(latest(busy_newsroom).files.values()) == ["M"]
    assert len(links) == 2
    assert _standing(busy_newsroom).moved == (
        f"the stance of {name} changed from supports to context",
    )


def test_a_link_after_the_verdict_asks_for_a_recheck(busy_newsroom: Newsroom) -> None:
    """Something new arrived that the verdict did not weigh."""
    name = busy_newsroom.add("moonlight", "It is at arm's length", "refutes")

    assert _standing(busy_newsroom).moved == (
        f"evidence {name} was linked after the verdict",
    )


def test_unlinking_keeps_the_entry_and_asks_for_a_recheck(
    busy_newsroom: Newsroom,
) -> None:
    """The link's file goes, the evidence stays."""
    entry = busy_newsroom.ledger.evidence("cold").name
    check = busy_newsroom.ledger.check("moonlight").name
    act = _unlink(busy_newsroom, "moonlight", "cold")
    commit = latest(busy_newsroom)

    assert commit.files == {act.made[0].path: "D"}
    assert commit.trailers == (
        ("Factcheck-Op", "unlink"),
        ("Check", check),
        ("Evidence", entry),
    )
    assert busy_newsroom.ledger.evidence(entry).name == entry
    assert _standing(busy_newsroom).moved == (f"evidence {entry} was unlinked",)


def test_what_is_not_linked_cannot_be_unlinked(busy_newsroom: Newsroom) -> None:
    """The message names entry and check."""
    with pytest.raises(NotFoundError, match=r"cold-.* is not linked to sunlight-"):
        _unlink(busy_newsroom, "sunlight", "cold")


def test_parts_are_linked_and_unlinked_by_letter(newsroom: Newsroom) -> None:
    """The same entry can bear on two parts; unlinking asks which is meant."""
    check = newsroom.open("It is far and cold", parts=PARTS)
    entry = newsroom.do(lambda desk: evidence.add_evidence(desk, ENTRY)).made[0].name
    for part in ("a", "b"):
        _link(newsroom, check, entry, part=part)
    with pytest.raises(UsageError, match="parts a, b"):
        _unlink(newsroom, check, entry)
    _unlink(newsroom, check, entry, part="a")
    links = newsroom.ledger.check(check).links

    assert [link.record.part for link in links] == ["b"]
    with pytest.raises(NotFoundError, match="part a"):
        _unlink(newsroom, check, entry, part="a")


@pytest.mark.parametrize(
    ("check", "says"), [("sunlight", "it has no parts"), ("compound", "it has a, b")]
)
def test_a_part_that_the_claim_lacks_is_refused(
    busy_newsroom: Newsroom, check: str, says: str
) -> None:
    """The message says which parts there are."""
    busy_newsroom.open("Compound of far and cold", parts=PARTS)
    with pytest.raises(BadRecordError, match=says):
        _link(busy_newsroom, check, "cold", part="z")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"stance": "maybe"}, "stance is 'maybe'"), ({"why": ""}, "why: is empty")],
)
def test_a_link_needs_a_stance_and_a_reason(
    busy_newsroom: Newsroom, wrong: dict[str, str], says: str
) -> None:
    """A wrong value is named with its field."""
    with pytest.raises(BadRecordError, match=says):
        _link(busy_newsroom, "sunlight", "cold", **wrong)

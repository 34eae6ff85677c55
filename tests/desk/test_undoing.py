"""Undo: every operation of a day's work, taken back where nothing rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk import evidence, verdicts
from factcheck.desk.captures import capture_of
from factcheck.desk.undoing import operation_meant, rested_on_elsewhere, undo
from factcheck.desk.views import save_view
from factcheck.ledger.cache.reading import read_record
from factcheck.model.errors import NotFoundError, RefusedError, UsageError
from factcheck.model.kinds import KINDS
from factcheck.model.resting import resting
from factcheck.review.verify import verify
from tests.conftest import ANNA, BO, Newsroom
from tests.desk.commits import latest

if TYPE_CHECKING:
    from collections.abc import Callable

    from factcheck.desk.desk import Operation
    from factcheck.ledger.git.repository import Identity


def _undo(newsroom: Newsroom, text: str = "last", who: Identity = ANNA) -> Operation:
    def act(desk: Any) -> Operation:
        return undo(desk, operation_meant(desk, text))

    return newsroom.do(act, who)


def _tree(newsroom: Newsroom) -> str:
    return newsroom.git("rev-parse", "HEAD^{tree}")


def _log(newsroom: Newsroom) -> dict[str, str]:
    """Give the commits by their subject."""
    rows = newsroom.git("log", "--format=%s%x09%H").splitlines()
    return dict(row.split("\t") for row in rows)


@pytest.fixture
def day(busy_newsroom: Newsroom) -> Newsroom:
    """Give the work of a day: a verdict, then more on the same check and another."""
    room = busy_newsroom
    room.amend("cold", note="Read again")
    room.add("sunlight", "Hot it is")
    room.draft("sunlight", text="Yes [@hot].", summary="S.")
    room.do(lambda desk: save_view(desk, "mine", {"stage": ["open"]}))
    check = "sunlight"
    room.do(lambda desk: verdicts.freeze(desk, desk.ledger.check(check), {}))
    room.do(
        lambda desk: verdicts.review(
            desk, desk.ledger.check(check), "request changes", "Name the court."
        ),
        BO,
    )
    room.open("Starlight is old")
    return room


def test_each_operation_is_refused_or_taken_back_and_had_again(day: Newsroom) -> None:
    """After each undo the ledger holds; undoing the undo gives the very same files."""
    refused = []
    base = day.git("rev-parse", "HEAD").strip()
    for subject, commit in _log(day).items():
        before = _tree(day)
        try:
            _undo(day, commit)
        except RefusedError as error:
            refused.append((subject, str(error)))
            assert _tree(day) == before
            continue
        result = verify(day.ledger, base=base)
        assert result.holds, (subject, result.findings)
        assert {one.code for one in result.findings} <= {"undone"}
        assert _tree(day) != before
        _undo(day, "HEAD")
        assert _tree(day) == before, subject
        assert verify(day.ledger, base=base).findings == ()

    found = {
        ("Give verdict on sunlight-is-warm", "rests on the verdict true-"),
        ("Draft the verdict on sunlight-is-warm", "is left to undo"),
        ("Add evidence: Reuters, Hot it is (supports)", "the verdict true-"),
        ("Open check: Sunlight is warm", "lies in the check sunlight-is-warm"),
        ("Give verdict on moonlight-is-cold", "the review approve-"),
        ("Draft the verdict on moonlight-is-cold", "is left to undo"),
        ("Add evidence: Reuters, Warm it is (refutes)", "the verdict true-"),
        ("Add evidence: Reuters, Cold it is (supports)", "was changed since by"),
        ("Open check: Moonlight is cold", "lies in the check moonlight-is-cold"),
        ("Begin the ledger of Example Desk", "factcheck.yaml was changed since by"),
    }

    assert len(refused) == len(found)
    for subject, why in found:
        assert any(one.startswith(subject) and why in said for one, said in refused)


def test_what_a_verdict_pins_is_not_taken_back(day: Newsroom) -> None:
    """The entry came with its link in one operation; the verdict came after it."""
    commit = _log(day)["Add evidence: Reuters, Hot it is (supports)"]
    with pytest.raises(RefusedError) as error:
        _undo(day, commit)

    assert "the verdict true-" in str(error.value)
    assert "hot-it-is-" in str(error.value)


def test_a_commit_says_what_it_undoes(day: Newsroom) -> None:
    """Subject and trailers; the same files the other way round."""
    commit = day.git("rev-parse", "HEAD").strip()
    check = day.ledger.check("starlight").name
    _undo(day)
    taken = latest(day)

    assert taken.subject == "Undo: Open check: Starlight is old"
    assert taken.trailers == (
        ("Factcheck-Op", "undo"),
        ("Undoes", commit),
        ("Check", check),
    )
    assert set(taken.files.values()) == {"D"}

    undone = day.git("rev-parse", "HEAD").strip()
    _undo(day, "HEAD")

    assert latest(day).subject == "Redo: Open check: Starlight is old"
    assert ("Undoes", undone) in latest(day).trailers

    _undo(day, "HEAD")

    assert latest(day).subject == "Undo: Open check: Starlight is old"


def test_undo_goes_back_step_by_step(day: Newsroom) -> None:
    """The last of one's own that stands: neither an undo nor what was undone."""
    _undo(day)
    subjects = [operation_meant(day.desk(who), "last").subject for who in (ANNA, BO)]

    assert subjects == [
        "Give verdict on sunlight-is-warm: true",
        "Request changes on sunlight-is-warm",
    ]

    _undo(day, who=BO)
    _undo(day)

    assert operation_meant(day.desk(), "last").subject == "Save view mine"


def test_an_undo_that_was_undone_leaves_the_operation_standing(day: Newsroom) -> None:
    """It is the last one again."""
    _undo(day)
    _undo(day, "HEAD")

    assert operation_meant(day.desk(), "last").subject.startswith("Open check: Star")


def test_the_same_is_not_taken_back_twice(day: Newsroom) -> None:
    """Nothing of it is left."""
    commit = day.git("rev-parse", "HEAD").strip()
    _undo(day)
    with pytest.raises(RefusedError, match="is left to undo"):
        _undo(day, commit)


def test_what_was_made_by_hand_is_taken_back_alike(day: Newsroom) -> None:
    """Also files that are no records; trailers of others are not taken over."""
    entry = day.root / day.ledger.evidence("warm").path
    entry.write_text(entry.read_text() + "note: by hand\n")
    (day.root / "README.md").write_text("Hello\n")
    before = _tree(day)
    day.git("commit", "-qam", "By hand\n\nSigned-off-by: Bo <bo@example.org>")
    _undo(day)

    assert latest(day).subject == "Undo: By hand"
    assert [key for key, _ in latest(day).trailers] == ["Factcheck-Op", "Undoes"]
    assert _tree(day) == before


def _edit(newsroom: Newsroom) -> None:
    path = newsroom.root / newsroom.ledger.evidence("cold").path
    path.write_text(path.read_text() + "note: mine\n")


def _amend(newsroom: Newsroom) -> None:
    newsroom.amend("cold", note="Another")


@pytest.mark.parametrize(
    ("meanwhile", "reason"),
    [(_edit, "changes that are not committed"), (_amend, "changed since by 'Amend")],
)
def test_a_file_that_changed_since_is_left_alone(
    busy_newsroom: Newsroom, meanwhile: Callable[[Newsroom], None], reason: str
) -> None:
    """Whether in the working tree or by a later operation."""
    busy_newsroom.amend("cold", origin="The ministry")
    commit = busy_newsroom.git("rev-parse", "HEAD").strip()
    meanwhile(busy_newsroom)
    state = busy_newsroom.git("status", "--porcelain"), _tree(busy_newsroom)
    with pytest.raises(RefusedError, match=reason):
        _undo(busy_newsroom, commit)

    assert state == (busy_newsroom.git("status", "--porcelain"), _tree(busy_newsroom))


def test_what_cannot_be_read_does_not_come_back(busy_newsroom: Newsroom) -> None:
    """A mend by hand is not undone."""
    path = busy_newsroom.root / busy_newsroom.ledger.evidence("warm").path
    good = path.read_text()
    path.write_text(good.replace("kind: report", "kind: rumour"))
    busy_newsroom.git("commit", "-qam", "Break it")
    path.write_text(good)
    busy_newsroom.git("commit", "-qam", "Mend it")
    with pytest.raises(RefusedError, match=r"would come back cannot be read: .*rumour"):
        _undo(busy_newsroom)


def test_a_merge_is_not_one_operation(busy_newsroom: Newsroom) -> None:
    """What it joined is undone one by one."""
    room = busy_newsroom
    room.git("checkout", "-qb", "side")
    room.open("On the side")
    room.git("checkout", "-q", "main")
    room.open("On main")
    room.git("merge", "-q", "--no-edit", "side")
    with pytest.raises(RefusedError, match="is a merge"):
        _undo(room, "HEAD")
    _undo(room, "side")

    assert latest(room).subject == "Undo: Open check: On the side"


def test_a_commit_of_another_branch_is_not_undone_here(busy_newsroom: Newsroom) -> None:
    """Nor one that touched nothing here, nor none at all."""
    room = busy_newsroom
    room.git("checkout", "-qb", "side")
    room.open("On the side")
    room.git("checkout", "-q", "main")
    with pytest.raises(NotFoundError, match="not in the history of this branch"):
        _undo(room, "side")
    with pytest.raises(NotFoundError, match="names no commit"):
        _undo(room, "--all")
    room.git("commit", "-q", "--allow-empty", "-m", "Nothing")
    with pytest.raises(UsageError, match="changed nothing"):
        _undo(room, "HEAD")


def test_who_did_nothing_has_nothing_to_undo(newsroom: Newsroom) -> None:
    """It is said whose operations there are to look at."""
    with pytest.raises(NotFoundError, match="no operation of Bo Example is left"):
        _undo(newsroom, who=BO)


def test_captures_stay(busy_newsroom: Newsroom) -> None:
    """The bytes of a source are not taken back: somebody else may name them."""
    room = busy_newsroom
    desk = room.desk()
    content = b"<p>It is so</p>"
    capture = capture_of(desk, content, file_name="a.html")
    values: dict[str, Any] = {"source": {"publisher": "P"}, "captures": [capture]}
    values |= {"kind": "report", "says": "S"}
    desk.commit(evidence.add_evidence(desk, values, captures=[content]))
    _undo(room)

    assert list((room.root / "captures").glob("*/*/*"))
    assert verify(room.ledger).holds


def test_what_rests_on_it_on_another_branch_is_named(busy_newsroom: Newsroom) -> None:
    """Bo approves on a branch what Anna takes back on hers; no merge would conflict."""
    room = busy_newsroom
    room.freeze("sunlight")
    given = room.git("rev-parse", "HEAD").strip()
    room.git("switch", "-qc", "bo/sun")
    room.approve("sunlight")
    room.git("switch", "-q", "main")
    desk = room.desk()
    (found,) = rested_on_elsewhere(desk, operation_meant(desk, given))

    assert found.startswith("on branch bo/sun, the review approve-")
    assert _undo(room).message.subject.startswith("Undo: Give verdict")


def test_the_neighbours_are_all_that_matters(day: Newsroom) -> None:
    """What would stand in the way is found among them as among all records."""
    desk = day.desk()
    every = {one.path: one for one in desk.ledger.of_kind(*KINDS)}
    fewer = 0
    for commit in day.git("log", "--format=%H", "-n", "9").split():
        changed = desk.ledger.changed_by(commit)
        coming = {
            one.path: record
            for one in changed
            if one.before and (record := read_record(one.path, one.before))
        }
        near = desk.ledger.neighbours([one.path for one in changed], coming.values())
        gone = {one.path for one in changed}
        found = [
            resting(
                now.values(),
                ({k: v for k, v in now.items() if k not in gone} | coming).values(),
            )
            for now in (near, every)
        ]
        fewer += len(near) < len(every)

        assert found[0] == found[1]
        assert near.items() <= every.items()
    assert fewer > 4

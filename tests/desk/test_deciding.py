"""Deciding on matches: what is kept, what appears, what is taken back, who counts."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk.appearances import add_appearance
from factcheck.desk.deciding import Choice, decide
from factcheck.desk.decisions import Decisions
from factcheck.desk.proposals import Proposal, ReadArticle
from factcheck.desk.timelines import timelines
from factcheck.desk.undoing import operation_meant, undo
from factcheck.model.errors import NotFoundError, RefusedError
from factcheck.review.verify import verify
from tests.conftest import ANNA, BO, Newsroom

if TYPE_CHECKING:
    from pathlib import Path

    from factcheck.desk.deciding import Deciding
    from factcheck.desk.decisions import Decision
    from factcheck.ledger.git.repository import Identity
    from factcheck.model.evidence import Appearance

URL = "https://paper.example/a"
PAPER = ReadArticle(
    "ab" * 32, "a.html", URL, title="The moon", publisher="The Paper", published="2021"
)
WIRE = ReadArticle("cd" * 32, "wire/moon.txt")
WORDS = "Moonlight is cold."


def _choice(
    newsroom: Newsroom, decision: Decision, words: str = WORDS, **given: Any
) -> Choice:
    note, check = given.pop("note", None), given.pop("check", "moonlight")
    name = newsroom.ledger.check(check).name
    values: dict[str, Any] = {
        "article": PAPER,
        "score": 0.93,
        "model": "words-1",
    } | given
    return Choice(Proposal(sentence=words, check=name, **values), decision, note)


def _decide(
    newsroom: Newsroom, *choices: Choice, who: Identity = ANNA
) -> tuple[Deciding, str]:
    """Decide at a new desk; give what it came to, and the subject of its commit."""
    desk = newsroom.desk(who)
    done = decide(desk, choices)
    if done.operation:
        desk.commit(done.operation)
    return done, newsroom.git("log", "-1", "--format=%s").strip()


def _appearances(newsroom: Newsroom, check: str = "moonlight") -> list[Appearance]:
    return [one.record for one in newsroom.ledger.check(check).appearances]


def _readings(newsroom: Newsroom) -> list[Any]:
    return [one.record for one in newsroom.ledger.of_kind("article")]


def _holds(newsroom: Newsroom) -> bool:
    result = verify(newsroom.ledger)
    return result.holds and not result.findings


def test_one_session_is_one_commit_with_the_reading_and_what_appeared(
    busy_newsroom: Newsroom,
) -> None:
    """The record holds each decision; what is the same has appeared there."""
    room = busy_newsroom
    other = _choice(room, "different", "Sunlight is hot.", check="sunlight", note="Hot")
    before = room.git("rev-list", "--count", "HEAD")
    _, subject = _decide(room, _choice(room, "same"), other)
    (reading,) = _readings(room)
    (seen,) = _appearances(room)

    assert int(room.git("rev-list", "--count", "HEAD")) == int(before) + 1
    assert subject == "Decide 2 matches (1 same, 1 different) in The moon"
    assert (reading.url, reading.title, reading.added_by) == (
        URL,
        "The moon",
        "Anna Example",
    )
    assert [(one.decision, one.score, one.note) for one in reading.sentences] == [
        ("same", "0.93", None),
        ("different", "0.93", "Hot"),
    ]
    assert (seen.url, seen.who, seen.published, seen.quote) == (
        URL,
        "The Paper",
        "2021",
        WORDS,
    )
    assert seen.article is not None
    assert _appearances(room, "sunlight") == []
    assert _holds(room)


def test_a_later_session_adds_to_the_same_record(busy_newsroom: Newsroom) -> None:
    """Also where the page has other bytes by now; another person makes one more."""
    room = busy_newsroom
    again = ReadArticle("ef" * 32, "b.html", "http://www.paper.example/a?utm_source=x")
    _decide(room, _choice(room, "same"))
    _decide(room, _choice(room, "same", "The moon does not warm.", article=again))
    _decide(room, _choice(room, "different", "The moon is far."), who=BO)
    annas, bos = sorted(_readings(room), key=lambda one: str(one.added_by))

    assert (annas.url, annas.title, annas.sha256) == (URL, "The moon", "ef" * 32)
    assert [one.sentence for one in annas.sentences] == [
        WORDS,
        "The moon does not warm.",
    ]
    assert [one.sentence for one in bos.sentences] == ["The moon is far."]
    assert len(_appearances(room)) == 1
    assert _holds(room)


def test_a_decision_holds_for_the_same_words_in_any_article(
    busy_newsroom: Newsroom,
) -> None:
    """Spaces and case apart; for this check alone."""
    room = busy_newsroom
    _decide(room, _choice(room, "different"))
    decisions = Decisions.of(room.ledger)
    check = room.ledger.check("moonlight").name
    found = decisions.on("MOONLIGHT  is\ncold.", check)

    assert found is not None
    assert (found.decision, found.decided_by) == ("different", "Anna Example")
    assert decisions.on(WORDS, room.ledger.check("sunlight").name) is None
    assert decisions.on("Moonlight is not cold.", check) is None
    assert decisions.is_on_article(WORDS, check, PAPER.key)
    assert not decisions.is_on_article(WORDS, check, WIRE.key)


def test_an_article_that_was_read_is_known_at_once(busy_newsroom: Newsroom) -> None:
    """By its address in any form, an archive's too, or by its bytes."""
    room = busy_newsroom
    _decide(room, _choice(room, "same"), _choice(room, "different", check="sunlight"))
    _decide(room, _choice(room, "different", article=WIRE), who=BO)
    decisions = Decisions.of(room.ledger)
    said = "read on 23 November 2026 by Anna Example: 1 same, 1 different"
    for known in (URL, "http://paper.example/a#top", "ab" * 32):
        (reading,) = decisions.article(None, known)

        assert reading.in_words() == said
    copy = f"https://web.archive.org/web/2020/{URL}"
    assert [one.who for one in decisions.article(copy, "cd" * 32)] == [
        "Anna Example",
        "Bo Example",
    ]
    assert decisions.article("https://paper.example/b", None) == ()


def test_deciding_otherwise_takes_the_appearance_back(busy_newsroom: Newsroom) -> None:
    """The newer decision counts, the older is in the history; undo has it back."""
    room = busy_newsroom
    _decide(room, _choice(room, "same"))
    done, subject = _decide(room, _choice(room, "different"))

    assert subject == "Decide different: moonlight-is-cold in The moon"
    assert "is taken back" in done.told[0]
    assert _appearances(room) == []
    assert [one.decision for one in _readings(room)[0].sentences] == ["different"]
    assert _holds(room)

    room.do(lambda desk: undo(desk, operation_meant(desk, "last")))

    assert len(_appearances(room)) == 1
    assert [one.decision for one in _readings(room)[0].sentences] == ["same"]


def test_undo_goes_back_through_decisions_step_by_step(
    busy_newsroom: Newsroom,
) -> None:
    """Each step leaves a ledger that holds; an older one is not taken from under."""
    room = busy_newsroom
    trees = []
    decisions: tuple[Decision, ...] = ("same", "different")
    for decision in decisions:
        trees.append(room.git("rev-parse", "HEAD^{tree}"))
        _decide(room, _choice(room, decision))
    with pytest.raises(RefusedError, match="undo that first"):
        room.do(lambda desk: undo(desk, operation_meant(desk, "HEAD~1")))
    for tree in reversed(trees):
        room.do(lambda desk: undo(desk, operation_meant(desk, "last")))

        assert room.git("rev-parse", "HEAD^{tree}") == tree
        assert verify(room.ledger).holds


def test_another_person_may_decide_otherwise(busy_newsroom: Newsroom) -> None:
    """Each record keeps what its reader said; the newest counts."""
    room = busy_newsroom
    check = room.ledger.check("moonlight").name
    _decide(room, _choice(room, "same"))
    _decide(room, _choice(room, "different", article=WIRE), who=BO)
    counts = Decisions.of(room.ledger).on(WORDS, check)

    assert counts is not None
    assert (counts.decision, counts.decided_by) == ("different", "Bo Example")
    assert sorted(row.decision for one in _readings(room) for row in one.sentences) == [
        "different",
        "same",
    ]
    assert _appearances(room) == []

    _decide(room, _choice(room, "same"))

    assert len(_appearances(room)) == 1


def test_a_second_sentence_takes_the_place_of_the_first(
    busy_newsroom: Newsroom,
) -> None:
    """One appearance an article; it quotes a sentence that is the same."""
    room = busy_newsroom
    second = "The light of the moon is cold."
    _decide(room, _choice(room, "same"), _choice(room, "same", second))

    assert [one.quote for one in _appearances(room)] == [WORDS]

    _decide(room, _choice(room, "different"))

    assert [one.quote for one in _appearances(room)] == [second]

    _decide(room, _choice(room, "different", second))

    assert _appearances(room) == []


def test_what_more_is_known_of_an_appearance_is_not_lost(
    busy_newsroom: Newsroom,
) -> None:
    """It is refused, and nothing is written."""
    room = busy_newsroom
    _decide(room, _choice(room, "same"))
    file = next(room.root.glob("checks/*/*/*/appearance-*.yaml"))
    text = file.read_text()
    file.write_text(text.replace("article:", "reach: 20,000 views\narticle:"))
    room.save()
    before = room.git("rev-parse", "HEAD")

    with pytest.raises(RefusedError, match=r"holds more than .* \(reach\): delete it"):
        _decide(room, _choice(room, "different"))
    assert room.git("rev-parse", "HEAD") == before


def test_an_appearance_at_the_address_is_not_made_twice(
    busy_newsroom: Newsroom,
) -> None:
    """One put down by hand is told, and stays whatever is decided later."""
    room = busy_newsroom
    given = {"url": URL + "?utm_source=x", "quote": WORDS}
    room.do(lambda desk: add_appearance(desk, desk.ledger.check("moonlight"), given))
    done, _ = _decide(room, _choice(room, "same"))

    assert "is of this article already" in done.told[0]
    assert len(_readings(room)[0].sentences) == 1

    _decide(room, _choice(room, "different"))

    assert len(_appearances(room)) == 1


def test_the_same_decision_again_is_no_commit(busy_newsroom: Newsroom) -> None:
    """A new reason is; and so is a decision against a newer one."""
    room = busy_newsroom
    _decide(room, _choice(room, "same"))

    assert _decide(room, _choice(room, "same"))[0].operation is None
    assert _decide(room, _choice(room, "same", note="Word for word"))[0].operation
    _decide(room, _choice(room, "different"), who=BO)
    assert _decide(room, _choice(room, "same"))[0].operation


def test_an_article_without_address_is_known_by_its_bytes(
    busy_newsroom: Newsroom,
) -> None:
    """Its file name stands for a title that it lacks; one appearance is enough."""
    room = busy_newsroom
    _decide(room, _choice(room, "same", article=WIRE))
    _decide(room, _choice(room, "same", "It is cold, the moon.", article=WIRE), who=BO)
    (seen,) = _appearances(room)

    assert (seen.url, seen.title, seen.quote) == (None, "moon.txt", WORDS)
    assert len(_readings(room)) == 2
    assert _holds(room)


def test_a_clock_that_is_behind_is_no_way_to_decide(busy_newsroom: Newsroom) -> None:
    """The newest counts: a decision that could not count is refused."""
    room = busy_newsroom
    morning = room.moment
    room.moment = morning.replace(hour=18)
    _decide(room, _choice(room, "same"), who=BO)
    room.moment = morning

    with pytest.raises(RefusedError, match="set the clock right"):
        _decide(room, _choice(room, "different"))
    _decide(room, _choice(room, "same"))
    assert len(_readings(room)) == 2


def test_a_check_of_another_branch_is_not_decided_on(busy_newsroom: Newsroom) -> None:
    """What to do stands in the message; nothing is written."""
    room = busy_newsroom
    choice = _choice(room, "same")
    away = Proposal(PAPER, WORDS, "starlight-is-old-0123456789ab")

    with pytest.raises(NotFoundError, match="join the branch that has it"):
        _decide(room, choice, Choice(away, "same"))
    assert _readings(room) == []


def _clone(room: Newsroom, root: Path, seed: str) -> Newsroom:
    room.close()
    shutil.copytree(room.root, root)
    return Newsroom(root, seed=seed, moment=room.moment)


def test_two_clones_that_decide_on_one_article_merge_by_git_alone(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """No conflict; both are counted once, and an objection is told."""
    room = busy_newsroom
    other = _clone(room, tmp_path / "other", "other")
    later = other.moment.replace(hour=12)
    _decide(room, _choice(room, "same"))
    other.moment = later
    _decide(other, _choice(other, "same"), who=BO)
    _decide(other, _choice(other, "different", "Far.", check="sunlight"), who=BO)
    room.git("pull", "-q", "--no-rebase", "--no-edit", str(other.root), "main")
    (moments,) = timelines(room.ledger, [room.ledger.check("moonlight")])
    appeared = [one for one in moments if one.what == "appeared"]

    assert _holds(room)
    assert len(_appearances(room)) == 2
    assert [len(one.names) for one in appeared] == [2]
    assert [one.found and one.found.score for one in appeared] == ["0.93"]
    assert [one.who for one in Decisions.of(room.ledger).article(URL)] == [
        "Anna Example",
        "Bo Example",
    ]


def test_an_appearance_outlives_an_objection_of_a_clone_and_says_so(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """Bo did not have it to take back; the timeline names his decision."""
    room = busy_newsroom
    other = _clone(room, tmp_path / "other", "other")
    _decide(room, _choice(room, "same"))
    other.moment = other.moment.replace(hour=12)
    _decide(other, _choice(other, "different"), who=BO)
    room.git("pull", "-q", "--no-rebase", "--no-edit", str(other.root), "main")
    (moments,) = timelines(room.ledger, [room.ledger.check("moonlight")])
    (found,) = [one.found for one in moments if one.found]

    assert (found.how, found.by) == ("match", "Anna Example")
    assert found.objection == "Bo Example, 23 November 2026"
    room.moment = room.moment.replace(hour=13)
    _decide(room, _choice(room, "different"))
    assert _appearances(room) == []

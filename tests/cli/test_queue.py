"""The queue at the command line: every command that it prints can be typed."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from factcheck.desk import asking, mail, verdicts, work
from tests.cli.conftest import shell_of
from tests.conftest import BO, copy_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell
    from tests.conftest import Newsroom

ASKED_FOR = ("is missing", "no terminal to write on", "Nobody is there to ask")


def _everything(room: Newsroom) -> None:
    """Make something of every kind wait, for Anna who types."""
    room.amend("cold", says="Icy it is")  # moonlight needs a recheck
    starlight = room.open("Starlight is old", work={"assignee": "Anna Example"})
    ask = {"whom": "The ministry", "question": "Q?", "answer_by": "2026-11-23"}
    room.do(lambda desk: asking.ask(desk, desk.ledger.check(starlight), ask))
    late = {"assignee": "Anna Example", "due": "2026-11-20"}
    room.draft(room.open("Late light is blue", work=late))
    room.freeze(room.open("Lamplight is dim"), BO)
    sent_back = room.open("Firelight is red")
    room.freeze(sent_back)
    room.do(
        lambda desk: verdicts.review(
            desk, desk.ledger.check(sent_back), "request changes", "Name it."
        ),
        BO,
    )
    room.draft(room.open("Daylight is long"))
    done = room.open("Torchlight is hot")
    room.freeze(done)
    room.approve(done)
    room.do(
        lambda desk: work.assign(
            desk, desk.ledger.check(done), {"embargo": "2026-11-24T12:00:00Z"}
        )
    )
    room.do(lambda desk: mail.add_tip(desk, {"says": "Is it so?"}))
    wrong = {"says": "It is not."}
    room.do(lambda desk: mail.add_complaint(desk, desk.ledger.check(done), wrong))


@pytest.fixture
def full(busy_newsroom: Newsroom) -> Shell:
    """Give a shell in a ledger in which everything waits."""
    _everything(busy_newsroom)
    return shell_of(busy_newsroom)


def test_every_command_of_the_queue_can_be_typed(full: Shell, tmp_path: Path) -> None:
    """As it stands: it does its work, or asks for what only a person can say."""
    waiting = full.run("queue", "--json").data["waiting"]
    kinds = [one["kind"] for one in waiting]

    assert kinds == [
        *("answer overdue", "overdue", "embargo", "needs recheck"),
        *("changes requested", "review", "complaint", "assigned", "nobody's"),
        *("draft", "tip"),
    ]
    for number, one in enumerate(waiting):
        room = copy_of(full.root, tmp_path / str(number))
        program, *words = shlex.split(one["command"])
        done = shell_of(room).run(*words)
        room.close()

        assert program == "factcheck"
        assert done.code == 0 or any(asked in done.err for asked in ASKED_FOR), (
            one,
            done,
        )


def test_the_queue_in_a_pipe_is_a_line_each(full: Shell) -> None:
    """Grouped under headings with their number; the command comes last."""
    done = full.run("queue")
    rows = [line.split("\t") for line in done.out.splitlines() if "\t" in line]

    assert done.code == 0
    assert "\nWaits for review (1)\n" in done.out
    assert "Lamplight is dim\tgiven by Bo Example yesterday\tfactcheck appr" in done.out
    assert {len(row) for row in rows} == {3}
    assert all(row[2].startswith("factcheck ") for row in rows)


def test_whose_queue_it_is_can_be_said(full: Shell) -> None:
    """Bo reviews what Anna wrote, and everybody sees all."""
    of_bo = full.run("queue", "--for", "bo example", "--json").data
    of_all = full.run("queue", "--all", "--json").data
    reviews = {one["name"][:5] for one in of_bo["waiting"] if one["kind"] == "review"}

    assert (of_bo["who"], of_all["who"]) == ("bo example", None)
    assert reviews == set()
    assert len(of_all["waiting"]) > len(of_bo["waiting"])
    assert full.run("queue", "--all", "--for", "Bo").code == 2


def test_an_empty_queue_says_so(shell: Shell) -> None:
    """And is no error; what is nobody's would be there."""
    shell.newsroom.do(
        lambda desk: work.assign(
            desk, desk.ledger.check("sunlight"), {"assignee": "Cy"}
        )
    )
    done = shell.run("queue")

    assert (done.code, done.out) == (0, "")
    assert done.err == "Nothing waits for Anna Example.\n"


def test_days_ahead_can_be_said(shell: Shell) -> None:
    """What is due later than that does not wait yet."""
    ask = {"whom": "S", "question": "Q?", "answer_by": "2026-12-01"}
    shell.newsroom.do(lambda desk: asking.ask(desk, desk.ledger.check("sunlight"), ask))

    assert "Answers due" not in shell.run("queue").out
    assert "Answers due" in shell.run("queue", "--days", "7").out
    assert "Answers due" in shell.run("queue", "--days", "36525").out
    assert shell.run("queue", "--days", "-1").code == 2


def test_what_waits_on_a_branch_is_shown_with_how_to_look(shell: Shell) -> None:
    """Bo's verdict is on a branch; a bad record there is a note and no error."""
    room = shell.newsroom
    room.git("checkout", "-qb", "bo/sun")
    bad = room.root / "evidence/2026/11/bad-0123456789ab.yaml"
    bad.write_text("kind: rumour\n")
    room.git("add", "-A")
    room.git("commit", "-qm", "Bad")
    room.freeze("sunlight", BO)  # the tip of the branch is of a day ago
    room.git("checkout", "-q", "main")
    done = shell.run("queue", "--json")
    (found,) = [one for one in done.data["waiting"] if one["branch"]]

    assert done.code == 0
    assert "on branch bo/sun: evidence/2026/11/bad-0123456789ab.yaml:1:" in done.err
    assert "error:" not in done.err
    assert (found["kind"], found["branch"]) == ("review", "bo/sun")
    assert ", on branch bo/sun\tfactcheck show " in shell.run("queue").out

    shown = shell.run(*shlex.split(found["command"])[1:])

    assert "Sunlight is warm" in shown.out
    assert "in review" in shown.out
    assert [one["kind"] for one in done.data["waiting"]] == ["review"]

    alone = shell.run("queue", "--no-branches", "--json").data["waiting"]

    assert [(one["kind"], one["branch"]) for one in alone] == [("nobody's", None)]

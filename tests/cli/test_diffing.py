"""The door diff: as read in a pipe, as data, and what it takes for a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

LONG = "It is said that the light of the moon makes no thermometer rise by a degree"


def test_what_changed_is_told_by_check(shell: Shell) -> None:
    """The record, its fields word by word, and the verdict to look at again."""
    room = shell.newsroom
    room.amend("cold", says=LONG)
    room.amend("cold", says=LONG.replace("a degree", "a tenth of a degree"))
    first = shell.run("diff", "HEAD~2..HEAD~1", "moonlight")
    second = shell.run("diff", "HEAD~1..")
    name = room.path("moonlight").name

    assert first.code == second.code == 0
    lines = first.out.splitlines()
    assert lines[0] == name
    assert lines[1] == "  Moonlight is cold"
    assert lines[2].startswith("  needs a recheck: evidence cold-it-is-")
    assert lines[2].endswith("changed in substance")
    assert lines[4] == f"    says: [-Cold it is-] {{+{LONG}+}} (moves pins)"
    assert "[-degree-]" not in second.out
    assert "rise by a {+tenth of a+} degree (moves pins)" in second.out
    assert "needs a recheck" not in second.out


def test_edits_are_shown_and_safe(shell: Shell) -> None:
    """Nothing asked: what is not committed, whatever it holds."""
    before = shell.run("diff")
    entry = shell.newsroom.path("warm")
    text = entry.read_text().replace("Warm it is", '"W\\e[31marm [bold]\\u202eit is"')
    entry.write_text(text)
    after = shell.run("diff")
    data = shell.run("diff", "--json").data
    (change,) = data["changes"]

    assert (before.code, before.out) == (0, "")
    assert "Nothing changed." in before.err
    assert "says: " in after.out
    assert not {"\x1b", "\u202e"} & set(after.out)
    assert data["schema"] == "factcheck.diff/1"
    assert data["head"] is None
    assert change["check"].startswith("moonlight")
    assert change["records"][0]["fields"][0]["field"] == "says"
    assert change["before"]["stage"] == change["after"]["stage"] == "approved"
    assert change["needs_recheck"]


def test_what_can_mean_two_things_is_asked_for(shell: Shell) -> None:
    """A word that names a commit and a record; a word that names neither."""
    shell.newsroom.git("branch", "moonlight")
    both = shell.run("diff", "moonlight")
    branch = shell.run("diff", "moonlight..HEAD")
    neither = shell.run("diff", "no-such-thing")
    gone = shell.run("diff", "HEAD~1..", "checks/2020")

    assert both.code == 2
    assert "can mean a commit and a record" in both.errors[0]
    assert branch.code == 0
    assert neither.code == 5
    assert gone.code == 0

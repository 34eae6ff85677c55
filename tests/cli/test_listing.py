"""List: saved views, parties, another time, wide and narrow screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factcheck.desk import work
from tests.cli.test_terminal_sessions import Terminal
from tests.terminal.payloads import OUR_STYLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

forks = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")
LATE = ("--flag", "overdue", "--assignee", "me")


def _claims(shell: Shell, *arguments: str) -> list[str]:
    done = shell.run("list", *arguments, "--json")

    assert done.code == 0, done
    return [one["claim"] for one in done.data["checks"]]


def test_a_view_is_saved_listed_used_and_deleted(shell: Shell) -> None:
    """Its filters are those that were given with it."""
    assert shell.run("list", "--views").err.startswith("No view is saved")

    saved = shell.run("list", "moon", "--stage", "approved", "--save-view", "moons")

    assert (saved.code, saved.out) == (0, "")
    assert "Save view moons" in saved.err
    assert _claims(shell, "--view", "moons") == ["Moonlight is cold"]
    assert shell.run("list", "--views").out == "moons\tmoon --stage approved\n"
    assert shell.run("list", "--views", "--json").data["views"][0]["name"] == "moons"

    deleted = shell.run("list", "--delete-view", "moons", "--yes")

    assert deleted.code == 0
    assert shell.run("list", "--view", "moons").code == 5
    assert shell.run("verify").code == 0


def test_filters_beside_a_view_take_the_place_of_its_own(shell: Shell) -> None:
    """Those of another kind are added."""
    shell.run("list", "--stage", "approved", "--save-view", "done")

    assert _claims(shell, "--view", "done", "--stage", "open") == ["Sunlight is warm"]
    assert _claims(shell, "--view", "done", "sun") == []


def test_me_in_a_view_is_who_looks(shell: Shell) -> None:
    """It is saved as the word, not as the name of who saved it."""
    me = {"assignee": "Anna Example", "due": "2026-11-01"}
    shell.newsroom.do(lambda desk: work.assign(desk, desk.ledger.check("sunlight"), me))
    shell.run("list", *LATE, "--save-view", "late")
    bo = shell.environment | {"GIT_AUTHOR_NAME": "Bo Example"}

    assert _claims(shell, "--view", "late") == ["Sunlight is warm"]
    assert "assignee: me" in (shell.root / "factcheck.yaml").read_text()

    shell.environment = bo

    assert _claims(shell, "--view", "late") == []


def test_changing_a_view_wants_a_yes(shell: Shell) -> None:
    """So does deleting one; what was not answered changed nothing."""
    shell.run("list", "--stage", "open", "--save-view", "mine")
    before = shell.state()
    change = ("list", "--stage", "closed", "--save-view", "mine")

    for command in (change, ("list", "--delete-view", "mine")):
        done = shell.run(*command)
        assert done.code == 8
        assert "--yes answers it" in done.err
        assert shell.run(*command, "--dry-run").code == 0
    assert shell.state() == before
    assert shell.run(*change, "--yes").code == 0
    assert shell.state() != before


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("--save-view", "all"), 2, "would show everything"),
        (("--stage", "oepn", "--save-view", "x"), 2, "--stage: 'oepn' is none of"),
        (("--stage", "open", "--save-view", "two words"), 3, "two words"),
        (("--delete-view", "none"), 5, "no view is called 'none'"),
        (("--view", "none"), 5, "no view is called 'none'"),
        (("--at", "nonsense"), 5, "nonsense"),
    ],
)
def test_what_makes_no_sense_is_refused(
    shell: Shell, arguments: tuple[str, ...], code: int, why: str
) -> None:
    """Nothing is written."""
    before = shell.state()
    done = shell.run("list", *arguments)

    assert done.code == code
    assert why in done.errors[0]
    assert shell.state() == before


def test_a_claimant_is_found_by_all_names(shell: Shell) -> None:
    """Those of the party, however they are written."""
    file = shell.root / "parties/2026/11/somebody-0123456789ab.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(
        "name: Somebody\nkind: person\nother_names:\n  - Élise Moreau\n"
        'added: "2026-11-23T08:00:00Z"\nadded_by: Anna\n'
    )
    shell.run("save")

    assert len(_claims(shell, "--claimant", "elise")) == 2
    assert len(_claims(shell, "--claimant", "SOMEBODY")) == 2
    assert _claims(shell, "--claimant", "nobody") == []


def test_the_list_of_another_time(shell: Shell) -> None:
    """As a commit or a day had it."""
    assert _claims(shell, "--at", "HEAD~1") == ["Moonlight is cold"]
    assert len(_claims(shell, "--at", "2026-11-24")) == 2
    assert "no day as 2026-11-22" in shell.run("list", "--at", "yesterday").err


def test_ids_are_as_long_as_they_must_be(shell: Shell) -> None:
    """Six characters at least, and each names its check; --ids gives them whole."""
    rows = [row.split("\t") for row in shell.run("list").out.splitlines()]

    assert [len(row[0]) for row in rows] == [6, 6]
    assert shell.run("show", *(row[0] for row in rows)).code == 0
    assert {len(one) for one in shell.run("list", "--ids").out.split()} == {12}
    assert shell.run("list", "--limit", "1").out == "\t".join(rows[0]) + "\n"


def _screen(terminal: Terminal, columns: int) -> str:
    code, drawn = terminal.run("list", COLUMNS=str(columns))
    shown = OUR_STYLES.sub("", drawn)

    assert code == 0
    assert all(len(line) <= columns for line in shown.splitlines())
    return shown


@forks
def test_a_wide_screen_shows_more_of_each_check(shell: Shell, tmp_path: Path) -> None:
    """Claimant, assignee and due; a narrow one the claim."""
    who = {"assignee": "Cy Example", "due": "2026-12-01"}
    shell.newsroom.do(
        lambda desk: work.assign(desk, desk.ledger.check("sunlight"), who)
    )
    terminal = Terminal(shell, tmp_path)
    narrow, wide = _screen(terminal, 80), _screen(terminal, 200)

    assert "Sunlight is warm" in narrow
    assert "Cy Example" not in narrow
    for word in ("Cy Example", "2026-12-01", "Somebody", "Sunlight is warm"):
        assert word in wide

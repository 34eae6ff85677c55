"""Focus: recent and open months in the working tree, all the rest in git."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from factcheck.desk import evidence
from factcheck.desk.focusing import Focus, focus, is_focused, planned, unfocus
from factcheck.model.errors import RefusedError, UsageError
from tests.conftest import Newsroom, git, make_newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = "2026-11-24T10:00:00Z"


@pytest.fixture(scope="module")
def old_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger of some years, in a folder of a repository with other files.

    It has an approved check of 2019, one of 2020 that is open and links evidence of
    2019, and one of November 2026.
    """
    top = tmp_path_factory.mktemp("old") / "repository"
    root = top / "the ledger"
    (top / "beside" / "inner").mkdir(parents=True)
    (top / "beside" / "inner" / "notes.txt").write_text("notes\n")
    room = make_newsroom(_repository(top) / root.name)
    room.moment = room.moment.replace(year=2019, month=3)
    done = room.open("Moonlight is cold")
    room.add(done, "Cold it is")
    room.freeze(done)
    room.approve(done)
    room.moment = room.moment.replace(year=2020, month=5)
    still_open = room.open("Sunlight is warm")
    desk = room.desk()
    desk.commit(
        evidence.link_evidence(
            desk,
            desk.ledger.check(still_open),
            desk.ledger.evidence("cold").name,
            {"stance": "context", "why": "For comparison."},
        )
    )
    room.moment = room.moment.replace(year=2026, month=11)
    room.open("Starlight is old")
    room.git("add", "..")
    room.git("commit", "-qm", "Notes beside it")
    room.close()
    return top


def _repository(top: Path) -> Path:
    room = Newsroom(top)
    room.git("init", "-q")
    return top


@pytest.fixture
def room(old_ledger: Path, tmp_path: Path) -> Iterator[Newsroom]:
    """Give a newsroom with a copy of that ledger."""
    shutil.copytree(old_ledger, tmp_path / "repository")
    found = Newsroom(tmp_path / "repository" / "the ledger")
    found.moment = found.moment.replace(month=11, day=23)
    yield found
    found.close()


def plan(newsroom: Newsroom, *months: str, with_open: bool = True) -> Focus:
    """Plan with the ledger read anew."""
    return planned(newsroom.ledger, now=NOW, named=months, with_open=with_open)


def focused(newsroom: Newsroom, *months: str, with_open: bool = True) -> Focus:
    """Focus, and give the plan."""
    wanted = plan(newsroom, *months, with_open=with_open)
    focus(newsroom.ledger, wanted)
    return wanted


def there(newsroom: Newsroom) -> set[str]:
    """Give the months of which records are in the working tree."""
    return {"-".join(p.parts[-4:-2]) for p in newsroom.root.glob("checks/*/*/*/*")}


def test_recent_and_open_months_are_kept(room: Newsroom) -> None:
    """With those of what open checks link; what is not of the ledger stays."""
    kept = plan(room)
    only_recent = focused(room, with_open=False)

    assert kept.months == ("2026-11", "2020-05", "2019-03")
    assert kept.because_open == ("2020-05", "2019-03")
    assert only_recent.months == ("2026-11",)
    assert only_recent.left_out == ("2020-05", "2019-03")
    assert (only_recent.checks, only_recent.held) == (3, 1)
    assert there(room) == {"2026-11"}
    assert (room.root / "factcheck.yaml").exists()
    assert (room.root.parent / "beside" / "inner" / "notes.txt").exists()
    assert room.git("status", "--porcelain") == ""
    assert is_focused(room.ledger)


def test_all_comes_back(room: Newsroom) -> None:
    """As it was."""
    before = {p for p in room.root.rglob("*") if ".git" not in p.parts}
    focused(room, with_open=False)
    unfocus(room.ledger)

    assert {p for p in room.root.rglob("*") if ".git" not in p.parts} == before
    assert room.git("status", "--porcelain") == ""
    assert not is_focused(room.ledger)


def test_a_month_is_added_to_those_that_are_there(room: Newsroom) -> None:
    """And a focus that is said anew takes only what is said."""
    focused(room, with_open=False)
    more = focused(room, "2019-03", with_open=False)
    anew = planned(room.ledger, now=NOW, months=1, with_open=False)

    assert more.months == ("2026-11", "2019-03")
    assert there(room) == {"2026-11", "2019-03"}
    assert anew.months == ("2026-11",)
    with pytest.raises(UsageError, match="is no month"):
        plan(room, "March")


def test_old_checks_are_read_and_worked_on(room: Newsroom) -> None:
    """What is left out is neither missing nor deleted; what is written comes back."""
    focused(room, with_open=False)
    ledger = room.ledger
    check = ledger.check("moonlight")

    assert ledger.standing(check).stage == "approved"
    assert ledger.edits() == []
    assert ledger.edits_of(check) == []
    name = room.add("moonlight", "Warmer it is")
    room.amend("cold", note="Read again")
    after = room.ledger.check("moonlight")

    assert name in {link.name for link in after.links}
    assert room.ledger.edits() == []
    assert room.git("status", "--porcelain") == ""
    assert "note: Read again" in room.path("cold").read_text()


@pytest.mark.parametrize("way", ["edit", "new file", "ignored", "staged"])
def test_what_is_not_committed_is_never_left_out(room: Newsroom, way: str) -> None:
    """Nothing is done, and the file is named."""
    entry = room.path("cold")
    new = entry.with_name("extra-q8w2m4xdkz7p.yaml")
    if way == "edit":
        entry.write_text(entry.read_text() + "# more\n")
    elif way == "ignored":
        (room.root.parent / ".git" / "info" / "exclude").write_text("*.bak\n")
        new = entry.with_suffix(".bak")
    if way != "edit":
        new.write_text("says: x\n")
    if way == "staged":
        room.git("add", str(new))
    with pytest.raises(RefusedError, match="not committed"):
        focused(room, with_open=False)

    assert there(room) == {"2026-11", "2020-05", "2019-03"}
    assert not is_focused(room.ledger)
    focused(room, "2019-03", with_open=False)
    assert entry.exists()


def test_a_focus_that_was_interrupted_is_begun_again(room: Newsroom) -> None:
    """Files that git had begun to take out are no edits; nothing is lost."""
    room.git("config", "factcheck.focusing", "true")
    shutil.rmtree(room.root / "checks" / "2019")
    focused(room, with_open=False)
    unfocus(room.ledger)

    assert there(room) == {"2026-11", "2020-05", "2019-03"}
    assert room.git("status", "--porcelain") == ""
    assert room.git("config", "--get", "factcheck.focusing", check=False) == ""


def test_patterns_of_somebody_elses_stop_it(room: Newsroom) -> None:
    """And a split index does not."""
    room.git("config", "core.splitIndex", "true")
    room.git("update-index", "--split-index")
    focused(room, with_open=False)
    assert there(room) == {"2026-11"}
    unfocus(room.ledger)
    git(room.root.parent, "sparse-checkout", "set", "--no-cone", "/*", "!/beside/")

    with pytest.raises(RefusedError, match="patterns"):
        plan(room)

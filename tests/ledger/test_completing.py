"""What a beginning may become: from the cache as it was left, in no time."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from factcheck.desk import claims
from factcheck.desk.desk import Operation
from tests.conftest import Newsroom

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("check", "evidence", "topic", "assignee", "rating", "claimant", "publisher")


def complete(newsroom: Newsroom, what: str, beginning: str = "") -> list[str]:
    """Give the values alone."""
    return [value for value, _ in newsroom.ledger.completions(what, beginning)]


@pytest.fixture
def known(busy_newsroom: Newsroom) -> Newsroom:
    """Give a newsroom whose cache is filled."""
    work = {"assignee": "Bo Example", "topics": ["night", "trams"]}
    busy_newsroom.open("Trams  run\nall".replace("\n", " ") + " night " * 20, work=work)
    busy_newsroom.open("Trams stop", work={"topics": ["trams"]})
    list(busy_newsroom.ledger.standings())
    return busy_newsroom


def test_names_by_slug_and_by_id(known: Newsroom) -> None:
    """A beginning of the slug becomes the name, one of the id the id."""
    name = known.path("moonlight").name
    entry = known.path("cold").stem

    assert complete(known, "check", "moon") == [name]
    assert complete(known, "check", "MOON") == [name]
    assert complete(known, "check", name[-12:-4]) == [name[-12:]]
    assert complete(known, "evidence", "cold") == [entry]
    assert complete(known, "evidence", entry[-12:]) == [entry[-12:]]
    assert len(complete(known, "check")) == 4
    assert complete(known, "check", "warm") == []


def test_descriptions_are_short_lines(known: Newsroom) -> None:
    """The claim of a check, what an entry says, what a rating means."""
    about = dict(known.ledger.completions("check", "trams-run"))
    entries = dict(known.ledger.completions("evidence", "cold"))

    ((_, text),) = about.items()
    assert text.startswith("Trams run all night night")
    assert text.endswith("…")
    assert len(text) <= 60
    assert list(entries.values()) == ["Cold it is"]


def test_values_that_were_used_before(known: Newsroom) -> None:
    """The commonest first; ratings as the settings list them."""
    ratings = [one.label for one in known.ledger.settings.ratings]

    assert complete(known, "topic") == ["trams", "night"]
    assert complete(known, "topic", "n") == ["night"]
    assert complete(known, "assignee", "bo") == ["Bo Example"]
    assert complete(known, "rating") == ratings
    assert complete(known, "rating", "m") == [one for one in ratings if one[0] == "m"]
    assert complete(known, "publisher") == ["Reuters"]
    assert known.ledger.used("evidence", "source.publisher") == [("Reuters", 2)]


@pytest.mark.parametrize(
    "text", ["%", "_", "*", "'", '"', "\0", "\udcff", "x" * 10_000, "{", "-", "--help"]
)
def test_what_begins_nothing(text: str, known: Newsroom) -> None:
    """Text that means something to a database or a shell is plain text."""
    assert [complete(known, what, text) for what in KINDS] == [[]] * len(KINDS)


def test_an_unknown_word_completes_to_nothing(known: Newsroom) -> None:
    """A door may ask for what this version does not know."""
    assert complete(known, "nonsense") == []


def test_not_more_than_one_can_read(newsroom: Newsroom) -> None:
    """At most 50."""
    desk = newsroom.desk()
    claim = {"claimant": {"name": "Somebody"}, "said_on": "2020-10"}
    acts = [
        claims.open_check(desk, {**claim, "claim": f"Claim number {number}"})
        for number in range(60)
    ]
    changes = tuple(change for act in acts for change in act.changes)
    desk.commit(Operation(acts[0].message, changes, ()))
    list(newsroom.ledger.standings())

    assert len(complete(newsroom, "check", "claim")) == 50


def test_without_a_cache_nothing_is_completed(known: Newsroom) -> None:
    """Nor is one made: somebody waits at the key."""
    known.close()
    folder = known.root / ".git" / "factcheck"
    (folder / "root" / "cache.sqlite").write_bytes(b"no database" * 1_000)
    damaged = complete(known, "check")
    shutil.rmtree(folder)

    assert damaged == []
    assert complete(known, "check") == []
    assert not folder.exists()


def test_a_cache_that_is_behind_is_good_enough(
    known: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not brought up to date, and git is not even on the path."""
    name = known.path("sunlight").name
    known.git("rm", "-rq", "checks")
    known.git("commit", "-qm", "delete")
    known.close()
    monkeypatch.setenv("PATH", "")

    assert complete(known, "check", "sun") == [name]


def test_a_folder_outside_git_completes_nothing(
    known: Newsroom, tmp_path: Path
) -> None:
    """It has no cache to look into."""
    ignored = shutil.ignore_patterns(".git")
    shutil.copytree(known.root, tmp_path / "copy", ignore=ignored)

    assert complete(Newsroom(tmp_path / "copy"), "check") == []


_WATCH = """
import sys
from pathlib import Path
from factcheck.ledger.ledger import Ledger
ledger = Ledger(Path(sys.argv[1]))
assert ledger.completions("check", "moon") and ledger.completions("rating", "")
heavy = {"git", "pydantic", "yaml", "rich", "typer"} & set(sys.modules)
sys.exit(f"imports {heavy}" if heavy else 0)
"""


def test_completing_imports_nothing_heavy(known: Newsroom) -> None:
    """Neither git's library, nor what validates, parses or draws."""
    known.close()
    done = subprocess.run(
        [sys.executable, "-c", _WATCH, str(known.root)],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )

    assert (done.returncode, done.stderr) == (0, "")

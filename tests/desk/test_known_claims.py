"""The kept index of the claims: what the ledger holds, whatever happens to it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from factcheck.desk.known_claims import known_claim, known_claims
from factcheck.ledger.history.past import PastLedger
from factcheck.ledger.ledger import Ledger
from factcheck.ledger.lock import held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from factcheck.match.claims import KnownClaim
    from factcheck.match.index import Index
    from factcheck.model.check import Check
    from tests.conftest import Newsroom


class Watched(Ledger):
    """A ledger that remembers of which checks the claims were read."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.read: list[str] = []

    def stated(self, name: str) -> Check | None:
        """Remember the name."""
        self.read.append(name)
        return super().stated(name)


def _held(index: Index) -> set[KnownClaim]:
    return set(index.claims())


def _wanted(ledger: Ledger) -> set[KnownClaim]:
    return {known_claim(check) for check in ledger.checks()}


def _read_now(newsroom: Newsroom) -> tuple[list[str], set[KnownClaim]]:
    """Take the index of a ledger; of which checks was read, and what it holds."""
    newsroom.close()
    ledger = Watched(newsroom.root)
    held_now = _held(known_claims(ledger))
    assert held_now == _wanted(ledger)
    ledger.close()
    return ledger.read, held_now


@pytest.fixture
def kept(busy_newsroom: Newsroom) -> Path:
    """Give the folder in which the index of the newsroom is kept by now."""
    _read_now(busy_newsroom)
    return busy_newsroom.root / ".git" / "factcheck" / "root" / "match"


def _files(folder: Path) -> dict[str, bytes]:
    return {
        one.name: one.read_bytes() for one in folder.iterdir() if one.name != "lock"
    }


def test_a_second_time_no_check_is_read(busy_newsroom: Newsroom, kept: Path) -> None:
    """And nothing is written."""
    before = _files(kept)
    read, claims = _read_now(busy_newsroom)

    assert read == []
    assert len(claims) == 2
    assert _files(kept) == before


def test_only_what_moved_is_read_again(busy_newsroom: Newsroom, kept: Path) -> None:
    """A new check, a verdict with its headline, a publication with its day."""
    opened = busy_newsroom.open("Starlight is old")
    read, claims = _read_now(busy_newsroom)
    verdict = busy_newsroom.freeze("sunlight", headline="Warm indeed", summary="Very.")
    read_then, claims_then = _read_now(busy_newsroom)
    sunlight = busy_newsroom.ledger.check("sunlight").name
    changed = {one.id: one for one in claims_then}[sunlight]

    assert read == [opened]
    assert len(claims) == 3
    assert read_then == [sunlight]
    assert (changed.title, changed.summary) == ("Warm indeed", "Very.")
    assert changed.dates == ("2020-10", "2026-11-23")
    assert verdict
    assert len([name for name in _files(kept) if name != "list.json"]) <= 3


def test_what_changes_no_claim_writes_nothing(
    busy_newsroom: Newsroom, kept: Path
) -> None:
    """New evidence moves the check; the index stays as it is."""
    before = _files(kept)
    busy_newsroom.add("moonlight", "Ice is cold")
    read, _ = _read_now(busy_newsroom)

    assert len(read) == 1
    assert _files(kept) == before


def test_history_may_go_anywhere(busy_newsroom: Newsroom, kept: Path) -> None:
    """Back, forth, to another branch, and a claim edited by hand."""
    busy_newsroom.git("switch", "-q", "-c", "other")
    busy_newsroom.open("Starlight is old")
    _, others = _read_now(busy_newsroom)
    busy_newsroom.git("switch", "-q", "main")
    _, back = _read_now(busy_newsroom)
    claim = busy_newsroom.path("sunlight") / "check.yaml"
    claim.write_text(claim.read_text().replace("Sunlight is warm", "Sunlight is hot"))
    _, unsaved = _read_now(busy_newsroom)
    busy_newsroom.save()
    _, saved = _read_now(busy_newsroom)
    busy_newsroom.git("rm", "-q", "-r", claim.parent.as_posix())
    busy_newsroom.git("commit", "-q", "-m", "gone")
    _, gone = _read_now(busy_newsroom)

    assert len(others) == 3
    assert back == unsaved
    assert len(back) == 2
    assert "Sunlight is hot" in {one.claim for one in saved}
    assert [one.claim for one in gone] == ["Moonlight is cold"]
    assert kept.is_dir()


def test_a_new_cache_asks_about_all_checks_once(
    busy_newsroom: Newsroom, kept: Path
) -> None:
    """What moved since is not known; the segments stay."""
    before = _files(kept)
    busy_newsroom.ledger.discard_cache()
    busy_newsroom.git("commit", "-q", "--allow-empty", "-m", "a commit")
    read, _ = _read_now(busy_newsroom)
    read_then, _ = _read_now(busy_newsroom)

    assert len(read) == 2
    assert read_then == []
    assert _files(kept).keys() == before.keys()


def _cut(folder: Path) -> None:
    for part in folder.glob("[0-9a-f]*"):
        part.write_bytes(part.read_bytes()[:-100])


def _flip(folder: Path) -> None:
    for part in folder.glob("[0-9a-f]*"):
        content = bytearray(part.read_bytes())
        content[len(content) // 2] ^= 0x10
        part.write_bytes(content)


def _empty(folder: Path) -> None:
    for part in folder.glob("[0-9a-f]*"):
        part.write_bytes(b"")


def _lose(folder: Path) -> None:
    for part in folder.glob("[0-9a-f]*"):
        part.unlink()


def _garble(folder: Path) -> None:
    (folder / "list.json").write_bytes(b"\xff{}")


def _change_the_list(folder: Path) -> None:
    content = (folder / "list.json").read_bytes()
    (folder / "list.json").write_bytes(content.replace(b"[]", b"[0]"))


@pytest.mark.parametrize(
    "damage", [_cut, _flip, _empty, _lose, _garble, _change_the_list]
)
def test_damage_is_noticed_and_made_good(
    busy_newsroom: Newsroom, kept: Path, damage: Callable[[Path], None]
) -> None:
    """The index is made anew, with the right claims, and kept again."""
    damage(kept)
    read, _ = _read_now(busy_newsroom)
    read_then, _ = _read_now(busy_newsroom)

    assert len(read) == 2
    assert read_then == []


def test_where_nothing_can_be_kept_it_is_made_each_time(
    busy_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """First the user's own cache folder is tried, then memory alone."""
    (busy_newsroom.root / ".git" / "factcheck" / "root" / "match").write_bytes(b"")
    caches = tmp_path / "caches"
    monkeypatch.setenv("XDG_CACHE_HOME", str(caches))
    _read_now(busy_newsroom)
    read_then, _ = _read_now(busy_newsroom)
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)
    read_at_last, _ = _read_now(busy_newsroom)

    assert read_then == []
    assert len(list(caches.glob("factcheck/*/match/list.json"))) == 1
    assert len(read_at_last) == 2


def test_while_another_one_writes_nothing_is_written(
    busy_newsroom: Newsroom, kept: Path
) -> None:
    """The answer is the same."""
    before = _files(kept)
    opened = busy_newsroom.open("Starlight is old")
    with held(kept / "lock"):
        read, _ = _read_now(busy_newsroom)

    assert read == [opened]
    assert _files(kept) == before


def test_the_past_is_read_and_not_kept(busy_newsroom: Newsroom, kept: Path) -> None:
    """An earlier commit has its own claims; the present index stays."""
    busy_newsroom.open("Starlight is old")
    _read_now(busy_newsroom)
    before = _files(kept)
    past = PastLedger.of(busy_newsroom.ledger, "HEAD~1")
    claims = _held(known_claims(past))
    past.close()

    assert len(claims) == 2
    assert _files(kept) == before


def test_a_folder_that_no_commit_holds(newsroom: Newsroom, tmp_path: Path) -> None:
    """A download, say: it is read as it lies."""
    newsroom.open("Moonlight is cold")
    loose = tmp_path / "loose"
    newsroom.git("checkout-index", "-a", f"--prefix={loose}/")
    ledger = Ledger(loose)

    assert [one.claim for one in known_claims(ledger).claims()] == ["Moonlight is cold"]
    assert not list(loose.rglob("list.json"))


def test_a_new_index_says_how_far_it_is(busy_newsroom: Newsroom) -> None:
    """As many steps as there are claims, all of them taken."""
    taken: list[int] = []
    told: list[int] = []

    def watch(steps: Iterable[int], total: int) -> Iterator[int]:
        told.append(total)
        for step in steps:
            taken.append(step)
            yield step

    known_claims(busy_newsroom.ledger, progress=watch)
    known_claims(busy_newsroom.ledger, progress=watch)

    assert told == [2]
    assert taken == [0, 1]


_MANY_TIMES = """
import random, shutil, sys
from pathlib import Path
from factcheck.desk.known_claims import known_claim, known_claims
from factcheck.ledger.ledger import Ledger
root = Path(sys.argv[1])
random.seed(sys.argv[2])
for _ in range(8):
    ledger = Ledger(root)
    index = known_claims(ledger)
    assert {known_claim(one) for one in ledger.checks()} == set(index.claims())
    ledger.close()
    if random.random() < 0.3:
        shutil.rmtree(root / ".git/factcheck/root/match", ignore_errors=True)
"""


def test_several_at_once_do_not_hurt_each_other(busy_newsroom: Newsroom) -> None:
    """Some make it, some throw it away, while checks are opened: all answers hold."""
    busy_newsroom.close()
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _MANY_TIMES, busy_newsroom.root, seed],
            stderr=subprocess.PIPE,
        )
        for seed in "123"
    ]
    for number in range(5):
        busy_newsroom.open(f"Star {number} is old")
    told = [process.communicate()[1] for process in running]

    assert [process.returncode for process in running] == [0, 0, 0], told

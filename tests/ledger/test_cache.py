"""The cache: whatever happens to it, the answers are those of the files."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.ledger.cache import reading
from factcheck.ledger.cache.cache import examined
from factcheck.ledger.history.past import PastLedger
from factcheck.ledger.ledger import Ledger
from factcheck.model.errors import NotFoundError
from factcheck.model.kinds import KINDS
from tests.conftest import Newsroom, copy_of, git

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from factcheck.ledger.cache.cache import Cache


def answers(source: Ledger | Cache) -> dict[str, Any]:
    """Ask everything that a ledger, or a cache, can tell."""
    return {
        "records": {one.path: one.data for one in source.of_kind(*KINDS)},
        "problems": source.problems(),
        "standings": {
            claim.name: (work and work.data, standing)
            for claim, work, standing in source.standings()
        },
    }


def of_the_files(root: Path) -> dict[str, Any]:
    """Ask a cache that was filled from the files alone."""
    with closing(reading.read_folder(root)) as cache:
        return answers(cache)


def cache_file(newsroom: Newsroom) -> Path:
    """Fill the cache of a ledger and give its file."""
    answers(newsroom.ledger)
    newsroom.close()
    return newsroom.root / ".git" / "factcheck" / "root" / "cache.sqlite"


def deleted(path: Path) -> None:
    """Delete it."""
    path.unlink()


def emptied(path: Path) -> None:
    """Cut it to nothing, as a full disk does."""
    path.write_bytes(b"")


def random_bytes(path: Path) -> None:
    """Fill it with noise of the same length."""
    path.write_bytes(Random(1).randbytes(path.stat().st_size))  # noqa: S311 - noise


def beheaded(path: Path) -> None:
    """Lose the first bytes."""
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


def text(path: Path) -> None:
    """Put something else in its place."""
    path.write_text("no database\n" * 1_000)


def a_folder(path: Path) -> None:
    """Put a folder in its place."""
    path.unlink()
    path.mkdir()


def a_dangling_link(path: Path) -> None:
    """Put a link in its place that leads nowhere."""
    path.unlink()
    path.symlink_to(path.parent / "nowhere" / "at" / "all")


def other_version(path: Path) -> None:
    """Leave a cache of another version of this program, with other tables."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("DROP TABLE standing")
        database.execute("CREATE TABLE other (a, b)")
        database.execute("PRAGMA user_version = 4711")


def other_database(path: Path) -> None:
    """Leave a database that has nothing to do with us."""
    path.unlink()
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("CREATE TABLE meta (key, value)")
        database.execute("INSERT INTO meta VALUES ('head', 'x')")


def no_commit(path: Path) -> None:
    """Speak of a commit that git no longer has."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE meta SET value = ?", ("ab" * 20,))
        database.execute("UPDATE record SET data = '{}' WHERE kind = 'work'")


DAMAGES = [
    *(deleted, emptied, random_bytes, beheaded, text),
    *(a_folder, a_dangling_link, other_version, other_database, no_commit),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_gives_the_same_answers(
    damage: Callable[[Path], None], busy_newsroom: Newsroom
) -> None:
    """It is built again, or done without, and the next commit goes well, too."""
    path = cache_file(busy_newsroom)
    expected = of_the_files(busy_newsroom.root)
    for leftover in path.parent.glob("cache.sqlite-*"):
        leftover.unlink()
    damage(path)

    assert answers(busy_newsroom.ledger) == expected
    busy_newsroom.add("sunlight", "Another")
    assert answers(busy_newsroom.ledger) == of_the_files(busy_newsroom.root)


def damaged_inside(content: bytes) -> Iterator[bytes]:
    """Flip a bit in many places, overwrite each page in turn, cut after each page."""
    page = 4096
    random = Random(1)  # noqa: S311 - the same damage every time
    for _ in range(150):
        at = random.randrange(page, len(content))
        flipped = content[at] ^ 1 << random.randrange(8)
        yield content[:at] + bytes([flipped]) + content[at + 1 :]
    for at in range(page, len(content), page):
        yield content[:at] + random.randbytes(page) + content[at + page :]
        yield content[:at]


def replaced(path: Path, content: bytes) -> None:
    """Put other bytes into a cache that nobody has open."""
    for leftover in path.parent.glob("cache.sqlite-*"):
        leftover.unlink()
    path.write_bytes(content)


def answers_or_damage(newsroom: Newsroom) -> dict[str, Any] | None:
    """Ask everything of a ledger; nothing if its cache turns out to be damaged."""
    with closing(Ledger(newsroom.root)) as ledger:
        try:
            return answers(ledger)
        except sqlite3.DatabaseError:
            ledger.discard_cache()
            return None


def is_intact(path: Path) -> bool:
    """Ask SQLite whether tables and indexes of a file agree."""
    with closing(sqlite3.connect(path)) as database:
        found = database.execute("PRAGMA integrity_check(1)").fetchone()
    return bool(found == ("ok",))


def test_no_damage_inside_a_cache_becomes_a_wrong_record(
    busy_newsroom: Newsroom,
) -> None:
    """A changed row is noticed and the cache built again.

    What a damaged index hides is missing, which SQLite's own check sees.
    """
    path = cache_file(busy_newsroom)
    expected = of_the_files(busy_newsroom.root)
    noticed = hidden = 0
    for content in damaged_inside(path.read_bytes()):
        replaced(path, content)
        found = answers_or_damage(busy_newsroom)
        if found is None:
            noticed += 1
            found = answers_or_damage(busy_newsroom)
        elif found != expected:
            hidden += 1
            assert found["records"].items() <= expected["records"].items()
            assert not is_intact(path)
            continue

        assert found == expected
    assert noticed > hidden


def test_every_flipped_byte_of_a_row_is_noticed(busy_newsroom: Newsroom) -> None:
    """Whatever column it is in: the record is not shown as if nothing had happened."""
    path = cache_file(busy_newsroom)
    content = path.read_bytes()
    expected = of_the_files(busy_newsroom.root)
    wording = content.index(b"Warm it is")
    for at in range(wording, wording + 10):
        replaced(path, content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])

        assert answers_or_damage(busy_newsroom) is None
        assert answers_or_damage(busy_newsroom) == expected


def test_an_unwritable_git_directory_is_read_all_the_same(
    busy_newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cache goes to the user's cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = busy_newsroom.root / ".git"
    shutil.rmtree(folder / "factcheck")
    folder.chmod(0o555)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("the superuser may write everywhere")
        found = answers(busy_newsroom.ledger)
    finally:
        folder.chmod(0o755)

    assert found == of_the_files(busy_newsroom.root)
    assert list((tmp_path / "cache").rglob("cache.sqlite"))


def test_a_file_in_place_of_our_folder(
    busy_newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where git's directory has no room for it, the user's cache folder has."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = busy_newsroom.root / ".git" / "factcheck"
    shutil.rmtree(folder)
    folder.write_text("in the way\n")

    assert answers(busy_newsroom.ledger) == of_the_files(busy_newsroom.root)
    assert list((tmp_path / "cache").rglob("cache.sqlite"))


def test_nowhere_to_keep_it(
    busy_newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any place it stays in memory."""
    (tmp_path / "cache").write_text("in the way\n")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = busy_newsroom.root / ".git" / "factcheck"
    shutil.rmtree(folder)
    folder.write_text("in the way\n")

    assert answers(busy_newsroom.ledger) == of_the_files(busy_newsroom.root)


def test_a_warm_answer_starts_no_git(
    busy_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once filled, the cache is enough: git is not even on the path."""
    expected = answers(busy_newsroom.ledger)
    monkeypatch.setenv("PATH", "")

    assert answers(busy_newsroom.ledger) == expected


def test_a_record_that_cannot_be_read_comes_back_when_mended(
    busy_newsroom: Newsroom,
) -> None:
    """It shows as a problem, the others stay readable, and then it is there again."""
    path = busy_newsroom.path("sunlight") / "check.yaml"
    expected = answers(busy_newsroom.ledger)
    good = path.read_bytes()
    path.write_bytes(good.replace(b"claimant:", b"claiment:"))
    busy_newsroom.git("commit", "-qam", "break")
    broken = answers(busy_newsroom.ledger)
    path.write_bytes(good)
    busy_newsroom.git("commit", "-qam", "mend")

    inside = path.relative_to(busy_newsroom.root).as_posix()
    assert {problem.path for problem in broken["problems"]} == {inside}
    assert len(broken["standings"]) == 1
    assert answers(busy_newsroom.ledger) == expected


# ------------------------------------------------------------ any way through git


@pytest.fixture(scope="module")
def branched(
    worked_on: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[str]]:
    """Give a ledger with three branches of different stories, and its commits."""
    root = tmp_path_factory.mktemp("branched") / "ledger"
    newsroom = copy_of(worked_on, root)
    newsroom.git("checkout", "-q", "-b", "more")
    newsroom.add("sunlight", "More light")
    newsroom.amend("cold", says="Very cold it is.")
    newsroom.git("checkout", "-q", "-b", "broken", "main~2")
    newsroom.seed = "broken"
    newsroom.add("moonlight", "Broken light")
    path = newsroom.path("warm")
    path.write_text(path.read_text() + "unknown: field\n")
    (root / "evidence" / "stray.txt").write_text("stray\n")
    newsroom.git("add", "-A")
    newsroom.git("commit", "-qm", "break")
    newsroom.git("rm", "-q", "-r", "checks")
    newsroom.git("commit", "-qm", "remove all checks")
    newsroom.git("checkout", "-q", "main")
    newsroom.close()
    return root, newsroom.git("rev-list", "--all").split()


_MOVES = st.one_of(
    st.tuples(
        st.sampled_from(["checkout", "reset", "cherry-pick"]), st.integers(0, 99)
    ),
    st.tuples(st.sampled_from(["merge", "rebase", "squash"]), st.integers(0, 99)),
    st.tuples(st.sampled_from(["branch", "revert", "gc", "drop cache"]), st.just(0)),
)


def go(newsroom: Newsroom, move: str, target: str) -> None:
    """Do something with git; what ends in a conflict is undone, as a person would."""
    if move == "drop cache":
        newsroom.close()
        shutil.rmtree(newsroom.root / ".git" / "factcheck", ignore_errors=True)
        return
    commands = {
        "checkout": ["checkout", "-q", "--detach", target],
        "reset": ["reset", "-q", "--hard", target],
        "cherry-pick": ["cherry-pick", "--allow-empty", target],
        "merge": ["merge", "-q", "--no-edit", target],
        "rebase": ["rebase", "-q", target],
        "squash": ["merge", "-q", "--squash", target],
        "branch": ["checkout", "-q", "-B", "here"],
        "revert": ["revert", "--no-edit", "HEAD"],
        "gc": ["gc", "-q", "--prune=now"],
    }
    newsroom.git(*commands[move], check=False)
    if move == "squash":
        newsroom.git("commit", "-qm", "squashed", check=False)
    for unfinished in ("cherry-pick", "merge", "rebase", "revert"):
        newsroom.git(unfinished, "--abort", check=False)
    newsroom.git("reset", "-q", "--hard")


@settings(max_examples=10)
@given(moves=st.lists(_MOVES, min_size=2, max_size=6))
def test_wherever_git_goes_the_cache_follows(
    branched: tuple[Path, list[str]],
    tmp_path_factory: pytest.TempPathFactory,
    moves: list[tuple[str, int]],
) -> None:
    """After every step the cache agrees with the files of a clean checkout."""
    root, commits = branched
    newsroom = copy_of(root, tmp_path_factory.mktemp("walk") / "ledger")
    for move, number in moves:
        go(newsroom, move, commits[number % len(commits)])

        assert git(newsroom.root, "status", "--porcelain") == ""
        assert answers(newsroom.ledger) == of_the_files(newsroom.root), move
    newsroom.close()
    shutil.rmtree(newsroom.root)


def test_every_commit_is_read_as_its_files_were(
    branched: tuple[Path, list[str]], tmp_path: Path
) -> None:
    """From wherever the cache stands, the ledger at a commit is that of a checkout."""
    root, commits = branched
    newsroom = copy_of(root, tmp_path / "ledger")
    checkout = tmp_path / "checkout"
    newsroom.git("worktree", "add", "-q", "--detach", str(checkout), "HEAD")
    for commit in commits:
        git(checkout, "checkout", "-q", "--detach", commit)
        with closing(PastLedger.of(newsroom.ledger, commit)) as past:
            assert answers(past) == of_the_files(checkout), commit
    newsroom.close()


def test_a_reader_keeps_its_state_while_others_write(busy_newsroom: Newsroom) -> None:
    """Two questions of one command are answered from the same commit."""
    reader = Ledger(busy_newsroom.root)
    before = [entry.name for entry in reader.of_kind("evidence")]
    name = busy_newsroom.open("Trams run all night")
    writer = Ledger(busy_newsroom.root)
    new = writer.check(name)

    assert [entry.name for entry in reader.of_kind("evidence")] == before
    with pytest.raises(NotFoundError):
        reader.check(name)
    assert writer.standing(new).stage == "open"
    reader.forget()
    assert reader.check(name).name == new.name
    reader.close()
    writer.close()


def test_who_writes_leaves_a_warm_cache(busy_newsroom: Newsroom) -> None:
    """What validates is loaded by then; a warm reader does without it."""
    busy_newsroom.open("Trams run all night")
    folder = busy_newsroom.ledger.state_folder
    assert folder is not None
    _, head, _ = examined(folder / "cache.sqlite")

    assert head == busy_newsroom.git("rev-parse", "HEAD").strip()

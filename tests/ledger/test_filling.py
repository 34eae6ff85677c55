"""A cache from nothing: by however many processes, whole or not there at all."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from factcheck.ledger.cache import filling, reading
from factcheck.ledger.cache.cache import Cache
from factcheck.ledger.ledger import Ledger
from factcheck.model.ids import id_of
from factcheck.model.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from factcheck.ledger.cache.parts import Batch
    from tests.conftest import Newsroom

_ASKING = """
import sys
from pathlib import Path
from factcheck.ledger.ledger import Ledger

ledger = Ledger(Path(sys.argv[1]))
print(sorted(one.path for one in ledger.of_kind("check", "evidence")))
"""


def answers(ledger: Ledger) -> dict[str, Any]:
    """Ask everything that a ledger can tell."""
    return {
        "records": {one.path: one.data for one in ledger.of_kind(*KINDS)},
        "problems": ledger.problems(),
        "found": [one.filed.path for one in ledger.search(["warm"])],
        "standings": {
            claim.name: (work and work.data, standing)
            for claim, work, standing in ledger.standings()
        },
    }


def of_the_files(root: Path) -> dict[str, Any]:
    """Ask a ledger that is read as it lies."""
    copy = root.parent / "copy"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".git"))
    with closing(Ledger(copy)) as ledger:
        return answers(ledger)


def folder(newsroom: Newsroom) -> Path:
    """Empty the folder of the cache and give it."""
    newsroom.close()
    place = newsroom.root / ".git" / "factcheck" / "root"
    shutil.rmtree(place)
    return place


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read every few files in another process, whatever the machine has."""
    monkeypatch.setattr(filling, "ALONE", 0)
    monkeypatch.setattr(filling, "PART", 2)
    monkeypatch.setattr(filling, "LARGEST_PART", 3)
    monkeypatch.setattr(filling, "_cores", lambda: 2)


@pytest.fixture
def odd_newsroom(busy_newsroom: Newsroom) -> Newsroom:
    """Give a ledger with what a part alone cannot know: the same name twice."""
    newsroom = busy_newsroom
    check = newsroom.path("moonlight")
    months = check.parents[1]
    shutil.copytree(check, months / "01" / check.name)
    entry = newsroom.path("cold")
    (entry.parents[1] / "02").mkdir()
    text = entry.read_text().replace("says: ", "says: Twice ")
    (entry.parents[1] / "02" / entry.name).write_text(text)
    (check / "stray.txt").write_text("stray\n")
    (newsroom.path("sunlight") / "work.yaml").write_text("nothing: such\n")
    newsroom.git("add", "-A")
    newsroom.git("commit", "-qm", "odd")
    return newsroom


@pytest.mark.usefixtures("cut")
def test_several_processes_read_what_the_files_hold(odd_newsroom: Newsroom) -> None:
    """However the files are cut into parts; what crosses them is derived at the end."""
    folder(odd_newsroom)

    assert answers(odd_newsroom.ledger) == of_the_files(odd_newsroom.root)


def test_one_process_reads_what_the_files_hold(odd_newsroom: Newsroom) -> None:
    """The same as several."""
    folder(odd_newsroom)

    assert answers(odd_newsroom.ledger) == of_the_files(odd_newsroom.root)


@pytest.mark.usefixtures("cut")
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system cannot kill")
def test_a_process_that_dies_costs_nothing_but_time(busy_newsroom: Newsroom) -> None:
    """Its parts are read here."""
    folder(busy_newsroom)

    def killing(batches: Iterable[Batch], total: int) -> Iterator[Any]:
        for number, batch in enumerate(batches):
            if number == 0:
                done = subprocess.run(
                    ["ps", "--ppid", str(os.getpid()), "-o", "pid=,args="],
                    capture_output=True,
                    text=True,
                    check=False,
                )
                for line in done.stdout.splitlines():
                    if "spawn_main" in line:
                        os.kill(int(line.split()[0]), signal.SIGKILL)
            assert number < total
            yield batch

    with closing(Ledger(busy_newsroom.root)) as ledger:
        ledger.on_fill = killing
        found = answers(ledger)

    assert found == of_the_files(busy_newsroom.root)


def test_a_build_that_is_broken_off_leaves_no_cache(busy_newsroom: Newsroom) -> None:
    """Nothing that looks like one, and the next command begins anew."""
    place = folder(busy_newsroom)

    def breaking(batches: Iterable[Batch], total: int) -> Iterator[Any]:
        del total
        yield next(iter(batches))
        raise KeyboardInterrupt

    with closing(Ledger(busy_newsroom.root)) as ledger:
        ledger.on_fill = breaking
        with pytest.raises(KeyboardInterrupt):
            ledger.problems()

    assert [one.name for one in place.iterdir()] == ["cache.lock"]
    (place / ".cache.sqlite.new").write_bytes(b"killed")
    assert answers(busy_newsroom.ledger) == of_the_files(busy_newsroom.root)
    assert not (place / ".cache.sqlite.new").exists()


def test_several_commands_at_once_find_the_same(busy_newsroom: Newsroom) -> None:
    """One builds, the others wait or read after; nobody sees half of it."""
    folder(busy_newsroom)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _ASKING, str(busy_newsroom.root)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    said = {one.communicate() for one in running}
    paths = sorted(
        one.path for one in busy_newsroom.ledger.of_kind("check", "evidence")
    )

    assert said == {(f"{paths}\n".encode(), b"")}


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "*"])
def test_files_of_the_cache_may_go_while_others_read(
    ending: str, busy_newsroom: Newsroom
) -> None:
    """Who reads goes on; who comes finds the same, or damage, and then the same."""
    expected = answers(busy_newsroom.ledger)  # stays open
    place = busy_newsroom.root / ".git" / "factcheck" / "root"
    for file in place.glob(f"cache.sqlite{ending}"):
        file.unlink()
    with closing(Ledger(busy_newsroom.root)) as other:
        try:
            found = answers(other)
        except sqlite3.DatabaseError:
            other.discard_cache()
            found = answers(other)

    assert found == expected


def test_a_pull_starts_git_twice(
    busy_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once for what changed, once for its content; nothing else is asked."""
    with closing(Ledger(busy_newsroom.root)) as ledger:
        ledger.problems()
    path = busy_newsroom.path("warm")
    path.write_text(path.read_text().replace("says: Warm", "says: Very warm"))
    busy_newsroom.git("commit", "-qam", "pulled")
    started: list[str] = []
    begin = subprocess.Popen.__init__

    def noting(self: Any, command: Any, *rest: Any, **more: Any) -> None:
        started.append(next(w for w in command[1:] if w[0] != "-" and "=" not in w))
        begin(self, command, *rest, **more)

    monkeypatch.setattr(subprocess.Popen, "__init__", noting)
    with closing(Ledger(busy_newsroom.root)) as ledger:
        entry = ledger.evidence(path.stem)

    assert entry.record.says.startswith("Very warm")
    assert started == ["diff-tree", "cat-file"]


def test_the_rows_are_in_the_order_of_time(odd_newsroom: Newsroom) -> None:
    """By month, then by path: what is newest has the highest number."""
    folder(odd_newsroom)
    odd_newsroom.ledger.problems()
    odd_newsroom.close()
    place = odd_newsroom.root / ".git" / "factcheck" / "root" / "cache.sqlite"
    with closing(sqlite3.connect(place)) as database:
        rows = database.execute("SELECT path FROM record ORDER BY row").fetchall()
    paths = [str(path) for (path,) in rows]
    months = ["/".join(path.split("/")[1:3]) for path in paths]

    assert months == sorted(months)
    assert sorted(paths) == sorted(
        path for path in reading.record_files(odd_newsroom.root) if path in paths
    )


def test_a_cache_that_cannot_be_written_is_read_all_the_same(
    busy_newsroom: Newsroom,
) -> None:
    """It is behind and of somebody else: a copy is brought to the present."""
    with closing(Ledger(busy_newsroom.root)) as ledger:
        ledger.problems()
    place = busy_newsroom.root / ".git" / "factcheck" / "root" / "cache.sqlite"
    before = place.read_bytes()
    path = busy_newsroom.path("warm")
    path.write_text(path.read_text().replace("says: Warm", "says: Very warm"))
    busy_newsroom.git("commit", "-qam", "later")
    repository, head = busy_newsroom.ledger.repository, busy_newsroom.ledger.head
    cache = Cache(place, as_it_is=True)
    assert repository
    assert head
    kept = reading.brought_to(cache, repository, "", head)
    assert kept
    (entry,) = kept.by_id("evidence", id_of(path.stem))
    kept.close()

    assert entry.record.says.startswith("Very warm")
    assert place.read_bytes() == before


def test_the_first_search_indexes_the_words(busy_newsroom: Newsroom) -> None:
    """What is written afterwards is found as well; nothing else waits for it."""
    place = folder(busy_newsroom)
    next(busy_newsroom.ledger.of_kind("check"))
    before = is_indexed(place)
    first = [one.filed.path for one in busy_newsroom.ledger.search(["warm"])]
    after = is_indexed(place)
    check = busy_newsroom.open("Warmth is overrated")
    found = [one.filed.check for one in busy_newsroom.ledger.search(["overrated"])]

    assert first
    assert (before, after) == (False, True)
    assert found == [check]


def is_indexed(place: Path) -> bool:
    """Tell whether the cache in a folder has an index of words that is whole."""
    with closing(sqlite3.connect(place / "cache.sqlite")) as database:
        try:
            database.execute(
                "INSERT INTO full_text (full_text) VALUES ('integrity-check')"
            )
        except sqlite3.OperationalError:
            return False
        return True


def test_a_search_that_cannot_index_reads_all(busy_newsroom: Newsroom) -> None:
    """Somebody holds the cache, or it is not ours to write: the answer is the same."""
    place = folder(busy_newsroom)
    wanted = sorted(one.filed.path for one in busy_newsroom.ledger.search(["warm"]))
    busy_newsroom.close()
    with closing(sqlite3.connect(place / "cache.sqlite")) as database:
        database.execute("DROP TABLE full_text")
    with closing(Ledger(busy_newsroom.root)) as ledger:
        as_it_is = Cache(place / "cache.sqlite", as_it_is=True)
        ledger.__dict__["_committed_cache"] = as_it_is
        found = sorted(one.filed.path for one in ledger.search(["warm"]))

    assert found == wanted

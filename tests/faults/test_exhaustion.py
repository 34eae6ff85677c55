"""Disks that are really full and folders that really may not be written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import copy_of
from tests.faults.workshop import entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.conftest import Newsroom

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits and rights of POSIX")

START = "import sys; from factcheck.cli import main; sys.exit(main())"
LIMITED = """\
import os, resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
os.execv(sys.argv[2], sys.argv[2:])
"""
ADD = entry("Lukewarm it is", "sunlight")
ENVIRONMENT = 7


def run(
    folder: Path, arguments: Sequence[str], before: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder, behind what sets its limits."""
    # Python takes bytecode that was cut short by a full disk for whole.
    writes = {"PYTHONDONTWRITEBYTECODE": "1"} if before else {}
    return subprocess.run(
        [*before, sys.executable, "-c", START, "--no-input", *arguments],
        cwd=folder,
        env=os.environ | writes,
        capture_output=True,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """Give the one line with which a command must have been refused."""
    lines = [one for one in done.stderr.splitlines() if one.startswith("error:")]

    assert (done.returncode, len(lines), done.stdout) == (ENVIRONMENT, 1, "")
    assert "Traceback" not in done.stderr
    return lines[0]


def nothing_happened(newsroom: Newsroom, head: str) -> None:
    """See that neither the history nor the working tree has changed."""
    assert newsroom.git("rev-parse", "HEAD") == head
    assert newsroom.git("status", "--porcelain", "--untracked-files=all") == ""
    assert newsroom.git("fsck", "--full", "--strict", "--no-dangling").strip() == ""
    assert newsroom.git("for-each-ref", "refs/factcheck") == ""


@pytest.mark.parametrize(
    ("size", "stage"),
    [(500, "the objects"), (1_400, "the index")],
    ids=lambda value: str(value).replace(" ", "-"),
)
def test_no_file_may_grow_beyond_a_size(
    busy_newsroom: Newsroom, size: int, stage: str
) -> None:
    """Whatever the disk has no room for, reading works and nothing is half written."""
    del stage
    head = busy_newsroom.git("rev-parse", "HEAD")
    limit = (sys.executable, "-c", LIMITED, str(size))
    busy_newsroom.close()
    assert run(busy_newsroom.root, ["show", "moonlight"]).returncode == 0  # the cache

    done = run(busy_newsroom.root, ADD, limit)
    shown = run(busy_newsroom.root, ["show", "moonlight"], limit)

    refused(done)
    nothing_happened(busy_newsroom, head)
    assert shown.returncode == 0
    assert "Moonlight is cold" in shown.stdout
    assert run(busy_newsroom.root, ADD).returncode == 0
    assert run(busy_newsroom.root, ["verify"]).returncode == 0


ON_A_DISK = 'mount -t tmpfs -o size=4m tmpfs "$1" && shift && exec "$@"'
"""A disk for those who come after, in a name space of their own; gone with them."""


def own_disk(folder: Path) -> tuple[str, ...]:
    """Give what runs a command with a small disk on a folder."""
    program = shutil.which("unshare")
    if program is None:
        pytest.skip("unshare is not there to make a disk for ourselves")
    before = (program, "-rm", "sh", "-c", ON_A_DISK, "sh", str(folder))
    tried = subprocess.run([*before, "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip(f"no disk can be made here: {tried.stderr.decode().strip()}")
    return before


def test_a_full_disk_keeps_what_it_has(worked_on: Path, tmp_path: Path) -> None:
    """Reading goes on, a command says what it has no room for, and room mends all."""
    disk = tmp_path / "disk"
    disk.mkdir()
    commands = [
        [sys.executable, "-c", START, "--no-input", *asked]
        for asked in (["show", "moonlight"], ADD, ["verify"])
    ]
    script = Path(__file__).with_name("full_disk.py")
    done = subprocess.run(
        [
            *own_disk(disk),
            *(sys.executable, str(script), str(disk), str(worked_on)),
            json.dumps(commands),
        ],
        env=os.environ | {"PYTHONPATH": str(script.parents[2])},
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    shown, refusal, status, fsck, added, verified = json.loads(done.stdout)
    assert (shown[0], "Moonlight is cold" in shown[1]) == (0, True), shown
    refused(subprocess.CompletedProcess([], *refusal))
    assert status[1] == ""
    assert fsck[0] == 0
    assert added[0] == 0, added
    assert verified[0] == 0, verified


def without_privileges() -> tuple[str, ...]:
    """Give what takes from root the right to write anywhere; nothing for others."""
    if os.geteuid() != 0:
        return ()
    program = shutil.which("setpriv")
    if program is None:
        pytest.skip("root may write anywhere, and setpriv is not there to take that")
    lost = "-dac_override,-dac_read_search,-fowner"
    return (program, "--bounding-set", lost, "--inh-caps", lost)


def seen(root: Path) -> Mapping[str, tuple[int, int]]:
    """Give size and time of all that lies in a folder."""
    return {
        str(path.relative_to(root)): (path.lstat().st_size, path.lstat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
    }


def set_writable(root: Path, *, to: bool) -> None:
    """Allow or forbid to write anywhere in a folder."""
    for path in (root, *root.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | 0o200 if to else mode & ~0o222)


@pytest.fixture(params=["", ".git"], ids=["the-whole-ledger", "git's-folder"])
def read_only(
    request: pytest.FixtureRequest, worked_on: Path, tmp_path: Path
) -> Iterator[Newsroom]:
    """Give a ledger of which all, or the git folder, may not be written."""
    newsroom = copy_of(worked_on, tmp_path / "ledger")
    folder = newsroom.root / request.param
    set_writable(folder, to=False)
    yield newsroom
    set_writable(folder, to=True)
    newsroom.close()


def test_what_may_not_be_written_can_be_read(read_only: Newsroom) -> None:
    """Reading takes no lock and changes nothing."""
    before = seen(read_only.root)
    asked = (["list"], ["show", "moonlight"], ["log"], ["search", "cold"], ["verify"])
    done = {one[0]: run(read_only.root, one, without_privileges()) for one in asked}

    assert {name: one.returncode for name, one in done.items()} == dict.fromkeys(
        done, 0
    )
    assert "Moonlight is cold" in done["show"].stdout
    assert seen(read_only.root) == before


def test_what_may_not_be_written_is_not_half_written(read_only: Newsroom) -> None:
    """A writing command says in a line what it may not write."""
    before = seen(read_only.root)
    done = run(read_only.root, ADD, without_privileges())

    assert str(read_only.root) in refused(done)
    assert seen(read_only.root) == before

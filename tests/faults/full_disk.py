"""Run on a small disk of its own: fill it, work on the ledger there, make room again.

python full_disk.py DISK TEMPLATE COMMANDS

DISK is the folder of the disk, TEMPLATE a ledger to copy onto it. COMMANDS is a JSON
list of three: one that reads, one that writes, one that verifies, each as it is typed.
Prints a JSON list of exit code, output and messages: reading and writing on the full
disk, the last commit and git's opinion then; writing and verifying with room again.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

PIECES = (64 * 1024, 1024, 1)


def run(folder: Path, command: list[str]) -> tuple[int, str, str]:
    """Run a command in a folder."""
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, done.stdout, done.stderr


def fill(file: Path) -> None:
    """Write into a file until nothing more goes onto the disk."""
    with file.open("ab", buffering=0) as rest:
        for size in PIECES:
            with suppress(OSError):
                while rest.write(bytes(size)):
                    continue


def main() -> None:
    """Do all of it."""
    disk, template, given = sys.argv[1:]
    read, write, verify = json.loads(given)
    ledger = Path(disk, "ledger")
    shutil.copytree(template, ledger)
    run(ledger, read)  # fills the cache
    fill(Path(disk, "rest"))
    full = [run(ledger, read), run(ledger, write)]
    git = [
        run(ledger, ["git", *asked])
        for asked in (["status", "--porcelain", "-uall"], ["fsck", "--no-dangling"])
    ]
    Path(disk, "rest").unlink()
    sys.stdout.write(json.dumps([*full, *git, run(ledger, write), run(ledger, verify)]))


if __name__ == "__main__":
    main()

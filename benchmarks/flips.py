"""Flip single bits in a ledger and see whether ``verify`` reports each one.

    python benchmarks/flips.py --trials 1000 --seed 1

Each trial flips one bit of one file: a loose object, a pack, its index, a loose ref,
packed-refs, HEAD, the index, a record in the working tree, a capture. Whether that
changes anything that can be read is decided without ``verify``: by what git's plumbing
prints and by the bytes of the files. Files keep their size and time, as they do when a
disk goes bad. A flip that changes nothing that is read (a spare bit of a compressed
stream) may pass; every other one must make ``verify`` fail and name the file.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.small_ledger import alone, make, verified
from factcheck.model.errors import FactcheckError
from factcheck.review.remembered import state_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PLUMBING = (
    ("for-each-ref", "--format=%(refname) %(objectname) %(*objectname) %(symref)"),
    ("symbolic-ref", "HEAD"),
    ("rev-parse", "HEAD"),
    ("rev-list", "--objects", "--all"),
    ("cat-file", "--batch-all-objects", "--batch"),
    ("ls-tree", "-r", "HEAD"),
    ("ls-files", "-s", "-v"),
    ("status", "--porcelain"),
)
"""What is read of a repository; together it covers all that lies in it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How one flip ended.

    Attributes:
        target: the kind of file.
        path: of the file, relative to the ledger.
        bit: its number in the file.
        is_read: whether the flip changes anything that can be read.
        is_reported: whether ``verify`` failed.
        is_named: whether it named the file.
        said: its errors.
    """

    target: str
    path: str
    bit: int
    is_read: bool
    is_reported: bool
    is_named: bool
    said: tuple[str, ...]

    @property
    def is_missed(self) -> bool:
        """Whether the flip changed what is read and was not reported by name."""
        return self.is_read and not (self.is_reported and self.is_named)


def targets(root: Path) -> dict[str, list[Path]]:
    """Give the files in which bits are flipped, by kind."""
    git_dir = root / ".git"
    objects = git_dir / "objects"
    return {
        "loose object": sorted(objects.glob("[0-9a-f][0-9a-f]/*")),
        "pack": sorted(objects.glob("pack/*.pack")),
        "pack index": sorted(objects.glob("pack/*.idx")),
        "loose ref": sorted(
            file for file in (git_dir / "refs").rglob("*") if file.is_file()
        ),
        "packed-refs": [git_dir / "packed-refs"],
        "HEAD": [git_dir / "HEAD"],
        "index": [git_dir / "index"],
        "working file": sorted(
            file
            for top in ("checks", "evidence", "factcheck.yaml")
            for file in (
                [root / top] if top.endswith("yaml") else root.rglob(f"{top}/**/*.yaml")
            )
        ),
        "capture": sorted(
            file for file in (root / "captures").rglob("*") if file.is_file()
        ),
    }


def readable(root: Path) -> str:
    """Give a digest of all that can be read of a ledger, by git and by its files."""
    found = hashlib.sha256()
    environment = os.environ | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    names: list[str] = []
    for arguments in _PLUMBING:
        done = subprocess.run(
            ["git", *arguments],
            cwd=root,
            env=environment,
            capture_output=True,
            check=False,
        )
        found.update(b"%d\0" % done.returncode + done.stdout)
        if arguments[0] == "for-each-ref":
            lines = done.stdout.decode(errors="replace").splitlines()
            names = [line.split(" ")[0] for line in lines]
    for path in sorted(root.rglob("*")):
        if ".git" not in path.parts and path.is_file():
            found.update(str(path).encode() + path.read_bytes())
    known = root.with_name("refs-known")
    if not known.exists():
        known.write_text("\n".join(names))
    # One by one: what a list shows, a look-up in its order may not find.
    asked = ["git", "show-ref", "--verify", *known.read_text().split("\n")]
    done = subprocess.run(asked, cwd=root, capture_output=True, check=False)
    found.update(done.stdout)
    return found.hexdigest()


def flips(root: Path, trials: int, seed: int) -> Iterator[Trial]:
    """Flip bits in a ledger, one at a time, and give how each trial ended.

    Args:
        root: a ledger that verifies.
        trials: how many.
        seed: the same one flips the same bits.
    """
    random_ = random.Random(seed)  # noqa: S311 - no secret, repeatable trials
    kinds = targets(root)
    before = readable(root)
    memory = _memory()
    for number in range(trials):
        target = list(kinds)[number % len(kinds)]
        file = random_.choice(kinds[target])
        content = file.read_bytes()
        bit = random_.randrange(8 * len(content))
        about = file.stat()
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        file.chmod(0o644)
        file.write_bytes(flipped)
        os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
        try:
            is_read = readable(root) != before
            yield _looked(root, target, file, bit, is_read=is_read)
        finally:
            file.write_bytes(content)
            os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
            file.chmod(about.st_mode)
            for kept, text in memory.items():
                kept.write_bytes(text)


def _memory() -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in state_folder().glob("*.json")}


def _looked(root: Path, target: str, file: Path, bit: int, *, is_read: bool) -> Trial:
    path = file.relative_to(root).as_posix()
    try:
        result = verified(root)
        errors = [one for one in result.findings if one.severity == "error"]
        said = tuple(map(str, errors))
    except FactcheckError as error:
        said = (str(error),)
    named = any(path in one or Path(path).stem in one for one in said)
    return Trial(target, path, bit, is_read, bool(said), named, said)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--trials", type=int, default=1000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    given = parser.parse_args(arguments)
    with alone() as folder:
        root = folder / "ledger"
        make(root)
        first = verified(root)
        if not first.holds:
            sys.exit("\n".join(map(str, first.findings)))
        done = list(flips(root, given.trials, given.seed))
    _print(done)
    if any(trial.is_missed for trial in done):
        sys.exit(1)


def _print(done: Sequence[Trial]) -> None:
    print(f"{'file':<16} {'flips':>6} {'read':>6} {'reported':>9} {'missed':>7}")
    kinds = Counter(trial.target for trial in done)
    for kind in [*kinds, ""]:
        of_kind = [trial for trial in done if not kind or trial.target == kind]
        read = [trial for trial in of_kind if trial.is_read]
        reported = sum(trial.is_reported for trial in read)
        missed = sum(trial.is_missed for trial in of_kind)
        print(
            f"{kind or 'all':<16} {len(of_kind):>6} {len(read):>6} {reported:>9} "
            f"{missed:>7}"
        )
    for trial in done:
        if trial.is_missed:
            said = "; ".join(trial.said) or "nothing"
            print(f"MISSED {trial.path} bit {trial.bit}: verify said {said}")


if __name__ == "__main__":
    main()

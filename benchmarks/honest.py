"""Random honest histories of a ledger: what people do, and what git does for them.

Used by ``benchmarks/tampering.py --honest`` and by the tests: in none of them may
``verify`` find anything wrong.
"""

from __future__ import annotations

import random
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.small_ledger import head, verified, with_capture
from factcheck.desk import rechecks
from tests.conftest import Newsroom, git

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = 5
"""How many steps a history has."""


def copied(template: Path, folder: Path) -> Newsroom:
    """Copy the ledger in a folder, with its remote, to another folder."""
    shutil.copytree(template, folder)
    root = folder / "ledger"
    git(root, "remote", "set-url", "origin", str(folder / "remote.git"))
    git(root, "status")
    return Newsroom(root, moment=datetime.fromisoformat("2026-11-23T10:00:00Z"))


def try_all(template: Path, folder: Path, histories: int, seed: int) -> int:
    """Make histories, print what was wrongly reported, and count those."""
    alarms = 0
    for number in range(histories):
        place = folder / f"honest-{number}"
        done, wrong = try_one(template, place, seed * 100_003 + number)
        shutil.rmtree(place)
        if wrong:
            alarms += 1
            print(f"history {number} ({', '.join(done)}): {'; '.join(wrong)}")
    return alarms


def try_one(template: Path, folder: Path, seed: int) -> tuple[list[str], list[str]]:
    """Make one history; give what was done in it, and what verify found wrong.

    Args:
        template: holds a ledger and its remote.
        folder: where the copy is made.
        seed: the same one does the same.
    """
    room = copied(template, folder)
    history = History(room, random.Random(seed))  # noqa: S311 - repeatable trials
    wrong = errors(room.root)
    start = head(room)
    for _ in range(STEPS):
        history.step()
        wrong += [f"after {history.done[-1]}: {one}" for one in errors(room.root)]
    wrong += [f"since the start: {one}" for one in errors(room.root, start)]
    room.close()
    return history.done, wrong


def errors(root: Path, base: str | None = None) -> list[str]:
    """Verify a ledger and give its errors."""
    result = verified(root, base)
    return [str(one) for one in result.findings if one.severity == "error"]


class History:
    """People and git at work on one ledger, step by step.

    Attributes:
        room: where they work.
        done: the names of the steps so far.
    """

    def __init__(self, room: Newsroom, chance: random.Random) -> None:
        self.room = room
        self.done: list[str] = []
        self._chance = chance
        self._count = 0

    def step(self) -> None:
        """Do one thing, at random."""
        steps: dict[str, Callable[[], None]] = {
            "addition": self._add,
            "capture": self._capture,
            "claim": self._open,
            "amendment": self._amend,
            "verdict": self._verdict,
            "recheck": self._recheck,
            "correction": self._correction,
            "edit": self._edit,
            "merge": lambda: self._branch(self._merge),
            "squash": lambda: self._branch(self._squash),
            "rebase": lambda: self._branch(self._rebase),
            "cherry-pick": lambda: self._branch(self._pick),
            "revert": self._revert,
            "shallow": self._shallow,
            "switch": self._switch,
            "pull": self._pull,
            "gc": lambda: self._git("gc", "-q"),
            "pack-refs": lambda: self._git("pack-refs", "--all"),
            "branch deleted": self._delete,
            "sparse": self._sparse,
        }
        name = self._chance.choice(sorted(steps))
        self.done.append(name)
        steps[name]()
        self.room.close()

    def _git(self, *arguments: str) -> None:
        self.room.git(*arguments)

    def _word(self) -> str:
        self._count += 1
        # Two steps in two clones of one history must not make the same id.
        return f"word {self._count} {self._chance.randrange(10**9)}"

    def _check(self) -> str:
        return self._chance.choice(["moonlight", "sunlight"])

    def _add(self) -> None:
        self.room.add(self._check(), f"So it is {self._word()}")

    def _capture(self) -> None:
        words = self._word()
        page = f"<title>T</title><p>They said {words} there.</p>".encode()
        with_capture(self.room, self._check(), words, page, quote=f"said {words}")

    def _open(self) -> None:
        self.room.open(f"Of {self._word()} there is more")

    def _amend(self) -> None:
        self.room.amend("bright", says=f"Bright it is, {self._word()}")

    def _verdict(self) -> None:
        name = self.room.open(f"Whether {self._word()} is so")
        self.room.freeze(name)
        if self._chance.random() < 0.5:  # noqa: PLR2004 - as often as not
            self.room.approve(name)

    def _recheck(self) -> None:
        """Amend what a published verdict rests on, and say that it stands."""
        self.room.amend("cold", says=f"Cold it is, {self._word()}")
        self.room.do(
            lambda desk: rechecks.recheck(desk, desk.ledger.check("moonlight"), "Same.")
        )

    def _correction(self) -> None:
        self.room.freeze(
            "moonlight",
            grade="correction",
            public_note=f"We were wrong: {self._word()}.",
        )
        self.room.approve("moonlight")

    def _edit(self) -> None:
        """Edit by hand, look, and save."""
        path = self.room.ledger.evidence("bright").path
        file = self.room.root / path
        text = file.read_text(encoding="utf-8")
        kinds = ("kind: report", "kind: statement")
        old, new = kinds if kinds[0] in text else kinds[::-1]
        file.write_text(text.replace(old, new), encoding="utf-8")
        if found := errors(self.room.root):
            raise AssertionError("; ".join(found))
        self.room.save()

    def _branch(self, join: Callable[[str], None]) -> None:
        """Work on a branch and on main, and bring the two together."""
        name = f"work-{self._count}-{self._chance.randrange(10**6)}"
        seed, self.room.seed = self.room.seed, f"{self.room.seed}-{name}"
        self._git("switch", "-q", "-c", name)
        for _ in range(self._chance.randint(1, 3)):
            self._chance.choice([self._add, self._open, self._verdict])()
        self._git("switch", "-q", "main")
        self.room.seed = seed
        if self._chance.random() < 0.5:  # noqa: PLR2004 - as often as not
            self._add()
        join(name)

    def _merge(self, name: str) -> None:
        self._git("merge", "-q", "--no-edit", "--no-ff", name)

    def _squash(self, name: str) -> None:
        self._git("merge", "-q", "--squash", name)
        self._git("commit", "-q", "-m", f"Squashed {name}")
        self._git("branch", "-q", "-D", name)

    def _rebase(self, name: str) -> None:
        self._git("switch", "-q", name)
        self._git("rebase", "-q", "main")
        self._git("switch", "-q", "main")
        self._git("merge", "-q", "--ff-only", name)

    def _pick(self, name: str) -> None:
        self._git("cherry-pick", f"main..{name}")

    def _revert(self) -> None:
        """Take an addition back with git, as a host's button does."""
        self._add()
        self._git("revert", "--no-edit", "HEAD")

    def _shallow(self) -> None:
        url = self.room.root.as_uri()
        place = self.room.root.with_name(f"shallow-{self._count}-{len(self.done)}")
        git(place.parent, "clone", "-q", "--depth=2", "--branch=main", url, place.name)
        if found := errors(place) + errors(place, "HEAD~1"):
            raise AssertionError("; ".join(found))

    def _switch(self) -> None:
        """Look at an old branch, and come back."""
        self._git("switch", "-q", "side")
        if found := errors(self.room.root):
            raise AssertionError("; ".join(found))
        self._git("switch", "-q", "main")

    def _pull(self) -> None:
        """Somebody else pushes; we pull on top of work of our own."""
        self._git("push", "-q", "origin", "main")
        place = self.room.root.with_name(f"other-{self._count}-{len(self.done)}")
        remote = self.room.git("remote", "get-url", "origin").strip()
        git(place.parent, "clone", "-q", "--branch=main", remote, place.name)
        other = Newsroom(place, seed=place.name, moment=self.room.moment)
        other.add("sunlight", f"Elsewhere {self._word()}")
        other.close()
        git(place, "push", "-q")
        self._add()
        self._git("pull", "-q", "--rebase", "origin", "main")

    def _delete(self) -> None:
        name = f"gone-{len(self.done)}"
        self._git("branch", name)
        self._git("pack-refs", "--all")
        if found := errors(self.room.root):
            raise AssertionError("; ".join(found))
        self._git("branch", "-q", "-D", name)

    def _sparse(self) -> None:
        """Leave the evidence out of the checkout, look, and bring it back."""
        self._git("sparse-checkout", "set", "checks")
        if found := errors(self.room.root):
            raise AssertionError("; ".join(found))
        self._git("sparse-checkout", "disable")

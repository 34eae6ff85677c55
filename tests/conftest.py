"""What the tests share: people at work on real ledgers, in real git repositories.

Nothing here reads the machine's own git configuration, home or cache, and no test
depends on the clock: a newsroom's clock moves by a minute with each thing done.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from factcheck.desk import claims, evidence, founding, saving, verdicts
from factcheck.desk.desk import Desk, Operation
from factcheck.ledger.git.repository import Identity
from factcheck.ledger.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

settings.register_profile(
    "factcheck",
    deadline=None,  # a busy machine is no failure
    derandomize=True,  # the same examples everywhere, so that a failure is a change
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("factcheck")

ANNA = Identity("Anna Example", "anna@example.org")
BO = Identity("Bo Example", "bo@example.org")
BEGIN = "2026-11-22T10:00:00Z"
_BEGUN = datetime.fromisoformat(BEGIN)

_GIT_CONFIG = """\
[user]
    name = Anna Example
    email = anna@example.org
[init]
    defaultBranch = main
[advice]
    detachedHead = false
[gc]
    auto = 0
[maintenance]
    auto = false
"""

_TASTES = {
    *("LINES", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"),
    *("EDITOR", "VISUAL", "PAGER", "LESS", "MANPAGER"),
}
"""Variables by which people have terminals their own way."""


def git(folder: Path, *arguments: str, check: bool = True) -> str:
    """Run the user's git in a folder, as a person would, and give what it printed.

    Args:
        folder: where it runs.
        arguments: as typed.
        check: fail the test when git says no; the output is given otherwise.
    """
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="surrogateescape",
        stdin=subprocess.DEVNULL,
    )
    if check and done.returncode:
        pytest.fail(f"git {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout if check else done.stdout + done.stderr


@pytest.fixture(scope="session", autouse=True)
def isolated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the machine's configuration, home and caches out of every test."""
    base = tmp_path_factory.getbasetemp()
    home = tmp_path_factory.mktemp("home")
    config = home / "gitconfig"
    config.write_text(_GIT_CONFIG)
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("GIT_", "FACTCHECK_")) or name in _TASTES:
                patch.delenv(name)
        if os.environ.get("PYTHONDONTWRITEBYTECODE"):
            # Each of a thousand processes would compile the program anew.
            is_shared = "PYTEST_XDIST_WORKER" in os.environ
            compiled = (base.parent if is_shared else base) / "compiled"
            patch.delenv("PYTHONDONTWRITEBYTECODE")
            patch.setenv("PYTHONPYCACHEPREFIX", str(compiled))
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            # As a shell has it in the background; processes would inherit it.
            signal.signal(signal.SIGINT, signal.default_int_handler)
        patch.setenv("GIT_CONFIG_GLOBAL", str(config))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        patch.setenv("XDG_CONFIG_HOME", str(home / "config"))
        patch.setenv("XDG_STATE_HOME", str(home / "state"))
        yield


@dataclass
class Newsroom:
    """People at work on one ledger; each act is a minute after the one before.

    Attributes:
        root: the ledger's folder.
        seed: makes the ids; two clones need different ones, as chance would give.
        moment: the time of the next act, zoned.
    """

    root: Path
    seed: str = "seed"
    moment: datetime = _BEGUN
    _latest: Ledger | None = None

    @property
    def ledger(self) -> Ledger:
        """The ledger, read anew: nothing is remembered from an earlier question."""
        self.close()
        self._latest = Ledger(self.root)
        return self._latest

    def close(self) -> None:
        """Close what the latest question has opened."""
        if self._latest is not None:
            self._latest.close()

    def desk(self, who: Identity = ANNA) -> Desk:
        """Give a desk at the next minute."""
        now = self.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.moment += timedelta(minutes=1)
        return Desk(self.ledger, now, who, self.seed)

    def do(self, act: Callable[[Desk], Operation], who: Identity = ANNA) -> Operation:
        """Do something at a new desk and commit it."""
        desk = self.desk(who)
        operation = act(desk)
        desk.commit(operation)
        return operation

    def open(self, claim: str = "Moonlight is cold", **fields: Any) -> str:
        """Open a check and give its name; ``work`` may be among the fields."""
        work = fields.pop("work", None)
        values = {"claimant": {"name": "Somebody"}, "said_on": "2020-10", **fields}
        values["claim"] = claim
        act = self.do(lambda desk: claims.open_check(desk, values, work=work))
        return act.made[0].name

    def add(self, check: str, says: str, stance: str = "supports") -> str:
        """Take in an evidence entry, link it to a check, and give its name."""
        values = {
            "source": {"publisher": "Reuters", "url": "https://example.org/a"},
            "kind": "report",
            "says": says,
        }
        link = {"stance": stance, "why": "It says so."}
        act = self.do(
            lambda desk: evidence.add_and_link(
                desk, [desk.ledger.check(check)], values, link, slug=says
            )
        )
        return act.made[0].name

    def amend(self, entry: str, **fields: Any) -> None:
        """Change fields of an evidence entry."""
        self.do(
            lambda desk: evidence.amend_evidence(
                desk, desk.ledger.evidence(entry), fields, {}
            )
        )

    def draft(self, check: str, **fields: Any) -> None:
        """Write the draft of a check, complete but for what is given otherwise."""
        values = {"headline": "So it is", "rating": "true", "summary": "Yes."}
        values |= {"text": "It is so.", **fields}
        self.do(
            lambda desk: verdicts.save_draft(desk, desk.ledger.check(check), values)
        )

    def freeze(self, check: str, who: Identity = ANNA, **fields: Any) -> str:
        """Draft and give a verdict on a check; give the verdict's name."""
        self.draft(check, **fields)
        act = self.do(
            lambda desk: verdicts.freeze(desk, desk.ledger.check(check), {}), who
        )
        return act.made[0].name

    def approve(self, check: str, who: Identity = BO) -> None:
        """Approve the current verdict of a check."""
        self.do(
            lambda desk: verdicts.review(
                desk, desk.ledger.check(check), "approve", None
            ),
            who,
        )

    def save(self) -> Operation:
        """Commit what was edited by hand."""
        return self.do(lambda desk: saving.save_edits(desk)[0])

    def git(self, *arguments: str, check: bool = True) -> str:
        """Run the user's git in the ledger's folder."""
        return git(self.root, *arguments, check=check)

    def path(self, name: str) -> Path:
        """Give the file of an entry, or the folder of a check, by how it begins."""
        return next(self.root.glob(f"*/*/*/{name}*"))


def make_newsroom(root: Path) -> Newsroom:
    """Make a ledger of a folder, in a repository of its own or the one around it."""
    newsroom = Newsroom(root)
    ledger, operation = founding.found(root, publisher="Example Desk")
    Desk(ledger, BEGIN, ANNA, "seed").commit(operation)
    ledger.close()
    return newsroom


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger that was just founded: to be copied, never changed."""
    root = tmp_path_factory.mktemp("founded") / "ledger"
    make_newsroom(root)
    return root


@pytest.fixture(scope="session")
def worked_on(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger at work: to be copied, never changed.

    It holds an approved check, ``moonlight``, with the entries ``cold`` (supports)
    and ``warm`` (refutes), and an open one, ``sunlight``.
    """
    root = tmp_path_factory.mktemp("worked-on") / "ledger"
    shutil.copytree(founded, root)
    newsroom = Newsroom(root)
    check = newsroom.open("Moonlight is cold")
    newsroom.add(check, "Cold it is")
    newsroom.add(check, "Warm it is", "refutes")
    newsroom.freeze(check)
    newsroom.approve(check)
    newsroom.open("Sunlight is warm")
    newsroom.close()
    return root


@pytest.fixture
def newsroom(founded: Path, tmp_path: Path) -> Iterator[Newsroom]:
    """Give a newsroom with an empty ledger, the root of its repository."""
    room = copy_of(founded, tmp_path / "ledger")
    yield room
    room.close()


@pytest.fixture
def busy_newsroom(worked_on: Path, tmp_path: Path) -> Iterator[Newsroom]:
    """Give a newsroom with an approved check, moonlight, and an open one, sunlight."""
    room = copy_of(worked_on, tmp_path / "ledger")
    yield room
    room.close()


def copy_of(template: Path, root: Path) -> Newsroom:
    """Copy a ledger with its history and go on in it, a day later."""
    shutil.copytree(template, root)
    return Newsroom(root, moment=datetime.fromisoformat("2026-11-23T10:00:00Z"))

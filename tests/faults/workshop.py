"""Where commands are run to be hurt: a ledger as it was before, copied for each point.

Everything lies below one folder and nothing of the machine's own configuration is
read. The ledger at hand has two checks, evidence, a draft and a verdict, and beside
them what a user may have lying about: a file with an edit and a staged new one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.faults.points import Done, install

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

CHECKOUT = Path(__file__).resolve().parents[2]
ANNA, BO = "Anna Example", "Bo Example"
NOTES, PLAN = "notes.txt", "plan.txt"
"""The user's own: a committed file that was edited, a new one that was staged."""
EDITED, PLANNED = "first line\nedited\n", "planned\n"

_CONFIG = """\
[user]
    name = Anna Example
    email = anna@example.org
[init]
    defaultBranch = main
[gc]
    auto = 0
[maintenance]
    auto = false
"""

PAGE = """\
<html lang="en"><head><title>Cold moon</title>
<meta property="og:site_name" content="Reuters"></head>
<body><p>Moonlight was measured on ten nights, and it is cold.</p></body></html>
"""
SHEET = """\
claim,who,when,url
Snow is black,Jane,2020-10-02,https://example.org/snow
Rain is dry,Joe,2020-10-03,https://example.org/rain
Wind is green,Joe,2020-10-03,https://example.org/wind
"""
MAP = """\
source: sheet
check:
  claim: {column: claim}
  claimant.name: {column: who}
  said_on: {column: when}
evidence:
  - source.url: {column: url}
    source.publisher: {value: Reuters}
    kind: {value: report}
    says: {value: It was seen}
    link.stance: {value: supports}
    link.why: {value: It says so}
"""


def entry(
    says: str, check: str | None = None, *, stance: str = "supports"
) -> list[str]:
    """Give the arguments that take in an evidence entry."""
    return [
        *("evidence", "add", "--publisher", "dpa", "--kind", "report", "--says", says),
        *("--title", says, "--origin", "The observatory"),
        *("--url", f"https://example.org/{says.replace(' ', '-')}"),
        *(
            ("--check", check, f"--{stance}", "--because", "It says so")
            if check
            else ()
        ),
    ]


_HISTORY: tuple[tuple[str, list[str]], ...] = (
    (ANNA, ["init", ".", "--publisher", "Example Desk"]),
    (ANNA, ["open", "Moonlight is cold", "--by", "Somebody", "--on", "2020-10"]),
    (ANNA, ["open", "Sunlight is warm", "--by", "Somebody", "--on", "2020-10"]),
    (ANNA, entry("Cold it is", "moonlight")),
    (ANNA, entry("Warm it is", "moonlight", stance="refutes")),
    (
        ANNA,
        [
            *("draft", "moonlight", "--rating", "true", "--headline", "So it is"),
            *("--summary", "Yes.", "--text", "It is so."),
        ],
    ),
    (ANNA, entry("It warms", "sunlight")),
    (
        ANNA,
        [
            *("verdict", "sunlight", "--rating", "true", "--headline", "It is warm"),
            *("--summary", "Yes.", "--text", "It is warm."),
        ],
    ),
)


@dataclass
class Workshop:
    """A folder with a ledger to copy, input files, and the program ready to run.

    Attributes:
        root: the folder.
        source: the checkout whose program runs.
    """

    root: Path
    source: Path = CHECKOUT
    _server: subprocess.Popen[str] | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        """Make the ledger, unless a workshop with the same root has made it."""
        self._start()
        if not (self.root / "ready").exists():
            self._prepare()
            (self.root / "ready").touch()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process that runs ordinary commands."""
        if self._server:
            self._server.communicate()  # no more orders: it ends
            self._server = None

    @property
    def stand_in(self) -> Path:
        """The folder with the script that stands in for git."""
        return self.root / "stand-in"

    @property
    def inputs(self) -> Path:
        """The folder with files that commands take in."""
        return self.root / "inputs"

    @property
    def template(self) -> Path:
        """The ledger that is copied."""
        return self.root / "template"

    def env(
        self, now: str, who: str = ANNA, *, compiles: bool = False
    ) -> dict[str, str]:
        """Give the environment of a command.

        Args:
            now: the time, UTC text.
            who: who runs it.
            compiles: whether bytecode may be written; its writes are no points.
        """
        home = self.root / "home"
        given = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": who,
            "PYTHONPATH": str(self.source),
            "PYTHONHASHSEED": "0",
            "PYTHONPYCACHEPREFIX": os.environ.get(
                "PYTHONPYCACHEPREFIX", str(self.root / "compiled")
            ),
            "FACTCHECK_SEED": "faults",
            "FACTCHECK_NOW": now,
            "LC_ALL": "C.UTF-8",
        }
        return given if compiles else given | {"PYTHONDONTWRITEBYTECODE": "1"}

    def run(
        self, folder: Path, arguments: Sequence[str], *, now: str, who: str = ANNA
    ) -> Done:
        """Run an ordinary command of the program in a folder."""
        server = self._server
        if server is None or server.stdin is None or server.stdout is None:
            raise RuntimeError("the workshop is not open")
        out, err = (self.root / f"{name}-{server.pid}" for name in ("out", "err"))
        order = {
            "arguments": ["--no-input", *arguments],
            "folder": str(folder),
            "env": self.env(now, who),
            "out": str(out),
            "err": str(err),
        }
        server.stdin.write(json.dumps(order) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        texts = (file.read_text(errors="replace") for file in (out, err))
        return Done(code, *texts)

    def git(self, folder: Path, *arguments: str) -> Done:
        """Run the user's git in a folder."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env=self.env("2026-11-25T09:00:00Z"),
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="surrogateescape",
            stdin=subprocess.DEVNULL,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def _start(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        script = Path(__file__).with_name("forking.py")
        self._server = subprocess.Popen(
            [sys.executable, str(script)],
            env=self.env("2026-11-20T09:00:00Z", compiles=True),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _prepare(self) -> None:
        home = self.root / "home"
        home.mkdir()
        (home / "gitconfig").write_text(_CONFIG)
        install(self.stand_in)
        self.inputs.mkdir()
        for name, text in (
            ("page.html", PAGE),
            ("sheet.csv", SHEET),
            ("map.yaml", MAP),
        ):
            (self.inputs / name).write_text(text)
        self.template.mkdir()
        for minute, (who, arguments) in enumerate(_HISTORY):
            self.expect(self.template, arguments, f"2026-11-20T10:{minute:02}:00Z", who)
        shutil.rmtree(self.template / ".git" / "hooks", ignore_errors=True)
        (self.template / NOTES).write_text("first line\n")
        for step in (("add", NOTES), ("commit", "-q", "-m", "notes", NOTES)):
            self.git(self.template, *step)
        (self.template / NOTES).write_text(EDITED)
        (self.template / PLAN).write_text(PLANNED)
        self.git(self.template, "add", PLAN)
        self.expect(self.template, ["list"], "2026-11-20T11:00:00Z")  # fills the cache

    def expect(
        self, folder: Path, arguments: Sequence[str], now: str, who: str = ANNA
    ) -> Done:
        """Run a command that must work.

        Raises:
            RuntimeError: it does not.
        """
        done = self.run(folder, arguments, now=now, who=who)
        if done.code:
            raise RuntimeError(f"{' '.join(arguments)}: exit {done.code}: {done.err}")
        return done


def blobs(listing: str) -> Mapping[str, str]:
    """Read what ``git ls-tree -r`` or ``git ls-files -s`` lists: blobs by path."""
    found = {}
    for line in listing.splitlines():
        facts, _, path = line.partition("\t")
        words = facts.split()
        found[path] = words[2] if words[1] == "blob" else words[1]
    return found

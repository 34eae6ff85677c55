"""Walks through a document as a reader does: types its commands, compares the screen.

The syntax is plain Markdown. In a block of ``console`` each line that begins with
``$ `` is typed, and what stands below it is the whole screen until the next one.
Where the program waits for an answer, the line on the screen is not finished: the
document has the same line with the answer behind it, which is typed. A block of
``markdown`` before is what is written when an editor opens. ``<!-- now: TIME -->``
sets the clock, which goes on by a minute with each command. ``cd`` and ``export``
hold for the commands that follow.

``python -m tests.docs.walk`` types the tutorial, and after it each how-to page, and
writes the screens that they show anew; read the difference before it is committed.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs/tutorial.md"
HOW_TO = ROOT / "docs/how-to"
_SIZE = (60, 80)
"""Rows and columns of the terminal: nothing is longer than the usual 80 columns."""
_PAUSE = 2
"""Tenths of a second without a sign: the program waits for an answer."""
_PATIENCE = 600
"""The same: it hangs, or asks what the document does not answer."""

_STYLES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")
_BLOCK = re.compile(
    r"^```(console|markdown)\n(.*?)^```$|^<!-- now: (\S+) -->$",
    re.MULTILINE | re.DOTALL,
)
_EDITOR = """\
import pathlib, sys
next_ = sorted(pathlib.Path(sys.argv[1]).iterdir())[0]
pathlib.Path(sys.argv[2]).write_text(next_.read_text("utf-8"), "utf-8")
next_.unlink()
"""
_GIT = "[user]\n\tname = Anna Example\n\temail = anna@example.org\n"


@dataclass(frozen=True)
class Typed:
    """One command of a document.

    Attributes:
        line: as typed.
        screen: the lines that the document shows below it.
        seen: the lines that were there.
        code: the exit code.
    """

    line: str
    screen: list[str]
    seen: list[str]
    code: int

    @staticmethod
    def without_commits(rows: list[str]) -> list[str]:
        """Give lines without the ids of commits, which change with every byte."""
        return [re.sub(r"\b[0-9a-f]{10}\b", "COMMIT", row) for row in rows]

    @property
    def as_shown(self) -> bool:
        """Whether the document shows what was seen."""
        return self.without_commits(self.seen) == self.without_commits(self.screen)


@dataclass
class Walk:
    """A reader at a terminal of their own.

    Attributes:
        folder: where the reader's files are; nothing outside it is touched.
        here: the current folder.
        now: the time of the next command.
    """

    folder: Path
    here: Path
    now: datetime = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay out a home without settings, and a ``factcheck`` on the PATH."""
        home = self.folder / "home"
        for made in (self._edits, home / "bin"):
            made.mkdir(parents=True, exist_ok=True)
        (home / "gitconfig").write_text(_GIT)
        (home / "editor.py").write_text(_EDITOR)
        command = home / "bin/factcheck"
        command.write_text(
            f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m factcheck "$@"\n'
        )
        command.chmod(0o755)
        self.environment = {
            "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "FACTCHECK_SEED": "tutorial",
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            "PAGER": "cat",
            "NO_COLOR": "1",
        }

    @property
    def _edits(self) -> Path:
        return self.folder / "home/edits"

    def through(self, text: str) -> Iterator[Typed]:
        """Type all commands of a document, one after the other."""
        for block in _BLOCK.finditer(text):
            kind, inside, now = block.groups()
            if now:
                self.now = datetime.fromisoformat(now)
            elif kind == "markdown":
                number = len(list(self._edits.iterdir()))
                (self._edits / f"{number:03}").write_text(inside, encoding="utf-8")
            else:
                for line, screen in commands(inside):
                    yield self.typed(line, screen)

    def typed(self, line: str, screen: list[str]) -> Typed:
        """Type one command and what its questions are answered with."""
        words = shlex.split(line) if line.startswith(("cd ", "export ")) else []
        if words[:1] == ["cd"]:
            self.here = (self.here / words[1]).resolve()
            return Typed(line, screen, [], 0)
        if words[:1] == ["export"]:
            name, _, value = words[1].partition("=")
            self.environment[name] = value
            return Typed(line, screen, [], 0)
        around = self.environment | {
            "FACTCHECK_NOW": self.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        }
        if "EDITOR" in around:  # whichever the reader prefers, ours types the blocks
            editor = [sys.executable, self.folder / "home/editor.py", self._edits]
            around["EDITOR"] = shlex.join(map(str, editor))
        self.now += timedelta(minutes=1)
        child = pexpect.spawn(
            "/bin/sh",
            ["-c", line],
            cwd=str(self.here),
            env=around,
            dimensions=_SIZE,
            encoding="utf-8",
        )
        shown = _conversation(child, screen)
        child.close()
        shown = shown.replace(str(self.folder), "/home/anna")
        seen = [row.rstrip() for row in shown.splitlines()]
        return Typed(line, screen, seen, child.exitstatus)


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Give each command of a console block with the lines shown below it."""
    line, screen = "", list[str]()
    for row in [*block.splitlines(), "$ "]:
        if row.startswith("$ "):
            if line:
                yield line, screen
            line, screen = row[2:], []
        elif line.endswith("\\") and not screen:
            line = f"{line}\n{row}"
        else:
            screen.append(row.rstrip())


def _conversation(child: pexpect.spawn[str], screen: list[str]) -> str:
    """Answer what is asked as the document does; give all that was shown."""
    shown, answers, silent = "", list(screen), 0
    typed: dict[int, str] = {}
    while silent < _PATIENCE:
        try:
            shown += child.read_nonblocking(size=10_000, timeout=0.1)
            silent = 0
            continue
        except pexpect.TIMEOUT:
            silent += 1
        except pexpect.EOF:
            break
        if silent % _PAUSE:
            continue
        above, _, asked = _plain(shown).rpartition("\n")
        rows = [row.rstrip() for row in above.splitlines()]
        number = len(rows) if rows == screen[: len(rows)] else None
        found = _answer(asked.rstrip(), answers, number)
        if found is not None:
            typed[len(rows)] = f"{asked.rstrip()} {found}".rstrip()
            child.sendline(found)
            silent = 0
    whole = _plain(shown).split("\n")
    for number, line in typed.items():  # readline draws a character at the edge twice
        whole[number] = line
    return "\n".join(whole)


def _answer(asked: str, answers: list[str], number: int | None) -> str | None:
    """Find how the document goes on with an unfinished line.

    Args:
        asked: the line so far.
        answers: the screen in the document; what was used is emptied.
        number: of the line on the screen; None where the document is not up to
            date: then the next line that fits is it.
    """
    if not asked.endswith((":", "]", ">", "?")):
        return None
    if number is not None and "".join(answers[number:][:1]).startswith(asked):
        found, answers[number] = answers[number][len(asked) :].strip(), ""
        return found
    beginning = re.split(r" ?[\[(:]", asked)[0]  # the question may be worded anew
    for place, row in enumerate(answers):
        if beginning and row.startswith(beginning):
            _, _, found = re.split(r"([\]>:?] ?)(?=[^\]>:?]*$)", row + " ", maxsplit=1)
            if found.strip() or asked.endswith(">"):
                answers[place] = ""
                return found.strip()
    return None


def _plain(shown: str) -> str:
    """Give the text on the screen without styles and carriage returns."""
    return (
        _STYLES.sub("", shown)
        .replace("\r\n", "\n")
        .replace(" \r", "")
        .replace("\r", "")
    )


def after_the_tutorial(folder: Path) -> None:
    """Do the whole tutorial in a folder, and leave what is there then."""
    here = shutil.copytree(TUTORIAL.with_suffix(""), folder / "tutorial")
    for _ in Walk(folder, here).through(TUTORIAL.read_text(encoding="utf-8")):
        pass


def _write_anew(page: Path, walk: Walk) -> None:
    """Type a page and put what is seen in the place of what it shows."""
    text = page.read_text(encoding="utf-8")
    done = list(walk.through(text))
    for one in done:
        expected = any(row.startswith("error: ") for row in one.screen)
        if one.code and (page == TUTORIAL or not expected):
            sys.stderr.write("\n".join([f"{page}: {one.line}", *one.seen, ""]))
            return  # what is to be typed would be lost with the screen
    rows = iter(done)

    def anew(block: re.Match[str]) -> str:
        if block[1] != "console":
            return block[0]
        inside = ""
        for _ in commands(block[2]):
            one = next(rows)
            shown = one.seen if one.screen or page == TUTORIAL else []
            inside += "\n".join([f"$ {one.line}", *shown]) + "\n"
        return f"```console\n{inside}```"

    page.write_text(_BLOCK.sub(anew, text), encoding="utf-8")


def _main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "tutorial"
        here = shutil.copytree(TUTORIAL.with_suffix(""), folder / "tutorial")
        _write_anew(TUTORIAL, Walk(folder, here))
        for page in sorted(HOW_TO.glob("*.md")):
            if "```console" in page.read_text(encoding="utf-8"):
                own = shutil.copytree(folder, Path(name) / page.stem)
                now = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
                _write_anew(page, Walk(own, own / "tutorial/ledger", now))


if __name__ == "__main__":
    _main()

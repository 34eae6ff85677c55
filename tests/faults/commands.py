"""The writing commands that are hurt, in one table: a new one is one more row."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.faults.workshop import ANNA, BO, entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.workshop import Workshop

MIDDLE = "../middle.git"
"""A repository through which two people share; what it has lying about is its own."""
NOW = "2026-11-23T10:00:00Z"
EARLIER = "2026-11-22T10:00:00Z"


@dataclass(frozen=True, slots=True)
class Writing:
    """A command that writes, and what must be there before it.

    Attributes:
        name: how it is called in figures and on the command line of the benchmark.
        arguments: of the program; ``{inputs}`` is the folder of input files.
        who: who runs it.
        prepare: makes of a copy of the ledger what the command needs.
        begins: whether it makes the ledger itself, in an empty folder.
        keeps_edits: whether what it commits lies in the working tree before already.
        goes_on: whether it has more to do after its commit, and may fail at that.
    """

    name: str
    arguments: tuple[str, ...]
    who: str = ANNA
    prepare: Callable[[Workshop, Path], None] | None = None
    begins: bool = False
    keeps_edits: bool = False
    goes_on: bool = False

    def typed(self, inputs: Path) -> list[str]:
        """Give the arguments as they are typed."""
        return ["--no-input", *(one.format(inputs=inputs) for one in self.arguments)]


def _hand_edits(workshop: Workshop, ledger: Path) -> None:
    """Edit two records by hand, one of them not in the canonical form."""
    del workshop
    (cold,) = ledger.glob("evidence/*/*/*cold-it-is-*.yaml")
    text = cold.read_text()
    cold.write_text(text.replace("says: Cold it is", "says: 'Rather cold it is'"))
    (claim,) = ledger.glob("checks/*/*/sunlight-*/check.yaml")
    claim.write_text(claim.read_text().replace("Sunlight is warm", "Sunlight warms"))


def _open_another(workshop: Workshop, ledger: Path) -> None:
    """Do what is going to be undone; the cache then lags behind the last commit."""
    workshop.expect(ledger, entry("Moon of ice", "moonlight"), EARLIER)


def _two_clones(workshop: Workshop, ledger: Path) -> None:
    """Let a colleague share an entry, and put down another that is not shared yet."""
    colleague = ledger.with_name("colleague")
    for folder, asked in (
        (ledger, ("init", "-q", "--bare", MIDDLE)),
        (ledger, ("remote", "add", "origin", MIDDLE)),
        (ledger, ("push", "-q", "-u", "origin", "main")),
        (ledger, ("clone", "-q", MIDDLE, str(colleague))),
    ):
        workshop.git(folder, *asked)
    shared = entry("Seen in the valley", "moonlight")
    workshop.expect(colleague, shared, EARLIER, BO)
    workshop.git(colleague, "push", "-q")
    shutil.rmtree(colleague)
    workshop.expect(ledger, entry("Seen on the hill", "moonlight"), EARLIER)


WRITING: tuple[Writing, ...] = (
    Writing(
        "evidence add",
        (
            *("evidence", "add", "{inputs}/page.html", "--check", "moonlight"),
            *("--supports", "--because", "It says so", "--says", "It was measured"),
            *("--kind", "report", "--origin", "The observatory"),
            *("--quote", "it is cold"),
        ),
    ),
    Writing("open", ("open", "Starlight is old", "--by", "Jane", "--on", "2020-10")),
    Writing("verdict", ("verdict", "moonlight")),
    Writing("undo", ("undo", "--yes"), prepare=_open_another),
    Writing("save", ("save",), prepare=_hand_edits, keeps_edits=True),
    Writing("import", ("import", "{inputs}/sheet.csv", "--map", "{inputs}/map.yaml")),
    Writing("approve", ("approve", "sunlight"), who=BO),
    Writing("init", ("init", ".", "--publisher", "Example Desk"), begins=True),
    Writing("sync", ("sync",), prepare=_two_clones, goes_on=True),
)


def by_name(name: str) -> Writing:
    """Find a command of the table.

    Raises:
        KeyError: there is none of this name.
    """
    return {one.name: one for one in WRITING}[name]

"""Killed or refused by the disk at any call, a command leaves all or nothing.

Here a few points of each stage of a write; all of them, for all commands, are tried by
``benchmarks/faults.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.faults.commands import by_name
from tests.faults.points import (
    CRASH,
    IO_ERROR,
    KILLED,
    NO_SPACE,
    PROGRAM,
    Point,
    why_not,
)
from tests.faults.trial import DOCTOR, NOT_MET, OURS, USER, Case, case_of, tried
from tests.faults.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "traced")


@dataclass(frozen=True, slots=True)
class Stage:
    """Where in a write: the first call of this name that is about this."""

    command: str
    process: str
    call: str
    about: str
    kind: str
    then: str

    def __str__(self) -> str:
        return (
            f"{self.command}: {self.process} {self.call} {self.about} {self.kind}, "
            f"then {self.then}"
        )

    def point(self, case: Case) -> Point:
        """Find the call among those that the command makes now."""
        for call in case.calls:
            is_it = call.process.startswith(self.process) and call.name == self.call
            if is_it and self.about in call.about:
                return Point(call, self.kind)
        pytest.fail(f"the command makes no such call any more: {self}")


ADD, VERDICT, SAVE = "evidence add", "verdict", "save"
STAGES = (
    Stage(ADD, PROGRAM, "rename", "captures/", KILLED, DOCTOR),
    Stage(ADD, PROGRAM, "fsync", "journal", NO_SPACE, OURS),
    Stage(ADD, "fast-import", "write", "tmp_pack", CRASH, OURS),
    Stage(ADD, "fast-import", "rename", "refs/factcheck", KILLED, USER),
    Stage(ADD, PROGRAM, "write", "evidence/", NO_SPACE, USER),
    Stage(ADD, PROGRAM, "rename", "link-", KILLED, USER),
    Stage(ADD, "update-index", "rename", ".git/index", CRASH, DOCTOR),
    Stage(ADD, PROGRAM, "write", "stdout", NO_SPACE, OURS),
    Stage(VERDICT, PROGRAM, "rename", "verdict-", KILLED, USER),
    Stage(VERDICT, PROGRAM, "unlink", "draft.yaml", IO_ERROR, OURS),
    Stage(VERDICT, PROGRAM, "unlink", "draft.yaml", KILLED, USER),
    Stage(VERDICT, "update-ref", "rename", "refs/heads/main", KILLED, USER),
    Stage(VERDICT, "update-ref", "unlink", "HEAD.lock", CRASH, DOCTOR),
    Stage(VERDICT, PROGRAM, "unlink", "journal", IO_ERROR, USER),
    Stage(SAVE, PROGRAM, "rename", "check.yaml", KILLED, USER),
)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """Give a ledger to copy, and the program ready to run."""
    with Workshop(tmp_path_factory.mktemp("faults") / "workshop") as made:
        yield made


@pytest.fixture(scope="module")
def case(workshop: Workshop) -> Callable[[str], Case]:
    """Give the recorded cases of the commands, each recorded once."""
    cases: dict[str, Case] = {}

    def recorded(command: str) -> Case:
        if command not in cases:
            cases[command] = case_of(workshop, by_name(command))
        return cases[command]

    return recorded


@pytest.mark.parametrize("stage", STAGES, ids=str)
def test_a_record_is_whole_or_absent_and_the_work_goes_on(
    workshop: Workshop, case: Callable[[str], Case], stage: Stage
) -> None:
    """Nothing half, nothing lost, no false success, and the next command works."""
    known = case(stage.command)
    outcome = tried(workshop, known, stage.point(known), stage.then)

    assert outcome.state != NOT_MET
    assert outcome.faults == ()

"""One trial: a copy of the ledger, a command that is hurt, and all that comes after."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from tests.faults import aftermath
from tests.faults.aftermath import ABSENT, HALF, WHOLE, Planned
from tests.faults.commands import NOW, Writing
from tests.faults.points import CRASH, PROGRAM, Call, Done, Point, injected, recorded
from tests.faults.workshop import entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.faults.workshop import Workshop

NEXT, LAST, AGAIN = "2026-11-24T10:00:00Z", "2026-11-25T10:00:00Z", NOW
NOT_MET = "not met"
OURS, DOCTOR, USER = "add", "doctor --mend", "git commit -a"
BUSY, ENVIRONMENT, FINDINGS, REFUSED = 6, 7, 1, 8
PLACE = "{place}"
_FRESH = count()


@dataclass(frozen=True, slots=True)
class Case:
    """A command with its template and what it does when all goes well."""

    writing: Writing
    template: Path
    planned: Planned
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a point.

    Attributes:
        point: which.
        then: what was done next.
        state: whole or absent at the end, or ``not met`` where the fault did not
            happen.
        faults: what was not as it must be.
        notes: what is worth knowing and no fault.
    """

    point: Point
    then: str
    state: str
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()


def case_of(workshop: Workshop, writing: Writing) -> Case:
    """Prepare a command: run it once, unhurt, and note all that it does.

    Raises:
        RuntimeError: it does not work unhurt.
    """
    slug = writing.name.replace(" ", "-")
    # Alone in a folder: what a command needs beside the ledger lies there too.
    template = workshop.root / f"before-{slug}" / "ledger"
    shutil.rmtree(template.parent, ignore_errors=True)
    if writing.begins:
        template.mkdir(parents=True)
    else:
        shutil.copytree(workshop.template, template)
        if writing.prepare:
            writing.prepare(workshop, template)
    before = aftermath.committed(workshop, template)
    lay = aftermath.lying(template)
    arguments = writing.typed(workshop.inputs)
    while True:
        place = _copy(workshop, template)
        env = workshop.env(NOW, writing.who, compiles=True)
        done, calls = recorded(arguments, place, env, workshop.stand_in)
        if done.code:
            raise RuntimeError(f"{writing.name}: exit {done.code}: {done.err}")
        if not any(".pyc" in call.about for call in calls):
            break
        _clear(place)  # its bytecode is written now: once more, without that
    after = aftermath.committed(workshop, place)
    here = aftermath.lying(place)
    edited = {
        path: blob
        for path, blob in lay.items()
        if writing.keeps_edits
        and path in after
        and before.get(path) not in {after[path], blob}
    }
    planned = Planned(
        before=before,
        after=after,
        edited=edited,
        captures=frozenset(path for path in here if path not in {*lay, *after}),
        out=done.out.replace(str(place), PLACE),
    )
    _clear(place)
    if not planned.paths:
        raise RuntimeError(f"{writing.name} writes nothing")
    return Case(writing, template, planned, tuple(calls))


def tried(workshop: Workshop, case: Case, point: Point, then: str) -> Outcome:
    """Let a point happen and look at all that comes after.

    Args:
        workshop: where.
        case: the command.
        point: where and how it is hurt.
        then: what is done next: ``OURS``, ``DOCTOR`` or ``USER``.
    """
    place = _copy(workshop, case.template)
    try:
        arguments = case.writing.typed(workshop.inputs)
        env = workshop.env(NOW, case.writing.who)
        done, is_met = injected(point, arguments, place, env, workshop.stand_in)
        if not is_met:
            return Outcome(point, then, NOT_MET, ())
        trial = _Trial(workshop, case, point, then, place, done)
        faults = tuple(trial.faults())
        return Outcome(point, then, trial.state, faults, tuple(trial.notes))
    finally:
        _clear(place)


def next_steps(points: Sequence[Point]) -> Iterator[tuple[Point, str]]:
    """Pair points with what is done next, in turn.

    No program that uses git can make ``git commit`` work beside a lock that git left
    when it died together with everything else: then only ours is asked.
    """
    for number, point in enumerate(points):
        ways = (OURS, DOCTOR) if point.kind == CRASH else (OURS, USER, DOCTOR)
        yield point, ways[number % len(ways)]


def _copy(workshop: Workshop, template: Path) -> Path:
    # Processes share a workshop: no two may have a place of the same name.
    place = workshop.root / "places" / f"{os.getpid()}-{next(_FRESH)}"
    place.parent.mkdir(exist_ok=True)
    return shutil.copytree(template.parent, place, symlinks=True) / template.name


def _clear(place: Path) -> None:
    shutil.rmtree(place.parent, ignore_errors=True)


class _Trial:
    """What comes after a fault, step by step."""

    def __init__(
        self,
        workshop: Workshop,
        case: Case,
        point: Point,
        then: str,
        place: Path,
        done: Done,
    ) -> None:
        self.case, self.point, self.then = case, point, then
        self.place, self.done = place, done
        self.workshop, self.planned = workshop, case.planned
        self.state = HALF
        self.notes: list[str] = []
        self.is_committed = False

    def faults(self) -> Iterator[str]:
        """Go through all steps; say what is not as it must be."""
        yield from aftermath.broken_objects(self.workshop, self.place)
        at_once = self.now()
        if at_once == HALF:
            yield f"half right after: {self.planned.differing(self.held())}"
        yield from self.what_was_said(at_once)
        if self.point.kind == CRASH:
            aftermath.make_older(self.place)
        yield from self.next_step()
        if at_once == WHOLE and self.now() != WHOLE:
            yield "what was committed is gone after the next command"
        aftermath.make_older(self.place)
        yield from self.write("the write after it", "Last of all", LAST)
        self.state = self.now()
        yield from self.at_the_end(at_once)

    def held(self) -> dict[str, str]:
        """Give what the last commit holds."""
        return dict(aftermath.committed(self.workshop, self.place))

    def now(self) -> str:
        """Say whether the change is in the last commit."""
        return self.planned.judge(self.held())

    def what_was_said(self, at_once: str) -> Iterator[str]:
        """Exit code and words: success only with the record, else one plain line."""
        done, point = self.done, self.point
        said = f"exit {done.code}, '{done.err.strip()[-300:]}'"
        if not point.leaves_program_alive:
            return
        if "Traceback" in done.err:
            yield f"a traceback: {said}"
        known = {0, BUSY, ENVIRONMENT}
        if self.case.writing.goes_on:
            known |= {FINDINGS}  # what it verifies before it goes on may not hold
        if done.code not in known:
            yield f"no documented exit code: {said}"
        if point.hits_the_answer:
            return
        if done.code:
            yield from self.failure(at_once, said)
        else:
            if at_once != WHOLE:
                yield f"success was said, and the record is {at_once}"
            same = done.out.replace(str(self.place), PLACE) == self.planned.out
            # What goes on after its commit may end another way: pushed to a branch.
            if not same and not self.case.writing.goes_on:
                yield f"another answer: {done.out!r}"

    def failure(self, at_once: str, said: str) -> Iterator[str]:
        """One line, no answer, and no record."""
        lines = self.done.err.splitlines()
        errors = [line for line in lines if line.startswith("error:")]
        if not errors or (len(errors) > 1 and self.done.code != FINDINGS):
            yield f"not one line: {said}"
        if self.case.writing.goes_on:
            if self.done.out.replace(str(self.place), PLACE) == self.planned.out:
                yield f"failure was said, and all of it was done: {said}"
            return
        if at_once == WHOLE:
            yield f"failure was said, and the record is there: {said}"
        if self.done.out:
            yield f"failure was said, and an answer: {self.done.out!r}"

    def next_step(self) -> Iterator[str]:
        """Do what a user does next."""
        if self.then == USER:
            yield from self.commit_all()
        elif self.case.writing.begins and self.now() != WHOLE:
            yield from self.again("init again")
        elif self.then == DOCTOR:
            done = self.workshop.run(self.place, ["doctor", "--mend"], now=NEXT)
            if done.code not in {0, FINDINGS} or "Traceback" in done.err:
                yield f"doctor --mend: exit {done.code}: {done.err.strip()[-300:]}"
        else:
            yield from self.write("the next write", "Next of all", NEXT)

    def commit_all(self) -> Iterator[str]:
        """Have the user commit everything with plain git."""
        if self.workshop.git(self.place, "rev-parse", "--git-dir").code:
            self.workshop.git(self.place, "init", "-q")
        done = self.workshop.git(self.place, "commit", "-q", "-a", "-m", "all of it")
        said = done.out + done.err
        if done.code not in {0, 1} or "fatal:" in said or "error:" in said:
            yield f"git commit -a: exit {done.code}: {said.strip()[-300:]}"
        self.is_committed = done.code == 0
        if self.case.writing.begins and self.now() != WHOLE:
            yield from self.again("init after the user's commit")

    def again(self, what: str) -> Iterator[str]:
        """Run the very command again; it must work."""
        arguments = self.case.writing.arguments
        typed = [one.format(inputs=self.workshop.inputs) for one in arguments]
        who = self.case.writing.who
        done = self.workshop.run(self.place, typed, now=AGAIN, who=who)
        is_there = self.case.writing.begins and self.now() == WHOLE
        if done.code and not (is_there and done.code == REFUSED):
            yield f"{what}: exit {done.code}: {done.err.strip()[-300:]}"

    def write(self, what: str, says: str, now: str) -> Iterator[str]:
        """Take in another entry; it must be there and keep to itself."""
        check = None if self.case.writing.begins else "sunlight"
        done = self.workshop.run(self.place, entry(says, check), now=now)
        if done.code:
            yield f"{what}: exit {done.code}: {done.err.strip()[-300:]}"
        elif not any(done.out.strip() in path for path in self.held()):
            yield f"{what} is not there"

    def at_the_end(self, at_once: str) -> Iterator[str]:
        """Whole or absent, nothing lost, nothing left, verified."""
        aim = self.planned
        if self.point.leaves_program_alive and not self.point.hits_the_answer:
            edits_taken = self.case.writing.keeps_edits and self.then == USER
            done_anew = self.case.writing.begins or edits_taken
            if self.done.code and self.state == WHOLE != at_once and not done_anew:
                yield "failure was said, and the next command made it whole"
        # Before the journal is written a capture can be half written. No next write
        # knows of it; the doctor does.
        captures = [
            one for one in aftermath.leftovers(self.place) if "captures/" in one
        ]
        if captures and not self.point.leaves_program_alive:
            self.notes.append("half a capture is left until doctor --mend")
            self.workshop.run(self.place, ["doctor", "--mend"], now=LAST)
        shared = {"is_committed": self.is_committed}
        yield from aftermath.disorder(self.workshop, self.place, aim, **shared)
        yield from aftermath.loss(self.workshop, self.place, aim, **shared)
        yield from aftermath.broken_objects(self.workshop, self.place)
        if self.case.writing.keeps_edits and self.state == ABSENT:
            yield from self.again("the same once more")
            if self.now() != WHOLE:
                yield "the same once more does not make it whole"
        if self.state == ABSENT:
            left = aftermath.unnamed_captures(self.place, aim)
            if left and self.point.leaves_program_alive:
                yield f"a capture is left that no record names: {left}"
            elif left:
                self.notes.append("a capture is left that no record names")
        done = self.workshop.run(self.place, ["verify"], now=LAST)
        if done.code:
            yield f"verify: exit {done.code}: {(done.out + done.err).strip()[-300:]}"


def named(case: Case, point_id: str) -> Point:
    """Find a recorded point by its id.

    Raises:
        KeyError: the command makes no such call.
    """
    process, name, number, kind = point_id.rsplit(":", 3)
    for call in case.calls:
        if (call.process, call.name, call.number) == (process, name, int(number)):
            return Point(call, kind)
    raise KeyError(point_id)


__all__ = ["PROGRAM", "Case", "Outcome", "case_of", "named", "next_steps", "tried"]

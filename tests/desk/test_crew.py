"""Articles read by several processes: in order, and none lost with a process."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import TYPE_CHECKING

import pytest

from factcheck.desk.articles import Reader
from factcheck.desk.crew import Place, answers
from factcheck.desk.matching import Answer, Wanted, answered
from factcheck.intake.article import read_article
from factcheck.intake.named import Named, Unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Newsroom

NOW = "2026-11-24T10:00:00Z"
WANTED = Wanted(0.5)


@pytest.fixture
def place(busy_newsroom: Newsroom) -> Place:
    """Give what other processes need to read against a ledger."""
    return Place(str(busy_newsroom.root), NOW, True, WANTED)


@pytest.fixture
def here(busy_newsroom: Newsroom) -> Callable[[Named], Answer | Unread]:
    """Give what reads in this process."""
    reader = Reader(busy_newsroom.ledger, now=NOW)
    return lambda item: answered(
        item,
        reader=reader,
        extract=lambda data, source: read_article(data, source=source),
        wanted=WANTED,
    )


def items(count: int) -> Iterator[Named | Unread]:
    """Name articles of which every other repeats a claim, and every fifth is empty."""
    for number in range(count):
        text = f"Moonlight is cold, {number} men said." if number % 2 else "A pool."
        if number % 5:
            yield Named(str(number), content=text.encode(), is_text=True)
        else:
            yield Unread(str(number), "is empty")


def test_the_answers_are_those_of_one_process(
    place: Place, here: Callable[[Named], Answer | Unread]
) -> None:
    """The same, in the same order; a stream of any length is not held as a whole."""
    taken = 0

    def counting() -> Iterator[Named | Unread]:
        nonlocal taken
        for item in items(60):
            taken += 1
            yield item

    alone = list(answers(items(60), here=here, place=place, jobs=1))
    found = answers(counting(), here=here, place=place, jobs=2, alone=3)
    shared = [next(found) for _ in range(4)]
    ahead = taken - len(shared)
    shared += found

    assert [one.source for one in shared] == [str(number) for number in range(60)]
    assert shared == alone
    assert any(one.matched for one in shared if isinstance(one, Answer))
    assert ahead <= 14


def test_a_process_that_dies_takes_at_most_its_article_with_it(
    place: Place, here: Callable[[Named], Answer | Unread]
) -> None:
    """The others are read by those that are left, or by new ones; none stays."""
    found = answers(items(40), here=here, place=place, jobs=2, alone=0)
    outcome = [next(found), next(found)]
    killed = multiprocessing.active_children()
    for process in killed:
        os.kill(process.pid or 0, signal.SIGKILL)
    outcome += found
    lost = [
        one for one in outcome if isinstance(one, Unread) and one.error != "is empty"
    ]

    assert killed
    assert [one.source for one in outcome] == [str(number) for number in range(40)]
    assert len(lost) <= len(killed)
    assert all("has ended (signal 9)" in one.error for one in lost)
    assert multiprocessing.active_children() == []


def test_without_other_processes_this_one_reads(
    here: Callable[[Named], Answer | Unread],
) -> None:
    """A machine that starts none, or a ledger that they cannot read, loses nothing."""
    nowhere = Place("/nowhere", NOW, True, WANTED)
    found = list(answers(items(6), here=here, place=nowhere, jobs=2, alone=0))

    assert [one.source for one in found] == [str(number) for number in range(6)]
    assert sum(isinstance(one, Answer) for one in found) == 4

"""Flags: what moved under a verdict, and what the day brings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from factcheck.model.state import flags, standing
from tests.model.folder import CHECK, Folder

NOW = "2020-11-01T12:00:00Z"
NAMES = ("reuters-q8w2m4xdkz7p", "court-93kd0n5yx7tb")

Change = Callable[[Folder], object]


def given_a_verdict() -> Folder:
    """Give a folder with two linked entries and an approved verdict."""
    folder = Folder.opened()
    folder.link(NAMES[0])
    folder.link(NAMES[1], stance="refutes")
    folder.review(folder.verdict())
    return folder


def withdraw(folder: Folder) -> None:
    """Withdraw an entry."""
    folder.enter(NAMES[0], withdrawn={"since": NOW, "why": "It was forged."})


def relink_to_a_part(folder: Folder) -> None:
    """Link the same entry to a part only."""
    folder.unlink(NAMES[0])
    folder.link(NAMES[0], part="a")


def lose(folder: Folder) -> None:
    """Lose the file of an entry."""
    del folder.evidence[NAMES[0][-12:]]


MOVED: list[tuple[Change, list[str]]] = [
    (lambda _: None, []),
    (lambda folder: folder.change("check", claim="It  is \t so"), []),
    (lambda folder: folder.change("check", reach="millions"), []),
    (lambda folder: folder.enter(NAMES[0], note="a note"), []),
    (lambda folder: folder.enter(NAMES[0], says="It is\nso."), []),
    (lambda folder: folder.link(NAMES[0], added_by="Bo"), []),
    (lambda folder: folder.put("work", CHECK, {"topics": ["a"]}), []),
    (lambda folder: folder.enter("afp-7k3f9x2mq4vt", says="News."), []),
    (lambda folder: folder.change("check", claim="It is not"), ["the claim changed"]),
    (
        lambda folder: folder.enter(NAMES[0], says="It is not so."),
        [f"evidence {NAMES[0]} changed in substance"],
    ),
    (withdraw, [f"evidence {NAMES[0]} was withdrawn"]),
    (lose, [f"evidence {NAMES[0]} is gone or cannot be read"]),
    (
        lambda folder: folder.unlink(NAMES[1]),
        [f"evidence {NAMES[1]} was unlinked"],
    ),
    (
        lambda folder: folder.link("afp-7k3f9x2mq4vt"),
        ["evidence afp-7k3f9x2mq4vt was linked after the verdict"],
    ),
    (
        lambda folder: folder.link(NAMES[1], stance="context"),
        [f"the stance of {NAMES[1]} changed from refutes to context"],
    ),
    (
        lambda folder: folder.link(NAMES[0], why="It is implied."),
        [f"the link to {NAMES[0]} changed"],
    ),
    (
        lambda folder: folder.link(NAMES[0], part="a"),
        [f"evidence {NAMES[0]} was linked after the verdict"],
    ),
    (
        relink_to_a_part,
        [
            f"evidence {NAMES[0]} was unlinked",
            f"evidence {NAMES[0]} was linked after the verdict",
        ],
    ),
]


@pytest.mark.parametrize(("change", "reasons"), MOVED)
def test_what_moved_since_the_verdict(change: Change, reasons: list[str]) -> None:
    """Each reason in one line, and none for what is not material."""
    folder = given_a_verdict()
    change(folder)
    found = standing(folder.check())

    assert list(found.moved) == reasons
    assert [flag.why for flag in flags(found, now=NOW)] == reasons


def test_a_new_verdict_settles_what_moved() -> None:
    """It pins what there is now."""
    folder = given_a_verdict()
    first = folder.check().verdicts[0].name
    folder.change("check", claim="It is not")
    folder.link("afp-7k3f9x2mq4vt")
    folder.verdict(first)

    assert standing(folder.check()).moved == ()


def test_nothing_moves_without_a_verdict() -> None:
    """There is nothing yet that could need a recheck."""
    folder = Folder.opened()
    folder.link()

    assert standing(folder.check()).moved == ()


def test_two_verdicts_stand() -> None:
    """More than one that nothing supersedes is a dispute, and named once."""
    folder = given_a_verdict()
    folder.verdict()
    found = standing(folder.check())

    assert found.disputed == 2
    assert [flag.name for flag in flags(found, now=NOW)] == ["two verdicts"]


def test_a_verdict_that_supersedes_both_ends_the_dispute() -> None:
    """Nothing is left to say."""
    folder = given_a_verdict()
    folder.verdict()
    folder.verdict(*[one.name for one in folder.check().verdicts])
    found = standing(folder.check())

    assert (found.disputed, flags(found, now=NOW)) == (0, ())


@pytest.mark.parametrize(
    ("approvers", "flagged"),
    [
        ((), False),
        (("Bo",), False),
        (("Anna",), True),
        (("ANNA",), True),
        (("Anna", "Bo"), False),
        (("Bo", "Anna"), False),
    ],
)
def test_approved_by_its_author_alone(
    approvers: tuple[str, ...], *, flagged: bool
) -> None:
    """Four eyes are two people, however the name is written."""
    folder = Folder.opened()
    verdict = folder.verdict(author="Anna")
    for reviewer in approvers:
        folder.review(verdict, reviewer)
    names = [flag.name for flag in flags(standing(folder.check()), now=NOW)]

    assert ("self-approved" in names) is flagged


@pytest.mark.parametrize(
    ("day", "flagged"),
    [("2020-10-31", True), ("2020-11-01", True), ("2020-11-02", False)],
)
def test_the_day_of_a_recheck_comes(day: str, *, flagged: bool) -> None:
    """From that day on somebody should look again."""
    folder = Folder.opened()
    folder.verdict(recheck_by=day)
    found = flags(standing(folder.check()), now=NOW)

    assert [flag.name for flag in found] == ["needs recheck"] * flagged


@pytest.mark.parametrize(
    ("day", "stage", "flagged"),
    [
        ("2020-10-31", "open", True),
        ("2020-11-01", "open", False),
        ("2020-10-31", "in review", True),
        ("2020-10-31", "approved", False),
        ("2020-10-31", "closed", False),
    ],
)
def test_work_is_overdue(day: str, stage: str, *, flagged: bool) -> None:
    """After the day that it was due, until it is done or given up."""
    folder = Folder.opened()
    work: dict[str, object] = {"due": day}
    if stage == "closed":
        work["closed"] = {"outcome": "not checkable", "why": "Nobody knows."}
    if stage in {"in review", "approved"}:
        verdict = folder.verdict()
        if stage == "approved":
            folder.review(verdict)
    folder.put("work", CHECK, work)
    found = standing(folder.check())

    assert found.stage == stage
    assert [flag.name for flag in flags(found, now=NOW)] == ["overdue"] * flagged


@pytest.mark.parametrize(
    ("until", "flagged"),
    [
        ("2020-11-01T11:59:59Z", False),
        ("2020-11-01T12:00:00Z", False),
        ("2020-11-01T12:00:01Z", True),
        ("2020-11-01T11:30:00-01:00", True),
    ],
)
def test_an_embargo_lasts_until_its_time(until: str, *, flagged: bool) -> None:
    """To the second, in whatever zone it was written."""
    folder = Folder.opened().put("work", CHECK, {"embargo": until})
    found = flags(standing(folder.check()), now=NOW)

    assert [flag.name for flag in found] == ["embargoed"] * flagged


def test_the_gravest_flag_comes_first() -> None:
    """What moved before what is late."""
    folder = given_a_verdict()
    folder.verdict(recheck_by="2020-10-20")
    folder.change("check", claim="It is not")
    work = {"due": "2020-10-20", "embargo": "2021-01-01T00:00:00Z"}
    folder.put("work", CHECK, work)
    names = [flag.name for flag in flags(standing(folder.check()), now=NOW)]

    assert names == [
        *["needs recheck"] * 2,
        "two verdicts",
        "overdue",
        "embargoed",
    ]

"""The queue: what waits for whom, in which order, and what to type next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk.cases import Case
from factcheck.desk.queue import WAITING, Asked, Waiting, on_branch, queue
from factcheck.ledger.format.validation import class_of
from factcheck.model.filed import Filed
from factcheck.model.ids import id_of
from factcheck.model.plain import to_plain
from factcheck.model.settings import Settings
from factcheck.model.state import Standing

if TYPE_CHECKING:
    from factcheck.model.kinds import Kind

NOW = "2026-11-24T10:00:00Z"
ADDED = {"added": "2026-11-20T10:00:00Z", "added_by": "Anna"}


def _asked(who: str | None = "Anna", days: int = 3, **settings: Any) -> Asked:
    publisher = {"name": "Desk"}
    ratings = [{"label": "true", "meaning": "True."}]
    values = {"format": "1", "publisher": publisher, "ratings": ratings, **settings}
    record = Settings.model_validate(values)
    return Asked(who, NOW, days, lambda _, name: id_of(name)[:6], record)


def _filed(kind: Kind, name: str, values: dict[str, Any]) -> Filed[Any]:
    data = to_plain(class_of(kind).model_validate(values))
    return Filed(kind, f"{kind}/{name}.yaml", name, "", data)


def _case(
    stage: str = "open",
    number: int = 1,
    *,
    work: dict[str, Any] | None = None,
    **given: Any,
) -> Case:
    name = f"check-{number:012}"
    claim = {"claim": f"Claim {number}", "claimant": {"name": "S"}, "said_on": "2020"}
    claim |= {"opened": f"2026-11-{number:02}T10:00:00Z", "opened_by": "Anna"}
    about = {
        key: given.pop(key)
        for key in ("given", "is_drafted", "objection")
        if key in given
    }
    values: dict[str, Any] = {"public": "unpublished", "rating": None, "authors": ()}
    values |= {"moved": (), "disputed": 0, "self_approved": False, "waiting": ()}
    work = work or {}
    values |= {"due": work.get("due"), "embargo": work.get("embargo")}
    standing = Standing(**{**values, "stage": stage, "recheck_by": None, **given})
    filed = _filed("work", name, work) if work else None
    return Case(_filed("check", name, claim), filed, standing, **about)


MINE = {"assignee": "Anna"}
BOS = {"assignee": "Bo"}


@pytest.mark.parametrize(
    ("case", "kind", "why", "command"),
    [
        (
            _case("approved", disputed=2, authors=("Anna", "Bo")),
            "two verdicts",
            "2 verdicts stand: give one that supersedes them",
            "show",
        ),
        (
            _case("approved", waiting=(("The ministry", "2026-11-22"),), work=MINE),
            "answer overdue",
            "The ministry was to answer 2 days ago",
            "answer",
        ),
        (
            _case("approved", waiting=(("The ministry", "2026-11-27"),), work=MINE),
            "answer due",
            "The ministry is to answer in 3 days",
            "answer",
        ),
        (
            _case("drafting", work={**MINE, "due": "2026-11-23"}),
            "overdue",
            "was due yesterday",
            "draft",
        ),
        (
            _case("in review", work={"due": "2026-10-01"}, authors=("Anna",)),
            "overdue",
            "was due on 1 October 2026; a second person is to decide",
            "show",
        ),
        (
            _case("approved", work={**MINE, "embargo": "2026-11-24T09:00:00Z"}),
            "embargo",
            "the embargo ended today; not published",
            "report",
        ),
        (
            _case("approved", work={**MINE, "embargo": "2026-11-25T09:00:00Z"}),
            "embargo",
            "the embargo ends tomorrow; not published",
            "report",
        ),
        (
            _case("approved", moved=("the claim changed", "x"), authors=("Anna",)),
            "needs recheck",
            "the claim changed (and 1 more)",
            "recheck",
        ),
        (
            _case("approved", recheck_by="2026-11-24", authors=("Anna",)),
            "needs recheck",
            "was to be looked at again by 24 November 2026",
            "recheck",
        ),
        (
            _case("changes requested", authors=("Anna",), objection="Bo: Name it."),
            "changes requested",
            "Bo: Name it.",
            "draft",
        ),
        (
            _case("in review", authors=("Bo",), given="2026-11-22T23:00:00Z"),
            "review",
            "given by Bo 2 days ago",
            "approve",
        ),
        (
            _case(work={**MINE, "due": "2026-11-30", "priority": "high"}, number=23),
            "assigned",
            "due in 6 days, priority high, opened yesterday",
            "show",
        ),
        (
            _case("drafting", work=MINE, is_drafted=True),
            "assigned",
            "the draft is ready",
            "verdict",
        ),
        (_case(number=24), "nobody's", "nobody works on it; opened today", "show"),
        (_case("drafting"), "draft", "a draft is begun", "draft"),
    ],
)
def test_each_thing_that_waits_says_why_and_what_to_type(
    case: Case, kind: str, why: str, command: str
) -> None:
    """One line, for the person whose turn it is."""
    (found,) = queue([case], _asked())

    assert (found.kind, found.why, found.branch) == (kind, why, "")
    assert found.command == f"factcheck {command} {case.claim.id[:6]}"
    assert (found.name, found.what) == (case.claim.name, case.claim.data["claim"])


@pytest.mark.parametrize(
    "case",
    [
        _case("closed"),
        _case("approved"),
        _case(work=BOS),
        _case("drafting", work=BOS),
        _case("drafting", work={**BOS, "due": "2026-11-01"}),
        _case(work=BOS, waiting=(("The ministry", "2026-11-22"),)),
        _case("in review", authors=("Anna",)),
        _case("in review", authors=("Bo",), moved=("the claim changed",)),
        _case("changes requested", authors=("Bo",)),
        _case("approved", authors=("Bo",), moved=("the claim changed",)),
        _case("approved", authors=("Bo",), disputed=2),
        _case("approved", work={**MINE, "due": "2026-11-01"}),
        _case("approved", work={**MINE, "embargo": "2026-12-24T09:00:00Z"}),
        _case("approved", public="published", work={"embargo": "2026-11-24T09:00:00Z"}),
        _case("approved", work=MINE, waiting=(("The ministry", "2026-12-22"),)),
        _case("approved", work=MINE, waiting=(("The ministry", None),)),
    ],
)
def test_what_is_somebody_elses_or_not_yet_does_not_wait(case: Case) -> None:
    """For Anna there is nothing to do."""
    assert queue([case], _asked()) == []


def test_an_overdue_verdict_is_for_who_may_decide_on_it() -> None:
    """Its author waits; where its grounds moved, nobody can approve it."""
    due = {**MINE, "due": "2026-11-23"}
    of_bo = _case("in review", work=due, authors=("Bo",))
    moved = _case("in review", work=due, authors=("Bo",), moved=("x",))

    commands = [
        [one.command.split()[1] for one in queue([case], _asked())]
        for case in (of_bo, moved)
    ]

    assert commands == [["approve", "approve"], ["recheck", "recheck"]]


def test_for_everybody_nothing_is_left_out() -> None:
    """Whoever works on it, whoever wrote it."""
    cases = [
        _case(work=BOS, number=1),
        _case("in review", authors=("Anna",), number=2),
        _case("changes requested", authors=("Bo",), number=3),
        _case("drafting", number=4),
    ]
    kinds = [one.kind for one in queue(cases, _asked(None))]

    assert kinds == ["changes requested", "review", "assigned", "draft"]
    assert "for Bo" in queue(cases[:1], _asked(None))[0].why


def test_names_are_told_apart_as_names_are() -> None:
    """Case, accents and punctuation make no other person."""
    assert queue([_case(work={"assignee": "ÁNNA "})], _asked())[0].kind == "assigned"


def test_the_order_is_by_kind_then_due_then_priority_then_age() -> None:
    """What cannot stay as it is comes first."""
    works: list[dict[str, Any]] = [
        MINE,
        {**MINE, "priority": "high"},
        {**MINE, "due": "2026-12-01", "priority": "low"},
        {**MINE, "due": "2026-11-30"},
        {**MINE, "priority": "low"},
        {**MINE, "due": "2026-11-01"},
    ]
    cases = [_case(work=work, number=10 - n) for n, work in enumerate(works)]
    cases.append(_case(work=MINE, number=2))
    cases.append(_case("approved", disputed=2, authors=("Anna",), number=12))
    found = queue(cases, _asked())

    assert [one.kind for one in found] == ["two verdicts", "overdue", *["assigned"] * 6]
    assert [int(id_of(one.name)) for one in found] == [12, 5, 7, 8, 9, 2, 10, 6]


def test_mail_waits_for_everybody_until_it_is_settled() -> None:
    """With its clock; a complaint has a limit where the settings say so."""
    settled = {"decision": "dropped", "settled": NOW, "settled_by": "Anna"}
    tip = {"says": "Is it so?", "received": "2026-11-20", **ADDED}
    tips = [
        _filed("tip", "tip-0000000000aa", tip),
        _filed("tip", "tip-0000000000ab", {**tip, "outcome": settled}),
    ]
    wrong = {**tip, "check": "check-000000000001", "received": "2026-11-10"}
    complaints = [_filed("complaint", "no-0000000000ac", wrong)]
    asked = _asked(complaint_days="7", holidays=["2026-11-23"])
    found = queue([], asked, tips=tips, complaints=complaints)

    assert [(one.kind, one.why, one.command) for one in found] == [
        (
            "overdue",
            "overdue: 9 of 7 working days",
            "factcheck complaint show 000000",
        ),
        ("tip", "1 working day", "factcheck tip show 000000"),
    ]

    (unlimited,) = queue([], _asked(), complaints=complaints)

    assert unlimited.kind == "complaint"
    assert "of" not in unlimited.why


def test_what_waits_on_a_branch_is_named_with_it() -> None:
    """What waits on HEAD too is not said twice; odd names cannot break the command."""
    cases = [
        _case("in review", 1, authors=("Bo",)),
        _case("in review", 2, authors=("Bo",)),
    ]
    asked = _asked()
    here, there = queue(cases[:1], asked), queue(cases, asked)
    (found,) = on_branch(there, "bo/it's $(new)", here)

    assert (found.name, found.branch) == (cases[1].claim.name, "bo/it's $(new)")
    assert found.command == ("factcheck show 000000000002 --at 'bo/it'\"'\"'s $(new)'")

    late = {**MINE, "due": "2026-11-23"}
    mine = _case("in review", 3, work=late, authors=("Anna",))
    begun = _case("open", 3, work=late)

    assert [*on_branch(queue([begun], asked), "bo", queue([mine], asked))] == []

    tip = _filed(
        "tip", "t-0000000000aa", {"says": "S", "received": "2026-11-20", **ADDED}
    )
    (found,) = on_branch(queue([], asked, tips=[tip]), "bo", [])

    assert found.command == "factcheck search 0000000000aa --kind tip"


def test_every_kind_has_a_place_in_the_order() -> None:
    """The kinds are those of a thing that waits."""
    assert len(set(WAITING)) == len(WAITING)
    assert Waiting.__annotations__["kind"] == "Waits"

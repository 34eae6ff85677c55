"""The work on a check: assigned, closed, reopened, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk import work
from factcheck.model import state
from factcheck.model.errors import BadRecordError, RefusedError, UsageError
from tests.desk.commits import latest

if TYPE_CHECKING:
    from collections.abc import Callable

    from factcheck.desk.desk import Operation
    from factcheck.model.claim import Outcome
    from tests.conftest import Newsroom

    Publish = Callable[[Newsroom, str, str], None]


def _assign(newsroom: Newsroom, check: str, **options: Any) -> Operation:
    fields = {"assignee", "due", "priority", "topics", "embargo"}
    given = {key: options.pop(key) for key in [*options] if key in fields}
    return newsroom.do(
        lambda desk: work.assign(desk, desk.ledger.check(check), given, **options)
    )


def _close(
    newsroom: Newsroom,
    check: str,
    outcome: Outcome = "dropped",
    *,
    of: str = "",
    anyway: bool = False,
) -> Operation:
    return newsroom.do(
        lambda desk: work.close(
            desk,
            desk.ledger.check(check),
            outcome,
            "It was a joke.",
            of=desk.ledger.check(of) if of else None,
            anyway=anyway,
        )
    )


def _reopen(newsroom: Newsroom, check: str) -> Operation:
    return newsroom.do(
        lambda desk: work.reopen(desk, desk.ledger.check(check), "It matters.")
    )


def _work(newsroom: Newsroom, check: str) -> dict[str, Any] | None:
    filed = newsroom.ledger.check(check).work
    return filed.data if filed else None


def test_me_is_who_works_at_the_desk(newsroom: Newsroom) -> None:
    """The name goes into the record, the reason into the commit."""
    name = newsroom.open()
    _assign(newsroom, name, assignee="me", due="2026-12-01", because="She knows it.")
    data = _work(newsroom, name)

    assert data is not None
    assert (data["assignee"], data["due"]) == ("Anna Example", "2026-12-01")
    assert latest(newsroom).subject == (
        "Assign moonlight-is-cold to Anna Example, due 2026-12-01"
    )
    assert latest(newsroom).trailers == (("Factcheck-Op", "assign"), ("Check", name))
    assert "\n\nShe knows it.\n\n" in newsroom.git("log", "-1", "--format=%B")


def test_topics_are_added_and_dropped(newsroom: Newsroom) -> None:
    """Two people who add topics do not take each other's away."""
    name = newsroom.open(work={"topics": ["moon", "light"]})
    _assign(newsroom, name, topics=["cold", "moon"], drop_topics=["light"])
    data = _work(newsroom, name)

    assert data is not None
    assert data["topics"] == ["moon", "cold"]


def test_a_work_record_of_nothing_is_no_file(newsroom: Newsroom) -> None:
    """What was cleared leaves nothing behind."""
    name = newsroom.open(work={"priority": "high"})
    _assign(newsroom, name, clear=["priority"])

    assert _work(newsroom, name) is None
    assert list(latest(newsroom).files.values()) == ["D"]


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"priority": "high"}, UsageError, "nothing changes"),
        ({"clear": ["closed"]}, UsageError, "no field 'closed' to clear"),
        ({"drop_topics": ["sun"]}, UsageError, "no topic 'sun'"),
        ({"due": "soon"}, BadRecordError, "'soon' is no day"),
        ({"priority": "huge"}, BadRecordError, "priority"),
        ({"embargo": "2026-12-01"}, BadRecordError, "no point in time"),
    ],
)
def test_what_makes_no_sense_is_refused(
    newsroom: Newsroom, options: dict[str, Any], error: type[Exception], says: str
) -> None:
    """Each with what is wrong."""
    name = newsroom.open(work={"priority": "high"})
    with pytest.raises(error, match=says):
        _assign(newsroom, name, **options)


def test_closing_says_since_when_by_whom_and_why(newsroom: Newsroom) -> None:
    """The rest of the work stays; reopening leaves it as it was."""
    name = newsroom.open(work={"topics": ["moon"]})
    _close(newsroom, name, "not checkable")
    closed = _work(newsroom, name)
    stage = state.standing(newsroom.ledger.check(name)).stage
    _reopen(newsroom, name)
    message = newsroom.git("log", "-1", "--format=%B")

    assert closed is not None
    assert closed["topics"] == ["moon"]
    assert closed["closed"] == {
        "outcome": "not checkable",
        "duplicate_of": None,
        "why": "It was a joke.",
        "since": "2026-11-23T10:01:00Z",
        "by": "Anna Example",
    }
    assert stage == "closed"
    assert _work(newsroom, name) == {**closed, "closed": None}
    assert message.startswith("Reopen moonlight-is-cold\n\nIt matters.\n\n")


def test_what_is_closed_is_not_closed_and_what_is_open_not_opened(
    newsroom: Newsroom,
) -> None:
    """The line says what to do."""
    name = newsroom.open()
    with pytest.raises(RefusedError, match="is not closed"):
        _reopen(newsroom, name)
    _close(newsroom, name)
    with pytest.raises(RefusedError, match=r"closed already \(dropped\).*reopen"):
        _close(newsroom, name)


def test_work_by_somebody_asks_for_anyway(newsroom: Newsroom) -> None:
    """A draft and a verdict are not put away by the way."""
    drafted, given = newsroom.open("One"), newsroom.open("Two")
    newsroom.draft(drafted)
    newsroom.freeze(given)
    for name, says in ((drafted, "drafted"), (given, "Anna Example is in review")):
        with pytest.raises(RefusedError, match=rf"{says}.*--anyway"):
            _close(newsroom, name)
        _close(newsroom, name, anyway=True)

        assert state.standing(newsroom.ledger.check(name)).stage == "closed"


def test_what_readers_have_seen_is_not_dropped(
    busy_newsroom: Newsroom, publish: Publish
) -> None:
    """Not even anyway; as a duplicate it may be closed expressly."""
    verdict = busy_newsroom.ledger.check("moonlight").verdicts[0]
    publish(busy_newsroom, "moonlight", verdict.name)
    outcomes: tuple[Outcome, ...] = ("dropped", "not checkable")
    for outcome in outcomes:
        with pytest.raises(RefusedError, match="retract the verdict first"):
            _close(busy_newsroom, "moonlight", outcome, anyway=True)
    with pytest.raises(RefusedError, match="readers have seen"):
        _close(busy_newsroom, "moonlight", "duplicate", of="sunlight")
    _close(busy_newsroom, "moonlight", "duplicate", of="sunlight", anyway=True)

    assert state.standing(busy_newsroom.ledger.check("moonlight")).stage == "closed"


def test_what_was_retracted_may_be_dropped(
    busy_newsroom: Newsroom, publish: Publish
) -> None:
    """Readers were told."""
    publish(
        busy_newsroom,
        "moonlight",
        busy_newsroom.ledger.check("moonlight").verdicts[0].name,
    )
    retraction = busy_newsroom.freeze(
        "moonlight", grade="retraction", public_note="We were wrong."
    )
    folder = busy_newsroom.path("moonlight")
    (folder / "publication-desk-0123456789ac.yaml").write_text(
        f"verdict: {retraction}\nurl: https://desk.example/a\n"
        'published: "2026-11-24T08:00:00Z"\n'
    )
    busy_newsroom.save()
    _close(busy_newsroom, "moonlight")

    assert state.standing(busy_newsroom.ledger.check("moonlight")).stage == "closed"


def test_duplicates_make_neither_chain_nor_circle(newsroom: Newsroom) -> None:
    """Each leads to a check that is none itself."""
    one, two, three = (newsroom.open(text) for text in ("One", "Two", "Three"))
    _close(newsroom, one, "duplicate", of=two)
    with pytest.raises(RefusedError, match=f"itself a duplicate of {two}"):
        _close(newsroom, three, "duplicate", of=one)
    with pytest.raises(RefusedError, match=f"{one} is closed as a duplicate of {two}"):
        _close(newsroom, two, "duplicate", of=three)
    with pytest.raises(RefusedError, match="duplicate of itself"):
        _close(newsroom, three, "duplicate", of=three)


def test_only_a_duplicate_names_another_check(newsroom: Newsroom) -> None:
    """And it always does."""
    one, two = newsroom.open("One"), newsroom.open("Two")
    cases: tuple[tuple[Outcome, str], ...] = (("duplicate", ""), ("dropped", two))
    for outcome, of in cases:
        with pytest.raises(UsageError, match="--of"):
            _close(newsroom, one, outcome, of=of)


def test_a_work_file_that_was_edited_by_hand_is_left_alone(newsroom: Newsroom) -> None:
    """What is not committed is not overwritten."""
    name = newsroom.open(work={"priority": "high"})
    file = newsroom.path("moonlight") / "work.yaml"
    file.write_text("priority: low\n")
    with pytest.raises(RefusedError, match="not committed"):
        _assign(newsroom, name, due="2026-12-01")

    assert file.read_text() == "priority: low\n"

"""Lists from narrow rows: whatever fits is among them, in the order shown."""

from __future__ import annotations

import sqlite3
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from hypothesis import given
from hypothesis import strategies as st

from factcheck.cli.filters import FILTERS, check_filter
from factcheck.ledger.cache import listed
from factcheck.ledger.cache.stored import StoredRecords
from factcheck.model import state
from factcheck.model.check import Check, gather
from factcheck.model.filed import Filed
from factcheck.model.short_names import short_ids

if TYPE_CHECKING:
    from tests.conftest import Newsroom

NOW = "2026-11-24T10:00:00Z"
NAMES = ("Ann Ash", "ann ash", "A. Ash", "Bo", "Bö", "unknown")
DAYS = (None, "2026-11-23", "2026-11-24", "2026-11-25")
LABELS = ("true", "False-ish", "mixed up")

standings = st.builds(
    state.Standing,
    stage=st.sampled_from(["open", "in review", "approved", "closed"]),
    public=st.sampled_from(["unpublished", "published", "corrected"]),
    rating=st.sampled_from([None, *LABELS]),
    authors=st.just(()),
    moved=st.sampled_from([(), ("the claim changed",)]),
    disputed=st.sampled_from([0, 2]),
    self_approved=st.booleans(),
    waiting=st.lists(st.tuples(st.just("Bo"), st.sampled_from(DAYS)), max_size=2).map(
        tuple
    ),
    due=st.sampled_from(DAYS),
    embargo=st.sampled_from([None, NOW, "2026-11-24T10:00:01Z"]),
    recheck_by=st.sampled_from(DAYS),
)
claims = st.fixed_dictionaries(
    {
        "claim": st.sampled_from(
            ["Straße and moon", "the ICE melts", "İs it 50 %?", "a[b*c\0 ice"]
        ),
        "words": st.sampled_from([None, "as said, MOON"]),
        "wordings": st.lists(st.sampled_from(["other ice", "é"]), max_size=1),
        "claimant": st.fixed_dictionaries({"name": st.sampled_from(NAMES)}),
        "said_on": st.sampled_from(["unknown", "2020", "2020-10", "2020-10-08"]),
        "opened": st.sampled_from(["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"]),
    }
)
works = st.none() | st.fixed_dictionaries(
    {
        "topics": st.lists(st.sampled_from(["war", "wars", "Krieg"]), max_size=2),
        "assignee": st.sampled_from([None, *NAMES]),
    }
)
parties = st.lists(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True), max_size=2
)


def _some(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2)


asked = st.fixed_dictionaries(
    {},
    optional={
        "stage": _some("open", "In-Review", "closed"),
        "public": _some("unpublished", "CORRECTED"),
        "flag": _some(
            *("needs recheck", "two-verdicts", "self-approved", "overdue"),
            *("waiting for an answer", "answer overdue", "Embargoed"),
        ),
        "rating": _some("True", "false ish", "mixed-up"),
        "claimant": st.sampled_from(["ash", "a", "Bo", "ANN", "x"]),
        "topic": _some("war", "Krieg"),
        "assignee": st.sampled_from(["bo", "ANN ASH", "", "x"]),
        "since": st.sampled_from(["2020-10-09", "2020", "2021"]),
        "until": st.sampled_from(["2020-10-08", "2020-09", "2019"]),
    },
)
words = st.lists(
    st.sampled_from(
        [
            "moon",
            "ICE",
            "strasse",
            "ß",
            "i̇",
            "%",
            "ash",
            "[b*c",
            "?",
            "*",
            "C",
            "x" * 60_000,
        ]
    ),
    max_size=2,
)


class Room(StoredRecords):
    """A ledger that has nothing but what lists go by."""

    settings = SimpleNamespace(ratings=[SimpleNamespace(label=one) for one in LABELS])

    def names_left(self, tests: list[str], values: list[Any]) -> list[str]:
        """Give the names of the checks that pass conditions."""
        query = "SELECT name FROM listed l JOIN listed_text t USING (opened, path)"
        passing = f"{query} WHERE {' AND '.join(tests)}" if tests else query
        return [name for (name,) in self._db.execute(passing, values)]


def _check(number: int, claim: dict[str, Any], work: dict[str, Any] | None) -> Check:
    name = f"c-{number:012}"
    folder = f"checks/2026/11/{name}"
    inside = [Filed[Any]("check", f"{folder}/check.yaml", name, name, claim)]
    if work is not None:
        inside.append(Filed[Any]("work", f"{folder}/work.yaml", name, name, work))
    return cast("Check", gather(inside, {}))


def _room(checks: list[tuple[Check, state.Standing]], names: list[list[str]]) -> Room:
    db = sqlite3.connect(":memory:")
    for statement in (*listed.TABLES, *listed.INDEXES):
        db.execute(statement)
    rows = [row for check, standing in checks for row in listed.rows(check, standing)]
    for number, (own, *others) in enumerate(names):
        name = f"p-{number:012}"
        data = {"name": own, "other_names": others}
        path = f"parties/2026/11/{name}.yaml"
        rows += listed.rows_of(Filed("party", path, name, "", data))
    for table, row in rows:
        db.execute(listed.INSERTS[table], row)
    return Room(db)


@given(
    made=st.lists(st.tuples(claims, works, standings), max_size=5),
    names=parties,
    filters=asked,
    text=words,
)
def test_nothing_that_fits_is_left_out(
    made: list[tuple[dict[str, Any], dict[str, Any] | None, state.Standing]],
    names: list[list[str]],
    filters: dict[str, Any],
    text: list[str],
) -> None:
    """SQL narrows; what the one rule in Python takes is always among what is left."""
    checks = [
        (_check(number, claim, work), standing)
        for number, (claim, work, standing) in enumerate(made)
    ]
    room = _room(checks, names)
    session: Any = SimpleNamespace(ledger=room, moment=lambda: NOW)
    fits = check_filter(session, filters, text)
    fitting = {
        check.name
        for check, standing in checks
        if fits(check.claim, check.work, standing, state.flags(standing, now=NOW))
    }
    tests, values = listed.narrowing({**filters, "text": text}, now=NOW)
    left = room.names_left(tests, values)

    assert fitting <= set(left)
    assert sorted(left) == sorted(fitting)  # so far all conditions are exact


def test_the_ledger_gives_what_fits_newest_first(busy_newsroom: Newsroom) -> None:
    """With filters fewer than without, in the same order."""
    ledger = busy_newsroom.ledger
    every = list(ledger.standings())
    stages = {standing.stage for _, _, standing in every}

    assert [claim.data["opened"] for claim, _, _ in every] == sorted(
        (claim.data["opened"] for claim, _, _ in every), reverse=True
    )
    for stage in stages:
        expected = [one for one in every if one[2].stage == stage]
        assert list(ledger.standings({"stage": [stage]}, now=NOW)) == expected
    assert [ledger.standing_of(one[0].id) for one in every] == every
    assert ledger.standing_of("0" * 12) is None


def test_short_ids_are_those_of_the_whole_list(busy_newsroom: Newsroom) -> None:
    """Neighbours in the index say as much as all names; unknown ones stay whole."""
    ledger = busy_newsroom.ledger
    for kind in ("check", "evidence"):
        names = [filed.name for filed in ledger.of_kind(kind)]

        assert ledger.short_ids(kind, names) == list(short_ids(names).values())
    assert ledger.short_ids("check", ["no-000000000000"]) == ["0" * 12]


def test_every_filter_narrows() -> None:
    """One that did not would read the whole ledger."""
    values = {"flag": ["overdue"], "since": "2020", "until": "2020"}
    for option in FILTERS:
        given_value = values.get(option.field, ["x"] if option.type is not str else "x")
        tests, _ = listed.narrowing({option.field: given_value}, now=NOW)

        assert tests

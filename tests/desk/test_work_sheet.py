"""The work on checks as a sheet: out, changed by somebody, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factcheck.desk.sheets.work import (
    COLUMNS,
    Listed,
    WorkDone,
    WorkSheet,
    refuse_foreign,
    row_of,
)
from factcheck.intake.sheet import read_sheet, write_sheet
from factcheck.model import state
from factcheck.model.errors import BadInputError
from tests.desk.commits import latest, number_of_commits

if TYPE_CHECKING:
    from tests.conftest import Newsroom

NOW = "2026-11-24T10:00:00Z"
Cells = dict[str, str]


def listed(newsroom: Newsroom) -> list[Listed]:
    """Give the checks of a ledger as they are listed."""
    return [
        Listed(claim, work, standing, state.flags(standing, now=NOW))
        for claim, work, standing in newsroom.ledger.standings()
    ]


def exported(newsroom: Newsroom) -> list[Cells]:
    """Give the rows that are exported."""
    return [row_of(one) for one in listed(newsroom)]


def taken_back(
    newsroom: Newsroom, rows: list[Cells], columns: tuple[str, ...] = COLUMNS
) -> list[WorkDone]:
    """Write a sheet, read it again, and commit what it changes."""
    text = write_sheet(columns, rows)
    read = read_sheet(text.encode(), source="week.csv")
    desk = newsroom.desk()
    sheet = WorkSheet(desk, listed(newsroom))
    done = [sheet.take(row) for row in read.rows]
    operation = sheet.operation(sheet="week.csv")
    if operation:
        desk.commit(operation)
    return done


@pytest.fixture
def two(newsroom: Newsroom) -> Newsroom:
    """Give a newsroom with a check that is worked on, sun, and one that is not."""
    work = {
        "assignee": "Bo Example",
        "due": "2020-10-08",
        "topics": ["Sky", "sun-light"],
    }
    newsroom.open("Sun is =warm", work=work)
    newsroom.open("-Moon\u202e is cold", words="a,\nb;")
    return newsroom


def test_an_untouched_sheet_changes_nothing(two: Newsroom) -> None:
    """Neither the ledger nor its history."""
    before = number_of_commits(two)
    done = taken_back(two, exported(two))

    assert [one.status for one in done] == ["unchanged", "unchanged"]
    assert not any(one.ignored or one.remark for one in done)
    assert number_of_commits(two) == before


def test_work_is_taken_back_in_one_commit(two: Newsroom) -> None:
    """Set, changed and emptied; what is closed stays so."""
    moon, sun = exported(two)
    moon |= {"assignee": "Anna Example", "topics": "night sky; sun-light"}
    sun |= {"due": "", "priority": "high", "assignee": "", "topics": ""}
    before = number_of_commits(two)
    done = taken_back(two, [moon, sun])
    work = {one.check: one.record for one in two.ledger.of_kind("work")}

    assert [one.status for one in done] == ["changed", "changed"]
    assert number_of_commits(two) == before + 1
    assert latest(two).subject == "Import the work on 2 checks from week.csv"
    assert work[moon["name"]].assignee == "Anna Example"
    assert work[moon["name"]].topics == ("night-sky", "sun-light")
    assert (work[sun["name"]].due, work[sun["name"]].priority) == (None, "high")


def test_a_check_without_work_loses_the_file(two: Newsroom) -> None:
    """An empty record is no record."""
    moon, sun = exported(two)
    sun |= {"due": "", "assignee": "", "topics": ""}
    taken_back(two, [moon, sun])

    assert not list(two.ledger.of_kind("work"))
    assert exported(two)[1]["due"] == ""


def test_closing_survives(two: Newsroom) -> None:
    """What the sheet does not hold is kept."""
    path = two.path("moon") / "work.yaml"
    path.write_text("closed:\n  outcome: dropped\n  why: No time.\n")
    two.save()
    rows = exported(two)
    rows[0]["assignee"] = "Bo Example"
    taken_back(two, rows)
    work = next(one for one in two.ledger.of_kind("work") if "moon" in one.check)

    assert work.record.closed.why == "No time."
    assert work.record.assignee == "Bo Example"


def test_both_sides_changed_is_a_conflict(two: Newsroom) -> None:
    """The row is left alone; a row that only the ledger changed is none."""
    rows = exported(two)
    edited = [dict(row) for row in rows]
    for row in edited:
        row["priority"] = "low"
    taken_back(two, edited)
    rows[0]["priority"] = "high"
    done = taken_back(two, rows)

    assert [one.status for one in done] == ["conflict", "unchanged"]
    assert "priority is 'low' there and 'high' here" in done[0].remark
    assert exported(two)[0]["priority"] == "low"


def test_the_same_change_on_both_sides_is_none(two: Newsroom) -> None:
    """Agreement needs nobody."""
    rows = exported(two)
    rows[0]["priority"] = "high"
    taken_back(two, rows)

    assert taken_back(two, rows)[0].status == "unchanged"


def test_other_columns_are_named_and_ignored(two: Newsroom) -> None:
    """Only the work comes back."""
    rows = exported(two)
    rows[0] |= {"claim": "Moon is warm", "said_on": "10/2020", "assignee": "Bo"}
    done = taken_back(two, rows)

    assert done[0].status == "changed"
    assert done[0].ignored == ("claim", "said_on")
    assert exported(two)[0]["claim"] == "-Moon\u202e is cold"


@pytest.mark.parametrize(
    ("field", "text"),
    [("due", "08/10/2020"), ("due", "Oct-20"), ("embargo", "2020-10-08 18:00")],
)
def test_a_rewritten_date_is_said(two: Newsroom, field: str, text: str) -> None:
    """Two days may be meant, so neither is taken."""
    rows = exported(two)
    rows[1][field] = text
    done = taken_back(two, rows)

    assert done[1].status == "error"
    assert text in done[1].remark
    assert "spreadsheet program" in done[1].remark


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"id": ""}, "the id is empty"),
        ({"id": "0123456789ab"}, "the ledger has no check with the id"),
        ({"as_of": "1"}, "is not what was exported"),
        ({"priority": "urgent"}, "priority is 'urgent': it must be"),
    ],
)
def test_a_bad_row_is_said_and_the_rest_goes_in(
    two: Newsroom, cells: Cells, message: str
) -> None:
    """One bad row keeps no other out."""
    rows = exported(two)
    rows[0] |= cells
    rows[1]["assignee"] = "Anna Example"
    done = taken_back(two, rows)

    assert [one.status for one in done] == ["error", "changed"]
    assert message in done[0].remark


def test_a_check_that_stands_twice_is_taken_once(two: Newsroom) -> None:
    """The second row is an error."""
    rows = exported(two)
    done = taken_back(two, [*rows, rows[0]])

    assert done[2].status == "error"


def test_columns_that_were_deleted_are_left_alone(two: Newsroom) -> None:
    """A missing column is not an empty one."""
    rows = exported(two)
    rows[1]["assignee"] = "Anna Example"
    done = taken_back(two, rows, ("id", "assignee", "as_of"))

    assert [one.status for one in done] == ["unchanged", "changed"]
    assert exported(two)[1]["due"] == "2020-10-08"


def test_a_sheet_of_somebody_else_is_refused() -> None:
    """Without an id and a digest nothing can be told."""
    with pytest.raises(BadInputError, match="no column id and no as_of"):
        refuse_foreign(["Claim"], sheet="a.csv")

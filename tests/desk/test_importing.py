"""Importing: somebody's sheet becomes checks, evidence and links, once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factcheck.desk.sheets.importing import Import, RowDone
from factcheck.desk.sheets.map import (
    Filling,
    MapFile,
    Skip,
    columns_meant,
    read_map,
)
from factcheck.desk.sheets.suggestion import suggested_map
from factcheck.intake.sheet import read_sheet
from factcheck.model.errors import BadRecordError
from factcheck.review.verify import verify
from tests.desk.commits import latest, number_of_commits
from tests.desk.messy_sheet import COLUMNS, MAP, messy_sheet

if TYPE_CHECKING:
    from tests.conftest import Newsroom

DOCS = Path(__file__).resolve().parents[2] / "docs"

SMALL = """\
source: Small
check:
  claim: {column: Claim}
  claimant.name: {column: [First, Last]}
  said_on: {column: Date}
evidence:
  - source.url: {column: URL}
    source.publisher: {value: Office}
    kind: {value: report}
    says: {column: Says}
    link.stance: {value: supports}
    link.why: {value: It says so.}
"""
HEAD = "Claim,First,Last,Date,URL,Says\n"
MOON = "The moon is cheese,Jane,Roe,2020-10,https://example.org/a,It is rock.\n"


def imported(
    newsroom: Newsroom,
    sheet: str | bytes,
    map_text: str = SMALL,
    *,
    anyway: bool = False,
) -> list[RowDone]:
    """Import a sheet and commit what is new."""
    data = sheet.encode() if isinstance(sheet, str) else sheet
    read = read_sheet(data, source="sheet.csv")
    sheet_map = read_map(map_text.encode(), path="map.yaml")
    columns = columns_meant(sheet_map, read.columns, sheet="sheet.csv")
    desk = newsroom.desk()
    importing = Import(desk, sheet_map, columns, anyway=anyway)
    done = list(importing.take(read.rows))
    operation = importing.operation(sheet="sheet.csv")
    if operation:
        desk.commit(operation)
    return done


def refused(map_text: str) -> list[str]:
    """Give what reading a map complains about."""
    with pytest.raises(BadRecordError) as caught:
        read_map(map_text.encode(), path="map.yaml")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_messy_sheet_goes_in_once(newsroom: Newsroom, encoding: str) -> None:
    """500 rows: errors by row, the rest in one commit, nothing in a second run."""
    messy = messy_sheet(is_western=encoding == "cp1252")
    commits = number_of_commits(newsroom)
    done = imported(newsroom, messy.as_csv(encoding), MAP)
    ledger = newsroom.ledger
    errors = {one.number: one.remarks for one in done if one.status == "error"}

    assert Counter(one.status for one in done) == messy.status
    assert errors.keys() == messy.errors.keys()
    assert all(
        any(part in text for text in errors[number])
        for number, part in messy.errors.items()
    )
    assert number_of_commits(newsroom) == commits + 1
    assert len(list(ledger.of_kind("check"))) == messy.status["new"] > 300
    assert len(list(ledger.of_kind("link"))) == messy.status["new"] - 10
    assert verify(ledger).holds

    again = imported(newsroom, messy.as_csv(encoding, delimiter=","), MAP)

    assert number_of_commits(newsroom) == commits + 1
    assert {one.status for one in again} == {"known", "skipped", "error"}


def test_a_row_becomes_what_the_map_says(newsroom: Newsroom) -> None:
    """Joined columns, translated values, topics, a draft; months by the opening."""
    text = (
        f"{';'.join(COLUMNS)}\n"
        "7;Bridges  are\u00a0blue;Jane Roe;08.10.2018;PRO;https://example.org/b;Office;"
        '"Blue,\nall of them.";wrong;Public works, traffic;seen\n'
    )
    imported(newsroom, text, MAP)
    check = newsroom.ledger.check("bridges-are-blue")

    assert check.claim.path.startswith("checks/2018/10/")
    assert check.claim.record.claimant.name == "Jane Roe"
    assert check.claim.record.said_on == "2018-10-08"
    assert check.claim.record.opened == "2018-10-08T00:00:00Z"
    assert check.work
    assert check.work.record.topics == ("public-works", "traffic")
    assert check.draft
    assert check.draft.record.rating == "false"
    assert check.links[0].record.stance == "supports"
    assert check.links[0].record.why == "seen"
    assert check.evidence[check.links[0].id].record.says == "Blue,\nall of them."


def test_the_commit_says_what_came_from_where(newsroom: Newsroom) -> None:
    """Subject for people, the checks as trailers."""
    imported(newsroom, HEAD + MOON)
    commit = latest(newsroom)

    assert commit.subject == "Import Small: 1 check, 1 evidence entry, 1 link"
    assert commit.trailers[0] == ("Factcheck-Op", "import")
    assert [key for key, _ in commit.trailers] == ["Factcheck-Op", "Check"]
    assert set(commit.files.values()) == {"A"}


def test_a_changed_row_is_named_and_left_alone(newsroom: Newsroom) -> None:
    """Neither the sheet nor the ledger wins in silence."""
    imported(newsroom, HEAD + MOON)
    before = number_of_commits(newsroom)
    done = imported(
        newsroom, HEAD + MOON.replace("rock", "stone").replace("Roe", "Doe")
    )

    assert [one.status for one in done] == ["differs"]
    assert [text.split(" differs")[0] for text in done[0].remarks] == [
        "claimant",
        "says",
    ]
    assert number_of_commits(newsroom) == before


def test_new_evidence_for_a_known_claim_goes_in(newsroom: Newsroom) -> None:
    """Rows with one key are one check; another source is another entry."""
    imported(newsroom, HEAD + MOON)
    more = MOON.replace("org/a", "org/b").replace("rock", "dust")
    done = imported(newsroom, HEAD + MOON + more)

    assert [one.status for one in done] == ["known", "new"]
    assert len(newsroom.ledger.check("the-moon").links) == 2


def test_two_passages_of_one_source_stay_two(newsroom: Newsroom) -> None:
    """The same address with another passage is another entry, in a second run too."""
    sheet = HEAD + MOON + MOON.replace("rock", "dust")
    first = imported(newsroom, sheet)
    second = imported(newsroom, sheet)

    assert [one.status for one in first] == ["new", "new"]
    assert [one.status for one in second] == ["known", "known"]
    assert len(newsroom.ledger.check("the-moon").links) == 2


def test_one_entry_bears_on_several_claims(newsroom: Newsroom) -> None:
    """A passage that stands in several rows is taken in once and linked to each."""
    sheet = HEAD + MOON + MOON.replace("cheese", "green")
    imported(newsroom, sheet)
    again = imported(newsroom, sheet)
    ledger = newsroom.ledger

    assert len(list(ledger.of_kind("evidence"))) == 1
    assert len(list(ledger.of_kind("link"))) == 2
    assert {one.status for one in again} == {"known"}


def test_what_was_unlinked_is_not_linked_again(newsroom: Newsroom) -> None:
    """A person took it off; an import does not know better."""
    imported(newsroom, HEAD + MOON)
    path = newsroom.ledger.check("the-moon").links[0].path
    (newsroom.root / path).unlink()
    newsroom.save()
    done = imported(newsroom, HEAD + MOON)

    assert done[0].status == "differs"
    assert "is not linked to" in done[0].remarks[0]


def test_a_claim_of_the_ledger_is_not_opened_again(newsroom: Newsroom) -> None:
    """The same claim is left out, a similar one named; --anyway compares nothing."""
    name = newsroom.open("The moon is cheese")
    near = MOON.replace("cheese", "made of cheese and bread")
    done = imported(newsroom, HEAD + MOON + near)

    assert [one.status for one in done] == ["skipped", "new"]
    assert done[0].remarks[0].startswith(f"{name} checks this claim")
    assert done[1].alike[0].startswith(name)
    assert imported(newsroom, HEAD + MOON, anyway=True)[0].status == "new"


def test_a_bad_row_leaves_nothing_behind(newsroom: Newsroom) -> None:
    """Bad evidence keeps the claim of its row out; mended, it comes in."""
    bad = MOON.replace("https://example.org/a", "the archive")
    done = imported(newsroom, HEAD + bad)

    assert [one.status for one in done] == ["error"]
    assert not list(newsroom.ledger.of_kind("check", "evidence", "link"))
    assert imported(newsroom, HEAD + MOON)[0].status == "new"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2020", "2020"),
        ("2020-10", "2020-10"),
        ("8 October 2020", "2020-10-08"),
        ("October 8, 2020", "2020-10-08"),
        ("2020-10-08 00:00:00", "2020-10-08"),
        ("Unknown", "unknown"),
    ],
)
def test_plain_dates_need_no_form(newsroom: Newsroom, text: str, wanted: str) -> None:
    """Partial dates stay partial."""
    imported(newsroom, HEAD + MOON.replace("2020-10", f'"{text}"'))

    assert newsroom.ledger.check("the-moon").claim.record.said_on == wanted


@pytest.mark.parametrize("text", ["08/10/2020", "31.02.2020", "last week", "20"])
def test_a_date_of_two_meanings_is_an_error(newsroom: Newsroom, text: str) -> None:
    """Nothing is guessed."""
    done = imported(newsroom, HEAD + MOON.replace("2020-10", text))

    assert done[0].status == "error"
    assert done[0].remarks[0].startswith(f"said_on: '{text}' is no date")


def test_a_map_says_what_is_wrong_with_it_by_line() -> None:
    """Unknown and missing fields, senseless options."""
    text = """\
source: Small
check:
  clam: {column: Claim}
  claim: Claim
  claimant.name: {format: "%d.%m.%Y"}
  said_on: {column: Date, format: "%d.%q"}
  place: {column: Place, separator: ","}
  medium: {colum: Medium}
"""
    problems = refused(text)

    assert problems == [
        "map.yaml:3: check has no field clam: did you mean claim?",
        "map.yaml:4: check claim: write {column: NAME}, or {value: TEXT} for all rows",
        "map.yaml:5: claimant.name has neither a column nor a value",
        "map.yaml:6: said_on: '%d.%q' is no format of a date: %d.%m.%Y is one",
        "map.yaml:7: place is no list: it has no separator",
        "map.yaml:8: medium: there is no field colum: did you mean column?",
    ]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("work:\n  topics: {column: T, values: text}\n", "topics: values must be"),
        ("work: text\n", "work must be 'name: value' lines below it"),
        ("evidence:\n  source.url: {column: x}\n", "evidence must be a list"),
        ("work:\n  topics: {column: []}\n", "neither a column nor a value"),
        ("work:\n  due: {value: x, format: '%d %Y'}\n", "is no format of a date"),
        ("appearance:\n  article: {value: x}\n", "appearance has no field article"),
        ("skip:\n  - {column: A}\n", "skip 1 holds is missing"),
    ],
)
def test_a_map_that_makes_no_sense_is_refused(more: str, message: str) -> None:
    """One line that says what to write."""
    problems = refused(SMALL.partition("evidence:")[0] + more)

    assert len(problems) == 1
    assert message in problems[0]


def test_a_map_must_fill_what_a_record_needs() -> None:
    """Also in each evidence entry, where it has any."""
    text = (
        "source: S\ncheck:\n  claim: {column: C}\nevidence:\n  - quote: {column: Q}\n"
    )
    problems = refused(text)

    assert "map.yaml:2: check claimant.name is not filled" in problems[0]
    assert {one.split(" is not")[0].rpartition(" ")[2] for one in problems} == {
        "claimant.name",
        "said_on",
        "source.publisher",
        "kind",
        "says",
        "link.stance",
        "link.why",
    }


def test_columns_that_lack_are_said_first() -> None:
    """With the columns that there are, and the nearest one."""
    sheet_map = read_map(SMALL.encode(), path="map.yaml")
    with pytest.raises(BadRecordError) as caught:
        columns_meant(sheet_map, ["Claims", "first", "LAST", "Date"], sheet="s.csv")
    problems = [str(one) for one in caught.value.problems]

    assert problems == [
        "map.yaml:3: s.csv has no column 'Claim': did you mean 'Claims'?",
        "map.yaml:7: s.csv has no column 'URL'",
        "map.yaml:10: s.csv has no column 'Says'",
        "s.csv:1: its columns are 'Claims', 'first', 'LAST', 'Date'",
    ]


def test_a_suggested_map_can_be_read(newsroom: Newsroom) -> None:
    """What it places is right; what it cannot place stands in a comment."""
    messy = messy_sheet(is_western=False)
    read = read_sheet(messy.as_csv("utf-8"), source="sheet.csv")
    rows = [one.values for one in read.rows]
    ratings = [one.label for one in newsroom.ledger.settings.ratings]
    text = suggested_map(
        (*read.columns, 'Odd "one"'), rows, sheet="a/old.csv", ratings=ratings
    )
    filled = text.replace(
        "    # kind: {value: text for all rows}", "    kind: {value: report} #"
    )
    sheet_map = read_map(filled.encode(), path="map.yaml")
    fields = {one.field: one.filling for one in sheet_map.sections["check"]}

    assert sheet_map.source == "old"
    assert sheet_map.key == ("No.",)
    assert fields["said_on"].column == ("Date",)
    assert fields["said_on"].format == ("%d.%m.%Y",)
    assert '#   "Odd \\"one\\""' in text
    assert '# "wrong": one of true, ' in text
    assert '"pro": "supports"' in text
    assert columns_meant(sheet_map, read.columns, sheet="s")


def test_the_how_to_page_knows_every_part_of_a_map() -> None:
    """Its map can be read, and each part and option stands in its tables."""
    page = (DOCS / "how-to" / "import.md").read_text(encoding="utf-8")
    text = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)[0]
    told = set(re.findall(r"`(\w+)`", page))
    options = {*MapFile.model_fields, *Filling.model_fields, *Skip.model_fields}

    assert read_map(text.encode(), path="map.yaml").key == ("Nr.",)
    assert options <= told

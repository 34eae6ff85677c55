"""Import and export at the command line."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factcheck.intake.sheet import read_sheet
from tests.desk.messy_sheet import MAP, messy_sheet

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

ROWS = 100
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def messy(shell: Shell) -> Shell:
    """Give a shell beside a messy sheet and its map."""
    data = messy_sheet(is_western=False, rows=ROWS).as_csv("utf-8-sig")
    (shell.here.parent / "sheet.csv").write_bytes(data)
    (shell.here.parent / "map.yaml").write_text(MAP)
    return shell


def rows_of(text: str) -> list[dict[str, str]]:
    """Read a table that was printed."""
    return list(csv.DictReader(io.StringIO(text)))


def commits(shell: Shell) -> int:
    """Count the commits."""
    return int(shell.newsroom.git("rev-list", "--count", "HEAD"))


def test_a_messy_sheet_goes_in_and_its_errors_are_named(messy: Shell) -> None:
    """Exit 3, an error a row with its line, ids on stdout, one commit, and it holds."""
    before = commits(messy)
    done = messy.run("import", "../sheet.csv", "--map", "../map.yaml")
    new = messy_sheet(is_western=False, rows=ROWS).status["new"]

    assert done.code == 3
    assert len(done.out.splitlines()) == new
    assert "error: ../sheet.csv:2: row 2: " not in done.err
    assert "error: ../sheet.csv:4: row 3: said_on: '31.02.2018' is no date" in done.err
    assert f"Imported {new} checks, {new - 2} evidence entries" in done.err
    assert commits(messy) == before + 1
    assert messy.run("verify").code == 0

    again = messy.run("import", "../sheet.csv", "--map", "../map.yaml", "--json")

    assert commits(messy) == before + 1
    assert again.data["schema"] == "factcheck.import/1"
    assert (again.data["commit"], again.data["checks"]) == (None, 0)
    assert {row["status"] for row in again.data["rows"]} == {
        "known",
        "skipped",
        "error",
    }


def test_a_trial_writes_nothing(messy: Shell) -> None:
    """--dry-run shows the records and names the errors."""
    before = messy.state()
    done = messy.run("import", "../sheet.csv", "--map", "../map.yaml", "--dry-run")

    assert done.code == 3
    assert "+claimant:" in done.out
    assert "Nothing was written" in done.err
    assert messy.state() == before


def test_strict_takes_all_rows_or_none(messy: Shell) -> None:
    """One bad row keeps the sheet out."""
    before = messy.state()
    done = messy.run("import", "../sheet.csv", "--map", "../map.yaml", "--strict")

    assert done.code == 3
    assert "Nothing goes in (--strict); " in done.err
    assert messy.state() == before


def test_missing_columns_are_said_before_anything(messy: Shell) -> None:
    """With those that there are."""
    (messy.here.parent / "map.yaml").write_text(MAP.replace("Bearing", "Direction"))
    done = messy.run("import", "../sheet.csv", "--map", "../map.yaml")

    assert done.code == 3
    assert "map.yaml:20: ../sheet.csv has no column 'Direction'" in done.errors[0]
    assert "its columns are 'No.', 'Claim'" in done.errors[1]
    assert len(done.errors) == 2


def test_a_suggested_map_is_a_beginning(messy: Shell) -> None:
    """It is printed, and says itself what lacks."""
    done = messy.run("import", "../sheet.csv", "--suggest-map")
    (messy.here.parent / "map.yaml").write_text(done.out)
    used = messy.run("import", "../sheet.csv", "--map", "../map.yaml")

    assert done.code == 0
    assert used.code == 3
    assert "evidence 1 kind is not filled" in used.err
    assert len(used.errors) == 1


def test_the_example_goes_in(shell: Shell) -> None:
    """The sheet and the map of the how-to page work as it says."""
    sheet, map_file = EXAMPLES / "old-sheet.csv", EXAMPLES / "old-sheet-map.yaml"
    done = shell.run("import", str(sheet), "--map", str(map_file))

    assert done.code == 3
    assert "Imported 4 checks, 4 evidence entries, 5 links" in done.err
    assert len(done.errors) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("../sheet.csv",), "--map is missing"),
        (("../sheet.csv", "--map", "../map.yaml", "--csv"), "take one"),
    ],
)
def test_a_sheet_alone_is_a_usage_error(
    messy: Shell, arguments: tuple[str, ...], message: str
) -> None:
    """The message names the flag."""
    done = messy.run("import", *arguments)

    assert done.code == 2
    assert message in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("no.csv", "--map", "../map.yaml"), "cannot read no.csv"),
        (("../sheet.csv", "--map", "no.yaml"), "cannot read no.yaml"),
        (("../sheet.csv", "--csv"), "has no column id and no as_of"),
        (("../map.yaml", "--map", "../sheet.csv"), "sheet.csv:56: is no YAML"),
    ],
)
def test_what_cannot_be_read_is_said(
    messy: Shell, arguments: tuple[str, ...], message: str
) -> None:
    """Exit 3, one line."""
    done = messy.run("import", *arguments)

    assert done.code == 3
    assert message in done.err


def test_work_goes_out_and_comes_back(shell: Shell) -> None:
    """An untouched sheet says that there is nothing; a changed one is one commit."""
    out = shell.here.parent / "week.csv"
    shell.run("export", "--csv", "--stage", "open", "--out", str(out))
    before = commits(shell)
    untouched = shell.run("import", "--csv", str(out))
    text = out.read_text(encoding="utf-8-sig")
    sheet = rows_of(text)
    sheet[0] |= {"assignee": "Bo Example", "due": "2026-12-01", "claim": "Other"}
    with out.open("w", newline="", encoding="cp1252") as file:
        writer = csv.DictWriter(file, list(sheet[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(sheet)
    done = shell.run("import", str(out))
    listed = shell.run("list", "--assignee", "Bo Example", "--json")

    assert (untouched.code, untouched.err) == (0, "Nothing to import.\n")
    assert done.code == 0
    assert done.out == f"{sheet[0]['id']}\n"
    assert "'claim' was changed in row 2 and is ignored" in done.err
    assert commits(shell) == before + 1
    assert [one["due"] for one in listed.data["checks"]] == ["2026-12-01"]


def test_a_conflict_is_said_by_row(shell: Shell) -> None:
    """Exit 3; with --json each row has its status."""
    text = shell.run("export", "--csv").out
    sheet = rows_of(text)
    head = text.splitlines()[0]
    place = head.split(",").index("priority")

    def with_priority(word: str) -> str:
        rows = [[*row.values()] for row in sheet]
        for row in rows:
            row[place] = word
        return "\n".join([head, *(",".join(row) for row in rows)])

    first = shell.run("import", "--csv", "-", given=with_priority("high"))
    second = shell.run("import", "--csv", "-", "--json", given=with_priority("low"))

    assert first.code == 0
    assert second.code == 3
    assert {row["status"] for row in second.data["rows"]} == {"conflict"}
    assert (
        "row 2: the ledger changed since the export: priority is 'high'" in second.err
    )


def test_export_has_the_filters_of_list(reading_shell: Shell) -> None:
    """One row a check that fits, newest first."""
    names = [row["claim"] for row in rows_of(reading_shell.run("export", "--csv").out)]
    fitting = rows_of(reading_shell.run("export", "--csv", "--stage", "approved").out)

    assert names == ["Sunlight is warm", "Moonlight is cold"]
    assert [(row["claim"], row["rating"]) for row in fitting] == [
        ("Moonlight is cold", "true")
    ]


def test_evidence_is_a_table_of_links(reading_shell: Shell) -> None:
    """One row a link; JSON has the same rows."""
    rows = rows_of(reading_shell.run("export", "--csv", "--evidence").out)
    data = reading_shell.run("export", "--json", "--evidence").data

    assert [(row["stance"], row["says"]) for row in rows] == [
        ("supports", "Cold it is"),
        ("refutes", "Warm it is"),
    ]
    assert data["schema"] == "factcheck.export/1"
    assert data["rows"] == rows


def test_the_form_of_an_export_must_be_said(reading_shell: Shell) -> None:
    """Neither or both: a usage error."""
    for flags in ([], ["--csv", "--json"]):
        done = reading_shell.run("export", *flags)

        assert done.code == 2
        assert "--csv or --json" in done.err


def test_what_goes_out_is_no_formula_and_no_secret(shell: Shell) -> None:
    """A claim like a formula is guarded; a confidential source stays inside."""
    newsroom = shell.newsroom
    check = newsroom.open('=HYPERLINK("https://example.org")')
    entry = newsroom.add(check, "A resident saw it")
    newsroom.amend(entry, confidential=True, quote="I live there")
    checks = shell.run("export", "--csv").out
    links = shell.run("export", "--csv", "--evidence").out
    read = read_sheet(checks.encode(), source="-")

    assert "\"'=HYPERLINK" in checks
    assert '=HYPERLINK("https://example.org")' in {r.values["claim"] for r in read.rows}
    assert "resident" not in links
    assert "I live there" not in links
    assert ",report," in links

"""The table of pains: complete, honest, and its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.command_lines import command_lines, mistake_in

TEXT = (Path(__file__).parents[2] / "docs/pains.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in row.strip("|").split("|")]
    for row in TEXT.splitlines()
    if re.match(r"\| \d+ \|", row)
]


def test_all_pains_are_there() -> None:
    """Each of the 25 once, with its threads, its answer and how."""
    assert [int(row[0]) for row in ROWS] == list(range(1, 26))
    assert all(len(row) == 5 and all(row) for row in ROWS)
    assert all("#" in row[2] or "PR" in row[2] for row in ROWS)


def test_the_answers_are_of_the_four_kinds() -> None:
    """And one that is in part says what is missing."""
    missing = re.compile(r"\b(not|later|nothing|no rule|comes)\b", re.IGNORECASE)

    assert {row[3] for row in ROWS} <= {"yes", "in part", "later", "no"}
    for row in ROWS:
        assert row[3] != "in part" or missing.search(row[4]), row[0]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_answer_names_a_command_that_exists(row: list[str]) -> None:
    """With its options, as the program knows them today."""
    lines = command_lines(row[4])

    assert lines or row[3] in {"later", "no"}
    assert [mistake_in(line) for line in lines] == [None] * len(lines)

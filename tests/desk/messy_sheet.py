"""A sheet of 500 rows as somebody may have kept it for years, with what is wrong."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS = (
    "No.",
    "Claim",
    "Said by",
    "Date",
    "Bearing",
    "Source URL",
    "Source",
    "What it says",
    "Verdict",
    "Tags",
    "Comment",
)

MAP = """\
source: Old sheet
key: no.
skip:
  - column: Tags
    holds: [spam, test]
check:
  claim: {column: Claim}
  claimant.name: {column: Said by}
  said_on: {column: Date, format: ["%d.%m.%Y", "%m.%Y"], value: unknown}
  opened: {column: Date, format: ["%d.%m.%Y"], value: "2019-03-01"}
work:
  topics: {column: Tags}
draft:
  rating: {column: Verdict, values: {wrong: "false", half: mixed, "-": ""}}
evidence:
  - source.url: {column: Source URL}
    source.publisher: {column: Source}
    kind: {value: report}
    says: {column: What it says}
    link.stance: {column: Bearing, values: {pro: supports, contra: refutes}}
    link.why: {column: Comment, value: As the old sheet has it.}
"""


@dataclass
class Messy:
    """The sheet and what is to be found in it.

    Attributes:
        rows: the cells of each row below the headings; an empty list is an empty row.
        status: how many rows of each status a first import is to report.
        errors: a part of the message by the number of the row.
    """

    rows: list[list[str]] = field(default_factory=list)
    status: dict[str, int] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)

    def add(self, cells: list[str], status: str, error: str = "") -> None:
        """Add a row; the headings are row 1."""
        self.rows.append(cells)
        if status:
            self.status[status] = self.status.get(status, 0) + 1
        if error:
            self.errors[len(self.rows) + 1] = error

    def as_csv(self, encoding: str, delimiter: str = ";") -> bytes:
        """Write it as an office program would."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        writer.writerows(self.rows)
        return out.getvalue().encode(encoding)


def row(number: int, **cells: str) -> list[str]:
    """Give a good row, but for the cells that are given."""
    day, month = number % 28 + 1, number % 12 + 1
    values = {
        "No.": str(number),
        "Claim": f"Bridge number {number} was closed for {number + 3} days",
        "Said by": f"Speaker {number % 7}",
        "Date": f"{day}.{month:02}.2018",
        "Bearing": ("pro", "contra", "Both", "context")[number % 4],
        "Source URL": f"https://example.org/{number}",
        "Source": "Office",
        "What it says": f"It was closed.\nFor {number} days.",
        "Verdict": ("wrong", "half", "-", "true", "")[number % 5],
        "Tags": "Traffic; Public works",
        "Comment": "",
    }
    values |= {name.replace("_", " "): text for name, text in cells.items()}
    return [values[column] for column in COLUMNS]


def messy_sheet(*, is_western: bool, rows: int = 500) -> Messy:
    """Make a sheet, one in five of its rows bad.

    Args:
        is_western: only with letters that Windows-1252 has.
        rows: how many, empty ones counted; every fifty have the same troubles.
    """
    other = "Große Brücken, naïve Señores" if is_western else "قال الوزير إن الجسر مغلق"
    odd = (
        ({"Date": "31.02.2018"}, "error", "said_on: '31.02.2018' is no date"),
        ({"Bearing": "perhaps"}, "error", "link: stance is 'perhaps'"),
        ({"Verdict": "pants on fire"}, "error", "'pants on fire' is no rating"),
        ({"Claim": "x" * 1001}, "error", "claim is longer than 1000 characters"),
        ({"Claim": "#REF!"}, "error", "broken formula"),
        ({"Said_by": ""}, "error", "claimant name is missing"),
        ({"Source_URL": "see folder"}, "error", "'see folder' is no web address"),
        ({"No.": "  "}, "error", "the key is empty"),
        ({"Tags": "SPAM"}, "skipped", ""),
    )
    good = {
        28: {"Claim": "The minister said:\nbridge {} is closed"},
        30: {"Claim": "=SUM(A1) bridges and {} more"},
        32: {"Claim": other + " {}"},
        34: {"Date": ""},
        36: {"Bearing": "", "Source_URL": "", "Source": "", "What_it_says": ""},
    }
    messy = Messy()
    for number in range(1, rows + 1):
        place = (number - 1) % 50
        if place % 2 and place < 2 * len(odd):
            cells, status, error = odd[place // 2]
            messy.add(row(number, **cells), status, error)
        elif place in _SPECIAL:
            _SPECIAL[place](messy, number)
        else:
            cells = good.get(place, {})
            texts = {name: text.format(number) for name, text in cells.items()}
            messy.add(row(number, **texts), "new")
    return messy


def _empty(messy: Messy, number: int) -> None:
    del number
    messy.add([], "")


def _same_claim(messy: Messy, number: int) -> None:
    before = number - 3
    claim = f"BRIDGE number {before}  was closed for {before + 3} days"
    messy.add(row(number, Claim=claim), "skipped")


def _same_row(messy: Messy, number: int) -> None:
    del number
    messy.add(list(messy.rows[-1]), "known")


def _ragged(messy: Messy, number: int) -> None:
    messy.add(row(number)[:5], "error", "too few cells")


_SPECIAL: dict[int, Callable[[Messy, int], None]] = {
    20: _empty,
    22: _same_claim,
    24: _same_row,
    26: _ragged,
}

"""Somebody's spreadsheet, saved as CSV, to rows; and rows to CSV that is safe to open.

What is wrong with a row is said of that row, and the rest is read. Nothing is
guessed about what a cell means.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from factcheck.intake.encoding import decode_text
from factcheck.intake.media import DOCUMENTS, HTML, media_type
from factcheck.model.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_MAXIMUM_BYTES = 20_000_000
_MAXIMUM_ROWS = 100_000
_MAXIMUM_COLUMNS = 500
# The csv module refuses fields from 131,072 characters on; records hold less.
_MAXIMUM_CELL = 100_000
_MAXIMUM_NAMED = 60

# Of two that fit as well the first one: prose has commas.
_DELIMITERS = "\t|;,"
_SNIFFED_RECORDS = 50
# From so many cells on, a row below a single heading belongs to a table.
_TABLE = 3
# Excel's own hint, in a line before the headings.
_HINT = re.compile(r'"?sep=([,;\t|])"?', re.IGNORECASE)

# With one of these at its beginning, a spreadsheet takes a cell for a formula (the
# list is OWASP's, "CSV Injection"; the wide forms are those of East Asian keyboards).
_FORMULA = "[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
_TO_GUARD = re.compile(f"'*{_FORMULA}")
_GUARDED = re.compile(f"'+{_FORMULA}")
_TO_QUOTE = re.compile(r'[,;\t|"\n]|^\s|\s$|^$')

_OTHER_KINDS = ("image/", "audio/", "video/", *DOCUMENTS, "application/zip")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the headings.

    Attributes:
        number: as a spreadsheet counts: the first record of the file is 1, empty ones
            count. Behind a row that cannot be read, each line counts as one.
        line: of the file, where the row begins; the first is 1.
        values: by column; as they are written, but with LF for line breaks and
            without the apostrophe that guards a formula. Empty text for an empty
            cell and for one that lacks.
        problem: why the row is not to be trusted, in a line; None where it is whole.
    """

    number: int
    line: int
    values: dict[str, str]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file of rows and columns holds.

    Attributes:
        columns: the headings, in order, none empty and none twice.
        rows: those below them that are not empty.
        delimiter: what divides the cells: comma, semicolon, tab or bar.
        encoding: ``utf-8``, ``utf-16`` or ``cp1252``; the last one is what is left
            when the others do not fit, so that accents are worth a look.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str
    encoding: str


class _Record(NamedTuple):
    """The cells of a record, or why they cannot be told."""

    line: int
    cells: list[str]
    problem: str | None


def read_sheet(data: bytes, *, source: str) -> Sheet:
    """Read a sheet that was saved as CSV.

    The first record with anything in it holds the headings. Records without anything
    are passed over; so are columns at the right end without heading and cells.

    Args:
        data: the bytes; UTF-8 with or without a byte order mark, UTF-16 with one,
            else Windows-1252.
        source: file name or ``-``; stands in the messages.

    Raises:
        BadInputError: not CSV, too large, without headings, with headings that lack
            or stand twice, or with a title above them.
    """
    text, encoding = _decoded(data, source)
    lines = [f"{line}\n" for line in text.split("\n")]
    hint = _HINT.fullmatch(lines[0].strip())
    delimiter = hint[1] if hint else _delimiter(lines)
    records = enumerate(_records(lines, delimiter, first=1 if hint else 0), 1)
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    for number, record in records:
        if record.problem is None and not any(cell.strip() for cell in record.cells):
            continue
        if not columns:
            columns = _columns(record, source)
            if len(columns) == 1:
                _refuse_title(lines[record.line :], columns[0], f"{source}:{number}")
            continue
        if len(rows) == _MAXIMUM_ROWS:
            raise BadInputError(
                f"{source}: has more than {_MAXIMUM_ROWS} rows; divide the sheet"
            )
        rows.append(_row(number, record, columns))
    if not columns:
        raise BadInputError(f"{source}: holds no headings; the first row names columns")
    return Sheet(columns, tuple(rows), delimiter, encoding)


def write_sheet(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Write rows as CSV that no spreadsheet takes for formulas.

    A cell that begins as a formula gets an apostrophe before it, and so does one
    that begins with apostrophes and then as a formula; ``read_sheet`` takes exactly
    that one off again.

    Args:
        columns: the headings, in order.
        rows: values by column; what lacks is empty.

    Returns:
        The text, with commas and LF. A program that opens files by double click
        wants it written with a byte order mark.
    """
    table = [list(columns)]
    table += [[row.get(column, "") for column in columns] for row in rows]
    return "".join(",".join(map(_written, cells)) + "\n" for cells in table)


def _written(value: str) -> str:
    """Write a cell."""
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    guarded = f"'{text}" if _TO_GUARD.match(text) else text
    if _TO_QUOTE.search(guarded):
        doubled = guarded.replace('"', '""')
        return f'"{doubled}"'
    return guarded


def _bare(cell: str) -> str:
    """Take the apostrophe off that guards a formula."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _decoded(data: bytes, source: str) -> tuple[str, str]:
    """Decode a sheet, and say in which encoding."""
    _refuse_other_files(data, source)
    text = ""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    try:
        text = decode_text(data, source=source)
    except BadInputError:
        # A NUL, or UTF-16 with a mark that is none: no other encoding mends that.
        if encoding == "utf-16" or b"\0" in data:
            raise
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise BadInputError(
                f"{source}: is in no encoding that is known here (byte "
                f"{error.start}); save it as CSV in UTF-8"
            ) from None
        encoding = "cp1252"
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, encoding


def _refuse_other_files(data: bytes, source: str) -> None:
    """Refuse what is no CSV, with the way to make it one.

    Raises:
        BadInputError: a workbook, a page, a picture, or too large.
    """
    if len(data) > _MAXIMUM_BYTES:
        raise BadInputError(
            f"{source}: has {len(data)} bytes, more than {_MAXIMUM_BYTES}; "
            "divide the sheet"
        )
    kind = media_type(data, "-")
    if data.startswith(_OLD_EXCEL):
        kind = "an Excel workbook (.xls)"
    elif b"opendocument.spreadsheet" in data[:200]:
        kind = "an OpenDocument sheet (.ods)"
    elif kind == "application/zip" and b"xl/" in data:
        kind = "an Excel workbook (.xlsx)"
    elif kind == HTML:
        kind = "an HTML page"
    elif not kind.startswith(_OTHER_KINDS):
        return
    raise BadInputError(f"{source}: is {kind}, not CSV; save it as CSV first")


def _delimiter(lines: list[str]) -> str:
    """Find what divides the cells: what makes most rows as wide as the headings.

    One with which every quotation mark opens or closes a cell goes before one with
    which some stand inside; of two that do as well, the one that makes more columns.
    A sheet that none of them divides has one column.
    """
    text = "".join(lines)
    best, score = ",", (False, 0.0, 0)
    for delimiter in _DELIMITERS:
        widths = [
            0 if record.problem else len(record.cells)
            for record in _some(_records(lines, delimiter, first=0))
        ]
        if widths and widths[0] > 1:
            share = widths.count(widths[0]) / len(widths)
            reached = _is_well_quoted(text, delimiter), share, widths[0]
            if reached > score:
                best, score = delimiter, reached
    return best


def _is_well_quoted(text: str, delimiter: str) -> bool:
    """Tell whether quotation marks stand only around cells, or doubled in them."""
    cell = rf'(?:"(?:[^"]|"")*+"|[^"\n{re.escape(delimiter)}]*+)'
    return re.fullmatch(rf"(?:{cell}[{re.escape(delimiter)}\n])*+", text) is not None


def _some(records: Iterator[_Record]) -> Iterator[_Record]:
    """Give the first records that have something in them."""
    count = 0
    for record in records:
        if record.problem or any(cell.strip() for cell in record.cells):
            yield record
            count += 1
        if count == _SNIFFED_RECORDS:
            return


def _records(lines: list[str], delimiter: str, *, first: int) -> Iterator[_Record]:
    """Read record by record; behind a damaged one, go on in the next line.

    So a quotation mark that is never closed costs its own row and not all below it.
    """
    start = first
    while start < len(lines):
        begin = start
        following = map(lines.__getitem__, range(begin, len(lines)))
        reader = csv.reader(following, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield _Record(start + 1, cells, None)
                start = begin + reader.line_num
        except csv.Error as error:
            yield _Record(start + 1, [], _said(error))
            start += 1


def _said(error: csv.Error) -> str:
    """Say what the csv module found, for people who never see quotation marks."""
    if "limit" in str(error):
        return f"has a cell of more than {_MAXIMUM_CELL} characters"
    if "unexpected end" in str(error):
        return "has a quotation mark that is never closed"
    return "has a quotation mark within a cell that is not doubled"


def _columns(record: _Record, source: str) -> tuple[str, ...]:
    """Read the headings.

    Raises:
        BadInputError: too many, damaged, empty, or one of them twice.
    """
    if record.problem:
        raise BadInputError(
            f"{source}:{record.line}: the row of headings {record.problem}"
        )
    names = [_bare(" ".join(cell.split())) for cell in record.cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > _MAXIMUM_COLUMNS:
        raise BadInputError(
            f"{source}: has {len(names)} columns, more than {_MAXIMUM_COLUMNS}"
        )
    empty = [str(place) for place, name in enumerate(names, 1) if not name]
    if empty:
        raise BadInputError(
            f"{source}:{record.line}: no heading for column {', '.join(empty)}; "
            "name it or delete it"
        )
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        shown = ", ".join(f"'{name[:_MAXIMUM_NAMED]}'" for name in twice)
        raise BadInputError(
            f"{source}:{record.line}: more than one column is headed {shown}; "
            "rename all but one"
        )
    return tuple(names)


def _refuse_title(below: list[str], heading: str, where: str) -> None:
    """Refuse a title above the headings: it would pass for the only column.

    Raises:
        BadInputError: most of the rows below have three cells or more, alike.
    """
    for delimiter in _DELIMITERS:
        widths = Counter(
            len(record.cells) for record in _some(_records(below, delimiter, first=0))
        )
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        if width >= _TABLE and count > 1 and count * 2 > widths.total():
            raise BadInputError(
                f"{where}: '{heading[:_MAXIMUM_NAMED]}' stands alone above rows of "
                f"{width} cells; if it is a title, delete it: the first row names "
                "the columns"
            )


def _row(number: int, record: _Record, columns: tuple[str, ...]) -> Row:
    """Put the cells of a record under the headings."""
    cells = record.cells
    values = dict.fromkeys(columns, "")
    values.update(zip(columns, map(_bare, cells), strict=False))
    width = len(columns)
    problem = record.problem
    if problem is None:
        if len(cells) < width:
            problem = f"has too few cells ({len(cells)}, headings: {width})"
        elif any(cell.strip() for cell in cells[width:]):
            problem = f"has too many cells ({len(cells)}, headings: {width})"
        elif any(len(cell) > _MAXIMUM_CELL for cell in cells):
            problem = f"has a cell of more than {_MAXIMUM_CELL} characters"
    return Row(number, record.line, values, problem)

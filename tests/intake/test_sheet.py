"""Somebody's CSV to rows, and rows to CSV."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.sheet import Sheet, read_sheet, write_sheet
from factcheck.model.errors import BadInputError


def read(text: str, encoding: str = "utf-8") -> Sheet:
    """Read a sheet from text."""
    return read_sheet(text.encode(encoding), source="a.csv")


def values(sheet: Sheet) -> list[tuple[str, ...]]:
    """Give the cells of a sheet alone."""
    return [tuple(row.values.values()) for row in sheet.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
    ],
)
def test_any_delimiter_in_any_encoding(
    delimiter: str, encoding: str, told: str
) -> None:
    """What spreadsheets save is read, line breaks and quotation marks in cells too."""
    cells = [
        ["Claim", "Said by", "Größe"],
        ["He said: “no, never”; |\tnot once", 'the "leader"', "5 €"],
        ["Two\nlines", "", "é"],
    ]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(cells)

    sheet = read(text.getvalue(), encoding)

    assert sheet.columns == ("Claim", "Said by", "Größe")
    assert values(sheet) == [tuple(row) for row in cells[1:]]
    assert (sheet.delimiter, sheet.encoding) == (delimiter, told)
    assert [row.problem for row in sheet.rows] == [None, None]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("claim;said, by\na, b, c;d\ne;f, g\n", ";"),
        ("claim,said;by\n1,a\n2,b;c;d\n", ","),
        ("sep=|\na,b|c,d\n1,2|3,4\n", "|"),
        ('"sep=;"\r\na;b\r\n1;2\r\n', ";"),
        ("claim\nOne, two\n", ","),
        ('"a;b","c;d"\n"1;2","3"\n', ","),
        ("a\tb c, d\n1, 2\t3\n", "\t"),
    ],
)
def test_the_delimiter_is_what_makes_rows_even(text: str, delimiter: str) -> None:
    """Commas within cells do not make columns of a sheet with semicolons."""
    assert read(text).delimiter == delimiter


def test_rows_are_counted_as_spreadsheets_and_editors_do() -> None:
    """The number is the spreadsheet's, the line the editor's; empty rows go."""
    sheet = read('\n , \nclaim,by\n"a\nb",c\n\nd,e\n,\n,,\n')

    assert sheet.columns == ("claim", "by")
    assert [(row.number, row.line) for row in sheet.rows] == [(4, 4), (6, 7)]
    assert values(sheet) == [("a\nb", "c"), ("d", "e")]


def test_ragged_rows_are_said_and_the_rest_is_read() -> None:
    """Too few and too many cells are problems of their row; empty ones more are not."""
    sheet = read("a,b,,\n1,2\n3\n4,5,,\n6,7,8\n9,10\n")

    assert sheet.columns == ("a", "b")
    assert [row.problem for row in sheet.rows] == [
        None,
        "has too few cells (1, headings: 2)",
        None,
        "has too many cells (3, headings: 2)",
        None,
    ]
    assert sheet.rows[1].values == {"a": "3", "b": ""}


def test_a_single_column_of_prose_is_a_sheet() -> None:
    """Its commas make no table of it."""
    sheet = read("claim\nOne, two, three\nFour\nFive, six\n")

    assert sheet.columns == ("claim",)


@pytest.mark.parametrize(
    ("damaged", "problem"),
    [
        ('"never closed,x', "has a quotation mark that is never closed"),
        ('"He" said,x', "has a quotation mark within a cell that is not doubled"),
        ("x" * 200_000 + ",y", "has a cell of more than 100000 characters"),
        ("x" * 110_000 + ",y", "has a cell of more than 100000 characters"),
    ],
)
def test_a_damaged_row_costs_itself_alone(damaged: str, problem: str) -> None:
    """The rows behind it are read; none of its half is taken for a value."""
    sheet = read(f"a,b\n1,2\n{damaged}\n3,4\n5,6\n")

    assert [row.problem for row in sheet.rows] == [None, problem, None, None]
    assert [row.line for row in sheet.rows] == [2, 3, 4, 5]
    assert values(sheet)[2:] == [("3", "4"), ("5", "6")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no headings"),
        (" , \n\n", "holds no headings"),
        ("a,,c\n1,2,3\n", "a.csv:1: no heading for column 2; name it"),
        (",a,,b\n", "no heading for column 1, 3"),
        ("\na,b, a ,b\n", "a.csv:2: more than one column is headed 'a', 'b'; rename"),
        ("Our log\n\na;b;c\n1;2;3\n", "a.csv:1: 'Our log' stands alone"),
        ("Our log;;\na;b;c\n1;2;3\n", "if it is a title, delete it"),
        ('"a,b\n1,2\n', "a.csv:1: the row of headings has a quotation mark"),
        (",".join(f"c{number}" for number in range(501)), "has 501 columns"),
        ("a\n" + "1\n" * 100_001, "more than 100000 rows"),
    ],
)
def test_headings_must_name_columns(text: str, message: str) -> None:
    """Without them no row means anything; which ones are wrong is said."""
    with pytest.raises(BadInputError) as error:
        read(text)

    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04" + b"\0" * 30 + b"xl/workbook.xml", r"Excel workbook \(.xlsx\)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", r"Excel workbook \(.xls\)"),
        (
            b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument."
            b"spreadsheet",
            r"OpenDocument sheet \(.ods\)",
        ),
        (b"PK\x03\x04\0\0", "is application/zip, not CSV; save it as CSV first"),
        (b"<html><table><tr><td>a", "is an HTML page, not CSV"),
        (b"%PDF-1.7", "is application/pdf, not CSV"),
        (b"a,b\n1,\x002\n", "is binary"),
        (b"\xff\xfea", "not UTF-16"),
        (b"a,b\n\x81,2\n", r"no encoding that is known here \(byte 4\)"),
        (b"a" * 20_000_001, "more than 20000000"),
    ],
)
def test_other_files_are_refused(data: bytes, message: str) -> None:
    """What is no CSV says what it is and how it becomes one."""
    with pytest.raises(BadInputError, match=f"^a.csv: .*{message}"):
        read_sheet(data, source="a.csv")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-5", "'-5"),
        ("@anna", "'@anna"),
        ("\tx", '"\'\tx"'),
        ("\rx", '"\'\nx"'),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("a=b", "a=b"),
        ("a;b", '"a;b"'),
        (' "x', '" ""x"'),
        ("", '""'),
    ],
)
def test_formulas_are_guarded(value: str, cell: str) -> None:
    """A cell that a spreadsheet would calculate begins with an apostrophe."""
    assert write_sheet(["a"], [{"a": value}]) == f"a\n{cell}\n"


CELLS = st.text(
    st.sampled_from("=+-@\t\n'\"',;| ab|é中＝\u2028") | st.characters(codec="utf-8"),
    max_size=12,
).map(lambda cell: cell.replace("\r", "").replace("\0", ""))
COLUMNS = st.lists(
    CELLS.map(lambda cell: " ".join(cell.replace("\ufeff", "").split())).filter(bool),
    min_size=1,
    max_size=5,
    unique=True,
)


@given(COLUMNS, st.data())
def test_what_was_written_is_read_back(columns: list[str], data: st.DataObject) -> None:
    """Every value comes back as it was, formulas without the apostrophe put on."""
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(columns, CELLS))))
    written = write_sheet(columns, rows)

    sheet = read(written)

    assert sheet.columns == tuple(columns)
    assert [row.values for row in sheet.rows] == [
        row for row in rows if any(cell.strip() for cell in row.values())
    ]
    assert not any(row.problem for row in sheet.rows)
    for record in csv.reader(io.StringIO(written, newline="")):
        assert not any(cell.startswith(tuple("=+-@\t\n＝")) for cell in record)


@given(
    st.binary() | st.text(alphabet="ab,;\t|\"\n '=").map(str.encode), st.integers(0, 9)
)
def test_any_bytes_are_a_sheet_or_an_error(data: bytes, empty: int) -> None:
    """Each line of the file is in a row, or in the headings, or empty."""
    try:
        sheet = read_sheet(b"\n" * empty + data, source="a.csv")
    except BadInputError:
        return

    assert sheet.columns
    assert all(set(row.values) == set(sheet.columns) for row in sheet.rows)
    assert [row.number for row in sheet.rows] == sorted(
        {row.number for row in sheet.rows}
    )


@pytest.mark.parametrize(
    "line", ['"', '"a', 'a,"', '",', '""""', 'a,""""b', '"a"b', "\t" * 500, ";" * 500]
)
def test_hostile_rows_are_read_in_one_pass(line: str) -> None:
    """Quotation marks that open in each line do not make us read all of it again."""
    text = "a,b\n" + f"{line}\n" * min(50_000, 10_000_000 // len(line))

    assert all(row.line > 1 for row in read(text).rows)

"""Files that are no records: each is refused in one line that names file and line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.ledger.cache import reading
from factcheck.ledger.format import codec
from factcheck.model.errors import BadRecordError, NotALedgerError
from factcheck.model.kinds import KINDS, Kind

PATH = "checks/2020/10/it-is-so-7k3f9x2mq4vt/check.yaml"

GOOD = (
    "claim: It is so\n"
    "claimant:\n"
    "  name: Somebody\n"
    'said_on: "2020-10-08"\n'
    'opened: "2020-10-08T18:00:00Z"\n'
    "opened_by: Anna\n"
)


def swapped(old: str, new: str) -> bytes:
    """Give the good file with one thing in it replaced."""
    assert old in GOOD

    return GOOD.replace(old, new).encode()


def added(text: str) -> bytes:
    """Give the good file with something at its end (line 7)."""
    return (GOOD + text).encode()


MALFORMED: dict[str, tuple[bytes, int, str]] = {
    # what: (bytes, line that is named, part of the message)
    "empty": (b"", 1, "is empty"),
    "white space": (b"\n\n  \n", 1, "is empty"),
    "only a comment": (b"# nothing\n", 1, "is empty"),
    "only null": (b"null\n", 1, "is empty"),
    "list at the top": (b"- claim: x\n", 1, "must be 'field: value' lines"),
    "text at the top": (b"It is so\n", 1, "must be 'field: value' lines"),
    "number at the top": (b"12\n", 1, "must be 'field: value' lines"),
    "duplicate key": (added("claim: Other\n"), 7, "has 'claim' twice"),
    "duplicate inner key": (
        swapped("  name: Somebody\n", "  name: A\n  name: B\n"),
        4,
        "has 'name' twice",
    ),
    "alias": (added("place: *there\n"), 7, "an alias"),
    "anchor": (added("place: &there here\n"), 7, "an anchor"),
    "anchor on a mapping": (swapped("claimant:", "claimant: &a"), 2, "an anchor"),
    "merge key": (added("<<: {place: x}\n"), 7, "there is no field <<"),
    "tag": (added("place: !!str here\n"), 7, "a tag"),
    "own tag": (added("place: !secret here\n"), 7, "a tag"),
    "tag that runs code": (
        added("place: !!python/object/apply:os.system [ls]\n"),
        7,
        "a tag",
    ),
    "tag on a mapping": (swapped("claimant:", "claimant: !!map"), 2, "a tag"),
    "two documents": (added("---\nclaim: Other\n"), 7, "a second document"),
    "seventeen levels": (added("parts: " + "[" * 16 + "]" * 16 + "\n"), 7, "16 levels"),
    "key that is a list": (added("? [a]\n: b\n"), 7, "a key that is no text"),
    "key that is a mapping": (added("? {a: b}\n: c\n"), 7, "a key that is no text"),
    "too large": (added("words: " + "x" * 600_000), 0, "at most 512"),
    "NUL": (added("place: a\0b\n"), 7, "control characters"),
    "escape character": (added("place: a\x1b[31mb\n"), 7, "control characters"),
    "Latin-1": (added("place: Köln\n").decode().encode("latin-1"), 7, "not UTF-8"),
    "UTF-16": (GOOD.encode("utf-16"), 1, "not UTF-8"),
    "overlong UTF-8": (added("place: ") + b"\xc0\xaf\n", 7, "not UTF-8"),
    "surrogate in UTF-8": (added("place: ") + b"\xed\xa0\x80\n", 7, "not UTF-8"),
    "lone surrogate escape": (added('place: "a\\ud800b"\n'), 7, "is no YAML"),
    "unknown escape": (added('place: "a\\qb"\n'), 7, "is no YAML"),
    "merge markers": (
        swapped("claim: It is so\n", "<<<<<<< HEAD\nclaim: A\n=======\nclaim: B\n"),
        1,
        "unresolved merge",
    ),
    "end of a merge": (added(">>>>>>> theirs\n"), 7, "unresolved merge"),
    "tab as indentation": (
        swapped("  name: Somebody", "\tname: Somebody"),
        3,
        "is no YAML",
    ),
    "open quote": (added('place: "here\n'), 8, "is no YAML"),
    "open bracket": (added("wordings: [a, b\n"), 8, "is no YAML"),
    "colon in plain text": (
        swapped("claim: It is so", "claim: He said: yes"),
        1,
        "put the text in double quotes",
    ),
    "field without colon": (added("place here\n"), 8, "is no YAML"),
    "unknown field, nearly right": (
        added("langauge: en\n"),
        7,
        "did you mean language?",
    ),
    "unknown field, far off": (added("zzz: x\n"), 7, "known are claim, words"),
    "unknown inner field": (
        swapped("  name: Somebody\n", "  name: Somebody\n  affilation: x\n"),
        4,
        "did you mean affiliation?",
    ),
    "missing field": (swapped("claim: It is so\n", ""), 1, "claim is missing"),
    "missing inner field": (
        swapped("  name: Somebody", "  role: x"),
        2,
        "claimant name is missing",
    ),
    "mapping for a line": (
        swapped("claim: It is so", "claim:\n  a: b"),
        1,
        "claim must be text",
    ),
    "list for a line": (swapped("claim: It is so", "claim: [a]"), 1, "must be text"),
    "text for a mapping": (
        swapped("claimant:\n  name: Somebody", "claimant: Somebody"),
        2,
        "must be 'field: value' lines",
    ),
    "list for a mapping": (
        swapped("  name: Somebody", "  - name: Somebody"),
        2,
        "must be 'field: value' lines",
    ),
    "text for a list": (added("wordings: x\n"), 7, "must be a list"),
    "empty value": (added("place:\n"), 7, "place is empty"),
    "null": (added("place: null\n"), 7, "place is empty"),
    "tilde": (added("place: ~\n"), 7, "place is empty"),
    "null in a list": (added("wordings:\n  - a\n  -\n"), 9, "wordings 1 is empty"),
    "empty quotes": (added('place: ""\n'), 7, "is empty"),
    "white space in quotes": (added('place: " \\t "\n'), 7, "is empty"),
    "two lines for a line": (added('place: "a\\nb"\n'), 7, "must be one line"),
    "bad date": (swapped('"2020-10-08"', "8 October 2020"), 4, "is no date"),
    "day not in the calendar": (swapped('"2020-10-08"', "2020-02-30"), 4, "calendar"),
    "digits of another script": (swapped('"2020-10-08"', "٢٠٢٠"), 4, "is no date"),
    "time without a zone": (
        swapped("18:00:00Z", "18:00:00"),
        5,
        "is no point in time",
    ),
    "bad language": (added("language: English\n"), 7, "is no language code"),
    "bad enum": (added("about: maybe\n"), 7, "it must be 'is so' or 'was said'"),
    "bad letter": (
        added("parts:\n  - part: A\n    claim: x\n"),
        8,
        "parts 1 part: 'A' is no part",
    ),
    "letter twice": (
        added("parts:\n" + "  - part: a\n    claim: x\n" * 2),
        1,
        "two parts have the same letter",
    ),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_a_malformed_file_is_refused_in_one_line(what: str) -> None:
    """The message begins with file and line, and says what is wrong."""
    data, line, message = MALFORMED[what]
    with pytest.raises(BadRecordError) as caught:
        codec.read(data, kind="check", path=PATH)

    text = str(caught.value)
    assert text.startswith(f"{PATH}:{line}: " if line else f"{PATH}: ")
    assert message in text
    assert text.isprintable()
    assert len(text) < 1_000


def _of(kind: Kind, data: str) -> BadRecordError:
    with pytest.raises(BadRecordError) as caught:
        codec.read(data.encode(), kind=kind, path="a.yaml")
    return caught.value


@pytest.mark.parametrize(
    ("kind", "data", "line", "message"),
    [
        ("publication", "verdict: x\n", 1, "verdict: 'x' is no name of a record"),
        ("publication", "url: javascript:x\n", 1, "is no web address"),
        ("publication", "url: https://a b\n", 1, "is no web address"),
        ("publication", "url: //example.org\n", 1, "is no web address"),
        ("publication", 'url: "https://[::1"\n', 1, "is no web address"),
        ("publication", "report_sha256: ABC\n", 1, "is no SHA-256"),
        ("review", "verdict_digest: v0:1\n", 1, "is no digest"),
        ("review", "decision: reject\n", 1, "it must be 'approve' or 'request"),
        ("link", "primary: yes\n", 1, "'yes' must be true or false"),
        ("link", "evidence: reuters-abcdefghijkl\n", 1, "is no name of a record"),
        ("work", "due: 2020-10\n", 1, "is no day"),
        ("work", "topics:\n  - a b\n", 2, "topics 1: 'a b' is no topic"),
        ("work", "closed:\n  outcome: duplicate\n  why: x\n", 1, "duplicate_of goes"),
        ("draft", "recheck_by: unknown\n", 1, "is no day"),
        ("settings", "format: 01\n", 1, "must be a whole number"),
        ("settings", "format: 1.0\n", 1, "must be a whole number"),
        ("settings", "format: -1\n", 1, "must be a whole number"),
        ("evidence", "captures:\n  - size: 1 KB\n", 2, "must be a whole number"),
        ("evidence", "captures:\n  - media_type: html\n", 2, "is no media type"),
        ("article", "sentences:\n  - decision: maybe\n", 2, "it must be 'same' or"),
    ],
)
def test_a_value_that_its_field_does_not_take_is_named(
    kind: Kind, data: str, line: int, message: str
) -> None:
    """Among the problems of a file is the wrong value, on its line."""
    found = [p for p in _of(kind, data).problems if message in p.message]

    assert [problem.line for problem in found] == [line]


@given(st.sampled_from(KINDS), st.binary(max_size=200))
def test_no_bytes_raise_anything_else(kind: Kind, data: bytes) -> None:
    """Whatever the bytes are: they are no record, and nothing worse happens."""
    with pytest.raises(BadRecordError):
        codec.read(data, kind=kind, path="a.yaml")


@given(st.text(st.sampled_from("ab:- \n\t#'\"[]{},&*!|>%@\\?~<0é😀"), max_size=60))
def test_no_yaml_raises_anything_else(text: str) -> None:
    """The same for text that looks like YAML, read as a draft."""
    try:
        read = codec.read(text.encode(), kind="draft", path="a.yaml")
    except BadRecordError as error:
        read = {"problems": error.problems}

    assert read


def test_a_newer_format_is_refused_as_a_whole() -> None:
    """A ledger of tomorrow's format is not a bad record but another program's."""
    with pytest.raises(NotALedgerError, match=r"format 2.*install a newer factcheck"):
        reading.read_record("factcheck.yaml", b"format: 2\nnew_field: x\n")


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"]
)
def test_a_time_at_the_edge_of_the_calendar_is_refused(text: str) -> None:
    """It is no point in time that we can write in UTC."""
    with pytest.raises(BadRecordError, match=r"check\.yaml:5: opened: "):
        codec.read(swapped("2020-10-08T18:00:00Z", text), kind="check", path=PATH)


# ------------------------------------------------------------------ known bugs


def test_a_format_of_thousands_of_digits_is_refused() -> None:
    """However many digits: it is a newer format, or no number."""
    with pytest.raises((NotALedgerError, BadRecordError)):
        reading.read_record("factcheck.yaml", b"format: " + b"9" * 5_000 + b"\n")


@pytest.mark.parametrize(
    "data",
    [
        swapped('"2020-10-08"', '"a\\nb"'),
        swapped('"2020-10-08"', '"a\\e[31mb"'),
        swapped('"2020-10-08"', "z" * 100_000),
        added('"a\\nb": x\n'),
        added('about: "a\\nb"\n'),
        added("place: !<a%0Ab> x\n"),
        added('"a\\nb": x\n"a\\nb": x\n'),
    ],
    ids=["value", "escape", "long", "field", "enum", "tag", "twice"],
)
def test_hostile_text_in_a_message_stays_one_short_line(data: bytes) -> None:
    """What a file says cannot add lines to the error, paint the screen, or flood it."""
    with pytest.raises(BadRecordError) as caught:
        codec.read(data, kind="check", path=PATH)

    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 1_000


def test_a_control_character_is_found_on_its_line_after_other_scripts() -> None:
    """Characters of several bytes before it do not move the line that is named."""
    data = ("claim: " + "é" * 50 + "\nplace: a\x01\n" + "\n" * 60).encode()
    with pytest.raises(BadRecordError) as caught:
        codec.parse(data, path=PATH)

    assert caught.value.problems[0].line == 2


def test_text_that_is_too_long_is_refused_in_our_words() -> None:
    """A claim of 1,001 characters is longer than a claim may be."""
    with pytest.raises(BadRecordError, match="claim is longer than 1000 characters"):
        codec.read(swapped("It is so", "x" * 1_001), kind="check", path=PATH)

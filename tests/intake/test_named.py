"""Articles as they are named: in order, nothing passed over in silence."""

from __future__ import annotations

import io
import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.feed import is_feed
from factcheck.intake.named import Named, Unread, Ways, content_of, counted, named
from factcheck.intake.rows import rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def no_entries(data: bytes, name: str) -> list[Named]:
    """Stand for a reader of feeds where there are none."""
    raise AssertionError((data, name))


def ways(stdin: bytes = b"", tell: Callable[[str], object] = str) -> Ways:
    """Give ways without feeds."""
    return Ways(lambda: io.BytesIO(stdin), is_feed, no_entries, tell)


def read(*lines: object) -> list[Named | Unread]:
    """Read rows, given as bytes or as what they hold."""
    text = b"\n".join(
        line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines
    )
    return list(rows(io.BytesIO(text), "r.jsonl"))


def error_of(line: object) -> str:
    """Give what is wrong with the one row of a file."""
    (one,) = read(line)
    assert isinstance(one, Unread)
    return one.error


def test_a_folder_is_read_with_all_that_is_in_it(tmp_path: Path) -> None:
    """Sorted by path; what is hidden or of another kind is left out and told."""
    for name in ("b.html", "a/z.txt", "a/b.MD", "a/.git/x.txt", "a.pdf", "c.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    (tmp_path / "a/round").symlink_to(tmp_path)
    (tmp_path / "data.xml").write_text("<data/>")
    told: list[str] = []
    found = list(named([str(tmp_path)], ways(tell=told.append)))

    assert [one.source for one in found] == [
        str(tmp_path / name) for name in ("a/b.MD", "a/z.txt", "a.pdf", "b.html")
    ]
    assert told == [
        f"Left out in {tmp_path}: 1 .css, 1 .xml, 1 hidden, 1 linked folders"
    ]


def test_what_cannot_be_read_stands_in_its_place(tmp_path: Path) -> None:
    """A missing file, a folder without articles, standard input asked for twice."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text("text")
    names = [str(tmp_path / "none.html"), str(tmp_path / "empty"), "-", "-", "a\0b"]
    found = list(named([*names, str(tmp_path / "a.txt")], ways(b"Some text.")))

    assert [type(one) for one in found] == [
        *(Unread, Unread, Named, Unread, Unread, Named)
    ]
    errors = [one.error for one in found if isinstance(one, Unread)]
    assert "none.html: No such file" in errors[0]
    assert "empty: holds no article" in errors[1]
    assert "read only once" in errors[2]


@pytest.mark.parametrize("name", ["rows.txt", "rows", "rows.jsonl"])
def test_rows_are_told_by_what_they_are(tmp_path: Path, name: str) -> None:
    """By the ending, or by the first line."""
    (tmp_path / name).write_text('{"text": "One."}\n{"text": "Two."}\n')
    found = list(named([str(tmp_path / name)], ways()))

    assert [one.source for one in found] == [
        f"{tmp_path / name}:{number}" for number in (1, 2)
    ]


def test_articles_are_counted_where_that_is_cheap(tmp_path: Path) -> None:
    """For a progress line; what only reading tells is not guessed."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/rows.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    (tmp_path / "a/b.html").write_text("x")
    (tmp_path / "a/c.css").write_text("x")
    (tmp_path / "feed").write_text("x")

    assert counted([str(tmp_path / "a"), "none.pdf"]) == 4
    assert counted([str(tmp_path / "a"), "-"]) is None
    assert counted([str(tmp_path / "a"), "https://example.org/a"]) is None
    assert counted([str(tmp_path / "feed")]) is None


@pytest.mark.parametrize("text", ["{Updated} The mayor said so.", "{", '["a"]\n'])
def test_a_text_with_brackets_is_no_row(tmp_path: Path, text: str) -> None:
    """Only a JSON object on the first line makes rows of a text."""
    (tmp_path / "a.txt").write_text(text)
    (found,) = named([str(tmp_path / "a.txt")], ways())

    assert isinstance(found, Named)
    assert content_of(found) == text.encode()


def test_a_row_comes_before_the_next_one_is_written() -> None:
    """A stream is answered as it comes."""
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb") as reader, os.fdopen(theirs, "wb", 0) as writer:
        found = named(["-"], ways()._replace(stdin=lambda: reader))
        writer.write(b'{"text": "One."}\n')
        first = next(found)
        writer.write(b'{"text": "Two."}\n')
        second = next(found)

    assert [first.source, second.source] == ["-:1", "-:2"]


def test_a_pipe_is_read_once() -> None:
    """What a shell writes as ``<(command)`` is no file that can be opened again."""
    ours, theirs = os.pipe()
    os.write(theirs, b"<html><body><p>Some text.</p></body></html>")
    os.close(theirs)
    (found,) = named([f"/dev/fd/{ours}"], ways())
    os.close(ours)

    assert isinstance(found, Named)
    assert content_of(found).startswith(b"<html>")


def test_a_row_keeps_what_it_holds_besides() -> None:
    """Pipelines carry keys of their own; the known ones mean something."""
    (one,) = read(
        {
            "id": 7,
            "html": "<p>One.</p>",
            "url": "https://example.org/a",
            "title": " A \n title ",
            "published": "2020-10-08T21:00:00+02:00",
            "language": "en",
            "section": {"name": "home"},
        }
    )

    assert isinstance(one, Named)
    assert (one.id, one.title, one.published) == ("7", "A title", "2020-10-08")
    assert (one.fetch, one.url) == (None, "https://example.org/a")
    assert one.content == b"<p>One.</p>"
    assert one.extra == {"section": {"name": "home"}}
    assert not one.is_hint


def test_an_address_alone_is_to_be_fetched() -> None:
    """Beside a text it only says where that stands."""
    alone, beside = read(
        {"url": "https://example.org/a"},
        {"url": "https://example.org/a", "text": "One."},
    )

    assert isinstance(alone, Named)
    assert isinstance(beside, Named)
    assert (alone.fetch, alone.content) == ("https://example.org/a", None)
    assert (beside.fetch, beside.is_text) == (None, True)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"id": "x", "body": "a"}, ("r.jsonl:1 (x)", "text, html, url", "body")),
        ({"Text": "a"}, ("has no text", "'Text'")),
        ({"text": " "}, ("text is empty",)),
        ({"text": "a", "html": "b"}, ("both text and html",)),
        ({"text": 7}, ("text is no text",)),
        ({"text": "a", "published": "08/10/2020"}, ("published", "2020-10-08")),
        ({"url": "file:///etc/passwd"}, ("http",)),
        ([1], ("one object a line",)),
        (b'{"text": "a"', ("r.jsonl:1", "no JSON object")),
        (b"[" * 100_000, ("no JSON object",)),
        (b"1" * 10_000, ("no JSON object",)),
        (b'{"text": "\xff"}', ("no JSON object",)),
    ],
)
def test_a_bad_row_says_what_and_where(line: object, words: tuple[str, ...]) -> None:
    """And the id, where it has one."""
    error = error_of(line)

    assert all(word in error for word in words), error
    assert "\n" not in error


def test_bad_rows_stop_no_good_ones() -> None:
    """Lines are counted as editors do, empty ones too, a byte order mark apart."""
    found = read(b'\xef\xbb\xbf{"text": "One."}', b"", b"no", b"", {"text": "Two."})

    assert [(type(one), one.source) for one in found] == [
        (Named, "r.jsonl:1"),
        (Unread, "r.jsonl:3"),
        (Named, "r.jsonl:5"),
    ]


@given(
    st.dictionaries(
        st.sampled_from(["id", "text", "html", "url", "title", "published", "more"]),
        st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()),
    )
)
def test_every_row_is_an_article_or_an_error(row: dict[str, Any]) -> None:
    """Whatever it holds."""
    (one,) = read(row)

    assert isinstance(one, Unread) or one.content or one.fetch

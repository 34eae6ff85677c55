"""Bytes to text: what is accepted, what is refused, and with which words."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.encoding import MAXIMUM_BYTES, decode, decode_html, decode_text
from factcheck.model.errors import BadInputError

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


def with_one_line_end(text: str) -> str:
    """Say what decoding makes of line ends, in other words than the code does."""
    return "\n".join(text.replace("\r\n", "\r").split("\r"))


@given(TEXT)
def test_utf8_survives(text: str) -> None:
    """What was encoded comes back, line ends apart."""
    decoded = decode_text(codecs.BOM_UTF8 + text.encode(), source="-")

    assert decoded == with_one_line_end(text)


@given(TEXT, st.sampled_from([("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")]))
def test_utf16_with_a_mark_survives(text: str, form: tuple[str, bytes]) -> None:
    """UTF-16 of either byte order comes back if its mark says so."""
    encoding, mark = form

    decoded = decode_text(mark + text.encode(encoding), source="-")

    assert decoded == with_one_line_end(text)


@given(st.binary())
def test_any_bytes_give_text_or_one_line(data: bytes) -> None:
    """No bytes raise anything but our own error, which is one line."""
    try:
        outcome = decode(data, source="x.html")
    except BadInputError as error:
        outcome = str(error).replace("\n", "\0")

    assert not set("\r\0") & set(outcome)


def test_text_that_is_not_utf8_names_the_byte() -> None:
    """The error for Latin-1 says where the first foreign byte stands."""
    with pytest.raises(BadInputError, match=r"^a\.txt: byte 3 is not UTF-8"):
        decode("Caf\xe9".encode("latin-1"), source="a.txt")


def test_nul_bytes_are_binary() -> None:
    """A NUL byte makes text and page binary, also within UTF-16."""
    for data in (b"a\0b", b"\xff\xfe" + "a\0b".encode("utf-16-le")):
        with pytest.raises(BadInputError, match="is binary"):
            decode_text(data, source="-")
        with pytest.raises(BadInputError, match="is binary"):
            decode_html(data, source="-")


def test_too_large_is_refused() -> None:
    """One byte above the cap is one too many."""
    with pytest.raises(BadInputError, match="more than 20000000"):
        decode(b"a" * (MAXIMUM_BYTES + 1), source="a.txt")


@pytest.mark.parametrize(
    ("declaration", "encoding", "word"),
    [
        ('<meta charset="iso-8859-1">', "cp1252", "“Café”"),
        ("<meta charset=windows-1251>", "cp1251", "Москва"),
        ('<meta content="text/html; charset=Shift_JIS">', "cp932", "東京"),
        ('<?xml version="1.0" encoding="EUC-KR"?>', "cp949", "서울"),
        ("<meta charset=utf-16>", "utf-8", "Zürich"),
        ("", "utf-8", "Zürich"),
        ("", "cp1252", "“Zürich”"),
    ],
)
def test_html_is_read_as_browsers_read_it(
    declaration: str, encoding: str, word: str
) -> None:
    """Declared charset, else UTF-8, else Windows-1252; labels as in browsers."""
    page = f"{declaration}<html><p>{word}</p></html>".encode(encoding)

    assert word in decode_html(page, source="x.html")


@pytest.mark.parametrize("label", ["rot13", "zlib", "punycode", "idna", "nonsense"])
def test_codecs_that_are_no_charsets_are_not_used(label: str) -> None:
    """A page cannot make us run another codec by declaring it."""
    page = f"<meta charset={label}><p>Grüße</p>".encode()

    assert "Grüße" in decode_html(page, source="x.html")


def test_one_broken_byte_does_not_cost_a_page() -> None:
    """A page with a damaged byte is read, one in another encoding is not."""
    damaged = b"<meta charset=utf-8><p>" + b"word " * 100 + b"\xe9</p>"

    decoded = decode_html(damaged, source="x.html")

    assert decoded.count("\ufffd") == 1
    with pytest.raises(BadInputError, match="not in the encoding utf-8"):
        decode_html(b"<meta charset=utf-8>" + b"\xe9\xe8 " * 100, source="x.html")

"""Bytes to text, without guessing where a guess could change a word.

HTML follows the order of the WHATWG encoding standard as far as bytes alone
tell: byte order mark, declared charset, UTF-8, Windows-1252. Everything else is
UTF-8, or UTF-16 with a byte order mark, or refused.
"""

from __future__ import annotations

import codecs
import re

from factcheck.intake.media import HTML, media_type
from factcheck.model.errors import BadInputError

MAXIMUM_BYTES = 20_000_000

_DECLARED_IN_BYTES = 4096
# Both forms: <meta charset=x> and <meta content="text/html; charset=x">.
_DECLARATION = re.compile(
    rb"<meta[^<>]{0,400}?charset\s*+=\s*+[\"']?\s*+([A-Za-z0-9_.:-]{1,40})"
    rb"|<\?xml[^<>]{0,200}?encoding\s*+=\s*+[\"']([A-Za-z0-9_.:-]{1,40})",
    re.IGNORECASE,
)
# Labels that browsers read as something else than their name says (WHATWG
# encoding standard, section 4.2). A page that declares UTF-16 in ASCII is not.
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
# Python knows codecs that are no character sets (rot13, zlib, punycode, …), so
# that a page may not choose freely.
_CHARACTER_SET = re.compile(
    r"utf-8|cp\d{3,4}|iso8859-\d{1,2}|koi8-[ru]|mac-(?:roman|cyrillic)"
    r"|gb18030|big5hkscs|euc_jp|iso2022_jp|tis-620"
)
# One broken sign in a hundred is a damaged page; more is another encoding.
_BROKEN_SHARE = 100


def decode(data: bytes, *, source: str) -> str:
    """Decode the bytes of a text or of an HTML page.

    Args:
        data: the bytes as they were read.
        source: file name or ``-``; tells HTML where the bytes do not, and stands
            in the error messages.

    Returns:
        The text, without byte order mark, with LF as the only line end.

    Raises:
        BadInputError: too large, binary, or not in a known encoding.
    """
    if media_type(data, source) == HTML:
        return decode_html(data, source=source)
    return decode_text(data, source=source)


def decode_text(data: bytes, *, source: str) -> str:
    """Decode bytes that are UTF-8, or UTF-16 with a byte order mark.

    Raises:
        BadInputError: too large, binary, or neither of them; names the first
            byte that does not fit.
    """
    _refuse_large(data, source)
    marked = _decode_marked(data, source)
    if marked is not None:
        return marked
    if b"\0" in data:
        raise _binary(source)
    try:
        return _one_line_end(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        message = (
            f"{source}: byte {error.start} is not UTF-8; save the text as UTF-8 first"
        )
        raise BadInputError(message) from error


def decode_html(data: bytes, *, source: str) -> str:
    """Decode the bytes of an HTML page as a browser would.

    Raises:
        BadInputError: too large, binary, or not in the encoding it declares.
    """
    _refuse_large(data, source)
    marked = _decode_marked(data, source)
    if marked is not None:
        return marked
    if b"\0" in data:
        raise _binary(source)
    charset = declared_charset(data)
    if charset is None:
        try:
            return _one_line_end(data.decode("utf-8"))
        except UnicodeDecodeError:
            charset = "cp1252"
    text = data.decode(charset, "replace")
    if text.count("\ufffd") * _BROKEN_SHARE > len(text):
        raise BadInputError(
            f"{source}: is not in the encoding {charset} that it declares; "
            "save the page as UTF-8 first"
        )
    return _one_line_end(text)


def _refuse_large(data: bytes, source: str) -> None:
    """Refuse what no article or page of one is."""
    if len(data) > MAXIMUM_BYTES:
        raise BadInputError(
            f"{source}: has {len(data)} bytes, more than {MAXIMUM_BYTES}; "
            "cut out the part that is meant"
        )


def _decode_marked(data: bytes, source: str) -> str | None:
    """Decode by the byte order mark; None where there is none."""
    if data.startswith(codecs.BOM_UTF8):
        return decode_text(data.removeprefix(codecs.BOM_UTF8), source=source)
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"{source}: byte {error.start} is not UTF-16, which the file's byte "
            "order mark announces; save it as UTF-8 first"
        ) from error
    if "\0" in text:
        raise _binary(source)
    return _one_line_end(text)


def declared_charset(data: bytes) -> str | None:
    """Give Python's name of the charset that a page declares, if we know it."""
    found = _DECLARATION.search(data[:_DECLARED_IN_BYTES])
    if found is None:
        return None
    return character_set((found[1] or found[2]).decode("ascii"))


def character_set(label: str) -> str | None:
    """Give Python's name of a character set by the label a page or a header gives it.

    Returns:
        The name; None for what is none, or not known.
    """
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    name = _READ_AS.get(name, name)
    return name if _CHARACTER_SET.fullmatch(name) else None


def _one_line_end(text: str) -> str:
    """Turn every line end into LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _binary(source: str) -> BadInputError:
    """Make the error for bytes that are no text."""
    return BadInputError(f"{source}: is binary, not text; save its text first")

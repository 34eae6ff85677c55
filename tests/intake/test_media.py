"""What kind of file some bytes are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.media import media_type


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.7\n", "a.html", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a", "image/png"),
        (b"\xff\xd8\xff\xe0", "a", "image/jpeg"),
        (b"GIF89a\0", "a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a", "image/webp"),
        (b"\0\0\0\x20ftypisom", "a", "video/mp4"),
        (b"ID3\x03", "a", "audio/mpeg"),
        (b"\xff\xfb\x90\x00", "a", "audio/mpeg"),
        (b"PK\x03\x04", "a.txt", "application/zip"),
        (b"\xef\xbb\xbf\n<!-- x --> <!DOCTYPE HTML><p>", "a.txt", "text/html"),
        (b'<?xml version="1.0"?><html>', "-", "text/html"),
        ("\ufeff<html>".encode("utf-16-le"), "-", "text/html"),
        (b"<p>Hello</p>", "-", "text/html"),
        (b"<p>Hello</p>", "a.md", "text/markdown"),
        (b"Hello", "https://example.org/a.html?x=1#y", "text/html"),
        (b"Hello", "A.MD", "text/markdown"),
        (b"---\ntitle: x\n---\n", "-", "text/markdown"),
        (b"# Title\n", "-", "text/markdown"),
        (b"# Title\n", "a.txt", "text/plain"),
        (b"Hello", "-", "text/plain"),
        ("\ufeffHello".encode("utf-16-le"), "-", "text/plain"),
        (b"\x01\x02\x03", "-", "application/octet-stream"),
        (b"a\0b", "a.txt", "application/octet-stream"),
    ],
)
def test_bytes_come_before_the_name(data: bytes, name: str, expected: str) -> None:
    """Signatures and page beginnings win over the ending, the ending over text."""
    assert media_type(data, name) == expected


@given(st.binary(), st.text())
def test_every_file_has_a_type(data: bytes, name: str) -> None:
    """No bytes and no name raise."""
    assert "/" in media_type(data, name)

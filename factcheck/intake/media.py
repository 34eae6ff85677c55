"""What kind of file some bytes are, told from the bytes first."""

from __future__ import annotations

import codecs
import re

HTML = "text/html"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
DOC = "application/msword"
RTF = "application/rtf"
OLD_OFFICE = "application/x-ole-storage"
ZIP = "application/zip"
UNKNOWN = "application/octet-stream"
DOCUMENTS = (PDF, DOCX, ODT, DOC, RTF, OLD_OFFICE)
"""Kinds with text in them that is not read off their bytes."""

_SNIFFED_BYTES = 4096
# The table of contents of a zip file is its end.
_SNIFFED_END = 65_536
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_SIGNATURES = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"ID3", "audio/mpeg"),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"{\\rtf", RTF),
)
# Beginnings of an MPEG layer III frame. A wider mask would take the byte order
# mark of UTF-16 (FF FE) for sound.
_MPEG_FRAMES = tuple(bytes((0xFF, second)) for second in b"\xfa\xfb\xf2\xf3\xe2\xe3")
_ENDINGS = {
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": PLAIN,
    ".text": PLAIN,
}
_COMMENTS = r"(?:\s++|<!--(?:(?!-->).)*+-->|<\?xml[^>]*+>)*+"
# A whole page; and, for bytes without a telling name, also a piece of one.
_PAGE = re.compile(
    _COMMENTS + r"<(?:!doctype\s+html|(?:html|head|body|meta|title|script)[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
_PIECE = re.compile(
    _COMMENTS + r"<(?:article|main|section|div|p|h[1-6]|table|span|a|b|style)[\s/>]",
    re.IGNORECASE | re.DOTALL,
)
# Signs that no text holds, although they are valid in every code page.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a]")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n[A-Za-z_][\w-]*[ \t]*:")


def media_type(data: bytes, name: str) -> str:
    """Tell the media type of a file.

    Args:
        data: the bytes; the first 4,096 are looked at, of a zip file the end too.
        name: the file's name, its address, or ``-`` for standard input.

    Returns:
        The type by the bytes' signature, else by the name's ending, else by
        whether they are text at all: ``application/octet-stream`` if not.
    """
    signed = _signed_type(data)
    if signed is not None:
        return signed
    beginning = _beginning(data)
    if beginning is None:
        return UNKNOWN
    if _PAGE.match(beginning):
        return HTML
    return _ENDINGS.get(_ending(name)) or _type_of_text(beginning)


def _signed_type(data: bytes) -> str | None:
    """Give the type that the first bytes announce."""
    head = data[:16]
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return _type_of_zip(data) if kind == ZIP else kind
    if head.startswith(_COMPOUND):
        return DOC if _WORD_STREAM in data else OLD_OFFICE
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if head.startswith(_MPEG_FRAMES):
        return "audio/mpeg"
    return None


def _type_of_zip(data: bytes) -> str:
    """Tell text documents of Office programs from other zip files, by their parts."""
    if data[30:].startswith(b"mimetype" + ODT.encode()) and data[30 + 8 + len(ODT) :][
        :1
    ] in {b"P", b""}:
        return ODT
    parts = data[:_SNIFFED_BYTES] + data[-_SNIFFED_END:]
    if b"[Content_Types].xml" in parts and b"word/document" in parts:
        return DOCX
    return ZIP


def _beginning(data: bytes) -> str | None:
    """Give the first characters, or None where the bytes are no text.

    Latin-1 stands for every encoding that continues ASCII: it never fails, and
    what is looked for is ASCII.
    """
    head = data[:_SNIFFED_BYTES]
    if head.startswith(codecs.BOM_UTF16_LE):
        return head[2:].decode("utf-16-le", "replace")
    if head.startswith(codecs.BOM_UTF16_BE):
        return head[2:].decode("utf-16-be", "replace")
    if b"\0" in head:
        return None
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _ending(name: str) -> str:
    """Give the lower-case ending of a file name or of an address, with its dot."""
    path = name.split("?", 1)[0].split("#", 1)[0]
    last = re.split(r"[/\\]", path)[-1]
    dot = last.rfind(".")
    return last[dot:].lower() if dot > 0 else ""


def _type_of_text(beginning: str) -> str:
    """Tell the kind of a text whose name says nothing."""
    if _PIECE.match(beginning):
        return HTML
    if _FRONT_MATTER.match(beginning) or beginning.startswith("# "):
        return MARKDOWN
    return UNKNOWN if _NO_TEXT.search(beginning) else PLAIN

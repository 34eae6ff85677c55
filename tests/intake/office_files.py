"""Office documents written by hand, so that no binary file lies in the repository."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from factcheck.intake.media import ODT

if TYPE_CHECKING:
    from collections.abc import Mapping

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"

_CONTENT_TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS = (
    f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" '
    f'Type="{_OFFICE}/officeDocument"/></Relationships>'
)


def docx_of(*paragraphs: str, parts: Mapping[str, bytes] | None = None) -> bytes:
    """Write a .docx.

    Args:
        paragraphs: each is XML as it stands within ``w:p``.
        parts: more parts, or others in place of the usual ones.
    """
    body = "".join(f"<w:p>{one}</w:p>" for one in paragraphs)
    document = (
        f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body>'
        "</w:document>"
    )
    return zip_of(
        {
            "[Content_Types].xml": _CONTENT_TYPES.encode(),
            "_rels/.rels": _RELATIONS.encode(),
            "word/document.xml": document.encode(),
            **(parts or {}),
        }
    )


def run(text: str) -> str:
    """Write text as it stands within a paragraph of a .docx."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def styled(name: str, text: str) -> str:
    """Write a paragraph of a .docx in a style, by the id of this."""
    return f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>{run(text)}'


def core(title: str, author: str) -> dict[str, bytes]:
    """Write the part of a .docx that says what it is."""
    names = 'xmlns:cp="x" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    stated = f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
    part = f"<cp:coreProperties {names}>{stated}</cp:coreProperties>"
    return {"docProps/core.xml": part.encode()}


def odt_of(body: str, *, before: str = "", meta: str = "", styles: str = "") -> bytes:
    """Write an .odt.

    Args:
        body: XML as it stands within ``office:text``.
        before: what stands before the content's first element.
        meta: XML as it stands within ``office:meta``.
        styles: the same of ``office:automatic-styles``.
    """
    names = "".join(f' xmlns:{one}="{_OASIS}:{one}:1.0"' for one in _SPACES)
    names += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = (
        f"{before}<office:document-content{names}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    about = f"<office:document-meta{names}><office:meta>{meta}</office:meta>"
    return zip_of(
        {
            "mimetype": ODT.encode(),
            "content.xml": content.encode(),
            "meta.xml": f"{about}</office:document-meta>".encode(),
        }
    )


_SPACES = ("office", "style", "text", "table")


def zip_of(parts: Mapping[str, bytes]) -> bytes:
    """Write a zip file; what tells the type of an .odt is stored, as it has to be."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, kind)
    return made.getvalue()

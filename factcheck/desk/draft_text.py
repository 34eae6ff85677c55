"""A draft as Markdown that a person writes in an editor, and back.

Short fields stand on top, between two lines of ``---``; prose stands below, each
field under its heading. What a person writes is never lost: text that cannot be
read back is kept by the door, with the line that stands in the way.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from factcheck.model.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factcheck.model.check import Check

SHORT = {
    "headline": "headline",
    "rating": "rating",
    "confidence": "confidence",
    "recheck by": "recheck_by",
    "grade": "grade",
}
"""The fields on top: what a person reads, and the field of the record."""

LONG = {
    "Summary": "summary",
    "Text": "text",
    "Looked for and not found": "looked_for",
    "Disclosure": "disclosure",
    "Public note of a correction": "public_note",
}
"""The headings below, and the field under each."""

_ALWAYS = frozenset({"headline", "rating", "confidence", "summary", "text"})
_FENCE = "---"
_COMMENT = re.compile(r"\A\s*<!--.*?-->\n?", re.DOTALL)


def draft_text(fields: Mapping[str, Any], guide: Sequence[str] = ()) -> str:
    """Write the fields of a draft as Markdown to be edited.

    Args:
        fields: of ``Draft``; absent ones leave their place empty.
        guide: lines for the writer, kept in a comment that is not read back.
    """
    lines = [_FENCE]
    lines += [
        f"{label}: {fields.get(field) or ''}".rstrip() for label, field in SHORT.items()
    ]
    lines.append(_FENCE)
    if guide:
        lines += ["<!--", *(line.replace("-->", "-- >") for line in guide), "-->"]
    for heading, field in LONG.items():
        value = fields.get(field)
        lines += ["", f"## {heading}", "", *([_shielded(value)] if value else [])]
    return "\n".join(lines) + "\n"


def read_draft(text: str, *, source: str) -> dict[str, Any]:
    """Read the fields of a draft from Markdown.

    Args:
        text: what a person wrote.
        source: the name of the file, for messages.

    Returns:
        The fields that have a value.

    Raises:
        BadInputError: a line on top is no known field, the end of the top is
            missing, or text stands where no heading is.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    fields: dict[str, Any] = {}
    start = 0
    if lines[0].strip() == _FENCE:
        ends = [n for n, line in enumerate(lines[1:], 1) if line.strip() == _FENCE]
        if not ends:
            raise BadInputError(f"{source}:1: the top has no closing line '---'")
        start = ends[0] + 1
        for number, line in enumerate(lines[1 : ends[0]], 2):
            _take_short(fields, line, f"{source}:{number}")
    return fields | _long_fields("\n".join(lines[start:]), source, start)


def _take_short(fields: dict[str, Any], line: str, where: str) -> None:
    if not line.strip():
        return
    label, colon, value = line.partition(":")
    field = SHORT.get(label.strip().lower())
    if not colon or field is None:
        known = ", ".join(SHORT)
        raise BadInputError(f"{where}: '{line.strip()}' is none of the fields: {known}")
    if field in fields:
        raise BadInputError(f"{where}: '{label.strip()}' stands here a second time")
    if value.strip():
        fields[field] = value.strip()


def _long_fields(body: str, source: str, offset: int) -> dict[str, Any]:
    without = _COMMENT.sub("", body)
    offset += body.count("\n") - without.count("\n")
    found: dict[str, list[str]] = {}
    field = None
    for number, line in enumerate(without.split("\n"), offset + 1):
        heading = LONG.get(line[3:].strip()) if line.startswith("## ") else None
        if heading:
            if heading in found:
                message = f"'{line.strip()}' stands here a second time"
                raise BadInputError(f"{source}:{number}: {message}")
            field = heading
            found[field] = []
        elif field:
            found[field].append(_unshielded(line))
        elif line.strip():
            message = "text before the first heading: put it below '## Text'"
            raise BadInputError(f"{source}:{number}: {message}")
    texts = {field: "\n".join(lines).strip() for field, lines in found.items()}
    return {field: value for field, value in texts.items() if value}


def _shielded(value: str) -> str:
    """Keep a line of prose that looks like one of our headings from being one."""
    return "\n".join(
        "\\" + line if _is_like_heading(line) else line for line in value.split("\n")
    )


def _unshielded(line: str) -> str:
    bare = line.lstrip("\\")
    return line[1:] if line.startswith("\\") and _is_like_heading(bare) else line


def _is_like_heading(line: str) -> bool:
    bare = line.lstrip("\\")
    return bare.startswith("## ") and bare[3:].strip() in LONG


def guide_for(check: Check, ratings: Sequence[str]) -> list[str]:
    """Give the writer what is needed: the claim, the scale, what can be cited."""
    claim = check.claim.record
    lines = [f"Claim: {claim.claim}"]
    if claim.about == "was said":
        lines.append("This check asks whether it was said, not whether it is so.")
    lines += [
        f"Ratings: {', '.join(ratings)}. Confidence: low, medium, high.",
        "Grade and public note: only for a verdict that corrects a published one.",
        "Cite evidence in summary and text as [@name]:",
    ]
    slugs = Counter(link.slug for link in check.links)
    for link in check.links:
        entry = check.of_link(link)
        says = " ".join(entry.record.says.split()) if entry else "is not there"
        name = link.slug if slugs[link.slug] == 1 else link.name
        lines.append(f"  [@{name}] {link.record.stance}: {says}")
    lines.append("This comment is not kept.")
    return lines

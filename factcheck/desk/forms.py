"""The forms of the records that people write, and what they are told while writing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from factcheck.desk.form import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence
    from factcheck.model.filed import Filed

DRAFT = Form(
    short={
        "headline": "headline",
        "rating": "rating",
        "confidence": "confidence",
        "recheck by": "recheck_by",
        "grade": "grade",
    },
    long={
        "Summary": "summary",
        "Text": "text",
        "Looked for and not found": "looked_for",
        "Disclosure": "disclosure",
        "Public note of a correction": "public_note",
    },
)

CHECK = Form(
    short={
        "claim": "claim",
        "claimed by": "claimant.name",
        "role": "claimant.role",
        "affiliation": "claimant.affiliation",
        "said on": "said_on",
        "place": "place",
        "medium": "medium",
        "language": "language",
        "about": "about",
        "assigned to": "assignee",
        "due": "due",
        "priority": "priority",
        "topics": "topics",
        "embargo": "embargo",
    },
    long={
        "As said": "words",
        "Translation": "translation",
        "Parts": "parts",
        "Other wordings": "wordings",
        "Why it is checked": "why_checked",
        "Reach": "reach",
        "Harm": "harm",
    },
)
"""Claim and work in one: the fields of ``Claim`` and of ``Work``."""

WORK_FIELDS = frozenset({"assignee", "due", "priority", "topics", "embargo"})
"""The fields of ``Work`` that the form of a check has."""

EVIDENCE = Form(
    short={
        "publisher": "source.publisher",
        "title": "source.title",
        "url": "source.url",
        "carrier": "source.carrier",
        "author": "source.author",
        "published": "source.published",
        "accessed": "source.accessed",
        "language": "source.language",
        "archived": "source.archived",
        "kind": "kind",
        "origin": "origin",
        "first reported by": "first_reported_by",
        "read": "read",
        "where": "where",
        "translated by": "translated_by",
        "confidential": "confidential",
    },
    long={
        "What it says": "says",
        "Quote": "quote",
        "Translation of the quote": "translation",
        "Interest of the source": "interest",
        "Note": "note",
    },
)


def filled(form: Form, *records: Mapping[str, Any]) -> dict[str, str]:
    """Give the values of records as the text of a form's fields.

    Args:
        form: whose fields are wanted; a dotted one is read from within another.
        records: plain data, the first that has the field counts.
    """
    texts: dict[str, str] = {}
    for field in form.fields:
        for data in records:
            value = _value(data, field)
            if value not in (None, False, [], ""):
                texts.setdefault(field, _as_text(field, value))
    return texts


def parts_of(lines: Iterable[str]) -> list[dict[str, str]]:
    """Read the parts of a claim, one a line: ``a: It is so``.

    A line without a letter takes the first that is free.
    """
    found: list[tuple[str, str]] = []
    for line in filter(str.strip, lines):
        letter, colon, text = line.partition(":")
        if colon and len(letter.strip()) == 1 and letter.strip().isalpha():
            found.append((letter.strip().lower(), text.strip()))
        else:
            found.append(("", line.strip()))
    taken = {letter for letter, _ in found}
    free = (letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in taken)
    return [
        {"part": letter or next(free, "?"), "claim": text} for letter, text in found
    ]


def check_of(written: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the fields of claim and work that stand in the form of a check."""
    claim: dict[str, Any] = {}
    work: dict[str, Any] = {}
    for field, text in written.items():
        where, _, key = field.rpartition(".")
        if field in WORK_FIELDS:
            work[field] = text.replace(",", " ").split() if field == "topics" else text
        elif where:
            claim.setdefault(where, {})[key] = text
        elif field == "parts":
            claim[field] = parts_of(text.split("\n"))
        elif field == "wordings":
            # not splitlines: a line of ours may hold a separator of Unicode
            claim[field] = [line.strip() for line in text.split("\n") if line.strip()]
        else:
            claim[field] = text
    return claim, work


def _value(data: Mapping[str, Any], field: str) -> Any:
    value: Any = data
    for step in field.split("."):
        value = value.get(step) if value else None
    return value


def _as_text(field: str, value: Any) -> str:
    if field == "parts":
        return "\n".join(f"{one['part']}: {one['claim']}" for one in value)
    if isinstance(value, list):
        return (", " if field == "topics" else "\n").join(value)
    return "true" if value is True else str(value)


# ------------------------------------------------------------------------- guides


def guide_for(check: Check, ratings: Sequence[str]) -> list[str]:
    """Give the writer of a draft what is needed: claim, scale, what can be cited."""
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


def guide_for_check(check: Check) -> list[str]:
    """Say what the fields of a claim and its work want, and what rests on them."""
    lines = [
        f"Check: {check.name}",
        "Dates: 2020-10-08, 2020-10 or 2020; said on may be unknown.",
        "About: 'is so' or 'was said'. Priority: high, normal or low.",
        "Topics stand beside each other, with commas; parts (a: …) and other",
        "wordings one a line. Embargo: 2026-11-25T18:00:00+01:00.",
    ]
    if check.current_verdicts():
        lines += [
            "A verdict rests on the claim, the words and their translation, about,",
            "parts, who claimed it, said on, place and medium: it needs a recheck",
            "when one of them changes.",
        ]
    return [*lines, "This comment is not kept."]


def guide_for_evidence(entry: Filed[Evidence], checks: Sequence[str]) -> list[str]:
    """Say what the fields of an evidence entry want, and which checks link it."""
    return [
        f"Evidence: {entry.name}",
        "Kind: document, statement, report, reference, data, expert, image, video,",
        "audio or own work. Read: whole, part, excerpt, abstract or data set.",
        "Dates: 2020-10-08, 2020-10 or 2020. Confidential: true, or nothing.",
        *(f"Linked by {check}" for check in checks),
        "This comment is not kept.",
    ]

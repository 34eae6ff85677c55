"""Digests of what matters in a record: what a verdict pins.

A digest is ``v1:`` and the SHA-256, in hex, of the canonical JSON of the pair of a
record's kind and its material fields: keys sorted, no spaces, UTF-8, absent fields
left out, runs of white space in any text folded to one space. It does not change
with the path, the YAML form, rewrapped prose, notes, topics or archive links.
Source of the rule and of the table: docs/format.md, "Material fields", "Digests".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from factcheck.model.kinds import Kind
    from factcheck.model.plain import PlainData

MATERIAL: Mapping[Kind, tuple[str, ...]] = {
    "check": (
        "claim",
        "words",
        "translation",
        "about",
        "parts",
        "claimant.name",
        "said_on",
        "place",
        "medium",
    ),
    "evidence": (
        "source.url",
        "source.publisher",
        "source.carrier",
        "source.author",
        "source.published",
        "origin",
        "first_reported_by",
        "interest",
        "kind",
        "quote",
        "translation",
        "where",
        "says",
        "captures.sha256",
        "confidential",
        "withdrawn",
    ),
    "link": ("evidence", "stance", "part", "primary", "why"),
    "answer": (
        "ask",
        "outcome",
        "received",
        "text",
        "translation",
        "says",
        "captures.sha256",
    ),
    "verdict": (
        "headline",
        "rating",
        "summary",
        "text",
        "looked_for",
        "disclosure",
        "confidence",
        "recheck_by",
        "author",
        "given",
        "supersedes",
        "grade",
        "public_note",
        "pins",
    ),
}
"""The fields of each kind that a verdict (or a review of one) rests on."""


def digest(kind: Kind, data: PlainData) -> str:
    """Give the digest of a record of a kind that has material fields.

    Raises:
        KeyError: the kind has none; nothing pins records of it.
    """
    material = {path: _value(data, path) for path in MATERIAL[kind]}
    material |= _references(kind, data)
    kept = {path: value for path, value in material.items() if value is not None}
    canonical = json.dumps(
        [kind, kept], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    import hashlib  # noqa: PLC0415 - slow to load, and a list does without

    return "v1:" + hashlib.sha256(canonical.encode()).hexdigest()


def _references(kind: Kind, data: PlainData) -> dict[str, Any]:
    """Give the material references of a record by id: the slug is for people."""
    if kind == "link":
        return {"evidence": id_of(data["evidence"])}
    if kind == "answer":
        return {"ask": id_of(data["ask"])}
    if kind == "verdict":
        pins = [
            {**pin, "evidence": id_of(pin["evidence"])}
            for pin in data["pins"]["evidence"]
        ]
        answers = [
            {**pin, "answer": id_of(pin["answer"])} for pin in data["pins"]["answers"]
        ]
        supersedes = [id_of(name) for name in data["supersedes"]]
        return {
            "supersedes": supersedes or None,
            "pins": _folded({**data["pins"], "evidence": pins, "answers": answers}),
        }
    return {}


def material_changes(kind: Kind, old: PlainData, new: PlainData) -> tuple[str, ...]:
    """Name the material fields in which two versions of a record differ."""
    return tuple(
        path for path in MATERIAL[kind] if _value(old, path) != _value(new, path)
    )


def _value(data: PlainData, path: str) -> Any:
    value: Any = data
    for step in path.split("."):
        if isinstance(value, list):
            value = [item.get(step) for item in value]
        elif value is not None:
            value = value.get(step)
    return _folded(value)


def _folded(value: Any) -> Any:
    """Fold white space in every text; drop what is absent, empty or false."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        items: Iterable[tuple[str, Any]] = (
            (key, _folded(item)) for key, item in value.items()
        )
        return {key: item for key, item in items if item is not None} or None
    if isinstance(value, list):
        return [_folded(item) for item in value] or None
    return value or None

"""The rules between fields that JSON Schema can say, by record class.

Each repeats a validator of its class in ``factcheck/model/``; a test finds classes
with a validator that stand neither here nor among those that cannot be said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.model.asking import Answer, Ask
from factcheck.model.claim import Claim, Closed
from factcheck.model.mail import TipOutcome
from factcheck.model.settings import FORMAT, Settings
from factcheck.model.verdict import Review, Verdict

if TYPE_CHECKING:
    from factcheck.model.record import Record


def _where(field: str, *values: str) -> dict[str, Any]:
    """Say that a field is there and has one of some values."""
    return {"properties": {field: {"enum": list(values)}}, "required": [field]}


def _with(*fields: str) -> dict[str, Any]:
    return {"required": list(fields)}


def _without(*fields: str) -> dict[str, Any]:
    return {"properties": dict.fromkeys(fields, False)}


RULES: dict[type[Record], dict[str, Any]] = {
    Closed: {
        "if": _where("outcome", "duplicate"),
        "then": _with("duplicate_of"),
        "else": _without("duplicate_of"),
    },
    Verdict: {
        "if": _with("grade"),
        "then": {
            "required": ["public_note", "supersedes"],
            "properties": {"supersedes": {"minItems": 1}},
        },
    },
    Review: {
        "if": _where("decision", "request changes"),
        "then": _with("comment"),
    },
    Ask: {
        "if": _with("not_asked"),
        "then": _without("question", "channel", "asked", "answer_by"),
        "else": _with("question", "asked"),
    },
    Answer: {
        "allOf": [
            {
                "if": _where("outcome", "answered"),
                "then": {"anyOf": [_with("text"), _with("says")]},
            },
            {
                "if": _where("outcome", "no answer"),
                "then": {"properties": {"text": False, "captures": {"maxItems": 0}}},
            },
        ],
    },
    TipOutcome: {
        "if": _where("decision", "checked", "known"),
        "then": _with("check"),
        "else": _without("check"),
    },
    Settings: {
        "allOf": [
            {
                "properties": {
                    "format": {"maximum": FORMAT},
                    "ratings": {"minItems": 1},
                }
            }
        ],
    },
}
"""Keywords that the schema of a class has besides its fields."""

UNSAID: frozenset[type[Record]] = frozenset({Claim})
"""Classes of which the validator compares values, which JSON Schema cannot."""

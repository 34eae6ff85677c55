"""One full record of each kind that has material fields, and another value for each.

``FULL`` has every field; ``OTHER`` has for every field a different valid value, by
the path that ``MATERIAL`` uses. ``NON_MATERIAL`` is the decision on all the rest: a
new field of a record class belongs either there or into ``MATERIAL``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from factcheck.model.kinds import Kind

NAME = "reuters-recruits-q8w2m4xdkz7p"
OTHER_NAME = "court-judgment-93kd0n5yx7tb"
DIGEST = "v1:" + "ab" * 32
OTHER_DIGEST = "v1:" + "cd" * 32
TIME = "2020-10-08T18:00:00Z"
OTHER_TIME = "2021-01-01T00:00:00Z"

_CAPTURE = {
    "sha256": "ab" * 32,
    "size": 17,
    "media_type": "text/html",
    "retrieved": TIME,
    "tool": "factcheck 0.1",
}

FULL: dict[Kind, dict[str, Any]] = {
    "check": {
        "claim": "It is so",
        "words": "It is so, he said",
        "translation": "It is so, she said",
        "about": "is so",
        "parts": [{"part": "a", "claim": "It is"}, {"part": "b", "claim": "It is so"}],
        "claimant": {"name": "Somebody", "role": "minister", "affiliation": "a party"},
        "said_on": "2020-10",
        "place": "Ankara",
        "medium": "radio",
        "language": "tr",
        "why_checked": "It is repeated.",
        "reach": "millions",
        "harm": "some",
        "wordings": ["So it is"],
        "opened": TIME,
        "opened_by": "Anna",
    },
    "evidence": {
        "source": {
            "url": "https://example.org/a",
            "title": "A title",
            "publisher": "Reuters",
            "carrier": "A paper",
            "author": "An author",
            "published": "2020-10-08",
            "accessed": "2020-10-09",
            "language": "en",
            "archived": "https://archive.example.org/a",
        },
        "origin": "The ministry",
        "first_reported_by": "A radio",
        "interest": "none known",
        "kind": "report",
        "read": "whole",
        "quote": "so it is",
        "translation": "thus it is",
        "translated_by": "Bo",
        "where": "page 2",
        "says": "It is so.",
        "captures": [_CAPTURE],
        "confidential": True,
        "note": "a note",
        "withdrawn": {"since": TIME, "why": "It was wrong.", "by": "Bo"},
        "added": TIME,
        "added_by": "Anna",
    },
    "link": {
        "evidence": NAME,
        "stance": "supports",
        "part": "a",
        "primary": True,
        "why": "It says so.",
        "added": TIME,
        "added_by": "Anna",
    },
    "answer": {
        "ask": "ministry-q8w2m4xdkz7p",
        "outcome": "answered",
        "received": "2020-10-08",
        "text": "Il en est ainsi",
        "translation": "So it is",
        "says": "It confirms.",
        "captures": [_CAPTURE],
        "added": TIME,
        "added_by": "Anna",
    },
    "verdict": {
        "headline": "So it is",
        "rating": "true",
        "summary": "Yes.",
        "text": "It is so.",
        "looked_for": "a denial",
        "disclosure": "none",
        "confidence": "high",
        "recheck_by": "2021-01-01",
        "author": "Anna",
        "given": TIME,
        "supersedes": ["false-7k3f9x2mq4vt"],
        "grade": "correction",
        "public_note": "We were wrong.",
        "pins": {
            "claim_digest": DIGEST,
            "evidence": [
                {
                    "evidence": NAME,
                    "part": "a",
                    "stance": "supports",
                    "link_digest": DIGEST,
                    "evidence_digest": DIGEST,
                }
            ],
            "answers": [{"answer": "ministry-93kd0n5yx7tb", "answer_digest": DIGEST}],
        },
    },
}

OTHER: dict[Kind, dict[str, Any]] = {
    "check": {
        "claim": "It is not so",
        "words": "It is not so",
        "translation": "It is not",
        "about": "was said",
        "parts": [{"part": "a", "claim": "It is"}],
        "claimant.name": "Somebody else",
        "claimant.role": "mayor",
        "claimant.affiliation": "no party",
        "said_on": "2020-10-08",
        "place": "Izmir",
        "medium": "television",
        "language": "en",
        "why_checked": "It matters.",
        "reach": "thousands",
        "harm": "none",
        "wordings": ["Thus it is"],
        "opened": OTHER_TIME,
        "opened_by": "Bo",
    },
    "evidence": {
        "source.url": "https://example.org/b",
        "source.title": "Another title",
        "source.publisher": "AFP",
        "source.carrier": "Another paper",
        "source.author": "Another author",
        "source.published": "2020-10",
        "source.accessed": "2020-10-10",
        "source.language": "fr",
        "source.archived": "https://archive.example.org/b",
        "origin": "A witness",
        "first_reported_by": "A paper",
        "interest": "a party to it",
        "kind": "statement",
        "read": "part",
        "quote": "so it is not",
        "translation": "thus it is not",
        "translated_by": "Anna",
        "where": "page 3",
        "says": "It is not so.",
        "captures.sha256": "cd" * 32,
        "captures.size": 18,
        "captures.media_type": "text/plain",
        "captures.retrieved": OTHER_TIME,
        "captures.tool": "factcheck 0.2",
        "confidential": False,
        "note": "another note",
        "withdrawn": None,
        "added": OTHER_TIME,
        "added_by": "Bo",
    },
    "link": {
        "evidence": OTHER_NAME,
        "stance": "refutes",
        "part": "b",
        "primary": False,
        "why": "It does not.",
        "added": OTHER_TIME,
        "added_by": "Bo",
    },
    "answer": {
        "ask": "ministry-7k3f9x2mq4vt",
        "outcome": "declined",
        "received": "2020-10-09",
        "text": "Il n'en est pas ainsi",
        "translation": "It is not so",
        "says": "It denies.",
        "captures.sha256": "cd" * 32,
        "captures.size": 18,
        "captures.media_type": "text/plain",
        "captures.retrieved": OTHER_TIME,
        "captures.tool": "factcheck 0.2",
        "added": OTHER_TIME,
        "added_by": "Bo",
    },
    "verdict": {
        "headline": "So it is not",
        "rating": "false",
        "summary": "No.",
        "text": "It is not so.",
        "looked_for": "a confirmation",
        "disclosure": "some",
        "confidence": "low",
        "recheck_by": "2022-01-01",
        "author": "Bo",
        "given": OTHER_TIME,
        "supersedes": ["mixed-8k3f9x2mq4vt"],
        "grade": "update",
        "public_note": "There is news.",
        "pins": {"claim_digest": OTHER_DIGEST},
    },
}

NON_MATERIAL: dict[Kind, frozenset[str]] = {
    "check": frozenset(
        {
            "claimant.role",
            "claimant.affiliation",
            "language",
            "why_checked",
            "reach",
            "harm",
            "wordings",
            "opened",
            "opened_by",
        }
    ),
    "evidence": frozenset(
        {
            "source.title",
            "source.accessed",
            "source.language",
            "source.archived",
            "read",
            "translated_by",
            "captures.size",
            "captures.media_type",
            "captures.retrieved",
            "captures.tool",
            "note",
            "added",
            "added_by",
        }
    ),
    "link": frozenset({"added", "added_by"}),
    "answer": frozenset(
        {
            "captures.size",
            "captures.media_type",
            "captures.retrieved",
            "captures.tool",
            "added",
            "added_by",
        }
    ),
    "verdict": frozenset(),
}

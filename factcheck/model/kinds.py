"""The kinds of records, and what holds for each as a kind."""

from __future__ import annotations

from typing import Literal, get_args

Kind = Literal[
    "settings",
    "check",
    "work",
    "draft",
    "link",
    "appearance",
    "ask",
    "answer",
    "verdict",
    "review",
    "recheck",
    "publication",
    "evidence",
    "article",
    "tip",
    "complaint",
    "party",
]
"""``check`` is the kind of ``check.yaml``, which holds the claim of a check."""

KINDS: tuple[Kind, ...] = get_args(Kind)

APPEND_ONLY: frozenset[Kind] = frozenset(
    {"verdict", "review", "recheck", "publication"}
)
"""Written once: compared with a base, nothing of these changed or vanished."""

ONE_PER_CHECK: frozenset[Kind] = frozenset({"check", "work", "draft"})
"""At most one in a check's folder, in a file named for the kind alone."""

SEVERAL_PER_CHECK: frozenset[Kind] = frozenset(
    {
        "link",
        "appearance",
        "ask",
        "answer",
        "verdict",
        "review",
        "recheck",
        "publication",
    }
)
"""Any number in a check's folder, each in a file of its own."""

BY_MONTH: frozenset[Kind] = frozenset(
    {"evidence", "article", "tip", "complaint", "party"}
)
"""Kept outside the checks, in folders by year and month."""

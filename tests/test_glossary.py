"""The glossary has every word that the records and states use."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from factcheck.cli.table import COMMANDS, GROUPS
from factcheck.model.claim import Outcome
from factcheck.model.evidence import Stance
from factcheck.model.kinds import KINDS
from factcheck.model.state import FlagName, Public, Stage

TEXT = (Path(__file__).parent.parent / "docs/glossary.md").read_text(encoding="utf-8")
WORDS = {
    " ".join(word.casefold().split()) for word in re.findall(r"\*\*([^*]+)\*\*", TEXT)
}
FORBIDDEN = {"case", "reply", "assertion", "proof", "source record", "score card"}
"""What some call a check, an answer, a claim, evidence: one word for one thing."""


def test_every_kind_of_record_is_explained() -> None:
    """Under the very word that the files use."""
    assert set(KINDS) <= WORDS


def test_every_state_is_explained() -> None:
    """Stages, what is public, flags, stances and outcomes."""
    states = {
        word
        for literal in (Stage, Public, FlagName, Stance, Outcome)
        for word in get_args(literal)
    }

    assert states <= WORDS


def test_no_word_stands_for_another() -> None:
    """A second word for the same thing has no entry."""
    assert not WORDS & FORBIDDEN


def test_every_command_of_the_glossary_exists() -> None:
    """What stands in brackets behind a word can be typed."""
    commands = set(re.findall(r"\(`([a-z-]+)(?: ([a-z]+))?", TEXT))

    assert commands
    for command, inner in commands:
        assert command in COMMANDS
        assert not inner or inner in GROUPS[command]

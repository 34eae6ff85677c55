"""The fixed words of a report: what the terms of the records are called in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.model.dates import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factcheck.model.asking import AnswerOutcome
    from factcheck.model.claim import Outcome
    from factcheck.model.evidence import EvidenceKind, Read, Stance
    from factcheck.model.verdict import Grade

BEARS: Mapping[Stance, str] = {
    "supports": "Supports the claim",
    "refutes": "Speaks against the claim",
    "both": "Speaks for and against the claim",
    "context": "Background",
}

BEARS_ON_PART: Mapping[Stance, str] = {
    "supports": "Supports part {}",
    "refutes": "Speaks against part {}",
    "both": "Speaks for and against part {}",
    "context": "Background to part {}",
}

FOUND: Mapping[Stance, str] = {
    "supports": "supported by",
    "refutes": "contradicted by",
    "both": "for and against:",
    "context": "background:",
}

KINDS: Mapping[EvidenceKind, str] = {
    "document": "Document",
    "statement": "Statement",
    "report": "Report",
    "reference": "Reference work",
    "data": "Data",
    "expert": "Expert",
    "image": "Picture",
    "video": "Video",
    "audio": "Sound recording",
    "own work": "Our own work",
}

READ: Mapping[Read, str] = {
    "whole": "read in whole",
    "part": "read in part",
    "excerpt": "only an excerpt was read",
    "abstract": "only the abstract was read",
    "data set": "queried as a data set",
}

ANSWERED: Mapping[AnswerOutcome, str] = {
    "answered": "The answer of {}:",
    "declined": "An answer was declined on {}.",
    "no answer": "There was no answer by {}.",
}

GRADES: Mapping[Grade, str] = {
    "clarification": "Clarification",
    "update": "Update",
    "correction": "Correction",
    "retraction": "Retraction",
}

CLOSED: Mapping[Outcome, str] = {
    "not checkable": "Not checked",
    "duplicate": "Checked elsewhere",
    "dropped": "Check not completed",
}

_WHOLE_DAY = len("2020-10-08")


def on(when: str) -> str:
    """Say a date with its preposition: ``on 8 October 2020``, ``in October 2020``."""
    preposition = "on" if len(when) >= _WHOLE_DAY else "in"
    return f"{preposition} {in_words(when)}"

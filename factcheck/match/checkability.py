"""Does a sentence look like a claim that could be checked?

A rule of thumb, not a judgement: an editor decides what is worth checking. It rests
on what public guides to choosing claims agree on: a checkable statement has
somebody or something that can be named, a number, a date, a comparison or an event
that has happened, and often a source; questions, opinions, wishes, predictions and
instructions cannot be checked.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.match.dates import dates
from factcheck.match.names import names
from factcheck.match.quantities import quantities
from factcheck.match.tokenising import normalise, terms

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKABLE = 0.5
"""From this value on ``match --open`` offers to open a check."""

_FEW_WORDS = 3
_SOME_WORDS = 5


def _finds(pattern: str) -> Callable[[str], bool]:
    """Give a test for a pattern in any case."""
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text: compiled.search(text) is not None


@dataclass(frozen=True, slots=True)
class Cue:
    """One sign for or against, and what it adds to the logit.

    Attributes:
        name: what the sign is.
        adds: what it adds where it is found.
        found: the test.
    """

    name: str
    adds: float
    found: Callable[[str], bool]


def _has_number(text: str) -> bool:
    return bool(quantities(dates(text)[1]))


def _has_date(text: str) -> bool:
    return bool(dates(text)[0])


def _has_name(text: str) -> bool:
    """Say whether a name stands behind the first word."""
    return any(name.before or " " in name.surface for name in names(text))


def _has_names(text: str) -> bool:
    return len(names(text)) > 1


CUES = (
    Cue("number", 1.4, _has_number),
    Cue("date", 0.6, _has_date),
    Cue("name", 0.7, _has_name),
    Cue("several names", 0.4, _has_names),
    Cue(
        "attribution",
        0.5,
        _finds(
            r"\b(?:said|says|according to|claim(?:s|ed)?|report(?:s|ed|edly)|accus\w+|"
            r"den(?:y|ies|ied)|announced|told|stated|confirmed|alleg\w+|found that|"
            r"revealed|tweeted|wrote)\b"
        ),
    ),
    Cue(
        "comparison or change",
        0.7,
        _finds(
            r"\b(?:more|less|fewer|greater|higher|lower|larger|smaller|worse|better) "
            r"than\b|\b(?:most|least|highest|lowest|largest|biggest|smallest|worst|record|"
            r"majority|minority|doubled|tripled|halved|rose|risen|fell|fallen|grew|"
            r"increased|decreased|declined|surpassed|exceed\w*|never|every|none|half|"
            r"first time|since)\b"
        ),
    ),
    Cue(
        "event that has happened",
        0.7,
        _finds(
            r"\b(?:was|were|has|have|had|did|been)\b|\b\w{2,}[^e\W]ed\b|"
            r"\b(?:began|became|"
            r"broke|brought|built|came|caught|cut|gave|got|held|killed|knew|left|lost|"
            r"made|met|paid|put|ran|sent|shot|sold|spent|stole|took|went|won)\b"
        ),
    ),
    Cue(
        "statement of fact",
        0.4,
        _finds(
            r"\b(?:is|are|lies|belongs?|contains?|causes?|costs?|kills?|consists?|owns?|"
            r"lives?|located|known)\b"
        ),
    ),
    Cue("question", -3.0, _finds(r"\?\W*$")),
    Cue(
        "opinion",
        -1.6,
        _finds(
            r"\b(?:i|we) (?:\w+ )?(?:think|believe|feel|hope|guess|suppose|love|hate|"
            r"wish|want)\b|\bin (?:my|our) (?:opinion|view)\b|"
            r"\b(?:should|ought|must|perhaps|"
            r"maybe|hopefully|arguably|unfortunately|beautiful|wonderful|terrible|awful|"
            r"amazing|notable|remarkable|interesting)\b"
        ),
    ),
    Cue(
        "prediction",
        -0.9,
        _finds(r"\b(?:will|would|could|may|might|shall)\b|\bgoing to\b"),
    ),
    Cue(
        "instruction",
        -3.0,
        _finds(
            r"^\W*(?:please|read|click|see|subscribe|sign|follow|share|watch|listen|"
            r"join|don't|do not|let's|let us|look|imagine|consider|remember|note|think|"
            r"try|stop|go|get|take|make sure|help|donate|support|vote|call|send)\b"
        ),
    ),
    Cue("personal", -0.4, _finds(r"\b(?:i|my|me|you|your|we|us|our)\b")),
)
"""The signs; their weights are set by hand, for want of sentences to learn from."""

_CONSTANT = -1.6
_TOO_SHORT = -3.0
_SHORT = -1.0


def checkable(sentence: str) -> float:
    """Give how much ``sentence`` looks like a claim to check, 0 to 1.

    Args:
        sentence: one sentence, read up to `tokenising.SENTENCE_LIMIT` characters. The
            signs in words are English; elsewhere numbers, names and length count.

    Returns:
        The value; from `CHECKABLE` on a check is worth offering.
    """
    text = normalise(sentence)
    logit = _CONSTANT + sum(cue.adds for cue in CUES if cue.found(text))
    words = len(terms(text))
    if words < _FEW_WORDS:
        logit += _TOO_SHORT
    elif words < _SOME_WORDS:
        logit += _SHORT
    return 1 / (1 + math.exp(-logit))

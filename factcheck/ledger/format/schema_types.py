"""What an editor may accept for each of the text types in ``model/record.py``.

The patterns are this module's reading of the types' own rules; a test holds the two
together. Where a pattern cannot say a rule (a day that the calendar lacks), it
accepts more than the reader does, and never less.
"""

from __future__ import annotations

from typing import Any

from factcheck.model import record
from factcheck.model.ids import ALPHABET, ID_LENGTH, SLUG_LENGTH

_DAY = "(?:0[1-9]|[12][0-9]|3[01])"
_MONTH = "(?:0[1-9]|1[0-2])"
_PARTIAL = f"(?!0000)[0-9]{{4}}(?:-{_MONTH}(?:-{_DAY})?)?"
_LETTERS = r"[^\s!-/:-@\[-^`{-~]"
"""What is no white space and no ASCII punctuation: letters and digits, and more."""
_PLAIN = r'[^\s<>"\\]'
_LAST_YEAR = 9999

_ANY_SCALAR = ["string", "number", "boolean"]


def _pattern(pattern: str, description: str, **more: Any) -> dict[str, Any]:
    """Make the schema of text that a pattern describes."""
    return {
        "type": "string",
        "description": description,
        "pattern": f"^{pattern}$",
        "patternErrorMessage": f"must be: {description}",  # as VS Code reads it
        **more,
    }


def _text(character: str, most: int, description: str) -> dict[str, Any]:
    """Make the schema of text that is not empty, its length without white space."""
    inner = rf"\s*\S(?:{character}{{0,{most - 2}}}\S)?\s*"
    return _pattern(inner, f"{description}, at most {most:,} characters") | {
        "type": _ANY_SCALAR
    }


_TYPES: tuple[tuple[Any, dict[str, Any]], ...] = (
    (record.Line, _text(r"[^\r\n]", record.LINE_LENGTH, "one line")),
    (record.ClaimLine, _text(r"[^\r\n]", record.CLAIM_LENGTH, "one line")),
    (record.Prose, _text(r"[\s\S]", record.PROSE_LENGTH, "text of ours")),
    (
        record.Verbatim,
        _text(r"[\s\S]", record.PROSE_LENGTH, "somebody else's words as they are"),
    ),
    (
        record.WebAddress,
        _pattern(
            rf"[hH][tT][tT][pP][sS]?://(?![/?#]){_PLAIN}+",
            "a web address, http:// or https://",
            maxLength=record.LINE_LENGTH,
        ),
    ),
    (
        record.Language,
        _pattern(
            "[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "a language code such as en or pt-BR"
        ),
    ),
    (
        record.PartialDate,
        _pattern(_PARTIAL, "a date: 2020-10-08, 2020-10 or 2020")
        | {"type": ["string", "integer"], "minimum": 1, "maximum": _LAST_YEAR},
    ),
    (
        record.SaidOn,
        _pattern(
            f"(?:{_PARTIAL}|unknown)",
            "a date (2020-10-08, 2020-10 or 2020), or unknown",
        )
        | {"type": ["string", "integer"], "minimum": 1, "maximum": _LAST_YEAR},
    ),
    (
        record.Day,
        _pattern(f"(?!0000)[0-9]{{4}}-{_MONTH}-{_DAY}", "a day such as 2020-10-08"),
    ),
    (
        record.Timestamp,
        _pattern(
            r"[0-9]{4}-?(?:[0-9]{2}-?[0-9]{2}|W[0-9]{2}(?:-?[0-9])?)[\s\S][0-9]{2}"
            r"[0-9:.,]*(?:Z|[+-][0-9]{2}[0-9:.,]*)",
            "a point in time such as 2020-10-08T18:00:00Z",
        ),
    ),
    (
        record.Reference,
        _pattern(
            f"(?:[a-z0-9]+(?:-[a-z0-9]+)*-)?[{ALPHABET}]{{{ID_LENGTH}}}",
            "the name of a record: its slug and its id",
            maxLength=SLUG_LENGTH + ID_LENGTH + 1,
        )
        | {"type": ["string", "number"]},  # an id may be all digits
    ),
    (
        record.Digest,
        _pattern("v[1-9][0-9]*:[0-9a-f]{64}", "a digest: v1: and 64 hex digits"),
    ),
    (
        record.Sha256,
        _pattern("[0-9a-f]{64}", "a SHA-256: 64 hex digits")
        | {"type": ["string", "number"]},  # all of them may be decimal
    ),
    (
        record.Topic,
        _pattern(
            f"{_LETTERS}+(?:-{_LETTERS}+)*", "a topic: letters, digits and hyphens"
        )
        | {"type": _ANY_SCALAR},
    ),
    (
        record.MediaType,
        _pattern(r"[\w.+-]+/[\w.+-]+", "a media type such as text/html"),
    ),
    (record.PartLetter, _pattern("[a-z]", "a part of the claim: one letter, a to z")),
    (
        record.Probability,
        _pattern(r"(?:0(?:\.[0-9]{1,4})?|1(?:\.0{1,4})?)", "a probability, 0 to 1")
        | {"type": ["string", "number"]},
    ),
    (
        record.Threshold,
        _pattern(r"0\.(?:0[5-9]|[1-9][0-9]?)", "a probability, 0.05 to 0.99")
        | {"type": ["string", "number"], "minimum": 0.05, "maximum": 0.99},
    ),
    (
        record.Flag,
        {"enum": [True, False, "true", "false"], "description": "true or false"},
    ),
    (
        record.Count,
        _pattern("(?:0|[1-9][0-9]{0,17})", "a whole number")
        | {"type": ["integer", "string"], "minimum": 0, "maximum": 10**18 - 1},
    ),
)


def schema_of_type(annotation: Any) -> dict[str, Any]:
    """Give the schema of a type of ``model/record.py``.

    Raises:
        TypeError: there is none for it in the table.
    """
    for known, schema in _TYPES:
        if known == annotation:
            return dict(schema)
    raise TypeError(f"no JSON Schema is known for {annotation}")

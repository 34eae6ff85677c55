"""What all records share: the base class and the strict text types of their fields.

The codec hands over text, lists and mappings only; each type here says how its
text becomes a value. pydantic's own conversions would read ``no`` as False and
``017`` as 17.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from factcheck.model import dates
from factcheck.model.ids import is_name

CLAIM_LENGTH = 1_000
"""Characters of a claim or wording: longer texts make fuzzy comparison explode."""

LINE_LENGTH = 2_000
PROSE_LENGTH = 100_000

_DIGEST = re.compile(r"v[1-9]\d*:[0-9a-f]{64}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_TOPIC = re.compile(r"[\w]+(-[\w]+)*")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]*[a-z0-9](/[\w./-]*)?", re.ASCII)
_PROBABILITY = re.compile(r"0(\.\d{1,4})?|1(\.0{1,4})?", re.ASCII)
_THRESHOLD = re.compile(r"0\.(0[5-9]|[1-9]\d?)", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")


class Record(BaseModel):
    """Base of every record and of its parts: frozen, and closed to unknown fields."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="forbid", validate_default=False
    )


def _verbatim(text: str) -> str:
    if not text.isascii() and _SURROGATE.search(text):
        raise ValueError("holds half a character (a lone surrogate)")
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not kept:
        raise ValueError("is empty: remove the line or fill it in")
    return kept


def _prose(text: str) -> str:
    kept = _verbatim(text)
    return kept if kept.isascii() else unicodedata.normalize("NFC", kept)


def _line(text: str) -> str:
    kept = _prose(text)
    if "\n" in kept:
        raise ValueError("must be one line")
    return kept


def _address(text: str) -> str:
    if _PLAIN_ADDRESS.fullmatch(text):
        return text
    problem = ValueError(f"'{text}' is no web address (http:// or https://)")
    if not text.isprintable() or " " in text or any(c in text for c in '<>"\\'):
        raise problem
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        raise problem from None
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise problem
    return text


def _matching(pattern: re.Pattern[str], wanted: str) -> AfterValidator:
    def check(text: str) -> str:
        if pattern.fullmatch(text) is None:
            raise ValueError(f"'{text}' is no {wanted}")
        return text

    return AfterValidator(check)


def _name(text: str) -> str:
    if not is_name(text):
        raise ValueError(f"'{text}' is no name of a record (slug-id)")
    return text


def _flag(value: Any) -> bool:
    known = {True: True, False: False, "true": True, "false": False}
    if isinstance(value, (bool, str)) and value in known:
        return known[value]
    raise ValueError(f"'{value}' must be true or false")


def _count(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and re.fullmatch(r"0|[1-9]\d{0,17}", value, re.ASCII):
        return int(value)
    raise ValueError(f"'{value}' must be a whole number")


def _said_on(text: str) -> str:
    return text if text == dates.UNKNOWN else dates.partial_date(text)


Line = Annotated[str, AfterValidator(_line), Field(max_length=LINE_LENGTH)]
"""Text of one line, NFC."""
ClaimLine = Annotated[str, AfterValidator(_line), Field(max_length=CLAIM_LENGTH)]
"""A claim or a wording of one: a line short enough to be compared."""
Prose = Annotated[str, AfterValidator(_prose), Field(max_length=PROSE_LENGTH)]
"""Text of ours, any number of lines, NFC."""
Verbatim = Annotated[str, AfterValidator(_verbatim), Field(max_length=PROSE_LENGTH)]
"""Somebody else's words: kept as they are but for the ends and the line breaks."""
WebAddress = Annotated[str, AfterValidator(_address), Field(max_length=LINE_LENGTH)]
Language = Annotated[str, _matching(_LANGUAGE, "language code such as en or pt-BR")]
PartialDate = Annotated[str, AfterValidator(dates.partial_date)]
"""A year, a month or a day."""
SaidOn = Annotated[str, AfterValidator(_said_on)]
"""A partial date, or the word unknown."""
Day = Annotated[str, AfterValidator(dates.whole_date)]
Timestamp = Annotated[str, AfterValidator(dates.timestamp)]
"""A point in time, UTC, to the second."""
Reference = Annotated[str, AfterValidator(_name)]
"""Another record's name; what counts in it is the id at the end."""
Digest = Annotated[str, _matching(_DIGEST, "digest (v1: and 64 hex digits)")]
Sha256 = Annotated[str, _matching(_SHA256, "SHA-256 (64 hex digits)")]
Topic = Annotated[str, _matching(_TOPIC, "topic: letters, digits and hyphens")]
MediaType = Annotated[str, _matching(_MEDIA_TYPE, "media type such as text/html")]
PartLetter = Annotated[
    str, _matching(re.compile(r"[a-z]", re.ASCII), "part: one letter, a to z")
]
Probability = Annotated[str, _matching(_PROBABILITY, "probability (0 to 1)")]
"""A number from 0 to 1 with at most four digits after the point, as it is written."""
Threshold = Annotated[
    str, _matching(_THRESHOLD, "probability from 0.05 to 0.99, as 0.5 or 0.45")
]
"""The least probability that counts: of 0 everything would, of 1 nothing."""
Flag = Annotated[bool, BeforeValidator(_flag)]
Count = Annotated[int, BeforeValidator(_count)]

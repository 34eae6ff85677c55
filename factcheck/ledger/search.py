"""Search over all text of all records.

A text is folded (case, accents, compatible forms) and cut into words; what is kept
beside each record is one line of such words for each of its text fields. A query is
folded alike and looked for in these lines. SQLite's full-text index only narrows
down where to look, and only for scripts that it and we cut into the same words; so
every answer is the same without it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.model.kinds import KINDS, ONE_PER_CHECK
from factcheck.model.letters import PLAIN_LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factcheck.ledger.cache.stored import StoredRecords
    from factcheck.model.filed import Filed
    from factcheck.model.kinds import Kind

NO_TEXT = frozenset(
    {
        *("about", "kind", "stance", "part", "read", "priority", "grade"),
        *("confidence", "decision", "outcome", "language"),
        *("said_on", "published", "accessed", "since", "until", "due", "embargo"),
        *("opened", "added", "given", "decided", "rechecked", "settled", "retrieved"),
        *("asked", "answer_by", "received", "recheck_by"),
        *("sha256", "media_type", "tool", "report_sha256", "verdict_digest"),
        *("claim_digest", "link_digest", "evidence_digest", "answer_digest"),
        *("evidence", "ask", "answer", "check", "verdict", "supersedes", "article"),
        *("duplicate_of", "score", "model"),
    }
)
"""Fields of a date, a digest, a reference, one of few values, or a program's name."""

SNIPPET = 80
"""Characters of a snippet, about."""

_BEFORE = 30
_MOST_TERMS = 64
_ELLIPSIS = "…"

# Their signs follow each other without spaces: words cannot be told apart.
_UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf"
    "\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3031-\u30ff\u3100-\u312f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\ua4cf\ua980-\ua9df\uaa00-\uaa7f\uf900-\ufaff"
    "\U00016fe0-\U00018cff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
# Vowel signs are parts of words, though they are no letters.
_SIGNS = "\u0900-\u0963\u0971-\u0dff"
_WORD = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}])(?:[^\W_]|[{_SIGNS}]))+")
_ASCII_WORD = re.compile("[0-9a-z]+")
_BREAK = "\0"
_ASCII_FOLDED = {
    sign: chr(sign).lower() if chr(sign).isalnum() else " " for sign in range(128)
} | {ord(_BREAK): _BREAK}
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
# Letters that SQLite (Unicode 6.1) and Python know alike, once folded.
_INDEXED = re.compile(
    "[ 0-9a-z\u00df-\u024f\u0370-\u0373\u0376-\u037d\u0386-\u0481\u048a-\u04ff"
    "\u05d0-\u05ea\u0620-\u063f\u0641-\u064a]+"
)
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u0640\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_TERM = re.compile(r'"([^"]*)"|"?([^\s"]+)')


class Found(NamedTuple):
    """A record that holds all words of a query.

    Attributes:
        filed: the record.
        needles: of the query, as they stand in the lines of the record.
    """

    filed: Filed[Any]
    needles: Sequence[str]

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Where, made only when it is asked for.

        The field (as ``source.title``, or ``name`` for what the record is called) and
        the passage around the first word found in it.
        """
        return _passages(self.filed, self.needles)


class Term(NamedTuple):
    """One word or phrase of a query.

    Attributes:
        needle: what the lines of a record must contain.
        match: the same for the full-text index, None where that cannot tell.
    """

    needle: str
    match: str | None


def search(
    stored: StoredRecords,
    words: Sequence[str],
    kinds: Sequence[Kind] | None = None,
    *,
    ranked: int | None = None,
) -> Iterator[Found]:
    """Find the records that hold all words, the best match first.

    Args:
        stored: where to look.
        words: each of them a word, several, or a phrase in double quotation marks.
            A word fits where a word of the text begins with it; a phrase fits as
            such. In scripts without spaces both fit anywhere. What holds neither a
            letter nor a digit is passed over.
        kinds: of the records; all but the settings if None.
        ranked: so many are ranked; if there are more, the newest come first, read
            as they are asked for. None ranks all of them.
    """
    wanted = terms(words)
    if not wanted:
        return
    among = kinds if kinds is not None else [one for one in KINDS if one != "settings"]
    matches = [one.match for one in wanted if one.match]
    needles = [one.needle for one in wanted]
    match = " ".join(matches)
    for filed in stored.holding(needles, match=match, kinds=among, ranked=ranked):
        yield Found(filed, needles)


def lines(filed: Filed[Any]) -> str:
    """Give the folded words of a record: a line for each text field, in order."""
    found = [text for _, text in texts(filed)]
    folded = "\n".join(found)
    if not folded.isascii() or _BREAK in folded or not found:
        return "\n".join(map(_line, found))
    # The same for all fields at once, which is several times as quick.
    words = " ".join(f" {_BREAK} ".join(found).translate(_ASCII_FOLDED).split())
    return "\n".join(f" {line.strip(' ')} " for line in words.split(_BREAK))


def texts(filed: Filed[Any]) -> Iterator[tuple[str, str]]:
    """Give the text fields of a record, by their path; the name that is its own first.

    The part of a list that a text is in is not told: ``parts.claim``.
    """
    has_own_name = filed.kind not in (ONE_PER_CHECK | {"link", "settings"})
    if has_own_name or filed.kind == "check":
        yield "name", filed.name
    yield from _texts(filed.data, "")


def terms(words: Sequence[str]) -> tuple[Term, ...]:
    """Read a query (see ``search``); each term once, and not more than 64."""
    found: dict[str, Term] = {}
    for word in words:
        for phrase, bare in _TERM.findall(word):
            term = _term(phrase or bare, is_whole=bool(phrase))
            if term is not None and len(found) < _MOST_TERMS:
                found.setdefault(term.needle, term)
    return tuple(found.values())


def fold(text: str) -> str:
    """Fold case, accents and compatible forms, sign by sign; drop what is unseen."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


def _term(text: str, *, is_whole: bool) -> Term | None:
    inner = " ".join(_words(text))
    if not inner:
        return None
    if _IS_UNSPACED.search(inner):
        return Term(inner, None)
    needle = f" {inner} " if is_whole else f" {inner}"
    match = f'"{inner}"' if is_whole else f'"{inner}" *'
    return Term(needle, match if _INDEXED.fullmatch(inner) else None)


@lru_cache(maxsize=8192)
def _folded(sign: str) -> str:
    if _UNSEEN.match(sign):
        return ""
    apart = _bare(unicodedata.normalize("NFKD", sign)).casefold()
    plain = apart.translate(PLAIN_LETTERS)
    # Hangul syllables are put together again.
    return unicodedata.normalize("NFC", _bare(unicodedata.normalize("NFKD", plain)))


def _bare(text: str) -> str:
    return "".join(one for one in text if not unicodedata.combining(one))


def _line(text: str) -> str:
    return f" {' '.join(_words(text))} "


def _words(text: str) -> list[str]:
    """Cut a text into folded words; the two patterns agree, one is quicker."""
    folded = fold(text)
    return (_ASCII_WORD if folded.isascii() else _WORD).findall(folded)


def _texts(value: Any, field: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, field)
    elif isinstance(value, dict):
        yield from _fields(value, f"{field}." if field else "")


def _fields(data: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        if isinstance(value, str):
            if name not in NO_TEXT:
                yield before + name, value
        elif value and (name not in NO_TEXT or isinstance(value, dict)):
            yield from _texts(value, before + name)


def _passages(filed: Filed[Any], needles: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Give a snippet of each field that holds one of the words, each field once."""
    found: dict[str, str] = {}
    for field, text in texts(filed):
        line = _line(text)
        places = [at for needle in needles if (at := line.find(needle)) >= 0]
        if places and field not in found:
            found[field] = _snippet(text, line, min(places))
    return tuple(found.items())


def _snippet(text: str, line: str, place: int) -> str:
    """Cut the passage around a place of a text's folded line out of the text.

    Args:
        text: of the field.
        line: its folded words.
        place: in the line.
    """
    at = _origin(text, line, place)
    start = max(0, at - _BEFORE)
    end = min(len(text), max(start + SNIPPET, at))
    start = max(0, end - SNIPPET) if end == len(text) else start
    if start and not text[start - 1].isspace():
        start = _next_space(text, start, at)
    if end < len(text) and not text[end].isspace():
        end = _last_space(text, at, end)
    passage = " ".join(text[start:end].split())
    before = _ELLIPSIS if text[:start].strip() else ""
    after = _ELLIPSIS if text[end:].strip() else ""
    return f"{before}{passage}{after}"


def _next_space(text: str, start: int, at: int) -> int:
    found = next((i for i in range(start, at) if text[i].isspace()), None)
    return start if found is None else found + 1


def _last_space(text: str, at: int, end: int) -> int:
    found = next((i for i in range(end, at, -1) if text[i].isspace()), None)
    return end if found is None else found


def _origin(text: str, line: str, place: int) -> int:
    """Find where in a text the sign stands that came to a place of its folded line."""
    spaces = line[:place].count(" ") + (line[place : place + 1] == " ")
    word = max(0, spaces - 1)
    inside = (
        0 if line[place : place + 1] == " " else place - line[:place].rfind(" ") - 1
    )
    for number, found in enumerate(_WORD.finditer(fold(text))):
        if number == word:
            return _unfolded(text, found.start() + inside)
    return 0


def _unfolded(text: str, place: int) -> int:
    if text.isascii():
        return place
    length = 0
    for at, sign in enumerate(text):
        length += len(_folded(sign))
        if length > place:
            return at
    return len(text)

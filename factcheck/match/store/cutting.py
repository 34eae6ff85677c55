"""Making segments: claims are cut into terms here, and segments joined to larger ones.

Joining takes the terms as they are: nothing is cut twice.
"""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from factcheck.match.features import Entry
from factcheck.match.language.dating import ordinals
from factcheck.match.meaning.vectors import digest
from factcheck.match.store import buffers
from factcheck.match.store.postings import impact
from factcheck.match.store.segment import (
    NAME,
    Segment,
    decoded,
    encoded,
    exact_key,
    slot,
    spelling,
    stamp,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from factcheck.match.claims import KnownClaim

LARGEST = 4**8
"""Claims of one segment, at most, where segments are made or joined."""

_TERM = NAME - 1
_SPARE = 2
_Sections: TypeAlias = "dict[str, array[int] | array[float] | bytes]"


class _Cut(NamedTuple):
    """A claim and its texts as tokens; numbers of terms that are not sorted yet."""

    id: str
    written: bytes
    parts: list[list[int]]


def cut(
    language: str,
    claims: Iterable[KnownClaim],
    told: Callable[[int], object] | None = None,
) -> Segment:
    """Cut claims into terms.

    Args:
        language: their primary language.
        claims: each once, in any order.
        told: called with the number of claims that are cut so far.
    """
    numbers: dict[str, int] = {}
    found: list[_Cut] = []
    for done, claim in enumerate(claims):
        if told is not None:
            told(done)
        parts = [
            [
                numbers.setdefault(term, len(numbers))
                | (NAME if term in part.names else 0)
                for term in part.terms
            ]
            for part in Entry.read(claim).parts
        ]
        found.append(_Cut(claim.id, encoded(claim), parts))
    return _assembled(language, list(numbers), found)


def join(language: str, parts: Iterable[tuple[Segment, Collection[int]]]) -> Segment:
    """Make one segment of several.

    Args:
        language: their primary language.
        parts: each segment and the numbers of those of its claims that are left out.
    """
    numbers: dict[str, int] = {}
    found: list[_Cut] = []
    for segment, removed in parts:
        now = [numbers.setdefault(term, len(numbers)) for term in segment.vocabulary()]
        for claim in range(len(segment)):
            if claim in removed:
                continue
            tokens = [
                [now[token & _TERM] | (token & NAME) for token in part.tolist()]
                for part in segment.tokens(claim)
            ]
            written = segment.written(claim)
            found.append(_Cut(decoded(written).id, written, tokens))
    return _assembled(language, list(numbers), found)


def _assembled(language: str, terms: list[str], found: list[_Cut]) -> Segment:
    """Lay everything out: claims by their ids, terms by their letters."""
    found.sort(key=lambda one: (one.id, one.written))
    used = Counter(
        token & _TERM for one in found for part in one.parts for token in part
    )
    ordered = sorted(used, key=terms.__getitem__)
    sections: _Sections = {}
    place = array("I", bytes(4 * len(terms)))
    for number, old in enumerate(ordered):
        place[old] = number
    _lay_terms(sections, [terms[old] for old in ordered])
    _lay_tokens(sections, found, place)
    _lay_postings(sections, found, place, len(ordered))
    _lay_claims(sections, found)
    about = {"language": language, "stamp": stamp()}
    return Segment(buffers.pack(about, sections))


def _lay_terms(sections: _Sections, ordered: Sequence[str]) -> None:
    written = [term.encode("utf-8", "surrogatepass") for term in ordered]
    size = 1 << (_SPARE * len(written)).bit_length()
    table = array("I", bytes(4 * size))
    for number, term in enumerate(written, start=1):
        place = slot(term) & (size - 1)
        while table[place]:
            place = (place + 1) & (size - 1)
        table[place] = number
    sections["terms"] = b"".join(written)
    sections["term_starts"] = _starts(map(len, written))
    sections["term_table"] = table


def _lay_tokens(sections: _Sections, found: Sequence[_Cut], place: array[int]) -> None:
    tokens = array("I")
    for one in found:
        for part in one.parts:
            tokens.extend([place[token & _TERM] | (token & NAME) for token in part])
    lengths = (len(part) for one in found for part in one.parts)
    sections["part_starts"] = _starts(len(one.parts) for one in found)
    sections["token_starts"] = _starts(lengths)
    sections["tokens"] = tokens


def _lay_postings(
    sections: _Sections, found: Sequence[_Cut], place: array[int], terms: int
) -> None:
    claims = [array("I") for _ in range(terms)]
    impacts = [array("f") for _ in range(terms)]
    for number, one in enumerate(found):
        document = [place[token & _TERM] for part in one.parts for token in part]
        length = len(document)
        for term, frequency in Counter(document).items():
            claims[term].append(number)
            impacts[term].append(impact(frequency, length))
    sections["posting_starts"] = _starts(map(len, claims))
    sections["posting_claims"] = _joined("I", claims)
    sections["posting_impacts"] = _joined("f", impacts)
    sections["posting_tops"] = array("f", map(max, impacts))


def _lay_claims(sections: _Sections, found: Sequence[_Cut]) -> None:
    claims = [decoded(one.written) for one in found]
    keys = sorted(
        (exact_key(spelled), number)
        for number, claim in enumerate(claims)
        for spelled in {spelling(text) for text in claim.texts} - {""}
    )
    sections["fields"] = b"".join(one.written for one in found)
    sections["field_starts"] = _starts(len(one.written) for one in found)
    sections["exact_keys"] = array("Q", [key for key, _ in keys])
    sections["exact_claims"] = array("I", [number for _, number in keys])
    days = sorted(
        (day, number)
        for number, claim in enumerate(claims)
        for day in set(ordinals(claim.dates))
    )
    sections["days"] = array("I", [day for day, _ in days])
    sections["day_claims"] = array("I", [number for _, number in days])
    sections["claim_digests"] = array("Q", [digest(one.claim) for one in claims])
    sections["title_digests"] = array("Q", [digest(one.title) for one in claims])


def _joined(kind: str, lists: Iterable[array[Any]]) -> array[Any]:
    joined = array(kind)
    for one in lists:
        joined.extend(one)
    return joined


def _starts(lengths: Iterable[int]) -> array[int]:
    """Give where each of some neighbours starts, and where the last one ends."""
    starts = array("I", [0])
    end = 0
    for length in lengths:
        end += length
        starts.append(end)
    return starts

"""Some claims of one language, cut into terms once and for all, in flat numbers.

A segment never changes. It holds the claims' own words, the terms of each of their
texts, and for each term which claims have it: enough to search, to measure and to
explain without cutting any of their texts again.

Sections (see `buffers`), with claims, texts and terms named by their numbers:

- ``terms``, ``term_starts``: the vocabulary, sorted, in UTF-8; ``term_table``: where
  each term lies in a hash table with open addressing, its number plus one.
- ``posting_starts``, ``posting_claims``, ``posting_impacts``: for each term the claims
  that have it and what it adds to their BM25 score; ``posting_tops``: the most it adds.
- ``part_starts``: which texts each claim has; ``token_starts``, ``tokens``: the terms
  of each text in order, the highest bit set where a term is written like a name.
- ``fields``, ``field_starts``: the claims as they were given, ordered by id.
- ``exact_keys``, ``exact_claims``: the spelling of each text, as a sorted hash.
- ``days``, ``day_claims``: the days of the claims as sorted ordinals.
- ``claim_digests``, ``title_digests``: see `vectors.digest`.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from dataclasses import fields
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal
from zlib import crc32

from factcheck.match.claims import KnownClaim
from factcheck.match.features import TEXTS, Entry, Text
from factcheck.match.language import tokenising
from factcheck.match.language.tokenising import normalise
from factcheck.match.store import buffers
from factcheck.match.store.postings import K1, PIVOT, B

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from factcheck.match.store.buffers import Buffer

NAME = 1 << 31
"""Set in a token whose term is written like a name in its text."""

_TERM = NAME - 1
_FIELDS = tuple(field.name for field in fields(KnownClaim))
_FORMAT = 2
_SAMPLE = 8
_KEY = 8


def stamp() -> str:
    """Give what must be equal for a segment to be of use: what made it, and how."""
    made = (_FORMAT, tokenising.VERSION, TEXTS, K1, B, PIVOT, *_FIELDS)
    return " ".join(map(str, made))


def encoded(claim: KnownClaim) -> bytes:
    """Write a claim; equal claims give equal bytes."""
    values = [getattr(claim, name) for name in _FIELDS]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def decoded(written: bytes) -> KnownClaim:
    """Read a claim back."""
    values = json.loads(written.decode("utf-8", "surrogatepass"))
    named: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in zip(_FIELDS, values, strict=True)
    }
    return KnownClaim(**named)


def spelling(text: str) -> str:
    """Give what two texts must share to be the same sentence."""
    read = normalise(text)
    words = " ".join(read.casefold().split())
    return words.strip(" .!?\"'“”") or words or read


def exact_key(spelled: str) -> int:
    """Give the 64 bits by which a `spelling` is found."""
    written = spelled.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(written, digest_size=_KEY).digest(), "little")


def slot(term: bytes) -> int:
    """Give where the hash table is asked for a term first, before its size is known."""
    return crc32(term)


class _Words(dict[int, str]):
    """The term of each token that was ever asked for.

    Args:
        term: gives a term by its number.
    """

    def __init__(self, term: Callable[[int], str]) -> None:
        super().__init__()
        self._term = term

    def __missing__(self, token: int) -> str:
        word = self[token] = self._term(token & _TERM)
        return word


class Segment:
    """Claims of one language, ready to be searched; made by `cutting`.

    Args:
        written: the bytes, as `buffers.pack` made them.

    Attributes:
        language: primary language of all its claims.
        name: 32 hex digits that no other segment has: its checksum.
        buffer: the bytes.
        sections: the numbers and texts in them, by name.

    Raises:
        buffers.DamagedIndexError: the bytes are damaged or of another version.
    """

    def __init__(self, written: Buffer) -> None:
        self.buffer = written
        self.name, about, sections = buffers.unpack(written)
        if about.get("stamp") != stamp():
            raise buffers.DamagedIndexError(
                "the match index is of another version: build it anew"
            )
        self.language = about["language"]
        self._open(sections)
        self._words = _Words(self._term)

    def _open(self, sections: Mapping[str, memoryview]) -> None:
        self.sections = sections
        self._terms = sections["terms"]
        self._term_starts = sections["term_starts"]
        self._table = sections["term_table"]
        self._mask = len(self._table) - 1
        self._posting_starts = sections["posting_starts"]
        self._posting_claims = sections["posting_claims"]
        self._posting_impacts = sections["posting_impacts"]
        self._posting_tops = sections["posting_tops"]
        self._part_starts = sections["part_starts"]
        self._token_starts = sections["token_starts"]
        self._tokens = sections["tokens"]
        self._fields = sections["fields"]
        self._field_starts = sections["field_starts"]

    @classmethod
    def from_buffer(cls, buffer: Buffer) -> Segment:
        """Open bytes that `to_bytes` gave, without copying them.

        Args:
            buffer: bytes, or a mapped file; it must not change.

        Raises:
            buffers.DamagedIndexError: they are damaged, or of another version of the
                program or of its stemmers.
        """
        segment = cls(buffer)
        segment.check()
        return segment

    def to_bytes(self) -> bytes:
        """Give what `from_buffer` reads."""
        return bytes(self.buffer)

    def check(self) -> None:
        """Compare some claims with what they are cut to now.

        Stemmers come from elsewhere and change without telling us.

        Raises:
            buffers.DamagedIndexError: they were cut in another way.
        """
        for number in range(0, len(self), len(self) // _SAMPLE + 1):
            kept = self.entry(number)
            now = Entry.read(kept.claim)
            if [(part.terms, part.names) for part in kept.parts] != [
                (part.terms, part.names) for part in now.parts
            ]:
                raise buffers.DamagedIndexError(
                    "the match index was made with another stemmer: build it anew"
                )

    def __len__(self) -> int:
        """Give how many claims there are."""
        return len(self._field_starts) - 1

    def find(self, term: str) -> int:
        """Give the number of a term, or -1."""
        wanted = term.encode("utf-8", "surrogatepass")
        table, mask = self._table, self._mask
        place = slot(wanted) & mask
        while found := table[place]:
            start, end = self._term_starts[found - 1], self._term_starts[found]
            if self._terms[start:end] == wanted:
                return int(found) - 1
            place = (place + 1) & mask
        return -1

    def count(self, term: int) -> int:
        """Give how many claims have the term of a number."""
        return int(self._posting_starts[term + 1] - self._posting_starts[term])

    def postings(self, term: int) -> tuple[memoryview, memoryview]:
        """Give the claims that have a term (ascending), and what it adds to each."""
        start, end = self._posting_starts[term], self._posting_starts[term + 1]
        return self._posting_claims[start:end], self._posting_impacts[start:end]

    def top(self, term: int) -> float:
        """Give the most that a term adds to any claim, before its weight."""
        return float(self._posting_tops[term])

    def _term(self, number: int) -> str:
        start, end = self._term_starts[number], self._term_starts[number + 1]
        return str(self._terms[start:end], "utf-8", "surrogatepass")

    def vocabulary(self) -> list[str]:
        """Give all terms by their numbers."""
        return [self._term(number) for number in range(len(self._term_starts) - 1)]

    def tokens(self, claim: int) -> list[memoryview]:
        """Give the tokens of each text of a claim."""
        first, end = self._part_starts[claim], self._part_starts[claim + 1]
        starts = self._token_starts[first : end + 1].tolist()
        return [self._tokens[start:stop] for start, stop in pairwise(starts)]

    def terms_of(self, claim: int) -> set[int]:
        """Give the numbers of the terms that a claim has anywhere."""
        first, end = self._part_starts[claim], self._part_starts[claim + 1]
        start, stop = self._token_starts[first], self._token_starts[end]
        return {token & _TERM for token in self._tokens[start:stop].tolist()}

    def written(self, claim: int) -> bytes:
        """Give a claim as `encoded` wrote it."""
        start, end = self._field_starts[claim], self._field_starts[claim + 1]
        return bytes(self._fields[start:end])

    def claim(self, number: int) -> KnownClaim:
        """Give a claim by its number."""
        return decoded(self.written(number))

    def entry(self, number: int) -> Entry:
        """Give a claim, cut into terms, without cutting it."""
        claim = self.claim(number)
        first, end = self._part_starts[number], self._part_starts[number + 1]
        starts = self._token_starts[first : end + 1].tolist()
        tokens = self._tokens[starts[0] : starts[-1]].tolist()
        terms = tuple(map(self._words.__getitem__, tokens))
        sources = (*claim.texts[:TEXTS], claim.title, claim.summary, claim.claimant)
        texts = []
        for source, start, stop in zip(sources, starts[:-1], starts[1:], strict=True):
            here = slice(start - starts[0], stop - starts[0])
            pairs = zip(terms[here], tokens[here], strict=True)
            names = frozenset([term for term, token in pairs if token >= NAME])
            texts.append(Text(terms[here], names, source))
        return Entry(claim, tuple(texts[:-3]), texts[-3], texts[-2], texts[-1])

    def with_id(self, claim_id: str) -> range:
        """Give the numbers of the claims that have an id."""
        first = bisect_left(range(len(self)), claim_id, key=self._id)
        end = first
        while end < len(self) and self._id(end) == claim_id:
            end += 1
        return range(first, end)

    def _id(self, number: int) -> str:
        return self.claim(number).id

    def exact(self, key: int) -> Iterator[int]:
        """Give the claims one of whose texts has a spelling of this `exact_key`."""
        keys = self.sections["exact_keys"]
        place = bisect_left(keys, key)
        while place < len(keys) and keys[place] == key:
            yield self.sections["exact_claims"][place]
            place += 1

    def dated(self, first: int, last: int) -> list[int]:
        """Give the claims with a date from one day to another, each once, ascending.

        Args:
            first: ordinal of the first day.
            last: ordinal of the last day.
        """
        days = self.sections["days"]
        start, end = bisect_left(days, max(0, first)), bisect_right(days, last)
        return sorted(set(self.sections["day_claims"][start:end].tolist()))

    def digests(self, field: Literal["claim", "title"]) -> memoryview:
        """Give `vectors.digest` of one text of each claim, as unsigned 64 bits."""
        return self.sections[f"{field}_digests"]

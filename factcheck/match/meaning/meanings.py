"""Which claims mean something like a sentence: nearest vectors, and how near.

Two ways of comparing. The vectors of two texts as wholes, by their cosine (N. Reimers
and I. Gurevych, *Sentence-BERT*, 2019): quick over all claims. And late interaction (O.
Khattab and M. Zaharia, *ColBERT*, 2020) for the candidates: each word piece of the one
text with the one of the other that comes nearest to it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, Self, TypeAlias

import numpy as np

from factcheck.match.language.tokenising import primary_language
from factcheck.match.meaning.encoding import unit
from factcheck.match.meaning.shelf import Shelf, large, small
from factcheck.match.meaning.vectors import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from factcheck.match.meaning.encoding import Encoder, Reading
    from factcheck.match.store.collection import Part

Floats: TypeAlias = "NDArray[np.float32]"
Numbers: TypeAlias = "NDArray[np.int64]"
Digests: TypeAlias = "NDArray[np.uint64]"
Place: TypeAlias = "tuple[int, int]"

Field: TypeAlias = Literal["claim", "title"]

FIELDS: tuple[Field, ...] = ("claim", "title")

NOTHING = -1.0
"""Stands for a cosine with a text that is not there."""

EXACT_BELOW = 60_000
"""From so many claims on the nearest are looked for in two steps."""

_DIRECTIONS = 128
_SECOND_LOOK = 8
_SAMPLE = 20_000
_DIGITS = 5
_KEPT = 512
_AT_ONCE = 128
_AHEAD = 2_000


class Similar(NamedTuple):
    """How near a claim is to a sentence; -1 to 1, -1 where there is no such text.

    Attributes:
        claim, title: cosine of the sentence with our wording, with our headline.
        claim_fitted, title_fitted: the same after the sentence's vector was turned
            towards those of the claims that such sentences repeat.
        claim_covered, title_covered: mean over the word pieces of that text of the
            cosine with the nearest one of the sentence.
        claim_covering, title_covering: the same from the sentence's side.
        claim_least, title_least: the cosine of the piece of that text that is
            farthest from all of the sentence.
    """

    claim: float = NOTHING
    title: float = NOTHING
    claim_fitted: float = NOTHING
    title_fitted: float = NOTHING
    claim_covered: float = NOTHING
    claim_covering: float = NOTHING
    claim_least: float = NOTHING
    title_covered: float = NOTHING
    title_covering: float = NOTHING
    title_least: float = NOTHING


def readings(
    encoder: Encoder, texts: Sequence[str], told: Callable[[int], object] | None = None
) -> Iterator[Reading]:
    """Read many texts, some at a time; ``told`` gets the number of those read."""
    for start in range(0, len(texts), _AT_ONCE):
        yield from encoder.read(texts[start : start + _AT_ONCE])
        if told:
            told(min(len(texts), start + _AT_ONCE))


class _Rows(NamedTuple):
    """The vectors of one field of some claims; row -1 where there is none."""

    shelves: Numbers
    rows: Numbers


def missing(
    shelves: Iterable[Shelf], parts: Iterable[Part], languages: Collection[str]
) -> list[str]:
    """Give the texts of claims that have no vector yet, each once, in no order."""
    known = list(shelves)
    spoken = frozenset(map(primary_language, languages))
    texts: dict[int, str] = {}
    for part in parts:
        if part.segment.language not in spoken:
            continue
        for field in FIELDS:
            digests = np.frombuffer(part.segment.digests(field), np.uint64)
            found, _ = _found(known, digests)
            for number in np.flatnonzero((found < 0) & (digests != 0)).tolist():
                if number not in part.removed:
                    text = getattr(part.segment.claim(number), field)
                    texts[digest(text)] = text
    return list(texts.values())


def digests_of(parts: Sequence[Part], languages: Collection[str]) -> Digests:
    """Give the digests of all texts that are wanted of the claims that are left."""
    known = frozenset(map(primary_language, languages))
    return np.unique(np.concatenate([*_texts(parts, known)[1].values()]))


class Meanings:
    """The vectors of an index's claims, ready to be asked with a sentence.

    Args:
        encoder: reads the sentences.
        shelves: vectors of the claims' texts; a text that has none is as if it were
            not there.
        parts: the index's, in its order.
        languages: those that the encoder was made for.
        exact_below: among fewer claims every number of a vector counts at once.
    """

    def __init__(
        self,
        encoder: Encoder,
        shelves: Sequence[Shelf],
        parts: Sequence[Part],
        *,
        languages: Collection[str],
        exact_below: int = EXACT_BELOW,
    ) -> None:
        self._encoder = encoder
        self._shelves = [one for one in shelves if len(one)]
        self._languages = frozenset(map(primary_language, languages))
        self._learned = encoder.learned
        self._places, digests = _texts(parts, self._languages)
        self._rows = {
            field: _Rows(*_found(self._shelves, digests[field])) for field in FIELDS
        }
        wholes = self._wholes(np.arange(len(self._places)))
        self._near = _Near(wholes, exact_below)
        self._read = lru_cache(_KEPT)(self._reading)
        self._ahead: dict[str, Nearness | None] = {}

    @classmethod
    def made(
        cls,
        encoder: Encoder,
        parts: Sequence[Part],
        *,
        languages: Collection[str] = ("en",),
        told: Callable[[int], object] | None = None,
        exact_below: int = EXACT_BELOW,
    ) -> Self:
        """Read all texts of the claims, and keep nothing.

        Args:
            encoder: see above.
            parts: see above.
            languages: see above.
            told: called now and then with the number of texts that are read.
            exact_below: see above.
        """
        texts = missing((), parts, languages)
        read = readings(encoder, texts, told)
        shelves = [Shelf.of(encoder, texts, read)] if texts else []
        return cls(
            encoder, shelves, parts, languages=languages, exact_below=exact_below
        )

    def ask(self, sentence: str, language: str) -> Nearness | None:
        """Read a sentence; None if it is in a language that the encoder cannot read."""
        if primary_language(language) not in self._languages:
            return None
        if sentence in self._ahead:
            return self._ahead[sentence]
        return self._read(sentence)

    def read_ahead(self, sentences: Sequence[str], language: str) -> None:
        """Read sentences together that will be asked: a third quicker than alone.

        Those of an earlier call are forgotten.
        """
        self._ahead = {}
        if primary_language(language) in self._languages and len(self._places):
            some = list(dict.fromkeys(sentences[:_AHEAD]))
            read = readings(self._encoder, some)
            self._ahead = {
                one: self._near_of(reading)
                for one, reading in zip(some, read, strict=True)
            }

    def _reading(self, sentence: str) -> Nearness | None:
        [reading] = self._encoder.read([sentence])
        return self._near_of(reading)

    def _near_of(self, reading: Reading) -> Nearness | None:
        if not len(reading.pieces) or not len(self._places):
            return None
        basis = self._learned.basis if self._learned else None
        pieces = large(small(reading.pieces, basis))
        near = Nearness(self, reading.whole, pieces)
        if self._learned:
            near.turn(self._learned.turn)
        return near

    def vectors(self, field: Field, rows: Numbers) -> Floats:
        """Give the vectors of one text of some claims; zeros where there is none."""
        shelves, own = self._rows[field]
        size = self._shelves[0].wholes.shape[1] if self._shelves else 0
        found = np.zeros((len(rows), size), np.float32)
        for number, shelf in enumerate(self._shelves):
            here = np.flatnonzero((shelves[rows] == number) & (own[rows] >= 0))
            found[here] = shelf.wholes[own[rows[here]]]
        return found

    def pieces(self, field: Field, row: int) -> Floats:
        """Give the vectors of the word pieces of one text of a claim."""
        shelves, own = self._rows[field]
        if own[row] < 0:
            return np.zeros((0, 0), np.float32)
        shelf = self._shelves[shelves[row]]
        first, last = shelf.starts[own[row] : own[row] + 2]
        return large(shelf.pieces[first:last])

    def _wholes(self, rows: Numbers) -> Floats:
        """Give for each claim the mean direction of its texts."""
        return unit(self.vectors("claim", rows) + self.vectors("title", rows))

    def nearest(self, whole: Floats, limit: int) -> list[Place]:
        """Give the places of the nearest claims, best first."""
        found = self._near.nearest(whole, limit)
        return [self._place(row) for row in found]

    def _place(self, row: int) -> Place:
        segment, number = self._places[row].tolist()
        return segment, number

    def row(self, place: Place) -> int:
        """Give the row of a claim, -1 if it has none."""
        segment, number = place
        first, last = np.searchsorted(self._places[:, 0], [segment, segment + 1])
        row = first + int(np.searchsorted(self._places[first:last, 1], number))
        is_here = row < last and self._places[row, 1] == number
        return row if is_here else -1


class Nearness:
    """A sentence that was read, to be compared with claims.

    Args:
        meanings: the claims.
        whole: the sentence's vector.
        pieces: those of its word pieces.

    Attributes:
        whole: as given.
    """

    def __init__(self, meanings: Meanings, whole: Floats, pieces: Floats) -> None:
        self._meanings = meanings
        self.whole = whole
        self._fitted = whole
        self._pieces = pieces

    def turn(self, turn: Floats) -> None:
        """Turn the sentence as was learned (see `measured.Learned`)."""
        self._fitted = unit(self.whole + self.whole @ turn)

    def nearest(self, limit: int) -> list[Place]:
        """Give the places of the claims nearest to the sentence, best first."""
        # Turned alone some are lost that the plain vector finds, and the reverse.
        return self._meanings.nearest(unit(self.whole + self._fitted), limit)

    def similar(self, places: Sequence[Place]) -> list[Similar] | None:
        """Say how near the claims at some places are; None if nothing is known of any.

        That is so of claims in a language that the encoder was not made for.
        """
        rows = np.array([self._meanings.row(place) for place in places], np.int64)
        if not (rows >= 0).any():
            return None
        found = [dict[str, float]() for _ in places]
        known = np.flatnonzero(rows >= 0)
        for field in FIELDS:
            self._compare(field, rows, known, found)
        return [Similar(**one) for one in found]

    def _compare(
        self,
        field: Field,
        rows: Numbers,
        known: Numbers,
        found: list[dict[str, float]],
    ) -> None:
        """Add how near one field of the claims is."""
        texts = [self._meanings.pieces(field, row) for row in rows[known].tolist()]
        there = [at for at, text in enumerate(texts) if len(text)]
        if not there:
            return
        numbers = known[there]
        wholes = self._meanings.vectors(field, rows[numbers])
        alone, fitted = wholes @ self.whole, wholes @ self._fitted
        lengths = np.array([len(texts[at]) for at in there])
        starts = np.cumsum(lengths) - lengths
        grid = self._pieces @ np.concatenate([texts[at] for at in there]).T
        best = grid.max(0)
        covered = np.add.reduceat(best, starts) / lengths
        least = np.minimum.reduceat(best, starts)
        covering = np.maximum.reduceat(grid, starts, axis=1).mean(0)
        for at, number in enumerate(numbers.tolist()):
            found[number] |= {
                field: _rounded(alone[at]),
                f"{field}_fitted": _rounded(fitted[at]),
                f"{field}_covered": _rounded(covered[at]),
                f"{field}_covering": _rounded(covering[at]),
                f"{field}_least": _rounded(least[at]),
            }


class _Near:
    """Vectors among which the nearest are looked for, all of them each time.

    Few are compared by every number. With many, memory is what would take the time: a
    first look at the 128 directions in which the vectors differ most, and a second
    one, by every number, at eight times as many as are wanted.
    """

    def __init__(self, wholes: Floats, exact_below: int) -> None:
        self._wholes: Floats | NDArray[np.float16] = wholes
        self._first: Floats = wholes
        self._directions: Floats | None = None
        if len(wholes) >= exact_below:
            sample = wholes[:: max(1, len(wholes) // _SAMPLE)]
            _, directions = np.linalg.eigh(sample.T @ sample)
            self._directions = np.ascontiguousarray(directions[:, -_DIRECTIONS:])
            self._first = wholes @ self._directions
            self._wholes = wholes.astype(np.float16)

    def nearest(self, whole: Floats, limit: int) -> list[int]:
        """Give the rows of the nearest, best first; equal ones by their rows."""
        if self._directions is None:
            return _best(self._first @ whole, limit)
        rough = _best(self._first @ (whole @ self._directions), limit * _SECOND_LOOK)
        rows = np.sort(np.array(rough))
        exact = self._wholes[rows].astype(np.float32) @ whole
        return [int(rows[at]) for at in _best(exact, limit)]


def _best(scores: Floats, limit: int) -> list[int]:
    """Give where the highest scores are, best first; equal ones in their order."""
    rounded = np.round(scores, _DIGITS)
    if len(rounded) > limit:
        least = np.partition(rounded, -limit)[-limit]
        among = np.flatnonzero(rounded >= least)
    else:
        among = np.arange(len(rounded))
    order = np.argsort(-rounded[among], kind="stable")
    found: list[int] = among[order][:limit].tolist()
    return found


def _rounded(number: np.floating) -> float:
    return round(float(number), _DIGITS)


def _texts(
    parts: Sequence[Part], languages: Collection[str]
) -> tuple[Numbers, dict[Field, Digests]]:
    """Give the places of all claims that are left, and the digests of their texts."""
    places = [np.zeros((0, 2), np.int64)]
    digests = {field: [np.zeros(0, np.uint64)] for field in FIELDS}
    for segment, part in enumerate(parts):
        if part.segment.language not in languages:
            continue
        left = np.ones(len(part.segment), bool)
        left[list(part.removed)] = False
        numbers = np.flatnonzero(left)
        places.append(np.stack((np.full_like(numbers, segment), numbers), 1))
        for field in FIELDS:
            own = np.frombuffer(part.segment.digests(field), np.uint64)
            digests[field].append(own[numbers])
    joined = {field: np.concatenate(own) for field, own in digests.items()}
    return np.concatenate(places), joined


def _found(shelves: Sequence[Shelf], digests: Digests) -> tuple[Numbers, Numbers]:
    """Give for each text its shelf and its row there; -1 where it has none."""
    owners = np.full(len(digests), -1)
    rows = np.full(len(digests), -1)
    for number, shelf in enumerate(shelves):
        own = shelf.rows(digests)
        new = (own >= 0) & (owners < 0) & (digests != 0)
        owners[new] = number
        rows[new] = own[new]
    return owners, rows

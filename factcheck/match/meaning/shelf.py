"""Vectors of texts as they are kept: flat, never changed, found by what they are of.

A text has its own vector in half precision and one of 8-bit numbers for each word
piece: in 128 directions (`measured`) where the encoder is the one that was measured,
else in all.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Self, TypeAlias

import numpy as np

from factcheck.match.meaning.encoding import unit
from factcheck.match.meaning.vectors import digest
from factcheck.match.store.buffers import DamagedIndexError, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from factcheck.match.meaning.encoding import Encoder, Reading
    from factcheck.match.store.buffers import Buffer

Floats: TypeAlias = "NDArray[np.float32]"
Halves: TypeAlias = "NDArray[np.float16]"
Bytes: TypeAlias = "NDArray[np.int8]"
Numbers: TypeAlias = "NDArray[np.int64]"
Digests: TypeAlias = "NDArray[np.uint64]"

FORMAT = "1"

_SCALE = np.float32(127)


def small(pieces: Floats, basis: Floats | None) -> Bytes:
    """Give vectors of word pieces as they are kept.

    Args:
        pieces: one a row.
        basis: the directions that are kept, one a column; all if None.
    """
    kept = unit(pieces @ basis) if basis is not None else pieces
    rounded: Bytes = np.rint(kept * _SCALE).astype(np.int8)
    return rounded


def large(pieces: Bytes) -> Floats:
    """Give kept vectors of word pieces as numbers again."""
    return pieces.astype(np.float32) / _SCALE


class Shelf:
    """Vectors of some texts.

    Args:
        encoder: name of the encoder that made them.
        digests: `vectors.digest` of each text, rising.
        wholes: the vector of each text, one a row.
        starts: where the pieces of each text start, and where the last ones end.
        pieces: vectors of all word pieces, text after text.
    """

    def __init__(
        self,
        encoder: str,
        digests: Digests,
        wholes: Halves,
        starts: Numbers,
        pieces: Bytes,
    ) -> None:
        self.encoder = encoder
        self.digests = digests
        self.wholes = wholes
        self.starts = starts
        self.pieces = pieces

    def __len__(self) -> int:
        """Give how many texts there are."""
        return len(self.digests)

    @classmethod
    def of(
        cls, encoder: Encoder, texts: Sequence[str], readings: Iterable[Reading]
    ) -> Self:
        """Put vectors of texts, each once, onto a shelf.

        Args:
            encoder: what read them.
            texts: what was read; at least one.
            readings: what was made of each, in the same order; read one by one.
        """
        basis = encoder.learned.basis if encoder.learned else None
        made = [
            (digest(text), whole.astype(np.float16), small(pieces, basis))
            for text, (whole, pieces) in zip(texts, readings, strict=True)
        ]
        made.sort(key=lambda one: one[0])
        lengths = [len(pieces) for _, _, pieces in made]
        return cls(
            encoder.name,
            np.array([own for own, _, _ in made], np.uint64),
            np.stack([whole for _, whole, _ in made]),
            np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
            np.concatenate([pieces for _, _, pieces in made]),
        )

    @classmethod
    def merged(cls, shelves: Sequence[Shelf], wanted: Digests) -> Self:
        """Give one shelf with those texts of several that are still wanted."""
        digests = np.concatenate([one.digests for one in shelves])
        rows = np.concatenate([np.arange(len(one)) for one in shelves])
        owners = np.repeat(np.arange(len(shelves)), [len(one) for one in shelves])
        distinct, first = np.unique(digests, return_index=True)
        first = first[np.isin(distinct, wanted)]
        places = [(shelves[owners[place]], rows[place]) for place in first]
        cut = [one.pieces[one.starts[row] : one.starts[row + 1]] for one, row in places]
        lengths = [len(pieces) for pieces in cut]
        size = shelves[0].wholes.shape[1]
        wholes = [one.wholes[row] for one, row in places]
        return cls(
            shelves[0].encoder,
            digests[first],
            np.array(wholes, np.float16).reshape(-1, size),
            np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
            np.concatenate([shelves[0].pieces[:0], *cut]),
        )

    def rows(self, digests: Digests) -> Numbers:
        """Give the row of each text, by its digest; -1 where it is not here."""
        if not len(self):
            return np.full(len(digests), -1)
        places = np.searchsorted(self.digests, digests)
        places = np.minimum(places, len(self) - 1)
        return np.where(self.digests[places] == digests, places, -1)

    def to_bytes(self) -> bytes:
        """Give all of it as bytes."""
        about = {
            "format": FORMAT,
            "encoder": self.encoder,
            "size": str(self.wholes.shape[1]),
            "piece_size": str(self.pieces.shape[1]),
        }
        return pack(
            about,
            {
                "digests": array("Q", self.digests.tobytes()),
                "wholes": self.wholes.tobytes(),
                "starts": array("Q", self.starts.astype(np.uint64).tobytes()),
                "pieces": self.pieces.tobytes(),
            },
        )

    @classmethod
    def from_buffer(cls, buffer: Buffer, encoder: str) -> Self:
        """Open what `to_bytes` gave, without copying it.

        Raises:
            DamagedIndexError: it is damaged, or another encoder's.
        """
        _, about, sections = unpack(buffer)
        if about.get("format") != FORMAT or about.get("encoder") != encoder:
            raise DamagedIndexError("these are vectors of another encoder")
        size, piece_size = int(about["size"]), int(about["piece_size"])
        return cls(
            encoder,
            np.frombuffer(sections["digests"], np.uint64),
            np.frombuffer(sections["wholes"], np.float16).reshape(-1, size),
            np.frombuffer(sections["starts"], np.uint64).astype(np.int64),
            np.frombuffer(sections["pieces"], np.int8).reshape(-1, piece_size),
        )

"""The sentence encoder that this program's likelihoods were measured with.

``encoder.npz`` holds what was learned of it from the public sentences with known claims
that ``ranking`` names.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float32]"

PROBE = "A photograph shows 30 trucks that carry soldiers over the border."
"""An encoder that reads this as the measured one did is the same, whatever its file."""

_SAME = 1e-3


class Learned(NamedTuple):
    """What was learned of an encoder.

    Attributes:
        basis: the directions of word pieces that are kept, one a column: 384 by 128.
        turn: what is added to a sentence's vector times this matrix brings it nearer
            to the claims that it repeats: 384 by 384.
    """

    basis: Floats
    turn: Floats


def learned(probe: Floats) -> Learned | None:
    """Give what was learned of an encoder, None of one that was not measured.

    Args:
        probe: the vector that it makes of `PROBE`.
    """
    known, found = _stored()
    is_same = probe.shape == known.shape and np.abs(probe - known).max() < _SAME
    return found if is_same else None


@cache
def _stored() -> tuple[Floats, Learned]:
    with np.load(Path(__file__).with_name("encoder.npz")) as stored:
        own = {name: stored[name].astype(np.float32) for name in stored.files}
    return own["probe"], Learned(own["basis"], own["turn"])

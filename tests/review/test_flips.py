"""A flipped bit that changes what is read is reported, and its file is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.flips import flips, targets
from benchmarks.small_ledger import verified
from benchmarks.tampering import copied

if TYPE_CHECKING:
    from pathlib import Path


def test_flipped_bits_are_reported_and_named(trial: Path, tmp_path: Path) -> None:
    """Six flips in each kind of file; ``benchmarks/flips.py`` makes a thousand."""
    root = copied(trial, tmp_path / "copy").root
    done = list(flips(root, 54, seed=4))
    missed = [trial_ for trial_ in done if trial_.is_missed]

    assert not missed, missed
    assert {one.target for one in done} == set(targets(root))
    assert sum(one.is_read for one in done) > 40
    assert verified(root).holds

"""Honest work is never reported, whatever git was used for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.honest import try_one

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", range(6))
def test_an_honest_history_verifies(trial: Path, tmp_path: Path, seed: int) -> None:
    """After each step and against its start; 200 by ``benchmarks/tampering.py``."""
    done, wrong = try_one(trial, tmp_path / "copy", seed)

    assert not wrong, done

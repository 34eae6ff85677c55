"""The ledger that the trials of damage and of tampering copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.small_ledger import make

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a small ledger, ``ledger``, and its remote: never changed."""
    folder = tmp_path_factory.mktemp("trial")
    make(folder / "ledger")
    return folder

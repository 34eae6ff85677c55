"""What is read from git's store is whole, or an error."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from factcheck.ledger.git.repository import Repository
from factcheck.model.errors import MachineError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Newsroom


@pytest.mark.parametrize("kept", [0, 20, 60, 200])
def test_a_git_that_is_cut_short_is_an_error(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    """Its disk or its pipe failed: half a record is not read as a record."""
    repository = Repository.around(newsroom.root)
    assert repository is not None
    blob = newsroom.git("rev-parse", "HEAD:factcheck.yaml").strip()
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n{shutil.which("git")} "$@" | head -c {kept}\n')
    program.chmod(0o755)
    whole = dict(repository.blobs([blob]))
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")

    assert whole
    with pytest.raises(MachineError):
        dict(repository.blobs([blob]))

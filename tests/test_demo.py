"""`factcheck demo`: the whole way of a claim, with the commands that people type."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def demo(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the demo in a folder, as a process."""
    return subprocess.run(
        [sys.executable, "-m", "factcheck", "demo", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_it_goes_from_an_article_to_a_report_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    """Matched, opened, linked, drafted, given, approved, reported, verified."""
    done = demo(folder=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "DIFFERS: says 3,000, the claim says 300" in done.stdout
    assert "approved by Reviewing editor" in done.stdout
    assert "# Thirty-nine states voted for the resolution" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("holds: ")
    assert list(tmp_path.iterdir()) == []


def test_it_keeps_the_copy_where_one_is_named(tmp_path: Path) -> None:
    """The folder is a ledger with a history; a second walk into it is refused."""
    first = demo("copy", folder=tmp_path)
    second = demo("copy", folder=tmp_path)

    assert first.returncode == 0
    assert (tmp_path / "copy" / ".git").is_dir()
    assert second.returncode == 8
    assert len(second.stderr.splitlines()) == 1

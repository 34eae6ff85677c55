"""What the doctor says of the machine: git, the identity, the terminal, the extras."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factcheck.model.errors import MachineError
from factcheck.review import machine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ("git version 2.33.8", "git-old", "needs 2.34"),
        ("git version 2.34.1", "git-aged", "core.fsync"),
        ("git version 2.36.0", "git-aged", "safe.bareRepository"),
        ("git version 2.38.0", "git", "2.38.0"),
        ("git version 3.0.0.windows.1", "git", "3.0.0"),
        ("something else", "git-unknown", "something else"),
    ],
)
def test_the_version_of_git_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, code: str, words: str
) -> None:
    """Too old, losing something, or new enough."""
    program = tmp_path / "git"
    program.write_text(f"#!/bin/sh\necho '{said}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (one,) = machine.git_version(tmp_path)

    assert one.code == code
    assert words in one.message


def test_each_half_of_the_identity_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the command that gives it."""
    config = tmp_path / "config"
    config.write_text("[user]\n\tname = Anna\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    (one,) = machine.identity(tmp_path)
    config.write_text("")
    both = [each.mend for each in machine.identity(tmp_path)]

    assert one.mend == "git config --global user.email you@example.org"
    assert len(both) == 2


def test_an_identity_that_git_cannot_look_up_is_not_called_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A configuration that is broken is another matter."""
    config = tmp_path / "config"
    config.write_text("[user\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))

    with pytest.raises(MachineError, match="bad config"):
        list(machine.identity(tmp_path))


def test_extras_are_those_of_the_package() -> None:
    """Each is installed, or named with the packages that it lacks."""
    seen = list(machine.extras())

    assert seen
    assert {one.code for one in seen} <= {"extras", "extra", "extra-missing"}
    assert all(one.gravity != "problem" for one in seen)
    assert not any("dev" in one.message.split() for one in seen)

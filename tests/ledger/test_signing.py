"""Commits are signed where the user's own configuration asks for it, and only there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factcheck.model.errors import MachineError
from tests.conftest import git

if TYPE_CHECKING:
    from tests.conftest import Newsroom

pytestmark = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed"
)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Make a key of the user's."""
    place = tmp_path / "keys" / "id"
    place.parent.mkdir()
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(place)], check=True
    )
    return place


@pytest.fixture
def signer(key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have the user's own configuration ask for signatures; give its file."""
    config = tmp_path / "gitconfig"
    config.write_text(Path(os.environ["GIT_CONFIG_GLOBAL"]).read_text())
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    allowed = tmp_path / "allowed"
    allowed.write_text(f"anna@example.org {key.with_suffix('.pub').read_text()}")
    for name, value in {
        "commit.gpgSign": "true",
        "gpg.format": "ssh",
        "user.signingKey": str(key),
        "gpg.ssh.allowedSignersFile": str(allowed),
    }.items():
        git(tmp_path, "config", "--global", name, value)
    return config


@pytest.mark.usefixtures("signer")
def test_our_commits_are_signed(busy_newsroom: Newsroom) -> None:
    """Git verifies them; message, author, time and parent are as without."""
    before = busy_newsroom.git("rev-parse", "HEAD")
    busy_newsroom.amend("cold", note="signed")
    shown = busy_newsroom.git("log", "-1", "--format=%G?|%an|%P|%s").strip()

    assert shown.startswith(f"G|Anna Example|{before.strip()}|Amend")
    assert busy_newsroom.git("for-each-ref", "refs/factcheck") == ""
    assert busy_newsroom.git("status", "--porcelain") == ""
    assert "error" not in busy_newsroom.git("fsck", "--strict", check=False)


def test_a_signature_that_fails_writes_nothing(
    busy_newsroom: Newsroom, key: Path, signer: Path
) -> None:
    """One line says what git said (exit code 7)."""
    assert signer.exists()

    key.unlink()
    before = busy_newsroom.git("rev-parse", "HEAD")
    with pytest.raises(MachineError, match=r"cannot be signed.*nothing was") as caught:
        busy_newsroom.amend("cold", note="signed")

    assert "\n" not in str(caught.value)
    assert busy_newsroom.git("rev-parse", "HEAD") == before
    assert busy_newsroom.git("status", "--porcelain") == ""
    assert busy_newsroom.git("for-each-ref", "refs/factcheck") == ""


def test_no_key_is_said(busy_newsroom: Newsroom, signer: Path) -> None:
    """The message says what to set."""
    git(signer.parent, "config", "--global", "--unset", "user.signingKey")
    with pytest.raises(MachineError, match=r"set user\.signingKey, or turn signing"):
        busy_newsroom.amend("cold", note="signed")


def test_a_repository_neither_asks_for_signatures_nor_names_programs(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """What it sets would run: a received one may be hostile."""
    canary = tmp_path / "canary"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {canary}\nexit 1\n")
    program.chmod(0o755)
    busy_newsroom.git("config", "commit.gpgSign", "true")
    busy_newsroom.git("config", "gpg.program", str(program))
    busy_newsroom.amend("cold", note="not signed")

    assert busy_newsroom.git("cat-file", "commit", "HEAD").count("gpgsig") == 0
    assert not canary.exists()


@pytest.mark.usefixtures("signer")
@pytest.mark.parametrize(
    "name", ["gpg.ssh.program", "gpg.ssh.defaultKeyCommand", "gpg.program"]
)
def test_a_repository_does_not_change_how_is_signed(
    name: str, busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """The user's own settings are given to git in so many words."""
    canary = tmp_path / "canary"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {canary}\nexit 1\n")
    program.chmod(0o755)
    busy_newsroom.git("config", name, str(program))
    busy_newsroom.git("config", "gpg.format", "openpgp")
    busy_newsroom.amend("cold", note="signed")

    assert not canary.exists()
    assert "SSH SIGNATURE" in busy_newsroom.git("cat-file", "commit", "HEAD")

"""Every known way of tampering with a ledger is reported under its code."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from benchmarks.small_ledger import put, verified
from benchmarks.tampering import caught, copied
from benchmarks.ways import (
    FIXTURES,
    Fixture,
    new_key,
    public_of,
    signed,
    with_signers,
)

if TYPE_CHECKING:
    from pathlib import Path

_SIGNED = {33, 34}


@pytest.mark.parametrize(
    "fixture", FIXTURES, ids=[f"{one.row} {one.name}" for one in FIXTURES]
)
def test_tampering_is_reported(trial: Path, tmp_path: Path, fixture: Fixture) -> None:
    """``verify`` held before; afterwards it fails, and says what was done."""
    if fixture.row in _SIGNED and shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    room = copied(trial, tmp_path / "copy")
    is_caught, said = caught(room, fixture)

    assert is_caught, said


def test_every_row_of_the_catalogue_has_a_fixture() -> None:
    """Rows 22 to 36 of docs/trust.md are tried, and at least 25 ways in all."""
    rows = {fixture.row for fixture in FIXTURES}

    assert set(range(22, 37)) <= rows
    assert len(FIXTURES) >= 25


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is missing")
def test_signed_by_who_may_sign_passes(trial: Path, tmp_path: Path) -> None:
    """Also with a key that somebody of the list before has added."""
    room = copied(trial, tmp_path / "copy")
    key, base = with_signers(room)
    newcomer = new_key(room, "newcomer")
    before = (room.root / "allowed_signers").read_text()
    put(room, "allowed_signers", f"{before}anna@example.org {public_of(newcomer)}\n")
    signed(room, key, "Add a signer")
    put(room, "note.txt", "by the newcomer")
    signed(room, newcomer, "As a newcomer")
    result = verified(room.root, base)

    assert [one for one in result.findings if one.severity == "error"] == []


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is missing")
def test_an_author_who_did_not_sign_is_noted(trial: Path, tmp_path: Path) -> None:
    """Git calls such a signature good; no address is told."""
    room = copied(trial, tmp_path / "copy")
    key, base = with_signers(room)
    room.git("config", "user.email", "bo@example.org")
    room.git("config", "user.name", "Bo Example")
    signed(room, key, "In another name")
    notes = verified(room.root, base).findings

    assert [one.code for one in notes] == ["other-signer"]
    assert "Bo Example" in notes[0].message
    assert "@" not in notes[0].message

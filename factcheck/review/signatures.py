"""Signatures of commits, where the ledger says who may sign.

A ledger that holds a file ``allowed_signers`` (format: ``man ssh-keygen``, "ALLOWED
SIGNERS") asks every commit to be signed by one of them; ``revoked_keys`` beside it may
hold public keys that no longer count. Which list counts is decided by the base: a
change of the list counts only if it was signed by somebody of the list before. All
settings of git's verifier are given by us, none is taken from the repository.
"""

from __future__ import annotations

import base64
import binascii
import shutil
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.ledger.git.process import run, start
from factcheck.review.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.ledger import Ledger

SIGNERS = "allowed_signers"
REVOKED = "revoked_keys"
_MAGIC = b"SSHSIG"
_SAID = {
    "unsigned": "is not signed, and allowed_signers asks for it",
    "unknown-key": "is signed with a key that allowed_signers does not hold",
    "expired-key": "is signed with a key outside its time in allowed_signers",
    "revoked-key": "is signed with a key that was revoked",
    "bad-signature": "has a signature that does not fit it",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """What was found of one commit.

    Attributes:
        commit: its id.
        result: ``good``, or a key of the messages above.
        is_authors: whether the signer is the author as well.
        author: the name of the author.
    """

    commit: str
    result: str
    is_authors: bool
    author: str


def signatures(ledger: Ledger, base: str | None, head: str) -> Iterator[Finding]:
    """Check the commits of a range, or the last one where there is no base.

    Args:
        ledger: may hold ``allowed_signers``.
        base: the commit of which the list counts; itself it is not checked.
        head: the last commit of the range.
    """
    repository = ledger.require_repository()
    path = f"{ledger.prefix}{SIGNERS}"
    since = base or _before(repository, head) or head
    trusted = _file_at(repository, since, path)
    now = _file_at(repository, head, path)
    if trusted is None and now is None:
        return
    if shutil.which("ssh-keygen") is None:
        message = "ssh-keygen is not installed: no signature was checked"
        yield Finding(SIGNERS, 0, "signatures-unchecked", message)
        return
    if trusted is None:
        message = f"is new since {since[:10]}: from now on it says who may sign"
        yield Finding(SIGNERS, 0, "signers-new", message, "note")
        trusted = now
    commits = f"{since}..{head}" if since != head else f"{head}^!"
    revoked = _file_at(repository, head, f"{ledger.prefix}{REVOKED}") or b""
    found = _checked(repository, commits, trusted or b"", revoked)
    for touching in _touching(repository, commits, path):
        of_it = found.get(touching)
        if of_it is None:
            continue
        if of_it.result != "good":
            message = (
                f"was changed by commit {touching[:10]}, which nobody of the list "
                "before has signed"
            )
            yield Finding(SIGNERS, 0, "signers-changed", message)
            continue
        after = _file_at(repository, touching, path) or b""
        later = _checked(repository, f"{touching}..{head}", after, revoked)
        found.update(later)
    yield from _findings(found)


def _before(repository: Repository, head: str) -> str | None:
    return repository.parent(head)


def _findings(found: dict[str, Signature]) -> Iterator[Finding]:
    for one in found.values():
        if one.result != "good":
            message = f"commit {one.commit[:10]} {_SAID[one.result]}"
            yield Finding("", 0, one.result, message)
        elif not one.is_authors:
            message = (
                f"commit {one.commit[:10]} says that {one.author} is its author, and "
                "somebody else has signed it"
            )
            yield Finding("", 0, "other-signer", message, "note")


def _file_at(repository: Repository, commit: str, path: str) -> bytes | None:
    done = start(repository.top, ("cat-file", "blob", f"{commit}:{path}"), b"")
    return done.stdout if done.returncode == 0 else None


def _touching(repository: Repository, commits: str, path: str) -> list[str]:
    asked = ("rev-list", "--topo-order", "--reverse", "--full-history", commits)
    return repository.git(*asked, "--", path).decode().split()


def _checked(
    repository: Repository, commits: str, signers: bytes, revoked: bytes
) -> dict[str, Signature]:
    """Verify the signatures of commits, oldest first."""
    with tempfile.TemporaryDirectory(prefix="factcheck-signers-") as folder:
        files = Path(folder, "allowed"), Path(folder, "revoked")
        files[0].write_bytes(signers)
        files[1].write_bytes(revoked)
        said = run(
            repository.top,
            *_settings(files[0], files[1] if revoked.strip() else None),
            "log",
            "--reverse",
            "--topo-order",
            "-z",
            "--format=%H%n%G?%n%GS%n%an%n%ae",
            commits,
        )
    known, gone = (_keys(text) for text in (signers, revoked))
    found = {}
    for row in said.decode("utf-8", "replace").split("\0"):
        if not row:
            continue
        commit, mark, principal, name, email = (row.split("\n") + [""] * 5)[:5]
        result = "good"
        if mark != "G" or gone:
            result = _told(_key_of(repository, commit), mark, known, gone)
        found[commit] = Signature(commit, result, principal == email, name)
    return found


def _settings(signers: Path, revoked: Path | None) -> tuple[str, ...]:
    """Give the verifier's settings: ours, whatever the repository says."""
    values = {
        "gpg.format": "ssh",
        "gpg.ssh.program": "ssh-keygen",
        "gpg.ssh.allowedSignersFile": str(signers),
        "gpg.ssh.revocationFile": str(revoked or ""),
        "gpg.minTrustLevel": "undefined",
        # What is not an SSH signature is not asked of anybody's keyring.
        "gpg.program": "false",
        "gpg.openpgp.program": "false",
        "gpg.x509.program": "false",
    }
    return tuple(
        word for key, value in values.items() for word in ("-c", f"{key}={value}")
    )


def _told(
    key: bytes | None, mark: str, known: frozenset[bytes], gone: frozenset[bytes]
) -> str:
    """Tell the results apart that git shows with one letter."""
    if key is not None and key in gone:
        return "revoked-key"
    if mark == "G":
        return "good"
    if mark == "N":
        return "unsigned"
    if mark == "B":
        return "bad-signature"
    if key is not None and key in known:
        return "expired-key"
    return "unknown-key"


def _key_of(repository: Repository, commit: str) -> bytes | None:
    """Give the public key that an SSH signature of a commit names (PROTOCOL.sshsig)."""
    text = repository.git("cat-file", "commit", commit).partition(b"\n\n")[0]
    lines: list[bytes] = []
    is_inside = False
    for line in text.split(b"\n"):
        if line.startswith((b"gpgsig ", b"gpgsig-sha256 ")):
            is_inside = True
        elif is_inside and line.startswith(b" "):
            lines.append(line.strip())
        else:
            is_inside = False
    body = b"".join(line for line in lines if not line.startswith(b"-----"))
    try:
        packed = base64.b64decode(body, validate=True)
        if not packed.startswith(_MAGIC):
            return None
        length = struct.unpack(">I", packed[10:14])[0]
    except (binascii.Error, struct.error):
        return None
    return packed[14 : 14 + length]


def _keys(text: bytes) -> frozenset[bytes]:
    """Give the public keys that a file of signers, or of keys, holds."""
    found = set()
    for word in text.split():
        if word.startswith(b"AAAA"):
            try:
                found.add(base64.b64decode(word, validate=True))
            except binascii.Error:
                continue
    return frozenset(found)

"""Signing commits, where the user's own configuration asks for it.

``git fast-import`` does not sign: the tree that it made gets a second, signed commit.
Only what the user or the system's administrator has set counts. A repository may have
been received from somebody else, and what it sets here are programs that would run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.ledger.git.process import start
from factcheck.model.errors import MachineError, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.writing.change import Header

_ASKED = r"^(commit\.gpgsign|user\.signingkey|gpg\..*)$"
_PROGRAMS = {
    "gpg.program": "gpg",
    "gpg.openpgp.program": "gpg",
    "gpg.x509.program": "gpgsm",
    "gpg.ssh.program": "ssh-keygen",
}
"""What runs where the user has set nothing else, so that a repository sets none."""

_TRUE = frozenset({"true", "yes", "on", "1", ""})
_OWN = frozenset({"system", "global"})


@dataclass(frozen=True, slots=True)
class Signing:
    """How the user signs.

    Attributes:
        form: ``openpgp``, ``ssh`` or ``x509``.
        key: as ``git commit-tree -S`` takes it; empty where the user has set none.
        settings: what git is told for it, by key.
    """

    form: str
    key: str
    settings: Mapping[str, str]


def asked(repository: Repository) -> Signing | None:
    """Give how the user signs commits, None where they do not ask for it."""
    listing = start(
        repository.top,
        ("config", "-z", "--show-scope", "--includes", "--get-regexp", _ASKED),
    )
    parts = listing.stdout.decode("utf-8", "surrogateescape").split("\0")
    own: dict[str, str] = {}
    for scope, entry in zip(parts[::2], parts[1::2], strict=False):
        key, _, value = entry.partition("\n")
        if scope in _OWN:
            own[key.lower()] = value
    if own.get("commit.gpgsign", "no").strip().lower() not in _TRUE:
        return None
    form = own.get("gpg.format", "openpgp")
    program = own.get("gpg.program")  # git takes the older name for the newer
    programs = _PROGRAMS | ({"gpg.openpgp.program": program} if program else {})
    settings = {key: own.get(key, default) for key, default in programs.items()}
    # A program that gives a key: the user's, or none at all.
    settings["gpg.ssh.defaultKeyCommand"] = own.get("gpg.ssh.defaultkeycommand", "")
    settings["gpg.format"] = form
    return Signing(form, own.get("user.signingkey", ""), settings)


def sign(repository: Repository, signing: Signing, commit: str, header: Header) -> str:
    """Make a signed commit of the tree of another, and give its id.

    Raises:
        MachineError: the signature failed; the message says what git said.
    """
    who = {
        "GIT_AUTHOR_NAME": header.name,
        "GIT_AUTHOR_EMAIL": header.email,
        "GIT_AUTHOR_DATE": header.date,
        "GIT_COMMITTER_NAME": header.name,
        "GIT_COMMITTER_EMAIL": header.email,
        "GIT_COMMITTER_DATE": header.date,
    }
    key = signing.key
    if not key and signing.form != "ssh":
        key = f"{header.name} <{header.email}>"
    if not key and not signing.settings["gpg.ssh.defaultKeyCommand"]:
        raise MachineError(
            "git is to sign commits with ssh and knows no key: set user.signingKey, or "
            "turn signing off with 'git config --global commit.gpgSign false'"
        )
    told = [f"{name}={value}" for name, value in signing.settings.items()]
    parents = [word for parent in header.parents for word in ("-p", parent)]
    done = start(
        repository.top,
        (
            *("-c", "i18n.commitEncoding=UTF-8"),
            *(word for one in told for word in ("-c", one)),
            *("commit-tree", f"-S{key}", *parents, "-F", "-", commit + "^{tree}"),
        ),
        str(header.message).encode(),
        who,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").split("\n")
        reason = "; ".join(line.strip() for line in said if line.strip())
        raise MachineError(
            f"the commit cannot be signed, so nothing was written: {one_line(reason)}"
        )
    return done.stdout.decode().strip()

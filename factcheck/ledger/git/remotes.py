"""The remotes of a repository, through GitPython: what is fetched, what is pushed.

Here alone git runs with the user's own SSH and credential settings. What the
repository's configuration says counts for less: a folder that somebody sent may name
programs in it. Hooks and monitors are off, programs that it names are refused, and
only transports that run none are allowed.
"""

from __future__ import annotations

import logging
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from factcheck.ledger.git.process import clean_environment, start
from factcheck.model.errors import (
    MachineError,
    NotFoundError,
    RefusedError,
    UsageError,
    one_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git import Repo

    from factcheck.ledger.git.repository import Repository

TRACKING = "refs/remotes"

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./+-]*", re.ASCII)
_TRANSPORTS = ("file", "git", "http", "https", "ssh")
_SCHEME = re.compile(r"(?:git\+ssh|ssh\+git|" + "|".join(_TRANSPORTS) + r")://[^-]")
_PASSWORD = re.compile(r"(?<=://)[^/@\s]+@")
_OWN = frozenset({"local", "worktree"})

_PROGRAMS = re.compile(
    r"core\.(sshcommand|gitproxy|askpass|alternaterefscommand)"
    r"|credential\.(.*\.)?helper"
    r"|remote\..*\.(uploadpack|receivepack|vcs)"
    r"|http\.(.*\.)?(proxy|sslverify|sslcainfo|sslcapath|cookiefile|curloptresolve)"
    r"|protocol\.(.*\.)?allow",
    re.IGNORECASE | re.DOTALL,
)
"""Settings that name a program, or lead a password elsewhere."""

_KEPT = frozenset(
    {
        *("GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_ASKPASS"),
        *("GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_SSL_CERT", "GIT_SSL_KEY"),
    }
)

_OPTIONS = (
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "core.fsync=all",
    "fetch.recurseSubmodules=false",
    "push.recurseSubmodules=no",
    "push.gpgSign=false",
    "submodule.recurse=false",
    "maintenance.auto=false",
    "gc.auto=0",
)

_QUICKER = (
    "fetch first",
    "non-fast-forward",
    "stale info",
    "cannot lock ref",
    "failed to update ref",
    "incorrect old value",
)
"""How git says that the branch has moved since it was fetched."""

Outcome = Literal["pushed", "moved", "refused"]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a push.

    Attributes:
        outcome: ``moved``: somebody was quicker; ``refused``: the server does not
            take this branch.
        reason: what the server said, one line.
    """

    outcome: Outcome
    reason: str = ""


def remote_names(repository: Repository) -> tuple[str, ...]:
    """Give the names of the remotes, in the order of the configuration."""
    with _opened(repository, may_ask=False) as repo:
        return tuple(remote.name for remote in repo.remotes)


def require_safe(repository: Repository, name: str) -> None:
    """Look whether a remote can be spoken to without running foreign programs.

    Args:
        repository: whose remote it is.
        name: of the remote.

    Raises:
        UsageError: it is no name.
        NotFoundError: there is no such remote.
        RefusedError: its address, or the repository's configuration, is not safe.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"'{one_line(name)}' is no name of a remote")
    known = remote_names(repository)
    if name not in known:
        there = f": there are {', '.join(known)}" if known else ""
        raise NotFoundError(f"there is no remote '{name}'{there}")
    for key in _own_settings(repository):
        if _PROGRAMS.fullmatch(key):
            raise RefusedError(
                f"the configuration of {repository.top} sets {one_line(key)}, which "
                "can run a program or lead a password elsewhere: if it is yours, move "
                "it with 'git config --global', else delete it"
            )
    for more in ((), ("--push",)):
        asked = ("remote", "get-url", "--all", *more, name)
        for address in repository.git(*asked).decode(errors="replace").splitlines():
            _require_safe_address(repository, name, address)


def _own_settings(repository: Repository) -> Iterator[str]:
    """Give the keys that the repository's own configuration sets, includes too."""
    out = repository.git("config", "--list", "--show-scope", "--includes", "-z")
    words = out.decode("utf-8", "replace").split("\0")
    for scope, entry in zip(words[::2], words[1::2], strict=False):
        if scope in _OWN:
            yield entry.partition("\n")[0]


def _require_safe_address(repository: Repository, name: str, address: str) -> None:
    head = address.partition("/")[0]
    is_known = _SCHEME.match(address) is not None
    if not is_known and ("::" in head or "://" in address or address.startswith("-")):
        raise RefusedError(
            f"the address of {name} is {one_line(_hidden(address))}: sync speaks "
            "https, ssh, git, http and to folders"
        )
    inside = repository.top.resolve()
    folder = repository.top / address.removeprefix("file://")
    if ":" not in head and inside in (folder.resolve(), *folder.resolve().parents):
        raise RefusedError(
            f"the remote {name} lies inside {repository.top}: its hooks would run"
        )


def fetch(repository: Repository, name: str, *, may_ask: bool) -> dict[str, str]:
    """Fetch all branches of a remote.

    Args:
        repository: where they are kept, below ``refs/remotes/``.
        name: of a remote that ``require_safe`` has looked at.
        may_ask: whether git may ask for a password at the terminal.

    Returns:
        The commits of the branches that the remote has, by name.

    Raises:
        MachineError: the remote cannot be reached, or says no; nothing was changed.
    """
    with _opened(repository, may_ask=may_ask) as repo:
        from git import GitCommandError  # noqa: PLC0415 - as in _opened

        heard = _listener()
        try:
            # Quiet: GitPython reads the lines about each ref with rules of its own,
            # and fails where they are new to it; FETCH_HEAD says the same.
            repo.remote(name).fetch(
                f"+refs/heads/*:{TRACKING}/{name}/*",
                progress=heard,
                verbose=False,
                quiet=True,
                refmap="",
                no_recurse_submodules=True,
            )
        except GitCommandError as error:
            said = [*heard.other_lines, *str(error.stderr).splitlines()]
            raise _unreachable(name, said) from None
    return _fetched(repository)


def _fetched(repository: Repository) -> dict[str, str]:
    """Read what git says it fetched last."""
    found = {}
    text = (repository.git_dir / "FETCH_HEAD").read_text("utf-8", "surrogateescape")
    for line in text.splitlines():
        commit, _, rest = line.partition("\t")
        branch = re.search(r"\tbranch '(.+)' of ", "\t" + rest.split("\t")[-1])
        if branch:
            found[branch[1]] = commit
    return found


def push(
    repository: Repository, name: str, commit: str, branch: str, *, may_ask: bool
) -> Pushed:
    """Push a commit to a branch of a remote; the branch is never rewound.

    Args:
        repository: that has the commit.
        name: of a remote that ``require_safe`` has looked at.
        commit: its full id: what was verified is pushed, wherever HEAD is by now.
        branch: the name of the branch there.
        may_ask: whether git may ask for a password at the terminal.

    Raises:
        MachineError: the remote cannot be reached, or lets nobody write.
    """
    target = f"refs/heads/{branch}"
    with _opened(repository, may_ask=may_ask) as repo:
        # Not Remote.push: it drops the answer about a commit that no ref names.
        code, out, err = repo.git.push(
            "--porcelain",
            "--no-verify",
            "--end-of-options",
            name,
            f"{commit}:{target}",
            with_extended_output=True,
            with_exceptions=False,
        )
    said = [*str(err).splitlines(), *str(out).splitlines()]
    for line in str(out).splitlines():
        flag, _, rest = line.partition("\t")
        if f":{target}\t" not in f"{rest}\t":
            continue
        reason = one_line(_hidden(rest.partition("\t")[2]))
        if flag != "!":
            break
        is_late = any(word in reason for word in _QUICKER)
        return Pushed("moved" if is_late else "refused", _told(reason, said))
    if code:
        raise _unreachable(name, said)
    return Pushed("pushed")


def _told(reason: str, said: Sequence[str]) -> str:
    """Give what the server said of a refusal: its own words where there are any."""
    words = [line.removeprefix("remote:").strip() for line in said]
    own = [
        word
        for line, word in zip(said, words, strict=True)
        if line.startswith("remote:") and word.strip("-= ")
    ]
    return one_line(_hidden("; ".join([reason, *own[:3]])))


def _unreachable(name: str, said: Sequence[str]) -> MachineError:
    """Make one line of what git and ssh said: the first that gives a reason."""
    lines = [line.strip() for line in said if line.strip()]
    dull = ("Please make sure", "and the repository", "To ", "Done", "hint:")
    telling = [
        line.removeprefix("stderr:").strip(" '")
        for line in lines
        if not line.startswith(dull)
    ]
    reason = "; ".join(dict.fromkeys(telling[:2])) or "git gave no reason"
    return MachineError(
        f"{name} cannot be reached: {one_line(_hidden(reason))}; nothing was changed"
    )


def _hidden(text: str) -> str:
    """Leave out a user's name and password in an address."""
    return _PASSWORD.sub("", text)


def _listener() -> Any:
    """Make what hears git's lines, so that none gets to the terminal raw."""
    from git import RemoteProgress  # noqa: PLC0415 - as in _opened

    return RemoteProgress()


@contextmanager
def _opened(repository: Repository, *, may_ask: bool) -> Iterator[Repo]:
    """Open a repository with GitPython, in the environment that it may have.

    GitPython adds to the environment of its processes but takes nothing out of it:
    an inherited GIT_DIR would lead it elsewhere. So ours is clean meanwhile.
    """
    before = dict(os.environ)
    kept = {key: value for key, value in before.items() if key in _KEPT}
    clean = clean_environment() | kept
    clean["GIT_TERMINAL_PROMPT"] = "1" if may_ask else "0"
    clean["GIT_ALLOW_PROTOCOL"] = ":".join(_TRANSPORTS)
    os.environ.clear()
    os.environ.update(clean)
    try:
        # It logs what a server says, control characters and all.
        logging.getLogger("git").addHandler(logging.NullHandler())
        from git import Repo  # noqa: PLC0415 - costs more than most commands

        with Repo(repository.top) as repo:
            repo.git.set_persistent_git_options(
                no_replace_objects=True, c=list(_OPTIONS)
            )
            yield repo
    finally:
        os.environ.clear()
        os.environ.update(before)


def upstream(repository: Repository, branch: str) -> tuple[str, str]:
    """Give the remote and the branch there that a branch follows, ``""`` for none."""
    found = []
    for key in ("remote", "merge"):
        done = start(repository.top, ("config", "--get", f"branch.{branch}.{key}"), b"")
        found.append(done.stdout.decode("utf-8", "replace").strip())
    remote, merge = found
    if remote == "." or not merge.startswith("refs/heads/"):
        return "", ""
    return remote, merge.removeprefix("refs/heads/")


def follow(repository: Repository, branch: str, remote: str, theirs: str) -> None:
    """Let a branch follow one of a remote from now on."""
    repository.git("config", f"branch.{branch}.remote", remote)
    repository.git("config", f"branch.{branch}.merge", f"refs/heads/{theirs}")

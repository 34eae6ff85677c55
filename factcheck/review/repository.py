"""The repository around a ledger: its state, its files, its configuration."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.ledger.git import files as git_files
from factcheck.ledger.git import settings as git_settings
from factcheck.ledger.git.remotes import remote_names
from factcheck.ledger.git.settings import configuration
from factcheck.ledger.git.sparse import UNDER_WAY, sparse_checkout
from factcheck.ledger.writing.signing import asked
from factcheck.model.errors import BadRecordError, NotALedgerError
from factcheck.review.diagnosis import Look, fine, note, problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.ledger import Ledger
    from factcheck.review.diagnosis import Diagnosis

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}", re.ASCII)
_BRANCH = re.compile(r"refs/heads/[^\s\x00-\x1f]+", re.ASCII)


def looks(ledger: Ledger, repository: Repository) -> tuple[Look, ...]:
    """Give what is looked at in a ledger's repository, in order."""
    return (
        Look("the state of HEAD", lambda: head(repository)),
        Look("the ledger at HEAD", lambda: committed(ledger, repository)),
        Look("the kind of clone", lambda: clone(repository)),
        Look(".gitattributes and .gitignore", lambda: files_for_git(ledger)),
        Look("the diff driver", lambda: diff_driver(repository)),
        Look("git's settings", lambda: settings_of_git(repository)),
        Look("signing", lambda: signing(repository)),
        Look("the remotes", lambda: remotes(repository)),
        Look("the hooks", lambda: hooks(repository)),
    )


def whereabouts(root: Path, repository: Repository | None) -> Iterator[Diagnosis]:
    """Whether a folder lies in a repository, and in no broken one."""
    for folder in (root, *root.parents):
        broken = folder / ".git"
        if repository is not None and folder == repository.top.resolve():
            break
        if broken.is_dir() and not (broken / "HEAD").is_file():
            yield problem(
                "repository-broken",
                f"{broken} has no HEAD: git takes it for no repository",
                f"echo 'ref: refs/heads/main' > {_quoted(broken / 'HEAD')}",
            )
            return
    if repository is None:
        message = f"{root} is in no git repository: there is no history, and no writing"
        yield problem("no-repository", message, f"factcheck init {_quoted(root)}")
    else:
        yield fine("repository", f"the repository is {repository.top}")


def settings(root: Path) -> Iterator[Diagnosis]:
    """Whether the settings, as they lie, can be read."""
    content = (root / layout.SETTINGS).read_bytes()
    try:
        reading.read_record(layout.SETTINGS, content)
    except BadRecordError as error:
        for one in error.problems:
            yield problem("settings-bad", str(one), f"edit {root / layout.SETTINGS}")
    except NotALedgerError as error:
        message = "pip install --upgrade factcheck-ledger"
        yield problem("format-newer", str(error), message)
    else:
        yield fine("settings", f"{layout.SETTINGS} can be read")


def head(repository: Repository) -> Iterator[Diagnosis]:
    """Where HEAD stands, whether its commit is there, and what is under way."""
    under_way = repository.under_way()
    if under_way:
        name = under_way.rpartition(" ")[2]
        yield problem(
            "under-way",
            f"{under_way} is under way: nothing is written until it has ended",
            "git bisect reset" if name == "bisect" else f"git {name} --continue",
        )
    branch, commit = repository.branch(), repository.head()
    if branch == "refs/heads/.invalid":  # refs are kept in reftables: git knows
        branch = repository.git("symbolic-ref", "HEAD").decode().strip()
    if commit is None and branch is not None:
        yield from _unborn(repository, branch)
    elif commit is None or _COMMIT.fullmatch(commit) is None:
        what = branch or "HEAD"
        yield problem(
            "head-damaged",
            f"{what} holds no id of a commit{_last_known(repository, branch)}",
            "git fsck",
        )
    elif not _has(repository, commit):
        message = f"the commit at HEAD ({commit[:10]}) is missing"
        yield problem("head-missing", message, "git fsck --full")
    elif branch is None:
        yield note(
            "head-detached",
            "HEAD is detached: commits made now belong to no branch",
            "git switch --create NAME",
        )
    else:
        yield fine("branch", f"on branch {branch.removeprefix('refs/heads/')}")


def _has(repository: Repository, commit: str) -> bool:
    repository.git("rev-parse", "--git-dir")  # fails where git can say nothing at all
    return repository.has(commit)


def committed(ledger: Ledger, repository: Repository) -> Iterator[Diagnosis]:
    """Whether the commit at HEAD holds the ledger."""
    commit = repository.head()
    if commit is None or _COMMIT.fullmatch(commit) is None:
        return
    path = ledger.prefix + layout.SETTINGS
    if not repository.git("ls-tree", "--full-tree", commit, "--", path):
        message = f"the commit at HEAD does not hold {path}"
        yield problem(
            "not-committed", message, f"factcheck init {_quoted(ledger.root)}"
        )


def _unborn(repository: Repository, branch: str) -> Iterator[Diagnosis]:
    """Tell a repository without a commit from one that lost its branch."""
    known = _last_known(repository, branch)
    name = branch.removeprefix("refs/heads/")
    if _BRANCH.fullmatch(branch) is None:
        yield problem("head-damaged", f"HEAD names no branch: {branch}", "git fsck")
    elif known:
        yield problem(
            "branch-missing",
            f"the branch {name} is gone{known}",
            f"git branch {_quoted(name)} {known.rpartition(' ')[2]}",
        )
    else:
        yield problem("no-commit", "there is no commit yet", "factcheck init")


def _last_known(repository: Repository, branch: str | None) -> str:
    """Say which commit git's own log of HEAD or a branch names last, if any."""
    places = [repository.git_dir / "logs" / "HEAD"]
    if branch and _BRANCH.fullmatch(branch) and ".." not in branch:
        places.insert(0, repository.common_dir / "logs" / branch)
    for place in places:
        if place.is_file():
            for line in reversed(place.read_text(errors="replace").splitlines()):
                words = line.split(" ")
                if len(words) > 1 and _COMMIT.fullmatch(words[1]):
                    return f"; the last commit known of it is {words[1]}"
    return ""


def clone(repository: Repository) -> Iterator[Diagnosis]:
    """Whether the clone is whole and stands alone."""
    config = configuration(repository)
    if repository.is_shallow():
        message = "the clone is shallow: older history cannot be checked"
        yield note("shallow", message, "git fetch --unshallow")
    if "extensions.partialclone" in config or any(
        key.startswith("remote.") and key.endswith(".promisor") for key in config
    ):
        message = "the clone is partial: objects are fetched when they are needed"
        yield note("partial", message, "git fetch --refetch --no-filter")
    if repository.git_dir.resolve() != repository.common_dir.resolve():
        message = "this is a linked worktree: its drafts and its cache are its own"
        yield fine("worktree", message)
    elif "modules" in repository.git_dir.parts:
        message = (
            "this is a submodule: the outer repository must commit its new state too"
        )
        yield note("submodule", message)


def files_for_git(ledger: Ledger) -> Iterator[Diagnosis]:
    """Whether .gitattributes and .gitignore say what ``init`` would write."""
    for one in lacking_files(ledger):
        words = " and ".join(f"'{line}'" for line in one.lines)
        added = f"add {'it' if len(one.lines) == 1 else 'them'} to {ledger.root}"
        yield note(
            "git-file-lacks",
            f"{one.path} lacks {words}",
            "factcheck doctor --mend" if one.is_plain else f"{added}/{one.path}",
            "git-files" if one.is_plain else None,
        )


def lacking_files(ledger: Ledger) -> list[git_files.Lacking]:
    """Give what .gitattributes and .gitignore of the working tree lack."""
    keeps = keeps_captures_in_git(ledger)
    found = [
        git_files.lacking(path, ledger.read_working(path), captures_in_git=keeps)
        for path in (".gitattributes", ".gitignore")
    ]
    return [one for one in found if one.lines]


def keeps_captures_in_git(ledger: Ledger) -> bool:
    """Tell what the settings say of captures; False where they cannot be read."""
    content = ledger.read_working(layout.SETTINGS)
    try:
        filed = reading.read_record(layout.SETTINGS, content or b"")
    except (BadRecordError, NotALedgerError):
        return False
    return filed is not None and bool(filed.data["captures_in_git"])


def diff_driver(repository: Repository) -> Iterator[Diagnosis]:
    """Whether git names the field above each hunk of a diff."""
    key = git_files.DIFF_DRIVER
    if key in configuration(repository):
        yield fine("diff-driver", "git diff names the field of each change")
        return
    yield note(
        "diff-driver-missing",
        "git diff does not name the field of a change",
        f"git config {key} '{git_files.DIFF_PATTERN}'",
        "diff-driver",
    )


def settings_of_git(repository: Repository) -> Iterator[Diagnosis]:
    """Whether git is told what helps a ledger, and who joins records."""
    found = git_settings.lacking_settings(repository, configuration(repository))
    for one in found:
        if one is not git_settings.DIFF:
            yield note(
                "git-setting",
                f"not set: {one.name} ({one.why})",
                "factcheck doctor --mend",
                "git-settings",
            )
    if not found:
        yield fine("git-settings", "git is set up for a ledger")


def checkout(repository: Repository) -> Iterator[Diagnosis]:
    """Whether all of the repository is in the working tree."""
    if UNDER_WAY in configuration(repository):
        yield problem(
            "focus-interrupted",
            "a focus was interrupted: files are missing from the working tree, none "
            "is missing from git",
            "factcheck focus, or factcheck focus --off",
        )
    present = sparse_checkout(repository)
    if present.is_on and present.is_cone:
        message = "the checkout is sparse: what it leaves out is read from git"
        yield note("sparse", message, "factcheck focus --off")
    elif present.is_on:
        message = "the checkout is sparse by patterns: what they leave out is not seen"
        yield note("sparse", message, "git sparse-checkout disable")


def signing(repository: Repository) -> Iterator[Diagnosis]:
    """Whether commits are signed: where the user's own configuration asks for it."""
    if asked(repository) is not None:
        yield fine("signing", "commits of factcheck are signed, as you have set it")
    elif configuration(repository).get("commit.gpgsign", "").lower() == "true":
        yield note(
            "signing",
            "only this repository's configuration asks for signed commits: those of "
            "factcheck are not, as it can have come from somebody else",
            "git config --global commit.gpgSign true",
        )


def remotes(repository: Repository) -> Iterator[Diagnosis]:
    """Whether the history is anywhere else."""
    configuration(repository)  # what stops git is said as elsewhere
    names = remote_names(repository)
    if not names:
        yield note(
            "no-remote",
            "there is no remote: nothing is backed up elsewhere",
            "git remote add origin URL, then git push --set-upstream origin HEAD",
        )
        return
    if repository.head() is None:
        return
    listed = repository.git("rev-list", "--count", "HEAD", "--not", "--remotes")
    count = int(listed)
    if count:
        said = "1 commit is" if count == 1 else f"{count} commits are"
        yield note(
            "unpushed", f"{said} on no remote", f"git push {_quoted(names[0])} HEAD"
        )
    else:
        yield fine("remotes", f"all commits are on a remote ({', '.join(names)})")


def hooks(repository: Repository) -> Iterator[Diagnosis]:
    """Which hooks there are: they do not run for our commits."""
    said = configuration(repository).get("core.hookspath")
    folder = repository.common_dir / "hooks"
    if said:
        folder = repository.top / os.path.expanduser(said)  # noqa: PTH111 - as git
    names = sorted(
        one.name
        for one in (folder.iterdir() if folder.is_dir() else ())
        if one.is_file() and one.suffix != ".sample" and os.access(one, os.X_OK)
    )
    if names:
        message = f"hooks do not run for commits of factcheck: {', '.join(names)}"
        yield note("hooks", message, "factcheck verify")


def _quoted(name: Path | str) -> str:
    """Give a name as it can be typed: a received repository may call things badly."""
    return shlex.quote(str(name))

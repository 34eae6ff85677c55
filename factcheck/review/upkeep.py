"""What a ledger gathers: its cache, captures, git's objects, and leftovers."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from shlex import quote
from typing import TYPE_CHECKING, Any

from factcheck.ledger import layout
from factcheck.ledger.cache import cache
from factcheck.ledger.git.sparse import WORTH_CHECKS, sparse_checkout
from factcheck.ledger.lock import held
from factcheck.ledger.writing import journal as journals
from factcheck.ledger.writing import sweeping
from factcheck.ledger.writing.journal import SCRATCH
from factcheck.model.errors import BusyError, FactcheckError
from factcheck.model.ids import id_of
from factcheck.model.kinds import KINDS
from factcheck.review.diagnosis import Look, fine, note, problem
from factcheck.review.repository import checkout, keeps_captures_in_git

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from factcheck.ledger.git.repository import Repository
    from factcheck.ledger.ledger import Ledger
    from factcheck.review.diagnosis import Diagnosis

MANY_OBJECTS, MANY_PACKS = 6_700, 50
"""From there on git packs by itself (``gc.auto``, ``gc.autoPackLimit``)."""

LARGE_CAPTURE = 50 * 1024 * 1024
"""Git hosts warn of files from this size on."""

DEAD_S = 3600
"""Seconds after which nobody is still writing a file of a record."""

STALE_S = 600
"""Seconds after which a lock of git is more likely forgotten than held."""

_TEMPORARY = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{8}\.tmp", re.ASCII)


def looks(ledger: Ledger, repository: Repository, state: Path) -> tuple[Look, ...]:
    """Give what is looked at, in order; ``state`` is the ledger's state folder."""
    return (
        Look("the cache", lambda: cache_file(repository, state)),
        Look("the checkout", lambda: checkout(repository)),
        Look("the size", lambda: size(ledger, repository, state)),
        Look("the captures", lambda: captures(ledger, state)),
        Look("how captures are kept", lambda: captures_in_git(ledger, repository)),
        Look("git's objects", lambda: objects(repository)),
        Look("an interrupted command", lambda: journal(repository)),
        Look("temporary files", lambda: temporary(ledger)),
        Look("scratch refs", lambda: scratch_refs(repository)),
        Look("abandoned packs", lambda: abandoned(repository)),
        Look("kept drafts", lambda: drafts(state)),
        Look("locks", lambda: locks(repository)),
    )


def cache_file(repository: Repository, state: Path) -> Iterator[Diagnosis]:
    """Whether the cache is whole; how large it is, and of which commit it speaks."""
    place = state / "cache.sqlite"
    if not place.is_file():
        yield fine("cache", "there is no cache yet: the next command builds it")
        return
    version, commit, damage = cache.examined(place)
    size = _in_words(place.stat().st_size)
    if damage:
        yield problem(
            "cache-damaged",
            f"the cache is damaged ({damage}); deleting it loses nothing",
            f"rm {quote(str(place))}*",
            "cache",
        )
    elif version != cache.VERSION:
        message = f"the cache is of version {version}: the next command builds it again"
        yield fine("cache", message)
    else:
        where = "at HEAD" if commit == repository.head() else "behind HEAD"
        message = f"the cache is whole, {where} ({size}); it is always safe to delete"
        yield fine("cache", message)


def size(ledger: Ledger, repository: Repository, state: Path) -> Iterator[Diagnosis]:
    """Whether the ledger is so large that a focus helps."""
    place = state / "cache.sqlite"
    if sparse_checkout(repository).is_on or (
        place.is_file() and cache.examined(place)[2]
    ):
        return
    count = ledger.count("check")
    if count > WORTH_CHECKS:
        yield note(
            "focus",
            f"{count:,} checks lie in the working tree: git, editors and backups look "
            "at each of their files",
            "factcheck focus",
        )


def captures(ledger: Ledger, state: Path) -> Iterator[Diagnosis]:
    """How many captures that records name are kept here, and how large they are."""
    place = state / "cache.sqlite"
    if place.is_file() and cache.examined(place)[2]:
        yield note("captures-unseen", "captures are counted when the cache is mended")
        return
    named = {
        hash_ for filed in ledger.of_kind(*KINDS) for hash_ in _hashes_in(filed.data)
    }
    there = {one.name: one.stat().st_size for one in _captures(ledger.root)}
    kept = named & set(there)
    size = _in_words(sum(there.values()))
    yield fine("captures", f"{len(kept)} of {len(named)} captures are kept ({size})")
    missing = len(named) - len(kept)
    if missing:
        yield note(
            "captures-missing",
            f"{missing} captures are not kept here: their quotes cannot be checked",
            f"copy them into {ledger.root / layout.CAPTURES}",
        )
    unnamed = len(set(there) - named)
    if unnamed:
        yield note("captures-unnamed", f"{unnamed} captures are named by no record")


def captures_in_git(ledger: Ledger, repository: Repository) -> Iterator[Diagnosis]:
    """Whether git keeps or ignores captures as the settings say."""
    folder = f"{ledger.prefix}{layout.CAPTURES}"
    keeps = keeps_captures_in_git(ledger)
    place = ledger.root / ".gitignore"

    def listed(*options: str) -> int:
        listing = repository.git("ls-files", "-z", *options, "--", folder)
        return listing.count(b"\0")

    if not keeps and (tracked := listed()):
        yield problem(
            "captures-tracked",
            f"{tracked} captures are in git although the settings keep them out",
            f"git rm -r --cached {quote(folder)}",
        )
    if not keeps and (seen := listed("--others", "--exclude-standard")):
        yield problem(
            "captures-seen",
            f"git does not ignore {seen} captures although the settings keep them out",
            f"echo /captures/ >> {quote(str(place))}",
        )
    if keeps and (out := listed("--others", "--ignored", "--exclude-standard")):
        yield note(
            "captures-ignored",
            f"git ignores {out} captures although the settings keep them in git",
            f"take /captures/ out of {place}",
        )
    large = [o for o in _captures(ledger.root) if o.stat().st_size > LARGE_CAPTURE]
    if keeps and large:
        limit = _in_words(LARGE_CAPTURE)
        message = f"{len(large)} captures in git are larger than {limit}"
        yield note("captures-large", message)


def objects(repository: Repository) -> Iterator[Diagnosis]:
    """Whether git's objects want packing."""
    said = repository.git("count-objects", "-v").decode()
    counted = dict(line.split(": ", 1) for line in said.splitlines() if ": " in line)
    loose, packs = int(counted["count"]), int(counted["packs"])
    size = _in_words(1024 * (int(counted["size"]) + int(counted["size-pack"])))
    message = f"{loose} loose objects, {packs} packs ({size})"
    if loose > MANY_OBJECTS or packs > MANY_PACKS:
        yield note("objects", f"git is slowed by {message}", "git maintenance run")
    else:
        yield fine("objects", message)
    if counted.get("garbage", "0") != "0":
        size = _in_words(1024 * int(counted.get("size-garbage", "0")))
        message = f"{counted['garbage']} files in git's store are garbage ({size})"
        yield note("garbage", message, "git gc")


def journal(repository: Repository) -> Iterator[Diagnosis]:
    """Whether a command was interrupted."""
    place = repository.own_folder / journals.NAME
    try:
        left = journals.read(repository.own_folder)
    except FactcheckError:
        yield problem(
            "journal-damaged",
            f"the journal of an interrupted command cannot be read: {place}",
            f"git status, then mv {quote(str(place))} {quote(f'{place}.bad')}",
        )
        return
    if left is None:
        return
    yield problem(
        "interrupted",
        "a command was interrupted: the next one finishes or withdraws it",
        "factcheck doctor --mend",
        "leftovers",
    )


def temporary(ledger: Ledger) -> Iterator[Diagnosis]:
    """Whether dead processes left temporary files of ours."""
    dead = dead_files(ledger.root)
    if dead:
        said = "1 temporary file was" if len(dead) == 1 else f"{len(dead)} were"
        yield note(
            "temporary",
            f"{said} left behind: {dead[0]}",
            "factcheck doctor --mend",
            "leftovers",
        )


def dead_files(root: Path) -> list[str]:
    """Give temporary files of ours that nobody can still be writing, in path order."""
    found = []
    before = time.time() - DEAD_S
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if name != ".git")
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118 - of a whole tree
            if _TEMPORARY.fullmatch(name) and os.lstat(path).st_mtime < before:
                found.append(os.path.relpath(path, root).replace(os.sep, "/"))
    return sorted(found)


def written_for(path: str) -> str:
    """Give the file for which a temporary file of ours was written."""
    folder, _, name = path.rpartition("/")
    meant = _TEMPORARY.fullmatch(name)
    return f"{folder}/{meant['name']}".lstrip("/") if meant else path


def scratch_refs(repository: Repository) -> Iterator[Diagnosis]:
    """Whether refs of interrupted commands are left that no journal knows."""
    listing = repository.git("for-each-ref", "--format=%(refname)", SCRATCH)
    ours: tuple[str, ...] = ()
    with suppress(FactcheckError):  # one that is damaged has its own line
        left = journals.read(repository.own_folder)
        ours = left.refs if left else ()
    dead = {SCRATCH + left.path.name for left in sweeping.scratch_refs(repository)}
    for ref in listing.decode(errors="replace").splitlines():
        if ref not in ours:
            yield note(
                "scratch-ref",
                f"{ref} is left of an interrupted command, here or in another worktree",
                "factcheck doctor --mend"
                if ref in dead
                else f"git update-ref -d {quote(ref)}",
                "leftovers" if ref in dead else None,
            )


def drafts(state: Path) -> Iterator[Diagnosis]:
    """Whether text is kept that could not be saved."""
    for kept in sorted((state / "drafts").glob("*.md")):
        check = id_of(kept.stem)
        message = f"what you wrote last time is kept: {kept}"
        yield note("draft-kept", message, f"factcheck draft {quote(check)}")
    for kept in sorted((state / "kept").glob("*")):
        message = f"what you wrote and no commit took in is kept: {kept}"
        remedy = f"take it from there, then rm {quote(str(kept))}"
        yield note("text-kept", message, remedy)


def locks(repository: Repository) -> Iterator[Diagnosis]:
    """Whether somebody is writing, or left a lock behind."""
    ours = repository.own_folder / "lock"
    if ours.is_file():
        try:
            with held(ours, wait_s=0):
                pass
        except BusyError as error:
            yield note("locked", str(error), "wait for it, or end that process")
    there = {left.path: left for left in sweeping.locks(repository)}
    for folder in dict.fromkeys((repository.git_dir, repository.common_dir)):
        place = folder / "config.lock"  # no commit of ours waits for it
        if place.is_file():
            age = time.time() - place.stat().st_mtime
            there[place] = sweeping.Left(place, "a lock of git", age)
    for place, left in there.items():
        if place.name != "config.lock" and sweeping.is_dead(repository, left):
            yield problem(
                "stale-lock",
                f"{left}; nobody holds it any more",
                "factcheck doctor --mend",
                "leftovers",
            )
        elif left.age > STALE_S:
            remedy = f"rm {quote(str(place))}, if no git runs"
            yield problem("stale-lock", str(left), remedy)
        else:
            yield note("git-busy", f"git is at work just now: {place}")


def abandoned(repository: Repository) -> Iterator[Diagnosis]:
    """Whether a git of ours that died left packs that git never packs anew."""
    for left in sweeping.packs(repository):
        yield note("abandoned-pack", str(left), "factcheck doctor --mend", "leftovers")


def _captures(root: Path) -> list[Path]:
    return [one for one in root.glob("captures/sha256/??/*") if one.is_file()]


def _hashes_in(value: Any) -> Iterable[str]:
    """Give the hash of every capture in a record's data."""
    if isinstance(value, dict):
        if "sha256" in value and "media_type" in value:
            return [value["sha256"]]
        return [one for inner in value.values() for one in _hashes_in(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in _hashes_in(inner)]
    return []


def _in_words(size: int) -> str:
    """Say a number of bytes in three digits: ``1.2 MB``."""
    amount, unit = float(size), "bytes"
    for larger in ("KB", "MB", "GB"):
        if amount < 1000:  # noqa: PLR2004 - of the next unit
            break
        amount, unit = amount / 1024, larger
    return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"

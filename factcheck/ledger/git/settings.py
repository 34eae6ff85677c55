"""What a ledger's repository sets of git: what makes it quick, and who joins records.

All of it stands in the repository's own configuration and its git directory, and only
where nobody has said otherwise. None of it is needed: a ledger without it is whole.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.ledger.git.files import DIFF_DRIVER, DIFF_PATTERN
from factcheck.ledger.git.process import start
from factcheck.ledger.layout import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factcheck.ledger.git.repository import Repository

MERGE_DRIVER = "merge.factcheck.driver"
MANY_FILES = 200_000
"""Entries of an index from which on a split one is worth its second file.

The figures are in docs/performance.md.
"""

_ENTRY_BYTES = 100
"""What an entry of the index takes at least, in its fourth version."""

_GRAPHS = ("commit-graph", "commit-graphs")
_WAIT_S = 0.02


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that git is told.

    Attributes:
        keys: of the configuration, with their values; none for the commit graph.
        name: what it is called in a message.
        why: what it brings.
    """

    keys: tuple[tuple[str, str], ...]
    name: str
    why: str


INDEX = Setting(
    (("index.version", "4"),), "index.version=4", "a smaller index, read sooner"
)
UNTRACKED = Setting(
    (("core.untrackedCache", "true"),),
    "core.untrackedCache=true",
    "git status reads only folders that changed",
)
SPLIT = Setting(
    (("core.splitIndex", "true"),),
    "core.splitIndex=true",
    "a commit writes a small part of the index",
)
GRAPH = Setting(
    (
        ("fetch.writeCommitGraph", "true"),
        ("maintenance.commit-graph.enabled", "true"),
    ),
    "commit graph with changed paths",
    "the history of a record is found without reading all of it",
)
RENAMES = Setting(
    # No record is ever renamed, but a draft that became a verdict looks like it: git
    # would carry the other side's changes of the draft into the frozen verdict. Until
    # 2.50 its strategy "ort" looks for renames all the same, "recursive" does not.
    (("merge.renames", "false"), ("pull.twohead", "recursive")),
    "merge.renames=false",
    "git merge takes no verdict for a renamed draft",
)
DIFF = Setting(
    ((DIFF_DRIVER, DIFF_PATTERN),), "diff.factcheck", "git diff names each field"
)


def configuration(repository: Repository) -> dict[str, str]:
    """Give git's configuration as it holds there, by lower-case key; ours left out.

    The last word counts. A key that has no value is true.

    Raises:
        MachineError: a file of it cannot be read.
    """
    listing = repository.git("config", "--list", "-z", "--show-scope")
    parts = listing.decode("utf-8", "replace").split("\0")
    found: dict[str, str] = {}
    for scope, entry in zip(parts[::2], parts[1::2], strict=False):
        key, given, value = entry.partition("\n")
        if scope != "command":  # what we tell each process of ours
            found[key] = value if given else "true"
    return found


def merge_setting() -> Setting:
    """Give the merge driver as this machine starts it."""
    if shutil.which("factcheck"):
        program = "factcheck"
    else:
        program = f"{shlex.quote(Path(sys.executable).as_posix())} -m factcheck"
    return Setting(
        (
            ("merge.factcheck.name", "factcheck: records by field"),
            (MERGE_DRIVER, f"{program} merge-driver %O %A %B %P"),
        ),
        "merge.factcheck",
        "git merge joins records by field",
    )


def lacking_settings(
    repository: Repository, configuration: Mapping[str, str]
) -> list[Setting]:
    """Give what would help here and is not set.

    Args:
        repository: of a ledger.
        configuration: of git, by lower-case key, from all places.
    """
    wanted = [INDEX, GRAPH, merge_setting()]
    if (repository.top / SETTINGS).is_file():  # beside other files renames may help
        wanted.append(RENAMES)
    if DIFF_DRIVER.lower() not in configuration:
        wanted.append(DIFF)
    if _tells_changes(repository.git_dir):
        wanted.insert(1, UNTRACKED)
    if is_large(repository) and not _is_sparse(configuration):
        wanted.insert(2, SPLIT)
    return [one for one in wanted if _lacks(one, repository, configuration)]


def _lacks(
    setting: Setting, repository: Repository, configuration: Mapping[str, str]
) -> bool:
    if all(key.lower() not in configuration for key, _ in setting.keys):
        return True
    if setting is INDEX:
        said = configuration.get("index.version") == "4"
        return said and index_version(repository) not in {None, 4}
    return setting is GRAPH and lacks_graph(repository, configuration)


def lacks_graph(repository: Repository, configuration: Mapping[str, str]) -> bool:
    """Tell whether commits are there and no commit graph with changed paths."""
    if configuration.get("core.commitgraph", "true").lower() in {"false", "no", "0"}:
        return False
    if repository.is_shallow() or repository.head() is None:
        return False  # git writes none in a shallow clone
    return not has_changed_paths(repository.common_dir)


def has_changed_paths(common_dir: Path) -> bool:
    """Tell whether git keeps there which paths each commit changed.

    The chunks of a commit graph stand in its head. Source: git's documentation,
    ``gitformat-commit-graph``.
    """
    folder = common_dir / "objects" / "info"
    files = [folder / "commit-graph", *sorted(folder.glob("commit-graphs/*.graph"))]
    for file in files:
        try:
            with file.open("rb") as opened:
                head = opened.read(8)
                table = opened.read(12 * (head[6] + 1)) if head[7:] else b""
        except OSError:
            continue
        names = {table[at : at + 4] for at in range(0, len(table), 12)}
        if head.startswith(b"CGPH") and b"BIDX" in names:
            return True
    return False


def index_version(repository: Repository) -> int | None:
    """Give the version of the index, None where there is none that can be read."""
    try:
        with (repository.git_dir / "index").open("rb") as file:
            head = file.read(12)
    except OSError:
        return None
    is_index = head.startswith(b"DIRC") and head[11:]
    return int.from_bytes(head[4:8], "big") if is_index else None


def is_large(repository: Repository) -> bool:
    """Tell whether the index is so large that it is worth splitting.

    Its entries are counted in its head; those of a split one in its size.
    """
    index = repository.git_dir / "index"
    try:
        with index.open("rb") as file:
            count = int.from_bytes(file.read(12)[8:12], "big")
    except OSError:
        return False
    if count > MANY_FILES:
        return True
    shared = repository.git_dir.glob("sharedindex.*")
    return any(one.stat().st_size > MANY_FILES * _ENTRY_BYTES for one in shared)


def _is_sparse(configuration: Mapping[str, str]) -> bool:
    """A sparse index cannot be split, and need not be."""
    return configuration.get("core.sparsecheckout", "").lower() == "true"


def _tells_changes(folder: Path) -> bool:
    """Tell whether a folder's time changes at once when a file comes into it.

    On that the untracked cache of git rests (``git update-index
    --test-untracked-cache`` tries the same for some seconds).
    """
    try:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            before = os.stat(place).st_mtime_ns  # noqa: PTH116 - of a string
            time.sleep(_WAIT_S)
            (Path(place) / "file").touch()
            return os.stat(place).st_mtime_ns != before  # noqa: PTH116
    except OSError:
        return False


def apply(repository: Repository, settings: Sequence[Setting]) -> list[Setting]:
    """Set what is lacking; give what was set.

    What somebody set otherwise meanwhile stays. One that git refuses is left out.
    """
    return [one for one in settings if _apply(repository, one)]


def _apply(repository: Repository, setting: Setting) -> bool:
    for key, value in setting.keys:
        there = start(repository.top, ("config", "--get", key))
        if there.returncode and _said_no(repository, "config", "--local", key, value):
            return False
    if setting is INDEX and index_version(repository) not in {None, 4}:
        return not _said_no(repository, "update-index", "--index-version", "4")
    if setting is SPLIT:
        return not _said_no(repository, "update-index", "--split-index")
    if setting is GRAPH and repository.head() is not None:
        return not _said_no(
            repository, "commit-graph", "write", "--reachable", "--changed-paths"
        )
    return True


def _said_no(repository: Repository, *arguments: str) -> bool:
    return start(repository.top, arguments).returncode != 0


def in_words(settings: Sequence[Setting]) -> list[str]:
    """Say what was set, a line each."""
    return [f"{one.name} ({one.why})" for one in settings]

"""What git is told in a ledger's repository: where it lacks, and nowhere else."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from factcheck.ledger.git import settings as git_settings
from factcheck.ledger.git.repository import Repository
from factcheck.ledger.git.settings import (
    INDEX,
    SPLIT,
    apply,
    configuration,
    has_changed_paths,
    index_version,
    lacking_settings,
    merge_setting,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.conftest import Newsroom


def _repository(newsroom: Newsroom) -> Repository:
    found = Repository.around(newsroom.root)
    assert found is not None
    return found


def _lacking(newsroom: Newsroom) -> list[str]:
    repository = _repository(newsroom)
    found = lacking_settings(repository, configuration(repository))
    return [one.name for one in found]


def test_what_lacks_is_set_once(busy_newsroom: Newsroom) -> None:
    """The index is written anew, the history is gone through, and git agrees."""
    room = busy_newsroom
    repository = _repository(room)
    before = _lacking(room)
    done = apply(repository, lacking_settings(repository, configuration(repository)))
    room.open("Starlight is old")

    assert before == [
        "index.version=4",
        "core.untrackedCache=true",
        "commit graph with changed paths",
        "merge.factcheck",
        "merge.renames=false",
        "diff.factcheck",
    ]
    assert [one.name for one in done] == before
    assert _lacking(room) == []
    assert index_version(repository) == 4
    assert has_changed_paths(repository.common_dir)
    assert room.git("commit-graph", "verify") == ""
    assert room.git("status", "--porcelain") == ""
    assert "core.untrackedcache=true" in room.git("config", "--list", "--local")


def test_what_somebody_set_otherwise_stays(busy_newsroom: Newsroom) -> None:
    """Also in the configuration of the machine."""
    room = busy_newsroom
    said = {
        "index.version": "2",
        "core.untrackedCache": "keep",
        "core.commitGraph": "false",
        "fetch.writeCommitGraph": "false",
        "merge.factcheck.driver": "true",
        "merge.renames": "true",
        "diff.factcheck.xfuncname": "x",
    }
    for key, value in said.items():
        room.git("config", key, value)
    repository = _repository(room)
    apply(repository, lacking_settings(repository, configuration(repository)))
    apply(repository, [INDEX])

    assert _lacking(room) == []
    for key, value in said.items():
        assert room.git("config", "--get-all", key) == f"{value}\n"
    assert not has_changed_paths(repository.common_dir)


def test_a_large_index_is_split_and_a_sparse_one_is_not(
    busy_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And our commits go on in a split one."""
    room = busy_newsroom
    monkeypatch.setattr(git_settings, "MANY_FILES", 5)
    repository = _repository(room)
    assert SPLIT.name in _lacking(room)
    apply(repository, [SPLIT])
    room.open("Starlight is old")

    assert list(repository.git_dir.glob("sharedindex.*"))
    assert SPLIT.name not in _lacking(room)
    assert room.git("status", "--porcelain") == ""
    assert room.git("fsck", "--strict") == ""
    room.git("config", "--unset", "core.splitIndex")
    room.git("sparse-checkout", "set", "checks")
    assert SPLIT.name not in _lacking(room)


def test_the_merge_driver_is_the_program_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By its name where it can be found, else by the Python that runs now."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("factcheck") is None
    found = dict(merge_setting().keys)["merge.factcheck.driver"]
    (tmp_path / "factcheck").touch(mode=0o755)

    assert found.endswith(" -m factcheck merge-driver %O %A %B %P")
    assert sys.executable in found
    assert dict(merge_setting().keys)["merge.factcheck.driver"] == (
        "factcheck merge-driver %O %A %B %P"
    )


def test_an_empty_repository_and_a_shallow_clone_want_no_graph(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """There is nothing to write it of, or git does not."""
    room = busy_newsroom
    place = tmp_path / "shallow"
    room.git("clone", "-q", "--depth", "1", f"file://{room.root}", str(place))
    shallow = Repository.around(place)
    assert shallow is not None
    apply(shallow, lacking_settings(shallow, configuration(shallow)))

    assert lacking_settings(shallow, configuration(shallow)) == []

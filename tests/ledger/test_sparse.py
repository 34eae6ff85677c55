"""Which files a checkout holds: as git itself decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.ledger.git.repository import Repository
from factcheck.ledger.git.sparse import Sparse, sparse_checkout
from tests.conftest import git

if TYPE_CHECKING:
    from pathlib import Path

PATHS = (
    "top",
    "a/file",
    "a/b/file",
    "a/b/c/file",
    "a/bc/file",
    "d/e/file",
    "x[1]/y*z/file",
    "x[1]/file",
    "ä ö/file",
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Give a repository with files in folders of odd names."""
    root = tmp_path_factory.mktemp("sparse")
    for path in PATHS:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path)
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "files")
    found = Repository.around(root)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        ["a/b"],
        ["a", "d/e"],
        ["--skip-checks", "x[1]/y*z", "ä ö"],
        ["--no-cone", "/*", "!/a/"],
        ["--no-cone", "file", "!a/b/"],
        ["--no-cone", "/a/**/file", "x?1?/*", "!/a/b*/*"],
        ["--no-cone", "/*", "!/[a-d]/b"],
        ["--no-cone", "**/c", "\\x\\[1\\]/"],
    ],
    ids=" ".join,
)
def test_what_git_leaves_out_is_left_out(
    repository: Repository, arguments: list[str]
) -> None:
    """By folders and by patterns, with names that are patterns themselves."""
    git(repository.top, "sparse-checkout", "set", *arguments)
    found = sparse_checkout(repository)
    there = {path for path in PATHS if (repository.top / path).exists()}
    git(repository.top, "sparse-checkout", "disable")

    assert found.is_on
    assert found.is_cone == (arguments[0] != "--no-cone")
    assert {path for path in PATHS if found.holds(path)} == there
    assert not sparse_checkout(repository).is_on


def test_without_a_sparse_checkout_all_is_held(repository: Repository) -> None:
    """Also where the configuration says one thing and the file lacks."""
    assert not sparse_checkout(repository).is_on
    git(repository.top, "config", "core.sparseCheckout", "true")
    assert not sparse_checkout(repository).leaves_out("a/file")
    git(repository.top, "config", "--unset", "core.sparseCheckout")


FOLDERS = st.lists(
    st.lists(st.sampled_from(["a", "b", "c[", "d*"]), min_size=1, max_size=3).map(
        "/".join
    ),
    min_size=1,
    max_size=5,
)


@given(FOLDERS, FOLDERS)
def test_folders_are_held_with_all_below(wanted: list[str], asked: list[str]) -> None:
    """And of the folders above them the files alone."""
    sparse = Sparse.of(wanted)
    for folder in asked:
        is_below = any(f"{folder}/".startswith(f"{one}/") for one in wanted)
        is_above = any(one.startswith(f"{folder}/") for one in wanted)

        assert sparse.holds(f"{folder}/file") == (is_below or is_above)


def test_a_linked_worktree_has_its_own(repository: Repository, tmp_path: Path) -> None:
    """What one working tree leaves out, the other has."""
    place = tmp_path / "linked"
    git(repository.top, "worktree", "add", "-q", "--detach", str(place))
    git(place, "sparse-checkout", "set", "a")
    linked = Repository.around(place)

    assert linked is not None
    assert sparse_checkout(linked).leaves_out("d/e/file")
    assert not sparse_checkout(repository).is_on
    git(repository.top, "worktree", "remove", "--force", str(place))

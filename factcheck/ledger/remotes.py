"""The remotes of a repository, through GitPython."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factcheck.ledger.git import Repository


def remote_names(repository: Repository) -> tuple[str, ...]:
    """Give the names of the remotes, in the order of the configuration."""
    from git import Repo  # noqa: PLC0415 - costs more than most commands

    with Repo(repository.top) as repo:
        return tuple(remote.name for remote in repo.remotes)

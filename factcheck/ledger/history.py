"""Versions of a record, from the history that git still has.

GitPython lives here alone and is imported on first use: it costs more than most
commands. Nothing that a user typed reaches it; paths come from the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from factcheck.model.dates import to_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.ledger.git import Repository


@dataclass(frozen=True, slots=True)
class Version:
    """A file as one commit left it.

    Attributes:
        commit: the full id.
        when: time of authorship, UTC text.
        author: the name; the address stays in git.
        subject: the first line of the message.
        content: the bytes, None where the commit deleted the file.
    """

    commit: str
    when: str
    author: str
    subject: str
    content: bytes | None


def versions(repository: Repository, path: str) -> Iterator[Version]:
    """Give the versions of a file, newest first, as far as the history goes.

    Args:
        repository: where to look, from its HEAD.
        path: of the repository, forward slashes.
    """
    from git import Repo  # noqa: PLC0415 - costs more than most commands

    with Repo(repository.top) as repo:
        # Inherited variables could point GitPython's own processes elsewhere.
        repo.git.update_environment(
            GIT_DIR=str(repository.git_dir),
            GIT_COMMON_DIR=str(repository.common_dir),
            GIT_OBJECT_DIRECTORY=str(repository.common_dir / "objects"),
            GIT_NO_REPLACE_OBJECTS="1",
            GIT_OPTIONAL_LOCKS="0",
        )
        for commit in repo.iter_commits("HEAD", paths=[path]):
            try:
                content = (commit.tree / path).data_stream.read()
            except KeyError:
                content = None
            yield Version(
                commit=commit.hexsha,
                when=to_timestamp(commit.authored_datetime.astimezone(UTC)),
                author=str(commit.author.name or ""),
                subject=str(commit.summary),
                content=content,
            )

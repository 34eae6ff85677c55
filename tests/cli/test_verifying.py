"""The door of verify: what it takes, says, and ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Shell


def test_since_is_base_and_speed_is_data(shell: Shell) -> None:
    """Both names compare with a commit; JSON tells records, bytes and their rate."""
    since = shell.run("verify", "--since", "HEAD~1", "--quick", "--json")
    wrong = shell.run("verify", "--since", "mian")

    assert since.code == 0
    assert since.data["ok"] is True
    assert since.data["records"] == sum(since.data["checked"].values())
    assert since.data["bytes"] > 1000
    assert since.data["records_per_second"] > 0
    assert wrong.code == 5


def test_a_moved_tag_fails_until_it_is_forgotten(shell: Shell) -> None:
    """The way out stands in the message, and works."""
    shell.newsroom.git("tag", "v1", "HEAD~1")
    first = shell.run("verify")
    shell.newsroom.git("tag", "-f", "v1", "HEAD")
    moved = shell.run("verify")
    forgotten = shell.run("verify", "--forget")

    assert (first.code, moved.code, forgotten.code) == (0, 1, 0)
    assert "refs/tags/v1 was moved" in moved.out
    assert "factcheck verify --forget" in moved.out
    assert forgotten.out.startswith("holds: ")

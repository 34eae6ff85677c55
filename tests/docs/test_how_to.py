"""The how-to pages: short, true of the program, and typed where they can be."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.docs.command_lines import command_lines, mistake_in
from tests.docs.walk import HOW_TO, after_the_tutorial, commands

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs.walk import Walk

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

PAGES = sorted(HOW_TO.glob("*.md"))
WITH_COMMANDS = [page for page in PAGES if "```console" in page.read_text("utf-8")]
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
LONGER = {"import", "editors", "completion"}
"""Pages that are the only description of what they are about."""


@pytest.fixture(scope="session")
def worked_through(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of somebody who has done the tutorial: to be copied."""
    folder = tmp_path_factory.mktemp("tutorial")
    after_the_tutorial(folder)
    return folder


@pytest.fixture
def reader(worked_through: Path, tmp_path: Path) -> Walk:
    """Give a reader in the ledger of the tutorial, the day after its end."""
    from tests.docs.walk import Walk

    folder = shutil.copytree(worked_through, tmp_path / "anna")
    now = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
    return Walk(folder, folder / "tutorial/ledger", now)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_one_task_on_two_screens(page: Path) -> None:
    """It begins with the task; at most 60 lines are to be read, besides screens."""
    text = page.read_text(encoding="utf-8")
    shown = [
        row for one in _BLOCK.findall(text) for _, all_ in commands(one) for row in all_
    ]
    lines = [line for line in text.splitlines() if line not in shown]

    assert re.match(r"# [A-Z][^.]*$", lines[0])
    assert sum(line.startswith("# ") for line in lines) == 1
    assert len(lines) <= 60 or page.stem in LONGER
    assert max(map(len, lines)) <= 105 or page.stem in LONGER


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_names_commands_that_exist(page: Path) -> None:
    """With their options."""
    lines = command_lines(page.read_text(encoding="utf-8"))

    assert lines
    assert [found for line in lines if (found := mistake_in(line))] == []


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.stem)
def test_a_page_is_as_it_shows(page: Path, reader: Walk) -> None:
    """Its commands go well after the tutorial; a screen that it shows is the one.

    A command fails only where the page shows its error.
    """
    for one in reader.through(page.read_text(encoding="utf-8")):
        fails = any(row.startswith("error: ") for row in one.screen)

        assert bool(one.code) == fails, (one.line, one.seen)
        assert not one.screen or one.as_shown, one.line


def test_most_pages_are_typed() -> None:
    """A page without a command that is run is the exception."""
    blocks = re.findall(
        r"```console\n(.*?)```",
        "".join(page.read_text("utf-8") for page in WITH_COMMANDS),
        re.DOTALL,
    )

    assert len(WITH_COMMANDS) >= 12
    assert sum(len(list(commands(block))) for block in blocks) >= 40

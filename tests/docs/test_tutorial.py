"""The tutorial is typed at a terminal, and the screen is as it shows."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from factcheck.cli.table import COMMANDS, GROUPS
from tests.docs.walk import TUTORIAL, Walk, commands

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

TEXT = TUTORIAL.read_text(encoding="utf-8")
PAGES = TUTORIAL.with_suffix("")


def test_the_tutorial_is_as_it_shows(tmp_path: Path) -> None:
    """Every command goes well and shows what stands below it.

    If the program now shows something else that is right: ``python -m
    tests.docs.walk`` writes the tutorial anew.
    """
    here = shutil.copytree(PAGES, tmp_path / "tutorial")
    done = list(Walk(tmp_path, here).through(TEXT))

    assert len(done) > 30
    for one in done:
        assert one.without_commits(one.seen) == one.without_commits(one.screen)
        assert one.code == 0, one.line


def test_nobody_quotes_prose_in_a_shell() -> None:
    """What is typed behind a command is short; a longer text goes into a prompt."""
    blocks = re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL)
    lines = [line for block in blocks for line, _ in commands(block)]

    assert lines
    assert max(map(len, lines)) <= 88


def test_it_shows_the_whole_day() -> None:
    """The commands of a check's life, from the tip to the recheck."""
    used = set(re.findall(r"^\$ factcheck ([a-z-]+)", TEXT, re.MULTILINE))

    assert used <= {*COMMANDS, *GROUPS}
    assert used >= {
        "init", "tip", "match", "assign", "evidence", "undo", "show", "ask", "answer",
        "queue", "draft", "verdict", "request-changes", "approve", "report", "edit",
        "recheck", "log", "verify",
    }  # fmt: skip


@pytest.mark.parametrize("page", sorted(PAGES.iterdir()), ids=lambda page: page.name)
def test_no_source_is_taken_for_a_real_one(page: Path) -> None:
    """Every page says that it is made up, and its address cannot exist."""
    text = page.read_text(encoding="utf-8")
    hosts = re.findall(r"https?://([\w.-]+)", text)

    assert "made up for the tutorial" in text.casefold()
    assert "(made up)" in text or page.suffix == ".md"
    assert all(host.endswith(".example.org") for host in hosts)

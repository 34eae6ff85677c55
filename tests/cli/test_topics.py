"""Help topics: the how-to pages, wherever installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factcheck.cli.topics import topics
from factcheck.shipped import folder
from tests.cli.terminals import ended, factcheck
from tests.terminal.payloads import OUR_STYLES

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")


def test_every_page_is_a_topic_with_a_title() -> None:
    """One heading of the first rank each, and no name that a command has."""
    found = topics()

    assert [one.name for one in found] == sorted(
        path.stem for path in folder("how-to").glob("*.md")
    )
    assert all(one.title and one.title != one.name for one in found)


def test_without_a_topic_they_are_listed(reading_shell: Shell) -> None:
    """Name and heading, a line each; as JSON for programs."""
    lines = reading_shell.run("help").out.splitlines()
    listed = reading_shell.run("help", "--json").data

    assert "completion\tComplete commands with the TAB key" in lines
    assert listed["schema"] == "factcheck.topics/1"
    assert [one["name"] for one in listed["topics"]] == [one.name for one in topics()]


def test_into_a_pipe_a_page_is_as_it_is(reading_shell: Shell) -> None:
    """Markdown, byte for byte."""
    page = folder("how-to") / "completion.md"
    text = page.read_text(encoding="utf-8")

    assert reading_shell.run("help", "completion").out == text
    assert reading_shell.run("help", "completion", "--json").data["text"] == text


def test_on_a_terminal_a_page_is_drawn(reading_shell: Shell) -> None:
    """Headings stand out, commands are whole, and no mark of Markdown is left."""
    _, shown = ended(factcheck(reading_shell, "help", "completion", "--no-pager"))
    plain = OUR_STYLES.sub("", shown)

    assert "\x1b[1" in shown
    assert "Complete commands with the TAB key" in plain
    assert "factcheck completion fish > ~/.config/fish/completions/" in plain
    assert "```" not in plain
    assert "\x1b" not in plain


@pytest.mark.parametrize("words", [("show",), ("evidence", "add"), ("evidence add",)])
def test_a_command_is_a_topic_too(reading_shell: Shell, words: tuple[str, ...]) -> None:
    """Its help, as --help prints it."""
    asked = " ".join(words).split()

    assert (
        reading_shell.run("help", *words).out == reading_shell.run(*asked, "--help").out
    )


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("complition",), "did you mean 'completion'?"),
        (("evidence", "ad"), "did you mean 'evidence add'?"),
        (("qqqq",), "'factcheck help' lists them"),
        (("\x1b[31m",), "there is no topic '<U+001B>[31m'"),
    ],
)
def test_an_unknown_topic_names_the_nearest(
    reading_shell: Shell, words: tuple[str, ...], hint: str
) -> None:
    """5, in one line."""
    done = reading_shell.run("help", *words)

    assert done.code == 5
    assert len(done.errors) == 1
    assert hint in done.err

"""Help: two examples a command, one wording, quick to come."""

from __future__ import annotations

import importlib
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from factcheck import __version__
from factcheck.cli.group import Command, load
from factcheck.cli.table import COMMANDS, GROUPS, SECTIONS

if TYPE_CHECKING:
    from factcheck.cli.table import Entry
    from tests.cli.conftest import Shell

ALL: dict[str, Entry] = {
    **{name: entry for name, entry in COMMANDS.items() if entry.module},
    **{
        f"{group} {name}": entry
        for group, table in GROUPS.items()
        for name, entry in table.items()
    },
}
HEAVY = {"git", "pydantic", "pydantic_core", "yaml", "rich", "rapidfuzz", "jinja2"}
WATCHED = """
import sys
from factcheck.cli import run
code = run(sys.argv[1:])
sys.stdout.flush()
print(*sorted(sys.modules), sep="\\n", file=sys.stderr)
sys.exit(code)
"""
each_command = pytest.mark.parametrize("name", ALL)


def _loaded(name: str) -> Command:
    return load(name.rpartition(" ")[2], ALL[name])


def _imported(shell: Shell, *arguments: str) -> set[str]:
    """Run a command and give the modules that it imported."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments],
        cwd=shell.here,
        env=shell.environment,
        capture_output=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.stdout
    return set(done.stderr.decode().split())


@each_command
def test_each_command_has_examples_that_are_commands(name: str) -> None:
    """At least two; every option in them is one of the command's own."""
    command = _loaded(name)
    known = {flag for option in command.params for flag in option.opts}
    text = " ".join(command.examples).replace("\\ ", "")
    typed = set(re.findall(r"(?<= )--?[a-z-]+", re.sub(r'"[^"]*"', '""', text)))
    own = [row for row in command.examples if f"factcheck {name}" in row]

    assert len(own) >= 2
    assert {flag for flag in typed if flag not in known} <= {"-s", "--ids", "--flag"}
    assert all(shlex.split(row.rstrip("\\")) for row in own)


def test_the_table_and_the_help_say_the_same() -> None:
    """The line in the overview is the first line of the command's help."""
    overview = {name: entry.summary for name, entry in ALL.items()}

    assert overview == {name: str(_loaded(name).help).splitlines()[0] for name in ALL}


@each_command
def test_what_reads_has_json_and_what_writes_can_be_tried(name: str) -> None:
    """Each command has one of both at least; help, ledger and quiet always."""
    known = {flag for option in _loaded(name).params for flag in option.opts}
    writes = {"open", "link", "unlink", "draft", "verdict", "approve", "save", "init"}
    writes |= {"request-changes", "evidence add", "evidence amend"}
    writes |= {"evidence withdraw", "party add", "party amend"}
    writes |= {"tip add", "tip settle", "complaint add", "complaint settle"}
    writes |= {"edit", "assign", "close", "reopen", "ask", "answer", "recheck"}
    writes |= {"undo", "import", "appearance add", "list"}  # which saves views
    writes |= {"sync", "focus", "decide"}

    assert {"--ledger", "--quiet", "--no-input", "--debug"} <= known
    assert (name in writes) == ("--dry-run" in known)
    assert "--json" in known or name in {"report", "demo", "completion"}


def test_each_function_of_the_table_is_there() -> None:
    """The table names modules that are imported only when asked for."""
    for entry in ALL.values():
        module = importlib.import_module(f"factcheck.cli.{entry.module}")

        assert callable(getattr(module, entry.function))


def test_help_shows_every_command_by_section(reading_shell: Shell) -> None:
    """One screen tells what there is; hidden options stay hidden."""
    shown = reading_shell.run("--help").out

    for title, table in SECTIONS.items():
        assert f"{title}:" in shown
        for name, entry in table.items():
            assert re.search(
                rf"^  {name} +{re.escape(entry.summary)}$", shown, re.MULTILINE
            )
    assert "--seed" not in shown
    assert "--now" not in shown


def test_help_of_a_command_shows_its_examples(reading_shell: Shell) -> None:
    """As they are typed, one a line."""
    shown = reading_shell.run("show", "--help").out

    assert "\n  factcheck show afrin-under-20-miles\n" in shown
    assert "--seed" not in shown


def test_the_version_is_the_packages(reading_shell: Shell) -> None:
    """One number, on standard output."""
    assert reading_shell.run("--version").out == f"factcheck {__version__}\n"


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("list", "--help")])
def test_help_imports_nothing_heavy(
    reading_shell: Shell, arguments: tuple[str, ...]
) -> None:
    """And no module of a command but the one asked for."""
    imported = _imported(reading_shell, *arguments)
    modules = {f"factcheck.cli.{entry.module}" for entry in ALL.values()}

    assert imported.isdisjoint(HEAVY)
    assert imported & modules == (
        {"factcheck.cli.listing"} if arguments[0] == "list" else set()
    )


@pytest.mark.parametrize(
    "arguments", [("list",), ("list", "--json"), ("show", "moonlight")]
)
def test_a_warm_command_imports_nothing_heavy(
    reading_shell: Shell, arguments: tuple[str, ...]
) -> None:
    """Reading from the cache needs neither validation, YAML, git nor drawing."""
    reading_shell.run("list")
    imported = _imported(reading_shell, *arguments)

    assert imported.isdisjoint(HEAVY - {"jinja2"})
    assert "factcheck.cli.verdicts" not in imported

"""Commands without typer: the same answers, read from the same words."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.cli.candidates import OF_CHECKS, TAKES
from factcheck.cli.fields import FieldOption
from factcheck.cli.filters import FILTERS
from factcheck.cli.group import load, root, shared_options
from factcheck.cli.quick import QUICK, SHARED, parsed, quickly
from factcheck.cli.table import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cli.conftest import Shell

LEFT_TO_TYPER = {"--views", "--save-view", "--delete-view", "--dry-run", "-n"}
UNWANTED = {"typer", "dataclasses", "inspect", "subprocess", "shutil", "pydantic"}
WATCHED = """
import sys
from factcheck.cli import run
code = run(sys.argv[1:])
sys.stdout.flush()
print(*sorted(sys.modules), sep="\\n", file=sys.stderr)
sys.exit(code)
"""


def _taken(options: list[Any]) -> dict[str, tuple[str, str]]:
    """Say of typer's options what ours say of themselves."""
    found = {}
    for option in options:
        if option.param_type_name != "option":
            continue
        takes = "flag" if option.is_flag else "many" if option.multiple else "value"
        takes = "number" if option.type.name.startswith("int") else takes
        for flag in option.opts:
            found[flag] = (option.name.removeprefix("shared_"), takes)
        for flag in option.secondary_opts:
            found[flag] = (option.name, "not")
    return found


@pytest.mark.parametrize("name", QUICK)
def test_the_options_are_those_of_typer(name: str) -> None:
    """By flag: the parameter, and what it takes; all but what saves views."""
    shared = _taken(list(shared_options()))
    own = _taken(load(name, COMMANDS[name]).params)
    wanted = {
        flag: taken
        for flag, taken in own.items()
        if flag not in shared and flag not in LEFT_TO_TYPER
    }

    assert QUICK[name] == wanted
    assert shared == SHARED


def _as_typer_reads(name: str, arguments: list[str]) -> Mapping[str, Any]:
    command = load(name, COMMANDS[name])
    session = type("Session", (), {})()
    context = command.make_context(name, list(arguments), obj=session)
    known = {key: value for key, value in context.params.items() if value is not None}
    return {**known, **vars(session)}


WORD = st.sampled_from(["moon", "-", "a b", "é", "x=y", "2020-10", "", "7"])
FLAGS = st.sampled_from(sorted({*SHARED, *QUICK["list"], *QUICK["search"]}))
TYPED = st.lists(
    st.one_of(WORD, FLAGS, st.builds("{}={}".format, FLAGS, WORD)), max_size=6
)


@given(name=st.sampled_from(sorted(QUICK)), typed=TYPED)
def test_what_is_read_is_what_typer_reads(name: str, typed: list[str]) -> None:
    """Whatever is not left to typer has the same words and values there."""
    ours = parsed([name, *typed])
    if ours is None:
        return
    theirs = _as_typer_reads(name, typed)
    words = theirs.get({"show": "check", "list": "text", "search": "words"}[name], [])
    shared = {key: value for key, value in ours.shared.items() if value}

    assert list(words) == ours.words
    for key, value in {**ours.given, **shared}.items():
        assert theirs[key] == (tuple(value) if isinstance(value, list) else value)
    given_there = {key for key, value in theirs.items() if value not in ([], (), False)}
    assert given_there - {"text", "check", "words", "branches"} == {
        key for key, value in {**ours.given, **shared}.items() if value is not False
    } - {"branches"}


def test_options_before_the_command_are_read_too() -> None:
    """As those that all commands have may stand on both sides."""
    typed = parsed(["--ledger", "here", "-q", "list", "--limit", "3", "moon"])

    assert typed is not None
    assert (typed.command, typed.words, typed.given) == ("list", ["moon"], {"limit": 3})
    assert typed.shared == {"ledger_folder": "here", "quiet": True}


@pytest.mark.parametrize(
    "arguments",
    [
        ["open", "x"],
        ["show"],
        ["show", "--help"],
        ["list", "--stag", "open"],
        ["list", "--limit", "0"],
        ["list", "--limit", "x"],
        ["list", "--ids=yes"],
        ["list", "--", "-x"],
        ["list", "--stage"],
        ["list", "--views"],
        ["search"],
        ["-qy", "list"],
    ],
)
def test_what_is_not_plain_is_left_to_typer(arguments: list[str]) -> None:
    """Each mistake among it."""
    assert quickly(arguments) is None


def test_the_overview_is_what_typer_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the letter; on a narrow screen typer breaks the lines itself."""
    monkeypatch.setenv("COLUMNS", "80")
    assert root(["--help"]) == 0
    expected = capsys.readouterr().out
    quick = quickly(["--help"])

    assert quick is not None
    assert quick() == 0
    assert capsys.readouterr().out == expected
    monkeypatch.setenv("COLUMNS", "60")
    assert quickly(["--help"]) is None


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["list", "--limit", "1"], ["list", "--stage", "open"]],
)
def test_reading_loads_little(shell: Shell, arguments: list[str]) -> None:
    """Neither typer nor what it would bring along."""
    shell.run("list")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments],
        cwd=shell.root,
        env=shell.environment,
        capture_output=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )

    assert done.stdout
    assert not UNWANTED & set(done.stderr.decode().split())


def test_commands_completed_at_once_name_a_check_first() -> None:
    """As typer's parameters say."""
    firsts = {}
    for name in OF_CHECKS:
        arguments = [
            one
            for one in load(name, COMMANDS[name]).params
            if one.param_type_name == "argument"
        ]
        firsts[name] = str(arguments[0].metavar).split()[0].rstrip(".")

    assert set(firsts.values()) == {"CHECK"}
    assert TAKES["CHECK"].names == ("check",)
    assert all(isinstance(option, FieldOption) for option in FILTERS)

"""Completion: what fits, quickly and quietly, in the shells that are here."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pexpect
import pytest

from factcheck.cli.candidates import TAKES, complete, model_values, unquoted
from factcheck.cli.completion import SCRIPTS
from factcheck.cli.table import COMMANDS, EVIDENCE
from factcheck.model import claim, evidence, kinds, state, verdict

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

HEAVY = {"git", "pydantic", "yaml", "rich", "rapidfuzz", "jinja2", "typer.rich_utils"}
WATCHED = """
import sys
from factcheck.cli.candidates import complete
complete(sys.argv[1:])
sys.stdout.flush()
print(*sorted(sys.modules), sep="\\n", file=sys.stderr)
"""
MODULES = {
    "kinds": kinds,
    "state": state,
    "claim": claim,
    "evidence": evidence,
    "verdict": verdict,
}


def _fitting(shell: Shell, *words: str) -> dict[str, str]:
    """Give what fits behind words, the last one as far as it is typed."""
    done = shell.run("__complete", "--", *words[:-1], "=" + words[-1])

    assert (done.code, done.err) == (0, "")
    pairs = (line.partition("\t") for line in done.out.splitlines())
    return {value: why for value, _, why in pairs}


def test_commands_are_completed_with_what_they_do(reading_shell: Shell) -> None:
    """At the top and in a group; options before them are passed over."""
    everything = {name: entry.summary for name, entry in COMMANDS.items()}

    assert _fitting(reading_shell, "") == everything
    assert set(_fitting(reading_shell, "--quiet", "--ledger", ".", "dra")) == {"draft"}
    assert set(_fitting(reading_shell, "evidence", "")) == set(EVIDENCE)
    assert _fitting(reading_shell, "nonsense", "") == {}


def test_options_are_completed(reading_shell: Shell) -> None:
    """The command's own and those of all; a used one not again; hidden ones never."""
    flags = _fitting(reading_shell, "list", "--json", "--")

    assert {"--stage", "--ledger", "--help"} <= set(flags)
    assert "--json" not in flags
    assert not {"--now", "--seed"} & set(flags)
    assert _fitting(reading_shell, "list", "--", "--st") == {}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("list", "--stage", "in"), {"in review"}),
        (("list", "--stage=in"), {"in review"}),
        (("list", "--stage", "=", "in"), {"in review"}),
        (("list", "--flag", '"needs re'), {"needs recheck"}),
        (("list", "--flag", "needs\\ re"), {"needs recheck"}),
        (("link", "--stance", "re"), {"refutes"}),
        (("draft", "--rating", "mostly t"), {"mostly true"}),
        (("completion", "z"), {"zsh"}),
        (("--ledger", ""), {":folders"}),
        (("match", ""), {":files"}),
        (("open", ""), set()),
    ],
)
def test_values_are_completed(
    reading_shell: Shell, words: tuple[str, ...], expected: set[str]
) -> None:
    """From the model and the settings; files are left to the shell."""
    assert set(_fitting(reading_shell, *words)) == expected


def test_names_are_completed_from_the_cache(reading_shell: Shell) -> None:
    """A check by slug and by id; evidence where evidence may stand."""
    name = reading_shell.newsroom.ledger.check("moonlight").name
    record_id = name.rpartition("-")[2]
    by_slug = _fitting(reading_shell, "show", "moon")
    by_id = _fitting(reading_shell, "approve", record_id[:4])
    first = _fitting(reading_shell, "link", "")
    second = _fitting(reading_shell, "link", "moonlight", "")

    assert by_slug == {name: "Moonlight is cold"}
    assert by_id == {record_id: "Moonlight is cold"}
    assert len(first) == 2
    assert len(second) == 4
    assert {why for why in second.values() if why.startswith("Cold")}


def _files_of(folder: Path) -> set[Path]:
    """Give the files of a folder, but for those that SQLite keeps beside a cache."""
    return {
        file for file in folder.rglob("*") if file.suffix[-4:] not in {"-wal", "-shm"}
    }


@pytest.mark.parametrize("broken", ["no ledger", "cache", "no cache", "settings"])
def test_whoever_types_is_not_disturbed(shell: Shell, broken: str) -> None:
    """Nothing comes, nothing is said, whatever is wrong; commands still complete."""
    folder = shell.newsroom.ledger.state_folder
    assert folder is not None
    shell.run("list")
    if broken == "no ledger":
        shell.here = Path(shell.root.anchor)  # above it a ledger would be found
    for file in folder.glob("cache*"):
        if broken == "cache":
            file.write_bytes(b"no database at all" * 1000)
        elif broken == "no cache":
            file.unlink()
    if broken == "settings":
        (shell.root / "factcheck.yaml").write_bytes(b"\xff\xfe: [")
    before = _files_of(folder)
    found = _fitting(shell, "show", "sun")

    assert len(found) == (broken == "settings")
    assert _files_of(folder) == before
    assert set(_fitting(shell, "sho")) == {"show"}


@pytest.mark.parametrize("arguments", [(), ("x",), ("--",), ("--", "\udcff")])
def test_nonsense_is_no_error(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever a script passes, the answer is silence."""
    assert complete(arguments) == 0
    assert capsys.readouterr().out == ""


def test_completing_loads_nothing_heavy(reading_shell: Shell) -> None:
    """No git, no validation, no YAML, no drawing."""
    for words in (("show", "="), ("evidence", "add", "--stance", "=")):
        done = subprocess.run(
            [sys.executable, "-c", WATCHED, "--", *words],
            cwd=reading_shell.here,
            env=reading_shell.environment,
            capture_output=True,
            check=True,
            encoding="utf-8",
        )

        assert done.stdout
        assert HEAVY.isdisjoint(done.stderr.split())


def test_the_values_are_those_of_the_model() -> None:
    """Read from the source, they are what an import gives."""
    types = {takes.type for takes in TAKES.values() if takes.type[0]}

    assert len(types) > 8
    for module, name in types:
        assert model_values(module, name) == get_args(getattr(MODULES[module], name))


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("plain", "plain"),
        ('"two wo', "two wo"),
        ("'two wo", "two wo"),
        ("two\\ wo", "two wo"),
        ("it\\'s", "it's"),
        ('a"b c"d', "ab cd"),
        ("'a\\b'", "a\\b"),
        ("end\\", "end"),
    ],
)
def test_quotes_that_are_still_open_are_read(word: str, meant: str) -> None:
    """What stands on the line is what was typed so far."""
    assert unquoted(word) == meant


def test_powershell_keeps_its_backslashes(shell: Shell) -> None:
    """Folders of Windows are folders."""
    shell.run("list")
    (shell.root.parent / "a\\b").symlink_to(shell.root)
    shell.here = shell.root.parent
    words = ("--ledger", "a\\b", "show", "=sun")

    assert shell.run("__complete", "powershell", "--", *words).out.startswith("sun")
    assert shell.run("__complete", "--", *words).out == ""


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_script_is_printed(reading_shell: Shell, name: str) -> None:
    """It calls the protocol, and what goes wrong there stays silent."""
    done = reading_shell.run("completion", name)

    assert done.code == 0
    assert re.search(r"__complete (powershell )?-- .*2>\s*(/dev/null|\$null)", done.out)


def test_another_shell_is_a_usage_error(reading_shell: Shell) -> None:
    """The message names those that there are."""
    done = reading_shell.run("completion", "tcsh")

    assert done.code == 2
    assert "bash, zsh, fish, powershell" in done.err


# ------------------------------------------------------------------- real shells


def _shell_on_a_terminal(shell: Shell, name: str, folder: Path) -> Any:
    """Start a shell that has read the script, with factcheck on its PATH."""
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed here")
    (folder / "factcheck").write_text(
        f'#!/bin/sh\nexec {sys.executable} -m factcheck "$@"\n'
    )
    (folder / "factcheck").chmod(0o755)
    home = folder / "home"
    home.mkdir()
    script = folder / SCRIPTS[name]
    script.write_text(shell.run("completion", name).out, encoding="utf-8")
    options = {
        "bash": ["--norc", "--noprofile"],
        "zsh": ["-f"],
        "fish": ["--no-config"],
    }
    child = pexpect.spawn(
        program,
        [*options[name], "-i"],
        cwd=str(shell.here),
        env=shell.environment
        | {"TERM": "dumb" if name != "fish" else "xterm", "HOME": str(home)}
        | {"PATH": f"{folder}:/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        dimensions=(50, 160),
        encoding="utf-8",
        timeout=60,
    )
    prepare = {
        "bash": f"PS1=; source {script}; bind 'set bell-style none'",
        "zsh": f"PS1=; autoload -Uz compinit; compinit -u -D; source {script}",
        "fish": f"function fish_prompt; end; source {script}",
    }
    child.sendline(prepare[name] + "; echo rea''dy")
    child.expect_exact("ready")
    return child


@pytest.fixture(params=["bash", "zsh", "fish"])
def typing(request: pytest.FixtureRequest, shell: Shell, tmp_path: Path) -> Any:
    """Give a shell on a terminal, in a ledger."""
    shell.run("list")
    child = _shell_on_a_terminal(shell, request.param, tmp_path)
    yield child
    child.close(force=True)


def _completed(child: Any, line: str) -> str:
    """Type a line with TABs in it, run it, and give the words that a command got."""
    child.send(f"{line}\r")
    child.expect(r"<(.*)>\r?\n")
    found: str = child.match[1]
    return found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("factcheck appr\t--comm\tx", "approve --comment x"),
        ("factcheck show moonl\t", "show moonlight-is-cold-"),
        ("factcheck list --flag needs\t", "list --flag needs recheck"),
        ("factcheck list --flag 'needs re\t", "list --flag needs recheck"),
        ("factcheck list --stage=in\t", "list --stage=in review"),
        ("factcheck link moonlight --stance ref\t", "link moonlight --stance refutes"),
    ],
)
def test_the_tab_key_completes(
    typing: Any, shell: Shell, tmp_path: Path, line: str, expected: str
) -> None:
    """In a real shell, on a real terminal: the program gets the whole value."""
    del shell
    real = (tmp_path / "factcheck").read_text()
    # Completion asks the real program; whatever else is typed comes back as it is.
    (tmp_path / "factcheck").write_text(
        real.replace("exec", '[ "$1" = __complete ] || { echo "<$*>"; exit; }\nexec', 1)
    )

    assert _completed(typing, line).startswith(expected)

"""Output is safe and readable: encodings, colour, hostile records, real terminals."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from tests.terminal.payloads import ACTED_ON, OUR_STYLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Shell

HOSTILE = "Tram \x1b]52;c;aGk=\x07 \x9b31m \u202e \u200b \U000e0041 [red]x[/] :smile: Ł"
ON_TERMINAL = ACTED_ON - {"\n", "\r"}

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")


@pytest.fixture
def hostile_shell(shell: Shell) -> Shell:
    """Give a shell in a ledger with hostile text in its records and file names."""
    check = shell.newsroom.open(HOSTILE)
    shell.newsroom.add(check, HOSTILE)
    shell.newsroom.draft(check, text=HOSTILE, headline=HOSTILE)
    (shell.root / "evidence/2026/11/a\x1b[31m\u202e.yaml").write_text("x")
    return shell


def _on_a_terminal(shell: Shell, *arguments: str, **environment: str) -> str:
    """Run a command on a terminal of 80 columns and give all that it showed."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", "factcheck", *arguments],
        cwd=str(shell.here),
        env=shell.environment | {"TERM": "xterm-256color"} | environment,
        dimensions=(50, 80),
        encoding="utf-8",
        timeout=60,
    )
    child.expect(pexpect.EOF)
    shown: str = child.before
    child.close()
    return shown


READING = [
    ("list",),
    ("show", "tram"),
    ("evidence", "show", "tram"),
    ("status",),
    ("verify",),
    ("draft", "tram", "--print"),
    ("report", "tram"),
    ("list", "--json"),
    ("show", "tram", "--json"),
    ("match", "-", "--threshold", "0"),
    ("save",),
    ("show", HOSTILE),
]


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_a_terminal_obeys_no_record(
    hostile_shell: Shell, arguments: tuple[str, ...]
) -> None:
    """Answers, messages and errors hold our own styles and nothing else that acts."""
    if arguments[0] == "match":
        file = hostile_shell.root.parent / "article.txt"
        file.write_text(HOSTILE)
        arguments = ("match", str(file), *arguments[2:])
    shown = OUR_STYLES.sub("", _on_a_terminal(hostile_shell, *arguments))

    assert shown.strip()
    assert ON_TERMINAL.isdisjoint(shown), repr(shown)
    assert "defect" not in shown


def test_a_pipe_gets_a_draft_as_it_is(hostile_shell: Shell) -> None:
    """What goes back into ``--file`` must not be changed on the way."""
    printed = hostile_shell.run("draft", "tram", "--print").out

    assert HOSTILE in printed


def test_json_is_what_the_record_says(hostile_shell: Shell) -> None:
    """Escapes stand for the characters themselves."""
    done = hostile_shell.run("show", "tram", "--json")

    assert ACTED_ON.isdisjoint(set(done.out) - {"\n"})
    assert json.loads(done.out)["claim"]["claim"] == HOSTILE


def test_on_a_terminal_states_have_colours(reading_shell: Shell) -> None:
    """Styles help the eye; NO_COLOR and a dumb terminal go without colours."""
    coloured = _on_a_terminal(reading_shell, "show", "moonlight")
    plain = _on_a_terminal(reading_shell, "show", "moonlight", NO_COLOR="1")
    dumb = _on_a_terminal(reading_shell, "show", "moonlight", TERM="dumb")

    assert "\x1b[1;31m" in coloured
    assert "\x1b[32m" in coloured
    assert not any(f"[{code}m" in plain for code in ("31", "32", "33", "1;31"))
    assert "\x1b" not in dumb
    assert "Moonlight is cold" in OUR_STYLES.sub("", plain)


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_a_narrow_locale_loses_no_character(shell: Shell, locale: str) -> None:
    """Output is UTF-8 whatever the terminal was told."""
    shell.newsroom.open("Łódź ist groß, 日本")
    environment = {"LC_ALL": locale, "PYTHONUTF8": "0"}
    done = shell.run("list", environment=environment)

    assert done.code == 0, done.err
    assert "Łódź ist groß, 日本" in done.out


def test_text_that_is_typed_in_a_narrow_locale_is_kept(shell: Shell) -> None:
    """Arguments are bytes of UTF-8, also where the locale says otherwise."""
    done = shell.run(
        *("open", "Zażółć gęślą jaźń", "--by", "Łucja", "--on", "2020", "--json"),
        environment={"LC_ALL": "C"},
    )
    claim = shell.newsroom.ledger.check(done.data["id"]).claim.record

    assert (claim.claim, claim.claimant.name) == ("Zażółć gęślą jaźń", "Łucja")


@pytest.mark.parametrize(
    "damage",
    [
        lambda shell: (shell.root / "factcheck.yaml").write_bytes(b"\xff\xfe"),
        lambda shell: (shell.root / "evidence" / "deep.yaml").write_text("[" * 50_000),
        lambda shell: (shell.root / "checks" / "2026" / "x").mkdir(),
    ],
    ids=["settings in another encoding", "brackets", "an empty folder"],
)
def test_a_damaged_folder_is_no_defect(
    shell: Shell, damage: Callable[[Shell], object]
) -> None:
    """Reading, verifying and saving end with an answer or a plain error."""
    damage(shell)
    for arguments in (("list",), ("status",), ("verify",), ("save",)):
        done = shell.run(*arguments)

        assert done.code in {0, 1, 3, 5}, (arguments, done.err)
        assert "defect" not in done.err
        assert "Traceback" not in done.err

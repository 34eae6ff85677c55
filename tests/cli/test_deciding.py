"""The door of decisions: one key a match, handles, and what is kept when it stops."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk.proposals import Proposal, ReadArticle, handles, new_run, remember
from tests.cli.terminals import ended, factcheck, typed

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

WORDS = ("Moonlight is cold.", "The moon is 300 degrees cold.", "Sunlight is warm!")
KEYS = "[q] stop:"
NARROW = (40, 80)


def _printed(shell: Shell, source: str = "https://paper.example/a") -> list[str]:
    """Print three matches of an article, as ``match`` does; give their handles."""
    ledger = shell.newsroom.ledger
    moon, sun = (ledger.check(one).name for one in ("moonlight", "sunlight"))
    article = ReadArticle(
        "ab" * 32, "a.html", source, None, "The \x1b[31mmoon", "Paper"
    )
    proposals = [
        Proposal(article, words, check, 0.93, "repeats", "words-1", number, warnings)
        for number, (words, check, warnings) in enumerate(
            zip(WORDS, (moon, moon, sun), ((), ("says 300",), ()), strict=True)
        )
    ]
    remember(ledger, proposals, run=new_run())
    return handles(proposals)


def _decided(shell: Shell) -> list[tuple[str, str]]:
    return [
        (row.sentence, row.decision)
        for one in shell.newsroom.ledger.of_kind("article")
        for row in one.record.sentences
    ]


def _press(child: Any, *keys: str, until: str = KEYS) -> None:
    for key in keys:
        child.expect_exact(until)
        child.send(key)


def test_one_key_a_match(shell: Shell) -> None:
    """Same, back, different, an arrow that means nothing, later; then what to write."""
    first, second, _ = _printed(shell)
    before = shell.newsroom.git("rev-list", "--count", "HEAD")
    child = factcheck(shell, "decide", size=NARROW)
    child.expect_exact("1 of 3")
    child.expect_exact("Moonlight is cold")
    _press(child, "s", "u")
    child.expect_exact("(so far: same)")
    _press(child, "s")
    child.expect_exact("differs")
    _press(child, "\x1b[A", until=KEYS)
    child.send("D")
    _press(child, "\r", until="Sunlight is warm!")
    _press(child, "\r", until="1 same, 1 different, 1 later. Write this?")
    code, shown = ended(child)

    assert code == 0, shown
    assert "\x1b[31m" not in shown
    assert _decided(shell) == [(WORDS[0], "same"), (WORDS[1], "different")]
    count = int(shell.newsroom.git("rev-list", "--count", "HEAD"))
    assert count == int(before) + 1

    again = factcheck(shell, "decide", size=NARROW)
    again.expect_exact("1 of 1")
    _press(again, "q")
    code, shown = ended(again)

    assert (code, "Nothing was decided." in shown) == (0, True)
    assert {first, second} & set(shown.split()) == set()


def test_what_was_decided_before_ctrl_c_is_kept(shell: Shell) -> None:
    """In a file that decide reads from standard input; the terminal is as it was."""
    first, *_ = _printed(shell)
    before = shell.state()
    child = factcheck(shell, "decide")
    _press(child, "s")
    child.expect_exact("2 of 3")
    child.expect_exact(KEYS)
    child.sendintr()
    child.expect_exact("stopped: nothing was written")
    child.expect(r"decisions is kept in (\S+)")
    file = child.match[1]
    code, _ = ended(child)
    kept = Path(file).read_text(encoding="utf-8")

    assert code == 130
    assert shell.state() == before
    assert kept.splitlines()[1:] == [f"{first} same"]
    assert shell.run("decide", "-", given=kept).code == 0
    assert _decided(shell) == [(WORDS[0], "same")]


def test_handles_are_decided_without_a_terminal(shell: Shell) -> None:
    """Several ways in one command, one commit; tried first; JSON; nothing twice."""
    first, second, third = _printed(shell)
    words = ("decide", first.upper(), third, "same", second, "different")
    before = shell.state()
    tried = shell.run(*words, "--dry-run")

    assert (tried.code, shell.state()) == (0, before)
    assert "+    decision: different" in tried.out

    done = shell.run(*words, "--note", "Word for word", "--json")
    again = shell.run(*words)

    assert [one["type"] for one in done.data["records"]] == [
        "article",
        "appearance",
        "appearance",
    ]
    assert (again.code, again.out) == (0, "")
    assert "3 decided so already" in again.err
    assert len(_decided(shell)) == 3
    seen = shell.run("appearances", "moonlight").out
    assert "found by a match (93 %), decided by Anna Example" in seen
    logged = shell.run("log", "--limit", "1").out
    assert "Decide 3 matches (2 same, 1 different)" in logged


def test_what_was_the_same_elsewhere_is_offered_once(shell: Shell) -> None:
    """A second paper with the copy: no question about the claim, but the place."""
    first, *_ = _printed(shell)
    shell.run("decide", first, "same")
    _printed(shell, "https://other.example/b")
    child = factcheck(shell, "decide")
    child.expect_exact("1 sentence was decided 'same' in another article")
    child.sendline("")
    _press(child, "q")
    code, shown = ended(child)
    seen = shell.newsroom.ledger.check("moonlight").appearances

    assert code == 0, shown
    assert {one.record.url for one in seen} == {
        "https://paper.example/a",
        "https://other.example/b",
    }


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("", 2, "name the matches and the decision"),
        ("same", 2, "'same' stands behind the matches"),
        ("7k3f9x", 5, "no match printed lately has the handle '7k3f9x'"),
        ("7k3f9x same b2c4d6", 5, "no match printed lately"),
        ("7k3f9x same 7k3f9x different", 2, "cannot be both"),
        ("-", 0, "there is nothing to do"),
    ],
)
def test_what_makes_no_sense_is_said(
    reading_shell: Shell, line: str, code: int, said: str
) -> None:
    """Without a terminal nothing is asked; the message names what is lacking."""
    done = reading_shell.run("decide", *shlex.split(line))

    assert (done.code, done.out) == (code, ""), done.err
    assert said in done.err
    assert "Traceback" not in done.err


def test_keys_are_read_as_people_press_them(shell: Shell) -> None:
    """Letters of two bytes are one key, an arrow is none; typed ahead is not lost."""
    script = (
        "from factcheck.cli.console.keys import read_key\n"
        "print('go', flush=True)\n"
        "print([read_key() for _ in range(6)])"
    )
    child = typed(shell, "-c", script)
    child.expect_exact("go")
    for keys in ("sü", "\x1b[A", "\x1bOP", "\r", "\x04"):
        child.send(keys)
    code, shown = ended(child)

    assert code == 0, shown
    assert shown.strip() == repr(["s", "ü", "", "", "\n", "\x04"])

"""A person at a terminal: the editor, questions, and what is kept of their work."""

from __future__ import annotations

import shlex
import shutil
import signal
import sys
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

EDITOR = """\
import os, pathlib, signal, sys
old, new, code, *_, name = sys.argv[1:]
file = pathlib.Path(name)
text = file.read_text(encoding="utf-8")
pathlib.Path(__file__).with_name("seen.md").write_text(text, encoding="utf-8")
if old:
    assert old in text, text
file.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
if int(code) < 0:
    os.kill(0, signal.SIGINT)
sys.exit(int(code) > 0)
"""


class Terminal:
    """A person's terminal, with an editor that replaces one text by another."""

    def __init__(self, shell: Shell, folder: Path) -> None:
        self.shell = shell
        self.script = folder / "my editor.py"
        self.script.write_text(EDITOR)

    @property
    def seen(self) -> str:
        """The text that the editor was last opened on."""
        return self.script.with_name("seen.md").read_text(encoding="utf-8")

    def editor(self, old: str = "", new: str = "", code: int = 0) -> dict[str, str]:
        """Give the variables of an editor that is called with arguments."""
        words = [sys.executable, str(self.script), old, new, str(code)]
        return {"EDITOR": shlex.join(words)}

    def start(self, *arguments: str, **environment: str) -> Any:
        """Type a command."""
        return pexpect.spawn(
            sys.executable,
            ["-m", "factcheck", *arguments],
            cwd=str(self.shell.here),
            env=self.shell.environment | {"TERM": "xterm"} | environment,
            dimensions=(50, 200),
            encoding="utf-8",
            timeout=60,
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Type a command, wait for its end, give exit code and all it showed."""
        return _end(self.start(*arguments, **environment))


def _end(child: Any) -> tuple[int, str]:
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus, child.before.replace("\r\n", "\n")


def _headline(shell: Shell) -> str | None:
    draft = shell.newsroom.ledger.check("sunlight").draft
    return draft.record.headline if draft else None


def _kept(shell: Shell) -> list[Path]:
    folder = shell.newsroom.ledger.state_folder
    assert folder is not None
    return list(folder.glob("drafts/*"))


@pytest.fixture
def terminal(shell: Shell, tmp_path: Path) -> Terminal:
    """Give a terminal in a ledger with an approved check and an open one."""
    return Terminal(shell, tmp_path)


def test_what_is_written_in_the_editor_is_saved(
    terminal: Terminal, shell: Shell
) -> None:
    """The editor opens on claim, scale and fields; its text is committed."""
    editor = terminal.editor("headline:", "headline: It is warm")
    code, shown = terminal.run("draft", "sunlight", **editor)

    assert code == 0, shown
    assert "Claim: Sunlight is warm" in terminal.seen
    assert "Ratings: true, mostly true" in terminal.seen
    assert _headline(shell) == "It is warm"
    assert "Draft the verdict on sunlight-is-warm" in shown
    assert _kept(shell) == []


def test_visual_goes_before_editor(terminal: Terminal, shell: Shell) -> None:
    """As everywhere."""
    visual = terminal.editor("headline:", "headline: Visual")["EDITOR"]
    editor = terminal.editor("headline:", "headline: Editor")
    terminal.run("draft", "sunlight", VISUAL=visual, **editor)

    assert _headline(shell) == "Visual"


def test_an_editor_closed_without_a_change_saves_nothing(
    terminal: Terminal, shell: Shell
) -> None:
    """The branch stays; the message says so, once."""
    before = shell.state()
    code, shown = terminal.run("draft", "sunlight", **terminal.editor())

    assert code == 2
    assert shown.count("error: the text was not changed: nothing was saved") == 1
    assert shell.state() == before
    assert _kept(shell) == []


def test_text_that_cannot_be_read_is_kept_and_comes_back(
    terminal: Terminal, shell: Shell
) -> None:
    """The line is named once, the file too; the next session begins with it."""
    broken = terminal.editor("headline:", "heatline: It is warm")
    child = terminal.start("draft", "sunlight", **broken)
    child.expect_exact("Open the editor again? [Y/n] ")
    first = child.before
    child.sendline("n")
    code, rest = _end(child)
    kept = _kept(shell)
    mended = terminal.editor("heatline:", "headline:")
    second, shown = terminal.run("draft", "sunlight", **mended)

    assert code == 3
    assert (first + rest).count("is none of the fields") == 1
    assert ":2: 'heatline: It is warm' is none of the fields" in first
    assert len(kept) == 1
    assert str(kept[0]) in rest
    assert second == 0, shown
    assert "heatline: It is warm" in terminal.seen
    assert _headline(shell) == "It is warm"
    assert _kept(shell) == []


def test_the_editor_can_be_opened_again(terminal: Terminal, shell: Shell) -> None:
    """On the text as it was left."""
    before = shell.state()
    wrong = terminal.editor("rating:", "rating: superb")
    child = terminal.start("draft", "sunlight", **wrong)
    child.expect_exact("'superb' is no rating of this ledger")
    child.expect_exact("Open the editor again? [Y/n] ")
    child.sendline("y")
    child.expect_exact("Open the editor again? [Y/n] ")
    child.sendline("n")
    code, _ = _end(child)

    assert code == 3
    assert "rating: superb" in terminal.seen
    assert shell.state() == before


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [(("--rating", "true"), 0), (("--file", "d.md"), 0), (("--dry-run",), 3)],
)
def test_kept_text_outlives_other_drafts(
    terminal: Terminal, shell: Shell, arguments: tuple[str, ...], expected: int
) -> None:
    """Only a commit of what was written in the editor clears it away."""
    broken = terminal.editor("headline:", "heatline: It is warm")
    first = terminal.start("draft", "moonlight", **broken)
    first.expect_exact("[Y/n] ")
    first.sendline("n")
    _end(first)
    (shell.root / "d.md").write_text("## Text\nOther.\n")
    child = terminal.start("draft", "moonlight", *arguments, **terminal.editor())
    if expected:
        child.expect_exact("[Y/n] ")
        child.sendline("n")
    code, shown = _end(child)

    assert code == expected, shown
    assert "heatline: It is warm" in _kept(shell)[0].read_text()


def test_a_dry_run_keeps_what_was_written(terminal: Terminal, shell: Shell) -> None:
    """Nothing is committed, so that nothing may be thrown away."""
    before = shell.state()
    editor = terminal.editor("headline:", "headline: It is warm")
    code, shown = terminal.run("draft", "sunlight", "--dry-run", **editor)

    assert code == 0, shown
    assert "+headline: It is warm" in shown
    assert shell.state() == before
    assert "headline: It is warm" in _kept(shell)[0].read_text()


def test_text_is_kept_where_the_ledger_is_busy(
    terminal: Terminal, shell: Shell
) -> None:
    """A merge that began meanwhile stops the commit, not the memory."""
    head = shell.newsroom.git("rev-parse", "HEAD")
    (shell.root / ".git" / "MERGE_HEAD").write_text(head)
    editor = terminal.editor("headline:", "headline: It is warm")
    code, shown = terminal.run("draft", "sunlight", **editor)

    assert code == 6, shown
    assert "headline: It is warm" in _kept(shell)[0].read_text()


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("no-such-editor", "cannot start the editor 'no-such-editor'"),
        ('vim "', "cannot start the editor"),
        ("", "cannot start the editor"),
    ],
)
def test_an_editor_that_is_not_there(
    terminal: Terminal, shell: Shell, editor: str, words: str
) -> None:
    """The message names it and what to set."""
    before = shell.state()
    folder = shell.root.parent / "bin"
    folder.mkdir()
    (folder / "git").symlink_to(str(shutil.which("git")))
    environment = {"EDITOR": editor, "PATH": str(folder)}
    code, shown = terminal.run("draft", "sunlight", **environment)

    assert code == 7, shown
    assert words in shown
    assert "set $VISUAL or $EDITOR" in shown
    assert shell.state() == before


@pytest.mark.parametrize(("ends", "expected"), [(1, 7), (-1, 130)])
def test_an_editor_that_fails_saves_nothing_and_loses_nothing(
    terminal: Terminal, shell: Shell, ends: int, expected: int
) -> None:
    """What had been written when it failed, or was interrupted, is kept."""
    before = shell.state()
    editor = terminal.editor("headline:", "headline: It is warm", code=ends)
    code, shown = terminal.run("draft", "sunlight", **editor)

    assert code == expected, shown
    assert shell.state() == before
    assert "headline: It is warm" in _kept(shell)[0].read_text()


def test_open_asks_for_what_is_lacking(terminal: Terminal, shell: Shell) -> None:
    """Questions go to the terminal; the answers make the record."""
    child = terminal.start("open")
    child.expect_exact("The claim, in your wording: ")
    child.sendline("")
    child.expect_exact("error: an answer is needed; Ctrl-C stops")
    child.sendline("Trams run all night")
    child.expect_exact("Claimed by: ")
    child.sendline("Eva Roe")
    child.expect_exact("Said on (or 'unknown'): ")
    child.sendline("2020-10")
    code, shown = _end(child)
    claim = shell.newsroom.ledger.check("trams").claim.record

    assert code == 0, shown
    assert (claim.claimant.name, claim.said_on) == ("Eva Roe", "2020-10")


def test_open_asks_before_it_opens_a_claim_twice(
    terminal: Terminal, shell: Shell
) -> None:
    """No is the answer of who only presses return."""
    arguments = ("open", "Moonlight is cold", "--by", "X", "--on", "2020")
    before = shell.state()
    child = terminal.start(*arguments)
    child.expect_exact("Open another check? [y/N] ")
    child.sendline("")
    code, shown = _end(child)
    unchanged = shell.state() == before
    child = terminal.start(*arguments)
    child.expect_exact("Open another check? [y/N] ")
    child.sendline("y")
    again, _ = _end(child)

    assert (code, unchanged) == (8, True), shown
    assert again == 0


def test_without_input_nothing_is_asked(terminal: Terminal) -> None:
    """``--no-input`` turns questions into usage errors."""
    code, shown = terminal.run("open", "Trams run all night", "--no-input")

    assert code == 2
    assert "--by is missing" in shown


@pytest.mark.parametrize("end", ["interrupt", "hang up", "end of input"])
def test_stopping_at_a_question_writes_nothing(
    terminal: Terminal, shell: Shell, end: str
) -> None:
    """Ctrl-C says 130; the end of input is an answer that lacks."""
    before = shell.state()
    child = terminal.start("open", "Trams run all night")
    child.expect_exact("Claimed by: ")
    if end == "interrupt":
        child.sendintr()
    elif end == "hang up":
        child.kill(signal.SIGHUP)
    else:
        child.sendeof()
    code, shown = _end(child)

    assert code == {"interrupt": 130, "hang up": None, "end of input": 2}[end], shown
    assert "Traceback" not in shown
    assert shell.state() == before


def test_match_offers_to_open_what_is_new(
    terminal: Terminal, shell: Shell, tmp_path: Path
) -> None:
    """Only what is answered with yes is opened; a slip in a date is asked again."""
    sold = "The committee sold 340 bicycles to Sweden in 2019, the mayor said."
    lost = "The museum lost 17 paintings in the flood of 1983, the report found."
    article = tmp_path / "article.txt"
    article.write_text(f"Moonlight is cold.\n\n{sold}\n\n{lost}\n")
    before = int(shell.newsroom.git("rev-list", "--count", "HEAD"))
    child = terminal.start("match", str(article), "--open")
    child.expect_exact(f"New? {sold}")
    child.expect_exact("Open a check? [y/N] ")
    child.sendline("n")
    child.expect_exact(f"New? {lost}")
    child.expect_exact("Open a check? [y/N] ")
    child.sendline("y")
    child.expect_exact("Claim, in your wording [The museum")
    child.sendline("The museum lost 17 paintings")
    child.expect_exact("Claimed by [the article]: ")
    child.sendline("")
    child.expect_exact("Said on (or 'unknown') [unknown]: ")
    child.sendline("last autumn")
    child.expect_exact("error: 'last autumn' is no date")
    child.expect_exact("Said on (or 'unknown') [unknown]: ")
    child.sendline("2020-10")
    code, shown = _end(child)
    claim = shell.newsroom.ledger.check("the-museum").claim.record

    assert code == 0, shown
    assert (claim.words, claim.claimant.name) == (lost, "the article")
    assert claim.said_on == "2020-10"
    assert int(shell.newsroom.git("rev-list", "--count", "HEAD")) == before + 1


def test_interrupting_the_offers_keeps_what_was_opened(
    terminal: Terminal, shell: Shell, tmp_path: Path
) -> None:
    """Ctrl-C at a later question ends with 130 and loses nothing."""
    article = tmp_path / "article.txt"
    article.write_text(
        "The committee sold 340 bicycles to Sweden in 2019, the mayor said.\n"
    )
    before = shell.state()
    child = terminal.start("match", str(article), "--open")
    child.expect_exact("Open a check? [y/N] ")
    child.sendintr()
    code, shown = _end(child)

    assert code == 130, shown
    assert shell.state() == before

"""Editing a claim and an entry in the person's own editor."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.terminals import ended, factcheck

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

EDITOR = """\
import pathlib, sys
old, new, name = sys.argv[1:]
file = pathlib.Path(name)
text = file.read_text(encoding="utf-8")
pathlib.Path(__file__).with_name("seen.md").write_text(text, encoding="utf-8")
assert old in text, text
file.write_text(text.replace(old, new, 1), encoding="utf-8")
"""


class Desk:
    """Where somebody edits: a terminal, and an editor that replaces one text."""

    def __init__(self, shell: Shell, folder: Path) -> None:
        self.shell = shell
        self.script = folder / "editor.py"
        self.script.write_text(EDITOR)

    def edit(self, record: str, old: str, new: str, *options: str) -> Any:
        """Type ``edit`` and replace a text in the editor."""
        words = [sys.executable, str(self.script), old, new]
        return factcheck(self.shell, "edit", record, *options, EDITOR=shlex.join(words))

    @property
    def seen(self) -> str:
        """The text that the editor was last opened on."""
        return self.script.with_name("seen.md").read_text(encoding="utf-8")

    @property
    def kept(self) -> list[Path]:
        """What could not be read yet."""
        folder = self.shell.newsroom.ledger.state_folder
        assert folder is not None
        return list(folder.glob("drafts/*"))


@pytest.fixture
def desk(shell: Shell, tmp_path: Path) -> Desk:
    """Give a desk in a ledger with an approved check and an open one."""
    return Desk(shell, tmp_path)


def test_claim_and_work_are_edited_on_one_form(desk: Desk, shell: Shell) -> None:
    """The verdict that rests on it is named; nothing is left behind."""
    code, shown = ended(
        desk.edit("moonlight", "said on: 2020-10\n", "said on: 2020-10-08\n")
    )
    check = shell.newsroom.ledger.check("moonlight")

    assert code == 0, shown
    assert "claim: Moonlight is cold\n" in desk.seen
    assert "assigned to:\n" in desk.seen
    assert "\n## Other wordings\n" in desk.seen
    assert check.claim.record.said_on == "2020-10-08"
    assert check.work is None
    assert "moonlight-is-cold needs a recheck: the claim changed" in shown
    assert desk.kept == []


def test_prose_with_hard_letters_needs_no_quoting(desk: Desk, shell: Shell) -> None:
    """Quotation marks, dollars and backslashes are prose."""
    prose = 'He said "it\'s $5 `now`" \\ and left.\n\nThen # came back.'
    code, shown = ended(
        desk.edit("sunlight", "it is checked\n", f"it is checked\n{prose}")
    )

    assert code == 0, shown
    assert shell.newsroom.ledger.check("sunlight").claim.record.why_checked == prose


def test_evidence_is_edited_on_its_own_form(desk: Desk, shell: Shell) -> None:
    """With the reason in the commit; the checks that link it are named."""
    code, shown = ended(
        desk.edit("cold", "Cold it is", "Very cold it is", "--because", "Read again")
    )
    entry = shell.newsroom.ledger.evidence("cold")

    assert code == 0, shown
    assert "publisher: Reuters\n" in desk.seen
    assert "Linked by moonlight-is-cold-" in desk.seen
    assert entry.record.says == "Very cold it is"
    assert "moonlight-is-cold needs a recheck: evidence cold-it-is" in shown
    assert "\n\nRead again\n\n" in shell.newsroom.git("log", "-1", "--format=%B")


def test_an_origin_is_asked_about_when_it_is_near_another(
    desk: Desk, shell: Shell
) -> None:
    """As when it is taken in."""
    shell.run("evidence", "amend", "warm", "--origin", "Reuters")
    child = desk.edit("cold", "origin:", "origin: Reuters (wire)")
    child.expect_exact("did you mean Reuters")
    child.sendline("y")
    code, shown = ended(child)

    assert code == 0, shown
    assert shell.newsroom.ledger.evidence("cold").record.origin == "Reuters"


def test_a_field_that_was_emptied_is_gone(desk: Desk, shell: Shell) -> None:
    """And one that must be there is asked for again."""
    shell.run("evidence", "amend", "cold", "--note", "Seen")
    code, shown = ended(desk.edit("cold", "\nSeen\n", "\n"))
    child = desk.edit("cold", "publisher: Reuters", "publisher:")
    child.expect_exact("publisher is missing")
    child.expect_exact("Open the editor again? [Y/n] ")
    child.sendline("n")
    refused, _ = ended(child)

    assert code == 0, shown
    assert shell.newsroom.ledger.evidence("cold").record.note is None
    assert refused == 3


def test_what_cannot_be_read_is_kept_and_comes_back(desk: Desk, shell: Shell) -> None:
    """The draft of the same check is another text."""
    before = shell.state()
    child = desk.edit("sunlight", "said on: 2020-10", "said on: soon")
    child.expect_exact("'soon' is no date")
    child.expect_exact("Open the editor again? [Y/n] ")
    child.sendline("n")
    code, shown = ended(child)
    kept = [file.name for file in desk.kept]
    state = shell.state()
    again, said = ended(desk.edit("sunlight", "said on: soon", "said on: 2020-11"))

    assert code == 3, shown
    assert "'factcheck edit sunlight-is-warm' brings back" in shown
    assert state == before
    assert len(kept) == 1
    assert kept[0].startswith("edit-sunlight-is-warm-")
    assert again == 0, said
    assert shell.newsroom.ledger.check("sunlight").claim.record.said_on == "2020-11"
    assert desk.kept == []


def test_what_was_edited_by_hand_is_refused_before_the_editor_opens(
    desk: Desk, shell: Shell
) -> None:
    """Nobody writes for nothing."""
    for file, name in (
        (shell.newsroom.path("sunlight") / "check.yaml", "sunlight"),
        (shell.newsroom.path("cold"), "cold"),
    ):
        file.write_text(file.read_text() + "# mine\n")
        code, shown = ended(desk.edit(name, "", ""))

        assert code == 8
        assert "not committed" in shown
    assert not desk.script.with_name("seen.md").exists()


def test_an_editor_closed_without_a_change_saves_nothing(
    desk: Desk, shell: Shell
) -> None:
    """The branch stays."""
    before = shell.state()
    code, shown = ended(desk.edit("sunlight", "claim:", "claim:"))

    assert code == 2
    assert "the text was not changed: nothing was saved" in shown
    assert shell.state() == before

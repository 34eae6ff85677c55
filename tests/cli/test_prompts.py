"""Questions on a real terminal, as doors ask them."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.cli.console.prompts import chosen, with_guide, without_guide
from tests.cli.terminals import WIDE, ended, typed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

ASKING = """
import sys
from pathlib import Path
from factcheck.cli.console.session import Session
from factcheck.model.errors import FactcheckError
session = Session(Path.cwd)
try:
    print("GOT", repr(eval(sys.argv[1])))
except FactcheckError as error:
    print("REFUSED", int(error.exit_code), error)
finally:
    session.keep_prose()
"""
STANCE = "session.ask_choice('Stance', ['supports', 'refutes', 'both'], flag='--stance'"
PROSE = "session.ask_prose('Why', flag='--why', guide=['Say why.'])"
CHANGING = """\
import pathlib, sys
file = pathlib.Path(sys.argv[-1])
text = file.read_text(encoding="utf-8")
file.write_text(sys.argv[1] + text, encoding="utf-8")
sys.exit(int(sys.argv[2]))
"""


def _asked(shell: Shell, question: str, **environment: str) -> Any:
    return typed(shell, "-c", ASKING, question, size=WIDE, **environment)


def _editor(folder: Path, text: str, code: int = 0) -> str:
    script = folder / "editor.py"
    script.write_text(CHANGING)
    return shlex.join([sys.executable, str(script), text, str(code)])


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("refutes", "refutes"), ("r", "refutes"), ("3", "both"), ("SUPP", "supports")],
)
def test_a_choice_is_named_numbered_or_begun(
    shell: Shell, answer: str, expected: str
) -> None:
    """What may be answered stands in the question."""
    child = _asked(shell, f"{STANCE})")
    child.expect_exact("Stance (1 supports, 2 refutes, 3 both): ")
    child.sendline(answer)
    _, shown = ended(child)

    assert f"GOT '{expected}'" in shown


def test_a_wrong_choice_is_asked_again(shell: Shell) -> None:
    """Nothing answered so far is lost to a slip; return takes the default."""
    child = _asked(shell, f"{STANCE}, default='both')")
    child.expect_exact("[both]: ")
    child.sendline("maybe")
    child.expect_exact("error: 'maybe' is none of them, or more than one")
    child.expect_exact("[both]: ")
    child.sendline("")
    _, shown = ended(child)

    assert "GOT 'both'" in shown


def test_choices_with_a_meaning_stand_one_a_line(shell: Shell) -> None:
    """Each with its number and its word of explanation."""
    child = _asked(
        shell, "session.ask_choice('Rating', {'5': 'true', '1': 'false'}, flag='-r')"
    )
    child.expect_exact("Rating:\r\n  1 5  true\r\n  2 1  false\r\n")
    child.expect_exact("Rating: ")
    child.sendline("1")
    _, shown = ended(child)

    assert "GOT '1'" in shown  # the choice goes before the number


def test_the_tab_key_completes_a_choice(shell: Shell) -> None:
    """As far as it is clear."""
    child = _asked(shell, f"{STANCE})")
    child.expect_exact("both): ")
    child.send("ref\t")
    child.expect_exact("refutes")
    child.sendline("")
    _, shown = ended(child)

    assert "GOT 'refutes'" in shown


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (f"{STANCE})", "REFUSED 2 --stance is missing"),
        ("session.ask('Who', flag='--by')", "REFUSED 2 --by is missing"),
        (PROSE, "REFUSED 2 --why is missing"),
        ("session.confirm('Sure?', default=True)", "GOT False"),
        ("session.confirm_or_refuse('Delete it?')", "REFUSED 8 Delete it? Nobody"),
        (
            "[setattr(session, 'yes', True), session.confirm_or_refuse('Sure?')]",
            "GOT [None, None]",
        ),
    ],
)
def test_without_a_terminal_nothing_is_asked(
    shell: Shell, question: str, expected: str
) -> None:
    """What lacks is named by its flag; no is the answer to all else."""
    done = subprocess.run(
        [sys.executable, "-c", ASKING, question],
        cwd=shell.here,
        env=shell.environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )

    assert done.stdout.startswith(expected)
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("default", "answers", "expected"),
    [
        (False, [""], False),
        (True, [""], True),
        (True, ["n"], False),
        (False, ["perhaps", "Yes"], True),
    ],
)
def test_return_gives_the_default_of_a_question(
    shell: Shell, answers: list[str], *, default: bool, expected: bool
) -> None:
    """Its capital letter says which; what is neither is asked again."""
    child = _asked(shell, f"session.confirm('Sure?', default={default})")
    for answer in answers:
        child.expect_exact("Sure? [Y/n] " if default else "Sure? [y/N] ")
        child.sendline(answer)
    _, shown = ended(child)

    assert f"GOT {expected}" in shown


def test_no_refuses_what_would_delete(shell: Shell) -> None:
    """8, and nothing was written."""
    child = _asked(shell, "session.confirm_or_refuse('Delete it?')")
    child.expect_exact("Delete it? [y/N] ")
    child.sendline("n")
    _, shown = ended(child)

    assert "REFUSED 8 nothing was written" in shown


def test_a_line_is_edited_in_any_script(shell: Shell) -> None:
    """A letter of another script is one letter to the backspace key."""
    child = _asked(shell, "session.ask('Who', flag='--by')", LC_ALL="C.UTF-8")
    child.expect_exact("Who: ")
    child.send("Łódź 日本\x7f\x7f家")
    child.sendline("")
    _, shown = ended(child)

    assert "GOT 'Łódź 家'" in shown


def test_a_pasted_line_break_answers_no_second_question(shell: Shell) -> None:
    """Pasted text comes as one answer, its lines joined."""
    questions = "[session.ask('Who', flag='-a'), session.ask('What', flag='-b')]"
    child = _asked(shell, questions)
    child.expect_exact("Who: ")
    child.send("\x1b[200~Eva\nRoe\x1b[201~")
    child.sendline("")
    child.expect_exact("What: ")
    child.sendline("x")
    _, shown = ended(child)

    assert "GOT ['Eva Roe', 'x']" in shown


def test_a_question_is_seen_where_the_answer_is_piped_away(
    shell: Shell, tmp_path: Path
) -> None:
    """Standard output gets the answer and nothing else."""
    out = tmp_path / "out.txt"
    away = f"import os; os.dup2(os.open({str(out)!r}, os.O_WRONLY | os.O_CREAT), 1)"
    child = typed(shell, "-c", away + ASKING, "session.ask('Who', flag='--by')")
    child.expect_exact("Who: ")
    child.sendline("Eva")
    _, shown = ended(child)

    assert out.read_text() == "GOT 'Eva'\n"
    assert "GOT" not in shown


def test_prose_is_written_in_the_editor(shell: Shell, tmp_path: Path) -> None:
    """The guide is cut off; a heading of the text is none of it."""
    editor = _editor(tmp_path, "# Because\n\nit is so.\n")
    _, shown = ended(_asked(shell, PROSE, EDITOR=editor))

    assert "GOT '# Because\\n\\nit is so.'" in shown


def test_prose_left_empty_is_a_lack(shell: Shell, tmp_path: Path) -> None:
    """An editor that is closed without a word says no."""
    _, shown = ended(_asked(shell, PROSE, EDITOR=_editor(tmp_path, "")))

    assert "REFUSED 2 nothing was written: --why is missing" in shown


def test_without_an_editor_prose_is_typed_line_by_line(shell: Shell) -> None:
    """An empty line ends it."""
    child = _asked(shell, PROSE)
    child.expect_exact("Say why.")
    child.expect_exact("Why (an empty line ends it):")
    for line in ("Because", "it is so.", ""):
        child.expect_exact("> ")
        child.sendline(line)
    _, shown = ended(child)

    assert "GOT 'Because\\nit is so.'" in shown


@pytest.mark.parametrize("code", [0, 1])
def test_prose_that_is_not_committed_is_kept(
    shell: Shell, tmp_path: Path, code: int
) -> None:
    """Whatever goes wrong behind the question, or in the editor."""
    editor = _editor(tmp_path, "Because.\n", code)
    _, shown = ended(_asked(shell, f"(session.ledger, {PROSE})", EDITOR=editor))
    folder = shell.newsroom.ledger.state_folder
    assert folder is not None
    (kept,) = (folder / "kept").iterdir()

    assert f"What you wrote for --why is kept in {kept}" in shown
    assert kept.read_text(encoding="utf-8") == "Because.\n"
    assert kept.stat().st_mode & 0o077 == 0


WORDS = st.text(st.characters(categories=["L"]), min_size=1, max_size=4)


@given(choices=st.lists(WORDS, min_size=1, max_size=6, unique_by=str.casefold))
def test_every_choice_can_be_chosen(choices: list[str]) -> None:
    """By itself; and by its number, where no choice is that number."""
    for number, choice in enumerate(choices, 1):
        assert chosen(choice, choices) == choice
        assert chosen(str(number), choices) == choice
    assert chosen("", choices) is None
    assert chosen(str(len(choices) + 1), choices) is None


@given(text=st.text(st.characters(exclude_categories=["Cc", "Zl", "Zp", "Cs"])))
def test_a_guide_leaves_no_trace(text: str) -> None:
    """What stands above it comes back as it was, but for the space around it."""
    guided = with_guide(text, "Why", ["Say why.", "# Really"])

    assert without_guide(guided) == text.strip()

"""Hand edits: checked, written in canonical form, committed; nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factcheck.desk import saving
from factcheck.model.errors import BadRecordError, NotFoundError, RefusedError
from tests.desk.commits import latest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Newsroom

EVIDENCE = """\
says: "By hand"
kind: report
source: {publisher: Hand}
added: "2026-11-23T10:00:00Z"
added_by: Anna
"""


def _file(newsroom: Newsroom, entry: str = "cold") -> Path:
    return newsroom.root / newsroom.ledger.evidence(entry).path


def test_an_edit_is_written_in_canonical_form(busy_newsroom: Newsroom) -> None:
    """Quotes and order of the hand give way to the one form."""
    file = _file(busy_newsroom)
    file.write_text('note: "by hand"\n' + file.read_text())
    act = busy_newsroom.save()
    commit = latest(busy_newsroom)

    assert not file.read_text().startswith("note")
    assert "\nnote: by hand\n" in file.read_text()
    assert commit.subject == f"Save edits: {file.stem}"
    assert commit.files == {act.made[0].path: "M"}
    assert busy_newsroom.git("status", "--porcelain") == ""


def test_a_new_file_written_by_hand_is_saved(busy_newsroom: Newsroom) -> None:
    """A record needs no command to come into the ledger."""
    file = busy_newsroom.root / "evidence/2026/11/by-hand-0123456789ab.yaml"
    file.write_text(EVIDENCE)
    busy_newsroom.save()

    assert busy_newsroom.ledger.evidence("by-hand").record.says == "By hand"
    assert file.read_text().startswith("source:\n  publisher: Hand\n")


def test_a_deletion_is_saved(busy_newsroom: Newsroom) -> None:
    """A link that was deleted by hand goes with the commit."""
    links = busy_newsroom.ledger.check("moonlight").links
    (busy_newsroom.root / links[0].path).unlink()
    busy_newsroom.save()

    assert latest(busy_newsroom).files == {links[0].path: "D"}
    assert len(busy_newsroom.ledger.check("moonlight").links) == 1


def test_a_preview_shows_what_differs_from_the_commit(
    busy_newsroom: Newsroom,
) -> None:
    """Also an edit that is canonical already, and a deletion."""
    file = _file(busy_newsroom)
    file.write_text(file.read_text().replace("Cold it is", "Icy it is"))
    link = busy_newsroom.ledger.check("moonlight").links[0].path
    (busy_newsroom.root / link).unlink()
    desk = busy_newsroom.desk()
    operation, _ = saving.save_edits(desk)
    shown = desk.diff(operation)

    assert "-says: Cold it is\n+says: Icy it is\n" in shown
    assert f"--- {link}\n+++ /dev/null\n" in shown


def test_only_the_paths_named_are_saved(busy_newsroom: Newsroom) -> None:
    """The other edit waits in the working tree."""
    for entry in ("cold", "warm"):
        file = _file(busy_newsroom, entry)
        file.write_text(file.read_text() + "note: x\n")
    path = busy_newsroom.ledger.evidence("warm").path
    operation, _ = saving.save_edits(busy_newsroom.desk(), [path])

    assert [change.path for change in operation.changes] == [path]


def test_a_subject_can_be_given(busy_newsroom: Newsroom) -> None:
    """The commit says what the person says."""
    file = _file(busy_newsroom)
    file.write_text(file.read_text() + "note: x\n")
    busy_newsroom.do(
        lambda desk: saving.save_edits(desk, subject="Note the lamp\n\nCheck: forged")[
            0
        ]
    )

    assert latest(busy_newsroom).subject == "Note the lamp Check: forged"
    assert latest(busy_newsroom).trailers == (("Factcheck-Op", "save"),)


def test_comments_stay_and_are_warned_of(busy_newsroom: Newsroom) -> None:
    """A file with comments is committed as it is written."""
    file = _file(busy_newsroom)
    written = file.read_text() + "# ask again\nnote: 'by hand'\n"
    file.write_text(written)
    desk = busy_newsroom.desk()
    operation, warnings = saving.save_edits(desk)
    desk.commit(operation)
    committed = busy_newsroom.git("show", f"HEAD:{operation.made[0].path}")

    assert file.read_text() == committed == written
    assert len(warnings) == 1
    assert "comments" in warnings[0]


def test_every_problem_of_every_file_is_listed(busy_newsroom: Newsroom) -> None:
    """One attempt shows all that is to be mended; nothing is committed."""
    for entry, wrong in (("cold", "nonsense: 1\nkindd: x\n"), ("warm", "kind: odd\n")):
        file = _file(busy_newsroom, entry)
        file.write_text(
            "".join(
                line
                for line in file.read_text().splitlines(keepends=True)
                if not line.startswith("kind:")
            )
            + wrong
        )
    head = busy_newsroom.git("rev-parse", "HEAD")
    with pytest.raises(BadRecordError) as refused:
        busy_newsroom.save()

    messages = [str(problem) for problem in refused.value.problems]
    assert len(messages) == 4
    assert any("did you mean kind?" in message for message in messages)
    assert all(problem.line > 0 for problem in refused.value.problems)
    assert busy_newsroom.git("rev-parse", "HEAD") == head


def test_a_file_in_no_place_for_a_record_is_a_problem(
    busy_newsroom: Newsroom,
) -> None:
    """A stray file is named, not committed and not skipped."""
    (busy_newsroom.root / "evidence/notes.txt").write_text("x")
    with pytest.raises(BadRecordError, match=r"evidence/notes\.txt: is no place"):
        busy_newsroom.save()


@pytest.mark.parametrize("kind", ["verdict", "review"])
@pytest.mark.parametrize("deleted", [True, False])
def test_what_is_append_only_is_not_saved(
    busy_newsroom: Newsroom, kind: str, *, deleted: bool
) -> None:
    """The message says how to take the edit back."""
    check = busy_newsroom.ledger.check("moonlight")
    path = (check.verdicts if kind == "verdict" else check.reviews)[0].path
    file = busy_newsroom.root / path
    if deleted:
        file.unlink()
    else:
        file.write_text(file.read_text() + "# I looked\n")
    with pytest.raises(RefusedError, match=f"is a {kind}, .*git checkout -- {path}"):
        busy_newsroom.save()


def test_without_edits_there_is_nothing_to_save(busy_newsroom: Newsroom) -> None:
    """Files that are no records do not count."""
    (busy_newsroom.root / "notes.txt").write_text("mine")
    with pytest.raises(NotFoundError, match="nothing to save"):
        busy_newsroom.save()


def test_settings_can_be_saved(busy_newsroom: Newsroom) -> None:
    """The scale is edited by hand; the subject names the file."""
    file = busy_newsroom.root / "factcheck.yaml"
    file.write_text(file.read_text().replace("Example Desk", "The Daily Check"))
    busy_newsroom.save()

    assert latest(busy_newsroom).subject == "Save edits: factcheck"
    assert busy_newsroom.ledger.settings.publisher.name == "The Daily Check"


def test_what_is_staged_besides_stays_staged(busy_newsroom: Newsroom) -> None:
    """Our commit holds only our paths."""
    (busy_newsroom.root / "notes.txt").write_text("mine")
    busy_newsroom.git("add", "notes.txt")
    file = _file(busy_newsroom)
    file.write_text(file.read_text() + "note: x\n")
    busy_newsroom.save()

    assert list(latest(busy_newsroom).files.values()) == ["M"]
    assert busy_newsroom.git("status", "--porcelain") == "A  notes.txt\n"

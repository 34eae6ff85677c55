"""Two people, two clones: what they add goes together, whichever way git joins it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.clones import run as run_trials
from factcheck.ledger.git.settings import RENAMES
from factcheck.model.digest import digest
from factcheck.model.errors import BadRecordError
from factcheck.model.state import flags
from tests.conftest import Newsroom, copy_of, git

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factcheck.model.check import Check


@pytest.fixture
def clones(worked_on: Path, tmp_path: Path) -> Iterator[tuple[Newsroom, Newsroom]]:
    """Give Anna's ledger and Bo's clone of it, each with ids of its own."""
    anna = copy_of(worked_on, tmp_path / "anna")
    git(tmp_path, "clone", "-q", str(anna.root), "bo")
    bo = Newsroom(tmp_path / "bo", seed="bo", moment=anna.moment)
    yield anna, bo
    anna.close()
    bo.close()


def join(here: Newsroom, there: Newsroom, how: str) -> str:
    """Bring the work of one clone into another; give what git says."""
    here.git("fetch", "-q", str(there.root), "main:theirs")
    if how == "squash":
        said = here.git("merge", "--squash", "theirs", check=False)
        return said + here.git("commit", "-qm", "squashed", check=False)
    commands = {
        "merge": ["merge", "--no-edit", "theirs"],
        "rebase": ["rebase", "theirs"],
        "cherry-pick": ["cherry-pick", "main..theirs"],
    }
    return here.git(*commands[how], check=False)


HOWS = ["merge", "squash", "rebase", "cherry-pick"]


def pinned(check: Check) -> dict[str, str]:
    """Give the digests of everything that a verdict on the check would pin."""
    found = {"claim": digest("check", check.claim.data)}
    for link in check.links:
        entry = check.evidence[link.id]
        found[link.name] = digest("link", link.data) + digest("evidence", entry.data)
    return found


@pytest.mark.parametrize("how", HOWS)
def test_what_two_add_to_one_check_goes_together(
    how: str, clones: tuple[Newsroom, Newsroom]
) -> None:
    """Both add evidence to the same check and amend different entries: no conflict."""
    anna, bo = clones
    hers = anna.add("moonlight", "Alpha")
    anna.amend("cold", says="Very cold it is.")
    his = bo.add("moonlight", "Beta", "refutes")
    bo.amend("warm", note="a note")
    expected = {
        **pinned(bo.ledger.check("moonlight")),
        **pinned(anna.ledger.check("moonlight")),
    }
    said = join(anna, bo, how)
    ledger = anna.ledger
    check = ledger.check("moonlight")

    assert "CONFLICT" not in said
    assert ledger.problems() == ()
    assert anna.git("status", "--porcelain") == ""
    assert pinned(check) == expected
    cold = ledger.evidence("cold").name
    assert set(ledger.standing(check).moved) == {
        f"evidence {hers} was linked after the verdict",
        f"evidence {his} was linked after the verdict",
        f"evidence {cold} changed in substance",
    }
    assert check.evidence[ledger.evidence("warm").id].record.note == "a note"


@pytest.mark.parametrize("how", HOWS)
def test_a_merge_alone_moves_nothing(
    how: str, clones: tuple[Newsroom, Newsroom]
) -> None:
    """Work on other checks, and notes, leave the verdict as it was."""
    anna, bo = clones
    anna.open("Starlight is old")
    bo.add("sunlight", "Beta")
    bo.amend("cold", note="a note")
    join(anna, bo, how)
    check = anna.ledger.check("moonlight")

    assert anna.ledger.standing(check).moved == ()
    assert len(list(anna.ledger.standings())) == 3


def test_a_revert_settles_what_it_undoes(clones: tuple[Newsroom, Newsroom]) -> None:
    """The other's addition is merged, and then taken back with git alone."""
    anna, bo = clones
    bo.add("moonlight", "Beta")
    anna.open("Starlight is old")
    join(anna, bo, "merge")
    check = anna.ledger.check("moonlight")
    merged = anna.ledger.standing(check).moved
    anna.git("revert", "--no-edit", "-m", "1", "HEAD")
    check = anna.ledger.check("moonlight")

    assert len(merged) == 1
    assert anna.ledger.standing(check).moved == ()


@pytest.mark.parametrize("how", HOWS)
def test_two_verdicts_in_two_clones_both_stand(
    how: str, clones: tuple[Newsroom, Newsroom]
) -> None:
    """Neither is lost, and the check says that there are two."""
    anna, bo = clones
    names = {anna.freeze("sunlight"), bo.freeze("sunlight", rating="false")}
    said = join(anna, bo, how)
    check = anna.ledger.check("sunlight")
    found = anna.ledger.standing(check)

    assert "CONFLICT" not in said
    assert {one.name for one in check.current_verdicts()} == names
    assert [one.name for one in flags(found, now="2026-12-01T00:00:00Z")] == [
        "two verdicts"
    ]


def test_a_verdict_in_one_and_evidence_in_the_other(
    clones: tuple[Newsroom, Newsroom],
) -> None:
    """The verdict could not know of it, and needs a recheck as soon as they meet."""
    anna, bo = clones
    anna.freeze("sunlight")
    name = bo.add("sunlight", "Beta", "refutes")
    join(anna, bo, "merge")
    found = anna.ledger.standing(anna.ledger.check("sunlight"))

    assert found.moved == (f"evidence {name} was linked after the verdict",)


def test_a_stance_on_which_two_differ_is_a_conflict(
    clones: tuple[Newsroom, Newsroom],
) -> None:
    """The same entry linked to the same check is one file: git does not choose."""
    anna, bo = clones
    name = anna.add("sunlight", "Shared")
    bo.git("pull", "-q", str(anna.root), "main")
    link = f"link-{name}.yaml"
    for newsroom, stance in ((anna, "refutes"), (bo, "context")):
        path = newsroom.path("sunlight") / link
        path.write_text(path.read_text().replace("supports", stance))
        newsroom.save()

    assert f"CONFLICT (content): Merge conflict in {_inside(anna, link)}" in join(
        anna, bo, "merge"
    )


def _inside(newsroom: Newsroom, name: str) -> str:
    path = newsroom.path("sunlight") / name
    return path.relative_to(newsroom.root).as_posix()


def test_the_same_field_edited_twice_is_an_unresolved_merge(
    clones: tuple[Newsroom, Newsroom],
) -> None:
    """While it lies in the tree, and once somebody commits it with its markers."""
    anna, bo = clones
    anna.amend("cold", says="Icy it is.")
    bo.amend("cold", says="Cool it is.")
    said = join(anna, bo, "merge")
    check = anna.ledger.check("moonlight")
    line = _line_of_conflict(anna)
    place = rf"evidence/2026/11/cold-.*\.yaml:{line}: has an unresolved merge"
    with pytest.raises(BadRecordError, match=place):
        anna.ledger.working(check)
    before = anna.ledger.problems()
    anna.git("commit", "-qam", "merged, it seems")
    (problem,) = anna.ledger.problems()

    assert "CONFLICT" in said
    assert before == ()
    assert (problem.line, problem.code) == (line, "merge-conflict")
    assert problem.path.startswith("evidence/2026/11/cold-")


def _line_of_conflict(newsroom: Newsroom) -> int:
    lines = newsroom.path("cold").read_text().splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.startswith("<<<<<<<"))


def test_a_shallow_clone_knows_the_same(
    clones: tuple[Newsroom, Newsroom], tmp_path: Path
) -> None:
    """Meaning is in the tree; only the history is missing, and that is known."""
    anna, _ = clones
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{anna.root}", "shallow")
    shallow = Newsroom(tmp_path / "shallow")

    assert list(shallow.ledger.standings()) == list(anna.ledger.standings())
    repository = shallow.ledger.repository
    assert repository is not None
    assert repository.is_shallow()
    shallow.close()


def test_random_work_of_two_goes_together(tmp_path: Path) -> None:
    """No conflict of additions, no field moved, every true conflict shown by field.

    The count of benchmarks/clones.py, which does it a thousand times.
    """
    judge = run_trials(tmp_path, [0, 2, *range(1, 29, 2)], seed=7, every=0)

    assert judge.wrong == []
    assert judge.counted["trials"] == 16
    assert judge.counted["records joined by field"] >= 3
    assert judge.counted["conflicts"] >= 3


@pytest.fixture
def driven(
    clones: tuple[Newsroom, Newsroom], monkeypatch: pytest.MonkeyPatch
) -> tuple[Newsroom, Newsroom]:
    """Give the clones; Anna's git joins records with our merge driver."""
    anna, bo = clones
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    driver = f"'{sys.executable}' -m factcheck merge-driver %O %A %B %P"
    anna.git("config", "merge.factcheck.driver", driver)
    for key, value in RENAMES.keys:
        anna.git("config", key, value)
    attributes = anna.root / ".git" / "info" / "attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_text("*.yaml merge=factcheck\n")
    return anna, bo


@pytest.mark.parametrize("how", ["merge", "rebase"])
def test_the_driver_joins_neighbouring_fields(
    how: str, driven: tuple[Newsroom, Newsroom]
) -> None:
    """Which git alone calls a conflict, because their lines touch."""
    anna, bo = driven
    anna.amend("cold", origin="The ministry", says="Very cold it is.")
    bo.amend("cold", where="page 2")
    said = join(anna, bo, how)
    entry = anna.ledger.evidence("cold").record

    assert "CONFLICT" not in said
    assert (entry.origin, entry.where) == ("The ministry", "page 2")
    assert entry.says == "Very cold it is."
    assert anna.git("status", "--porcelain") == ""


def test_a_conflict_leaves_our_file_without_markers(
    driven: tuple[Newsroom, Newsroom],
) -> None:
    """The path is unmerged, the field is named, and the record can be read."""
    anna, bo = driven
    anna.amend("cold", says="Icy it is.")
    bo.amend("cold", says="Cool it is.")
    ours = anna.path("cold").read_bytes()
    said = join(anna, bo, "merge")
    status = anna.git("status", "--porcelain")

    assert "CONFLICT" in said
    assert "says: here “Icy it is.”, there “Cool it is.”; it was “Cold it is”" in said
    assert anna.path("cold").read_bytes() == ours
    assert status.startswith("UU evidence/")


def test_a_verdict_is_no_renamed_draft(driven: tuple[Newsroom, Newsroom]) -> None:
    """Git would carry a change of the draft into the frozen verdict."""
    anna, bo = driven
    text = "\n".join(f"Line {number} of the text." for number in range(40))
    anna.draft("sunlight", text=text)
    bo.git("pull", "-q", str(anna.root), "main")
    anna.freeze("sunlight", text=text, headline="So it is, still")
    (path,) = anna.path("sunlight").glob("verdict-*")
    frozen = path.read_bytes()
    bo.draft("sunlight", text=text.replace("Line 3 of", "Row 3 of"))
    said = join(anna, bo, "merge")

    assert "CONFLICT (modify/delete)" in said
    assert path.read_bytes() == frozen

"""The operations on a ledger: which commits, and what each of them changed."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from factcheck.ledger.history.log import epoch
from factcheck.model.errors import NotFoundError, UsageError
from tests.conftest import BO, Newsroom, git

if TYPE_CHECKING:
    from pathlib import Path

    from factcheck.ledger.history.operations import Asked


def subjects(newsroom: Newsroom, asked: Asked | None = None) -> list[str]:
    """Give the first words of the operations that are asked for."""
    found = newsroom.ledger.operations(**(asked or {}))
    return [" ".join(one.subject.split()[:2]) for one in found]


ALL = [
    "Open check:",
    "Approve verdict",
    "Give verdict",
    "Draft the",
    "Add evidence:",
    "Add evidence:",
    "Open check:",
    "Begin the",
]


def test_all_operations_newest_first(busy_newsroom: Newsroom) -> None:
    """Each with who, when, what our command was, and what it names."""
    found = list(busy_newsroom.ledger.operations())
    approval = found[1]

    assert len(found) == len(ALL)
    assert [one.when for one in found] == sorted(
        (one.when for one in found), reverse=True
    )
    assert approval.author == BO.name
    assert approval.operation == "approve"
    assert dict(approval.trailers).keys() >= {"Factcheck-Op", "Check"}
    assert found[0].parents == (approval.commit,)
    assert found[-1].parents == ()


def test_filters(busy_newsroom: Newsroom) -> None:
    """By path, time, person and number; all must hold."""
    folder = busy_newsroom.path("moonlight").relative_to(busy_newsroom.root).as_posix()
    ledger = busy_newsroom.ledger
    everything = [one.commit for one in ledger.operations()]

    def positions(asked: Asked) -> list[int]:
        return [everything.index(one.commit) for one in ledger.operations(**asked)]

    assert positions({"paths": [folder]}) == [1, 2, 3, 4, 5, 6]
    assert positions({"paths": [folder + "/check.yaml", "./" + folder]}) == [
        *range(1, 7)
    ]
    assert positions({"paths": ["factcheck.yaml"]}) == [len(everything) - 1]
    assert positions({"paths": ["."]}) == positions({"paths": []}) == [*range(8)]
    assert positions({"author": "BO"}) == [1]
    assert positions({"author": "nobody"}) == []
    assert positions({"limit": 2}) == [0, 1]
    assert positions({"limit": 2, "paths": [folder], "author": "anna"}) == [2, 3]
    when = [one.when for one in ledger.operations()]
    assert positions({"since": when[3]}) == [0, 1, 2, 3]
    assert positions({"until": when[3]}) == [3, 4, 5, 6, 7]
    assert positions({"since": when[3], "until": when[2]}) == [2, 3]
    assert positions({"since": "2026-11-22", "until": "2026-11"}) == [*range(8)]
    assert positions({"since": "2026-11-23"}) == []
    assert positions({"until": "2025"}) == []


@pytest.mark.parametrize("text", ["yesterday", "", "2026-13", "--all", "2026-02-30"])
def test_what_is_no_date(text: str, busy_newsroom: Newsroom) -> None:
    """The error names the filter, before anything is read."""
    with pytest.raises(UsageError, match=r"since: '.*' is no date"):
        busy_newsroom.ledger.operations(since=text)


def test_commits_by_hand_are_operations_without_a_name(
    busy_newsroom: Newsroom,
) -> None:
    """If they touch records; those of other files are none of the ledger's."""
    busy_newsroom.path("cold").write_text("nonsense\n")
    busy_newsroom.git("commit", "-qam", "by hand\n\nFor a reason.")
    (busy_newsroom.root / "code.py").write_text("print()\n")
    busy_newsroom.git("add", "-A")
    busy_newsroom.git("commit", "-qm", "code")
    first = next(busy_newsroom.ledger.operations())

    assert (first.subject, first.body, first.operation) == (
        *("by hand", "For a reason."),
        None,
    )


def test_a_merge_is_an_operation_only_if_it_settled_something(
    busy_newsroom: Newsroom,
) -> None:
    """The operations of both sides are there, once each."""
    busy_newsroom.git("checkout", "-q", "-b", "anna")
    busy_newsroom.amend("cold", says="Colder.")
    busy_newsroom.git("checkout", "-q", "main")
    busy_newsroom.open("Something else")
    busy_newsroom.git("merge", "-q", "--no-edit", "anna")
    clean = subjects(busy_newsroom)
    busy_newsroom.git("checkout", "-q", "-b", "bo", "HEAD~1")
    busy_newsroom.amend("cold", says="Warmer.")
    busy_newsroom.git("checkout", "-q", "main")
    busy_newsroom.git("merge", "-q", "bo", check=False)
    path = busy_newsroom.path("cold")
    path.write_text(
        busy_newsroom.git(
            "show", "anna:" + str(path.relative_to(path.parents[3]))
        ).replace("Colder.", "Mild.")
    )
    busy_newsroom.git("commit", "-qam", "settled so")

    assert sorted(clean) == sorted([*ALL, "Open check:", "Amend evidence:"])
    assert sorted(subjects(busy_newsroom)) == sorted(
        [*clean, "Amend evidence:", "settled so"]
    )


def test_asking_for_the_first_is_enough(busy_newsroom: Newsroom) -> None:
    """Who stops asking leaves no process behind."""
    found = busy_newsroom.ledger.operations()
    first = next(found)
    del found
    gc.collect()

    assert first.subject.startswith("Open check: Sunlight")


def test_what_an_operation_changed(busy_newsroom: Newsroom) -> None:
    """The bytes before and after, by path; nothing before a first commit."""
    path = busy_newsroom.path("cold")
    before = path.read_bytes()
    inside = path.relative_to(busy_newsroom.root).as_posix()
    busy_newsroom.amend("cold", says="Colder.")
    ledger = busy_newsroom.ledger
    newest, *_, oldest = ledger.operations()
    (change,) = ledger.changed_by(newest.commit)
    begun = {one.path: one for one in ledger.changed_by(oldest.commit)}

    assert (change.path, change.before) == (inside, before)
    assert change.after == path.read_bytes()
    assert begun["factcheck.yaml"].before is None
    assert b"format: 1" in (begun["factcheck.yaml"].after or b"")


def test_what_a_verdict_changed(busy_newsroom: Newsroom) -> None:
    """The draft goes as the verdict comes."""
    ledger = busy_newsroom.ledger
    verdict = next(one for one in ledger.operations() if one.operation == "verdict")
    gone, come = sorted(
        ledger.changed_by(verdict.commit), key=lambda one: one.after is not None
    )

    assert gone.path.endswith("draft.yaml")
    assert gone.before
    assert come.before is None
    assert "/verdict-" in come.path


def test_a_merge_changes_what_its_first_parent_had_not(
    busy_newsroom: Newsroom,
) -> None:
    """That is what taking it back would take back."""
    busy_newsroom.git("checkout", "-q", "-b", "anna")
    busy_newsroom.amend("cold", says="Colder.")
    busy_newsroom.git("checkout", "-q", "main")
    busy_newsroom.open("Something else")
    busy_newsroom.git("merge", "-q", "--no-edit", "anna")
    head = busy_newsroom.git("rev-parse", "HEAD").strip()

    (change,) = busy_newsroom.ledger.changed_by(head)
    assert "cold" in change.path


def test_one_operation_by_its_revision(busy_newsroom: Newsroom) -> None:
    """Any name of the commit; also of one that touched nothing."""
    busy_newsroom.git("commit", "-q", "--allow-empty", "-m", "nothing")
    ledger = busy_newsroom.ledger

    assert ledger.operation("HEAD").subject == "nothing"
    assert ledger.operation("main~1") == next(ledger.operations())
    assert ledger.changed_by(ledger.operation("HEAD").commit) == ()
    with pytest.raises(NotFoundError, match="names no commit"):
        ledger.operation("--all")


def test_a_ledger_inside_a_project(busy_newsroom: Newsroom, tmp_path: Path) -> None:
    """Paths are the ledger's; the project's commits are not among its operations."""
    project = tmp_path / "project"
    project.mkdir()
    git(project, "init", "-q", "-b", "main")
    busy_newsroom.close()
    root = project / "data" / "ledger é"
    root.parent.mkdir()
    busy_newsroom.root.rename(root)
    git(root, "update-ref", "-d", "HEAD")
    for file in root.glob(".git"):
        file.rename(tmp_path / "away")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "all\n\nFactcheck-Op: import")
    (project / "code.py").write_text("print()\n")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "code")
    newsroom = Newsroom(root, seed="other", moment=busy_newsroom.moment)
    newsroom.amend("cold", says="Colder.")
    ledger = newsroom.ledger
    first, second = ledger.operations()

    assert [one.path for one in ledger.changed_by(first.commit)] == [
        newsroom.path("cold").relative_to(root).as_posix()
    ]
    assert second.operation == "import"
    assert subjects(newsroom, {"paths": ["evidence"]}) == ["Amend evidence:", "all"]
    newsroom.close()


def test_a_folder_outside_git_has_no_operations(tmp_path: Path) -> None:
    """None at all, rather than an error."""
    (tmp_path / "factcheck.yaml").write_text("format: 1\n")

    assert list(Newsroom(tmp_path).ledger.operations()) == []


def test_what_lies_beyond_the_cut_is_not_guessed(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """The last commit of a shallow clone did not add everything."""
    url = busy_newsroom.root.as_uri()
    git(tmp_path, "clone", "-q", "--depth", "2", url, str(tmp_path / "shallow"))
    shallow = Newsroom(tmp_path / "shallow")
    ledger = shallow.ledger
    found = list(ledger.operations())

    assert [one.is_cut for one in found] == [False, True]
    assert ledger.changed_by(found[0].commit)
    with pytest.raises(NotFoundError, match="'git fetch --unshallow'"):
        ledger.changed_by(found[1].commit)
    shallow.close()


@pytest.mark.parametrize(
    ("text", "end", "expected"),
    [
        ("1970", False, 0),
        ("1970-01-01", True, 86_399),
        ("1970-01", True, 31 * 86_400 - 1),
        ("1970", True, 365 * 86_400 - 1),
        ("1972-02", True, (730 + 60) * 86_400 - 1),
        ("1970-01-01T00:00:10", False, 10),
        ("1970-01-01T01:00:10+01:00", True, 10),
    ],
)
def test_seconds_of_dates(text: str, end: bool, expected: int) -> None:  # noqa: FBT001 - a value of the table
    """A date is its first or its last second, months of any length included."""
    assert epoch(text, end=end) == expected

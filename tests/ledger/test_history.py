"""Versions of a record, and earlier commits, from the history that git has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from factcheck.model.errors import NotFoundError
from tests.conftest import BO, Newsroom, git, make_newsroom

if TYPE_CHECKING:
    from pathlib import Path

    from factcheck.ledger.history.versions import Version


def test_versions_of_an_entry(busy_newsroom: Newsroom) -> None:
    """Newest first, each with who, when, why and the bytes."""
    busy_newsroom.amend("cold", says="Very cold it is.")
    busy_newsroom.open("Starlight is old")
    path = busy_newsroom.path("cold")
    path.write_text(path.read_text().replace("Very cold", "Icy"))
    busy_newsroom.git("config", "user.name", "Cy")
    busy_newsroom.git("commit", "-qam", "By hand\n\nBody.")
    ledger = busy_newsroom.ledger
    versions = list(ledger.versions(ledger.evidence("cold")))

    assert [one.subject for one in versions] == [
        "By hand",
        "Amend evidence: Reuters, Very cold it is.",
        "Add evidence: Reuters, Cold it is (supports)",
    ]
    assert [one.author for one in versions] == ["Cy", *["Anna Example"] * 2]
    assert [one.when for one in versions[1:]] == [
        "2026-11-23T10:00:00Z",
        "2026-11-22T10:01:00Z",
    ]
    assert versions[0].content == path.read_bytes()
    assert b"says: Cold it is" in (versions[2].content or b"")


def test_a_deletion_is_a_version_without_content(busy_newsroom: Newsroom) -> None:
    """A draft that became a verdict was there, and is gone."""
    busy_newsroom.draft("sunlight")
    draft = busy_newsroom.ledger.check("sunlight").draft
    assert draft is not None
    busy_newsroom.freeze("sunlight", BO, headline="Another")
    versions = list(busy_newsroom.ledger.versions(draft))

    assert [one.content is None for one in versions] == [True, False, False]
    assert versions[0].author == BO.name


def test_an_earlier_commit_is_read_as_it_was(busy_newsroom: Newsroom) -> None:
    """All record files of it, and none of the others, by any name of the commit."""
    old = busy_newsroom.path("cold").read_bytes()
    inside = busy_newsroom.path("cold").relative_to(busy_newsroom.root).as_posix()
    busy_newsroom.git("tag", "before")
    busy_newsroom.amend("cold", says="Very cold it is.")
    base = busy_newsroom.ledger.base("before")

    assert base[inside] == old
    assert base == busy_newsroom.ledger.base("HEAD~1")
    assert not {"README.md", ".gitignore"} & set(base)


@pytest.mark.parametrize(
    "revision", ["nothing", "", "--help", "-", "HEAD:README.md", "HEAD^{tree}", "\n"]
)
def test_what_names_no_commit(revision: str, busy_newsroom: Newsroom) -> None:
    """Also text that looks like an option of git's."""
    with pytest.raises(NotFoundError, match="names no commit"):
        busy_newsroom.ledger.base(revision)


def test_replaced_commits_are_seen_as_they_were_made(busy_newsroom: Newsroom) -> None:
    """A replace ref, which a clone may bring along, changes nothing that we read."""
    expected = list(busy_newsroom.ledger.standings())
    busy_newsroom.git("replace", "HEAD", "HEAD~3")
    busy_newsroom.close()
    for file in (busy_newsroom.root / ".git" / "factcheck").rglob("cache*"):
        file.unlink()

    assert list(busy_newsroom.ledger.standings()) == expected


def test_versions_in_a_repository_with_sha256_ids(tmp_path: Path) -> None:
    """The longer ids of git's newer format are as good."""
    git(tmp_path, "init", "-q", "--object-format=sha256")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "begin")
    newsroom = make_newsroom(tmp_path / "ledger")
    newsroom.add(newsroom.open(), "Cold it is")
    ledger = newsroom.ledger
    subjects = [one.subject for one in ledger.versions(ledger.evidence("cold"))]
    newsroom.close()

    assert subjects == ["Add evidence: Reuters, Cold it is (supports)"]


def test_a_version_says_why_and_by_which_command(busy_newsroom: Newsroom) -> None:
    """The why is the message without its subject and without what programs read."""
    path = busy_newsroom.path("cold")
    path.write_text(path.read_text().replace("Cold", "Icy"))
    message = (
        "A long\nsubject\n\nBecause: of\nthe ice.\n\nAnd the snow.\n\nEvidence: cold\n"
        "Co-authored-by: Bo <bo@example.org>"
    )
    busy_newsroom.git("commit", "-qam", message)
    hand, ours = versions(busy_newsroom)

    assert hand.subject == "A long subject"
    assert hand.body == "Because: of\nthe ice.\n\nAnd the snow."
    assert hand.operation is None
    assert (ours.body, ours.operation) == ("", "evidence-add")


def versions(newsroom: Newsroom, entry: str = "cold") -> list[Version]:
    """Give the versions of an entry."""
    ledger = newsroom.ledger
    return list(ledger.versions(ledger.evidence(entry)))


def said(newsroom: Newsroom, entry: str = "cold") -> list[str | None]:
    """Give what the versions of an entry say, None for one that was deleted."""
    found = re.compile(rb"^says: (.*)", re.MULTILINE)
    return [
        found.findall(one.content)[0].decode() if one.content else None
        for one in versions(newsroom, entry)
    ]


def edit(newsroom: Newsroom, says: str, message: str = "by hand") -> None:
    """Let the entry ``cold`` say something else, and commit that."""
    path = newsroom.path("cold")
    text = re.sub("(?m)^says: .*", f"says: {says}", path.read_text())
    path.write_text(text)
    newsroom.git("commit", "-qam", message)


def test_a_merge_brings_each_version_once(busy_newsroom: Newsroom) -> None:
    """A merge that takes over what a branch made is no version of its own."""
    busy_newsroom.git("checkout", "-q", "-b", "anna")
    edit(busy_newsroom, "Colder")
    edit(busy_newsroom, "Coldest")
    busy_newsroom.git("checkout", "-q", "main")
    busy_newsroom.open("Something else")
    busy_newsroom.git("merge", "-q", "--no-edit", "anna")
    edit(busy_newsroom, "Frosty")

    assert said(busy_newsroom) == ["Frosty", "Coldest", "Colder", "Cold it is"]


def part(newsroom: Newsroom) -> None:
    """Let two branches edit one entry: anna says Colder, main says Warmer."""
    newsroom.git("checkout", "-q", "-b", "anna")
    edit(newsroom, "Colder")
    newsroom.git("checkout", "-q", "main")
    edit(newsroom, "Warmer")


def test_a_merge_that_decides_is_a_version(busy_newsroom: Newsroom) -> None:
    """What was settled in it stands in none of the branches."""
    part(busy_newsroom)
    busy_newsroom.git("merge", "-q", "anna", check=False)
    busy_newsroom.git("checkout", "-q", "--theirs", ".")
    edit(busy_newsroom, "Mild", "settle")
    found = said(busy_newsroom)

    assert found[0] == "Mild"
    assert sorted(map(str, found[1:3])) == ["Colder", "Warmer"]
    assert found[3:] == ["Cold it is"]


@pytest.mark.parametrize(
    ("side", "now"), [("ours", "Warmer"), ("theirs", "Colder")], ids=str
)
def test_the_newest_version_is_the_present_one(
    side: str, now: str, busy_newsroom: Newsroom
) -> None:
    """Also after a merge that took one side; the other one is not passed over."""
    part(busy_newsroom)
    busy_newsroom.git("merge", "-q", "--no-edit", f"-X{side}", "anna")
    found = said(busy_newsroom)

    assert found[0] == now
    assert {"Warmer", "Colder", "Cold it is"} == set(found)


def test_what_two_did_alike_is_there_once(busy_newsroom: Newsroom) -> None:
    """The same change on two branches, as by cherry-pick, is one version."""
    busy_newsroom.git("checkout", "-q", "-b", "anna")
    edit(busy_newsroom, "Colder")
    busy_newsroom.git("checkout", "-q", "main")
    busy_newsroom.open("Something else")
    busy_newsroom.git("cherry-pick", "anna")
    busy_newsroom.git("merge", "-q", "--no-edit", "anna")

    assert said(busy_newsroom) == ["Colder", "Cold it is"]


def test_a_record_that_was_deleted_and_brought_back(busy_newsroom: Newsroom) -> None:
    """Both are versions."""
    inside = busy_newsroom.path("cold").relative_to(busy_newsroom.root).as_posix()
    busy_newsroom.git("rm", "-q", inside)
    busy_newsroom.git("commit", "-qm", "delete")
    busy_newsroom.git("revert", "--no-edit", "HEAD")

    assert said(busy_newsroom) == ["Cold it is", None, "Cold it is"]


def test_another_mode_is_no_version(busy_newsroom: Newsroom) -> None:
    """Nor is a commit that does not touch the file."""
    busy_newsroom.path("cold").chmod(0o755)
    busy_newsroom.git("commit", "-qam", "executable")

    assert len(versions(busy_newsroom)) == 1


def test_more_versions_than_are_looked_at_at_once(busy_newsroom: Newsroom) -> None:
    """All of them are given, in their order."""
    for number in range(40):
        edit(busy_newsroom, f"Cold {number}")
    expected = [f"Cold {number}" for number in reversed(range(40))]

    assert said(busy_newsroom) == [*expected, "Cold it is"]


def test_a_shallow_clone_says_where_its_history_ends(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """Its last commit seems to have made everything, and has not."""
    edit(busy_newsroom, "Colder")
    busy_newsroom.open("Something else")
    url = busy_newsroom.root.as_uri()
    git(tmp_path, "clone", "-q", "--depth", "3", url, str(tmp_path / "shallow"))
    shallow = Newsroom(tmp_path / "shallow")
    found = versions(shallow)
    shallow.close()

    assert [one.is_cut for one in found] == [False, True]
    assert not any(one.is_cut for one in versions(busy_newsroom))


def test_settings_of_the_user_change_no_answer(busy_newsroom: Newsroom) -> None:
    """What git is told to print for people is not what we read."""
    edit(busy_newsroom, "Colder")
    expected = versions(busy_newsroom, "cold"), list(busy_newsroom.ledger.operations())
    for setting in (
        *("log.showRoot=false", "log.follow=true", "color.ui=always"),
        *("log.showSignature=true", "diff.renames=copies", "log.date=relative"),
        *("i18n.logOutputEncoding=UTF-16", "log.diffMerges=first-parent"),
        *("core.quotePath=true", "format.pretty=oneline", "diff.noprefix=true"),
        *("core.abbrev=4", "log.mailmap=true", "diff.external=false"),
    ):
        busy_newsroom.git("config", *setting.split("="))

    found = versions(busy_newsroom, "cold"), list(busy_newsroom.ledger.operations())
    assert found == expected


def test_commits_that_are_no_text_or_of_no_time(busy_newsroom: Newsroom) -> None:
    """A name in another encoding and a date out of the calendar stop nothing."""
    busy_newsroom.git("config", "user.name", "Ren\udce9e")
    edit(busy_newsroom, "Colder")
    tree = busy_newsroom.git("rev-parse", "HEAD^{tree}").strip()
    head = busy_newsroom.git("rev-parse", "HEAD").strip()
    edit(busy_newsroom, "Coldest")
    tree = busy_newsroom.git("rev-parse", "HEAD^{tree}").strip()
    raw = (
        f"tree {tree}\nparent {head}\nauthor X <x> 999999999999999 +0000\n"
        "committer X <x> 1 +0000\n\n"
    )
    file = busy_newsroom.root / ".git" / "raw"
    file.write_text(raw)
    commit = busy_newsroom.git(
        "hash-object", "-t", "commit", "-w", "--literally", ".git/raw"
    )
    busy_newsroom.git("reset", "-q", "--hard", commit.strip())
    found = versions(busy_newsroom)

    assert [one.author for one in found] == ["X", "Renée", "Anna Example"]
    assert (found[0].when[-1], found[0].subject) == ("Z", "")

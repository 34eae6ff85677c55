"""Commands that write: what each commits, shows, and leaves alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

GIVEN = ("--rating", "true", "--headline", "H", "--summary", "S", "--text", "T")
ADD = ("--publisher", "P", "--says", "It says", "--kind", "report")
COMMANDS: dict[str, tuple[str, ...]] = {
    "open": ("open", "Trams run all night", "--by", "Eva Roe", "--on", "2020-10"),
    "evidence add": ("evidence", "add", "--title", "T", *ADD),
    "evidence amend": ("evidence", "amend", "cold", "--note", "seen"),
    "link": ("link", "sunlight", "cold", "--stance", "context", "--because", "B"),
    "unlink": ("unlink", "moonlight", "cold"),
    "draft": ("draft", "sunlight", "--headline", "H"),
    "verdict": ("verdict", "sunlight", *GIVEN),
    "approve": ("approve", "moonlight"),
    "request-changes": ("request-changes", "moonlight", "--comment", "Why?"),
    "edit": ("edit", "sunlight", "--place", "Paris"),
    "assign": ("assign", "sunlight", "--to", "me"),
    "close": ("close", "sunlight", "--as", "dropped", "--because", "B"),
    "ask": ("ask", "sunlight", "--question", "Why?"),
    "recheck": ("recheck", "moonlight", "--stands", "--because", "B"),
    "appearance add": ("appearance", "add", "sunlight", "--url", "https://x.org"),
    "save": ("save",),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_dry_run_shows_the_change_and_writes_nothing(
    shell: Shell, command: str
) -> None:
    """Standard output is a patch; branch and working tree stay as they are."""
    if command == "save":
        _edit(shell)
    before = shell.state()
    done = shell.run(*COMMANDS[command], "--dry-run")

    assert done.code == 0, done.err
    assert done.out.startswith("--- ")
    assert "\n+++ " in done.out
    assert "Nothing was written" in done.err
    assert shell.state() == before


@pytest.mark.parametrize("command", COMMANDS)
def test_json_says_what_was_made(shell: Shell, command: str) -> None:
    """Records with type, id and path; the commit is HEAD and holds those paths."""
    if command == "save":
        _edit(shell)
    done = shell.run(*COMMANDS[command], "--json")
    head = shell.newsroom.git("rev-parse", "HEAD").strip()
    files = shell.newsroom.git("show", "--name-only", "--format=", "HEAD").split()

    assert done.code == 0, done.err
    assert done.errors == []
    assert done.data["schema"] == "factcheck.made/1"
    assert done.data["commit"] == head
    assert done.data["id"] == done.data["records"][0]["id"]
    assert all(set(one) == {"type", "id", "path"} for one in done.data["records"])
    assert {one["path"] for one in done.data["records"]} <= set(files)
    assert shell.newsroom.git("status", "--porcelain") == ""


def _edit(shell: Shell) -> None:
    file = shell.root / shell.newsroom.ledger.evidence("cold").path
    file.write_text(file.read_text() + "note: by hand\n")


def test_a_whole_check_by_hand_and_by_pipe(shell: Shell, tmp_path: Path) -> None:
    """From a claim to an approved verdict; each id printed can be used as it is."""
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html><html lang="en"><title>Night trams</title>'
        '<meta property="og:site_name" content="The Gazette">'
        '<meta name="author" content="Jo Doe"><p>Trams run all night, they said.</p>'
    )
    opened = shell.run(
        *COMMANDS["open"], "--topic", "trams", "--url", "https://x.org/a"
    )
    check = opened.out.strip()
    added = shell.run(
        *("evidence", "add", str(page), "--says", "They run", "--kind", "report"),
        *("--quote", "Trams run all night", "--check", check),
        *("--stance", "supports", "--because", "It says so", "--primary"),
    )
    verdict = shell.run(
        *("verdict", check, "--rating", "TRUE", "--headline", "They do"),
        *("--summary", "Yes.", "--text", f"So says the paper [@{added.out[:6]}]."),
    )
    approved = shell.run(
        *("approve", check, "--comment", "Read it."),
        environment={"GIT_AUTHOR_NAME": "Bo Example"},
    )
    shown = shell.run("show", check, "--json").data

    assert [one.code for one in (opened, added, verdict, approved)] == [0] * 4
    assert (shown["stage"], shown["rating"]) == ("approved", "true")
    assert shown["flags"] == []
    assert shown["work"]["topics"] == ["trams"]
    assert shown["appearances"][0]["url"] == "https://x.org/a"
    source = shown["evidence"][0]["entry"]["source"]
    assert (source["title"], source["publisher"]) == ("Night trams", "The Gazette")
    assert (source["author"], source["language"]) == ("Jo Doe", "en")
    assert shown["evidence"][0]["quote"] == "quote found in its capture"
    assert "quote found in its capture" in added.err
    assert shown["reviews"][0]["reviewer"] == "Bo Example"
    sha256 = hashlib.sha256(page.read_bytes()).hexdigest()
    assert shown["evidence"][0]["entry"]["captures"][0]["sha256"] == sha256


def test_ids_repeat_with_a_seed_and_a_time(shell: Shell) -> None:
    """What documentation shows comes out again, down to the commit."""
    first = shell.run(*COMMANDS["open"], "--json")
    shell.newsroom.git("reset", "-q", "--hard", "HEAD^")
    second = shell.run(*COMMANDS["open"], "--json")

    assert first.data == second.data
    assert first.data["commit"]


def test_several_checks_are_one_commit(shell: Shell) -> None:
    """Names or ids on standard input; one id a line comes back."""
    before = int(shell.newsroom.git("rev-list", "--count", "HEAD"))
    ids = shell.run("list", "--ids").out
    done = shell.run("draft", "-", "--confidence", "low", "--json", given=ids)

    assert done.code == 0, done.err
    assert [one["type"] for one in done.data["records"]] == ["draft", "draft"]
    assert int(shell.newsroom.git("rev-list", "--count", "HEAD")) == before + 1


def test_of_several_checks_all_or_none(shell: Shell) -> None:
    """A check without a verdict stops the approval of the other one too."""
    before = shell.state()
    done = shell.run("approve", "moonlight", "sunlight")

    assert (done.code, done.out) == (5, "")
    assert len(done.errors) == 1
    assert shell.state() == before


def test_a_claim_that_is_there_already_is_named(shell: Shell) -> None:
    """The same claim stops the command; --anyway opens another check."""
    again = ("open", "moonlight is COLD", "--by", "X", "--on", "unknown")
    refused = shell.run(*again)
    opened = shell.run(*again, "--anyway")

    assert refused.code == 8
    assert refused.out == ""
    assert "moonlight-is-cold-" in refused.err
    assert "--anyway" in refused.errors[0]
    assert len(refused.errors) == 1
    assert opened.code == 0


def test_a_similar_claim_is_named_and_opened(shell: Shell) -> None:
    """Only the same claim stops; a similar one is a warning."""
    done = shell.run(
        "open", "Moonlight is very cold at sea", "--by", "X", "--on", "2020"
    )

    assert done.code == 0, done.err
    assert "warning: a similar claim: moonlight-is-cold-" in done.err
    assert len(done.out.split()) == 1


def test_an_amendment_says_what_needs_a_recheck(shell: Shell) -> None:
    """The person learns at once which verdicts no longer rest on it."""
    done = shell.run("evidence", "amend", "cold", "--says", "Mild it is")
    listed = shell.run("list", "--flag", "needs-recheck")
    shown = shell.run("show", "moonlight")

    assert "moonlight-is-cold needs a recheck: evidence cold-it-is-" in done.err
    assert "needs recheck" in listed.out
    assert "changed in substance" in listed.out
    assert "says; Anna Example, 24 November 2026" in shown.out


def test_a_quote_that_is_not_in_the_file_is_a_warning(
    shell: Shell, tmp_path: Path
) -> None:
    """The entry is taken in, and the person is told."""
    (tmp_path / "a.txt").write_text("Trams run until midnight.")
    done = shell.run(
        *("evidence", "add", str(tmp_path / "a.txt"), "--title", "T", *ADD),
        *("--quote", "Trams run until dawn"),
    )

    assert done.code == 0
    assert "warning: quote not found in its capture; nearest: “Trams run" in done.err


@pytest.mark.parametrize(
    "refused",
    [("--kind", "rumour"), ("--dry-run",)],
)
def test_a_refused_entry_leaves_no_capture(
    shell: Shell, tmp_path: Path, refused: tuple[str, ...]
) -> None:
    """Bytes are kept with the entry or not at all."""
    (tmp_path / "a.txt").write_text("Trams run until midnight.")
    shell.run(
        *("evidence", "add", str(tmp_path / "a.txt"), "--title", "T"), *ADD, *refused
    )

    assert not list(shell.root.glob("captures/*/*/*"))


def test_an_entry_that_is_not_committed_leaves_no_capture(
    shell: Shell, tmp_path: Path
) -> None:
    """Also where git stands in the way of the commit itself."""
    (tmp_path / "a.txt").write_text("Trams run until midnight.")
    head = shell.newsroom.git("rev-parse", "HEAD")
    (shell.root / ".git" / "MERGE_HEAD").write_text(head)
    done = shell.run("evidence", "add", str(tmp_path / "a.txt"), "--title", "T", *ADD)

    assert done.code == 6
    assert not list(shell.root.glob("captures/*/*/*"))


def test_the_same_capture_is_kept_once(shell: Shell, tmp_path: Path) -> None:
    """Bytes that an entry has already change nothing."""
    (tmp_path / "a.txt").write_text("Cold it is.")
    amend = ("evidence", "amend", "cold", "--capture", str(tmp_path / "a.txt"))
    first = shell.run(*amend)
    second = shell.run(*amend)
    entry = shell.newsroom.ledger.evidence("cold").record

    assert (first.code, second.code) == (0, 2)
    assert len(entry.captures) == 1


def test_a_draft_goes_through_a_pipe(shell: Shell) -> None:
    """``--print`` and ``--file -`` are each other's reverse."""
    shell.run("draft", "moonlight", "--headline", "H", "--text", "A [@cold].")
    printed = shell.run("draft", "moonlight", "--print").out
    done = shell.run(
        "draft", "moonlight", "--file", "-", given=printed.replace("H", "New", 1)
    )
    draft = shell.run("show", "moonlight", "--json").data["draft"]

    assert done.code == 0, done.err
    assert (draft["headline"], draft["text"]) == ("New", "A [@cold].")


def test_a_draft_after_a_verdict_begins_with_what_that_one_says(shell: Shell) -> None:
    """But not with what was of that one alone: when to look again, how it corrects."""
    fields = ("--headline", "H", "--summary", "S", "--text", "T", "--rating", "true")
    shell.run("verdict", "moonlight", *fields, "--recheck-by", "2027-01-01")
    shell.run("draft", "moonlight", "--headline", "New")
    draft = shell.run("show", "moonlight", "--json").data["draft"]

    assert {field: value for field, value in draft.items() if value} == {
        "headline": "New",
        "summary": "S",
        "text": "T",
        "rating": "true",
    }


def test_a_new_ledger_tells_its_folder(shell: Shell, tmp_path: Path) -> None:
    """``init`` prints where it is; a dry run only shows the files."""
    folder = tmp_path / "new"
    dry = shell.run("init", str(folder), "--publisher", "The Daily Check", "--dry-run")
    exists = folder.exists()
    made = shell.run("init", str(folder), "--publisher", "The Daily Check")
    again = shell.run("init", str(folder))

    assert (dry.code, exists) == (0, False)
    assert "name: The Daily Check" in dry.out
    assert (made.code, made.out) == (0, f"{folder}\n")
    assert (again.code, len(again.errors)) == (8, 1)


def test_saving_names_paths_from_here(shell: Shell) -> None:
    """A path may be typed from the current folder or from the ledger."""
    _edit(shell)
    path = shell.newsroom.ledger.evidence("cold").path
    shell.here = shell.root / "evidence"
    done = shell.run("save", path.removeprefix("evidence/"), "-m", "Note the lamp")
    missing = shell.run("save", "nowhere.yaml")

    assert done.code == 0, done.err
    assert shell.newsroom.git("log", "-1", "--format=%s") == "Note the lamp\n"
    assert (missing.code, len(missing.errors)) == (5, 1)


def test_quiet_leaves_only_the_answer(shell: Shell) -> None:
    """Messages go; the id stays."""
    done = shell.run("-q", *COMMANDS["open"])

    assert (done.code, done.err) == (0, "")
    assert len(done.out.strip()) == 12

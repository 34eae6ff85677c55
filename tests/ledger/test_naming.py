"""Names on the command line: by id, slug, beginning or path; and which ledger."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, get_args

import pytest

from factcheck.ledger.ledger import Ledger
from factcheck.model.errors import (
    AmbiguousNameError,
    BadRecordError,
    ExitCode,
    NotALedgerError,
    NotFoundError,
)
from factcheck.model.kinds import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Newsroom


def ways_to_say(name: str, path: str) -> list[str]:
    """Give the texts that all name one record."""
    record_id, slug = name[-12:], name[:-13]
    return [
        *(name, slug, slug[:6], record_id, record_id[:5]),
        *(name.upper(), path, "./" + path, "some/where/" + path),
    ]


def test_a_check_by_all_its_names(busy_newsroom: Newsroom) -> None:
    """Id, slug, the beginning of either, its folder, or a file in it."""
    ledger = busy_newsroom.ledger
    claim = next(one for one in ledger.of_kind("check") if "moon" in one.name)
    folder = claim.path.rpartition("/")[0]
    texts = ways_to_say(claim.name, folder)
    texts += [folder + "/", folder + "/check.yaml", folder + "/work.yaml"]

    assert {ledger.check(text).name for text in texts} == {claim.name}


def test_an_entry_by_all_its_names(busy_newsroom: Newsroom) -> None:
    """The same, and its file."""
    ledger = busy_newsroom.ledger
    entry = next(one for one in ledger.of_kind("evidence") if "cold" in one.name)
    texts = [*ways_to_say(entry.name, entry.path), entry.path.removesuffix(".yaml")]

    assert {ledger.evidence(text).name for text in texts} == {entry.name}


@pytest.mark.parametrize(
    "text",
    ["nothing", "moonlightx", "", "/", ".yaml", "%", "_", "*", "'", "\0", "warm"],
)
def test_what_names_no_check(text: str, busy_newsroom: Newsroom) -> None:
    """Text that means something to a database or a shell names nothing, either."""
    with pytest.raises(NotFoundError, match="no check is called") as caught:
        busy_newsroom.ledger.check(text)

    assert caught.value.exit_code is ExitCode.NOT_FOUND
    assert not isinstance(caught.value, AmbiguousNameError)


def test_several_checks_fit(busy_newsroom: Newsroom) -> None:
    """The candidates are named, as many as one can read."""
    for number in range(6):
        busy_newsroom.open(f"Moonrise number {number}")
    with pytest.raises(AmbiguousNameError, match=r"fits 7 checks: .* …") as caught:
        busy_newsroom.ledger.check("moon")

    assert caught.value.exit_code is ExitCode.NOT_FOUND
    assert "\n" not in str(caught.value)


def test_a_whole_slug_goes_before_a_beginning(busy_newsroom: Newsroom) -> None:
    """A claim that begins like another is still found by its own slug."""
    longer = busy_newsroom.open("Moonlight is cold and blue")
    found = busy_newsroom.ledger.check("moonlight-is-cold")

    assert found.name != longer
    assert found.claim.slug == "moonlight-is-cold"


def test_the_same_slug_twice_is_ambiguous(busy_newsroom: Newsroom) -> None:
    """Then only the id, or the whole name, tells them apart."""
    twin = busy_newsroom.open("Moonlight is cold")
    with pytest.raises(AmbiguousNameError, match="fits 2 checks"):
        busy_newsroom.ledger.check("moonlight-is-cold")

    assert busy_newsroom.ledger.check(twin[-12:]).name == twin


def test_a_check_that_cannot_be_read_is_not_said_to_be_absent(
    busy_newsroom: Newsroom,
) -> None:
    """The error is that of its file."""
    path = busy_newsroom.path("sunlight") / "check.yaml"
    path.write_text("claim:\n")
    busy_newsroom.git("commit", "-qam", "break")
    for text in ("sun", path.parent.name, path.parent.name[-12:]):
        with pytest.raises(BadRecordError, match=r"check\.yaml:1: claim is empty"):
            busy_newsroom.ledger.check(text)


TIME = "2026-11-22T10:00:00Z"
OTHERS = {
    "tip": (
        "tips/2026/11/trams-at-night-q8w2m4xdkz7p.yaml",
        'says: Trams run at night.\nreceived: "2026-11-22"\n',
    ),
    "complaint": (
        "complaints/2026/11/wrong-number-93kd0n5yx7tb.yaml",
        "check: moonlight-is-cold-{check}\nsays: Wrong.\nreceived: 2026-11-22\n",
    ),
    "party": (
        "parties/2026/11/the-mayor-7k3f9x2mq4vt.yaml",
        "name: The Mayor\nkind: person\n",
    ),
    "ask": (
        "{folder}/ask-ministry-of-light-0k3f9x2mq4vt.yaml",
        'whom: The ministry\nquestion: Is it?\nasked: "2026-11-22"\n',
    ),
    "answer": (
        "{folder}/answer-ministry-1k3f9x2mq4vt.yaml",
        "ask: ministry-0k3f9x2mq4vt\noutcome: declined\nreceived: 2026-11-22\n",
    ),
}
"""A record of each kind that has names of its own: where it lies, what it holds."""


@pytest.fixture
def varied(busy_newsroom: Newsroom) -> Newsroom:
    """Give a newsroom with records of other kinds."""
    folder = busy_newsroom.path("moonlight")
    inside = folder.relative_to(busy_newsroom.root).as_posix()
    for path, text in OTHERS.values():
        file = busy_newsroom.root / path.format(folder=inside)
        file.parent.mkdir(parents=True, exist_ok=True)
        added = f'added: "{TIME}"\nadded_by: Anna\n'
        file.write_text(text.format(check=folder.name[-12:]) + added)
    busy_newsroom.git("add", "-A")
    busy_newsroom.git("commit", "-qm", "by hand")
    return busy_newsroom


def test_records_of_other_kinds_by_all_their_names(varied: Newsroom) -> None:
    """Also where the file's name begins with the kind; and their ids are taken."""
    ledger = varied.ledger
    problems = ledger.problems()
    for kind in get_args(Kind):
        for one in ledger.of_kind(kind):
            if kind in OTHERS:
                texts = ways_to_say(one.name, one.path)
                assert {ledger.record(kind, text).name for text in texts} == {one.name}
            assert kind == "settings" or ledger.name_is_taken(one.id), kind

    assert problems == ()
    assert {one.kind for one in ledger.of_kind(*get_args(Kind))} > OTHERS.keys()
    assert not ledger.name_is_taken("000000000000")


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("tip", "no tip is called 'x': 'factcheck tip list' names them"),
        ("ask", "no ask is called 'x': 'factcheck show CHECK' names them"),
        ("evidence", "no evidence entry is called 'x'"),
    ],
)
def test_what_names_no_record_of_a_kind(
    kind: Kind, what: str, varied: Newsroom
) -> None:
    """The error says what was looked for, and what names all there are."""
    with pytest.raises(NotFoundError, match=what):
        varied.ledger.record(kind, "x")


def test_a_name_is_of_its_kind_alone(varied: Newsroom) -> None:
    """What names a tip names no party."""
    with pytest.raises(NotFoundError, match="no party is called"):
        varied.ledger.record("party", "trams")


def test_a_mere_folder_is_read_with_all_kinds(varied: Newsroom, tmp_path: Path) -> None:
    """A download holds tips and parties, too."""
    ignored = shutil.ignore_patterns(".git")
    shutil.copytree(varied.root, tmp_path / "copy", ignore=ignored)
    copy, ledger = Ledger(tmp_path / "copy"), varied.ledger

    assert list(copy.of_kind(*get_args(Kind))) == list(ledger.of_kind(*get_args(Kind)))
    copy.close()


def test_an_argument_that_is_no_text_names_nothing(busy_newsroom: Newsroom) -> None:
    """What Python makes of such bytes of a command line."""
    with pytest.raises(NotFoundError):
        busy_newsroom.ledger.check(b"moon\xff".decode("utf-8", "surrogateescape"))


# ---------------------------------------------------------------- which ledger


def test_the_ledger_around_is_found(busy_newsroom: Newsroom) -> None:
    """From the ledger's folder and from every folder in it."""
    root = busy_newsroom.root
    inside = busy_newsroom.path("moonlight")

    assert Ledger.find(root).root == root
    assert Ledger.find(inside).root == root


def test_a_ledger_beside_is_found(busy_newsroom: Newsroom) -> None:
    """A project keeps its ledger in a folder of that name."""
    project = busy_newsroom.root.parent
    (project / "src" / "deep").mkdir(parents=True)

    assert busy_newsroom.root.name == "ledger"
    assert Ledger.find(project).root == busy_newsroom.root
    assert Ledger.find(project / "src" / "deep").root == busy_newsroom.root


def test_a_named_folder_goes_before_everything(
    busy_newsroom: Newsroom, founded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the variable, then what lies around."""
    root = busy_newsroom.root

    assert Ledger.find(root, founded).root == founded
    assert Ledger.find(root.parent, root.relative_to(root.parent)).root == root
    monkeypatch.setenv("FACTCHECK_LEDGER", str(founded))
    assert Ledger.find(root).root == founded
    assert Ledger.find(founded, root).root == root


def test_a_named_folder_must_be_a_ledger(
    busy_newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is wrong is not quietly replaced by another ledger."""
    with pytest.raises(NotALedgerError, match="is no ledger"):
        Ledger.find(busy_newsroom.root, tmp_path / "elsewhere")
    monkeypatch.setenv("FACTCHECK_LEDGER", str(tmp_path / "elsewhere"))
    with pytest.raises(NotALedgerError, match="elsewhere is no ledger") as caught:
        Ledger.find(busy_newsroom.root)

    assert caught.value.exit_code is ExitCode.NOT_A_LEDGER


def test_no_ledger_anywhere(tmp_path: Path) -> None:
    """The error says how to come by one."""
    with pytest.raises(NotALedgerError, match="'factcheck init DIR'"):
        Ledger.find(tmp_path)


def test_an_empty_variable_is_as_good_as_none(
    busy_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for other programs."""
    monkeypatch.setenv("FACTCHECK_LEDGER", "")

    found = Ledger.find(busy_newsroom.path("moonlight"))
    assert found.root == busy_newsroom.root

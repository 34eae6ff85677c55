"""Names on the command line: by id, slug, beginning or path; and which ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factcheck.ledger.ledger import Ledger
from factcheck.model.errors import (
    AmbiguousNameError,
    BadRecordError,
    ExitCode,
    NotALedgerError,
    NotFoundError,
)

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

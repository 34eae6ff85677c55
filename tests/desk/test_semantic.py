"""The ledger's encoder: pinned, kept apart, and its vectors made once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from factcheck.desk.known_claims import known_claims
from factcheck.desk.semantic import VARIABLE, with_meanings
from factcheck.model.errors import BadInputError, RefusedError
from tests.match import tiny_encoder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from factcheck.desk.semantic import WithMeanings
    from tests.conftest import Newsroom

PIN = hashlib.sha256(tiny_encoder.files()["model.safetensors"]).hexdigest()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Give the directory of the tiny encoder, outside of any ledger."""
    return tiny_encoder.write(tmp_path / "encoder")


def settle(newsroom: Newsroom, lines: str) -> None:
    """Put lines about the encoder into the settings."""
    file = newsroom.root / "factcheck.yaml"
    file.write_text(file.read_text("utf-8") + f"semantic:\n{lines}", "utf-8")
    newsroom.save()


def asked(
    newsroom: Newsroom, environ: dict[str, str] | None = None
) -> tuple[WithMeanings, int]:
    """Take the index as match does; and how many texts were read for it."""
    ledger = newsroom.ledger
    steps: list[int] = []

    def progress(them: Iterable[int], count: int) -> Iterator[int]:
        steps.append(count)
        yield from them

    found = with_meanings(
        ledger, known_claims(ledger), progress=progress, environ=environ or {}
    )
    return found, sum(steps)


def test_without_a_setting_nothing_is_loaded(busy_newsroom: Newsroom) -> None:
    """Words alone are matched, and nothing is said of it."""
    found, read = asked(busy_newsroom)

    assert (found.meanings, found.note, read) == (None, None, 0)


def test_vectors_are_made_once(busy_newsroom: Newsroom, place: Path) -> None:
    """Of every claim; then of those that are new; then of none."""
    settle(busy_newsroom, f"  sha256: {PIN}\n  directory: {place}\n")
    first, read = asked(busy_newsroom)
    again, read_again = asked(busy_newsroom)
    busy_newsroom.open("The bridge is not warm")
    _, read_then = asked(busy_newsroom)

    assert first.meanings
    assert again.meanings
    assert read > 2
    assert (read_again, read_then) == (0, 1)


def test_damaged_vectors_are_made_anew(busy_newsroom: Newsroom, place: Path) -> None:
    """What is kept may be damaged or deleted at any time."""
    settle(busy_newsroom, f"  sha256: {PIN}\n  directory: {place}\n")
    _, read = asked(busy_newsroom)
    [folder] = (
        one.parent
        for one in busy_newsroom.root.rglob("list.json")
        if one.parent.name.startswith("vectors-")
    )
    [part] = (one for one in folder.iterdir() if one.name not in {"list.json", "lock"})
    part.write_bytes(part.read_bytes()[:-1])
    _, read_again = asked(busy_newsroom)
    _, read_then = asked(busy_newsroom)

    assert (read_again, read_then) == (read, 0)


def test_many_small_files_become_one(busy_newsroom: Newsroom, place: Path) -> None:
    """A claim a day leaves no file a day."""
    settle(busy_newsroom, f"  sha256: {PIN}\n  directory: {place}\n")
    for number in range(9):
        busy_newsroom.open(f"The bridge cost {number} million")
        asked(busy_newsroom)
    [folder] = (
        one.parent
        for one in busy_newsroom.root.rglob("list.json")
        if one.parent.name.startswith("vectors-")
    )
    _, read = asked(busy_newsroom)

    assert len(list(folder.iterdir())) < 6
    assert read == 0


def test_another_encoder_is_refused(busy_newsroom: Newsroom, place: Path) -> None:
    """What is not the pinned file is not run: exit code 8, in one line."""
    settle(busy_newsroom, f"  sha256: {PIN}\n  directory: {place}\n")
    tiny_encoder.write(place, seed=1)

    with pytest.raises(RefusedError, match="pins") as raised:
        asked(busy_newsroom)
    assert "\n" not in str(raised.value)


def test_an_encoder_in_the_repository_is_refused(busy_newsroom: Newsroom) -> None:
    """A pull could bring it with its own pin; the user's environment may name it."""
    settle(busy_newsroom, f"  sha256: {PIN}\n  directory: models/tiny\n")
    inside = tiny_encoder.write(busy_newsroom.root / "models" / "tiny")

    with pytest.raises(RefusedError, match="inside the repository"):
        asked(busy_newsroom)
    assert asked(busy_newsroom, {VARIABLE: str(inside)})[0].meanings


def test_a_machine_without_it_matches_by_words(
    busy_newsroom: Newsroom, place: Path
) -> None:
    """Who has no encoder is told so and goes on; an empty variable asks for that."""
    settle(busy_newsroom, f"  sha256: {PIN}\n  directory: {place}-not-here\n")
    found, read = asked(busy_newsroom)
    silent, _ = asked(busy_newsroom, {VARIABLE: ""})

    assert (found.meanings, read) == (None, 0)
    assert "is not there" in (found.note or "")
    assert (silent.meanings, silent.note) == (None, None)


def test_the_environment_goes_before_the_settings(
    busy_newsroom: Newsroom, place: Path
) -> None:
    """It says where, never which: the pin holds."""
    settle(busy_newsroom, f"  sha256: {PIN}\n")
    here = asked(busy_newsroom, {VARIABLE: str(place)})[0]
    nowhere = asked(busy_newsroom)[0]
    tiny_encoder.write(place, seed=1)

    assert here.meanings
    assert VARIABLE in (nowhere.note or "")
    with pytest.raises(RefusedError):
        asked(busy_newsroom, {VARIABLE: str(place)})


def test_an_encoder_that_nobody_pinned_is_refused(
    busy_newsroom: Newsroom, place: Path
) -> None:
    """The line says what to add to the settings."""
    with pytest.raises(RefusedError, match=PIN):
        asked(busy_newsroom, {VARIABLE: str(place)})


def test_a_directory_without_an_encoder_says_so(
    busy_newsroom: Newsroom, tmp_path: Path
) -> None:
    """Which files are looked for, and where."""
    settle(busy_newsroom, f"  sha256: {PIN}\n")

    with pytest.raises(BadInputError, match=r"model\.safetensors"):
        asked(busy_newsroom, {VARIABLE: str(tmp_path)})


def test_an_encoder_that_was_not_measured_is_told(
    busy_newsroom: Newsroom, place: Path
) -> None:
    """Its likelihoods are not vouched for."""
    settle(busy_newsroom, f"  sha256: {PIN}\n  directory: {place}\n")

    assert "not measured" in (asked(busy_newsroom)[0].note or "")

"""Search at the command line: by check, with passages, on branches too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk import mail
from tests.conftest import BO

if TYPE_CHECKING:
    from tests.cli.conftest import Shell


def _results(shell: Shell, *arguments: str) -> list[dict[str, Any]]:
    done = shell.run("search", *arguments, "--json")

    assert (done.code, done.err) == (0, "")
    assert done.data["schema"] == "factcheck.search/1"
    results: list[dict[str, Any]] = done.data["results"]
    return results


def test_what_is_found_is_shown_by_check(reading_shell: Shell) -> None:
    """Evidence stands under the check that links it, with field and passage."""
    (found,) = _results(reading_shell, "warm", "it")
    hits = {(one["kind"], one["name"].rpartition("-")[0]) for one in found["found"]}

    assert found["title"] == "Moonlight is cold"
    assert found["stage"] == "approved"
    assert ("evidence", "warm-it-is") in hits
    assert {"field": "says", "text": "Warm it is"} in [
        passage for one in found["found"] for passage in one["passages"]
    ]

    shown = reading_shell.run("search", "warm", "it").out

    assert shown.startswith("Moonlight is cold\nmoonlight-is-cold-")
    assert "    says: Warm it is" in shown


def test_the_claim_itself_needs_no_line_of_its_own(reading_shell: Shell) -> None:
    """What is found in the claim stands right below it."""
    shown = reading_shell.run("search", "sunlight").out

    assert shown.splitlines()[2] == "  claim: Sunlight is warm"
    assert "name:" not in shown

    (found,) = _results(reading_shell, "sunlight")
    by_id = reading_shell.run("search", found["check"][-12:]).out

    assert f"name: {found['check']}" in by_id


def test_nothing_found_is_no_error(reading_shell: Shell) -> None:
    """It is said beside the answer, which is empty."""
    done = reading_shell.run("search", "zebra")

    assert (done.code, done.out, done.err) == (0, "", "Nothing was found.\n")
    assert _results(reading_shell, "zebra") == []


@pytest.mark.parametrize(
    ("arguments", "titles"),
    [
        (("LIGHT",), []),
        (("moonl",), ["Moonlight is cold"]),
        (("is", "--kind", "claim"), ["Moonlight is cold", "Sunlight is warm"]),
        (("is", "--kind", "check", "--stage", "open"), ["Sunlight is warm"]),
        (("reuters", "--kind", "evidence"), ["Moonlight is cold"]),
        (("reuters", "--rating", "mixed"), []),
        (("reuters", "--claimant", "somebody"), ["Moonlight is cold"]),
        (('"is cold"',), ["Moonlight is cold"]),
        (('"cold is"',), []),
        (("is", "--kind", "check", "--limit", "1"), ["Sunlight is warm"]),
    ],
)
def test_kinds_and_filters_narrow_it_down(
    reading_shell: Shell, arguments: tuple[str, ...], titles: list[str]
) -> None:
    """The filters are those of list, for the check that a thing belongs to."""
    found = sorted(one["title"] for one in _results(reading_shell, *arguments))

    assert found[: len(titles)] == titles
    assert len(found) == len(titles)


def test_ids_pipe_into_show(reading_shell: Shell) -> None:
    """Of the checks, each once."""
    ids = reading_shell.run("search", "is", "--ids").out

    assert len(ids.split()) == len(set(ids.split())) == 2
    assert reading_shell.run("show", "-", given=ids).code == 0


def test_what_there_is_not_is_refused(reading_shell: Shell) -> None:
    """A misspelt kind or filter is no empty answer."""
    for option in (("--kind", "evidnce"), ("--stage", "oepn")):
        done = reading_shell.run("search", "is", *option)

        assert done.code == 2
        assert f"{option[0]}: '{option[1]}' is none of " in done.errors[0]


def test_what_belongs_to_no_check_stands_alone(shell: Shell) -> None:
    """A tip, and an entry that nothing links; a complaint is with its check."""
    room = shell.newsroom
    room.do(lambda desk: mail.add_tip(desk, {"says": "Comets are hot?"}))
    wrong = {"says": "Comets are not cold."}
    room.do(
        lambda desk: mail.add_complaint(desk, desk.ledger.check("moonlight"), wrong)
    )
    found = {one["title"]: one["check"] for one in _results(shell, "comets")}

    assert found["Comets are hot?"] is None
    assert found["Moonlight is cold"].startswith("moonlight-is-cold-")
    assert len(found) == 2
    assert [
        one["title"] for one in _results(shell, "comets", "--stage", "approved")
    ] == ["Moonlight is cold"]


def test_branches_are_searched_and_named(shell: Shell) -> None:
    """What is there alone is marked; what cannot be read there is only noted."""
    room = shell.newsroom
    room.git("checkout", "-qb", "bo/comets")
    bad = room.root / "evidence/2026/11/bad-0123456789ab.yaml"
    bad.write_text("kind: rumour\n")
    room.git("add", "-A")
    room.git("commit", "-qm", "Bad")
    room.open("Comets are hot")
    room.add("sunlight", "Comets are warm")
    room.freeze("sunlight", BO)
    room.git("checkout", "-q", "main")
    done = shell.run("search", "comets")

    assert done.code == 0
    assert "on branch bo/comets: evidence/2026/11/bad-0123456789ab.yaml:1:" in done.err
    assert "(open, on branch bo/comets)" in done.out
    assert "(in review, on branch bo/comets)" in done.out
    assert shell.run("search", "comets", "--no-branches").out == ""


def test_words_of_any_kind_are_only_words(reading_shell: Shell) -> None:
    """Query languages, quotes and very long words break nothing."""
    for words in ('"', "a OR b", "x" * 10_000, "*", "NEAR(", "-", "'; DROP TABLE"):
        done = reading_shell.run("search", "--", words)

        assert done.code == 0, words

"""Three slips with origins: the same wire story, another spelling, none at all.

Each is caught at a real terminal, where a person decides, and through pipes, where
it is said and nothing is set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.saved_pages import OTHER, STORY, save_page
from tests.cli.terminals import ended, factcheck

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

TYPED = ("--kind", "report", "--says", "Boats were counted", "--quote", "a quiet day.")
LINKED = ("--check", "sunlight", "--supports", "--because", "It says so")
ALONE = ("--publisher", "P", "--title", "T", *TYPED)


@pytest.fixture
def agency(shell: Shell, tmp_path: Path) -> Shell:
    """Give a shell where the agency's own print of the story is taken in."""
    page = save_page(tmp_path, "Agency", STORY)
    done = shell.run("evidence", "add", page, *TYPED, *LINKED, "--origin", "Reuters")
    assert done.code == 0, done.err
    return shell


def _origin(shell: Shell, slug: str) -> str | None:
    found: str | None = shell.newsroom.ledger.evidence(slug).data["origin"]
    return found


def _answered(child: Any, *dialogue: tuple[str, str]) -> tuple[int, str]:
    """Give each question its answer; the whole screen and the exit code come back."""
    shown = ""
    for question, answer in dialogue:
        child.expect_exact(question)
        shown += child.before + question
        child.sendline(answer)
    code, rest = ended(child)
    return code, shown + rest


@pytest.mark.parametrize(
    ("answer", "expected"), [("", "Reuters"), ("y", "Reuters"), ("n", "The keeper")]
)
def test_the_same_wire_story_is_asked_about(
    agency: Shell, tmp_path: Path, answer: str, expected: str
) -> None:
    """Another paper prints it, cut and with a beginning of its own."""
    page = save_page(tmp_path, "Herald", "From our correspondent.", STORY[:700])
    child = factcheck(agency, "evidence", "add", page, *TYPED, *LINKED)
    asked = "of this text stands in agency-boats (origin Reuters): same origin? [Y/n] "
    dialogue = [(asked, answer)]
    if answer == "n":
        dialogue.append(("Origin: who said or measured it", "The keeper"))
    code, shown = _answered(child, *dialogue)

    assert code == 0, shown
    assert _origin(agency, "herald-boats") == expected


def test_the_same_wire_story_is_said_through_a_pipe(
    agency: Shell, tmp_path: Path
) -> None:
    """How much of it, where, and what to type; the origin stays empty."""
    page = save_page(tmp_path, "Herald", STORY)
    done = agency.run("evidence", "add", page, *TYPED, *LINKED)

    assert done.code == 0, done.err
    assert "warning: 100 % of this text stands in agency-boats (origin Reuters)" in (
        done.err
    )
    assert "--origin Reuters" in done.err
    assert _origin(agency, "herald-boats") is None


@pytest.mark.parametrize("origin", ["Reuters", "REUTERS"])
def test_a_copy_with_the_same_origin_is_not_asked_about(
    agency: Shell, tmp_path: Path, origin: str
) -> None:
    """Whoever has seen it is not bothered."""
    page = save_page(tmp_path, "Herald", STORY)
    done = agency.run("evidence", "add", page, *TYPED, *LINKED, "--origin", origin)

    assert "stands in" not in done.err
    assert _origin(agency, "herald-boats") == "Reuters"


def test_another_story_is_not_asked_about(agency: Shell, tmp_path: Path) -> None:
    """The same site's navigation, and another text."""
    page = save_page(tmp_path, "Herald", OTHER)
    words = ("--kind", "report", "--says", "Trams were late", *LINKED)
    done = agency.run("evidence", "add", page, *words, "--origin", "The tram office")

    assert done.code == 0, done.err
    assert "warning" not in done.err


def test_a_story_of_another_check_is_not_compared(
    agency: Shell, tmp_path: Path
) -> None:
    """Origins are counted within a check; the same address counts everywhere."""
    page = save_page(tmp_path, "Herald", STORY)
    elsewhere = ("--check", "moonlight", *LINKED[2:])
    done = agency.run("evidence", "add", page, *TYPED, *elsewhere)
    own = save_page(tmp_path, "Agency", STORY)
    again = ("--kind", "report", "--says", "So many", "--quote", "On day 1 the harbour")
    other = agency.run("evidence", "add", own, *again, *elsewhere)

    assert "stands in" not in done.err
    assert "of this text stands in agency-boats (origin Reuters)" in other.err


def test_a_long_quotation_without_a_capture_is_found_in_the_text(
    shell: Shell, tmp_path: Path
) -> None:
    """Where nothing is kept of an entry, its words are what can be compared."""
    quote = " ".join(STORY.split()[:20])
    words = ("--publisher", "Agency", "--title", "Boats", "--quote", quote)
    says = ("--kind", "report", "--says", "Counted", "--origin", "Reuters")
    shell.run("evidence", "add", *words, *says, *LINKED)
    page = save_page(tmp_path, "Herald", STORY)
    done = shell.run("evidence", "add", page, *TYPED, *LINKED)

    assert "the quotation of agency-boats stands in this text" in done.err


def test_a_copy_of_what_has_no_origin_asks_for_that_of_both(
    shell: Shell, tmp_path: Path
) -> None:
    """And says how the other one gets it."""
    page = save_page(tmp_path, "Agency", STORY)
    added = shell.run("evidence", "add", page, *TYPED, *LINKED).out.strip()
    copy = save_page(tmp_path, "Herald", STORY)
    child = factcheck(shell, "evidence", "add", copy, *TYPED, *LINKED)
    code, shown = _answered(child, ("Origin of both (Return for none): ", "The keeper"))

    assert code == 0, shown
    assert "stands in agency-boats, which has no origin" in shown
    assert f"factcheck evidence amend {added} --origin 'The keeper'" in shown
    assert _origin(shell, "herald-boats") == "The keeper"


@pytest.mark.parametrize(("answer", "expected"), [("", "Reuters"), ("n", "Reuter")])
def test_a_near_spelling_is_asked_about(
    agency: Shell, answer: str, expected: str
) -> None:
    """With the name that is used, and how often."""
    child = factcheck(agency, "evidence", "add", *ALONE, "--origin", "Reuter")
    question = "'Reuter': did you mean Reuters, used 1 time? [Y/n] "
    code, shown = _answered(child, (question, answer))

    assert code == 0, shown
    assert _origin(agency, "p-t") == expected


def test_a_near_spelling_typed_at_the_question_is_asked_about(agency: Shell) -> None:
    """It makes no difference where the slip is made."""
    child = factcheck(agency, "evidence", "add", *ALONE)
    code, shown = _answered(
        child,
        ("Origin: who said or measured it (Return for none): ", "Reuters (wire)"),
        ("'Reuters (wire)': did you mean Reuters, used 1 time? [Y/n] ", "y"),
    )

    assert code == 0, shown
    assert _origin(agency, "p-t") == "Reuters"


def test_a_near_spelling_is_said_through_a_pipe(agency: Shell) -> None:
    """It is kept as typed: nobody could be asked."""
    done = agency.run("evidence", "add", *ALONE, "--origin", "Reuters (wire)")

    assert done.code == 0, done.err
    assert "warning: origin 'Reuters (wire)': did you mean Reuters, used 1 time" in (
        done.err
    )
    assert _origin(agency, "p-t") == "Reuters (wire)"


def test_case_and_accents_make_no_other_origin(agency: Shell) -> None:
    """The spelling that the ledger has is taken, and it says so."""
    done = agency.run("evidence", "add", *ALONE, "--origin", "réuters")

    assert "'réuters' is written as Reuters, used 1 time" in done.err
    assert _origin(agency, "p-t") == "Reuters"


def test_amending_an_origin_looks_at_its_spelling_too(agency: Shell) -> None:
    """The slip is the same."""
    agency.run("evidence", "add", *ALONE, "--origin", "Somebody else")
    child = factcheck(agency, "evidence", "amend", "p-t", "--origin", "Reuter")
    code, shown = _answered(child, ("did you mean Reuters, used 1 time? [Y/n] ", ""))

    assert code == 0, shown
    assert _origin(agency, "p-t") == "Reuters"


def test_another_name_of_a_party_is_offered_by_its_name(agency: Shell) -> None:
    """It counts as the party either way."""
    agency.run(
        *("party", "add", "Reuters", "--kind", "organisation"),
        *("--other-name", "The Old Wire"),
    )
    child = factcheck(agency, "evidence", "add", *ALONE, "--origin", "the old wire")
    question = "'the old wire' is another name of Reuters, used 1 time: write Reuters?"
    code, shown = _answered(child, (question, ""))
    origin = _origin(agency, "p-t")
    piped = agency.run(
        *("evidence", "add", *ALONE, "--anyway", "--origin", "The Old Wire")
    )

    assert code == 0, shown
    assert origin == "Reuters"
    assert "'The Old Wire' counts as Reuters, used 2 times" in piped.err
    assert "warning: 'The Old" not in piped.err


@pytest.mark.parametrize(
    "given", [(), *(("--origin", none) for none in ("", "  ", "-", "?", "Unknown"))]
)
def test_no_origin_is_said_to_count_for_none(
    shell: Shell, given: tuple[str, ...]
) -> None:
    """Through a pipe, also when quiet; the answer on stdout is the id alone."""
    done = shell.run("evidence", "add", *ALONE, *given, "--quiet")

    assert done.code == 0, done.err
    assert "warning: without an origin it counts for no origin" in done.err
    assert len(done.out.split()) == 1
    assert _origin(shell, "p-t") is None


def test_no_origin_is_asked_for_at_a_terminal(shell: Shell) -> None:
    """Who has none presses return, and is told what that means."""
    child = factcheck(shell, "evidence", "add", *ALONE)
    question = "Origin: who said or measured it (Return for none): "
    code, shown = _answered(child, (question, ""))

    assert code == 0, shown
    assert "without an origin it counts for no origin" in shown
    assert _origin(shell, "p-t") is None


def test_the_origin_used_before_for_the_same_host_is_the_default(
    agency: Shell, tmp_path: Path
) -> None:
    """Return takes it: the next story of the same paper."""
    page = tmp_path / "next.html"
    page.write_text(
        "<!doctype html><title>Trams</title>"
        '<link rel="canonical" href="http://www.agency.example.org/trams">'
        f"<p>{OTHER}</p>"
    )
    words = ("--says", "Trams were late", "--quote", "a cow stood on the rails")
    child = factcheck(agency, "evidence", "add", str(page), *words)
    code, shown = _answered(
        child,
        ("Publisher [Agency]: ", ""),
        ("Language (- for none) [en]: ", ""),
        ("Kind [report]: ", ""),
        ("Origin: who said or measured it (- for none) [Reuters]: ", ""),
    )
    entry = agency.newsroom.ledger.evidence("agency-trams").record

    assert code == 0, shown
    assert (entry.origin, entry.kind) == ("Reuters", "report")
    assert (entry.source.publisher, entry.source.language) == ("Agency", "en")

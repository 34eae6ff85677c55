"""Evidence list, show, amend and withdraw, as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Shell


def _slugs(shell: Shell, *filters: str) -> list[str]:
    done = shell.run("evidence", "list", *filters, "--json")
    assert done.code == 0, done.err
    return sorted(one["name"][:-13] for one in done.data["evidence"])


@pytest.fixture
def stocked(shell: Shell) -> Shell:
    """Give a shell with two more entries, one of them linked to nothing."""
    words = ("--title", "Figures", "--kind", "own work", "--says", "We counted it")
    shell.run(
        *("evidence", "add", "--publisher", "Jane Roe", *words, "--quote", "Señor 4"),
        *("--origin", "J. Roe", "--check", "sunlight", "--context", "--because", "B"),
    )
    shell.run("evidence", "add", "--publisher", "Other", *words)
    return shell


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ((), ["cold-it-is", "jane-roe-figures", "other-figures", "warm-it-is"]),
        (("--check", "moonlight"), ["cold-it-is", "warm-it-is"]),
        (("--check", "sunlight", "--kind", "report"), []),
        (("--kind", "own-work"), ["jane-roe-figures", "other-figures"]),
        (("--unlinked",), ["other-figures"]),
        (("--without-quote", "--kind", "own work"), ["other-figures"]),
        (
            ("--without-origin", "--without-capture"),
            ["cold-it-is", "other-figures", "warm-it-is"],
        ),
        (("--publisher", "roe"), ["jane-roe-figures"]),
        (("--publisher", "REUTERS"), ["cold-it-is", "warm-it-is"]),
        (("--origin", "roe"), ["jane-roe-figures"]),
        (("--withdrawn",), []),
        (("senor", "counted"), ["jane-roe-figures"]),
        (("counted", "elsewhere"), []),
        (("example.org",), ["cold-it-is", "warm-it-is"]),
    ],
)
def test_filters(stocked: Shell, filters: tuple[str, ...], expected: list[str]) -> None:
    """All of them must fit."""
    assert _slugs(stocked, *filters) == expected


def test_a_party_is_found_under_all_its_names(stocked: Shell) -> None:
    """As origin and as publisher."""
    stocked.run(
        *("party", "add", "Jane Roe", "--kind", "person", "--other-name", "J. Roe")
    )

    assert _slugs(stocked, "--origin", "Jane Roe") == ["jane-roe-figures"]
    assert _slugs(stocked, "--publisher", "j roe") == ["jane-roe-figures"]


def test_the_list_is_counted_beside_the_answer(stocked: Shell) -> None:
    """Rows on stdout, entries and origins on stderr; ids alone with ``--ids``."""
    done = stocked.run("evidence", "list")
    ids = stocked.run("evidence", "list", "--ids")
    none = stocked.run("evidence", "list", "nothing-like-it")

    assert len(done.out.splitlines()) == 4
    assert "4 entries, 1 known origin, 3 without one" in done.err
    assert ids.out.split() == [row.split("\t")[0] for row in done.out.splitlines()]
    assert (none.code, none.out, none.err) == (0, "", "No entry fits.\n")


def test_a_kind_that_is_none_is_refused(shell: Shell) -> None:
    """A slip would look like an empty list."""
    done = shell.run("evidence", "list", "--kind", "raport")

    assert done.code == 2
    assert "'raport' is none of document, statement" in done.err


def test_withdrawing_names_what_rests_on_it(shell: Shell) -> None:
    """Verdicts that need a recheck; the way back is ``amend --clear``."""
    done = shell.run("evidence", "withdraw", "cold", "--because", "It’s a forgery")
    shown = shell.run("evidence", "show", "cold")
    withdrawn = _slugs(shell, "--withdrawn")
    linked = shell.run("link", "sunlight", "cold", "--context", "--because", "B")
    back = shell.run("evidence", "amend", "cold", "--clear", "withdrawn")

    assert done.code == 0, done.err
    assert "moonlight-is-cold needs a recheck: evidence cold-it-is-" in done.err
    assert "was withdrawn" in done.err
    assert "withdrawn 24 November 2026 by Anna Example: It’s a forgery" in shown.out
    assert withdrawn == ["cold-it-is"]
    assert "warning: cold-it-is-" in linked.err
    assert back.code == 0, back.err
    assert _slugs(shell, "--withdrawn") == []


def test_withdrawing_names_published_reports(shell: Shell) -> None:
    """Readers have seen it: a correction may be due."""
    check = shell.newsroom.ledger.check("moonlight")
    folder = shell.root / check.claim.path.rpartition("/")[0]
    (folder / "publication-desk-0123456789ab.yaml").write_text(
        f"verdict: {check.verdicts[0].name}\nurl: https://desk.example/a\n"
        'published: "2026-11-23T08:00:00Z"\n'
    )
    shell.newsroom.save()
    done = shell.run("evidence", "withdraw", "cold", "--because", "A forgery", "-n")

    assert "cold-it-is is a source in the report of moonlight-is-cold: " in done.err
    assert "https://desk.example/a" in done.err


@pytest.mark.parametrize(
    ("arguments", "given", "code", "words"),
    [
        (("cold",), "", 2, "--because is missing"),
        (("nobody", "--because", "B"), "", 5, "no evidence entry"),
        (("-", "--because", "B"), "", 2, "no entry was named"),
    ],
)
def test_a_withdrawal_that_cannot_be(
    shell: Shell, arguments: tuple[str, ...], given: str, code: int, words: str
) -> None:
    """One line, and nothing is written."""
    before = shell.state()
    done = shell.run("evidence", "withdraw", *arguments, given=given)

    assert (done.code, len(done.errors)) == (code, 1)
    assert words in done.errors[0]
    assert shell.state() == before


def test_several_are_withdrawn_in_one_commit(shell: Shell) -> None:
    """Their ids come from a list."""
    ids = shell.run("evidence", "list", "--ids").out
    before = int(shell.newsroom.git("rev-list", "--count", "HEAD"))
    done = shell.run("evidence", "withdraw", "-", "--because", "Both forged", given=ids)

    assert done.code == 0, done.err
    assert int(shell.newsroom.git("rev-list", "--count", "HEAD")) == before + 1
    assert _slugs(shell, "--withdrawn") == ["cold-it-is", "warm-it-is"]
    assert "Both forged" in shell.newsroom.git("log", "-1", "--format=%b")


def test_a_source_is_amended_in_all_its_entries(shell: Shell) -> None:
    """Which ones, and which verdicts need a recheck, is said; the why is kept."""
    done = shell.run(
        *("evidence", "amend", "cold", "--source", "--publisher", "The agency"),
        *("--because", "The byline says so"),
    )
    publishers = {
        one.slug: one.record.source.publisher
        for one in shell.newsroom.ledger.of_kind("evidence")
    }

    assert done.code == 0, done.err
    assert publishers == {"cold-it-is": "The agency", "warm-it-is": "The agency"}
    assert done.err.count("has this source") == 2
    assert done.err.count("moonlight-is-cold needs a recheck") == 2
    assert "The byline says so" in shell.newsroom.git("log", "-1", "--format=%b")


@pytest.mark.parametrize(
    "others",
    [("--says", "x"), ("--clear", "origin"), ("--capture", "no.html")],
)
def test_a_source_is_amended_alone(shell: Shell, others: tuple[str, ...]) -> None:
    """What belongs to one entry is not put into all."""
    before = shell.state()
    done = shell.run("evidence", "amend", "cold", "--source", *others)

    assert done.code == 2
    assert "belongs to one entry" in done.err
    assert shell.state() == before


def test_the_interest_of_a_party_stands_beside_its_evidence(shell: Shell) -> None:
    """On the screen and as data."""
    shell.run(
        *("party", "add", "Reuters", "--kind", "organisation"),
        *("--interest", "Sells news"),
    )
    shown = shell.run("evidence", "show", "cold")
    data = shell.run("evidence", "show", "cold", "--json").data

    assert "party’s interest: Reuters: Sells news" in shown.out
    assert data["interests"] == [{"party": "Reuters", "interest": "Sells news"}]
    assert "origin: none named: it counts for no origin" in shown.out

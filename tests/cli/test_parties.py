"""Parties, as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.terminals import ended, factcheck

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

AGENCY = ("party", "add", "Reuters", "--kind", "organisation", "--other-name", "RTR")


def test_a_party_from_adding_to_amending(shell: Shell) -> None:
    """Each affiliation by a command of its own; no little language."""
    added = shell.run(
        *("party", "add", "Jane Roe", "--kind", "person", "--role", "spokeswoman"),
        *("--organisation", "Example Ministry", "--position", "clerk"),
        *("--since", "2014", "--interest", "Speaks for it"),
        *("--same-as", "https://example.org/roe"),
    )
    amended = shell.run(
        *("party", "amend", "jane-roe", "--organisation", "Example Ministry"),
        *("--until", "2021-05", "--because", "She left"),
    )
    more = shell.run("party", "amend", "jane-roe", "--organisation", "Example Bank")
    shown = shell.run("party", "show", added.out.strip())

    assert [one.code for one in (added, amended, more, shown)] == [0] * 4
    assert "Example Ministry, clerk, since 2014, until May 2021; Example Bank" in (
        shown.out
    )
    assert "interest: Speaks for it" in shown.out
    assert "No record names it." in shown.out
    assert shell.run("verify").code == 0


def test_where_a_party_is_named(shell: Shell) -> None:
    """Under all its names, most used first."""
    shell.run(*AGENCY)
    shell.run("party", "add", "Nobody", "--kind", "account")
    shell.run("evidence", "amend", "cold", "--origin", "rtr")
    shown = shell.run("party", "show", "reuters")
    data = shell.run("party", "show", "reuters", "--json").data
    listed = shell.run("party", "list").out.splitlines()

    assert "Evidence that it put out (2)" in shown.out
    assert "Evidence that comes from it (1)" in shown.out
    assert "written as: Reuters (2), rtr (1)" in shown.out
    assert len(data["published"]) == 2
    assert data["spellings"] == {"Reuters": 2, "rtr": 1}
    assert [row.split("\t")[1:] for row in listed] == [
        ["organisation", "2", "Reuters (RTR)"],
        ["account", "0", "Nobody"],
    ]
    assert shell.run("party", "list", "--kind", "person").err == "No party fits.\n"
    assert shell.run("party", "list", "rtr", "--ids").out == f"{data['id']}\n"


def test_a_name_of_another_is_refused(shell: Shell) -> None:
    """The party that has it is named."""
    shell.run(*AGENCY)
    done = shell.run("party", "add", "rtr", "--kind", "account")

    assert done.code == 8
    assert "'rtr' is a name of reuters-" in done.err


def test_a_name_that_two_claim_is_warned_of(shell: Shell) -> None:
    """As two clones may add it; it counts for neither."""
    shell.run(*AGENCY)
    shell.run("party", "add", "Rotor", "--kind", "account")
    file = shell.root / shell.newsroom.ledger.record("party", "rotor").path
    file.write_text(file.read_text() + "other_names:\n  - RTR\n")
    shell.newsroom.save()
    done = shell.run("party", "show", "rotor")

    assert done.code == 0, done.err
    assert "another party has the name 'RTR' too" in done.err
    assert shell.run("party", "amend", "rotor", "--drop-name", "rtr").code == 0
    assert "another party" not in shell.run("party", "show", "rotor").err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("add", "X"), 2, "--kind is missing"),
        (("add", "X", "--kind", "thing"), 3, "kind is 'thing'"),
        (("add", "X", "--kind", "person", "--since", "2014"), 2, "--organisation"),
        (
            ("add", "X", "--kind", "person", "--organisation", "Y", "--since", "soon"),
            *(3, "since: 'soon' is no date"),
        ),
        (("amend", "reuters"), 2, "nothing changes"),
        (("amend", "reuters", "--drop-name", "X"), 2, "has no 'X' that could go"),
        (("show", "nobody"), 5, "nobody"),
        (("list", "--kind", "thing"), 2, "'thing' is none of person"),
    ],
)
def test_what_makes_no_sense_is_refused(
    shell: Shell, arguments: tuple[str, ...], code: int, words: str
) -> None:
    """One line, and nothing is written."""
    shell.run(*AGENCY)
    before = shell.state()
    done = shell.run("party", *arguments)

    assert (done.code, len(done.errors)) == (code, 1), done.err
    assert words in done.errors[0]
    assert shell.state() == before


def test_the_kind_is_chosen_on_a_terminal(shell: Shell) -> None:
    """By its number, say."""
    child = factcheck(shell, "party", "add", "@example")
    child.expect_exact("Kind: ")
    child.sendline("3")
    code, shown = ended(child)

    assert code == 0, shown
    assert shell.newsroom.ledger.record("party", "example").record.kind == "account"

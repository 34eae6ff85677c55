"""Doors: ask, answer, recheck, appearance add, appearances; and what show says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.terminals import ended, factcheck

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

PAGE = """<!doctype html><html lang="en"><title>Moonlight | The Gazette</title>
<meta property="og:site_name" content="The Gazette">
<meta property="og:url" content="https://gazette.example/moon?utm_source=x">
<meta property="article:published_time" content="2020-10-08T10:00:00Z">
<p>Moonlight is cold.</p>"""


def _ask(shell: Shell, *options: str, check: str = "sunlight") -> str:
    done = shell.run("ask", check, *options)

    assert done.code == 0, done.err
    return done.out.strip()


def test_the_claimant_is_asked_if_nobody_else_is_named(shell: Shell) -> None:
    """Show and the list of what lacks know of it."""
    _ask(shell, "--question", "Why?", "--by", "2026-12-01", "--channel", "by mail")
    shown = shell.run("show", "sunlight").out

    assert (
        "asked Somebody on 24 November 2026 (by mail), until 1 December 2026: "
        "no answer yet" in shown
    )
    assert "waiting for an answer: of Somebody until 1 December 2026" in shown
    assert "Somebody was not asked" not in shown


def test_a_reason_not_to_ask_is_shown(shell: Shell) -> None:
    """It is as good as a question."""
    _ask(shell, "--not-asked", "He died.")

    assert "Somebody was not asked: He died." in shell.run("show", "sunlight").out


def test_the_only_open_question_is_meant(shell: Shell, tmp_path: Path) -> None:
    """The answer is read from a file; the letter is kept."""
    _ask(shell, "--question", "Why?", check="moonlight")
    (tmp_path / "mail.txt").write_text("Because “it” is.\n")
    (tmp_path / "mail.pdf").write_bytes(b"%PDF-1.4 x")
    done = shell.run(
        *("answer", "moonlight", "--file", str(tmp_path / "mail.txt")),
        *("--capture", str(tmp_path / "mail.pdf"), "--says", "It is."),
    )
    (answer,) = shell.newsroom.ledger.check("moonlight").answers
    shown = shell.run("show", "moonlight").out

    assert done.code == 0, done.err
    assert answer.record.text == "Because “it” is."
    assert answer.record.captures[0].media_type == "application/pdf"
    assert (
        "moonlight-is-cold needs a recheck: an answer of Somebody arrived" in done.err
    )
    assert "Next: factcheck recheck moonlight-is-cold" in done.err
    assert "answered on 24 November 2026: It is.\n      “Because “it” is.”" in shown


def test_of_several_questions_one_is_named(shell: Shell) -> None:
    """By its name, by whom it asks, or as the thing to be answered."""
    _ask(shell, "--question", "Why?")
    jane = _ask(shell, "--whom", "Jane Roe", "--question", "Since when?")
    lacks = shell.run("answer", "sunlight", "--text", "x")
    wrong = shell.run("answer", "sunlight", "--ask", "nobody", "--text", "x")
    by_whom = shell.run("answer", "sunlight", "--ask", "jane roe", "--text", "One.")
    itself = shell.run("answer", jane, "--outcome", "declined")
    rest = shell.run("answer", "sunlight", "--outcome", "no-answer")
    none = shell.run("answer", "sunlight", "--text", "x")

    assert lacks.code == 2
    assert "--ask is missing" in lacks.errors[0]
    assert wrong.code == 5
    assert (by_whom.code, itself.code, rest.code) == (0, 0, 0), itself.err
    assert none.code == 5
    assert "--ask" in none.errors[0]
    assert {
        (one.slug, one.record.outcome)
        for one in shell.newsroom.ledger.check("sunlight").answers
    } == {
        ("jane-roe", "answered"),
        ("jane-roe", "declined"),
        ("somebody", "no answer"),
    }


def test_an_answer_comes_through_a_pipe(shell: Shell) -> None:
    """A dash reads standard input."""
    _ask(shell, "--question", "Why?")
    done = shell.run("answer", "sunlight", "--text", "-", given="One.\r\n\r\nTwo.\r\n")

    assert done.code == 0, done.err
    assert shell.newsroom.ledger.check("sunlight").answers[0].record.text == (
        "One.\n\nTwo."
    )


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("ask", "sunlight"), 2, "--question is missing"),
        (("answer", "sunlight", "--text", "x"), 5, "factcheck ask sunlight-is-warm"),
        (("answer", "nonsense", "--text", "x"), 5, "nonsense"),
        (("answer", "sunlight", "--text", "x", "--file", "y"), 5, "no question"),
        (("recheck", "sunlight"), 5, "has no verdict"),
        (("recheck", "moonlight", "--because", "x"), 2, "--stands"),
        (("recheck", "moonlight", "--stands"), 2, "--because is missing"),
        (("appearance", "add", "sunlight"), 2, "--url is missing"),
        (("appearance", "add", "sunlight", "--keep"), 2, "--keep keeps a file"),
        (("appearance", "add", "sunlight", "http://x.org/a"), 2, "--url"),
        (("show", "moonlight", "--at", "nonsense"), 5, "nonsense"),
    ],
)
def test_what_cannot_be_done_says_so(
    shell: Shell, words: tuple[str, ...], code: int, says: str
) -> None:
    """One line, the exit code, and nothing is written."""
    before = shell.state()
    done = shell.run(*words)

    assert done.code == code, done.err
    assert len(done.errors) == 1
    assert says in done.errors[0]
    assert shell.state() == before


def test_a_person_asks_and_answers_without_a_flag(shell: Shell) -> None:
    """The claimant is offered, prose is written line by line, outcomes are shown."""
    child = factcheck(shell, "ask", "sunlight")
    child.expect_exact("Whom do we ask [Somebody]: ")
    child.sendline("")
    child.expect_exact("The day by which an answer is wanted (Return for none): ")
    child.sendline("soon")
    child.expect_exact("error: 'soon' is no day: write it as 2020-10-08")
    child.sendline("2026-12-01")
    child.expect_exact("What we ask Somebody (an empty line ends it):")
    child.sendline('Which "sun"? It\'s $5.')
    child.sendline("")
    asked, shown = ended(child)
    child = factcheck(shell, "answer", "sunlight")
    child.expect_exact("Somebody was asked: Which")
    child.expect_exact("What came back:")
    child.expect_exact("1 answered")
    child.sendline("a")
    child.expect_exact("word for word")
    child.sendline("That one.")
    child.sendline("")
    answered, said = ended(child)
    check = shell.newsroom.ledger.check("sunlight")

    assert (asked, answered) == (0, 0), shown + said
    assert check.asks[0].record.question == 'Which "sun"? It\'s $5.'
    assert check.asks[0].record.answer_by == "2026-12-01"
    assert check.answers[0].record.text == "That one."


def test_a_recheck_shows_what_moved_and_settles_it(shell: Shell) -> None:
    """Without --stands it reads; each command that it names can be typed."""
    shell.newsroom.amend("cold", says="Very cold it is")
    before = shell.state()
    read = shell.run("recheck", "moonlight")
    data = shell.run("recheck", "moonlight", "--json").data
    stands = shell.run(
        *("recheck", "moonlight", "--stands", "--because", "No matter"),
        *("--recheck-by", "2026-12-24"),
    )
    shown = shell.run("show", "moonlight").out
    after = shell.run("recheck", "moonlight").out

    assert (read.code, stands.code) == (0, 0), stands.err
    assert "needs recheck: evidence cold-it-is" in read.out
    assert ": says; Anna Example, 23 November 2026" in read.out
    assert "next: factcheck recheck moonlight-is-cold --stands" in read.out
    assert "next: factcheck draft moonlight-is-cold" in read.out
    assert before != shell.state()
    assert data["schema"] == "factcheck.recheck/1"
    assert data["checks"][0]["needs_recheck"] is True
    assert "needs recheck" not in shown
    assert (
        "rechecked by Anna Example, 24 November 2026: it stands (again by "
        "24 December 2026): No matter" in shown
    )
    assert "nothing that it rests on has moved" in after


def test_a_saved_page_says_where_a_claim_appeared(shell: Shell, tmp_path: Path) -> None:
    """Its facts are read; the bytes are kept only with --keep; once is enough."""
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    done = shell.run("appearance", "add", "moonlight", str(page), "--quote", "Cold.")
    again = shell.run(
        *("appearance", "add", "moonlight", "--url", "http://gazette.example/moon")
    )
    other = shell.run("appearance", "add", "sunlight", str(page), "--keep")
    seen = shell.newsroom.ledger.check("moonlight").appearances[0].record
    kept = shell.newsroom.ledger.check("sunlight").appearances[0].record.capture

    assert (done.code, again.code, other.code) == (0, 8, 0), again.err
    assert (seen.title, seen.who, seen.published, seen.quote) == (
        "Moonlight",
        "The Gazette",
        "2020-10-08",
        "Cold.",
    )
    assert seen.capture is None
    assert "moonlight-" in again.errors[0]
    assert kept is not None
    assert shell.newsroom.ledger.capture(kept.sha256) == PAGE.encode()


def test_the_timeline_is_in_order_on_screen_and_in_json(shell: Shell) -> None:
    """What has no date stands at the end; an address is named once."""
    for options in (
        ("--who", "Late", "--published", "2020-12"),
        ("--who", "Never"),
        ("--who", "Early", "--published", "2020-09-30", "--url", "https://x.org/a"),
    ):
        shell.run("appearance", "add", "moonlight", *options)
    shown = shell.run("appearances", "moonlight").out
    data = shell.run("appearances", "moonlight", "--json").data

    assert data["schema"] == "factcheck.appearances/1"
    assert [one["when"] for one in data["checks"][0]["moments"]] == [
        "2020-09-30",
        "2020-10",
        "2020-12",
        "unknown",
    ]
    places = [shown.index(word) for word in ("Early", "made by", "Late", "Never")]
    assert places == sorted(places)
    assert shown.count("https://x.org/a") == 1


def test_show_names_origins_that_may_be_one(shell: Shell) -> None:
    """Until a party has both names: then they are counted as one."""
    shell.run("evidence", "amend", "cold", "--origin", "Reuters")
    shell.run("evidence", "amend", "warm", "--origin", "Reuters (wire)")
    shell.run("link", "moonlight", "warm", "--stance", "supports", "--because", "x")
    apart = shell.run("show", "moonlight").out
    party = shell.root / "parties/2026/11/reuters-0123456789ab.yaml"
    party.parent.mkdir(parents=True)
    party.write_text(
        "name: Reuters\nkind: organisation\nother_names:\n  - Reuters (wire)\n"
        'added: "2026-11-24T10:00:00Z"\nadded_by: Anna Example\n'
    )
    shell.newsroom.save()
    together = shell.run("show", "moonlight")

    assert "Supports the claim (2 entries, 2 known origins)" in apart
    assert "'Reuters' and 'Reuters (wire)' may be one origin" in apart
    assert "Supports the claim (2 entries, 1 known origin)" in together.out
    assert "may be one origin" not in together.out


def test_show_json_has_questions_rechecks_and_complaints(shell: Shell) -> None:
    """Everything that the page says."""
    _ask(shell, "--question", "Why?", check="moonlight")
    shell.run("answer", "moonlight", "--text", "So.")
    shell.run("recheck", "moonlight", "--stands", "--because", "x")
    data = shell.run("show", "moonlight", "--json").data

    assert [one["question"] for one in data["asks"]] == ["Why?"]
    assert [one["text"] for one in data["answers"]] == ["So."]
    assert [one["why"] for one in data["rechecks"]] == ["x"]
    assert data["flags"] == []
    assert data["complaints"] == []
    assert data["near_origins"] == []


def test_show_at_an_earlier_commit_or_day(shell: Shell) -> None:
    """As it was then, also where the present has edits."""
    revision = shell.newsroom.git("rev-parse", "HEAD").strip()
    shell.run("edit", "moonlight", "--place", "Paris")
    file = shell.newsroom.path("moonlight") / "check.yaml"
    file.write_text(file.read_text() + "medium: radio\n")
    now = shell.run("show", "moonlight")
    then = shell.run("show", "moonlight", "--at", revision[:10])
    day = shell.run("show", "moonlight", "--at", "2026-11-23", "--json")

    assert "place: Paris" in now.out
    assert "not committed" in now.out
    assert then.code == 0, then.err
    assert f"as it was: {revision[:10]}" in then.out
    assert "Paris" not in then.out
    assert "not committed" not in then.out
    assert day.data["claim"]["place"] is None


def test_a_claim_on_a_branch_is_not_opened_again(shell: Shell) -> None:
    """The branch is named; anyway opens it all the same."""
    git = shell.newsroom.git
    claim = ("open", "Trams run all night", "--by", "Eva Roe", "--on", "2020-10")
    git("checkout", "-q", "-b", "anna/trams")
    shell.run(*claim)
    git("checkout", "-q", "main")
    refused = shell.run(*claim)
    opened = shell.run(*claim, "--anyway")

    assert refused.code == 8
    assert "the same claim on branch anna/trams: trams-run-all-night-" in refused.err
    assert "on branch anna/trams checks this claim" in refused.errors[0]
    assert opened.code == 0, opened.err

"""Evidence taken in: what is read, what is asked, what is refused."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.saved_pages import STORY, save_page
from tests.cli.terminals import ended, factcheck
from tests.intake.servers import Server, leads_to, page

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

TYPED = ("--kind", "report", "--says", "Boats were counted", "--origin", "The keeper")
ALONE = ("--publisher", "P", "--title", "T", *TYPED)
WAYBACK = "https://web.archive.org/web/20201008120000/"


def test_a_dialogue_asks_for_what_lacks_in_the_order_of_reading(
    shell: Shell, tmp_path: Path
) -> None:
    """Nothing is quoted for a shell; what the bytes tell is not asked for."""
    page = save_page(tmp_path, "Herald", STORY)
    child = factcheck(shell, "evidence", "add", page, "--check", "sunlight")
    for question, answer in (
        ("Kind [report]: ", "statement"),
        ("Quote, word for word (Return for none): ", "a quiet day."),
        ("quote found in its capture", ""),
        ("What the passage says, in neutral words", "It’s a “quiet” day\r"),
        ("Origin: who said or measured it (Return for none): ", "The keeper"),
        ("How it bears on the claim: ", "context"),
        ("Why it bears on the claim that way", "It is the harbour\r"),
    ):
        child.expect_exact(question)
        if answer:
            child.sendline(answer)
    code, shown = ended(child)
    check = shell.newsroom.ledger.check("sunlight")
    (entry,) = check.evidence.values()
    record, link = entry.record, check.links[0].record

    assert code == 0, shown
    assert (record.kind, record.quote, record.origin) == (
        *("statement", "a quiet day."),
        "The keeper",
    )
    assert record.says == "It’s a “quiet” day"
    assert (link.stance, link.why) == ("context", "It is the harbour")
    assert record.source.publisher == "Herald"
    assert record.source.url == "https://herald.example.org/boats"


@pytest.mark.parametrize("answer", ["", "y"])
def test_a_quote_that_is_not_found_is_asked_about(
    shell: Shell, tmp_path: Path, answer: str
) -> None:
    """With the nearest passage; who only presses return takes nothing in."""
    before = shell.state()
    page = save_page(tmp_path, "Herald", STORY)
    words = ("--quote", "this was quite a quiet day")
    child = factcheck(shell, "evidence", "add", page, *TYPED, *words)
    child.expect_exact("quote not found in its capture; nearest: ")
    child.expect_exact("Take it in all the same? [y/N] ")
    child.sendline(answer)
    code, shown = ended(child)

    assert code == (0 if answer else 8), shown
    assert (shell.state() == before) is not bool(answer)


def test_a_quote_typed_wrong_is_asked_for_again(shell: Shell, tmp_path: Path) -> None:
    """What was answered before it is not lost; what the page told is shown."""
    page = save_page(tmp_path, "Herald", STORY)
    child = factcheck(shell, "evidence", "add", page, *TYPED)
    question = "Quote, word for word (Return for none): "
    child.expect_exact("Read from the file:")
    child.expect_exact("publisher: Herald")
    child.expect_exact(question)
    child.sendline("this was quite a quiet day")
    child.expect_exact("Take it in all the same? [y/N] ")
    child.sendline("n")
    child.expect_exact(question)
    child.sendline("a quiet day.")
    code, shown = ended(child)

    assert code == 0, shown
    assert "Next: factcheck link CHECK " in shown
    assert shell.newsroom.ledger.evidence("herald").record.quote == "a quiet day."


def test_through_a_pipe_a_quote_that_is_not_found_is_a_warning(
    shell: Shell, tmp_path: Path
) -> None:
    """It is taken in; ``verify`` reports it ever after."""
    page = save_page(tmp_path, "Herald", STORY)
    done = shell.run("evidence", "add", page, *TYPED, "--quote", "loud days")
    verified = shell.run("verify")

    assert done.code == 0, done.err
    assert "warning: quote not found in its capture" in done.err
    assert "herald-boats" in verified.out + verified.err


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_standard_input_is_a_file(shell: Shell, kind: str) -> None:
    """``-`` keeps its bytes; of a picture or the like none is read."""
    content = {
        "html": b'<!doctype html><title>T</title><html lang="de"><p>Hello.',
        "pdf": b"%PDF-1.4\nnothing that can be read",
    }[kind]
    done = shell.run(
        *("evidence", "add", "-", "--publisher", "P", "--title", "T", *TYPED),
        given=content,
    )
    entry = shell.newsroom.ledger.evidence("p-t").record

    assert done.code == 0, done.err
    assert entry.captures[0].sha256 == hashlib.sha256(content).hexdigest()
    assert (entry.source.language == "de") is (kind == "html")


@pytest.mark.parametrize(
    ("arguments", "given", "code", "words"),
    [
        (("add", "-", *ALONE), "", 3, "standard input is empty"),
        (("add", "-", *ALONE, "--check", "-"), "x", 2, "the file or the checks"),
        (("add", *ALONE, "--supports"), "", 2, "go with --check"),
        (
            ("add", *ALONE, "--check", "sunlight", "--supports", "--refutes"),
            *("", 2, "supports and refutes: a link has one stance"),
        ),
        (
            ("add", *ALONE, "--check", "sunlight", "--both", "--stance", "context"),
            *("", 2, "both and context: a link has one stance"),
        ),
        (("add", *ALONE, "--check", "sunlight"), "", 2, "--stance is missing"),
        (
            ("add", *ALONE, "--check", "sunlight", "--both"),
            *("", 2, "--because is missing"),
        ),
        (("add", *ALONE, "--same-source", "nobody"), "", 5, "no evidence entry"),
        (("add", "HTTPS://127.1/a", *ALONE), "", 8, "not on the public internet"),
        (("add", "http://x.org:25/", *ALONE), "", 8, "port 25 is not one of the web"),
    ],
)
def test_what_makes_no_sense_is_refused(
    shell: Shell, arguments: tuple[str, ...], given: str, code: int, words: str
) -> None:
    """One line, and nothing is written."""
    before = shell.state()
    done = shell.run("evidence", *arguments, given=given)

    assert done.code == code, done.err
    assert len(done.errors) == 1
    assert words in done.errors[0]
    assert shell.state() == before


@pytest.mark.parametrize("stance", ["supports", "refutes", "both", "context"])
def test_a_stance_is_a_switch(shell: Shell, stance: str) -> None:
    """When it is taken in, and when it is linked."""
    words = ("--check", "sunlight", f"--{stance}", "--because", "It says so")
    added = shell.run("evidence", "add", *ALONE, *words)
    linked = shell.run("link", "sunlight", "cold", f"--{stance}", "--because", "B")
    links = shell.newsroom.ledger.check("sunlight").links

    assert (added.code, linked.code) == (0, 0), added.err + linked.err
    assert [link.record.stance for link in links] == [stance, stance]


def test_an_archived_copy_gives_way_to_the_source(shell: Shell) -> None:
    """The copy's address is kept beside; both are told."""
    done = shell.run(
        "evidence", "add", *ALONE, "--url", f"{WAYBACK}https://example.org/A?b=1"
    )
    source = shell.newsroom.ledger.evidence("p-t").record.source

    assert source.url == "https://example.org/A?b=1"
    assert source.archived == f"{WAYBACK}https://example.org/A?b=1"
    assert "The source is https://example.org/A?b=1" in done.err
    assert f"Its archived copy is {WAYBACK}" in done.err


def test_an_address_is_kept_as_it_was_typed(shell: Shell) -> None:
    """Canonical forms are for comparing."""
    url = "http://WWW.Example.org:80/a/?utm_source=mail&b=2&a=1#top"
    shell.run("evidence", "add", *ALONE, "--url", url)

    assert shell.newsroom.ledger.evidence("p-t").record.source.url == url


def test_the_same_source_is_taken_from_an_entry(shell: Shell, tmp_path: Path) -> None:
    """Source and capture are copied, and the quote is looked for in that."""
    page = save_page(tmp_path, "Herald", STORY)
    first = shell.run("evidence", "add", page, *TYPED).out.strip()
    done = shell.run(
        *("evidence", "add", "--same-source", first, "--quote", "2 boats"),
        *("--says", "Two boats", "--kind", "data", "--origin", "The keeper"),
        *("--where", "line 2"),
    )
    again = shell.run(
        *("evidence", "add", "--same-source", first, "--says", "Two", "--kind", "data"),
        *("--quote", "a cargo of herring"),
    )
    one, two = (
        shell.newsroom.ledger.evidence(name) for name in (first, again.out.strip())
    )

    assert done.code == 0, done.err
    assert "quote not found in its capture" in done.err
    assert "quote found in its capture" in again.err
    assert two.data["source"] == one.data["source"]
    assert two.data["captures"] == one.data["captures"]
    assert two.record.where is None


def test_the_same_passage_twice_is_refused_and_the_way_out_named(
    shell: Shell, tmp_path: Path
) -> None:
    """Also under another form of its address; ``--anyway`` takes it in."""
    page = save_page(tmp_path, "Herald", STORY)
    quote = ("--quote", "a quiet day.")
    first = shell.run("evidence", "add", page, *TYPED, *quote).out.strip()
    before = shell.state()
    url = "http://www.herald.example.org/boats?utm_source=x"
    other = ("--publisher", "H", "--url", url, "--quote", "a  quiet day.")
    refused = shell.run("evidence", "add", *TYPED, *other)
    stayed = shell.state() == before
    anyway = shell.run("evidence", "add", *TYPED, *other, "--anyway")
    another = shell.run(
        *("evidence", "add", *TYPED, *other[:4], "--quote", "a cargo of salt")
    )

    assert refused.code == 8
    assert f"factcheck link CHECK {first}" in refused.err
    assert stayed
    assert anyway.code == 0, anyway.err
    assert "is the same passage of the same source" in anyway.err
    assert another.code == 0, another.err


@pytest.mark.parametrize(("answer", "entries"), [("", 1), ("n", 2)])
def test_the_same_passage_is_linked_if_somebody_says_so(
    shell: Shell, answer: str, entries: int
) -> None:
    """Without typing what it says again."""
    first = shell.run("evidence", "add", *ALONE, "--quote", "Hello there").out.strip()
    link = ("--check", "sunlight", "--supports", "--because", "B")
    child = factcheck(shell, "evidence", "add", *ALONE, "--quote", "Hello there", *link)
    child.expect_exact("Link that one in place of a new entry? [Y/n] ")
    child.sendline(answer)
    code, shown = ended(child)
    ledger = shell.newsroom.ledger
    links = ledger.check("sunlight").links

    assert code == 0, shown
    assert (links[0].id == first) is (entries == 1)
    assert sum(one.slug == "p-t" for one in ledger.of_kind("evidence")) == entries


def test_ctrl_c_at_a_question_leaves_nothing(shell: Shell, tmp_path: Path) -> None:
    """Neither a record nor a capture."""
    before = shell.state()
    page = save_page(tmp_path, "Herald", STORY)
    child = factcheck(shell, "evidence", "add", page, "--check", "sunlight")
    child.expect_exact("Kind [report]: ")
    child.sendintr()
    code, shown = ended(child)

    assert code == 130, shown
    assert "Traceback" not in shown
    assert shell.state() == before
    assert not (Path(shell.root) / "captures").exists()


def test_a_page_is_taken_in_by_its_address(shell: Shell, tmp_path: Path) -> None:
    """Fetched where it leads, kept as it came, with its address; later copies too."""
    story = Path(save_page(tmp_path, "Herald", STORY)).read_bytes()
    later = story.replace(b"quiet", b"still")
    answers = (leads_to("/boats?utm_source=x"), page(story), page(later))
    with Server(*answers, page(b"", status="404 No")) as server:
        url = f"http://127.0.0.1:{server.port}/boats"
        shell.environment["FACTCHECK_ALLOW_HOSTS"] = f"127.0.0.1:{server.port}"
        shell.environment["NO_PROXY"] = "*"
        words = ("--quote", "a quiet day", "--json")
        added = shell.run("evidence", "add", f"{url}?go", *TYPED, *words)
        amended = shell.run("evidence", "amend", "herald", "--capture", url)
        before = shell.state()
        gone = shell.run("evidence", "add", url, *TYPED)
        unwritten = shell.state() == before
    entry = shell.newsroom.ledger.evidence("herald").record
    first, second = entry.captures

    assert added.code == 0, added.err
    assert "quote found in its capture" in added.err
    assert (entry.source.url, entry.source.title) == (url, "Boats")
    assert first.sha256 == hashlib.sha256(story).hexdigest()
    assert first.tool.endswith(", fetched")
    assert amended.code == 0, amended.err
    assert second.sha256 == hashlib.sha256(later).hexdigest()
    assert (gone.code, len(gone.errors), unwritten) == (7, 1, True)
    assert "answers 404: there is no such page" in gone.errors[0]

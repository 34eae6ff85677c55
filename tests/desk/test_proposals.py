"""Handles of matches: the same each time, told apart, found again when typed."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.desk.proposals import (
    Proposal,
    ReadArticle,
    find,
    find_all,
    handle_of,
    handles,
    new_run,
    printed_last,
    remember,
)
from factcheck.intake.article import Article
from factcheck.model.errors import AmbiguousNameError, NotFoundError
from factcheck.model.ids import make_name, new_id

if TYPE_CHECKING:
    from tests.conftest import Newsroom

CHECK = "moonlight-is-cold-7k3f9x2mq4vt"
PAPER = ReadArticle("ab" * 32, "a.html", "https://paper.example/a", title="The moon")


def _proposal(sentence: str = "Moonlight is cold.", **given: Any) -> Proposal:
    values: dict[str, Any] = {"article": PAPER, "check": CHECK, "score": 0.93}
    return Proposal(sentence=sentence, **(values | given))


@given(article=st.text(), sentence=st.text(min_size=1), spaces=st.integers(1, 3))
def test_a_handle_rests_on_article_words_and_check_alone(
    article: str, sentence: str, spaces: int
) -> None:
    """The same each time, however spaces lie and whatever the check's slug is."""
    first = handle_of(article, sentence, CHECK)
    spread = (" " * spaces).join(sentence.split())

    assert handle_of(article, spread, CHECK) == first
    assert handle_of(article, sentence, "another-slug-" + CHECK[-12:]) == first
    assert handle_of(article, sentence, CHECK[:-1] + "0") != first
    assert handle_of(article + "x", sentence, CHECK) != first
    assert handle_of(article, sentence + "x", CHECK) != first


def test_ten_thousand_handles_are_short_and_all_different() -> None:
    """Six characters; where two begin alike, as many as tell them apart."""
    random = Random(0)  # noqa: S311 - the same ids in each run
    many = [
        _proposal(f"Sentence {number}.", check=make_name("x", new_id(random)))
        for number in range(10_000)
    ]
    shown = handles(many)

    assert len(set(shown)) == len(many)
    assert all(
        one.key.startswith(handle) for one, handle in zip(many, shown, strict=True)
    )
    assert sum(len(handle) > 6 for handle in shown) < 200
    assert handles([many[0], many[0]]) == [many[0].key[:6]] * 2


def test_what_was_printed_is_found_by_its_handle(newsroom: Newsroom) -> None:
    """As it was, also where it is typed with look-alikes and capitals."""
    ledger = newsroom.ledger
    printed = [_proposal(f"Sentence {n}.", warnings=("says 3",)) for n in range(40)]
    remember(ledger, printed, run=new_run())
    typed = [
        handle.replace("0", "O").replace("1", "l").upper()
        for handle in handles(printed)
    ]

    assert any("O" in one for one in typed)
    assert find_all(ledger, typed) == printed
    assert find(ledger, printed[3].key) == printed[3]
    assert printed_last(ledger) == printed
    with pytest.raises(NotFoundError, match="no match printed lately"):
        find(ledger, "zzzzzz")
    with pytest.raises(NotFoundError, match=r"'a/\.\./b'"):
        find(ledger, "a/../b")


def test_a_handle_that_fits_several_names_them(newsroom: Newsroom) -> None:
    """Matches of two articles may begin alike; the longer handles tell them apart."""
    ledger = newsroom.ledger
    by_begin: dict[str, Proposal] = {}
    alike: list[Proposal] = []
    number = 0
    while not alike:
        number += 1
        one = _proposal(f"Sentence {number}.")
        other = by_begin.setdefault(one.key[:6], one)
        alike = [one, other] if other is not one else []
    remember(ledger, alike, run=new_run())

    with pytest.raises(AmbiguousNameError, match=alike[0].key):
        find(ledger, alike[0].key[:6])
    assert find_all(ledger, handles(alike)) == alike


def test_the_last_run_that_printed_something_is_the_last(newsroom: Newsroom) -> None:
    """A run may add article after article; older runs are still found, then go."""
    ledger = newsroom.ledger
    runs = [new_run() for _ in range(25)]
    for number, run in enumerate(runs):
        remember(ledger, [_proposal(f"A {number}.")], run=run)
        remember(ledger, [_proposal(f"B {number}.")], run=run)
    remember(ledger, [], run=new_run())
    folder = ledger.state_folder
    assert folder is not None

    assert [one.sentence for one in printed_last(ledger)] == ["A 24.", "B 24."]
    assert find(ledger, _proposal("A 6.").key).sentence == "A 6."
    with pytest.raises(NotFoundError):
        find(ledger, _proposal("A 0.").key)
    assert len(list((folder / "matches").iterdir())) == 20


def test_what_is_damaged_is_passed_over(newsroom: Newsroom) -> None:
    """A half line, other fields, no text at all: the rest is still found."""
    ledger = newsroom.ledger
    run = new_run()
    remember(ledger, [_proposal("A.")], run=run)
    folder = ledger.state_folder
    assert folder is not None
    file = folder / "matches" / run
    whole = file.read_bytes()
    file.write_bytes(
        b'\xff\n[]\n{"article": {}, "matches": []}\n' + whole + whole[: len(whole) // 2]
    )

    assert [one.sentence for one in printed_last(ledger)] == ["A."]


def test_an_article_is_known_by_its_address_out_of_the_archive() -> None:
    """What the page says of itself goes first; a copy's address is kept beside."""
    page = Article("T\tT", "x.html", (), url="https://paper.example/a?utm_source=x")
    copy = "https://web.archive.org/web/20201008/https://paper.example/a"
    read = ReadArticle.of(page, "ab" * 32, address=copy)
    bare = ReadArticle.of(Article("", "a/b.txt", ("T.",)), "ab" * 32)

    assert (read.key, read.archived) == ("https://paper.example/a", copy)
    assert (read.title, read.url) == ("T T", page.url)
    assert (bare.key, bare.name) == (f"sha256:{'ab' * 32}", "b.txt")


@pytest.mark.parametrize("url", ["ftp://x.org", "https://x.org/a b", "x" * 9000, "//x"])
def test_what_no_record_can_hold_is_left_out(url: str) -> None:
    """A page may call itself anything, at any time."""
    page = Article("x" * 9000, "-", (), url=url, published="soon", publisher=" ")
    read = ReadArticle.of(page, "ab" * 32)

    assert (read.url, read.published, read.publisher) == (None, None, None)
    assert len(read.title or "") == 2000

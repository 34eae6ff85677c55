"""Is a quotation in a capture?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.quote import find_quote, passage_text, stands_in

if TYPE_CHECKING:
    import random

PAGE = b"""<!DOCTYPE html><html lang="en"><head><title>Macron speaks | Example</title>
<script>var fake = "Turkey has admitted everything";</script></head><body>
<h1>Macron speaks</h1>
<p>President Macron said that &ldquo;300 Syrian fighters drawn from
&lsquo;jihadist groups&rsquo; from the Syrian city of Ale<b>ppo</b> had passed
through&nbsp;the Turkish city of Gazian&shy;tep en&nbsp;route for
Azerbaijan.&rdquo;</p><p>The losses rose by 15.5 per&nbsp;cent &mdash; again.</p>
<div>Second block</div><div>third block</div>
<!-- Turkey denies nothing -->
<style>p::after { content: "painted words" }</style>
</body></html>"""


@pytest.mark.parametrize(
    "quote",
    [
        '"300 Syrian fighters drawn from "jihadist groups" from the Syrian city',
        "Syrian city of Aleppo had passed through the Turkish city of Gaziantep",
        "‘300 Syrian fighters … en route for Azerbaijan’",
        "300 Syrian fighters [...] the Turkish city of Gaziantep ... Azerbaijan.",
        "The losses rose by 15.5 per cent--again",
        "en route for Azerbaijan,",
    ],
)
def test_found(quote: str) -> None:
    """Quotation marks, spaces, dashes, ellipses and tags in words do not matter."""
    assert find_quote(quote, PAGE, media_type="text/html; charset=utf-8").outcome == (
        "found"
    )


@pytest.mark.parametrize(
    "quote",
    [
        "Turkey has admitted everything",
        "Turkey denies nothing",
        "painted words",
        "300 syrian fighters",
        "30 Syrian fighters",
        "The losses rose by 15",
        "The losses rose by 15.",
        "losses rose by 15.5 per cen",
        "blockthird",
        "en route for Azerbaijan … 300 Syrian fighters",
    ],
)
def test_not_found(quote: str) -> None:
    """Hidden text, other case, other numbers, cut words, pieces out of order."""
    assert find_quote(quote, PAGE, media_type="text/html").outcome == "not found"


def test_nearest_passage_as_it_stands_in_the_text() -> None:
    """Of a misquotation the nearest words are shown, in their own typography."""
    check = find_quote(
        "300 Syrian mercenaries drawn from jihadist groups from the city of Aleppo",
        PAGE,
        media_type="text/html",
    )

    assert check.outcome == "not found"
    assert check.nearest is not None
    assert "Syrian fighters drawn from ‘jihadist groups’" in check.nearest
    assert "Gaziantep" not in check.nearest


def test_nothing_near() -> None:
    """A quotation that is like nothing in the text has no nearest passage."""
    check = find_quote("zwölf Boxkämpfer jagen Viktor", PAGE, media_type="text/html")

    assert check.outcome == "not found"
    assert check.nearest is None


def test_nearest_in_a_script_without_spaces() -> None:
    """Chinese has no words to be told apart, and still a nearest passage."""
    text = "外交部发言人表示，中国坚决反对任何形式的干涉。双方将继续对话。".encode()

    found = find_quote("中国坚决反对", text, media_type="text/plain")
    check = find_quote("中国坚决支持任何形式的干涉", text, media_type="text/plain")

    assert found.outcome == "found"
    assert check.nearest is not None
    assert "坚决反对任何形式" in check.nearest


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"%PDF-1.7", "application/pdf", "damaged PDF"),
        (b"\x89PNG", "image/png", "image/png cannot be read"),
        (b"ID3", "audio/mpeg", "audio/mpeg cannot be read"),
        (b"", "", "unknown bytes"),
        (b"  ", "text/plain", "holds no text"),
        (b"a\0b", "text/plain", "binary"),
        (b"\xff\xfe\xff", "text/plain", "not UTF-16"),
        (b"<script>x</script>", "text/html", "holds no text"),
    ],
)
def test_cannot_be_checked(data: bytes, kind: str, reason: str) -> None:
    """What has no text that we read is neither a yes nor a no, and says why."""
    check = find_quote("some words", data, media_type=kind)

    assert check.outcome == "cannot be checked"
    assert reason in (check.reason or "")
    assert passage_text(data, kind) is None


def test_a_quotation_without_words_cannot_be_checked() -> None:
    """An ellipsis alone would be found everywhere."""
    for quote in ("", "…", "“ ”", "x" * 30_000):
        assert find_quote(quote, PAGE, media_type="text/html").outcome == (
            "cannot be checked"
        )


def test_too_large_to_say_no() -> None:
    """In a text that was not read whole, not found would be a lie."""
    data = b"word " * 1_200_000 + b"the end of it"

    assert find_quote("word word", data, media_type="text/plain").outcome == "found"
    assert find_quote("end of it", data, media_type="text/plain").outcome == (
        "cannot be checked"
    )


def test_markdown_is_searched_without_its_marks() -> None:
    """Emphasis and links within a quotation do not hide it."""
    data = b"# Title\n\nHe said it is **not** [a war](https://example.org) yet."

    assert find_quote("is not a war yet", data, media_type="text/markdown") == (
        find_quote("Title", data, media_type="text/markdown")
    )
    assert "not a war" in (passage_text(data, "text/markdown") or "")


PRINTED = (
    "He gave us infor-\nmation on well-\nknown men of Gazian\u00ad\ntep and the "
    "anti-Isla\u2010 \n\n mists of Nagorno-\nKarabakh. They re-\nsign to-\nday."
)


@pytest.mark.parametrize(
    "quote",
    [
        "information on well-known men of Gaziantep",
        "infor-mation on well",
        "the anti-Islamists of Nagorno–Karabakh",
        "known men of Gaziantep and the anti-Islamists",
        "They resign today",
        "They re-sign today",
        "on … Nagorno-Karabakh",
    ],
)
def test_words_divided_at_line_ends(quote: str) -> None:
    """A divided word is found, and so is a compound divided at its own hyphen."""
    check = find_quote(quote, PRINTED.encode(), media_type="text/plain")

    assert check.outcome == "found"


@pytest.mark.parametrize(
    "quote", ["infor mation", "wellknown men", "NagornoKarabakh", "well known"]
)
def test_hyphens_within_a_line_count(quote: str) -> None:
    """Only at a line's end may a hyphen be the printer's."""
    text = PRINTED.replace("-\n", "-").encode()

    assert find_quote(quote, text, media_type="text/plain").outcome == "not found"


@pytest.mark.parametrize(
    "quote",
    [
        "The losses … again",
        "The losses... again",
        "The losses [. . .] again",
        "… rose by 15.5 per cent …",
        "(…) rose by 15.5 per cent",
    ],
)
def test_ellipses(quote: str) -> None:
    """Any kind of ellipsis stands for any text, also at the ends."""
    assert find_quote(quote, PAGE, media_type="text/html").outcome == "found"


def test_an_ellipsis_of_the_text_is_not_skipped() -> None:
    """What the source left out may not be left out of the quotation in silence."""
    text = "We will … not go.".encode()

    assert find_quote("We will not go", text, media_type="text/plain").outcome == (
        "not found"
    )
    assert find_quote("We will... not go", text, media_type="text/plain").outcome == (
        "found"
    )


def test_stands_in_any_case() -> None:
    """For texts said to be the same, capitals at a sentence's beginning go."""
    assert stands_in("“infor-mation on Well-known MEN”", PRINTED.upper())
    assert not stands_in("information on unknown men", PRINTED)
    assert not stands_in("…", PRINTED)


def test_labels_glued_to_the_text_are_told_apart() -> None:
    """A label in an inline tag before the sentence does not hide the sentence."""
    data = b"<div><span>Politics</span><span>He said so.</span></div>"

    assert find_quote("He said so", data, media_type="text/html").outcome == "found"


WORDS = st.lists(
    st.text(alphabet="abcABCäé123.,!“”‘’–-(", min_size=1, max_size=8),
    min_size=1,
    max_size=30,
)


@given(WORDS, st.randoms(use_true_random=False), st.data())
def test_any_slice_is_found_in_other_typography(
    words: list[str], luck: random.Random, data: st.DataObject
) -> None:
    """Words in a row are found after new spaces, quotation marks and dashes."""
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    quote = "".join(
        word + luck.choice((" ", "\n", "\u00a0", "  \t")) for word in words[start:end]
    )
    for marks in ('“”"„«', "‘’'‚›", "–-—\u2011"):
        quote = "".join(luck.choice(marks) if s in marks else s for s in quote)

    check = find_quote(quote, " ".join(words).encode(), media_type="text/plain")

    has_words = any(sign.isalnum() for sign in quote)
    assert check.outcome == ("found" if has_words else "cannot be checked")


@given(
    st.text(),
    st.binary() | st.text(alphabet="<>/pbdiv!-&; a1\"'=").map(str.encode),
    st.sampled_from(["text/html", "text/plain", "text/markdown", "image/png", "?"]),
)
def test_never_raises(quote: str, data: bytes, kind: str) -> None:
    """Any quotation in any bytes has an outcome, with a reason where it is open."""
    check = find_quote(quote, data, media_type=kind)

    assert (check.reason is not None) == (check.outcome == "cannot be checked")


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("a" * 1_000, "a" * 2_000_000),
        ("a " * 1_000, "a a a b " * 300_000),
        ("a b", "' " * 1_000_000),
        ("a b", "a" + "\u0301\u0316" * 500_000),
        ("ab b", "a-\n" * 700_000),
        ("ab b", "a-" + "\n" * 2_000_000),
        ("ab b", "-\n" * 1_000_000),
        ("ab b", "a" * 2_000_000 + "-\nb"),
    ],
)
def test_hostile_texts_are_searched_in_one_pass(quote: str, text: str) -> None:
    """Repetitions that are quadratic for a plain search do not hold us up."""
    check = find_quote(quote, text.encode(), media_type="text/plain")

    assert check.outcome == "not found"

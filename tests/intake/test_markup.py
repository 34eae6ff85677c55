"""The tokens of a page: as browsers see them, and never slower than its length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.markup import MAXIMUM_ATTRIBUTES, MAXIMUM_TAGS, Token, tokens


def text_of(html: str) -> str:
    """Join the text of a page."""
    return "".join(token.text for token in tokens(html) if token.kind == "text")


def test_tags_attributes_and_entities() -> None:
    """Names in lower case, all three ways to write values, the first one counts."""
    page = "<A HREF='x&amp;y' title=\"a>b\" data-x=1/ hidden href=z>1 &lt; 2</a >"

    read = list(tokens(page))

    assert read[0].name == "a"
    assert read[0].attribute("href") == "x&y"
    assert read[0].attribute("title") == "a>b"
    assert read[0].attribute("data-x") == "1/"
    assert read[0].attribute("hidden") == ""
    assert read[0].attribute("class") is None
    assert read[1:] == [Token("text", text="1 < 2"), Token("close", "a")]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a<!-- <p>no</p> -->b", "ab"),
        ("a<!-->b", "ab"),
        ("a<!--->b", "ab"),
        ("a<!-- x --!>b", "ab"),
        ("a<!DOCTYPE html>b", "ab"),
        ("a<![CDATA[x]]>b", "ab"),
        ("a<?php x ?>b", "ab"),
        ("a</>b</ x>c", "abc"),
        ("1 < 2 and <3", "1 < 2 and <3"),
        ("a<script>if (a</b>c) '<p>'</SCRIPT >b", "ab"),
        ("a<style>p{}</style>b<noscript><p>c</p></noscript>d", "abd"),
        ("<title>a <b> &amp; c</title>", "a <b> & c"),
        ("a<p title='never ends>b", "a"),
        ("a<script>never ends", "a"),
        ("a<!-- never ends", "a"),
        ("a&#" + "1" * 5000 + ";b", "a\ufffdb"),
    ],
)
def test_text_between_odd_markup(html: str, expected: str) -> None:
    """Comments, declarations, scripts and broken tags, as the standard has them."""
    assert text_of(html) == expected


@given(st.text(alphabet="<>/!-='\"abp &#;x1\n", max_size=200))
def test_any_text_is_a_page(html: str) -> None:
    """Nothing raises, and what has no markup is its own text."""
    read = list(tokens(html))

    assert all(token.text or token.name for token in read if token.kind != "raw")
    if not set(html) & set("<&"):
        assert text_of(html) == html


@pytest.mark.parametrize(
    "piece", ["<!--", "<a ", '<a b="', "</", "<![x", "<script>", "<", "&#1", "<a/"]
)
def test_repeated_beginnings_are_read_in_one_pass(piece: str) -> None:
    """Two hundred thousand of what never ends: quadratic reading would not end."""
    last = list(tokens("start" + piece * 200_000))[-1]

    assert last.kind in {"text", "raw"}


def test_caps_on_attributes_and_tags() -> None:
    """A tag of 100,000 attributes keeps some; a page of too many tags is cut."""
    wide = "<p " + " ".join(f"a{number}=b" for number in range(100_000)) + ">text"

    read = list(tokens(wide))
    last = list(tokens("<b>" * (MAXIMUM_TAGS + 1)))[-1]

    assert len(read[0].attributes) == MAXIMUM_ATTRIBUTES
    assert read[1].text == "text"
    assert last.kind == "cut"

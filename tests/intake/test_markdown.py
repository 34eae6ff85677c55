"""Markdown to paragraphs and front matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.markdown import read_markdown

DOCUMENT = """---
title: "The ""video"" from Afrin"
date: 2020-10-08
authors:
  - Anna Example
  - Ben Beispiel
tags: [war, 'Caucasus']
---

Heading
=======

A *first* paragraph with **bold _and_ slanted** words, `a_b*c` code,
a [link](https://example.org/a_(b) "title"), ![a picture](x.png) and 5 * 3 * 2.

## Below

* one
2. two \\*not slanted\\*
- [x] three

> quoted
> text

```python
x = "*raw*"
```

<!-- hidden -->
<div>Text &amp; more</div>

| a | b |
|---|---|
| 1 | 2 |

[ref]: https://example.org
See [the law][ref] and [Nagorno-Karabakh].[^1]
---
"""


FIRST_PARAGRAPH = (
    "A first paragraph with bold and slanted words, a_b*c code, "
    "a link, a picture and 5 * 3 * 2."
)


def test_marks_are_taken_off() -> None:
    """What is left is the text as a reader of the rendered page sees it."""
    document = read_markdown(DOCUMENT)

    assert document.title == "Heading"
    assert document.paragraphs == (
        FIRST_PARAGRAPH,
        "Below",
        "one",
        "two *not slanted*",
        "three",
        "quoted text",
        'x = "*raw*"',
        "Text & more",
        "a b",
        "1 2",
        "See the law and [Nagorno-Karabakh].",
    )


def test_front_matter() -> None:
    """Quoted values, lists in both forms; keys in lower case."""
    assert read_markdown(DOCUMENT).front == {
        "title": 'The "video" from Afrin',
        "date": "2020-10-08",
        "authors": "Anna Example, Ben Beispiel",
        "tags": "war, Caucasus",
    }


def test_a_rule_is_no_front_matter() -> None:
    """A line of dashes on top of a text without keys begins nothing."""
    document = read_markdown("---\nText\n\n---\nMore: text\n")

    assert document.front == {}
    assert document.paragraphs == ("Text", "More: text")


@pytest.mark.parametrize(
    "piece", ["*a ", "[a](", "`a ", "_a ", "<!--", "<a ", "~~a", "> ", "[^"]
)
def test_repeated_marks_are_read_in_one_pass(piece: str) -> None:
    """A hundred thousand marks that never close: only linear reading ends."""
    document = read_markdown("start " + piece * 100_000 + " end")

    assert document.paragraphs[0].startswith("start")


@given(st.text(alphabet="ab*_`[]()#->!|~<:\\\n &", max_size=200))
def test_any_text_is_markdown(text: str) -> None:
    """Nothing raises, and no paragraph is empty or of two lines."""
    document = read_markdown(text)

    assert all(document.paragraphs)


@given(st.lists(st.text(alphabet="abc dé.", min_size=1), max_size=5))
def test_text_without_marks_stays(paragraphs: list[str]) -> None:
    """Plain paragraphs come out as they went in."""
    wanted = [" ".join(text.split()) for text in paragraphs if text.strip()]

    assert list(read_markdown("\n\n".join(wanted)).paragraphs) == wanted

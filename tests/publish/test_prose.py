"""Our own Markdown: what a report allows stays, everything else is words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.publish.prose import prose

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Read = Callable[[str], Any]

ALLOWED = {
    *("p", "em", "strong", "a", "ul", "ol", "li", "blockquote"),
    *("h3", "h4", "h5", "h6"),
}
PIECES = (
    *(
        "!",
        "\\!",
        "*",
        "**",
        "_",
        "__",
        "`",
        "[",
        "]",
        "(",
        ")",
        "!",
        "<",
        ">",
        "|",
        "~~",
        "\\",
    ),
    *("\n", "\n\n", "    ", "  ", " ", "\t", "- ", "1. ", "2) ", "> ", "# ", "#", "=="),
    *("---", "***", "```", "~~~", "<script>", "<b>", "<!--", "-->", "</p>", "&lt;"),
    *("[@a]", "[@b; @a]", "](https://a.org)", "](javascript:x)", "<https://a.org>"),
    *(
        "[x]: https://evil.org",
        "![",
        "{{",
        "{%",
        "%}",
        "a",
        "word",
        "é",
        "\x00",
        "\x02",
    ),
    *("1\x03", "\u202e", "\u2028", ": ", "|-|", "data:", "www.evil.org"),
)
many = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def cite(keys: list[str]) -> tuple[int, ...]:
    """Number the keys a and b."""
    return tuple({"a": 1, "b": 2}[key] for key in keys)


@pytest.mark.parametrize(
    "source",
    [
        "One *em* and **strong *inside* it**.\n\nTwo ***both***.",
        "- one\n  goes on\n- two",
        "3. three\n4. four",
        "> said\n>\n> twice",
        "A [label with *em*](https://a.org/x) and **[bold](http://b.org)**.",
        "They don't: 5 - 3, snake_case (e.g. 50%); “so”.",
    ],
)
def test_what_is_allowed_stays_as_it_is(source: str) -> None:
    """Markdown that a report allows comes out character for character."""
    assert prose(source) == source


def test_other_spellings_become_one() -> None:
    """Underscores, other bullets and titled or bracketed links are written one way."""
    source = (
        '_em_ __strong__\n\n* a\n+ b\n\n1) c\n\n<http://b.org>\n[x](https://a.org "t")'
    )
    expected = (
        "*em* **strong**\n\n- a\n\n- b\n\n1. c\n\n"
        "[http://b.org](http://b.org)\n[x](https://a.org)"
    )

    assert prose(source) == expected


def test_headings_go_below_their_section() -> None:
    """The highest heading gets the level asked for, the others follow it."""
    assert prose("# A\n### B\n\ntext", level=3) == "### A\n\n##### B\n\ntext"
    assert prose("## A\n\n### B #", level=3) == "### A\n\n#### B"
    assert prose("# A\n\n###### B", level=3) == "### A\n\n###### B"


def test_lists_hold_lists(read: Read) -> None:
    """Nesting is kept, also below an item of several lines."""
    page = read(prose("- a\n  b\n\n  - c\n    1. d\n- e"))

    assert [tag for tag in page.tags if tag != "p"] == [
        *("ul", "li", "ul", "li", "ol", "li", "li"),
    ]
    assert page.words.split() == ["a", "b", "c", "d", "e"]


def test_citations_become_links_to_their_sources(read: Read) -> None:
    """Keys become numbers; citations that touch become one, each number once."""
    written = prose("So [@a][@b] and [@b; @a] [@a], **[@a]**", cite=cite)
    page = read(written)

    assert written == (
        "So [[1](#s1), [2](#s2)] and [[2](#s2), [1](#s1)], **[[1](#s1)]**"
    )
    assert page.words.strip() == "So [1, 2] and [2, 1], [1]"


@pytest.mark.parametrize(
    "after",
    ["(https://evil.org)", "[x]", "[]", ": https://evil.org", "(javascript:x)", "{.x}"],
)
def test_nothing_can_be_hung_on_a_citation(read: Read, after: str) -> None:
    """What follows a citation cannot make it lead elsewhere."""
    page = read(prose(f"[@a]{after}", cite=cite))

    assert page.targets == ["#s1"]
    assert page.words.strip() == f"[1]{after}"


def test_citations_are_left_out_where_nothing_is_numbered() -> None:
    """Without numbers the text reads on."""
    assert prose("One [@a]{% two %}") == "One \\{\\% two %\\}"


@pytest.mark.parametrize("source", ["![@a](https://b.org)", "\\![x](https://b.org)"])
def test_an_exclamation_mark_makes_no_picture(read: Read, source: str) -> None:
    """A mark before a citation or a link stays a mark: pictures can track readers."""
    page = read(prose(source, cite=cite))

    assert page.tags == ["p", "a"]
    assert page.words.startswith("!")


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<!-- a -->",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](  javascript:x )",
        "![x](https://evil.org/pixel.png)",
        "[x]: https://evil.org",
        "[x][y]",
        "`code`",
        "&lt;b&gt;",
        "a | b",
        "~~gone~~",
        "{{ x }} {% y %} {# z #}",
        "---",
        "===",
        "https://evil.org",
        "[a [b](javascript:x) c](vbscript:x)",
        "**open *and open",
        "* * *",
    ],
)
def test_what_is_not_allowed_is_words(read: Read, source: str) -> None:
    """A report shows the characters, and nothing happens."""
    page = read(prose("x " + source))

    assert page.tags == ["p"]
    assert " ".join(page.words.split()) == " ".join(("x " + source).split())


@many
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text())
def test_no_text_gets_out_of_its_place(read: Read, source: str) -> None:
    """Only allowed tags, only links to the web and to sources, no template command."""
    try:
        written = prose(source, cite=cite)
    except KeyError:  # hypothesis has made a citation of something else
        return
    page = read(written)

    assert set(page.tags) <= ALLOWED
    assert all(t.startswith(("http://", "https://", "#s")) for t in page.targets)
    assert not any(sign in written for sign in ("{{", "{%", "{#", "```"))
    assert re.search(r"(?<!\\)(?:\\\\)*!\[", written) is None
    assert page.attributes <= {"a href", "ol start"}


@pytest.mark.parametrize(
    "repeated",
    ["#", "*a ", "**a*", "[", "[a", "> ", "- ", "_", "<https://", "[x](http://", "*a"],
)
def test_a_huge_text_is_read(repeated: str) -> None:
    """A text of the greatest length allowed comes out, however it is nested."""
    source = repeated * (100_000 // len(repeated))

    assert len(prose(source)) >= len(source) // 2

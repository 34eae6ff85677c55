"""The border to Markdown: what goes in comes out as words, and as nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.publish.escape import (
    Markdown,
    address,
    code,
    fill,
    front_matter,
    joined,
    link,
    link_shown,
    plain,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Read = Callable[[str], Any]

FRAMES = {
    "{}": ["p"],
    "x {}": ["p"],
    "# {}": ["h1"],
    "- {}": ["ul", "li"],
    "1. {}": ["ol", "li"],
    "> {}": ["blockquote", "p"],
    "x **{}.** y": ["p", "strong"],
    "x *{}:* y": ["p", "em"],
    "x\n{}": ["p"],
    "[{}](#s1)": ["p", "a"],
    "| {} |\n|---|": ["table", "thead", "tr", "th"],
    "- **{}**": ["ul", "li", "strong"],
}
"""Where a template puts a value, and the tags that are the template's own."""

_SIGNS = st.text(
    alphabet=st.sampled_from(
        "\\`*_{}[]()<>#+-.!|~^$@&%=:;\"'/?, \n\t\r1a2Wwß\xa0\u202e"
    )
)
hostile = st.one_of(
    st.text(), _SIGNS, st.lists(st.sampled_from(["\n", " ", "a"]) | _SIGNS).map("".join)
)
many = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def shown(value: str) -> str:
    """Give what a reader must see of a value, white space apart."""
    return " ".join(plain(value).split())


def require_only_words(read: Read, frame: str, value: str) -> None:
    """Require the tags of the frame and the words of the value, nothing else."""
    page = read(frame.replace("{}", text(value)))
    around = {
        "x {}": "x {}",
        "x\n{}": "x {}",
        "x **{}.** y": "x {}. y",
        "x *{}:* y": "x {}: y",
    }
    words = " ".join(page.words.split())
    expected = around.get(frame, "{}").replace("{}", plain(value))

    assert page.tags == FRAMES[frame]
    assert page.targets in ([], ["#s1"])
    assert words == " ".join(expected.split())


@pytest.mark.parametrize("frame", FRAMES)
def test_payloads_come_out_as_words(
    read: Read, frame: str, payloads: tuple[str, ...]
) -> None:
    """Every payload, wherever a template puts it, shows its own characters."""
    for payload in payloads:
        require_only_words(read, frame, payload)


@pytest.mark.parametrize("frame", FRAMES)
@many
@given(value=hostile)
def test_any_text_comes_out_as_words(read: Read, frame: str, value: str) -> None:
    """Whatever the text, the frame's tags and the text's words are all there is."""
    if shown(value):
        require_only_words(read, frame, value)


@many
@given(st.lists(hostile, min_size=2, max_size=4), st.sampled_from([" ", "; ", ": "]))
def test_neighbours_make_nothing_new(
    read: Read, values: list[str], separator: str
) -> None:
    """Two safe texts with our punctuation between them are still only words."""
    page = read("x " + joined(separator, map(text, values)))
    expected = "x " + separator.join(map(plain, values))

    assert page.tags == ["p"]
    assert " ".join(page.words.split()) == " ".join(expected.split())


@many
@given(hostile)
def test_no_template_command_is_left(value: str) -> None:
    """Neither Jinja, Liquid nor Hugo finds a command in safe text."""
    safe = text(value)

    assert not any(sign in safe for sign in ("{{", "{%", "{#", "%}", "}}", "#}"))


@pytest.mark.parametrize(
    "words",
    [
        "They don't know, e.g. 3.5 (or 4) – why?",
        "snake_case, AT&T and R&D: 50% of them!",
        "“300 Syrian fighters” said: yes; no…",
        "The U.N. - in part - agreed at 12:30 + 1 = now",
        "Write to redress@desk.org",
    ],
)
def test_ordinary_prose_stays_readable(words: str) -> None:
    """What means nothing inside a line is not escaped: pages are read raw too."""
    assert text(words) == words


def test_controls_do_not_get_through() -> None:
    """Control characters become visible, those that reorder a line are dropped."""
    assert text("a\x00b\x1b\u202ec\u2066d\x9b") == "a\ufffdb\ufffdcd\ufffd"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.org",
        "mailto:a@b.org",
        "https:///nothing",
        "http://[broken",
        "text",
        "",
    ],
)
def test_only_web_addresses_become_links(read: Read, url: str) -> None:
    """Any other scheme leaves the label alone."""
    page = read(link(text("label"), url))

    assert address(url) is None
    assert page.tags == ["p"]


@many
@given(st.text(max_size=60) | _SIGNS)
def test_an_address_stays_one_target(read: Read, rest: str) -> None:
    """Whatever follows the host, there is one link and it leads to that address."""
    url = f"https://a.org/{rest}"
    target = address(url)
    page = read("x " + link(text("label"), url))

    assert target is not None
    assert not set(target) & set("()<>\"' \\|`{}\n\t")
    assert page.tags == ["p", "a"]
    assert page.words.strip() == "x label"
    assert urlsplit(page.targets[0]).netloc == "a.org"


def test_an_address_keeps_its_meaning(read: Read) -> None:
    """What is percent-encoded decodes to the address that the record holds."""
    url = "https://a.org/x_(y)?a=1&copy;=2&b=%20|ä"
    page = read(link(text("label"), url))

    assert unquote(page.targets[0]) == unquote(url)


@many
@given(st.text(alphabet="ab_*&;~()/-.:@w", max_size=30))
def test_a_shown_address_is_its_own_label(read: Read, rest: str) -> None:
    """The label of a bare address is the address."""
    url = f"https://a.org/{rest}"
    page = read(link_shown(url))

    assert page.tags == ["p", "a"]
    assert page.words.strip() == url


def test_code_is_for_names_of_ours_only() -> None:
    """A name with a back tick in it is text, not code."""
    assert code("v1:0a") == "`v1:0a`"
    assert code("a`b") == "a\\`b"


def test_raw_text_cannot_be_filled_in() -> None:
    """A value that has not passed the border is refused where it is put in."""
    with pytest.raises(TypeError, match="str has not passed"):
        fill("{}", "raw")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="str has not passed"):
        joined(", ", ["raw"])  # type: ignore[list-item]

    assert fill("**{}** {{}}", Markdown("x")) == "**x** {}"


@many
@given(hostile)
def test_front_matter_reads_back(value: str) -> None:
    """YAML and JSON read the same value back, and the block ends where it should."""
    block = front_matter({"title": value, "draft": True})
    fences = [line for line in block.split("\n") if line.startswith("---")]
    line = block.split("\n")[1]
    inner = block.removeprefix("---\n").partition("---\n")[0]

    assert len(fences) == 2
    assert yaml.safe_load(inner) == {"title": plain(value), "draft": True}
    assert json.loads(line.removeprefix("title: ")) == plain(value)
    assert not set(line) & set("{}<>")

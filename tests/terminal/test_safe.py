"""Foreign text made safe: no character that a terminal acts on comes through."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.terminal.safe import json_text, printable
from tests.terminal.payloads import ACTED_ON, PAYLOADS

ANY = st.text(
    st.characters() | st.sampled_from(sorted(ACTED_ON)) | st.sampled_from("\n\t\u200d")
)

PLAIN = [
    "Afrin lies 12 miles from the border.",
    "Größe, naïve, Ærø, Łódź, Ţară",
    "Привет, как дела?",
    "Ελληνικά γράμματα",
    "שלום עולם",
    "مرحبا بالعالم",
    "می\u200cخواهم",
    "हिन्दी में लिखा क्\u200dष",
    "ไทยไม่มีวรรค",
    "日本語のテキスト、中文，한국어",
    "🧑\u200d🚀 and 👍🏽 and 🏳️\u200d🌈",
    "[red]not markup[/red] :smile: [link=x]y[/link]",
    "e\u0301 = é",
]


@given(text=ANY, lines=st.booleans())
def test_nothing_that_acts_comes_through(text: str, *, lines: bool) -> None:
    """Controls, directions, zero widths, tags and halves are all gone."""
    shown = printable(text, lines=lines)
    allowed = "\n" if lines else ""

    assert ACTED_ON.isdisjoint(set(shown) - set(allowed))
    assert not [
        char
        for char in shown
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        and char not in {*allowed, "\u200c", "\u200d"}
    ]


@given(text=ANY, lines=st.booleans())
def test_safe_text_stays_as_it_is(text: str, *, lines: bool) -> None:
    """Making it safe twice changes nothing more."""
    once = printable(text, lines=lines)

    assert printable(once, lines=lines) == once


@given(text=ANY)
def test_without_lines_the_answer_is_one_line(text: str) -> None:
    """A message cannot forge a second one."""
    assert len(printable(text).splitlines()) <= 1


@pytest.mark.parametrize("text", PLAIN)
def test_what_people_write_stays(text: str) -> None:
    """Scripts, joiners that words need, emoji and brackets are left alone."""
    assert printable(text) == text
    assert printable(f"{text}\n{text}", lines=True) == f"{text}\n{text}"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_hidden_is_named(payload: str) -> None:
    """A reader sees that something was there, and what."""
    shown = printable(f"a{payload}b")

    assert shown.startswith("a")
    assert shown.endswith("b")
    assert "<U+" in shown or shown.count(" ") > payload.count(" ")


@given(text=ANY)
def test_json_holds_the_same_values_without_acting(text: str) -> None:
    """Programs read what was written; a terminal sees escapes."""
    written = json.dumps({"x": text, "y": [text]}, ensure_ascii=False, indent=2)
    safe = json_text(written)

    assert json.loads(safe) == {"x": text, "y": [text]}
    assert ACTED_ON.isdisjoint(set(safe) - {"\n"})


def test_plain_json_stays_readable() -> None:
    """Other scripts are not turned into escapes."""
    assert json_text('{"x": "日本語 می\u200cخواهم"}') == '{"x": "日本語 می\u200cخواهم"}'

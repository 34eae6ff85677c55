"""How much of one text stands in another?"""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.same_text import (
    SAME_SHARE,
    print_of,
    quote_stands_in,
    same_texts,
    share_of,
    shingles,
    text_of,
)
from tests.intake.pdfs import pdf_of

WIRE = """The harbour of Tidemouth will close for three weeks in March, the port
authority said on Monday. Two of its four cranes failed an inspection in December, and
the inspectors found rust in the third one as well.

“We would rather lose three weeks than a crew,” harbour master Ines Okafor told
reporters at the quay. She put the cost of the repairs at about four million crowns,
half of which the region is to pay.

Fishermen said that they had learned of the closure from the radio. Their association
wants the authority to pay for the catch that they cannot land, and has asked for a
meeting with the minister of transport before the end of the month."""

OTHER = """Nobody asked the fishermen of Tidemouth. When the cranes stand still next
month their boats will have to go round the cape to Westerhaven, a day there and a day
back, and the fuel is theirs to pay.

“We would rather lose three weeks than a crew,” says the harbour master. The crews
would rather lose neither: of the nine boats that are still registered here, four will
stay tied up, their owners say, and two may never go out again.

The minister has not answered our questions. His office points to the port authority,
and the port authority points to a report that it does not publish."""

NAVIGATION = """<div class="bar"><a href="/">Home</a> <a href="/n">News</a>
<a href="/s">Sport</a> <a href="/w">Weather and tides</a> <a href="/b">Boats for sale
and wanted</a> <a href="/c">Contact us</a> <a href="/l">Letters to the editor</a>
<a href="/o">Obituaries and births</a></div>
<ul><li>Subscribe to our morning letter</li><li>Follow us wherever you are today</li>
</ul>"""


def page(text: str) -> bytes:
    """Make a page of a site: its navigation, and an article."""
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return f"<!DOCTYPE html><html>{NAVIGATION}{paragraphs}{NAVIGATION}".encode()


def shares(one: str, other: str) -> tuple[float, float]:
    """Give both shares of two texts."""
    prints = print_of(one), print_of(other)
    return share_of(*prints), share_of(*reversed(prints))


def test_a_wire_story_under_another_beginning() -> None:
    """A cut copy is found, with the share of each side."""
    copy = (
        "Our own correspondent. The coast is in uproar over its cranes.\n"
        + (WIRE.partition("\n\n")[2])
    )
    found = same_texts(print_of(copy), {"a-wire": print_of(WIRE), "b": print_of(OTHER)})

    assert [same.name for same in found] == ["a-wire"]
    assert 0.8 < found[0].share < 1
    assert SAME_SHARE < found[0].share_of_known < 0.8
    assert (
        str(found[0]) == f"{int(found[0].share * 100)} % of this text stands in a-wire"
    )


def test_a_copy_in_pieces_is_found_from_both_sides() -> None:
    """A short text within a long one is said from the side of the short one."""
    short = WIRE.split("\n\n")[1]
    found = same_texts(print_of(f"{OTHER} {WIRE}"), {"short": print_of(short)})

    assert str(found[0]) == "100 % of short stands in this text"
    assert found[0].share < found[0].share_of_known


def test_words_changed_here_and_there() -> None:
    """A copy without every tenth word is still one."""
    words = WIRE.split()
    copy = " ".join(word for place, word in enumerate(words) if place % 10)

    assert min(shares(copy, WIRE)) > SAME_SHARE


def test_two_reports_on_the_same_matter_are_two() -> None:
    """The same quotation and the same names do not make one text of them."""
    assert 0 < max(shares(WIRE, OTHER)) < SAME_SHARE
    assert not same_texts(print_of(WIRE), {"other": print_of(OTHER)})


def test_print_does_not_count() -> None:
    """Case, quotation marks, accents, hyphens at line ends, and lines."""
    divided = WIRE.upper().replace("“", '"').replace("”", "«").replace("\n", "  \n ")

    assert shares(WIRE, divided) == (1, 1)
    assert shares(
        "der Häfen wegen schließt die Stadt", "DER HAFEN WEGEN SCHLIESST DIE STADT"
    ) == (1, 1)
    assert shares(
        "one two infor-\nmation four five", "one two infor\u00admation four five"
    ) == (1, 1)


def test_pages_of_one_site_do_not_share_their_navigation() -> None:
    """Bars of links do not count, so that another article does not fire."""
    here, there = text_of(page(WIRE), "text/html"), text_of(page(OTHER), "text/html")

    assert here is not None
    assert there is not None
    assert "Home" not in here
    assert shares(here, WIRE) == (1, 1)
    assert max(shares(here, there)) < SAME_SHARE
    assert shares(NAVIGATION, NAVIGATION) == (1, 1)


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "text/markdown", "pdf"])
def test_the_same_story_in_any_kind_of_file(kind: str) -> None:
    """Page, plain text, Markdown and PDF are compared by their text alone."""
    content = WIRE.encode()
    if kind == "text/html":
        content = page(WIRE)
    elif kind == "pdf":
        kind, half = "application/pdf", len(WIRE) // 2
        content = pdf_of(
            WIRE[:half].replace("inspection", "inspec-\ntion"), WIRE[half:]
        )

    text = text_of(content, kind)

    assert text is not None
    assert min(shares(text, WIRE)) > 0.9


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"ID3", "audio/mpeg"),
        (b"", "text/plain"),
        (b"\xff\xfe\xff", "text/plain"),
        (b"<html><script>x</script>", "text/html"),
        (b"%PDF-1.7", "application/pdf"),
        (b"?", ""),
    ],
)
def test_no_text(content: bytes, kind: str) -> None:
    """Pictures, sound and damaged files have none."""
    assert text_of(content, kind) is None


def test_a_pdf_without_the_extra_has_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparing texts is a courtesy: what cannot be read is passed over."""
    content = pdf_of(WIRE)
    assert text_of(content, "application/pdf")
    monkeypatch.setitem(sys.modules, "pypdf", None)

    assert text_of(content, "application/pdf") is None


CHINESE = (
    "外交部发言人表示，中国坚决反对任何形式的干涉，双方将继续对话，并在下周举行会谈。"
)
THAI = "กระทรวงการต่างประเทศแถลงว่าทั้งสองฝ่ายจะเจรจากันต่อไปในสัปดาห์หน้าที่กรุงเทพมหานคร"


@pytest.mark.parametrize("text", [CHINESE, THAI])
def test_scripts_without_spaces(text: str) -> None:
    """Signs stand for words there; a copy is found, a common expression is none."""
    prefix = text[: len(text) // 4]

    assert shares(text, f"新华社北京电 {text}")[0] == 1
    assert share_of(print_of(f"{prefix} {text[::-1]}"), print_of(text)) < SAME_SHARE
    assert len(shingles(text)) > 8


def test_a_short_text_says_nothing() -> None:
    """Eight shingles at least: a caption is in many articles."""
    caption = "The harbour of Tidemouth will close for three weeks"

    assert shares(caption, WIRE)[0] == 1
    assert not same_texts(print_of(caption), {"wire": print_of(WIRE)})
    assert shares("", WIRE) == (0, 0)


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("She put the cost of the repairs at about four million crowns, half", True),
        ("she put the cost of the repairs … half of which the region is to pay", True),
        ("She put the cost of the repairs at nearly four million crowns, half", False),
        ("We would rather lose three weeks than a crew", False),
        ("", False),
    ],
)
def test_quotations_of_entries_without_capture(quote: str, *, stands: bool) -> None:
    """From twelve words on, a quotation that stands in the text counts."""
    assert quote_stands_in(quote, WIRE) is stands


@given(st.text(), st.text())
def test_shares_are_shares(one: str, other: str) -> None:
    """A text stands in itself and in what holds it."""
    assert shares(one, one)[0] in {0, 1}
    assert all(0 <= share <= 1 for share in shares(one, other))
    assert shares(one, f"{one}\n{other}")[0] in {0, 1}


@pytest.mark.parametrize(
    "text",
    [
        "a" * 3_000_000,
        "a " * 1_000_000,
        "ก" * 2_000_000,
        "a" + "\u0301\u0316" * 999_999,
    ],
)
def test_long_texts_are_read_in_one_pass(text: str) -> None:
    """Repetitions take no longer than other texts."""
    assert len(shingles(text)) <= 1

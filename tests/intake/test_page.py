"""What a reader sees of a page, and which part of it is the article."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.page import (
    MAXIMUM_CHARACTERS,
    first_heading,
    is_modest,
    read_body,
    visible_text,
)


def test_inline_tags_join_and_blocks_divide() -> None:
    """A tag in a word does not split it; paragraphs and breaks do."""
    page = "<p>Nagor<b>no</b>-Kara<wbr>bakh</p><p>two<br>three</p>four"

    assert visible_text(page).text == "Nagorno-Karabakh\ntwo\nthree\nfour"


def test_scripts_templates_and_drawings_are_not_seen() -> None:
    """Text that no browser paints is no text of the page."""
    page = (
        "<head><title>T</title><script>var a = '<p>fake</p>'</script></head>"
        "<style>.x{content:'fake'}</style><template><p>fake</p></template>"
        "<svg><title>fake</title><text>fake</text></svg>"
        "<video><p>fake</p></video><noscript>fake</noscript>"
        "<p>The only <!-- fake --> text</p>"
    )

    assert visible_text(page).text == "The only text"


def test_a_drawing_that_is_not_closed_hides_nothing() -> None:
    """The first block after an open svg is seen again."""
    assert visible_text("<svg><path d=x><p>seen</p>").text == "seen"


def test_the_longest_article_without_its_margins() -> None:
    """Teasers are articles too; captions, menus and forms are none of the text."""
    page = (
        "<nav><li>Home</li></nav><article><p>Teaser text.</p></article>"
        "<article><h1>Head</h1><p>First paragraph of the story.</p>"
        "<figure><figcaption><p>A caption.</p></figcaption></figure>"
        "<h2>Between</h2><ul><li>A point.</li></ul>"
        "<aside><p>Read also.</p></aside><p>Last paragraph.</p></article>"
        "<footer><p>Imprint</p></footer>"
    )

    assert read_body(page).paragraphs == (
        "First paragraph of the story.",
        "Between",
        "A point.",
        "Last paragraph.",
    )


def test_main_then_paragraphs_then_everything() -> None:
    """Pages without an article element are read by what they have instead."""
    with_main = "<p>Menu</p><main><p>One.</p><p>Two.</p></main>"
    with_paragraphs = "<ul><li>Menu</li></ul><div><p>One.</p></div><p>Two.</p>"
    with_neither = "<nav>Menu</nav><div>One.<br>Two.</div>"

    for page in (with_main, with_paragraphs, with_neither):
        assert read_body(page).paragraphs == ("One.", "Two.")


def test_an_open_margin_does_not_cost_the_page() -> None:
    """Where everything stands in a menu that never ends, everything is read."""
    assert read_body("<nav><p>One.</p><p>Two.</p>").paragraphs == ("One.", "Two.")


def test_a_page_that_is_too_large_says_so() -> None:
    """Beyond the cap the text is cut, and not called whole."""
    page = "<p>" + "word " * (MAXIMUM_CHARACTERS // 5 + 1)

    assert not visible_text(page).whole
    assert not read_body(page).whole
    assert len(visible_text(page).text) <= MAXIMUM_CHARACTERS


def test_depth_does_not_matter() -> None:
    """Text below 100,000 open tags is read like any other."""
    assert visible_text("<div>" * 100_000 + "deep").text == "deep"


def test_first_heading_with_text() -> None:
    """An empty heading (a logo) is passed over."""
    assert first_heading("<h1><img></h1><h1>The <i>news</i></h1>") == "The news"
    assert first_heading("<p>none</p>") is None


def test_modest_pages_only_for_the_parser_of_trees() -> None:
    """Width and number of tags each make a page immodest."""
    wide = "<p " + " ".join(f"a{number}" for number in range(60)) + ">"

    assert is_modest("<article>" + "<p>text</p>" * 1_000 + "</article>")
    assert is_modest("<ul>" + "<li>text" * 1_000)
    assert not is_modest("<p>text" * 20_000)
    assert not is_modest(wide)
    assert not is_modest("<p a b c d e f g h>" * 13_000)


@given(st.text(alphabet="<>/pdivnavarticlemain =\"' x", max_size=300))
def test_any_page_can_be_read(html: str) -> None:
    """Nothing raises, no block is empty or of two lines."""
    body = read_body(html)

    assert body.whole
    assert all(text == " ".join(text.split()) and text for text in body.paragraphs)

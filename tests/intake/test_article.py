"""Articles from text, Markdown and HTML, with trafilatura and without."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.intake.article import Article, Sentence, read_article
from factcheck.model.errors import BadInputError, MachineError

NEWS = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Fighters sent to Azerbaijan | Example Times</title>
<meta property="og:site_name" content="Example Times">
<meta name="author" content="Anna Example">
<meta property="article:published_time" content="2020-10-08T09:00:00Z">
<link rel="canonical" href="https://example.org/fighters">
<script>document.write("<p>Fake text of a script that nobody wrote.</p>")</script>
</head><body><nav><ul><li><a href="/">Home</a></li><li>Politics</li></ul></nav>
<main><article><h1>Fighters sent to Azerbaijan</h1>
<p>The president said on Thursday that fighters from Syria had been sent to the
front, and that he had <b>proof</b> of it. &ldquo;We know their names,&rdquo; he
said.</p>
<p>The government in Ankara denies this. It says that no fighter has crossed the
border with its knowledge, and calls the report an invention.</p>
<p>Observers of the conflict have seen neither the proof nor the fighters, and ask
both sides to let them travel to the region.</p>
</article></main><footer><p>All rights reserved by the Example Times.</p></footer>
</body></html>"""

FRENCH = """<html lang=fr><head><title>Des combattants envoyés</title></head><body>
<div id=content><p>Le président a déclaré que des combattants avaient été envoyés au
front, et qu’il en avait la preuve depuis l’été.</p><p>Le gouvernement dément : «
Aucun combattant n’a passé la frontière », a déclaré son porte-parole.</p></div>
</body></html>"""

ARABIC = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>إرسال مقاتلين إلى أذربيجان</title></head><body><article>
<p>قال الرئيس إن مقاتلين من سوريا أرسلوا إلى الجبهة. هل هذا صحيح؟ لا أحد يعرف ذلك.</p>
<p>نفت الحكومة هذه الأنباء وقالت إن أحدا لم يعبر الحدود خلال الأسابيع الماضية.</p>
</article></body></html>"""

MARKDOWN = b"""---
title: Fighters sent to Azerbaijan
author: Anna Example
date: 2020-10-08
canonical: https://example.org/fighters
lang: en
---

# Fighters sent to Azerbaijan

The president said so on *Thursday*. [Ankara](https://example.org) denies it.

- Nobody has seen the proof.
"""


@pytest.fixture(params=["trafilatura", "fallback"])
def extractor(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read pages with trafilatura, then as if it were not installed."""
    name = str(request.param)
    if name == "fallback":
        # None in sys.modules is how Python itself marks what cannot be imported.
        monkeypatch.setitem(sys.modules, "trafilatura", None)
    elif find_spec("trafilatura") is None:
        pytest.skip("trafilatura is not installed")
    return name


@pytest.mark.usefixtures("extractor")
def test_news_page() -> None:
    """Metadata, three paragraphs; no menu, no footer, no script, no second head."""
    article = read_article(NEWS.encode(), source="a.html")

    assert article.title == "Fighters sent to Azerbaijan"
    assert article.publisher == "Example Times"
    assert article.author == "Anna Example"
    assert article.published == "2020-10-08"
    assert article.url == "https://example.org/fighters"
    assert article.language == "en"
    assert [text[:14] for text in article.paragraphs] == [
        "The president ",
        "The government",
        "Observers of t",
    ]
    assert "“We know their names,” he said." in article.paragraphs[0]


@pytest.mark.usefixtures("extractor")
def test_page_in_windows_1252() -> None:
    """A page that declares nothing and is no UTF-8 keeps its accents."""
    article = read_article(FRENCH.encode("cp1252"), source="a.html")

    assert article.title == "Des combattants envoyés"
    assert "qu’il en avait la preuve depuis l’été" in article.paragraphs[0]
    assert len(article.paragraphs) == 2


@pytest.mark.usefixtures("extractor")
def test_page_in_arabic() -> None:
    """Sentences of a page in another script."""
    article = read_article(ARABIC.encode(), source="-")

    assert article.language == "ar"
    assert [sentence.paragraph for sentence in article.sentences()] == [0, 1, 1, 1, 2]


@pytest.mark.usefixtures("extractor")
def test_empty_extraction_is_an_error() -> None:
    """A page that a script fills has no text, which is not the same as no match."""
    page = b"<html><head><title>News</title></head><body><script>x</script></body>"

    with pytest.raises(BadInputError, match=r"^a\.html: no text found in the page"):
        read_article(page, source="a.html")


@pytest.mark.usefixtures("extractor")
@pytest.mark.parametrize(
    "page",
    [
        "<html>" + "<div>" * 100_000 + "<p>Deep text.",
        "<html><p " + " ".join(f"a{n}=b" for n in range(100_000)) + ">Deep text.",
        "<html>" + "<b><i>" * 50_000 + "<p>Deep text.",
        "<html>" + "<p>" * 100_000 + "Deep text.",
    ],
    ids=["depth", "attributes", "formatting", "paragraphs"],
)
def test_hostile_pages(page: str) -> None:
    """Pages that keep parsers of trees busy for minutes, or lose their text."""
    assert read_article(page.encode(), source="-").paragraphs == ("Deep text.",)


def test_a_page_too_large_to_read_whole_is_refused() -> None:
    """Half an article would be half an answer."""
    page = b"<html><p>" + b"word " * 1_100_000

    with pytest.raises(BadInputError, match="too large a page"):
        read_article(page, source="a.html")


def test_markdown() -> None:
    """Front matter for the facts, the heading once, list items as paragraphs."""
    assert read_article(MARKDOWN, source="a.md") == Article(
        title="Fighters sent to Azerbaijan",
        source="a.md",
        paragraphs=(
            "The president said so on Thursday. Ankara denies it.",
            "Nobody has seen the proof.",
        ),
        url="https://example.org/fighters",
        published="2020-10-08",
        author="Anna Example",
        language="en",
    )


def test_plain_text_and_its_sentences() -> None:
    """The headline is paragraph 0; it does not come again; rules are no sentences."""
    article = read_article(
        b"Head of it\r\n\r\nHEAD OF IT\r\n\r\nOne. Two?\r\n\r\n* * *\r\n\r\nThree.",
        source="-",
    )

    assert article.sentences() == (
        Sentence(0, "Head of it"),
        Sentence(1, "One."),
        Sentence(1, "Two?"),
        Sentence(3, "Three."),
    )


def test_one_sentence() -> None:
    """A claim on standard input is a text without a headline."""
    article = read_article("Turkey sent fighters.\n".encode("utf-16"), source="-")

    assert article.title == ""
    assert article.sentences() == (Sentence(1, "Turkey sent fighters."),)


@pytest.mark.parametrize(
    ("data", "source", "message"),
    [
        (b"", "a.txt", "a.txt: is empty"),
        (b" \n\t\n", "-", "-: is empty"),
        (b"%PDF-1.7 ...", "a.txt", "a.txt: is a damaged PDF"),
        (b"{\\rtf1 Text}", "a.txt", r"a.txt: is .*rich text.*; save it as .docx"),
        (b"\x89PNG\r\n\x1a\n", "a", r"a: is binary \(image/png\)"),
        (b"\xff\xd8\xff" * 7_000_000, "a", "more than 20000000"),
        (b"word " * 4_000_001, "a.txt", "more than 20000000"),
        (b"a\0b", "a.txt", "a.txt: is binary"),
        (b"Caf\xe9", "a.txt", "a.txt: byte 3 is not UTF-8"),
        (b"* * *", "a.txt", "a.txt: holds no text"),
        (b"---\ntitle:\n---\n\n***\n", "a.md", "a.md: holds no text"),
    ],
)
def test_refused(data: bytes, source: str, message: str) -> None:
    """One line that says what is wrong with which file."""
    with pytest.raises(BadInputError, match=message) as refused:
        read_article(data, source=source)

    assert "\n" not in str(refused.value)


@pytest.mark.usefixtures("extractor")
@settings(max_examples=50)
@given(
    st.binary()
    | st.text(alphabet="<>/!-pdivarticlehtml =\"'& x.").map(
        lambda text: f"<html>{text}".encode()
    ),
    st.sampled_from(["a.html", "a.md", "a.txt", "-"]),
)
def test_an_article_or_one_line(data: bytes, source: str) -> None:
    """Any bytes give an article with something to read, or our own error."""
    try:
        article = read_article(data, source=source)
    except BadInputError as error:
        lines = str(error).split("\n")
    else:
        lines = [sentence.text for sentence in article.sentences()][:1]

    assert len(lines) == 1


def test_a_broken_extra_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where trafilatura is there and cannot be loaded, the page is not misread."""
    monkeypatch.setattr(
        "factcheck.intake.article.find_spec", lambda name: object() if name else None
    )
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    page = b"<html><body><p>Trams run until midnight, the city says.</p></body></html>"
    with pytest.raises(MachineError, match=r"pip install 'factcheck-ledger\[web\]'"):
        read_article(page, source="page.html")

"""The facts that a source states about itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.metadata import SourceFacts, read_facts

OPEN_GRAPH = """<!DOCTYPE html><html lang="en-GB"><head>
<title>Macron accuses Turkey &#8211; Example Times</title>
<meta property="og:title" content="Macron accuses &quot;Turkey&quot; | Example Times">
<meta property="og:site_name" content="Example  Times">
<meta property="article:published_time" content="2020-10-02T21:30:00+02:00">
<meta property="article:author" content="https://example.org/people/anna">
<meta name="author" content="By Anna Example">
<link rel="canonical" href="https://example.org/turkey?a=1&amp;b=2">
</head><body><p>Text</p></body></html>"""

GRAPH = """<html><head><title>SEO title</title>
<script type="application/ld+json">{ this is no JSON }</script>
<script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [
 {"@type": "WebPage", "@id": "https://example.org/a", "name": "Page",
  "url": "https://example.org/a", "inLanguage": "de_AT"},
 {"@type": ["Article", "NewsArticle"], "headline": "Söldner &amp; Krieg",
  "author": [{"@id": "#anna"}, {"@type": "Person", "name": "Ben Beispiel"}],
  "publisher": {"@id": "#house"}, "datePublished": "2020-10-08T10:00:00Z"},
 {"@type": "Person", "@id": "#anna", "name": "Anna Example"},
 {"@type": "Organization", "@id": "#house", "name": "Beispiel-Zeitung"}
]}</script></head></html>"""

PAPER = """<html><head><title>x</title>
<meta name="citation_title" content="On mercenaries">
<meta name="citation_author" content="Example, Anna">
<meta name="citation_author" content="Beispiel, Ben">
<meta name="citation_publication_date" content="2020/10">
<meta name="citation_journal_title" content="Journal of Examples">
<meta name="DC.Language" content="fr"></head></html>"""


def test_open_graph() -> None:
    """Entities resolved, the site's name off the title, no address as an author."""
    assert read_facts(OPEN_GRAPH.encode(), source="a.html") == SourceFacts(
        title='Macron accuses "Turkey"',
        publisher="Example Times",
        author="Anna Example",
        published="2020-10-02",
        url="https://example.org/turkey?a=1&b=2",
        language="en-GB",
    )


def test_json_ld_graph() -> None:
    """Nodes are followed by their ids, the article before the page; dirt is passed."""
    assert read_facts(GRAPH.encode(), source="a.html") == SourceFacts(
        title="Söldner & Krieg",
        publisher="Beispiel-Zeitung",
        author="Anna Example, Ben Beispiel",
        published="2020-10-08",
        url="https://example.org/a",
        language="de-AT",
    )


def test_citation_tags() -> None:
    """A paper's tags; several authors; a month stays a month."""
    assert read_facts(PAPER.encode(), source="a.html") == SourceFacts(
        title="On mercenaries",
        publisher="Journal of Examples",
        author="Example, Anna, Beispiel, Ben",
        published="2020-10",
        language="fr",
    )


def test_title_alone() -> None:
    """Without a site name nothing is cut off; other pages' separators stay."""
    facts = read_facts(b"<title>War - and\n peace</title><p>x", source="a.html")

    assert facts == SourceFacts(title="War - and peace")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "/relative",
        "//example.org/x",
        "https://",
        "https://[::1",
        "https://example.org/a\u202eb",
        "https://example.org/a b",
        "https://example.org/" + "a" * 3_000,
    ],
)
def test_only_web_addresses(address: str) -> None:
    """Other schemes, hostless, broken and absurd addresses are not taken."""
    page = f'<html><link rel=canonical href="{address}"><p>x</p>'

    assert read_facts(page.encode(), source="a.html").url is None


def test_values_are_one_clean_line() -> None:
    """Escape sequences, lone surrogates and length do not get through."""
    title = json.dumps(
        {"@type": "Article", "headline": "a\x1b[31m\ud800b" + "c" * 9_999}
    )
    page = f'<html><script type="application/ld+json">{title}</script>'

    facts = read_facts(page.encode(), source="a.html")

    assert facts.title is not None
    assert facts.title.startswith("a[31mbc")
    assert len(facts.title) <= 500


@pytest.mark.parametrize(
    "script",
    [
        "[" * 200_000,
        '{"a":' * 200_000,
        '{"@type":' + "1" * 5_000 + "}",
        '{"@type": "Article", "author": {"name": {"name": 1}}, "headline": []}',
        '{"@type": "Article", "@id": "#a", "author": {"@id": "#a"}}',
        '"Article"',
        "null",
        "",
    ],
)
def test_hostile_json_is_passed_over(script: str) -> None:
    """Depth, digits, loops and wrong types cost nothing but their facts."""
    page = f'<title>T</title><script type="application/ld+json">{script}</script>'

    assert read_facts(page.encode(), source="a.html") == SourceFacts(title="T")


def test_json_in_a_comment() -> None:
    """Wrappings that hide a script from old parsers are taken off."""
    page = (
        '<html><script type="application/ld+json">//<![CDATA[\n'
        '<!-- {"@type": "schema:NewsArticle", "headline": "H"} -->\n//]]></script>'
    )

    assert read_facts(page.encode(), source="a.html").title == "H"


def test_text_and_markdown_and_others() -> None:
    """Front matter and headline where there are some, nothing for a picture."""
    front = b"---\ntitle: T\nauthor: A\ndate: 2020-10-08\nurl: https://e.org/\n---\nx"

    assert read_facts(front, source="a.md") == SourceFacts(
        title="T", author="A", published="2020-10-08", url="https://e.org/"
    )
    assert read_facts(b"Head\n\nText.", source="a.txt") == SourceFacts(title="Head")
    assert read_facts(b"\x89PNG\r\n\x1a\n", source="a.png") == SourceFacts()
    assert read_facts(b"\xe9\xe8", source="a.txt") == SourceFacts()


@given(
    st.binary()
    | st.text(alphabet='<>metalinkscrp ="/:{}[]@,htype').map(
        lambda text: f"<html>{text}".encode()
    ),
    st.sampled_from(["a.html", "a.md", "a.txt", "-"]),
)
def test_never_raises(data: bytes, source: str) -> None:
    """Any bytes have facts, and each one is a line or nothing."""
    facts = read_facts(data, source=source)

    for value in (facts.title, facts.author, facts.publisher, facts.url):
        assert value is None or value == " ".join(value.split())

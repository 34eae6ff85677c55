"""Feeds: RSS, Atom and JSON Feed, as they are and as they should not be."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.article import read_article
from factcheck.intake.feed import (
    ATOM,
    JSON_FEED,
    MOST_ENTRIES,
    RSS,
    FeedEntry,
    entries,
    feed_type,
    is_feed,
)
from factcheck.model.errors import BadInputError

FEED = "https://news.test/feed"

RSS_2 = """<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet type="text/xsl" href="https://evil.test/x.xsl"?>
<!-- a feed -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Example Times</title><link>https://news.test/</link>
<atom:link href="https://news.test/feed" rel="self" type="application/rss+xml"/>
<image><title>Logo</title><link>https://news.test/logo</link></image>
<item><title>Moon &amp;amp; <![CDATA[<b>Sun</b>]]></title>
<link> https://news.test/moon?a=1&amp;b=2 </link><guid>tag:1</guid>
<media:content url="https://news.test/m.jpg"><media:title>Photo</media:title>
</media:content>
<pubDate>Thu, 08 Oct 2020 21:30:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Moonlight is <b>cold</b>.</p>]]></content:encoded></item>
<item><title>Sun</title><guid>https://news.test/sun</guid>
<pubDate>8 Oct 20 10:00 GMT</pubDate></item>
<item><guid isPermaLink="false">https://news.test/no</guid>
<description>Only &lt;i&gt;text&lt;/i&gt; &amp;amp; no link.</description></item>
<item><link>javascript:alert(1)</link></item>
<item><link>https://www.news.test/sun?utm_source=rss</link><title>Again</title></item>
<item/></channel></rss>"""

ATOM_1 = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.test/a/">
<title>Example</title><link rel="self" href="/atom"/><link href="/"/>
<entry xml:base="b/"><title type="html">Moon &amp;lt; &lt;em&gt;Sun&lt;/em&gt;</title>
<link rel="enclosure" href="https://news.test/a.mp3"/>
<link rel="alternate" type="application/json" href="x.json"/><link href="moon"/>
<id>tag:x</id><updated>2020-10-09T00:00:00Z</updated>
<published>2020-10-08T23:00:00Z</published>
<summary>Short</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p onclick="x()" title="&quot;&gt;">Moonlight &lt; <a href="/s">cold</a></p><br/>
<evil xmlns="urn:x">y</evil></div></content></entry>
<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Two <b>b</b></div>
</title><content src="https://news.test/two" type="text/html"/>
<updated>2020-10</updated></entry>
<entry><title>1 &lt; 2</title><content>Plain &lt; text.</content></entry>
<entry><content type="image/png">iVBORw0KGgo=</content>
<summary type="html">&lt;p&gt;S&lt;/p&gt;</summary></entry></feed>"""

RSS_1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://news.test/"><title>Old</title><link>https://news.test/</link>
</channel><item rdf:about="https://news.test/about"><title>One</title>
<link>https://news.test/one</link><dc:date>2020-10-08T10:00+02:00</dc:date></item>
<item rdf:about="https://news.test/two"><title>Two</title></item></rdf:RDF>"""

RSS_091 = """

<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><link>https://news.test/</link>
<item><title>Caf&eacute; Zürich &amp;eacute;</title><link>/one</link>
<description>A\x0bb&nbsp;c</description></item></channel></rss>"""


def test_rss_is_read() -> None:
    """Links, titles, days and content of RSS 2.0; the first of each address."""
    found = entries(RSS_2.encode(), FEED)

    assert found == [
        FeedEntry(
            "https://news.test/moon?a=1&b=2",
            "Moon & Sun",
            "2020-10-08",
            "<p>Moonlight is <b>cold</b>.</p>",
        ),
        FeedEntry("https://news.test/sun", "Sun", "2020-10-08", None),
        FeedEntry(None, "", None, "Only <i>text</i> &amp; no link."),
    ]


def test_atom_is_read() -> None:
    """Bases within bases, the page among the links, XHTML written as HTML."""
    first, second, third, fourth = entries(ATOM_1.encode(), "feed.xml")

    assert first.url == "https://news.test/a/b/moon"
    assert (first.title, first.published) == ("Moon < Sun", "2020-10-08")
    assert first.html is not None
    assert (
        '<p title="&quot;&gt;">Moonlight &lt; <a href="/s">cold</a></p>' in first.html
    )
    assert "evil" not in first.html
    assert second == FeedEntry("https://news.test/two", "Two b", "2020-10", None)
    assert third == FeedEntry(None, "1 < 2", None, "Plain &lt; text.")
    assert fourth == FeedEntry(None, "", None, "<p>S</p>")


def test_old_rss_is_read() -> None:
    """RSS 1.0, and 0.91 with its declaration, its encoding, entities, broken signs."""
    assert entries(RSS_1.encode(), "f") == [
        FeedEntry("https://news.test/one", "One", "2020-10-08", None),
        FeedEntry("https://news.test/two", "Two", None, None),
    ]
    assert entries(RSS_091.encode("latin-1"), "f") == [
        FeedEntry("https://news.test/one", "Café Zürich é", None, "A\ufffdb\xa0c")
    ]


def test_entities_of_html_are_read_where_nothing_declares_them() -> None:
    """XML forbids them, many feeds have them; unknown ones stay as they are."""
    title = "<title>Caf&eacute;&nbsp;&x;</title>"
    text = f"<rss><item>{title}<link>/&eacute;</link></item></rss>"

    assert entries(text.encode(), FEED) == [
        FeedEntry("https://news.test/é", "Café &x;", None, None)
    ]


def test_a_json_feed_is_read() -> None:
    """What has another type than it should is passed over."""
    items: list[Any] = [
        {"url": "/a", "title": "1 < 2 <b>", "date_published": "2020-10-08T10:00:00Z"},
        {"id": "https://news.test/b", "content_html": "<p>x</p>", "title": 3},
        {"content_text": "One < two.\n\nThree.", "date_modified": "2020"},
        ["no item"],
    ]
    feed = {"version": "https://jsonfeed.org/version/1", "items": items}
    home = {**feed, "home_page_url": "https://news.test/"}

    assert entries(json.dumps(home).encode("utf-16"), "feed.json") == [
        FeedEntry("https://news.test/a", "1 < 2 <b>", "2020-10-08", None),
        FeedEntry("https://news.test/b", "", None, "<p>x</p>"),
        FeedEntry(None, "", "2020", "<p>One &lt; two.</p><p>Three.</p>"),
    ]


def test_an_entry_is_a_page_of_its_own() -> None:
    """An entry without a link can be read as an article, with title and day."""
    entry = FeedEntry(
        None, 'A "title" <b>', "2020-10-08", "Moonlight is cold &amp; so."
    )
    article = read_article(entry.page(), source="-")

    assert article.title == 'A "title" <b>'
    assert article.published == "2020-10-08"
    assert article.paragraphs == ("Moonlight is cold & so.",)
    with pytest.raises(BadInputError):
        read_article(FeedEntry(None, "A title", None, None).page(), source="-")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (RSS_2.encode(), RSS),
        (RSS_1.encode(), RSS),
        (RSS_091.encode(), RSS),
        (ATOM_1.encode(), ATOM),
        (("\ufeff" + ATOM_1).encode("utf-16-le"), ATOM),
        (b"\xef\xbb\xbf<a:feed xmlns:a='http://www.w3.org/2005/Atom'/>", ATOM),
        (
            b' {"items": [], "version": "https:\\/\\/jsonfeed.org\\/version\\/1"}',
            JSON_FEED,
        ),
        (b"<html><body><rss></rss></body></html>", None),
        (b"<!DOCTYPE html><feed>", None),
        (b"<rdf:RDF><owl:Ontology/></rdf:RDF>", None),
        (b"<rssx>", None),
        (b"An article about <rss> and <feed>.", None),
        (b'{"a": "jsonfeed"}', None),
        (b"", None),
        (b"\x89PNG\r\n\x1a\n", None),
    ],
)
def test_a_feed_is_told_by_its_root(data: bytes, expected: str | None) -> None:
    """Pages, other XML and texts about feeds are none."""
    assert feed_type(data) == expected
    assert is_feed(data) == (expected is not None)
    if expected is None:
        with pytest.raises(BadInputError, match="is no RSS, Atom or JSON feed"):
            entries(data, "f")


LAUGHS = """<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<rss><channel><item><title>&b;</title></item></channel></rss>"""
OUTSIDE = """<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss><channel><item><title>&x;</title></item></channel></rss>"""
PARAMETER = """<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://evil.test/x.dtd"> %x;]>
<rss/>"""
DEEP = "<rss><channel><item>" + "<a>" * 100_000
ITEM = "<item><title>x</title></item>"
JSON_ITEMS = '{"version": "https://jsonfeed.org/version/1", "items": '


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LAUGHS, "f:1: the feed declares its own entities; it is not read"),
        (OUTSIDE, "f:1: the feed declares its own entities"),
        ("<rss><!DOCTYPE x></rss>", "f:1: the feed is not well-formed XML"),
        (
            RSS_091.replace("/one</link>", "/one</lin>"),
            "f:7: the feed is not well-formed",
        ),
        (
            RSS_2.removesuffix("</rss>"),
            "f:21: the feed is not well-formed XML (no elem",
        ),
        ("<rss xmlns:a='" + "x" * 600 + "'/>", "f:1: the feed has a namespace of too"),
        (f"<rss>{'<a/>' * 500_000}</rss>", "f:1: the feed has more than 500000 tags"),
        (DEEP, "f:1: the feed is nested deeper than 200 tags"),
        (f"<rss>{ITEM * (MOST_ENTRIES + 5)}</rss>", "f: has more than 10000 entries"),
        (f"<rss>{'x' * 10_000_001}</rss>", "f: is a feed of more than 10000000 char"),
        (JSON_ITEMS + "[{]}", "f: line 1: is no JSON that can be read"),
        (JSON_ITEMS + "[" * 100_000, "f: is no JSON that can be read"),
        (JSON_ITEMS + "9" * 5_000 + "}", "f: is no JSON that can be read"),
        (JSON_ITEMS + "{}}", "f: is a JSON feed without a list of items"),
        (JSON_ITEMS + f"[{'{},' * MOST_ENTRIES}{{}}]}}", "f: has more than 10000"),
    ],
)
def test_a_bad_feed_is_one_line(text: str, expected: str) -> None:
    """What is damaged, declares entities or goes beyond the caps, with its line."""
    with pytest.raises(BadInputError) as raised:
        entries(text.encode("latin-1"), "f")

    assert expected in str(raised.value)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 300


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, PARAMETER])
def test_entities_are_never_declared(text: str) -> None:
    """The reader of the XML refuses them too, whatever the root looks like."""
    from factcheck.intake.feed_xml import read_feed

    with pytest.raises(BadInputError, match="f:1: the feed declares its own entities"):
        read_feed(text, source="f", most=10)


def test_nothing_is_lost_where_limits_are_kept() -> None:
    """As many entries as may be, in their order; an empty feed has none."""
    body = "".join(
        f"<item><link>/{number}</link></item>" for number in range(MOST_ENTRIES)
    )
    found = entries(f"<rss><channel>{body}</channel></rss>".encode(), FEED)

    assert [entry.url for entry in found] == [
        f"https://news.test/{number}" for number in range(MOST_ENTRIES)
    ]
    assert entries(b"<rss><channel/></rss>", FEED) == []


@given(st.text(alphabet="<>/&;\"'=![]- \n\x00\x0bé:", max_size=60), st.integers(0, 900))
def test_damage_is_refused_or_read(noise: str, place: int) -> None:
    """A feed with anything in it anywhere is entries, or an error of ours."""
    for text in (RSS_2, ATOM_1):
        data = (text[:place] + noise + text[place:]).encode()
        found = []
        with suppress(BadInputError):
            found = entries(data, FEED)
        for entry in found:
            assert entry.url is None or entry.url.startswith(("http:", "https:"))
            assert entry.title.isprintable()
            assert b"<article>" in entry.page()

"""When two addresses are of the same source, and what an archive has a copy of."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.model.address import canonical, untracked, unwrapped

PAGE = "https://example.org/a?b=1"
ARCHIVED = "https://web.archive.org/web/20201008/https://example.org//a/../b?utm_id=1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTTPS://Example.ORG:443/a?b=1", PAGE),
        ("http://example.org:80/a?b=1#top", PAGE),
        ("http://www.example.org./a?b=1&&", PAGE),
        ("https://example.org/x/../%61?b=1", PAGE),
        ("https://example.org/./y/%2E%2e/a?b=1", PAGE),
        ("https://example.org/a?utm_source=x&b=1&fbclid=y&UTM_Medium=z", PAGE),
        ("https://example.org/a?b=1#:~:text=He%20said", PAGE),
        ("https://example.org", "https://example.org/?"),
        ("https://example.org/?z=1&a=2", "https://example.org/?a=2&z=1"),
        ("https://example.org/%c3%a9", "https://example.org/é"),
        ("https://example.org/a|b", "https://example.org/a%7Cb"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://BÜCHER。example/", "https://xn--bcher-kva.example/"),
        ("https://twitter.com/a/status/1?s=20&t=x", "https://x.com/a/status/1"),
        ("https://www.youtube.com/watch?v=1&si=x", "https://youtube.com/watch?v=1"),
        (ARCHIVED.replace("https://web", "http://WEB") + "#top", ARCHIVED),
        ("http://[::1]:80/", "https://[::1]"),
    ],
)
def test_the_same_source(one: str, other: str) -> None:
    """Spelling, default ports, tracking and anchors tell no two sources apart."""
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a", "https://example.org/a/"),
        ("https://example.org/a", "https://example.org//a"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/?a=1&a=2", "https://example.org/?a=2&a=1"),
        ("https://example.org/?a=", "https://example.org/?a"),
        ("https://example.org/?s=20", "https://example.org/"),
        ("https://example.org/?t=90", "https://example.org/"),
        ("https://www.youtube.com/watch?v=1", "https://www.youtube.com/watch?v=2"),
        ("https://example.org/#!a", "https://example.org/#!b"),
        ("https://example.org/#/a", "https://example.org/"),
        ("https://m.example.org/", "https://example.org/"),
        ("https://example.org/amp/a", "https://example.org/a"),
        ("https://straße.example/", "https://strasse.example/"),
        ("https://example.org:8080/", "https://example.org/"),
        ("http://example.org:443/", "https://example.org/"),
        ("https://user@example.org/", "https://example.org/"),
        ("https://www.com/", "https://com/"),
        (ARCHIVED, ARCHIVED.replace("/a/..", "")),
        (ARCHIVED, ARCHIVED.replace("//a", "/a")),
        (ARCHIVED, ARCHIVED.partition("?")[0]),
        (ARCHIVED, ARCHIVED.replace("2020", "2021")),
    ],
)
def test_two_sources(one: str, other: str) -> None:
    """Whatever can choose another page keeps two addresses apart."""
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "address",
    [
        "https://web.archive.org/web/2020/https://e.org/a/../b//c?z=1&a=2&utm_id=3",
        "https://web.archive.org/web/*/http://e.org/./a",
        "https://archive.ph/o/AbCdE/https://e.org/%7ea",
        "https://unknown.example/copy/of/http://e.org/%7ea/../b",
    ],
)
def test_what_follows_an_archive_is_not_touched(address: str) -> None:
    """The address within an address stays letter by letter."""
    assert canonical(address) == address


ORIGINAL = "https://example.org/a/../b?z=1&a=2#c"


@pytest.mark.parametrize(
    "archived",
    [
        f"https://web.archive.org/web/20201008093000/{ORIGINAL}",
        f"http://web.archive.org/web/20201008093000if_/{ORIGINAL}",
        f"https://web.archive.org/web/2020/{ORIGINAL.replace('://', ':/')}",
        f"https://web.archive.org/web/2020/{quote(ORIGINAL, safe='')}",
        f"https://archive.ph/20201008093000/{ORIGINAL}",
        f"https://archive.is/2020.10.08-093000/{ORIGINAL}",
        f"https://archive.today/o/AbC1d/{ORIGINAL}",
        f"https://arquivo.pt/wayback/20201008093000/{ORIGINAL}",
        f"https://arquivo.pt/noFrame/replay/20201008093000mp_/{ORIGINAL}",
        f"https://wayback.archive-it.org/123/20201008093000/{ORIGINAL}",
        f"https://www.webarchive.org.uk/wayback/archive/20201008093000/{ORIGINAL}",
        f"https://webarchive.nationalarchives.gov.uk/ukgwa/20201008093000/{ORIGINAL}",
        f"https://www.webcitation.org/5xYz?url={quote(ORIGINAL, safe='')}&date=2020",
        f"https://web.archive.org/web/2021/https://archive.is/20201008093000/{ORIGINAL}",
    ],
)
def test_archives_are_unwrapped(archived: str) -> None:
    """The original comes out as it was put in, the archive's address stays whole."""
    assert unwrapped(archived) == (ORIGINAL, archived)


@pytest.mark.parametrize(
    ("address", "original"),
    [
        ("https://web.archive.org/web/2020/example.org/a", "http://example.org/a"),
        ("https://web.archive.org/web/2020/HTTP://e.org:80/", "http://e.org:80/"),
    ],
)
def test_an_original_without_its_scheme(address: str, original: str) -> None:
    """Archives also take addresses without scheme; those were http."""
    assert unwrapped(address) == (original, address)


@pytest.mark.parametrize(
    ("address", "original"),
    [
        ("https://www.google.com/amp/s/example.org/a", "https://example.org/a"),
        ("https://google.co.uk/amp/example.org/a", "http://example.org/a"),
        (
            "https://example-org.cdn.ampproject.org/c/s/example.org/a",
            "https://example.org/a",
        ),
    ],
)
def test_the_viewer_of_amp_pages_is_no_archive(address: str, original: str) -> None:
    """Google's frame is taken off, and nothing is said to be archived."""
    assert unwrapped(address) == (original, None)


@pytest.mark.parametrize(
    "address",
    [
        PAGE,
        "https://perma.cc/AB12-CD34",
        "https://archive.ph/AbCdE",
        "https://archive.ph/newest/https://example.org/",
        "https://web.archive.org/web/*/https://example.org/",
        "https://web.archive.org/save/https://example.org/",
        "https://web.archive.org/web/2020/javascript:alert(1)",
        "https://web.archive.org/web/2020/https%3A%2F%2Fe.org%2Fa%20b",
        "https://web.archive.org/web/2020/https://[",
        "https://www.webcitation.org/5xYz",
        "https://www.google.com/amp/s/nothing",
        "https://www.google.com/search?q=https://example.org/",
        "https://evil.example/web/2020/https://example.org/",
    ],
)
def test_nothing_to_unwrap(address: str) -> None:
    """What keeps no copy, or is no archive, is its own original."""
    assert unwrapped(address) == (address, None)


PIECES = """
/ // . .. /../ ? & = # #! : @ % %2e %2F %61 %zz %%34 1 [ ] www. m. http:/ https://
utm_a=1 a=2 ;b é ß İ ％ 。 ② | :80 :443 :x ´ + * ~ :~: web/2020/
"""
HOSTS = """
e.org WWW.e.org www.www.e.org. web.archive.org archive.ph [::1] a@e.org www.com
BÜCHER.de xn--bcher-kva.de straße.de twitter.com e.org:80 e.org:0443 e.org:9999999
google.com x.cdn.ampproject.org 。e. www.webcitation.org
"""
RESTS = st.lists(st.sampled_from(PIECES.split()), max_size=12).map("".join)
ADDRESSES = st.builds(
    "{}://{}{}".format,
    st.sampled_from(["http", "HTTPS"]),
    st.sampled_from(HOSTS.split()),
    RESTS,
)


@given(ADDRESSES | st.text())
def test_the_key_of_a_key_is_the_key(address: str) -> None:
    """Any text has a key, and it does not change when it is taken again."""
    assert canonical(canonical(address)) == canonical(address)


@given(st.sampled_from(["http", "https"]), RESTS)
def test_unwrapping_gives_the_original(scheme: str, rest: str) -> None:
    """Whatever was wrapped comes out, unless it is an archive's address again."""
    original = f"{scheme}://example.org/{rest}"
    archived = f"https://web.archive.org/web/20201008093000id_/{original}"

    assert unwrapped(archived) == (original, archived)


@given(ADDRESSES | st.text())
def test_unwrapping_never_raises_and_ends(address: str) -> None:
    """What comes out is the innermost address."""
    original = unwrapped(address).original

    assert unwrapped(original) == (original, None)


@pytest.mark.parametrize(
    ("url", "left"),
    [
        ("https://x.org/a?utm_source=mail", "https://x.org/a"),
        ("https://x.org/a?b=2&utm_medium=y&a=1#part", "https://x.org/a?b=2&a=1#part"),
        ("https://X.org/a?id=7", "https://X.org/a?id=7"),
        ("https://x.com/i/status/1?s=20", "https://x.com/i/status/1"),
        ("https://example.org/?s=search", "https://example.org/?s=search"),
        ("https://x.org/a?", "https://x.org/a?"),
        ("no address?utm_source=x", "no address?utm_source=x"),
        (
            "https://web.archive.org/web/2020/https://x.org/a?utm_source=x",
            "https://web.archive.org/web/2020/https://x.org/a?utm_source=x",
        ),
    ],
)
def test_what_only_tracks_is_taken_off_and_nothing_else(url: str, left: str) -> None:
    """The rest of the address stays as somebody wrote it."""
    assert untracked(url) == left
    assert canonical(left) == canonical(url)

"""Fetching a page: from real servers, hostile ones among them."""

from __future__ import annotations

import base64
import gzip
import shutil
import socket
import ssl
import struct
import subprocess
import tracemalloc
import zlib
from collections import deque
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.intake.article import read_article
from factcheck.intake.fetching import Fetched, Limits, fetch
from factcheck.intake.network.hosts import is_public, read_url
from factcheck.model.errors import ExitCode, FetchError, RefusedAddressError
from tests.intake.servers import Server, endless, leads_to, page, silent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PAGE = page()
TEXT = b"<p>Moonlight is cold.</p>"
SHORT = Limits(seconds=0.4)
SMALL = Limits(wire_bytes=1_000_000, body_bytes=100_000)


def here(_host: str, _port: int) -> Sequence[str]:
    """Resolve every name to this machine."""
    return ("127.0.0.1",)


def everyone(_host: str, _port: int) -> bool:
    """Allow every host."""
    return True


def nobody(_host: str, _port: int) -> bool:
    """Allow no private host."""
    return False


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's proxies out of the tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.delenv("REQUEST_METHOD", raising=False)


def ask(server: Server, path: str = "/", **options: Any) -> Fetched:
    """Fetch from a server as if it were on the public internet."""
    options = {"allow": everyone, "resolve": here, **options}
    return fetch(server.url(path), **options)


def why_not(*answers: Any, limits: Limits | None = None, **options: Any) -> str:
    """Give the error for a server's answers, without the address."""
    with Server(*answers) as server:
        with pytest.raises(FetchError) as raised:
            ask(server, limits=limits or SMALL, **options)
        text = str(raised.value)

        assert "\n" not in text
        assert text.startswith(server.url())
        return text.removeprefix(server.url())


# ------------------------------------------------------------------------- honest pages


def test_a_page_is_fetched_as_it_is() -> None:
    """Bytes, kind, character set and address; the request tells nothing of the user."""
    with Server(page(TEXT, kind='text/html; Charset="ISO-8859-1"')) as server:
        got = ask(server, "/a b?q=ü#part")

        assert got.body == TEXT
        assert (got.status, got.media_type, got.charset) == (200, "text/html", "cp1252")
        assert got.final_url == server.url("/a%20b?q=%C3%BC#part")
        assert server.requests[0].splitlines()[0] == "GET /a%20b?q=%C3%BC HTTP/1.1"
        names = [line.partition(":")[0] for line in server.requests[0].splitlines()[1:]]
        assert names == [
            *("Host", "User-Agent", "Accept", "Accept-Encoding", "Connection", "")
        ]
        assert f"Host: news.test:{server.port}" in server.requests[0]


CHUNKED = b"5;x=y\r\n<p>Mo\r\nA\r\nonlight is\r\n0a \n cold.</p>\r\n0\r\nX: y\r\n\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        page(gzip.compress(TEXT), "Content-Encoding: gzip"),
        page(
            gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:]), "Content-Encoding: GZip"
        ),
        page(gzip.compress(TEXT) + b"\0\0\0", "Content-Encoding: x-gzip"),
        page(zlib.compress(TEXT), "Content-Encoding: deflate"),
        page(zlib.compress(TEXT)[2:-4], "Content-Encoding: deflate"),
        page(CHUNKED, "Transfer-Encoding: Chunked"),
        page(CHUNKED.partition(b"X: y")[0], "Transfer-Encoding: chunked"),
        page(TEXT, "Content-Length: 25, 25", "Content-Length: 25"),
        page(TEXT, "Content-Encoding: identity"),
        PAGE.replace(b"\r\n", b"\n"),
        b"HTTP/1.0 200\r\n\r\n" + TEXT,
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + PAGE,
        page(TEXT, "X: a", "\tfolded", "a header without a name", ": none"),
    ],
)
def test_every_way_to_send_a_page_gives_the_page(answer: bytes) -> None:
    """Packed, in chunks, to the end, with what real servers get wrong."""
    with Server(answer) as server:
        assert ask(server).body == TEXT


def test_packed_pages_may_come_in_any_pieces() -> None:
    """A gzip file of two members in chunks of one byte is the page."""
    packed = gzip.compress(TEXT) + gzip.compress(TEXT)
    chunks = b"".join(
        b"1\r\n" + packed[i : i + 1] + b"\r\n" for i in range(len(packed))
    )
    answer = page(
        chunks + b"0\r\n\r\n", "Transfer-Encoding: chunked", "Content-Encoding: gzip"
    )
    with Server(answer) as server:
        assert ask(server).body == TEXT + TEXT


def test_redirects_are_followed() -> None:
    """Five at most, relative ones too; a fragment is kept, no cookie is sent back."""
    answers = [
        page(b"", f"Location: /{status}", "Set-Cookie: a=b", status=f"{status} Else")
        for status in (301, 302, 303, 307, 308)
    ]
    with Server(*answers, PAGE) as server:
        got = ask(server, "/begin#part")

        assert got.final_url == server.url("/308#part")
        assert got.url == server.url("/begin#part")
        assert len(server.requests) == 6
        assert not any("ookie" in request for request in server.requests)


def test_a_redirect_to_a_name_with_umlauts_is_followed() -> None:
    """Location headers hold UTF-8 as it is, in host and path."""
    with Server(b"", PAGE) as server:
        location = f"http://zürich.test:{server.port}/ö".encode().decode("latin-1")
        server.answers = (leads_to(location), PAGE)
        got = ask(server)

        assert got.final_url == server.url("/%C3%B6", host="xn--zrich-kva.test")


def test_what_the_server_says_of_letters_counts() -> None:
    """The header's character set before the page's own; UTF-8 where bytes are."""
    german = '<meta charset="utf-8"><p>Über Zürich scheint der Mond.</p>'
    japanese = "<meta charset=utf-8><p>月の光は冷たい。</p>"
    cases = [
        (german.encode("cp1252"), "iso-8859-1"),
        (german.encode("utf-8"), "iso-8859-1"),
        (german.replace("utf-8", "latin-1").encode("utf-8"), "utf-8"),
        (german.encode("utf-16"), "iso-8859-1"),
        (german.encode("utf-8"), "no-such-set"),
        (german.encode("utf-8"), "utf-7"),
        (japanese.encode("iso2022_jp"), "iso-2022-jp"),
        (japanese.encode("shift_jis"), "Shift_JIS"),
    ]
    texts = {"Über Zürich scheint der Mond.", "月の光は冷たい。"}
    for body, label in cases:
        with Server(page(body, kind=f"text/html; charset={label}")) as server:
            got = ask(server)

        assert got.body == body
        assert texts.issuperset(read_article(got.readable, source="-").paragraphs)
    plain = Fetched("", "", 200, "text/html", "utf-8", german.encode())
    assert plain.readable == plain.body


def test_one_retry_where_nothing_came() -> None:
    """A connection that breaks before the first byte is tried once more, no other."""

    def reset(connection: socket.socket) -> None:
        linger = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        connection.close()

    with Server(reset, PAGE) as server:
        assert ask(server).body == TEXT
        assert len(server.requests) == 2
    with Server(reset) as server:
        with pytest.raises(FetchError, match="broke off"):
            ask(server)

        assert len(server.requests) == 2
    with Server(PAGE[:20], PAGE) as server:
        with pytest.raises(FetchError):
            ask(server)

        assert len(server.requests) == 1


# ------------------------------------------------------------------ what is not fetched

NEVER = [
    "file:///etc/passwd",
    "ftp://example.org/",
    "data:text/html,x",
    "javascript:alert(1)",
    "gopher://127.0.0.1:{port}/",
    "//example.org/",
    "example.org",
    "http://",
    "http:///path",
    "http://user@127.0.0.1:{port}/",
    "http://user:word@127.0.0.1:{port}/",
    "http://user@example.org:{port}/",
    "http://127.0.0.1@example.org:{port}/",
    "http://127.0.0.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://0x7f.1:{port}/",
    "http://0x7F000001:{port}/",
    "http://2130706433:{port}/",
    "http://017700000001:{port}/",
    "http://0177.0.0.01:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://１２７.0.0.1:{port}/",
    "http://127。0。0。1:{port}/",
    "http://①②⑦.0.0.1:{port}/",
    "http://[::1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[64:ff9b:1::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[2001:0:53aa:64c::7f00:1]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://[fc00::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://192.0.0.192/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://localhost:{port}/",
    "http://LOCALHOST.:{port}/",
    "http://intranet:{port}/",
    "http://mixed.test:{port}/",
    "http://mapped.test:{port}/",
    "http://127.0.0.1:{port}\\@example.org/",
    "http://example.org:{port}\r\nX: y/",
    "http://256.1.1.1:{port}/",
    "http://1.2.3.4.5:{port}/",
    "http://0x7f.0x:99/",
    "http://127.0.0.1%00.example.org:{port}/",
    "http://exam ple.org:{port}/",
    "http://example.org:99999/",
    "http://[::1:{port}/",
    "http://-a.test:{port}/",
    "http://" + "a" * 300 + ".org/",
    "http://example.org/" + "a" * 10_000,
]
NAMES = {
    "localhost": ("::1", "127.0.0.1"),
    "intranet": ("127.0.0.1",),
    "mixed.test": ("93.184.216.34", "127.0.0.1"),
    "mapped.test": ("::ffff:127.0.0.1",),
}


def test_only_the_public_internet_is_reached() -> None:
    """No connection is opened for any of these, typed or led to; exit code 8."""

    def resolve(host: str, _port: int) -> Sequence[str]:
        return NAMES.get(host, ())

    with Server(PAGE) as server:
        for form in NEVER:
            url = form.replace("{port}", str(server.port))
            with pytest.raises(RefusedAddressError) as raised:
                fetch(url, resolve=resolve)

            assert raised.value.exit_code == ExitCode.REFUSED
            assert "\n" not in str(raised.value)
        assert not server.requests


@pytest.mark.parametrize("place", range(0, len(NEVER), 4))
def test_no_redirect_leads_there_either(place: int) -> None:
    """What must not be typed must not be led to; the user allows the first host."""
    names = {"news.test": ("127.0.0.1",), **NAMES}

    def resolve(host: str, _port: int) -> Sequence[str]:
        return names.get(host, ())

    with Server(PAGE) as inner, Server(b"") as server:
        url = NEVER[place].replace("{port}", str(inner.port)).partition("\r")[0]
        if url.startswith(("//", "example")):
            url = "http:" + url
        server.answers = (leads_to(url.encode().decode("latin-1")),)
        with pytest.raises(FetchError):
            fetch(
                server.url(),
                resolve=resolve,
                allow=lambda host, port: (host, port) == ("news.test", server.port),
            )

        assert not inner.requests


def test_a_name_is_resolved_once_for_each_hop() -> None:
    """A name server that answers otherwise the second time changes nothing."""
    answers = deque([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
    asked = []

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return answers.popleft()

    with Server(leads_to("/next"), PAGE) as server:
        got = fetch(server.url(), allow=everyone, resolve=resolve)

        assert got.body == TEXT
        assert asked == ["news.test", "news.test"]


def test_the_user_alone_allows_a_private_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """FACTCHECK_ALLOW_HOSTS names host, or host and port; nothing else comes in."""
    with Server(PAGE) as server:
        port = server.port
        for value, allowed in [
            ("", False),
            ("news.test", True),
            (f"NEWS.test.:{port}", True),
            (f"a.test, news.test:{port}", True),
            (f"news.test:{port + 1}", False),
            ("test", False),
            ("127.0.0.1", False),
            ("*", False),
            ("http://news.test:x,[", False),
        ]:
            monkeypatch.setenv("FACTCHECK_ALLOW_HOSTS", value)
            if allowed:
                assert fetch(server.url(), resolve=here).body == TEXT
            else:
                with pytest.raises(RefusedAddressError, match="FACTCHECK_ALLOW_HOSTS="):
                    fetch(server.url(), resolve=here)
        monkeypatch.setenv("FACTCHECK_ALLOW_HOSTS", f"127.0.0.1:{port}")
        assert fetch(f"http://0x7f.1:{port}/").body == TEXT


def test_a_page_outside_does_not_lead_into_an_allowed_network() -> None:
    """A private host counts when it is typed, or when an allowed one leads there."""

    def allow(host: str, _port: int) -> bool:
        return host == "cms.test"

    def public(host: str, _port: int) -> bool:
        return host in {"cms.test", "news.test"}

    with Server(PAGE) as cms, Server(b"") as news:
        inner = cms.url(host="cms.test")
        news.answers = (leads_to(inner),)
        with pytest.raises(RefusedAddressError, match="not on the public internet"):
            fetch(inner, allow=allow, resolve=here, found_in=news.url())
        with pytest.raises(RefusedAddressError, match="not on the public internet"):
            fetch(inner, allow=allow, resolve=here, found_in="feed.xml")

        assert not cms.requests
        assert fetch(inner, allow=allow, resolve=here, found_in=inner).body == TEXT
        assert fetch(news.url(), allow=public, resolve=here).final_url == inner


def test_a_page_that_is_not_allowed_itself_leads_nowhere_private(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The user's word for a host is not one for whoever leads there."""

    def resolve(host: str, _port: int) -> Sequence[str]:
        if host == "far.test":
            raise socket.gaierror
        return ("127.0.0.1",)

    with Server(PAGE) as cms, Server(leads_to(cms.url(host="cms.test"))) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "cms.test")
        with pytest.raises(RefusedAddressError, match=r"no address from outside leads"):
            fetch(
                "http://far.test/", allow=lambda h, _: h == "cms.test", resolve=resolve
            )

        assert proxy.requests
        assert not cms.requests


def test_ports_of_other_services_are_not_spoken_to() -> None:
    """Below 1024 only those of the web; the error says how to mean it."""
    for port in (0, 22, 25, 81, 143, 993):
        with pytest.raises(RefusedAddressError, match=f"port {port} is not one of"):
            fetch(f"http://example.org:{port}/", resolve=here)


@given(st.integers(0, 2**32 - 1))
def test_embedded_addresses_count_as_what_they_hold(number: int) -> None:
    """Mapped, NAT64 and 6to4 forms of an IPv4 address are as public as that is."""
    plain = socket.inet_ntoa(struct.pack(">I", number))
    high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
    forms = (f"::ffff:{plain}", f"64:ff9b::{high}:{low}", f"2002:{high}:{low}::")

    assert {is_public(form) for form in forms} == {is_public(plain)}


@given(st.text())
def test_no_text_is_more_than_an_address(text: str) -> None:
    """Whatever is typed is refused or asked for in ASCII, on one line."""
    for url in (text, f"http://{text}", f"http://example.org/{text}"):
        try:
            target = read_url(url)
        except RefusedAddressError:
            continue
        asked = f"{target.host} {target.path}"

        assert asked.isascii()
        assert asked.isprintable()
        assert asked.count(" ") == 1


# ---------------------------------------------------------------------- hostile servers


def bomb(size: int) -> bytes:
    """Pack so many zeros in a thousandth of them, without making them."""
    packing = zlib.compressobj(9, wbits=31)
    begin = packing.compress(b"") + packing.flush(zlib.Z_FULL_FLUSH)
    block = packing.compress(bytes(1_000_000)) + packing.flush(zlib.Z_FULL_FLUSH)
    return begin + block * (size // 1_000_000)


def test_a_bomb_is_stopped_at_the_cap() -> None:
    """A gigabyte of zeros in a megabyte: one line, and never more than the cap."""
    packed = bomb(1_000_000_000)
    tracemalloc.start()
    try:
        said = why_not(page(packed, "Content-Encoding: gzip"), limits=Limits())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert len(packed) < 1_100_000
    assert ": is larger than 20 MB;" in said
    assert peak < 80_000_000


def test_what_comes_is_counted_packed_too() -> None:
    """Bytes on the wire have a cap of their own, over all redirects."""
    few = Limits(wire_bytes=10_000)
    told = page(b"", "Location: /", "A: " + "b" * 6_000, status="302 Found")

    assert ": is larger than 10000 bytes" in why_not(
        endless(b"a" * 1000, b"HTTP/1.1 200 OK\r\n\r\n"), limits=few
    )
    assert "is larger than 10000 bytes" in why_not(
        told.replace(b": /", b": /a"), told.replace(b": /", b": /b"), limits=few
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (page(TEXT, "Content-Length: 99999999999"), "is larger than 1 MB"),
        (page(TEXT, "Content-Length: 26"), "broke off before its end"),
        (page(TEXT, "Content-Length: -1"), "says a length that is none"),
        (page(TEXT, "Content-Length: +25"), "says a length that is none"),
        (page(TEXT, "Content-Length: 25, 24"), "says a length that is none"),
        (page(TEXT, "Content-Length: 25", "Content-Length: 24"), "says a length that"),
        (page(TEXT, "Content-Length: " + "9" * 5000), "says a length that is none"),
        (page(TEXT, "Transfer-Encoding: gzip, chunked"), "in a way that we do not"),
        (page(b"-5\r\nabc", "Transfer-Encoding: chunked"), "is damaged"),
        (page(b"zz\r\nabc", "Transfer-Encoding: chunked"), "is damaged"),
        (page(b"fffffffff\r\na", "Transfer-Encoding: chunked"), "is damaged"),
        (page(b"3\r\nabcd\r\n", "Transfer-Encoding: chunked"), "is damaged"),
        (page(b"3\r\nabc\r\n", "Transfer-Encoding: chunked"), "broke off before"),
        (page(b"9\r\nabc\r\n", "Transfer-Encoding: chunked"), "broke off before"),
        (page(b"1" * 5000, "Transfer-Encoding: chunked"), "broke off before"),
        (page(gzip.compress(TEXT)[:-9], "Content-Encoding: gzip"), "broke off before"),
        (page(gzip.compress(TEXT)[:1], "Content-Encoding: gzip"), "broke off before"),
        (page(b"", "Content-Encoding: gzip"), "broke off before its end"),
        (page(TEXT, "Content-Encoding: gzip"), "is damaged"),
        (page(TEXT, "Content-Encoding: deflate"), "is damaged"),
        (page(TEXT, "Content-Encoding: br"), "packed in a way that nobody asked"),
        (page(TEXT, "Content-Encoding: gzip, gzip"), "packed in a way that nobody"),
        (page(b" \n"), "answers with an empty page"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "does not answer as a web server"),
        (b"HTTP/2 200\r\n\r\n", "does not answer as a web server"),
        (b"\x15\x03\x01\x00\x02\x02", "does not answer as a web server"),
        (b"HTTP/1.1 099 x\r\n\r\n", "does not answer as a web server"),
        (b"HTTP/1.1 101 Switching\r\n\r\n", "does not come to its answer"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 99, "does not come to its answer"),
        (b"HTTP/1.1 200 OK\r\nA: b\r\n", "begins with too much, or ends too early"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 300 + b"\r\nx", "begins with too much"),
        (page(TEXT, *("A: " + "b" * 1000,) * 100), "begins with too much"),
        (endless(b"x" * 1000), "does not answer as a web server"),
        (endless(b"HTTP/1.1 100 C\r\n\r\n"), "does not come to its answer"),
        (endless(b"a" * 1000, b"HTTP/1.1 200 OK\r\nA: "), "begins with too much"),
        (endless(b"A: b\r\n", b"HTTP/1.1 200 OK\r\n"), "begins with too much"),
        (endless(b"\tb\r\n", b"HTTP/1.1 200 OK\r\nA: b\r\n"), "begins with too much"),
        (endless(b"a" * 1000, b"HTTP/1.1 200 OK\r\n\r\n"), "larger than 100000 bytes"),
        (
            endless(
                b"1\r\na\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            ),
            "sends its page in too many pieces",
        ),
        (page(gzip.compress(b"") * 4000, "Content-Encoding: gzip"), "empty page"),
    ],
)
def test_a_hostile_answer_is_one_line(answer: Any, expected: str) -> None:
    """Wrong framing, endless heads, damage: an error, never half a page."""
    assert expected in why_not(answer)


def test_time_counts_for_all_of_it() -> None:
    """Silence, and a byte now and then, end at the deadline, name server included."""
    given_up = Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not given_up.wait(0.02):
            connection.sendall(b"x")

    def drip_head(connection: socket.socket) -> None:
        while not given_up.wait(0.02):
            connection.sendall(b"H")

    def stuck(_host: str, _port: int) -> Sequence[str]:
        given_up.wait(20)
        return ()

    for answer in (silent, drip, drip_head):
        assert ": took more than 0.4 s; try again" in why_not(answer, limits=SHORT)
    assert "took more than 0.4 s" in why_not(PAGE, limits=SHORT, resolve=stuck)
    given_up.set()


def test_redirects_have_an_end() -> None:
    """A hundred of them, a circle, one to nowhere."""
    hops = [leads_to(f"/{number}") for number in range(100)]
    with Server(*hops) as server:
        with pytest.raises(FetchError, match="leads on more than 5 times"):
            ask(server)

        assert len(server.requests) == 6
    assert "leads in a circle" in why_not(leads_to("/"))
    assert "answers 302: that is no page" in why_not(page(TEXT, status="302 Found"))
    assert "leads to 'http://[x', no web address" in why_not(leads_to("http://[x"))
    assert "'mailto:a@b.org': only http" in why_not(leads_to("mailto:a@b.org"))


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        ("204 No Content", (), "answers 204: it holds nothing"),
        ("206 Partial", (), "answers 206: that is no page; save the page"),
        ("304 Not Modified", (), "answers 304: that is no page"),
        ("401 No", (), "answers 401: it asks for a password; save the page"),
        ("403 No", (), "answers 403: it does not let programs in; save the page"),
        ("404 \x1b[31mNo", (), "answers 404: there is no such page; look at the"),
        ("410 Gone", (), "answers 410: the page is gone; look for an archived"),
        ("418 Teapot", (), "answers 418: that is no page"),
        ("429 Slow", ("Retry-After: 120",), "429: try again later (after 120 s)"),
        ("429 Slow", ("Retry-After: \x1b]0;x",), "429: try again later"),
        (
            "503 Busy",
            ("Retry-After: Thu, 08 Oct 2020 10:00:00 GMT",),
            "answers 503: try again later (from 2020-10-08 on)",
        ),
        ("500 Oops", (), "answers 500: try again later"),
    ],
)
def test_a_status_is_said_in_words(
    status: str, headers: tuple[str, ...], expected: str
) -> None:
    """Each says what to do; nothing of the server's own words is shown."""
    said = why_not(page(TEXT, *headers, status=status))

    assert expected in said
    assert said.isprintable()
    assert "[31m" not in said


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        (PDF, "application/octet-stream", "application/pdf"),
        (b"Moonlight is cold.", "text/plain", "text/plain"),
        (b"<p>Moonlight</p>", "", "text/html"),
        (
            b"<?xml version='1.0'?><rss><channel/></rss>",
            "text/xml",
            "application/rss+xml",
        ),
        (
            b'{"version": "https://jsonfeed.org/version/1.1"}',
            "application/json",
            "application/feed+json",
        ),
        (b"\xd0\xcf\x11\xe0\0", "application/msword", "application/msword"),
        (
            b"\x89PNG\r\n\x1a\n\0",
            "image/png",
            "is a picture, not an article; keep it as",
        ),
        (b"\x89PNG\r\n\x1a\n\0", "text/html", "is a picture, not an article"),
        (b"\0\0\0\x20ftypisom", "video/mp4", "is a film, not an article"),
        (b"ID3\x03", "", "is a recording of sound, not an article"),
        (b'{"a": 1}', "application/json; charset=utf-8", "is json, not an article"),
        (b'{"a": 1}', "application/ld+json", "is json, not an article"),
        (b"body {}", "text/css", "is css, not an article"),
        (b"var a;", "application/javascript", "is javascript, not an article"),
        (
            b"<?xml version='1.0'?><urlset/>",
            "application/xml",
            "is XML, but neither a page",
        ),
        (b"PK\x03\x04", "application/zip", "is no text; give a page, a text, a PDF"),
        (b"\x01\x02\0", "application/x-thing", "is no text"),
    ],
)
def test_only_what_can_be_read_is_taken(body: bytes, kind: str, expected: str) -> None:
    """Told by the bytes first; what is no text is one line, with what to do."""
    answer = page(body, kind=kind)
    if "/" in expected.partition(" ")[0]:
        with Server(answer) as server:
            assert ask(server).media_type == expected
    else:
        assert f": {expected}" in why_not(answer)
    with Server(answer) as server:
        assert ask(server, any_kind=True).body == body


def test_a_picture_is_not_loaded_to_be_refused() -> None:
    """What the server calls a film is refused before its first byte is waited for."""

    def begin(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n")
        silent(connection)

    assert "is a film" in why_not(begin)


def test_nobody_there_is_one_line() -> None:
    """An unknown name, a closed port, and a second address that answers."""
    with Server(PAGE) as server:
        port = server.port

        def none(_host: str, _port: int) -> Sequence[str]:
            raise socket.gaierror

        with pytest.raises(FetchError, match=r"no address is known for news\.test"):
            ask(server, resolve=none)
        with pytest.raises(FetchError, match=r"no address is known for news\.test"):
            ask(server, resolve=lambda _host, _port: ())
        got = ask(server, resolve=lambda _host, _port: ("::1", "127.0.0.1"))
        assert got.body == TEXT
    with pytest.raises(FetchError, match=r"news\.test does not answer"):
        fetch(f"http://news.test:{port}/", allow=everyone, resolve=here)


# ------------------------------------------------------------------------ TLS, proxies


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a certificate of news.test with its key, signed by itself."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl makes the certificate, and is not installed")
    folder = tmp_path_factory.mktemp("tls")
    command = [program, "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"]
    command += ["-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=news.test"]
    command += ["-addext", "subjectAltName=DNS:news.test"]
    command += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    """Give what a server of news.test needs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


def test_certificates_are_checked(
    tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unknown authority and wrong name are refused; SSL_CERT_FILE makes one known."""
    with Server(PAGE, tls=tls) as server:
        with pytest.raises(
            FetchError, match=r"certificate is not valid .*SSL_CERT_FILE"
        ):
            ask(server)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
        with pytest.raises(FetchError, match=r"certificate is not valid .*ostname"):
            fetch(server.url(host="other.test"), allow=everyone, resolve=here)

        assert not server.requests
        assert ask(server).body == TEXT
    with (
        Server(PAGE) as server,
        pytest.raises(FetchError, match="no secure connection"),
    ):
        fetch(server.url().replace("http", "https"), allow=everyone, resolve=here)


def test_a_secure_page_that_breaks_off_is_an_error(
    tls: ssl.SSLContext, certificate: Path
) -> None:
    """Without a length, only TLS tells a whole page from one that was cut."""
    whole = b"HTTP/1.1 200 OK\r\n\r\n" + TEXT

    def cut(connection: socket.socket) -> None:
        connection.sendall(whole)
        socket.socket(fileno=connection.detach()).close()  # no farewell of TLS

    trust = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    with Server(whole, tls=tls) as server:
        assert ask(server, context=trust).body == TEXT
    with Server(cut, tls=tls) as server, pytest.raises(FetchError, match="broke off"):
        ask(server, context=trust)


def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole address goes to it, with who asks; NO_PROXY and odd kinds count."""
    with Server(PAGE) as proxy, Server(PAGE) as server:
        address = f"http://anna:p%40ss@127.0.0.1:{proxy.port}"
        monkeypatch.setenv("http_proxy", address)

        def unknown(host: str, _port: int) -> Sequence[str]:
            if host != "127.0.0.1":
                raise socket.gaierror
            return ("127.0.0.1",)

        got = fetch("http://far.test/a?b", resolve=unknown)
        assert got.body == TEXT
        assert got.final_url == "http://far.test/a?b"
        assert proxy.requests[0].startswith("GET http://far.test/a?b HTTP/1.1\r\n")
        secret = base64.b64encode(b"anna:p@ss").decode()
        assert f"Proxy-Authorization: Basic {secret}\r\n" in proxy.requests[0]
        with pytest.raises(RefusedAddressError):
            fetch("http://127.0.0.1/", resolve=unknown)
        with pytest.raises(RefusedAddressError):
            fetch("http://inner.test/", resolve=here)
        assert len(proxy.requests) == 1
        for value in ("*", "news.test", ".test", f"a.org, news.test:{server.port}"):
            monkeypatch.setenv("NO_PROXY", value)
            ask(server)
        assert "roxy" not in "".join(server.requests)
        monkeypatch.setenv("no_proxy", "other.test")
        ask(server)
        assert len(proxy.requests) == 2
        monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
        with pytest.raises(
            FetchError, match="no http:// address; correct it"
        ) as raised:
            ask(server)
        assert "p%40ss" not in str(raised.value)


def test_a_proxy_leads_through_to_a_secure_page(
    tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CONNECT, then TLS with the host itself; a refusal is one line."""
    asked = []

    def lead(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with tls.wrap_socket(connection, server_side=True) as secured:
            asked.append(secured.recv(65_536).decode())
            secured.sendall(PAGE)
            secured.unwrap()

    trust = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    with Server(lead, page(b"", status="407 Who")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{proxy.port}")
        options: dict[str, Any] = {"resolve": here, "allow": everyone, "context": trust}
        assert fetch("https://news.test/a", **options).body == TEXT
        assert proxy.requests[0].startswith("CONNECT news.test:443 HTTP/1.1\r\n")
        assert asked[0].startswith("GET /a HTTP/1.1\r\nHost: news.test\r\n")
        with pytest.raises(FetchError, match="refuses it with 407"):
            fetch("https://news.test/a", **options)

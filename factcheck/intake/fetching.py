"""An address to the bytes behind it: one page for one person, nothing more.

Only http and https, only hosts on the public internet (``network.hosts``), at most
five redirects with each hop judged anew, a cap on bytes and one on the time of all
of it together. No cookies, no scripts, no retries but one where nothing came at
all. The program says its name and version, and nothing of who runs it. A site's
``robots.txt`` is not asked: it is for robots that walk through a site, and here a
person opens one page. For proxies see ``network.route``.
"""

from __future__ import annotations

import codecs
import re
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from factcheck import __version__
from factcheck.intake.days import iso_day
from factcheck.intake.encoding import character_set, declared_charset
from factcheck.intake.feed import feed_type
from factcheck.intake.media import HTML, MARKDOWN, PLAIN, UNKNOWN, media_type
from factcheck.intake.network.answer import Head, length_of, read_body, read_head
from factcheck.intake.network.connection import NothingCameError
from factcheck.intake.network.hosts import (
    Target,
    allowed_by_environment,
    allowed_for_nobody,
    read_url,
    resolve_host,
)
from factcheck.intake.network.limits import SAVE, Allowance, Limits, too_large
from factcheck.intake.network.route import Route
from factcheck.model.errors import FetchError, RefusedAddressError, one_line

if TYPE_CHECKING:
    import ssl

    from factcheck.intake.network.hosts import Allow, Resolve
    from factcheck.intake.network.route import Proxy

__all__ = ["FetchError", "Fetched", "Limits", "RefusedAddressError", "fetch"]

_ACCEPT = (
    "text/html, application/xhtml+xml, application/pdf, application/rss+xml, "
    "application/atom+xml, application/feed+json, text/plain, text/markdown, "
    "*/*;q=0.5"
)
_REDIRECTS = {301, 302, 303, 307, 308}
_WITH_PAGE = {200, 203}
_LONGEST_SHOWN = 200
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF_8 = "utf-8"
_BROKEN_SHARE = 100  # as in ``encoding``: one broken sign in a hundred is damage
_TEXTS = {HTML, MARKDOWN, PLAIN}
_OFFICE = re.compile(r"application/(?:vnd\.(?:openxml|oasis|ms-)[\w.-]+|msword|rtf)")
_UNTOLD = {UNKNOWN, "application/zip"}
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,90}")
_NO_ARTICLE = {
    "image": "a picture",
    "audio": "a recording of sound",
    "video": "a film",
    "font": "a font",
}
_NO_PROSE = re.compile(r"(?:[\w.-]+/)?(?:[\w.-]+\+)?(json|css|javascript|ecmascript)")
_MEANINGS = {
    204: "it holds nothing",
    401: f"it asks for a password; {SAVE}",
    402: f"it is for subscribers; {SAVE}",
    403: f"it does not let programs in; {SAVE}",
    404: "there is no such page; look at the address, or for an archived copy",
    410: "the page is gone; look for an archived copy",
    451: "it is withheld for legal reasons; look for an archived copy",
}
_LATER = {408, 425, 429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stood at an address.

    Attributes:
        url: as it was asked for by whoever asked.
        final_url: where the redirects led; the same where there were none.
        status: 200 or 203.
        media_type: told by the bytes, and where they do not tell, by the server.
        charset: Python's name of the character set that the server states, if any.
        body: the bytes, unpacked; those to keep as a capture.
    """

    url: str
    final_url: str
    status: int
    media_type: str
    charset: str | None
    body: bytes

    @property
    def readable(self) -> bytes:
        """The bytes to read as an article or a feed.

        What the server says of the character set counts more than what a page says
        of itself (WHATWG encoding standard); bytes that are UTF-8 remain that,
        whatever the server says. Where a reader that sees the bytes alone would
        take them for something else, they come as UTF-8 with a byte order mark.
        """
        body, charset = self.body, self.charset
        if not charset or self.media_type not in _TEXTS or body.startswith(_BOMS):
            return body
        try:
            text: str | None = body.decode(_UTF_8)
        except UnicodeDecodeError:
            text = None
        if text is not None and (charset == _UTF_8 or not text.isascii()):
            is_told = self.media_type != HTML or declared_charset(body) in {
                None,
                _UTF_8,
            }
            return body if is_told else codecs.BOM_UTF8 + body
        if charset == _UTF_8:
            return body
        text = body.decode(charset, "replace")
        if text.isascii() or text.count("\ufffd") * _BROKEN_SHARE > len(text):
            return body
        return codecs.BOM_UTF8 + text.encode(_UTF_8, "replace")


def fetch(
    url: str,
    *,
    limits: Limits | None = None,
    allow: Allow = allowed_by_environment,
    found_in: str | None = None,
    any_kind: bool = False,
    resolve: Resolve = resolve_host,
    context: ssl.SSLContext | None = None,
) -> Fetched:
    """Fetch what stands at an address.

    Safe to call from several threads at once; nothing is kept between calls.

    Args:
        url: an http or https address.
        limits: how much it may take.
        allow: whether a host and port may lie in a private network, as the user
            says. It counts for the address itself and for what such a host
            redirects to: a page on the internet cannot lead into that network.
        found_in: the address of the feed or page that the address was found in; a
            private host is then reached only where that one is allowed itself.
        any_kind: also pictures, films and the like, to be kept as a capture.
        resolve: gives the IP addresses of a name; asked once for each hop.
        context: what TLS trusts; else the system's authorities.

    Raises:
        RefusedAddressError: it, or what it leads to, is never fetched.
        FetchError: no answer, none in time, too large, cut short, or no text.
    """
    route = Route(Allowance(limits or Limits()), resolve, context)
    trail: list[Target] = []
    try:
        if found_in is not None and not _is_allowed(found_in, allow):
            allow = allowed_for_nobody
        head, body = _followed(route, read_url(url), allow, trail, any_kind=any_kind)
        return _fetched(url, trail[-1], head, body, any_kind=any_kind)
    except FetchError as error:
        raise type(error)(f"{_named(url, trail)}: {error}") from None


def _followed(
    route: Route, target: Target, allow: Allow, trail: list[Target], *, any_kind: bool
) -> tuple[Head, bytes]:
    """Ask for a page and go where it leads; keep each step in the trail."""
    most = route.allowance.limits.redirects
    seen: set[str] = set()
    while True:
        trail.append(target)
        seen.add(target.url)
        head, body = _asked(route, target, allow, any_kind=any_kind)
        if head.status not in _REDIRECTS:
            return head, body
        if not allow(target.host, target.port):
            allow = allowed_for_nobody
        target = target.leads_to(head.first("location"))
        if target.url in seen:
            raise FetchError(f"leads in a circle; {SAVE}")
        if len(trail) > most:
            raise FetchError(f"leads on more than {most} times; {SAVE}")


def _named(url: str, trail: list[Target]) -> str:
    """Name an address in an error, and where it led."""
    shown = one_line(url)[:_LONGEST_SHOWN]
    if len(trail) < 2:  # noqa: PLR2004 - it led nowhere else
        return shown
    return f"{shown} leads to {trail[-1].shown[:_LONGEST_SHOWN]}, which"


def _is_allowed(url: str, allow: Allow) -> bool:
    """Say whether the host of an address is one that the user allows."""
    try:
        target = read_url(url)
    except RefusedAddressError:
        return False
    return allow(target.host, target.port)


# ------------------------------------------------------------------------------ one hop


def _asked(
    route: Route, target: Target, allow: Allow, *, any_kind: bool
) -> tuple[Head, bytes]:
    """Ask one host for one page, again where the connection broke before a byte."""
    try:
        return _asked_once(route, target, allow, any_kind=any_kind)
    except NothingCameError:
        return _asked_once(route, target, allow, any_kind=any_kind)


def _asked_once(
    route: Route, target: Target, allow: Allow, *, any_kind: bool
) -> tuple[Head, bytes]:
    """Ask one host for one page.

    Returns:
        Head and body, the body empty for a redirect.
    """
    wire, proxy = route.open(target, allow)
    with closing(wire):
        wire.send(_request(target, proxy))
        head = read_head(wire)
        if head.status in _REDIRECTS and head.first("location"):
            return head, b""
        _refuse_status(head)
        if not any_kind:
            _refuse_stated(_stated(head))
        length = length_of(head)
        if length is not None and length > route.allowance.limits.wire_bytes:
            raise too_large(route.allowance.limits.wire_bytes)
        return head, read_body(wire, head)


def _request(target: Target, proxy: Proxy | None) -> bytes:
    """Write the request. Nothing in it comes from the machine or its user."""
    by_proxy = proxy is not None and target.scheme == "http"
    lines = [
        f"GET {target.url if by_proxy else target.path} HTTP/1.1",
        f"Host: {target.authority}",
        f"User-Agent: factcheck/{__version__}",
        f"Accept: {_ACCEPT}",
        "Accept-Encoding: gzip, deflate",
        "Connection: close",
        proxy.headers if proxy is not None and by_proxy else "",
    ]
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


# ----------------------------------------------------------------- what is no article


def _refuse_status(head: Head) -> None:
    """Refuse an answer without a page, saying what it means."""
    status = head.status
    if status in _WITH_PAGE:
        return
    meaning = _MEANINGS.get(status)
    if meaning is None and status in _LATER:
        meaning = f"try again later{_when(head.first('retry-after'))}"
    elif meaning is None:
        meaning = f"that is no page; {SAVE}"
    raise FetchError(f"answers {status}: {meaning}")


def _when(after: str) -> str:
    """Say when a server wants to be asked again."""
    if re.fullmatch(r"[0-9]{1,6}", after):
        return f" (after {int(after)} s)"
    day = iso_day(after)
    return f" (from {day} on)" if day else ""


def _stated(head: Head) -> str:
    """Give the media type that the server states, empty for one that says nothing."""
    stated = head.first("content-type").partition(";")[0].strip().lower()
    known = stated != UNKNOWN and _MEDIA_TYPE.fullmatch(stated)
    return stated if known else ""


def _refuse_stated(stated: str) -> None:
    """Refuse what is no text by what the server says, before it is loaded."""
    family = stated.partition("/")[0]
    if family in _NO_ARTICLE:
        raise FetchError(
            f"is {_NO_ARTICLE[family]}, not an article; keep it as evidence with "
            "'factcheck evidence add'"
        )


def _fetched(
    url: str, here: Target, head: Head, body: bytes, *, any_kind: bool
) -> Fetched:
    """Make the answer, if it is of a kind that can be read."""
    if not body.strip():
        raise FetchError(f"answers with an empty page; {SAVE}")
    stated = _stated(head)
    kind = feed_type(body) or media_type(body, urlsplit(here.url).path)
    if kind in _UNTOLD and (any_kind or _OFFICE.fullmatch(stated)):
        kind = stated if stated and stated not in _TEXTS else kind
    if not any_kind:
        _refuse_kind(kind, stated, body)
    found = _CHARSET.search(head.first("content-type"))
    charset = character_set(found[1]) if found else None
    return Fetched(url, here.shown, head.status, kind, charset, body)


def _refuse_kind(kind: str, stated: str, body: bytes) -> None:
    """Refuse bytes that are neither text, page, PDF, Office document nor feed."""
    _refuse_stated(kind)
    if kind in _UNTOLD:
        raise FetchError("is no text; give a page, a text, a PDF or a Word document")
    if kind not in _TEXTS or kind == HTML:
        return
    if found := _NO_PROSE.fullmatch(stated):
        raise FetchError(f"is {found[1]}, not an article; save its text and give that")
    if "xml" in stated and body.lstrip(codecs.BOM_UTF8 + b" \t\r\n")[:1] == b"<":
        raise FetchError("is XML, but neither a page nor an RSS or Atom feed")

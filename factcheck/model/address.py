"""When two web addresses are of the same source, and what an archive keeps a copy of.

The forms that mean the same are those of RFC 3986, section 6.2. Beyond them a
wrong merge (two sources counted as one) is worse than a missed one, which costs a
question; each step further stands here with its reason.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit


def _set_of(words: str) -> frozenset[str]:
    """Make a set of words that are written one after the other."""
    return frozenset(words.split())


_PORTS = {"http": "80", "https": "443"}
# Who shared the address where, never which page is shown. Documented by Google
# Analytics and Ads, Meta, Microsoft, Yandex, Mailchimp, HubSpot, Marketo, AT
# Internet and Piano. Prefixes only where the whole family is known.
_TRACKING_PREFIXES = ("utm_", "pk_campaign", "pk_kwd", "_hs")
_TRACKING = _set_of(
    """
    fbclid gclid gclsrc dclid gbraid wbraid _ga _gl msclkid yclid ysclid twclid
    ttclid li_fat_id igshid igsh mc_cid mc_eid mc_tc mkt_tok xtor at_medium
    at_campaign wt_mc __twitter_impression amp_js_v usqp
    """
)
# These mean something elsewhere.
_TRACKING_AT = {
    "x.com": _set_of("s t ref_src ref_url cxt"),
    "youtube.com": _set_of("si feature pp"),
    "youtu.be": _set_of("si feature"),
    "open.spotify.com": _set_of("si"),
    "nytimes.com": _set_of("smid smtyp"),
    "bbc.co.uk": _set_of("ns_mchannel ns_campaign ns_source ns_linkname"),
    "bbc.com": _set_of("ns_mchannel ns_campaign ns_source ns_linkname"),
}
# One site under two names, by its own redirects.
_SAME_HOST = {
    "twitter.com": "x.com",
    "mobile.twitter.com": "x.com",
    "mobile.x.com": "x.com",
}

_STAMP = r"\d{1,14}(?:[a-z]{2}_)?/"
_TODAY = r"/(?:o/\w{1,10}|\d{14}|\d{4}\.\d{2}\.\d{2}-\d{6})/"
# What stands before the address of which an archive keeps a copy.
_PREFIXES = {
    "web.archive.org": rf"/web/{_STAMP}",
    "wayback.archive-it.org": rf"/\d+/{_STAMP}",
    "arquivo.pt": rf"/(?:wayback|noFrame/replay)/{_STAMP}",
    "webarchive.org.uk": rf"/wayback/archive/{_STAMP}",
    "webarchive.nationalarchives.gov.uk": rf"/(?:ukgwa/)?{_STAMP}",
} | {f"archive.{top}": _TODAY for top in _set_of("today ph is li vn md fo")}
_GOOGLE = re.compile(r"google\.(?:com|[a-z]{2}|com?\.[a-z]{2})")
_AMP_CACHE = re.compile(r"/(?:c|v)/(s/)?")
_AMP_VIEWER = re.compile(r"/amp/(s/)?")
_INSIDE = re.compile(r"https?:/", re.IGNORECASE)
_SCHEME = re.compile(r"(https?):/+", re.IGNORECASE)
_ENCODED_SCHEME = re.compile(r"https?%3a%2f", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[\w-]{1,63}\.)+(?:xn--[\w-]{1,59}|[^\W\d_]{2,63})(?::\d{1,5})?(?=[/?#]|$)"
)
_NESTING = 5

# Of most addresses the key is plain to see; taking them apart is thirty times dearer.
_SIMPLE = re.compile(
    r"https?://((?:[a-z0-9-]+\.)+[a-z]+)((?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?)"
)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?|[^\w!#$&'()*+,/:;=?@\[\].~-]|[^\x00-\x7f]")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


def canonical(url: str) -> str:
    """Give the key by which two addresses are those of the same source.

    It is for comparing, neither shown nor fetched: keep the address as typed.

    - Scheme and host in lower case, the host as IDNA, its final dots off; names
      keep ``ß`` apart from ``ss``, as browsers do.
    - http and https are one key, without the default port: a site that serves two
      texts under them is not known; with another port they stay apart.
    - A leading ``www.`` is dropped. ``m.``, ``amp.`` and ``mobile.`` stay, and so
      does ``/amp`` in a path: pages for phones are cut and changed on their own,
      and the same letters name other sites. twitter.com is x.com.
    - Dot segments resolved, percent-encoding in capitals and only where needed. A
      slash at the end stays: without it, it is another resource.
    - Parameters that only track are dropped, the rest sorted by name; those of one
      name keep their order. Empty ones (``a&&b``, ``?``) go, ``a=`` and ``a`` differ.
    - The fragment is dropped, text fragments too: they point into the same page.
      ``#!…`` and ``#/…`` stay: there a script chooses the page.
    - What follows an archive's prefix, or an address within a path, is not touched,
      query included: it is the name of one copy, or somebody else's address.

    Args:
        url: an address as records hold it. Other text comes back as it is.

    Returns:
        The key; the key of a key is the key itself.
    """
    if simple := _SIMPLE.fullmatch(url):
        return f"https://{_key_of_host(simple[1])}{simple[2] or '/'}"
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host:
        return url
    name = _key_of_host(host)
    begin = _begin_of_copy(name, parts.path)
    path = _without_dots(_escaped(parts.path[:begin]))
    if begin < len(parts.path):
        path += parts.path[begin:] + (f"?{parts.query}" if parts.query else "")
    elif query := _query(parts.query, name):
        path += f"?{query}"
    return f"{_site(parts, scheme, name)}{path or '/'}{_fragment(parts.fragment)}"


def untracked(url: str) -> str:
    """Give an address without the parameters that only track; else it stays as it is.

    Args:
        url: an address as records hold it. An archive's copy and other text come
            back as they are.
    """
    before, mark, rest = url.partition("?")
    try:
        parts = urlsplit(url)
        name = _key_of_host(parts.hostname or "")
    except ValueError:
        return url
    if not mark or not name or _begin_of_copy(name, parts.path) < len(parts.path):
        return url
    query, sign, fragment = rest.partition("#")
    kept = [one for one in query.split("&") if not _is_tracking(_escaped(one), name)]
    if len(kept) == query.count("&") + 1:
        return url
    return before + ("?" + "&".join(kept) if kept else "") + sign + fragment


class Unwrapped(NamedTuple):
    """An address, and the copy of it that was given instead.

    Attributes:
        original: where the source itself was.
        archived: the address of an archive's copy; None where none was given.
    """

    original: str
    archived: str | None


def unwrapped(url: str) -> Unwrapped:
    """Take an address out of the archive's, or out of Google's AMP viewer's.

    Known are the Wayback Machine, Archive-It, archive.today under its seven names
    (long forms), Arquivo.pt, the UK's two web archives and WebCite with ``?url=``.
    A list of copies (``/web/*/…``), an order for one (``/save/…``) and short forms
    that hold no address (perma.cc, archive.ph/AbCdE) are no such copy.

    Args:
        url: an address as records hold it.

    Returns:
        The innermost original; as archived, the outermost copy at an archive, None
        for the AMP viewer, which keeps nothing. ``(url, None)`` where nothing is
        wrapped.
    """
    original, archived = url, None
    for _ in range(_NESTING):
        inner, is_copy = _inner(original)
        if inner is None:
            break
        archived = archived or (original if is_copy else None)
        original = inner
    return Unwrapped(original, archived)


def _inner(url: str) -> tuple[str | None, bool]:
    """Give the address within one, and whether it is an archive's copy of that."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None, False
    if prefix := _PREFIXES.get(host):
        found = re.match(prefix, parts.path)
        return (_address(_rest(url, parts, found.end())) if found else None), True
    if host == "webcitation.org":
        return _address(parse_qs(parts.query).get("url", [""])[0]), True
    return _inner_of_amp(url, host, parts), False


def _inner_of_amp(url: str, host: str, parts: SplitResult) -> str | None:
    """Give the address that Google's viewer or cache of AMP pages shows."""
    if _GOOGLE.fullmatch(host):
        found = _AMP_VIEWER.match(parts.path)
    elif host.endswith(".cdn.ampproject.org"):
        found = _AMP_CACHE.match(parts.path)
    else:
        return None
    rest = _rest(url, parts, found.end()) if found else ""
    if found is None or not _HOST.match(rest):
        return None
    return _address(f"{'https' if found[1] else 'http'}://{rest}")


def _rest(url: str, parts: SplitResult, begin: int) -> str:
    """Give what stands from some place of the path on, letter by letter.

    Not put together from the parts: they forget an empty query before a fragment.
    """
    path = url.find(parts.netloc, len(parts.scheme)) + len(parts.netloc)
    return url[path + begin :]


def _address(text: str) -> str | None:
    """Make a whole address of one that was written within another, if it is one."""
    inner = unquote(text) if _ENCODED_SCHEME.match(text) else text
    if scheme := _SCHEME.match(inner):
        # Servers and libraries fold the two slashes into one.
        inner = f"{scheme[1].lower()}://{inner[scheme.end() :]}"
    elif _HOST.match(inner):
        inner = f"http://{inner}"
    else:
        return None
    try:
        host = urlsplit(inner).hostname
    except ValueError:
        return None
    clean = inner.isprintable() and not any(sign in inner for sign in ' <>"\\')
    return inner if host and clean else None


def _begin_of_copy(host: str, path: str) -> int:
    """Give where in a path an address begins that is not ours to change."""
    prefix = _PREFIXES.get(host)
    found = re.match(prefix, path) if prefix else None
    if found:
        return found.end()
    inside = _INSIDE.search(path)
    return inside.start() if inside else len(path)


def ascii_host(host: str) -> str:
    """Give a host in ASCII and lower case, labels in Punycode; it need not be one.

    Args:
        host: as ``urlsplit`` gives it.
    """
    if host.isascii():
        return host.lower()
    folded = unicodedata.normalize("NFKC", host).lower()
    folded = unicodedata.normalize("NFKC", folded).replace("。", ".")
    return ".".join(_ascii(label) for label in folded.split("."))


def _key_of_host(host: str) -> str:
    """Give a host in ASCII, without ``www.``, under the one name of its site."""
    name = ascii_host(host)
    name = name.rstrip(".") or name
    while name.startswith("www.") and "." in name.removeprefix("www."):
        name = name.removeprefix("www.")
    return _SAME_HOST.get(name, name)


def _ascii(label: str) -> str:
    """Give a label of a host in Punycode (RFC 3492); Python's codec folds ß to ss."""
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"


def _site(parts: SplitResult, scheme: str, host: str) -> str:
    """Give scheme, user, host and port, as they count."""
    user, at, place = parts.netloc.rpartition("@")
    port = place.rpartition("]")[2].partition(":")[2]
    port = port.lstrip("0") if port.isascii() and port.isdigit() else port
    shown = f"[{host}]" if ":" in host else host
    if port in {"", _PORTS[scheme]}:
        return f"https://{user}{at}{shown}"
    return f"{scheme}://{user}{at}{shown}:{port}"


def _escaped(text: str) -> str:
    """Write a part of an address with the percent-encoding it needs (section 6.2.2)."""
    return _ESCAPE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    if found[1] is not None:
        sign = chr(int(found[1], 16))
        return sign if _UNRESERVED.fullmatch(sign) else found[0].upper()
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))


def _without_dots(path: str) -> str:
    """Resolve the dot segments of a path (section 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)


def _query(query: str, host: str) -> str:
    """Give the parameters that choose a page, sorted by name."""
    written = [_escaped(parameter) for parameter in query.split("&") if parameter]
    kept = [one for one in written if not _is_tracking(one, host)]
    return "&".join(sorted(kept, key=lambda one: one.partition("=")[0]))


def _is_tracking(parameter: str, host: str) -> bool:
    name = parameter.partition("=")[0].lower()
    tracking = _TRACKING | _TRACKING_AT.get(host, frozenset())
    return name in tracking or name.startswith(_TRACKING_PREFIXES)


def _fragment(fragment: str) -> str:
    """Give what of a fragment chooses a page."""
    chosen = fragment.partition(":~:")[0]
    if chosen[:1] in {"!", "/"} and len(chosen) > 1:
        return f"#{_escaped(chosen)}"
    return ""

"""Which hosts may be reached: only those of the public internet, by their address.

A name is resolved once, each of its addresses is judged, and the connection goes to
one of these, so that a second answer of the name server changes nothing. Numbers
written in unusual ways (``0x7f.1``, ``2130706433``) are addresses here as they are
in a browser (WHATWG URL standard, section 3.5), and judged as such.
"""

from __future__ import annotations

import os
import re
import socket
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from factcheck.intake.network.limits import SAVE
from factcheck.model.address import ascii_host
from factcheck.model.errors import FetchError, RefusedAddressError, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from urllib.parse import SplitResult

    from factcheck.intake.network.limits import Allowance

    Allow = Callable[[str, int], bool]
    Resolve = Callable[[str, int], Sequence[str]]

VARIABLE = "FACTCHECK_ALLOW_HOSTS"

PORTS = {"http": 80, "https": 443}
_LONGEST_ADDRESS = 8_000
_LONGEST_HOST = 253
_LONGEST_SHOWN = 200
_FIRST_FREE_PORT = 1024
_LAST_PORT = 65_535
_PARTS_OF_IPV4 = 4
_BYTE = range(256)
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.(?!-)[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
# What may stand in a request as it is; everything else is written as %XX.
_IN_PATH = "!$%&'()*+,-./:;=@_~[]"
_IN_QUERY = _IN_PATH + "?"

# IANA's registries of special-purpose addresses (RFC 6890), what is not globally
# reachable there, and multicast. Not ``is_global``: it differs between versions of
# Python, and says yes to multicast.
_NOT_PUBLIC_4 = tuple(
    ip_network(one)
    for one in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_UNICAST_6 = ip_network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    ip_network(one) for one in ("2001::/23", "2001:db8::/32", "3fff::/20")
)
# Where an IPv4 address stands within an IPv6 one, and how many bits follow it.
_EMBEDDING = (
    (ip_network("::ffff:0:0/96"), 0),
    (ip_network("64:ff9b::/96"), 0),
    (ip_network("2002::/16"), 80),
)


class Target(NamedTuple):
    """A web address, taken apart and ready to be asked for.

    Attributes:
        scheme: ``http`` or ``https``.
        host: in ASCII and lower case; an address as the number it is, IPv6 without
            its brackets.
        port: where it is asked.
        path: path and query, percent-encoded.
        fragment: what stood after ``#``; never sent.
    """

    scheme: str
    host: str
    port: int
    path: str
    fragment: str = ""

    @property
    def authority(self) -> str:
        """Host and port as they stand in an address, the usual port left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address as it is asked for."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def shown(self) -> str:
        """The address with its fragment, for people and records."""
        return f"{self.url}#{self.fragment}" if self.fragment else self.url

    def leads_to(self, location: str) -> Target:
        """Give where a ``Location`` header leads; a fragment is inherited.

        Args:
            location: the header, decoded as Latin-1, as headers are.

        Raises:
            RefusedAddressError: to no web address.
        """
        data = location.encode("latin-1", "replace").strip()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = quote(data, safe=_IN_QUERY + "#")
        shown = one_line(text)[:_LONGEST_SHOWN]
        try:
            target = read_url(urljoin(self.url, text))
        except RefusedAddressError as error:
            raise RefusedAddressError(f"leads to '{shown}': {error}") from None
        except ValueError:
            raise RefusedAddressError(f"leads to '{shown}', no web address") from None
        return target if target.fragment else target._replace(fragment=self.fragment)


def read_url(url: str) -> Target:
    """Take a web address apart.

    Args:
        url: as somebody typed it, or as a page leads to it.

    Raises:
        RefusedAddressError: no http or https address with a host, too long, or one
            that holds a user name.
    """
    url = url.strip()
    if len(url) > _LONGEST_ADDRESS or _CONTROL.search(url):
        raise RefusedAddressError("is too long for a web address, or holds odd signs")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        scheme = parts.scheme.lower()
        if scheme not in PORTS:
            raise RefusedAddressError("only http and https addresses are fetched")
        if "@" in parts.netloc:
            raise RefusedAddressError(f"holds a user name; {SAVE}")
        return Target(
            scheme,
            _host(host),
            PORTS[scheme] if port is None else port,
            _path(parts),
            quote(parts.fragment, safe=_IN_QUERY),
        )
    except ValueError:  # lone surrogates too
        raise RefusedAddressError("is no web address; look at host and port") from None


def _path(parts: SplitResult) -> str:
    """Give path and query as they are sent."""
    path = quote(parts.path or "/", safe=_IN_PATH)
    return path + (f"?{quote(parts.query, safe=_IN_QUERY)}" if parts.query else "")


def _host(host: str) -> str:
    """Give a host in ASCII, as the address that it is where it is a number."""
    if ":" in host:
        with suppress(ValueError):
            address = IPv6Address(host.partition("%")[0])
            return str(address.ipv4_mapped or address)
    name = ascii_host(host).removesuffix(".")
    if len(name) > _LONGEST_HOST:
        raise RefusedAddressError("its host is no name; look at the address")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return _ipv4(name)
    if not _HOST.fullmatch(name):
        raise RefusedAddressError("its host is no name; look at the address")
    return name


def _ipv4(text: str) -> str:
    """Read an IPv4 address in any of the forms that browsers know."""
    numbers = [_number(part) for part in text.split(".")]
    *firsts, last = numbers
    fits = len(numbers) <= _PARTS_OF_IPV4 and all(one in _BYTE for one in firsts)
    if not fits or not 0 <= last < 256 ** (_PARTS_OF_IPV4 - len(firsts)):
        raise RefusedAddressError("its host is no address; look at the numbers")
    value = last
    for place, one in enumerate(firsts):
        value += one << (8 * (3 - place))
    return str(IPv4Address(value))


def _number(part: str) -> int:
    """Read one part of an IPv4 address: decimal, octal or hexadecimal; -1 if none."""
    if not _NUMBER.fullmatch(part):
        return -1
    if part[:2].lower() == "0x":
        return int(part[2:] or "0", 16)
    try:
        return int(part, 8 if part[0] == "0" else 10)
    except ValueError:
        return -1


# ----------------------------------------------------------------- what may be reached


def is_public(address: str) -> bool:
    """Say whether an IP address is one host's on the public internet.

    Args:
        address: IPv4 or IPv6 as text; with an IPv4 address in it (mapped, NAT64,
            6to4), that one counts.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return not any(found in one for one in _NOT_PUBLIC_4)
    for network, after in _EMBEDDING:
        if found in network:
            return is_public(str(IPv4Address(int(found) >> after & 0xFFFFFFFF)))
    return found in _UNICAST_6 and not any(found in one for one in _NOT_PUBLIC_6)


def allowed_by_environment(host: str, port: int) -> bool:
    """Say whether the user allows a host that is not on the public internet.

    That is for a newsroom's own content system, and only the user's environment
    says it, never a ledger: ``FACTCHECK_ALLOW_HOSTS=cms.example,10.0.0.5:8080``,
    hosts as they stand in addresses, with a port or for all.

    Args:
        host: as in ``Target``.
        port: as in ``Target``.
    """
    for entry in os.environ.get(VARIABLE, "").replace(",", " ").split():
        with suppress(RefusedAddressError, ValueError):
            parts = urlsplit(f"http://{entry}")
            same = _host(parts.hostname or "") == host
            if same and parts.port in {None, port}:
                return True
    return False


def allowed_for_nobody(_host: str, _port: int) -> bool:
    """Allow no host that is not on the public internet."""
    return False


def refuse_port(target: Target, allow: Allow) -> None:
    """Refuse ports that belong to other services than the web's.

    Below 1024 only 80 and 443 are the web's: a page must not make us speak to the
    mail server of a third party.

    Raises:
        RefusedAddressError: it is such a port, and the user does not allow it.
    """
    usual = target.port in PORTS.values()
    free = _FIRST_FREE_PORT <= target.port <= _LAST_PORT
    if not usual and not free and not allow(target.host, target.port):
        raise RefusedAddressError(
            f"port {target.port} is not one of the web; if it is meant, set "
            f"{VARIABLE}={target.host}:{target.port}"
        )


def addresses_of(
    target: Target, allowance: Allowance, resolve: Resolve, allow: Allow
) -> tuple[str, ...]:
    """Resolve a host and judge every address that it has.

    Args:
        target: where to.
        allowance: the time that is left.
        resolve: gives the IP addresses of a name; asked once.
        allow: whether a host may lie in a private network.

    Returns:
        IP addresses, at least one.

    Raises:
        FetchError: the name is not known, or nobody answers in time.
        RefusedAddressError: one of them is not on the public internet.
    """
    found = _literal(target.host) or _looked_up(target, allowance, resolve)
    wrong = next((one for one in found if not is_public(one)), None)
    if wrong is not None and not allow(target.host, target.port):
        host = target.host
        where = f"{host} is" if wrong == host else f"{host} is at {wrong}, which is"
        hint = f"if it is your own, set {VARIABLE}={target.authority}"
        if allow is allowed_for_nobody:
            hint = "no address from outside leads there; if it is meant, type it"
        raise RefusedAddressError(f"{where} not on the public internet; {hint}")
    return found


def _literal(host: str) -> tuple[str, ...]:
    """Give a host that is an IP address itself."""
    try:
        return (str(ip_address(host)),)
    except ValueError:
        return ()


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a name, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def _looked_up(
    target: Target, allowance: Allowance, resolve: Resolve
) -> tuple[str, ...]:
    """Resolve a name within the time that is left.

    The system's resolver knows no deadline: it is asked in a thread of its own, and
    left alone when it takes too long.
    """
    answers: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=ask, daemon=True, name="name server").start()
    try:
        answer = answers.get(timeout=allowance.seconds())
    except Empty:
        raise allowance.too_slow() from None
    if isinstance(answer, Exception) or not answer:
        raise FetchError(
            f"no address is known for {target.host}; look at the spelling and at "
            "the network"
        )
    return tuple(answer)

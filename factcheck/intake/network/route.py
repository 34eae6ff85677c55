"""The way to a host: straight, or through the proxy that the environment names.

Newsroom networks often lead out through a proxy only, so ``HTTPS_PROXY``,
``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` are honoured, as the user's own word;
no other setting of the system is looked at. The proxy then resolves the names: an
address or a name that is private as seen from here is refused all the same, but one
that only the proxy knows is for the proxy to refuse.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from factcheck.intake.network.answer import read_head
from factcheck.intake.network.connection import Wire, connected, trusted
from factcheck.intake.network.hosts import (
    PORTS,
    Target,
    addresses_of,
    refuse_port,
)
from factcheck.intake.network.limits import Allowance
from factcheck.model.errors import FetchError, RefusedAddressError

if TYPE_CHECKING:
    import ssl

    from factcheck.intake.network.hosts import Allow, Resolve

_LONGEST_LOCAL_LOOK = 3.0
_OK = 200


class Proxy(NamedTuple):
    """A proxy that the user's environment names.

    Attributes:
        host: its name or IP address.
        port: where it listens.
        headers: what it is told of who asks; lines of a request.
    """

    host: str
    port: int
    headers: str = ""


def proxy_for(target: Target) -> Proxy | None:
    """Give the proxy that the environment names for an address, None for none.

    Raises:
        FetchError: it is of a kind that we do not speak to.
    """
    url = _named(f"{target.scheme}_proxy") or _named("all_proxy")
    if not url or _is_without(target):
        return None
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host, port = parts.hostname, parts.port or PORTS["http"]
    except ValueError:
        host, port = None, 0
    if not host or parts.scheme != "http":
        raise FetchError(
            f"the proxy of the environment ({target.scheme}_proxy) is no http:// "
            "address; correct it, or name the host in NO_PROXY"
        )
    headers = ""
    if parts.username is not None:
        who = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        secret = base64.b64encode(who.encode()).decode("ascii")
        headers = f"Proxy-Authorization: Basic {secret}\r\n"
    return Proxy(host, port, headers)


def _named(name: str) -> str:
    """Give a variable in small letters, else in capitals.

    A web server hands a visitor's ``Proxy`` header to its programs as HTTP_PROXY.
    """
    if name == "http_proxy" and "REQUEST_METHOD" in os.environ:
        return os.environ.get(name, "")
    return os.environ.get(name) or os.environ.get(name.upper(), "")


def _is_without(target: Target) -> bool:
    """Say whether the environment leaves a host out of what goes by the proxy."""
    for entry in _named("no_proxy").lower().replace(",", " ").split():
        name, _, port = (
            entry.partition(":") if entry.count(":") == 1 else (entry, "", "")
        )
        name = name.strip("[]").removeprefix("*").lstrip(".")
        fits = not name or target.host == name or target.host.endswith(f".{name}")
        if fits and port in {"", str(target.port)}:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Route:
    """Opens connections for one fetch.

    Attributes:
        allowance: the time and the bytes that are left.
        resolve: gives the IP addresses of a name; asked once for each connection.
        context: what TLS trusts; None for the system's authorities.
    """

    allowance: Allowance
    resolve: Resolve
    context: ssl.SSLContext | None

    def open(self, target: Target, allow: Allow) -> tuple[Wire, Proxy | None]:
        """Connect to a host.

        Args:
            target: where to.
            allow: whether it may lie in a private network.

        Returns:
            The connection, and the proxy through which it goes, if any.

        Raises:
            RefusedAddressError: the host, or its port, is never reached.
            FetchError: it cannot be reached now.
        """
        refuse_port(target, allow)
        proxy = proxy_for(target)
        if proxy is None:
            addresses = addresses_of(target, self.allowance, self.resolve, allow)
            wire = connected(addresses, target.port, self.allowance, target.host)
        else:
            self._look(target, allow)
            own = Target("http", proxy.host, proxy.port, "/")
            addresses = addresses_of(own, self.allowance, self.resolve, _any_host)
            wire = connected(
                addresses, proxy.port, self.allowance, f"the proxy {proxy.host}"
            )
        try:
            if target.scheme == "https":
                if proxy is not None:
                    _lead_through(wire, target, proxy)
                wire.secure(target.host, self.context or trusted())
        except BaseException:
            wire.close()
            raise
        return wire, proxy

    def _look(self, target: Target, allow: Allow) -> None:
        """Refuse what is private as seen from here; a name may be unknown here."""
        seconds = min(_LONGEST_LOCAL_LOOK, self.allowance.seconds())
        short = Allowance(replace(self.allowance.limits, seconds=seconds))
        try:
            addresses_of(target, short, self.resolve, allow)
        except RefusedAddressError:
            raise
        except FetchError:
            return


def _any_host(_host: str, _port: int) -> bool:
    return True


def _lead_through(wire: Wire, target: Target, proxy: Proxy) -> None:
    """Ask a proxy to lead through to a host."""
    host = f"[{target.host}]" if ":" in target.host else target.host
    place = f"{host}:{target.port}"
    asked = f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n{proxy.headers}\r\n"
    wire.send(asked.encode("ascii"))
    status = read_head(wire).status
    if status != _OK:
        raise FetchError(
            f"the proxy {proxy.host} refuses it with {status}; ask who runs it"
        )

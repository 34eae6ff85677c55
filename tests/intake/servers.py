"""Real servers on this machine that answer as the tests say, each connection once."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    Answer = bytes | Callable[[socket.socket], None]

_TLS = b"\x16"  # the first byte of who wants to speak TLS


def page(
    body: bytes = b"<p>Moonlight is cold.</p>",
    *headers: str,
    status: str = "200 OK",
    kind: str = "text/html",
) -> bytes:
    """Write a whole answer; one of the headers may replace the length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers]
    if not any(one.lower().startswith(("content-le", "transfer")) for one in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, "", "")).encode("latin-1") + body


def leads_to(location: str, status: str = "302 Found") -> bytes:
    """Write an answer that leads elsewhere."""
    return page(b"", f"Location: {location}", status=status)


class Server:
    """Listens on 127.0.0.1 and gives one answer after the other, the last for ever.

    Attributes:
        requests: what was asked, a text for each connection.
        answers: what is answered.
    """

    def __init__(self, *answers: Answer, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[str] = []
        self.answers = answers
        self._tls = tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve, daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listening.getsockname()[1])

    def url(self, path: str = "/", host: str = "news.test") -> str:
        """Give an address of it, under any name."""
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{host}:{self.port}{path}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            connection.settimeout(20)
            with suppress(OSError):
                if self._tls:
                    connection = self._tls.wrap_socket(connection, server_side=True)
                self._answer(connection)
            connection.close()

    def _answer(self, connection: socket.socket) -> None:
        asked = b""
        while b"\r\n\r\n" not in asked and not asked.startswith(_TLS):
            more = connection.recv(65_536)
            if not more:
                break
            asked += more
        place = min(len(self.requests), len(self.answers) - 1)
        self.requests.append(asked.decode("latin-1"))
        answer = self.answers[place]
        if isinstance(answer, bytes):
            connection.sendall(answer)
        else:
            answer(connection)
        if self._tls is not None and not callable(answer):
            connection = connection.unwrap()  # type: ignore[attr-defined]
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65_536):
            pass  # until the other side has read all: closing earlier would reset


def silent(connection: socket.socket) -> None:
    """Say nothing until the other side gives up."""
    connection.recv(1)


def endless(piece: bytes, begin: bytes = b"") -> Callable[[socket.socket], None]:
    """Send a piece again and again until the other side gives up."""

    def send(connection: socket.socket) -> None:
        connection.sendall(begin)
        while True:
            connection.sendall(piece)

    return send

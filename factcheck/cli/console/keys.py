"""Single keys on the terminal, without the return key behind them."""

from __future__ import annotations

import os
import sys

STOP = "\x04"
"""What the end of the input counts as: Ctrl-D."""

if sys.platform == "win32":
    import msvcrt

    def read_key() -> str:
        """Wait for a key (see below); the console knows single keys by itself."""
        sign = msvcrt.getwch()
        if sign == "\x03":
            raise KeyboardInterrupt
        if sign in "\x00\xe0":  # an arrow or a function key: two signs
            msvcrt.getwch()
            return ""
        return "\n" if sign == "\r" else sign

else:
    import select
    import termios
    import tty

    _AT_ONCE_S = 0.05
    """The bytes of one key come together; a key pressed after it comes later."""

    def read_key() -> str:
        """Wait for a key and give its sign.

        Returns:
            One sign; the return key is a line feed, Ctrl-D and the end of the input
            are ``STOP``, and a key of several bytes (an arrow) is an empty text.

        Raises:
            KeyboardInterrupt: Ctrl-C; the terminal is as it was.
        """
        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        # What was typed ahead is kept: people are faster than the screen.
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        try:
            return _key(descriptor)
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)

    def _key(descriptor: int) -> str:
        first = os.read(descriptor, 1)
        if not first:
            return STOP
        if first == b"\x1b":
            while select.select([descriptor], [], [], _AT_ONCE_S)[0]:
                # An arrow ends with a letter or a tilde; [ and O begin it.
                last = os.read(descriptor, 1)
                if not last or (last.isalpha() and last != b"O") or last == b"~":
                    break
            return ""
        if first >= b"\xc0":
            while not _is_whole(first) and select.select([descriptor], [], [], 0)[0]:
                first += os.read(descriptor, 1)
        sign = first.decode(errors="replace")
        return "\n" if sign == "\r" else sign

    def _is_whole(sign: bytes) -> bool:
        try:
            sign.decode()
        except UnicodeDecodeError as error:
            return error.reason != "unexpected end of data"
        return True

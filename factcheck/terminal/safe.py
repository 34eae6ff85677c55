"""Foreign text made safe for a terminal.

A terminal obeys escape sequences: a page's title could set the clipboard, hide a
line or rewrite what stands above. Every character that a terminal or its
bidirectional layout acts on is replaced by a visible name.

Text from right to left keeps its characters in the order of reading; the terminal
lays it out. No isolates are put around it: most terminals show them as signs.
"""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"
"""Needed to write Persian and Hindi words; they change no order and hide nothing."""

_ACTED_ON = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def printable(text: str, *, lines: bool = False) -> str:
    """Make text safe to print.

    Args:
        text: anything.
        lines: whether line breaks stay; else they become spaces.

    Returns:
        The same text with each control, direction, zero-width and private
        character shown as ``<U+202E>``; tabs become spaces.
    """
    if text.isprintable():
        return text
    kept = "\n" if lines else ""
    return "".join(_shown(char, kept) for char in text)


def json_text(text: str) -> str:
    """Make JSON safe to print: the same values, hidden characters as escapes.

    Args:
        text: JSON, in which such characters can stand inside strings alone.
    """
    if text.replace("\n", "").isprintable():
        return text
    return "".join(
        char
        if char == "\n" or char.isprintable() or char in _JOINERS
        else _escape(char)
        for char in text
    )


def _escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _shown(char: str, kept: str) -> str:
    if char.isprintable() or char in kept or char in _JOINERS:
        return char
    if char in "\n\t\r":
        return " "
    if unicodedata.category(char) in _ACTED_ON:
        return f"<U+{ord(char):04X}>"
    return " " if char.isspace() else f"<U+{ord(char):04X}>"

"""Questions on the terminal: one line, one of several, several lines.

A line is edited with readline where Python has it: accents, the arrow keys and a
pasted text of several lines work, and nothing that was answered is remembered.
Every question goes to standard error, which is the terminal even where the answer
of the command is piped away.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from factcheck.terminal.safe import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SCREEN = 76
"""Choices that fit in so many characters stand on one line."""


def read_line(question: str, *, words: Sequence[str] = ()) -> str:
    """Ask for a line on the terminal.

    Args:
        question: what is asked, with the colon and space behind it; ours or safe.
        words: what the TAB key completes.

    Returns:
        What was typed, line breaks of a pasted text kept.

    Raises:
        EOFError: the input ended.
        KeyboardInterrupt: Ctrl-C; the terminal is as it was.
    """
    while True:
        try:
            line = _edited_line(question, words)
            line.encode()
        except UnicodeError:
            sys.stderr.write("error: that is not UTF-8\n")
            continue
        return line


def _edited_line(question: str, words: Sequence[str]) -> str:
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        import readline
    except ImportError:  # Windows; some builds of Python
        sys.stderr.write(question)
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError from None
        return line.rstrip("\r\n")

    def completed(begun: str, number: int) -> str | None:
        fitting = [word for word in words if word.casefold().startswith(begun)]
        return fitting[number] if number < len(fitting) else None

    readline.set_auto_history(False)
    readline.set_completer_delims("")
    readline.set_completer(completed if words else None)
    readline.parse_and_bind("tab: complete" if words else "tab: tab-insert")
    # Without it a pasted line break would answer this question, and the next.
    readline.parse_and_bind("set enable-bracketed-paste on")
    with _answers_aside():
        return input(question)


@contextmanager
def _answers_aside() -> Iterator[None]:
    """Let readline draw on the terminal that stderr is, wherever stdout leads."""
    kept = os.dup(1)
    try:
        os.dup2(2, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def shown_choices(question: str, choices: Mapping[str, str]) -> tuple[str, str]:
    """Give how choices are shown: lines to stand above, and the question itself.

    Args:
        question: what is asked.
        choices: what may be answered, with a word of explanation or ``""``.
    """
    numbered = [f"{number} {printable(one)}" for number, one in enumerate(choices, 1)]
    inline = f"{question} ({', '.join(numbered)})"
    if len(inline) <= _SCREEN and not any(choices.values()):
        return "", inline
    digits = len(str(len(choices)))
    longest = max(len(printable(one)) for one in choices)
    rows = [
        f"  {number:{digits}} {printable(one):{longest}}  {printable(why)}".rstrip()
        for number, (one, why) in enumerate(choices.items(), 1)
    ]
    return "\n".join([f"{question}:", *rows]) + "\n", question


def chosen(given: str, choices: Sequence[str]) -> str | None:
    """Give the choice that an answer means, None where it means none, or several.

    It may be the choice itself, its number, or a beginning that no other has; case
    and hyphens for spaces make no difference.
    """

    def plain(text: str) -> str:
        return " ".join(text.replace("-", " ").casefold().split())

    wanted = plain(given)
    for choice in choices:
        if plain(choice) == wanted:
            return choice
    if wanted.isascii() and wanted.isdigit():
        number = int(wanted[:9])
        return choices[number - 1] if 1 <= number <= len(choices) else None
    fitting = [choice for choice in choices if plain(choice).startswith(wanted)]
    return fitting[0] if len(fitting) == 1 and wanted else None


def read_lines(label: str) -> str:
    """Ask for text of several lines, ended by an empty one or the end of input."""
    sys.stderr.write(f"{label} (an empty line ends it):\n")
    lines: list[str] = []
    while True:
        try:
            line = read_line("> ")
        except EOFError:
            sys.stderr.write("\n")
            break
        if not line.strip():
            break
        lines.append(line)
    return "\n".join(lines).strip()


_CUT = "------------------------ >8 ------------------------"


def with_guide(text: str, label: str, guide: Sequence[str]) -> str:
    """Give the text for an editor: what is there, and a guide that is cut off."""
    below = [f"Above: {label}. This line and all below it are left out.", *guide]
    return f"{text}\n\n{_CUT}\n" + "".join(f"{one}\n" for one in below)


def without_guide(text: str) -> str:
    """Give what was written above the guide."""
    kept: list[str] = []
    for line in text.splitlines():
        if line.strip() == _CUT:
            break
        kept.append(line.rstrip())
    return "\n".join(kept).strip()

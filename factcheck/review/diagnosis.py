"""What the doctor says: one finding, how grave it is, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from factcheck.model.errors import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Gravity = Literal["problem", "note", "fine"]
"""A problem is to be mended; a note is good to know; fine says what was looked at."""

Remedy = Literal["leftovers", "cache", "diff-driver", "git-settings", "git-files"]
"""What the program can mend by itself without any risk."""

UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One finding.

    Attributes:
        code: the rule, a short name for programs.
        message: one line.
        gravity: how grave it is.
        mend: what to type, where something is to be done.
        remedy: the name of what mends it, where the program can.
    """

    code: str
    message: str
    gravity: Gravity = "fine"
    mend: str = ""
    remedy: Remedy | None = None

    def __post_init__(self) -> None:
        """Keep what git or a file says from adding lines."""
        object.__setattr__(self, "message", one_line(self.message))
        object.__setattr__(self, "mend", one_line(self.mend))


def problem(
    code: str, message: str, mend: str = "", remedy: Remedy | None = None
) -> Diagnosis:
    """Say that something is to be mended."""
    return Diagnosis(code, message, "problem", mend, remedy)


def note(
    code: str, message: str, mend: str = "", remedy: Remedy | None = None
) -> Diagnosis:
    """Say what is good to know."""
    return Diagnosis(code, message, "note", mend, remedy)


def fine(code: str, message: str) -> Diagnosis:
    """Say what was looked at and is well."""
    return Diagnosis(code, message)


@dataclass(frozen=True, slots=True)
class Look:
    """One thing to look at; ``what`` is its name, should it fail."""

    what: str
    examine: Callable[[], Iterable[Diagnosis]]


def diagnoses(looks: Iterable[Look]) -> Iterator[Diagnosis]:
    """Look at one thing after the other; none that fails stops the others.

    What failed for the same reason (a configuration that git cannot read) is said
    once, at the end.
    """
    unseen: dict[str, list[str]] = {}
    for look in looks:
        try:
            yield from look.examine()
        except Exception as error:  # noqa: BLE001 - it is called when things are broken
            unseen.setdefault(_reason(error), []).append(look.what)
    for reason, names in unseen.items():
        yield problem(UNSEEN, f"could not look at {', '.join(names)}: {reason}")


def _reason(error: Exception) -> str:
    """Give what git said without the command that it said it to, or what we say."""
    if isinstance(error, UnicodeDecodeError):
        return "a file that should be text is none"
    text = str(error) or type(error).__name__
    _, fatal, said = text.partition("fatal: ")
    return said if fatal else text

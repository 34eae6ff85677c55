"""Where a piece of information enters the world: the questions about it.

Three slips make one origin look like two, or none look like one: the same wire
story under another publisher, another spelling, and no origin at all. A person
decides each; where nobody is there to ask, it is said and nothing is set.
"""

from __future__ import annotations

from shlex import quote as quoted
from typing import TYPE_CHECKING, Any

from factcheck.model.names import is_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.cli.console.session import Session
    from factcheck.desk.copies import Copied
    from factcheck.desk.sources import Sources

NONE = "-"
"""What answers a question with nothing."""

_ASKED = 3
"""So many copies are asked about: nobody reads more."""


def optional(
    session: Session, question: str, *, flag: str, default: str | None = None
) -> str | None:
    """Ask for something that may lack: return, or ``-`` over a default, says so.

    Raises:
        UsageError: nobody is there to ask.
    """
    how = NONE if default else "Return"
    given = session.ask(
        f"{question} ({how} for none)", flag=flag, default=default or ""
    )
    return None if given in {"", NONE} else given


def settle_origin(
    session: Session,
    sources: Sources,
    given: dict[str, Any],
    copied: Sequence[Copied],
    *,
    default: str | None = None,
) -> None:
    """Settle the origin of a new entry: of a copy, spelled as known, or none.

    Args:
        session: of the door.
        sources: of the ledger.
        given: the fields so far; ``origin`` is set, or absent in the end.
        copied: entries of which the new text may be a copy.
        default: the origin of who only presses return.
    """
    if not is_name(given.get("origin")):
        given.pop("origin", None)
    _of_a_copy(session, sources, given, copied)
    was_asked = _of_a_copy_without(session, given, copied)
    if "origin" not in given and session.may_ask and not was_asked:
        origin = optional(
            session, "Origin: who said or measured it", flag="--origin", default=default
        )
        given |= {"origin": origin} if is_name(origin) else {}
    if "origin" in given:
        given["origin"] = spelled(session, sources, given["origin"])
    else:
        session.warn("without an origin it counts for no origin: name one (--origin)")


def spelled(session: Session, sources: Sources, origin: str) -> str:
    """Give an origin in the spelling that the ledger has, if the person agrees."""
    found = sources.spelling(origin)
    if found is None:
        return origin
    used = f", used {found.uses} {'time' if found.uses == 1 else 'times'}"
    known = found.name + (used if found.uses else "")
    if found.why == "same":
        session.tell(f"'{origin}' is written as {known}")
        return found.name
    if found.why == "party":
        question = f"'{origin}' is another name of {known}: write {found.name}?"
        aside = f"'{origin}' counts as {known}, whose other name it is"
    else:
        question = f"'{origin}': did you mean {known}?"
        aside = f"origin '{origin}': did you mean {known}? They count as two origins"
    if session.may_ask:
        agreed = session.confirm(question, default=True)
        return found.name if agreed else origin
    say = session.tell if found.why == "party" else session.warn
    say(aside)
    return origin


def _of_a_copy(
    session: Session,
    sources: Sources,
    given: dict[str, Any],
    copied: Sequence[Copied],
) -> None:
    """Ask whether the origin is that of an entry in which the same text stands."""
    own = sources.names.key(given["origin"]) if "origin" in given else None
    by_origin: dict[str, Copied] = {}
    for one in copied:
        if origin := one.entry.data["origin"]:
            by_origin.setdefault(sources.names.key(origin), one)
    if own in by_origin:
        return
    for one in list(by_origin.values())[:_ASKED]:
        origin = str(one.entry.data["origin"])
        if not session.may_ask:
            session.warn(
                f"{one.said} (origin {origin}): if it is the same origin, say so "
                f"with --origin {quoted(origin)}, here or in 'evidence amend'"
            )
        elif session.confirm(
            f"{one.said} (origin {origin}): same origin?", default=own is None
        ):
            given["origin"] = origin
            return


def _of_a_copy_without(
    session: Session, given: dict[str, Any], copied: Sequence[Copied]
) -> bool:
    """Say where the same text stands without an origin: both entries need one.

    Returns:
        Whether the origin was asked for.
    """
    lacking = [one for one in copied if not one.entry.data["origin"]][:_ASKED]
    if not lacking:
        return False
    for one in lacking:
        session.warn(f"{one.said}, which has no origin")
    was_asked = session.may_ask and "origin" not in given
    if was_asked:
        origin = optional(session, "Origin of both", flag="--origin")
        given |= {"origin": origin} if is_name(origin) else {}
    shown = quoted(given["origin"]) if "origin" in given else "ORIGIN"
    for one in lacking:
        session.tell(
            "If it is the same, name it there too: "
            f"factcheck evidence amend {one.entry.id} --origin {shown}"
        )
    return was_asked

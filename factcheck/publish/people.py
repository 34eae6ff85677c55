"""How the people of the newsroom are printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factcheck.model.settings import Settings

NOT_NAMED = "not named"

_MAIL_ADDRESS = re.compile(r"[^\s<>()@]+[@＠][^\s<>()@]+")
_LEFT_OVER = re.compile(r"[<(]\s*[>)]")


def printed(name: str, settings: Settings) -> str:
    """Give a colleague's name as the settings print it.

    The settings may give a name, a role, or ``not named``. An e-mail address never
    gets through; where nothing else is left, the person is not named.
    """
    shown = name
    for person in settings.people:
        if person.name.casefold() == name.casefold():
            shown = person.printed
    without = _LEFT_OVER.sub("", _MAIL_ADDRESS.sub("", shown))
    return " ".join(without.split()) or NOT_NAMED

"""A record as a form that a person fills in, in an editor, and back.

Short fields stand on top, between two lines of ``---``; prose stands below, each
field under its heading. What a person writes is never lost: text that cannot be
read back is kept by the door, with the line that stands in the way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.model.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FENCE = "---"
_COMMENT = re.compile(r"\A\s*<!--.*?-->\n?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Form:
    """Which fields of a record stand where; all are shown, the empty ones too.

    Attributes:
        short: the fields on top: what a person reads (lower case), and the field.
        long: the headings below, and the field under each.
    """

    short: Mapping[str, str]
    long: Mapping[str, str]

    @property
    def fields(self) -> frozenset[str]:
        """Every field that the form has a place for."""
        return frozenset({*self.short.values(), *self.long.values()})

    def write(self, fields: Mapping[str, str], guide: Sequence[str] = ()) -> str:
        """Write fields as text to be edited.

        Args:
            fields: text by field; absent ones leave their place empty. A short
                field is one line.
            guide: lines for the writer, kept in a comment that is not read back.
        """
        lines = [_FENCE]
        lines += [
            f"{label}: {fields.get(field) or ''}".rstrip()
            for label, field in self.short.items()
        ]
        lines.append(_FENCE)
        if guide:
            lines += ["<!--", *(line.replace("-->", "-- >") for line in guide), "-->"]
        for heading, field in self.long.items():
            value = fields.get(field)
            lines += ["", f"## {heading}", ""]
            lines += [self._shielded(value)] if value else []
        return "\n".join(lines) + "\n"

    def read(self, text: str, *, source: str) -> dict[str, str]:
        """Read the fields that have a value.

        Args:
            text: what a person wrote.
            source: the name of the file, for messages.

        Raises:
            BadInputError: a line on top is no known field, the end of the top is
                missing, or text stands where no heading is.
        """
        lines = text.replace("\r\n", "\n").split("\n")
        fields: dict[str, str] = {}
        start = 0
        if lines[0].strip() == _FENCE:
            ends = [n for n, line in enumerate(lines[1:], 1) if line.strip() == _FENCE]
            if not ends:
                raise BadInputError(f"{source}:1: the top has no closing line '---'")
            start = ends[0] + 1
            for number, line in enumerate(lines[1 : ends[0]], 2):
                self._take_short(fields, line, f"{source}:{number}")
        return fields | self._long_fields("\n".join(lines[start:]), source, start)

    def _take_short(self, fields: dict[str, str], line: str, where: str) -> None:
        if not line.strip():
            return
        label, colon, value = line.partition(":")
        field = self.short.get(label.strip().lower())
        if not colon or field is None:
            known = ", ".join(self.short)
            raise BadInputError(
                f"{where}: '{line.strip()}' is none of the fields: {known}"
            )
        if field in fields:
            raise BadInputError(f"{where}: '{label.strip()}' stands here a second time")
        if value.strip():
            fields[field] = value.strip()

    def _long_fields(self, body: str, source: str, offset: int) -> dict[str, str]:
        without = _COMMENT.sub("", body)
        offset += body.count("\n") - without.count("\n")
        found: dict[str, list[str]] = {}
        field = None
        for number, line in enumerate(without.split("\n"), offset + 1):
            heading = (
                self.long.get(line[3:].strip()) if line.startswith("## ") else None
            )
            if heading:
                if heading in found:
                    message = f"'{line.strip()}' stands here a second time"
                    raise BadInputError(f"{source}:{number}: {message}")
                field = heading
                found[field] = []
            elif field:
                found[field].append(self._unshielded(line))
            elif line.strip():
                first = next(iter(self.long))
                wanted = "Text" if "Text" in self.long else first
                message = f"text before the first heading: put it below '## {wanted}'"
                raise BadInputError(f"{source}:{number}: {message}")
        texts = {field: "\n".join(lines).strip() for field, lines in found.items()}
        return {field: value for field, value in texts.items() if value}

    def _shielded(self, value: str) -> str:
        """Keep a line of prose that looks like one of our headings from being one."""
        return "\n".join(
            "\\" + line if self._is_like_heading(line) else line
            for line in value.split("\n")
        )

    def _unshielded(self, line: str) -> str:
        is_ours = line.startswith("\\") and self._is_like_heading(line)
        return line[1:] if is_ours else line

    def _is_like_heading(self, line: str) -> bool:
        bare = line.lstrip("\\")
        return bare.startswith("## ") and bare[3:].strip() in self.long

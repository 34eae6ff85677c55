"""One record at a time: what its bytes say by themselves, and what to keep of it.

A ledger may hold a million records. Of each only a ``Fact`` is kept, small and plain
enough to be sent between processes and to be written down; the rules that need
several records (``records``) work on these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast, get_args

from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.ledger.format import canonical
from factcheck.model import state
from factcheck.model.citations import cited, names_meant
from factcheck.model.digest import digest
from factcheck.model.errors import BadRecordError
from factcheck.model.ids import id_of
from factcheck.model.references import Reference, references
from factcheck.review.finding import Finding
from factcheck.review.quotes import quote_in_captures, quote_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factcheck.intake.passage import ReadPassage
    from factcheck.ledger.ledger import Ledger
    from factcheck.model.filed import Filed
    from factcheck.model.kinds import Kind

_TURNED = re.compile(
    rb"\\u(?:202[a-eA-E]|206[6-9])|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
    rb"|\\U000[eE]00|\xf3\xa0[\x80\x81]"
)
"""Direction marks and tag characters, as UTF-8 or as YAML writes them."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What the rules over several records need of one.

    Attributes:
        kind, path, name, check: as in ``Filed``.
        references: what it names.
        captures: SHA-256 and size of each capture that it names.
        about: of a check its parts; of a link its part; of a verdict its digest; of
            a review and a recheck the id and the digest of the verdict; of a party
            its names.
    """

    kind: Kind
    path: str
    name: str
    check: str
    references: tuple[Reference, ...]
    captures: tuple[tuple[str, int], ...]
    about: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id at the end of the name."""
        return id_of(self.name)

    def as_data(self) -> list[Any]:
        """Give it as plain data but for its path."""
        return [
            self.kind,
            self.name,
            self.check,
            [list(one) for one in self.references],
            [list(one) for one in self.captures],
            list(self.about),
        ]

    @staticmethod
    def from_data(path: str, data: list[Any]) -> Fact:
        """Read back what ``as_data`` gave, also after a trip through JSON."""
        kind, name, check, named, captures, about = data
        return Fact(
            kind,
            path,
            name,
            check,
            tuple(Reference(*one) for one in named),
            tuple((sha256, size) for sha256, size in captures),
            tuple(about),
        )


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a record file gave.

    Attributes:
        fact: None for a file that is no record, or cannot be read.
        findings: what is wrong with it by itself.
        quotes: how many of its quotes were found.
    """

    fact: Fact | None
    findings: tuple[Finding, ...]
    quotes: int = 0


def look(
    path: str,
    content: bytes,
    *,
    labels: frozenset[str] | None,
    ledger: Ledger,
    read: ReadPassage,
) -> Look:
    """Look at the bytes of a record file.

    Args:
        path: in the ledger.
        content: the bytes, as committed or as they lie there.
        labels: the ratings of the settings, None where these cannot be read.
        ledger: keeps the captures in which quotes must stand.
        read: gives the text of a capture.

    Raises:
        NotALedgerError: they are settings of a newer format.
    """
    try:
        filed = reading.read_record(path, content)
    except BadRecordError as error:
        problems = error.problems
        return Look(
            None, tuple(Finding(p.path, p.line, p.code, p.message) for p in problems)
        )
    if filed is None:
        return Look(None, ())
    quotes, findings = _quote(filed, ledger, read)
    findings += [
        *_form(filed, content),
        *_hidden(filed, content),
        *_rating(filed, labels),
        *_views(filed),
        *_citations(filed),
        *_link(filed),
    ]
    return Look(_fact(filed), tuple(findings), quotes)


def _fact(filed: Filed[Any]) -> Fact:
    captures = filed.data.get("captures") or []
    if filed.kind == "appearance" and filed.data["capture"]:
        captures = [filed.data["capture"]]
    return Fact(
        filed.kind,
        filed.path,
        filed.name,
        filed.check,
        tuple(references(filed)),
        tuple((one["sha256"], int(one["size"])) for one in captures),
        tuple(_about(filed)),
    )


def _about(filed: Filed[Any]) -> Iterable[str]:
    data = filed.data
    match filed.kind:
        case "check":
            return [part["part"] for part in data["parts"]]
        case "link":
            return [data["part"] or ""]
        case "verdict":
            return [digest("verdict", data)]
        case "review" | "recheck":
            return [id_of(data["verdict"]), data["verdict_digest"]]
        case "party":
            return [data["name"], *data["other_names"]]
        case _:
            return []


def labels_of(settings: Filed[Any]) -> frozenset[str]:
    """Give the ratings that the settings have."""
    return frozenset(rating["label"] for rating in settings.data["ratings"])


def _form(filed: Filed[Any], content: bytes) -> Iterator[Finding]:
    """Files are in the one canonical form; others are valid, noted, and read back."""
    written = canonical.write(filed.data)
    if written == content:
        return
    try:
        again = reading.read_record(filed.path, written)
    except BadRecordError:
        again = None
    if again != filed:
        message = "does not come back the same when it is written and read again"
        yield Finding(filed.path, 0, "round-trip", message)
    else:
        message = "is valid but not in canonical form: 'factcheck save' rewrites it"
        yield Finding(filed.path, 0, "form", message, "note")


def _hidden(filed: Filed[Any], content: bytes) -> Iterator[Finding]:
    found = _TURNED.search(content)
    if found:
        line = content.count(b"\n", 0, found.start()) + 1
        message = "has characters that cannot be seen and turn or hide what is read"
        yield Finding(filed.path, line, "hidden-characters", message, "note")


def _rating(filed: Filed[Any], labels: frozenset[str] | None) -> Iterator[Finding]:
    """Ratings are labels of the scale."""
    if labels is None or filed.kind not in {"draft", "verdict"}:
        return
    rating = filed.data["rating"]
    if rating and rating not in labels:
        message = f"has the rating '{rating}', which the settings do not have"
        yield Finding(filed.path, 0, "rating", message)


def _views(filed: Filed[Any]) -> Iterator[Finding]:
    """Views ask for what there is."""
    if filed.kind != "settings":
        return
    known: dict[str, Iterable[str]] = {
        "stage": get_args(state.Stage),
        "public": get_args(state.Public),
        "flag": get_args(state.FlagName),
        "rating": labels_of(filed),
    }
    for view in filed.data["views"]:
        for field, values in known.items():
            for value in view[field]:
                if _plain_word(value) not in map(_plain_word, values):
                    what = f"the {field} '{value}', which there is not"
                    message = f"asks in the view {view['name']} for {what}"
                    yield Finding(filed.path, 0, "view", message)


def _plain_word(text: str) -> str:
    """Fold a filter's value as ``list`` does: hyphens may stand for spaces."""
    return text.casefold().replace("-", " ")


def _citations(filed: Filed[Any]) -> Iterator[Finding]:
    """What a verdict cites is pinned by it."""
    if filed.kind != "verdict":
        return
    pinned = [pin["evidence"] for pin in filed.data["pins"]["evidence"]]
    text = f"{filed.data['summary']}\n{filed.data['text']}"
    for key in dict.fromkeys(cited(text)):
        if len(names_meant(key, pinned)) != 1:
            message = f"cites [@{key}], which its pins do not hold"
            yield Finding(filed.path, 0, "citation", message)


def _link(filed: Filed[Any]) -> Iterator[Finding]:
    """A link is named for the evidence and the part that it ties."""
    if filed.kind != "link":
        return
    named, part = filed.data["evidence"], filed.data["part"]
    folder = layout.folder_of(filed.path)
    if (
        layout.file_in_check(folder, "link", filed.name, part) != filed.path
        or id_of(named) != filed.id
    ):
        message = f"is named for another link than the one to {named} that it holds"
        yield Finding(filed.path, 0, "misnamed", message)


def _quote(
    filed: Filed[Any], ledger: Ledger, read: ReadPassage
) -> tuple[int, list[Finding]]:
    """Quotes stand in their captures, where there is one that can be read."""
    if filed.kind != "evidence":
        return 0, []
    found = quote_in_captures(ledger, cast("Any", filed.record), read=read)
    if found is None:
        return 0, []
    if found.outcome == "found":
        return 1, []
    if found.outcome == "not found":
        return 0, [Finding(filed.path, 0, "quote-not-found", quote_state(found))]
    if filed.data["captures"]:
        said = quote_state(found)
        return 0, [Finding(filed.path, 0, "quote-unchecked", said, "note")]
    return 0, []

"""What changed from one version of a record to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.model.digest import digest
from factcheck.review.history import field_changes, record_changes, revisions
from tests.model.samples import FULL, OTHER

if TYPE_CHECKING:
    from factcheck.review.history import Revision
    from tests.conftest import Newsroom


def _history(newsroom: Newsroom, entry: str = "cold") -> list[Revision]:
    ledger = newsroom.ledger
    filed = ledger.evidence(entry)
    return list(revisions(filed, ledger.versions(filed)))


def test_each_version_says_who_when_and_which_fields(busy_newsroom: Newsroom) -> None:
    """Newest first; what is material moves pins, what is not does not."""
    busy_newsroom.amend("cold", note="Look again")
    busy_newsroom.amend("cold", says="Icy it is", origin="The ministry")
    newest, middle, first = _history(busy_newsroom)
    changed = {one.field: (one.old, one.new, one.moves_pins) for one in newest.fields}

    assert changed == {
        "says": ("Cold it is", "Icy it is", True),
        "origin": (None, "The ministry", True),
    }
    assert [(one.field, one.new, one.moves_pins) for one in middle.fields] == [
        ("note", "Look again", False)
    ]
    assert (first.happening, first.fields) == ("added", ())
    assert newest.version.author == "Anna Example"
    assert newest.version.when > middle.version.when > first.version.when


def test_another_form_changes_no_field(busy_newsroom: Newsroom) -> None:
    """A rewrapped text or other quotation marks are a version without a change."""
    path = busy_newsroom.root / busy_newsroom.ledger.evidence("cold").path
    path.write_text(path.read_text().replace("kind: report", 'kind: "report"'))
    busy_newsroom.git("commit", "-qam", "Other form")
    newest = _history(busy_newsroom)[0]

    assert (newest.happening, newest.fields) == ("changed", ())
    assert newest.version.operation is None


def test_deleted_broken_and_brought_back_are_told_apart(
    busy_newsroom: Newsroom,
) -> None:
    """None of them stops the history."""
    path = busy_newsroom.root / busy_newsroom.ledger.evidence("cold").path
    good = path.read_text()
    path.unlink()
    busy_newsroom.git("commit", "-qam", "Delete")
    path.write_text("kind: rumour\n")
    busy_newsroom.git("add", "-A")
    busy_newsroom.git("commit", "-qm", "Break")
    path.write_text(good)
    busy_newsroom.git("commit", "-qam", "Mend")
    happened = [one.happening for one in _history(busy_newsroom)]

    assert happened == ["can be read again", "cannot be read", "deleted", "added"]

    path.unlink()
    busy_newsroom.git("commit", "-qam", "Delete again")
    path.write_text(good)
    busy_newsroom.git("add", "-A")
    busy_newsroom.git("commit", "-qm", "Bring back")

    assert [one.happening for one in _history(busy_newsroom)][:2] == [
        "brought back",
        "deleted",
    ]


def test_an_operation_says_what_it_did_to_each_file(busy_newsroom: Newsroom) -> None:
    """Records by kind and name; what is no record by its path."""
    (busy_newsroom.root / "README.md").write_text("Hello\n")
    busy_newsroom.git("commit", "-qam", "By hand")
    busy_newsroom.freeze("sunlight")
    ledger = busy_newsroom.ledger
    given, drafted, by_hand = list(ledger.operations())[:3]
    told = [
        [(one.kind, one.happening) for one in record_changes(ledger.changed_by(commit))]
        for commit in (given.commit, drafted.commit)
    ]

    assert told == [[("draft", "deleted"), ("verdict", "added")], [("draft", "added")]]
    assert by_hand.subject != "By hand"  # the log is of records

    commit = busy_newsroom.git("rev-parse", "HEAD~2").strip()
    (other,) = record_changes(ledger.changed_by(commit))

    assert (other.kind, other.name, other.happening) == (None, "README.md", "changed")


def _with(data: dict[str, Any], field: str, value: Any) -> dict[str, Any]:
    """Give a record in which a field, or a field of a part, has another value."""
    top, _, rest = field.partition(".")
    if not rest:
        return {**data, top: value}
    parts = data[top]
    if isinstance(parts, list):
        return {**data, top: [{**one, rest: value} for one in parts]}
    return {**data, top: {**parts, rest: value}}


def test_every_field_that_moves_a_digest_moves_pins() -> None:
    """What the history says of pins is what the digests say."""
    for kind in ("check", "evidence", "link", "answer"):
        full = FULL[kind]
        for field, value in OTHER[kind].items():
            other = _with(full, field, value)
            found = field_changes(kind, full, other)
            moves = digest(kind, full) != digest(kind, other)

            assert any(one.moves_pins for one in found) == moves, (kind, field)

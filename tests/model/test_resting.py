"""What rests on what: each thing that would be left without its ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.ledger.format.validation import class_of
from factcheck.model.digest import digest
from factcheck.model.filed import Filed
from factcheck.model.ids import id_of
from factcheck.model.plain import to_plain
from factcheck.model.references import by_kind_and_id, leads_nowhere, references
from factcheck.model.resting import resting
from tests.model.folder import CHECK, Folder

if TYPE_CHECKING:
    from factcheck.model.kinds import Kind

OTHER = "it-was-so-93kd0n5yx7tb"
TIME = "2020-10-12T18:00:00Z"
ADDED = {"added": TIME, "added_by": "Anna"}
Ledger = dict[str, Filed[Any]]


def _put(
    ledger: Ledger, kind: Kind, name: str, values: dict[str, Any], within: str = ""
) -> None:
    data = to_plain(class_of(kind).model_validate(values))
    path = "factcheck.yaml" if kind == "settings" else f"{within or kind}/{kind}-{name}"
    ledger[path] = Filed(kind, path, name, within, data)


def _changed(ledger: Ledger, kind: Kind, name: str = "", **values: Any) -> Ledger:
    """Give a ledger in which fields of one record are others."""
    filed = _of(ledger, kind, name)
    data = to_plain(class_of(kind).model_validate({**_given(filed.data), **values}))
    other: Filed[Any] = Filed(filed.kind, filed.path, filed.name, filed.check, data)
    return {**ledger, filed.path: other}


def _given(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _given(one) for key, one in value.items() if one is not None}
    return [_given(one) for one in value] if isinstance(value, list) else value


def _of(ledger: Ledger, kind: Kind, name: str = "") -> Filed[Any]:
    return next(
        one
        for one in ledger.values()
        if one.kind == kind and one.name.startswith(name) and one.check in {CHECK, ""}
    )


def _without(ledger: Ledger, *gone: tuple[Kind, str]) -> Ledger:
    paths = {_of(ledger, kind, name).path for kind, name in gone}
    return {path: one for path, one in ledger.items() if path not in paths}


def _ledger() -> Ledger:
    """Make a ledger in which every kind of record names another."""
    folder = Folder.opened()
    cold = folder.link("cold-000000000001")
    folder.link("part-000000000002", part="a")
    ask = folder.ask()
    folder.answer(ask)
    first = folder.verdict()
    ledger: Ledger = {}
    folder.review(first)
    folder.publish(first)
    second = folder.verdict(
        first, grade="correction", public_note="It was wrong.", rating="mixed"
    )
    folder.link("late-000000000003")
    folder.recheck(second)
    folder.ask("Nobody")
    folder.enter("loose-000000000004")
    draft = {"headline": "H", "rating": "false", "text": f"So [@{cold}] and [@late]."}
    folder.put("draft", CHECK, draft)
    article = "paper-0000000000aa"
    folder.put("appearance", folder.name("seen"), {"article": article, **ADDED})
    texts = {one.name: digest("verdict", one.data) for one in folder.check().verdicts}
    for one in (*folder.files, *folder.evidence.values()):
        ledger[one.path] = one
    for kind in ("review", "recheck"):
        filed = _of(ledger, kind)
        ledger = _changed(ledger, kind, verdict_digest=texts[filed.data["verdict"]])
    claim = {"claim": "It was so", "claimant": {"name": "S"}, "said_on": "2020"}
    _put(ledger, "check", OTHER, {**claim, "opened": TIME, "opened_by": "A"}, OTHER)
    closed = {"outcome": "duplicate", "duplicate_of": CHECK, "why": "The same."}
    _put(ledger, "work", OTHER, {"closed": closed}, OTHER)
    settled = {"decision": "known", "check": CHECK, "settled": TIME, "settled_by": "B"}
    mail = {"says": "It is so?", "received": "2020-10-12", **ADDED}
    _put(ledger, "tip", "tip-0000000000ab", {**mail, "outcome": settled})
    _put(ledger, "complaint", "no-0000000000ac", {**mail, "check": CHECK})
    decided = {"sentence": "It is so.", "check": CHECK, "decision": "same"}
    decided |= {"decided": TIME, "decided_by": "Anna"}
    _put(ledger, "article", article, {"sha256": "ab" * 32, "sentences": [decided]})
    labels = ("true", "mixed", "false", "unused")
    settings = {
        "format": "1",
        "publisher": {"name": "Desk"},
        "ratings": [{"label": one, "meaning": one} for one in labels],
        "views": [{"name": "v", "rating": ["false"]}],
    }
    _put(ledger, "settings", "", settings)
    return ledger


LEDGER = _ledger()


def _reasons(then: Ledger, now: Ledger = LEDGER, **known: Any) -> list[str]:
    return [one.why for one in resting(now.values(), then.values(), **known)]


def test_nothing_rests_on_nothing() -> None:
    """The same ledger is allowed, and the one of the tests is sound."""
    there = by_kind_and_id(LEDGER.values())
    named = [one for filed in LEDGER.values() for one in references(filed)]

    assert _reasons(LEDGER) == []
    assert {leads_nowhere(one, there) for one in named} == {""}


@pytest.mark.parametrize(
    ("kind", "name", "reasons"),
    [
        ("settings", "", ["the whole ledger rests on its settings"]),
        ("check", "", ["lies in the check", "rests on the check", "pins"]),
        ("work", "", None),
        ("draft", "", None),
        ("appearance", "", None),
        ("link", "cold", ["the draft", "cites cold-000000000001", "was unlinked"]),
        ("link", "part", ["was unlinked"]),
        ("link", "late", ["the draft", "cites late-000000000003", "was unlinked"]),
        ("evidence", "cold", ["the link cold-000000000001 rests on the evidence cold"]),
        ("evidence", "loose", None),
        ("article", "", ["the appearance", "rests on the article paper"]),
        ("ask", "ask", ["the answer", "rests on the ask"]),
        ("answer", "", ["rests on the answer"]),
        ("verdict", "true", ["the review", "the publication", "rests on the verdict"]),
        ("review", "", ["the publication", "went out after the review"]),
        ("recheck", "", None),
        ("publication", "", ["corrects what was published"]),
        ("tip", "", None),
        ("complaint", "", None),
    ],
)
def test_what_vanishes_must_not_be_rested_on(
    kind: Kind, name: str, reasons: list[str] | None
) -> None:
    """Each kind of record, with what rests on it or nothing."""
    if kind == "work":
        then = {path: one for path, one in LEDGER.items() if one.kind != "work"}
    else:
        then = _without(LEDGER, (kind, name))
    found = "\n".join(_reasons(then))

    if reasons is None:
        assert found == ""
    else:
        assert found
        for reason in reasons:
            assert reason in found or kind == "check"


def test_who_names_a_check_rests_on_it() -> None:
    """A duplicate, a tip, a complaint, an article, and all that lies in its folder."""
    found = "\n".join(_reasons(_without(LEDGER, ("check", ""))))

    for kind in ("work", "tip", "complaint", "article"):
        assert f"the {kind} " in found
    for kind in ("link", "ask", "answer", "verdict", "review", "draft", "appearance"):
        assert f"the {kind} " in found
    assert f"lies in the check {CHECK}" in found


def test_what_vanishes_along_with_its_ground_is_no_hindrance() -> None:
    """A whole check with all that names it."""
    then = {
        path: one
        for path, one in LEDGER.items()
        if one.kind in {"settings", "evidence"} or one.name == OTHER != one.kind
    }
    then = {path: one for path, one in then.items() if one.kind != "work"}

    assert _reasons(then) == []


@pytest.mark.parametrize(
    ("kind", "name", "values", "reason"),
    [
        ("evidence", "cold", {"says": "It is not so."}, "changed in substance"),
        ("evidence", "cold", {"note": "Look again."}, ""),
        ("link", "cold", {"stance": "refutes"}, "the stance of cold"),
        ("check", "", {"claim": "It is not so"}, "the claim changed"),
        ("check", "", {"reach": "far"}, ""),
        ("answer", "", {"text": "No."}, "changed in substance"),
        ("verdict", "true", {"text": "No."}, "was given on the present text of"),
        ("settings", "", {"views": []}, ""),
    ],
)
def test_what_changes_must_not_be_pinned_since(
    kind: Kind, name: str, values: dict[str, Any], reason: str
) -> None:
    """Material fields of what a current verdict or its recheck pins."""
    found = "\n".join(_reasons(_changed(LEDGER, kind, name, **values)))

    assert (reason in found) if reason else (found == "")


def test_a_verdict_from_before_the_operation_does_not_rest_on_it() -> None:
    """It may move again, as it did before; so an undo can be undone."""
    then = _changed(LEDGER, "evidence", "cold", says="It is not so.")
    recheck = _of(LEDGER, "recheck").path

    assert _reasons(then, earlier={recheck}) == []
    assert len(_reasons(then)) == 1


def test_a_superseded_verdict_holds_nothing_but_its_evidence() -> None:
    """What it pinned may change; it must not vanish."""
    now = _without(LEDGER, ("recheck", ""))
    then = _changed(now, "evidence", "cold", note="x")
    verdict = _of(now, "verdict", "true")

    assert _reasons(then, now) == []
    assert any(
        verdict.name in reason
        for reason in _reasons(_without(now, ("evidence", "cold")), now)
    )


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("unused", ""),
        ("true", "has the rating 'true'"),
        ("false", "has the rating 'false'"),
        ("false", "the view v asks for the rating 'false'"),
    ],
)
def test_a_rating_that_was_given_stays(label: str, reason: str) -> None:
    """Drafts, verdicts and views rest on the scale."""
    settings = _of(LEDGER, "settings").data
    ratings = [one for one in settings["ratings"] if one["label"] != label]
    found = _reasons(_changed(LEDGER, "settings", ratings=_given(ratings)))

    assert (reason in "\n".join(found)) if reason else (found == [])


def test_a_part_to_which_something_is_linked_stays() -> None:
    """The other part may go."""
    parts = [{"part": "a", "claim": "A"}, {"part": "b", "claim": "B"}]
    now = _without(LEDGER, ("recheck", ""), ("verdict", "true"))
    without_a = "\n".join(_reasons(_changed(now, "check", parts=parts[1:]), now))
    without_b = "\n".join(_reasons(_changed(now, "check", parts=parts[:1]), now))

    assert "the link part-000000000002 is for part a of the claim" in without_a
    assert "is for part" not in without_b


def test_what_comes_back_needs_its_ground_too() -> None:
    """A link to an entry that is gone by now, a file in a folder without a claim."""
    now = _without(LEDGER, ("link", "late"), ("evidence", "late"))
    link = _of(LEDGER, "link", "late")
    found = _reasons({**now, link.path: link}, now)

    assert any("which is not in the ledger" in reason for reason in found)

    alone = {"factcheck.yaml": LEDGER["factcheck.yaml"]}
    found = _reasons({**alone, link.path: link}, alone)

    assert any("lies in the check" in one for one in found)


def test_two_records_never_get_one_id() -> None:
    """An entry that lies elsewhere by now does not come back beside itself."""
    entry = _of(LEDGER, "evidence", "loose")
    moved: Filed[Any] = Filed(
        "evidence", "evidence/2021/01/x", entry.name, "", entry.data
    )
    now = {**_without(LEDGER, ("evidence", "loose")), moved.path: moved}

    assert any(
        "has the same id" in one for one in _reasons({**now, entry.path: entry}, now)
    )


def test_what_is_broken_already_hinders_nothing() -> None:
    """An undo must not make it worse; it need not mend it."""
    broken = _without(LEDGER, ("ask", "ask"), ("evidence", "cold"))

    assert _reasons(_without(broken, ("recheck", "")), broken) == []


PATHS = st.sets(st.sampled_from(sorted(LEDGER)))


@given(gone=PATHS, going=PATHS)
def test_what_is_allowed_leaves_no_reference_dangling(
    gone: set[str], going: set[str]
) -> None:
    """Whatever is there and whatever vanishes: no new break that was not named."""
    now = {path: one for path, one in LEDGER.items() if path not in gone}
    then = {path: one for path, one in now.items() if path not in going}
    if _reasons(then, now):
        return
    before, after = by_kind_and_id(now.values()), by_kind_and_id(then.values())

    for one in then.values():
        for reference in references(one):
            assert not leads_nowhere(reference, after) or leads_nowhere(
                reference, before
            )
        assert one.check == "" or ("check", id_of(one.check)) in after or (
            "check", id_of(one.check)
        ) not in before  # fmt: skip
    assert "factcheck.yaml" in then or "factcheck.yaml" not in now

"""Drafting and giving verdicts: what is frozen, pinned, refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factcheck.desk import verdicts
from factcheck.model import state
from factcheck.model.digest import digest
from factcheck.model.errors import (
    BadInputError,
    BadRecordError,
    RefusedError,
    UsageError,
)
from tests.conftest import BO
from tests.desk.commits import latest

if TYPE_CHECKING:
    from collections.abc import Callable

    from factcheck.desk.desk import Operation
    from tests.conftest import Newsroom

    Publish = Callable[[Newsroom, str, str], None]

WHOLE: dict[str, Any] = {
    "headline": "It is warm",
    "rating": "true",
    "summary": "Yes.",
    "text": "It is so.",
}
CORRECTION = {"grade": "correction", "public_note": "We had the sign wrong."}


def _give(newsroom: Newsroom, check: str, **fields: Any) -> Operation:
    return newsroom.do(
        lambda desk: verdicts.freeze(desk, desk.ledger.check(check), fields)
    )


def test_a_draft_is_one_file_with_the_rating_in_its_own_form(
    busy_newsroom: Newsroom,
) -> None:
    """What is typed as ``TRUE`` is written as the scale has it."""
    busy_newsroom.draft("sunlight", rating="TRUE")
    check = busy_newsroom.ledger.check("sunlight")
    commit = latest(busy_newsroom)

    assert list(commit.files) == [check.claim.path.replace("check.yaml", "draft.yaml")]
    assert commit.trailers == (("Factcheck-Op", "draft"), ("Check", check.name))
    assert check.draft is not None
    assert check.draft.record.rating == "true"


def test_a_draft_may_lack_anything(busy_newsroom: Newsroom) -> None:
    """A headline alone can be kept."""
    busy_newsroom.do(
        lambda desk: verdicts.save_draft(
            desk, desk.ledger.check("sunlight"), {"headline": "Warm"}
        )
    )
    draft = busy_newsroom.ledger.check("sunlight").draft

    assert draft is not None
    assert draft.record.rating is None


def test_a_draft_with_a_wrong_rating_is_refused_with_the_scale(
    busy_newsroom: Newsroom,
) -> None:
    """The labels that can be chosen are named."""
    with pytest.raises(BadInputError, match="true, mostly true, mixed"):
        busy_newsroom.draft("sunlight", rating="warmish")


def test_saving_the_same_draft_is_refused(busy_newsroom: Newsroom) -> None:
    """No commit that changes nothing."""
    busy_newsroom.draft("sunlight")
    with pytest.raises(UsageError, match="nothing changes"):
        busy_newsroom.draft("sunlight")


def test_giving_the_verdict_freezes_the_draft(busy_newsroom: Newsroom) -> None:
    """One commit adds the verdict and deletes the draft."""
    busy_newsroom.draft("sunlight", disclosure="None", confidence="high")
    act = _give(busy_newsroom, "sunlight")
    check = busy_newsroom.ledger.check("sunlight")
    verdict = check.verdict()
    commit = latest(busy_newsroom)

    assert verdict is not None
    assert sorted(commit.files.values()) == ["A", "D"]
    assert commit.files[act.made[0].path] == "A"
    assert commit.trailers == (
        ("Factcheck-Op", "verdict"),
        ("Check", check.name),
        ("Verdict", verdict.name),
    )
    assert check.draft is None
    assert verdict.record.disclosure == "None"
    assert verdict.record.author == "Anna Example"
    assert state.standing(check).stage == "in review"


def test_fields_given_take_the_place_of_the_draft(busy_newsroom: Newsroom) -> None:
    """A flag replaces that field alone."""
    busy_newsroom.draft("sunlight")
    _give(busy_newsroom, "sunlight", rating="False")
    verdict = busy_newsroom.ledger.check("sunlight").verdict()

    assert verdict is not None
    assert verdict.record.rating == "false"
    assert verdict.record.headline == "So it is"


def test_a_verdict_pins_claim_links_and_entries(busy_newsroom: Newsroom) -> None:
    """Each pin is the digest of what the verdict rests on."""
    check = busy_newsroom.ledger.check("moonlight")
    verdict = check.verdict()
    assert verdict is not None
    pinned = verdict.record.pins

    assert pinned.claim_digest == digest("check", check.claim.data)
    assert [(pin.evidence, pin.stance) for pin in pinned.evidence] == [
        (link.name, link.record.stance) for link in check.links
    ]
    for pin, link in zip(pinned.evidence, check.links, strict=True):
        entry = check.of_link(link)
        assert entry is not None
        assert pin.link_digest == digest("link", link.data)
        assert pin.evidence_digest == digest("evidence", entry.data)


@pytest.mark.parametrize(
    ("draft", "lacking", "flags"),
    [
        ({}, "headline, rating, summary, text", "--headline, --rating"),
        (WHOLE | {"text": None}, "text", "--text"),
    ],
)
def test_a_verdict_that_lacks_a_field_says_which(
    busy_newsroom: Newsroom, draft: dict[str, Any], lacking: str, flags: str
) -> None:
    """The message names the fields and the flags that give them."""
    with pytest.raises(UsageError, match=f"lacks {lacking}: .*{flags}"):
        _give(busy_newsroom, "sunlight", **draft)


def test_citations_are_written_out(busy_newsroom: Newsroom) -> None:
    """Slug, beginning and id all become the whole name; code is not cared about."""
    ledger = busy_newsroom.ledger
    cold, warm = ledger.evidence("cold"), ledger.evidence("warm")
    text = f"A [@cold-it-is; @{warm.id}] and [@{cold.id[:6]}]."
    _give(busy_newsroom, "moonlight", **(WHOLE | {"text": text, "summary": "[@warm]"}))
    verdict = busy_newsroom.ledger.check("moonlight").verdict()

    assert verdict is not None
    assert verdict.record.text == (
        f"A [@{cold.name}; @{warm.name}] and [@{cold.name}]."
    )
    assert verdict.record.summary == f"[@{warm.name}]"


def _with_a_twin(newsroom: Newsroom) -> None:
    newsroom.add("moonlight", "Cold it is")


def _withdrawn(newsroom: Newsroom) -> None:
    gone = {"since": "2026-11-23T09:00:00Z", "why": "Taken back."}
    newsroom.amend("cold", withdrawn=gone)


def _unlinked(newsroom: Newsroom) -> None:
    newsroom.add("sunlight", "Elsewhere it is")


@pytest.mark.parametrize(
    ("prepare", "key", "says"),
    [
        (_unlinked, "nobody", "not linked to the check"),
        (_unlinked, "elsewhere", "not linked to the check"),
        (_with_a_twin, "cold", "can mean cold-it-is-.*, cold-it-is-"),
        (_withdrawn, "cold", "was withdrawn"),
    ],
)
def test_a_citation_that_does_not_hold_is_refused(
    busy_newsroom: Newsroom,
    prepare: Callable[[Newsroom], None],
    key: str,
    says: str,
) -> None:
    """Unknown, unlinked, ambiguous and withdrawn entries cannot be cited."""
    prepare(busy_newsroom)
    head = busy_newsroom.git("rev-parse", "HEAD")
    with pytest.raises(BadRecordError, match=rf"\[@{key}\].*{says}"):
        _give(busy_newsroom, "moonlight", **(WHOLE | {"text": f"So [@{key}]."}))

    assert busy_newsroom.git("rev-parse", "HEAD") == head


def test_every_citation_that_does_not_hold_is_named(busy_newsroom: Newsroom) -> None:
    """One attempt shows all that is to be mended."""
    with pytest.raises(BadRecordError) as refused:
        _give(busy_newsroom, "sunlight", **(WHOLE | {"text": "[@one] [@two] [@one]"}))

    assert [problem.code for problem in refused.value.problems] == ["citation"] * 2


def test_a_second_verdict_supersedes_the_first(busy_newsroom: Newsroom) -> None:
    """The latest one stands alone; the first stays in the folder."""
    _give(busy_newsroom, "moonlight", **WHOLE)
    check = busy_newsroom.ledger.check("moonlight")

    assert len(check.verdicts) == 2
    assert [one.record.supersedes for one in check.current_verdicts()] == [
        (check.verdicts[0].name,)
    ]


def test_one_verdict_settles_two(busy_newsroom: Newsroom) -> None:
    """Two clones each gave a verdict; the next supersedes both."""
    room = busy_newsroom
    room.git("switch", "-q", "-c", "other")
    _give(room, "sunlight", **WHOLE)
    room.git("switch", "-q", "main")
    _give(room, "sunlight", **(WHOLE | {"rating": "false"}))
    room.git("merge", "-q", "--no-edit", "other")
    disputed = state.standing(room.ledger.check("sunlight"))
    _give(room, "sunlight", **(WHOLE | {"rating": "mixed"}))
    settled = room.ledger.check("sunlight")

    assert disputed.disputed == 2
    assert state.standing(settled).disputed == 0
    assert len(settled.verdicts[-1].record.supersedes) == 2


@pytest.mark.parametrize("given", [{}, {"grade": "correction"}, {"public_note": "x"}])
def test_a_published_verdict_is_superseded_only_in_the_open(
    busy_newsroom: Newsroom, publish: Publish, given: dict[str, str]
) -> None:
    """Grade and public note are both asked for."""
    first = busy_newsroom.ledger.check("moonlight").verdicts[0].name
    publish(busy_newsroom, "moonlight", first)
    with pytest.raises(UsageError, match=r"--grade.*--public-note"):
        _give(busy_newsroom, "moonlight", **(WHOLE | given))


def test_a_correction_says_what_it_corrects(
    busy_newsroom: Newsroom, publish: Publish
) -> None:
    """With grade and note the verdict is given and names the first."""
    first = busy_newsroom.ledger.check("moonlight").verdicts[0].name
    publish(busy_newsroom, "moonlight", first)
    _give(busy_newsroom, "moonlight", **(WHOLE | CORRECTION))
    verdict = busy_newsroom.ledger.check("moonlight").verdict()

    assert verdict is not None
    assert verdict.record.grade == "correction"
    assert verdict.record.supersedes == (first,)


def test_a_grade_is_for_what_was_published(busy_newsroom: Newsroom) -> None:
    """A first verdict corrects nothing."""
    with pytest.raises(UsageError, match="supersedes a published one"):
        _give(busy_newsroom, "sunlight", **(WHOLE | CORRECTION))


def test_a_correction_that_was_sent_back_stays_a_correction(
    busy_newsroom: Newsroom, publish: Publish
) -> None:
    """What readers saw is corrected, whatever was given and not published between."""
    first = busy_newsroom.ledger.check("moonlight").verdicts[0].name
    publish(busy_newsroom, "moonlight", first)
    _give(busy_newsroom, "moonlight", **(WHOLE | CORRECTION))
    busy_newsroom.do(
        lambda desk: verdicts.review(
            desk, desk.ledger.check("moonlight"), "request changes", "Say more."
        ),
        BO,
    )
    _give(busy_newsroom, "moonlight", **(WHOLE | CORRECTION | {"text": "More."}))
    verdict = busy_newsroom.ledger.check("moonlight").verdict()

    assert verdict is not None
    assert verdict.record.grade == "correction"


def test_a_closed_check_gets_no_verdict(newsroom: Newsroom) -> None:
    """The message says how it was closed."""
    check = newsroom.open(work={"closed": {"outcome": "dropped", "why": "Old."}})
    with pytest.raises(RefusedError, match=r"is closed \(dropped\)"):
        _give(newsroom, check, **WHOLE)


def test_a_check_with_uncommitted_edits_gets_no_verdict(
    busy_newsroom: Newsroom,
) -> None:
    """A verdict rests on what is committed; the linked evidence counts too."""
    entry = busy_newsroom.ledger.evidence("cold")
    file = busy_newsroom.root / entry.path
    file.write_text(file.read_text() + "note: mine\n")
    with pytest.raises(RefusedError, match=rf"{entry.path}.*factcheck save"):
        _give(busy_newsroom, "moonlight", **WHOLE)

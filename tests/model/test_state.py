"""Stage and public state: a table of everything that a check can be."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.model.check import gather
from factcheck.model.state import Standing, flags, standing
from tests.model.folder import Folder

Story = Callable[[Folder], object]


def reviewed(*decisions: tuple[str, bool]) -> Story:
    """Give a verdict and have it reviewed, in this order."""

    def tell(folder: Folder) -> None:
        verdict = folder.verdict()
        for reviewer, approve in decisions:
            folder.review(verdict, reviewer, approve=approve)

    return tell


def succeeded(folder: Folder) -> None:
    """An approved verdict is superseded by one that nobody has reviewed."""
    first = folder.verdict()
    folder.review(first)
    folder.verdict(first)


def chain(folder: Folder) -> None:
    """Three verdicts, each supersedes the one before; the last is approved."""
    first = folder.verdict()
    folder.review(first, approve=False)
    second = folder.verdict(first)
    folder.review(folder.verdict(second))


def one_of_two_approved(folder: Folder) -> None:
    """Two verdicts stand; only one of them was reviewed."""
    folder.review(folder.verdict())
    folder.verdict()


def both_approved(folder: Folder) -> None:
    """Two verdicts stand, both approved."""
    folder.review(folder.verdict())
    folder.review(folder.verdict())


def objection_to_one_of_two(folder: Folder) -> None:
    """Two verdicts stand; there is an objection to the older one."""
    folder.review(folder.verdict(), approve=False)
    folder.review(folder.verdict())


def objection_to_a_superseded_one(folder: Folder) -> None:
    """An objection to what no longer stands counts for nothing."""
    first = folder.verdict()
    folder.review(folder.verdict(first))
    folder.review(first, "Cy", approve=False)


def both_superseded_by_one(folder: Folder) -> None:
    """A dispute that a third verdict settles."""
    first, second = folder.verdict(), folder.verdict()
    folder.review(folder.verdict(first, second))


def drafting_again(folder: Folder) -> None:
    """A draft after an approved verdict."""
    folder.review(folder.verdict())
    folder.put("draft", "it-is-so-7k3f9x2mq4vt", {"headline": "New"})


def closed(folder: Folder) -> None:
    """Closed in the middle of a draft."""
    drafting_again(folder)
    work = {"closed": {"outcome": "dropped", "why": "Nobody repeats it."}}
    folder.put("work", "it-is-so-7k3f9x2mq4vt", work)


STAGES: list[tuple[str, Story]] = [
    ("open", lambda _: None),
    ("open", Folder.link),
    ("open", lambda folder: folder.put("work", "w-7k3f9x2mq4vt", {"assignee": "Bo"})),
    ("drafting", lambda folder: folder.put("draft", "d-7k3f9x2mq4vt", {})),
    ("drafting", drafting_again),
    ("in review", Folder.verdict),
    ("in review", succeeded),
    ("in review", one_of_two_approved),
    ("changes requested", reviewed(("Bo", False))),
    ("changes requested", reviewed(("Bo", True), ("Cy", False))),
    ("changes requested", reviewed(("Cy", False), ("Bo", True))),
    ("changes requested", reviewed(("Bo", True), ("Bo", False))),
    ("changes requested", objection_to_one_of_two),
    ("approved", reviewed(("Bo", True))),
    ("approved", reviewed(("Bo", False), ("Bo", True))),
    ("approved", reviewed(("Bo", False), ("Cy", True), ("Bo", True))),
    ("approved", reviewed(("Anna", True))),
    ("approved", chain),
    ("approved", both_approved),
    ("approved", both_superseded_by_one),
    ("approved", objection_to_a_superseded_one),
    ("closed", closed),
]


@pytest.mark.parametrize(("stage", "story"), STAGES)
def test_stages(stage: str, story: Story) -> None:
    """How far the work is, for each way to get there."""
    folder = Folder.opened()
    story(folder)

    assert standing(folder.check()).stage == stage


def test_reviews_of_another_verdict_do_not_count() -> None:
    """An approval is of one verdict, by its id, whatever the slug."""
    folder = Folder.opened()
    verdict = folder.verdict()
    folder.review("some-other-slug-" + verdict[-12:])
    folder.review("true-7k3f9x2mq4vt", approve=False)

    assert standing(folder.check()).stage == "approved"


def published(folder: Folder, *grades: str | None) -> None:
    """Publish a chain of verdicts with these grades."""
    before: tuple[str, ...] = ()
    for grade in grades:
        note = {"grade": grade, "public_note": "A note."} if grade else {}
        before = (folder.verdict(*before, **note),)
        folder.publish(*before)


@pytest.mark.parametrize(
    ("public", "grades"),
    [
        ("unpublished", ()),
        ("published", (None,)),
        ("published", (None, None)),
        ("corrected", (None, "clarification")),
        ("corrected", (None, "update")),
        ("corrected", (None, "correction")),
        ("retracted", (None, "retraction")),
        ("corrected", (None, "retraction", "correction")),
        ("retracted", (None, "correction", "retraction")),
    ],
)
def test_what_readers_have_seen(public: str, grades: tuple[str | None, ...]) -> None:
    """The grade of the latest published verdict decides."""
    folder = Folder.opened()
    published(folder, *grades)

    assert standing(folder.check()).public == public


def test_a_correction_that_is_not_out_yet_changes_nothing_for_readers() -> None:
    """Public is what was published, not what was given."""
    folder = Folder.opened()
    published(folder, None)
    first = folder.check().verdicts[0].name
    folder.verdict(first, grade="retraction", public_note="A note.")

    assert standing(folder.check()).public == "published"


def test_the_rating_is_that_of_the_current_verdict() -> None:
    """None before the first, then the latest that nothing supersedes."""
    folder = Folder.opened()
    before = standing(folder.check()).rating
    first = folder.verdict(rating="true")
    folder.verdict(first, rating="false")

    assert (before, standing(folder.check()).rating) == (None, "false")


def a_long_story() -> Folder:
    """Give a folder in which nearly everything has happened."""
    folder = Folder.opened()
    names = [folder.link(), folder.link(part="a"), folder.link(stance="refutes")]
    folder.publish(folder.verdict(recheck_by="2021-01-01"))
    objection_to_one_of_two(folder)
    both_superseded_by_one(folder)
    folder.review(folder.verdict(), "Anna")
    folder.enter(names[0], says="It is otherwise.").enter(names[2], note="a note")
    folder.link(names[2], stance="both")
    folder.link()
    work = {"due": "2020-12-01", "embargo": "2021-02-01T00:00:00Z", "topics": ["a"]}
    return folder.put("work", "w-7k3f9x2mq4vt", work)


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_files_does_not_matter(random: object) -> None:
    """Every file system lists a folder in its own order."""
    folder = a_long_story()
    expected = standing(folder.check())
    random.shuffle(folder.files)  # type: ignore[attr-defined]  # hypothesis's Random
    entries = list(folder.evidence.items())
    random.shuffle(entries)  # type: ignore[attr-defined]  # the same
    shuffled = gather(folder.files, dict(entries))

    assert shuffled is not None
    assert standing(shuffled) == expected


def test_a_standing_survives_the_cache() -> None:
    """As data, through JSON and back, it is the same and raises the same flags."""
    before = standing(a_long_story().check())
    after = Standing.from_data(json.loads(json.dumps(before.as_data())))
    now = "2021-01-15T00:00:00Z"

    assert after == before
    assert {flag.name for flag in flags(before, now=now)} == {
        "needs recheck",
        "two verdicts",
        "self-approved",
        "overdue",
        "embargoed",
    }
    assert flags(after, now=now) == flags(before, now=now)


def test_a_folder_without_a_claim_is_no_check() -> None:
    """Files that lost their check.yaml do not make one."""
    folder = Folder()
    folder.link()

    assert gather(folder.files, folder.evidence) is None

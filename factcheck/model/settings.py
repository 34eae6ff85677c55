"""The settings of a ledger: ``factcheck.yaml``."""

from __future__ import annotations

from pydantic import Field, model_validator

from factcheck.model.record import (
    ClaimLine,
    Count,
    Day,
    Flag,
    Language,
    Line,
    PartialDate,
    Prose,
    Record,
    Sha256,
    Threshold,
    Topic,
    WebAddress,
)

FORMAT = 1
"""The newest format of a ledger that this program reads and the one it writes."""


class Publisher(Record):
    """Who signs the reports, and where readers find method and redress."""

    name: Line
    url: WebAddress | None = None
    language: Language | None = None
    method: WebAddress | None = None
    complaints: Line | None = Field(default=None, description="how to complain")


class Rating(Record):
    """One step of the publisher's scale; value only where it is a step of truth."""

    label: Line
    meaning: Prose
    value: Count | None = None


class Person(Record):
    """How somebody known by a git identity is printed; ``not named`` hides them."""

    name: Line
    printed: Line


class View(Record):
    """A saved list: the filters of ``list`` under a name."""

    name: Topic
    text: tuple[ClaimLine, ...] = Field(default=(), description="words to be found")
    stage: tuple[Line, ...] = ()
    public: tuple[Line, ...] = ()
    flag: tuple[Line, ...] = ()
    rating: tuple[Line, ...] = ()
    claimant: Line | None = None
    topic: tuple[Topic, ...] = ()
    assignee: Line | None = Field(default=None, description="me is who looks at it")
    since: PartialDate | None = None
    until: PartialDate | None = None


class Matching(Record):
    """How articles are matched against the claims."""

    threshold: Threshold = Field(description="matches below it are not shown")


class Semantic(Record):
    """The sentence encoder that matching asks too (the extra ``semantic``)."""

    sha256: Sha256 = Field(description="of its model.onnx or model.safetensors")
    directory: Line | None = Field(
        default=None, description="where it lies; FACTCHECK_SEMANTIC goes before"
    )
    languages: tuple[Language, ...] = Field(
        default=("en",), description="those that it was made for"
    )


class Policy(Record):
    """Editorial rules. None is defined in format 1: any key is refused."""


class Settings(Record):
    """What holds for the whole ledger."""

    format: Count
    publisher: Publisher
    ratings: tuple[Rating, ...]
    people: tuple[Person, ...] = ()
    captures_in_git: Flag = False
    views: tuple[View, ...] = ()
    complaint_days: Count | None = Field(
        default=None, description="working days in which a complaint is settled"
    )
    holidays: tuple[Day, ...] = Field(
        default=(), description="days that are no working days"
    )
    match: Matching | None = None
    semantic: Semantic | None = None
    policy: Policy | None = None

    @model_validator(mode="after")
    def _labels_differ(self) -> Settings:
        labels = [rating.label.casefold() for rating in self.ratings]
        if not labels or len(set(labels)) != len(labels):
            raise ValueError("ratings needs at least one rating, and no label twice")
        names = [view.name for view in self.views]
        if len(set(names)) != len(names):
            raise ValueError("two views have the same name")
        return self


DEFAULT_RATINGS = (
    Rating(
        label="true",
        meaning="The claim is accurate and nothing of importance is missing.",
        value=5,
    ),
    Rating(
        label="mostly true",
        meaning="The core of the claim is accurate; a detail is not, or is missing.",
        value=4,
    ),
    Rating(
        label="mixed",
        meaning="Parts of the claim are accurate and parts of it are not.",
        value=3,
    ),
    Rating(
        label="misleading",
        meaning="What is said may be accurate, the impression that it gives is not.",
        value=2,
    ),
    Rating(label="false", meaning="The claim is not accurate.", value=1),
    Rating(
        label="unproven",
        meaning="The evidence found neither establishes nor refutes the claim.",
    ),
)
"""The scale that ``init`` writes; a newsroom puts its own in its place."""

"""Options made of tables of record fields, so that commands on the same record agree.

A command that takes a ``fields`` mapping is decorated with the table of the fields
that it accepts; each becomes an option of its own in the command's help.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

if TYPE_CHECKING:
    import inspect
    from collections.abc import Callable

Fields = Mapping[str, Any]
"""What was given, by field; ``source.title`` is the title of the source."""


class FieldOption(NamedTuple):
    """One field of a record as an option."""

    field: str
    help: str
    flag: str = ""
    type: type = str

    @property
    def name(self) -> str:
        """The name of the parameter, and of the flag where none is set."""
        return "field_" + self.field.replace(".", "_")

    @property
    def flags(self) -> str:
        """The flag that is typed."""
        return self.flag or "--" + self.field.rpartition(".")[2].replace("_", "-")


DRAFT = (
    FieldOption("rating", "A rating of the ledger's scale."),
    FieldOption("headline", "States the finding."),
    FieldOption("summary", "Two sentences."),
    FieldOption("text", "Markdown; cites evidence as [@name]."),
    FieldOption("looked_for", "What was looked for and not found."),
    FieldOption("disclosure", "Own relations that may bear on it."),
    FieldOption("confidence", "low, medium or high."),
    FieldOption("recheck_by", "Look again by this day."),
    FieldOption("grade", "clarification, update, correction or retraction."),
    FieldOption("public_note", "What a correction says."),
)

CLAIM = (
    FieldOption("words", "The words as said.", "--quote"),
    FieldOption("translation", "Of the words."),
    FieldOption("about", "Check if it 'is so' or 'was said'."),
    FieldOption("parts", "A part of a compound claim; repeat.", "--part", list[str]),
    FieldOption("claimant.role", "Role of the claimant."),
    FieldOption("claimant.affiliation", "Affiliation of the claimant."),
    FieldOption("place", "Where it was said."),
    FieldOption("medium", "In which medium."),
    FieldOption("language", "Language of the words: en, pt-BR.", "--lang"),
    FieldOption("wordings", "Another wording; repeat.", "--wording", list[str]),
    FieldOption("why_checked", "Why it is checked.", "--why"),
    FieldOption("reach", "How far it spread."),
    FieldOption("harm", "What harm it may do."),
)

SAID = (
    FieldOption("claim", "The claim, in your wording."),
    FieldOption("claimant.name", "Who claims it.", "--by"),
    FieldOption("said_on", "When: 2020-10-08, 2020-10, 2020 or unknown.", "--on"),
)
"""What ``open`` has of its own: arguments there, options where a claim is edited."""

WORK = (
    FieldOption("topics", "A topic; repeat.", "--topic", list[str]),
    FieldOption("assignee", "Who works on it."),
    FieldOption("due", "Until when: 2020-10-08."),
    FieldOption("priority", "high, normal or low."),
    FieldOption("embargo", "Nothing goes out before: 2026-11-25T18:00:00+01:00."),
)

ASSIGN = (
    FieldOption("assignee", "Who works on it; me is you.", "--to"),
    FieldOption("due", "Until when: 2020-10-08."),
    FieldOption("priority", "high, normal or low."),
    FieldOption("embargo", "Nothing goes out before: 2026-11-25T18:00:00+01:00; none."),
    FieldOption("topics", "A topic to add; repeat.", "--topic", list[str]),
)

ASK = (
    FieldOption("whom", "Whom; the claimant if you do not say."),
    FieldOption("question", "The question."),
    FieldOption("not_asked", "Why there is no question."),
    FieldOption("channel", "How: by mail, by phone."),
    FieldOption("answer_by", "The day by which an answer is wanted.", "--by"),
    FieldOption("asked", "The day of asking; today if you do not say.", "--on"),
)

ANSWER = (
    FieldOption("outcome", "answered, declined or 'no answer'."),
    FieldOption("text", "What came back, word for word; - reads stdin."),
    FieldOption("says", "What it says, in your words."),
    FieldOption("translation", "Of the text."),
    FieldOption("received", "The day; today if you do not say.", "--on"),
)

APPEARANCE = (
    FieldOption("url", "Its address."),
    FieldOption("who", "Who made or spread the claim there."),
    FieldOption("published", "2020-10-08, 2020-10 or 2020."),
    FieldOption("title", "Title of the page, the film, the post."),
    FieldOption("quote", "The claim there, word for word."),
    FieldOption("time_code", "Where in a film or recording."),
    FieldOption("reach", "How far it went: 20,000 views."),
    FieldOption("archived", "Address of an archived copy."),
)

EVIDENCE = (
    FieldOption("source.title", "Title of the source."),
    FieldOption("source.publisher", "Who put it out."),
    FieldOption("says", "What the passage says, in neutral words."),
    FieldOption("kind", "document, statement, report, reference, data, expert …"),
    FieldOption("source.url", "Address of the source."),
    FieldOption("quote", "The passage, word for word."),
    FieldOption("origin", "Where the information enters the world."),
    FieldOption("source.carrier", "Where the copy was read."),
    FieldOption("source.author", "Author of the source."),
    FieldOption("source.published", "2020-10-08, 2020-10 or 2020."),
    FieldOption("source.accessed", "When it was read."),
    FieldOption("source.language", "en, pt-BR.", "--lang"),
    FieldOption("source.archived", "Address of an archived copy."),
    FieldOption("first_reported_by", "Who reported it first."),
    FieldOption("interest", "Interest of the source in the matter."),
    FieldOption("read", "whole, part, excerpt, abstract or data set."),
    FieldOption("translation", "Of the quote."),
    FieldOption("translated_by", "Person or program."),
    FieldOption("where", "Place in the source."),
    FieldOption("confidential", "Never printed.", type=bool),
    FieldOption("note", "For colleagues; no part of the substance."),
)

LINK = (
    FieldOption("stance", "supports, refutes, both or context."),
    FieldOption("why", "Why it bears on the claim that way.", "--because"),
    FieldOption("part", "The part of the claim that it bears on."),
    FieldOption("primary", "A primary source for this claim.", type=bool),
)


def with_fields(**tables: tuple[FieldOption, ...]) -> Callable[..., Any]:
    """Give a command the options of tables of fields.

    Args:
        tables: by the name of the parameter that takes what was given.
    """
    import inspect  # doors alone do this; the tables are read without

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = inspect.signature(command, eval_str=True)
        parameters: list[inspect.Parameter] = []
        for parameter in own.parameters.values():
            table = tables.get(parameter.name)
            parameters += map(_parameter, table) if table else [parameter]
        names = {option.name for table in tables.values() for option in table}

        @wraps(command)
        def called(*args: Any, **given: Any) -> None:
            rest = {key: value for key, value in given.items() if key not in names}
            for name, table in tables.items():
                rest[name] = {
                    option.field: given[option.name]
                    for option in table
                    if given.get(option.name) not in (None, False, [])
                }
            command(*args, **rest)

        by_kind = sorted(parameters, key=lambda one: one.default is not one.empty)
        called.__signature__ = own.replace(parameters=by_kind)  # type: ignore[attr-defined]
        called.__annotations__ = {one.name: one.annotation for one in by_kind}
        return called

    return decorate


def nested(fields: Fields) -> dict[str, Any]:
    """Put ``source.title`` and the like into mappings of their own."""
    result: dict[str, Any] = {}
    for field, value in fields.items():
        where, _, key = field.rpartition(".")
        if where:
            result.setdefault(where, {})[key] = value
        else:
            result[key] = value
    return result


def _parameter(option: FieldOption) -> inspect.Parameter:
    import inspect  # see above

    import typer

    kind = bool if option.type is bool else option.type | None
    default: Any = False if option.type is bool else None
    about = typer.Option(option.flags, help=option.help, show_default=False)
    return inspect.Parameter(
        option.name,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        default=default,
        annotation=Annotated[kind, about],
    )

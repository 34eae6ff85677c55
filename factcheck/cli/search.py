"""Door: search."""

from __future__ import annotations

from typing import Annotated

import typer

from factcheck.cli.fields import Fields, with_fields
from factcheck.cli.filters import FILTERS
from factcheck.cli.options import Branches, Json, session_of
from factcheck.cli.search_answer import Asked, show_found


@with_fields(filters=FILTERS)
def search(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(help='All, in one record; "several words" as a phrase.'),
    ],
    filters: Fields,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help="check, evidence, verdict, answer, tip …; repeat.", metavar="KIND"
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(help="At most so many checks; 50 on a page.", min=1)
    ] = None,
    branches: Branches = True,
    ids: Annotated[
        bool, typer.Option("--ids", help="Only the ids of the checks, one a line.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Find words anywhere in the ledger.

    All text of all records is searched, without regard to case and accents; a word
    also finds longer ones that begin with it. What is found is shown by check, the
    best first, with the passage. Filters are those of 'factcheck list'.

    Examples:
        factcheck search recruits
        factcheck search Reuters denial --kind evidence --since 2020-09
        factcheck search '"border town"' --stage open --ids | factcheck show -
    """
    asked = Asked(tuple(kind or ()), limit, branches=branches, ids=ids, as_json=as_json)
    show_found(session_of(ctx), words, filters, asked)

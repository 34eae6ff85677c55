"""Two whole reports, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.model.digest import digest
from factcheck.publish.render import render_report
from factcheck.publish.report import report_of

if TYPE_CHECKING:
    from factcheck.model.settings import Settings


def without_digests(page: str, folder: Any) -> str:
    """Put the names of records in place of their digests, and cut the receipt."""
    for filed in (*folder.files.values(), *folder.evidence.values()):
        if filed.kind in {"check", "verdict", "link", "evidence"}:
            short = f"{filed.kind}-{filed.slug}"
            page = page.replace(digest(filed.kind, filed.data), short)
    before, found, _ = page.partition("Receipt: `sha256:")
    return before + found


CORRECTED = """\
# Afrin is near the border, but no base was found

> **Correction, 3 December 2026.** We had rated this **true** (23 November 2026).
>
> We had taken a *rumour* for a base.

> **Claim:** Afrin lies less than 20 miles from Turkey and is its ally’s base
>
> **As said:** “Afrin’in Türkiye’ye uzaklığı 20 milden az”
>
> **Translation:** “Afrin is less than 20 miles from Turkey”
>
> **Who:** Deniz Ay, columnist, Gazete
>
> **Where:** Ankara
>
> **Medium:** newspaper
>
> **When:** 8 October 2020
>
> **Rating: mixed.** Parts of the claim are accurate and parts of it are not.

It is **12 miles** away [[1](#s1)]. No base was found.

## What we found

### The distance

We measured it [[1](#s1), [2](#s2)].

### The base

Who was there denies it [[3](#s3)]:

- no camp
- no road

## What we looked for and did not find

Pictures of a base.

## Part by part

- **a.** Afrin lies less than 20 miles from Turkey (supported by [1](#s1))
- **b.** Afrin is a base of Turkey’s ally

## Why we checked it

Readers asked for it.

Its reach: Shared 1,200 times.

## Sources

1. <a id="s1"></a>[“Boundary lines \\[10m\\]”](https://maps.org/lines_%2810m%29),\
 Natural Earth, 2018, read at GitHub. [Archived copy](https://archive.org/lines).\
 Data; queried as a data set on 21 November 2026.

   What it says (lines 3–9): Holds the boundary line.

   *Supports part a (primary source):* 12 miles on it.

   *Background:* City map says so.

2. <a id="s2"></a>A. Writer, “On the border”, Wire, 9 October 2020. Report; only an\
 excerpt was read in November 2026.

   > ““près” de la \\*frontière\\*” (page 2)

   Translation: ““near” the border”

   *Speaks for and against the claim:* Near, it says; a base, it doubts.

   The information comes from two fighters; first reported by Radio.

   Interest of the source: None known.

3. <a id="s3"></a>A source known to the newsroom, withheld for the source’s safety\
 (statement).

   *Speaks against the claim.*

## Also consulted

4. <a id="s4"></a>[Blog](https://blog.org/).

   *Speaks against the claim:* Says 25.

## Disclosure

Our reporter was born in Afrin.

## Where it appeared

- Gazete, [“Sınırda”](https://gazete.org/1), 8 October 2020, reach: 1,200 shares,\
 [archived copy](https://archive.org/1)

## Earlier versions

- 23 November 2026: **true**, “Afrin is near and a base”

## About this check

- Written by: Anna Arens; reviewed by: Bo
- First published on 23 November 2026; last changed on 4 December 2026
- Our confidence in the rating: medium
- To be looked at again by 1 June 2027
- Publisher: [Demo Desk](https://desk.org/)
- How we work: [https://desk.org/method](https://desk.org/method)
- How to complain: Write to redress@desk.org

How we rate:

- **true**: The claim is accurate and nothing of importance is missing.
- **mostly true**: The core of the claim is accurate; a detail is not, or is missing.
- **mixed**: Parts of the claim are accurate and parts of it are not.
- **misleading**: What is said may be accurate, the impression that it gives is not.
- **false**: The claim is not accurate.
- **unproven**: The evidence found neither establishes nor refutes the claim.

<details>
<summary>Verify this page</summary>

This page was made from the records of the ledger that are named here, each with the
digest that it had. Numbers are those of the sources above.

- Claim `afrin-lies-less-than-20-miles-from-a4m2hb1g1d22`:\
 `check-afrin-lies-less-than-20-miles-from`
- Verdict `mixed-bjypgkn1wrvs`: `verdict-mixed`
- Source 1, `city-map-dt37myjcz1v9`: evidence `evidence-city-map`; link, part a\
 `link-city-map`; link `link-city-map`
- Source 2, `wire-439t5jmbh216`: evidence `evidence-wire`; link `link-wire`
- Source 3: withheld
- Source 4, `blog-q9z3dr4f1nrj`: evidence `evidence-blog`; link `link-blog`

The receipt is the SHA-256 of this page without the line of the receipt.

Receipt: `sha256:"""

SAID = """\
# He said so

> **DRAFT: given, not yet approved.**

> **Claim:** Ay said that it rained
>
> **Who:** the article
>
> **When:** date unknown
>
> **Rating: true.** The claim is accurate and nothing of importance is missing.

*This checks whether it was said, not whether what was said is so.*

Yes.

## What we found

He did [[1](#s1)].

## Sources

1. <a id="s1"></a>[Radio](https://radio.org/1). Report.

   > “it rained”

   *Supports the claim:* Radio says so.

## About this check

- Written by: Anna Arens
- Not published yet: verdict of 22 November 2026
- Publisher: Demo Desk

How we rate:

- **true**: The claim is accurate and nothing of importance is missing.
- **mostly true**: The core of the claim is accurate; a detail is not, or is missing.
- **mixed**: Parts of the claim are accurate and parts of it are not.
- **misleading**: What is said may be accurate, the impression that it gives is not.
- **false**: The claim is not accurate.
- **unproven**: The evidence found neither establishes nor refutes the claim.

<details>
<summary>Verify this page</summary>

This page was made from the records of the ledger that are named here, each with the
digest that it had. Numbers are those of the sources above.

- Claim `ay-said-that-it-rained-a4m2hb1g1d22`: `check-ay-said-that-it-rained`
- Verdict `true-439t5jmbh216`: `verdict-true`
- Source 1, `radio-dt37myjcz1v9`: evidence `evidence-radio`; link `link-radio`

The receipt is the SHA-256 of this page without the line of the receipt.

Receipt: `sha256:"""


def corrected(new_folder: Any) -> Any:
    """Fill a folder with one of everything that a report can show."""
    folder = new_folder(
        "Afrin lies less than 20 miles from Turkey and is its ally’s base",
        words="Afrin’in Türkiye’ye uzaklığı 20 milden az",
        translation="Afrin is less than 20 miles from Turkey",
        claimant={"name": "Deniz Ay", "role": "columnist", "affiliation": "Gazete"},
        said_on="2020-10-08",
        medium="newspaper",
        place="Ankara",
        parts=[
            {"part": "a", "claim": "Afrin lies less than 20 miles from Turkey"},
            {"part": "b", "claim": "Afrin is a base of Turkey’s ally"},
        ],
        why_checked="Readers asked for it.",
        reach="Shared 1,200 times.",
    )
    map_name = folder.source(
        "City map",
        "context",
        kind="data",
        read="data set",
        source_publisher="Natural Earth",
        source_title="Boundary lines [10m]",
        source_url="https://maps.org/lines_(10m)",
        source_archived="https://archive.org/lines",
        source_carrier="GitHub",
        source_published="2018",
        source_accessed="2026-11-21",
        says="Holds the boundary line.",
        where="lines 3–9",
    )
    folder.link(map_name, "supports", part="a", primary=True, why="12 miles on it.")
    folder.source(
        "Wire",
        "both",
        read="excerpt",
        source_author="A. Writer",
        source_publisher="Wire",
        source_title="On the border",
        source_published="2020-10-09",
        source_accessed="2026-11",
        origin="two fighters",
        first_reported_by="Radio",
        interest="None known.",
        quote="“près” de la *frontière*",
        translation="“near” the border",
        translated_by="Cleo",
        where="page 2",
        _why="Near, it says; a base, it doubts.",
    )
    folder.source("Talk", "refutes", kind="statement", confidential=True)
    folder.source("Blog", "refutes", source_url="https://blog.org/", _why="Says 25.")
    folder.put(
        "appearance",
        folder.new_name("gazete"),
        {
            "who": "Gazete",
            "title": "Sınırda",
            "url": "https://gazete.org/1",
            "published": "2020-10-08",
            "reach": "1,200 shares",
            "archived": "https://archive.org/1",
            "added": "2026-11-20T10:00:00Z",
            "added_by": "Anna",
        },
    )
    first = folder.approved(rating="true", headline="Afrin is near and a base")
    folder.publish(first)
    second = folder.approved(
        headline="Afrin is near the border, but no base was found",
        rating="mixed",
        summary="It is **12 miles** away [@city-map]. No base was found.",
        text="## The distance\n\nWe measured it [@city-map; @wire].\n\n"
        "## The base\n\nWho was there denies it [@talk]:\n\n- no camp\n- no road",
        looked_for="Pictures of a base.",
        disclosure="Our reporter was born in Afrin.",
        confidence="medium",
        recheck_by="2027-06-01",
        supersedes=[first],
        grade="correction",
        public_note="We had taken a *rumour* for a base.",
        given="2026-12-03T10:00:00Z",
    )
    folder.publish(second, "2026-12-04T08:00:00Z")
    return folder


def test_a_corrected_report(new_folder: Any, settings: Settings) -> None:
    """One of everything, in the order in which a reader needs it."""
    folder = corrected(new_folder)
    page = render_report(report_of(folder.check(), settings))

    assert without_digests(page, folder) == CORRECTED


def test_a_short_report(new_folder: Any, settings: Settings) -> None:
    """What has nothing in it is left out."""
    folder = new_folder("Ay said that it rained", about="was said", said_on="unknown")
    folder.source("Radio", quote="it rained", source_url="https://radio.org/1")
    folder.verdict(headline="He said so", summary="Yes.", text="He did [@radio].")
    bare = settings.model_copy(
        update={
            "publisher": settings.publisher.model_copy(
                update={"url": None, "method": None, "complaints": None}
            )
        }
    )
    page = render_report(report_of(folder.check(), bare))

    assert without_digests(page, folder) == SAID

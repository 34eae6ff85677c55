"""A small collection of claims on many subjects, in our own words."""

import pytest

from factcheck.match.claims import KnownClaim
from factcheck.match.index import Index

CLAIMS = (
    KnownClaim(
        "bridge-cost",
        "The new bridge over the Vardar cost 12 million euros.",
        words="the bridge over the Vardar cost the city 12 million euros",
        summary="Invoices show that the city paid 9.4 million.",
        claimant="Mayor Elena Petrova",
    ),
    KnownClaim(
        "vaccine-microchips",
        "Covid vaccines contain microchips that track people.",
        summary="No vaccine holds electronics; the ingredients are public.",
        wordings=("There are tracking chips in the coronavirus jab.",),
    ),
    KnownClaim(
        "wolf-attacks",
        "Wolves killed 40 sheep near Bitola in March 2021.",
        words="forty of our sheep were torn by wolves",
        claimant="Farmers' union",
    ),
    KnownClaim(
        "lake-level",
        "The water level of Lake Ohrid has never been lower than in 2020.",
    ),
    KnownClaim(
        "denied-meeting",
        "The minister denies that he met the casino owner in Vienna.",
    ),
    KnownClaim(
        "tallest-tower",
        "The Almaty television tower is the tallest steel tower in the world.",
    ),
    KnownClaim(
        "unemployment",
        "Unemployment in Slovenia fell to 4 percent in 2019.",
    ),
    KnownClaim(
        "french-pensions",
        "Le gouvernement français a supprimé les retraites des cheminots.",
        language="fr",
    ),
)


@pytest.fixture(scope="session")
def claims() -> tuple[KnownClaim, ...]:
    """Give the claims."""
    return CLAIMS


@pytest.fixture(scope="session")
def index() -> Index:
    """Give an index over the claims."""
    return Index(CLAIMS)

"""Which known names are probably another spelling of a name?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.match.language.near_names import near_names
from factcheck.model.names import fold_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Reuters (wire)", "Reuters"),
        ("Reuter", "Reuters"),
        ("Reuters news agency", "Reuters"),
        ("reuters.com", "Reuters"),
        ("Thomson Reuters", "Reuters"),
        ("The Guardian", "Guardian"),
        ("Gaurdian", "The Guardian"),
        ("Al-Jazeera", "AlJazeera"),
        ("Al Jazeera", "Jazeera"),
        ("South Front", "SouthFront"),
        ("BBC", "BBC News"),
        ("BBC [Persian]", "BBC"),
        ("Al Masdar", "Al-Masdar News"),
        ("l'AntiDiplomatico", "AntiDiplomatico"),
        ("AFP", "Agence France-Presse"),
        ("UN", "United Nations"),
        ("ECHR", "European Court of Human Rights"),
        (
            "European Court of Human Rights",
            "European Court of Human Rights, Grand Chamber",
        ),
        (
            "Ministry of Foreign Affairs of Turkey",
            "Turkish Ministry of Foreign Affairs",
        ),
        ("Ministry of Foreign Affairs of France", "French Foreign Ministry"),
        ("Russia’s foreign ministry", "Russian Foreign Ministry"),
        ("Public Radio of Armenia", "Armenian Public Radio"),
        ("Ministry of Defence", "Ministry of Defense"),
        ("Macron", "Emmanuel Macron"),
        ("President Macron", "Emmanuel Macron"),
        ("Emanuel Macron", "Emmanuel Macron"),
        ("Pashinyan, prime minister of Armenia", "Nikol Pashinyan"),
        ("Ilham Aliev", "Ilham Aliyev"),
        ("Erdogan", "Recep Tayyip Erdoğan"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("International Crisis Gruop", "International Crisis Group"),
    ],
)
def test_other_spellings(one: str, other: str) -> None:
    """Brackets, order, adjectives, abbreviations, typing errors: in both directions."""
    assert near_names(one, {other: 1}) == [other]
    assert near_names(other, {one: 1}) == [one]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BBC News", "ABC News"),
        ("Deutsche Welle", "Die Welt"),
        ("Sky News", "Sky Sports"),
        ("Channel 4", "Channel 5"),
        ("UN Security Council Resolution 853", "UN Security Council Resolution 884"),
        ("Time", "The Times"),
        ("The Times", "The New York Times"),
        ("The Times", "Times of Israel"),
        ("Le Monde", "El Mundo"),
        ("The Guardian", "Guardian Nigeria"),
        ("Associated Press", "Press Association"),
        ("Associated Press", "Associated Press of Pakistan"),
        ("Iran", "Iraq"),
        ("Austria", "Australia"),
        ("North Korea", "South Korea"),
        ("Armenian Foreign Ministry", "Azerbaijani Foreign Ministry"),
        ("Ministry of Defence of Armenia", "Ministry of Foreign Affairs of Armenia"),
        ("Foreign Ministry", "Turkish Foreign Ministry"),
        ("The Moscow Times", "The Russian Times"),
        ("President of France", "Prime Minister of France"),
        ("France", "Embassy of France"),
        ("Public Radio of Armenia", "Public Television of Armenia"),
        ("Wikipedia", "Simple English Wikipedia"),
        ("Brigitte Macron", "Emmanuel Macron"),
        ("Human Rights Watch", "Syrian Observatory for Human Rights"),
        (
            "a Syrian recruit, interviewed by The Guardian",
            "a Syrian recruit, interviewed by AFP",
        ),
        ("The Guardian", "volunteers in Syria, quoted by The Guardian"),
        ("own calculation", "own observation"),
        ("Fox News", "Vox"),
        ("TASS", "SANA"),
        ("Northern Front", "Southern Front"),
    ],
)
def test_other_names(one: str, other: str) -> None:
    """A word of content, a country or a number makes two of them."""
    assert near_names(one, {other: 1}) == []
    assert near_names(other, {one: 1}) == []


def test_the_most_used_first_and_each_once() -> None:
    """What folds to the name is the same already; of equal spellings one is shown."""
    known = {
        "REUTERS (wire)": 2,
        "Reuters": 14,
        "Reuters wire": 2,
        "Reuter": 3,
        "reuter": 9,
        "AFP": 90,
    }

    assert near_names("reuters", known) == ["reuter", "REUTERS (wire)"]
    assert near_names("Reuters (wire)", known) == ["Reuters", "reuter"]
    assert near_names("", known) == []


@given(st.text(), st.dictionaries(st.text(), st.integers(0, 9)))
def test_any_names(name: str, known: dict[str, int]) -> None:
    """No text raises, and what is given is known and not the name itself."""
    found = near_names(name, known)

    assert set(found) <= set(known)
    assert len({fold_name(other) for other in found} | {fold_name(name)}) == (
        len(found) + 1
    )


def test_hostile_names() -> None:
    """Names as long as a page are cut before they are compared."""
    known = {f"{'a ' * 50_000}{number}": 1 for number in range(50)}

    assert near_names("a" * 100_000 + "(" * 100_000, known) == []

"""Numbers and names of a sentence stand in its claims, however either is written."""

from __future__ import annotations

import pytest

from tests.content.breaking import Draft
from tests.content.lint.faults import SUMMARY, findings

CLAIM = "text: The Skerry Point lamp carries 18 nautical miles."
HERE = "topics.yaml:8: "


def objections(draft: Draft, claim: str, sentence: str) -> list[str]:
    """The words of a summary's sentence that are objected to, where its claim says this."""
    draft.change("claims.yaml", CLAIM, f"text: '{claim}'")
    draft.change("topics.yaml", SUMMARY, f"      - {{text: '{sentence}', claims: [range]}}\n")
    rules = ("number-not-in-claims", "name-not-in-claims")
    return [
        said.removeprefix(HERE).split("`")[1]
        for rule in rules
        for said in findings(draft, rule)
        if said.startswith(HERE)
    ]


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("The market is worth $8.17 billion.", "It is worth 8.17 bn USD."),
        ("The market is worth $8.17 billion.", "It is worth 8.17bn."),
        ("The market is worth 8,170 million dollars.", "It is worth US$8.17 billion."),
        ("It cost 1,500 euros in the end.", "The price was €1500."),
        ("It cost 1.5m yuan in the end.", "The price was 1.5 million yuan."),
        ("A share of 50% was sold.", "They sold 50 percent."),
        ("A share of 50 per cent was sold.", "They sold 50%."),
        ("Between 10 and 15 percent were sold.", "They sold 10% or more."),
        ("They sold 10% and 15% of them.", "They sold 10-15 percent."),
        ("Prices of $5-6 billion were named.", "A price of $5 billion was named."),
        ("Two lamps were lit at once.", "There were 2 lamps."),
        ("There are 12 lamps on the rock.", "There are twelve lamps."),
        ("There are 25 lamps on the rock.", "There are twenty-five lamps."),
        ("This is the 3rd lamp on the rock.", "It is the third lamp."),
        ("The fifteenth lamp is out, the 15th.", "The 15th lamp is out."),
        ("It was lit from 2025 to 2026 only.", "It was lit in 2025-26."),
        ("It was lit on 28 July 2025 at dusk.", "It was lit in July 2025."),
        ("It was lit on 28 July 2025 at dusk.", "In 2025 it was lit."),
        ("It was lit on July 28, 2025 at dusk.", "It was lit on 28 July."),
        ("It was lit on 2025-07-28 at dusk.", "It was lit on July 28th, 2025."),
        ("It was lit on 28 July at dusk, in 2025.", "It was lit on 28 July 2025."),
        ("It was lit from 26 to 28 July 2025.", "It was lit on 26 July 2025."),
        ("The lamp was lit at dusk.", "The lamp was lit on 14 March 2026."),
        ("The lamp has 671 billion parts.", "The lamp has 671B parts."),
        ("The lamp has 671B parts in all.", "The lamp has 671 billion parts."),
        ("The lamp is 7 nm wide at most.", "The lamp is 7nm wide."),
        ("The lamp took ten years to build.", "It was a 10-year plan."),
        ("The lamp uses an LX-5.4 burner.", "It burns an LX 5.4."),
        ("The lamp uses LX 200 burners.", "It burns an LX200-class burner."),
        ("The lamp runs on version 2.0.1 now.", "It runs on 2.0.1 now."),
        ("The lamp was built by Canada.", "It is a Canadian lamp."),
        ("The Japanese built the lamp here.", "It came from Japan."),
        ("The U.S. built the lamp at dusk.", "It is an American lamp."),
        ("The United States built the lamp.", "It is a US-built lamp."),
        ("The World Lamp Organization met.", "A meeting of the WLO took place."),
        ("The lamps of O’Neill’s firm burn.", "They belong to O’Neill."),
        ("It burns in São Paulo at night.", "The lamp of Sao Paulo burns."),
        ("Huge LightHouse lamps are lit.", "The lamps of LIGHTHOUSE are lit."),
        ("The lamp is lit.", "According to the Coast Gazette, the lamp is lit."),
        ("The lamp is lit.", "A. Keeper of the Coast Gazette says so."),
        ("The lamp is lit.", "One of them is lit for the first time."),
        ("The lamp is lit, and the horn is out.", "The lamp is lit; these two stay."),
        ("The lamp is lit.", "Sailors see it lit."),
    ],
)
def test_what_the_claims_show_is_recognised_however_it_is_written(
    draft: Draft, claim: str, sentence: str
) -> None:
    assert objections(draft, claim, sentence) == []


@pytest.mark.parametrize(
    ("claim", "sentence", "words"),
    [
        ("The market is worth $8.17 billion.", "It is worth $8.71 billion.", "$8.71 billion"),
        ("The market is worth $8.17 billion.", "It is worth $8.17 million.", "$8.17 million"),
        ("The market is worth $8.17 billion.", "It is worth €8.17 billion.", "€8.17 billion"),
        ("A share of 50 lamps was sold.", "They sold 50%.", "50%"),
        ("A share of 50% was sold.", "They sold 50 lamps.", "50"),
        ("Two lamps were lit at once.", "There were three lamps.", "three"),
        ("This is the 3rd lamp on the rock.", "There are 3 lamps.", "3"),
        ("It has 3 lamps on the rock.", "It is the third lamp.", "third"),
        ("It was lit in July 2025 at dusk.", "It was lit on 28 July 2025.", "28 July 2025"),
        ("It was lit in July 2025 at dusk.", "It was lit in August 2025.", "August 2025"),
        ("It was lit on 28 July 2025 at dusk.", "It was lit on 27-28 July.", "27-28 July"),
        ("It was lit from 2025 on.", "It was lit from 2024 on.", "2024"),
        ("The lamp has 671 billion parts.", "The lamp has 617B parts.", "617B"),
        ("The lamp uses an LX-5.4 burner.", "It burns an LX-5.", "LX-5"),
        ("The lamp uses H100 burners.", "It burns an H200-class burner.", "H200"),
        ("The lamp runs on version 2.0.1 now.", "It runs on 2.0.2 now.", "2.0.2"),
        ("The lamp was built by Canada.", "It is a Danish lamp.", "Danish"),
        ("The lamp is lit.", "Gull Rock is lit.", "Gull Rock"),
        ("The lamp is lit.", "Kraken is lit.", "Kraken"),
        ("The lamp is lit.", "The eLamp is lit.", "eLamp"),
        ("The lamp is lit.", "The lamp of King Olaf is lit.", "King Olaf"),
        ("The lamp is lit.", "It is lit again (at Bell Rock).", "Bell Rock"),
        ("The lamp is lit.", "A US-built lamp is lit.", "US"),
    ],
)
def test_what_the_claims_do_not_show_is_objected_to(
    draft: Draft, claim: str, sentence: str, words: str
) -> None:
    assert words in objections(draft, claim, sentence)


def test_one_of_several_claims_is_enough(draft: Draft) -> None:
    draft.change("topics.yaml", "claims: [range]}", "claims: [range, range-old]}")
    draft.change(
        "topics.yaml", "The lamp carries 18", "The lamp carries 12, the almanac says, or 18"
    )

    assert findings(draft, "number-not-in-claims") == []


def test_the_due_day_of_a_forecast_and_its_maker_are_shown_by_it(draft: Draft) -> None:
    said = "The harbour trust expects keepers to return to Skerry Point by 2027."
    draft.change("claims.yaml", said, "Keepers are to return to the rock, says the harbour trust.")
    draft.change("claims.yaml", "by: the harbour trust", "by: Gull Rock Trust")
    draft.change("topics.yaml", said, "The Gull Rock Trust expects keepers by 2027.")

    assert findings(draft, "number-not-in-claims") == []
    assert findings(draft, "name-not-in-claims") == []


def test_the_title_of_a_source_shows_no_name(draft: Draft) -> None:
    draft.change("sources.yaml", "The lamp at Skerry Point", "The lamp of Gull Rock")
    draft.change("topics.yaml", "The lamp carries", "The lamp of Gull Rock carries")

    assert len(findings(draft, "name-not-in-claims")) == 1

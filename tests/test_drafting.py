"""A record that is begun needs only its blanks filled to be sound, and shows every field that it may have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import GARDEN, CheckFactory
from evidence.catalogue import Catalogue
from evidence.drafting import Draft, Wanted, draft, text_of
from evidence.problems import Problem
from evidence.reading import read_site
from evidence.schemas import schemas

ROOT = Path(__file__).parents[1]
SITES = [ROOT, *(ROOT / "tests" / "sites" / name for name in ("another-review", "small"))]
QUOTE = "The slugs crossed wet beds at night [2]."
TEXTS = {"type": "object", "title": "Bed", "description": "A bed."}


def begun(catalogue: Catalogue, *wanted: str) -> Draft:
    made = draft(catalogue, Wanted(*wanted))
    assert isinstance(made, Draft), made
    return made


def refused(catalogue: Catalogue, *wanted: str) -> str:
    made = draft(catalogue, Wanted(*wanted))
    assert isinstance(made, Problem), made
    return str(made)


def with_all_fields(text: str) -> Any:
    """What a draft says once the # is taken away in front of every field."""
    return yaml.safe_load(re.sub(r"^( *)#(?! [^ ])(?=[ \w-])", r"\1", text, flags=re.MULTILINE))


# The text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("root", SITES, ids=lambda root: root.name)
def test_every_kind_shows_all_of_its_fields_and_only_needed_ones_without_a_sign(root: Path) -> None:
    catalogue, _ = read_site(root)
    for kind, schema in schemas(catalogue).items():
        if kind not in catalogue.kinds:
            continue
        made = begun(catalogue, kind, "some-new-record")
        assert set(yaml.safe_load(made.text)) == set(schema["required"]) == set(made.empty)
        assert set(with_all_fields(made.text)) == set(schema["properties"]) - {"former_ids"}
        assert max(map(len, made.text.split("\n"))) <= 130
        assert "\n\n\n" not in made.text


def test_the_whole_of_a_draft_is_as_it_ought_to_be(garden: CheckFactory) -> None:
    kind = (
        GARDEN["content/plants/_kind.yml"]
        + "fields:\n  sown: {type: choice, choices: [spring, autumn], required: true}\n"
    )
    catalogue, _ = garden({"content/plants/_kind.yml": kind, "content/plants/lettuce.yml": "name: A\nsown: spring\n"})
    made = begun(catalogue, "plant", "leek", "roots")
    assert (made.path, made.empty) == ("content/plants/roots/leek.yml", ("name", "sown"))
    assert made.text.startswith("""\
# yaml-language-server: $schema=../../../docs/data/schemas/plant.schema.json
# Plant: """)
    name = "# What the topic's page is called. Required.\nname:"
    sown = "# sown. Required. One of: spring, autumn.\nsown:"
    assert f"\n\n{name}\n\n{sown}\n\n" in made.text
    assert made.text.endswith("\n#identifiers:\n")


def test_the_first_line_leads_to_the_schema(garden: CheckFactory) -> None:
    made = begun(garden({})[0], "claim", "new-claim", "beds")
    address = made.text.partition("$schema=")[2].partition("\n")[0]
    assert (Path("/site") / made.path).parent.joinpath(address).resolve() == Path(
        "/site/docs/data/schemas/claim.schema.json"
    )


def test_nested_fields_can_be_used_one_by_one(garden: CheckFactory) -> None:
    text = begun(garden({})[0], "claim", "new-claim").text
    text = text.replace("#study:", "study:").replace("#  level:", "  level: pot").replace("#  dose:", "  dose: much")
    assert yaml.safe_load(text)["study"] == {"level": "pot", "dose": "much"}
    text = text.replace("#effects:", "effects:").replace("#  - target:", "  - target: lettuce")
    text = text.replace("#    change:", "    change: mixed")
    assert yaml.safe_load(text)["effects"] == [{"target": "lettuce", "change": "mixed"}]


@pytest.mark.parametrize(
    "value",
    [
        "yes",
        "12",
        "a: b",
        "# no comment",
        "- no list",
        "'",
        "long " * 40 + "# : - 'end'",
        "tab\tand \u2028 " + "x " * 60,
    ],
)
def test_what_is_filled_in_is_read_back_as_it_was(value: str) -> None:
    schema = TEXTS | {"properties": {"on": {"type": "string", "description": "Any text."}}}
    text = text_of(schema, {"on": value.strip()}, "x.json")
    assert yaml.safe_load(text) == {"on": value.strip()}


# A claim ------------------------------------------------------------------------------------------------------


def test_a_claim_made_of_a_quotation_is_sound_once_its_blanks_are_filled(garden: CheckFactory) -> None:
    catalogue, problems = garden({})
    assert problems == []
    made = begun(catalogue, "claim", "wet-beds", "", QUOTE.replace("crossed wet", "cros-\nsed wet"))
    assert made.empty == ("statement", "stance")
    assert yaml.safe_load(made.text) == {
        "statement": None,
        "stance": None,
        "evidence": [{"source": "guide", "quote": QUOTE, "cites": ["field-2"]}],
    }
    assert garden({made.path: made.text})[1] == [
        f"{made.path}:8:11: field-value: statement: nothing stands here (write something or remove the line)",
        f"{made.path}:12:8: field-value: stance: nothing stands here (write supports, opposes, mixed, background)",
    ]
    filled = made.text.replace("\nstatement:", "\nstatement: Slugs cross wet beds at night.")
    filled = filled.replace("\nstance:", "\nstance: background")
    catalogue, problems = garden({made.path: filled})
    assert problems == []
    assert "wet-beds" in catalogue.records


def test_the_real_claims_could_have_been_begun_this_way() -> None:
    catalogue, _ = read_site(ROOT)
    for claim in catalogue.claims[::40]:
        made = begun(catalogue, "claim", "some-new-claim", "", claim.evidence[0].quote)
        read = yaml.safe_load(made.text)["evidence"][0]
        assert read["quote"].split() == claim.evidence[0].quote.split()
        assert set(claim.evidence[0].cites) <= set(read.get("cites", ()))


# Refusals -----------------------------------------------------------------------------------------------------


def test_what_cannot_be_is_refused_with_a_cure(garden: CheckFactory) -> None:
    catalogue, _ = garden(
        {
            "content/plants/lettuce.yml": "name: Lettuce\nformer_ids: [salad]\n",
            "content/plants/bad.yml": "nam: x",
            "content/_withdrawn.yml": "- {id: gone, reason: Nobody saw it.}\n",
        }
    )
    assert (
        refused(catalogue, "plants", "leek")
        == "content:1:1: kind-missing: there is no kind 'plants' (did you mean plant?)"
    )
    assert refused(catalogue, "zzz", "leek").endswith("(use slug, plant, remedy, study, correction, claim)")
    assert refused(catalogue, "plant", "Leek Soup") == (
        "content/plants/Leek Soup.yml:1:1: file-name: 'Leek Soup' cannot be used: "
        "an id is lower-case letters, digits and single hyphens (call it leek-soup)"
    )
    assert "file-name" in refused(catalogue, "plant", "leek", "../..")
    taken = "id-duplicate: {} is an id of content/plants/lettuce.yml (did you mean to edit content/plants/lettuce.yml?)"
    assert refused(catalogue, "slug", "lettuce").endswith(taken.format("lettuce"))
    assert refused(catalogue, "slug", "salad").endswith(taken.format("salad"))
    assert refused(catalogue, "slug", "bad").endswith("id-duplicate: there is a record bad already (mend that file)")
    gone = "id-duplicate: gone was the id of a claim that was withdrawn (an id is never used again)"
    assert refused(catalogue, "slug", "gone").endswith(gone)
    assert refused(catalogue, "plant", "leek", "", QUOTE).endswith("a plant rests on no quotation (leave --quote out)")
    assert "quote-not-found" in refused(catalogue, "claim", "leek", "", "Leeks are what no slug has ever eaten.")

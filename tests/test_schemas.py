"""Schemas accept every real record, refuse what the check refuses, and say what every field holds."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from conftest import GARDEN, CheckFactory, SiteFactory
from evidence.catalogue import Catalogue
from evidence.models import Claim
from evidence.notes import FILES
from evidence.reading import read_site
from evidence.schemas import schemas

ROOT = Path(__file__).parents[1]
SITES = [ROOT, *(ROOT / "tests" / "sites" / name for name in ("another-review", "small"))]

Change = Callable[[dict[str, Any]], object]


def faults(schema: dict[str, Any], data: Any) -> list[str]:
    """What a schema finds wrong with a record, each after the path of its place."""
    found = Draft7Validator(schema).iter_errors(data)
    return [f"{'.'.join(map(str, fault.absolute_path))}: {fault.message}" for fault in found]


def inside(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and all those inside it."""
    if isinstance(schema, dict):
        yield schema
        for keyword, value in schema.items():
            below = value.values() if keyword in ("properties", "$defs") else [value]
            for one in below:
                yield from inside(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from inside(one)


# What they accept and refuse ---------------------------------------------------------------------------------


@pytest.mark.parametrize("root", SITES, ids=lambda root: root.name)
def test_every_real_file_fits_its_schema(root: Path) -> None:
    catalogue, _ = read_site(root)
    found = schemas(catalogue)
    kinds = {record.path: record.kind for record in catalogue.records.values()}
    assert kinds
    names = {path: kinds.get(path) or Path(path).stem for path in catalogue.documents if path.endswith(".yml")}
    wrong = {path: faults(found[name], catalogue.documents[path].data) for path, name in names.items()}
    assert {path: fault for path, fault in wrong.items() if fault} == {}


@pytest.mark.parametrize("root", SITES, ids=lambda root: root.name)
def test_they_are_sound_schemas_and_nothing_is_left_undescribed(root: Path) -> None:
    for name, schema in schemas(read_site(root)[0]).items():
        Draft7Validator.check_schema(schema)
        assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
        for one in inside(schema):
            assert not isinstance(one.get("names"), list | tuple), (name, one)
            assert "$ref" not in one or one["$ref"].removeprefix("#/$defs/") in schema["$defs"], (name, one)
            for field, said in one.get("properties", {}).items():
                assert said["description"].strip(), (name, field)
                assert "\n" not in said["description"], (name, field)


@pytest.fixture
def garden_claim(site: SiteFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema of claims of the garden, and its only claim."""
    catalogue, _ = read_site(site(GARDEN))
    return schemas(catalogue)["claim"], copy.deepcopy(catalogue.documents["content/claims/copper-lettuce.yml"].data)


WRONG: dict[str, Change] = {
    "an unknown field": lambda claim: claim.update(colour="grey"),
    "an unknown field of a quotation": lambda claim: claim["evidence"][0].update(page=3),
    "a field that the file's name gives": lambda claim: claim.update(id="copper-lettuce"),
    "another stance": lambda claim: claim.update(stance="support"),
    "no stance": lambda claim: claim.pop("stance"),
    "no evidence": lambda claim: claim.update(evidence=[]),
    "an empty statement": lambda claim: claim.update(statement=""),
    "a number as text": lambda claim: claim["study"].update(participants="ten"),
    "fewer than no people": lambda claim: claim["study"].update(participants=-1),
    "another level": lambda claim: claim["study"].update(level="pots"),
    "another study": lambda claim: claim.update(study="no-such-study"),
    "another record": lambda claim: claim["about"].update(slug=["grey-slugs"]),
    "a record of another kind": lambda claim: claim["about"].update(slug=["lettuce"]),
    "another kind": lambda claim: claim["about"].update(snail=["grey-slug"]),
    "another target": lambda claim: claim["effects"][0].update(target="leek"),
    "another change": lambda claim: claim["effects"][0].update(change="grows"),
    "another means": lambda claim: claim["effects"][0].update(by=["rust"]),
    "another actor": lambda claim: claim["effects"][0].update({"from": ["rust"]}),
    "another comparison": lambda claim: claim["effects"][0].update(versus="rust"),
    "another source": lambda claim: claim["evidence"][0].update(source="guides"),
    "another reference": lambda claim: claim["evidence"][0].update(cites=["field-9"]),
    "another reading": lambda claim: claim.update(checked={"reference": "field-1", "read": "title"}),
    "another original": lambda claim: claim.update(checked=[{"reference": "field-9", "read": "abstract"}]),
    "another correction": lambda claim: claim.update(corrections=["no-such-correction"]),
}

RIGHT: dict[str, Change] = {
    "one value where several may stand": lambda claim: claim["about"].update(slug="grey-slug"),
    "several levels": lambda claim: claim["study"].update(level=["garden", "pot"]),
    "a target in words": lambda claim: claim["effects"][0].update(target={"text": "taste"}),
    "who acts": lambda claim: claim["effects"][0].update({"from": "copper", "versus": ["lettuce"]}),
    "one original": lambda claim: claim.update(checked={"reference": "field-1", "read": "full text"}),
    "nothing about the study": lambda claim: claim.pop("study"),
    "a remark": lambda claim: claim.update(caution="It rained."),
    "former ids": lambda claim: claim.update(former_ids=["copper-salad"]),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_claim_is_found(
    garden: CheckFactory, garden_claim: tuple[dict[str, Any], dict[str, Any]], change: Change
) -> None:
    schema, claim = garden_claim
    change(claim)
    assert faults(schema, claim)
    assert checked(garden, claim) != [], "what is wrong for an editor is wrong for the check"


@pytest.mark.parametrize("change", RIGHT.values(), ids=RIGHT)
def test_what_a_claim_may_say_is_accepted(
    garden: CheckFactory, garden_claim: tuple[dict[str, Any], dict[str, Any]], change: Change
) -> None:
    schema, claim = garden_claim
    change(claim)
    assert faults(schema, claim) == []
    assert checked(garden, claim) == []


def checked(garden: CheckFactory, claim: dict[str, Any]) -> list[str]:
    """What the check says of the garden with such a claim."""
    return garden({"content/claims/copper-lettuce.yml": yaml.safe_dump(claim, allow_unicode=True, width=1000)})[1]


# What they say -----------------------------------------------------------------------------------------------


def test_ids_stand_there_with_the_names_of_what_they_mean(garden_claim: tuple[dict[str, Any], dict[str, Any]]) -> None:
    schema, _ = garden_claim
    slugs = schema["$defs"]["record-slug"]
    assert (slugs["enum"], slugs["enumDescriptions"]) == (["grey-slug"], ["Grey field slug"])
    references = schema["$defs"]["reference"]
    assert dict(zip(references["enum"], references["enumDescriptions"], strict=True))["field-3"] == "Fern 2021: Copper"


def test_a_field_is_described_as_in_the_model_and_a_kind_as_it_declares_itself(
    garden_claim: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    schema, _ = garden_claim
    said = " ".join((Claim.model_fields["stance"].description or "").split())
    assert schema["properties"]["stance"]["description"] == said
    assert (schema["title"], schema["description"]) == ("Claim", (Claim.__doc__ or "").strip())


OWN = """\
id: slug
title: Slug
plural: Slugs
help: Soft animals.
fields:
  title: {type: text, required: true, help: A field whose name is a word of schemas.}
  names: {type: choice, choices: [few, many], title: How many names}
  default: {type: number}
  type: {type: links, kind: plant, help: What it eats.}
  enemy: {type: link, kind: remedy}
  seen: {type: date}
  page: {type: url}
  marks: {type: list}
  first: {type: year}
  codes: {type: identifiers}
  story: {type: prose}
"""


def slug_schema(site: SiteFactory) -> tuple[Catalogue, dict[str, Any]]:
    catalogue, _ = read_site(site({**GARDEN, "content/slugs/_kind.yml": OWN}))
    return catalogue, schemas(catalogue)["slug"]


def test_a_kinds_own_fields_are_there_whatever_they_are_called(site: SiteFactory) -> None:
    _, schema = slug_schema(site)
    assert schema["required"] == ["name", "title"]
    assert schema["properties"]["title"]["description"] == "A field whose name is a word of schemas."
    assert schema["properties"]["names"] == {
        "type": "string",
        "enum": ["few", "many"],
        "description": "How many names",
    }
    assert schema["properties"]["type"]["description"] == "What it eats."


@pytest.mark.parametrize(
    ("more", "sound"),
    [
        ({}, True),
        ({"names": "few"}, True),
        ({"names": "none"}, False),
        ({"default": 2.5}, True),
        ({"default": "2"}, False),
        ({"type": "lettuce"}, True),
        ({"type": ["lettuce"]}, True),
        ({"type": ["copper"]}, False),
        ({"enemy": "copper"}, True),
        ({"enemy": "lettuce"}, False),
        ({"enemy": ["copper"]}, False),
        ({"seen": "2024-05-31"}, True),
        ({"seen": "31.5.2024"}, False),
        ({"page": "https://example.org/slugs"}, True),
        ({"page": "example.org"}, False),
        ({"marks": ["grey", "soft"]}, True),
        ({"marks": {"grey": "soft"}}, False),
        ({"first": 1987}, True),
        ({"first": "1987"}, False),
        ({"codes": {"GBIF": "1"}}, True),
        ({"codes": {"GBIF": 1}}, False),
        ({"story": "Of [[lettuce]]."}, True),
        ({"title": None}, False),
    ],
)
def test_a_kinds_own_fields_hold_what_their_types_accept(
    site: SiteFactory, more: dict[str, Any], *, sound: bool
) -> None:
    catalogue, schema = slug_schema(site)
    data = {"name": "Grey slug", "title": "Grey", **more}
    assert (faults(schema, data) == []) is sound
    field = next(iter(more), "title")
    spec = catalogue.kinds["slug"].fields[field]
    if spec.type not in ("link", "links"):  # whose names are checked where all of them are known
        try:
            spec.adapter().validate_python(data[field])
        except ValueError:
            assert not sound
        else:
            assert sound


def test_a_claim_is_no_target(garden_claim: tuple[dict[str, Any], dict[str, Any]]) -> None:
    schema, claim = garden_claim
    claim["effects"][0]["target"] = "copper-lettuce"
    assert faults(schema, claim)


def test_a_parent_is_of_the_same_kind(site: SiteFactory) -> None:
    found = schemas(read_site(site(GARDEN))[0])
    assert faults(found["plant"], {"name": "Leek", "parent": "lettuce"}) == []
    assert faults(found["plant"], {"name": "Leek", "parent": "grey-slug"})


def test_a_site_without_anything_has_schemas_too(site: SiteFactory) -> None:
    catalogue, _ = read_site(site({"mkdocs.yml": "site_name: Nothing\n", "references.bib": ""}))
    assert sorted(schemas(catalogue)) == sorted(["_kind", "_sources", *(name.removesuffix(".yml") for name in FILES)])


def test_they_are_the_same_every_time(site: SiteFactory) -> None:
    root = site(GARDEN)
    assert json.dumps(schemas(read_site(root)[0])) == json.dumps(schemas(read_site(root)[0]))


# Editors -----------------------------------------------------------------------------------------------------


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern of an editor's settings means a path: `*` is any name, `**/` any folders."""
    words = re.escape(pattern).replace(r"\*\*/", "(?:[^/]+/)*").replace(r"\*", "[^/]*")
    return re.fullmatch(words, path) is not None


def test_editors_find_the_schema_of_every_file() -> None:
    mapped: dict[str, list[str]] = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    catalogue, _ = read_site(ROOT)
    kinds = {kind.folder: kind.id for kind in catalogue.kinds.values()}
    paths = [path for path in catalogue.documents if path.endswith(".yml")]
    paths += [f"content/{folder}/some/folder/new.yml" for folder in kinds]
    for path in paths:
        name = Path(path).stem if Path(path).name.startswith("_") else kinds[path.split("/")[1]]
        found = [
            schema
            for schema, patterns in mapped.items()
            if any(matches(one, path) for one in patterns if not one.startswith("!"))
            and not any(matches(one[1:], path) for one in patterns if one.startswith("!"))
        ]
        wanted = f"./docs/data/schemas/{name}.schema.json"
        assert found == [wanted], f'{path}: add "{wanted}" to .vscode/settings.json'


def test_editors_are_sent_to_no_schema_that_does_not_exist() -> None:
    mapped = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    names = schemas(read_site(ROOT)[0])
    assert [path for path in mapped if Path(path).name.removesuffix(".schema.json") not in names] == []

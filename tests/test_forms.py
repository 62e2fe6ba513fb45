"""A form asks for everything that its kind's files may say, and knows every name that exists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import GARDEN, CheckFactory, SiteFactory
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.forms import form_pages, script
from evidence.reading import read_site
from evidence.recordpages import record_pages
from evidence.schemas import schemas

ROOT = Path(__file__).parents[1]
SITES = [ROOT, ROOT / "tests" / "sites" / "another-review"]
WORDS = {"form": {"missing": "is missing"}, "form-fields": {"from": "who acts"}, "stances": {"mixed": "Both"}}


def word(group: str, key: str) -> str:
    return WORDS.get(group, {}).get(key, key.replace("_", " "))


def tables(catalogue: Catalogue) -> dict[str, Any]:
    text = script(catalogue, word, WORDS)
    found = json.loads(text.removeprefix("window.evidenceForms = ").removesuffix(";\n"))
    assert isinstance(found, dict)
    return found


def asked(fields: list[dict[str, Any]]) -> Iterator[str]:
    """The names of all fields, those inside others too."""
    for one in fields:
        yield from [one["name"]] if "name" in one else []
        yield from asked([*one.get("fields", ()), *one.get("options", ())])


def said(schema: Any) -> Iterator[str]:
    """The names of all properties of a schema and of those inside it."""
    if isinstance(schema, dict):
        for keyword, value in schema.items():
            yield from value if keyword == "properties" else ()
            for one in value.values() if keyword in ("properties", "$defs") else [value]:
                yield from said(one)
    if isinstance(schema, list):
        for one in schema:
            yield from said(one)


@pytest.mark.parametrize("root", SITES, ids=lambda root: root.name)
def test_a_form_asks_for_all_that_a_file_may_say(root: Path) -> None:
    catalogue, _ = read_site(root)
    forms = tables(catalogue)["forms"]
    assert list(forms) == list(catalogue.kinds)
    for kind, schema in ((kind, one) for kind, one in schemas(catalogue).items() if kind in forms):
        assert set(asked(forms[kind]["fields"])) == set(said(schema)) - {"former_ids"}, kind


def test_a_new_field_is_in_the_form(garden: CheckFactory) -> None:
    kind = GARDEN["content/slugs/_kind.yml"] + (
        "fields:\n  ph: {type: number, title: pH, help: Of the bed., required: true}\n"
        "  wet: {type: choice, choices: [often, rarely]}\n"
    )
    catalogue, _ = garden({"content/slugs/_kind.yml": kind, "content/slugs/grey-slug.yml": "name: Grey\nph: 7\n"})
    first, second, *_, last = tables(catalogue)["forms"]["slug"]["fields"]
    assert [first["name"], second["title"], second["help"]] == ["name", "pH", "Of the bed."]
    assert (second["type"], second["whole"], second["needed"], second["several"]) == ("number", False, True, False)
    assert last == {
        "name": "wet",
        "title": "Wet",
        "help": "wet",
        "needed": False,
        "several": False,
        "type": "choice",
        "choices": [["often", "often", ""], ["rarely", "rarely", ""]],
    }


def test_the_fields_of_a_claim_are_of_the_types_that_the_browser_draws(garden: CheckFactory) -> None:
    fields = {one["name"]: one for one in tables(garden({})[0])["forms"]["claim"]["fields"]}
    assert list(fields)[:3] == ["evidence", "statement", "stance"]
    quoted = {one["name"]: (one["type"], one["several"], one.get("list")) for one in fields["evidence"]["fields"]}
    assert quoted["source"] == ("name", False, "source")
    assert quoted["quote"] == ("text", False, None)
    assert quoted["cites"] == ("name", True, "reference")
    assert ["mixed", "Both", ""] in fields["stance"]["choices"]
    assert [one["list"] for one in fields["about"]["fields"]] == ["record-slug", "record-plant", "record-remedy"]
    assert [one["type"] for one in fields["study"]["options"]] == ["name", "group"]
    effect = {one["name"]: one for one in fields["effects"]["fields"]}
    assert [one["type"] for one in effect["target"]["options"]] == ["name", "group"]
    assert effect["from"]["title"] == "Who acts"


def test_names_are_found_by_what_else_they_are_called_and_ids_are_not_used_twice(garden: CheckFactory) -> None:
    data = tables(garden({"content/plants/lettuce.yml": "name: Lettuce\nformer_ids: [salad]\n"})[0])
    assert data["lists"]["record-slug"] == [["grey-slug", "Grey field slug", "GFS; netted slug"]]
    assert data["ids"] == ["copper", "copper-lettuce", "grey-slug", "lettuce", "salad"]
    assert data["changes"]["plant"] == ["improves", "worsens", "no-change", "mixed"]
    assert data["intervention"] == ["remedy"]
    assert data["words"]["missing"] == "is missing"


def test_a_file_is_begun_only_where_there_is_a_repository(garden: CheckFactory) -> None:
    assert tables(garden({})[0])["address"] == ""
    settings = GARDEN["mkdocs.yml"] + "extra: {repository: https://example.org/a/b, branch: trunk}\n"
    assert tables(garden({"mkdocs.yml": settings})[0])["address"] == "https://example.org/a/b/new/trunk/"


def test_every_kind_has_a_page_and_only_those_that_quote_load_the_sources(garden: CheckFactory) -> None:
    pages = {page.path: page for page in form_pages(Cutter(garden({})[0]))}
    kinds = ("slug", "plant", "remedy", "study", "correction", "claim")
    assert list(pages) == ["add/index.md", *(f"add/{kind}.md" for kind in kinds)]
    loading = [path for path, page in pages.items() if "data/sources.js" in page.meta.get("scripts", ())]
    assert loading == ["add/study.md", "add/claim.md"]


def test_a_topic_leads_to_the_form_of_a_claim_about_it(site: SiteFactory) -> None:
    catalogue, _ = read_site(site(GARDEN))
    (page,) = (page for page in record_pages(Cutter(catalogue)) if page.subject == "lettuce")
    assert page.values["add"].path == "add/claim.md?plant=lettuce"


def test_without_claims_there_is_no_such_link(site: SiteFactory) -> None:
    catalogue, _ = read_site(site({path: text for path, text in GARDEN.items() if "/claims/" not in path}))
    (page,) = (page for page in record_pages(Cutter(catalogue)) if page.subject == "lettuce")
    assert page.values["add"] is None

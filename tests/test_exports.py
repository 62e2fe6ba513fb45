"""Data files hold every record once, agree with each other, and are what their description says."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import GARDEN, SiteFactory
from evidence import building
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.exports import data_files
from evidence.models import Topic
from evidence.problems import errors
from evidence.reading import read_site

ROOT = Path(__file__).parents[1]
SITES = {"real": ROOT, **{name: ROOT / "tests" / "sites" / name for name in ("another-review", "small")}}
DATE = 1700000000

Row = dict[str, str]


class Published:
    """The data files of a site, read as a stranger reads them: by their description alone."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.files = data_files(Cutter(catalogue), DATE)
        self.package: dict[str, Any] = json.loads(self.files["datapackage.json"])
        self.resources: dict[str, dict[str, Any]] = {one["name"]: one for one in self.package["resources"]}
        self.tables = {name: one for name, one in self.resources.items() if one.get("type") == "table"}

    def rows(self, table: str) -> list[Row]:
        return list(csv.DictReader(io.StringIO(self.files[self.tables[table]["path"]], newline=""), strict=True))

    def nested(self, name: str) -> list[dict[str, Any]]:
        return list(json.loads(self.files[f"{name}.json"]))

    def fields(self, table: str) -> dict[str, dict[str, Any]]:
        return {field["name"]: field for field in self.tables[table]["schema"]["fields"]}


@pytest.fixture(scope="module", params=SITES)
def published(request: pytest.FixtureRequest) -> Published:
    return Published(read_site(SITES[request.param])[0])


def values(cell: str) -> list[str]:
    """The values of a cell that holds several."""
    return cell.split("|") if cell else []


# Every record ------------------------------------------------------------------------------------------------


def test_every_record_is_a_row_and_an_entry_once(published: Published) -> None:
    catalogue = published.catalogue
    ids = {
        "claims": [one.id for one in catalogue.claims],
        "studies": [one.id for one in catalogue.studies],
        "corrections": [one.id for one in catalogue.corrections],
        "topics": [one.id for one in catalogue.records.values() if isinstance(one, Topic)],
    }
    assert sum(map(len, ids.values())) == len(catalogue.records)
    for name, expected in ids.items():
        assert [row["id"] for row in published.rows(name)] == expected
        assert [one["id"] for one in published.nested(name)] == expected
    keys = list(catalogue.references)
    assert [row["key"] for row in published.rows("references")] == keys
    assert [one["key"] for one in published.nested("references")] == keys


def test_every_quotation_effect_and_topic_named_is_a_row(published: Published) -> None:
    catalogue = published.catalogue
    assert len(published.rows("quotations")) == sum(len(one.evidence) for one in catalogue.sourced)
    assert len(published.rows("effects")) == sum(len(one.effects) for one in catalogue.claims)
    assert len(published.rows("about")) == sum(len(catalogue.named[one.id]) for one in catalogue.sourced)


KEYED = ("claims", "studies", "corrections", "topics", "references")
LISTS = {"cites": "references", "refs": "references", "corrections": "corrections", "claims": "claims"}
LISTS |= {"studies": "studies", "from": "topics", "actors": "topics", "by": "topics", "versus": "topics"}
LISTS |= {"retracted": "references", "reviews": "references"}


def test_every_id_in_a_list_is_that_of_a_row(published: Published) -> None:
    known = {name: {row["key" if name == "references" else "id"] for row in published.rows(name)} for name in KEYED}
    seen = 0
    for table in published.tables:
        for column, field in published.fields(table).items():
            word = "topics" if column.startswith("about_") else "references" if column.startswith("checked_") else ""
            target = word or LISTS.get(column)
            for row in published.rows(table) if target and field["type"] == "list" else ():
                seen += len(values(row[column]))
                assert set(values(row[column])) <= known[target or ""], (table, column, row)
    assert seen


def test_tables_and_nested_files_say_the_same(published: Published) -> None:
    for row, claim in zip(published.rows("claims"), published.nested("claims"), strict=True):
        assert row["statement"] == claim["statement"]
        assert row["stance"] == claim["stance"]
        assert row["level"] == (claim["level"] or {"id": ""})["id"]
        assert values(row["levels"]) == claim["study"]["levels"]
        assert row["participants"] == ("" if (n := claim["study"]["participants"]) is None else str(n))
        assert values(row["cites"]) == claim["cites"]
        assert values(row["corrections"]) == [one["id"] for one in claim["corrections"]]
        for kind, named in claim["about"].items():
            assert values(row[f"about_{kind.replace('-', '_')}"]) == [one["id"] for one in named]
    quotations = [
        quote for name in ("claims", "studies") for one in published.nested(name) for quote in one["evidence"]
    ]
    for row, quote in zip(published.rows("quotations"), quotations, strict=True):
        assert (row["quote"], row["place"], row["reads"]) == (quote["quote"], quote["place"], quote["reads"] or "")
    effects = [effect for claim in published.nested("claims") for effect in claim["effects"]]
    for row, effect in zip(published.rows("effects"), effects, strict=True):
        assert (row["target"], row["change"]) == (effect["target"]["id"] or "", effect["change"])
        assert values(row["actors"]) == [one["id"] for one in effect["actors"]]


# The description ---------------------------------------------------------------------------------------------


def test_the_description_names_every_data_file_with_its_bytes(published: Published) -> None:
    described = {one["path"]: one for one in published.resources.values()}
    others = {path for path in published.files if path.startswith(("schemas/", "references/"))} | {"datapackage.json"}
    assert set(described) == set(published.files) - others
    for path, one in described.items():
        data = published.files[path].encode()
        assert one["bytes"] == len(data)
        assert one["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert re.fullmatch(r"[a-z0-9._-]+", one["name"])


def test_the_description_names_the_columns_and_rows_of_every_table(published: Published) -> None:
    assert len(published.tables) == 8
    for name, table in published.tables.items():
        header = published.files[table["path"]].partition("\n")[0].split(",")
        assert header == [field["name"] for field in table["schema"]["fields"]]
        assert len(set(header)) == len(header)
        assert table["rows"] == len(published.rows(name))
        assert all(field["description"].endswith(".") for field in table["schema"]["fields"]), name
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", column) for column in header)


TYPES = {"string": r"(?s).*", "integer": r"-?\d+", "number": r"-?\d+(\.\d+)?", "boolean": "true|false"}
TYPES |= {"list": r"[^|]+(\|[^|]+)*", "year": r"\d{4}", "date": r"\d{4}-\d{2}-\d{2}"}


def test_every_cell_is_what_its_column_says(published: Published) -> None:
    for name in published.tables:
        for column, field in published.fields(name).items():
            limits = field.get("constraints", {})
            assert (field.get("delimiter"), field.get("itemType")) == (
                ("|", "string") if field["type"] == "list" else (None, None)
            )
            cells = [row[column] for row in published.rows(name)]
            for cell in cells:
                assert cell or not limits.get("required"), (name, column)
                assert not cell or re.fullmatch(TYPES[field["type"]], cell), (name, column, cell)
                assert not cell or cell in limits.get("enum", [cell]), (name, column, cell)
            assert not limits.get("unique") or len(set(cells)) == len(cells), (name, column)


def test_keys_tell_rows_apart_and_foreign_keys_lead_to_rows(published: Published) -> None:
    keys = 0
    for name, table in published.tables.items():
        primary = table["schema"].get("primaryKey", [])
        rows = published.rows(name)
        assert not primary or len({tuple(row[one] for one in primary) for row in rows}) == len(rows)
        for key in table["schema"].get("foreignKeys", []):
            keys += 1
            [column], [there] = key["fields"], key["reference"]["fields"]
            known = {row[there] for row in published.rows(key["reference"].get("resource", name))} | {""}
            assert {row[column] for row in rows} <= known, (name, column)
    assert keys >= 10


# Files as they stand -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["", "\ufeff", "% a comment\r\n"], ids=["plain", "byte order mark", "line ends"])
def test_references_bib_is_that_of_the_project_byte_for_byte(site: SiteFactory, change: str) -> None:
    root = site({**GARDEN, "references.bib": change + GARDEN["references.bib"]})
    catalogue, problems = read_site(root)
    assert problems == []
    assert data_files(Cutter(catalogue))["references.bib"].encode() == (root / "references.bib").read_bytes()


def test_the_same_records_give_the_same_bytes(published: Published) -> None:
    again = data_files(Cutter(published.catalogue), DATE)
    assert again == published.files
    assert list(again) == list(published.files)


def test_the_order_of_what_is_read_changes_nothing(site: SiteFactory) -> None:
    first = data_files(Cutter(read_site(site(GARDEN))[0]))
    again = data_files(Cutter(read_site(site(dict(reversed(GARDEN.items()))))[0]))
    assert again == first


def test_json_is_written_in_letters_and_ends_in_a_line_end(published: Published) -> None:
    for path, text in published.files.items():
        if path.endswith(".json"):
            assert "\\u" not in text, path
            assert text.endswith("\n"), path


def test_a_nested_record_is_a_line(published: Published) -> None:
    for name in KEYED:
        assert published.files[f"{name}.json"].count("\n") == max(len(published.nested(name)), 1) + 2


def test_there_is_a_schema_for_every_kind(published: Published) -> None:
    assert [kind for kind in published.catalogue.kinds if f"schemas/{kind}.schema.json" not in published.files] == []


# The page ----------------------------------------------------------------------------------------------------


def page(root: Path) -> tuple[str, Mapping[str, bytes]]:
    """The data page of a site at `root`, which gets the project's templates and settings, and the files it may link."""
    shutil.copytree(ROOT / "templates", root / "templates", ignore=shutil.ignore_patterns("pages"))
    (root / "templates" / "pages").mkdir()
    shutil.copy(ROOT / "templates" / "pages" / "data.md.j2", root / "templates" / "pages")
    shutil.copyfile(ROOT / "mkdocs.yml", root / "base.yml")
    result = building.generate(root)
    assert [str(problem) for problem in errors(result.problems)] == []  # the menu names pages that are left out here
    files = {
        one.relative_to(root / "docs").as_posix(): one.read_bytes() for one in (root / "docs" / "data").rglob("*.*")
    }
    return (root / "docs" / "data.md").read_text("utf-8"), files


@pytest.mark.parametrize("name", ["another-review", "small"])
def test_the_page_names_every_table_and_column_and_links_the_files(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DATE))
    shutil.copytree(SITES[name], tmp_path, dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path / "base.yml")
    text, files = page(tmp_path)
    package = json.loads(files["data/datapackage.json"])
    linked = set(re.findall(r"\]\((data/[^)]+)\)", text))
    assert linked <= set(files)
    assert {f"data/{one['path']}" for one in package["resources"]} <= linked
    for one in package["resources"]:
        for field in one.get("schema", {}).get("fields", ()):
            assert f"- <code>{field['name']}</code> – ".replace("_", r"\_") in text
        assert one.get("type") != "table" or f"| {one['rows']} |\n" in text
    assert "last changed on 2023-11-14." in text
    for title in (source["title"] for source in package["sources"]):
        assert title.partition(":")[0] in text


def test_the_page_of_a_site_that_states_no_licence_says_so(site: SiteFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    text, files = page(site(GARDEN))
    assert "No licence of the content is stated" in text
    assert "last changed" not in text
    assert {"licenses", "version", "created", "contributors"}.isdisjoint(json.loads(files["data/datapackage.json"]))


def test_no_word_of_a_subject_stands_in_the_template_of_the_page() -> None:
    text = (ROOT / "templates" / "pages" / "data.md.j2").read_text("utf-8").casefold()
    names = (record.title.casefold() for record in read_site(ROOT)[0].records.values() if isinstance(record, Topic))
    assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", text)] == []

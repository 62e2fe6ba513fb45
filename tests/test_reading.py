"""Files of a site as a catalogue and problems."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from conftest import GARDEN, CheckFactory, SiteFactory, texts, write
from evidence.reading import read_site

SLUG = "content/slugs/grey-slug.yml"
CLAIM = GARDEN["content/claims/copper-lettuce.yml"]
SOURCES = "seeds/_sources.yml"


def problems(root: Path) -> list[str]:
    return texts(read_site(root)[1])


def test_a_sound_site_has_no_problems(garden: CheckFactory) -> None:
    catalogue, found = garden({})
    assert found == []
    assert set(catalogue.records) == {"grey-slug", "lettuce", "copper", "copper-lettuce"}
    assert catalogue.settings.name == "Garden slugs"
    assert list(catalogue.references) == ["field-1", "field-2", "field-3"]
    assert list(catalogue.sources) == ["guide"]


def test_an_empty_folder_says_what_a_site_needs(tmp_path: Path) -> None:
    assert problems(tmp_path) == [
        "content:1:1: kind-missing: there is no folder content/",
        "mkdocs.yml:1:1: file-unreadable: No such file or directory (mkdocs.yml says what the site is called)",
        "references.bib:1:1: file-unreadable: No such file or directory (create it; it may be empty)",
        "seeds/_sources.yml:1:1: kind-missing: there is no seeds/_sources.yml (list the source documents there)",
    ]


def test_a_record_has_its_id_kind_and_path_from_its_file(garden: CheckFactory) -> None:
    record = garden({})[0].records["grey-slug"]
    assert (record.id, record.kind, record.path, record.title) == ("grey-slug", "slug", SLUG, "Grey field slug")


def test_folders_inside_a_kind_are_free(garden: CheckFactory) -> None:
    catalogue, found = garden({"content/slugs/of/the/wood/leopard-slug.yml": "name: Leopard slug\n"})
    assert found == []
    assert catalogue.records["leopard-slug"].kind == "slug"


def test_what_begins_with_a_dot_or_a_line_is_passed_over(garden: CheckFactory) -> None:
    hidden = {
        "content/slugs/_notes.txt": "x",
        "content/slugs/.hidden.yml": "x",
        "content/_old/a.yml": "x",
        "content/.git/a": "x",
    }
    assert garden(hidden)[1] == []


def test_a_byte_order_mark_is_no_part_of_the_text(garden: CheckFactory) -> None:
    assert garden({name: f"\ufeff{text}" for name, text in GARDEN.items()})[1] == []


def test_line_ends_of_other_systems_are_read(garden: CheckFactory) -> None:
    assert garden({name: text.replace("\n", "\r\n") for name, text in GARDEN.items()})[1] == []


LETTERS = "an id is lower-case letters, digits and single hyphens"


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("Grey Slug.yml", "grey-slug.yml"),
        ("grey_slug.yml", "grey-slug.yml"),
        ("grey--slug.yml", "grey-slug.yml"),
        ("grey-slug-2.yaml", "grey-slug-2.yml"),
        ("-grey.yml", "grey.yml"),
        ("ß.yml", "a-name.yml"),
        ("readme.md", "readme.yml"),
        ("GREY-SLUG.yml", "grey-slug.yml"),
    ],
)
def test_a_file_name_that_is_no_id_is_a_problem_with_a_better_one(garden: CheckFactory, name: str, better: str) -> None:
    fault = "it ends in .yml" if name.startswith(("grey-slug-2", "readme")) else LETTERS
    expected = f"content/slugs/{name}:1:1: file-name: {name} is no file name of a record: {fault} (call it {better})"
    assert garden({f"content/slugs/{name}": "name: A\n"})[1] == [expected]


KIND_WITH_A_FIELD = "id: slug\ntitle: Slug\nplural: Slugs\norder: 10\nfields:\n  length: {type: number}\n"


@pytest.mark.parametrize("name", ["con", "nul", "com1"])
def test_no_record_is_called_as_windows_calls_a_device(garden: CheckFactory, name: str) -> None:
    assert garden({f"content/slugs/{name}.yml": "name: A\n"})[1] == [
        f"content/slugs/{name}.yml:1:1: file-name: {name}.yml is no file name of a record: "
        f"Windows has no file called {name} (call it {name}-1.yml)"
    ]


@pytest.mark.parametrize("id_", ["Slug", "grey slug", "../slug", "slug/grey", "con"])
def test_the_id_of_a_kind_is_no_path_and_no_device(garden: CheckFactory, id_: str) -> None:
    found = garden({"content/moles/_kind.yml": f"id: {id_}\ntitle: Mole\nplural: Moles\n"})[1]
    assert [one.partition(" is no id: ")[0] for one in found] == [
        f"content/moles/_kind.yml:1:5: field-value: id: {id_!r}"
    ]


@pytest.mark.parametrize("name", ["Moles", "big moles", "aux"])
def test_the_folder_of_a_kind_is_an_address(garden: CheckFactory, name: str) -> None:
    [problem] = garden({f"content/{name}/_kind.yml": "id: mole\ntitle: Mole\nplural: Moles\n"})[1]
    assert problem.startswith(f"content/{name}:1:1: file-name: {name} is no name for a folder of records: ")


@pytest.mark.parametrize("old", ["../../secret", "Grey", "con", "a" * 300])
def test_a_former_id_is_an_id_too(garden: CheckFactory, old: str) -> None:
    [problem] = garden({SLUG: f"name: Grey field slug\nabbreviations: [GFS]\nformer_ids: ['{old}']\n"})[1]
    assert problem.startswith(f"{SLUG}:3:14: field-value: former_ids: {old!r} is no id: ")


def test_a_file_that_vanishes_while_the_site_is_read_is_a_problem(
    garden: CheckFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_bytes = Path.read_bytes

    def vanish(path: Path) -> bytes:
        if path.name in ("lettuce.yml", "guide.txt", "_abbreviations.yml"):
            path.unlink()
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", vanish)
    found = garden({"content/_abbreviations.yml": "- {short: AB, long: A bed}\n"})[1]
    gone = ": file-unreadable: No such file or directory"
    assert [one.partition(":")[0] for one in found if gone in one] == [
        "content/_abbreviations.yml",
        "content/plants/lettuce.yml",
        "seeds/guide.txt",
    ]


@pytest.mark.parametrize("folder", ["content", "content/slugs", "content/slugs/more"])
def test_a_folder_that_cannot_be_listed_is_a_problem(
    garden: CheckFactory, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    scandir = os.scandir

    def refuse(path: str) -> Any:
        if str(path).endswith(folder):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = garden({"content/slugs/more/leopard-slug.yml": "name: Leopard slug\n"})[1]
    assert f"{folder}:1:1: file-unreadable: Permission denied" in found


def test_a_link_to_nothing_is_a_problem_and_a_pipe_is_passed_over(garden: CheckFactory, tmp_path: Path) -> None:
    folder = tmp_path / "content" / "slugs"
    folder.mkdir(parents=True)
    (folder / "leopard-slug.yml").symlink_to("nowhere.yml")
    os.mkfifo(folder / "black-slug.yml")
    assert garden({})[1] == ["content/slugs/leopard-slug.yml:1:1: file-unreadable: No such file or directory"]


def test_what_is_inherited_belongs_to_the_settings(garden: CheckFactory) -> None:
    base = "extra: {repository: https://example.org/slugs}\n"
    own = "INHERIT: base.yml\n" + GARDEN["mkdocs.yml"]
    catalogue, found = garden({"mkdocs.yml": own, "base.yml": base})
    assert found == []
    assert (catalogue.settings.name, catalogue.settings.repository) == ("Garden slugs", "https://example.org/slugs")
    _, found = garden({"mkdocs.yml": own.replace("base", "bass")})
    assert found == ["bass.yml:1:1: file-unreadable: No such file or directory (look at the INHERIT of mkdocs.yml)"]


def test_what_is_inherited_may_stand_outside_the_site(
    garden: CheckFactory, tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = tmp_path_factory.mktemp("elsewhere") / "base.yml"
    base.write_text("site_description: Slugs of all gardens\n", "utf-8")
    for name in (str(base), f"../{base.parent.name}/base.yml"):
        catalogue, found = garden({"mkdocs.yml": f"INHERIT: {name}\n" + GARDEN["mkdocs.yml"]})
        assert (catalogue.settings.description, found) == ("Slugs of all gardens", [])


def test_a_version_is_what_is_written(garden: CheckFactory) -> None:
    assert garden({"CITATION.cff": "version: 1.10\n"})[0].colophon.version == "1.10"


def test_two_records_of_one_id_are_a_problem_over_all_kinds(garden: CheckFactory) -> None:
    catalogue, found = garden({"content/plants/grey-slug.yml": "name: A plant\n"})
    assert found == [
        f"content/plants/grey-slug.yml:1:1: id-duplicate: {SLUG} has the same id (rename one of the two files)"
    ]
    assert catalogue.records["grey-slug"].path == SLUG


def test_a_folder_without_kind_is_a_problem(garden: CheckFactory) -> None:
    assert garden({"content/snails/roman.yml": "name: Roman\n"})[1] == [
        "content/snails:1:1: kind-missing: the folder has no _kind.yml "
        "(write one with `id`, `title` and `plural`, or move what lies there to the folder of a kind)"
    ]


def test_two_folders_of_one_kind_are_a_problem(garden: CheckFactory) -> None:
    _, found = garden({"content/snails/_kind.yml": "title: Snail\nid: slug\nplural: Snails\n"})
    assert found == [
        "content/snails/_kind.yml:2:5: kind-duplicate: the kind slug is already declared in content/slugs/_kind.yml "
        "(give it another id)"
    ]


def test_a_file_that_is_not_utf_8_is_a_problem(site: SiteFactory) -> None:
    root = site(GARDEN)
    (root / SLUG).write_bytes(b"name: Gr\xfcn\n")
    assert f"{SLUG}:1:1: file-unreadable: byte 8 is not UTF-8 (save the file as UTF-8)" in problems(root)


def test_a_file_that_is_a_folder_is_a_problem(garden: CheckFactory, tmp_path: Path) -> None:
    (tmp_path / "references.bib").mkdir()
    assert garden({"references.bib": ""})[1][-1] == (
        "references.bib:1:1: file-unreadable: Is a directory (create it; it may be empty)"
    )


@pytest.mark.parametrize(
    "text", ["", "- name: Grey\n", "Grey slug\n", "5\n", "[" * 100_000, "{" * 100_000, "x" * 300_000]
)
def test_a_record_that_is_no_mapping_is_one_problem(garden: CheckFactory, text: str) -> None:
    _, found = garden({"content/slugs/odd.yml": text})
    assert len(found) == 1
    assert found[0].startswith("content/slugs/odd.yml:1:")


@pytest.mark.parametrize("text", ["", "5\n", "- a\n", "[" * 100_000])
def test_a_kind_that_is_no_mapping_is_a_problem(garden: CheckFactory, text: str) -> None:
    _, found = garden({"content/snails/_kind.yml": text})
    assert len(found) == 1
    assert found[0].startswith("content/snails/_kind.yml:1:")


# Fields of a kind --------------------------------------------------------------------------------------------

KIND = """\
id: slug
title: Slug
plural: Slugs
fields:
  size: {type: choice, choices: [small, large], required: true}
  eats: {type: links, kind: plant}
  first_seen: {type: year}
"""


def test_a_kind_adds_fields_to_its_records(garden: CheckFactory) -> None:
    catalogue, found = garden({"content/slugs/_kind.yml": KIND, SLUG: "name: Grey\nsize: small\neats: lettuce\n"})
    assert found == []
    assert catalogue.records["grey-slug"].extra == {"size": "small", "eats": ("lettuce",)}


def test_fields_of_a_kind_may_be_required_and_are_checked(garden: CheckFactory) -> None:
    _, found = garden(
        {
            "content/slugs/_kind.yml": KIND,
            SLUG: "name: Grey\n",
            "content/slugs/brown-slug.yml": "name: Brown\nsize: lage\nfirst_seen: '1987'\n",
        }
    )
    assert found == [
        "content/slugs/brown-slug.yml:2:7: field-value: size: 'lage' is none of small, large (did you mean large?)",
        "content/slugs/brown-slug.yml:3:13: field-value: first_seen: a whole number is expected, not '1987' "
        "(write digits only)",
        f"{SLUG}:1:1: field-missing: Slug needs size (add a line `size: ...`)",
    ]


def test_fields_of_one_kind_are_none_of_another(garden: CheckFactory) -> None:
    _, found = garden(
        {
            "content/slugs/_kind.yml": KIND,
            SLUG: "name: Grey\nsize: small\n",
            "content/plants/lettuce.yml": "name: Lettuce\nsize: small\n",
        }
    )
    assert len(found) == 1
    assert found[0].startswith("content/plants/lettuce.yml:2:1: field-unknown: there is no field 'size' here")


@pytest.mark.parametrize("name", ["id", "kind", "path", "extra"])
def test_what_the_file_name_gives_may_not_be_written(garden: CheckFactory, name: str) -> None:
    assert garden({"content/slugs/brown-slug.yml": f"name: Brown\n{name}: x\n"})[1] == [
        f"content/slugs/brown-slug.yml:2:1: field-unknown: {name} is given by the file's name and folder "
        "(remove the line)"
    ]


def test_the_folder_of_a_kind_may_not_be_written(garden: CheckFactory) -> None:
    assert garden({"content/snails/_kind.yml": "id: snail\nfolder: x\ntitle: S\nplural: S\n"})[1] == [
        "content/snails/_kind.yml:2:1: field-unknown: folder is given by the file's name and folder (remove the line)"
    ]


# Sources -----------------------------------------------------------------------------------------------------


def test_an_edition_that_is_absent_is_a_problem(garden: CheckFactory) -> None:
    catalogue, found = garden({SOURCES: "- {key: guide, title: Guide, edition: gude.txt}\n"})
    assert found[-1] == (
        "seeds/gude.txt:1:1: file-unreadable: No such file or directory (name the file as it is called in seeds/)"
    )
    assert catalogue.sources == {}


def test_a_received_document_that_is_absent_is_a_problem(garden: CheckFactory) -> None:
    sources = "- {key: guide, title: Guide, edition: guide.txt, received: guide.pdf}\n"
    assert garden({SOURCES: sources})[1] == [f"{SOURCES}:1:60: source-invalid: seeds/guide.pdf does not exist"]


def test_what_is_wrong_with_an_edition_has_its_line(garden: CheckFactory) -> None:
    edition = GARDEN["seeds/guide.txt"] + "\n::: table\nTable 1\n"
    assert garden({"seeds/guide.txt": edition})[1] == [
        "seeds/guide.txt:8:1: source-invalid: the last block is not closed by a line with :::"
    ]


def test_a_source_that_is_listed_twice_is_a_problem(garden: CheckFactory) -> None:
    again = "- {key: guide, title: Again, edition: guide.txt}\n"
    catalogue, found = garden({SOURCES: GARDEN[SOURCES] + again})
    assert found == [f"{SOURCES}:8:9: source-invalid: the source guide is listed twice (give it another key)"]
    assert catalogue.sources["guide"].short == "Guide"


def test_a_wrong_entry_leaves_the_others(garden: CheckFactory) -> None:
    catalogue, found = garden({SOURCES: GARDEN[SOURCES] + "- {key: b, titel: B, edition: guide.txt}\n- Guide\n"})
    assert [line.split(": ")[1] for line in found] == ["field-missing", "field-unknown", "field-value"]
    assert list(catalogue.sources) == ["guide"]


def test_what_an_entry_lacks_has_the_line_of_the_entry(garden: CheckFactory) -> None:
    _, found = garden({SOURCES: GARDEN[SOURCES] + "- {key: b, edition: guide.txt}\n- Guide\n"})
    assert [line.split(": ")[0] for line in found] == [f"{SOURCES}:8:3", f"{SOURCES}:9:3"]


def test_a_list_of_sources_may_be_empty(garden: CheckFactory) -> None:
    for text in ("[]\n", "# none yet\n"):
        assert not any(line.startswith(SOURCES) for line in garden({SOURCES: text})[1])


@pytest.mark.parametrize("text", ["5\n", "true\n", "guide\n", "key: guide\ntitle: Guide\nedition: guide.txt\n"])
def test_sources_that_are_no_list_are_a_problem(garden: CheckFactory, text: str) -> None:
    assert any(line.startswith(SOURCES) for line in garden({SOURCES: text})[1])


@pytest.mark.parametrize("edition", ["/etc/hostname", '"guide\\0.txt"', "../../outside.txt"])
def test_an_edition_stands_in_seeds(tmp_path: Path, edition: str) -> None:
    write(tmp_path, {"outside.txt": "Not for readers.\n"})
    root = write(tmp_path / "site", {**GARDEN, SOURCES: f"- {{key: guide, title: Guide, edition: {edition}}}\n"})
    catalogue, found = read_site(root)
    assert catalogue.sources == {}
    assert found


def test_what_did_not_change_is_not_read_again(garden: CheckFactory) -> None:
    before, _ = garden({})
    after, _ = garden({SLUG: "name: Grey garden slug\n"})
    same = {id_ for id_, record in after.records.items() if record is before.records[id_]}
    assert same == after.records.keys() - {"grey-slug"}
    assert after.records["grey-slug"].title == "Grey garden slug"
    kind, _ = garden({SLUG: "name: Grey garden slug\n", "content/slugs/_kind.yml": KIND_WITH_A_FIELD})
    assert kind.records["grey-slug"] is not after.records["grey-slug"]

"""Settings of the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils.yaml import yaml_load

from evidence.settings import Most, Settings, read
from trials import trials

quick = trials()


def sound(text: str) -> Settings:
    site, problems = read(text, "mkdocs.yml")
    assert problems == []
    return site


def wrong(text: str) -> str:
    site, problems = read(text, "mkdocs.yml")
    assert site == Settings()
    (problem,) = problems
    return str(problem)


def test_what_the_generator_needs() -> None:
    site = sound("""\
site_name: Slugs
site_description: All about slugs
nav:
  - index.md
  - Slugs: slugs/index.md
  - More:
      - Plants: plants/index.md
      - https://example.org
extra:
  repository: https://example.org/slugs/
  branch: trunk
  pond: [slugs]
""")
    assert (site.name, site.description) == ("Slugs", "All about slugs")
    assert site.nav == ("index.md", "slugs/index.md", "plants/index.md", "https://example.org")
    assert (site.repository, site.branch) == ("https://example.org/slugs", "trunk")
    assert site.extra["pond"] == ["slugs"]


def test_everything_but_a_mapping_is_optional() -> None:
    assert sound("theme: material\n") == Settings()


def test_what_only_mkdocs_understands_is_passed_over() -> None:
    text = """\
site_name: Slugs
site_url: !ENV [SITE_URL, "https://example.org"]
docs_dir: !relative $config_dir
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
"""
    assert sound(text).name == "Slugs"


OVER = """\
INHERIT: ../base.yml
site_name: Slugs
nav: [index.md]
extra:
  repository: https://example.org/slugs
  maps:
    - {rows: slug, columns: plant}
"""
BASE = """\
INHERIT: common/root.yml
site_name: Base
site_description: What they eat
nav: [a.md, b.md]
extra: {branch: trunk, maps: []}
"""
LOWEST = "extra:\n  branch: main\n  more: 5\nsite_description: Nothing\n"


def test_what_is_inherited_is_merged_as_mkdocs_merges_it(tmp_path: Path) -> None:
    texts = {"../base.yml": BASE, "../common/root.yml": LOWEST}
    site, problems = read(OVER, "mkdocs.yml", texts.get)
    assert problems == []
    assert (site.name, site.description, site.nav, site.branch) == ("Slugs", "What they eat", ("index.md",), "trunk")
    assert (site.repository, site.maps) == ("https://example.org/slugs", (("slug", "plant"),))
    for name, text in {"site/mkdocs.yml": OVER, "base.yml": BASE, "common/root.yml": LOWEST}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    with (tmp_path / "site" / "mkdocs.yml").open(encoding="utf-8") as file:
        assert site.extra == yaml_load(file)["extra"]


def test_what_is_inherited_but_not_there_is_left_to_whoever_fetches() -> None:
    site, problems = read(OVER, "mkdocs.yml", lambda _: None)
    assert (site.name, problems) == ("Slugs", [])


def test_a_circle_of_inheritance_is_a_problem() -> None:
    texts = {"../base.yml": "INHERIT: third.yml\n", "../third.yml": "INHERIT: base.yml\n"}
    site, problems = read(OVER, "mkdocs.yml", texts.get)
    assert site == Settings()
    assert [str(one) for one in problems] == [
        "../third.yml:1:1: field-value: INHERIT leads back to ../base.yml (remove one of them)"
    ]


def test_what_is_wrong_in_an_inherited_file_is_reported_there() -> None:
    _, problems = read("INHERIT: base.yml\n", "mkdocs.yml", {"base.yml": "a: b: c\n"}.get)
    assert [str(one) for one in problems] == ["base.yml:1:5: yaml-syntax: mapping values are not allowed here"]


def test_an_edit_address_names_branch_file_and_line() -> None:
    site = Settings(repository="https://example.org/slugs")
    assert site.edit("content/a.yml") == "https://example.org/slugs/edit/main/content/a.yml"
    assert site.edit("content/a.yml", 7) == "https://example.org/slugs/edit/main/content/a.yml#L7"


def test_a_new_file_begins_in_its_folder_where_there_is_a_repository() -> None:
    settings = sound("site_name: A\nextra: {repository: https://example.org/a/b/, branch: trunk}\n")
    assert settings.new("content/claims") == "https://example.org/a/b/new/trunk/content/claims"
    assert sound("site_name: A\n").new("content/claims") == ""


def test_without_a_repository_there_is_no_edit_address() -> None:
    assert Settings().edit("content/a.yml") == ""


def test_issues_begin_where_the_host_has_them() -> None:
    hosted = sound("extra: {repository: https://example.org/slugs/}\n")
    address = (
        "https://example.org/slugs/issues/new?template=mistake.yml&record=a-b&title=Wrong%3A%20%22a%26b%22%20%7Bform%7D"
    )
    assert hosted.issue("mistake", "a-b", 'Wrong: "a&b" {form}') == address
    other = sound('extra: {issues: "https://example.org/new?title={title}&what={form}"}\n')
    assert other.issue("study", "a-b", "x") == "https://example.org/new?title=x&what=study"
    assert sound("extra: {repository: https://example.org/slugs, issues: false}\n").issue("study", "a", "x") == ""
    assert Settings().issue("study", "a", "x") == ""
    message = "mkdocs.yml:1:1: field-value: extra.issues is no https:// address"
    assert wrong("extra: {issues: 'javascript:alert(1)'}\n") == message


@pytest.mark.parametrize("name", ["site_name", "site_description"])
def test_a_name_is_no_markup_because_themes_print_it_as_it_is(name: str) -> None:
    assert wrong(f"{name}: 'a <b>'\n") == (
        f'mkdocs.yml:1:1: field-value: {name} has < > or ", which themes print as they are (write it without)'
    )
    sound(f"{name}: Slugs & 'snails'\n")


def test_broken_settings_are_a_problem_with_a_place() -> None:
    assert wrong("site_name: Slugs\nnav: [\n").startswith("mkdocs.yml:3:1: yaml-syntax: ")
    assert wrong("a: b: c\n").startswith("mkdocs.yml:1:5: yaml-syntax: ")


@pytest.mark.parametrize("text", ["", "- site_name\n", "Slugs\n"])
def test_a_file_without_settings_is_a_problem(text: str) -> None:
    assert wrong(text) == "mkdocs.yml:1:1: yaml-syntax: the file holds no settings"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "example.org/slugs", "git@example.org:slugs", "htp://example.org"]
)
def test_a_repository_has_an_address_of_the_web(address: str) -> None:
    text = f"extra:\n  repository: '{address}'\n"
    assert wrong(text) == "mkdocs.yml:1:1: field-value: extra.repository is no https:// address"


@pytest.mark.parametrize("text", ["extra: 5\n", "extra: [a]\n", "nav: 5\n", "nav: [5, {a: 5}]\n", "nav:\n"])
def test_settings_of_another_shape_are_left_to_mkdocs(text: str) -> None:
    site = sound(text)
    assert (site.extra, site.nav) == ({}, ())


@pytest.mark.parametrize(
    "text",
    [
        "site_description: 2024-13-45\n",
        "a: !!int slug\n",
        "a: !!int ''\n",
        "a: !!timestamp slug\n",
        "nav: &nav [*nav]\n",
        "[" * 1_500,
        "INHERIT: base.yml\nextra: &a {b: *a}\n",
        "INHERIT: 5\n",
    ],
    ids=["no date", "no number", "no digits", "no time", "a circle", "brackets", "two circles", "no name"],
)
def test_no_settings_make_the_reader_raise(text: str) -> None:
    read(text, "mkdocs.yml", {"base.yml": "extra: &a {b: *a}\n"}.get)


@quick
@given(st.text(st.sampled_from("ab:-?[]{},|>'\"%@# \n"), max_size=60))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    read(text, "mkdocs.yml")


def test_pages_have_an_address_where_the_site_has_one() -> None:
    for address in ("https://example.org/garden", "https://example.org/garden/"):
        site, problems = read(f"site_url: {address}\n", "mkdocs.yml")
        assert problems == []
        assert site.url("index.md") == "https://example.org/garden/"
        assert site.url("plants/index.md") == "https://example.org/garden/plants/"
        assert site.url("plants/windex.md") == "https://example.org/garden/plants/windex/"
        assert site.url("plants/leek soup.md") == "https://example.org/garden/plants/leek%20soup/"


def test_a_site_without_an_address_has_none_for_its_pages() -> None:
    for text in ("site_name: Garden\n", "site_url: ''\n", "site_url: /garden/\n", "site_url: !ENV [ADDRESS, '']\n"):
        assert read(text, "mkdocs.yml")[0].url("index.md") == "", text


def test_how_much_a_page_shows_at_most() -> None:
    assert sound("extra:\n  most: {claims: 3}\n").most == Most(claims=3)
    assert sound("extra:\n  most:\n").most == Most()


@pytest.mark.parametrize(
    ("extra", "name"),
    [
        ("maps: [{row: a, columns: b}]", "extra.maps"),
        ("maps: {rows: a, columns: b}", "extra.maps"),
        ("filters: level", "extra.filters"),
        ("filters: [{level: a}]", "extra.filters"),
    ],
)
def test_lists_of_another_shape_are_not_taken_for_empty_ones(extra: str, name: str) -> None:
    assert name in wrong(f"extra:\n  {extra}\n")


@pytest.mark.parametrize("most", ["{claims: 0}", "{claims: many}", "{rows: true}", "{pages: 3}", "[claims]"])
def test_a_bound_that_is_none_is_a_problem(most: str) -> None:
    assert "extra.most" in wrong(f"extra:\n  most: {most}\n")

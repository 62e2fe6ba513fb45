"""Settings of the site."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from evidence.settings import Settings, read

quick = hypothesis_settings(derandomize=True, max_examples=100)


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
  maps: [slugs]
""")
    assert (site.name, site.description) == ("Slugs", "All about slugs")
    assert site.nav == ("index.md", "slugs/index.md", "plants/index.md", "https://example.org")
    assert (site.repository, site.branch) == ("https://example.org/slugs", "trunk")
    assert site.extra["maps"] == ["slugs"]


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


def test_an_edit_address_names_branch_file_and_line() -> None:
    site = Settings(repository="https://example.org/slugs")
    assert site.edit("content/a.yml") == "https://example.org/slugs/edit/main/content/a.yml"
    assert site.edit("content/a.yml", 7) == "https://example.org/slugs/edit/main/content/a.yml#L7"


def test_without_a_repository_there_is_no_edit_address() -> None:
    assert Settings().edit("content/a.yml") == ""


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
    ],
    ids=["no date", "no number", "no digits", "no time", "a circle", "brackets"],
)
def test_no_settings_make_the_reader_raise(text: str) -> None:
    read(text, "mkdocs.yml")


@quick
@given(st.text(st.sampled_from("ab:-?[]{},|>'\"%@# \n"), max_size=60))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    read(text, "mkdocs.yml")

"""What may be made once is found on a page and becomes what it would become there; everything else is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from evidence.sharing import find, make

CLAIM = """### Rye grows { #c-rye .ev-claim }

Said[^one] by [its page](../c/rye.md), and of <a class="ev-own">oats</a>.
{ .ev-source }

- **About:** [rye](../plants/rye.md)

"""
LINE = "- [Rye grows where oats do not, and grows better there than wheat](../plants/rye.md#c-rye) in plots\n"


def load(root: Path, *extensions: str) -> MkDocsConfig:
    """The settings of a site with these extensions and those that every test needs."""
    names = ", ".join(("abbr", "attr_list", "footnotes", "md_in_html", "tables", "toc: {toc_depth: 2}", *extensions))
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text(f"site_name: x\nmarkdown_extensions: [{names}]\n", "utf-8")
    return load_config(str(root / "mkdocs.yml"))


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> MkDocsConfig:
    return load(tmp_path_factory.mktemp("site"))


def test_a_section_runs_to_the_next_heading_and_knows_its_links() -> None:
    text = f"# Oats\n\n## Plots\n\n{CLAIM}## More\n\nwords\n"
    first, *rest = [place for place in find(text) if place.part.heading]
    assert (first.part.heading, text[first.start : first.end], rest) == ("c-rye", CLAIM, [])
    assert first.links == ["../c/rye.md", "", "../plants/rye.md"]
    assert "[oats](x-link:1/)" in first.part.text


def test_where_links_lead_does_not_tell_parts_apart_but_words_and_abbreviations_do() -> None:
    def keys(text: str) -> list[bytes]:
        return [place.part.key for place in find(f"\n{text}\n") if place.is_long]

    assert keys(LINE) == keys(LINE.replace("../plants/", ""))
    assert keys(LINE) != keys(LINE.replace("rye", "oats").replace("Rye", "Oats"))
    assert keys(LINE) != keys(f"{LINE}\n*[Rye]: a plant\n")
    assert keys(LINE) == keys(f"{LINE}\n*[Wheatgrass]: a plant\n")


@pytest.mark.parametrize(
    "text",
    [
        CLAIM.replace("- **About:**", "- Said[^one] by"),
        CLAIM.replace("Said[^one]", "> Said[^one]"),
        f"{CLAIM}[rye]: https://example.org/\n",
        f"{CLAIM}*[rye]\n: over two lines\n",
        f"{CLAIM}\ue000\n",
    ],
)
def test_nothing_is_made_apart_that_others_on_the_page_decide_on(text: str) -> None:
    assert not [place for place in find(f"\n{text}") if place.part.heading]


def test_a_part_has_holes_for_links_and_footnotes(config: MkDocsConfig) -> None:
    places = [place for place in find(f"\n{CLAIM}## More\n\n{LINE}") if place.is_long]
    section, line = make([place.part for place in places], config, Files([]))
    assert section
    assert line
    assert [piece for piece in section.pieces if not isinstance(piece, str)] == [None, 0, 1, 2]
    assert section.anchors == ("c-rye",)
    assert line.pieces == ("", 0, "Rye grows where oats do not, and grows better there than wheat</a> in plots")


@pytest.mark.parametrize("more", ["<div>\n\n", "</div>\n\n", "![picture](../rye.png)\n\n"])
def test_what_would_not_be_the_same_among_others_is_not_made(config: MkDocsConfig, more: str) -> None:
    (place,) = [place for place in find(f"\n{CLAIM}{more}") if place.part.heading]
    assert make([place.part], config, Files([])) == [None]

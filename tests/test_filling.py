"""A page with parts put in is to the byte the page that MkDocs makes, and where that is not certain MkDocs makes it."""

from __future__ import annotations

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from evidence import filling, sharing
from test_sharing import CLAIM, LINE, load

NOTES = (
    "[^one]: Of rye and of all that was ever said of it by those who grow it. [All](../r/one.md)\n[^two]: Of oats.\n"
)
PAGES = {
    "claims on two pages": f"# Oats\n\n## Plots\n\n{CLAIM}## More\n\n{LINE}- short\n{LINE}\n{NOTES}",
    "inside a block": f'# Oats\n\n<div markdown="block">\n\n{LINE}\n</div>\n\n{CLAIM}## More\n\nSaid[^two].\n\n{NOTES}',
    "plain links": "# Oats\n\nSee [rye](rye.md), [wheat](wheat.md) and [below](#more).\n\n"
    f"- **All:** [rye](rye.md#c-rye)\n\n{CLAIM}\n## More\n\n{NOTES}",
    "raw": f"# Oats\n\n<div>\n\n{LINE}\n</div>\n\n{CLAIM}## More\n\n{NOTES}",
    "code": f"# Oats\n\n    - a\n\n{LINE}\n- `[rye](rye.md)` and [rye](rye.md)\n\n{CLAIM}## More\n\n{NOTES}",
    "no footnote": f"# Oats\n\n{CLAIM}## More\n",
    "the same id": f"# Oats\n\n{CLAIM}## More {{ #c-rye }}\n\n{NOTES}",
    "twice": f"# Oats\n\n{CLAIM}{CLAIM}## More\n\n{NOTES}",
    "cited before and after": f"# Oats\n\nSaid[^one].\n\n> Said[^one].\n\n{CLAIM}## More\n\n- Said[^one].\n\n{NOTES}",
    "abbreviations": f"# Oats\n\n{CLAIM}## More\n\n{LINE}\n{NOTES}\n*[Rye]: a plant\n",
    "a definition": f"# Oats\n\n{CLAIM}## More\n\n{LINE}\n: what it means\n\n{NOTES}",
    "continued": f"# Oats\n\n{LINE}    and more\n\n{LINE}\n    and more\n\n{CLAIM}## More\n\n{NOTES}",
}


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> MkDocsConfig:
    return load(tmp_path_factory.mktemp("site"), "def_list")


def empty(config: MkDocsConfig, uri: str) -> File:
    return File(uri, src_dir=None, dest_dir=config.site_dir, use_directory_urls=True)


def made(config: MkDocsConfig, files: Files, text: str) -> Page:
    page = Page(None, empty(config, "plants/oats.md"), config)
    page.markdown = text
    return page


def said(page: Page) -> list[object]:
    links = {target.src_uri: named for target, named in (page.links_to_anchors or {}).items()}
    return [page.content, [item.title for item in page.toc], page.present_anchor_ids, links, page.title]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_it_would_be_as_a_whole(config: MkDocsConfig, name: str) -> None:
    names = ("plants/oats.md", "plants/rye.md", "plants/wheat.md", "c/rye.md", "r/one.md")
    files = Files([empty(config, uri) for uri in names])
    parts = {place.part.key: place.part for text in PAGES.values() for place in sharing.find(text) if place.is_long}
    alone = {key: sharing.make([part], config, files)[0] for key, part in parts.items()}
    known = {key: whole for key, whole in alone.items() if whole}
    assert len(known) > 4
    whole, filled = made(config, files, PAGES[name]), made(config, files, PAGES[name])
    whole.render(config, files)
    with filling.one_parser():
        for _ in range(2):
            filling.render(filled, config, files, known)
            assert said(filled) == said(whole)
    assert filled.markdown == PAGES[name]

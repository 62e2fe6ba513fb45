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
DRAWING = """<div class="ev-scroll" tabindex="0">
<svg class="ev-arrows" viewBox="0 0 1 1"><title id="drawing-1">From * rye * to "oats" &amp; back -- again</title>
<a href="#c-rye"><g transform="translate(1 1)"><text y="17"><tspan x="10">*rye* :smile: [x](y.md)</tspan></text></g></a>
</svg>
</div>
"""
DETAILS = f'<details open markdown="block">\n<summary markdown="span">Arrows</summary>\n\n{DRAWING}\n</details>\n'
PAGES = {
    "a drawing": f"# Oats\n\n{DRAWING}\n## More\n\n[To it](#drawing-1)\n",
    "a drawing and more": f"# Oats\n\n{DETAILS}\n{CLAIM}## More\n\n{LINE}\n{NOTES}",
    "a drawing in code": f"# Oats\n\n```html\n{DRAWING}```\n\n{CLAIM}## More\n\n{NOTES}",
    "a drawing that is no more": f"# Oats\n\n<!--\n{DRAWING}-->\n\n{CLAIM}## More\n\n{NOTES}",
    "a drawing in Markdown": DRAWING.replace("<div", "# Oats\n\nOats\n\n<div markdown='1'") + f"\n{CLAIM}\n{NOTES}",
    "a drawing in a paragraph": f"# Oats\n\nOats *are\n{DRAWING}and* rye.\n\n{CLAIM}## More\n\n{NOTES}",
    "a drawing in a list": "# Oats\n\n- Oats\n\n" + DRAWING.replace("<", "    <") + f"\n{CLAIM}## More\n\n{NOTES}",
    "a drawing with gaps": DRAWING.replace("<a", "\n<a") + f"\n# Oats\n\n{CLAIM}\n{NOTES}",
    "a drawing with bare signs": DRAWING.replace("&amp;", "& &amp").replace("*rye*", "a < b\ta")
    + f"\n{CLAIM}\n{NOTES}",
    "a drawing with an id of the page": DRAWING.replace("drawing-1", "more")
    + f"\n# Oats\n\n## More\n\n{CLAIM}\n{NOTES}",
    "drawings without end": DRAWING.replace("</svg>", "") + DRAWING.replace("</div>", "") + f"\n{CLAIM}\n{NOTES}",
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
    return load(tmp_path_factory.mktemp("site"), "def_list", "pymdownx.superfences", "smarty")


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


def test_a_drawing_is_not_read(config: MkDocsConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    page, seen, render = made(config, Files([]), PAGES["a drawing"]), list[str](), Page.render

    def seeing(page: Page, config: MkDocsConfig, files: Files) -> None:
        seen.append(page.markdown or "")
        render(page, config, files)

    monkeypatch.setattr(Page, "render", seeing)
    filling.render(page, config, Files([]), {})
    assert [text.count("<svg") for text in seen] == [0]
    assert DRAWING in (page.content or "")
    assert "drawing-1" in (page.present_anchor_ids or set())

"""Pages full of payloads, used as a reader uses them: nothing of a contributor's text runs, hosted or from disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, expect

from readers import served, watched
from sitetools import one_of_each
from test_payloads import hostile

__all__ = ["hostile"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("copy", ["hosted", "disk"])
def test_nothing_that_a_contributor_wrote_runs(hostile: Path, chromium: Browser, copy: str) -> None:
    if copy == "disk":
        site = hostile / "build" / "offline" / "evidence"
        use(chromium, site, site.as_uri() + "/", ".html")
    else:
        with served(hostile / "site") as address:
            use(chromium, hostile / "site", address, "/")


def use(chromium: Browser, site: Path, base: str, ending: str) -> None:
    """Open a page of each kind, the explorer, a form and the search, and a footnote's card."""
    with watched(chromium, base, ending) as reader:
        tab, asked = reader.tab, list[Dialog]()
        tab.on("dialog", lambda dialog: asked.append(dialog))  # noqa: PLW0108  # playwright writes into what it is given
        for path in one_of_each(site):
            tab.goto(base + path.relative_to(site).as_posix())
            tab.wait_for_load_state("networkidle")
            for mark in tab.locator("a.footnote-ref").all()[:1]:
                mark.focus()
                expect(tab.locator(".md-tooltip2--active .md-tooltip2__inner")).to_be_visible()
            assert tab.evaluate("window.pwned") is None, path
        reader.open("claims/index" if ending == ".html" else "claims")
        tab.locator("#explorer-text").press_sequentially("pwned")
        expect(tab.locator("#explorer tbody tr").first).to_be_visible()
        reader.open("")
        tab.locator("input[name=query]").click()
        expect(tab.locator(".md-search-result__meta")).to_contain_text("Type to start", timeout=30_000)
        tab.locator("input[name=query]").press_sequentially("pwned")
        expect(tab.locator(".md-search-result__link").first).to_be_visible(timeout=30_000)
        assert tab.evaluate("window.pwned") is None
        assert asked == []

"""Pages of the hosted site run the site's own scripts and nothing that somebody put into them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect
from playwright.sync_api import Page as Tab

from readers import served, watched
from sitetools import Page as Markup
from sitetools import one_of_each

pytestmark = pytest.mark.browser

POLICY = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>')
ELSEWHERE = "https://elsewhere.example"
ANSWERS = {
    f"{ELSEWHERE}/a.js": ("text/javascript", "window.ran = true"),
    f"{ELSEWHERE}/form?": ("text/html", "<script>window.ran = true</script>"),
}
SMUGGLED = [
    "<script>window.ran = true</script>",
    "<script type=module>window.ran = true</script>",
    f"<script src={ELSEWHERE}/a.js></script>",
    "<script src='data:text/javascript,window.ran=true'></script>",
    f"<base href={ELSEWHERE}><script src=/a.js></script>",
    "<img src=nowhere.png onerror='window.ran = true'>",
    "<svg onload='window.ran = true'></svg>",
    "<iframe srcdoc='<script>parent.ran = true</script>'></iframe>",
    "<a id=click href=#x onclick='window.ran = true'>one</a>",
    "<a id=click href='javascript:void(window.ran = true)'>two</a>",
    f"<form action={ELSEWHERE}/form><button id=click>three</button></form>",
    "<button id=click type=button onclick='(0, eval)(\"window.ran = true\")'>four</button>",
]
"""What somebody might get into a page; each lets the page say that it ran, some when clicked."""


@pytest.mark.parametrize("below", ["/", "/some/path/"])
def test_no_page_of_any_kind_is_kept_from_its_own_work(project: Path, chromium: Browser, below: str) -> None:
    asked = [
        page.relative_to(project / "site").as_posix().removesuffix("index.html")
        for page in one_of_each(project / "site")
    ]
    assert {"", "map/", "claims/", "references/", "add/claim/", "data/"} <= set(asked)
    with served(project / "site", below) as base, watched(chromium, base, "/") as reader:
        for page in asked:
            reader.tab.goto(reader.base + page)
            expect(reader.tab.locator("h1").first).to_be_visible()
            assert reader.complaints == [], page


def test_pages_keep_nothing_of_the_reader_but_the_colours_that_they_show(project: Path, chromium: Browser) -> None:
    with served(project / "site") as base, watched(chromium, base, "/") as reader:
        for page in ("", "claims/?text=cell", "map/", "add/claim/"):
            reader.tab.goto(reader.base + page)
        kept = reader.tab.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]")
        assert kept == [["/.__palette"], [], ""]
        assert reader.tab.context.cookies() == []


def runs(tab: Tab, address: str) -> bool:
    """Whether what was put into a page runs, by itself or when it is clicked."""
    tab.goto(address)
    if (target := tab.locator("#click")).count():
        target.dispatch_event("click")
    tab.wait_for_timeout(250)
    return bool(tab.evaluate("window.ran"))


def answer(route: Route) -> None:
    kind, body = ANSWERS.get(route.request.url, ("text/plain", ""))
    route.fulfill(content_type=kind, body=body)


def test_nothing_that_is_put_into_a_page_runs(project: Path, chromium: Browser, tmp_path: Path) -> None:
    site = shutil.copytree(project / "site", tmp_path / "site")
    original = (site / "method" / "index.html").read_text("utf-8")
    with served(site) as base, watched(chromium, base, "/") as reader:
        reader.tab.route(f"{ELSEWHERE}/**", answer)
        for number, smuggled in enumerate(SMUGGLED):
            page = original.replace("<h1", f"{smuggled}<h1", 1)
            for name, text in {"guarded": page, "bare": POLICY.sub("", page)}.items():
                folder = site / name / str(number)
                folder.mkdir(parents=True)
                (folder / "index.html").write_text(text, "utf-8")
            assert runs(reader.tab, f"{reader.base}bare/{number}/"), smuggled
            reader.complaints.clear()
            assert not runs(reader.tab, f"{reader.base}guarded/{number}/"), smuggled
            assert any("Content Security Policy" in words for words in reader.complaints), smuggled
        reader.complaints.clear()
        reader.requests.clear()


def test_scripts_in_pages_are_those_of_pages_without_content(project: Path) -> None:
    policies = set()
    for path in (project / "site").rglob("*.html"):
        text = path.read_text("utf-8")
        [policy] = POLICY.findall(text)
        policies.add(policy)
        assert text.index(policy) < min(text.find(one) % len(text) for one in ("<script", "<link", "<style"))
        assert not [address for address in Markup(text).links if address.lower().startswith("javascript:")]
    assert len(policies) == 1

"""The forms, filled in as a contributor does, with words copied from a PDF; what they make passes the check."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import Page as Tab

from conftest import SiteFactory
from evidence import passages
from evidence.building import load
from evidence.catalogue import Catalogue
from evidence.folding import FOLDS, fold
from evidence.proposing import propose
from evidence.quotes import Found, Missing
from evidence.reading import read_site
from quotations import CASES, SITE
from readers import BELOW, complaints_of, served
from sitetools import ROOT, evidence

pytestmark = pytest.mark.browser

COPIED = (
    "Shook et al. discovered that adi-\npocytes at the wound site dilate and then shrink due to adipose tri\u00ad\n"
    "acylglyceride lipase depen-\ndent lipolysis. The products of lipolysis recruit im-\nmune cells, which are\u00a0"
    "necessary for e\ufb00ective wound closure [142]."
)
EXACT = (
    "Shook et al. discovered that adipocytes at the wound site dilate and then shrink due to adipose triacylglyceride "
    "lipase dependent lipolysis. The products of lipolysis recruit immune cells, which are necessary for effective "
    "wound closure [142]."
)


@dataclass
class Form:
    """A form in a browser tab."""

    tab: Tab

    @property
    def yaml(self) -> Any:
        return yaml.safe_load(self.tab.locator("#form-yaml").inner_text())

    @property
    def path(self) -> str:
        return self.tab.locator("#form-path").inner_text()

    @property
    def problems(self) -> list[str]:
        return self.tab.locator("#form-problems li").all_inner_texts()

    def field(self, label: str) -> Locator:
        """A field by its label, the help beside it left out."""
        return self.tab.get_by_label(label)

    def choose(self, label: str, typed: str) -> None:
        """Type into a field of names and take the first that is offered, by keyboard alone."""
        box = self.tab.get_by_role("combobox", name=label, exact=True)
        box.press_sequentially(typed)
        expect(self.tab.locator(".autocomplete__menu--visible .autocomplete__option").first).to_be_visible()
        self.tab.keyboard.press("ArrowDown")
        self.tab.keyboard.press("Enter")
        expect(box).to_have_value("")

    def download(self, root: Path) -> Path:
        """Save the file where the form says that it belongs."""
        with self.tab.expect_download() as waiting:
            self.tab.get_by_role("button", name="Download").click()
        path = root / self.path
        assert waiting.value.suggested_filename == path.name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(waiting.value.path(), path)
        return path


@pytest.fixture(scope="module")
def elsewhere(another: Path) -> Iterator[str]:
    """The other review, whose settings name a repository."""
    with served(another / "site", BELOW) as address:
        yield address


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Tab]:
    """A tab in which nothing may complain, and whose pages may ask no other host for anything."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    one = context.new_page()
    complaints = complaints_of(one)
    one.on(
        "request",
        lambda sent: None if sent.url.startswith(("http://127.", "file:", "blob:")) else complaints.append(sent.url),
    )
    yield one
    context.close()
    assert complaints == []


@pytest.fixture
def form(tab: Tab) -> Form:
    return Form(tab)


def checked(root: Path, to: Path, files: list[Path]) -> None:
    """The site with some files more has no error, and no warning in these but that nothing names them yet."""
    result = evidence(root, "check", "--format", "json", *map(str, files))
    assert result.returncode == 0, result.stdout
    found = {one["code"] for one in json.loads(result.stdout)}
    assert found <= {"topic-unused", "claim-near-duplicate"}, result.stdout


def sources_of(root: Path, to: Path) -> Path:
    """A copy of what a site is made of."""
    for name in ("content", "templates", "seeds"):
        shutil.copytree(root / name, to / name)
    for path in (*root.glob("*.yml"), root / "references.bib", root / "CITATION.cff"):
        shutil.copyfile(path, to / path.name)
    return to


# Files that pass the check -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["hosted", "disk"])
def test_a_claim_and_a_topic_made_by_forms_pass_the_check(
    form: Form, project: Path, hosted: str, where: str, tmp_path: Path
) -> None:
    root = sources_of(project, tmp_path)
    disk = (project / "build" / "offline" / "evidence").as_uri()
    form.tab.goto(f"{hosted}conditions/wound/" if where == "hosted" else f"{disk}/conditions/wound.html")
    form.tab.get_by_role("link", name="Add a claim about this").click()
    form.field("Words of the source").fill(COPIED)
    expect(form.tab.locator(".ev-said").first).to_contain_text("MSCs promote wound healing, paragraph 1")
    form.tab.get_by_role("button", name="+ Lipolysis").click()
    form.field("Statement").fill(
        'Fat cells at a wound first swell, then shrink: their "products" call immune cells # here.'
    )
    form.field("Stance").select_option("background")
    form.tab.get_by_role("button", name="Add: Effect").click()
    form.field("Text").fill("arrival of immune cells")
    form.field("Change").select_option("increases")
    form.choose("What acts", "lipolysis")
    form.field("Folder").select_option("wound-healing")
    assert form.problems == []
    assert form.yaml == {
        "statement": 'Fat cells at a wound first swell, then shrink: their "products" call immune cells # here.',
        "stance": "background",
        "about": {"condition": ["wound"], "mechanism": ["lipolysis"]},
        "evidence": [{"source": "li2024", "quote": EXACT, "cites": ["li2024-142"]}],
        "effects": [{"target": {"text": "arrival of immune cells"}, "change": "increases", "from": ["lipolysis"]}],
    }
    assert form.path == "content/claims/wound-healing/fat-cells-at-a-wound-first-swell-then.yml"
    claim = form.download(root)
    form.tab.goto(f"{hosted}add/molecule/" if where == "hosted" else f"{disk}/add/molecule.html")
    form.field("Name (required)").fill("Élan: the factor")
    form.field("Synonyms").fill("no\nelan factor 1")
    form.field("Abbreviations").fill("ELF-9")
    form.field("Identifiers").fill("hgnc: 12345")
    form.choose("Parent", "transforming growth")
    form.field("Summary").fill("A factor.\n\nSee [[wound]].")
    assert form.problems == []
    assert form.yaml["synonyms"] == ["no", "elan factor 1"]
    assert form.yaml["identifiers"] == {"hgnc": "12345"}
    assert form.path == "content/molecules/elan-the-factor.yml"
    checked(root, tmp_path, [claim, form.download(root)])


def test_forms_of_another_review_do_the_same(form: Form, another: Path, elsewhere: str, tmp_path: Path) -> None:
    root = sources_of(another, tmp_path)
    form.tab.goto(f"{elsewhere}add/claim/")
    form.field("Words of the source").fill(
        "Tall covers held\ncold air, and buds froze more often above them than above tilled soil (Lefèvre\n2009)."
    )
    form.field("Statement").fill("Above tall covers buds froze more often than above tilled soil.")
    form.field("Stance").select_option("opposes")
    assert form.problems == [
        "What it is about: a claim that is not background names what was given: one of Practice, Plant"
    ]
    form.choose("Practice", "permanent grass")
    form.field("Slope (%)").fill("steep")
    assert form.problems == [
        "Slope (%): is not a number that may stand here (decimals stand behind a point, as in 2.5)"
    ]
    form.field("Slope (%)").fill("24.5")
    assert form.problems == []
    assert form.yaml["slope"] == 24.5
    assert form.yaml["evidence"][0]["cites"] == ["lefevre2009"]
    host = urlsplit(form.tab.locator("#form-host").get_attribute("href") or "")
    assert host.netloc + host.path == "example.org/vineyards/living-ground/new/main/content/claims"
    asked = parse_qs(host.query)
    assert asked["filename"] == [Path(form.path).name]
    assert yaml.safe_load(asked["value"][0]) == form.yaml
    claim = form.download(root)
    form.tab.goto(f"{elsewhere}add/soil-process/")
    form.field("Name (required)").fill("Depth of frost")
    assert [one.partition(":")[0] for one in form.problems] == ["Unit"]
    form.field("Unit").fill("cm")
    checked(root, tmp_path, [claim, form.download(root)])


# What is said ------------------------------------------------------------------------------------------------------


def test_what_is_missing_or_wrong_is_said_in_words_and_leads_to_its_field(form: Form, hosted: str) -> None:
    form.tab.goto(f"{hosted}add/claim/")
    titles = ["Quotation 1 › Words of the source", "Statement", "Stance", "Name of the file"]
    assert form.problems == [f"{title}: is still missing" for title in titles]
    form.tab.get_by_role("link", name="Stance").click()
    expect(form.field("Stance")).to_be_focused()
    form.field("Words of the source").fill("the adipocytes at the wound site dilate and shrink because of lipolysis")
    expect(form.tab.locator(".ev-said").first).to_contain_text("The nearest passage is: “Shook et al. discovered")
    expect(form.field("Words of the source")).to_have_attribute("aria-invalid", "true")
    form.field("Name of the file").fill("wound")
    assert form.problems[-1] == "Name of the file: is taken already"
    form.field("Name of the file").fill("Wound 2")
    assert form.problems[-1].startswith("Name of the file: has lower-case letters")
    form.tab.get_by_role("combobox", name="Mechanism", exact=True).press_sequentially("angiog")
    assert any(one.startswith("What it is about › Mechanism: what was typed is not chosen") for one in form.problems)
    form.tab.get_by_role("combobox", name="Mechanism", exact=True).fill("")
    form.tab.get_by_role("button", name="Add: Effect").click()
    form.choose("One that exists already", "photoaging")
    form.field("Change").select_option("increases")
    assert "photoaging: may only be: improves, worsens, does not change, has mixed effects on" in form.problems
    form.field("Text").fill("something else")
    assert "Effect 1 › Target: Fill in one of the two, not both." in form.problems
    form.tab.get_by_role("button", name="Remove Effect 1").click()
    assert "effects" not in form.yaml


def test_a_file_too_long_for_an_address_is_copied(form: Form, elsewhere: str) -> None:
    form.tab.goto(f"{elsewhere}add/claim/")
    expect(form.tab.locator("#form-long")).to_be_hidden()
    form.field("Statement").fill("Бук " * 400)
    expect(form.tab.locator("#form-long")).to_be_visible()
    assert set(parse_qs(urlsplit(form.tab.locator("#form-host").get_attribute("href") or "").query)) == {"filename"}


def test_without_a_repository_the_file_is_copied_or_saved(form: Form, hosted: str) -> None:
    form.tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    form.tab.goto(f"{hosted}add/companion/")
    expect(form.tab.locator("#form-host")).to_have_count(0)
    form.field("Name (required)").fill("Honey")
    form.tab.get_by_role("button", name="Copy", exact=True).first.click()
    assert form.tab.evaluate("navigator.clipboard.readText()").strip() == "name: Honey"


def test_a_source_that_may_not_be_shown_is_left_to_the_check(form: Form, elsewhere: str) -> None:
    form.tab.goto(f"{elsewhere}add/claim/")
    form.choose("Source (required)", "dossier")
    form.field("Words of the source").fill("Neither was fatal, and these words stand nowhere.")
    expect(form.tab.locator(".ev-said").first).to_contain_text("may not be shown here")
    assert not any("Words of the source" in one for one in form.problems)


def test_without_scripts_the_page_says_what_to_do(chromium: Browser, hosted: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{hosted}add/claim/")
    expect(tab.get_by_text("evidence new claim ID")).to_be_visible()
    expect(tab.locator("#form")).to_be_hidden()
    context.close()


def complaints(tab: Tab) -> list[tuple[str, list[str]]]:
    """What axe finds, and where."""
    found = Axe().run(tab).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_form_in_use(
    form: Form, hosted: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    form.tab.set_viewport_size({"width": width, "height": 900})
    form.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    form.tab.goto(f"{hosted}add/claim/?condition=wound")
    form.field("Words of the source").fill(COPIED)
    form.tab.get_by_role("button", name="Add: Effect").click()
    form.tab.locator("#form details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    assert complaints(form.tab) == []
    form.tab.get_by_role("combobox", name="Mechanism", exact=True).press_sequentially("angio")
    expect(form.tab.locator(".autocomplete__menu--visible .autocomplete__option").first).to_be_visible()
    assert complaints(form.tab) == []
    assert form.tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("marks", ["\u201c\u201d", '""', "\u201e\u201c"])
def test_quotation_marks_around_the_pasted_words_are_left_out(form: Form, hosted: str, marks: str) -> None:
    form.tab.goto(f"{hosted}add/claim/")
    form.field("Words of the source").fill(f"{marks[0]}{COPIED}{marks[1]} ")
    expect(form.tab.locator(".ev-said").first).to_contain_text("MSCs promote wound healing, paragraph 1")
    assert form.yaml["evidence"][0]["quote"] == EXACT


def test_pages_are_small(project: Path) -> None:
    sizes = {path: len(gzip.compress(path.read_bytes())) for path in (project / "site" / "add").rglob("*.html")}
    assert len(sizes) > 5
    assert max(sizes.values()) < 60_000


# Finding as Python finds -------------------------------------------------------------------------------------------

RUN = "(quotes) => { const one = evidenceQuotes(evidenceSources); return quotes.map((quote) => one.find(quote)); }"


def in_browser(tab: Tab, catalogue: Catalogue, quotes: list[str]) -> list[dict[str, Any]]:
    """What the browser finds of each quotation."""
    tab.goto("about:blank")
    tab.add_script_tag(content=passages.script(catalogue))
    tab.add_script_tag(path=ROOT / "docs" / "assets" / "form-quotes.js")
    found = tab.evaluate(RUN, quotes)
    assert isinstance(found, list)
    return found


def test_the_browser_finds_the_shared_cases_so(tab: Tab, site: SiteFactory) -> None:
    catalogue, _ = read_site(site({path: text for path, text in SITE.items() if text}))
    for case, found in zip(CASES, in_browser(tab, catalogue, [case["quote"] for case in CASES]), strict=True):
        if "fault" in case:
            assert found.get("fault") == case["fault"], case
        else:
            assert [found.get(name) for name in ("words", "place", "cites")] == [
                case[name] for name in ("words", "place", "cites")
            ]
            assert {id_ for _, id_ in found["topics"]} == set(case["topics"])


@pytest.mark.parametrize("name", ["project", "another"])
def test_every_quotation_is_found_in_the_browser_as_by_the_command(
    tab: Tab, request: pytest.FixtureRequest, name: str
) -> None:
    catalogue = load(request.getfixturevalue(name))[0]
    shown = [key for key, source in catalogue.sources.items() if source.spec.shown_whole]
    items = [item for record in catalogue.sourced for item in record.evidence if item.source in shown]
    assert len(items) > 10
    for item, found in zip(items, in_browser(tab, catalogue, [item.quote for item in items]), strict=True):
        proposed, here = propose(catalogue, item.quote), catalogue.finders[item.source].find(item.quote)
        assert not isinstance(proposed, Missing)
        assert isinstance(here, Found)
        (expected,) = proposed["evidence"]
        assert (found["words"], found["cites"]) == (expected["quote"], expected.get("cites", []))
        assert (found["source"]["key"], found["place"]) == (item.source, here.passage.place)
        named = {id_ for ids in proposed.get("about", {}).values() for id_ in ids}
        assert {id_ for _, id_ in found["topics"]} == named


def test_the_browser_folds_as_python_does(tab: Tab, project: Path) -> None:
    catalogue = load(project)[0]
    texts = [passage.text for source in catalogue.sources.values() for passage in source.passages]
    texts += [f"a{sign}b {sign} c" for sign in FOLDS] + [
        "e\u0301 \u00e9 x\u00ad \n y",
        "\U0001d6fd\u00a0x",
        "10\u2076\u00ad b",
    ]
    in_browser(tab, catalogue, [])
    folded = tab.evaluate("(texts) => texts.map(evidenceQuotes(evidenceSources).fold)", texts)
    assert folded == [fold(text) for text in texts]

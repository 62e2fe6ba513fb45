"""What holds for every page of the built sites; `test_building.py` tests how they are built."""

from __future__ import annotations

import gzip
import html
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from evidence import settings
from evidence.abbreviations import explained, pattern
from evidence.building import load
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.folding import fold
from evidence.models import Claim
from evidence.pages import owners
from sitetools import ROOT, copy_project, evidence, pages

pytestmark = pytest.mark.site

HOSTED = "site"
OFFLINE = "build/offline/evidence"
REPOSITORY = "https://host.invalid/owner/name"

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
Elements = list[tuple[str, dict[str, str]]]


class Reader(HTMLParser):
    """The elements of one page with their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: Elements = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))


class Words(HTMLParser):
    """The words in the article of one page, with the names of the elements around them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.around: list[str] = []
        self.words: list[tuple[str, set[str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  # the base class gives them
        if tag not in VOID:
            self.around.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.around and self.around.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "article" in self.around and data.strip():
            self.words.append((data, set(self.around)))


@pytest.fixture(scope="module")
def catalogue(project: Path) -> Catalogue:
    """Everything that the project's site is made of."""
    return load(project)[0]


@pytest.fixture(scope="module")
def elements(project: Path) -> dict[Path, Elements]:
    """The elements of every page of the hosted site, by its path."""
    site = project / HOSTED
    return {path.relative_to(site): Reader(path.read_text("utf-8")).elements for path in sorted(site.rglob("*.html"))}


@pytest.fixture(scope="module")
def shown(project: Path) -> dict[str, list[tuple[str, set[str]]]]:
    """What every page of the hosted site shows to readers, by its path, with the elements around it."""
    site = project / HOSTED
    return {
        path.relative_to(site).as_posix(): Words(path.read_text("utf-8")).words for path in sorted(site.rglob("*.html"))
    }


def is_forward(found: Elements) -> bool:
    """Whether a page only says where its record stands now."""
    return any(attributes.get("http-equiv") == "refresh" for _, attributes in found)


def own(catalogue: Catalogue) -> list[tuple[str, str]]:
    """The address of every record's own page below the site, and the record's title."""
    return [
        (f"{kind.folder}/{record.id}", record.title)
        for kind in owners(catalogue)
        for record in catalogue.of_kind(kind.id)
    ]


def plain(text: str) -> str:
    """The words of some HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


# Pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("site", "ending"), [(HOSTED, "/index.html"), (OFFLINE, ".html")])
def test_the_page_of_a_record_is_headed_by_its_name(
    project: Path, catalogue: Catalogue, site: str, ending: str
) -> None:
    for address, title in own(catalogue):
        text = (project / site / f"{address}{ending}").read_text("utf-8")
        found = re.findall(r"<h1[^>]*>(.*?)<a class=.headerlink", text, re.DOTALL)
        assert [plain(heading) for heading in found] == [title], address


@pytest.mark.parametrize("site", [HOSTED, OFFLINE])
def test_an_anchor_stands_once_on_a_page(project: Path, site: str) -> None:
    for path, page in pages(project / site).items():
        assert sorted(page.ids) == sorted(set(page.ids)), path.relative_to(project)


def test_no_page_shows_the_marks_of_markdown(shown: dict[str, list[tuple[str, set[str]]]]) -> None:
    marks = re.compile(r"\]\((?:#|[^\s()]*\.md)|\[\^|\*\*|\{ [.#]|&#")
    found = [
        (path, text.strip()[:80])
        for path, texts in shown.items()
        for text, around in texts
        if not around & {"code", "pre", "script", "style"} and marks.search(text)
    ]
    assert found == []


def test_every_abbreviation_says_what_it_stands_for(
    shown: dict[str, list[tuple[str, set[str]]]], catalogue: Catalogue
) -> None:
    shorts = pattern(explained(catalogue))
    explanations = 0
    bare = []
    for path, texts in shown.items():
        for text, around in texts if not path.startswith("c/") else ():
            explanations += "abbr" in around
            if not around & {"abbr", "code", "option", "pre", "script", "style", "svg"}:
                bare += [(path, word) for word in shorts.findall(text)]
    assert bare == []
    assert explanations > 5000


def test_the_foot_of_every_full_page_says_that_it_is_no_medical_advice(
    project: Path, elements: dict[Path, Elements]
) -> None:
    full = [path for path, found in elements.items() if not is_forward(found)]
    assert len(full) > 200
    for path in full:
        [foot] = re.findall(r"<footer.*?</footer>", (project / HOSTED / path).read_text("utf-8"), re.DOTALL)
        assert "It is no medical advice." in plain(foot), path


def test_other_hosts_are_named_only_where_a_reader_may_go_there(elements: dict[Path, Elements]) -> None:
    for path, found in elements.items():
        for tag, attributes in found:
            if tag == "meta" or (tag == "link" and attributes.get("rel") == "canonical"):
                continue
            allowed = {"a": {"href"}, "svg": {"xmlns"}}.get(tag, set())
            foreign = {name for name, value in attributes.items() if re.search(r"(?:^|[a-z]:|\burl\(.?)//", value)}
            assert foreign <= allowed, (path, tag, attributes)


def test_navigation_leads_to_lists_and_to_pages_written_by_hand(
    project: Path, catalogue: Catalogue, elements: dict[Path, Elements]
) -> None:
    read, problems = settings.read((project / "mkdocs.yml").read_text("utf-8"), "mkdocs.yml")
    assert problems == []
    records = {f"{address}.md" for address, _ in own(catalogue)}
    assert records.isdisjoint(read.nav)
    named = {Path(address.removesuffix(".md").removesuffix("index")) / "index.html" for address in read.nav}
    for path, found in elements.items():
        for _, attributes in found:
            if re.search(r"\bmd-(?:nav|tabs)__link\b", attributes.get("class", "")) and "href" in attributes:
                where = urldefrag(attributes["href"]).url
                target = Path(os.path.normpath(path.parent / where)) / "index.html" if where else path
                assert target == path or target in named, (path, attributes["href"])


def test_one_claim_names_its_topic(project: Path) -> None:
    wrong = [path for path in (project / "docs").rglob("*.md") if "\n1 claim name " in path.read_text("utf-8")]
    assert wrong == []


# Addresses -----------------------------------------------------------------------------------------------


def forwards(site: Path, folder: str) -> Iterator[tuple[Path, str]]:
    """Each page of a folder that only forwards, and the file below the site with the anchor that it leads to."""
    for path, page in pages(site / folder).items():
        if 'http-equiv="refresh"' in path.read_text("utf-8"):
            assert len(page.links) == 2, f"{path}: the link and the forward"
            assert len(set(page.links)) == 1, path
            where, anchor = urldefrag(page.links[0])
            target = (path.parent / unquote(where)).resolve()
            target = target / "index.html" if where.endswith("/") else target
            yield path, f"{target.relative_to(site.resolve()).as_posix()}" + (f"#{anchor}" if anchor else "")


@pytest.mark.parametrize(("site", "ending"), [(HOSTED, "/index.html"), (OFFLINE, ".html")])
def test_every_address_that_was_ever_given_forwards_to_its_record(
    project: Path, catalogue: Catalogue, site: str, ending: str
) -> None:
    cutter = Cutter(catalogue)
    expected = {}
    for record in catalogue.records.values():
        target = cutter.target(record.id)
        page = target.path.removesuffix(".md")
        file = f"{page}.html" if page.endswith("index") or site == OFFLINE else f"{page}{ending}"
        folder = "c" if isinstance(record, Claim) else catalogue.kinds[record.kind].folder
        if target.path:
            ids = [record.id, *record.former_ids] if isinstance(record, Claim) else record.former_ids
            for id_ in ids:
                expected[f"{folder}/{id_}{ending}"] = file + (f"#{target.anchor}" if target.anchor else "")
    assert len(expected) > len(catalogue.claims)
    root = project / site
    found = {path.relative_to(root).as_posix(): target for path, target in forwards(root, "")}
    assert found == expected


def test_a_link_on_the_disk_names_a_file(project: Path) -> None:
    for path, page in pages(project / OFFLINE).items():
        for address in page.links if path.name != "404.html" else []:
            parts = urlsplit(address)
            if not parts.scheme and parts.path:
                assert (path.parent / unquote(parts.path)).is_file(), (path.relative_to(project), address)


# References ----------------------------------------------------------------------------------------------


def test_nothing_but_its_number_is_said_of_a_reference_that_is_not_known(project: Path, catalogue: Catalogue) -> None:
    text = (project / HOSTED / "references" / "index.html").read_text("utf-8")
    sections = dict(re.findall(r'<p class="ev-reference" id="([^"]+)">(.*?)</p>', text, re.DOTALL))
    assert set(catalogue.references) == set(sections)
    unknown = [reference for reference in catalogue.references.values() if not reference.known]
    assert len(unknown) > 100
    source = " ".join((project / "seeds" / "li2024.txt").read_text("utf-8").split())
    for reference in unknown:
        words = plain(sections[reference.key])
        assert "Not identified" in words
        named = re.search(r"\(named there as (.*?)\);", words)
        assert not named or named[1] in source, words
        left = words.replace("of Li et al. 2024", "").replace(named[0] if named else "", "")
        assert not re.search(r"\b(?:1[89]|20)\d\d\b", left), words


@pytest.mark.parametrize("site", [HOSTED, OFFLINE])
def test_the_search_knows_each_page_and_each_claim_once(project: Path, catalogue: Catalogue, site: str) -> None:
    """The pages of records by the scripts of the search, all others by the theme's index."""
    text = (project / site / "search" / "search_index.json").read_text("utf-8")
    pages_of_others = {entry["location"].partition("#")[0] for entry in json.loads(text)["docs"]}
    rows = [
        row
        for path in (project / site / "data" / "search").glob("entries-*.js")
        for row in json.loads(path.read_text("utf-8").partition(",")[2].removesuffix(");\n"))
    ]
    ending = "/" if site == HOSTED else ".html"
    places = [(f"{address}{ending}", anchor) for address, anchor, *_ in rows]
    assert len(places) == len(set(places))
    assert [address for address, _ in own(catalogue) if (f"{address}{ending}", "") not in places] == []
    assert {anchor for _, anchor in places if anchor} == {f"c-{claim.id}" for claim in catalogue.claims}
    assert pages_of_others.isdisjoint(address for address, _ in places)
    assert [page for page in pages_of_others if page.startswith(("c/", "map", "sources/"))] == []
    for address, anchor in places:
        page = project / site / (address + "index.html" if address.endswith("/") else address)
        page = page if page.is_file() or site == HOSTED else page.with_name("index.html")
        assert not anchor or f'id="{anchor}"' in page.read_text("utf-8")


# Sources -------------------------------------------------------------------------------------------------


class Marked(HTMLParser):
    """The words of one page but for raised signs, and by their ids those of marked words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words = ""
        self.raised = 0
        self.open: list[tuple[str, int]] = []
        self.marked: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.raised += tag == "sup"
        if tag == "mark":
            self.open.append((dict(attrs).get("id") or "", len(self.words)))

    def handle_endtag(self, tag: str) -> None:
        self.raised -= tag == "sup"
        if tag == "mark":
            id_, start = self.open.pop()
            self.marked[id_] = self.words[start:]

    def handle_data(self, data: str) -> None:
        self.words += data if not self.raised else ""


def letters(text: str) -> str:
    """A text of a source without its spaces and the lines between the cells of a row."""
    return re.sub(r"\s|(?<= )\|(?= )", "", fold(text))


@pytest.fixture(scope="module")
def sources(project: Path) -> dict[str, Marked]:
    """The pages on which sources are read, by their addresses below docs/."""
    folder = project / HOSTED / "sources"
    return {f"sources/{one.parent.name}.md": Marked(one.read_text("utf-8")) for one in folder.rglob("*.html")}


def test_a_source_that_may_be_shown_is_shown_with_all_its_words(
    catalogue: Catalogue, sources: dict[str, Marked]
) -> None:
    cutter = Cutter(catalogue)
    for source in catalogue.sources.values():
        for number, passages in enumerate(source.pages):
            text = letters(sources[cutter.source_page(source, number)].words)
            shown = [one for one in passages if one.kind != "running-head"]
            lines = [letters(cell) for one in shown for cell in one.text.split(" | ")]
            assert [line for line in lines if line not in text] == []


def test_every_quotation_is_marked_in_its_source(catalogue: Catalogue, sources: dict[str, Marked]) -> None:
    cutter = Cutter(catalogue)
    views = [quote for record in catalogue.sourced for quote in cutter.quotes(record)]
    assert len(views) > len(catalogue.claims)
    marked = {view.reader.anchor: letters(sources[view.reader.path].marked[view.reader.anchor]) for view in views}
    assert [view.text for view in views if not letters(view.text).startswith(marked[view.reader.anchor])] == []
    cut = [view.text for view in views if letters(view.text) != marked[view.reader.anchor]]
    assert len([text for text in cut if " | " not in text]) < 5


def test_no_page_of_a_source_is_heavy(project: Path) -> None:
    sizes = {path: len(gzip.compress(path.read_bytes())) for path in (project / HOSTED / "sources").rglob("*.html")}
    assert sizes
    assert {path: size for path, size in sizes.items() if size > 60_000} == {}


def test_of_a_source_without_a_licence_only_quotations_are_published(another: Path) -> None:
    whole, quoted = (
        words(another / "site" / "sources" / name / "index.html") for name in ("orlova2023", "dossier2021")
    )
    assert "others kill a winter cover in March" in whole
    assert "held 18 % less water than under tillage" in quoted
    assert "This site does not show the whole text" in quoted
    for path in another.rglob("site/**/*.html"):
        assert "all of them were visited twice" not in words(path), path


def test_a_source_says_whose_it_is_and_under_which_licence(project: Path, another: Path) -> None:
    first = project / HOSTED / "sources" / "li2024" / "index.html"
    assert "Li J, Liu Y, Zhang R" in words(first)
    assert "Published under CC BY 4.0, as seen at www.biomedcentral.com/licensing" in words(first)
    assert "Not seen: the licence statement on the article's own page." in words(first)
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in first.read_text("utf-8")
    other = words(another / "site" / "sources" / "orlova2023" / "index.html")
    assert "Orlova V, Smit J. Living ground" in other
    assert "Published under CC0 1.0" in other


# Dates -----------------------------------------------------------------------------------------------------


def test_without_a_history_no_page_has_a_date_and_with_one_pages_and_claims_do(project: Path, tmp_path: Path) -> None:
    page = Path("site/conditions/scar/index.html")
    assert "changed on" not in words(project / page)
    assert re.search(r"\d+ of \d+ claims here were read twice", words(project / page))
    root = tmp_path / "project"
    shutil.copytree(project, root, ignore=shutil.ignore_patterns("site", "build"))
    who = {f"GIT_{name}": "nobody" for name in ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL")}
    when = {"GIT_AUTHOR_DATE": "2024-05-06T12:00:00 +0000", "GIT_COMMITTER_DATE": "2024-05-06T12:00:00 +0000"}
    for arguments in (["init"], ["add", "."], ["commit", "-m", "everything"]):
        command = ["git", "-C", str(root), *arguments]
        subprocess.run(command, env={**os.environ, **who, **when}, check=True, capture_output=True)
    edited = root / "content" / "conditions" / "keloid.yml"
    edited.write_text(edited.read_text("utf-8") + "\n# edited\n", "utf-8")
    result = evidence(root, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    text = words(root / page)
    assert "Last changed on 2024-05-06" in text
    assert "Read twice · changed on 2024-05-06" in text
    for address in ("references", "about"):
        assert "Last changed on 2024-05-06" in words(root / "site" / address / "index.html"), address
    assert "Last changed" not in words(root / "site" / "conditions" / "keloid" / "index.html")


# Editing -------------------------------------------------------------------------------------------------


def test_without_a_repository_no_page_offers_an_edit(elements: dict[Path, Elements]) -> None:
    for path, found in elements.items():
        for _, attributes in found:
            assert "/edit/" not in attributes.get("href", ""), path
            assert "/new/" not in attributes.get("href", ""), path
            assert "/issues/new" not in attributes.get("href", ""), path
            assert attributes.get("rel") != "edit", path


def test_a_repository_adds_edit_links_and_changes_nothing_else(project: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(project, root, ignore=shutil.ignore_patterns("site", "build"))
    text = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(text.replace("\nextra:\n", f"\nextra:\n  repository: {REPOSITORY}\n"), "utf-8")
    result = evidence(root, "pages")
    assert result.returncode == 0, result.stdout
    address = re.escape(REPOSITORY) + r"/edit/main/[\w/.-]+(?:#L\d+)?"
    issue = re.escape(REPOSITORY) + r"/issues/new\?template=(?:mistake|study)\.yml&(?:amp;)?record=[^\s<>\"]+"
    link = re.compile(
        rf"^edit: {address}\n|^issues:\n(?:- - .*\n  - {issue}\n)+"
        rf'|(?: ·)? <a href="(?:{address}">Edit|{issue}">)[^<]*</a>',
        re.MULTILINE,
    )
    stamp = re.compile(r"(?<=^# Generated: )(edit .*) \([0-9a-f]{16}\)$", re.MULTILINE)  # a digest of the whole page
    edited, reported = [], set()
    for path in (root / "docs").rglob("*.md"):
        page, name = path.read_text("utf-8"), path.relative_to(root)
        before = (project / name).read_text("utf-8")
        if name.parts[1] == "add":  # a form that leads to the host says so in place of telling what to do without it
            page, before = (text.partition('<p class="ev-actions">')[0] for text in (page, before))
        assert stamp.sub(r"\1", link.sub("", page)) == stamp.sub(r"\1", before), name
        edited += [name.parts[1]] if link.search(page) else []
        for linked in re.findall(rf"{re.escape(REPOSITORY)}/edit/main/([\w/.-]+)", page):
            assert (root / linked).is_file(), (name, linked)
        reported |= set(re.findall(r"template=mistake\.yml&(?:amp;)?record=([\w%.-]+)", page))
    folders = {"conditions", "molecules", "studies", "corrections", "references", "references.md", "sources"}
    assert folders <= set(edited), edited
    catalogue = load(project)[0]
    named = {record.id for record in catalogue.records.values() if catalogue.kinds[record.kind].pages}
    assert named | {claim.id for claim in catalogue.claims} | set(catalogue.references) <= reported


# The same bytes ------------------------------------------------------------------------------------------


def test_the_same_sources_give_the_same_zip(project: Path, tmp_path: Path) -> None:
    root = copy_project(tmp_path / "Übung zwei")
    result = evidence(root, "build", "--offline", TZ="Pacific/Kiritimati", PYTHONHASHSEED="4", LANG="tr_TR.UTF-8")
    assert result.returncode == 0, result.stdout + result.stderr
    archive = Path("build/offline/evidence.zip")
    assert (root / archive).read_bytes() == (project / archive).read_bytes()


# Another review --------------------------------------------------------------------------------------------


def words(path: Path) -> str:
    """What a reader reads on a page."""
    return plain(re.sub(r"<(script|style).*?</\1>", "", path.read_text("utf-8"), flags=re.DOTALL))


def test_another_review_shows_relations_from_both_sides(another: Path) -> None:
    site = another / "site"
    sward = words(site / "practices" / "dauerbegruenung" / "index.html")
    assert "Plants: Grasses, White clover" in sward
    assert "Replaces: Tillage" in sward
    assert "Concerns named with it: Soil erosion (3), " in sward
    assert "More specific: Grass in every second alley" in sward
    assert "Practices that use it: Dauerbegrünung" in words(site / "plants" / "white-clover" / "index.html")
    assert "Replaced by: Cover cropping, Dauerbegrünung" in words(site / "practices" / "tillage" / "index.html")


def test_another_review_cites_by_author_and_year(another: Path) -> None:
    text = (another / "site" / "concerns" / "soil-erosion" / "index.html").read_text("utf-8")
    assert "soil loss by four fifths and doubled infiltration (Müller and Novák 2014)" in plain(text)
    [note] = re.findall(r'<li id="fn:mueller2014">(.*?)</li>', text, re.DOTALL)
    assert plain(note).startswith("Müller J, Novák P. Eighteen years of grass on a loess slope")
    list_of_references = words(another / "site" / "references" / "index.html")
    assert "García 2019a" in list_of_references
    assert "García 2019b" in list_of_references
    assert "Retracted." in list_of_references


def test_another_review_says_what_was_retracted_and_where_it_is_published(another: Path) -> None:
    text = (another / "site" / "plants" / "white-clover" / "index.html").read_text("utf-8")
    [marker] = re.findall(r"gully erosion altogether \((.*?)\) has since", text)
    assert marker == 'O\'Brien <a class="footnote-ref" href="#fn:obrien2011">2011</a>'
    assert "Rests on retracted work: not counted" in text
    assert "Version 2.3.1. https://example.org/living-ground/c/white-clover-gullies/</pre>" in text
    [schema] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert json.loads(schema)["url"] == "https://example.org/living-ground/plants/white-clover/"
    assert "Add the address" not in text


def test_another_review_keeps_letters_of_other_scripts(another: Path) -> None:
    sward = words(another / "site" / "practices" / "dauerbegruenung" / "index.html")
    assert "trvalé zatravnění, μόνιμη χλοοκάλυψη" in sward
    assert "Παπαδοπούλου" in words(another / "site" / "references" / "index.html")


def test_another_review_has_maps_diagrams_an_explorer_coverage_and_corrections(another: Path) -> None:
    site = another / "site"

    def page(name: str) -> str:
        return (site / name / "index.html").read_text("utf-8")

    for name in ("map", "map/soil-process-plant"):
        cells = re.findall(r'<a class="ev-cell [^"]*" href="([^"]+)"', page(name))
        assert cells, name
        assert [one for one in cells if f'id="{one.partition("#")[2]}"' not in page(name)] == []
    assert 'class="ev-map ev-compact"' in page("")
    drawn = [
        path.parent.name for path in site.rglob("index.html") if '<svg class="ev-arrows"' in path.read_text("utf-8")
    ]
    assert {"dauerbegruenung", "tillage", "soil-erosion", "runoff"} <= set(drawn)
    grass = page("practices/dauerbegruenung")
    assert re.search(r'class="ev-worsens|class="ev-improves', grass)
    assert len(re.findall(r"<path class=\"ev-line", grass)) > len(re.findall(r'<svg class="ev-arrows"', grass))
    data = (site / "data" / "explorer.js").read_text("utf-8")
    assert {"level", "stance", "practice", "plant", "concern", "soil-process"} <= set(
        re.findall(r'"id":"([\w-]+)"', data)
    )
    assert 'id="explorer"' in page("claims")
    assert '<script src="../data/explorer.js"' in page("claims")
    covered = words(site / "coverage" / "index.html")
    assert covered.count("citation markers lie in a quotation") == 2
    assert "Orlova and Smit 2023" in covered
    for correction in ("dossier-rye-yield", "clover-gullies-retracted", "permanent-sward"):
        assert "The review says" in words(site / "corrections" / correction / "index.html")
    assert page("corrections").count("<h2") >= 3


def test_another_review_has_its_own_levels_and_nothing_of_the_first(another: Path) -> None:
    site = another / "site"
    home = words(site / "index.html")
    assert "Long-term field trial" in home
    for path in site.rglob("*.html"):
        assert not re.search(r"stem cell|\bskin\b|Li et al", words(path)), path


def test_another_review_offers_edits_in_its_own_repository(another: Path) -> None:
    repository = settings.read((another / "mkdocs.yml").read_text("utf-8"), "mkdocs.yml")[0].repository
    assert repository
    page = Reader((another / "site" / "plants" / "rye" / "index.html").read_text("utf-8")).elements
    edits = [found["href"] for _, found in page if "/edit/" in found.get("href", "")]
    assert f"{repository}/edit/main/content/plants/rye.yml" in edits
    assert all(edit.startswith(f"{repository}/edit/main/content/") for edit in edits)


def test_another_review_says_what_is_new_and_the_first_had_no_release_yet(another: Path, project: Path) -> None:
    for page, feed in (("index.html", "data/feed.xml"), ("new/index.html", "../data/feed.xml")):
        text = (another / "site" / page).read_text("utf-8")
        assert f'<link rel="alternate feed" type="application/atom+xml" title="Living Ground" href="{feed}">' in text
    assert (another / "site" / "data" / "feed.xml").is_file()
    said = words(another / "site" / "new" / "index.html")
    assert "Removed (1) Killed barley halved evaporation & saved *all* water." in said
    assert "Practices (1) Dauerbegrünung" in said, "it goes by a former id there"
    assert not (project / "site" / "new").exists()
    assert not (project / "site" / "data" / "feed.xml").exists()


def test_another_review_is_counted_source_by_source(another: Path) -> None:
    result = evidence(another, "coverage")
    assert (result.returncode, result.stderr) == (0, "")
    heads = re.findall(r"^(\S.*) \((\w+)\)\n  markers covered +(\d+) of (\d+)$", result.stdout, re.MULTILINE)
    assert [(short, key) for short, key, *_ in heads] == [
        ("Orlova and Smit 2023", "orlova2023"),
        ("Dossier 2021", "dossier2021"),
    ]
    assert all(0 < int(covered) <= int(markers) for *_, covered, markers in heads)
    counts = re.findall(r"^quotations verified +(\d+) of (\d+)$", result.stdout, re.MULTILINE)
    assert [verified == every for verified, every in counts] == [True]


def test_a_long_name_of_a_level_is_parted_from_its_figures(another: Path) -> None:
    assert re.search(r"^  long-term-field-trial +supports 1 ", evidence(another, "coverage").stdout, re.MULTILINE)


def test_a_statement_with_a_link_is_shown_without_its_marks_everywhere(another: Path) -> None:
    marked = [path for path in (another / "site").rglob("*.html") if "[[" in words(path)]
    assert [path.parent.name for path in marked] == ["fields"]  # which shows what files say


def test_the_mini_site_takes_everything_but_its_words_from_the_project() -> None:
    folder = ROOT / "tests" / "sites" / "another-review"
    assert (folder / "mkdocs.yml").read_text("utf-8").startswith("INHERIT: base.yml\n")
    assert list(folder.rglob("*.py")) == []
    assert list(folder.rglob("*.j2")) == []

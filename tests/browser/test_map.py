"""The evidence map and the table of studies: they work without JavaScript, and with it they filter and sort."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from evidence.building import load
from evidence.catalogue import Catalogue
from evidence.maps import make_map
from evidence.summing import summarise
from readers import complaints_of

pytestmark = pytest.mark.browser

MAPS = ("map", "map/condition-cell-source", "map/mechanism-condition", "map/condition-product")
CELLS = """() => Array.from(document.querySelectorAll(".ev-map .ev-cell"), (cell) =>
    [cell.hash, cell.className, cell.textContent.replace(/\\s+/g, " ").trim(), cell.hidden])"""


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Tab]:
    tab = chromium.new_page(viewport={"width": 1440, "height": 900})
    complaints = complaints_of(tab)
    yield tab
    tab.close()
    assert complaints == []


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Tab]:
    """A tab without JavaScript."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def site(project: Path) -> str:
    """The address of the copy for the disk, where the least is allowed."""
    return (project / "build" / "offline" / "evidence").as_uri()


@pytest.fixture(scope="module")
def catalogue(project: Path) -> Catalogue:
    return load(project)[0]


def query(tab: Tab) -> dict[str, list[str]]:
    """What the address remembers."""
    return parse_qs(urlsplit(tab.url).query)


@pytest.mark.parametrize("address", MAPS)
def test_without_any_choice_the_script_changes_nothing(tab: Tab, plain: Tab, site: str, address: str) -> None:
    tab.goto(f"{site}/{address}.html")
    expect(tab.locator(".ev-filters")).to_be_visible()
    plain.goto(f"{site}/{address}.html")
    expect(plain.locator(".ev-filters")).to_be_hidden()
    cells = tab.evaluate(CELLS)
    assert len(cells) > 50
    assert cells == plain.evaluate(CELLS)


def test_a_click_opens_exactly_the_claims_of_a_cell(plain: Tab, site: str, catalogue: Catalogue) -> None:
    found = make_map(catalogue, "mechanism", "cell-source").cells["angiogenesis", "mesenchymal"].named.claims
    plain.goto(f"{site}/map.html")
    plain.locator("a[href='#angiogenesis--mesenchymal']").click()
    opened = plain.locator(".ev-opened:visible")
    expect(opened).to_have_count(1)
    shown = opened.locator("[data-claim]").evaluate_all("all => all.map((one) => one.dataset.claim)")
    assert sorted(shown) == sorted(claim.id for claim in found)
    opened.get_by_role("link", name="Close").click()
    expect(opened).to_have_count(0)


def test_a_cell_is_opened_and_left_by_keyboard(tab: Tab, site: str) -> None:
    tab.goto(f"{site}/map.html")
    cell = tab.locator("a[href='#angiogenesis--mesenchymal']")
    cell.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#angiogenesis--mesenchymal")).to_be_visible()
    expect(cell).to_have_attribute("aria-current", "true")
    tab.keyboard.press("Tab")
    expect(tab.locator("#angiogenesis--mesenchymal .ev-close")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.locator("#angiogenesis--mesenchymal")).to_be_hidden()
    tab.keyboard.press("Tab")
    expect(cell).to_be_focused()


def test_a_filter_counts_anew_in_every_cell(tab: Tab, site: str, catalogue: Catalogue) -> None:
    tab.goto(f"{site}/map/condition-cell-source.html")
    tab.get_by_label("Kind of study").select_option(label="In people, of any kind")
    tab.get_by_label("Product").select_option(label="Secretome")
    cells = make_map(catalogue, "condition", "cell-source").cells
    secretome = {record.id for record in catalogue.family(catalogue.records["secretome"])}
    for (row, column), cell in cells.items():
        fits = [
            claim
            for claim in cell.named.claims
            if (level := catalogue.level(claim)) and level.people and secretome & set(catalogue.named[claim.id])
        ]
        shown = tab.locator(f"a[href='#{row}--{column}']")
        if not fits:
            assert shown.is_hidden(), (row, column)
            continue
        sides = (frozenset(one.id for one in catalogue.family(catalogue.records[id_])) for id_ in (row, column))
        summary = summarise(catalogue, fits, *sides)
        assert summary.closest
        assert not summary.comparing
        words = {"supports": "for", "opposes": "against", "mixed": "mixed", "background": "background"}
        counts = [f"{n} {words[stance]}" for stance in words if (n := summary.stances[stance])]
        people = summary.people.count
        studies = [f"{people} stud{'y' if people == 1 else 'ies'} in people"] if people else []
        expected = " ".join([*counts, summary.closest.title, *studies])
        assert " ".join(shown.inner_text().split()) == expected, (row, column)
    expect(tab.locator(".ev-status")).to_have_text(re.compile(r"^\d+ of \d+ claims fit\.$"))
    empty = tab.locator("tbody tr:visible td:visible .ev-empty:visible").first
    expect(empty).to_have_text("No claim that fits the choice names both")


def test_rows_and_columns_that_a_filter_empties_are_folded_away(tab: Tab, site: str) -> None:
    tab.goto(f"{site}/map/condition-cell-source.html")
    rows, columns = tab.locator("tbody tr:visible"), tab.locator("thead th:visible")
    before = rows.count(), columns.count()
    tab.get_by_label("Speaks").select_option(label="Against")
    after = rows.count(), columns.count()
    assert 0 < after[0] < before[0]
    assert 1 < after[1] < before[1]
    for row in rows.all():
        assert row.locator(".ev-cell:visible").count()
    tab.get_by_role("button", name="Show all").click()
    expect(rows).to_have_count(before[0])
    expect(columns).to_have_count(before[1])
    assert query(tab) == {}


def test_the_address_holds_what_was_chosen(tab: Tab, site: str) -> None:
    tab.goto(f"{site}/map/condition-cell-source.html")
    tab.get_by_label("Kind of study").select_option("animal")
    tab.get_by_label("Also count claims quoted from a section").check()
    assert query(tab) == {"level": ["animal"], "headings": ["1"]}
    chosen, cells = tab.url, tab.evaluate(CELLS)
    tab.goto("about:blank")
    tab.goto(chosen)
    expect(tab.get_by_label("Kind of study")).to_have_value("animal")
    expect(tab.get_by_label("Also count claims quoted from a section")).to_be_checked()
    assert tab.evaluate(CELLS) == cells
    tab.locator(".ev-cell:visible").first.click()
    assert query(tab) == {"level": ["animal"], "headings": ["1"]}
    assert urlsplit(tab.url).fragment


def test_a_choice_goes_along_to_the_other_maps(tab: Tab, site: str) -> None:
    tab.goto(f"{site}/map.html?level=animal")
    tab.locator(".ev-tabs").get_by_role("link", name="Conditions × products").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("conditions × products")
    expect(tab.get_by_label("Kind of study")).to_have_value("animal")
    tab.go_back()
    expect(tab.get_by_label("Kind of study")).to_have_value("animal")


def test_a_choice_that_does_not_exist_is_none(tab: Tab, site: str) -> None:
    tab.goto(f"{site}/map.html?level=nonsense&product=<b>")
    expect(tab.get_by_label("Kind of study")).to_have_value("")
    assert query(tab) == {}


def test_what_only_a_heading_says_is_counted_on_request_and_marked(plain: Tab, site: str) -> None:
    plain.goto(f"{site}/map/mechanism-condition.html")
    by_heading = plain.locator(".ev-map .ev-cell .ev-heading").first
    expect(by_heading).to_be_hidden()
    rows = plain.locator("tbody tr:visible").count()
    plain.get_by_label("Also count claims quoted from a section").check()
    expect(by_heading).to_be_visible()
    expect(by_heading).to_contain_text("Only by heading:")
    assert plain.locator("tbody tr:visible").count() >= rows


def test_every_empty_cell_says_why(plain: Tab, site: str) -> None:
    plain.goto(f"{site}/map.html")
    texts = plain.locator("tbody td:not(:has(.ev-cell))").all_text_contents()
    assert len(texts) > 100
    assert set(texts) == {"No claim of this review names both"}


def test_the_map_is_a_table_with_heads(plain: Tab, site: str) -> None:
    plain.goto(f"{site}/map.html")
    table = plain.get_by_role("region", name="Mechanisms × cell sources").locator("table")
    assert table.locator("thead th").count() == table.locator("thead th[scope=col]").count() > 5
    assert table.locator("tbody tr").count() == table.locator("tbody th[scope=row]").count() > 20


def test_the_home_page_has_the_first_map(plain: Tab, site: str) -> None:
    plain.goto(f"{site}/index.html")
    plain.locator(".ev-map a[href$='#angiogenesis--mesenchymal']").click()
    expect(plain).to_have_url(re.compile(r"/map\.html#angiogenesis--mesenchymal$"))
    expect(plain.locator("#angiogenesis--mesenchymal")).to_be_visible()


@pytest.mark.parametrize("address", ["index", "map", "studies/index"])
def test_wide_tables_scroll_inside_their_frame(tab: Tab, site: str, address: str) -> None:
    tab.set_viewport_size({"width": 360, "height": 800})
    tab.goto(f"{site}/{address}.html")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


def test_no_other_page_loads_these_scripts(tab: Tab, site: str) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    for address in ("index", "conditions/wound", "references"):
        tab.goto(f"{site}/{address}.html")
    assert [url for url in asked if url.endswith(("/map.js", "/sort.js"))] == []


# Studies ---------------------------------------------------------------------------------------------------------


def column(tab: Tab, name: str) -> list[str]:
    """The words of a column from top to bottom."""
    heads = tab.locator("[data-sort] thead th").all_inner_texts()
    number = next(n for n, head in enumerate(heads, 1) if head.startswith(name))
    return [words.strip() for words in tab.locator(f"[data-sort] tbody td:nth-child({number})").all_inner_texts()]


def test_studies_are_sorted_by_a_button_at_the_head(tab: Tab, site: str) -> None:
    tab.goto(f"{site}/studies/index.html")
    button = tab.locator("[data-sort]").get_by_role("button", name="Participants", exact=True)
    head = button.locator("..")
    button.focus()
    tab.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    found = column(tab, "Participants")
    stated = [int(words) for words in found if words.isdigit()]
    assert stated == sorted(stated)
    assert len(stated) > 10
    assert set(found[len(stated) :]) == {"not stated"}
    button.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    found = column(tab, "Participants")
    assert [int(words) for words in found[: len(stated)]] == sorted(stated, reverse=True)
    assert set(found[len(stated) :]) == {"not stated"}, "what is not stated stands last in either direction"
    tab.locator("[data-sort]").get_by_role("button", name="Kind of study", exact=True).click()
    expect(tab.locator("[data-sort] th[aria-sort]")).to_have_count(1)
    assert column(tab, "Kind of study")[0] == "Randomised trial in people"
    assert column(tab, "Kind of study")[-1] == "Case report"


def test_studies_are_a_table_without_any_script(plain: Tab, site: str) -> None:
    plain.goto(f"{site}/studies/index.html")
    expect(plain.locator("[data-sort] button")).to_have_count(0)
    expect(plain.locator("[data-sort] tbody tr")).not_to_have_count(0)

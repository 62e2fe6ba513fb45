"""What a new reader wants to find out is found in at most four clicks on words that can be seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from readers import Reader

pytestmark = pytest.mark.browser

Click = Callable[..., None]
MAIN = "article"
TABS = ".md-tabs"


@pytest.fixture
def click(reader: Reader) -> Click:
    """Begins at home; each call clicks what has a name in some part of the page, the fifth is one too many."""
    reader.open("")
    clicks: list[str] = []

    def one(name: str, where: str = MAIN, role: str = "link") -> None:
        clicks.append(name)
        assert len(clicks) <= 4, clicks
        found = reader.tab.locator(where).get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]  # a role
        expect(found).to_be_visible()
        found.click()

    return one


def test_whether_exosomes_from_fat_help_photoaged_skin(reader: Reader, click: Click) -> None:
    click("Conditions", TABS)
    click("Photoaging")
    found = reader.tab.locator("h3.ev-claim").filter(has_text="With exosomes of adipose-derived stem cells").first
    expect(found).to_contain_text("photodamaged dermal fibroblasts recovered")
    expect(found.locator("xpath=preceding-sibling::h2[1]")).to_contain_text("In vitro")
    expect(found.locator("xpath=following-sibling::blockquote[1]")).to_contain_text("TIMP-1")
    identity = found.get_attribute("id")
    click("Read it in the source", f"#{identity} ~ .ev-source")
    expect(reader.tab.locator("mark:target")).to_contain_text("TIMP-1")


def test_what_the_review_cites_nothing_for(reader: Reader, click: Click) -> None:
    click("Claims", TABS)
    reader.tab.locator("summary").filter(has_text="Marks").click()
    reader.tab.get_by_label("Without a citation").check()
    expect(reader.tab.get_by_role("status").first).to_contain_text(" of ")
    rows = reader.tab.locator("tbody tr")
    expect(rows.first).to_contain_text("Without a citation")
    assert all("Without a citation" in words for words in rows.all_inner_texts())


def test_the_studies_in_people_of_diabetic_foot_ulcers_and_what_they_compared_with(
    reader: Reader, click: Click
) -> None:
    click("Conditions", TABS)
    click("Diabetic foot ulcer")
    box = reader.tab.locator(".ev-glance")
    expect(box).to_contain_text("3 studies in people")
    expect(box).to_contain_text(
        "Qin et al. 2016: randomised trial in people; 53 participants; compared with: Angioplasty"
    )
    expect(box).to_contain_text("Zeng et al. 2017: case report; 1 participant; compared with: not stated")
    click("Qin et al. 2016", ".ev-glance")
    expect(reader.tab.locator("tr").filter(has_text="Compared with")).to_contain_text("Angioplasty")


def test_what_rests_on_reference_219_and_what_is_wrong_with_it(reader: Reader, click: Click) -> None:
    click("References", TABS)
    click("219 · Wang et al. 2021")
    expect(reader.tab.get_by_role("heading", name="Claims that rest on it (1)")).to_be_visible()
    expect(reader.tab.locator(MAIN)).to_contain_text("human amniotic stem cells and their medium lessened")
    click("Reference 219: amniotic cells, not adipose")
    expect(reader.tab.locator(MAIN)).to_contain_text("The review says")
    expect(reader.tab.locator(MAIN)).to_contain_text("The original says")

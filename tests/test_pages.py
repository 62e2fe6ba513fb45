"""What pages have in common: numbers of pages that go together, and links to the explorer."""

from __future__ import annotations

from conftest import CheckFactory
from evidence.cutting import Cutter
from evidence.pages import PARAMETERS, explored, form, paged, parameter, several


def test_a_long_list_goes_on_further_pages_that_know_each_other() -> None:
    made = [(path, [one.path for one in pages], [*rows]) for path, pages, rows in several("slugs.md", range(5), 2)]
    all_ = ["slugs.md", "slugs-2.md", "slugs-3.md"]
    assert made == [("slugs.md", all_, [0, 1]), ("slugs-2.md", all_, [2, 3]), ("slugs-3.md", all_, [4])]


def test_the_title_of_a_further_page_has_its_number() -> None:
    [(first, pages, _), (second, *_)] = several("slugs.md", range(3), 2)
    assert paged("Slugs", first, pages) == "Slugs"
    assert paged("Slugs", second, pages) == "Slugs (2/2)"


def test_links_to_the_explorer_and_to_forms_say_what_is_chosen(garden: CheckFactory) -> None:
    cutter = Cutter(garden({})[0])
    assert explored(cutter, "lettuce", stance=("opposes", "mixed")).path == (
        "claims/index.md?plant=lettuce&stance=opposes&stance=mixed"
    )
    assert form("claim", plant="lettuce").path == "add/claim.md?plant=lettuce"
    assert form("claim").path == "add/claim.md"
    assert [parameter(name) for name in (*PARAMETERS, "plant")] == [*(f"{name}-kind" for name in PARAMETERS), "plant"]

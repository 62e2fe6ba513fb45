"""Long rows of claims are parted into small pages: every claim once, in order, those closest to people first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from evidence.parting import FIRST, WHOLE, parted
from evidence.views import ClaimView, Group
from trials import trials


@dataclass(frozen=True, slots=True)
class Claim:
    """As much of a claim as parting looks at."""

    id: int
    weight: int


def groups(*rows: list[int]) -> list[Group]:
    """A group for each row of weights."""
    made: list[Group] = []
    for row in rows:
        claims: Any = tuple(Claim(100 * len(made) + number, weight) for number, weight in enumerate(row))
        made.append(Group(None, background=False, claims=claims, total=len(row)))
    return made


def weigh(claim: ClaimView) -> int:
    return cast("Claim", claim).weight


def weights(pages: list[tuple[Group, ...]]) -> list[list[list[int]]]:
    return [[[weigh(claim) for claim in group.claims] for group in page] for page in pages]


def test_what_fits_stays_on_one_page() -> None:
    assert weights(parted(groups([WHOLE - 5], [5]), weigh)) == [[[WHOLE - 5], [5]]]
    assert parted([], weigh) == [()]


def test_the_first_of_several_pages_has_room_for_less() -> None:
    half = FIRST // 2
    pages = parted(groups([half], [half, half, half], [WHOLE]), weigh)
    assert weights(pages) == [[[half], [half]], [[half, half]], [[WHOLE]]]
    assert [group.total for page in pages for group in page] == [1, 3, 3, 1]


def test_what_is_too_much_for_any_page_has_one_of_its_own() -> None:
    assert weights(parted(groups([5, WHOLE * 2, 5]), weigh)) == [[[5]], [[WHOLE * 2]], [[5]]]


@trials()
@given(st.lists(st.lists(st.integers(1, WHOLE), min_size=1, max_size=8), max_size=6))
def test_every_claim_stands_once_and_in_order(rows: list[list[int]]) -> None:
    before = groups(*rows)
    pages = parted(before, weigh)
    assert [one for page in pages for group in page for one in group.claims] == [
        one for group in before for one in group.claims
    ]
    assert all(group.claims for page in pages for group in page)
    for page in pages[1:]:
        assert sum(weigh(claim) for group in page for claim in group.claims) <= WHOLE

"""What is parted stands once each, in order, and on pages that hold no more than they may."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import GARDEN, CheckFactory, write
from evidence.cutting import Cutter
from evidence.models import Level
from evidence.parting import Leaf, chunks, leaves, numbered, within
from evidence.reading import read_site
from evidence.views import ClaimView, Group
from trials import trials

quick = trials()


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> ClaimView:
    """Some claim."""
    catalogue, _ = read_site(write(tmp_path_factory.mktemp("garden"), GARDEN))
    return next(iter(Cutter(catalogue).claims.values()))


def groups(view: ClaimView, *sizes: int) -> list[Group]:
    """A group of each size, of levels a, b, c and so on."""
    return [
        Group(
            Level(id=name, title=name),
            background=False,
            claims=tuple(replace(view, id=f"{name}-{number}") for number in range(size)),
            total=size,
        )
        for name, size in zip("abcdefgh", sizes, strict=False)
    ]


def shown(found: tuple[Leaf, ...]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Of each page its file, and how many claims of which level it has."""
    return [
        (leaf.path, [(group.level.id if group.level else "", len(group.claims)) for group in leaf.groups])
        for leaf in found
    ]


def test_what_fits_stands_on_one_page(view: ClaimView) -> None:
    assert shown(leaves("x.md", groups(view, 4, 6), room=10)) == [("x.md", [("a", 4), ("b", 6)])]
    assert len(leaves("x.md", groups(view, 4, 6), room=10, arrows=3)) == 1


def test_the_first_page_has_the_first_groups_and_each_further_one_a_single_group(view: ClaimView) -> None:
    found = leaves("x.md", groups(view, 4, 5, 2, 12), room=10)
    assert shown(found) == [
        ("x.md", [("a", 4), ("b", 5)]),
        ("x/c.md", [("c", 2)]),
        ("x/d.md", [("d", 10)]),
        ("x/d-2.md", [("d", 2)]),
    ]
    assert [(group.before, group.total) for group in found[3].groups] == [(10, 12)]


def test_a_first_group_that_is_too_large_begins_on_the_first_page(view: ClaimView) -> None:
    found = leaves("x.md", groups(view, 25, 1), room=10)
    assert shown(found) == [
        ("x.md", [("a", 10)]),
        ("x/a.md", [("a", 10)]),
        ("x/a-2.md", [("a", 5)]),
        ("x/b.md", [("b", 1)]),
    ]
    assert [leaf.groups[0].before for leaf in found[:3]] == [0, 10, 20]


def test_arrows_take_room_on_the_first_page_but_not_all_of_it(view: ClaimView) -> None:
    assert shown(leaves("x.md", groups(view, 3, 5), room=8, arrows=16))[0] == ("x.md", [("a", 3)])
    assert shown(leaves("x.md", groups(view, 9), room=8, arrows=400))[0] == ("x.md", [("a", 2)])


@quick
@given(st.lists(st.integers(1, 30), max_size=6), st.integers(1, 20), st.integers(0, 60))
def test_every_claim_stands_once_in_order(view: ClaimView, sizes: list[int], room: int, arrows: int) -> None:
    given_groups = groups(view, *sizes)
    found = leaves("x.md", given_groups, room, arrows)
    told = [claim.id for leaf in found for group in leaf.groups for claim in group.claims]
    assert told == [claim.id for group in given_groups for claim in group.claims]
    assert all(leaf.claims <= room for leaf in found)
    assert len({leaf.path for leaf in found}) == len(found)
    if len(found) > 1:
        assert all(leaf.claims for leaf in found)


@quick
@given(st.lists(st.integers(), max_size=30), st.integers(1, 12))
def test_pieces_of_rows_are_the_rows(rows: list[int], most: int) -> None:
    pieces = list(chunks(rows, most))
    assert [row for piece in pieces for row in piece] == rows
    assert len(pieces) == max(1, -(-len(rows) // most))
    assert all(len(piece) <= most for piece in pieces)


def test_the_first_page_keeps_its_address() -> None:
    assert [numbered("a/index.md", number) for number in range(3)] == ["a/index.md", "a/index-2.md", "a/index-3.md"]


@quick
@given(st.integers(1, 600), st.integers(1, 600), st.integers(1, 2000))
def test_a_table_is_cut_only_where_it_is_too_large(rows: int, columns: int, cells: int) -> None:
    down, across = within(rows, columns, cells)
    assert 1 <= down <= rows
    assert 1 <= across <= columns
    assert down * across <= cells
    assert rows * columns > cells or (down, across) == (rows, columns)


# In a site --------------------------------------------------------------------------------------------------------

CLAIM = GARDEN["content/claims/copper-lettuce.yml"]


def many(most: str, *levels: str) -> dict[str, str]:
    """The garden with a claim on each of the levels and a bound."""
    claims = {
        f"content/claims/number-{number}.yml": CLAIM.replace("level: garden", f"level: {level}")
        for number, level in enumerate(levels)
    }
    settings = GARDEN["mkdocs.yml"] + f"extra:\n  most: {{{most}}}\n"
    return {**claims, "content/claims/copper-lettuce.yml": "", "mkdocs.yml": settings}


def test_a_claim_is_linked_where_it_stands(garden: CheckFactory) -> None:
    catalogue, _ = garden(many("claims: 2", "garden", "pot", "pot", "pot"))
    cutter = Cutter(catalogue)
    slug = catalogue.records["grey-slug"]
    assert [leaf.path for leaf in cutter.leaves(slug)] == [
        "slugs/grey-slug.md",
        "slugs/grey-slug/pot.md",
        "slugs/grey-slug/pot-2.md",
    ]
    homes = {claim.id: cutter.target(claim.id).path for claim in catalogue.claims}
    assert homes == {
        "number-0": "slugs/grey-slug.md",
        "number-1": "slugs/grey-slug/pot.md",
        "number-2": "slugs/grey-slug/pot.md",
        "number-3": "slugs/grey-slug/pot-2.md",
    }
    assert [group.total for leaf in cutter.leaves(slug) for group in leaf.groups] == [1, 3, 3]

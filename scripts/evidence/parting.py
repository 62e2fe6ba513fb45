"""A long row of claims is parted into pages that stay small, those closest to people on the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from evidence.views import ClaimView, Group

WHOLE = 40_000
"""How much the claims of one page may weigh; a claim weighs as many characters as its file has.

As HTML a claim takes four to six times as much, so that pages stay below some 300 kB.
"""
FIRST = 18_000
"""How much they may weigh on the first of several pages, on which the summary and the diagram stand too."""


def parted(groups: Iterable[Group], weigh: Callable[[ClaimView], int]) -> list[tuple[Group, ...]]:
    """The groups of each page, in their order; a group that does not fit goes on on the next page.

    There is at least one page, and on each page at least one claim, if there is any.
    """
    groups = tuple(groups)
    room = FIRST if sum(weigh(claim) for group in groups for claim in group.claims) > WHOLE else WHOLE
    pages: list[dict[int, list[ClaimView]]] = [{}]
    for number, group in enumerate(groups):
        for claim in group.claims:
            room -= weigh(claim)
            if room < 0 and pages[-1]:
                pages.append({})
                room = WHOLE - weigh(claim)
            pages[-1].setdefault(number, []).append(claim)
    return [tuple(replace(groups[number], claims=tuple(some)) for number, some in page.items()) for page in pages]

"""What is new, as a page."""

from __future__ import annotations

from conftest import GARDEN
from differencetools import RELEASED, Grow, grow
from evidence import news
from evidence.cutting import Cutter
from evidence.views import Target

__all__ = ["grow"]


def test_what_is_there_is_linked_and_what_is_gone_is_named(grow: Grow) -> None:
    second, first = news.releases(Cutter(grow(RELEASED).catalogue))
    assert (second.version, second.date, second.target) == (
        "1.1+b",
        "2024-02-03",
        Target("1.1+b", "new.md", "release-1-1-b"),
    )
    title = "Copper bands keep grey field slugs away from lettuce."
    assert [(part.how, part.title, [one.target for one in part.entries]) for part in first.parts] == [
        ("added", "Claims", [Target(title, "c/copper-lettuce.md")]),
        ("added", "Plants", [Target("Lettuce", "plants/lettuce.md")]),
        ("added", "", [Target("A <b>slug</b>")]),
    ]
    assert [(part.how, part.title) for part in second.parts] == [
        ("reworded", "Claims"),
        ("changed", "Slugs"),
        ("removed", ""),
    ]
    assert second.parts[0].entries[0].words == (
        ("same", "Copper keeps slugs"),
        ("gone", "& snails"),
        ("same", "away."),
    )
    assert second.parts[2].entries == (news.News(Target("A <b>slug</b>")),)


def test_without_a_release_there_is_no_page(grow: Grow) -> None:
    made = Cutter(grow({**RELEASED, "content/_releases.yml": ""}).catalogue)
    assert list(news.news_pages(made)) == []
    assert news.feed_of(made) == {}


def test_the_page_names_the_feed_where_addresses_last(grow: Grow) -> None:
    made = Cutter(grow(RELEASED).catalogue)
    assert [page.meta for page in news.news_pages(made)] == [{"feed": "data/feed.xml"}]
    made = Cutter(grow({**RELEASED, "mkdocs.yml": GARDEN["mkdocs.yml"]}).catalogue)
    assert [page.meta for page in news.news_pages(made)] == [{}]

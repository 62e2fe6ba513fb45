"""What is new, as a feed."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

from conftest import GARDEN
from differencetools import RELEASED, Grow, grow
from evidence import feed
from evidence.cutting import Cutter

__all__ = ["grow"]

ATOM = "{http://www.w3.org/2005/Atom}"
HTML = "{http://www.w3.org/1999/xhtml}"


def word(group: str, key: str) -> str:
    return f"{group}-{key}"


def test_the_feed_is_atom(grow: Grow) -> None:
    """What RFC 4287 asks for in sections 4.1.1, 4.1.2 and 4.2."""
    made = Cutter(grow(RELEASED).catalogue)
    text = feed.feed(made, word)["feed.xml"]
    assert text == feed.feed(made, word)["feed.xml"]
    root = ElementTree.fromstring(text)  # noqa: S314  # our own
    assert root.tag == f"{ATOM}feed"
    site = "https://slugs.example/garden/"
    moment = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
    entries = root.findall(f"{ATOM}entry")
    for one in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1
            assert one.findtext(f"{ATOM}{name}")
        assert moment.fullmatch(one.findtext(f"{ATOM}updated") or "")
    assert root.findtext(f"{ATOM}updated") == "2024-02-03T00:00:00Z"
    assert [one.get("href") for one in root.findall(f"{ATOM}link")] == [f"{site}data/feed.xml", f"{site}new/"]
    assert [one.findtext(f"{ATOM}id") for one in entries] == [f"{site}new/#release-1-1-b", f"{site}new/#release-1-0"]
    assert [name.text for name in root.iterfind(f"{ATOM}author/{ATOM}name")] == ["Garden slugs"]
    content = entries[0].find(f"{ATOM}content")
    assert content is not None
    assert content.get("type") == "xhtml"
    (div,) = content
    assert div.tag == f"{HTML}div"
    assert [one.text for one in div.iter(f"{HTML}h3")] == [
        "news-reworded: Claims (1)",
        "news-changed: Slugs (1)",
        "news-removed (1)",
    ]
    links = [one.get("href") or "" for one in root.iter(f"{HTML}a")]
    assert f"{site}c/copper-lettuce/" in links
    assert all(link.startswith(site) for link in links)
    assert [one.text for one in div.iter(f"{HTML}del")] == ["& snails"]
    assert "A <b>slug</b>" in "".join(div.itertext())


def test_signs_that_xml_forbids_are_replaced(grow: Grow) -> None:
    catalogue = grow(RELEASED).catalogue
    [*_, last] = catalogue.notes.releases
    releases = (last.model_copy(update={"summary": "a\x01b"}),)
    catalogue = replace(catalogue, notes=replace(catalogue.notes, releases=releases))
    root = ElementTree.fromstring(feed.feed(Cutter(catalogue), word)["feed.xml"])  # noqa: S314  # our own
    assert root.findtext(f".//{HTML}p") == "a\ufffdb"


def test_without_a_release_or_an_address_there_is_no_feed(grow: Grow) -> None:
    assert feed.feed(Cutter(grow({**RELEASED, "content/_releases.yml": ""}).catalogue), word) == {}
    assert feed.feed(Cutter(grow({**RELEASED, "mkdocs.yml": GARDEN["mkdocs.yml"]}).catalogue), word) == {}

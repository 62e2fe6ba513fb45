"""What is new, as an Atom feed (RFC 4287): an entry for each release, with addresses that last."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from evidence.cutting import Cutter
from evidence.news import FEED, PAGE, News, Part, ReleaseView, feed_of, releases
from evidence.settings import Settings
from evidence.views import Target

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(cutter: Cutter, word: Callable[[str, str], str]) -> dict[str, str]:
    """The feed by its path below data/; none without a release, or where the site does not know its address.

    `word` gives the reader's word for a key of a group.
    """
    if not feed_of(cutter):
        return {}
    settings, found = cutter.catalogue.settings, releases(cutter)
    root = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    _text(root, "title", f"{settings.name}: {word('news', 'title')}")
    _text(root, "id", settings.url(PAGE))
    _text(root, "updated", _moment(max(release.date for release in found)))
    SubElement(root, "link", rel="self", type="application/atom+xml", href=settings.address + FEED)
    SubElement(root, "link", rel="alternate", type="text/html", href=settings.url(PAGE))
    for name in cutter.catalogue.colophon.authors or (settings.name,):
        _text(SubElement(root, "author"), "name", name)
    for release in found:
        _entry(root, settings, release, word)
    text = tostring(root, encoding="unicode")
    return {FEED.removeprefix("data/"): f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'}


def _entry(root: Element, settings: Settings, release: ReleaseView, word: Callable[[str, str], str]) -> None:
    entry = SubElement(root, "entry")
    address = _address(settings, release.target)
    _text(entry, "title", f"{settings.name} {release.version}")
    _text(entry, "id", address)
    _text(entry, "updated", _moment(release.date))
    SubElement(entry, "link", rel="alternate", type="text/html", href=address)
    content = SubElement(SubElement(entry, "content", type="xhtml"), "div", xmlns="http://www.w3.org/1999/xhtml")
    if release.summary:
        _text(content, "p", release.summary)
    for part in release.parts:
        _text(content, "h3", _heading(part, word))
        entries = SubElement(content, "ul")
        for news in part.entries:
            _news(SubElement(entries, "li"), settings, news)


def _heading(part: Part, word: Callable[[str, str], str]) -> str:
    """What stands above some news: what happened to how many records of which kind."""
    return f"{word('news', part.how)}{f': {part.title}' if part.title else ''} ({len(part.entries)})"


def _news(item: Element, settings: Settings, news: News) -> None:
    place = SubElement(item, "a", href=_address(settings, news.target)) if news.target.path else item
    marks = {"same": "span", "gone": "del", "come": "ins"}
    parts: Iterable[tuple[str, str]] = [(marks[sign], text) for sign, text in news.words]
    for mark, text in parts or [("span", news.target.title)]:
        _text(place, mark, text).tail = " "


def _address(settings: Settings, target: Target) -> str:
    return settings.url(target.path) + (f"#{target.anchor}" if target.anchor else "")


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _text(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = _NOT_XML.sub("\ufffd", text)
    return element

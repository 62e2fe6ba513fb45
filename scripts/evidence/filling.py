"""A page is made with the parts that are known already put in their places, as if they had been in its Markdown.

Python-Markdown is given the page with signs in place of these parts, and in place of links that are plain words. Where
it cannot be told for certain where one belongs, the page is made as MkDocs makes it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import unescape
from types import SimpleNamespace
from typing import Any

import markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import pages
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page, _RelativePathTreeprocessor
from mkdocs.utils import get_relative_url

from evidence.sharing import ADDRESS, CLOSE, HOLES, NOTE, OPEN, Whole, find

_PLAIN = re.compile(rf"\[(?<![\\!\w]\[)(?P<label>[^\[\]\\`*_<>&{{}}!\n~^:|\"]+)\]\({ADDRESS}\)(?! ?\{{)")
_PLACES = re.compile(
    rf"<p>{OPEN}s(?P<section>\d+){CLOSE}(?P<notes>.*?)</p>(?:\n|\Z)"
    rf"|(?P<before><li>|<p(?: class=\"[^\"]*\")?>){OPEN}l(?P<line>\d+){CLOSE}|{OPEN}k(?P<link>\d+){CLOSE}"
    rf"|(?P<around><div(?: [\w-]+=\"[^\"]*\")*>\n){OPEN}d(?P<drawing>\d+){CLOSE}(?=\n</div>)"
)
_ATTRIBUTES = r"(?: (?!markdown=|name=)[\w:-]++=\"[^\"<>\n\r\t\x02\x03]*+\")*+"
_DRAWING = re.compile(
    rf"^(?P<around><div{_ATTRIBUTES}>\n)(?P<drawing><svg{_ATTRIBUTES}>"
    rf"(?:[^&<>\n\r\t\x02\x03]++|\n(?! *\n)|&(?:#\d+|\w+);|</?+(?!div|script|style|svg)[a-z]++{_ATTRIBUTES}/?+>)*+"
    r"</svg>)(?=\n</div>)",
    re.MULTILINE,
)
"""A drawing in an element of its own, all of which Markdown leaves as it is."""
_ID = re.compile(r' id="([^"]*)"')
_OWN = '<a class="ev-own">'


@contextmanager
def one_parser() -> Iterator[None]:
    """MkDocs makes a parser for each page; meanwhile it makes one for all, which is reset before each."""
    made: list[markdown.Markdown] = []
    known = vars(pages)["markdown"]

    def parser(**options: Any) -> markdown.Markdown:
        if not made:
            made.append(markdown.Markdown(**options))
        return made[0].reset()

    vars(pages)["markdown"] = SimpleNamespace(Markdown=parser)
    try:
        yield
    finally:
        vars(pages)["markdown"] = known


_Used = tuple[Whole, list[str]]
"""What a part became, and the addresses of its links; "" is the page itself."""


def render(page: Page, config: MkDocsConfig, files: Files, known: Mapping[bytes, Whole]) -> None:
    """Do what `Page.render` does, with the parts that are known, and links that are plain words, put in afterwards."""
    text = page.markdown or ""
    used: list[_Used] = []
    pieces: list[str] = []
    end = 0
    for place in find(text):
        if whole := known.get(place.part.key) if place.is_long else None:
            notes = "".join(f"[^{key}]" for key in NOTE.findall(place.part.text))
            sign = f"s{len(used)}{CLOSE}{notes}\n\n" if place.part.heading else f"l{len(used)}{CLOSE}"
            used.append((whole, place.links))
            pieces += [text[end : place.start], OPEN, sign]
        elif not place.part.heading:
            pieces += [text[end : place.start], _without_links(text[place.start : place.end], place.part.needed, used)]
        else:
            continue
        end = place.end
    shorter = "".join([*pieces, text[end:]])
    if "<svg" in text and not any(sign in text for sign in (OPEN, "<!--", "<script")):
        shorter = _without_drawings(shorter, used)
    if not used:
        Page.render(page, config, files)
        return
    page.markdown = shorter
    Page.render(page, config, files)
    page.markdown = text
    links = _Links(page, config, files)
    filled = _filled(page.content or "", used, links)
    anchors = {anchor for whole, _ in used for anchor in whole.anchors}
    there = page.present_anchor_ids or set()
    if filled is None or len(anchors) != sum(len(whole.anchors) for whole, _ in used) or anchors & there:
        Page.render(page, config, files)
        return
    page.content = filled
    page.present_anchor_ids = there | anchors
    if page.links_to_anchors is not None:
        for target, named in links.resolver.links_to_anchors.items():
            page.links_to_anchors[target] = named | page.links_to_anchors.get(target, {})


def _without_links(line: str, needed: str, used: list[_Used]) -> str:
    """A line in which signs stand for links that are plain words; as it was, where there might be more to it."""
    if needed or any(sign in line for sign in "`<\\"):
        return line
    begun = len(used)

    def sign(one: re.Match[str]) -> str:
        used.append((Whole((0, f"{one['label']}</a>"), ()), [one["address"]]))
        return f"{OPEN}k{len(used) - 1}{CLOSE}"

    used.append((Whole((), ()), []))
    replaced = _PLAIN.sub(sign, line)
    if len(used) == begun + 1:
        used.pop()
        return line
    return f"{OPEN}l{begun}{CLOSE}{replaced}"


def _without_drawings(text: str, used: list[_Used]) -> str:
    """A text in which signs stand for drawings, which take long to read."""

    def sign(one: re.Match[str]) -> str:
        anchors = dict.fromkeys(unescape(id_) for id_ in _ID.findall(one["drawing"]))
        used.append((Whole((one["drawing"],), tuple(anchors)), []))
        return f"{one['around']}{OPEN}d{len(used) - 1}{CLOSE}"

    return _DRAWING.sub(sign, text)


class _Links:
    """What MkDocs makes of the links of a page, looked up once each."""

    def __init__(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        self.resolver = _RelativePathTreeprocessor(page.file, files, config)
        self.file, self.files = page.file, files
        self.folder = posixpath.dirname(page.file.src_uri)
        self._known: dict[str, tuple[File, str] | None] = {}

    def __call__(self, link: str) -> str:
        path, sign, anchor = link.partition("#")
        if path not in self._known:
            self._known[path] = self._find(path) if path else None
        if (found := self._known[path]) is None:
            return self.resolver.path_to_url(link)
        target, address = found
        if anchor:
            self.resolver.links_to_anchors.setdefault(target, {}).setdefault(anchor, link)
        return f"{address}{sign}{anchor}"

    def _find(self, path: str) -> tuple[File, str] | None:
        target = self.files.get_file_from_path(posixpath.normpath(posixpath.join(self.folder, path)))
        if target is None or target.inclusion.is_excluded():  # type: ignore[no-untyped-call]  # MkDocs does not say what it gives
            return None
        return target, get_relative_url(target.url, self.file.url)


def _filled(html: str, used: Sequence[_Used], links: Callable[[str], str]) -> str | None:
    """A page with all parts in their places; None where the place of one cannot be told."""
    pieces: list[str] = []
    done: set[int] = set()
    end = 0
    for place in _PLACES.finditer(html):
        number = int(place["section"] or place["line"] or place["link"] or place["drawing"])
        done.add(number)
        whole, addresses = used[number]
        found = [note[0] for note in HOLES.finditer(place["notes"] or "")]
        if len(found) != whole.pieces.count(None):
            return None
        notes = iter(found)
        pieces += [html[end : place.start()], place["before"] or place["around"] or ""]
        for piece in whole.pieces:
            if isinstance(piece, str):
                pieces.append(piece)
            elif piece is None:
                pieces.append(next(notes))
            else:
                pieces.append(f'<a href="{links(addresses[piece])}">' if addresses[piece] else _OWN)
        end = place.end()
    pieces.append(html[end:])
    filled = "".join(pieces).strip()
    return None if len(done) != len(used) or OPEN in filled else filled

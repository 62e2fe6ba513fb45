"""What stands on several pages becomes HTML once, with holes for its links and footnotes, which are each page's own.

Parts are made apart from the pages they stand on; what would not become the same there is left to these pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from evidence import working

OPEN, CLOSE = "\ue000", "\ue001"
"""Around the number of what was left out; a page that has such signs itself is made as a whole."""

_START = re.compile(r"\n(?:\#|- |\[\^|\*\[|(?<=\n\n)[\w\[])")
_HEADING = re.compile(r"### [^\n]*\{ \#(\S+)[^\n]*\}\n")
_LINE = re.compile(
    r"(?:- |\[\^[^\]\n]+\]: )(?=[\w\[*<])(?!\*\[)([^\n]++(?<=[^\s}]))(?=\n(?:- |\[\^|\n(?![ :])|\Z)|\Z)"
    r"|(?=[\w\[])([^\n]++(?<=[^\s}]))(?=\n(?:\n(?![ :])|\{ \.|\Z)|\Z)"
)
ADDRESS = r"(?P<address>(?!/|[a-z][a-z0-9+.-]*:)[\w./#~-]+)"
_LINK = re.compile(rf'<a class="ev-own">(?P<label>.*?)</a>|\](?<!\\\])\({ADDRESS}\)')
_LONG = 60
NOTE = re.compile(r"\[\^([^\]\n]+)\]")
_INNER = re.compile(r"\n(?:[-+*>:| \t]|\d+[.)]).*\[\^")
_MARKED = re.compile(r"<(\w+)[^>\n]*\smarkdown\b(?:(?!</\1>)[\s\S])*\[\^")
"""Where a footnote stands in what is nested: a line of a list, a quotation or a table, and an element.

Patterns that begin with a sign are found many times faster than those that look back before it.
"""
_DEFINITION = re.compile(r"^\*\[([^\]\n]+)\]:.*$", re.MULTILINE)
_ELSEWHERE = re.compile(r"^ {0,3}(?:\*\[|\[(?!\^)[^\]\n]*\]:)", re.MULTILINE)
"""How a line begins that says what an abbreviation or a link elsewhere means."""
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[\s>/]")
_VOID = frozenset(("br", "hr", "img", "input", "wbr"))
_ID = re.compile(r'<[^<>]*?\sid="([^"]*)"')
_NOTED = r'<sup id="fnref[^"]*"><a class="footnote-ref" href="[^"]*">[^<]*</a></sup>'
HOLES = re.compile(rf'<a href="x-link:(\d+)/">|{_NOTED}')
"""Where in what a part becomes a link begins, or a footnote stands."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section or line as Markdown in which each link is a number, and the abbreviations that it needs."""

    text: str
    needed: str
    heading: str | None
    """The id of a section; None of a line."""

    @property
    def key(self) -> bytes:
        """What tells it from all others."""
        return blake2b(f"{self.heading}\n{self.text}\n{self.needed}".encode(), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a page a part stands, and the addresses of its links; "" is the page itself."""

    part: Part
    start: int
    end: int
    links: list[str]

    @property
    def is_long(self) -> bool:
        """Whether it is worth the trouble to make it apart."""
        return self.end - self.start >= _LONG


@dataclass(frozen=True, slots=True)
class Whole:
    """What a part becomes: HTML with holes in it, each the number of a link or None for a footnote; and its ids."""

    pieces: tuple[str | int | None, ...]
    anchors: tuple[str, ...]


def find(text: str) -> Iterator[Place]:
    """The sections and lines of a page that might be the same elsewhere."""
    defined = [(found[1], found[0]) for found in _DEFINITION.finditer(text)]
    if OPEN in text or len(defined) != len(_ELSEWHERE.findall(text)):
        return  # what stands elsewhere on the page decides what a part becomes
    starts = [found.start() + 1 for found in _START.finditer(text)]
    last = 0
    for number, start in enumerate(starts):
        if start < last:
            continue
        if heading := _HEADING.match(text, start):
            further = (end for end in starts[number + 1 :] if text.startswith(("#", "[^", "*["), end))
            last = next(further, len(text))
            place = start, last
            nested = _INNER.search(text, *place) or _MARKED.search(text, *place)
        elif line := _LINE.match(text, start):
            place = line.span(line.lastindex or 0)
            nested = None if text.find("[^", *place) < 0 else line
        else:
            continue
        if not nested:  # footnotes there are numbered in another order than they stand in
            yield _place(text, place, heading[1] if heading else None, defined)


def _place(whole: str, place: tuple[int, int], heading: str | None, defined: list[tuple[str, str]]) -> Place:
    text = whole[slice(*place)]
    links: list[str] = []

    def numbered(one: re.Match[str]) -> str:
        links.append(one["address"] or "")
        start = f"[{one['label']}](" if one["address"] is None else "]("
        return f"{start}x-link:{len(links) - 1}/)"

    needed = "\n".join(line for short, line in defined if short in text)
    return Place(Part(_LINK.sub(numbered, text), needed, heading), *place, links)


def share(
    pages: Sequence[File], config: MkDocsConfig, files: Files, complaints: Callable[[], list[str]], workers: int
) -> dict[bytes, Whole]:
    """Make what stands on several of some pages, but for parts of which MkDocs has `complaints`."""
    seen: Counter[bytes] = Counter()
    first: dict[bytes, File] = {}
    for file, keys in zip(pages, working.shared(_keys, pages, workers, 32), strict=True):
        seen.update(keys)
        for key in keys:
            first.setdefault(key, file)
    wanted: dict[File, set[bytes]] = {}
    for key, file in first.items():
        if seen[key] > 1:
            wanted.setdefault(file, set()).add(key)
    made = working.shared(partial(_of_page, config, files, complaints), [*wanted.items()], workers, 4)
    return {key: whole for one in made for key, whole in one.items()}


def _keys(file: File) -> list[bytes]:
    return [place.part.key for place in find(file.content_string) if place.is_long]


def _of_page(
    config: MkDocsConfig, files: Files, complaints: Callable[[], list[str]], asked: tuple[File, set[bytes]]
) -> dict[bytes, Whole]:
    """Make some parts of a page."""
    file, keys = asked
    groups: dict[str, dict[bytes, Part]] = {}
    for place in find(file.content_string):
        if (key := place.part.key) in keys:
            groups.setdefault(place.part.needed, {})[key] = place.part
    made: dict[bytes, Whole] = {}
    for parts in groups.values():
        wholes = make([*parts.values()], config, files)
        made |= {} if complaints() else {key: one for key, one in zip(parts, wholes, strict=True) if one}
    return made


def make(parts: Sequence[Part], config: MkDocsConfig, files: Files) -> list[Whole | None]:
    """Make parts that need the same abbreviations; None for each that might not become the same on its page."""
    mark = f"\n\n{OPEN}{CLOSE}\n\n"
    texts = [part.text.rstrip() if part.heading else f"{CLOSE} {part.text} {CLOSE}" for part in parts]
    notes = dict.fromkeys(key for part in parts for key in NOTE.findall(part.text))
    definitions = "\n".join(f"[^{key}]: {key}" for key in notes)
    file = File("part.md", src_dir=None, dest_dir=config.site_dir, use_directory_urls=config.use_directory_urls)
    page = Page(None, file, config)
    page.markdown = f"{mark}{mark.join(texts)}{mark}{definitions}\n\n{parts[0].needed}\n"
    Page.render(page, config, files)
    _, *htmls, _ = f"{page.content}\n".split(f"<p>{OPEN}{CLOSE}</p>\n")
    if len(htmls) != len(parts) or page.toc.items:
        return [None] * len(parts)
    return [_whole(part, html) for part, html in zip(parts, htmls, strict=True)]


def _whole(part: Part, html: str) -> Whole | None:
    tags = Counter((name, end) for end, name in _TAG.findall(part.text) if name not in _VOID)
    if any(tags[name, ""] != tags[name, "/"] for name, _ in tags):
        return None
    if not part.heading:
        if not html.startswith(f"<p>{CLOSE} ") or not html.endswith(f" {CLOSE}</p>\n"):
            return None
        html = html[5:-7]
    pieces: list[str | int | None] = []
    end = 0
    for hole in HOLES.finditer(html):
        pieces += [html[end : hole.start()], None if hole[1] is None else int(hole[1])]
        end = hole.end()
    pieces.append(html[end:])
    words = "".join(piece for piece in pieces if isinstance(piece, str))
    anchors = _ID.findall(words)
    links = sorted(piece for piece in pieces if isinstance(piece, int))
    same = links == [*range(part.text.count("](x-link:"))] and pieces.count(None) == len(NOTE.findall(part.text))
    if not same or "x-link:" in words or OPEN in words or CLOSE in words or (part.heading or "") not in ("", *anchors):
        return None
    return Whole(tuple(pieces), tuple(anchors))

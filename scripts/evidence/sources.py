"""A source document is read as passages in order, each with its heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, StrictInt

from evidence.fields import Address, Key, Names, Text, as_list
from evidence.markers import Markers
from evidence.models import Frozen, Topics

CELL = " | "
"""What separates the cells of a table row in a reading edition."""

PAGE = 32_000
"""How many characters of a document are shown on one page, or twice that in one section of the first level."""


class HeadingSpec(Frozen):
    """A heading of the document, and the records whose scene it sets."""

    title: Text
    """The heading, as it is a line of the reading edition."""
    level: StrictInt = 1
    """How deep it stands: 1 is a chapter, 2 a section of it."""
    setting: Topics = ()
    """The ids of the records whose scene it sets: shown beside its quotations, never as what a claim is about."""


class Seen(Frozen):
    """Where something was seen, and what it said there."""

    at: Text
    """Where: an address, or words."""
    says: Text = ""
    """What is said there."""


def _file_name(value: str) -> str:
    if not re.fullmatch(r"\w[\w. -]*", value):
        raise ValueError("a file directly in seeds/ is expected, without any folder")
    return value


FileName = Annotated[Text, AfterValidator(_file_name)]


class SourceSpec(Frozen):
    """One entry of seeds/_sources.yml; file names are relative to seeds/."""

    key: Key
    """What quotations call the document."""
    title: Text
    """The document's title."""
    edition: FileName
    """The file of its reading edition, which quotations are checked against."""
    received: FileName | None = None
    """The file of the document as it was received."""
    short: Text | None = None
    """What the document is called beside a quotation; absent: its title."""
    reference: Annotated[Text, Names("reference")] | None = None
    """The key of the document itself in references.bib."""
    licence: Text | None = None
    """The licence under which the document is published."""
    licence_url: Address | None = None
    """Where the licence can be read."""
    licence_seen: Annotated[
        tuple[Seen, ...], BeforeValidator(as_list, json_schema_input_type=Seen | tuple[Seen, ...])
    ] = ()
    """Where the licence was seen, and what was said there."""
    licence_not_seen: Text | None = None
    """Where one would look for the licence and it was not seen."""
    show_full_text: bool = False
    """Whether the licence allows the whole text to be shown."""
    markers: Markers | None = None
    """How the document cites."""
    headings: tuple[HeadingSpec, ...] = ()
    """Its headings, in order."""

    @property
    def shown_whole(self) -> bool:
        """Whether readers may see more of the document than quotations: its licence is known, and where it was seen."""
        return self.show_full_text and bool(self.licence and self.licence_seen)


PassageKind = Literal["heading", "paragraph", "caption", "table", "running-head"]


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, table row, caption or heading; `number` counts its like under the same heading from one."""

    kind: PassageKind
    text: str
    line: int
    heading: HeadingSpec | None
    number: int
    block: str = ""

    @property
    def setting(self) -> tuple[str, ...]:
        """The records whose scene the heading sets; a caption or a table only happens to stand below it."""
        return self.heading.setting if self.heading and self.kind == "paragraph" else ()

    @property
    def within(self) -> str:
        """The heading or the block in which the passage stands; empty before the first heading."""
        return self.block if self.kind in ("table", "caption") else self.heading.title if self.heading else ""

    @property
    def counted(self) -> Literal["row", "paragraph"] | None:
        """What `number` counts, None for what stands alone."""
        if self.kind == "table":
            return "row" if self.number else None
        return None if self.kind in ("caption", "heading") else "paragraph"

    @property
    def place(self) -> str:
        """Where the passage stands, for the messages of the program."""
        where = self.within or "beginning"
        return f"{where}, {self.counted} {self.number}" if self.counted else where


@dataclass(frozen=True)
class Source:
    """A source document as its reading edition has it."""

    spec: SourceSpec
    path: str
    passages: tuple[Passage, ...]
    index: int = 0
    """Which entry of `_sources.yml` it is, from zero."""

    @property
    def key(self) -> str:
        """The key by which quotations name it."""
        return self.spec.key

    @property
    def short(self) -> str:
        """What the document is called beside a quotation."""
        return self.spec.short or self.spec.title

    @cached_property
    def pages(self) -> tuple[tuple[Passage, ...], ...]:
        """The passages parted before headings of the first level, and where a section is too long inside it."""
        sections: list[list[Passage]] = [[]]
        for passage in self.passages:
            if passage.kind == "heading" and passage.heading and passage.heading.level == 1:
                sections.append([])
            sections[-1].append(passage)
        pages: list[list[Passage]] = [[]]
        for section in (piece for one in sections for piece in _pieces(one)):
            if pages[-1] and _length(pages[-1]) + _length(section) > PAGE:
                pages.append([])
            pages[-1] += section
        return tuple(tuple(page) for page in pages)

    @cached_property
    def page_at(self) -> dict[int, int]:
        """By the line of a passage: the page on which it stands, counted from zero."""
        return {passage.line: number for number, page in enumerate(self.pages) for passage in page}


def _pieces(section: list[Passage]) -> Iterator[list[Passage]]:
    """A section as it is, unless it has more than two pages: then parted between its paragraphs and tables."""
    if _length(section) <= 2 * PAGE:
        yield section
        return
    piece: list[Passage] = []
    length = 0
    for passage in section:
        if length > PAGE and not (passage.kind == "table" and passage.block == piece[-1].block):
            yield piece
            piece, length = [], 0
        piece.append(passage)
        length += len(passage.text)
    yield piece


def _length(passages: list[Passage]) -> int:
    return sum(len(passage.text) for passage in passages)


def grouped(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    """The lines of a table together, every other passage by itself."""
    group: list[Passage] = []
    for passage in passages:
        # The title and the head of a table have no number; a third line without one begins another table.
        more = passage.kind == "table" and group and group[0].block == passage.block
        if group and not (more and (passage.number or len(group) == 1)):
            yield group
            group = []
        group.append(passage)
    if group:
        yield group


def cells(row: str) -> list[tuple[int, int]]:
    """Where the cells of a table row stand in it, in characters."""
    found, start = [], 0
    for cell in row.split(CELL):
        found.append((start, start + len(cell)))
        start += len(cell) + len(CELL)
    return found


_FENCE = re.compile(r":::\s*(caption|table|running-head)?\s*\Z")
_LABEL = re.compile(r"(?:\w+\.?\s+)?[A-Z]?\d+[a-z]?\b|\S+")


def read_edition(text: str, spec: SourceSpec) -> tuple[tuple[Passage, ...], list[tuple[int, str]]]:
    """The passages of a reading edition, and what is wrong with it as (line, message).

    A paragraph is one line; `::: caption`, `::: table` and `::: running-head` open a block that `:::` closes; the
    first line of a table is its title, and every further line a row whose cells are separated by ` | `.
    """
    passages: list[Passage] = []
    wrong: list[tuple[int, str]] = []
    awaited = list(spec.headings)
    heading: HeadingSpec | None = None
    block: PassageKind | None = None
    label, number, rows = "", 0, 0
    for line, raw in enumerate(text.splitlines(), 1):
        words = raw.strip()
        if fence := _FENCE.match(words):
            if (fence[1] is None) == (block is None):
                wrong.append((line, "a block is opened inside another, or closed where none is open"))
            block, rows = fence[1], -1  # type: ignore[assignment]  # the pattern admits these words only
        elif not words:
            continue
        elif block in ("caption", "table"):
            rows += 1
            if rows == 0:
                match = _LABEL.match(words)
                label = match[0] if match else words
            passages.append(Passage(block, words, line, heading, max(rows - 1, 0), label))
        elif block == "running-head":
            passages.append(Passage(block, words, line, heading, 0))
        elif awaited and words == awaited[0].title:
            heading, number = awaited.pop(0), 0
            passages.append(Passage("heading", words, line, heading, 0))
        else:
            number += 1
            passages.append(Passage("paragraph", words, line, heading, number))
    if block is not None:
        wrong.append((len(text.splitlines()), "the last block is not closed by a line with :::"))
    wrong.extend((1, f"the heading {spec.title!r} is not a line of the document, in this order") for spec in awaited)
    return tuple(passages), wrong

"""A source document is read as passages in order, each with its heading, and the citation markers in its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, StrictInt, model_validator

from evidence.fields import Names, Text, as_list
from evidence.models import Frozen, Topics

CELL = " | "
"""What separates the cells of a table row in a reading edition."""


class HeadingSpec(Frozen):
    """A heading of the document, and the records whose scene it sets."""

    title: Text
    """The heading, as it is a line of the reading edition."""
    level: StrictInt = 1
    """How deep it stands: 1 is a chapter, 2 a section of it."""
    setting: Topics = ()
    """The ids of the records whose scene it sets: shown beside its quotations, never as what a claim is about."""


class Markers(Frozen):
    """How the document cites: by number, or by author and year."""

    style: Literal["numeric", "author-year"]
    """Whether markers are numbers in square brackets, or authors and years."""
    key: Text | None = None
    """For numbers: the key of a reference in references.bib, in which {n} stands for the number."""

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if self.style == "numeric":
            try:
                sound = (self.key or "").format(n=1) != (self.key or "").format(n=2)
            except (KeyError, ValueError, IndexError):
                sound = False
            if not sound:
                raise ValueError("numeric markers need a `key` in which {n} stands for the number, such as smith-{n}")
        return self

    def number(self, key: str) -> int | None:
        """The number by which the document cites the reference `key`, None where it does not cite by number."""
        if self.style != "numeric" or not self.key:
            return None
        before, _, after = self.key.partition("{")
        digits = key.removeprefix(before).removesuffix(after.partition("}")[2])
        return int(digits) if digits.isdigit() and self.key.format(n=int(digits)) == key else None


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

    key: Text
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
    licence_seen: Annotated[
        tuple[Seen, ...], BeforeValidator(as_list, json_schema_input_type=Seen | tuple[Seen, ...])
    ] = ()
    """Where the licence was seen, and what was said there."""
    show_full_text: bool = False
    """Whether the licence allows the whole text to be shown."""
    markers: Markers | None = None
    """How the document cites."""
    headings: tuple[HeadingSpec, ...] = ()
    """Its headings, in order."""


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
    def place(self) -> str:
        """Where the passage stands, for a reader."""
        if self.kind == "table":
            return f"{self.block}, row {self.number}" if self.number else self.block
        if self.kind == "caption":
            return self.block
        where = self.heading.title if self.heading else "beginning"
        return where if self.kind == "heading" else f"{where}, paragraph {self.number}"


@dataclass(frozen=True, slots=True)
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


_DASH = r"\u2010-\u2015\u2212-"
_NUMERIC = re.compile(rf"\[\s*(\d{{1,4}}(?:\s*[,;{_DASH}]\s*\d{{1,4}})*)\s*\]")
_YEARS = r"\d{4}[a-z]?(?:\s*,\s*(?:\d{4}[a-z]?|[a-z]\b))*"
_PARENTHESES = re.compile(rf"\(([^()]*\b{_YEARS}[^()]*)\)")
_PART = re.compile(rf"(?P<name>.*?),?\s+(?P<years>{_YEARS})\Z")
_NARRATIVE = re.compile(rf"(?P<name>[^.;()]*(?:et al\.)?)\s*\((?P<years>{_YEARS})\)")

Keys = tuple[str, ...]
Lookup = Callable[[str, str], str | None]


def markers(text: str, style: Markers, lookup: Lookup) -> list[Keys]:
    """The citation markers of `text` in order, each as the keys it names, ranges expanded.

    `lookup` finds the key of a reference from the words before a year, which end in its authors, and the year.
    """
    if style.style == "numeric":
        template = style.key or "{n}"
        return [tuple(template.format(n=n) for n in _numbers(match[1])) for match in _NUMERIC.finditer(text)]
    found: list[tuple[int, Keys]] = []
    for match in _PARENTHESES.finditer(text):
        parts = (_PART.match(part.strip()) for part in match[1].split(";"))
        found.append((match.start(), tuple(key for part in parts if part for key in _keys(part, lookup))))
    found += [(match.start("years"), tuple(_keys(match, lookup))) for match in _NARRATIVE.finditer(text)]
    return [keys for _, keys in sorted(found) if keys]


def _keys(match: re.Match[str], lookup: Lookup) -> Iterable[str]:
    stem = ""
    for year in re.split(r"\s*,\s*", match["years"]):
        stem = year[:4] if len(year) > 1 else stem
        if key := lookup(match["name"], year if len(year) > 1 else stem + year):
            yield key


def _numbers(inside: str) -> Iterable[int]:
    for part in re.split(r"[,;]", inside):
        ends = [int(end) for end in re.split(rf"[{_DASH}]", part) if end.strip()]
        if ends and ends[-1] - ends[0] < 1000:
            yield from range(ends[0], ends[-1] + 1)

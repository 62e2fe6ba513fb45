"""Citation markers are found in a source's words, as the keys that they name: numbers, or authors and years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple, Self

from pydantic import model_validator

from evidence.fields import Text
from evidence.models import Frozen

Keys = tuple[str, ...]


class Markers(Frozen):
    """How the document cites: by number, or by author and year."""

    style: Literal["numeric", "author-year"]
    """Whether markers are numbers in square brackets, or authors and years."""
    key: Text | None = None
    """For numbers: the key of a reference in references.bib, in which {n} stands for the number."""

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if self.style == "numeric" and not re.fullmatch(r"[^{}]*\{n(?::0?\d)?\}[^{}]*", self.key or ""):
            raise ValueError("numeric markers need a `key` in which {n} stands for the number, such as smith-{n}")
        return self

    def number(self, key: str) -> int | None:
        """The number by which the document cites the reference `key`, None where it does not cite by number."""
        if self.style != "numeric" or not self.key:
            return None
        before, _, after = self.key.partition("{")
        digits = key.removeprefix(before).removesuffix(after.partition("}")[2])
        return int(digits) if digits.isdecimal() and self.key.format(n=int(digits)) == key else None

    def meant(self, words: str) -> Keys:
        """The keys meant by a marker, by what stands in one, or by a key with fewer zeros before its number."""
        if self.style != "numeric" or not self.key:
            return ()
        before, _, after = self.key.partition("{")
        before, after = before.casefold(), after.partition("}")[2].casefold()
        bare = words.strip(" []@").casefold().removeprefix(before).removesuffix(after)
        found = _NUMERIC.fullmatch(f"[{bare}]")
        return tuple(self.key.format(n=n) for n in _numbers(found[1])) if found else ()


class Named(NamedTuple):
    """Where a number or a year stands in a text, in characters, and the key of the reference that it names."""

    start: int
    end: int
    key: str


class Marked(NamedTuple):
    """A whole marker: where it stands in a text, with the words without which it names nothing, and the keys."""

    start: int
    end: int
    keys: tuple[str, ...]


_DASH = r"\u2010-\u2015\u2212-"
_NUMERIC = re.compile(rf"\[\s*(\d{{1,4}}(?:\s*[,;{_DASH}]\s*\d{{1,4}})*)\s*\]")
_YEARS = r"\d{4}[a-z]?(?:\s*,\s*(?:\d{4}[a-z]?|[a-z]\b))*"
_PARENTHESES = re.compile(rf"\(([^()]*\b{_YEARS}[^()]*)\)")
_PART = re.compile(rf"\s*(?P<name>[^;\s][^;]*?),?\s+(?P<years>{_YEARS})\s*(?:;|\Z)")
_NARRATIVE = re.compile(rf"(?P<name>[^.;()]*(?:et al\.)?)\s*\((?P<years>{_YEARS})\)")

Lookup = Callable[[str, str], str | None]


def markers(text: str, style: Markers, lookup: Lookup) -> list[Keys]:
    """The citation markers of `text` in order, each as the keys it names, ranges expanded.

    `lookup` finds the key of a reference from the words before a year, which end in its authors, and the year.
    """
    if style.style == "numeric":
        return [one.keys for one in marked(text, style, lookup)]
    return [tuple(one.key for one in found) for _, found in _by_author(text, lookup)]


def marked(text: str, style: Markers, lookup: Lookup) -> list[Marked]:
    """The markers of `text` in order: words of it hold a marker where they hold all from its start to its end."""
    if style.style == "numeric":
        template = style.key or "{n}"
        found = [(match.span(), _numbers(match[1])) for match in _NUMERIC.finditer(text)]
        return [Marked(*span, tuple(template.format(n=n) for n in numbers)) for span, numbers in found]
    return [
        Marked(_beginning(match, lookup), match.end(), tuple(one.key for one in found))
        for match, found in _by_author(text, lookup)
    ]


def named(text: str, style: Markers, lookup: Lookup) -> list[Named]:
    """The numbers or years by which the markers of `text` name references, in order; of a range only its ends."""
    if style.style == "numeric":
        template = style.key or "{n}"
        return [
            Named(match.start(1) + digits.start(), match.start(1) + digits.end(), template.format(n=int(digits[0])))
            for match in _NUMERIC.finditer(text)
            for digits in re.finditer(r"\d+", match[1])
        ]
    return [one for _, found in _by_author(text, lookup) for one in found]


def _by_author(text: str, lookup: Lookup) -> list[tuple[re.Match[str], list[Named]]]:
    found: list[tuple[int, re.Match[str], list[Named]]] = []
    for match in _PARENTHESES.finditer(text):
        parts = _PART.finditer(text, match.start(1), match.end(1))
        found.append((match.start(), match, [one for part in parts for one in _years(part["name"], part, lookup)]))
    found += [
        (match.start("years"), match, list(_years(match["name"], match, lookup))) for match in _NARRATIVE.finditer(text)
    ]
    return [(match, named) for _, match, named in sorted(found, key=lambda one: one[0]) if named]


def _beginning(match: re.Match[str], lookup: Lookup) -> int:
    """Where the authors begin without whose names the years behind them name nothing, or their parenthesis."""
    if match.re is not _NARRATIVE:
        return match.start()
    name, keys = match["name"], [one.key for one in _years(match["name"], match, lookup)]
    starts = [word.start() for word in re.finditer(r"\S+", name)]
    shortest = next(
        start for start in reversed(starts) if [one.key for one in _years(name[start:], match, lookup)] == keys
    )
    return match.start("name") + shortest


def _years(name: str, match: re.Match[str], lookup: Lookup) -> Iterator[Named]:
    stem = ""
    for year in re.finditer(r"[^\s,]+", match["years"]):
        stem = year[0][:4] if len(year[0]) > 1 else stem
        if key := lookup(name, year[0] if len(year[0]) > 1 else stem + year[0]):
            start = match.start("years")
            yield Named(start + year.start(), start + year.end(), key)


def _numbers(inside: str) -> Iterator[int]:
    for part in re.split(r"[,;]", inside):
        ends = [int(end) for end in re.split(rf"[{_DASH}]", part) if end.strip()]
        if ends and ends[-1] - ends[0] < 1000:
            yield from range(ends[0], ends[-1] + 1)

"""Whether an entry of references.bib and a deposited reference may be the same work, field by field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import fuzz

from evidence.crossref import Deposited
from evidence.folding import fold
from evidence.references import Reference

ALIKE = 80
"""From this likeness of their titles on, out of 100, two works may be the same."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A field that both sides fill, and whether they may mean the same."""

    field: str
    ours: str
    theirs: str
    same: bool


def compare(ours: Reference, theirs: Deposited) -> list[Compared]:
    """The fields that tell works apart, where both sides fill them."""
    family = ours.authors[0].family if ours.authors else ""
    title = ours.get("title") if theirs.title else ours.get("booktitle") or ours.get("title")
    pairs: tuple[tuple[str, str, str, Callable[[str, str], bool]], ...] = (
        ("doi", ours.get("doi"), theirs.doi, lambda one, other: one.casefold() == other.casefold()),
        ("year", ours.get("year"), theirs.year, lambda one, other: one[:4] == other),
        ("title", title, theirs.title or theirs.book, _alike),
        ("author", family, theirs.author, _names),
    )
    return [Compared(name, one, other, same(one, other)) for name, one, other, same in pairs if one and other]


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(" ".join(_words(one)), " ".join(_words(other))) >= ALIKE


def _names(family: str, author: str) -> bool:
    """Whether the author's name, in whatever order it was deposited, has the family name in it."""
    words = _words(family)
    return set(words[-1:]) <= set(_words(author)) or "".join(words) in _words(author)


def _words(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", fold(text).casefold())
    return re.findall(r"\w+", "".join(sign for sign in plain if not unicodedata.combining(sign)))

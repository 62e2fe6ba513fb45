"""A problem is a value: where it is, which rule it breaks, what is wrong and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class Severity(StrEnum):
    """An error stops the build; a warning advises."""

    ERROR = "error"
    WARNING = "warning"


RULES: dict[str, str] = {
    "yaml-syntax": "The file is not YAML.",
    "yaml-duplicate-key": "A mapping has the same key twice; only one of them could be kept.",
    "yaml-forbidden": "Tags, anchors and aliases, deep nesting, several documents and very large files are not read.",
    "file-unreadable": "The file cannot be read, or is not UTF-8 text.",
    "file-outside": "Every file of a site stands in the site: a link that leads elsewhere is not read or published.",
    "text-turned": "No unseen sign stands in a text, or turns its direction so that it reads otherwise than it is.",
    "file-name": "A record's file name is its id: lower-case letters, digits and single hyphens, ending in .yml.",
    "kind-missing": "A folder of records has no _kind.yml, or a required file or folder is absent.",
    "kind-duplicate": "Two folders declare the same kind.",
    "kind-not-in-nav": "The index page of a kind is not in the navigation of mkdocs.yml.",
    "nav-unknown": "A line of the navigation in mkdocs.yml leads to no page.",
    "field-unknown": "The record has a field that its kind does not have.",
    "field-missing": "The record lacks a field that its kind requires.",
    "field-value": "The value of a field is not of the field's type.",
    "id-duplicate": "Two records have the same id, or an id once was another record's or a withdrawn claim's.",
    "link-unknown": "A link names a record that does not exist.",
    "link-kind": "A link names a record of another kind than the one asked for.",
    "link-parent": "A record is its own ancestor, or its parent is of another kind.",
    "reference-unknown": "A citation names a key that references.bib does not have.",
    "level-unknown": "A level that the claims' _kind.yml does not declare.",
    "effect-change": "The change of an effect does not fit the kind of its target.",
    "effect-means": "An effect is said to work by something that is no target of the same claim.",
    "intervention-missing": "A claim that is not background names no intervention.",
    "source-invalid": "A source document, its headings or its settings do not fit together.",
    "source-licence": "A source is to be shown whole, but its licence, or where that was seen, is not stated.",
    "source-unknown": "A quotation is from a source that seeds/ does not have.",
    "quote-not-found": "The quotation does not stand in its source.",
    "quote-ambiguous": "The quotation stands at more than one place of its source.",
    "quote-length": "A quotation has fewer than five or more than eighty words.",
    "quote-boundary": "The quotation begins or ends inside a word or a number.",
    "cites-not-in-quote": "A citation is no marker of the quotation, or only part of a marker is given.",
    "disputed-without-correction": "A quotation is marked as disputed, but no correction says why.",
    "statement-mistake": "A statement repeats a known mistake of the source.",
    "target-is-record": "An effect's target is free text, but a record of that name exists.",
    "note-unknown": "A note is about a claim or sentence that does not exist, or a sentence that is quoted after all.",
    "abbreviation-unexplained": "A word with two capitals is explained by no record and no note.",
    "claim-near-duplicate": "Two claims that name a record in common state nearly the same in nearly the same words.",
    "statement-level": "A statement has a word of a kind of study that its claim does not have.",
    "topic-unused": "A topic that nothing names: no claim, study, source, text or other record.",
    "topic-variant": "Two topics of a kind have a name in common, case, hyphens, spaces, accents and plural s apart.",
    "reference-unused": "A reference that nothing cites: no record, and no source in its text.",
    "prose-comment": "Unquoted text goes on behind ` #`, where YAML reads a comment: it is lost.",
    "release-order": "Two releases have one version, or a release is older than the one above it.",
    "value-repeated": "A list has the same value twice.",
    "waiver-unused": "A waiver of content/_waivers.yml waives nothing.",
    "page-conflict": "Two records make the same page, or one would replace a page that was written by hand.",
    "page-edited": "A generated page was changed by hand.",
    "template-error": "A template or the citation style cannot be used, or asks for something that is not there.",
    "file-unwritable": "The system does not let a file be written: no permission, no room, or something in its place.",
    "not-published": "MkDocs refuses the pages, or the folder for the site holds something else.",
    "script-inline": "A script stands in a page itself, and the theme did not put it there.",
    "bib-syntax": "An entry of references.bib cannot be read as it stands.",
    "bib-duplicate-key": "Two entries have the same key, or keys that differ only in case.",
    "bib-field": "A field of a reference has a value that this site does not understand.",
}
"""Every rule by its stable code, with what it means."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file; lines and columns count from one."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What mends a problem: the value or key `old` at its place becomes `new`, several values, or none at all."""

    old: Any
    new: tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One broken rule at one place."""

    place: Place
    code: str
    message: str
    cure: str = ""
    severity: Severity = field(default=Severity.ERROR)
    instead: Answer | None = field(default=None, compare=False)
    """The one right answer, where there is one."""

    def __post_init__(self) -> None:
        if self.code not in RULES:
            raise KeyError(f"no rule has the code {self.code}")

    def __str__(self) -> str:
        cure = f" ({self.cure})" if self.cure else ""
        advice = "warning: " if self.severity is Severity.WARNING else ""
        where = f"{self.place.path}:{self.place.line}:{self.place.column}"
        return visible(f"{where}: {advice}{self.code}: {self.message}{cure}")


def visible(text: str) -> str:
    """Text on one line that a terminal shows as it is: signs that would steer it are spelt out."""
    return _STEERING.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that stop a build."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def unwritable(error: OSError, root: Path) -> Problem:
    """What the system did not let the generator do, as a problem of the file that it was about."""
    path = Path(error.filename) if isinstance(error.filename, str) else root
    name = path.relative_to(root) if path.is_relative_to(root) else path
    cure = "look at its permissions, at the room on the disk and at what else is there"
    return Problem(Place(name.as_posix()), "file-unwritable", error.strerror or str(error), cure)


def did_you_mean(wrong: str, candidates: Iterable[str]) -> str:
    """A cure that names the candidate spelt most like `wrong`, or nothing where none is close."""
    best = process.extractOne(wrong, list(candidates), scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean {best[0]}?" if best else ""


def surely(wrong: str, words: Iterable[str]) -> Answer | None:
    """The word that `wrong` must be a slip of: the only one that differs in one letter, or in case and hyphens alone.

    This is for words that this program or a kind declares. The name of a thing in the world that differs from
    another by a letter may be another thing, and digits never are a slip.
    """
    listed = dict.fromkeys(words)
    same = [word for word in listed if _plain(word) == _plain(wrong)]
    near = [word for word in listed if OSA.distance(_plain(word), _plain(wrong), score_cutoff=1) == 1]
    found = same or [word for word in near if len(word) > 3 and re.findall(r"\d", word) == re.findall(r"\d", wrong)]
    return only(wrong, found)


def only(wrong: str, found: Collection[str]) -> Answer | None:
    """The answer where there is just one."""
    return Answer(wrong, tuple(found)) if len(found) == 1 else None


def _plain(word: str) -> str:
    return re.sub(r"[\s_-]+", "-", word.strip().casefold())

"""A page has an address below docs/, a template and what it shows; it links to the explorer and to forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.models import Correction, Kind
from evidence.parting import chunks, numbered
from evidence.views import Target


@dataclass(frozen=True, slots=True)
class Page:
    """One page before it is rendered.

    `source` is the file a contributor edits to change it, from a certain `line` where one matters, and `files` those
    of which the latest change is the page's. `meta` is for its front matter, `schema` what it is about in the words of
    schema.org, and `subject` its id or key, empty where the page is about no single thing.
    """

    path: str
    templates: tuple[str, ...]
    title: str
    source: str
    values: Mapping[str, Any] = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    schema: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""
    line: int = 0


Portion = Callable[[], Iterable[Page]]
"""Some pages that are cut together, and apart from all others."""

FORMS = "add"
"""The folder below docs/ of the forms with which records are begun."""
FIELDS = "fields.md"
"""The page below docs/ that says of each kind what its files may say."""


def form(kind: str, **chosen: str) -> Target:
    """A link to the form for a kind, in which something is chosen already."""
    return Target("", f"{FORMS}/{kind}.md" + (f"?{urlencode(chosen)}" if chosen else ""))


Row = TypeVar("Row")


def pager(path: str, count: int) -> list[Target]:
    """The pages of what begins at `path`, by their numbers."""
    return [Target(str(number + 1), numbered(path, number)) for number in range(count)]


def several(path: str, rows: Sequence[Row], most: int) -> Iterator[tuple[str, list[Target], Sequence[Row]]]:
    """The pages of a list of rows: of each its file, all pages, and its own rows."""
    pieces = list(chunks(rows, most))
    pages = pager(path, len(pieces))
    return ((target.path, pages, some) for target, some in zip(pages, pieces, strict=True))


def paged(title: str, path: str, pages: Sequence[Target]) -> str:
    """The title of one of several pages, with its number from the second on."""
    number = [target.path for target in pages].index(path) + 1
    return f"{title} ({number}/{len(pages)})" if number > 1 else title


PARAMETERS = ("level", "stance", "species", "year", "mark", "text", "sort", "page")
"""What the explorer's address says besides kinds; a kind of such a name is asked for as `<name>-kind`."""


def parameter(kind: str) -> str:
    """What the explorer's address calls a kind."""
    return f"{kind}-kind" if kind in PARAMETERS else kind


def explored(cutter: Cutter, *records: str, **chosen: Iterable[str]) -> Target:
    """A link to the explorer with the claims that name all these records; without a page where there is none."""
    catalogue = cutter.catalogue
    if "claim" not in catalogue.kinds:
        return Target("")
    asked = {**{parameter(catalogue.records[id_].kind): id_ for id_ in records}, **chosen}
    return Target("", f"{catalogue.kinds['claim'].folder}/index.md?{urlencode(asked, doseq=True)}")


def owners(catalogue: Catalogue) -> Iterator[Kind]:
    """The kinds that have pages, in their order."""
    return (kind for kind in catalogue.kinds.values() if kind.pages and kind.id != "claim")


def affected(cutter: Cutter, correction: Correction) -> tuple[Target, ...]:
    """The studies and claims that a correction concerns."""
    claims = cutter.catalogue.claims_of.get(correction.id, ())
    studies = (study for study in cutter.catalogue.studies if correction.id in study.corrections)
    return cutter.targets(one.id for one in (*studies, *claims))

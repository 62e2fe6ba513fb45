"""A small sound site around one file of the real content: that file, what it names, and what that needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import yaml

from evidence import building, prose
from evidence.catalogue import Catalogue, prose_fields
from evidence.linkchecks import cited, linked
from evidence.models import Record, Sourced, Topic
from evidence.quotes import Found
from sitetools import ROOT

SOURCES = "seeds/_sources.yml"


@cache
def real() -> Catalogue:
    """The real catalogue."""
    return building.load(ROOT)[0]


@cache
def around(path: str, *, bare: bool = True) -> dict[str, bytes]:
    """The files of the small site around the file `path`, by their paths.

    Of topics that others name only the names are kept, of lists of notes the first entries, and unless `path` is about
    them, of the source what is quoted and, where it may be `bare`, of mkdocs.yml what the generator reads.
    """
    catalogue = real()
    text = read(path) if not path.startswith("content/_") else "".join(blocks(read(path))[:6])
    kept = closure(begun(path, text))
    files = {one: read(one) for one in catalogue.documents if one.endswith("_kind.yml")}
    files |= {record.path: read(record.path) if whole else names(record) for record, whole in kept}
    files |= {one: read(one) for one in (SOURCES, "CITATION.cff")}
    for source in catalogue.sources.values():
        all_ = path in (SOURCES, source.path, "content/_sentences.yml")
        files |= {f"seeds/{source.spec.received}": ""} if source.spec.received else {}
        lines = read(source.path).splitlines(keepends=True)
        files[source.path] = "".join(lines if all_ else [lines[number - 1] for number in kept_lines(kept)])
    settings = blocks(read("mkdocs.yml"))
    asked = [one for one in settings if not bare or path == "mkdocs.yml" or one.startswith(("site_", "nav", "extra:"))]
    files["mkdocs.yml"] = "".join(asked)
    files[path] = text
    keys = dict.fromkeys(key for record, whole in kept if whole for key in keys_of(record))
    more = list(catalogue.references)[::12] if path == "references.bib" else []
    named = [*more, *(source.spec.reference for source in catalogue.sources.values()), *keys]
    entries = (catalogue.references[key].raw for key in dict.fromkeys(named) if key)
    files["references.bib"] = "\n\n".join(entries) + "\n"
    return {one: text.encode() for one, text in files.items()}


def begun(path: str, text: str) -> Iterable[Record]:
    """The records that a site around a file with this text begins with."""
    catalogue = real()
    if path.startswith("content/_"):
        return [catalogue.records[one] for one in re.findall(r"[\w-]+", text) if one in catalogue.records]
    kinds = {f"content/{kind.folder}/_kind.yml": kind.id for kind in catalogue.kinds.values()}
    own = [record for record in catalogue.records.values() if record.path == path]
    return own or catalogue.of_kind(kinds.get(path, "claim"))[:1]


def read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def blocks(text: str) -> list[str]:
    """A text cut before each line that is not indented."""
    return re.split(r"(?m)^(?=[^\s#])", text)


def closure(first: Iterable[Record]) -> list[tuple[Record, bool]]:
    """The records with all that they name, and whether each is kept whole."""
    catalogue = real()
    scenes = [id_ for source in catalogue.sources.values() for one in source.spec.headings for id_ in one.setting]
    left = [(record, True) for record in first] + [(catalogue.records[id_], False) for id_ in scenes]
    found: dict[str, tuple[Record, bool]] = {}
    while left:
        record, whole = left.pop(0)
        if record.id not in found:
            whole = whole or not isinstance(record, Topic)
            found[record.id] = record, whole
            left += [(catalogue.records[id_], False) for id_ in links(record, whole=whole)]
    return list(found.values())


def links(record: Record, *, whole: bool) -> Iterator[str]:
    catalogue = real()
    if not whole:
        yield from [record.parent] if isinstance(record, Topic) and record.parent else []
        return
    yield from (id_ for _, id_, _ in linked(catalogue, record))
    for _, text in prose_fields(record, catalogue.kinds[record.kind]):
        yield from prose.links(text)


def names(record: Record) -> str:
    data = real().documents[record.path].data
    kept = {name: data[name] for name in ("name", "abbreviations", "synonyms", "parent") if name in data}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)


def keys_of(record: Record) -> Iterator[str]:
    yield from (key for _, key in cited(record))
    for _, text in prose_fields(record, real().kinds[record.kind]):
        yield from prose.cites(text)


def kept_lines(kept: Iterable[tuple[Record, bool]]) -> list[int]:
    """The lines of the source that are headings, or that hold a quotation of one of the records."""
    catalogue = real()
    lines = {one.line for source in catalogue.sources.values() for one in source.passages if one.kind == "heading"}
    for record, _ in kept:
        for number in range(len(record.evidence) if isinstance(record, Sourced) else 0):
            found = catalogue.quotations[record.id, number]
            lines |= {found.passage.line} if isinstance(found, Found) else set()
    return sorted(lines)

"""What is meant by a word that is no id, kind or key: the one thing that it can name, or nothing."""

from __future__ import annotations

from evidence.catalogue import Catalogue
from evidence.crossref import bare_doi
from evidence.fields import better_id
from evidence.problems import Answer, only, surely


def record(catalogue: Catalogue, words: str, kind: str | None) -> Answer | None:
    """The only record, of a `kind` if one is asked for, that has or had this id but for its spelling, or this name."""
    moved = catalogue.former.get(words)
    same = [moved] if moved else [catalogue.records[one] for one in (better_id(words),) if one in catalogue.records]
    found = [one for one in same or catalogue.called.get(words.casefold(), ()) if kind in (None, one.kind)]
    return only(words, [one.id for one in found])


def kind(catalogue: Catalogue, words: str) -> Answer | None:
    """The only kind that has this id but for a slip, or this title, plural or folder."""
    kinds = catalogue.kinds.values()
    named = [one.id for one in kinds if words.casefold() in (one.title.casefold(), one.plural.casefold(), one.folder)]
    return surely(words, catalogue.kinds) or only(words, named)


def source(catalogue: Catalogue, words: str) -> Answer | None:
    """The only source that has this key but for its case."""
    found = [key for key in catalogue.sources if key.casefold() == words.casefold()]
    return only(words, found)


def references(catalogue: Catalogue, words: str, source: str | None = None) -> Answer | None:
    """The keys that are meant by a key in another case, a DOI, or a number or marker of a source; all, or nothing."""
    bare, doi = words.strip().removeprefix("@").casefold(), bare_doi(words).casefold()
    found: set[tuple[str, ...]] = {
        (key,)
        for key, reference in catalogue.references.items()
        if key.casefold() == bare or (doi and reference.get("doi").casefold() == doi)
    }
    for one in catalogue.sources.values():
        if source in (None, one.key) and one.spec.markers and (keys := one.spec.markers.meant(words)):
            found.add(keys)
    (answer,) = found if len(found) == 1 else ((),)
    return Answer(words, answer) if answer and all(key in catalogue.references for key in answer) else None

"""The rules of links: every id, kind and citation key names something that exists and is of the right kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evidence import meaning, prose
from evidence.catalogue import Catalogue, prose_fields
from evidence.models import MODELS, Claim, Correction, Evidence, Record, Sourced, Study, Topic
from evidence.problems import Place, Problem, did_you_mean
from evidence.yamltext import Path


def _maps(catalogue: Catalogue) -> Iterator[Problem]:
    """The kinds that the maps of mkdocs.yml cross, or are filtered by, exist."""
    crossed = [("maps", id_) for id_ in dict.fromkeys(id_ for pair in catalogue.settings.maps for id_ in pair)]
    filters = [("filters", id_) for id_ in dict.fromkeys(catalogue.settings.filters) if id_ not in ("level", "stance")]
    for where, kind in (*crossed, *filters):
        if kind not in catalogue.kinds:
            cure = did_you_mean(kind, catalogue.kinds)
            yield Problem(Place("mkdocs.yml"), "link-kind", f"extra.{where} names {kind!r}, which is no kind", cure)


def _ids(catalogue: Catalogue) -> Iterator[Problem]:
    """No id is used twice, not even one that a record had before."""
    seen: dict[str, Record] = {}
    for record in catalogue.records.values():
        for number, old in enumerate(record.former_ids):
            other = catalogue.records.get(old) or seen.get(old)
            if other is not None:
                place = _place(catalogue, record, ("former_ids", number))
                message = f"{old} is the id of {other.path}"
                yield Problem(place, "id-duplicate", message, "an id is never used again")
            seen[old] = record


def _withdrawn(catalogue: Catalogue) -> Iterator[Problem]:
    """No id of a withdrawn claim is used for anything else, and what is named in its place exists."""
    seen = set[str]()
    for one in catalogue.notes.withdrawn:
        document = catalogue.documents["content/_withdrawn.yml"]
        other = catalogue.records.get(one.id) or catalogue.former.get(one.id)
        if other or one.id in seen or one.id in catalogue.broken:
            message = f"{one.id} is the id of {other.path}" if other else f"{one.id} is the id of another record"
            yield Problem(document.place((one.number, "id")), "id-duplicate", message, "an id is never used again")
        seen.add(one.id)
        for index, id_ in enumerate(one.instead):
            yield from _link(catalogue, document.place((one.number, "instead", index)), id_, None)


def _links(catalogue: Catalogue) -> Iterator[Problem]:
    """Every link names a record that exists and is of the right kind."""
    for record in catalogue.records.values():
        for path, id_, kind in linked(catalogue, record):
            place = _place(catalogue, record, path)
            yield from _link(catalogue, place, id_, kind)
            other = catalogue.records.get(id_)
            no_topic = isinstance(other, Claim | Study | Correction) and kind in (None, other.kind)
            if other and no_topic and path[0] in ("about", "effects"):
                is_ = catalogue.kinds[other.kind].title.lower()
                yield Problem(place, "link-kind", f"{id_} is a {is_}, of which no claim or study tells", "name a topic")
        for path, text in prose_fields(record, catalogue.kinds[record.kind]):
            for id_ in prose.links(text):
                place = catalogue.documents[record.path].find(path, f"[[{id_}", "]|")
                yield from _link(catalogue, place, id_, None)
        if isinstance(record, Sourced):
            for kind in record.about:
                if kind not in catalogue.kinds:
                    place = catalogue.documents[record.path].place(("about", kind), key=True)
                    cure, answer = did_you_mean(kind, catalogue.kinds), meaning.kind(catalogue, kind)
                    yield Problem(place, "link-kind", f"there is no kind {kind!r}", cure, instead=answer)


def _headings(catalogue: Catalogue) -> Iterator[Problem]:
    """What a heading is said to set the scene for exists."""
    for source in catalogue.sources.values():
        document = catalogue.documents["seeds/_sources.yml"]
        for number, heading in enumerate(source.spec.headings):
            for index, id_ in enumerate(heading.setting):
                place = document.place((source.index, "headings", number, "setting", index))
                yield from _link(catalogue, place, id_, None)


def _kinds(catalogue: Catalogue) -> Iterator[Problem]:
    """The kinds that kinds name exist, their fields hide no built-in one, and no level is declared twice."""
    for kind in catalogue.kinds.values():
        document = catalogue.documents[f"content/{kind.folder}/_kind.yml"]
        named: list[tuple[Path, str]] = [
            (("intervention", number), id_) for number, id_ in enumerate(kind.intervention)
        ]
        named += [(("fields", name, "kind"), spec.kind) for name, spec in kind.fields.items() if spec.kind]
        for path, id_ in named:
            if id_ not in catalogue.kinds:
                cure = did_you_mean(id_, catalogue.kinds)
                answer = meaning.kind(catalogue, id_)
                yield Problem(document.place(path), "link-kind", f"there is no kind {id_!r}", cure, instead=answer)
        for name in kind.fields:
            if name in MODELS.get(kind.id, Topic).model_fields:
                place = document.place(("fields", name), key=True)
                yield Problem(
                    place, "field-value", f"every record has a field {name!r} already", "give it another name"
                )
        levels = [level.id for level in kind.levels]
        for number, id_ in enumerate(levels):
            if id_ in levels[:number]:
                place = document.place(("levels", number, "id"))
                yield Problem(place, "field-value", f"the level {id_!r} is declared twice", "give it another id")


def linked(catalogue: Catalogue, record: Record) -> Iterator[tuple[Path, str, str | None]]:
    """Every link of a record outside its prose: where, to what, and of which kind it has to be."""
    kind = catalogue.kinds[record.kind]
    if isinstance(record, Topic) and record.parent:
        yield ("parent",), record.parent, None
    if isinstance(record, Sourced):
        for about, ids in record.about.items():
            yield from ((("about", about, number), id_, about) for number, id_ in enumerate(ids))
        yield from ((("corrections", number), id_, "correction") for number, id_ in enumerate(record.corrections))
    if isinstance(record, Claim):
        yield from _linked_effects(record)
    for name, spec in kind.fields.items():
        value = record.extra.get(name)
        if spec.type == "link" and value:
            yield (name,), value, spec.kind
        elif spec.type == "links" and value:
            yield from (((name, number), id_, spec.kind) for number, id_ in enumerate(value))


def _linked_effects(claim: Claim) -> Iterator[tuple[Path, str, str | None]]:
    if isinstance(claim.study, str):
        yield ("study",), claim.study, "study"
    for number, effect in enumerate(claim.effects):
        if isinstance(effect.target, str):
            yield ("effects", number, "target"), effect.target, None
        for name, ids in (("by", effect.by), ("from", effect.actor), ("versus", effect.versus)):
            yield from ((("effects", number, name, index), id_, None) for index, id_ in enumerate(ids))


def _link(catalogue: Catalogue, place: Place, id_: str, kind: str | None) -> Iterator[Problem]:
    record = catalogue.records.get(id_)
    if record is None and id_ in catalogue.broken:
        return
    if record is None:
        answer = meaning.record(catalogue, id_, kind)
        if moved := catalogue.former.get(id_):
            message = f"{id_} is now called {moved.id}"
            yield Problem(place, "link-unknown", message, f"write {moved.id}", instead=answer)
            return
        if gone := catalogue.withdrawn.get(id_):
            cure = f"name {' or '.join(gone.instead)}" if gone.instead else "take the link away"
            yield Problem(place, "link-unknown", f"{id_} was withdrawn", cure, instead=answer)
            return
        pool = [one.id for one in catalogue.of_kind(kind)] if kind else list(catalogue.records)
        parts = [part.strip() for part in id_.split(",")]
        several = f"write [{', '.join(parts)}]" if len(parts) > 1 and set(parts) <= catalogue.records.keys() else ""
        cure = several or _by_name(catalogue, id_) or did_you_mean(id_, pool) or did_you_mean(id_, catalogue.records)
        what = catalogue.kinds[kind].title.lower() if kind is not None and kind in catalogue.kinds else "record"
        yield Problem(place, "link-unknown", f"there is no {what} {id_!r}", cure, instead=answer)
    elif kind is not None and kind in catalogue.kinds and record.kind != kind:
        is_, asked = catalogue.kinds[record.kind], catalogue.kinds[kind]
        cure = f"file it under {is_.id}, or name a {asked.title.lower()}"
        yield Problem(place, "link-kind", f"{id_} is a {is_.title.lower()}, not a {asked.title.lower()}", cure)


def _by_name(catalogue: Catalogue, words: str) -> str:
    """A cure for those who wrote a record's name or abbreviation in place of its id."""
    named = next(iter(catalogue.called.get(words.casefold(), ())), None)
    return f"did you mean {named.id}?" if named else ""


def _parents(catalogue: Catalogue) -> Iterator[Problem]:
    """Parents are of the same kind, and nothing is its own ancestor."""
    for record in catalogue.records.values():
        if not isinstance(record, Topic) or not record.parent:
            continue
        parent = catalogue.records.get(record.parent)
        place = _place(catalogue, record, ("parent",))
        if parent is not None and parent.kind != record.kind:
            yield Problem(place, "link-parent", f"{parent.id} is a {parent.kind}, not a {record.kind}")
        line, above = [record.id], parent
        while isinstance(above, Topic):
            if above.id in line and above.id != record.id:
                break  # the circle is above, and reported there
            if above.id in line:
                yield Problem(place, "link-parent", f"{record.id} is its own ancestor", " > ".join([*line, above.id]))
                break
            line.append(above.id)
            above = catalogue.records.get(above.parent) if above.parent else None


def _references(catalogue: Catalogue) -> Iterator[Problem]:
    """Every citation names an entry of references.bib; one that cannot be read is reported there, and only there."""
    known = catalogue.references.keys() | catalogue.broken
    for record in catalogue.records.values():
        for path, key in cited(record):
            if key not in known:
                item = record.evidence[int(path[1])] if isinstance(record, Sourced) and "cites" in path else None
                yield _unknown_reference(catalogue, _place(catalogue, record, path), key, item)
        for path, text in prose_fields(record, catalogue.kinds[record.kind]):
            for key in prose.cites(text):
                if key not in known:
                    place = catalogue.documents[record.path].find(path, f"@{key}", "];,")
                    yield _unknown_reference(catalogue, place, key)
    for source in catalogue.sources.values():
        if source.spec.reference and source.spec.reference not in known:
            place = catalogue.documents["seeds/_sources.yml"].place((source.index, "reference"))
            yield _unknown_reference(catalogue, place, source.spec.reference)


def cited(record: Record) -> Iterator[tuple[Path, str]]:
    """Every reference key of a record outside its prose: where, and which."""
    if isinstance(record, Sourced):
        for number, item in enumerate(record.evidence):
            yield from ((("evidence", number, "cites", index), key) for index, key in enumerate(item.cites))
        yield from ((("checked", number, "reference"), one.reference) for number, one in enumerate(record.checked))
    if isinstance(record, Study) and record.reference:
        yield ("reference",), record.reference
    if isinstance(record, Correction):
        yield from ((("refs", number), key) for number, key in enumerate(record.refs))


def _unknown_reference(catalogue: Catalogue, place: Place, key: str, item: Evidence | None = None) -> Problem:
    answer = meaning.references(catalogue, key, item.source if item else None)
    meant = f"did you mean {', '.join(map(str, answer.new))}?" if answer else ""
    cure = meant or did_you_mean(key, catalogue.references) or "add it to references.bib"
    return Problem(place, "reference-unknown", f"references.bib has no entry {key!r}", cure, instead=answer)


def _place(catalogue: Catalogue, record: Record, path: Iterable[str | int]) -> Place:
    return catalogue.documents[record.path].place(tuple(path))


LINK_CHECKS = (_kinds, _maps, _ids, _withdrawn, _links, _headings, _parents, _references)
"""The rules of this module, in the order in which they run."""

"""The rules that need the whole catalogue: links, references, quotations, levels, effects and navigation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from evidence import prose
from evidence.catalogue import Catalogue, prose_fields
from evidence.models import MODELS, Claim, Correction, Kind, Record, Sourced, Study, StudyFacts, Topic
from evidence.problems import Place, Problem, Severity, did_you_mean
from evidence.quotes import Missing
from evidence.yamltext import Path

Check = Callable[[Catalogue], Iterator[Problem]]


def check(catalogue: Catalogue) -> list[Problem]:
    """What is wrong between the parts of a catalogue, in the order of files and lines."""
    return sorted(problem for rule in CHECKS for problem in rule(catalogue))


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


def _links(catalogue: Catalogue) -> Iterator[Problem]:
    """Every link names a record that exists and is of the right kind."""
    for record in catalogue.records.values():
        for path, id_, kind in _linked(catalogue, record):
            yield from _link(catalogue, _place(catalogue, record, path), id_, kind)
        for path, text in prose_fields(record, catalogue.kinds[record.kind]):
            for id_ in prose.links(text):
                place = catalogue.documents[record.path].find(path, f"[[{id_}")
                yield from _link(catalogue, place, id_, None)
        if isinstance(record, Sourced):
            for kind in record.about:
                if kind not in catalogue.kinds:
                    place = catalogue.documents[record.path].place(("about", kind), key=True)
                    cure = did_you_mean(kind, catalogue.kinds)
                    yield Problem(place, "link-kind", f"there is no kind {kind!r}", cure)
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
                yield Problem(document.place(path), "link-kind", f"there is no kind {id_!r}", cure)
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


def _linked(catalogue: Catalogue, record: Record) -> Iterator[tuple[Path, str, str | None]]:
    """Every link of a record outside its prose: where, to what, and of which kind it has to be."""
    kind = catalogue.kinds[record.kind]
    if isinstance(record, Topic) and record.parent:
        yield ("parent",), record.parent, None
    if isinstance(record, Sourced):
        for about, ids in record.about.items():
            yield from ((("about", about, number), id_, about) for number, id_ in enumerate(ids))
        yield from ((("corrections", number), id_, "correction") for number, id_ in enumerate(record.corrections))
    if isinstance(record, Claim):
        if isinstance(record.study, str):
            yield ("study",), record.study, "study"
        for number, effect in enumerate(record.effects):
            if isinstance(effect.target, str):
                yield ("effects", number, "target"), effect.target, None
            for name, ids in (("by", effect.by), ("from", effect.actor), ("versus", effect.versus)):
                yield from ((("effects", number, name, index), id_, None) for index, id_ in enumerate(ids))
    for name, spec in kind.fields.items():
        value = record.extra.get(name)
        if spec.type == "link" and value:
            yield (name,), value, spec.kind
        elif spec.type == "links" and value:
            yield from (((name, number), id_, spec.kind) for number, id_ in enumerate(value))


def _link(catalogue: Catalogue, place: Place, id_: str, kind: str | None) -> Iterator[Problem]:
    record = catalogue.records.get(id_)
    if record is None and id_ in catalogue.broken:
        return
    if record is None:
        if moved := catalogue.former.get(id_):
            yield Problem(place, "link-unknown", f"{id_} is now called {moved.id}", f"write {moved.id}")
            return
        pool = [one.id for one in catalogue.of_kind(kind)] if kind else list(catalogue.records)
        cure = _by_name(catalogue, id_) or did_you_mean(id_, pool) or did_you_mean(id_, catalogue.records)
        what = catalogue.kinds[kind].title.lower() if kind in catalogue.kinds else "record"
        yield Problem(place, "link-unknown", f"there is no {what} {id_!r}", cure)
    elif kind in catalogue.kinds and record.kind != kind:
        is_, asked = catalogue.kinds[record.kind], catalogue.kinds[kind]
        cure = f"file it under {is_.id}, or name a {asked.title.lower()}"
        yield Problem(place, "link-kind", f"{id_} is a {is_.title.lower()}, not a {asked.title.lower()}", cure)


def _by_name(catalogue: Catalogue, words: str) -> str:
    """A cure for those who wrote a record's name or abbreviation in place of its id."""
    for record in catalogue.records.values():
        names = [record.title, *getattr(record, "abbreviations", ()), *getattr(record, "synonyms", ())]
        if words.casefold() in (name.casefold() for name in names):
            return f"did you mean {record.id}?"
    return ""


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
            if above.id in line:
                yield Problem(place, "link-parent", f"{record.id} is its own ancestor", " > ".join([*line, above.id]))
                break
            line.append(above.id)
            above = catalogue.records.get(above.parent) if above.parent else None


def _references(catalogue: Catalogue) -> Iterator[Problem]:
    """Every citation names an entry of references.bib."""
    for record in catalogue.records.values():
        for path, key in _cited(record):
            if key not in catalogue.references:
                yield _unknown_reference(catalogue, _place(catalogue, record, path), key)
        for path, text in prose_fields(record, catalogue.kinds[record.kind]):
            for key in prose.cites(text):
                if key not in catalogue.references:
                    place = catalogue.documents[record.path].find(path, f"@{key}")
                    yield _unknown_reference(catalogue, place, key)
    for source in catalogue.sources.values():
        if source.spec.reference and source.spec.reference not in catalogue.references:
            place = catalogue.documents["seeds/_sources.yml"].place((source.index, "reference"))
            yield _unknown_reference(catalogue, place, source.spec.reference)


def _cited(record: Record) -> Iterator[tuple[Path, str]]:
    if isinstance(record, Sourced):
        for number, item in enumerate(record.evidence):
            yield from ((("evidence", number, "cites", index), key) for index, key in enumerate(item.cites))
        yield from ((("checked", number, "reference"), one.reference) for number, one in enumerate(record.checked))
    if isinstance(record, Study) and record.reference:
        yield ("reference",), record.reference
    if isinstance(record, Correction):
        yield from ((("refs", number), key) for number, key in enumerate(record.refs))


def _unknown_reference(catalogue: Catalogue, place: Place, key: str) -> Problem:
    cure = did_you_mean(key, catalogue.references) or "add it to references.bib"
    return Problem(place, "reference-unknown", f"references.bib has no entry {key!r}", cure)


def _levels(catalogue: Catalogue) -> Iterator[Problem]:
    """Every level is declared."""
    declared = [level.id for level in catalogue.levels]
    for record in catalogue.sourced:
        facts = record if isinstance(record, Study) else getattr(record, "study", None)
        base: Path = () if isinstance(record, Study) else ("study",)
        for number, level in enumerate(facts.level if isinstance(facts, StudyFacts) else ()):
            if level not in declared:
                place = _place(catalogue, record, (*base, "level", number))
                cure = did_you_mean(level, declared) or f"use {', '.join(declared)}"
                yield Problem(place, "level-unknown", f"there is no level {level!r}", cure)


def _effects(catalogue: Catalogue) -> Iterator[Problem]:
    """Changes fit their targets, and means are targets too."""
    for claim in catalogue.claims:
        targets = {effect.target for effect in claim.effects if isinstance(effect.target, str)}
        for number, effect in enumerate(claim.effects):
            target = catalogue.records.get(effect.target) if isinstance(effect.target, str) else None
            if target is not None:
                kind: Kind = catalogue.kinds[target.kind]
                if effect.change not in kind.changes:
                    place = _place(catalogue, claim, ("effects", number, "change"))
                    message = f"a {kind.title.lower()} cannot be said to change by {effect.change!r}"
                    yield Problem(place, "effect-change", message, f"use {', '.join(kind.changes)}")
            for index, means in enumerate(effect.by):
                if means == effect.target:
                    place = _place(catalogue, claim, ("effects", number, "by", index))
                    yield Problem(place, "effect-means", f"{means} is said to change by means of itself", "remove it")
                elif means not in targets:
                    place = _place(catalogue, claim, ("effects", number, "by", index))
                    message = f"{means} is a means, but no target of this claim"
                    yield Problem(place, "effect-means", message, f"add an effect whose target is {means}")


def _interventions(catalogue: Catalogue) -> Iterator[Problem]:
    """A claim that speaks for or against something says for or against what."""
    kind = catalogue.kinds.get("claim")
    for claim in catalogue.claims if kind and kind.intervention else ():
        if claim.stance != "background" and not any(claim.about.get(one) for one in kind.intervention if kind):
            names = ", ".join(kind.intervention) if kind else ""
            message = f"the stance is {claim.stance}, but `about` names no intervention"
            cure = f"name a record of {names}; or its stance is background"
            yield Problem(_place(catalogue, claim, ("stance",)), "intervention-missing", message, cure)


def _quotations(catalogue: Catalogue) -> Iterator[Problem]:
    """Every quotation stands in its source, and its citations are whole markers of it."""
    for record in catalogue.sourced:
        for number, item in enumerate(record.evidence):
            source = catalogue.sources.get(item.source)
            if source is None:
                place = _place(catalogue, record, ("evidence", number, "source"))
                cure = did_you_mean(item.source, catalogue.sources) or "list it in seeds/_sources.yml"
                yield Problem(place, "source-unknown", f"there is no source {item.source!r}", cure)
                continue
            result = catalogue.quotations[record.id, number]
            if isinstance(result, Missing):
                place = _place(catalogue, record, ("evidence", number, "quote"))
                yield Problem(place, result.code, result.message, result.cure)
            markers = catalogue.markers(source, item.quote)
            whole = {key for keys in markers if set(keys) <= set(item.cites) for key in keys}
            for index, key in enumerate(item.cites):
                if source.spec.markers and key in catalogue.references and key not in whole:
                    place = _place(catalogue, record, ("evidence", number, "cites", index))
                    marker = next((keys for keys in markers if key in keys), None)
                    message = f"{key} is only part of a marker" if marker else f"no marker of the quotation is {key}"
                    cure = f"cite all of {', '.join(marker)}" if marker else "cite what the quotation cites"
                    yield Problem(place, "cites-not-in-quote", message, cure)
            if item.reads == "disputed" and not record.corrections:
                place = _place(catalogue, record, ("evidence", number, "reads"))
                cure = "add `corrections: [...]`"
                yield Problem(place, "disputed-without-correction", "no correction says what is disputed", cure)


def _navigation(catalogue: Catalogue) -> Iterator[Problem]:
    """The index page of every kind that has pages is in the navigation."""
    for kind in catalogue.kinds.values():
        addresses = (f"{kind.folder}/index.md", f"{kind.folder}/")
        if kind.pages and not any(address in catalogue.settings.nav for address in addresses):
            cure = f"add `- {kind.plural}: {kind.folder}/index.md` under nav"
            message = f"the kind {kind.id} is not in the navigation"
            yield Problem(Place("mkdocs.yml"), "kind-not-in-nav", message, cure, Severity.WARNING)


CHECKS: tuple[Check, ...] = (
    _kinds,
    _ids,
    _links,
    _parents,
    _references,
    _levels,
    _effects,
    _interventions,
    _quotations,
    _navigation,
)


def _place(catalogue: Catalogue, record: Record, path: Iterable[str | int]) -> Place:
    return catalogue.documents[record.path].place(tuple(path))

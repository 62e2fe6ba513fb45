"""Records as nested plain values for programs: what their files say, with names, places and levels looked up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from evidence import prose
from evidence.arrows import acting
from evidence.catalogue import Catalogue, prose_fields
from evidence.cutting import Cutter
from evidence.models import Claim, Correction, Effect, Record, Sourced, Study, StudyFacts, Topic
from evidence.quotes import Found
from evidence.references import Reference
from evidence.summing import is_retracted

Value = dict[str, Any]


def records(cutter: Cutter) -> dict[str, list[Value]]:
    """All claims, studies, corrections and topics by id, and all references in their order.

    What is not stated is None, and never left out.
    """
    catalogue = cutter.catalogue
    topics = (record for record in catalogue.records.values() if isinstance(record, Topic))
    return {
        "claims": [_claim(cutter, claim) for claim in catalogue.claims],
        "studies": [_study(cutter, study) for study in catalogue.studies],
        "corrections": [_correction(cutter, correction) for correction in catalogue.corrections],
        "topics": [_topic(cutter, topic) for topic in topics],
        "references": [_reference(catalogue, reference) for reference in catalogue.references.values()],
    }


def _claim(cutter: Cutter, claim: Claim) -> Value:
    catalogue = cutter.catalogue
    view = cutter.claims[claim.id]
    facts = catalogue.facts(claim)
    return {
        "id": claim.id,
        "kind": claim.kind,
        "address": f"c/{claim.id}/",
        "statement": _plain(catalogue, claim.statement),
        "stance": claim.stance,
        "level": _level(catalogue, facts),
        "about": _about(catalogue, claim),
        "effects": [_effect(catalogue, claim, effect) for effect in claim.effects],
        "study": {"id": view.study and claim.study, "title": view.study and view.study.title, **_facts(facts)},
        **_rests_on(catalogue, claim),
        "retracted": list(view.retracted),
        "reviews": list(view.reviews),
        "reading": view.reading or None,
        **_file(catalogue, claim),
    }


def _study(cutter: Cutter, study: Study) -> Value:
    catalogue = cutter.catalogue
    return {
        "id": study.id,
        "kind": study.kind,
        "address": _address(cutter, study),
        "name": study.name,
        "reference": study.reference,
        "about": _about(catalogue, study),
        "level": _level(catalogue, study),
        **_facts(study),
        "population": study.population,
        "outcome": study.outcome,
        "finding": _plain(catalogue, study.finding),
        **_rests_on(catalogue, study),
        "claims": _claims(catalogue, study),
        **_file(catalogue, study),
    }


def _correction(cutter: Cutter, correction: Correction) -> Value:
    catalogue = cutter.catalogue
    return {
        "id": correction.id,
        "kind": correction.kind,
        "address": _address(cutter, correction),
        "name": correction.name,
        "refs": list(correction.refs),
        "review": _plain(catalogue, correction.review),
        "original": _plain(catalogue, correction.original),
        "basis": correction.basis,
        "seen": correction.seen,
        "wording": list(correction.wording),
        "claims": _claims(catalogue, correction),
        "studies": [one.id for one in catalogue.studies if correction.id in one.corrections],
        **_file(catalogue, correction),
    }


def _topic(cutter: Cutter, topic: Topic) -> Value:
    catalogue = cutter.catalogue
    texts = prose_fields(topic, catalogue.kinds[topic.kind])
    return {
        "id": topic.id,
        "kind": topic.kind,
        "address": _address(cutter, topic),
        "name": topic.name,
        "abbreviations": list(topic.abbreviations),
        "synonyms": list(topic.synonyms),
        "parent": _named(catalogue, [topic.parent])[0] if topic.parent else None,
        "summary": _plain(catalogue, topic.summary),
        "cites": list(dict.fromkeys(key for _, text in texts for key in prose.cites(text))),
        "identifiers": dict(topic.identifiers),
        "claims": _claims(catalogue, topic),
        "studies": [one.id for one in catalogue.studies_of.get(topic.id, ())],
        **_file(catalogue, topic),
    }


def _reference(catalogue: Catalogue, reference: Reference) -> Value:
    resting = catalogue.resting_on.get(reference.key, ())
    own = ("key", "type", "authors", "more_authors")  # which a field of the entry may be called, too
    texts = {"issue" if name == "number" else name: text for name, text in reference.fields.items() if name not in own}
    return {
        "key": reference.key,
        "number": catalogue.number(reference.key),
        "type": reference.type,
        "authors": [{"family": name.family, "given": name.given} for name in reference.authors],
        "more_authors": reference.more,
        **texts,
        "status": reference.status,
        "notice": reference.notice or None,
        "review": reference.is_review,
        "claims": [one.id for one in resting if isinstance(one, Claim)],
        "studies": [one.id for one in resting if isinstance(one, Study)],
    }


def _about(catalogue: Catalogue, record: Sourced) -> dict[str, list[Value]]:
    """By kind: what the record is about, each with whether `about` names it or only the effects do."""
    said = {id_ for ids in record.about.values() for id_ in ids}
    found: dict[str, list[Value]] = {}
    for one in _named(catalogue, catalogue.named[record.id]):
        found.setdefault(one["kind"], []).append({**one, "through": "about" if one["id"] in said else "effects"})
    return {kind: found[kind] for kind in catalogue.kinds if kind in found}


def _effect(catalogue: Catalogue, claim: Claim, effect: Effect) -> Value:
    free = None if isinstance(effect.target, str) else {"id": None, "title": effect.target.text, "kind": None}
    return {
        "target": free or _named(catalogue, [str(effect.target)])[0],
        "change": effect.change,
        "from": _named(catalogue, effect.actor),
        "actors": _named(catalogue, acting(catalogue, claim, effect)),
        "by": _named(catalogue, effect.by),
        "versus": _named(catalogue, effect.versus),
    }


def _level(catalogue: Catalogue, facts: StudyFacts) -> Value | None:
    """The level closest to people among those stated."""
    return next(({"id": one.id, "title": one.title} for one in catalogue.levels if one.id in facts.level), None)


def _facts(facts: StudyFacts) -> Value:
    """What is stated of a study, its levels by their ids."""
    stated = {name: getattr(facts, name) for name in StudyFacts.model_fields if name != "level"}
    return {"levels": list(facts.level), **stated}


def _rests_on(catalogue: Catalogue, record: Claim | Study) -> Value:
    return {
        "evidence": [_quotation(catalogue, record, number) for number in range(len(record.evidence))],
        "cites": list(dict.fromkeys(key for item in record.evidence for key in item.cites)),
        "checked": [{"reference": one.reference, "read": one.read, "seen": one.seen} for one in record.checked],
        "counted": not is_retracted(catalogue, record),
        "corrections": _named(catalogue, record.corrections),
        "caution": _plain(catalogue, record.caution),
    }


def _quotation(catalogue: Catalogue, record: Sourced, number: int) -> Value:
    item, found = record.evidence[number], catalogue.quotations[record.id, number]
    passage = found.passage if isinstance(found, Found) else None
    return {
        "source": item.source,
        "quote": " ".join(item.quote.split()),
        "place": passage.place if passage else None,
        "section": passage.heading.title if passage and passage.heading else None,
        "cites": list(item.cites),
        "reads": item.reads,
    }


def _file(catalogue: Catalogue, record: Record) -> Value:
    """What every record has: the kind's own fields, former ids and its file."""
    own = {}
    for name, spec in catalogue.kinds[record.kind].fields.items():
        value = record.extra.get(name)
        own[name] = _plain(catalogue, value) if spec.type == "prose" else value
    return {"fields": own, "former_ids": list(record.former_ids), "file": record.path}


def _claims(catalogue: Catalogue, record: Record) -> list[str]:
    return [claim.id for claim in catalogue.claims_of.get(record.id, ())]


def _named(catalogue: Catalogue, ids: Iterable[str]) -> list[Value]:
    found = (catalogue.records[id_] for id_ in ids)
    return [{"id": one.id, "title": one.title, "kind": one.kind} for one in found]


def _address(cutter: Cutter, record: Record) -> str | None:
    page = cutter.page_of(record)
    return page.removesuffix(".md") + "/" if page else None


def _plain(catalogue: Catalogue, text: str | None) -> str | None:
    return None if text is None else prose.plain(text, lambda id_: catalogue.records[id_].title)

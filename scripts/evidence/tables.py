"""The tables that a site publishes: what a row of each is, and its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from evidence import columns
from evidence.bibliography import NOTICES, STATUSES
from evidence.catalogue import Catalogue
from evidence.columns import listed, said
from evidence.flat import Column, Table, at, each, make
from evidence.models import Change, Claim, Correction, Effect, Evidence, Kind, Stance, Study, Topic
from evidence.nested import Value


def tables(catalogue: Catalogue, records: Mapping[str, list[Value]]) -> tuple[Table, ...]:
    """Every table, cut from the nested records (`nested.records`)."""
    claims, studies = records["claims"], records["studies"]
    sourced = [*(("claim", one) for one in claims), *(("study", one) for one in studies)]
    quotations = [
        {"id": f"{record['id']}.{number}", kind: record["id"], "number": number, **quotation}
        for kind, record in sourced
        for number, quotation in enumerate(record["evidence"], 1)
    ]
    effects = [
        {"id": f"{claim['id']}.{number}", "claim": claim["id"], "number": number, **effect}
        for claim in claims
        for number, effect in enumerate(claim["effects"], 1)
    ]
    about = [
        {kind: record["id"], "topic": topic}
        for kind, record in sourced
        for topics in record["about"].values()
        for topic in topics
    ]
    return (
        make("claims", "one claim", _claims(catalogue), claims),
        make("quotations", "one quotation of a claim or study", _quotations(catalogue), quotations),
        make("effects", "one effect that a claim reports", _effects(), effects),
        make("about", "one topic that a claim or study names", _about(), about, key=()),
        make("studies", "one study", _studies(catalogue), studies),
        make("topics", "one topic, of any kind", _topics(catalogue), records["topics"]),
        make("corrections", "one correction", _corrections(catalogue), records["corrections"]),
        make("references", "one reference", _references(), records["references"], key=("key",)),
    )


def _claims(catalogue: Catalogue) -> Iterator[Column]:
    yield from columns.identity(Claim, "The permanent address,")
    yield said(Claim, "statement")
    yield said(Claim, "stance", choices=get_args(Stance))
    yield from columns.levels(catalogue, "study")
    yield from columns.about(catalogue)
    words = "The id of the study behind the claim, where it has a record of its own; its facts follow here too."
    yield Column("study", words, at("study", "id"), names="studies")
    yield from columns.facts("study")
    yield from columns.rests_on()
    yield listed("retracted", "Those of the references it rests on that were retracted.")
    yield listed("reviews", "Those of the references cited that are reviews, not studies.")
    words = (
        "Whether the claim was read a second time, independently of its writing: confirmed or mended then, or changed "
        "since; empty: not yet."
    )
    yield Column("reading", words, at("reading"), choices=("confirmed", "mended", "changed"))
    yield from columns.rest(Claim, _kind(catalogue, "claim"))


def _quotations(catalogue: Catalogue) -> Iterator[Column]:
    yield Column("id", "The id of the claim or study, a point and the number.", at("id"))
    yield Column("claim", "The claim that rests on it; empty where a study does.", at("claim"), names="claims")
    yield Column("study", "The study that rests on it; empty where a claim does.", at("study"), names="studies")
    yield Column("number", "Which of the record's quotations it is, from one.", at("number"), "integer")
    yield said(Evidence, "source", choices=tuple(catalogue.sources))
    yield said(Evidence, "quote")
    yield Column("place", "Where the words stand in the source.", at("place"))
    yield Column("section", "The heading of the source under which they stand.", at("section"))
    yield said(Evidence, "cites", type="list")
    yield said(Evidence, "reads", choices=("disputed",))


def _effects() -> Iterator[Column]:
    yield Column("id", "The id of the claim, a point and the number.", at("id"))
    yield Column("claim", "The id of the claim that reports it.", at("claim"), names="claims")
    yield Column("number", "Which of the claim's effects it is, from one.", at("number"), "integer")
    words = "The id of the topic that changes; empty where no topic has that name."
    yield Column("target", words, at("target", "id"), names="topics")
    yield Column("target_kind", "The kind of that topic.", at("target", "kind"))
    yield Column("target_title", "What changes, in words.", at("target", "title"))
    yield said(Effect, "change", choices=get_args(Change))
    yield said(Effect, "actor", each(at("from")), type="list")
    words = "The ids of what acts: those of the column from, or what stands for them where that is empty."
    yield Column("actors", words, each(at("actors")), "list")
    yield said(Effect, "by", each(at("by")), type="list")
    yield said(Effect, "versus", each(at("versus")), type="list")


def _about() -> Iterator[Column]:
    yield Column("claim", "The claim that names it; empty where a study does.", at("claim"), names="claims")
    yield Column("study", "The study that names it; empty where a claim does.", at("study"), names="studies")
    yield Column("kind", "The kind of the topic.", at("topic", "kind"))
    yield Column("topic", "The id of the topic.", at("topic", "id"), names="topics")
    words = "Where it is named: as what the record is about, or only in its effects."
    yield Column("through", words, at("topic", "through"), choices=("about", "effects"))


def _studies(catalogue: Catalogue) -> Iterator[Column]:
    yield from columns.identity(Study, "The address of its page,")
    yield said(Study, "name")
    yield said(Study, "reference", names="references")
    yield from columns.about(catalogue)
    yield from columns.levels(catalogue)
    yield from columns.facts()
    yield said(Study, "population")
    yield said(Study, "outcome")
    yield said(Study, "finding")
    yield from columns.rests_on()
    yield listed("claims", "The ids of the claims that it stands behind.")
    yield from columns.rest(Study, _kind(catalogue, "study"))


def _topics(catalogue: Catalogue) -> Iterator[Column]:
    kinds = columns.topic_kinds(catalogue)
    yield from columns.identity(Topic, "The address of its page,")
    yield said(Topic, "kind", choices=tuple(kind.id for kind in kinds))
    yield said(Topic, "name")
    yield said(Topic, "abbreviations", type="list")
    yield said(Topic, "synonyms", type="list")
    yield said(Topic, "parent", at("parent", "id"), names="topics")
    yield said(Topic, "summary")
    yield listed("cites", "The keys of the references that its texts cite.")
    yield said(Topic, "identifiers", columns.pairs(at("identifiers")), type="list")
    yield listed("claims", "The ids of the claims that name it; those that name only a topic below it are left out.")
    yield listed("studies", "The ids of the studies that name it.")
    yield from columns.rest(Topic, kinds)


def _corrections(catalogue: Catalogue) -> Iterator[Column]:
    yield from columns.identity(Correction, "The address of its page,")
    yield said(Correction, "name")
    yield said(Correction, "refs", type="list")
    yield said(Correction, "review")
    yield said(Correction, "original")
    yield said(Correction, "basis", choices=get_args(Correction.model_fields["basis"].annotation))
    yield said(Correction, "seen")
    yield said(Correction, "wording", type="list")
    yield listed("claims", "The ids of the claims that it concerns.")
    yield listed("studies", "The ids of the studies that it concerns.")
    yield from columns.rest(Correction, _kind(catalogue, "correction"))


def _references() -> Iterator[Column]:
    yield Column("key", "The key of its entry in references.bib.", at("key"))
    yield Column("number", "The number by which a source cites it.", at("number"), "integer")
    words = (
        "How far the work is known. resolved: author and title were seen and fit what the source says; candidate: near "
        "certain; unresolved: known by number only."
    )
    yield Column("status", words, at("status"), choices=STATUSES)
    words = "What its journal has said of it since; concern: an expression of concern."
    yield Column("notice", words, at("notice"), choices=NOTICES)
    yield Column("review", "Whether the work is itself a review.", at("review"), "boolean")
    yield Column("type", "The type of its entry.", at("type"))
    words = "Family name, comma and given names; an organisation by its name alone."
    yield Column("authors", words, _authors, "list")
    words = "Whether there are authors that its entry does not name."
    yield Column("more_authors", words, at("more_authors"), "boolean")
    for name, words in REFERENCE_FIELDS.items():
        yield Column(name, words, at(name))
    yield listed("claims", "The ids of the claims that rest on it: they cite it, or it was read for them.")
    yield listed("studies", "The ids of the studies that rest on it.")


REFERENCE_FIELDS = {
    "title": "The title of the work.",
    "journal": "The journal.",
    "booktitle": "The book that it is part of.",
    "publisher": "The publisher.",
    "year": "The year.",
    "volume": "The volume.",
    "issue": "The issue.",
    "pages": "The pages, or the number of the article.",
    "doi": "The DOI, without an address before it.",
    "pmid": "The number in PubMed.",
    "pmcid": "The number in PubMed Central.",
    "url": "An address of the work.",
    "note": "A remark that is shown with it.",
    "seen": "The pages where these fields were read.",
}
"""The fields of a reference that are one text, and what each means."""


def _authors(reference: Value) -> list[str]:
    return [", ".join(filter(None, (name["family"], name["given"]))) for name in reference["authors"]]


def _kind(catalogue: Catalogue, id_: str) -> tuple[Kind, ...]:
    return tuple(kind for kind in catalogue.kinds.values() if kind.id == id_)

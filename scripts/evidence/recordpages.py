"""Records have pages: what a topic, study or correction says, what is claimed of it, and what that adds up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from evidence import metadata
from evidence.cutting import Cutter
from evidence.diagrams import make_diagram
from evidence.fields import FieldSpec
from evidence.models import Claim, Correction, Kind, Record, Study, Topic
from evidence.pages import Page, Portion, affected, explored, form, owners
from evidence.parting import Leaf
from evidence.summing import is_retracted, studies_behind, summarise
from evidence.views import Target


def record_pages(cutter: Cutter, about: Iterable[str] | None = None) -> Iterator[Page]:
    """What `record_portions` gives, cut."""
    return (page for portion in record_portions(cutter, about) for page in portion())


def record_portions(cutter: Cutter, about: Iterable[str] | None = None) -> Iterator[Portion]:
    """The pages of each record; or of those only of which the first page's path begins one of the paths `about`."""
    catalogue = cutter.catalogue
    for kind in owners(catalogue):
        records = catalogue.of_kind(kind.id)
        for number, record in enumerate(records):
            if about is not None and not any(path.startswith(cutter.page_of(record)[:-3]) for path in about):
                continue
            before = cutter.target(records[number - 1].id) if number else None
            after = cutter.target(records[number + 1].id) if number + 1 < len(records) else None
            yield partial(_record, cutter, kind, record, (before, after))


def _record(
    cutter: Cutter, kind: Kind, record: Record, neighbours: tuple[Target | None, Target | None]
) -> Iterator[Page]:
    """The page of a record, then those with the claims for which it has no room."""
    catalogue = cutter.catalogue
    claims = catalogue.claims_of.get(record.id, ())
    trail = [Target(kind.plural, f"{kind.folder}/index.md")]
    trail += [cutter.target(one.id) for one in catalogue.ancestors(record)]
    leaves = cutter.leaves(record)
    common = {
        "kind": kind,
        "record": record,
        "leaves": [(Target("", leaf.path), leaf) for leaf in leaves],
        "most": catalogue.settings.most,
    }
    glance = _glance(cutter, record, claims)
    values: dict[str, Any] = {
        **common,
        "trail": trail,
        "neighbours": neighbours,
        "extra": _extra(cutter, kind, record),
        "inverse": _inverse(cutter, record),
        "groups": leaves[0].groups,
        "claims": len(claims),
        **glance,
        "diagram": make_diagram(cutter, record),
        "children": [
            (cutter.target(child.id), len(catalogue.claims_of.get(child.id, ())))
            for child in catalogue.children.get(record.id, ())
        ],
        "found": explored(cutter, record.id),
        "relations": _relations(cutter, record, claims),
    }
    if isinstance(record, Topic):
        values["also_known"] = cutter.also_known(record)
        values["add"] = form("claim", **{kind.id: record.id}) if "claim" in catalogue.kinds else None
    if isinstance(record, Study):
        values |= {
            "level": catalogue.level(record),
            "retracted": cutter.retracted(record),
            "counted": not is_retracted(catalogue, record),
            "facts": cutter.facts(record),
            "about": cutter.about(record),
            "quotes": cutter.quotes(record),
            "corrections": cutter.corrections(record.corrections),
        }
    if isinstance(record, Correction):
        values["affected"] = affected(cutter, record)
    templates = (f"{record.kind}.md.j2", "topic.md.j2")
    files = (record.path, *(one.path for one in (*claims, *catalogue.studies_of.get(record.id, ()))))
    meta, schema = _meta(cutter, record, leaves[0]), {"about": metadata.topic(record)}
    yield Page(leaves[0].path, templates, record.title, record.path, values, meta, files, schema, record.id)
    for leaf in leaves[1:]:
        part = {
            **common,
            "trail": [*trail, cutter.target(record.id)],
            "groups": leaf.groups,
            "claims": len(claims),
            "family": glance["family"],
            "levels": catalogue.levels,
        }
        shown = {view.id for group in leaf.groups for view in group.claims}
        files = (record.path, *(claim.path for claim in claims if claim.id in shown))
        head = {"hide": ["navigation"], "search": {"exclude": True}, **_read(cutter, leaf)}
        yield Page(leaf.path, ("part.md.j2",), "", record.path, part, head, files, schema, record.id)


def _glance(cutter: Cutter, record: Record, claims: tuple[Claim, ...]) -> dict[str, Any]:
    """What the box at the top of a page sums up, for the record itself and, in `family`, with all that is below it."""
    catalogue = cutter.catalogue
    family = tuple(catalogue.family(record))
    ids = frozenset(one.id for one in family)
    everything = [claim for one in family for claim in catalogue.claims_of.get(one.id, ())]
    studies = studies_behind(catalogue, [record], claims)
    summary = summarise(catalogue, claims, frozenset({record.id}), topic=record, studies=studies)
    comparing = frozenset(summary.comparing)
    return {
        "summary": summary,
        "family": summarise(catalogue, everything, ids, studies=studies_behind(catalogue, family, everything)),
        "studies": [
            (
                study,
                cutter.target(study.id),
                catalogue.level(study),
                summarise(catalogue, catalogue.claims_of.get(study.id, ())).stances,
            )
            for study in studies
        ],
        "contrary": [
            (view, cutter.target(view.id))
            for view in cutter.views(claims)
            if view.stance in ("opposes", "mixed") and view.id not in comparing
        ],
        "against": explored(cutter, record.id, stance=("opposes", "mixed")),
        "listed": Target("", cutter.claims_list) if "claim" in catalogue.kinds else Target(""),
        "aside": [(view, cutter.target(view.id)) for view in cutter.views(catalogue.in_section_on.get(record.id, ()))],
        "wanted": [kind for kind in catalogue.kinds.values() if kind.effects == "benefit"],
        "levels": catalogue.levels,
    }


def _meta(cutter: Cutter, record: Record, leaf: Leaf) -> dict[str, Any]:
    """What the theme needs to know of a record's page; what it can be found by stands in the data (`findable`)."""
    meta: dict[str, Any] = {"hide": ["navigation"], "search": {"exclude": True}}
    if cutter.catalogue.claims_of.get(record.id):
        meta |= _read(cutter, leaf)
    return meta


def _read(cutter: Cutter, leaf: Leaf) -> dict[str, int]:
    """How many claims stand on a page, and how many of them were read twice."""
    readings = [cutter.catalogue.readings.get(view.id) for group in leaf.groups for view in group.claims]
    return {"claims": leaf.claims, "read_twice": sum(reading in ("confirmed", "mended") for reading in readings)}


def _extra(cutter: Cutter, kind: Kind, record: Record) -> list[tuple[str, FieldSpec, Any]]:
    """The kind's own fields of a record, with links resolved, in the order of their declaration."""
    shown: list[tuple[str, FieldSpec, Any]] = []
    for name, spec in kind.fields.items():
        if name not in record.extra:
            continue
        value = record.extra[name]
        if spec.type == "link":
            value = cutter.targets([value])
        elif spec.type == "links":
            value = cutter.targets(value)
        shown.append((spec.title or name.replace("_", " ").capitalize(), spec, value))
    return shown


def _inverse(cutter: Cutter, record: Record) -> list[tuple[str, tuple[Target, ...]]]:
    """The records whose link fields name this one, under the heading that the field gives for this side."""
    return [(heading, cutter.targets(ids)) for heading, ids in cutter.catalogue.pointing.get(record.id, {}).items()]


def _relations(
    cutter: Cutter, record: Record, claims: tuple[Claim, ...]
) -> list[tuple[Kind, list[tuple[Target, int]]]]:
    """The records of other kinds that the same claims name, the most often named first, with how many claims do."""
    catalogue = cutter.catalogue
    counted = Counter(id_ for claim in claims for id_ in catalogue.named[claim.id] if id_ != record.id)
    relations = []
    for kind in owners(catalogue):
        if kind.id in ("study", "correction"):
            continue
        ids = [id_ for id_ in counted if catalogue.records[id_].kind == kind.id]
        ids.sort(key=lambda id_: (-counted[id_], catalogue.records[id_].title.casefold()))
        if ids:
            relations.append((kind, [(cutter.target(id_), counted[id_]) for id_ in ids]))
    return relations

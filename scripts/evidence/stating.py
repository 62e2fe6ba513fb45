"""What a site states is listed thing by thing and field by field, as plain items that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from evidence.catalogue import Catalogue
from evidence.models import Claim, Record, Sourced
from evidence.notes import FILES, Release
from evidence.prose import plain

PARTS = ("claims", "studies", "corrections", "topics", "references", "sources", "kinds", "notes")
"""What a site has, in the order in which its changes are told."""

_PART_OF = {"claim": "claims", "study": "studies", "correction": "corrections"}
_LINKS = ("about", "effects", "parent", "study", "corrections")
"""The built-in fields whose values are ids of records."""

Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Thing:
    """A record, reference, source, kind or list of notes: what it is called, and the items of each of its fields."""

    part: str
    kind: str
    """The id of a record's kind, empty for everything else."""
    id: str
    title: str
    fields: Fields = field(default_factory=dict)


def things(catalogue: Catalogue, renamed: Mapping[str, str]) -> Iterator[Thing]:
    """Everything that the site states; what names a record that was renamed is told as if it had the new id already."""
    for record in catalogue.records.values():
        part = _PART_OF.get(record.kind, "topics")
        title = plain(record.title, lambda id_: _title(catalogue, id_))
        yield Thing(part, record.kind, record.id, title, _of_record(catalogue, record, renamed))
    for reference in catalogue.references.values():
        fields = _items_of({"type": reference.type, **reference.fields})
        yield Thing("references", "", reference.key, reference.get("title") or reference.short, fields)
    listed = catalogue.documents["seeds/_sources.yml"].data if catalogue.sources else []
    for source in catalogue.sources.values():
        text = tuple(passage.text for passage in source.passages)
        fields = {**_items_of(listed[source.index]), "text": text}
        yield Thing("sources", "", source.key, source.spec.title, fields)
    for kind in catalogue.kinds.values():
        said = catalogue.documents[f"content/{kind.folder}/_kind.yml"].data
        yield Thing("kinds", "", kind.id, kind.plural, _items_of(said))
    for name in (name for name, model in FILES.items() if model is not Release):  # which tells of changes itself
        document = catalogue.documents.get(f"content/{name}")
        if document and isinstance(document.data, list):
            yield Thing("notes", "", name, name, {"entries": tuple(_item(one) for one in document.data)})


def _title(catalogue: Catalogue, id_: str) -> str:
    return catalogue.records[id_].title if id_ in catalogue.records else id_


def _of_record(catalogue: Catalogue, record: Record, renamed: Mapping[str, str]) -> Fields:
    links = {*_LINKS, *(name for name, spec in catalogue.kinds[record.kind].fields.items() if spec.kind)}
    said = {
        name: _following(value, renamed, names=name in links)
        for name, value in catalogue.documents[record.path].data.items()
    }
    found: dict[str, tuple[str, ...]] = {"kind": (record.kind,)}
    if isinstance(record, Claim):
        facts = said.pop("study", None)
        found["level"] = tuple(catalogue.facts(record).level)
        found["study"] = _items(
            {name: one for name, one in facts.items() if name != "level"} if isinstance(facts, dict) else facts
        )
        found["reading"] = (catalogue.readings[record.id],) if record.id in catalogue.readings else ()
    if isinstance(record, Sourced):
        said.pop("evidence", None)
        found["quotations"] = tuple(" ".join(one.quote.split()) for one in record.evidence)
        found["cites"] = tuple(dict.fromkeys(key for one in record.evidence for key in one.cites))
        found["from"] = tuple(dict.fromkeys(one.source for one in record.evidence))
        found["disputed"] = tuple(" ".join(one.quote.split()) for one in record.evidence if one.reads)
    return {name: items for name, items in {**_items_of(said), **found}.items() if items}


def _following(value: Any, renamed: Mapping[str, str], *, names: bool) -> Any:
    """A value in which ids are those that the records have now: where a field `names` records, and in prose."""
    if isinstance(value, str):
        if names and value in renamed:
            return renamed[value]
        return re.sub(r"(?<=\[\[)[^\[\]|\n]+", lambda found: renamed.get(found[0].strip(), found[0]), value)
    if isinstance(value, list):
        return [_following(one, renamed, names=names) for one in value]
    if isinstance(value, dict):
        return {key: _following(one, renamed, names=names and key != "text") for key, one in value.items()}
    return value


def _items_of(said: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: _items(value) for name, value in said.items()}


def _items(value: Any) -> tuple[str, ...]:
    """A value as the items that it holds; one value and a list of one are the same."""
    if isinstance(value, dict):
        return tuple(f"{key}: {item}" for key, one in value.items() for item in _items(one))
    if isinstance(value, list):
        return tuple(_item(one) for one in value)
    return () if value is None else (_item(value),)


def _item(value: Any) -> str:
    """A value as one item, in which the order of keys tells nothing but that a finding's target comes first."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (key not in ("target", "change"), key != "target", str(key)))
        return "; ".join(f"{key}: {', '.join(_items(value[key]))}" for key in keys)
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(str(value).split())

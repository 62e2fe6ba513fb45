"""The files that contributors write are described as JSON Schemas: what each field holds, and the ids that exist."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from evidence.catalogue import Catalogue
from evidence.models import MODELS, Kind, Topic
from evidence.notes import FILES
from evidence.prose import plain
from evidence.sources import SourceSpec

Schema = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The dialect that the language servers of all editors know."""


def schemas(catalogue: Catalogue) -> dict[str, Schema]:
    """By name: a schema for the records of each kind, named as the kind, and one for each file that begins with _."""
    found = {kind.id: _of_records(catalogue, kind) for kind in catalogue.kinds.values()}
    found["_kind"] = _Desk(catalogue).finished(_generated(Kind))
    found["_sources"] = _Desk(catalogue).finished(_generated(tuple[SourceSpec, ...]))
    for name, model in FILES.items():
        entries = tuple[model, ...]  # type: ignore[valid-type]
        found[name.removesuffix(".yml")] = _Desk(catalogue).finished(_generated(entries))
    return found


@cache
def _generated(type_: Any) -> Schema:
    """What pydantic makes of a type; nobody may change it."""
    return TypeAdapter(type_).json_schema()


def _of_records(catalogue: Catalogue, kind: Kind) -> Schema:
    schema = _generated(MODELS.get(kind.id, Topic))
    fields = {
        name: {
            **spec.adapter().json_schema(),
            "description": spec.help or spec.title or name.replace("_", " "),
        }
        for name, spec in kind.fields.items()
    }
    required = [*schema["required"], *(name for name, spec in kind.fields.items() if spec.required)]
    schema = {**schema, "properties": {**schema["properties"], **fields}, "required": required}
    words = {"title": kind.title, "description": kind.help or schema["description"]}
    return {**_Desk(catalogue, kind.id).finished(schema), **words}


@dataclass(frozen=True)
class _Desk:
    """Where one schema is finished: what pydantic made of a model still has marks in place of the names that exist.

    `kind` is that of the record which the schema describes, and `used` holds the lists of names that it refers to.
    """

    catalogue: Catalogue
    kind: str = ""
    used: dict[str, Schema] = field(default_factory=dict)

    def finished(self, schema: Schema) -> Schema:
        """The whole schema without marks, and without titles and defaults, which only repeat what is there."""
        whole = self._resolved(schema)
        definitions = {**whole.pop("$defs", {}), **dict(sorted(self.used.items()))}
        return {"$schema": DIALECT, **whole, **({"$defs": definitions} if definitions else {})}

    def _resolved(self, schema: Schema, names: tuple[str, str] | None = None) -> Schema:
        """One schema and all those inside it; `names` is the mark of a schema around it."""
        names = tuple(schema["names"]) if "names" in schema else names
        words = {"description": " ".join(schema["description"].split())} if "description" in schema else {}
        if names and schema.get("type") == "string":
            return {**words, **self._one_of(*names)}
        if names and schema.get("type") == "object" and "properties" not in schema:
            return {**words, **self._by_kind(schema["additionalProperties"])}
        result: Schema = {}
        for keyword, value in schema.items():
            if keyword in ("properties", "$defs"):
                result[keyword] = {name: self._resolved(one, names) for name, one in value.items()}
            elif keyword in ("anyOf", "oneOf"):
                result[keyword] = [self._resolved(one, names) for one in value]
            elif keyword in ("items", "additionalProperties") and isinstance(value, dict):
                result[keyword] = self._resolved(value, names)
            elif keyword not in ("names", "title", "default"):
                result[keyword] = value
        return {**result, **words}

    def _one_of(self, what: str, kind: str) -> Schema:
        """A reference to the list of the names that exist."""
        kind = self.kind if what == "sibling" else kind
        key = f"{what}-{kind}" if kind else what
        if key not in self.used:
            known = _known(self.catalogue, what, kind)
            self.used[key] = {"type": "string", "enum": list(known), "enumDescriptions": list(known.values())}
        return {"$ref": f"#/$defs/{key}"}

    def _by_kind(self, value: Schema) -> Schema:
        """A mapping whose keys are the kinds of topics and whose values name records of that kind."""
        kinds = [kind for kind in self.catalogue.kinds.values() if kind.id not in MODELS]
        marked = {kind.id: {**value, "description": kind.help or kind.plural} for kind in kinds}
        properties = {kind: self._resolved(one, ("record", kind)) for kind, one in marked.items()}
        return {"type": "object", "properties": properties, "additionalProperties": False}


def _known(catalogue: Catalogue, what: str, kind: str) -> dict[str, str]:
    """The ids or keys that exist of something (`fields.Names`), each with the words that tell which it is."""
    if what == "reference":
        return {
            key: f"{one.short}: {one.get('title')}" if one.known else one.get("note") or one.short
            for key, one in catalogue.references.items()
        }
    if what == "source":
        return {key: one.spec.title for key, one in catalogue.sources.items()}
    if what == "level":
        return {one.id: f"{one.title}: {one.help}" for one in catalogue.levels}
    if what == "kind":
        return {one.id: f"{one.title}: {one.help}" for one in catalogue.kinds.values()}
    records = catalogue.records
    return {
        record.id: plain(record.title, lambda id_: records[id_].title if id_ in records else id_)
        for record in catalogue.records.values()
        if (record.kind == kind if kind else what == "record" or isinstance(record, Topic))
    }

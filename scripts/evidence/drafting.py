"""A record is begun: the text of a file with every field of its kind, each explained, and what is known filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import indent, wrap
from typing import Any

import yaml

from evidence.catalogue import Catalogue
from evidence.fields import better_id, id_fault
from evidence.models import MODELS, Sourced, Topic
from evidence.problems import Place, Problem, did_you_mean
from evidence.proposing import propose
from evidence.quotes import Missing
from evidence.schemas import Schema, schemas

WIDTH = 120
MANY = 12
"""So many names that exist are too many to list in a comment."""

_HOW = (
    "What has to be filled in stands first and empty.",
    "A field that begins with # is left out: take the # away to use it, or delete the line.",
)
_PLAIN = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]*")
"""What may stand in YAML without an escape."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to write: the kind and id of a record, perhaps a folder below its kind's, and a quotation."""

    kind: str
    id: str
    folder: str = ""
    quote: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """The file of a record that is begun: its path, its text, and the names of the fields that are still empty."""

    path: str
    text: str
    empty: tuple[str, ...]


def draft(catalogue: Catalogue, wanted: Wanted) -> Draft | Problem:
    """The file of a new record, or why there cannot be one."""
    kind = catalogue.kinds.get(wanted.kind)
    if kind is None:
        cure = did_you_mean(wanted.kind, catalogue.kinds) or f"use {', '.join(catalogue.kinds)}"
        return Problem(Place("content"), "kind-missing", f"there is no kind {wanted.kind!r}", cure)
    path = "/".join(("content", kind.folder, *filter(None, wanted.folder.split("/")), f"{wanted.id}.yml"))
    if problem := _refused(catalogue, wanted, path):
        return problem
    values: dict[str, Any] = {}
    if wanted.quote:
        if not issubclass(MODELS.get(kind.id, Topic), Sourced):
            message = f"a {kind.title.lower()} rests on no quotation"
            return Problem(Place(path), "field-unknown", message, "leave --quote out")
        proposed = propose(catalogue, wanted.quote, wanted.source)
        if isinstance(proposed, Missing):
            return Problem(Place(path), proposed.code, proposed.message, proposed.cure)
        values = proposed
    schema = schemas(catalogue)[kind.id]
    address = f"{'../' * path.count('/')}docs/data/schemas/{kind.id}.schema.json"
    empty = tuple(name for name in schema["required"] if name not in values)
    return Draft(path, text_of(schema, values, address), empty)


def _refused(catalogue: Catalogue, wanted: Wanted, path: str) -> Problem | None:
    """Why no record may have that id or stand in that folder."""
    for name in filter(None, (*wanted.folder.split("/"), wanted.id)):
        if fault := id_fault(name):
            return Problem(Place(path), "file-name", f"{name!r} cannot be used: {fault}", f"call it {better_id(name)}")
    other = catalogue.records.get(wanted.id) or catalogue.former.get(wanted.id)
    if wanted.id in catalogue.withdrawn:
        message = f"{wanted.id} was the id of a claim that was withdrawn"
        return Problem(Place(path), "id-duplicate", message, "an id is never used again")
    if other or wanted.id in catalogue.broken:
        message = f"there is a record {wanted.id} already" if not other else f"{wanted.id} is an id of {other.path}"
        cure = f"did you mean to edit {other.path}?" if other else "mend that file"
        return Problem(Place(path), "id-duplicate", message, cure)
    return None


def text_of(schema: Schema, values: Mapping[str, Any], address: str) -> str:
    """The text of a file that fits the schema at `address` once its empty fields are filled; `values` are filled in."""
    first = [f"# yaml-language-server: $schema={address}", *_comment(f"{schema['title']}: {schema['description']}")]
    blocks = [first + [line for words in _HOW for line in _comment(words)], *_Desk(schema).fields(schema, values)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the text of one record is written; `root` is the schema with the definitions that its parts refer to."""

    root: Schema

    def fields(self, block: Schema, values: Mapping[str, Any], *, all_: bool = False) -> Iterator[list[str]]:
        """The lines of each field, what is empty and needed first; with `all_` none is left out by a #."""
        required = block.get("required", ())
        properties = {name: one for name, one in block["properties"].items() if name != "former_ids"}

        def order(name: str) -> tuple[bool, bool, bool]:
            known = name in values
            return known or name not in required, not known, self._inside(properties[name])[0] is not None

        for name in sorted(properties, key=order):
            schema, needed, known = properties[name], name in required, name in values
            lines = [*self._comment(schema, needed=needed and not known)]
            text = self._field(_scalar(name), schema, values.get(name), needed=needed)
            yield lines + (text if all_ or needed or known else [f"#{line}" for line in text])

    def _comment(self, schema: Schema, *, needed: bool) -> list[str]:
        names = list(dict.fromkeys(self._names(schema)))
        words = schema["description"].rstrip(".") + "." + (" Required." if needed else "")
        words += f" One of: {', '.join(map(str, names))}." if 0 < len(names) <= MANY else ""
        return _comment(words)

    def _field(self, name: str, schema: Schema, value: Any, *, needed: bool) -> list[str]:
        inner, several = self._inside(schema)
        if inner is None:
            return _line(name, value)
        items = value if several and value else [value or {}]
        lines = [f"{name}:"]
        for item in items:
            below = [line for one in self.fields(inner, item, all_=not needed and not value) for line in one]
            if several:
                first = next(number for number, line in enumerate(below) if not line.startswith("#"))
                below = [f"  {'- ' if number == first else '  '}{line}" for number, line in enumerate(below)]
            lines += [line if several else f"  {line}" for line in below]
        return lines

    def _inside(self, schema: Schema) -> tuple[Schema | None, bool]:
        """The schema of a mapping that a value is in the first place, and whether it is a list of such."""
        schema = self._resolved(schema)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                return self._inside(schema[keyword][0])
        if schema.get("type") == "array":
            return self._inside(schema["items"])[0], True
        return (schema if "properties" in schema else None), False

    def _names(self, schema: Schema) -> Iterator[Any]:
        """The values that alone may stand there."""
        schema = self._resolved(schema)
        yield from schema.get("enum", [schema["const"]] if "const" in schema else [])
        below = [schema["items"]] if "items" in schema else []
        for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *below):
            yield from self._names(one)

    def _resolved(self, schema: Schema) -> Schema:
        name = schema.get("$ref", "").removeprefix("#/$defs/")
        return self._resolved(self.root["$defs"][name]) if name else schema


def _comment(words: str) -> list[str]:
    return [f"# {line}" for line in wrap(words, WIDTH - 2, break_long_words=False, break_on_hyphens=False)]


def _line(name: str, value: Any) -> list[str]:
    """One field with a text or a list of names, or nothing, behind it."""
    if not value:
        return [f"{name}:"]
    if isinstance(value, str) and len(value) > WIDTH // 2 and _PLAIN.fullmatch(value):
        lines = wrap(value, WIDTH - 10, break_long_words=False, break_on_hyphens=False, expand_tabs=False)
        return [f"{name}: >-", *indent("\n".join(lines), "  ").split("\n")]
    return [f"{name}: {_scalar(value)}"]


def _scalar(value: Any) -> str:
    dumped = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**6)
    return str(dumped).removesuffix("...\n").strip()

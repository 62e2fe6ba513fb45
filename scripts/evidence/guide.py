"""The field guide tells what the files of each kind may say, field by field, each as the site itself uses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from evidence import forms
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.models import Kind, Record
from evidence.pages import FIELDS, Page, form
from evidence.schemas import Schema, schemas
from evidence.views import Target

LONGEST = 100
"""How many characters of an example are shown."""


@dataclass(frozen=True, slots=True)
class FieldGuide:
    """One field: its names from the outermost inwards, what it holds, and where the site has it for an example.

    `types` are those of `forms.script`, several where either may stand there; `kind` is the kind of which it names
    records, and `among` what it names besides (topic, record, reference, source or level).
    """

    names: tuple[str, ...]
    help: str
    needed: bool
    several: bool
    types: tuple[str, ...]
    choices: tuple[str, ...]
    kind: str
    among: str
    example: str
    seen: Target | None


@dataclass(frozen=True, slots=True)
class KindGuide:
    """A kind with how many records it has, where its form is, and its fields, what is needed first."""

    kind: Kind
    records: int
    form: Target
    fields: tuple[FieldGuide, ...]


Uses = Sequence[tuple[Record, dict[str, Any]]]
"""What records say in one place, each with its record."""


def guide_page(cutter: Cutter) -> Page:
    """The page with the guides of all kinds."""
    catalogue = cutter.catalogue
    all_schemas = schemas(catalogue)
    guides = [_of_kind(cutter, kind, all_schemas[kind.id]) for kind in catalogue.kinds.values()]
    files = tuple(f"content/{kind.folder}/_kind.yml" for kind in catalogue.kinds.values())
    kinds = {kind.id: Target(kind.title, FIELDS, kind.id) for kind in catalogue.kinds.values()}
    values = {"guides": guides, "kinds": kinds}
    return Page(FIELDS, ("fields.md.j2",), "", "templates/fields.md.j2", values, files=files)


def _of_kind(cutter: Cutter, kind: Kind, schema: Schema) -> KindGuide:
    catalogue = cutter.catalogue
    records = catalogue.of_kind(kind.id)
    uses = [(record, catalogue.documents[record.path].data) for record in records]
    uses.sort(key=lambda use: -len(use[1]))  # what says most is the best example
    fields = [*forms.asked(schema, kind), _former(schema)]
    return KindGuide(kind, len(records), form(kind.id), tuple(_rows(cutter, fields, (), uses)))


def _former(schema: Schema) -> forms.Field:
    """The field for which no form asks: a new record had no other id before."""
    help_ = schema["properties"]["former_ids"]["description"]
    return {"name": "former_ids", "help": help_, "needed": False, "several": True, "type": "text"}


def _rows(cutter: Cutter, fields: list[forms.Field], outer: tuple[str, ...], uses: Uses) -> Iterator[FieldGuide]:
    """The fields and those inside them, each behind the one that holds it."""
    for one in fields:
        shapes = one["options"] if one["type"] == "either" else [one]
        names = (*outer, one["name"])
        found = [(record, said[one["name"]]) for record, said in uses if one["name"] in said]
        record, example = next(((record, value) for record, value in found if not _inside(value)), (None, None))
        listed = next((shape["list"] for shape in shapes if "list" in shape), "")
        among, _, kind = listed.partition("-")
        yield FieldGuide(
            names,
            one["help"],
            one["needed"],
            one["several"],
            tuple(shape["type"] for shape in shapes),
            _choices(cutter.catalogue, shapes, listed),
            kind,
            "" if kind or listed == "level" else among,
            _shown(example) if record else "",
            replace(cutter.target(record.id), title=record.id) if record else None,
        )
        below = [(record, inner) for record, value in found for inner in _inside(value)]
        for shape in shapes:
            yield from _rows(cutter, shape.get("fields", []), names, below)


def _choices(catalogue: Catalogue, shapes: list[forms.Field], listed: str) -> tuple[str, ...]:
    """What alone may stand there, if that is a short list."""
    if listed == "level":
        return tuple(level.id for level in catalogue.levels)
    return tuple(value for shape in shapes for value, *_ in shape.get("choices", ()))


def _inside(value: Any) -> list[dict[str, Any]]:
    """The mappings in a value, which are told field by field."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _shown(value: Any) -> str:
    """A value as a file has it, in one line; only the beginning of a long one."""
    text = value if isinstance(value, str) else yaml.safe_dump(value, default_flow_style=True, allow_unicode=True)
    words = " ".join(text.removesuffix("...\n").split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rpartition(' ')[0] or words[:LONGEST]} \u2026"

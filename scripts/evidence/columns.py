"""Columns that several tables have, and what each of them means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_args

from evidence.catalogue import Catalogue
from evidence.fields import FieldSpec
from evidence.flat import Column, at, each
from evidence.models import MODELS, Checked, Frozen, Kind, Record, Sourced, StudyFacts

_TABLES = {"claim": "claims", "study": "studies", "correction": "corrections"}
"""The table that holds the records of a kind; those of every other kind are topics."""

_TYPES = {"number": "number", "year": "year", "date": "date", "list": "list", "links": "list", "identifiers": "list"}
"""The Table Schema type of a kind's own field, where it is no string."""


def said(model: type[Frozen], name: str, cell: Callable[[Any], Any] | None = None, **more: Any) -> Column:
    """The column of a field of a model, which means what the field does."""
    info = model.model_fields[name]
    return Column(info.alias or name, info.description or "", cell or at(info.alias or name), **more)


def listed(name: str, description: str) -> Column:
    """The column of a list of ids or keys."""
    return Column(name, description, at(name), "list")


def identity(model: type[Record], address: str) -> Iterator[Column]:
    """What a record is called by, and where its page is."""
    yield said(model, "id")
    yield Column("address", f"{address} below the address of the site; empty where it has no page.", at("address"))


def levels(catalogue: Catalogue, *path: str) -> Iterator[Column]:
    """The kind of study; `path` leads to the facts of the study."""
    words = "The kind of study, of several the one closest to people; empty: the source's words describe no experiment."
    yield Column("level", words, at("level", "id"), choices=tuple(level.id for level in catalogue.levels))
    yield Column("levels", "Every kind of study that is stated.", at(*path, "levels"), "list")


def about(catalogue: Catalogue) -> Iterator[Column]:
    """What a claim or study names, a column for each kind of topic."""
    for kind in topic_kinds(catalogue):
        words = f"{kind.plural}: the ids of those that it is about or that its effects name."
        yield Column(_word("about", kind.id), words, each(at("about", kind.id)), "list")


def topic_kinds(catalogue: Catalogue) -> tuple[Kind, ...]:
    """The kinds whose records are topics."""
    return tuple(kind for kind in catalogue.kinds.values() if kind.id not in MODELS)


def facts(*path: str) -> Iterator[Column]:
    """What is stated of a study; `path` leads there."""
    for name in StudyFacts.model_fields:
        if name != "level":
            type_ = "integer" if name == "participants" else "string"
            yield said(StudyFacts, name, at(*path, name), type=type_)


def rests_on() -> Iterator[Column]:
    """What a claim or study rests on."""
    yield listed("cites", "The keys of the references that its quotations cite.")
    for read in get_args(Checked.model_fields["read"].annotation):
        words = f"The keys of the originals that were read: {read}."
        yield Column(_word("checked", read), words, _checked(read), "list")
    words = "Whether the site counts it: false where it rests on nothing but retracted papers."
    yield Column("counted", words, at("counted"), "boolean")
    yield said(Sourced, "corrections", each(at("corrections")), type="list")
    yield said(Sourced, "caution")


def rest(model: type[Record], kinds: Iterable[Kind]) -> Iterator[Column]:
    """The kinds' own fields, which are told from all others by the kind's name before theirs; then the file."""
    for kind in kinds:
        for name, spec in kind.fields.items():
            words = f"{kind.title}: {spec.title or name.replace('_', ' ')}. {spec.help}".strip()
            type_ = _TYPES.get(spec.type, "string")
            names = _TABLES.get(spec.kind or "", "topics") if spec.type == "link" else ""
            yield Column(_word(kind.id, name), words, _own(kind, name, spec), type_, spec.choices, names)
    yield said(model, "former_ids", type="list")
    yield Column("file", "The record's file in the repository.", at("file"))


def pairs(cell: Callable[[Any], Any]) -> Callable[[Any], list[str]]:
    """Identifiers as texts, each after the prefix of its database."""
    return lambda value: [f"{prefix}:{number}" for prefix, number in (cell(value) or {}).items()]


def _checked(read: str) -> Callable[[Any], list[str]]:
    return lambda value: [one["reference"] for one in value["checked"] if one["read"] == read]


def _own(kind: Kind, name: str, spec: FieldSpec) -> Callable[[Any], Any]:
    """A kind's own field; another kind may have one of the same name."""
    cell = pairs(at("fields", name)) if spec.type == "identifiers" else at("fields", name)
    return lambda value: cell(value) if value["kind"] == kind.id else None


def _word(*parts: str) -> str:
    """A column's name, without the signs for which other programs need quotation marks."""
    return "_".join(parts).replace("-", "_").replace(" ", "_")

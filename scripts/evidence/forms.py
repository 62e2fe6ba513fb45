"""A form for the records of each kind: what it asks for is cut from the kind's schema, so a new field is in it too."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, get_args

from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.models import MODELS, Change, Kind, Sourced, Topic
from evidence.pages import FIELDS, FORMS, Page, form
from evidence.schemas import Schema, schemas
from evidence.views import Target

Word = Callable[[str, str], str]
"""The reader's word for an id, by group and id."""

Field = dict[str, Any]
"""What a form asks for, as `script` explains it."""


def form_pages(cutter: Cutter) -> Iterator[Page]:
    """A page for each kind, which its scripts turn into a form, and one that leads to all of them."""
    catalogue = cutter.catalogue
    here = Target("", f"{FORMS}/index.md")
    kinds = [(kind, Target(kind.title, form(kind.id).path)) for kind in catalogue.kinds.values()]
    yield Page(
        here.path, ("forms.md.j2",), "", "templates/forms.md.j2", {"forms": kinds}, {"hide": ["toc", "navigation"]}
    )
    for kind, target in kinds:
        quoting = issubclass(MODELS.get(kind.id, Topic), Sourced)
        meta = {
            "hide": ["toc", "navigation"],
            "search": {"exclude": True},
            "styles": ["assets/form.css"],
            "scripts": [
                "assets/vendor/js-yaml.js",
                "assets/vendor/accessible-autocomplete.js",
                "data/forms.js",
                *(["data/sources.js"] if quoting else []),
                *(f"assets/form-{part}.js" for part in ("quotes", "names", "fields", "record")),
            ],
        }
        values = {
            "kind": kind,
            "all_forms": here,
            "fields": Target("", FIELDS, kind.id),
            "address": catalogue.settings.new(f"content/{kind.folder}"),
        }
        yield Page(target.path, ("form.md.j2",), "", f"content/{kind.folder}/_kind.yml", values, meta)


def asked(schema: Schema, kind: Kind, titles: Mapping[str, str] | None = None, word: Word | None = None) -> list[Field]:
    """What a form for records of a kind asks for, by the kind's schema, what is needed first.

    Fields of no title of their own are called by their names where no reader's `word` is given.
    """
    desk = _Desk(schema, kind, titles or {}, word or (lambda _, key: key))
    return desk.fields(schema)


def script(catalogue: Catalogue, word: Word, words: Mapping[str, Mapping[str, str]]) -> str:
    """The script that gives `window.evidenceForms` to the forms.

    words    the reader's words of the forms, and of `changes`
    ids      every id that exists or did, so that none is used twice
    lists    by name, what a field may name: [id, words, further names]
    changes  by kind, how its records may change; kinds: by topic, its kind
    intervention  the kinds of which every claim but background names a record
    forms    by kind, {title, folder, folders, fields}: where its files lie, and what they say, the most usual first
    address  where the repository's host begins a file in a folder that is put behind it; empty: nowhere

    A field is {name, title, help, needed, several, type} and, by its type:

    text    `pattern` of what may stand there, where not anything may
    number  `whole`, `least`, `most`
    choice  `choices` as [value, words, help]
    name    `list`, the name of a list
    pairs   nothing: names that lead to texts
    group   `fields`
    either  `options`, fields without a name of which one is filled
    """
    all_schemas = schemas(catalogue)
    lists: dict[str, list[list[str]]] = {}
    titles = {kind.id: kind.title for kind in catalogue.kinds.values()}
    made: dict[str, dict[str, Any]] = {}
    for kind in catalogue.kinds.values():
        used = Counter(name for record in catalogue.of_kind(kind.id) for name in catalogue.documents[record.path].data)
        fields = sorted(
            asked(all_schemas[kind.id], kind, titles, word), key=lambda one: used[one["name"]], reverse=True
        )
        made[kind.id] = {
            "title": kind.title,
            "folder": f"content/{kind.folder}",
            "folders": _folders(catalogue, kind),
            "fields": sorted(fields, key=itemgetter("needed"), reverse=True),
        }
        lists |= {
            _list(name): _rows(catalogue, one)
            for name, one in all_schemas[kind.id].get("$defs", {}).items()
            if _is_list(one)
        }
    tables = {
        "words": {**words.get("form", {}), "changes": {one: word("changes", one) for one in get_args(Change)}},
        "ids": sorted(catalogue.taken),
        "lists": lists,
        "changes": {kind.id: kind.changes for kind in catalogue.kinds.values()},
        "kinds": {record.id: record.kind for record in catalogue.records.values() if isinstance(record, Topic)},
        "intervention": catalogue.kinds["claim"].intervention if "claim" in catalogue.kinds else (),
        "address": catalogue.settings.new(""),
        "forms": made,
    }
    inside = ",\n".join(
        f'"{name}": {json.dumps(table, ensure_ascii=False, separators=(",", ":"))}' for name, table in tables.items()
    )
    return f"window.evidenceForms = {{\n{inside}\n}};\n"


def _folders(catalogue: Catalogue, kind: Kind) -> list[str]:
    """The folders below the kind's own in which its files lie."""
    folders = {record.path.rpartition("/")[0] for record in catalogue.of_kind(kind.id)}
    return sorted({"", *(folder.removeprefix(f"content/{kind.folder}").strip("/") for folder in folders)})


def _list(name: str) -> str:
    """The name of a list: siblings are records of a kind, like any others."""
    return re.sub(r"\Asibling-", "record-", name)


def _is_list(schema: Schema) -> bool:
    return "enumDescriptions" in schema


def _rows(catalogue: Catalogue, schema: Schema) -> list[list[str]]:
    """What exists, as the lists of a schema say it, with the abbreviations and synonyms of topics."""
    rows = []
    for id_, words in zip(schema["enum"], schema["enumDescriptions"], strict=True):
        record = catalogue.records.get(id_)
        also = (*record.abbreviations, *record.synonyms) if isinstance(record, Topic) and record.title == words else ()
        rows.append([id_, words, "; ".join(also)])
    return rows


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the fields of one kind's form are cut from its schema; `root` holds the definitions.

    `titles` has what kinds are called, by which claims say what they are about.
    """

    root: Schema
    kind: Kind
    titles: Mapping[str, str]
    word: Word

    def fields(self, block: Schema) -> list[Field]:
        """What is asked for in a mapping, what is needed first."""
        needed = block.get("required", ())
        found = [
            {
                "name": name,
                "title": self._title(name),
                "help": schema.get("description", ""),
                "needed": name in needed,
                **self._shape(name, schema),
            }
            for name, schema in block["properties"].items()
            if name != "former_ids"
        ]
        return sorted(found, key=lambda one: not one["needed"])

    def _title(self, name: str) -> str:
        spec = self.kind.fields.get(name)
        return (spec and spec.title) or self.titles.get(name) or self.word("form-fields", name).capitalize()

    def _shape(self, name: str, schema: Schema) -> Field:
        """Of what type a value is, and whether there may be several."""
        pointer = schema.get("$ref", "").removeprefix("#/$defs/")
        schema = self.root["$defs"][pointer] if pointer else schema
        options = [one for one in schema.get("anyOf", schema.get("oneOf", ())) if one.get("type") != "null"]
        for one in (schema, *options):
            if one.get("type") == "array":  # one value in place of a list is the same as a list of one
                return {**self._shape(name, one["items"]), "several": True}
        if len(options) == 1:
            return self._shape(name, options[0])
        return {"several": False, **(self._either(name, options) if options else self._single(name, schema, pointer))}

    def _either(self, name: str, options: list[Schema]) -> Field:
        """Names first: what exists already is better than what is told anew."""
        shapes = sorted((self._shape(name, one) for one in options), key=lambda one: one["type"] != "name")
        return {"type": "either", "options": shapes}

    def _single(self, name: str, schema: Schema, pointer: str) -> Field:
        if _is_list(schema):
            return {"type": "name", "list": _list(pointer)}
        if values := schema.get("enum", [schema["const"]] if "const" in schema else []):
            return {"type": "choice", "choices": [self._choice(name, value) for value in values]}
        if schema.get("type") == "object":
            return {"type": "group", "fields": self.fields(schema)} if "properties" in schema else {"type": "pairs"}
        if schema.get("type") in ("integer", "number"):
            limits = {"least": schema.get("minimum"), "most": schema.get("maximum")}
            return {"type": "number", "whole": schema["type"] == "integer", **limits}
        return {"type": "text", "pattern": schema.get("pattern", "")}

    def _choice(self, name: str, value: str) -> list[str]:
        """A value, the reader's words for it, which stand under the field's name or its plural, and their help."""
        said = [self.word(group, value) for group in (name, f"{name}s")]
        help_ = self.word(f"{name}-help", value)
        words = next((one for one in said if one != value.replace("_", " ")), value)
        return [value, words, help_ if help_ != value.replace("_", " ") else ""]

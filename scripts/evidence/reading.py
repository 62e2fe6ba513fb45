"""The files of a site become a catalogue, and everything in them that cannot be read becomes a problem."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path, PurePath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from evidence import bibliography, colophon, settings, sources, working, yamltext
from evidence.catalogue import Catalogue
from evidence.explaining import GIVEN, explain
from evidence.fields import better_id, id_fault
from evidence.files import absent, listed, read_text, strangers, walk
from evidence.models import MODELS, Kind, Record, Topic
from evidence.notes import FILES, Notes
from evidence.problems import Answer, Place, Problem
from evidence.sources import Source, SourceSpec
from evidence.yamltext import Document

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")

_LAST: dict[str, tuple[Document, Kind, Record | None, list[Problem]]] = {}
"""By path: the last document of a record with its kind, and what was made of it."""


def read_site(root: Path, workers: int = 1) -> tuple[Catalogue, list[Problem]]:
    """All that stands below `root`, and what is wrong with each file taken by itself.

    References and records are read at the same time where there are `workers`.
    """
    problems: list[Problem] = [*strangers(root)]
    documents: dict[str, Document] = {}

    site = _settings(root, problems)
    kinds = _kinds(root, documents, problems)
    broken: set[str] = set()
    # Its text is published as it stands, byte order mark and all.
    entries = read_text(root, root / "references.bib", problems, "create it; it may be empty", "utf-8") or ""
    entries_read = entries.removeprefix("\ufeff")
    with working.beside(partial(bibliography.read, entries_read, "references.bib"), workers) as references_read:
        records = _records(root, kinds, documents, problems, broken)
        references, wrong = references_read()
    problems += wrong
    broken |= bibliography.keys(entries_read) - references.keys()
    seeds = _sources(root, documents, problems)
    notes = _notes(root, documents, problems)
    path = root / "CITATION.cff"
    citation = _document(root, path, documents, problems) if os.path.lexists(path) else None
    said = citation.data if citation else None
    if citation and isinstance(said, dict) and isinstance(said.get("version"), float):
        said = {**said, "version": citation.raw(("version",))}  # 1.10 is another version than 1.1
    imprint, wrong = colophon.read(said, site)
    problems += wrong
    return Catalogue(
        site, kinds, records, references, seeds, documents, notes, frozenset(broken), imprint, entries
    ), problems


def _settings(root: Path, problems: list[Problem]) -> settings.Settings:
    text = read_text(root, root / "mkdocs.yml", problems, "mkdocs.yml says what the site is called")
    if text is None:
        return settings.Settings()
    cure = "look at the INHERIT of mkdocs.yml"

    def fetch(name: str) -> str | None:  # which may lead out of the site, as MkDocs has it
        return read_text(root, Path(os.path.normpath(root / name)), problems, cure)

    site, wrong = settings.read(text, "mkdocs.yml", fetch)
    problems += wrong
    return site


def _document(root: Path, path: Path, documents: dict[str, Document], problems: list[Problem]) -> Document | None:
    name = path.relative_to(root).as_posix()
    text = read_text(root, path, problems)
    if text is None:
        return None
    document, wrong = yamltext.read(text, name)
    problems += wrong
    if document is not None:
        documents[name] = document
    return document


def _kinds(root: Path, documents: dict[str, Document], problems: list[Problem]) -> dict[str, Kind]:
    content = root / "content"
    kinds: dict[str, Kind] = {}
    if not content.is_dir():
        problems.append(Problem(Place("content"), "kind-missing", "there is no folder content/"))
        return kinds
    _, folders, _ = next(walk(root, content, problems), ("", [], []))
    for name in sorted(name for name in folders if not name.startswith((".", "_"))):
        path = content / name / "_kind.yml"
        if fault := id_fault(name):
            message, cure = f"{name} is no name for a folder of records: {fault}", f"call it {better_id(name)}"
            problems.append(Problem(Place(f"content/{name}"), "file-name", message, cure))
            continue
        if absent(path):
            message = "the folder has no _kind.yml"
            cure = "write one with `id`, `title` and `plural`, or move what lies there to the folder of a kind"
            problems.append(Problem(Place(f"content/{name}"), "kind-missing", message, cure))
            continue
        document = _document(root, path, documents, problems)
        kind = _validated(Kind, document, {"folder": name}, problems) if document else None
        if kind is None or document is None:
            continue
        if kind.id in kinds:
            message = f"the kind {kind.id} is already declared in content/{kinds[kind.id].folder}/_kind.yml"
            problems.append(Problem(document.place(("id",)), "kind-duplicate", message, "give it another id"))
            continue
        kinds[kind.id] = kind
    return dict(sorted(kinds.items(), key=lambda item: (item[1].order, item[0])))


def _records(
    root: Path,
    kinds: Mapping[str, Kind],
    documents: dict[str, Document],
    problems: list[Problem],
    broken: set[str],
) -> dict[str, Record]:
    records: dict[str, Record] = {}
    for kind in kinds.values():
        for path in listed(root, root / "content" / kind.folder, problems):
            name = path.relative_to(root).as_posix()
            if path.name.startswith((".", "_")):
                continue
            if path.suffix != ".yml" or id_fault(path.stem):
                stem = re.sub(r"(?:\.(?:ya?ml|txt))+\Z", "", path.name, flags=re.IGNORECASE)
                stem = path.stem if stem == path.name else stem
                message = f"{path.name} is no file name of a record: {id_fault(stem) or 'it ends in .yml'}"
                problems.append(Problem(Place(name), "file-name", message, f"call it {better_id(stem)}.yml"))
                broken |= {stem, better_id(stem)}
                continue
            record = read_record(root, path, kind, documents, problems)
            if record is None:
                broken.add(path.stem)
                continue
            if record.id in records:
                message = f"{records[record.id].path} has the same id"
                problems.append(Problem(Place(name), "id-duplicate", message, "rename one of the two files"))
                continue
            records[record.id] = record
    return dict(sorted(records.items()))


def read_record(
    root: Path, path: Path, kind: Kind, documents: dict[str, Document], problems: list[Problem]
) -> Record | None:
    """The record of a kind in a file, whose document is added to the others, as is what is wrong to the problems."""
    document = _document(root, path, documents, problems)
    return _record(kind, document, problems) if document else None


def _record(kind: Kind, document: Document, problems: list[Problem]) -> Record | None:
    """The record that a document holds; the same one where both are the same as when it was last asked for."""
    before = _LAST.get(document.path)
    if before is None or before[0] is not document or before[1] != kind:
        wrong: list[Problem] = []
        before = _LAST[document.path] = document, kind, _new_record(kind, document, wrong), wrong
    problems += before[3]
    return before[2]


def _new_record(kind: Kind, document: Document, problems: list[Problem]) -> Record | None:
    model = MODELS.get(kind.id, Topic)
    if not isinstance(document.data, dict):
        cure = (
            "write them, or delete the file" if document.data is None else "begin with the name of a field and a colon"
        )
        problems.append(Problem(document.place(), "field-value", "a record is made of lines `field: value`", cure))
        return None
    extra: dict[str, Any] = {}
    sound = True
    for name, spec in kind.fields.items():
        if name not in document.data:
            if spec.required:
                cure = f"add a line `{name}: ...`"
                problems.append(Problem(document.place(), "field-missing", f"{kind.title} needs {name}", cure))
                sound = False
            continue
        try:
            extra[name] = spec.adapter().validate_python(document.data[name])
        except ValidationError as error:
            problems += explain(error, document, (name,), spec.choices)
            sound = False
    given = {"id": PurePath(document.path).stem, "kind": kind.id, "path": document.path, "extra": extra}
    record = _validated(model, document, given, problems, kind.fields)
    return record if sound else None


def _sources(root: Path, documents: dict[str, Document], problems: list[Problem]) -> dict[str, Source]:
    path = root / "seeds" / "_sources.yml"
    if absent(path):
        message = "there is no seeds/_sources.yml"
        problems.append(
            Problem(Place("seeds/_sources.yml"), "kind-missing", message, "list the source documents there")
        )
        return {}
    document = _document(root, path, documents, problems)
    found: dict[str, Source] = {}
    if document is None or document.data is None:
        return {}
    if not isinstance(document.data, list):
        problems.append(Problem(document.place(), "field-value", "a list is expected", "begin each entry with -"))
        return {}
    for number, part in enumerate(_parts(document)):
        spec = _validated(SourceSpec, part, {}, problems)
        if spec is None:
            continue
        if spec.key in found:
            message = f"the source {spec.key} is listed twice"
            problems.append(Problem(part.place(("key",)), "source-invalid", message, "give it another key"))
            continue
        edition = root / "seeds" / spec.edition
        text = read_text(root, edition, problems, "name the file as it is called in seeds/")
        if spec.received and absent(root / "seeds" / spec.received):
            message = f"seeds/{spec.received} does not exist"
            problems.append(Problem(part.place(("received",)), "source-invalid", message))
        if text is None:
            continue
        passages, wrong = sources.read_edition(text, spec)
        name = edition.relative_to(root).as_posix()
        problems += [Problem(Place(name, line), "source-invalid", message) for line, message in wrong]
        found[spec.key] = Source(spec, name, passages, number)
    return found


def _notes(root: Path, documents: dict[str, Document], problems: list[Problem]) -> Notes:
    values: dict[str, tuple[Any, ...]] = {}
    for name, model in FILES.items():
        path = root / "content" / name
        document = None if absent(path) else _document(root, path, documents, problems)
        if document is None or document.data is None:
            continue
        if not isinstance(document.data, list):
            problems.append(Problem(document.place(), "field-value", "a list is expected", "begin each entry with -"))
            continue
        parts = enumerate(_parts(document))
        entries = [_validated(model, part, {"number": number}, problems) for number, part in parts]
        values[name] = tuple(entry for entry in entries if entry is not None)
    return Notes.of(values)


def _parts(document: Document) -> Iterator[Document]:
    """The entries of a document that is a list, each as a document of its own whose places are those of the file."""
    keys, spans = _by_entry(document.keys), _by_entry(document.spans)
    for number, data in enumerate(document.data):
        yield Document(document.path, document.text, data, keys[number], spans[number])


def _by_entry(marks: Mapping[yamltext.Path, T]) -> dict[str | int, dict[yamltext.Path, T]]:
    found: dict[str | int, dict[yamltext.Path, T]] = defaultdict(dict)
    for path, mark in marks.items():
        if path:
            found[path[0]][path[1:]] = mark
    return found


def _validated(
    model: type[M], document: Document, given: dict[str, Any], problems: list[Problem], apart: Collection[str] = ()
) -> M | None:
    """The document as a value of `model`; the fields in `apart` are read elsewhere."""
    if not isinstance(document.data, dict):
        problems.append(Problem(document.place(), "field-value", "`field: value` lines are expected here"))
        return None
    reserved = [name for name in document.data if name in GIVEN & set(given)]
    for name in reserved:
        message, cure = f"{name} is given by the file's name and folder", "remove the line"
        answer = Answer(name, ()) if document.data[name] == given[name] else None
        problems.append(Problem(document.place((name,), key=True), "field-unknown", message, cure, instead=answer))
    apart = (*apart, *reserved)
    names = [info.alias or name for name, info in model.model_fields.items() if name not in GIVEN]
    try:
        value = model.model_validate({name: one for name, one in document.data.items() if name not in apart} | given)
        return None if reserved else value
    except ValidationError as error:
        problems += explain(error, document, (), [*names, *apart], model)
        return None

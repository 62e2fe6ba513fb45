"""The data files are described as a Data Package (https://datapackage.org), which programs read before the files."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from evidence.catalogue import Catalogue
from evidence.flat import SEPARATOR, Column, Table

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

_MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
}


def describe(
    catalogue: Catalogue, tables: tuple[Table, ...], files: Mapping[str, str], date: int | None
) -> dict[str, Any]:
    """The descriptor of the data files; `date` is when the site was last changed, in seconds.

    `files` are those it describes: those of the tables, whose names are theirs, and others. What nobody stated, such as
    a version or a licence, is absent.
    """
    by_path = {f"{table.name}.csv": table for table in tables}
    colophon, licence = catalogue.colophon, catalogue.colophon.licence
    stated = {
        "$schema": PROFILE,
        "name": _slug(catalogue.settings.name),
        "title": catalogue.settings.name,
        "description": " ".join(catalogue.settings.description.split()),
        "version": colophon.version,
        "created": datetime.fromtimestamp(date, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if date is not None else "",
        "licenses": [{"name": licence.name, "title": licence.title, "path": licence.path}] if licence else [],
        "contributors": [{"title": name} for name in colophon.authors],
        "sources": [_source(catalogue, key) for key in catalogue.sources],
        "resources": [_resource(path, text, by_path.get(path)) for path, text in files.items()],
    }
    return {name: value for name, value in stated.items() if value}


def _source(catalogue: Catalogue, key: str) -> dict[str, str]:
    spec = catalogue.sources[key].spec
    reference = catalogue.references.get(spec.reference or "")
    doi = reference.get("doi") if reference else ""
    path = f"https://doi.org/{doi}" if doi else reference.get("url") if reference else ""
    stated = {"title": spec.title, "path": path, "licence": spec.licence}
    return {name: value for name, value in stated.items() if value}


def _resource(path: str, text: str, table: Table | None) -> dict[str, Any]:
    data = text.encode()
    name, _, ending = path.rpartition(".")
    resource = {
        "name": name if table else path.replace(".", "-"),
        "path": path,
        "format": ending,
        "mediatype": _MEDIA[ending],
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }
    if table is None:
        return resource
    described = {"type": "table", "description": f"One row is {table.row}.", "rows": len(table.rows)}
    return resource | described | {"schema": _schema(table)}


def _schema(table: Table) -> dict[str, Any]:
    keys = [
        {"fields": [column.name], "reference": _reference(table, column)} for column in table.columns if column.names
    ]
    schema = {
        "fields": [_field(column, required=column.name in table.key) for column in table.columns],
        "primaryKey": list(table.key),
        "foreignKeys": keys,
    }
    return {name: value for name, value in schema.items() if value}


def _reference(table: Table, column: Column) -> dict[str, Any]:
    """What a foreign key points to; a table that points to itself does not name itself."""
    fields = ["key" if column.names == "references" else "id"]
    return {"fields": fields} if column.names == table.name else {"resource": column.names, "fields": fields}


def _field(column: Column, *, required: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True, "unique": True} if required else {}
    if column.choices:
        constraints["enum"] = list(column.choices)
    parted = {"delimiter": SEPARATOR, "itemType": "string"} if column.type == "list" else {}
    words = " ".join(column.description.split())
    field = {"name": column.name, "type": column.type, "description": words, **parted, "constraints": constraints}
    return {name: value for name, value in field.items() if value}


def _slug(name: str) -> str:
    """A name for programs: lower-case letters of the Latin alphabet, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "evidence"

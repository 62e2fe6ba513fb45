"""What a site knows is also given as data: files for spreadsheets and programs, the same at every build."""

from __future__ import annotations

import json
from typing import Any

from evidence import formats, nested
from evidence.cutting import Cutter
from evidence.datapackage import describe
from evidence.flat import as_csv
from evidence.schemas import schemas
from evidence.tables import tables


def data_files(cutter: Cutter, date: int | None = None) -> dict[str, str]:
    """Every data file of the site: its path below data/ and its text.

    `date` is when the site was last changed, in seconds, None where nobody knows.
    """
    catalogue = cutter.catalogue
    records = nested.records(cutter)
    flat = tables(catalogue, records)
    described = {
        **{f"{table.name}.csv": as_csv(table) for table in flat},
        **{f"{name}.json": _one_a_line(values) for name, values in records.items()},
        "references.bib": catalogue.bibliography,
        **formats.together(catalogue.references.values()),
    }
    return {
        **described,
        "datapackage.json": _as_json(describe(catalogue, flat, described, date)),
        **{f"schemas/{name}.schema.json": _as_json(schema) for name, schema in schemas(catalogue).items()},
        **formats.one_by_one(catalogue.references.values()),
    }


def _one_a_line(values: list[nested.Value]) -> str:
    """A list as JSON, each of its entries on a line of its own: small, and a change shows as the record it changed."""
    return "[\n" + ",\n".join(json.dumps(value, ensure_ascii=False) for value in values) + "\n]\n"


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

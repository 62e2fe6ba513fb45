"""Nested values become flat tables: one row a record, one column for each thing said of it, with its meaning."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

SEPARATOR = "|"
"""What separates the values of a cell that holds several; inside a value it is written as the broken bar."""
BROKEN = "¦"

Cell = str | int | float | bool | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means, how a value gives its cell, and the Table Schema type of that cell.

    `choices` are the values that there may be, and `names` is the table whose key such a value is.
    """

    name: str
    description: str
    cell: Callable[[Any], Cell]
    type: str = "string"
    choices: tuple[str, ...] = ()
    names: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what one row of it is, its columns, the names of those that tell its rows apart, its rows."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def make(name: str, row: str, columns: Iterable[Column], values: Iterable[Any], key: Sequence[str] = ("id",)) -> Table:
    """The table that the columns cut from the values, one row each."""
    columns = tuple(columns)
    rows = tuple(tuple(column.cell(value) for column in columns) for value in values)
    return Table(name, row, columns, tuple(key), rows)


def at(*path: str) -> Callable[[Any], Any]:
    """What stands in a nested value at the path; None where something on the way is None or absent."""

    def cell(value: Any) -> Any:
        for part in path:
            value = value.get(part) if value is not None else None
        return value

    return cell


def each(cell: Callable[[Any], Any], name: str = "id") -> Callable[[Any], list[str]]:
    """What stands under `name` in every entry of a list; a list that is None or absent has no entry."""
    return lambda value: [one[name] for one in cell(value) or ()]


def as_csv(table: Table) -> str:
    """Comma-separated values as RFC 4180 has them, but with lines that end as in every other file of the site.

    Values stand as they are, also where a spreadsheet program would take them for formulas.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return text.getvalue()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str | int | float):
        return str(cell)
    return SEPARATOR.join(str(one).replace(SEPARATOR, BROKEN) for one in cell)

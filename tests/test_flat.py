"""Tables are cut from nested values, and their cells stand exactly as they are."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.flat import Cell, Column, as_csv, at, each, make
from trials import trials

SLUGS: list[dict[str, Any]] = [
    {"id": "grey", "home": {"id": "bed", "wet": True}, "eats": [{"id": "leek"}, {"id": "lettuce"}], "length": 4.5},
    {"id": "black", "home": None, "eats": [], "length": None},
]
COLUMNS = (
    Column("id", "The id.", at("id")),
    Column("home", "Where it lives.", at("home", "id")),
    Column("wet", "Whether it is wet there.", at("home", "wet"), "boolean"),
    Column("eats", "What it eats.", each(at("eats")), "list"),
    Column("length", "How long it is.", at("length"), "number"),
)


def written(cell: Cell) -> str:
    """A cell as the only one of a file of its own."""
    text = as_csv(make("slugs", "one slug", [Column("cell", "A cell.", lambda _: cell)], [None]))
    [header, [found]] = csv.reader(io.StringIO(text, newline=""))
    assert header == ["cell"]
    return found


def test_each_value_is_a_row_and_each_column_a_cell_of_it() -> None:
    table = make("slugs", "one slug", COLUMNS, SLUGS)
    assert table.rows == (("grey", "bed", True, ["leek", "lettuce"], 4.5), ("black", None, None, [], None))
    assert as_csv(table) == "id,home,wet,eats,length\ngrey,bed,true,leek|lettuce,4.5\nblack,,,,\n"


def test_a_table_without_rows_still_names_its_columns() -> None:
    assert as_csv(make("slugs", "one slug", COLUMNS, [])) == "id,home,wet,eats,length\n"


def test_what_is_absent_on_the_way_is_nothing() -> None:
    assert at("a", "b", "c")({"a": {"b": None}}) is None
    assert at("a", "b", "c")({"a": {}}) is None
    assert each(at("a"))({"a": None}) == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@slug", "\tslug", 'a "slug"', "a, b", "two\nlines", "NA", " x "])
def test_a_text_stands_as_it_is(text: str) -> None:
    assert written(text) == text


@trials()
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0")))
def test_every_line_of_text_comes_back(text: str) -> None:
    assert written(text) == text


@pytest.mark.parametrize(("cell", "text"), [(True, "true"), (False, "false"), (0, "0"), (2.5, "2.5"), (None, "")])
def test_what_is_no_text_is_written_as_programs_read_it(cell: Cell, text: str) -> None:
    assert written(cell) == text


def test_a_sign_that_separates_values_is_broken_inside_them() -> None:
    assert written(["grey | black", "red"]) == "grey ¦ black|red"
    assert written("grey | black") == "grey | black"

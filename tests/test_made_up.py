"""Whatever is written in the form of records, of BibTeX or of a source, the outcome is a catalogue, or problems."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import GARDEN, write
from evidence.checks import check
from evidence.problems import Problem, errors
from evidence.reading import read_site
from evidence.schemas import Schema, schemas
from test_fuzzing import assert_placed
from trials import trials

BIB, GUIDE = "references.bib", "seeds/guide.txt"
FILES = {
    "claim": "content/claims/made-up.yml",
    "study": "content/studies/made-up.yml",
    "correction": "content/corrections/made-up.yml",
    "slug": "content/slugs/made-up.yml",
    "_kind": "content/slugs/_kind.yml",
    "_sources": "seeds/_sources.yml",
    **{name: f"content/{name}.yml" for name in ("_abbreviations", "_readings", "_releases", "_sentences")},
    **{name: f"content/{name}.yml" for name in ("_waivers", "_withdrawn")},
}
"""By the name of its schema: a file of the garden."""
WORDS = """\
made-up|slug|Slug|copper|grey-slug|[[lettuce]]|[[lettuce|beds]]|[@field-1]|*stressed*|GFS|2024-05-31|2024-02-30
guide.txt|Copper bands keep grey field slugs away from lettuce.
Bands of copper kept grey slugs away from lettuce for six weeks
[1, 3]|https://example.org/x|javascript:x|10.1000/x|0|<b>|{{ x }}|[[|]]|[@|* *|field-{n}|guide|numeric
\\|- x|: |#|&a|1e9"""
TEX = r"""{|}|"|,|=| # |s|%|~|\'e|\textbf{x}|\&|$x^2$|{\"o}|--| and |Reed, A.|de la Cruz, B.|2020|10.1000/x|x y"""
LINES = """\
Bands|# Bands|::: table|:::|a | b|Bands of copper kept grey slugs away from lettuce|six weeks| [1, 3]. |[1|–3]|[2]|-
et al. (2020)|\u00ad|\ufb01| |5 μm|p < 0.05|https://example.org"""


def pieces(words: str, most: int = 8) -> st.SearchStrategy[str]:
    """A text made of such pieces, and now and then of others."""
    known = st.sampled_from([*words.replace("\n", "|").split("|"), "\n", "\n\n"])
    return st.lists(known | known | known | st.text(max_size=4), max_size=most).map("".join)


def written(schema: Schema, whole: Schema) -> st.SearchStrategy[Any]:
    """A value of the schema, in which now and then something is of another form."""
    odd: st.SearchStrategy[Any] = (
        st.none() | st.integers() | st.floats() | st.booleans() | st.just([]) | st.just({}) | st.dates()
    )
    return st.integers(0, 60).flatmap(lambda n: formed(schema, whole) if n else odd)


def formed(schema: Schema, whole: Schema) -> st.SearchStrategy[Any]:
    """A value of the schema."""
    if "$ref" in schema:
        return formed(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return st.one_of([written(one, whole) for one in choices])
    if values := schema.get("enum") or [schema[one] for one in ("const",) if one in schema]:
        return st.sampled_from(values)
    if "properties" in schema:
        fields = {name: written(one, whole) for name, one in schema["properties"].items()}
        required = {name: fields.pop(name) for name in schema.get("required", ())}
        return st.fixed_dictionaries(required, optional=fields)
    more = schema.get("additionalProperties")
    return {
        "object": st.dictionaries(pieces(WORDS, 1), written(more if isinstance(more, dict) else {}, whole), max_size=3),
        "array": st.lists(st.deferred(lambda: written(schema.get("items", {}), whole)), max_size=3),
        "integer": st.integers(0, 5),
        "boolean": st.booleans(),
        "null": st.none(),
    }.get(str(schema.get("type")), pieces(WORDS, 3))


def tried(tmp_path: Path, path: str, texts: st.SearchStrategy[str]) -> Counter[str]:
    """How often the garden with such a text in one of its files was sound, and how often it was not."""
    root, ends = write(tmp_path, GARDEN), Counter[str]()

    @trials(short=25, long=2_000)
    @given(texts)
    def ends_well(text: str) -> None:
        problems = found(root, path, text)
        assert_placed(problems)
        ends["problems" if errors(problems) else "sound"] += 1

    ends_well()
    print(path, ends)
    return ends


def found(root: Path, path: str, text: str) -> list[Problem]:
    """What is found wrong with a site when this stands in one of its files."""
    (root / path).write_bytes(text.encode("utf-8", "replace"))
    catalogue, problems = read_site(root)
    return [*problems, *check(catalogue)]


@pytest.mark.parametrize("name", FILES)
def test_what_has_the_form_of_its_schema_is_read(tmp_path: Path, name: str) -> None:
    schema = schemas(read_site(write(tmp_path, GARDEN))[0])[name]
    texts = written(schema, schema).map(lambda value: yaml.safe_dump(value, allow_unicode=True))
    assert tried(tmp_path, FILES[name], texts)["problems"]


def entry() -> st.SearchStrategy[str]:
    """An entry of BibTeX, whose values need not be sound."""
    value = pieces(TEX).map("{{{}}}".format) | pieces(TEX).map('"{}"'.format) | st.sampled_from(["2020", "s", "jan"])
    name = st.sampled_from(["author", "title", "journal", "year", "month", "doi", "pages", "url", "note", "pmid"])
    fields = st.lists(st.tuples(name, value).map(" = ".join), max_size=5).map(", ".join)
    kind = st.sampled_from(["article", "book", "misc", "string", "comment", "preamble", "oddity"])
    key = st.sampled_from(["made-up", "field-1", "x", "A.b:c", "é", ""])
    return st.tuples(kind, key, fields).map(lambda parts: "@{}{{{}, {}}}\n".format(*parts))


def test_whatever_stands_in_bibtex_is_read(tmp_path: Path) -> None:
    texts = st.lists(entry(), max_size=3).map("".join) | pieces(
        f"@article{{|@book{{x,|@string{{s = |title = |{TEX}", 40
    )
    ends = tried(tmp_path, BIB, texts.map(lambda text: GARDEN[BIB] + text))
    assert min(ends["sound"], ends["problems"]) > 0


def test_whatever_stands_in_a_source_is_read(tmp_path: Path) -> None:
    ends = tried(tmp_path, GUIDE, pieces(LINES, 60).map(lambda text: GARDEN[GUIDE] + text))
    assert min(ends["sound"], ends["problems"]) > 0

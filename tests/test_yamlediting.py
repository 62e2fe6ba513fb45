"""Values of YAML files written anew one by one."""

from __future__ import annotations

import re
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence import edits, yamlediting, yamltext
from evidence.problems import Answer, Place
from evidence.yamltext import Document
from sitetools import ROOT
from trials import trials

RECORDS = sorted((ROOT / "content").glob("[!_]*/**/*.yml"))
COMMENT = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)


def read(text: str) -> Document:
    document, problems = yamltext.read(text, "x.yml")
    assert problems == []
    assert document is not None
    return document


def answered(text: str, line: int, column: int, old: Any, *new: str | int) -> str | None:
    document = read(text)
    edit = yamlediting.answered(document, Place("x.yml", line, column), Answer(old, new))
    return edits.apply(text, [edit]) if edit else None


@pytest.mark.parametrize(
    ("text", "place", "old", "new", "after"),
    [
        ("a: one # why\n", (1, 4), "one", ("two",), "a: two # why\n"),
        ('a: "one"\n', (1, 4), "one", ("two",), "a: two\n"),
        ("a: 12\n", (1, 4), 12, ("12",), 'a: "12"\n'),
        ('a: "12"\n', (1, 4), "12", (12,), "a: 12\n"),
        ("a: one\n", (1, 4), "one", ("two words",), 'a: "two words"\n'),
        ("a: [b, c] # why\n", (1, 5), "b", ("x", "y"), "a: [x, y, c] # why\n"),
        ("a: b\n", (1, 1), "b", ("x", "y"), "a: [x, y]\n"),
        ("a:\n  - b # why\n  - c\n", (2, 5), "b", ("x", "y"), "a:\n  - x\n  - y # why\n  - c\n"),
        ("a: [b, c]\n", (1, 8), "c", (), "a: [b]\n"),
        ("a: [b, c]\n", (1, 5), "b", (), "a: [c]\n"),
        ("a: [b]\n", (1, 5), "b", (), "a: []\n"),
        ("a:\n  - b\n  - c\n", (3, 5), "c", (), "a:\n  - b\n"),
        ("aa: 1\nb: 2\n", (1, 1), "aa", ("c",), "c: 1\nb: 2\n"),
        ('"aa": 1\n', (1, 1), "aa", ("c",), "c: 1\n"),
        ("aa: 1\nb: 2\n", (1, 1), "aa", (), "b: 2\n"),
        ("a: {t: {u: v}, w: x}\n", (1, 8), {"u": "v"}, ("one",), "a: {t: one, w: x}\n"),
        ("a: see [[one|it]]\n", (1, 8), "one", ("two",), "a: see [[two|it]]\n"),
        ("a: see [@one; @b]\n", (1, 9), "one", ("two",), "a: see [@two; @b]\n"),
        ("a: \u03b2 \U0001f400 [[one]]\r\n", (1, 8), "one", ("two",), "a: \u03b2 \U0001f400 [[two]]\r\n"),
    ],
)
def test_one_place_is_written_anew(
    text: str, place: tuple[int, int], old: Any, new: tuple[str | int, ...], after: str
) -> None:
    assert answered(text, *place, old, *new) == after


@pytest.mark.parametrize(
    ("text", "place", "old", "new"),
    [
        ("a: one\n", (1, 4), "other", ("two",)),  # something else stands there
        ("aa: 1\nb: 2\n", (1, 1), "aa", ("b",)),  # a key would stand there twice
        ("a: >-\n  one\n", (1, 4), "one", ("two",)),  # text of several lines
        ("a:\n  - b # why\n  - c\n", (2, 5), "b", ()),  # a comment would go
        ("aa: 1 # why\nb: 2\n", (1, 1), "aa", ()),
        ("a: [b, # why\n  c]\n", (2, 3), "c", ()),
        ("a:\n  - b\n", (2, 5), "b", ()),  # a list of nothing
        ("a: see [[one\n  more]]\n", (1, 8), "one more", ("two",)),
        ("a: see [[one]] [[two]]\n", (1, 4), "two", ("three",)),  # not found, so the place is that of the whole text
    ],
)
def test_what_is_not_simple_is_left_alone(
    text: str, place: tuple[int, int], old: Any, new: tuple[str | int, ...]
) -> None:
    assert answered(text, *place, old, *new) is None


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a: 1 \t\nb: 2", "a: 1\nb: 2\n"),
        ("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
        ("a: one  \n  two # why \n", "a: one\n  two # why\n"),
        ("a: |\n  one  \n\n  two\t\nb: 2\n", "a: |\n  one  \n\n  two\t\nb: 2\n"),
        ('a: "one \\  \n  two"\nb: 2 \n', 'a: "one \\  \n  two"\nb: 2\n'),
        ("a: |\n  one", "a: |\n  one"),  # a line feed would become part of the text
        ("a: >-\n  one", "a: >-\n  one\n"),
        ("", ""),
    ],
)
def test_white_space_goes_where_it_means_nothing(text: str, after: str) -> None:
    assert edits.apply(text, yamlediting.tidy(read(text))) == after


def scalars(document: Document) -> list[yamltext.Path]:
    return [path for path in document.spans if path and isinstance(document.value(path), str)]


def with_comments(text: str, marks: list[int]) -> str:
    """The text with comments of their own between top-level fields, and behind values that are whole in their line."""
    lines = text.splitlines(keepends=True)
    for number, mark in enumerate(marks):
        line = mark % len(lines)
        if re.match(r"\w", lines[line]):
            lines[line] = f"# remark {number}\n{lines[line]}"
    return "".join(lines)


def replaced(value: Any, path: yamltext.Path, new: str) -> Any:
    if not path:
        return new
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


@trials(150)
@given(st.sampled_from(RECORDS), st.lists(st.integers(0, 99), max_size=3), st.data())
def test_in_every_record_an_edit_changes_one_value_and_no_comment(
    file: File, marks: list[int], data: st.DataObject
) -> None:
    text = with_comments(file.read_text("utf-8"), marks)
    document = read(text)
    path = data.draw(st.sampled_from(scalars(document)))
    first, start = document.spans[path][:2]
    new = data.draw(st.sampled_from(["x", "true", "12", "a # b", 'say "it"', "- x", "\u03b2: y"]))
    edit = yamlediting.answered(document, Place("", first + 1, start + 1), Answer(document.value(path), (new,)))
    assume(edit is not None)
    assert edit is not None
    after = edits.apply(text, [edit])
    assert read(after).data == replaced(document.data, path, new)
    assert list(read(after).keys) == list(document.keys)
    assert after[: edit.start] == text[: edit.start]
    assert after.endswith(text[edit.end :])


@trials()
@given(st.sampled_from(RECORDS), st.lists(st.tuples(st.integers(0, 99), st.sampled_from([" ", "\t", "\r", " \r"]))))
def test_in_every_record_only_white_space_that_means_nothing_goes(file: File, added: list[tuple[int, str]]) -> None:
    lines = file.read_text("utf-8").split("\n")
    for number, signs in added:
        lines[number % len(lines)] = lines[number % len(lines)].rstrip("\r") + signs
    document, _ = yamltext.read("\n".join(lines), "x.yml")
    assume(document is not None)
    assert document is not None
    after = edits.apply(document.text, yamlediting.tidy(document))
    assert read(after).data == document.data
    assert COMMENT.findall(after) == [one.rstrip() for one in COMMENT.findall(document.text)]
    assert yamlediting.tidy(read(after)) == []

"""Edits of a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence.edits import Edit, apply
from trials import trials


def test_edits_are_made_wherever_they_stand_in_the_list() -> None:
    assert apply("one two three", [Edit(8, 13, "3"), Edit(0, 3, "1")]) == "1 two 3"


def test_of_two_that_overlap_the_first_is_made() -> None:
    assert apply("abcdef", [Edit(0, 3, "X"), Edit(2, 4, "Y"), Edit(3, 4, "Z")]) == "XZef"


def test_the_same_edit_twice_is_made_once() -> None:
    assert apply("ab", [Edit(2, 2, "!"), Edit(2, 2, "!")]) == "ab!"


spans = st.tuples(st.integers(0, 30), st.integers(0, 5), st.text(max_size=3))


@trials()
@given(st.text(min_size=40, max_size=40), st.lists(spans, max_size=6))
def test_what_no_edit_names_stays(text: str, found: list[tuple[int, int, str]]) -> None:
    edits = [Edit(start, start + length, new) for start, length, new in found]
    last = max((edit.end for edit in edits), default=0)
    assert apply(text, edits).endswith(text[last:])
    assert apply(text, edits).startswith(text[: min((edit.start for edit in edits), default=0)])

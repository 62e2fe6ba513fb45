"""Texts word by word, and lists entry by entry."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence.wording import entries, words

TEXTS = st.text(st.sampled_from("ab \n"), max_size=30)


def test_words_stay_go_and_come() -> None:
    assert words("slugs eat all lettuce here", "slugs eat  no\nlettuce at night") == (
        ("same", "slugs eat"),
        ("gone", "all"),
        ("come", "no"),
        ("same", "lettuce"),
        ("gone", "here"),
        ("come", "at night"),
    )


@given(TEXTS, TEXTS)
def test_both_texts_are_told_whole(before: str, after: str) -> None:
    parts = words(before, after)
    assert " ".join(text for sign, text in parts if sign != "come").split() == before.split()
    assert " ".join(text for sign, text in parts if sign != "gone").split() == after.split()
    assert all(text for _, text in parts)


def test_a_very_long_text_is_replaced() -> None:
    assert [sign for sign, _ in words("a " * 1001, "a " * 1001 + "b")] == ["gone", "come"]


def test_entries_are_paired_with_their_new_versions() -> None:
    before = ["slugs eat lettuce", "snails sleep", "same"]
    after = ["same", "copper is a metal", "slugs eat much lettuce"]
    assert entries(before, after) == (
        ("slugs eat lettuce", "slugs eat much lettuce"),
        ("snails sleep", ""),
        ("", "copper is a metal"),
    )


def test_one_entry_is_the_other_ones_new_version_however_unlike() -> None:
    assert entries(["garden"], ["pot"]) == (("garden", "pot"),)


def test_order_is_no_difference_and_number_is() -> None:
    assert entries(["a", "b"], ["b", "a"]) == ()
    assert entries(["a"], ["a", "a"]) == (("", "a"),)


def test_many_entries_are_not_compared() -> None:
    gone, come = [f"one {number}" for number in range(21)], [f"two {number}" for number in range(21)]
    assert len(entries(gone, come)) == 42

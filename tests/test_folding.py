"""Folding of text that compares equal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.folding import FOLDS, fold, unfold
from trials import trials

quick = trials()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("two\n  lines", "two lines"),
        ("no\u00a0break\u202fspace\u2009thin", "no break space thin"),
        ("zero\u200bwidth\ufeff\u2060", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\u2018single\u2019 \u201cdouble\u201d \u00abangle\u00bb", '\'single\' "double" "angle"'),
        ("3\u20135 \u2014 \u22125 \u2010 \u2011 \u2012 \u2015", "3-5 - -5 - - - -"),
        ("\ufb01nd \ufb02oat e\ufb00ect e\ufb03cient wa\ufb04e \ufb06em", "find float effect efficient waffle stem"),
        ("5 \u00b5m", "5 \u03bcm"),
        ("cafe\u0301", "caf\u00e9"),
        (" \t ends \n", "ends"),
        ("", ""),
        ("\u200b \u00ad", ""),
    ],
)
def test_what_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Slug", "slug"),
        ("10\u2076", "106"),
        ("H\u2082O", "H2O"),
        ("p < 0.05", "p > 0.05"),
        ("+5", "-5"),
        ("\u00b15", "+5"),
        ("\u03b1", "a"),
        ("1,000", "1.000"),
        ("caf\u00e9", "cafe"),
        ("\u2026", "..."),
        ("2 x 3", "2 \u00d7 3"),
        ("well defined", "welldefined"),
        ("non-healing", "nonhealing"),
        ("\u0430", "a"),
    ],
)
def test_what_does_not_fold(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@quick
@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_an_accent_behind_a_soft_hyphen_folds_once_and_for_all() -> None:
    once = fold("cafe\u00ad\u0301")
    assert fold(once) == once


@pytest.mark.parametrize("text", ["5\u00ad 3", "45%\u00ad 3 kg", "leek\u00ad (12"])
def test_a_soft_hyphen_at_a_line_end_joins_letters_only(text: str) -> None:
    assert fold(text) == text.replace("\u00ad", "")


@quick
@given(st.text(st.sampled_from([*FOLDS, *"ab 12-'\""])), st.text(st.sampled_from([*FOLDS, *"ab 12-'\""])))
def test_text_folds_word_by_word(one: str, other: str) -> None:
    one = one.replace("\u00ad", "")  # which would join the two
    assert fold(f"{one} {other}") == " ".join(part for part in (fold(one), fold(other)) if part)


@quick
@given(st.text(st.sampled_from([*FOLDS, *"ab 12-'\""])))
def test_folded_text_has_no_double_space_and_none_at_its_ends(text: str) -> None:
    folded = fold(text)
    assert "  " not in folded
    assert folded == folded.strip(" ")


@quick
@given(st.characters(categories=["L", "N", "S"]).filter(lambda char: char not in FOLDS))
def test_no_other_letter_digit_or_sign_folds(char: str) -> None:
    assert fold(f"a{char}a") == unicodedata.normalize("NFC", f"a{char}a"), unicodedata.name(char, "?")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("two\n  lines here", "lines"),
        ("\ufb01nd \ufb02oat  here", "\ufb02oat"),
        ("\u00a0cafe\u0301 here", "cafe\u0301"),
        ("so\u00ad ft here", "here"),
    ],
)
def test_words_that_were_found_in_folded_text_are_found_in_the_text(text: str, words: str) -> None:
    start = fold(text).index(fold(words))
    first, last = unfold(text, start, start + len(fold(words)))
    assert text[first:last] == words


@quick
@given(st.text(st.sampled_from("ab- \n\u00a0\u00ad\ufb03\u0301\u201c"), max_size=30), st.data())
def test_whole_words_are_unfolded_to_what_folds_to_them(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if words := folded.split():
        first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(words) - 1)] * 2)))
        start = len(" ".join([*words[:first], ""]))
        end = len(" ".join(words[: last + 1]))
        before, behind = unfold(text, start, end)
        assert fold(text[before:behind]) == folded[start:end]

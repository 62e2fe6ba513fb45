"""Citation markers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from evidence.markers import Markers, marked, markers, named
from trials import trials

quick = trials()

NUMERIC = Markers(style="numeric", key="field-{n:02}")


def numbered(text: str) -> list[tuple[str, ...]]:
    return markers(text, NUMERIC, lambda *_: None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Slugs [1].", [("field-01",)]),
        ("Slugs [1, 2] and [12].", [("field-01", "field-02"), ("field-12",)]),
        ("Slugs [3–5].", [("field-03", "field-04", "field-05")]),
        ("Slugs [3-5].", [("field-03", "field-04", "field-05")]),
        ("Slugs [1, 3–4; 7].", [("field-01", "field-03", "field-04", "field-07")]),
        ("Slugs [ 1 ,\n2 ].", [("field-01", "field-02")]),
        ("Slugs [103].", [("field-103",)]),
        ("Slugs [a], [1a], (1), [], [1.5].", []),
        ("", []),
    ],
)
def test_numeric_markers(text: str, expected: list[tuple[str, ...]]) -> None:
    assert numbered(text) == expected


def test_the_key_of_a_reference_gives_its_number_back() -> None:
    assert [NUMERIC.number(key) for key in ("field-01", "field-257")] == [1, 257]
    assert [NUMERIC.number(key) for key in ("field-1", "field-", "pot-01", "field-01a", "field--1")] == [None] * 5
    assert Markers(style="numeric", key="{n}.ref").number("12.ref") == 12
    assert Markers(style="author-year").number("field-01") is None


def test_a_range_of_a_thousand_is_not_expanded() -> None:
    assert not any(numbered("[1–9999]"))


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2014\u2015\u2212")
def test_a_range_is_read_with_every_dash_that_folds(dash: str) -> None:
    assert numbered(f"Slugs [3{dash}5].") == [("field-03", "field-04", "field-05")]


@pytest.mark.parametrize("template", ["field-{m}", "field-{", "field-{n:q}", "field-{}", "field", None])
def test_a_template_that_does_not_take_the_number_is_refused(template: str | None) -> None:
    with pytest.raises(ValidationError):
        Markers(style="numeric", key=template)


BY_NAME = {
    ("Reed", "2019"): "reed",
    ("Moss", "2020a"): "moss-a",
    ("Moss", "2020b"): "moss-b",
    ("Van Fern", "2021"): "fern",
}


def lookup(words: str, year: str) -> str | None:
    return next((key for (name, when), key in BY_NAME.items() if name in words and when == year), None)


def by_name(text: str) -> list[tuple[str, ...]]:
    return markers(text, Markers(style="author-year"), lookup)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Slugs eat leeks (Reed, 2019).", [("reed",)]),
        ("Slugs eat leeks (Reed 2019).", [("reed",)]),
        ("Slugs eat leeks (Reed et al., 2019; Moss and Fern, 2020b).", [("reed", "moss-b")]),
        ("Slugs eat leeks (see Van Fern & Reed 2021).", [("fern",)]),
        ("Reed (2019) saw slugs.", [("reed",)]),
        ("Moss et al. (2020a) saw slugs.", [("moss-a",)]),
        ("Reed and Moss (2019) saw slugs (Van Fern 2021).", [("reed",), ("fern",)]),
        ("Nobody (2019) saw slugs in 2019 (n = 2019).", []),
    ],
)
def test_markers_of_author_and_year(text: str, expected: list[tuple[str, ...]]) -> None:
    assert by_name(text) == expected


@pytest.mark.parametrize("text", ["Slugs eat (Moss, 2020a, 2020b).", "Slugs eat (Moss 2020a, b)."])
def test_one_name_may_have_several_years(text: str) -> None:
    assert by_name(text) == [("moss-a", "moss-b")]


@pytest.mark.parametrize("style", [NUMERIC, Markers(style="author-year")])
@quick
@given(text=st.text(st.sampled_from("[(123,;–- a)].20")))
def test_no_text_makes_the_markers_raise(style: Markers, text: str) -> None:
    assert all(isinstance(keys, tuple) for keys in markers(text, style, lambda words, _: words))


def test_a_number_is_found_where_it_stands() -> None:
    text = "Slugs [1, 3–5] rest [ 12 ]."
    found = named(text, NUMERIC, lambda *_: None)
    assert [(text[one.start : one.end], one.key) for one in found] == [
        ("1", "field-01"),
        ("3", "field-03"),
        ("5", "field-05"),
        ("12", "field-12"),
    ]


def test_a_year_is_found_where_it_stands() -> None:
    text = "Reed (2019) saw slugs (see Van Fern 2021; Moss 2020a, b; nobody at all)."
    found = named(text, Markers(style="author-year"), lookup)
    assert [(text[one.start : one.end], one.key) for one in found] == [
        ("2019", "reed"),
        ("2021", "fern"),
        ("2020a", "moss-a"),
        ("b", "moss-b"),
    ]


def test_a_marker_holds_the_words_without_which_it_names_nothing() -> None:
    def lookup(words: str, year: str) -> str | None:
        return f"reed{year}" if words.strip().endswith(("Reed", "Reed et al.")) else None

    text = "As Moss and Reed et al. (2019, 2020b) saw, slugs sleep (Reed 2018; Fern 2017)."
    found = marked(text, Markers(style="author-year"), lookup)
    assert [(text[one.start : one.end], one.keys) for one in found] == [
        ("Reed et al. (2019, 2020b)", ("reed2019", "reed2020b")),
        ("(Reed 2018; Fern 2017)", ("reed2018",)),
    ]
    assert [one.keys for one in found] == markers(text, Markers(style="author-year"), lookup)
    text = "Slugs [1, 3–4] sleep."
    assert marked(text, NUMERIC, lambda *_: None) == [(6, 14, ("field-01", "field-03", "field-04"))]

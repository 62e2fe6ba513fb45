"""Prose with links, citations and stress."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.prose import Cite, Link, Token, Words, cites, links, parse, plain
from trials import trials

quick = trials()


def tokens(text: str) -> tuple[Token, ...]:
    (paragraph,) = parse(text)
    return paragraph


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Slugs eat leeks.", (Words("Slugs eat leeks."),)),
        ("[[leek]]", (Link("leek"),)),
        ("[[leek|leeks]] rot", (Link("leek", "leeks"), Words(" rot"))),
        ("[[ leek ]]", (Link("leek"),)),
        ("eaten [@field-1].", (Words("eaten "), Cite("field-1"), Words("."))),
        ("[@field-1; @field-2,@field-3]", (Cite("field-1"), Cite("field-2"), Cite("field-3"))),
        ("the *Arion* slugs", (Words("the "), Words("Arion", stressed=True), Words(" slugs"))),
        ("*Arion ater*", (Words("Arion ater", stressed=True),)),
    ],
)
def test_what_is_a_token(text: str, expected: tuple[Token, ...]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 * 4",
        "2*3*4",
        "2*3* 4",
        "2 *3*4",
        "a * b",
        "**bold**",
        "HLA-B*27 and B*57",
        "[1, 2]",
        "[field-1]",
        "[@]",
        "[[]]",
        "[[leek",
        "[leek]",
        "someone@example.org",
        "[see @field-1]",
        "<b>leek</b>",
        "[leek](https://example.org)",
        "`leek` _leek_ # leek",
    ],
)
def test_what_is_no_token_is_text_as_it_stands(text: str) -> None:
    assert tokens(text) == (Words(text),)


def test_blank_lines_part_paragraphs_and_line_ends_do_not() -> None:
    assert parse("\nOne\n  line.\n \n\nTwo [[leek]]\n") == ((Words("One line."),), (Words("Two "), Link("leek")))


def test_no_text_has_no_paragraphs() -> None:
    assert parse(" \n\n ") == ()


def test_a_link_may_be_cut_by_a_line_end() -> None:
    assert tokens("[[leek|long\n  leeks]]") == (Link("leek", "long leeks"),)


def test_links_and_citations_come_in_order() -> None:
    text = "[[slug|Slugs]] eat [[leek]]s [@field-2].\n\nAnd [[slug]]s [@field-1; @field-2]."
    assert links(text) == ("slug", "leek", "slug")
    assert cites(text) == ("field-2", "field-1", "field-2")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[slug|Slugs]] eat *young* [[leek]]s.", "Slugs eat young LEEKs."),
        ("Slugs eat [@field-1], and sleep [@field-2; @field-3].", "Slugs eat, and sleep."),
        ("[@field-1] Slugs\n eat.", "Slugs eat."),
        ("Slugs eat.\n\nThen they sleep.", "Slugs eat. Then they sleep."),
        ("", ""),
    ],
)
def test_plain_words_are_what_is_left_without_links_and_citations(text: str, words: str) -> None:
    assert plain(text, str.upper) == words


@pytest.mark.parametrize("text", ["*[[leek]]*", "*young [[leek|leeks]]*"])
def test_a_link_that_is_stressed_is_a_link(text: str) -> None:
    assert links(text) == ("leek",)


@quick
@given(st.text(st.sampled_from("ab [[]]|@;,*\n"), max_size=40))
def test_tokens_lose_no_letter(text: str) -> None:
    shown = "".join(
        token.text
        if isinstance(token, Words)
        else token.key
        if isinstance(token, Cite)
        else token.id + (token.label or "")
        for paragraph in parse(text)
        for token in paragraph
    )
    assert [char for char in shown if char in "ab"] == [char for char in text if char in "ab"]


@quick
@given(st.text())
def test_no_text_makes_the_parser_raise(text: str) -> None:
    assert all(paragraph for paragraph in parse(text))

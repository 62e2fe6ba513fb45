"""Texts cut by overlapping spans."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence.spans import Span, Token, cut
from trials import trials

quick = trials(300)

TEXT = "slugs eat leeks at night"


def shown(*spans: tuple[int, int, str], parts: list[tuple[int, int]] | None = None) -> str:
    """The tokens in a short notation: `<a` begins, `<+a` goes on, `~` is broken, `>` closes and `!a` is over."""

    def sign(token: Token[str]) -> str:
        if token.kind == "open":
            return f"<{'' if token.first else '+'}{token.label}{'' if token.last else '~'}:"
        return {"close": ">", "end": f"!{token.label}", "words": token.text}[token.kind]

    found = cut(TEXT, [Span(start, end, label) for start, end, label in spans], parts)
    return " | ".join("".join(sign(token) for token in tokens) for tokens in found)


def test_a_text_without_spans_is_its_words() -> None:
    assert shown() == TEXT


def test_one_span_begins_closes_and_is_over() -> None:
    assert shown((6, 9, "a")) == "slugs <a:eat>!a leeks at night"


def test_a_span_within_another_nests_whatever_their_order() -> None:
    expected = "<a:slugs <b:eat>!b leeks>!a at night"
    assert shown((0, 15, "a"), (6, 9, "b")) == expected
    assert shown((6, 9, "b"), (0, 15, "a")) == expected


def test_spans_that_begin_or_end_together_nest() -> None:
    assert shown((0, 15, "a"), (0, 5, "b")) == "<a:<b:slugs>!b eat leeks>!a at night"
    assert shown((0, 15, "a"), (6, 15, "b")) == "<a:slugs <b:eat leeks>>!a!b at night"
    assert shown((0, 5, "a"), (0, 5, "b")) == "<a:<b:slugs>>!a!b eat leeks at night"


def test_a_span_that_cannot_nest_is_broken_and_goes_on() -> None:
    assert shown((0, 9, "a"), (6, 15, "b")) == "<a:slugs <b~:eat>>!a<+b: leeks>!b at night"


def test_spans_that_touch_do_not_nest() -> None:
    assert shown((0, 5, "a"), (5, 9, "b")) == "<a:slugs>!a<b: eat>!b leeks at night"


def test_an_empty_span_is_left_out() -> None:
    assert shown((6, 6, "a")) == TEXT


def test_a_span_that_crosses_parts_is_broken_there_and_over_in_the_last() -> None:
    parts = [(0, 5), (6, 9), (10, 15)]
    assert shown((0, 15, "a"), (6, 9, "b"), parts=parts) == "<a~:slugs> | <+a~:<b:eat>>!b | <+a:leeks>!a"


def test_what_stands_between_the_parts_is_left_out() -> None:
    assert shown((0, 5, "a"), (5, 6, "b"), parts=[(0, 5), (6, 9)]) == "<a:slugs>!a | eat"


@st.composite
def cuttings(draw: st.DrawFn) -> tuple[str, list[Span[int]], list[tuple[int, int]]]:
    text = draw(st.text(st.sampled_from("abc |"), max_size=30))
    index = st.integers(0, len(text))
    spans = [
        Span(min(pair), max(pair), n) for n, pair in enumerate(draw(st.lists(st.tuples(index, index), max_size=6)))
    ]
    bounds = sorted(draw(st.lists(index, max_size=6)))
    return text, spans, list(zip(bounds[::2], bounds[1::2], strict=False))


@quick
@given(cuttings())
def test_the_words_joined_are_exactly_the_text(case: tuple[str, list[Span[int]], list[tuple[int, int]]]) -> None:
    text, spans, parts = case
    [whole] = cut(text, spans)
    assert "".join(token.text for token in whole) == text
    assert ["".join(token.text for token in tokens) for tokens in cut(text, spans, parts)] == [
        text[start:end] for start, end in parts
    ]


@quick
@given(cuttings())
def test_words_stand_in_exactly_the_spans_that_cover_them(
    case: tuple[str, list[Span[int]], list[tuple[int, int]]],
) -> None:
    text, spans, parts = case
    for (place, _), tokens in zip(parts, cut(text, spans, parts), strict=True):
        here, stack = place, list[int | None]()
        for token in tokens:
            if token.kind == "open":
                stack.append(token.label)
            elif token.kind == "close":
                assert stack.pop() == token.label
            for _ in token.text:
                assert set(stack) == {span.label for span in spans if span.start <= here < span.end}
                here += 1
        assert stack == []


@quick
@given(cuttings())
def test_a_span_has_one_first_piece_one_last_and_one_end(
    case: tuple[str, list[Span[int]], list[tuple[int, int]]],
) -> None:
    text, spans, parts = case
    tokens = [token for part in cut(text, spans, parts) for token in part]
    shown = {span.label for span in spans if any(max(span.start, start) < min(span.end, end) for start, end in parts)}
    for wanted in (
        [token.label for token in tokens if token.kind == "open" and token.first],
        [token.label for token in tokens if token.kind == "open" and token.last],
        [token.label for token in tokens if token.kind == "end"],
    ):
        assert sorted(wanted, key=str) == sorted(shown, key=str)

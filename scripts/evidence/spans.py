"""A text is cut by spans that may overlap into tokens that nest; its words, joined, are exactly the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    """What marks the characters of a text from `start` to before `end`."""

    start: int
    end: int
    label: T


@dataclass(frozen=True, slots=True)
class Token(Generic[T]):
    """Words, or the beginning or end of a piece of a span; a span that cannot nest is broken into pieces.

    `first` and `last` tell whether a piece is the first and the last of its span. After the `close` of all pieces
    that end at a place comes one `end` for each span that is over.
    """

    kind: Literal["words", "open", "close", "end"]
    text: str = ""
    label: T | None = None
    first: bool = True
    last: bool = True


def cut(text: str, spans: Sequence[Span[T]], parts: Sequence[Stretch] | None = None) -> list[list[Token[T]]]:
    """The tokens of each of `parts` (stretches of the text, in order; by default the whole text is the only one).

    What stands between the parts is left out, and a span that crosses their bounds is broken there. Spans that begin
    and end together keep their order; empty ones, and those outside all parts, are left out.
    """
    whole = [(0, len(text))] if parts is None else parts
    numbered = [Span(span.start, span.end, number) for number, span in enumerate(spans)]
    swept = [list(_sweep(text, start, end, _within(numbered, start, end))) for start, end in whole]
    pieces = Counter(token.label for tokens in swept for token in tokens if token.kind == "open")
    opened: Counter[int | None] = Counter()

    def labelled(token: Token[int]) -> Iterator[Token[T]]:
        opened[token.label] += token.kind == "open"
        label = None if token.label is None else spans[token.label].label
        last = opened[token.label] == pieces[token.label]
        if last or token.kind != "end":
            yield Token(token.kind, token.text, label, first=opened[token.label] == 1, last=last)

    return [[made for token in tokens for made in labelled(token)] for tokens in swept]


def _within(spans: Sequence[Span[int]], start: int, end: int) -> list[Span[int]]:
    """What of each span lies in a stretch, without those of which nothing does; those around others first."""
    clipped = (Span(max(span.start, start), min(span.end, end), span.label) for span in spans)
    return sorted((span for span in clipped if span.start < span.end), key=lambda span: (span.start, -span.end))


def _sweep(text: str, here: int, end: int, spans: list[Span[int]]) -> Iterator[Token[int]]:
    """The tokens of one stretch, with an `end` wherever a span ends in it."""
    stack: list[Span[int]] = []
    for edge in sorted({here, end, *chain.from_iterable((span.start, span.end) for span in spans)}):
        if edge > here:
            yield Token("words", text[here:edge])
            here = edge
        over = [span for span in stack if span.end == edge]
        keep = stack.index(over[0]) if over else len(stack)
        again = [span for span in stack[keep:] if span.end > edge]
        yield from (Token("close", label=span.label) for span in reversed(stack[keep:]))
        yield from (Token("end", label=span.label) for span in over)
        again += [span for span in spans if span.start == edge]
        yield from (Token("open", label=span.label) for span in again)
        stack[keep:] = again

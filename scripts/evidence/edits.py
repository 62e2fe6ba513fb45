"""A text is changed at known places and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The signs of a text from `start` up to `end`, counted from zero, become `new`."""

    start: int
    end: int
    new: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """`text` with the edits; of two that overlap the first is made and the other is left out."""
    pieces: list[str] = []
    done = 0
    for edit in sorted(set(edits)):
        if edit.start >= done:
            pieces += [text[done : edit.start], edit.new]
            done = edit.end
    return "".join([*pieces, text[done:]])

"""Two versions of a text are compared word by word, and two lists of texts entry by entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz import fuzz, process

Sign = Literal["same", "gone", "come"]
Part = tuple[Sign, str]

_MOST = 1_000
"""How many words a text may have to be compared; a longer one is given as replaced, for time grows with the square."""
_ALIKE = 50
"""From which likeness, of 100, an entry counts as another one's new version."""
_PAIRS = 400
"""How many pairs of entries are compared; where there are more, none is taken for another's new version."""


def words(before: str, after: str) -> tuple[Part, ...]:
    """The words of both texts in order, in stretches: those that stayed, went or came; no stretch is empty."""
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > _MOST:
        return tuple(_parts(("gone", old), ("come", new)))
    found: list[Part] = []
    for same, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if same == "equal":
            found += _parts(("same", old[first:last]))
        else:
            found += _parts(("gone", old[first:last]), ("come", new[start:end]))
    return tuple(found)


def _parts(*stretches: tuple[Sign, list[str]]) -> Iterator[Part]:
    return ((sign, " ".join(stretch)) for sign, stretch in stretches if stretch)


def entries(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What differs between two lists, whatever their order: pairs of an entry and its new version.

    What has no old version is paired with an empty text, and so is what has no new one.
    """
    gone = list((Counter(before) - Counter(after)).elements())
    come = list((Counter(after) - Counter(before)).elements())
    if len(gone) == len(come) == 1:
        return ((gone[0], come[0]),)
    pairs = []
    for old in gone:
        best = process.extractOne(old, come, scorer=fuzz.ratio, score_cutoff=_ALIKE) if _few(gone, come) else None
        if best:
            come.remove(best[0])
        pairs.append((old, best[0] if best else ""))
    return (*pairs, *(("", new) for new in come))


def _few(gone: Sequence[str], come: Sequence[str]) -> bool:
    return len(gone) * len(come) <= _PAIRS

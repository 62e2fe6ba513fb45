"""A quotation is found in its source as the same words in one place, or it is said why not and what stands nearest."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from rapidfuzz import fuzz, process

from evidence import wording
from evidence.folding import fold
from evidence.sources import CELL, Passage, Source

MIN_WORDS, MAX_WORDS = 5, 80
MOST_SLIPS = 6
"""In how many stretches a quotation may differ from a passage for these to be told one by one."""

# A hyphen before a space or a line end between letters: a reader's program may have broken a word there.
_BROKEN = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")
_WORD_CHAR = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quotation stands."""

    passage: Passage
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a quotation was not accepted: the code of the rule, what is wrong, and what would mend it."""

    code: str
    message: str
    cure: str = ""


@dataclass(frozen=True)
class Finder:
    """Finds quotations in one source."""

    source: Source

    @cached_property
    def _folded(self) -> list[tuple[Passage, str]]:
        return [(passage, fold(passage.text)) for passage in self.source.passages]

    @cached_property
    def _joined(self) -> tuple[str, list[int], list[tuple[Passage, str]]]:
        """All that may be quoted as one text, a line each, with where every line begins."""
        told = [one for one in self._folded if one[0].kind not in ("heading", "running-head")]
        starts = list(accumulate((len(text) + 1 for _, text in told), initial=0))
        return "\n".join(text for _, text in told), starts, told

    @cached_property
    def _cells(self) -> frozenset[str]:
        tables = (text for passage, text in self._folded if passage.kind == "table")
        return frozenset(cell.strip() for text in tables for cell in text.split(CELL.strip()))

    def find(self, quote: str) -> Found | Missing:
        """The one place where `quote` stands; a heading or a running head is no evidence."""
        wanted = fold(quote)
        words = len(_BROKEN.sub("", wanted).split())
        if words > MAX_WORDS:
            return Missing(
                "quote-length", f"the quotation has {words} words, more than {MAX_WORDS}", "quote one sentence"
            )
        if words < MIN_WORDS and (not wanted or wanted not in self._cells):
            cure = "quote the whole sentence"
            return Missing("quote-length", f"the quotation has {words} words, fewer than {MIN_WORDS}", cure)
        parts = _BROKEN.split(wanted)
        hits = [(*line, *place) for line in self._lines(max(parts, key=len)) for place in _everywhere(parts, line[1])]
        if not hits:
            return self._nearest(wanted)
        whole = [hit for hit in hits if _bounded(hit[1], hit[2], hit[3])]
        if not whole:
            return Missing(
                "quote-boundary", "the quotation begins or ends inside a word or number", "quote whole words"
            )
        if len(whole) > 1:
            places = " and in ".join(dict.fromkeys(f"\u201c{hit[0].place}\u201d" for hit in whole[:3]))
            message = f"the quotation stands {len(whole)} times, in {places}"
            return Missing("quote-ambiguous", message, "quote more of the sentence")
        passage, _, start, end = whole[0]
        return Found(passage, start, end)

    def _lines(self, part: str) -> Iterator[tuple[Passage, str]]:
        """The passages that may be quoted and hold a part of the quotation, which has no newline."""
        joined, starts, told = self._joined
        at = joined.find(part)
        while at >= 0:
            line = bisect_right(starts, at) - 1
            yield told[line]
            at = joined.find(part, starts[line + 1])

    def _nearest(self, wanted: str) -> Missing:
        message = f"the quotation does not stand in {self.source.short}"
        bare = wanted.strip("\"' ")
        if bare != wanted and any(_pattern(_BROKEN.split(bare)).search(text) for _, text in self._folded):
            return Missing("quote-not-found", message, "leave out the quotation mark at its beginning or end")
        if re.search(r"\.\.\.|\u2026", wanted):
            return Missing("quote-not-found", message, "quote it in one piece, without an ellipsis")
        sentences = [sentence for _, text in self._folded for sentence in _sentences(text)]
        best = process.extractOne(wanted, sentences, scorer=fuzz.ratio, score_cutoff=40)
        if best is None:
            return Missing("quote-not-found", message, "copy it from the source document")
        return Missing(
            "quote-not-found", message, f"the nearest passage is: \u201c{best[0]}\u201d{_slips(wanted, best[0])}"
        )


def _slips(wanted: str, nearest: str) -> str:
    """The words in which a quotation differs from a passage, where they are so few that they are slips."""
    parts = wording.words(nearest, wanted)
    inside = [number for number, (sign, _) in enumerate(parts) if sign == "same"]
    differing = parts[inside[0] : inside[-1] + 1] if inside else ()  # a passage may be longer at either end
    gone, come = ([text for sign, text in differing if sign == one] for one in ("gone", "come"))
    if not 0 < len(gone) + len(come) <= MOST_SLIPS:
        return ""
    said = [f"{who} \u201c{one}\u201d" for who, texts in (("it says", gone), ("yours", come)) for one in texts]
    return f"; where they differ, {', '.join(said)}"


def _pattern(parts: Sequence[str]) -> re.Pattern[str]:
    """A hyphen that a line end may have left behind also matches the joined word and the plain hyphen."""
    return re.compile("(?:- ?)?".join(map(re.escape, parts)))


def _everywhere(parts: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """Every place in which the parts of a broken text stand, those that overlap too."""
    if len(parts) == 1:  # nothing was broken, and so nothing has to be compiled
        at = text.find(parts[0])
        while at >= 0:
            yield at, at + len(parts[0])
            at = text.find(parts[0], at + 1)
        return
    pattern, start = _pattern(parts), 0
    while start <= len(text) and (match := pattern.search(text, start)):
        yield match.span()
        start = match.start() + 1


def _bounded(text: str, start: int, end: int) -> bool:
    return _boundary(text, start) and _boundary(text, end)


def _boundary(text: str, index: int) -> bool:
    """Whether no word or number goes on across `index`: 0.5, 1,000 and non-healing are one word each."""
    before, after = text[:index], text[index:]
    if not before or not after or before[-1] == " " or after[0] == " ":
        return True
    if _WORD_CHAR.match(before[-1]) and _WORD_CHAR.match(after[0]):
        return False
    if _WORD_CHAR.match(before[-1]):
        return not re.match(r"[-.,'/:\u00d7%\u00b0][\w]|[%\u00b0+\u207a\u207b]", after)
    if _WORD_CHAR.match(after[0]):
        return not re.search(r"(?:[\w][-.,'/:]|[-+<>=~\u2264\u2265\u00b1])\Z", before)
    return True


def _sentences(text: str) -> Sequence[str]:
    return re.split(r"(?<=[.\])]) (?=[A-Z])", text)

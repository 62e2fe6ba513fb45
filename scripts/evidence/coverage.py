"""How much of each source is behind a claim: its sentences, its citation markers and its references, one by one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from evidence.catalogue import Catalogue
from evidence.folding import fold
from evidence.models import Sourced
from evidence.quotes import Found
from evidence.sources import Passage, Source

CLASSES = ("cited", "uncited", "asserted-uncited", "no-assertion", "missing")
"""Quoted with a marker; quoted without one; listed as asserted or as no assertion; and neither quoted nor listed."""

_ABBREVIATED = r"(?<!et al)(?<!\bFig)(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bvs)(?<!\bNo)(?<!\b[A-Z])"
_END = re.compile(rf"{_ABBREVIATED}[.!?][)\]\u201d\"']*(?:\s*\[[^\]]*\])*(?= [^a-z]|\Z)")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a source and what became of it."""

    passage: Passage
    span: Span
    """Where it stands in the folded text of the passage."""
    text: str
    state: str
    uncovered: tuple[str, ...]
    """The keys of its citation markers that no record cites whole."""
    markers: int


@dataclass(frozen=True)
class Coverage:
    """What became of the sentences of one source."""

    source: Source
    sentences: tuple[Sentence, ...]
    referenced: frozenset[str]
    cited: frozenset[str]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many sentences are of each class."""
        return Counter(sentence.state for sentence in self.sentences)

    @property
    def markers(self) -> int:
        """How many citation markers the sentences hold."""
        return sum(sentence.markers for sentence in self.sentences)

    @property
    def covered(self) -> int:
        """How many of them lie in a quotation of a record that cites every key of the marker."""
        return self.markers - sum(bool(sentence.uncovered) for sentence in self.sentences)

    @cached_property
    def gaps(self) -> tuple[Sentence, ...]:
        """The sentences that are missing, or hold a marker that is not covered."""
        return tuple(one for one in self.sentences if one.state == "missing" or one.uncovered)

    @cached_property
    def by_heading(self) -> dict[str, Counter[str]]:
        """The counts below each heading, in the order of the source."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self.sentences:
            found[one.passage.heading.title if one.passage.heading else ""][one.state] += 1
        return dict(found)


def measure(catalogue: Catalogue) -> tuple[Coverage, ...]:
    """The coverage of every source, in the order of `seeds/_sources.yml`."""
    return tuple(_measure(catalogue, source) for source in catalogue.sources.values())


def figures(cover: Coverage) -> dict[str, int | str]:
    """What is counted of one source, by name, in the order in which it is told."""
    return {
        "markers covered": f"{cover.covered} of {cover.markers}",
        "references cited": f"{len(cover.cited)} of {len(cover.referenced)}",
        "sentences": len(cover.sentences),
        **{name: cover.counts[name] for name in CLASSES},
    }


def _measure(catalogue: Catalogue, source: Source) -> Coverage:
    quoted: dict[Passage, list[tuple[Span, Sourced, frozenset[str]]]] = defaultdict(list)
    for (id_, number), found in catalogue.quotations.items():
        record = catalogue.records[id_]
        if isinstance(record, Sourced) and isinstance(found, Found) and record.evidence[number].source == source.key:
            quoted[found.passage].append(((found.start, found.end), record, frozenset(record.evidence[number].cites)))
    listed = {fold(note.sentence): note.reason for note in catalogue.notes.sentences if note.source == source.key}
    sentences: list[Sentence] = []
    named: set[str] = set()
    for passage in source.passages:
        text = fold(passage.text)
        for start, end in _spans(passage, text):
            words = text[start:end]
            quotes = [entry for entry in quoted.get(passage, ()) if entry[0][0] <= start and end <= entry[0][1]]
            markers = catalogue.markers(source, words)
            named.update(key for keys in markers for key in keys)
            open_ = [keys for keys in markers if not any(set(keys) <= cites for _, _, cites in quotes)]
            state = ("cited" if markers else "uncited") if quotes else listed.get(words, "missing")
            sentences.append(
                Sentence(
                    passage, (start, end), words, state, tuple(key for keys in open_ for key in keys), len(markers)
                )
            )
    items = (item for record in catalogue.sourced for item in record.evidence if item.source == source.key)
    cited = {key for item in items for key in item.cites}
    return Coverage(source, tuple(sentences), frozenset(named), frozenset(named & cited))


def _spans(passage: Passage, text: str) -> Iterator[Span]:
    """Where the sentences of a passage stand: a table row is one, headings, captions and running heads have none."""
    if passage.kind == "table" and passage.number:
        yield 0, len(text)
    elif passage.kind == "paragraph":
        yield from _sentences(text)


def _sentences(text: str) -> Iterable[Span]:
    start = 0
    for match in _END.finditer(text):
        yield start, match.end()
        start = match.end() + 1
    if start < len(text):
        yield start, len(text)

"""A source is laid out for reading: its words in order, marked where they are quoted, cite, or lack a citation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from typing import Literal

from evidence.catalogue import Catalogue
from evidence.coverage import Coverage, Sentence, measure
from evidence.cutting import Cutter
from evidence.folding import unfold
from evidence.models import Sourced
from evidence.pages import Page, Portion
from evidence.prose import plain
from evidence.quotes import Found
from evidence.sources import Passage, Source, cells, grouped
from evidence.spans import Span, Stretch, Token, cut
from evidence.views import ClaimView, CorrectionView, Target

UNCITED = "asserted-uncited"
"""The class of sentences that are marked although nothing quotes them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Why words are marked: something quotes them, they name a reference, or they should and nothing quotes them.

    `target` is what quotes or the reference. Only a quotation has an `anchor`, and the `number` that it has among the
    quotations of its block; `claim` is what quotes, unless that is a study.
    """

    kind: Literal["quote", "cite", "uncited"]
    target: Target = field(default=Target(""))
    anchor: str = ""
    number: int = 0
    claim: ClaimView | None = None
    disputed: bool = False
    corrected: bool = False


Kind = Literal["heading", "paragraph", "caption", "table", "excerpt", "running-head"]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, caption or table, or the quoted parts of one (an excerpt), with what is said beside it.

    `passage` is the first of it; a heading has nothing else. The first row of a table is its title, the second its
    head, and a row has cells; every other block has one row, whose cells are its words or, in an excerpt, the
    stretches that are quoted.
    """

    kind: Kind
    passage: Passage
    anchor: str
    level: int = 0
    rows: Sequence[Sequence[Sequence[Token[Mark]]]] = ()
    quotes: tuple[Mark, ...] = ()
    corrections: tuple[tuple[CorrectionView, tuple[Mark, ...]], ...] = ()
    """What corrects the records that quote, in plain words, each with their quotations."""


def source_portions(cutter: Cutter) -> Iterator[Portion]:
    """The pages on which each source is read: whole, or only its quotations where no licence is known to allow more."""
    return (partial(_pages, cutter, cover) for cover in measure(cutter.catalogue))


def _pages(cutter: Cutter, cover: Coverage) -> Iterator[Page]:
    source = cover.source
    desk = _Desk(cutter, source, cover.sentences)
    files = (source.path, *(one.record.path for quotes in desk.quoted.values() for one in quotes))
    parts = [
        Target(
            _headed(passages) or (f"{source.short} ({number + 1})" if number else ""),
            cutter.source_page(source, number),
        )
        for number, passages in enumerate(source.pages)
    ]
    for number, passages in enumerate(source.pages):
        values = {
            "source": source,
            "work": cutter.catalogue.references.get(source.spec.reference or ""),
            "parts": parts,
            "part": number,
            "neighbours": (
                parts[number - 1] if number else None,
                parts[number + 1] if number + 1 < len(parts) else None,
            ),
            "uncited": bool(desk.uncited),
            "blocks": tuple(desk.blocks(passages)),
        }
        # Every quotation is found through its claim, and the same words twice would only bury the topics.
        meta = {"hide": ["navigation"], "search": {"exclude": True}}
        title = source.spec.title + (f" ({number + 1}/{len(parts)})" if number else "")
        yield Page(parts[number].path, ("source.md.j2",), title, source.path, values, meta, files, subject=source.key)


def _headed(passages: Iterable[Passage]) -> str:
    """The first and the last heading of the first level on a page."""
    found = [one.text for one in passages if one.kind == "heading" and one.heading and one.heading.level == 1]
    return " – ".join(dict.fromkeys([*found[:1], *found[-1:]]))


@dataclass(frozen=True, slots=True)
class _Quoted:
    """Where in the text of a passage the quotation stands that is number `index` of the evidence of `record`."""

    start: int
    end: int
    record: Sourced
    index: int


class _Desk:
    """Where the blocks of one source are laid out."""

    def __init__(self, cutter: Cutter, source: Source, sentences: Iterable[Sentence]) -> None:
        self.cutter = cutter
        self.source = source
        self.quoted = _quoted(cutter.catalogue, source)
        self.uncited: dict[Passage, list[Span[Mark]]] = defaultdict(list)
        for one in sentences:
            if one.state == UNCITED:
                self.uncited[one.passage].append(Span(*unfold(one.passage.text, *one.span), Mark("uncited")))

    def blocks(self, passages: Iterable[Passage]) -> Iterator[Block]:
        """The blocks of some passages; running heads are left out."""
        for group in grouped(passage for passage in passages if passage.kind != "running-head"):
            first = group[0]
            if not self.source.spec.shown_whole:
                yield from (self._block("excerpt", [passage]) for passage in group if passage in self.quoted)
            elif first.kind == "heading":
                yield Block("heading", first, f"s-{first.line}", first.heading.level if first.heading else 1)
            else:
                yield self._block(first.kind, group)

    def _block(self, kind: Kind, group: list[Passage]) -> Block:
        numbers = count(1)
        spans = {
            passage: [Span(one.start, one.end, self._mark(one, next(numbers))) for one in self.quoted.get(passage, ())]
            for passage in group
        }
        corrected: dict[str, list[Mark]] = defaultdict(list)
        for passage in group:
            for one, span in zip(self.quoted.get(passage, ()), spans[passage], strict=True):
                for id_ in one.record.corrections:
                    corrected[id_].append(span.label)
        return Block(
            kind,
            passage=group[0],
            anchor=f"p-{group[0].line}",
            rows=[self._cells(kind, passage, spans[passage]) for passage in group],
            quotes=tuple(span.label for passage in group for span in spans[passage]),
            corrections=tuple(
                (self._plain(view), tuple(marks))
                for view, marks in zip(self.cutter.corrections(corrected), corrected.values(), strict=True)
            ),
        )

    def _mark(self, one: _Quoted, number: int) -> Mark:
        record = one.record
        return Mark(
            "quote",
            self.cutter.target(record.id),
            self.cutter.reading(record, one.index).anchor,
            number,
            self.cutter.claims.get(record.id),
            disputed=record.evidence[one.index].reads == "disputed",
            corrected=bool(record.corrections),
        )

    def _cells(self, kind: Kind, passage: Passage, quotes: list[Span[Mark]]) -> list[list[Token[Mark]]]:
        cites = [
            Span(one.start, one.end, Mark("cite", self.cutter.reference(one.key)))
            for one in self.cutter.catalogue.citations(self.source, passage.text)
        ]
        parts = {"table": cells(passage.text), "excerpt": _covered(quotes)}.get(kind)
        return cut(passage.text, [*quotes, *self.uncited.get(passage, ()), *cites], parts)

    def _plain(self, view: CorrectionView) -> CorrectionView:
        def name(id_: str) -> str:
            return self.cutter.catalogue.records[id_].title

        return replace(view, review=plain(view.review, name), original=plain(view.original, name))


def _quoted(catalogue: Catalogue, source: Source) -> dict[Passage, list[_Quoted]]:
    """What is quoted of each passage, in the order in which the quotations end."""
    found: dict[Passage, list[_Quoted]] = defaultdict(list)
    for record in catalogue.sourced:
        for index, item in enumerate(record.evidence):
            place = catalogue.quotations[record.id, index]
            if item.source == source.key and isinstance(place, Found):
                start, end = unfold(place.passage.text, place.start, place.end)
                found[place.passage].append(_Quoted(start, end, record, index))
    return {
        passage: sorted(quotes, key=lambda one: (one.end, one.start, one.record.id, one.index))
        for passage, quotes in found.items()
    }


def _covered(spans: Iterable[Span[Mark]]) -> list[Stretch]:
    """The stretches that spans cover, those that touch or overlap as one."""
    found: list[Stretch] = []
    for span in sorted(spans, key=lambda one: one.start):
        if found and span.start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], span.end))
        else:
            found.append((span.start, span.end))
    return found

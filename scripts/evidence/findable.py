"""What readers can find, cut from the catalogue: an entry for each record, claim and known work, and for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evidence.catalogue import Catalogue, prose_fields
from evidence.cutting import FACTS, Cutter
from evidence.models import Claim, Kind, Record, Study, Topic
from evidence.pages import owners
from evidence.prose import plain
from evidence.references import Reference
from evidence.views import ClaimView, Target

Word = Callable[[str, str], str]
"""The reader's word for an id, by group and id."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: where it stands, what results show of it, and what else leads to it.

    `page` is the title of the page that it stands on, empty where that page is itself what is found. `names` are what
    it is called, the first first; who types one of them means it. `words` are never shown.
    """

    title: str
    target: Target
    text: str = ""
    page: str = ""
    names: tuple[str, ...] = ()
    words: str = ""


def topics(cutter: Cutter) -> list[Entry]:
    """The topics that have pages; of two that share a word, the one that more is known about is meant more often."""
    claims_of = cutter.catalogue.claims_of
    found = [record for record in _owned(cutter) if isinstance(record, Topic)]
    return [_record(cutter, one) for one in sorted(found, key=lambda one: -len(claims_of.get(one.id, ())))]


def others(cutter: Cutter, word: Word) -> list[Entry]:
    """Everything but the topics: kinds, the other records that have pages, claims closest to people first, works."""
    catalogue = cutter.catalogue
    kinds = (_kind(kind) for kind in owners(catalogue))
    records = (_record(cutter, record) for record in _owned(cutter) if not isinstance(record, Topic))
    claims = (_claim(cutter, view, word) for view in cutter.views(catalogue.claims))
    works = (_work(cutter, reference) for reference in catalogue.references.values() if reference.known)
    return [*kinds, *records, *claims, *works]


def _kind(kind: Kind) -> Entry:
    return Entry(kind.plural, Target("", f"{kind.folder}/index.md"), kind.help, names=(kind.plural,))


def _owned(cutter: Cutter) -> Iterator[Record]:
    return (record for kind in owners(cutter.catalogue) for record in cutter.catalogue.of_kind(kind.id))


def _record(cutter: Cutter, record: Record) -> Entry:
    catalogue = cutter.catalogue
    told = [_plain(catalogue, text) for _, text in prose_fields(record, catalogue.kinds[record.kind])]
    words = [*(str(value) for value in record.extra.values() if isinstance(value, str)), record.id]
    names: tuple[str, ...] = ()
    if isinstance(record, Topic):
        names = (record.title, *cutter.also_known(record))
    if isinstance(record, Study):
        level = catalogue.level(record)
        facts = (getattr(record, name) for name in (*FACTS, "outcome"))
        words += [level.title if level else "", *(str(fact) for fact in facts if fact is not None)]
        words += [quote.text for quote in cutter.quotes(record)]
        words += _named(cutter, record.id)
    return Entry(record.title, cutter.target(record.id), " ".join(told), names=names, words=" ".join(words))


def _claim(cutter: Cutter, view: ClaimView, word: Word) -> Entry:
    """A claim where its permanent address forwards to; whatever names what it is about leads to it."""
    catalogue = cutter.catalogue
    target = cutter.target(view.id)
    level = view.level.title if view.level else word("no-level", "title")
    cited = dict.fromkeys([*(key for quote in view.quotes for key in quote.cites), *(key for key, _ in view.checked)])
    words = [
        view.id,
        *(quote.text for quote in view.quotes[1:]),
        *_named(cutter, view.id),
        *(value for _, value in view.facts),
        view.study.title if view.study else "",
        *(correction.target.title for correction in view.corrections),
        _plain(catalogue, view.caution),
        *(catalogue.references[key].short for key in cited),
    ]
    text = f"{level} · {word('stances', view.stance)} · “{view.quotes[0].text}”"
    claim = catalogue.records[view.id]
    page = (cutter.host(claim) if isinstance(claim, Claim) else None) or catalogue.kinds["claim"]
    return Entry(target.title, target, text, getattr(page, "plural", page.title), words=" ".join(words))


def _work(cutter: Cutter, reference: Reference) -> Entry:
    number = cutter.catalogue.number(reference.key)
    short = reference.short if reference.authors else reference.get("title")
    title = f"{number} · {short}" if number is not None else short
    text = f"{reference.get('title')}. {reference.get('journal')} {reference.year}".strip()
    authors = " ".join(f"{name.family} {name.given}" for name in reference.authors)
    words = f"{authors} {reference.get('doi')} {reference.get('pmid')} {reference.key}"
    return Entry(title, cutter.reference(reference.key), text, words=words)


def _named(cutter: Cutter, id_: str) -> Iterator[str]:
    """Every name of every record that a claim or study names."""
    for other in cutter.catalogue.named[id_]:
        record = cutter.catalogue.records[other]
        yield from (record.title, *cutter.also_known(record))


def _plain(catalogue: Catalogue, text: str) -> str:
    return plain(text, lambda id_: catalogue.records[id_].title)

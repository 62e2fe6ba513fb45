"""Everything a site is made of, read once, frozen, and looked up by what pages ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from evidence import markers
from evidence.authors import Authors
from evidence.colophon import Colophon
from evidence.history import History
from evidence.markers import Marked, Named
from evidence.models import Claim, Correction, Kind, Level, Record, Sourced, Study, StudyFacts, Topic
from evidence.notes import Notes, Withdrawn, digest
from evidence.quotes import Finder, Found, Missing
from evidence.references import Reference
from evidence.settings import Settings
from evidence.sources import Source
from evidence.yamltext import Document


@dataclass(frozen=True)
class Catalogue:
    """The kinds, records, references and sources of a site. Ids are unique over all kinds."""

    settings: Settings
    kinds: Mapping[str, Kind]
    records: Mapping[str, Record]
    references: Mapping[str, Reference]
    sources: Mapping[str, Source]
    documents: Mapping[str, Document]
    notes: Notes = field(default_factory=Notes)
    broken: frozenset[str] = frozenset()
    """The ids of records and the keys of references that could not be read: links to them are no further problems."""
    colophon: Colophon = field(default_factory=Colophon)
    bibliography: str = ""
    """The text of references.bib as it stands."""
    history: History = field(default_factory=History)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, by id."""
        return tuple(record for record in self.records.values() if isinstance(record, Claim))

    @cached_property
    def studies(self) -> tuple[Study, ...]:
        """All studies, by id."""
        return tuple(record for record in self.records.values() if isinstance(record, Study))

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """All corrections, by id."""
        return tuple(record for record in self.records.values() if isinstance(record, Correction))

    @cached_property
    def sourced(self) -> tuple[Sourced, ...]:
        """Every record that rests on quotations."""
        return tuple(record for record in self.records.values() if isinstance(record, Sourced))

    def of_kind(self, kind: str) -> tuple[Record, ...]:
        """The records of a kind, by title."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Record, ...]]:
        grouped: dict[str, list[Record]] = defaultdict(list)
        for record in self.records.values():
            grouped[record.kind].append(record)
        return {kind: tuple(sorted(all_, key=lambda one: one.title.casefold())) for kind, all_ in grouped.items()}

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The declared levels, those closest to people first."""
        kind = self.kinds.get("claim")
        return kind.levels if kind else ()

    @cached_property
    def former(self) -> dict[str, Record]:
        """Records by the ids they once had."""
        return {old: record for record in self.records.values() for old in record.former_ids}

    @cached_property
    def called(self) -> dict[str, tuple[Record, ...]]:
        """The records that have a name, a synonym or an abbreviation, by that name in no particular case."""
        found: dict[str, dict[str, Record]] = defaultdict(dict)
        for one in self.records.values():
            for name in (one.title, *getattr(one, "abbreviations", ()), *getattr(one, "synonyms", ())):
                found[name.casefold()][one.id] = one
        return {name: tuple(records.values()) for name, records in found.items()}

    @cached_property
    def withdrawn(self) -> dict[str, Withdrawn]:
        """Withdrawn claims by the ids that they had."""
        return {one.id: one for one in self.notes.withdrawn}

    @cached_property
    def taken(self) -> frozenset[str]:
        """Every id that is or was used, so that nothing new may be called so."""
        return frozenset({*self.records, *self.former, *self.broken, *self.withdrawn})

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that holds what the site says, but for its pages written by hand."""
        return (*self.documents, *(source.path for source in self.sources.values()), "references.bib")

    # What claims say of records ----------------------------------------------------------------------------

    @cached_property
    def named(self) -> dict[str, tuple[str, ...]]:
        """By the id of a claim or study: the records its `about` and effects name, each once."""
        return {record.id: tuple(dict.fromkeys(_named(record))) for record in self.sourced}

    def only_compares(self, claim: Claim, ids: frozenset[str]) -> bool:
        """Whether a claim names any of the records, but only as what something else is compared with."""
        found = ids.intersection(self.named[claim.id])
        return bool(found) and found.isdisjoint(_named(claim, versus=False))

    @cached_property
    def claims_of(self) -> dict[str, tuple[Claim, ...]]:
        """By the id of a record: the claims that name it, of a study: the claims that it stands behind."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            ids = [*self.named[claim.id], *([claim.study] if isinstance(claim.study, str) else []), *claim.corrections]
            for one in dict.fromkeys(ids):
                found[one].append(claim)
        return {one: tuple(all_) for one, all_ in found.items()}

    @cached_property
    def studies_of(self) -> dict[str, tuple[Study, ...]]:
        """By the id of a record: the studies that name it."""
        found: dict[str, list[Study]] = defaultdict(list)
        for study in self.studies:
            for one in self.named[study.id]:
                found[one].append(study)
        return {one: tuple(all_) for one, all_ in found.items()}

    @cached_property
    def study_of(self) -> dict[str, Study]:
        """By the key of a reference: the first study that has it."""
        return {study.reference: study for study in reversed(self.studies) if study.reference}

    @cached_property
    def children(self) -> dict[str, tuple[Topic, ...]]:
        """By the id of a topic: the topics whose parent it is, by title."""
        found: dict[str, list[Topic]] = defaultdict(list)
        for record in self.records.values():
            if isinstance(record, Topic) and record.parent:
                found[record.parent].append(record)
        return {one: tuple(sorted(all_, key=lambda child: child.title.casefold())) for one, all_ in found.items()}

    @cached_property
    def pointing(self) -> dict[str, dict[str, list[str]]]:
        """By the id of a record: the records whose link fields name it, by the heading of the field for this side."""
        found: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for kind in self.kinds.values():
            for name, spec in kind.fields.items():
                for other in self.of_kind(kind.id) if spec.inverse else ():
                    value = other.extra.get(name, ())
                    for id_ in dict.fromkeys(value if isinstance(value, tuple) else (value,)):
                        if id_ in self.records and self.records[id_].kind == spec.kind:
                            found[id_].setdefault(str(spec.inverse), []).append(other.id)
        return dict(found)

    def tree(self, kind: str) -> Iterator[tuple[Record, int]]:
        """The records of a kind by title, each followed by its children, with how deep it stands."""

        def below(record: Record, depth: int) -> Iterator[tuple[Record, int]]:
            yield record, depth
            for child in self.children.get(record.id, ()):
                yield from below(child, depth + 1)

        for record in self.of_kind(kind):
            if not getattr(record, "parent", None):
                yield from below(record, 0)

    def family(self, record: Record) -> Iterator[Record]:
        """A record, then everything below it."""
        yield record
        for child in self.children.get(record.id, ()):
            yield from self.family(child)

    def ancestors(self, record: Record) -> tuple[Topic, ...]:
        """The parent of a topic, its parent and so on, the furthest first; a circle is cut."""
        line: list[Topic] = []
        parent = getattr(record, "parent", None)
        while parent:
            above = self.records.get(parent)
            if not isinstance(above, Topic) or above in line or above.id == record.id:
                break
            line.append(above)
            parent = above.parent
        return tuple(reversed(line))

    @cached_property
    def scenes(self) -> dict[str, tuple[str, ...]]:
        """By the id of a claim: the records whose scene the headings over its quotations set, less those it names."""
        return {claim.id: tuple(dict.fromkeys(self._scene(claim))) for claim in self.claims}

    def _scene(self, claim: Claim) -> Iterator[str]:
        for number in range(len(claim.evidence)):
            found = self.quotations.get((claim.id, number))
            setting = found.passage.setting if isinstance(found, Found) else ()
            yield from (id_ for id_ in setting if id_ not in self.named[claim.id])

    @cached_property
    def in_section_on(self) -> dict[str, tuple[Claim, ...]]:
        """By the id of a record: the claims that do not name it but are quoted from a section on it."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            for one in self.scenes[claim.id]:
                found[one].append(claim)
        return {one: tuple(all_) for one, all_ in found.items()}

    # What claims rest on -------------------------------------------------------------------------------------

    def facts(self, claim: Claim) -> StudyFacts:
        """What is known of the study behind a claim: its own facts, or those of the study it names."""
        if isinstance(claim.study, StudyFacts):
            return claim.study
        study = self.records.get(claim.study) if claim.study else None
        return study if isinstance(study, Study) else StudyFacts()

    def level(self, record: Claim | Study) -> Level | None:
        """The level of a claim or study that is closest to people, None where the source describes no experiment."""
        levels = (record if isinstance(record, Study) else self.facts(record)).level
        return next((level for level in self.levels if level.id in levels), None)

    @cached_property
    def resting_on(self) -> dict[str, tuple[Sourced, ...]]:
        """By reference key: the claims and studies that rest on it."""
        found: dict[str, list[Sourced]] = defaultdict(list)
        for record in self.sourced:
            for key in self.rests_on(record):
                found[key].append(record)
        return {key: tuple(all_) for key, all_ in found.items()}

    @cached_property
    def cites(self) -> dict[str, tuple[Reference, ...]]:
        """By the id of a claim or study: the references that its quotations cite, each once."""
        keys = {one.id: dict.fromkeys(key for item in one.evidence for key in item.cites) for one in self.sourced}
        return {id_: tuple(self.references[key] for key in found) for id_, found in keys.items()}

    def rests_on(self, record: Sourced) -> tuple[str, ...]:
        """The keys of the references that a claim or study rests on: cited, checked, and what its study appeared in."""
        keys = [key for item in record.evidence for key in item.cites]
        keys += [one.reference for one in record.checked]
        behind = record.study if isinstance(record, Claim) and isinstance(record.study, str) else record.id
        study = self.records.get(behind)
        if isinstance(study, Study) and study.reference:
            keys.append(study.reference)
        return tuple(dict.fromkeys(keys))

    @cached_property
    def readings(self) -> dict[str, str]:
        """By the id of a claim that was read twice: the verdict, or "changed" where the claim changed since."""
        return {
            one.claim: one.verdict if one.digest == self.digest(one.claim) else "changed"
            for one in self.notes.readings
            if isinstance(self.records.get(one.claim), Claim)
        }

    def digest(self, id_: str) -> str:
        """The digest of what a record's file says."""
        return digest(self.documents[self.records[id_].path].data)

    @cached_property
    def finders(self) -> dict[str, Finder]:
        """By source key: what finds quotations in it."""
        return {key: Finder(source) for key, source in self.sources.items()}

    @cached_property
    def quotations(self) -> dict[tuple[str, int], Found | Missing]:
        """By record id and number of the evidence: where each quotation of a known source stands, or why not."""
        return {
            (record.id, number): self.finders[item.source].find(item.quote)
            for record in self.sourced
            for number, item in enumerate(record.evidence)
            if item.source in self.finders
        }

    @cached_property
    def _authors(self) -> Authors:
        return Authors(self.references.values())

    def markers(self, source: Source, text: str) -> list[tuple[str, ...]]:
        """The citation markers in a text of the source, each as the keys it names."""
        return markers.markers(text, source.spec.markers, self._authors) if source.spec.markers else []

    def marked(self, source: Source, text: str) -> list[Marked]:
        """Where the citation markers that name only references of references.bib stand in a text of the source."""
        found = markers.marked(text, source.spec.markers, self._authors) if source.spec.markers else []
        return [one for one in found if all(key in self.references for key in one.keys)]

    def citations(self, source: Source, text: str) -> list[Named]:
        """Where a text of the source names references of references.bib, number by number or year by year."""
        found = markers.named(text, source.spec.markers, self._authors) if source.spec.markers else []
        return [one for one in found if one.key in self.references]

    def number(self, key: str) -> int | None:
        """The number by which a source cites the reference `key`, None where none does."""
        for source in self.sources.values():
            if source.spec.markers and (number := source.spec.markers.number(key)) is not None:
                return number
        return None


def _named(record: Sourced, *, versus: bool = True) -> Iterable[str]:
    for ids in record.about.values():
        yield from ids
    for effect in record.effects if isinstance(record, Claim) else ():
        if isinstance(effect.target, str):
            yield effect.target
        yield from (*effect.by, *effect.actor, *(effect.versus if versus else ()))


def prose_fields(record: Record, kind: Kind) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """Every text of a record that may hold links and citations, with its path in the file."""
    names = ("summary", "statement", "caution", "finding", "review", "original")
    for name in names:
        if text := getattr(record, name, None):
            yield (name,), text
    for name, spec in kind.fields.items():
        if spec.type == "prose" and name in record.extra:
            yield (name,), record.extra[name]

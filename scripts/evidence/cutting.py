"""Views are cut from the catalogue: what pages show of a claim, a study or a group of claims."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from evidence.arrows import drawn_arrows
from evidence.catalogue import Catalogue
from evidence.models import Claim, Correction, Effect, Kind, Level, Record, Sourced, Study, StudyFacts, Topic
from evidence.parting import ARROWS, Leaf, leaves, numbered
from evidence.prose import plain
from evidence.quotes import Found
from evidence.sources import Source
from evidence.summing import Tally, is_retracted, summarise
from evidence.views import ClaimView, CorrectionView, EffectView, Group, QuoteView, Target

FACTS = (
    "design",
    "participants",
    "population",
    "donor",
    "species",
    "model",
    "comparator",
    "dose",
    "route",
    "follow_up",
)


@dataclass(frozen=True)
class Cutter:
    """Cuts views from a catalogue; every method is a pure function of it."""

    catalogue: Catalogue

    def page_of(self, record: Record) -> str:
        """The file of a record's own page below docs/, empty where its kind has no pages."""
        kind = self.catalogue.kinds[record.kind]
        return f"{kind.folder}/{record.id}.md" if kind.pages and not isinstance(record, Claim) else ""

    def target(self, id_: str) -> Target:
        """A link to a record; a claim is linked where it stands."""
        if id_ not in self._targets:
            self._targets[id_] = self._target(self.catalogue.records[id_])
        return self._targets[id_]

    @cached_property
    def _targets(self) -> dict[str, Target]:
        """The links that were asked for, each made once."""
        return {}

    def _target(self, record: Record) -> Target:
        if isinstance(record, Claim):
            words = plain(record.statement, lambda other: self.catalogue.records[other].title)
            return Target(words, self.home(record), f"c-{record.id}")
        return Target(record.title, self.page_of(record))

    def targets(self, ids: Iterable[str]) -> tuple[Target, ...]:
        """Links to several records, in their order."""
        return tuple(self.target(id_) for id_ in ids)

    @property
    def claims_list(self) -> str:
        """The page that lists all claims, and holds those that stand nowhere else."""
        return f"{self.catalogue.kinds['claim'].folder}/list.md"

    def home(self, claim: Claim) -> str:
        """The page to which a claim's permanent address forwards: the first it stands on, by order of kinds."""
        host = self.host(claim)
        return self.stands(host, claim) if host else self._lists[claim.id]

    def host(self, claim: Claim) -> Record | None:
        """The first record on whose page a claim stands, by order of kinds; None where it names none that has one."""
        study = (claim.study,) if isinstance(claim.study, str) else ()
        records = (self.catalogue.records[id_] for id_ in (*self.catalogue.named[claim.id], *study))
        return min((one for one in records if self.page_of(one)), key=lambda one: self._order[one.kind], default=None)

    @cached_property
    def _order(self) -> dict[str, int]:
        return {kind: number for number, kind in enumerate(self.catalogue.kinds)}

    @cached_property
    def homeless(self) -> tuple[ClaimView, ...]:
        """The claims that stand on no record's page."""
        return self.views(claim for claim in self.catalogue.claims if not self.host(claim))

    @cached_property
    def _lists(self) -> dict[str, str]:
        """By the id of a claim without a page: the page of the list of all claims on which it stands."""
        most, views = self.catalogue.settings.most, self.homeless
        rows = max(1, -(-(len(self.catalogue.claims) - len(views)) // most.rows))
        first = rows - 1 if len(views) <= most.claims else rows
        return {one.id: numbered(self.claims_list, first + place // most.claims) for place, one in enumerate(views)}

    def leaves(self, record: Record) -> tuple[Leaf, ...]:
        """The pages of a record, with the claims that stand on each."""
        parted = self._parted.get(record.id)
        return parted or (Leaf(self.page_of(record), self.groups(self.catalogue.claims_of.get(record.id, ()))),)

    def stands(self, record: Record, claim: Claim) -> str:
        """The page of a record on which a claim that names it stands."""
        return self._further.get((record.id, claim.id)) or self.page_of(record)

    @cached_property
    def _parted(self) -> dict[str, tuple[Leaf, ...]]:
        """The pages of each record that has more than one, by its id."""
        found: dict[str, tuple[Leaf, ...]] = {}
        room = self.catalogue.settings.most.claims
        for id_, claims in self.catalogue.claims_of.items():
            record = self.catalogue.records[id_]
            page = "" if isinstance(record, Correction) else self.page_of(record)
            drawn = sum(1 + len(effect.by) for claim in claims for effect in claim.effects)
            if page and len(claims) + drawn // ARROWS > room:
                several = leaves(page, self.groups(claims), room, len(drawn_arrows(self.catalogue, record)[0]))
                found |= {id_: several} if len(several) > 1 else {}
        return found

    @cached_property
    def _further(self) -> dict[tuple[str, str], str]:
        """By the ids of a record and a claim: the page of the record on which it stands, where not on the first."""
        return {
            (id_, view.id): leaf.path
            for id_, several in self._parted.items()
            for leaf in several[1:]
            for group in leaf.groups
            for view in group.claims
        }

    def reference(self, key: str) -> Target:
        """A link to where a reference stands by itself."""
        reference = self.catalogue.references[key]
        return Target(reference.short, reference.page)

    def source_page(self, source: Source, number: int) -> str:
        """The file below docs/ of one of the pages on which a source is read."""
        name = re.sub(r"[^\w.-]+", "-", source.key)
        return f"sources/{name}-{number + 1}.md" if number else f"sources/{name}.md"

    def reading(self, record: Sourced, index: int) -> Target:
        """A link to where a quotation stands in its source, none where it was not found there."""
        source = self.catalogue.sources[record.evidence[index].source]
        found = self.catalogue.quotations[record.id, index]
        if not isinstance(found, Found):
            return Target(source.short)
        page = self.source_page(source, source.page_at[found.passage.line])
        return Target(source.short, page, f"q-{record.id}-{index + 1}")

    @cached_property
    def claims(self) -> dict[str, ClaimView]:
        """Every claim's view by its id."""
        return {claim.id: self.view(claim) for claim in self.catalogue.claims}

    def view(self, claim: Claim) -> ClaimView:
        """What pages show of a claim."""
        if claim.id not in self._views:
            self._views[claim.id] = self._claim(claim)
        return self._views[claim.id]

    @cached_property
    def _views(self) -> dict[str, ClaimView]:
        """The views that were asked for, each made once."""
        return {}

    def views(self, claims: Iterable[Claim]) -> tuple[ClaimView, ...]:
        """The views of some claims, those closest to people first, then by id."""
        order = {level.id: number for number, level in enumerate(self.catalogue.levels)}
        views = (self.view(claim) for claim in claims)
        return tuple(sorted(views, key=lambda view: (order[view.level.id] if view.level else len(order), view.id)))

    def groups(self, claims: Iterable[Claim]) -> tuple[Group, ...]:
        """Claims by level, closest to people first, then those without a level, then background; no empty group."""
        views = self.views(claims)
        found = [view for view in views if view.stance != "background"]
        levels: list[Level | None] = [*self.catalogue.levels, None]
        parts = [(level, tuple(view for view in found if view.level == level)) for level in levels]
        groups = [Group(level, background=False, claims=some, total=len(some)) for level, some in parts]
        background = tuple(view for view in views if view.stance == "background")
        groups.append(Group(None, background=True, claims=background, total=len(background)))
        return tuple(group for group in groups if group.claims)

    def tallies(self, claims: Iterable[Claim]) -> tuple[Tally, ...]:
        """How many claims of each level have each stance; levels without any claim are left out."""
        return summarise(self.catalogue, claims).tallies

    def facts(self, facts: StudyFacts) -> tuple[tuple[str, str], ...]:
        """What is stated of a study, by field name, without its level."""
        return tuple((name, str(value)) for name in FACTS if (value := getattr(facts, name, None)) is not None)

    def quotes(self, record: Sourced) -> tuple[QuoteView, ...]:
        """The quotations of a claim or study."""
        views = []
        for number, item in enumerate(record.evidence):
            source = self.catalogue.sources[item.source]
            found = self.catalogue.quotations[record.id, number]
            passage = found.passage if isinstance(found, Found) else None
            setting = passage.setting if passage else ()
            text = " ".join(item.quote.split())
            views.append(
                QuoteView(
                    text=text,
                    source=source.short,
                    source_key=source.spec.reference or "",
                    passage=passage,
                    setting=self.targets(id_ for id_ in setting if id_ not in self.catalogue.named[record.id]),
                    cites=item.cites,
                    named=tuple(self.catalogue.citations(source, text)),
                    disputed=item.reads == "disputed",
                    reader=self.reading(record, number),
                )
            )
        return tuple(views)

    def corrections(self, ids: Iterable[str]) -> tuple[CorrectionView, ...]:
        """Corrections as claims and studies show them."""
        records = (self.catalogue.records[id_] for id_ in ids)
        return tuple(
            CorrectionView(self.target(one.id), one.review, one.original, one.basis, one.seen or "")
            for one in records
            if isinstance(one, Correction)
        )

    def retracted(self, record: Sourced) -> tuple[str, ...]:
        """The keys of the references that a claim or study rests on and that were retracted."""
        references = self.catalogue.references
        return tuple(key for key in self.catalogue.rests_on(record) if references[key].notice == "retracted")

    def about(self, record: Sourced) -> tuple[tuple[Kind, tuple[Target, ...]], ...]:
        """What a claim or study is about, by kind in the order of kinds."""
        kinds = self.catalogue.kinds
        return tuple((kind, self.targets(record.about[id_])) for id_, kind in kinds.items() if record.about.get(id_))

    def _effect(self, effect: Effect) -> EffectView:
        target = self.target(effect.target) if isinstance(effect.target, str) else Target(effect.target.text)
        return EffectView(
            effect.change, target, self.targets(effect.by), self.targets(effect.actor), self.targets(effect.versus)
        )

    def _claim(self, claim: Claim) -> ClaimView:
        study = self.catalogue.records.get(claim.study) if isinstance(claim.study, str) else None
        return ClaimView(
            id=claim.id,
            statement=claim.statement,
            stance=claim.stance,
            level=self.catalogue.level(claim),
            about=self.about(claim),
            effects=tuple(self._effect(effect) for effect in claim.effects),
            facts=self.facts(self.catalogue.facts(claim)),
            study=self.target(study.id) if isinstance(study, Study) else None,
            quotes=self.quotes(claim),
            corrections=self.corrections(claim.corrections),
            caution=claim.caution or "",
            checked=tuple((one.reference, one.read) for one in claim.checked),
            retracted=self.retracted(claim),
            counted=not is_retracted(self.catalogue, claim),
            reviews=tuple(one.key for one in self.catalogue.cites[claim.id] if one.is_review),
            reading=self.catalogue.readings.get(claim.id, ""),
            changed=self.catalogue.history.last([claim.path]),
            edit=self.catalogue.settings.edit(claim.path),
            permanent=Target(claim.id, f"c/{claim.id}.md"),
        )

    def also_known(self, record: Record) -> tuple[str, ...]:
        """The abbreviations and synonyms of a topic."""
        return (*record.abbreviations, *record.synonyms) if isinstance(record, Topic) else ()

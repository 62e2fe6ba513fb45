"""Claims are summed up: by kind of study and stance, each study in people once, and what is missing is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evidence.catalogue import Catalogue
from evidence.models import Claim, Effect, Level, Record, Study

STANCES = ("supports", "mixed", "opposes", "background")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims of one level (or none) have each stance."""

    level: Level | None
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All stances together."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Studies:
    """Distinct studies: their ids, the participants of those that state a number, and how many state none."""

    ids: tuple[str, ...]
    participants: int
    unstated: int

    @property
    def count(self) -> int:
        """How many studies there are."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Summary:
    """What some claims amount to; those in `comparing` and `retracted` are counted nowhere else."""

    stances: Mapping[str, int]
    tallies: tuple[Tally, ...]
    closest: Level | None
    """The level closest to people among the findings, which are the claims that are not background."""
    people: Studies
    """The studies in people behind the findings."""
    compared: int
    """How many findings say with what something was compared."""
    changes: Mapping[str, int]
    """How many findings report each change of what somebody wants to be better; one may report several."""
    missing: tuple[Level, ...]
    """The levels of which there is no claim."""
    cautioned: int
    """How many claims carry a caution."""
    disputed: int
    """How many claims rest on a quotation that reads otherwise than the original."""
    comparing: tuple[str, ...]
    """The ids of claims that name what is summed up only as what something else is compared with."""
    retracted: int
    """How many claims have a study that is retracted."""

    @property
    def claims(self) -> int:
        """How many claims are counted."""
        return sum(self.stances.values())

    @property
    def findings(self) -> int:
        """How many of them are not background."""
        return self.claims - self.stances["background"]


def summarise(
    catalogue: Catalogue,
    claims: Iterable[Claim],
    *sides: frozenset[str],
    topic: Record | None = None,
    studies: Iterable[Study] = (),
) -> Summary:
    """What the claims amount to, each counted once; with a topic, also which changes they report for its sake.

    Each of `sides` holds the ids of records that are summed up as one, such as a topic with all below it.
    `studies` are further studies to count, such as those that name the topic themselves.
    """
    given = tuple({claim.id: claim for claim in claims}.values())
    sound = [claim for claim in given if not is_retracted(catalogue, claim)]
    comparing = tuple(claim.id for claim in sound if any(catalogue.only_compares(claim, side) for side in sides))
    apart = frozenset(comparing)
    counted = [claim for claim in sound if claim.id not in apart]
    findings = [claim for claim in counted if claim.stance != "background"]
    levels = {claim.id: catalogue.level(claim) for claim in counted}
    cells: Counter[tuple[str | None, str]] = Counter()
    cells.update((level.id if (level := levels[claim.id]) else None, claim.stance) for claim in counted)
    tallies = tuple(
        Tally(level, {stance: cells[level.id if level else None, stance] for stance in STANCES})
        for level in (*catalogue.levels, None)
    )
    present = {level.id for claim in findings if (level := levels[claim.id])}
    return Summary(
        stances={stance: sum(tally.counts[stance] for tally in tallies) for stance in STANCES},
        tallies=tuple(tally for tally in tallies if tally.total),
        closest=next((level for level in catalogue.levels if level.id in present), None),
        people=_in_people(catalogue, findings, studies),
        compared=sum(_is_compared(catalogue, claim) for claim in findings),
        changes=_changes(catalogue, findings, topic) if topic else {},
        missing=tuple(tally.level for tally in tallies if tally.level and not tally.total),
        cautioned=sum(claim.caution is not None for claim in counted),
        disputed=sum(any(item.reads == "disputed" for item in claim.evidence) for claim in counted),
        comparing=comparing,
        retracted=len(given) - len(sound),
    )


def study_behind(catalogue: Catalogue, claim: Claim) -> str | None:
    """What tells the study behind a claim from other studies, so that claims of one study have the same.

    It is the id of its record, else the key of the first original that it cites, else, where it cites nothing, the
    claim's own id. A claim that is known through reviews alone has none: a review is no study.
    """
    if isinstance(claim.study, str):
        return claim.study
    cited = catalogue.cites[claim.id]
    originals = [reference.key for reference in cited if not reference.is_review]
    if cited and not originals:
        return None
    known = (catalogue.study_of[key].id for key in originals if key in catalogue.study_of)
    return next(known, originals[0] if originals else claim.id)


def studies_behind(catalogue: Catalogue, records: Iterable[Record], claims: Iterable[Claim]) -> tuple[Study, ...]:
    """The studies that name any of the records, or stand behind any of the claims, those closest to people first."""
    found = {study.id: study for record in records for study in catalogue.studies_of.get(record.id, ())}
    behind = (catalogue.records[claim.study] for claim in claims if isinstance(claim.study, str))
    found |= {study.id: study for study in behind if isinstance(study, Study)}
    order = {level: number for number, level in enumerate((*catalogue.levels, None))}
    return tuple(sorted(found.values(), key=lambda study: (order[catalogue.level(study)], study.id)))


def is_retracted(catalogue: Catalogue, record: Claim | Study) -> bool:
    """Whether the study behind a claim or study record is retracted, or nothing but retracted papers is cited.

    A review that retells a retracted paper does not save it.
    """
    named = record.study if isinstance(record, Claim) and isinstance(record.study, str) else record.id
    study = catalogue.records.get(named)
    if isinstance(study, Study) and study.reference:
        return catalogue.references[study.reference].notice == "retracted"
    cited = catalogue.cites[record.id]
    originals = [reference for reference in cited if not reference.is_review] or cited
    return bool(originals) and all(reference.notice == "retracted" for reference in originals)


def _in_people(catalogue: Catalogue, findings: Iterable[Claim], further: Iterable[Study]) -> Studies:
    people = {level.id for level in catalogue.levels if level.people}
    participants: dict[str, int | None] = {}
    for study in further:
        if people.intersection(study.level) and not is_retracted(catalogue, study):
            participants[study.id] = study.participants
    for claim in findings:
        facts = catalogue.facts(claim)
        if people.intersection(facts.level) and (study_id := study_behind(catalogue, claim)):
            known = participants.get(study_id)
            participants[study_id] = facts.participants if known is None else known
    stated = [number for number in participants.values() if number is not None]
    return Studies(tuple(participants), sum(stated), len(participants) - len(stated))


def _is_compared(catalogue: Catalogue, claim: Claim) -> bool:
    return catalogue.facts(claim).comparator is not None or any(effect.versus for effect in claim.effects)


def _changes(catalogue: Catalogue, findings: Iterable[Claim], topic: Record) -> Mapping[str, int]:
    """How many findings report each change of the topic or, for one that nobody wants better, by the topic."""
    changes = (
        dict.fromkeys(effect.change for effect in claim.effects if _is_benefit(catalogue, effect, topic))
        for claim in findings
    )
    return Counter(str(change) for found in changes for change in found)


def _is_benefit(catalogue: Catalogue, effect: Effect, topic: Record) -> bool:
    """Whether something that is given does this, and does it to the topic or, where the topic is given, by it."""
    target = catalogue.records[effect.target] if isinstance(effect.target, str) else None
    given = catalogue.kinds["claim"].intervention
    if target is None or catalogue.kinds[target.kind].effects != "benefit":
        return False
    if effect.actor and not any(catalogue.records[id_].kind in given for id_ in effect.actor):
        return False
    if catalogue.kinds[topic.kind].effects == "benefit":
        return target.id == topic.id
    return topic.kind not in given or topic.id in (effect.actor or {topic.id}.difference(effect.versus))

"""Arrows are what claims say of who changes what, and which way; none is made from two claims joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from evidence.catalogue import Catalogue
from evidence.models import Change, Claim, Effect, Level, Record
from evidence.summing import is_retracted, study_behind

_SIGNS: dict[Change, int] = {"increases": 1, "improves": 1, "decreases": -1, "worsens": -1}
_OPPOSITES = (frozenset({"increases", "decreases"}), frozenset({"improves", "worsens"}))


@dataclass(frozen=True, slots=True)
class Origin:
    """The records that act together, by order of kinds and title, and those they were compared with."""

    ids: tuple[str, ...]
    versus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """What changes: a record, or only words, where no record has that name."""

    id: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Saying:
    """One arrow as one claim says it; derived where the claim names the origin as the means of another effect."""

    origin: Origin
    goal: Goal
    change: Change
    derived: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """The same saying of one or more claims, and what stands behind it. Retracted papers count for nothing."""

    says: Saying
    claims: tuple[Claim, ...]
    studies: int
    """How many studies are behind it: those that claims name, else the works that they cite."""
    closest: Level | None
    """The level closest to people among the claims, None where none of them describes a study."""
    retracted: bool
    """Whether every claim rests on retracted papers alone."""
    conflict: bool
    """Whether other claims say the opposite of the same records, whatever either was compared with."""

    @property
    def background(self) -> bool:
        """Whether every claim is background."""
        return all(claim.stance == "background" for claim in self.claims)


DRAWN = 200
"""No diagram has more arrows than this."""


def drawn_arrows(catalogue: Catalogue, record: Record) -> tuple[tuple[Arrow, ...], int]:
    """The arrows of a record's diagram, none where its kind asks for none, and how many are left out.

    Of too many it has those of the most studies, then of the most claims.
    """
    found = arrows(catalogue, record.id) if catalogue.kinds[record.kind].diagram else ()
    kept = set(sorted(range(len(found)), key=lambda one: (-found[one].studies, -len(found[one].claims)))[:DRAWN])
    return tuple(arrow for number, arrow in enumerate(found) if number in kept), len(found) - len(kept)


def arrows(catalogue: Catalogue, record: str) -> tuple[Arrow, ...]:
    """Every arrow that begins or ends at a record, and how the means work by which it acts."""
    found: dict[Saying, list[Claim]] = defaultdict(list)
    for claim in catalogue.claims_of.get(record, ()):
        for saying in dict.fromkeys(says for says, concerned in sayings(catalogue, claim) if record in concerned):
            found[saying].append(claim)
    standing = {says: [one for one in claims if not is_retracted(catalogue, one)] for says, claims in found.items()}
    changes: dict[tuple[tuple[str, ...], Goal], set[Change]] = defaultdict(set)
    for says, claims in standing.items():
        if claims:
            changes[says.origin.ids, says.goal].add(says.change)
    return tuple(
        Arrow(
            says,
            tuple(claims),
            len({study for one in standing[says] if (study := study_behind(catalogue, one))}),
            _closest(catalogue, standing[says]),
            retracted=not standing[says],
            conflict=any(says.change in pair and pair <= changes[says.origin.ids, says.goal] for pair in _OPPOSITES),
        )
        for says, claims in found.items()
    )


def sayings(catalogue: Catalogue, claim: Claim) -> Iterator[tuple[Saying, tuple[str, ...]]]:
    """The arrows of one claim, each with the ids of the records that it concerns: its ends, and what acts.

    They lead from what acts to each target, and from each means to the target that it serves.
    """
    for effect in claim.effects:
        goal = Goal(effect.target) if isinstance(effect.target, str) else Goal(text=effect.target.text)
        actors = acting(catalogue, claim, effect)
        concerned = (*actors, goal.id)
        if actors:
            yield (
                Saying(Origin(actors, _sorted(catalogue, effect.versus)), goal, effect.change, derived=False),
                concerned,
            )
        for means in effect.by:
            change = _by_way_of(catalogue, claim, effect, means)
            yield Saying(Origin((means,)), goal, change, derived=True), (*concerned, means)


def acting(catalogue: Catalogue, claim: Claim, effect: Effect) -> tuple[str, ...]:
    """What acts in an effect: what its `from` names, else the claim's intervention less what it was compared with."""
    if effect.actor:
        return _sorted(catalogue, effect.actor)
    named = (id_ for kind in catalogue.kinds["claim"].intervention for id_ in claim.about.get(kind, ()))
    return _sorted(catalogue, (id_ for id_ in named if id_ not in effect.versus))


def _by_way_of(catalogue: Catalogue, claim: Claim, effect: Effect, means: str) -> Change:
    """How the means changes the target: what lowers the one and raises the other says that the one lowers the other."""
    own = [one for one in claim.effects if one.target == means]
    actors = acting(catalogue, claim, effect)
    same = [one for one in own if acting(catalogue, claim, one) == actors and one.versus == effect.versus]
    changes = {one.change for one in same or own}
    if effect.change == "no-change" or "mixed" in (effect.change, *changes):
        return "no-change" if effect.change == "no-change" else "mixed"
    # What is better of something that can be improved is not known to be more of it, so no direction follows.
    amount = catalogue.kinds[catalogue.records[means].kind].effects != "benefit"
    sign = _SIGNS.get(changes.pop(), 0) * _SIGNS.get(effect.change, 0) if amount and len(changes) == 1 else 0
    if not sign:
        return "alters"
    if effect.change in ("improves", "worsens"):
        return "improves" if sign > 0 else "worsens"
    return "increases" if sign > 0 else "decreases"


def _sorted(catalogue: Catalogue, ids: Iterable[str]) -> tuple[str, ...]:
    kinds = list(catalogue.kinds)
    records = (catalogue.records[id_] for id_ in dict.fromkeys(ids))
    ordered = sorted(records, key=lambda one: (kinds.index(one.kind), one.title.casefold(), one.id))
    return tuple(map(attrgetter("id"), ordered))


def _closest(catalogue: Catalogue, claims: Iterable[Claim]) -> Level | None:
    levels = [catalogue.level(claim) for claim in claims]
    return next((level for level in catalogue.levels if level in levels), None)

"""Two states of a site are compared: what a change does to the evidence, as one frozen value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from evidence import coverage
from evidence.catalogue import Catalogue
from evidence.pages import Page
from evidence.stating import PARTS, Thing, things


@dataclass(frozen=True, slots=True)
class State:
    """A site at one time: what could be read of it, how many errors it has and, where it has none, its pages."""

    catalogue: Catalogue
    errors: int = 0
    pages: tuple[Page, ...] | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """The id of something and what readers call it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field whose items are others than they were."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one thing: `before` is None where it is new, `after` where it is gone."""

    part: str
    kind: str
    before: Name | None
    after: Name | None
    fields: tuple[Field, ...]

    @property
    def how(self) -> str:
        """Whether the thing was added, removed, renamed (whatever else changed) or changed."""
        if self.before is None or self.after is None:
            return "removed" if self.before else "added"
        return "changed" if self.before.id == self.after.id else "renamed"

    @property
    def names(self) -> tuple[Name, ...]:
        """What the thing was and is called, one or two names."""
        return tuple(one for one in (self.before, self.after) if one)

    def of(self, name: str) -> Field | None:
        """What happened to a field, None where it is what it was."""
        return next((one for one in self.fields if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Count:
    """How many claims have a level (the empty id: none), before and after."""

    id: str
    title: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Covered:
    """A figure of how much of a source is behind a claim, before and after; empty where there is no such source."""

    source: str
    figure: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages that come, go or show something else; forwards from old and permanent addresses are left out."""

    added: tuple[Name, ...]
    removed: tuple[Name, ...]
    changed: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change does to the evidence. `pages` is None where either side has errors, and so no pages."""

    changes: tuple[Change, ...] = ()
    levels: tuple[Count, ...] = ()
    coverage: tuple[Covered, ...] = ()
    pages: Pages | None = field(default_factory=lambda: Pages((), (), ()))
    errors: tuple[int, int] = (0, 0)


def compare(before: State, after: State) -> Difference:
    """Everything in which two states of a site differ; what only one of them can be read of is left out."""
    found = _changes(before.catalogue, after.catalogue)
    changes = tuple(sorted(found, key=lambda one: (PARTS.index(one.part), [name.id for name in one.names][::-1])))
    pages = None
    if before.pages is not None and after.pages is not None:
        references = {name.id for one in changes if one.part == "references" for name in one.names}
        pages = _pages(before, after, references)
    levels, covered = _levels(before.catalogue, after.catalogue), _coverage(before.catalogue, after.catalogue)
    return Difference(changes, tuple(levels), tuple(covered), pages, (before.errors, after.errors))


def as_data(difference: Difference) -> dict[str, Any]:
    """A difference as plain values; each change says how as well."""
    changes = [{"how": one.how, **asdict(one)} for one in difference.changes]
    return {**asdict(difference), "changes": changes}


# Records and all else that is stated ---------------------------------------------------------------------------


def renamed(before: Catalogue, after: Catalogue) -> dict[str, str]:
    """New ids by old ones: either side may say so in `former_ids`, for a renaming may be taken back."""
    gone, come = before.records.keys() - after.records.keys(), after.records.keys() - before.records.keys()
    found: dict[str, str] = {}
    for new in sorted(come):
        for old in after.records[new].former_ids:
            if old in gone and old not in found and new not in found.values():
                found[old] = new
    for old in sorted(gone - found.keys()):
        for new in before.records[old].former_ids:
            if new in come and old not in found and new not in found.values():
                found[old] = new
    return found


def _changes(before: Catalogue, after: Catalogue) -> Iterator[Change]:
    now = renamed(before, after)
    old = {_known(one, now): one for one in things(before, now)}
    new = {_known(one, {}): one for one in things(after, {})}
    for key in dict.fromkeys([*new, *old]):
        was, is_ = old.get(key), new.get(key)
        unread = before.broken if was is None else after.broken if is_ is None else frozenset[str]()
        if key[0] == "record" and key[1] in unread:
            continue
        change = _change(was, is_)
        if change.fields or change.how != "changed":
            yield change


def _known(thing: Thing, now: Mapping[str, str]) -> tuple[str, str]:
    """What stays of a thing: of a record its id now, whatever its kind, of all else its id and what it is."""
    return ("record", now.get(thing.id, thing.id)) if thing.kind else (thing.part, thing.id)


def _change(was: Thing | None, is_: Thing | None) -> Change:
    shown = is_ or was
    if shown is None:
        raise ValueError("a change is of something")
    names = dict.fromkeys([*(was.fields if was else ()), *(is_.fields if is_ else ())])
    both = [(name, was.fields.get(name, ()) if was else (), is_.fields.get(name, ()) if is_ else ()) for name in names]
    before, after = (Name(one.id, one.title) if one else None for one in (was, is_))
    fields = [Field(name, *_apart(name, old, new, before, after)) for name, old, new in both]
    told = tuple(one for one in fields if Counter(one.before) != Counter(one.after))
    return Change(shown.part, shown.kind, before, after, told)


def _apart(
    name: str, old: tuple[str, ...], new: tuple[str, ...], before: Name | None, after: Name | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The items of a field but for the former id that a renaming itself leaves behind."""
    if name != "former_ids" or before is None or after is None:
        return old, new
    return tuple(one for one in old if one != after.id), tuple(one for one in new if one != before.id)


# What is counted ---------------------------------------------------------------------------------------------


def _levels(before: Catalogue, after: Catalogue) -> Iterator[Count]:
    old, new = (_counted(one) for one in (before, after))
    titles = {level.id: level.title for level in (*before.levels, *after.levels)}
    order = dict.fromkeys([*(one.id for one in after.levels), *(one.id for one in before.levels), ""])
    for id_ in order:
        if old[id_] or new[id_]:
            yield Count(id_, titles.get(id_, ""), old[id_], new[id_])


def _counted(catalogue: Catalogue) -> Counter[str]:
    levels = (catalogue.level(claim) for claim in catalogue.claims)
    return Counter(level.id if level else "" for level in levels)


def _coverage(before: Catalogue, after: Catalogue) -> Iterator[Covered]:
    old, new = ({one.source.key: coverage.figures(one) for one in coverage.measure(side)} for side in (before, after))
    for key in dict.fromkeys([*new, *old]):
        for figure in new.get(key) or old[key]:
            was, is_ = (str(side[key][figure]) if key in side else "" for side in (old, new))
            yield Covered(key, figure, was, is_)


# Pages -------------------------------------------------------------------------------------------------------


def _pages(before: State, after: State, references: set[str]) -> Pages:
    old, new = (
        {page.path: page for page in side.pages or () if "forward" not in page.meta} for side in (before, after)
    )
    citing = {path for side in (before, after) for path in _citing(side.catalogue, references)}
    changed = (page for path, page in new.items() if path in old and _differ(old[path], page, citing))
    return Pages(
        tuple(_named(page for path, page in new.items() if path not in old)),
        tuple(_named(page for path, page in old.items() if path not in new)),
        tuple(_named(changed)),
    )


def _differ(was: Page, is_: Page, citing: set[str]) -> bool:
    """Whether a page shows something else: in its values, or in a footnote, which is made from a reference."""
    return was.title != is_.title or dict(was.values) != dict(is_.values) or not citing.isdisjoint(is_.files)


def _citing(catalogue: Catalogue, references: set[str]) -> Iterator[str]:
    """The files of everything that rests on one of the references, or cites it in its text."""
    for key in references:
        yield from (record.path for record in catalogue.resting_on.get(key, ()))
        yield from (path for path, document in catalogue.documents.items() if f"@{key}" in document.text)


def _named(pages: Iterable[Page]) -> Iterator[Name]:
    return (Name(page.path, page.title or page.subject or page.path) for page in pages)

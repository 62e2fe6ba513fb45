"""What each release changed, as a page: what is still there is linked, and what is gone is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence import wording
from evidence.cutting import Cutter
from evidence.models import Claim, Record
from evidence.notes import Release
from evidence.pages import Page
from evidence.views import Target

PAGE = "new.md"
"""The file of the page below docs/."""
FEED = "data/feed.xml"
"""The file of its feed below docs/."""


@dataclass(frozen=True, slots=True)
class News:
    """One record that a release changed; of a claim in other words also the words that stayed, went and came."""

    target: Target
    words: tuple[wording.Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The records of one kind (`title`, empty where it is not known) that were added, reworded, changed or removed."""

    how: str
    title: str
    entries: tuple[News, ...]


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release with where it stands on the page, and what it changed."""

    version: str
    date: str
    summary: str
    target: Target
    parts: tuple[Part, ...]


def releases(cutter: Cutter) -> tuple[ReleaseView, ...]:
    """The releases of the site, the newest first."""
    return tuple(
        ReleaseView(
            release.version,
            release.date,
            release.summary or "",
            Target(release.version, PAGE, f"release-{re.sub(r'[^0-9A-Za-z]+', '-', release.version)}"),
            tuple(_parts(cutter, release)),
        )
        for release in reversed(cutter.catalogue.notes.releases)
    )


def news_pages(cutter: Cutter) -> Iterator[Page]:
    """The page, where there was a release."""
    if found := releases(cutter):
        file = "content/_releases.yml"
        yield Page(PAGE, ("new.md.j2",), "", file, {"releases": found}, feed_of(cutter), (file,))


def feed_of(cutter: Cutter) -> dict[str, str]:
    """What a page's head needs to name the feed: nothing where there is none, for it needs addresses that last."""
    catalogue = cutter.catalogue
    return {"feed": FEED} if catalogue.notes.releases and catalogue.settings.address else {}


def _parts(cutter: Cutter, release: Release) -> Iterator[Part]:
    yield from _by_kind(cutter, "added", release.added)
    reworded = [News(_target(cutter, one.claim), wording.words(one.was, one.now)) for one in release.reworded]
    if reworded:
        kind = cutter.catalogue.kinds.get("claim")
        yield Part("reworded", kind.plural if kind else "", tuple(reworded))
    yield from _by_kind(cutter, "changed", release.changed)
    if release.removed:
        yield Part("removed", "", tuple(News(Target(one.name)) for one in release.removed))


def _by_kind(cutter: Cutter, how: str, ids: Iterable[str]) -> Iterator[Part]:
    """Records by kind, claims first, then in the order of kinds; those gone since by themselves in the end."""
    found = {id_: _record(cutter, id_) for id_ in ids}
    for kind in sorted(cutter.catalogue.kinds.values(), key=lambda kind: kind.id != "claim"):
        entries = [id_ for id_, record in found.items() if record and record.kind == kind.id]
        if entries:
            yield Part(how, kind.plural, tuple(News(_target(cutter, id_)) for id_ in entries))
    if gone := [id_ for id_, record in found.items() if record is None]:
        yield Part(how, "", tuple(News(_target(cutter, id_)) for id_ in gone))


def _record(cutter: Cutter, id_: str) -> Record | None:
    return cutter.catalogue.records.get(id_) or cutter.catalogue.former.get(id_)


def _target(cutter: Cutter, id_: str) -> Target:
    """A link to a record by any id that it had, to a claim by its permanent address; words where it is gone."""
    record = _record(cutter, id_)
    if record is None:
        names = {one.id: one.name for release in cutter.catalogue.notes.releases for one in release.removed}
        return Target(names.get(id_, id_))
    target = cutter.target(record.id)
    return Target(target.title, f"c/{record.id}.md") if isinstance(record, Claim) else target

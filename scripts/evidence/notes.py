"""Notes beside the records: sentences left out, second readings, abbreviations, waivers, releases, withdrawn claims."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema as Given

from evidence.fields import Day, Id, Ids, Names, Prose, Text, Texts
from evidence.models import Frozen


class SentenceNote(Frozen):
    """A sentence of a source that nothing quotes, and why; one entry of content/_sentences.yml."""

    number: Given[int] = 0
    source: Annotated[Text, Names("source")]
    """The key of the source."""
    sentence: Prose
    """The sentence, as the reading edition has it."""
    reason: Literal["asserted-uncited", "no-assertion"] = Field(alias="class")
    """asserted-uncited: it states something and cites nothing; no-assertion: an announcement, a transition, an aim."""


class Reading(Frozen):
    """A second, independent reading of a claim; one entry of content/_readings.yml."""

    number: Given[int] = 0
    claim: Annotated[Text, Names("record", "claim")]
    """The id of the claim."""
    digest: Text
    """The digest of the claim as it was when the reading ended, printed by: evidence digest ID."""
    verdict: Literal["confirmed", "mended"]
    """confirmed: nothing was wrong; mended: something was, and is right now."""
    mended: Prose | None = None
    """What was mended."""


class Abbreviation(Frozen):
    """An abbreviation that no record explains; one entry of content/_abbreviations.yml."""

    number: Given[int] = 0
    """Given by the reader, as for all notes: which entry of the file it is, from zero."""
    short: Text
    """The abbreviation."""
    long: Text
    """What it stands for; it shows on hover and in the glossary."""


class Waiver(Frozen):
    """A warning that is right to stay; one entry of content/_waivers.yml."""

    number: Given[int] = 0
    code: Text
    """The code of the warning that is waived."""
    record: Text
    """Where it is waived: the id of a record, the key of a reference, or the path of another file."""
    reason: Prose
    """Why what is warned of is right as it stands."""


class Reworded(Frozen):
    """A claim that a release says in other words."""

    claim: Id
    """The id of the claim, as it was then."""
    was: Text
    """What it said before, as plain text."""
    now: Text
    """What it said from then on, as plain text."""


class Removed(Frozen):
    """A record that a release no longer has."""

    id: Id
    """The id that the record had."""
    name: Text
    """What the record was called; of a claim, what it said."""


class Release(Frozen):
    """What a release changed; one entry of content/_releases.yml, written by: evidence release VERSION."""

    number: Given[int] = 0
    version: Text
    """The version of the site that was released."""
    date: Day
    """The day of the release, written 2024-05-31."""
    summary: Text | None = None
    """What the release brings, in a few words of the maintainers."""
    added: Ids = ()
    """The ids of the records that are new."""
    reworded: tuple[Reworded, ...] = ()
    """The claims that it says in other words, with both."""
    changed: Ids = ()
    """The ids of the records of which something else changed: a level, what they are about, a quotation."""
    removed: tuple[Removed, ...] = ()
    """The records that are gone, with what they were called."""


class Withdrawn(Frozen):
    """A claim that the site makes no longer; one entry of content/_withdrawn.yml."""

    number: Given[int] = 0
    id: Id
    """The id that the claim had; nothing is ever called so again."""
    reason: Text
    """Why it was withdrawn, as plain text for readers who come by its permanent address."""
    date: Day | None = None
    """The day on which it was withdrawn, written 2024-05-31."""
    instead: Annotated[Texts, Names("record")] = ()
    """The ids of the records that say now what there is to say."""


FILES: dict[str, type[Frozen]] = {
    "_sentences.yml": SentenceNote,
    "_readings.yml": Reading,
    "_abbreviations.yml": Abbreviation,
    "_waivers.yml": Waiver,
    "_releases.yml": Release,
    "_withdrawn.yml": Withdrawn,
}
"""The files of notes directly below content/, each a list of such values; every one is optional."""


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes of a site, in the order of their files."""

    sentences: tuple[SentenceNote, ...] = ()
    readings: tuple[Reading, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    releases: tuple[Release, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, tuple[Any, ...]]) -> Notes:
        """The notes read from `FILES`, by file name."""
        return cls(*(values.get(name, ()) for name in FILES))


def digest(data: Mapping[str, Any]) -> str:
    """Sixteen hexadecimal digits that change when what a file says changes; layout and comments do not count."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]

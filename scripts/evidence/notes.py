"""Notes beside the records: sentences left out, second readings, abbreviations, waivers, releases, withdrawn claims."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence.models import Abbreviation, Frozen, Reading, Release, SentenceNote, Waiver, Withdrawn

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

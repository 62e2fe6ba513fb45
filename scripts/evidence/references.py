"""A reference is a frozen value: what its entry says, who wrote it, and how far the work is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name, or in `family` alone the name of an organisation."""

    family: str
    given: str = ""


@dataclass(frozen=True)
class Reference:
    """One entry of references.bib; `fields` holds its text, decoded, by BibTeX field name."""

    key: str
    type: str
    fields: Mapping[str, str]
    authors: tuple[Name, ...]
    line: int
    raw: str
    more: bool = False
    """Whether there are authors that the entry does not name ("and others")."""

    def get(self, field: str) -> str:
        """The text of a field, empty where the entry does not have it."""
        return self.fields.get(field, "")

    @property
    def status(self) -> str:
        """Whether the work is known, probably known, or not known at all."""
        return self.get("status") or "resolved"

    @property
    def known(self) -> bool:
        """Whether there is a work to name: an entry without title is a placeholder."""
        return bool(self.get("title"))

    @property
    def notice(self) -> str:
        """What its journal has said since: retracted, corrected or of concern."""
        return self.get("notice")

    @property
    def is_review(self) -> bool:
        """Whether the work retells studies rather than being one."""
        return "review" in re.split(r"[,;\s]+", self.get("keywords"))

    @property
    def short(self) -> str:
        """Family name and year, as far as known; else the key."""
        if not self.authors:
            return self.key
        families = [name.family for name in self.authors]
        who = " and ".join(families) if len(families) < 3 and not self.more else f"{families[0]} et al."
        return f"{who} {self.get('year')}".strip()

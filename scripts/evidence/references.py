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
        return self.get("status") or ("resolved" if self.known else "unresolved")

    @property
    def known(self) -> bool:
        """Whether there is a work to name: an entry without title is a placeholder."""
        return bool(self.get("title"))

    @property
    def slug(self) -> str:
        """The key as a name for files and addresses, which two keys share only where nothing but signs differs."""
        return re.sub(r"[^\w-]+", "-", self.key)

    @property
    def page(self) -> str:
        """The file of the reference's own page below docs/."""
        return f"references/{self.slug}.md"

    @property
    def year(self) -> str:
        """The year in four digits, without the letter that tells works of one year apart; empty where not known."""
        found = re.match(r"\d{4}(?!\d)", self.get("year"))
        return found[0] if found else ""

    @property
    def first_and_last_page(self) -> tuple[str, str]:
        """The first and the last page; the last is empty where there is one page only, or an article number."""
        first, _, last = self.get("pages").partition("\u2013" if "\u2013" in self.get("pages") else "-")
        return first.strip(), last.strip()

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

"""Crossref is asked what was said of a work since it appeared, and references.bib gets the notices that it lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from evidence import bibediting, bibliography, crossref
from evidence.crossref import Fetch, Sleep, Trouble, Update
from evidence.references import Reference

PATH = "references.bib"
BOM = "\ufeff"
PAUSE = 0.3
"""Seconds between two questions, so that Crossref is asked no faster than it likes."""
PATIENCE = 3
"""After so many questions in a row without an answer no more are asked."""

NOTICES = {
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
    "partial_retraction": "concern",
    "expression_of_concern": "concern",
    "removal": "retracted",
    "retraction": "retracted",
    "withdrawal": "retracted",
}
"""What each kind of update means for readers, the gravest last; other kinds, such as a new version, mean nothing."""
_GRAVITY = ("", "corrected", "concern", "retracted")


@dataclass(frozen=True, slots=True)
class Notice:
    """What references.bib ought to say of a reference, and the update that says so."""

    reference: Reference
    notice: str
    update: Update

    def __str__(self) -> str:
        return f"{self.reference.key}: {self.notice}, by the {self.update.kind.replace('_', ' ')} {self.update.doi}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The file as it is and as it would be, the notices that make the difference, and why others are not known."""

    path: Path
    before: str
    after: str
    notices: tuple[Notice, ...]
    troubles: tuple[str, ...]
    asked: int


def prepare(root: Path, fetch: Fetch, sleep: Sleep) -> Proposal | Trouble:
    """Everything but writing: what Crossref knows of every reference that has a DOI."""
    path = root / PATH
    before = bibediting.load(path)
    if before is None:
        return Trouble(f"{PATH} cannot be read", "save it as UTF-8")
    references, problems = bibliography.read(before.removeprefix(BOM), PATH)
    if problems:
        return Trouble(f"{PATH} has problems, the first is {problems[0]}", "mend them first")
    with_doi = [one for one in references.values() if crossref.bare_doi(one.get("doi"))]
    found, troubles, asked = _ask(with_doi, fetch, sleep)
    after = bibediting.replace(before, [(one.reference, _noticed(one)) for one in found])
    again, problems = bibliography.read(after.removeprefix(BOM), PATH)
    if problems or list(again) != list(references):
        return Trouble(f"what came from Crossref would make {PATH} unreadable", "fill it in by hand")
    return Proposal(path, before, after, tuple(found), tuple(troubles), asked)


def _ask(references: Iterable[Reference], fetch: Fetch, sleep: Sleep) -> tuple[list[Notice], list[str], int]:
    """The notices that are new, why others are not known, and how many answers came."""
    found: list[Notice] = []
    troubles: list[str] = []
    answers = in_vain = 0
    for reference in references:
        doi = crossref.bare_doi(reference.get("doi"))
        body = crossref.ask(doi, fetch, sleep)
        updates = body if isinstance(body, Trouble) else crossref.updates(body)
        if isinstance(updates, Trouble):
            troubles.append(f"{reference.key}: {updates}")
            in_vain += 1
            if in_vain == PATIENCE:
                break
        else:
            answers, in_vain = answers + 1, 0
            found += [one for one in (gravest(reference, updates),) if one]
        sleep(PAUSE)
    return found, troubles, answers


def gravest(reference: Reference, updates: Iterable[Update]) -> Notice | None:
    """The gravest thing that was said of a work, None where references.bib says it or something graver already."""
    notices = [Notice(reference, NOTICES[one.kind], one) for one in updates if one.kind in NOTICES and one.doi]
    worst = max(notices, key=lambda one: _GRAVITY.index(one.notice), default=None)
    known = _GRAVITY.index(reference.notice) if reference.notice in _GRAVITY else 0
    return worst if worst and _GRAVITY.index(worst.notice) > known else None


def _noticed(notice: Notice) -> str:
    """The entry of a reference with the notice and where that was seen."""
    old = bibediting.values(notice.reference)
    where = f"{crossref.address(notice.reference.get('doi'))}, updated by {bibediting.bare(notice.update.doi)}"
    before = old.get("seen", "").strip('{}"')
    seen = f"{before}; {where}" if before else where
    fields = {**old, "notice": f"{{{notice.notice}}}", "seen": f"{{{seen}}}"}
    return bibediting.entry(notice.reference.type, notice.reference.key, fields)

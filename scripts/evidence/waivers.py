"""A warning that is right to stay is waived with a reason; a waiver that waives nothing is an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evidence.catalogue import Catalogue
from evidence.notes import Waiver
from evidence.problems import RULES, Place, Problem, Severity, did_you_mean

FILE = "content/_waivers.yml"


def applied(catalogue: Catalogue, problems: Sequence[Problem]) -> Iterator[Problem]:
    """The problems but for the warnings that are waived, and one for each waiver that has nothing to waive.

    A waiver of a record that could not be read is left alone: its warnings are not known.
    """
    waived = set()
    for waiver in catalogue.notes.waivers:
        found = {problem for problem in problems if _waives(catalogue, waiver, problem)}
        if not found and waiver.record not in catalogue.broken:
            yield _unused(catalogue, waiver, problems)
        waived |= found
    yield from (problem for problem in problems if problem not in waived)


def _waives(catalogue: Catalogue, waiver: Waiver, problem: Problem) -> bool:
    return problem.severity is Severity.WARNING and _means(catalogue, waiver, problem)


def _means(catalogue: Catalogue, waiver: Waiver, problem: Problem) -> bool:
    if problem.code != waiver.code:
        return False
    if record := catalogue.records.get(waiver.record):
        return problem.place.path == record.path
    if reference := catalogue.references.get(waiver.record):
        return problem.place == Place("references.bib", reference.line)
    return problem.place.path == waiver.record


def _unused(catalogue: Catalogue, waiver: Waiver, problems: Sequence[Problem]) -> Problem:
    place = catalogue.documents[FILE].place((waiver.number, "code"))
    if waiver.code not in RULES:
        return Problem(
            place, "waiver-unused", f"no rule has the code {waiver.code!r}", did_you_mean(waiver.code, RULES)
        )
    if any(_means(catalogue, waiver, problem) for problem in problems):
        return Problem(place, "waiver-unused", f"{waiver.code} is an error, which cannot be waived", "mend the error")
    return Problem(place, "waiver-unused", f"{waiver.record} has no warning {waiver.code}", "remove the entry")

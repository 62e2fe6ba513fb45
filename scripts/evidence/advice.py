"""The rules that advise: each finds what is often a slip, and may be right to stay, so that it can be waived."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

from rapidfuzz import fuzz, process

from evidence import linkchecks, prose
from evidence.abbreviations import pattern
from evidence.catalogue import Catalogue, prose_fields
from evidence.folding import fold
from evidence.models import Sourced, Topic
from evidence.problems import Answer, Place, Problem, Severity
from evidence.yamltext import Path

NEAR = 75
"""From how many hundredths of their letters on two statements, their words sorted, are nearly the same.

In the first review two claims that state different things reach 72; a statement in which every fifth word was
exchanged for another reaches about 80.
"""


def _near_duplicates(catalogue: Catalogue) -> Iterator[Problem]:
    """No two claims that name a record in common state nearly the same."""
    claims = catalogue.claims
    sorted_words = [" ".join(sorted(fold(claim.statement).casefold().split())) for claim in claims]
    naming: dict[str, list[int]] = defaultdict(list)
    for number, claim in enumerate(claims):
        for id_ in catalogue.named[claim.id]:
            naming[id_].append(number)
    for number, claim in enumerate(claims):
        others = {index for id_ in catalogue.named[claim.id] for index in naming[id_]} - {number}
        words = {index: sorted_words[index] for index in sorted(others)}
        like = process.extract(sorted_words[number], words, scorer=fuzz.ratio, score_cutoff=NEAR, limit=1)
        if like:
            place = catalogue.documents[claim.path].place(("statement",))
            message = f"{claims[like[0][2]].id} states nearly the same"
            cure = "make one claim of the two, with both quotations; or say how they differ"
            yield _advise(place, "claim-near-duplicate", message, cure)


def _level_words(catalogue: Catalogue) -> Iterator[Problem]:
    """No statement has a word of a level unless its claim has a level with that word."""
    owners: dict[str, list[str]] = defaultdict(list)
    for level in catalogue.levels:
        for word in level.words:
            owners[word.casefold()].append(level.id)
    for claim in catalogue.claims:
        levels = catalogue.facts(claim).level
        foreign = [word for word, ids in owners.items() if levels and not set(ids) & set(levels)]
        if found := re.search(pattern(foreign).pattern, claim.statement, re.IGNORECASE):
            place = catalogue.documents[claim.path].find(("statement",), found[0])
            theirs = " or ".join(owners[found[0].casefold()])
            message = f"{found[0]!r} tells of {theirs}, but the level is {', '.join(levels)}"
            yield _advise(place, "statement-level", message, "mend the statement or the level")


def _unused_topics(catalogue: Catalogue) -> Iterator[Problem]:
    """Something names every topic."""
    used = {id_ for source in catalogue.sources.values() for one in source.spec.headings for id_ in one.setting}
    for record in catalogue.records.values():
        ids = {id_ for _, id_, _ in linkchecks.linked(catalogue, record)}
        for _, text in prose_fields(record, catalogue.kinds[record.kind]):
            ids.update(prose.links(text))
        used |= ids - {record.id}
    for record in catalogue.records.values():
        if isinstance(record, Topic) and record.id not in used:
            place = catalogue.documents[record.path].place(("name",))
            yield _advise(place, "topic-unused", "nothing names this topic", "name it in a claim, or remove its file")


def _unused_references(catalogue: Catalogue) -> Iterator[Problem]:
    """Something cites every reference."""
    used = {source.spec.reference for source in catalogue.sources.values()}
    for source in catalogue.sources.values():
        used |= {one.key for passage in source.passages for one in catalogue.citations(source, passage.text)}
    for record in catalogue.records.values():
        used |= {key for _, key in linkchecks.cited(record)}
        for _, text in prose_fields(record, catalogue.kinds[record.kind]):
            used.update(prose.cites(text))
    for key, reference in catalogue.references.items():
        if key not in used:
            place = Place("references.bib", reference.line)
            yield _advise(place, "reference-unused", f"nothing cites {key}", "cite it, or remove the entry")


def _variants(catalogue: Catalogue) -> Iterator[Problem]:
    """No two topics of a kind have names that differ in their spelling only."""
    spelt: dict[tuple[str, str], list[tuple[Topic, Path, str]]] = defaultdict(list)
    for record in catalogue.records.values():
        if isinstance(record, Topic):
            for path, name in _names(record):
                spelt[record.kind, _key(name)].append((record, path, name))
    told = set()
    for same in spelt.values():
        for record, path, name in same:
            for other, _, called in same:
                if other.id != record.id and (record.id, other.id) not in told:
                    told.add((record.id, other.id))
                    message = f"{name!r} is {'also' if name == called else f'{called!r},'} a name of {other.id}"
                    cure = "make one record of the two, or leave the name to one of them"
                    yield _advise(catalogue.documents[record.path].place(path), "topic-variant", message, cure)


def _names(topic: Topic) -> Iterator[tuple[Path, str]]:
    yield ("name",), topic.name
    yield from ((("abbreviations", number), name) for number, name in enumerate(topic.abbreviations))
    yield from ((("synonyms", number), name) for number, name in enumerate(topic.synonyms))


def _key(name: str) -> str:
    """What names that differ in spelling only have in common."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", fold(name)) if not unicodedata.combining(sign))
    return re.sub(r"(?<=[^\W_]{3})s\b|[\s-]", "", bare).casefold()


def _comments(catalogue: Catalogue) -> Iterator[Problem]:
    """No unquoted prose is followed by what YAML takes for a comment, and no text by # and a sign."""
    for record in catalogue.records.values():
        paths = [path for path, _ in prose_fields(record, catalogue.kinds[record.kind])]
        if isinstance(record, Sourced):
            paths += [("evidence", number, "quote") for number in range(len(record.evidence))]
        document = catalogue.documents[record.path]
        for path in document.spans:
            place = document.comment_behind(path) if isinstance(document.value(path), str) else None
            if place and (path in paths or re.match(r"#[^\s#]", document.lines[place.line - 1][place.column - 1 :])):
                message = "what stands behind # is a comment, not part of the text"
                cure = "put the text in quotation marks, or the comment on a line of its own"
                yield _advise(place, "prose-comment", message, cure)


def _repeated(catalogue: Catalogue) -> Iterator[Problem]:
    """No list of names says anything twice."""
    for name, document in catalogue.documents.items():
        seen = set()
        for path in document.spans if name.startswith("content/") else ():
            value = document.value(path)
            if path and isinstance(path[-1], int) and isinstance(value, str | int | float):
                if (path[:-1], value) in seen:
                    cure = "leave it out the second time"
                    message = f"{value!r} stands in this list already"
                    yield replace(
                        _advise(document.place(path), "value-repeated", message, cure), instead=Answer(value, ())
                    )
                seen.add((path[:-1], value))


def _advise(place: Place, code: str, message: str, cure: str) -> Problem:
    return Problem(place, code, message, cure, Severity.WARNING)


ADVICE: tuple[Callable[[Catalogue], Iterator[Problem]], ...] = (
    _near_duplicates,
    _level_words,
    _unused_topics,
    _unused_references,
    _variants,
    _comments,
    _repeated,
)
"""The rules of this module, in the order in which they run."""

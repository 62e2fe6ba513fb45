"""Every abbreviation that a site uses is explained by a record or a note, or it is found here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from evidence.catalogue import Catalogue, prose_fields
from evidence.models import Record, Sourced, Study, StudyFacts, Topic
from evidence.prose import plain
from evidence.yamltext import Path

_ROMAN = re.compile(r"[IVX]+")


def explained(catalogue: Catalogue) -> dict[str, tuple[str, Record | None]]:
    """By abbreviation, in alphabetical order: what it stands for, and the record that explains it, if any."""
    found: dict[str, tuple[str, Record | None]] = {one.short: (one.long, None) for one in catalogue.notes.abbreviations}
    for record in (one for one in catalogue.records.values() if isinstance(one, Topic)):
        for short in record.abbreviations:
            long = next((name for name in (record.title, *record.synonyms) if name.casefold() != short.casefold()), "")
            if long:
                found.setdefault(short, (long, record))
    return dict(sorted(found.items(), key=lambda item: item[0].casefold()))


def pattern(shorts: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the abbreviations as a whole word, the longest first; finds nothing where there are none."""
    longest_first = sorted(shorts, key=lambda short: len(re.escape(short)), reverse=True)
    first = "".join(
        re.escape(letter) for letter in sorted({short[0] for short in longest_first})
    )  # most words end here
    either = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?=[{first}])(?:{either})(?!\w)" if longest_first else r"(?!)")


def unexplained(catalogue: Catalogue) -> Iterator[tuple[Record, Path, str]]:
    """Every word with two capitals that nothing explains, with its record and its place there; each once a record.

    What stands inside a name of several words, such as the AA of a growth factor AA, is explained by that name.
    """
    topics = (one for one in catalogue.records.values() if isinstance(one, Topic))
    names = (name for topic in topics for name in (topic.title, *topic.synonyms) if " " in name)
    abbreviated = _finder(pattern(explained(catalogue)).pattern, pattern(names).pattern)
    for record in catalogue.records.values():
        seen = set()
        for path, text in _texts(catalogue, record):
            for word in abbreviated(text):
                if word not in seen:
                    seen.add(word)
                    yield record, path, word


@lru_cache(maxsize=1)
def _finder(known: str, names: str) -> Callable[[str], tuple[str, ...]]:
    """What finds the words with two capitals in a text that two patterns leave, in each text once."""
    explains, named = re.compile(known), re.compile(names, re.IGNORECASE)

    @lru_cache(maxsize=200_000)
    def abbreviated(text: str) -> tuple[str, ...]:
        words = re.findall(r"[^\W_]+", explains.sub(" ", named.sub(" ", text)))
        return tuple(word for word in words if sum(map(str.isupper, word)) > 1 and not _ROMAN.fullmatch(word))

    return abbreviated


def _texts(catalogue: Catalogue, record: Record) -> Iterator[tuple[Path, str]]:
    """What readers read of a record, its names apart: prose, quotations and what is stated of the study."""
    for path, text in prose_fields(record, catalogue.kinds[record.kind]):
        yield path, plain(text, lambda id_: catalogue.records[id_].title if id_ in catalogue.records else "")
    if isinstance(record, Sourced):
        for number, item in enumerate(record.evidence):
            yield ("evidence", number, "quote"), item.quote
    facts = record if isinstance(record, Study) else getattr(record, "study", None)
    if isinstance(facts, StudyFacts):
        base: Path = () if isinstance(record, Study) else ("study",)
        for name in StudyFacts.model_fields:
            if isinstance(value := getattr(facts, name), str):
                yield (*base, name), value

"""What a quotation alone tells of a claim: its exact words, its source, what it cites and the topics that it names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from evidence.catalogue import Catalogue
from evidence.folding import fold, unfold
from evidence.models import Topic
from evidence.quotes import Found, Missing
from evidence.sources import Source


def propose(catalogue: Catalogue, quote: str, source: str = "") -> dict[str, Any] | Missing:
    """The fields `about` (if it names topics) and `evidence` of a record that rests on `quote`, or why there is none.

    Without the key of a `source` the quotation is looked for in all of them, and the first that has it is meant.
    """
    finders = [finder for key, finder in catalogue.finders.items() if source in ("", key)]
    if not finders:
        return Missing("source-unknown", f"there is no source {source!r}" if source else "seeds/ holds no source")
    results = [(finder.source, finder.find(quote)) for finder in finders]
    for where, found in results:
        if isinstance(found, Found):
            words = _words(found)
            item: dict[str, Any] = {"source": where.key, "quote": words}
            if keys := _cited(catalogue, where, words):
                item["cites"] = keys
            about = named_topics(catalogue, words)
            return {**({"about": about} if about else {}), "evidence": [item]}
    missing = [found for _, found in results if isinstance(found, Missing)]
    return next((one for one in missing if one.code != "quote-not-found"), missing[0])


def named_topics(catalogue: Catalogue, text: str) -> dict[str, list[str]]:
    """By kind, in the order of the text, the ids of the topics whose names, synonyms or abbreviations it contains.

    Only whole words count, those of a longer name not for a shorter one, and only abbreviations need the same case.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for _, _, topic in next(topics_in(catalogue, [text])):
        if topic.id not in found[topic.kind]:
            found[topic.kind].append(topic.id)
    return {kind: found[kind] for kind in catalogue.kinds if kind in found}


def topics_in(catalogue: Catalogue, texts: Iterable[str]) -> Iterator[list[tuple[int, int, Topic]]]:
    """As `named_topics`, for each text every naming of a topic with where it stands in the folded text."""
    names: dict[str, list[Topic]] = defaultdict(list)
    shorts: dict[str, list[Topic]] = defaultdict(list)
    for topic in (one for one in catalogue.records.values() if isinstance(one, Topic)):
        for name in (topic.name, *topic.synonyms):
            names[fold(name).casefold()].append(topic)
        for short in topic.abbreviations:
            shorts[fold(short)].append(topic)
    either = [(name, f"(?i:{re.escape(name)})") for name in names] + [(one, re.escape(one)) for one in shorts]
    longest_first = [part for _, part in sorted(either, key=lambda pair: (-len(pair[0]), pair))]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first) or '(?!)'})(?!\w)")
    for text in texts:
        yield [
            (match.start(), match.end(), topic)
            for match in pattern.finditer(fold(text))
            for topic in shorts.get(match[0]) or names[match[0].casefold()]
        ]


def _words(found: Found) -> str:
    """The words of the reading edition, as they stand there."""
    start, end = unfold(found.passage.text, found.start, found.end)
    return found.passage.text[start:end]


def _cited(catalogue: Catalogue, source: Source, words: str) -> list[str]:
    """The keys of all markers that name only references of references.bib, each once."""
    known = [keys for keys in catalogue.markers(source, words) if all(key in catalogue.references for key in keys)]
    return list(dict.fromkeys(key for keys in known for key in keys))

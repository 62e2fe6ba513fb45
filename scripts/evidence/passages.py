"""The sources as a script: their words, and what these cite and name, for checking a quotation while it is pasted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from evidence.catalogue import Catalogue
from evidence.folding import FOLDS, fold
from evidence.proposing import topics_in
from evidence.quotes import MAX_WORDS, MIN_WORDS
from evidence.sources import CELL, Source


def script(catalogue: Catalogue) -> str:
    """The script that gives `window.evidenceSources` to the forms.

    folds     what each character becomes before words are compared (`folding`)
    fewest, most  how many words a quotation has; cell: what separates the cells of a table's row
    sources   {key, short, passages}, where a source whose text may not be shown has no passages
    passages  [kind, place, text, markers, topics]
    markers   [start, end, keys] in the text, as `markers.marked` finds them
    topics    [start, end, kind, id] in the folded text, as `proposing.topics_in` finds them

    Positions count UTF-16 units, as browsers do.
    """
    sources = [
        {
            "key": source.key,
            "short": source.short,
            **({"passages": list(_passages(catalogue, source))} if source.spec.shown_whole else {}),
        }
        for source in catalogue.sources.values()
    ]
    tables = {"folds": FOLDS, "fewest": MIN_WORDS, "most": MAX_WORDS, "cell": CELL.strip(), "sources": sources}
    inside = ",\n".join(f'"{name}": {json.dumps(table, separators=(",", ":"))}' for name, table in tables.items())
    return f"window.evidenceSources = {{\n{inside}\n}};\n"


def _passages(catalogue: Catalogue, source: Source) -> Iterator[list[Any]]:
    named = topics_in(catalogue, (passage.text for passage in source.passages))
    for passage, topics in zip(source.passages, named, strict=True):
        text, folded = passage.text, fold(passage.text)
        yield [
            passage.kind,
            passage.place,
            text,
            [[_units(text, start), _units(text, end), keys] for start, end, keys in catalogue.marked(source, text)],
            [[_units(folded, start), _units(folded, end), topic.kind, topic.id] for start, end, topic in topics],
        ]


def _units(text: str, index: int) -> int:
    """How many UTF-16 units stand before an index."""
    return index if text.isascii() else len(text[:index].encode("utf-16-le")) // 2

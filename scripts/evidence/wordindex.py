"""What can be found is laid out as small scripts, of which a browser loads the few that the words of a question need.

    search/head.js       how many there are, where each script begins, and what everything is called
    search/words-N.js    some words in order, and the entries that have them: in their titles, and else
    search/entries-N.js  some entries, as results show them

Entries are numbered in the order in which they are given: of two that answer equally well, the first stands first.
`docs/assets/search.js` reads the scripts; what a word is has to be the same there.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from evidence.findable import Entry

ENTRIES = 32
"""How many entries a script holds."""
SIZE = 24_000
"""About how many characters a script of words holds."""
SHOWN = 220
"""How many characters of its text a result shows, about."""

_WORD = re.compile(r"[^\W_]+")


class _WithoutMarks(dict[int, int | None]):
    """What each sign becomes: nothing, if it is a mark on the letter before it; asked once of each sign."""

    def __missing__(self, sign: int) -> int | None:
        self[sign] = None if unicodedata.category(chr(sign)).startswith("M") else sign
        return self[sign]


_WITHOUT_MARKS = _WithoutMarks()


def words(text: str) -> list[str]:
    """The words of a text without case and accents: letters and digits, parted by every other sign."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).translate(_WITHOUT_MARKS)
    return _WORD.findall(text.lower().replace("ς", "σ"))


def scripts(first: Sequence[Entry], rest: Sequence[Entry], said: Mapping[str, str]) -> dict[str, str]:
    """The scripts by their paths; `first` stand before the site's other pages, `rest` behind them.

    `said` are the words of the interface that the browser needs.
    """
    entries = [*first, *rest]
    parts = list(_parts(_postings(entries)))
    texts = {f"words-{number}": _json(part) for number, part in enumerate(parts)}
    for number, start in enumerate(range(0, len(entries), ENTRIES)):
        texts[f"entries-{number}"] = _json([_row(entry) for entry in entries[start : start + ENTRIES]])
    head = {
        "version": hashlib.sha256("".join(texts.values()).encode()).hexdigest()[:16],
        "entries": len(entries),
        "first": len(first),
        "size": ENTRIES,
        "starts": [next(iter(part)) for part in parts],
        "names": _names(entries),
        "said": said,
    }
    texts["head"] = _json(head)
    return {f"search/{name}.js": f'evidenceSearch("{name}", {text});\n' for name, text in texts.items()}


def _postings(entries: Iterable[Entry]) -> dict[str, tuple[list[int], list[int]]]:
    """By word: the numbers of the entries that have it in title or names, and of those that have it elsewhere only."""
    found: dict[str, tuple[list[int], list[int]]] = {}
    for number, entry in enumerate(entries):
        called = set(words(" ".join((entry.title, *entry.names))))
        for word in called:
            found.setdefault(word, ([], []))[0].append(number)
        for word in set(words(f"{entry.text} {entry.words}")) - called:
            found.setdefault(word, ([], []))[1].append(number)
    return found


def _parts(postings: Mapping[str, tuple[list[int], list[int]]]) -> Iterator[dict[str, list[list[int]]]]:
    """Words in the order of a browser, some to each part, with the steps from each number to the next."""
    part: dict[str, list[list[int]]] = {}
    size = 0
    for word in sorted(postings, key=lambda word: word.encode("utf-16-be")):
        if size > SIZE:
            yield part
            part, size = {}, 0
        part[word] = [_steps(numbers) for numbers in postings[word]]
        size += len(word) + 10 + 3 * sum(map(len, part[word]))
    if part:
        yield part


def _steps(numbers: Sequence[int]) -> list[int]:
    return [*numbers[:1], *(other - one for one, other in pairwise(numbers))]


def _names(entries: Sequence[Entry]) -> dict[str, list[int]]:
    """By name, as it is when signs between words are left out: what is called so first, then what is called so too."""
    found: dict[str, dict[int, None]] = {}
    for which in (slice(0, 1), slice(1, None)):
        for number, entry in enumerate(entries):
            for name in entry.names[which]:
                found.setdefault("".join(words(name)), {})[number] = None
    return {name: list(numbers) for name, numbers in found.items() if name}


def _row(entry: Entry) -> list[Any]:
    """Address, anchor, title, the page's title, text, further names."""
    text = entry.text if len(entry.text) <= SHOWN else entry.text[:SHOWN].rpartition(" ")[0] + " …"
    address = entry.target.path.removesuffix(".md")
    return [address, entry.target.anchor, entry.title, entry.page, text, list(entry.names[1:])]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

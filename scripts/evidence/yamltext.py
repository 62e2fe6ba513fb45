"""YAML text becomes plain values that remember where they stood, or problems; nothing in the text is executed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from evidence import yamlfaults
from evidence.folding import MOST_ACCENTS, heaped
from evidence.problems import Place, Problem

MAX_BYTES = 256 * 1024
"""How large a file may be."""
MAX_NOTES = 4_000_000
"""How large a file of notes beside the records may be, which grows with the site: content/_....yml."""
MAX_DEPTH = 50
MOST_VALUES = 250_000
"""How many keys and values a file may hold: those of more than 30,000 notes."""

Path = tuple[str | int, ...]

# The scalars of the YAML 1.2 core schema: unlike PyYAML's own, "no" and "12:30" stay text.
_NULL = re.compile(r"(?:~|null|Null|NULL|)\Z")
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z")
_FLOAT = re.compile(r"[-+]?[0-9]{1,17}\.[0-9]{1,17}(?:[eE][-+]?[0-9]{1,2})?\Z")

_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """What a YAML file says (`data`) and where each value and key of it stands."""

    path: str
    text: str
    data: Any = None
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    spans: dict[Path, tuple[int, int, int, int]] = field(default_factory=dict)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return self.text.splitlines()

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """Where the value at `path` begins, or its key; of an absent one, the nearest enclosing value."""
        if not path and () in self.spans:
            return self._at(self.spans[()][:2])
        while path:
            if key and path in self.keys:
                return self._at(self.keys[path])
            if path in self.spans:
                return self._at(self.spans[path][:2])
            if path in self.keys:
                return self._at(self.keys[path])
            path, key = path[:-1], True
        return Place(self.path)

    def find(self, path: Path, needle: str, end: str = "") -> Place:
        """Where `needle` stands inside the text of the value at `path`, one of the characters `end` behind it."""
        if path not in self.spans:
            return self.place(path)
        pattern = re.compile(re.escape(needle) + (rf"\s*[{re.escape(end)}]" if end else ""))
        first, start, last, _ = self.spans[path]
        for number, line in enumerate(self.lines[first : last + 1], first):
            if match := pattern.search(line, start if number == first else 0):
                return Place(self.path, number + 1, match.start() + 1)
        return self.place(path)

    def offset(self, line: int, column: int) -> int:
        """How many characters of the text stand before a position, line and column from zero."""
        return self._starts[line] + column

    @cached_property
    def _starts(self) -> list[int]:
        """How many characters stand before each line, and before the end of the text."""
        return list(accumulate((len(one) for one in self.text.splitlines(keepends=True)), initial=0))

    def value(self, path: Path) -> Any:
        """The value at `path`."""
        value = self.data
        for part in path:
            value = value[part]
        return value

    def raw(self, path: Path) -> str:
        """The value at `path` as the text spells it."""
        first, start, last, end = self.spans[path]
        return self.text[self.offset(first, start) : self.offset(last, end)]

    def comment_behind(self, path: Path) -> Place | None:
        """Where a comment begins in the line in which the unquoted text at `path` ends, None where there is none."""
        if path not in self.spans:
            return None
        lines = self.lines
        first, start, last, end = self.spans[path]
        if lines[first][start : start + 1] in "'\"|>":
            return None
        match = re.match(r"\s*(?=#)", lines[last][end:])
        return Place(self.path, last + 1, end + match.end() + 1) if match else None

    def _at(self, mark: tuple[int, int]) -> Place:
        return Place(self.path, mark[0] + 1, mark[1] + 1)


_LAST: dict[str, tuple[str, tuple[Document | None, list[Problem]]]] = {}
"""By path: the last text that was read, and what it held."""


class _Refused(Exception):
    """The text breaks one of this reader's own rules."""

    def __init__(self, code: str, event: Any, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.code, self.event, self.cure = code, event, cure


def read(text: str, path: str) -> tuple[Document | None, list[Problem]]:
    """The document that `text` holds; None where it cannot be read at all. Never raises on bad input.

    Who asks again for the same text of the same file gets the same document, which nobody may change.
    """
    if path not in _LAST or _LAST[path][0] != text:
        _LAST[path] = text, _read(text, path)
    return _LAST[path][1]


def _read(text: str, path: str) -> tuple[Document | None, list[Problem]]:
    notes = path.startswith("content/_")
    if len(text.encode("utf-8", "surrogatepass")) > (MAX_NOTES if notes else MAX_BYTES):
        room = f"{MAX_NOTES // 1_000_000} MB" if notes else f"{MAX_BYTES // 1024} KB"
        cure = "shorten it" if notes else "split it into several records"
        return None, [Problem(Place(path), "yaml-forbidden", f"the file is larger than {room}", cure)]
    document = Document(path, text)
    duplicates: list[Problem] = []
    try:
        events = _events(text)
        data = _value(next(events, None), events, (), document, duplicates)
        for _ in events:  # what follows the value is read too, so that nothing is lost without a word
            pass
    except yaml.YAMLError as error:
        return None, [_syntax(error, text, path)]
    except UnicodeError:
        return None, [Problem(Place(path), "yaml-syntax", "the text holds half a character", "write it anew")]
    except _Refused as refused:
        place = _place(path, refused.event)
        return None, [Problem(place, refused.code, str(refused), refused.cure)]
    if duplicates:
        return None, duplicates
    return Document(path, text, data, document.keys, document.spans), []


def _not_too_many(events: Iterable[Any]) -> Iterator[Any]:
    for number, event in enumerate(events):
        if number > MOST_VALUES:
            raise _Refused("yaml-forbidden", event, f"the file holds more than {MOST_VALUES:,} values", "shorten it")
        yield event


def _events(text: str) -> Iterator[Any]:
    """The value events of the only document, refused as soon as they break a rule."""
    depth = documents = 0
    for event in _not_too_many(yaml.parse(text, _LOADER)):
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused("yaml-forbidden", event, "a second YAML document begins here", "one file, one record")
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            message = "a text cannot begin with & or *, by which YAML means anchors and aliases"
            raise _Refused("yaml-forbidden", event, message, yamlfaults.QUOTE)
        if tag := getattr(event, "tag", None):
            raise _Refused("yaml-forbidden", event, f"the tag {tag} is not read", yamlfaults.QUOTE)
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _Refused("yaml-forbidden", event, f"nested more than {MAX_DEPTH} deep")
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            depth -= 1
        elif not isinstance(event, ScalarEvent):
            continue
        yield event


def _value(event: Any, events: Iterator[Any], path: Path, out: Document, problems: list[Problem]) -> Any:
    if event is None:
        return None
    start = event.start_mark
    value: Any
    end: Any
    if isinstance(event, ScalarEvent):
        value, end = _scalar(event), event.end_mark
        _refuse_unseen(event, out.text)
    elif isinstance(event, SequenceStartEvent):
        value = []
        while not isinstance(item := next(events), SequenceEndEvent):
            value.append(_value(item, events, (*path, len(value)), out, problems))
        end = item.end_mark
    else:
        value = {}
        while not isinstance(item := next(events), MappingEndEvent):
            start_of_key: Any = item.start_mark
            if not isinstance(item, ScalarEvent):
                raise _Refused("yaml-forbidden", item, "a key must be plain text")
            key = item.value
            _refuse_unseen(item, out.text)
            if key != key.strip():  # another program's space, which looks like one
                cure = "delete what stands before the field's name, and type spaces"
                raise _Refused(
                    "yaml-syntax", item, "the line does not begin with a space, but with what looks like one", cure
                )
            if key in value:
                message = f"the key {key!r} is already in line {out.keys[(*path, key)][0] + 1}"
                problems.append(Problem(_place(out.path, item), "yaml-duplicate-key", message, "keep one of them"))
            else:
                out.keys[(*path, key)] = (start_of_key.line, start_of_key.column)
            value[key] = _value(next(events), events, (*path, key), out, problems)
        end = item.end_mark
    out.spans[path] = (start.line, start.column, end.line, end.column)
    return value


def _refuse_unseen(event: Any, text: str) -> None:
    """Refuse unseen signs and heaps of accents that a backslash writes; of those in the text its reader tells."""
    if event.style == '"' and (sign := _UNSEEN.search(event.value)) and sign[0] not in text:
        message = f"U+{ord(sign[0]):04X} cannot be seen, or turns the direction of what is shown"
        raise _Refused("text-turned", event, message, "delete what the backslash writes")
    if event.style == '"' and heaped(event.value) is not None:
        message = f"more than {MOST_ACCENTS} accents stand on one letter"
        raise _Refused("text-turned", event, message, "delete what the backslash writes")


def _scalar(event: Any) -> Any:
    text: str = event.value
    if event.style:  # a quoted or block scalar is always text
        return text
    if _NULL.match(text):
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text


def _place(path: str, event: Any) -> Place:
    return Place(path, event.start_mark.line + 1, event.start_mark.column + 1)


def _syntax(error: yaml.YAMLError, text: str, path: str) -> Problem:
    line, column, message, cure = yamlfaults.fault(text, error)
    return Problem(Place(path, line + 1, column + 1), "yaml-syntax", message, cure)

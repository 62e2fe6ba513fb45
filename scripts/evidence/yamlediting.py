"""Values of a YAML file are written anew one by one, and every other sign of the file stays what it is."""

from __future__ import annotations

import json
import re
from typing import Any

from evidence import yamltext
from evidence.edits import Edit, apply
from evidence.problems import Answer, Place
from evidence.yamltext import Document, Path

_WORD = re.compile(r"[A-Za-z0-9][\w./-]*\Z", re.ASCII)


def answered(document: Document, place: Place, answer: Answer) -> Edit | None:
    """What puts an answer in place of the value, key, link or citation that stands at `place`.

    None where that would take a comment away or say a key twice, or where the text is not as simple as expected.
    """
    at = (place.line - 1, place.column - 1)
    if path := next((path for path, mark in document.keys.items() if mark == at), None):
        if path[-1] == answer.old:
            return _key(document, path, answer) if answer.new else _without_line(document, path)
        # The place of an only value, where several may stand, is that of its key.
        return _value(document, path, answer) if answer.new and _same(document.value(path), answer.old) else None
    if path := next((path for path, span in document.spans.items() if path and span[:2] == at), None):
        if not _same(document.value(path), answer.old):
            return None
        return _value(document, path, answer) if answer.new else _without(document, path)
    return _mention(document, document.offset(*at), answer)


def _same(value: Any, old: Any) -> bool:
    return bool(value == old or (isinstance(value, str) and isinstance(old, str) and value.split() == old.split()))


def tidy(document: Document) -> list[Edit]:
    """What takes away the white space at line ends, and ends every line, the last too, in one line feed.

    Inside a quoted or block text of several lines white space may be part of the text, so it stays.
    """
    kept = set()
    for path, (first, _, last, end) in document.spans.items():
        if last > first and document.raw(path)[:1] in tuple("'\"|>"):
            kept |= set(range(first, last + (end > 0)))
    edits, start = [], 0
    lines = document.text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        ending = re.search(r"\r?\n?\Z" if number in kept else r"[ \t]*\r?\n?\Z", line)
        old = ending[0] if ending else ""
        if old != "\n" and (old or number == len(lines) - 1):
            edits.append(Edit(start + len(line) - len(old), start + len(line), "\n"))
        start += len(line)
    same = yamltext.read(apply(document.text, edits), document.path)[0]
    return edits if same is not None and same.data == document.data else []


def _value(document: Document, path: Path, answer: Answer) -> Edit | None:
    start, raw = _span(document, path)
    if "\n" in raw or raw[:1] in "|>[" or (raw[:1] == "{" and "#" in raw):
        return None
    texts = [_written(value) for value in answer.new]
    if len(texts) == 1:
        return Edit(start, start + len(raw), texts[0])
    if not isinstance(path[-1], int):
        return Edit(start, start + len(raw), f"[{', '.join(texts)}]")
    if _in_flow(document, path):
        return Edit(start, start + len(raw), ", ".join(texts))
    indent = re.search(r"(?:\A|\n)([ \t]*- +)\Z", document.text[:start])
    return Edit(start, start + len(raw), f"\n{indent[1]}".join(texts)) if indent else None


def _key(document: Document, path: Path, answer: Answer) -> Edit | None:
    siblings = document.value(path[:-1])
    start = document.offset(*document.keys[path])
    found = re.compile(rf"(['\"]?){re.escape(str(path[-1]))}\1(?=\s*:)").match(document.text, start)
    return Edit(start, found.end(), _written(answer.new[0])) if found and answer.new[0] not in siblings else None


def _without(document: Document, path: Path) -> Edit | None:
    """What takes a value out of its list, with the comma or the line that it leaves behind."""
    if not isinstance(path[-1], int):
        return None
    start, raw = _span(document, path)
    end = start + len(raw)
    if not _in_flow(document, path):
        begin = document.text.rfind("\n", 0, start) + 1
        line = re.compile(rf"[ \t]*- +{re.escape(raw)}[ \t]*(?:\r?\n|\Z)").match(document.text, begin)
        return Edit(begin, line.end(), "") if line and len(document.value(path[:-1])) > 1 else None
    before, after = (*path[:-1], path[-1] - 1), (*path[:-1], path[-1] + 1)
    if before in document.spans:
        first, last = sum(map(len, _span(document, before)[1:]), _span(document, before)[0]), end
    else:
        first, last = start, _span(document, after)[0] if after in document.spans else end
    return Edit(first, last, "") if not re.search(r"#|\n", document.text[first:last]) else None


def _without_line(document: Document, path: Path) -> Edit | None:
    start = document.offset(*document.keys[path])
    begin = document.text.rfind("\n", 0, start) + 1
    raw = re.escape(document.raw(path))
    line = re.compile(rf"[ \t]*{re.escape(str(path[-1]))}\s*: *{raw}[ \t]*(?:\r?\n|\Z)").match(document.text, begin)
    return Edit(begin, line.end(), "") if line else None


def _mention(document: Document, offset: int, answer: Answer) -> Edit | None:
    """A link or a citation in prose."""
    found = re.compile(rf"(?:\[\[|@)({re.escape(str(answer.old))})(?=\s*[]|;,])").match(document.text, offset)
    return Edit(found.start(1), found.end(1), str(answer.new[0])) if found and len(answer.new) == 1 else None


def _span(document: Document, path: Path) -> tuple[int, str]:
    """Where a value begins, and how it is spelt."""
    first, start, _, _ = document.spans[path]
    return document.offset(first, start), document.raw(path)


def _in_flow(document: Document, path: Path) -> bool:
    return document.raw(path[:-1])[:1] == "["


def _written(value: Any) -> str:
    """A value as YAML that is read as just this value."""
    if not isinstance(value, str):
        return json.dumps(value)
    plain = _WORD.match(value) and yamltext.read(value, "")[0]
    return value if plain and plain.data == value else json.dumps(value, ensure_ascii=False)

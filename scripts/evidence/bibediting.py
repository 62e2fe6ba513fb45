"""Entries of a BibTeX file are written anew one by one, and every other byte of the file stays what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path

from bibtexparser.entrypoint import parse_string

from evidence.edits import Edit
from evidence.problems import Answer, Place
from evidence.references import Reference

_SIGNS = {sign: f"\\{sign}" for sign in "&%#_$"}
_SIGNS |= {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "{": "$\\lbrace$", "}": "$\\rbrace$"}
_JOINED = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=[?!])(?=`)")
"""Between signs that TeX would make one of."""


def escape(text: str) -> str:
    """Plain text as TeX that is read as the same text; its braces are balanced whatever the text is."""
    return _JOINED.sub("{}", re.sub(r"[&%#_$\\~{}]", lambda sign: _SIGNS[sign[0]], text))


def bare(text: str) -> str:
    """Text for a field that holds no TeX, such as a DOI or a volume: without the signs that could end the field."""
    return re.sub(r"[{}\\]", "", text)


def values(reference: Reference) -> dict[str, str]:
    """The fields of an entry by name as its file has them, each value with its braces or quotation marks."""
    entries = parse_string(reference.raw, parse_stack=[]).entries
    return {field.key.lower(): str(field.value).strip() for entry in entries for field in entry.fields}


def entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """An entry with one field a line; the values bring their braces along."""
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}\n}}"


def replace(text: str, entries: Iterable[tuple[Reference, str]]) -> str:
    """`text`, from which the references were read, with new entries in place of theirs; nothing else is touched."""
    newline = "\r\n" if "\r\n" in text else "\n"
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    pieces: list[str] = []
    done = 0
    placed = [(text.index(one.raw, starts[one.line - 1]), one.raw, new) for one, new in entries]
    for begin, raw, new in sorted(placed):
        pieces += [text[done:begin], re.sub(r"\r?\n", newline, new)]
        done = begin + len(raw)
    return "".join([*pieces, text[done:]])


def answered(text: str, place: Place, answer: Answer) -> Edit | None:
    """What puts an answer in place of what the entry at `place` says; None where that stands in it more than once."""
    begin = sum(len(line) for line in text.splitlines(keepends=True)[: place.line - 1])
    start = text.rfind("\n@", 0, begin + 1) + 1
    end = text.find("\n@", begin + 1)
    entry_text = text[start : None if end < 0 else end]
    if entry_text.count(str(answer.old)) != 1 or len(answer.new) != 1:
        return None
    at = start + entry_text.index(str(answer.old))
    return Edit(at, at + len(str(answer.old)), str(answer.new[0]))


def difference(before: str, after: str, name: str) -> Iterator[str]:
    """The lines of a unified diff. Unlike difflib's own it stays in step where many entries are alike."""
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (before, after))
    groups = list(SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes())
    yield from (f"--- a/{name}", f"+++ b/{name}") if groups else ()
    for group in groups:
        spans = (group[0][1], group[-1][2]), (group[0][3], group[-1][4])
        ours, theirs = (f"{begin + (end > begin)},{end - begin}" for begin, end in spans)
        yield f"@@ -{ours} +{theirs} @@"
        for tag, i1, i2, j1, j2 in group:
            gone, come = (" ", "") if tag == "equal" else ("-", "+")
            marked = [(gone, one) for one in old[i1:i2]] + [(come, one) for one in new[j1:j2] if come]
            for mark, line in marked:
                yield mark + line.removesuffix("\n")
                yield from () if line.endswith("\n") else ("\\ No newline at end of file",)


def load(path: Path) -> str | None:
    """The text of a file with its line ends as they are, None where it is no UTF-8 text."""
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None


def write(path: Path, text: str) -> None:
    """Put `text` in place of the file in one step: whoever reads it meanwhile sees the old text or the new."""
    target = path.resolve()
    scratch = target.with_name(target.name + ".new")
    try:
        scratch.write_bytes(text.encode())
        scratch.chmod(target.stat().st_mode)
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)

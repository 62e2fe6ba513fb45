"""BibTeX becomes references, and everything that BibTeX readers pass over in silence becomes a problem."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ImplicitComment
from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db
from pylatexenc.latexwalker import get_default_latex_context_db as get_default_syntax

from evidence import crossref
from evidence.fields import key_fault
from evidence.problems import Answer, Place, Problem, did_you_mean, surely
from evidence.references import Name, Reference

STATUSES = ("resolved", "candidate", "unresolved")
MAX_FIELD = 100_000
"""How many characters a field may have."""
MOST_ENTRIES = 50_000
"""How many signs @ a file may have, of which each entry begins with one."""
NOTICES = ("retracted", "corrected", "concern")

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False


def read(text: str, path: str) -> tuple[dict[str, Reference], list[Problem]]:
    """The references of a BibTeX text by key in their order, and what is wrong with it. Never raises on bad input."""
    if text.count("@") > MOST_ENTRIES:
        message = f"the file has more than {MOST_ENTRIES:,} entries"
        return {}, [Problem(Place(path), "bib-syntax", message, "leave out those that nothing cites")]
    library = parse_string(text, parse_stack=[])
    problems = _failed(library, path)
    macros = _MONTHS | {string.key.lower(): str(string.value) for string in library.strings}
    references: dict[str, Reference] = {}
    lower: dict[str, str] = {}
    for entry in library.entries:
        line = (entry.start_line or 0) + 1
        place = Place(path, line)
        for offset, words in enumerate((entry.raw or "").splitlines()):
            if words.lstrip().startswith("%"):
                cure = "put it above the entry"
                problems.append(Problem(Place(path, line + offset), "bib-syntax", "a comment inside an entry", cure))
        if not entry.key.strip():
            cure = "write a key before the first comma"
            problems.append(Problem(place, "bib-syntax", "the entry has no key", cure))
            continue
        if fault := key_fault(entry.key):
            message = f"{entry.key[:100]!r} is no key: {fault}"
            problems.append(Problem(place, "bib-syntax", message, "rename it"))
            continue
        twin = lower.setdefault(entry.key.lower(), entry.key)
        if twin != entry.key:
            message = f"the key {entry.key} differs from {twin} only in case"
            problems.append(Problem(place, "bib-duplicate-key", message, "rename one of them"))
            continue
        fields, wrong = _fields(entry, macros, path)
        problems.extend(wrong)
        names = fields.pop("author", "") or fields.get("editor", "")
        authors, more = _names(names), re.search(r"\band\s+others\s*\Z", names) is not None
        clean = {name: " ".join(value.split()) if name in _PLAIN else _decode(value) for name, value in fields.items()}
        references[entry.key] = Reference(entry.key, entry.entry_type, clean, authors, line, entry.raw or "", more)
    told = {problem.place for problem in problems}
    return references, problems + [one for one in _between(library, path) if one.place not in told]


def _failed(library: Library, path: str) -> list[Problem]:
    problems = []
    for block in library.failed_blocks:
        place = Place(path, (block.start_line or 0) + 1)
        if isinstance(block, DuplicateBlockKeyBlock):
            message = f"the key {block.key} is already used above"
            problems.append(Problem(place, "bib-duplicate-key", message, "rename or remove one of them"))
        elif isinstance(block, DuplicateFieldKeyBlock):
            message = f"the entry has {', '.join(sorted(block.duplicate_keys))} twice"
            problems.append(Problem(place, "bib-syntax", message, "keep one of them"))
        else:
            raw = block.raw or ""
            offset, cure = _open_brace(raw)
            message = f"the entry that begins with {raw.strip().partition(chr(10))[0][:60]!r} cannot be read"
            place = Place(path, place.line + offset)
            problems.append(Problem(place, "bib-syntax", message, cure))
    return problems


def _open_brace(raw: str) -> tuple[int, str]:
    """How many lines below the beginning of a broken entry it is to be mended, and how."""
    lines = raw.rstrip().splitlines()
    depth = 0
    for offset, line in enumerate(lines):
        depth += len(re.findall(r"(?<!\\){", line)) - len(re.findall(r"(?<!\\)}", line))
        goes_on = offset + 1 < len(lines) and re.match(r"\s*[A-Za-z][\w-]*\s*=\s*[{\"\d]", lines[offset + 1])
        if depth > 1 and goes_on:
            return offset, "a brace is opened in this line and not closed: put } where the value ends"
    if depth == 1:
        return max(len(lines) - 1, 0), "the entry is not closed: put } in a line of its own at its end"
    return 0, "look for an unclosed brace or quotation mark, or a missing comma"


def keys(text: str) -> frozenset[str]:
    """The keys of all entries that a BibTeX text seems to have, those that cannot be read too."""
    return frozenset(re.findall(r"^[ \t]*@\s*\w+\s*[{(]\s*([^\s,{}()\"]+)\s*,", text, re.MULTILINE))


def _between(library: Library, path: str) -> list[Problem]:
    """Text between entries that is neither blank nor marked as a comment: often what is left of a broken entry."""
    problems = []
    for block in library.blocks:
        if isinstance(block, ImplicitComment):
            for offset, line in enumerate((block.raw or "").splitlines()):
                if line.strip() and not line.lstrip().startswith("%"):
                    place = Place(path, (block.start_line or 0) + 1 + offset)
                    message = f"the text {line.strip()[:40]!r} stands between entries and belongs to none"
                    problems.append(Problem(place, "bib-syntax", message, "begin a comment with %"))
                    break
    return problems


_PLAIN = frozenset(
    "url doi pmid pmcid isbn issn eprint file seen status notice keywords year volume number".split()  # noqa: SIM905
)
"""Fields that hold no TeX: an address or a number stays as it stands."""

_MONTHS = {month: month for month in ("jan", "feb", "mar", "apr", "may", "jun")}
_MONTHS |= {month: month for month in ("jul", "aug", "sep", "oct", "nov", "dec")}
_SYNTAX, _MEANING = get_default_syntax(), get_default_latex_context_db()
"""How TeX is read and what it stands for, each of which takes long to be made."""
_KNOWN_MACROS = frozenset(spec.macroname for spec in _MEANING.iter_macro_specs())
_NEXT_FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=")
_FORMS = {
    "year": (r"\d{4}[a-z]?", "write four digits"),
    "doi": (r"10\.\d{4,9}/\S+", "write it without https://doi.org/"),
    "pmid": (r"\d{1,9}", "write digits only"),
    "pmcid": (r"PMC\d{1,9}", "write PMC and digits"),
    "url": (r"https?://\S+", "begin it with https://"),
    "status": ("|".join(STATUSES), f"use {', '.join(STATUSES)}"),
    "notice": ("|".join(NOTICES), f"use {', '.join(NOTICES)}"),
}
"""What some fields must look like, and how to mend them."""


def _fields(entry: Entry, macros: Mapping[str, str], path: str) -> tuple[dict[str, str], list[Problem]]:
    """The values of an entry without their braces, and what is wrong with them."""
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for field in entry.fields:
        line = (field.start_line or entry.start_line or 0) + 1
        raw = str(field.value).strip()
        if field.key.lower() in values:
            message = f"{entry.key}: the entry has {field.key.lower()} twice"
            problems.append(Problem(Place(path, line), "bib-syntax", message, "remove one of them"))
            continue
        if len(raw) > MAX_FIELD:
            message = f"{entry.key}: {field.key[:100]} has more than {MAX_FIELD:,} characters"
            problems.append(Problem(Place(path, line), "bib-syntax", message, "shorten it"))
            continue
        broken = _broken(raw, field.key)
        if broken:
            offset, message, cure, answer = broken
            place = Place(path, line + offset)
            problems.append(Problem(place, "bib-syntax", f"{entry.key}: {message}", cure, instead=answer))
        elif raw[:1] in ("{", '"'):
            values[field.key.lower()] = raw[1:-1]
        elif raw.isdigit():
            values[field.key.lower()] = raw
        elif raw.lower() in macros:
            values[field.key.lower()] = macros[raw.lower()].strip('{}"')
        else:
            cure = did_you_mean(raw, macros) or "put braces around the text"
            message = f"{entry.key}: {field.key} uses {raw!r}, which no @string defines"
            problems.append(Problem(Place(path, line), "bib-syntax", message, cure))
    place = Place(path, (entry.start_line or 0) + 1)
    problems += [replace(one, place=place, message=f"{entry.key}: {one.message}") for one in _doubts(values)]
    return values, problems


def _broken(raw: str, field: str) -> tuple[int, str, str, Answer | None] | None:
    """What goes on after the first complete value of `raw`: how many lines below, what is wrong, how to mend it."""
    inside, rest = _unclosed(raw)
    if swallowed := _NEXT_FIELD.match(rest):
        answer = Answer(inside + swallowed[0], (f"{inside},{swallowed[0]}",))
        message, cure = f"there is no comma before {swallowed[1]}", f"put a comma after the value of {field}"
        return inside.count("\n"), message, cure, answer
    if rest.lstrip().startswith("#"):
        return 0, f"{field} is joined with #", "write the whole text out", None
    if rest.strip():
        return 0, f"{field} goes on after its closing sign", "look at its braces", None
    return None


def _doubts(values: Mapping[str, str]) -> Iterator[Problem]:
    """Values that can be read but not understood; their place is that of their entry."""
    somewhere = Place("")
    if "authors" in values:
        yield Problem(somewhere, "bib-field", "authors is no field of BibTeX", "write author")
    if "crossref" in values:
        yield Problem(somewhere, "bib-syntax", "crossref is not followed", "repeat the fields here")
    for name, value in values.items():
        pattern, cure = _FORMS.get(name, ("", ""))
        if value and pattern and not re.fullmatch(pattern, value.strip()):
            words = pattern.split("|") if name in ("status", "notice") else []
            bare = crossref.bare_doi(value) if name == "doi" else ""
            answer = Answer(value, (bare,)) if bare else surely(value, words)
            likely = did_you_mean(value, words)
            yield Problem(somewhere, "bib-field", f"{name} is {value!r}", likely or cure, instead=answer)
        for macro in re.findall(r"\\([A-Za-z]+)", value) if name not in _PLAIN else ():
            if macro not in _KNOWN_MACROS:
                message = f"{name} uses \\{macro}, which is not understood"
                yield Problem(somewhere, "bib-field", message, "write the character itself")


def _unclosed(raw: str) -> tuple[str, str]:
    """The first complete value in `raw`, and what follows it: nothing, where the entry is sound."""
    if raw[:1] == "{":
        depth = 0
        for index, char in enumerate(raw):
            escaped = index > 0 and raw[index - 1] == "\\"
            depth += 0 if escaped else (char == "{") - (char == "}")
            if depth == 0:
                return raw[: index + 1], raw[index + 1 :]
        return raw, ""
    if raw[:1] == '"':
        depth = 0
        for index, char in enumerate(raw[1:], 1):
            depth += (char == "{") - (char == "}")
            if char == '"' and depth == 0:
                return raw[: index + 1], raw[index + 1 :]
        return raw, ""
    match = re.match(r"[^\s#{}\",]+", raw)
    return (match[0], raw[match.end() :]) if match else (raw, "")


_INSIDE = r"(?:[^$\\]|\\.)"
_MATH = "|".join(
    (
        r"\$\d(?:[^$\\\s]|\\.)*\$(?!\d)",
        rf"\$(?=[^\s\d]){_INSIDE}+(?<=\S)\$(?!\d)",
        rf"\$(?=[^\s\d])(?=[^$]*(?:\\[A-Za-z]|[_^])){_INSIDE}*\$",
    )
)
_SIGN = re.compile(rf"(?<!\\)(?:(?P<math>{_MATH})|[$&])")
"""Mathematics between dollar signs, or a sign that stands for itself though TeX would read more into it."""


@lru_cache(maxsize=10_000)  # a server reads the same references after every edit
def _decode(text: str) -> str:
    """TeX decoded to plain text, only where there is a sign of TeX."""
    plain = re.sub(r"(?<!\d)--(?=\d)|(?<=\d)--", "\u2013", text)
    plain = _SIGN.sub(lambda match: match["math"] or f"\\{match[0]}", plain)
    if any(sign in plain for sign in "\\{$"):
        try:
            decoder = LatexNodes2Text(_MEANING, keep_comments=True)
            escaped = plain.replace("%", "\\%").replace("\\\\%", "\\%")
            plain = str(decoder.latex_to_text(escaped, latex_context=_SYNTAX))
        except Exception:  # the decoder raises many kinds; what it cannot decode is shown as it stands
            plain = text
    return " ".join(plain.replace("~", " ").split())


def _names(text: str) -> tuple[Name, ...]:
    names = []
    for one in split_multiple_persons_names(text.strip()) if text.strip() else ():
        if one.strip().lower() == "others":  # BibTeX's own word for authors it does not name
            continue
        if one.startswith("{") and one.endswith("}"):
            names.append(Name(_decode(one)))
            continue
        try:
            parts = parse_single_name_into_parts(one, strict=False)
        except Exception:  # a name that cannot be taken apart is shown whole
            names.append(Name(_decode(one)))
            continue
        family = " ".join([*parts.von, *parts.last])
        given = " ".join([*parts.first, *parts.jr])
        names.append(Name(_decode(family), _decode(given)))
    return tuple(names)

"""BibTeX becomes references, and everything that BibTeX readers pass over in silence becomes a problem."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import bibtexparser
from bibtexparser.library import Library
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ImplicitComment
from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db

from evidence.problems import Place, Problem, did_you_mean

STATUSES = ("resolved", "candidate", "unresolved")
NOTICES = ("retracted", "corrected", "concern")

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name, or in `family` alone the name of an organisation."""

    family: str
    given: str = ""


@dataclass(frozen=True)
class Reference:
    """One entry of references.bib; `fields` holds its text, decoded, by BibTeX field name."""

    key: str
    type: str
    fields: Mapping[str, str]
    authors: tuple[Name, ...]
    line: int
    raw: str

    def get(self, field: str) -> str:
        """The text of a field, empty where the entry does not have it."""
        return self.fields.get(field, "")

    @property
    def status(self) -> str:
        """Whether the work is known, probably known, or not known at all."""
        return self.get("status") or "resolved"

    @property
    def known(self) -> bool:
        """Whether there is a work to name: an entry without title is a placeholder."""
        return bool(self.get("title"))

    @property
    def notice(self) -> str:
        """What its journal has said since: retracted, corrected or of concern."""
        return self.get("notice")

    @property
    def is_review(self) -> bool:
        """Whether the work retells studies rather than being one."""
        return "review" in re.split(r"[,;\s]+", self.get("keywords"))

    @property
    def short(self) -> str:
        """Family name and year, as far as known; else the key."""
        if not self.authors:
            return self.key
        families = [name.family for name in self.authors]
        who = " and ".join(families) if len(families) < 3 else f"{families[0]} et al."
        return f"{who} {self.get('year')}".strip()


def read(text: str, path: str) -> tuple[dict[str, Reference], list[Problem]]:
    """The references of a BibTeX text by key in their order, and what is wrong with it. Never raises on bad input."""
    library = bibtexparser.parse_string(text, parse_stack=[])
    problems = [*_failed(library, path), *_between(library, path)]
    macros = _MONTHS | {string.key.lower(): str(string.value) for string in library.strings}
    references: dict[str, Reference] = {}
    lower: dict[str, str] = {}
    for entry in library.entries:
        place = Place(path, entry.start_line + 1)
        twin = lower.setdefault(entry.key.lower(), entry.key)
        if twin != entry.key:
            message = f"the key {entry.key} differs from {twin} only in case"
            problems.append(Problem(place, "bib-duplicate-key", message, "rename one of them"))
            continue
        fields, wrong = _fields(entry, macros, path)
        problems.extend(wrong)
        authors = _names(fields.pop("author", "") or fields.get("editor", ""))
        clean = {name: " ".join(value.split()) if name in _PLAIN else _decode(value) for name, value in fields.items()}
        references[entry.key] = Reference(entry.key, entry.entry_type, clean, authors, entry.start_line + 1, entry.raw)
    return references, problems


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
            first = (block.raw or "").strip().split("\n", 1)[0][:60]
            cure = "look for an unclosed brace or quotation mark, or a missing comma"
            problems.append(Problem(place, "bib-syntax", f"the entry that begins with {first!r} cannot be read", cure))
    return problems


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


_PLAIN = frozenset("url doi pmid pmcid isbn issn eprint file seen status notice keywords year volume number".split())
_MONTHS = {month: month for month in "jan feb mar apr may jun jul aug sep oct nov dec".split()}
_KNOWN_MACROS = frozenset(spec.macroname for spec in get_default_latex_context_db().iter_macro_specs())
_NEXT_FIELD = re.compile(r"\s*\n?\s*([A-Za-z][\w-]*)\s*=")


def _fields(entry: Entry, macros: Mapping[str, str], path: str) -> tuple[dict[str, str], list[Problem]]:
    values: dict[str, str] = {}
    problems: list[Problem] = []

    def wrong(line: int, code: str, message: str, cure: str = "") -> None:
        problems.append(Problem(Place(path, line), code, message, cure))

    for field in entry.fields:
        line = (field.start_line or entry.start_line) + 1
        raw = str(field.value).strip()
        inside, rest = _unclosed(raw)
        if swallowed := _NEXT_FIELD.match(rest):
            message = f"{entry.key}: there is no comma before {swallowed[1]}"
            wrong(line + inside.count("\n"), "bib-syntax", message, f"put a comma after the value of {field.key}")
        elif rest.lstrip().startswith("#"):
            wrong(line, "bib-syntax", f"{entry.key}: {field.key} is joined with #", "write the whole text out")
        elif rest.strip():
            wrong(line, "bib-syntax", f"{entry.key}: {field.key} goes on after its closing sign", "look at its braces")
        elif raw[:1] in ("{", '"'):
            values[field.key.lower()] = inside[1:-1]
        elif raw.isdigit():
            values[field.key.lower()] = raw
        elif raw.lower() in macros:
            values[field.key.lower()] = _unclosed(macros[raw.lower()])[0].strip('{}"')
        else:
            cure = did_you_mean(raw, macros) or "put braces around the text"
            wrong(line, "bib-syntax", f"{entry.key}: {field.key} uses {raw!r}, which no @string defines", cure)
    place = Place(path, entry.start_line + 1)
    if "crossref" in values:
        problems.append(
            Problem(place, "bib-syntax", f"{entry.key}: crossref is not followed", "repeat the fields here")
        )
    for name, allowed in (("status", STATUSES), ("notice", NOTICES)):
        if values.get(name) and values[name] not in allowed:
            cure = did_you_mean(values[name], allowed) or f"use {', '.join(allowed)}"
            problems.append(Problem(place, "bib-field", f"{entry.key}: {name} is {values[name]!r}", cure))
    if values.get("year") and not re.fullmatch(r"\d{4}[a-z]?", values["year"].strip()):
        problems.append(Problem(place, "bib-field", f"{entry.key}: year is {values['year']!r}", "write four digits"))
    if values.get("doi") and not re.match(r"10\.\d{4,9}/\S+\Z", values["doi"].strip()):
        cure = "write it without https://doi.org/"
        problems.append(Problem(place, "bib-field", f"{entry.key}: doi is {values['doi']!r}", cure))
    for name, pattern in (("pmid", r"\d{1,9}"), ("pmcid", r"PMC\d{1,9}")):
        if values.get(name) and not re.fullmatch(pattern, values[name].strip()):
            problems.append(Problem(place, "bib-field", f"{entry.key}: {name} is {values[name]!r}"))
    for name, value in values.items():
        for macro in re.findall(r"\\([A-Za-z]+)", value) if name not in _PLAIN else ():
            if macro not in _KNOWN_MACROS:
                message = f"{entry.key}: {name} uses \\{macro}, which is not understood"
                problems.append(Problem(place, "bib-field", message, "write the character itself"))
    if values.get("url") and not re.match(r"https?://\S+\Z", values["url"].strip()):
        problems.append(Problem(place, "bib-field", f"{entry.key}: url is {values['url']!r}"))
    return values, problems


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


def _decode(text: str) -> str:
    """TeX decoded to plain text, only where there is a sign of TeX."""
    plain = re.sub(r"(?<!\d)--(?=\d)|(?<=\d)--", "\u2013", text)
    if any(sign in plain for sign in "\\{$"):
        try:
            decoder: Any = LatexNodes2Text(keep_comments=True)
            plain = str(decoder.latex_to_text(plain.replace("%", "\\%").replace("\\\\%", "\\%")))
        except Exception:  # noqa: BLE001  # the decoder raises many kinds; what it cannot decode is shown as it stands
            plain = text
    return " ".join(plain.replace("~", " ").split())


def _names(text: str) -> tuple[Name, ...]:
    names = []
    for one in split_multiple_persons_names(text.strip()) if text.strip() else ():
        if one.startswith("{") and one.endswith("}"):
            names.append(Name(_decode(one)))
            continue
        try:
            parts = parse_single_name_into_parts(one, strict=False)
        except Exception:  # noqa: BLE001  # a name that cannot be taken apart is shown whole
            names.append(Name(_decode(one)))
            continue
        family = " ".join([*parts.von, *parts.last])
        given = " ".join([*parts.first, *parts.jr])
        names.append(Name(_decode(family), _decode(given)))
    return tuple(names)

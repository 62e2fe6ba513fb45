"""References in the formats that reference managers read: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import rispy
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from evidence.citation import csl_item
from evidence.references import Name, Reference

_TEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_{}"}
    | {"~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "\\": r"{\textbackslash}"}
)
"""The signs that TeX would take for its own; every other letter stays what it is, in UTF-8."""

_ADDRESSES = ("doi", "url", "pmid", "pmcid", "isbn")
_AS_IT_IS = frozenset({*_ADDRESSES, "author"})
_BIBTEX = ("title", "journal", "booktitle", "publisher", "institution", "school", "address", "volume", "number")

_RIS_TYPES = {
    "article": "JOUR",
    "book": "BOOK",
    "inbook": "CHAP",
    "incollection": "CHAP",
    "inproceedings": "CPAPER",
    "phdthesis": "THES",
    "mastersthesis": "THES",
    "techreport": "RPRT",
}
_RIS = {
    "title": "title",
    "journal": "journal_name",
    "booktitle": "secondary_title",
    "publisher": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "address": "place_published",
    "volume": "volume",
    "number": "number",
    "doi": "doi",
    "isbn": "issn",
    "pmid": "accession_number",
    "pmcid": "custom2",
}


def entry(type_: str, key: str, fields: Mapping[str, str]) -> str:
    """One entry of BibTeX from plain text by field name; fields without text are left out.

    Titles keep their capitals, and authors are expected as BibTeX has them.
    """
    return _entry(type_, key, tuple(fields.items()))


@lru_cache(maxsize=50_000)  # each is written twice: by itself, and with the others
def _entry(type_: str, key: str, fields: tuple[tuple[str, str], ...]) -> str:
    plain = {name: value if name in _AS_IT_IS else value.translate(_TEX) for name, value in fields}
    if plain.get("title"):
        plain["title"] = f"{{{plain['title']}}}"
    return write_string(Library([Entry(type_, key, [Field(name, value) for name, value in plain.items() if value])]))


def bibtex(references: Iterable[Reference]) -> str:
    """The references as BibTeX."""
    return "\n".join(entry(one.type, one.key, _bibtex_fields(one)) for one in references)


def _bibtex_fields(reference: Reference) -> dict[str, str]:
    names = [_bibtex_name(name) for name in reference.authors] + (["others"] if reference.more else [])
    return {
        "author": " and ".join(names),
        **{name: reference.get(name) for name in _BIBTEX},
        "pages": re.sub(r"\s*[\u2013-]+\s*", "--", reference.get("pages")),
        "year": reference.year,
        **{name: reference.get(name) for name in _ADDRESSES},
        "note": _remark(reference),
    }


def _bibtex_name(name: Name) -> str:
    family, given = name.family.translate(_TEX), name.given.translate(_TEX)
    return f"{family}, {given}" if given else f"{{{family}}}"


def ris(references: Iterable[Reference]) -> str:
    """The references as RIS."""
    return str(rispy.dumps([_ris_item(one) for one in references], implementation=_RisWriter))


class _RisWriter(rispy.RisWriter):  # type: ignore[misc]  # rispy ships no types
    """Writes no number above an entry: not every program that reads RIS passes over it."""

    def set_header(self, count: int) -> str:  # noqa: ARG002  # the base class gives it
        return ""


def _ris_item(reference: Reference) -> dict[str, Any]:
    item: dict[str, Any] = {
        "type_of_reference": _RIS_TYPES.get(reference.type, "GEN"),
        "id": reference.key,
        "authors": [f"{name.family}, {name.given}" if name.given else name.family for name in reference.authors],
    }
    item |= {tag: reference.get(name) for name, tag in _RIS.items() if reference.get(name)}
    first, last = reference.first_and_last_page
    item |= {"year": reference.year, "start_page": first, "end_page": last}
    item["urls"] = [url] if (url := reference.get("url")) else []
    item["notes"] = [remark] if (remark := _remark(reference)) else []
    return {tag: value for tag, value in item.items() if value}


def csl_json(references: Iterable[Reference]) -> str:
    """The references as CSL-JSON."""
    return json.dumps([_csl_item(one) for one in references], ensure_ascii=False, indent=2) + "\n"


def _csl_item(reference: Reference) -> dict[str, Any]:
    item = csl_item(reference)
    if reference.year:
        item["issued"] = {"date-parts": [[int(reference.year)]]}
    item |= {name.upper(): value for name in ("doi", "pmid", "pmcid") if (value := reference.get(name))}
    return item | ({"note": remark} if (remark := _remark(reference)) else {})


def _remark(reference: Reference) -> str:
    """What nobody who cites the work should miss."""
    return f"Notice: {reference.notice}" if reference.notice else ""


FORMATS: dict[str, Callable[[Iterable[Reference]], str]] = {"bib": bibtex, "ris": ris, "json": csl_json}
"""By the ending of a file's name: what writes references in that format."""

ALL = "identified"
"""The name of the files that hold every reference that is known; the entries of the others are in references.bib."""


def together(references: Iterable[Reference]) -> dict[str, str]:
    """By path below data/: every known reference in each format."""
    known = [one for one in references if one.known]
    return {f"{ALL}.{ending}": write(known) for ending, write in FORMATS.items()}


def one_by_one(references: Iterable[Reference]) -> dict[str, str]:
    """By path below data/: each known reference in each format."""
    known = [one for one in references if one.known]
    return {f"references/{one.slug}.{ending}": write([one]) for ending, write in FORMATS.items() for one in known}

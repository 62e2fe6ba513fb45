"""References are formatted in the site's citation style by pandoc's citation processor, without the network.

The style is a file of the Citation Style Language (https://citationstyles.org), so that a site changes its format by
replacing that file.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypandoc

from evidence.references import Reference

_TYPES = {
    "article": "article-journal",
    "book": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
}
_FIELDS = {
    "title": "title",
    "journal": "container-title",
    "booktitle": "container-title",
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "publisher": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "address": "publisher-place",
    "isbn": "ISBN",
    "url": "URL",
}


def csl_item(reference: Reference) -> dict[str, Any]:
    """The reference as an item of CSL-JSON, with the fields that formatted citations show."""
    item: dict[str, Any] = {"id": reference.key, "type": _TYPES.get(reference.type, "document")}
    whole = bool(reference.get("journal") or reference.get("booktitle") or reference.get("publisher"))
    shown = {bib: csl for bib, csl in _FIELDS.items() if whole or bib not in ("volume", "number", "pages")}
    item |= {csl: reference.get(bib) for bib, csl in shown.items() if reference.get(bib)}
    if reference.authors:
        item["author"] = [
            {"family": name.family, "given": name.given} if name.given else {"literal": name.family}
            for name in reference.authors
        ]
        if reference.more:
            item["author"].append({"literal": "others"})
    if year := reference.get("year"):
        item["issued"] = {"date-parts": [[int(year)]]} if year.isdigit() else {"literal": year}
    return item


def format_all(references: Iterable[Reference], style: Path) -> dict[str, str]:
    """Each known reference by key as plain text in the given style; identifiers and links are left to the page."""
    items = [csl_item(reference) for reference in references if reference.known]
    if not items:
        return {}
    names = {str(number): item["id"] for number, item in enumerate(items)}
    numbered = [{**item, "id": f"n{number}"} for number, item in enumerate(items)]
    with tempfile.TemporaryDirectory() as scratch:
        bibliography = Path(scratch) / "references.json"
        bibliography.write_text(json.dumps(numbered, ensure_ascii=False), "utf-8")
        html = pypandoc.convert_text(
            "---\nnocite: '@*'\n---\n",
            "html",
            format="markdown",
            extra_args=["--citeproc", f"--bibliography={bibliography}", f"--csl={style}", "--wrap=none"],
        )
    collector = _Entries()
    collector.feed(html)
    return {names[key]: _tidy(text) for key, text in collector.entries.items()}


def _tidy(text: str) -> str:
    return re.sub(r"\s+([.,;:])", r"\1", re.sub(r"^\s*(?:\[?\d+[\].]|\(\d+\))\s*", "", " ".join(text.split())))


class _Entries(HTMLParser):
    """Collects the text of each `<div id="ref-nN" class="csl-entry">`."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[str, str] = {}
        self._current: str | None = None
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "div":
            return
        identifier = dict(attrs).get("id") or ""
        if identifier.startswith("ref-n"):
            self._current, self._depth = identifier.removeprefix("ref-n"), 0
            self.entries[self._current] = ""
        elif self._current is not None:
            self._depth += 1
            self.entries[self._current] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._current is not None:
            self._depth -= 1
            if self._depth < 0:
                self._current = None

    def handle_data(self, data: str) -> None:
        if self._current is not None:
            self.entries[self._current] += data

"""References are formatted in the site's citation style by pandoc's citation processor, without the network.

The style is a file of the Citation Style Language (https://citationstyles.org), so that a site changes its format by
replacing that file.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypandoc

from evidence.problems import Place, Problem
from evidence.references import Reference

STYLE = "templates/citation-style.csl"
_NAMESPACE = "{http://purl.org/net/xbiblio/csl}"

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


def format_all(
    references: Iterable[Reference], root: Path, kept: Path | None = None
) -> tuple[dict[str, str], list[Problem]]:
    """Each known reference by key as plain text in the style of the site at `root`, and what is wrong with that style.

    Identifiers and links are left to the page. Where there is a file `kept`, it holds the texts for the next run.
    """
    items = [csl_item(reference) for reference in references if reference.known]
    if wrong := _check_style(root):
        return {}, [wrong]
    if not items:
        return {}, []
    numbered = [{**item, "id": f"n{number}"} for number, item in enumerate(items)]
    data, style = json.dumps(numbered, ensure_ascii=False), (root / STYLE).read_bytes()
    program = Path(__file__).read_bytes() + version("pypandoc_binary").encode()
    asked = sha256(data.encode("utf-8", "surrogatepass") + style + program).hexdigest()
    entries = _known(kept, asked)
    if entries is None:
        entries, problem = _entries(data, style)
        if problem:
            return {}, [problem]
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps({"asked": asked, "entries": entries}), "utf-8")
    names = {str(number): item["id"] for number, item in enumerate(items)}
    return {names[key]: text for key, text in entries.items() if key in names}, []


def _known(kept: Path | None, asked: str) -> Mapping[str, str] | None:
    """The entries that a file holds, if they are what is asked for."""
    try:
        said = json.loads(kept.read_bytes()) if kept else {}
        return {str(key): str(text) for key, text in said["entries"].items()} if said["asked"] == asked else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # what cannot be read is made anew
        return None


@lru_cache(maxsize=1)
def _entries(items: str, style: bytes) -> tuple[Mapping[str, str], Problem | None]:
    """The entries of a list of references by their numbers, and what is wrong with the style."""
    with tempfile.TemporaryDirectory() as scratch:
        bibliography, shape = Path(scratch) / "references.json", Path(scratch) / "style.csl"
        bibliography.write_text(items, "utf-8")
        shape.write_bytes(style)
        options = ["--citeproc", f"--bibliography={bibliography}", f"--csl={shape}", "--wrap=none"]
        try:
            html = pypandoc.convert_text(
                "---\nnocite: '@*'\n---\n",
                "html",
                format="markdown",
                extra_args=[*options, "--fail-if-warnings"],
            )
        except RuntimeError as error:  # what pandoc says when it stops
            return {}, _unusable(str(error).partition("conversion: ")[2])
    collector = _Entries()
    collector.feed(html)
    return {key: _tidy(text) for key, text in collector.entries.items()}, None


def _check_style(root: Path) -> Problem | None:
    """What is wrong with the style as far as its own text tells."""
    try:
        style = ElementTree.fromstring((root / STYLE).read_bytes())  # noqa: S314  # expat refuses entities that explode
    except OSError as error:
        cure = "put a style of https://citationstyles.org there"
        return Problem(Place(STYLE), "file-unreadable", error.strerror or "cannot be read", cure)
    except (ElementTree.ParseError, LookupError, ValueError) as error:  # of its XML, or of the encoding that it names
        line, column = getattr(error, "position", (1, 0))
        return _unusable(str(error).partition(": line ")[0], line, column + 1)
    if style.tag != f"{_NAMESPACE}style":
        return _unusable("it is no style of the Citation Style Language")
    if style.find(f"./{_NAMESPACE}info/{_NAMESPACE}link[@rel='independent-parent']") is not None:
        return _unusable("it only names another style, which would have to be fetched")
    if style.find(f"{_NAMESPACE}bibliography") is None:
        return _unusable("it does not say how a list of references looks")
    return None


def _unusable(reason: str, line: int = 1, column: int = 1) -> Problem:
    message = f"the citation style cannot be used: {reason.strip().partition(chr(10))[0]}"
    return Problem(
        Place(STYLE, line, column), "template-error", message, "take another from https://citationstyles.org"
    )


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

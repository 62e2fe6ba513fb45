"""A page is not rendered again while it would show what it showed, and its file still is what was written."""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from evidence.desk import Asked
from evidence.output import stamp
from evidence.pages import Page
from evidence.rendering import Rendered, Renderer
from evidence.views import ClaimView

_PACKAGES = ("jinja2", "markupsafe", "pyyaml")
"""What renders besides this program."""

_Page = tuple[str, Sequence[Asked], str, str]
"""Of a page: a digest of what it was to show, what it asked for, a digest of what it was told, and its file's stamp."""


@dataclass(slots=True)
class Remembered:
    """The pages that were rendered the last time, by their paths, as the file `record` tells.

    `around` is a digest of what all of them depend on, and `shown` holds digests of what pages are to show this time.
    """

    record: Path
    around: str = ""
    pages: dict[str, _Page] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def stale(self, renderer: Renderer, pages: Iterable[Page], docs: Path) -> list[Page]:
        """The pages below `docs` that have to be rendered."""
        around = _digest(_around(renderer))
        if self.around != around:
            self.around = around
            self.pages.clear()
        pages = list(pages)
        known: dict[int, bytes] = {}
        self.shown = {page.path: _digest((page, renderer.changed(page)), known) for page in pages}
        self.pages = {path: kept for path, kept in self.pages.items() if path in self.shown}
        told: dict[Asked, str] = {}
        return [page for page in pages if not self._holds(page, renderer, docs, told)]

    def _holds(self, page: Page, renderer: Renderer, docs: Path, told: dict[Asked, str]) -> bool:
        if page.path not in self.pages:
            return False
        shown, asked, answers, sealed = self.pages[page.path]
        if shown == self.shown[page.path] and answers == _answers(renderer, asked, told):
            return stamp(docs / page.path) == sealed
        return False

    def note(self, renderer: Renderer, rendered: Mapping[str, Rendered], docs: Path) -> None:
        """Remember the pages that were rendered and written."""
        told: dict[Asked, str] = {}
        for path, one in rendered.items():
            self.pages[path] = self.shown[path], one.asked, _answers(renderer, one.asked, told), stamp(docs / path)
        self.record.parent.mkdir(parents=True, exist_ok=True)
        scratch = self.record.with_suffix(".new")
        scratch.write_text(json.dumps({"around": self.around, "pages": self.pages}), "utf-8")
        scratch.replace(self.record)


def remembered(record: Path) -> Remembered:
    """What the last run left in the file `record`; nothing in it is ever run, for it may come from anybody."""
    try:
        said = json.loads(record.read_bytes())
        return Remembered(record, said["around"], {path: _page(*page) for path, page in said["pages"].items()})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # what cannot be read is made anew
        return Remembered(record)


def _page(shown: str, asked: Iterable[Sequence[str]], answers: str, sealed: str) -> _Page:
    return shown, [(what, name) for what, name in asked], answers, sealed


def _around(renderer: Renderer) -> list[Any]:
    """What all pages depend on."""
    program = sorted(Path(__file__).parent.glob("*.py"))
    loader, environment = renderer.templates.environment.loader, renderer.templates.environment
    names = environment.list_templates(extensions=["j2"])
    sources = [loader.get_source(environment, name)[0] for name in names] if loader else []
    return [
        sys.version,
        *(version(name) for name in _PACKAGES),
        *(sha256(path.read_bytes()).hexdigest() for path in program),
        sources,
        *renderer.common(),
    ]


def _answers(renderer: Renderer, asked: Iterable[Asked], told: dict[Asked, str]) -> str:
    """A digest of what is said to all that a page asks for; each answer is looked up once."""
    for one in asked:
        if one not in told:
            told[one] = _digest(renderer.answer(one))
    return _digest([told[one] for one in asked])


class _Layout(pickle.Pickler):
    """Lays a value out as bytes, which are the same in another process; what many values hold is laid out once.

    `known` are the digests of such values by where they lie in memory, as long as they lie there. Equal values are
    laid out alike whether or not they are one object, which depends on what other pages asked for.
    """

    def __init__(self, known: dict[int, bytes], whole: Any = None) -> None:
        self.out = BytesIO()
        self.known, self.whole = known, whole
        super().__init__(self.out, 5)
        self.fast = True

    def reducer_override(self, value: Any) -> Any:
        """A model has no set of fields, which would have no order."""
        if value is not self.whole and isinstance(value, BaseModel | ClaimView):
            if id(value) not in self.known:
                self.known[id(value)] = bytes.fromhex(_digest(value, self.known, value))
            return bytes, (self.known[id(value)],)
        return (tuple, ((type(value).__name__, vars(value)),)) if isinstance(value, BaseModel) else NotImplemented


def _digest(value: Any, known: dict[int, bytes] | None = None, whole: Any = None) -> str:
    """A digest of a value as it is laid out in memory; sets that are equal may differ in it, which costs time only."""
    layout = _Layout({} if known is None else known, whole)
    layout.dump(value)
    return sha256(layout.out.getbuffer()).hexdigest()

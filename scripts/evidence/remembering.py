"""A page is not rendered again while it would show what it showed, and its file still is what was written."""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from operator import attrgetter
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from evidence.desk import Asked
from evidence.output import stamp
from evidence.pages import Page
from evidence.rendering import Renderer
from evidence.views import ClaimView

_PACKAGES = ("jinja2", "markupsafe", "pyyaml")
"""What renders besides this program."""

Known = tuple[str, str, str, str]
"""Of a page: a digest of what it was to show, what it asked for, a digest of what it was told, and its file's stamp.

What was asked for is one text, a line each, for there are many pages and each asks for much.
"""
_Digests = dict[int, tuple[Any, bytes]]
"""Digests of values by where they lie in memory, with the values, so that nothing else comes to lie there."""


@dataclass(slots=True)
class Remembered:
    """The pages that were rendered the last time, by their paths, as the file `record` tells.

    `around` is a digest of what all of them depend on. What else is held is what was looked at already this time.
    """

    record: Path
    around: str = ""
    pages: dict[str, Known] = field(default_factory=dict)
    _seen: _Digests = field(default_factory=dict)
    _told: dict[Asked, str] = field(default_factory=dict)

    def begin(self, renderer: Renderer) -> None:
        """Forget all pages where anything changed that they all depend on."""
        around = _digest(_around(renderer))
        if self.around != around:
            self.around = around
            self.pages.clear()

    def shown(self, renderer: Renderer, page: Page) -> str:
        """A digest of what a page is to show."""
        return _digest((page, renderer.changed(page)), self._seen)

    def holds(self, renderer: Renderer, page: Page, shown: str, docs: Path) -> bool:
        """Whether a page below `docs` does not have to be rendered."""
        if (last := self.pages.get(page.path)) is None:
            return False
        before, lines, answers, sealed = last
        asked = [(what, name) for what, _, name in (line.partition(" ") for line in lines.split("\n") if line)]
        return before == shown and answers == self._answers(renderer, asked) and stamp(docs / page.path) == sealed

    def known(self, renderer: Renderer, shown: str, asked: Sequence[Asked], sealed: str) -> Known:
        """What is to be remembered of a page that was rendered, with the stamp of its file."""
        return shown, "\n".join(map(" ".join, asked)), self._answers(renderer, asked), sealed

    def note(self, pages: Mapping[str, Known | None]) -> None:
        """Remember all pages that there are, by their paths: what is None holds as it was."""
        self.pages = {path: known or self.pages[path] for path, known in pages.items()}
        self.record.parent.mkdir(parents=True, exist_ok=True)
        scratch = self.record.with_suffix(".new")
        scratch.write_text(json.dumps({"around": self.around, "pages": self.pages}), "utf-8")
        scratch.replace(self.record)

    def _answers(self, renderer: Renderer, asked: Iterable[Asked]) -> str:
        """A digest of what is said to all that a page asks for; each answer is looked up once."""
        for one in asked:
            if one not in self._told:
                self._told[one] = _digest(renderer.answer(one))
        return _digest([self._told[one] for one in asked])


def remembered(record: Path) -> Remembered:
    """What the last run left in the file `record`; nothing in it is ever run, for it may come from anybody."""
    try:
        said = json.loads(record.read_bytes())
        return Remembered(record, said["around"], {path: _page(*page) for path, page in said["pages"].items()})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # what cannot be read is made anew
        return Remembered(record)


def _page(*parts: str) -> Known:
    shown, asked, answers, sealed = map(str, parts)
    return shown, asked, answers, sealed


def _around(renderer: Renderer) -> list[Any]:
    """What all pages depend on."""
    program = sorted(Path(__file__).parent.glob("*.py"))
    folder = renderer.templates.folder
    names = renderer.templates.environment.list_templates()
    sources = [(name, _told(folder / name)) for name in names if _renders(name)]
    return [
        sys.version,
        *(version(name) for name in _PACKAGES),
        *(sha256(path.read_bytes()).hexdigest() for path in program),
        sources,
        *renderer.common(),
    ]


def _renders(name: str) -> bool:
    """Whether a file of templates/ may have a part in a page: those of the theme have none, nor what is hidden."""
    return not name.startswith((".", "theme/")) and "/." not in name


def _told(path: Path) -> str:
    """A digest of what stands in a file; empty where it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


@cache
def _parts(kind: Any) -> Callable[[Any], Any] | None:
    """What gives the fields of a dataclass; None of everything else."""
    return attrgetter(*(one.name for one in fields(kind))) if is_dataclass(kind) and fields(kind) else None


class _Layout(pickle.Pickler):
    """Lays a value out as bytes, which are the same in another process; what many values hold is laid out once.

    `known` are the digests of such values. Equal values are laid out alike whether or not they are one object, which
    depends on what other pages asked for.
    """

    def __init__(self, known: _Digests, whole: Any = None) -> None:
        self.out = BytesIO()
        self.known, self.whole = known, whole
        super().__init__(self.out, 5)
        self.fast = True

    def reducer_override(self, value: Any) -> Any:
        """A model has no set of fields, which would have no order, and no value has what it only worked out."""
        if value is not self.whole and isinstance(value, BaseModel | ClaimView):
            if id(value) not in self.known:
                self.known[id(value)] = value, bytes.fromhex(_digest(value, self.known, value))
            return bytes, (self.known[id(value)][1],)
        if isinstance(value, BaseModel):
            return tuple, ((type(value).__name__, vars(value)),)
        kind: Any = type(value)
        parts = _parts(kind)
        return (tuple, ((type(value).__name__, parts(value)),)) if parts else NotImplemented


def _digest(value: Any, known: _Digests | None = None, whole: Any = None) -> str:
    """A digest of a value as it is laid out in memory; sets that are equal may differ in it, which costs time only."""
    layout = _Layout({} if known is None else known, whole)
    layout.dump(value)
    return sha256(layout.out.getbuffer()).hexdigest()

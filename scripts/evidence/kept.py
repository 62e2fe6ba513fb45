"""What of the last build still holds: a page is what it became then while all that it was made from is the same."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from evidence import policy

Stamp = tuple[int, ...]
"""The size, the time of the last change and the number of a file: a file with the same stamp was not written anew."""

_RECORD = "kept.json"
_LISTED = ("icon", "subtitle", "status")
"""What the theme reads in the front matter of pages other than the one that it shows."""
_ASKING = rb"{[{%%][^}]*\b(?:%s)\b"
"""How a template asks for one of some names."""


class Doubt(Exception):
    """Something that only the builder itself can answer for."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a page became, and what else it was made from: `looked` maps the files it asked for to their addresses."""

    source: str
    stamp: Stamp
    looked: Mapping[str, str | None]
    meta: Mapping[str, Any]
    heading: str | None
    anchors: set[str]
    links: Mapping[str, Mapping[str, str]]
    entries: list[dict[str, Any]]
    output: Stamp
    plain: bool = True
    """Whether the front matter is no more than JSON can say; other pages are made anew every time."""

    def thrifty(self) -> Made:
        """The same, in which the names that stand on many pages are held once for all of them."""
        once = sys.intern
        looked = {once(path): address and once(address) for path, address in self.looked.items()}
        links = {
            once(path): {once(anchor): once(link) for anchor, link in named.items()}
            for path, named in self.links.items()
        }
        return replace(self, looked=looked, links=links, anchors={*map(once, self.anchors)})


@dataclass(slots=True)
class Kept:
    """What is kept of a build: what all pages depend on, the pages, the files that were copied, and the policy."""

    around: str = ""
    listed: str = ""
    pages: dict[str, Made] = field(default_factory=dict)
    copied: dict[str, Stamp] = field(default_factory=dict)
    framed: str = ""
    allowed: policy.Policy | None = None

    def forget_unless(self, what: str, value: str) -> None:
        """Forget all pages where one thing that they depend on is not `value` any more."""
        if getattr(self, what) != value:
            self.pages.clear()
            setattr(self, what, value)

    def recall(self, file: File, files: Seen, tree: Path) -> None:
        """Give a page back what others ask of it, or forget it where anything that it was made from changed."""
        if (made := self.pages.get(file.src_uri)) is None:
            return
        same = stamp(file.abs_src_path) == made.stamp or digest(file.content_bytes) == made.source
        if same and made.looked == {path: files.address(path) for path in made.looked}:
            with suppress(OSError):
                if stamp(tree / file.dest_uri) == made.output:
                    restore(file, made, files)
                    return
        del self.pages[file.src_uri]


class Seen(Files):
    """Files that remember which of them were asked for."""

    def __init__(self, files: Iterable[File]) -> None:
        super().__init__(files)
        self.looked: dict[str, str | None] = {}
        self._addresses: dict[str, str | None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        """As the builder has it."""
        self.looked[path] = self.address(path)
        return super().get_file_from_path(path)

    def address(self, path: str) -> str | None:
        """The address of a file, if there is one, which is then not remembered as asked for."""
        if path not in self._addresses:
            found = super().get_file_from_path(path)
            self._addresses[path] = found.url if found else None
        return self._addresses[path]

    def append(self, file: File) -> None:
        """As the builder has it."""
        self._addresses.clear()
        super().append(file)

    def remove(self, file: File) -> None:
        """As the builder has it."""
        self._addresses.clear()
        super().remove(file)


def restore(file: File, made: Made, files: Files) -> None:
    """Give a page back what other pages and templates ask of it."""
    if file.page is None:
        raise Doubt(f"{file.src_uri} has no page")
    # Without Markdown a page has no title; the heading is where the builder itself keeps it.
    file.page.markdown, file.page.meta = "", dict(made.meta)
    file.page._title_from_render = made.heading  # noqa: SLF001
    file.page.present_anchor_ids = made.anchors
    named = ((files.src_uris.get(path), links) for path, links in made.links.items())
    file.page.links_to_anchors = {target: dict(links) for target, links in named if target}


def around(config: MkDocsConfig) -> str:
    """A digest of what every page depends on but for what stands in other pages. Raises Doubt where that is unknown."""
    texts = _templates(config)
    if any(re.search(_ASKING % rb"pages|files|build_date_utc|update_date", text) for text in texts.values()):
        raise Doubt("a template asks for more than the page it shows")
    said: dict[str, Any] = {name: config[name] for name in config if name not in ("theme", "plugins")}
    said["theme"] = [dict(config.theme), config.theme.dirs, {name: digest(text) for name, text in texts.items()}]
    said["plugins"] = {name: dict(plugin.config) for name, plugin in config.plugins.items()}
    folders = [Path(folder) for folder in sys.path if Path(folder).is_dir()]
    said["packages"] = sorted(
        path.name for folder in folders for path in folder.iterdir() if path.suffix == ".dist-info"
    )
    program = sorted(Path(__file__).parent.glob("*.py"))
    said["program"] = [sys.version, *(digest(path.read_bytes()) for path in program)]
    return digest(json.dumps(said, default=_plain, sort_keys=True).encode())


def listed(nav: Navigation, config: MkDocsConfig) -> str:
    """A digest of what stands on every page of the pages and sections that the theme lists."""
    whole = any(re.search(_ASKING % rb"nav", text) for text in _templates(config).values())
    return digest(json.dumps(list(_items(nav.items, whole=whole)), default=str).encode())


def _items(items: Iterable[Any], *, whole: bool) -> Iterator[Any]:
    for item in items:
        meta = getattr(item, "meta", None) or {}
        yield item.title, getattr(item, "url", None), meta if whole else {name: meta.get(name) for name in _LISTED}
        yield list(_items(item.children or (), whole=whole))


def _templates(config: MkDocsConfig) -> dict[str, bytes]:
    """The site's own templates of the theme by name; those of packages change with the version of the package alone."""
    own = Path(config.theme.custom_dir or "")
    found = sorted(own.rglob("*")) if config.theme.custom_dir else []
    return {path.relative_to(own).as_posix(): path.read_bytes() for path in found if path.is_file()}


def _plain(value: Any) -> Any:
    if callable(value):
        return f"{value.__module__}.{value.__qualname__}"
    return dict(value) if isinstance(value, Mapping) else repr(value)  # an address in it never comes again


def digest(data: bytes) -> str:
    """The digest of some bytes."""
    return sha256(data).hexdigest()


def stamp(path: str | Path | None) -> Stamp:
    """The stamp of a file. Raises OSError where there is none."""
    found = os.stat(path or ".")  # noqa: PTH116  # to make a Path takes longer than to ask
    return found.st_size, found.st_mtime_ns, found.st_ino


def remembered(folder: Path) -> Kept:
    """What the last build left in `folder`, which then is forgotten until `remember` is called."""
    record = folder / _RECORD
    try:
        kept = _read(json.loads(record.read_bytes()))
        record.unlink()
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # what cannot be read is made anew
        shutil.rmtree(folder, ignore_errors=True)
        return Kept()
    return kept


def remember(folder: Path, kept: Kept) -> None:
    """Keep what a build made for the next one, but for pages that are not plain."""
    pages = {
        path: {**_fields(made), "anchors": sorted(made.anchors)} for path, made in kept.pages.items() if made.plain
    }
    scratch = folder / f"{_RECORD}.new"
    scratch.write_text(json.dumps({**_fields(kept), "pages": pages, "allowed": kept.allowed and _fields(kept.allowed)}))
    scratch.replace(folder / _RECORD)


def _fields(value: Any) -> dict[str, Any]:
    return {one.name: getattr(value, one.name) for one in fields(value)}


def is_plain(meta: Mapping[str, Any]) -> bool:
    """Whether some front matter is no more than JSON can say."""
    try:
        return bool(json.loads(json.dumps(meta)) == meta)
    except (TypeError, ValueError):
        return False


def _read(said: dict[str, Any]) -> Kept:
    """As it was written; nothing in it is ever run, for the file may come from anybody."""
    pages = {path: _made(made) for path, made in said["pages"].items()}
    allowed = said["allowed"] and policy.Policy(**{name: tuple(texts) for name, texts in said["allowed"].items()})
    copied = {path: tuple(stamp) for path, stamp in said["copied"].items()}
    return Kept(said["around"], said["listed"], pages, copied, said["framed"], allowed)


def _made(said: dict[str, Any]) -> Made:
    exact = {"stamp": tuple(said["stamp"]), "output": tuple(said["output"]), "anchors": set(said["anchors"])}
    return Made(**{**said, **exact}).thrifty()

"""Generated files are written only where they changed, and those that nothing generates any more are removed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evidence.problems import Place, Problem
from evidence.rendering import STAMP

DATA = "data"
"""The folder below docs/ in which everything is generated."""

STAGE = ".new"
"""The folder below docs/ in which pages are laid ready; MkDocs passes over such names, should it be left behind."""

_MARKER = ".generated"
_IGNORED = "# Generated pages, listed by the build"
_SEALED = re.compile(
    rf"---\n(?P<stamp>{re.escape(STAMP)}[^\n]*) \((?P<digest>[0-9a-f]{{16}})\)\n(?P<rest>.*)\Z", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Written:
    """What happened to the files below a folder."""

    total: int
    changed: int
    removed: int


@contextmanager
def staging(docs: Path) -> Iterator[Path]:
    """A folder below `docs` in which pages are laid ready before any of them is written; what is left in it goes."""
    folder, there = docs / STAGE, docs.exists()
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if not there:
            with suppress(OSError):  # something was written
                docs.rmdir()


def lay(docs: Path, path: str, text: str) -> Path | None:
    """Lay a file ready that is to be written; gives where, and None where the file says just this already.

    Raises OSError, with the name of the file, where the system does not let it be laid ready.
    """
    data = text.encode()
    with suppress(OSError):
        if (docs / path).read_bytes() == data:
            return None
    ready = docs / STAGE / f"{path}.new"
    try:
        ready.parent.mkdir(parents=True, exist_ok=True)
        ready.write_bytes(data)
    except OSError as error:
        error.filename = str(docs / path)
        raise
    return ready


def write_all(
    docs: Path, pages: Mapping[str, Path | None], data: Mapping[str, Path | None]
) -> tuple[Written | None, list[Problem]]:
    """Make what is generated below `docs` exactly `pages` and, in its folder data/, `data`; other files are left alone.

    Both map paths to what `lay` gave of them; what is counted is pages. Where something is in the way, nothing is
    written. Raises OSError where the system does not let a file be written.
    """
    there: set[str] = set()
    by_hand: list[str] = []
    edited: list[Problem] = []
    for name in sorted(name for name in _below(docs) if name.endswith(".md")):
        if text := _generated(docs / name):
            there.add(name)
            edited += _edited(docs, name, text)
        else:
            by_hand.append(name)
    in_the_way = _in_the_way(docs, [name for name in pages if name not in there])
    if problems := [*in_the_way, *_twins(by_hand, pages), *edited]:
        return None, problems
    old = [docs / name for name in sorted(there.difference(pages), reverse=True)]
    changed = sum(_put(docs / path, ready) for path, ready in pages.items())
    for path in old:
        path.unlink()
        _remove_empty(path.parent, docs)
    _write_data(docs / DATA, data)
    _write(docs / ".gitignore", _ignored(docs, pages))
    return Written(len(pages), changed, len(old)), []


def renew(docs: Path, path: str, text: str) -> bool:
    """Write one generated page that is there and that nobody edited, and give whether it changed."""
    before = _generated(docs / path)
    return bool(before) and not any(_edited(docs, path, before)) and _write(docs / path, seal(text))


def seal(page: str) -> str:
    """A generated page whose stamp ends in the digest of all that it says, so that an edit by hand shows."""
    _, stamp, rest = page.split("\n", 2)
    return f"---\n{stamp} ({_digest(stamp, rest)})\n{rest}"


def stamp(path: Path) -> str:
    """The stamp of a generated page, which ends in the digest of what was written; empty where there is none."""
    try:
        with path.open("rb") as file:
            return file.read(500).decode("utf-8", "replace").split("\n", 2)[1]
    except (OSError, IndexError):
        return ""


def _digest(stamp: str, rest: str) -> str:
    return hashlib.sha256(f"{stamp}\n{rest}".encode()).hexdigest()[:16]


def _edited(docs: Path, path: str, text: str) -> Iterator[Problem]:
    """Where a generated page does not say any more what was written into it."""
    found = _SEALED.match(text)
    if found and found["digest"] != _digest(found["stamp"], found["rest"]):
        message = "this generated page was changed by hand, and nothing is written over it"
        cure = f"make the change in {found['stamp'].removeprefix(STAMP)}, then delete this page"
        yield Problem(_place(docs / path, docs), "page-edited", message, cure)


def _write_data(folder: Path, data: Mapping[str, Path | None]) -> None:
    """Make the folder exactly `data`; such files cannot carry a stamp, so a file of the folder lists them instead."""
    _write(folder / _MARKER, "".join(f"{path}\n" for path in sorted(data)))
    for path, ready in data.items():
        _put(folder / path, ready)
    for old in sorted(_below(folder), reverse=True):
        if old != _MARKER and old not in data:
            (folder / old).unlink()
            _remove_empty((folder / old).parent, folder)


def _strangers(folder: Path) -> Iterator[str]:
    """What lies in the folder of the data, and was not written there; an empty list is of earlier versions."""
    try:
        listed = {*(folder / _MARKER).read_text("utf-8").splitlines()}
    except OSError:
        return
    for path in sorted(_below(folder)):
        if listed and path != _MARKER and path not in listed:
            yield path


def _in_the_way(docs: Path, pages: Iterable[str]) -> Iterator[Problem]:
    """What is not generated and stands where something generated shall stand."""
    cure = "rename one of the two"
    data = docs / DATA
    if data.is_file() or (data.is_dir() and any(data.iterdir()) and not (data / _MARKER).is_file()):
        yield Problem(_place(data, docs), "page-conflict", "the data of the site is written here", "rename the folder")
    for path in _strangers(data):
        message = "this was not generated, but all of docs/data/ is"
        yield Problem(_place(data / path, docs), "page-conflict", message, "move it to another folder")
    ignored = docs / ".gitignore"
    if ignored.is_file() and not ignored.read_bytes().startswith(_IGNORED.encode()):
        message = "this was not generated, but the build lists the generated pages here"
        yield Problem(_place(ignored, docs), "page-conflict", message, "put its lines into the .gitignore above it")
    is_file = cache(Path.is_file)  # many pages stand in the same folders
    for name in pages:
        page = docs / name
        blocked = page if page.is_dir() or (page.is_file() and not _generated(page)) else None
        if blocked := next((folder for folder in page.parents if is_file(folder)), blocked):
            message = f"this was not generated, but a record generates {name}"
            yield Problem(_place(blocked, docs), "page-conflict", message, cure)


def _twins(by_hand: Iterable[str], pages: Iterable[str]) -> Iterator[Problem]:
    """Pages written by hand that have the address of a generated one, but another file."""
    known = {_address(name): name for name in by_hand}
    for name in pages:
        if (other := known.get(_address(name), name)) != name:
            message = f"this was not generated, but a record generates {name}, which has the same address"
            yield Problem(Place(f"docs/{other}"), "page-conflict", message, "rename one of the two")


def _address(name: str) -> str:
    """Where a page stands on the site, on systems too that take upper and lower case for one."""
    stem = name.removesuffix(".md")
    folder, _, last = stem.rpartition("/")
    return (folder if last in ("index", "README") else stem).casefold()


def _place(path: Path, docs: Path) -> Place:
    return Place(path.relative_to(docs.parent).as_posix())


def _put(path: Path, ready: Path | None) -> bool:
    """Put a file that was laid ready in its place, and give whether there was one."""
    if ready:
        path.parent.mkdir(parents=True, exist_ok=True)
        ready.replace(path)
    return ready is not None


def _write(path: Path, text: str) -> bool:
    data = text.encode()
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.new")  # MkDocs passes over such names, should it be left behind
    try:
        scratch.write_bytes(data)
        scratch.replace(path)
    except OSError as error:
        error.filename = str(path)
        with suppress(OSError):
            scratch.unlink()
        raise
    return True


def _generated(path: Path) -> str:
    """What a generated page says; nothing where there is none."""
    data = path.read_bytes() if path.is_file() else b""
    return data.decode("utf-8", "replace") if data.startswith(f"---\n{STAMP}".encode()) else ""


def _below(folder: Path) -> Iterator[str]:
    """The files below a folder, by their paths from there."""
    start = len(f"{folder}/")
    for where, _, names in os.walk(folder):
        yield from (f"{where}/{name}"[start:].replace(os.sep, "/") for name in names)


def _remove_empty(folder: Path, docs: Path) -> None:
    while folder != docs and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def generated(docs: Path) -> frozenset[Path]:
    """The pages and folders below `docs` that hold only what is generated, as they were last written down for git."""
    try:
        lines = (docs / ".gitignore").read_text("utf-8").splitlines()
    except OSError:
        return frozenset()
    return frozenset(docs / line.strip("/") for line in lines if line.startswith("/"))


def _ignored(docs: Path, pages: Iterable[str]) -> str:
    """The generated pages for git to ignore, whole folders where nothing in them was written by hand."""
    generated = set(pages)
    mixed = {name.partition("/")[0] for name in _below(docs) if name not in generated}
    lines = {"/.gitignore", "/.lock", f"/{STAGE}/", f"/{DATA}/"}
    for path in generated:
        top, _, rest = path.partition("/")
        lines.add(f"/{top}/" if rest and top not in mixed else f"/{path}")
    return f"{_IGNORED}\n" + "\n".join(sorted(lines)) + "\n"

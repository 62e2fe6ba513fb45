"""Generated files are written only where they changed, and those that nothing generates any more are removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence.rendering import STAMP

DATA = "data"
"""The folder below docs/ in which everything is generated."""

_MARKER = ".generated"


@dataclass(frozen=True, slots=True)
class Written:
    """What happened to the files below a folder."""

    total: int
    changed: int
    removed: int


def write_all(docs: Path, pages: Mapping[str, str], data: Mapping[str, str]) -> Written:
    """Make what is generated below `docs` exactly `pages` and, in its folder data/, `data`; other files are left alone.

    Both map paths to texts; what is returned counts pages.
    Raises FileExistsError, before anything is written, where a file that was not generated would be overwritten.
    """
    if (docs / DATA).is_dir() and any((docs / DATA).iterdir()) and not (docs / DATA / _MARKER).is_file():
        raise FileExistsError(f"{docs.name}/{DATA} was not generated, but the build writes its data there")
    for name in pages:
        if stranger := _in_the_way(docs, name):
            raise FileExistsError(f"{stranger} was not generated, but a record generates {name}")
    changed = sum(_write(docs / path, text) for path, text in pages.items())
    removed = 0
    for path in sorted(docs.rglob("*.md"), reverse=True):
        if path.is_file() and path.relative_to(docs).as_posix() not in pages and _generated(path):
            path.unlink()
            removed += 1
            _remove_empty(path.parent, docs)
    _write_data(docs / DATA, data)
    _write(docs / ".gitignore", _ignored(docs, pages))
    return Written(len(pages), changed, removed)


def _write_data(folder: Path, data: Mapping[str, str]) -> None:
    """Make the folder exactly `data`; such files cannot carry a stamp, so the folder holds an empty file instead."""
    files = {_MARKER: "", **data}
    for path, text in files.items():
        _write(folder / path, text)
    for old in sorted(folder.rglob("*"), reverse=True):
        if old.is_file() and old.relative_to(folder).as_posix() not in files:
            old.unlink()
            _remove_empty(old.parent, folder)


def _in_the_way(docs: Path, path: str) -> str:
    """The file or folder that a page would overwrite although it was not generated; empty where there is none."""
    page = docs / path
    blocked = page if page.is_dir() or (page.is_file() and not _generated(page)) else None
    blocked = next((folder for folder in page.parents if folder.is_file()), blocked)
    return blocked.relative_to(docs.parent).as_posix() if blocked else ""


def _write(path: Path, text: str) -> bool:
    data = text.encode()
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(path.name + ".new")
    scratch.write_bytes(data)
    scratch.replace(path)
    return True


def _generated(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(200).startswith(f"---\n{STAMP}".encode())


def _remove_empty(folder: Path, docs: Path) -> None:
    while folder != docs and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _ignored(docs: Path, pages: Iterable[str]) -> str:
    """The generated pages for git to ignore, whole folders where nothing in them was written by hand."""
    generated = set(pages)
    mixed = {
        path.relative_to(docs).parts[0]
        for path in docs.rglob("*")
        if path.is_file() and path.relative_to(docs).as_posix() not in generated
    }
    lines = {"/.gitignore", f"/{DATA}/"}
    for path in generated:
        top, _, rest = path.partition("/")
        lines.add(f"/{top}/" if rest and top not in mixed else f"/{path}")
    return "# Generated pages, listed by the build\n" + "\n".join(sorted(lines)) + "\n"

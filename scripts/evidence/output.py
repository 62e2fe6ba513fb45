"""Generated files are written only where they changed, and those that nothing generates any more are removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence.rendering import STAMP


@dataclass(frozen=True, slots=True)
class Written:
    """What happened to the files below a folder."""

    total: int
    changed: int
    removed: int


def write_pages(docs: Path, pages: Mapping[str, str]) -> Written:
    """Make the generated pages below `docs` exactly `pages` (path below docs -> text); other files are left alone.

    Raises FileExistsError where a page would overwrite a file that was not generated.
    """
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
    _write(docs / ".gitignore", _ignored(docs, pages))
    return Written(len(pages), changed, removed)


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
    lines = {"/.gitignore"}
    for path in generated:
        top, _, rest = path.partition("/")
        lines.add(f"/{top}/" if rest and top not in mixed else f"/{path}")
    return "# Generated pages, listed by the build\n" + "\n".join(sorted(lines)) + "\n"

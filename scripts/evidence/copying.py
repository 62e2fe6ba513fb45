"""Files of the website that are no pages are copied where they changed, and what belongs to it no more is removed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mkdocs.structure.files import File, Files, InclusionLevel

from evidence.kept import Stamp, stamp


def is_published(file: File) -> bool:
    """Whether a file belongs to the website, and is no draft."""
    return bool(file.inclusion.value > InclusionLevel.DRAFT.value)


def copy(files: Files, last: Mapping[str, Stamp], tree: Path) -> dict[str, Stamp]:
    """Copy what is no page, where it changed; gives the stamps of each file and its copy, as it gave them as `last`."""
    copied: dict[str, Stamp] = {}
    for file in files:
        left = file.dest_uri.endswith(".gitignore")  # what publishing takes out again
        if file.is_documentation_page() or not is_published(file) or left:
            continue
        target, source = tree / file.dest_uri, stamp(file.abs_src_path)
        if not target.is_file() or last.get(file.dest_uri) != source + stamp(target):
            target.unlink(missing_ok=True)  # the published site may be a link to it
            file.copy_file()
        copied[file.dest_uri] = source + stamp(target)
    return copied


def sweep(tree: Path, wanted: set[str]) -> None:
    """Remove every file that is not wanted, and the folders that are empty then; nothing is ever written over."""
    for folder, _, names in os.walk(tree, topdown=False):
        place = Path(folder)
        for path in (place / name for name in names):
            if path.relative_to(tree).as_posix() not in wanted:
                path.unlink()
        if place != tree:
            with suppress(OSError):
                place.rmdir()

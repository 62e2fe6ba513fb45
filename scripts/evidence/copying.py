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
        target, source = f"{tree}/{file.dest_uri}", stamp(file.abs_src_path)
        with suppress(OSError):
            if (both := source + stamp(target)) == last.get(file.dest_uri):
                copied[file.dest_uri] = both
                continue
        Path(target).unlink(missing_ok=True)  # the published site may be a link to it
        file.copy_file()
        copied[file.dest_uri] = source + stamp(target)
    return copied


def sweep(tree: Path, wanted: set[str]) -> None:
    """Remove every file that is not wanted, and the folders that are empty then; nothing is ever written over."""
    start = len(f"{tree}/")
    for folder, _, names in os.walk(tree, topdown=False):
        for path in (f"{folder}/{name}" for name in names):  # there are many, and to make a Path of each takes long
            if path[start:].replace(os.sep, "/") not in wanted:
                Path(path).unlink()
        if folder != str(tree):
            with suppress(OSError):
                Path(folder).rmdir()

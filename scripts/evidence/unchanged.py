"""Whether anything that a build depends on has changed since the last one, without reading any of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from evidence import dating, history

_LEFT_OUT = ("build", "node_modules", "__pycache__")
"""Folders that hold nothing that a site is made from; nor do those whose names begin with a dot."""


def holds(record: Path, root: Path, site: Path) -> bool:
    """Whether all is as it was when it was noted in the file `record`."""
    try:
        return record.read_text("utf-8") == _state(root, site)
    except FileNotFoundError:
        return False


def note(record: Path, root: Path, site: Path) -> None:
    """Note how everything is that decides what is published from `root` to the folder `site`, and what is there."""
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(_state(root, site), "utf-8")


def _state(root: Path, site: Path) -> str:
    """A digest in which files are told by their names, sizes and times of change."""
    told = sha256(f"{sys.version} {root} {site} {dating.committed(root)}".encode())
    known = history.read(root)
    told.update(repr((sorted(known.days.items()), sorted(known.edited))).encode())
    for folder in (root, site, Path(__file__).parent):
        for line in _files(folder, but=site):
            told.update(line)
    for place in sys.path:
        if os.path.isdir(place):  # noqa: PTH112  # an entry of the path may be a zip file, or nothing
            told.update(repr(sorted(path.name for path in Path(place).glob("*.dist-info"))).encode())
    return told.hexdigest()


def _files(folder: Path, but: Path) -> Iterator[bytes]:
    """A line for every file below a folder, in the order of their names."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _LEFT_OUT:
            continue
        if entry.is_dir():
            if Path(entry.path) != but:
                yield from _files(Path(entry.path), but)
        else:
            found = entry.stat(follow_symlinks=not entry.is_symlink() or entry.is_file())
            yield f"{entry.path}\0{found.st_size} {found.st_mtime_ns} {found.st_ino}\n".encode(errors="surrogateescape")

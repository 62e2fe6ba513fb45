"""A folder takes the place of another in one step, so that whenever a run is cut short one of the two stands whole."""

from __future__ import annotations

import ctypes
import errno
import glob
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def beside(place: Path, owner: Path) -> Iterator[Path]:
    """An empty folder on the same disk as `place`, gone afterwards, as is what a killed run of `owner` left there.

    Where such a run had moved `place` away, it is put back. Of one `owner`, one at a time.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{place.name}-{hashlib.sha256(os.fsencode(owner)).hexdigest()[:8]}-"
    for left in sorted(place.parent.glob(f"{glob.escape(prefix)}*")):
        if _away(left).exists() and not place.exists():
            _away(left).rename(place)
        shutil.rmtree(left, ignore_errors=True)
    try:
        scratch = tempfile.TemporaryDirectory(dir=place.parent, prefix=prefix, ignore_cleanup_errors=True)
    except OSError as error:
        error.filename = str(place)  # and not a name that is another one each time
        raise
    with scratch as folder:
        yield Path(folder)


def link(source: Path, target: Path) -> None:
    """Make the folder `target`, which is not there yet, with the files of `source`: links to them, or else copies."""
    target.mkdir()
    with os.scandir(source) as entries:
        for entry in entries:
            to = target / entry.name
            if entry.is_dir():
                link(Path(entry.path), to)
                continue
            try:
                os.link(entry.path, to)
            except OSError:  # another disk, or a system without such links
                shutil.copyfile(entry.path, to)


def replace(place: Path, fresh: Path) -> None:
    """Put `fresh`, a folder in one that `beside` made, where `place` is, which may not be there yet."""
    history = place / ".git"  # a folder that is a checkout of its own keeps its history
    if history.is_dir():
        try:
            shutil.copytree(history, fresh / ".git", symlinks=True)
        except shutil.Error as error:  # a list of what went wrong, with no number and no name
            raise OSError(errno.EIO, error.args[0][0][2], str(history)) from error
    elif history.exists():
        shutil.copy2(history, fresh / ".git")
    if not place.exists():
        fresh.rename(place)
    elif not _exchanged(fresh, place):
        place.rename(_away(fresh.parent))
        try:
            fresh.rename(place)
        except OSError:
            _away(fresh.parent).rename(place)
            raise


def _away(folder: Path) -> Path:
    """Where a folder is kept for the moment between two renames."""
    return folder / "old"


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders by a single step of the system; False where it has none."""
    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)

"""When each file last changed, as git knows it; what git does not know for certain has no date."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

FILES = ("content", "references.bib", "seeds", "templates/pages")
"""What a site says stands in these files and folders."""


@dataclass(frozen=True, slots=True)
class History:
    """The days (2024-05-31) of the last change by path, and the paths that were edited since their last commit."""

    days: Mapping[str, str] = field(default_factory=dict)
    edited: frozenset[str] = frozenset()

    def last(self, paths: Iterable[str]) -> str:
        """The day on which any of the files last changed, empty where one was edited since or none has a day."""
        known = list(paths)
        return "" if self.edited.intersection(known) else max((self.days.get(path, "") for path in known), default="")


def read(root: Path) -> History:
    """The history of the files of the site at `root`; an empty one where there is no git or no repository.

    A shallow clone shows everything in its oldest commits as if it had been added there: those say nothing.
    """
    try:
        last, path, below, *_ = _git(root, "rev-parse", "HEAD", "--git-path", "shallow", "--show-prefix").splitlines()
        shallow = root / path
        bounds = shallow.read_text("ascii") if shallow.is_file() else ""
        status = _git(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *FILES)
        days = _days(root, last, frozenset(bounds.split()))
    except (OSError, subprocess.CalledProcessError, UnicodeDecodeError):
        return History()
    edited = frozenset(entry[3:].removeprefix(below) for entry in status.split("\0") if entry)
    return History(days, edited)


@lru_cache(maxsize=1)
def _days(root: Path, last: str, bounds: frozenset[str]) -> Mapping[str, str]:
    """The days of the last change by path, as the commit `last` and those before it say, which never change."""
    log = _git(
        root, "log", "-c", "--no-renames", "--relative", "--name-only", "-z", "--format=%x01%H %cs", last, "--", *FILES
    )
    days: dict[str, str] = {}
    for commit in log.split("\x01")[1:]:
        head, *names = commit.split("\0")
        hash_, _, day = head.partition(" ")
        for name in names:
            days.setdefault(name.lstrip("\n"), "" if hash_ in bounds else day)
    return {path: day for path, day in days.items() if path and day}


def _git(root: Path, *arguments: str) -> str:
    git = shutil.which("git")
    if git is None:
        raise OSError("there is no git")
    command = [git, "-C", str(root), "-c", "log.showSignature=false", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout  # noqa: S603  # fixed

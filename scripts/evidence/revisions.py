"""The site as it stood at a revision of git, and which problems a change since then brings."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from evidence.problems import Problem


def commit(root: Path, revision: str) -> str | None:
    """The commit that `revision` names, None where git knows no such revision."""
    found = _git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    return found.decode().strip() or None


def left(root: Path, base: str, head: str = "HEAD") -> str | None:
    """The commit where the work that led to the commit `head` left the revision `base`, None where git knows no base.

    Where the two have no commit in common it is that of `base`.
    """
    began = commit(root, base)
    return _git(root, "merge-base", began, head).decode().strip() or began if began else None


@contextmanager
def as_it_stood(root: Path, commit: str) -> Iterator[Path]:
    """A copy of the site at `root` as it stood at a commit, empty where it did not; it is gone when the block ends."""
    packed = _git(root, "archive", "--format=tar", commit)
    with tempfile.TemporaryDirectory() as folder:
        if packed:
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                archive.extractall(folder, filter=_inside)  # noqa: S202  # which is tarfile's own
        yield Path(folder)


def _inside(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo | None:
    """What of a commit is copied: all but links that lead out of it, which are never read."""
    try:
        return tarfile.data_filter(member, folder)
    except tarfile.FilterError:
        return None


def brought(problems: Iterable[Problem], before: Iterable[Problem]) -> list[Problem]:
    """The problems but for those that were there before, wherever in its file, and in whichever folder, each stood."""
    old = Counter(map(_told, before))
    new = []
    for problem in problems:
        old[_told(problem)] -= 1
        if old[_told(problem)] < 0:
            new.append(problem)
    return new


def _told(problem: Problem) -> tuple[str, str, str]:
    """What stays of a problem when its record moves to another folder or other lines come before it."""
    path = PurePosixPath(problem.place.path)
    record = path.name if path.suffix == ".yml" and not path.name.startswith("_") else str(path)
    return problem.code, record, re.sub(r"\bline \d+", "line", problem.message)


def _git(root: Path, *arguments: str) -> bytes:
    """What git says, nothing where it refuses or is not there."""
    git = shutil.which("git")
    if git is None:
        return b""
    return subprocess.run([git, "-C", str(root), *arguments], capture_output=True, check=False).stdout  # noqa: S603  # fixed

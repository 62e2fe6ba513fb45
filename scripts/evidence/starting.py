"""A new site is begun in an empty folder: small content to replace, and the templates and assets that any site needs.

They are copied from the checkout to which this program is linked; one that was installed without it can build sites,
and begin none.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).parents[2]
"""The checkout that this program is part of."""

STARTER = "starter"
"""The files of a new site that no other site has, as they are to stand there."""
SHARED = ("templates", "docs/assets", ".github/ISSUE_TEMPLATE")
"""What every site has in common."""
NOT_SHARED = frozenset({"templates/pages/about.md.j2", "templates/pages/method.md.j2", "docs/assets/picture.png"})
"""What stands there and is this site's alone."""

_MARK = re.compile(r"\bREPLACE: (.+?)(?: #\}| -->)?$")


def refusal(folder: Path, home: Path = HOME) -> str:
    """Why no site can be begun in a folder; empty where one can."""
    missing = [name for name in (STARTER, *SHARED) if not (home / name).is_dir()]
    if missing:
        return (
            f"there is no {missing[0]} in {home}: this program was installed without the files that a new site is made"
            " of. Get its repository, install it from there as a link (README.md says how), and try again"
        )
    if folder.is_dir() and not any(folder.iterdir()):
        return ""
    return f"{folder} is not empty: name a folder that does not exist yet" if os.path.lexists(folder) else ""


def begin(folder: Path, home: Path = HOME) -> list[str]:
    """Write a new site into a folder that nothing refuses; gives what is to be replaced in it, each with its place.

    Raises OSError where the system does not let it be written.
    """
    for name, source in sorted(_files(home)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, path)
    return list(marks(folder))


def _files(home: Path) -> Iterator[tuple[str, Path]]:
    """The files of a new site, each with the file that it is a copy of."""
    for base, within in ((home / STARTER, home / STARTER), *((home / name, home) for name in SHARED)):
        for path in base.rglob("*"):
            name = path.relative_to(within).as_posix()
            if path.is_file() and (within != home or name not in NOT_SHARED):
                yield name, path


def marks(folder: Path) -> Iterator[str]:
    """What the files of a site say is to be replaced: `path:line: what`."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        text = path.read_text("utf-8", errors="ignore")
        for number, line in enumerate(text.splitlines(), 1):
            if found := _MARK.search(line):
                yield f"{path.relative_to(folder).as_posix()}:{number}: {found[1]}"

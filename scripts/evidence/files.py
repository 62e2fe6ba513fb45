"""The files of a site are read as text; one that cannot be read, leads elsewhere or hides signs becomes a problem."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path

from evidence.folding import MOST_ACCENTS, heaped
from evidence.problems import Place, Problem

FOLDERS = ("content", "docs", "seeds", "templates")
"""What a site publishes, or is made of, stands below these."""
FILES = ("mkdocs.yml", "references.bib", "CITATION.cff")
MAX_BYTES = 10_000_000
"""How large any file that is read may be."""
MAX_SOURCE = 1_000_000
"""How large a file of seeds/ may be: as large as the text of a book."""
MOST_UNSEEN = 100
"""How many unseen signs of a file are told."""
MOST_DEEP = 30
"""How many folders may stand in each other."""
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def read_text(
    root: Path, path: Path, problems: list[Problem], cure: str = "", encoding: str = "utf-8-sig"
) -> str | None:
    """The text of a file; None where there is none, which is then among the problems."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    if "\0" in name:
        problems.append(Problem(Place(name), "file-unreadable", "no file is called so", cure))
        return None
    if leads_outside(root, path):
        return None  # `strangers` says so
    if _is_special(path):
        problems.append(Problem(Place(name), "file-unreadable", "a pipe or a device is no file", cure))
        return None
    most = MAX_SOURCE if path.parent == root / "seeds" else MAX_BYTES
    try:
        if path.stat().st_size > most:
            message = f"the file is larger than {most // 1_000_000} MB"
            problems.append(Problem(Place(name), "file-unreadable", message, "split it, or shorten it"))
            return None
        text = path.read_bytes().decode(encoding)
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8"
        problems.append(Problem(Place(name), "file-unreadable", message, "save the file as UTF-8"))
    except OSError as error:
        problems.append(Problem(Place(name), "file-unreadable", error.strerror or "cannot be read", cure))
    else:
        if (at := heaped(text)) is None:
            problems += islice(_unseen(text, name), MOST_UNSEEN)
            return text
        message = f"more than {MOST_ACCENTS} accents stand on one letter"
        problems.append(Problem(_place(text, name, at), "file-unreadable", message, "delete them"))
    return None


def absent(path: Path) -> bool:
    """Whether there is no such file; of what cannot be looked at, reading says why."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def descend(top: Path, closed: Callable[[OSError], object] | None = None) -> Iterator[tuple[str, list[str], list[str]]]:
    """A folder and those below it, each with the names of its folders and files, as `os.walk` gives them.

    What lies deeper than it may is not looked at. `closed` is called with the error where a folder cannot be listed.
    """
    for where, names, files in os.walk(top, onerror=closed):
        if _depth(top, where) > MOST_DEEP:
            names.clear()
        else:
            yield where, names, files


def _depth(top: Path, where: str) -> int:
    return len(Path(where).parts) - len(top.parts)


def walk(root: Path, folder: Path, problems: list[Problem]) -> Iterator[tuple[str, list[str], list[str]]]:
    """The folder and those below it, each with the names of its folders and files; one that is closed is a problem."""

    def closed(error: OSError) -> None:
        place = Place(Path(error.filename).relative_to(root).as_posix())
        problems.append(Problem(place, "file-unreadable", error.strerror or "cannot be listed"))

    return descend(folder, closed)


def listed(root: Path, folder: Path, problems: list[Problem]) -> list[Path]:
    """Every file below a folder, in order."""
    found = [Path(where, name) for where, _, names in walk(root, folder, problems) for name in names]
    # What cannot be looked at is kept, so that reading it says why; a device or a pipe is left alone.
    return sorted(path for path in found if os.path.isfile(path) or not os.path.exists(path))  # noqa: PTH110, PTH113  # these never raise


def strangers(root: Path) -> Iterator[Problem]:
    """What is never read or published: links in the folders of a site that lead out of it, and folders without end.

    And in those that other programs read, every pipe that they would wait for.
    """
    odd = [problem for one in FOLDERS for problem in _strange(root, one)]
    links = [_stranger(root, root / one) for one in (*FOLDERS, *FILES) if (root / one).is_symlink()]
    yield from sorted([*odd, *(problem for problem in links if problem)])


def _strange(root: Path, name: str) -> Iterator[Problem]:
    """What is strange below one folder of a site; most entries are files or folders, as the system itself says."""
    left = [(str(root / name), 0)]
    while left:
        folder, depth = left.pop()
        try:
            with os.scandir(folder) as entries:
                found = [*entries]
        except OSError:  # who reads it says why
            continue
        for entry in found:
            path, is_folder = Path(entry.path), entry.is_dir(follow_symlinks=False)
            if depth == MOST_DEEP:
                message, cure = f"more than {MOST_DEEP} folders stand in each other", "move what lies here further up"
                yield Problem(Place(path.relative_to(root).as_posix()), "file-unreadable", message, cure)
            elif is_folder:
                left.append((entry.path, depth + 1))
            elif not entry.is_file(follow_symlinks=False) and (problem := _stranger(root, path)):
                yield problem


def _stranger(root: Path, path: Path) -> Problem | None:
    """What is wrong with something that is no file and no folder itself."""
    place = Place(path.relative_to(root).as_posix())
    if path.is_symlink() and leads_outside(root, path):
        return Problem(place, "file-outside", "this link leads out of the site", "put a copy of the file in its place")
    if _is_special(path) and place.path.startswith(("docs/", "templates/")):  # others are not read
        return Problem(place, "file-unreadable", "a pipe or a device is no file", "remove it")
    return None


def leads_outside(root: Path, path: Path) -> bool:
    """Whether a path that is written as one inside the site leads elsewhere; a link to nothing does not."""
    if not path.is_relative_to(root):
        return False  # a file that a setting names is not hidden
    target = Path(os.path.realpath(path))
    return os.path.lexists(target) and not target.is_relative_to(os.path.realpath(root))


def _is_special(path: Path) -> bool:
    """Whether a path leads to a pipe, a device or the like, which may never come to an end."""
    return os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path))  # noqa: PTH110, PTH112, PTH113  # these never raise


def _unseen(text: str, name: str) -> Iterator[Problem]:
    """Signs that turn the direction in which text is shown, so that it reads otherwise than programs read it.

    Other unseen signs are told too, but in YAML, whose reader refuses them itself.

    See https://trojansource.codes/; letters that are themselves written from right to left need none of them.
    """
    signs = chain(_TURNING.finditer(text), () if name.endswith(".yml") else _UNSEEN.finditer(text))
    for match in signs:
        what = "turns the direction of what is shown" if _TURNING.match(match[0]) else "is no part of a text"
        place = _place(text, name, match.start())
        yield Problem(place, "text-turned", f"U+{ord(match[0]):04X} {what}", "delete this unseen sign")


def _place(text: str, name: str, at: int) -> Place:
    return Place(name, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))

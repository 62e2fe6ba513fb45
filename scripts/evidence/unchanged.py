"""Whether anything that a build depends on has changed since the last one, without reading any of it.

Files are told by their names, sizes and times of change, so that a change is missed only where a file of the same size
is given the very same time.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from evidence import dating, history, output
from evidence.files import MOST_DEEP
from evidence.problems import Place, Problem, Severity

_LEFT_OUT = ("node_modules", "__pycache__")
"""Folders that hold nothing that a site is made from, wherever they are."""
_VARIABLE = re.compile(r"!ENV\s+(?:\[([^\]\n]*)\]|(\S+))")
"""How the settings ask for variables of the environment."""
_INHERIT = re.compile(r"^INHERIT:\s*['\"]?([^'\"\n#]+?)['\"]?\s*(?:#.*)?$", re.MULTILINE)


def found(record: Path, root: Path, site: Path) -> list[Problem] | None:
    """The problems that were noted in the file `record`, where all is as it was then; None where it is not."""
    try:
        said = json.loads(record.read_bytes())
        problems = [
            Problem(Place(path, line, column), code, message, cure, Severity(severity))
            for path, line, column, code, message, cure, severity in said["problems"]
        ]
        noted = said["sources"], said["made"]
    except (OSError, ValueError, TypeError, KeyError):  # what cannot be read says nothing
        return None
    return problems if noted == (sources(root, site), _made(root, site)) else None


def note(record: Path, root: Path, site: Path, before: str, problems: Iterable[Problem]) -> None:
    """Note what was made, of which sources (as `sources` told them before they were read), and what was found wrong."""
    record.parent.mkdir(parents=True, exist_ok=True)
    told = [
        (one.place.path, one.place.line, one.place.column, one.code, one.message, one.cure, one.severity)
        for one in problems
    ]
    said = {"sources": before, "made": _made(root, site), "problems": told}
    record.write_text(json.dumps(said), "utf-8")


def sources(root: Path, site: Path) -> str:
    """A digest of everything that decides what is published from `root` to the folder `site`."""
    told = sha256(f"{sys.version} {root} {site} {dating.committed(root)}".encode())
    known = history.read(root)
    told.update(repr((sorted(known.days.items()), sorted(known.edited))).encode())
    for line in _settings(root):
        told.update(line)
    made = {str(path) for path in (site, root / "build", *output.generated(root / "docs"))}
    made |= {entry.path for entry in os.scandir(root) if entry.name.startswith(".")}
    for folder in (root, Path(__file__).parent):
        for line in _files(folder, made, f"{root}/docs"):
            told.update(line)
    for place in sys.path:
        if os.path.isdir(place):  # noqa: PTH112  # an entry of the path may be a zip file, or nothing
            told.update(repr(sorted(path.name for path in Path(place).glob("*.dist-info"))).encode())
    return told.hexdigest()


def _settings(root: Path) -> Iterator[bytes]:
    """What the settings say, wherever they are inherited from, and the variables of the environment they ask for."""
    path, seen = root / "mkdocs.yml", set[Path]()
    while path not in seen:
        seen.add(path)
        try:
            text = path.read_bytes()
        except (OSError, ValueError):  # who reads them says why
            return
        yield text
        for found in _VARIABLE.finditer(text.decode("utf-8", "replace")):
            for name in re.findall(r"\w+", found[1] or found[2]):
                yield f"{name}={os.environ.get(name)}\n".encode()
        if inherited := _INHERIT.search(text.decode("utf-8", "replace")):
            path = Path(os.path.normpath(path.parent / inherited[1]))


def _made(root: Path, site: Path) -> str:
    told = sha256()
    for folder in (root / "docs", site):
        for line in _files(folder, (), str(folder)):
            told.update(line)
    return told.hexdigest()


def _files(folder: Path, but: Collection[str], public: str, depth: int = 0) -> Iterator[bytes]:
    """A line for every file below a folder, in the order of their names.

    Below the folder `public` names that begin with a dot are left out, for they are not published.
    """
    if depth > 2 * MOST_DEEP:
        return  # nothing can be made of it
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        hidden = entry.name.startswith(".") and entry.path.startswith(public)
        if hidden or entry.name in _LEFT_OUT or entry.path in but:
            continue
        if entry.is_dir():
            yield from _files(Path(entry.path), but, public, depth + 1)
        else:
            stat = entry.stat(follow_symlinks=not entry.is_symlink() or entry.is_file())
            line = f"{entry.path}\0{stat.st_size} {stat.st_mtime_ns} {stat.st_ino}\n"
            yield line.encode(errors="surrogateescape")

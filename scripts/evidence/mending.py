"""What has one right answer is mended in a copy of the site, until nothing is left to mend, and never for the worse."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from evidence import bibediting, checks, edits, files, reading, yamlediting
from evidence.catalogue import Catalogue
from evidence.edits import Edit
from evidence.problems import Problem, errors

BIBLIOGRAPHY = "references.bib"
ROUNDS = 20
"""More than any site needs: what one round mends may show what the next has to."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file as it is and as it would be; its path is below the site's folder."""

    path: str
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Mended:
    """What would change, the files that are left alone because they would have more errors, and what is still wrong."""

    changes: tuple[Change, ...]
    refused: tuple[str, ...]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class _State:
    """The copy as it stands, with what is wrong with it."""

    catalogue: Catalogue
    problems: list[Problem]

    @classmethod
    def of(cls, root: Path) -> _State:
        catalogue, problems = reading.read_site(root)
        return cls(catalogue, sorted([*problems, *checks.check(catalogue)]))

    def harm(self, path: str) -> tuple[int, int]:
        """How bad a file is: worst of all not to be understood, for that hides what else is wrong, then its errors."""
        catalogue, name = self.catalogue, path.rpartition("/")[2]
        kinds = {f"content/{kind.folder}/_kind.yml" for kind in catalogue.kinds.values()}
        records = {record.path for record in catalogue.records.values()}
        known = kinds if name == "_kind.yml" else records if path.count("/") > 1 else {path}
        unread = (path not in known) + (path != BIBLIOGRAPHY and path not in catalogue.documents)
        return unread, len([one for one in errors(self.problems) if one.place.path == path])


def mend(root: Path, asked: Callable[[str], bool]) -> Mended:
    """What mending would make of those files of the site at `root` that are `asked` for by path. Writes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        _copy(root, copy)
        before: dict[str, bytes] = {}
        refused: set[str] = set()
        state = _State.of(copy)
        for _ in range(ROUNDS):
            texts = {path: text for path, text in _mended(state).items() if asked(path) and path not in refused}
            old = {path: (copy / path).read_bytes() for path in texts}
            new = {path: text.encode() for path, text in texts.items() if text.encode() != old[path]}
            if not new:
                break
            for path, text in new.items():
                before.setdefault(path, old[path])
                (copy / path).write_bytes(text)
            after = _State.of(copy)
            if worse := [path for path in new if after.harm(path) > state.harm(path)]:
                refused.update(worse)
                for path in worse:
                    (copy / path).write_bytes(old[path])
                after = _State.of(copy)
            state = after
        changes = (Change(path, text, (copy / path).read_bytes()) for path, text in sorted(before.items()))
        return Mended(tuple(one for one in changes if one.before != one.after), tuple(sorted(refused)), state.problems)


def _mended(state: _State) -> dict[str, str]:
    """Every file that contributors write and that could be read, by its path, with all edits that do not overlap."""
    catalogue = state.catalogue
    texts = {BIBLIOGRAPHY: catalogue.bibliography} if catalogue.bibliography else {}
    found: dict[str, list[Edit]] = defaultdict(list)
    for path, one in catalogue.documents.items():
        texts[path] = one.text
        found[path] += yamlediting.tidy(one)
    for problem in state.problems:
        path, answer = problem.place.path, problem.instead
        if answer is None or path not in texts:
            continue
        document = catalogue.documents.get(path)
        edit = (
            yamlediting.answered(document, problem.place, answer)
            if document
            else bibediting.answered(texts[path], problem.place, answer)
        )
        found[path] += [edit] if edit else []
    return {path: edits.apply(text, found[path]) for path, text in texts.items()}


def _copy(root: Path, to: Path) -> None:
    """All that a site is read from; what cannot be copied is a problem of the site already, and stays one."""
    folders = (where for name in ("content", "seeds") for where in files.descend(root / name))
    below = [(Path(where), names) for where, _, names in folders]
    settings = [path.name for path in root.iterdir() if path.suffix in (".yml", ".yaml", ".bib", ".cff")]
    for where, names in [(root, settings), *below]:
        (to / where.relative_to(root)).mkdir(parents=True, exist_ok=True)
        _copy_files(root, where, to / where.relative_to(root), names)


def _copy_files(root: Path, folder: Path, to: Path, names: Iterable[str]) -> None:
    for name in names:
        if files.leads_outside(root, folder / name):
            (to / name).symlink_to((folder / name).resolve())  # so that it stays what it is, and is not read
        elif (folder / name).is_file():
            with suppress(OSError):
                shutil.copyfile(folder / name, to / name)

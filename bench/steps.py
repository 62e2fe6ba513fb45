"""What is measured on one site, in its order: the programs, and for each what it does after which change."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import others
from records import STEPS, Program, Step
from synthetic import ROOT

VARIABLES = {"PYTHONPATH": str(ROOT / "scripts"), "SOURCE_DATE_EPOCH": "1700000000", "NO_MKDOCS_2_WARNING": "1"}
EVIDENCE = [sys.executable, "-m", "evidence", "build"]
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "plain"]

Programs = Mapping[Program, str]
"""What is measured; the path of the program where it is not ours."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One step: `prepare` does what is not measured and gives the command; `site` is the folder that it writes."""

    program: Program
    step: Step
    site: str
    prepare: Callable[[], list[str]]

    @property
    def needs_pages(self) -> bool:
        """Whether the Markdown has to be there."""
        return self.program not in {"evidence", "fast"}


def has_fast() -> bool:
    """Whether there is a fast build."""
    command = [*EVIDENCE, "--help"]
    told = subprocess.run(command, env={**os.environ, **VARIABLES}, capture_output=True, text=True, check=True)
    return "--fast" in told.stdout


def plan(root: Path, programs: Programs, turn: int, steps: Collection[Step] = STEPS) -> list[Planned]:
    """Such steps of one turn in their order, most of which rely on a cold build before them."""
    return [one for one in _all(root, programs, turn) if one.program in programs and one.step in steps]


def _all(root: Path, programs: Programs, turn: int) -> Iterator[Planned]:
    fast = [*EVIDENCE, "--fast", "--workers"]
    zensical, hugo = programs.get("zensical", ""), programs.get("hugo", "")
    yield from _ours(root, "evidence", EVIDENCE, turn)
    yield Planned("fast", "one worker", "site", lambda: _cold(root, [*fast, "1"]))
    yield from _ours(root, "fast", [*fast, "2"], turn)
    yield Planned("mkdocs", "cold", "plain", lambda: _cleared(root, lambda: MKDOCS))
    site = others.ZENSICAL_SITE
    yield Planned("zensical", "cold", site, lambda: _cleared(root, lambda: others.zensical(root, zensical)))
    yield Planned("zensical", "unchanged", site, lambda: others.zensical(root, zensical))
    yield Planned("hugo", "cold", f"{others.HUGO}/public", lambda: _cleared(root, lambda: others.hugo(root, hugo)))


def _ours(root: Path, program: Program, command: list[str], turn: int) -> list[Planned]:
    claim = root / "content" / "claims" / "000" / f"claim-{turn + 1}.yml"

    def edited(path: Path, old: str, new: str) -> list[str]:
        edit(path, old, new)
        return command

    return [
        Planned(program, "cold", "site", lambda: _cold(root, command)),
        Planned(program, "unchanged", "site", lambda: command),
        Planned(program, "claim", "site", lambda: edited(claim, "helps", "surely helps")),
        Planned(program, "reference", "site", lambda: edited(root / "references.bib", "title = {{Of", "title = {{On")),
    ]


def edit(path: Path, old: str, new: str) -> None:
    """Change the first place where a text stands in a file."""
    text = path.read_text("utf-8")
    if old not in text:
        raise ValueError(f"{path} does not say {old}")
    path.write_text(text.replace(old, new, 1), "utf-8")


def _cold(root: Path, command: list[str]) -> list[str]:
    """As after a fresh checkout: no site, nothing generated, nothing kept."""
    for path in (root / "docs").iterdir():
        if path.name != "assets":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return _cleared(root, lambda: command)


def _cleared(root: Path, command: Callable[[], list[str]]) -> list[str]:
    """A command once nothing is left of what any program made of the pages, so that the disk holds one site."""
    for folder in ("site", "build", "plain", others.ZENSICAL_SITE, ".cache", others.HUGO):
        shutil.rmtree(root / folder, ignore_errors=True)
    return command()

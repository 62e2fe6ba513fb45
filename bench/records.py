"""What was measured is kept line by line as JSON: what a run found before it was cut off stays."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import tempfile
import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from clock import Outcome
from synthetic import ROOT

RECORDS = ROOT / "docs" / "decisions" / "0005-speed.jsonl"
PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "jinja2", "pydantic")

Program = Literal["evidence", "fast", "mkdocs", "zensical", "hugo"]
Step = Literal["cold", "one worker", "unchanged", "claim", "reference"]
STEPS: tuple[Step, ...] = get_args(Step)


class Frozen(BaseModel):
    """A value that is read as strictly as it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Machine(Frozen):
    """Where it was measured; memory in gigabytes; `disk` is the file system on which the sites stood."""

    processor: str
    cores: int
    memory: float
    system: str
    disk: str
    python: str


class Record(Frozen):
    """One step: seconds, megabytes of memory, bytes of the site, and cores that others kept busy meanwhile.

    `pages` counts the Markdown files, `files` those of the site that are not as they were before the step.
    """

    day: str
    commit: str
    machine: Machine
    versions: Mapping[str, str]
    claims: int
    topics: int
    hubs: bool
    program: Program
    step: Step
    outcome: Outcome
    seconds: float
    memory: float
    others: float
    bytes: int
    pages: int
    files: int


def append(path: Path, record: Record) -> None:
    """Write one more line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(record.model_dump_json() + "\n")


def read(path: Path) -> list[Record]:
    """All that was written; raises OSError and pydantic.ValidationError."""
    return [Record.model_validate_json(line) for line in path.read_text("utf-8").splitlines()]


def machine() -> Machine:
    """The one that this runs on."""
    told = Path("/proc/cpuinfo")
    names = re.findall(r"^model name\s*: (.+)$", told.read_text() if told.exists() else "", re.MULTILINE)
    return Machine(
        processor=names[0] if names else platform.machine(),
        cores=os.cpu_count() or 1,
        memory=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        system=platform.system(),
        disk=_disk(Path(tempfile.gettempdir()).resolve()),
        python=platform.python_version(),
    )


def _disk(folder: Path) -> str:
    """The kind of file system that a folder is on; empty where the system does not tell."""
    mounts = Path("/proc/mounts")
    told = [line.split()[1:3] for line in mounts.read_text().splitlines()] if mounts.exists() else []
    kinds = {Path(where): kind for where, kind in told}
    return next((kinds[one] for one in (folder, *folder.parents) if one in kinds), "")


def versions() -> dict[str, str]:
    """Of the packages that a build uses."""
    return {name: version(name) for name in PACKAGES}


def commit() -> str:
    """Which state of the project is measured; empty where Git does not tell."""
    command = ["git", "describe", "--always", "--exclude=*"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def today() -> str:
    """The day, as in 2026-01-31."""
    return time.strftime("%Y-%m-%d", time.gmtime())

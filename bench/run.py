"""What a build costs at several sizes, beside plain MkDocs on the same pages: `python bench/run.py 100 2000`.

Each command runs alone, as often as `--repeat` says; the median is reported. Memory is that of all its processes
together, looked at five times a second. Nothing here is run by the tests: a figure belongs to the machine it was
measured on, so the table names it and the versions, and only the ratios within one run mean something elsewhere.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from synthetic import ROOT, Size, write_site

EVIDENCE = [sys.executable, "-m", "evidence", "build"]
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "plain"]
PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "jinja2")
HEAD = "| claims | topics | what | seconds | to plain MkDocs | memory, MB | site, MB |\n|--:|--:|:--|--:|--:|--:|--:|\n"


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and megabytes of all processes at their highest."""

    seconds: float
    memory: float


def run(command: Sequence[str], root: Path) -> Cost:
    """Run a command to its end; raises where it fails."""
    begun, highest = time.perf_counter(), 0
    variables = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "SOURCE_DATE_EPOCH": "1700000000"}
    with subprocess.Popen(command, cwd=root, env=variables, start_new_session=True, stderr=subprocess.DEVNULL) as one:
        while one.poll() is None:
            highest = max(highest, _memory(one.pid))
            time.sleep(0.2)
    if one.returncode:
        raise subprocess.CalledProcessError(one.returncode, command)
    return Cost(time.perf_counter() - begun, highest / 1e6)


def _memory(group: int) -> int:
    """Bytes that the processes of a group hold at this moment; only Linux tells."""
    pages = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[2]) == group:
                pages += int((folder / "statm").read_text().split()[1])
        except OSError:  # it has just ended
            continue
    return pages * os.sysconf("SC_PAGE_SIZE")


def edit(path: Path, old: str, new: str) -> None:
    """Change the first place where a text stands in a file."""
    text = path.read_text("utf-8")
    if old not in text:
        raise ValueError(f"{path} does not say {old}")
    path.write_text(text.replace(old, new, 1), "utf-8")


def steps(root: Path, turn: int) -> Iterator[tuple[str, Callable[[], Cost]]]:
    """What is measured, in order; each may rely on what came before it."""
    claim = root / "content" / "claims" / "000" / f"claim-{turn + 1}.yml"

    def cold() -> Cost:
        for name in ("site", "plain"):
            shutil.rmtree(root / name, ignore_errors=True)
        for path in (root / "docs").iterdir():
            if path.name != "assets":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        return run(EVIDENCE, root)

    def edited(path: Path, old: str, new: str) -> Cost:
        edit(path, old, new)
        return run(EVIDENCE, root)

    yield "cold", cold
    yield "nothing changed", lambda: run(EVIDENCE, root)
    yield "one claim edited", lambda: edited(claim, "helps", "surely helps")
    yield "one reference edited", lambda: edited(root / "references.bib", "title = {{Of", "title = {{On")
    yield "plain MkDocs, same pages", lambda: run(MKDOCS, root)


def measure(size: Size, repeat: int) -> str:
    """The rows of the table for one size."""
    found: dict[str, list[Cost]] = {}
    with tempfile.TemporaryDirectory() as folder:
        root = write_site(Path(folder) / "site-of-claims", size)
        for turn in range(repeat):
            for name, step in steps(root, turn):
                found.setdefault(name, []).append(step())
                print(f"{size.claims} claims, {name}: {found[name][-1].seconds:.1f} s", file=sys.stderr)
        disk = sum(path.stat().st_size for path in (root / "site").rglob("*") if path.is_file()) / 1e6
    seconds = {name: statistics.median(one.seconds for one in costs) for name, costs in found.items()}
    plain = seconds["plain MkDocs, same pages"]
    return "".join(
        f"| {size.claims} | {size.topics} | {name}{', hubs' if size.hubs else ''} | {seconds[name]:.1f} "
        f"| {seconds[name] / plain:.2f} | {max(one.memory for one in costs):.0f} | {disk:.0f} |\n"
        for name, costs in found.items()
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", type=int, nargs="*", default=[100, 2000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--hubs", action="store_true", help="a few topics are named by most claims")
    options = parser.parse_args()
    rows = [measure(Size(claims, max(40, claims // 10), options.hubs), options.repeat) for claims in options.claims]
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {versions}; median of {options.repeat}.\n")
    print(HEAD + "".join(rows), end="")


if __name__ == "__main__":
    main()

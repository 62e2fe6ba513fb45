"""What a build costs at several sizes, beside other programs on the same pages: `python bench/run.py 100 2000`.

Each command runs alone; what it cost is appended at once to a file, of which
`bench/report.py` makes a table and a plot.
Nothing here is run by the tests: a figure belongs to the machine it was measured on.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import clock
import others
import records
from records import Program, Record, Step
from steps import VARIABLES, Programs, has_fast, plan
from synthetic import Size, write_site


@dataclass(frozen=True, slots=True)
class Run:
    """What holds for every step: what is known of the machine, the programs, and seconds that a step may take."""

    known: Mapping[str, Any]
    programs: Programs
    limit: float


def measure(run: Run, size: Size, turns: int, steps: Collection[Step] = records.STEPS) -> Iterator[Record]:
    """Take some steps of a size; what did not end is not tried again, nor what relies on it."""
    given_up: set[tuple[Program, Step]] = set()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = write_site(Path(folder) / "site-of-claims", size)
        for one in (one for turn in range(turns) for one in plan(root, run.programs, turn, steps)):
            if given_up & {(one.program, one.step), (one.program, "cold")}:
                continue
            if one.needs_pages and not (root / "docs" / "index.md").exists():
                continue
            command = one.prepare()
            before = _stamps(root / one.site)
            cost = clock.run(command, root, VARIABLES, run.limit)
            after = _stamps(root / one.site)
            if cost.outcome != "ended":
                given_up.add((one.program, one.step))
                print(cost.said, file=sys.stderr)
            yield Record(
                **run.known,
                claims=size.claims,
                topics=size.topics,
                hubs=size.hubs,
                program=one.program,
                step=one.step,
                outcome=cost.outcome,
                seconds=round(cost.seconds, 3),
                memory=round(cost.memory, 1),
                others=round(cost.others, 2),
                bytes=sum(length for _, length in after.values()),
                pages=sum(1 for _ in (root / "docs").rglob("*.md")),
                files=sum(stamp != before.get(name) for name, stamp in after.items()),
            )


def _stamps(site: Path) -> dict[str, tuple[int, int]]:
    """When each file of a site was last written, and its bytes."""
    files = (Path(where, name) for where, _, names in os.walk(site) for name in names)
    return {str(file): (file.stat().st_mtime_ns, file.stat().st_size) for file in files}


def installed(options: argparse.Namespace) -> dict[Program, str]:
    """What can be measured here, and the path of each program that is not ours; says what is missing."""
    found: dict[Program, str] = {"evidence": "", "mkdocs": ""}
    if has_fast():
        found["fast"] = ""
    for name in others.NAMES if options.others else ():
        if path := shutil.which(getattr(options, name) or name):
            found[name] = path
        else:
            print(f"{name} is not installed and is left out", file=sys.stderr)
    return {name: path for name, path in found.items() if not options.only or name in options.only}


def main() -> None:
    """Measure and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", type=int, nargs="*", help="sizes of the sites (default: 100 2000)")
    parser.add_argument("--repeat", type=int, default=3, help="how often each step is taken (default: 3)")
    parser.add_argument("--repeat-large", type=int, help="how often at the largest size (default: as --repeat)")
    parser.add_argument("--once", type=int, nargs="*", default=[], help="sizes that are built once and cold only")
    parser.add_argument("--shapes", choices=("equal", "hubs"), nargs="+", default=["equal", "hubs"])
    parser.add_argument("--steps", choices=records.STEPS, nargs="+", default=records.STEPS, help="default: all")
    parser.add_argument("--only", nargs="+", help="evidence, fast, mkdocs, zensical, hugo (default: all there are)")
    parser.add_argument("--others", action="store_true", help="Zensical and Hugo too, where they are installed")
    for name in others.NAMES:
        parser.add_argument(f"--{name}", metavar="PATH", help="where the program is, if it is not found by its name")
    parser.add_argument("--limit", type=float, default=1800, help="seconds after which a step is ended (default: 1800)")
    parser.add_argument("--records", type=Path, default=records.RECORDS, help="the file to append to")
    parser.add_argument("--fresh", action="store_true", help="forget what the file holds")
    options = parser.parse_args()
    programs = installed(options)
    versions = records.versions() | {
        name: others.version_of(name, programs[name]) for name in others.NAMES if name in programs
    }
    known = {
        "day": records.today(),
        "commit": records.commit(),
        "machine": records.machine(),
        "versions": versions,
    }
    if options.fresh:
        options.records.unlink(missing_ok=True)
    several = options.claims or ([] if options.once else [100, 2000])
    largest, large = max(several, default=0), options.repeat_large or options.repeat
    sizes = [(claims, large if claims == largest else options.repeat, False) for claims in several]
    sizes += [(claims, 1, True) for claims in options.once]
    for claims, turns, once in sizes:
        for shape in options.shapes if not once else ["equal"]:
            size = Size(claims, max(40, claims // 10), shape == "hubs")
            for record in measure(
                Run(known, programs, options.limit), size, turns, ["cold"] if once else options.steps
            ):
                records.append(options.records, record)
                print(
                    f"{claims} claims, {shape}, {record.program}, {record.step}: {record.outcome} after "
                    f"{record.seconds:.1f} s, {record.memory:.0f} MB",
                    file=sys.stderr,
                )


if __name__ == "__main__":
    main()

"""The commands that make the site: pages and build."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path

from evidence import builders, building, lock, publishing, unchanged, working
from evidence.cli_say import Laps, Options, attempt, progress, say
from evidence.problems import Place, Problem

PORTIONS = "portions of the pages"


def pages(root: Path, options: Options) -> int:
    """Write the generated Markdown below docs/."""
    laps = Laps()
    with alone(root):
        result = building.generate(root, workers(options), laps, tell=progress(PORTIONS))
    say(result.problems, options)
    status = report(result)
    laps.report(options)
    return status


def workers(options: Options) -> int:
    """How many processes are to share the work."""
    return getattr(options, "workers", None) or working.cores()


def kept(root: Path) -> Path:
    """The folder in which fast builds keep what the next one needs."""
    return root / "build" / "fast"


def report(result: building.Result) -> int:
    """Say what was written; gives the exit status."""
    if result.written is None:
        return 1
    written = result.written
    print(f"{written.total} pages: {written.changed} written, {written.removed} removed", file=sys.stderr)
    return 0


def build(root: Path, options: Options) -> int:
    """Write the pages and publish the site, hosted or for the disk."""
    default = root / "build" / "offline" / "evidence" if options.offline else root / "site"
    site = options.site.resolve() if options.site else default
    archive = site.with_name(site.name + ".zip")
    record = kept(root) / f"state-{'disk' if options.offline else 'hosted'}"
    made = record.with_name(f"{record.name}.made")
    laps = Laps()

    def make(root: Path, options: Options) -> int:
        with alone(root):
            before = unchanged.sources(root, site) if options.fast else ""
            status, problems = _build(root, site, options, laps)
            if options.fast and status == 0:
                unchanged.note(made, root, site, before, problems)
            return status

    if options.offline and archive.is_file() and not publishing.is_ours(archive, site.name):
        message, place = f"{archive} is no copy of a site, and would be written over", Place("mkdocs.yml")
        say([Problem(place, "not-published", message, "name another folder with --site")], options)
        return 1
    known = options.fast and options.builder == builders.BUILDERS[0]
    if known and (archive.exists() or not options.offline):
        if (same := unchanged.found(record, root, site)) is not None:
            say(same, options)
            print("nothing has changed", file=sys.stderr)
            return 0
        laps("look for changes")
    record.unlink(missing_ok=True)
    if attempt(make, root, options):
        print("nothing was published; the site that was there is unchanged", file=sys.stderr)
        return 1
    if options.offline:
        publishing.pack(site, archive)
        print(f"packed {archive}", file=sys.stderr)
        laps("pack")
    if options.fast:
        made.replace(record)  # what is not packed is not done
    print(f"open {site / 'index.html'}", file=sys.stderr)
    laps.report(options)
    return 0


def _build(root: Path, site: Path, options: Options, laps: Laps) -> tuple[int, list[Problem]]:
    """Make and publish the site; gives the exit status and the problems, which are said as well."""
    result = _generate(root, options, laps)
    status = report(result)
    wrong = [] if status else _publish(root, site, options)
    laps("publish")
    problems = [*result.problems, *wrong]
    say(problems, options)
    return 1 if wrong else status, problems


def _generate(root: Path, options: Options, laps: Laps) -> building.Result:
    """Write the pages: in a copy of this process, with which all goes that was held of the site."""

    def generate() -> tuple[building.Result, Laps]:
        folder = kept(root) if options.fast else None
        return building.generate(root, workers(options), laps, folder, progress(PORTIONS)), laps

    with working.beside(generate, workers(options)) as generated:
        result, there = generated()
    laps.follow(there)
    return result


def _publish(root: Path, site: Path, options: Options) -> list[Problem]:
    if not options.fast:
        return publishing.publish(root, site, offline=options.offline, builder=options.builder)
    from evidence import fast, preparing  # noqa: PLC0415  # nothing else is to need them

    other = options.builder != builders.BUILDERS[0]
    if reason := f"only {builders.BUILDERS[0]} is known to it" if other else preparing.refusal(root):
        return [Problem(Place("mkdocs.yml"), "not-published", reason, "build without --fast")]
    return fast.publish(root, site, progress("pages"), offline=options.offline, workers=workers(options))


def alone(root: Path) -> AbstractContextManager[None]:
    """Nobody else writes pages or publishes them meanwhile."""
    return lock.alone(root / "docs", lambda: print("waiting for another run to end", file=sys.stderr))

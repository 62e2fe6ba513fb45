"""The commands that make the site: pages, build and serve."""

from __future__ import annotations

import os
import sys
import time
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from evidence import builders, building, lock, publishing, unchanged, working
from evidence.cli_say import Laps, Options, attempt, progress, say
from evidence.problems import Place, Problem


def pages(root: Path, options: Options) -> int:
    """Write the generated Markdown below docs/."""
    laps = Laps()
    with _alone(root):
        result = building.generate(root, _workers(options), laps)
    say(result.problems, options)
    status = _report(result)
    laps.report(options)
    return status


def _workers(options: Options) -> int:
    return getattr(options, "workers", None) or working.cores()


def _report(result: building.Result) -> int:
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
    record = root / "build" / "fast" / f"state-{'disk' if options.offline else 'hosted'}"
    laps = Laps()

    def make(root: Path, options: Options) -> int:
        with _alone(root):
            status, quiet = _build(root, site, options, laps)
            if options.fast and quiet:  # what there is to say is said every time
                unchanged.note(record, root, site)
            return status

    if options.fast and archive.exists() >= options.offline and unchanged.holds(record, root, site):
        print("nothing has changed", file=sys.stderr)
        return 0
    record.unlink(missing_ok=True)
    if attempt(make, root, options):
        print("nothing was published; the site that was there is unchanged", file=sys.stderr)
        return 1
    if options.offline:
        publishing.pack(site, archive)
        print(f"packed {archive}", file=sys.stderr)
        laps("pack")
    print(f"open {site / 'index.html'}", file=sys.stderr)
    laps.report(options)
    return 0


def _build(root: Path, site: Path, options: Options, laps: Laps) -> tuple[int, bool]:
    """Make and publish the site; gives the exit status, and whether there was nothing to say."""
    result = building.generate(root, _workers(options), laps)
    status = _report(result)
    wrong = [] if status else _publish(root, site, options)
    laps("publish")
    say([*result.problems, *wrong], options)
    return 1 if wrong else status, not (result.problems or wrong)


def _publish(root: Path, site: Path, options: Options) -> list[Problem]:
    if not options.fast:
        return publishing.publish(root, site, offline=options.offline, builder=options.builder)
    from evidence import fast  # noqa: PLC0415  # nothing else is to need it

    other = options.builder != builders.BUILDERS[0]
    if reason := f"only {builders.BUILDERS[0]} is known to it" if other else fast.refusal(root):
        return [Problem(Place("mkdocs.yml"), "not-published", reason, "build without --fast")]
    return fast.publish(root, site, progress("pages"), offline=options.offline, workers=_workers(options))


def _alone(root: Path) -> AbstractContextManager[None]:
    """Nobody else writes pages or publishes them meanwhile."""
    return lock.alone(root / "docs", lambda: print("waiting for another run to end", file=sys.stderr))


def serve(root: Path, options: Options) -> int:
    """Show the site on this machine, and write its pages anew after every edit."""

    def tell(said: str | Problem) -> None:
        if isinstance(said, Problem):
            say([said], options)
        else:
            print(said, end="", file=sys.stderr)

    before = _stamps(root)
    if pages(root, options):
        return 1
    with builders.serving(root, options.address, tell) as server:
        try:
            while server.poll() is None:
                time.sleep(0.5)
                if (now := _stamps(root)) != before:
                    before = now
                    attempt(pages, root, options)
        except KeyboardInterrupt:
            return 0
    return server.returncode


def _stamps(root: Path) -> dict[Path, int]:
    """When each file that the pages are made from was last changed."""
    folders = ("content", "templates", "seeds")
    below = (Path(where, name) for one in folders for where, _, names in os.walk(root / one) for name in names)
    stamps = {}
    for file in (root / "references.bib", *root.glob("*.yml"), *below):
        with suppress(OSError):  # an editor replaced it between listing and looking
            stamps[file] = file.stat().st_mtime_ns
    return stamps

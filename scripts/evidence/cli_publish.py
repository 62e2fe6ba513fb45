"""The commands that make the site: pages, build and serve."""

from __future__ import annotations

import os
import sys
import time
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from evidence import builders, building, lock, publishing
from evidence.cli_say import Options, attempt, say
from evidence.problems import Problem


def pages(root: Path, options: Options) -> int:
    """Write the generated Markdown below docs/."""
    with _alone(root):
        result = building.generate(root)
    say(result.problems, options)
    return _report(result)


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

    def publish(root: Path, options: Options) -> int:
        with _alone(root):
            result = building.generate(root)
            status = _report(result)
            wrong = [] if status else publishing.publish(root, site, offline=options.offline, builder=options.builder)
        say([*result.problems, *wrong], options)
        return 1 if wrong else status

    if attempt(publish, root, options):
        print("nothing was published; the site that was there is unchanged", file=sys.stderr)
        return 1
    if options.offline:
        archive = site.with_name(site.name + ".zip")
        publishing.pack(site, archive)
        print(f"packed {archive}", file=sys.stderr)
    print(f"open {site / 'index.html'}", file=sys.stderr)
    return 0


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

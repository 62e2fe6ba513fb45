"""The commands that make the site: pages, build and serve."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from evidence import builders, building, files, lock, output, publishing, unchanged, working
from evidence.cli_say import Laps, Options, attempt, progress, say
from evidence.problems import Place, Problem, errors, unwritable


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
            before = unchanged.sources(root, site) if options.fast else ""
            status, problems = _build(root, site, options, laps)
            if options.fast and status == 0:
                unchanged.note(record, root, site, before, problems)
            return status

    if options.fast and archive.exists() >= options.offline:
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
    print(f"open {site / 'index.html'}", file=sys.stderr)
    laps.report(options)
    return 0


def _build(root: Path, site: Path, options: Options, laps: Laps) -> tuple[int, list[Problem]]:
    """Make and publish the site; gives the exit status and the problems, which are said as well."""
    result = building.generate(root, _workers(options), laps)
    status = _report(result)
    wrong = [] if status else _publish(root, site, options)
    laps("publish")
    problems = [*result.problems, *wrong]
    say(problems, options)
    return 1 if wrong else status, problems


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
    """Show the site on this machine, and make anew what changed after every edit."""
    from evidence import fast, serving  # noqa: PLC0415  # nothing else is to need them

    if fast.refusal(root):
        return _serve_by_builder(root, options)
    before = _stamps(root)
    problems = _remake(root, options)
    server = serving.Server(options.address, fast.folder(root, "served"), fast.mount(root), problems)
    try:
        with server.running():
            print(f"open {server.url}, and stop with Ctrl-C", file=sys.stderr)
            while True:
                time.sleep(0.1)
                if (now := _stamps(root)) != before:
                    before = now
                    with server.changing() as wrong:
                        wrong.extend(_remake(root, options))
    except KeyboardInterrupt:
        return 0


def _remake(root: Path, options: Options) -> list[Problem]:
    """Make what changed; gives the problems, which are said as well."""
    from evidence import fast  # noqa: PLC0415  # nothing else is to need it

    laps = Laps()
    try:
        with _alone(root):
            result = building.generate(root, _workers(options), laps)
            wrong = errors(result.problems)
            if not wrong:
                wrong = fast.refresh(root, progress("pages"), workers=_workers(options))
    except OSError as error:
        wrong = [unwritable(error, root)]
        result = building.Result()
    laps("make the site")
    say([*result.problems, *(one for one in wrong if one not in result.problems)], options)
    _report(result)
    laps.report(options)
    return wrong


def _serve_by_builder(root: Path, options: Options) -> int:
    """Let the builder's own server make everything anew after every edit."""

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
    """When each file that the site is made from was last changed; what is made below docs/ is none."""
    made = output.generated(root / "docs")
    stamps = {}
    for folder in ("content", "templates", "seeds", "docs"):
        for where, inner, names in files.descend(root / folder):
            place = Path(where)
            inner[:] = [name for name in inner if place / name not in made]
            for file in (place / name for name in names if place / name not in made):
                with suppress(OSError):  # an editor replaced it between listing and looking
                    stamps[file] = file.stat().st_mtime_ns
    for file in (root / "references.bib", root / "CITATION.cff", *root.glob("*.yml")):
        with suppress(OSError):
            stamps[file] = file.stat().st_mtime_ns
    return stamps

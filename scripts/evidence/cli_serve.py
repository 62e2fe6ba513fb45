"""The command that shows the site while it is edited: what is looked at is made first."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from evidence import builders, building, files, output
from evidence.cli_publish import alone, kept, pages, report, workers
from evidence.cli_say import Laps, Options, attempt, progress, say
from evidence.problems import Problem, errors, unwritable

if TYPE_CHECKING:
    from evidence.serving import Server

_PAUSE = 0.05
"""Seconds, at least, after which is looked again whether anything was edited."""


def serve(root: Path, options: Options) -> int:
    """Show the site on this machine, and make anew what changed after every edit."""
    from evidence import fast, preparing, serving  # noqa: PLC0415  # nothing else is to need them

    if preparing.refusal(root):
        return _serve_by_builder(root, options)
    before = _stamps(root)
    sound, problems = _remake(root, options)
    server = serving.Server(options.address, fast.folder(root, "served"), preparing.mount(root), problems)
    since: set[Path] = set()
    pause = _PAUSE
    try:
        with server.running():
            print(f"open {server.url}, and stop with Ctrl-C", file=sys.stderr)
            while True:
                time.sleep(pause)
                began = time.monotonic()
                now = _stamps(root)
                pause = max(_PAUSE, 3 * (time.monotonic() - began))  # of many files, so that no core is kept busy
                if not (edited := {path for path, _ in before.items() ^ now.items()}):
                    continue
                before, since = now, since | edited
                with suppress(_Newer):
                    shown = _show_first(sound, since, server, options)
                    made, _ = _remake(root, options, server, before if shown else None)
                    sound, since = (made, set()) if made else (sound, since)
    except KeyboardInterrupt:
        return 0


class _Newer(Exception):
    """There are newer edits than those that are dealt with."""


class _Watch:
    """Raises _Newer, when it is called, where the files have other stamps than those that are known, if these are."""

    def __init__(self, root: Path, known: Mapping[Path, int] | None) -> None:
        self.root, self.known = root, known
        self.next = 0.0

    def __call__(self) -> None:
        began = time.monotonic()
        if self.known is None or began < self.next:
            return
        if _stamps(self.root) != self.known:
            raise _Newer
        now = time.monotonic()
        self.next = now + 10 * (now - began)  # looking takes time, too


def _show_first(sound: building.Ready | None, edited: set[Path], server: Server, options: Options) -> bool:
    """Make what browsers show of the claims that were edited since a site was sound; gives whether nothing else was.

    What is wrong with these claims stands above every page then, beside what is known to be wrong elsewhere.
    """
    from evidence import fast  # noqa: PLC0415  # nothing else is to need it

    laps = Laps()
    site = building.amended(sound, edited) if sound else None
    if site is None:
        return False
    wrong = [one for one in server.problems if site.root / one.place.path not in edited] + site.problems
    if site.problems:
        server.changed({}, wrong)
        return False
    try:
        with alone(site.root):
            opened = server.opened()
            if pages := building.write_first(site, opened):
                with server.changing() as problems:
                    problems.extend(wrong)
                    fast.remake(site.root, pages)
                server.settle(opened)
    except OSError:  # which is told when all is made
        return False
    laps("show what was edited")
    laps.report(options)
    return True


def _remake(
    root: Path, options: Options, server: Server | None = None, shown: Mapping[Path, int] | None = None
) -> tuple[building.Ready | None, list[Problem]]:
    """Make what changed, those pages first that browsers show; gives the site, if nothing is wrong, and the problems.

    The problems are said as well. Where the edits are `shown` already, as the stamps were then, all stops as soon as
    there are newer ones. Raises _Newer then.
    """
    laps, watch = Laps(), _Watch(root, shown)

    def lap(name: str) -> None:
        laps(name)
        watch()

    known: list[Problem] = []
    before: Mapping[str, bytes] = {}
    site: building.Ready | None = None
    try:
        with alone(root):
            site = building.ready(root, lap, kept(root))
            opened = server.opened() if server else frozenset()
            if server and building.write_first(site, opened):
                with server.changing() as problems:
                    problems.extend(_refresh(root, options))
                laps("show the pages that are looked at")
            elif server and shown is None:
                server.hold()
            before = server.made(opened) if server else {}
            result = building.write_all(site, workers(options), lap, kept(root), lambda _, __: watch())
            known = result.problems
            if server:
                server.hold()
            wrong = errors(known) or _refresh(root, options)
            report(result)
    except OSError as error:
        wrong = [unwritable(error, root)]
    if server:
        server.changed(before, wrong)
    laps("make the site")
    say([*known, *(one for one in wrong if one not in known)], options)
    laps.report(options)
    return (None if wrong else site), wrong


def _refresh(root: Path, options: Options) -> list[Problem]:
    from evidence import fast  # noqa: PLC0415  # nothing else is to need it

    return fast.refresh(root, progress("pages"), workers=workers(options))


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

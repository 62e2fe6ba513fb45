"""The command line: the only place that prints, exits or watches."""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from evidence import bibediting, building, coverage, crossref, drafting, importing, lock, publishing, revisions
from evidence.cutting import Cutter
from evidence.problems import Problem, Severity, did_you_mean, errors, unwritable
from evidence.quotes import Found

Options = argparse.Namespace
Command = Callable[[Path, Options], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status: 0 done, 1 problems found, 2 wrong use, 130 stopped by a signal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a character shows its number instead
            stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # all that is begun is ended as after Ctrl-C
    parser = _parser()
    options = parser.parse_args(arguments)
    root: Path = options.root.resolve()
    if not os.path.isfile(root / "mkdocs.yml"):  # noqa: PTH113  # a closed folder is no error here
        print(
            f"{root} holds no mkdocs.yml: run this in the folder of the site, or name it with --root", file=sys.stderr
        )
        return 2
    try:
        return _attempt(options.run, root, options)
    except KeyboardInterrupt:
        return 130


def _attempt(run: Command, root: Path, options: Options) -> int:
    """Run something; what the system does not let it do is printed as a problem."""
    try:
        return run(root, options)
    except BrokenPipeError:  # nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _print([unwritable(error, root)], options)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="evidence", description=__doc__.split(":")[0] if __doc__ else None)
    parser.add_argument("--root", type=Path, default=Path(), help="the folder that holds mkdocs.yml (default: here)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: Command, text: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        one.set_defaults(run=run)
        one.add_argument(
            "--format", choices=("text", "github", "json"), default="text", help="how problems are printed"
        )
        return one

    check = command("check", _check, "print every problem of the content; exit 1 if there is an error")
    check.add_argument("files", nargs="*", type=Path, metavar="FILE", help="print only the problems of these files")
    check.add_argument(
        "--since", metavar="BASE", help="print only what is new since this branch left the revision BASE of git"
    )
    command("coverage", _coverage, "print how much of each source is behind a claim, and what is not")
    digest = command("digest", _digest, "print the digests of claims, for content/_readings.yml")
    digest.add_argument("ids", nargs="+", metavar="ID", help="the id of a claim")
    new = command("new", _new, "begin a record: write its file with every field explained and what is known filled in")
    new.add_argument("kind", metavar="KIND", help="the id of a kind, as its _kind.yml says")
    new.add_argument("id", metavar="ID", help="the id of the new record, which becomes its file's name")
    new.add_argument("--quote", default="", metavar="TEXT", help="words of a source: fills quote, source, cites, about")
    new.add_argument("--source", default="", metavar="KEY", help="the source of the quotation (default: any)")
    new.add_argument("--folder", default="", metavar="NAME", help="a folder below the kind's own, to sort files by")
    command("pages", _pages, "check, then write the generated Markdown pages below docs/")
    build = command("build", _build, "check, write the pages and publish the site")
    build.add_argument(
        "--site", type=Path, help="the folder to publish to (default: site/, with --offline build/offline/)"
    )
    build.add_argument("--offline", action="store_true", help="make a copy to open from disk, as folder and zip")
    text = "fill references.bib from elsewhere"
    references = commands.add_parser("references", help=text, description=text)
    actions = references.add_subparsers(dest="action", required=True, metavar="ACTION")
    text = "fill placeholders from the reference list that Crossref has of a work; without --write only show how"
    bring = actions.add_parser("import", help=text, description=text)
    bring.set_defaults(run=_import)
    bring.add_argument("doi", metavar="DOI", help="the DOI of the work whose reference list is asked for")
    bring.add_argument("--write", action="store_true", help="change references.bib")
    bring.add_argument(
        "--source", metavar="KEY", help="the source whose references these are (default: the work itself)"
    )
    serve = command("serve", _serve, "show the site on this machine and follow every edit")
    serve.add_argument("--address", default="127.0.0.1:8000", help="where to serve (default: 127.0.0.1:8000)")
    return parser


def _check(root: Path, options: Options) -> int:
    paths = [path.resolve() for path in options.files]
    for path in paths:
        if not (path.exists() and path.is_relative_to(root)):
            print(f"{path} is no file of the site in {root}", file=sys.stderr)
            return 2
    base = revisions.left(root, options.since) if options.since else None
    if options.since and base is None:
        print(f"git knows no revision {options.since!r} here", file=sys.stderr)
        return 2
    catalogue, problems = building.load(root)
    if base:
        with revisions.as_it_stood(root, base) as before:
            problems = revisions.brought(problems, building.load(before)[1])
    files = [path.relative_to(root).as_posix() for path in paths]
    if files:
        problems = [one for one in problems if any(f"{one.place.path}/".startswith(f"{file}/") for file in files)]
    _print(problems, options)
    found = errors(problems)
    if not found and options.format == "text":
        quotes = sum(len(record.evidence) for record in catalogue.sourced)
        print(
            f"{len(catalogue.records)} records, {quotes} quotations, {len(catalogue.references)} references: no error"
        )
    return 1 if found else 0


def _coverage(root: Path, options: Options) -> int:
    catalogue, problems = building.load(root)
    found = errors(problems)
    covers = coverage.measure(catalogue)
    if options.format == "json":
        figures = [{"source": one.source.key, **coverage.figures(one)} for one in covers]
        print(
            json.dumps({"problems": [_as_json(one) for one in found], "sources": figures}, ensure_ascii=False, indent=2)
        )
        return 1 if found else 0
    _print(found, options)
    for cover in covers:
        print(f"{cover.source.short} ({cover.source.key})")
        for name, figure in coverage.figures(cover).items():
            print(f"    {name:<18}{figure}" if name in coverage.CLASSES else f"  {name:<20}{figure}")
        for gap in cover.gaps:
            print(f"  not covered: {cover.source.path}:{gap.passage.line}: {gap.passage.place}: {gap.text}")
    quotes = catalogue.quotations.values()
    print(f"quotations verified   {sum(isinstance(one, Found) for one in quotes)} of {len(quotes)}")
    tallies = [(one.level.id if one.level else "no level", one) for one in Cutter(catalogue).tallies(catalogue.claims)]
    width = max((len(name) + 2 for name, _ in tallies), default=0)
    for name, tally in tallies:
        counts = "  ".join(f"{stance} {count}" for stance, count in tally.counts.items())
        print(f"  {name:<{max(width, 22)}}{counts}")
    return 1 if found else 0


def _digest(root: Path, options: Options) -> int:
    catalogue, _ = building.load(root)
    unknown = [id_ for id_ in options.ids if id_ not in catalogue.records]
    for id_ in unknown:
        cure = did_you_mean(id_, catalogue.records)
        print(f"there is no record {id_!r}" + (f" ({cure})" if cure else ""), file=sys.stderr)
    for id_ in options.ids:
        if id_ not in unknown:
            print(f"{catalogue.digest(id_)}  {id_}")
    return 1 if unknown else 0


def _new(root: Path, options: Options) -> int:
    catalogue, _ = building.load(root)
    wanted = drafting.Wanted(options.kind, options.id, options.folder, options.quote, options.source)
    made = drafting.draft(catalogue, wanted)
    if isinstance(made, Problem):
        _print([made], options)
        return 1
    path = root / made.path
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(made.text)
    print(made.path)
    print(f"fill in {', '.join(made.empty)}, then run: evidence check", file=sys.stderr)
    return 0


def _pages(root: Path, options: Options) -> int:
    with _alone(root):
        result = building.generate(root)
    _print(result.problems, options)
    return _report(result)


def _report(result: building.Result) -> int:
    """Say what was written; gives the exit status."""
    if result.written is None:
        return 1
    written = result.written
    print(f"{written.total} pages: {written.changed} written, {written.removed} removed", file=sys.stderr)
    return 0


def _build(root: Path, options: Options) -> int:
    default = root / "build" / "offline" / "evidence" if options.offline else root / "site"
    site = options.site.resolve() if options.site else default

    def publish(root: Path, options: Options) -> int:
        with _alone(root):
            result = building.generate(root)
            status = _report(result)
            wrong = [] if status else publishing.publish(root, site, offline=options.offline)
        _print([*result.problems, *wrong], options)
        return 1 if wrong else status

    if _attempt(publish, root, options):
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


def _import(root: Path, options: Options) -> int:
    proposal = importing.prepare(root, options.doi, options.source, crossref.over_network, time.sleep)
    if isinstance(proposal, crossref.Trouble):
        print(proposal, file=sys.stderr)
        return 1
    plan, before, after = proposal.plan, proposal.before, proposal.after
    for disagreement in plan.disagreements:
        print(disagreement)
    if plan.blocked:
        print("nothing was written: resolved references disagree with what came", file=sys.stderr)
        return 1
    if options.write:
        bibediting.write(proposal.path, after)
    else:
        for line in bibediting.difference(before, after, proposal.path.name):
            print(line)
    print(f"{plan}" if options.write else f"{plan}; nothing was written: add --write to do so", file=sys.stderr)
    return 0


def _serve(root: Path, options: Options) -> int:
    def tell(said: str | Problem) -> None:
        if isinstance(said, Problem):
            _print([said], options)
        else:
            print(said, end="", file=sys.stderr)

    before = _stamps(root)
    if _pages(root, options):
        return 1
    with publishing.serving(root, options.address, tell) as server:
        try:
            while server.poll() is None:
                time.sleep(0.5)
                if (now := _stamps(root)) != before:
                    before = now
                    _attempt(_pages, root, options)
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


def _print(problems: Iterable[Problem], options: Options) -> None:
    form = getattr(options, "format", "text")
    for problem in problems if form == "text" else ():
        print(problem)
    for problem in problems if form == "github" else ():
        place, kind = problem.place, "error" if problem.severity is Severity.ERROR else "warning"
        text = f"{problem.message} ({problem.cure})" if problem.cure else problem.message
        text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        print(f"::{kind} file={place.path},line={place.line},col={place.column},title={problem.code}::{text}")
    if form == "json":
        print(json.dumps([_as_json(problem) for problem in problems], ensure_ascii=False, indent=2))


def _as_json(problem: Problem) -> dict[str, object]:
    return {
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "cure": problem.cure,
    }

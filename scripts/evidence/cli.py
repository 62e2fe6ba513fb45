"""The command line: what each command is called, which options it takes, and which status it leaves."""

from __future__ import annotations

import argparse
import datetime
import gc
import io
import os
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evidence import cli_author, cli_inspect, cli_publish, cli_serve
from evidence.builders import BUILDERS
from evidence.cli_say import Command, attempt


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status: 0 done, 1 problems found, 2 wrong use, 130 stopped by a signal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a character shows its number instead
            stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # all that is begun is ended as after Ctrl-C
    gc.set_threshold(100_000, 50, 100)  # a catalogue is large, and hardly any of it is let go before the end
    parser = _parser()
    options = parser.parse_args(arguments)
    root: Path = options.root.resolve()
    begins = options.run is cli_author.init
    if not begins and not os.path.isfile(root / "mkdocs.yml"):  # noqa: PTH113  # a closed folder is no error here
        print(
            f"{root} holds no mkdocs.yml: run this in the folder of the site, or name it with --root", file=sys.stderr
        )
        return 2
    try:
        return attempt(options.run, root, options)
    except KeyboardInterrupt:
        return 130


def _version(text: str) -> str:
    """A version, which is one word."""
    if not text or not all(char.isalnum() or char in ".-+_" for char in text):
        raise argparse.ArgumentTypeError(f"{text!r} is no version, which is one word")
    return text


def _day(text: str) -> datetime.date:
    """A day, written 2024-05-31."""
    return datetime.date.fromisoformat(text)


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

    text = "begin a site of your own in an empty folder, and list what is to be replaced there"
    init = commands.add_parser("init", help=text, description=text)
    init.set_defaults(run=cli_author.init)
    init.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is empty or does not exist yet")
    check = command("check", cli_inspect.check, "print every problem of the content; exit 1 if there is an error")
    check.add_argument("files", nargs="*", type=Path, metavar="FILE", help="print only the problems of these files")
    check.add_argument(
        "--since", metavar="BASE", help="print only what is new since this branch left the revision BASE of git"
    )
    text = "tell in Markdown what a change does to the evidence, since it left the revision BASE of git"
    diff = commands.add_parser("diff", help=text, description=text)
    diff.set_defaults(run=cli_inspect.diff)
    diff.add_argument("base", metavar="BASE", help="the revision: a branch, a tag or a commit")
    diff.add_argument("head", metavar="HEAD", nargs="?", help="the revision with the change (default: the files here)")
    diff.add_argument("--json", action="store_true", help="tell everything, as JSON")
    command("coverage", cli_inspect.report_coverage, "print how much of each source is behind a claim, and what is not")
    digest = command("digest", cli_inspect.digest, "print the digests of claims, for content/_readings.yml")
    digest.add_argument("ids", nargs="+", metavar="ID", help="the id of a claim")
    fix = command(
        "fix", cli_author.fix, "mend what has one right answer, and show it; exit 1 if there is an error left"
    )
    fix.add_argument("files", nargs="*", type=Path, metavar="FILE", help="mend only these files")
    fix.add_argument("--dry-run", action="store_true", help="show what would be mended and write nothing")
    new = command(
        "new", cli_author.new, "begin a record: write its file with every field explained and what is known filled in"
    )
    new.add_argument("kind", metavar="KIND", help="the id of a kind, as its _kind.yml says")
    new.add_argument("id", metavar="ID", help="the id of the new record, which becomes its file's name")
    new.add_argument("--quote", default="", metavar="TEXT", help="words of a source: fills quote, source, cites, about")
    new.add_argument("--source", default="", metavar="KEY", help="the source of the quotation (default: any)")
    new.add_argument("--folder", default="", metavar="NAME", help="a folder below the kind's own, to sort files by")
    text = "write down in content/_releases.yml what a release changes, for the page of what is new"
    release = command("release", cli_author.release, text)
    release.add_argument("version", type=_version, metavar="VERSION", help="the version that is released")
    release.add_argument("--date", type=_day, metavar="DAY", help="default: of the last commit")
    release.add_argument("--since", metavar="BASE", help="the last release in git (default: the tag of its version)")
    _working(command("pages", cli_publish.pages, "check, then write the generated Markdown pages below docs/"))
    build = command("build", cli_publish.build, "check, write the pages and publish the site")
    build.add_argument(
        "--site", type=Path, help="the folder to publish to (default: site/, with --offline build/offline/)"
    )
    build.add_argument("--offline", action="store_true", help="make a copy to open from disk, as folder and zip")
    text = "make with MkDocs only the pages that changed, by several processes at once; the site is the same"
    build.add_argument("--fast", action="store_true", help=text)
    _working(build)
    text = "the program that makes the website (default: mkdocs); properdocs has to be installed"
    build.add_argument("--builder", choices=BUILDERS, default=BUILDERS[0], help=text)
    _references(commands)
    serve = command("serve", cli_serve.serve, "show the site on this machine and follow every edit")
    _working(serve)
    serve.add_argument(
        "--address", type=_address, default="127.0.0.1:8000", help="where to serve (default: 127.0.0.1:8000)"
    )
    return parser


def _working(command: argparse.ArgumentParser) -> None:
    """How a command that makes pages goes about it."""
    command.add_argument("--workers", type=_count, metavar="N", help="how many processes work (default: one a core)")
    command.add_argument("--profile", action="store_true", help="say in the end how long each step took")


def _address(text: str) -> str:
    """Where to serve: a host, a colon and a port."""
    _, colon, port = text.rpartition(":")
    if not (colon and re.fullmatch("[0-9]{1,5}", port) and int(port) < 2**16):
        raise argparse.ArgumentTypeError(f"{text!r} is no address, such as 127.0.0.1:8000")
    return text


def _count(text: str) -> int:
    """A number of at least one."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes, which is at least 1")
    return int(text)


def _references(commands: Any) -> None:
    """The commands that ask Crossref."""
    text = "fill references.bib from elsewhere"
    references = commands.add_parser("references", help=text, description=text)
    actions = references.add_subparsers(dest="action", required=True, metavar="ACTION")
    text = "fill placeholders from the reference list that Crossref has of a work; without --write only show how"
    bring = actions.add_parser("import", help=text, description=text)
    bring.set_defaults(run=cli_author.import_references)
    bring.add_argument("doi", metavar="DOI", help="the DOI of the work whose reference list is asked for")
    bring.add_argument("--write", action="store_true", help="change references.bib")
    bring.add_argument(
        "--source", metavar="KEY", help="the source whose references these are (default: the work itself)"
    )
    text = "ask Crossref which references were retracted or corrected; without --write only show what is new"
    since = actions.add_parser("notices", help=text, description=text)
    since.set_defaults(run=cli_author.notices_of_references)
    since.add_argument("--write", action="store_true", help="change references.bib")

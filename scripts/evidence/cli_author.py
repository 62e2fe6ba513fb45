"""The commands that write what people write: init, new, release, fix and references."""

from __future__ import annotations

import datetime
import sys
import time
from pathlib import Path

from evidence import (
    bibediting,
    building,
    crossref,
    dating,
    drafting,
    importing,
    mending,
    notices,
    releasing,
    revisions,
    starting,
    yamltext,
)
from evidence.catalogue import Catalogue
from evidence.cli_say import Options, named, say
from evidence.difference import State, compare
from evidence.problems import Problem, errors
from evidence.settings import Settings


def init(root: Path, options: Options) -> int:
    """Begin a site in an empty folder; `root` is where the command is run."""
    folder = root / options.folder
    if reason := starting.refusal(folder):
        print(reason, file=sys.stderr)
        return 2
    marks = starting.begin(folder)
    print(*marks, sep="\n")
    print(f"{len(marks)} places to replace; they stay marked with REPLACE: in the files", file=sys.stderr)
    print(f"a site stands in {folder}; there, run: evidence build", file=sys.stderr)
    return 0


def new(root: Path, options: Options) -> int:
    """Begin a record."""
    catalogue, _ = building.load(root)
    wanted = drafting.Wanted(options.kind, options.id, options.folder, options.quote, options.source)
    made = drafting.draft(catalogue, wanted)
    if isinstance(made, Problem):
        say([made], options)
        return 1
    path = root / made.path
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(made.text)
    print(made.path)
    print(f"fill in {', '.join(made.empty)}, then run: evidence check", file=sys.stderr)
    return 0


def release(root: Path, options: Options) -> int:
    """Write down what a release changed since the last one; of the first release, everything is new."""
    catalogue, problems = building.load(root)
    if found := errors(problems):
        say(found, options)
        return 1
    done = catalogue.notes.releases
    day = options.date or _committed(root)
    if day is None or any(one.version == options.version for one in done):
        wrong = (
            f"there is a release {options.version} already" if day else "say with --date on which day it is released"
        )
        print(wrong, file=sys.stderr)
        return 2
    names = (options.since,) if options.since else releasing.tags(done)
    base = next(filter(None, (revisions.left(root, name) for name in names)), None)
    if names and base is None:
        print(f"git knows no revision {' or '.join(names)}: name with --since where the last one is", file=sys.stderr)
        return 2
    before = Catalogue(Settings(), {}, {}, {}, {}, {})
    if base:
        with revisions.as_it_stood(root, base) as stood:
            before = building.load(stood)[0]
    said = releasing.entry(options.version, str(day), compare(State(before), State(catalogue)))
    path = root / releasing.FILE
    text = path.read_text("utf-8") if path.is_file() else ""
    longer = releasing.appended(text, said)
    if unread := yamltext.read(longer, releasing.FILE)[1]:
        say(unread, options)
        return 1
    path.write_text(longer, "utf-8", newline="\n")
    counts = (f"{len(values)} {name}" for name, values in said.items() if isinstance(values, list))
    print(f"{releasing.FILE}: {options.version}, {day}: {', '.join(counts) or 'nothing changed'}")
    return 0


def _committed(root: Path) -> datetime.date | None:
    """The day of the last commit, None where nobody knows it."""
    moment = dating.committed(root)
    return None if moment is None else datetime.datetime.fromtimestamp(moment, datetime.UTC).date()


def fix(root: Path, options: Options) -> int:
    """Mend what has one right answer."""
    asked = named(root, options.files)
    if asked is None:
        return 2
    mended = mending.mend(root, asked)
    for change in mended.changes:
        if not options.dry_run:
            if (root / change.path).read_bytes() != change.before:
                print(f"{change.path} was changed meanwhile, so nothing more was written; try again", file=sys.stderr)
                return 1
            bibediting.write(root / change.path, change.after.decode())
        before, after = (text.decode(errors="replace") for text in (change.before, change.after))
        for line in bibediting.difference(before, after, change.path) if options.format == "text" else ():
            print(line)
    for path in mended.refused:
        print(f"{path} would have more errors than before, so it was left alone", file=sys.stderr)
    left = errors(one for one in mended.problems if asked(one.place.path))
    say(left, options)
    done = "would change; nothing was written" if options.dry_run else "changed"
    print(f"{len(mended.changes)} files {done}, {len(left)} errors left", file=sys.stderr)
    return 1 if left else 0


def import_references(root: Path, options: Options) -> int:
    """Fill placeholders of references.bib from a deposited reference list."""
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


def notices_of_references(root: Path, options: Options) -> int:
    """Ask what was said of the references since they appeared."""
    proposal = notices.prepare(root, crossref.over_network, time.sleep)
    if isinstance(proposal, crossref.Trouble):
        print(proposal, file=sys.stderr)
        return 1
    for trouble in proposal.troubles:
        print(trouble, file=sys.stderr)
    for notice in proposal.notices:
        print(notice)
    if options.write:
        bibediting.write(proposal.path, proposal.after)
    else:
        for line in bibediting.difference(proposal.before, proposal.after, proposal.path.name):
            print(line)
    hint = "" if options.write or not proposal.notices else "; nothing was written: add --write to do so"
    print(f"{proposal.asked} references asked about, {len(proposal.notices)} notices to add{hint}", file=sys.stderr)
    return 1 if proposal.troubles and not proposal.asked else 0

"""The commands that write what contributors write: new and references import."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from evidence import bibediting, building, crossref, drafting, importing
from evidence.cli_say import Options, say
from evidence.problems import Problem


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

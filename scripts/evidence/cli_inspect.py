"""The commands that only read: check, diff, coverage and digest."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from evidence import building, coverage, difference, revisions, telling, templating
from evidence.cli_say import Options, as_json, named, say
from evidence.cutting import Cutter
from evidence.problems import did_you_mean, errors
from evidence.quotes import Found


def check(root: Path, options: Options) -> int:
    """Print the problems of the content, or of some files, or those that a change brings."""
    asked = named(root, options.files)
    if asked is None:
        return 2
    base = revisions.left(root, options.since) if options.since else None
    if options.since and base is None:
        print(f"git knows no revision {options.since!r} here", file=sys.stderr)
        return 2
    catalogue, problems = building.load(root)
    if base:
        with revisions.as_it_stood(root, base) as before:
            problems = revisions.brought(problems, building.load(before)[1])
    problems = [one for one in problems if asked(one.place.path)]
    say(problems, options)
    if mendable := sum(problem.instead is not None for problem in problems):
        print(f"to mend {mendable} of these, run: evidence fix", file=sys.stderr)
    found = errors(problems)
    if not found and options.format == "text":
        quotes = sum(len(record.evidence) for record in catalogue.sourced)
        print(
            f"{len(catalogue.records)} records, {quotes} quotations, {len(catalogue.references)} references: no error"
        )
    return 1 if found else 0


def diff(root: Path, options: Options) -> int:
    """Tell what a change does to the evidence: what led from where it left a revision to another, or to the files."""
    head = revisions.commit(root, options.head) if options.head else None
    base = revisions.left(root, options.base, head or "HEAD")
    for revision, commit in ((options.base, base), (options.head, head)):
        if revision is not None and commit is None:
            print(f"git knows no revision {revision!r} here", file=sys.stderr)
            return 2
    with ExitStack() as stack:
        sides = (stack.enter_context(revisions.as_it_stood(root, one)) if one else root for one in (base, head))
        found = difference.compare(*(building.survey(side) for side in sides))
    if options.json:
        print(json.dumps({"since": base, **difference.as_data(found)}, ensure_ascii=False, indent=2))
    else:
        words, _ = templating.read_words(root)
        print(telling.tell(found, partial(templating.word, words), f"{base}"[:12]), end="")
    return 0


def report_coverage(root: Path, options: Options) -> int:
    """Print how much of each source is behind a claim."""
    catalogue, problems = building.load(root)
    found = errors(problems)
    covers = coverage.measure(catalogue)
    if options.format == "json":
        figures = [{"source": one.source.key, **coverage.figures(one)} for one in covers]
        print(
            json.dumps({"problems": [as_json(one) for one in found], "sources": figures}, ensure_ascii=False, indent=2)
        )
        return 1 if found else 0
    say(found, options)
    for cover in covers:
        print(f"{cover.source.short} ({cover.source.key})")
        for name, figure in coverage.figures(cover).items():
            print(f"    {name:<18}{figure}" if name in coverage.CLASSES else f"  {name:<20}{figure}")
        for gap in cover.gaps:
            print(f"  not covered: {cover.source.path}:{gap.passage.line}: {gap.passage.place}: {gap.text}")
    quotes = catalogue.quotations.values()
    print(f"quotations verified   {sum(isinstance(one, Found) for one in quotes)} of {len(quotes)}")
    rests_on = {key for record in catalogue.sourced for key in catalogue.rests_on(record)}
    claims = catalogue.claims if rests_on <= catalogue.references.keys() else ()  # else nobody knows which count
    tallies = [(one.level.id if one.level else "no level", one) for one in Cutter(catalogue).tallies(claims)]
    width = max((len(name) + 2 for name, _ in tallies), default=0)
    for name, tally in tallies:
        counts = "  ".join(f"{stance} {count}" for stance, count in tally.counts.items())
        print(f"  {name:<{max(width, 22)}}{counts}")
    return 1 if found else 0


def digest(root: Path, options: Options) -> int:
    """Print the digests of claims."""
    catalogue, _ = building.load(root)
    unknown = [id_ for id_ in options.ids if id_ not in catalogue.records]
    for id_ in unknown:
        cure = did_you_mean(id_, catalogue.records)
        print(f"there is no record {id_!r}" + (f" ({cure})" if cure else ""), file=sys.stderr)
    for id_ in options.ids:
        if id_ not in unknown:
            print(f"{catalogue.digest(id_)}  {id_}")
    return 1 if unknown else 0

"""Write what was measured as a table with a plot: `python bench/report.py`.

The same records give the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

import records
from figures import AIMED, Aim, Figure, Figures, Key, aims, by_machine, summed
from plot import drawn
from records import Machine, Program, Record, Step

NAMES: Mapping[Program, str] = {
    "evidence": "evidence build",
    "fast": "evidence build --fast",
    "mkdocs": "plain MkDocs",
    "zensical": "Zensical",
    "hugo": "Hugo, bare theme",
}
STEPS: Mapping[Step, str] = {
    "cold": "cold",
    "one worker": "cold, one worker",
    "unchanged": "nothing changed",
    "claim": "one claim edited",
    "reference": "one reference edited",
}
AIMS: Mapping[str, str] = {
    "cold": "cold, the whole pipeline: at most 0.5 of plain MkDocs on the same pages",
    "unchanged": "nothing changed: under 3 s",
    "claim": "one claim edited: at most 0.05 of cold",
    "memory": "memory: at most that of plain MkDocs",
    "page": "time per page from 200 to 4,000 topics: within 25 %",
}
UNITS: Mapping[str, str] = {
    "cold": "{:.2f} of plain MkDocs",
    "unchanged": "{:.1f} s",
    "claim": "{:.3f} of cold",
    "memory": "{:.2f} of plain MkDocs",
    "page": "{:.0%} apart",
}
MET: Mapping[bool | None, str] = {True: "met", False: "missed"}
_EDITED: tuple[Step, Step] = ("claim", "cold")


@dataclass(frozen=True, slots=True)
class Place:
    """One machine, what was measured on it and when, and how many cores other work kept busy at most."""

    sign: str
    machine: Machine
    versions: Mapping[str, str]
    days: Sequence[str]
    commits: Sequence[str]
    busy: float
    figures: Figures


def write(many: Sequence[Record], name: str) -> tuple[str, str]:
    """The text and the plot of what was measured, which is kept in the file `name`; the first machine is drawn.

    Raises ValueError where the records of that machine say nothing that could be drawn.
    """
    places = [_place(sign, some) for sign, some in zip(ascii_uppercase, by_machine(many).values(), strict=False)]
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("svg.j2",)),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    across, up, curves = drawn(places[0].figures)
    words: dict[str, Any] = {"names": NAMES, "steps": STEPS}
    plot = environment.get_template("speed.svg.j2").render(
        words, across=across, up=up, curves=curves, programs=list(NAMES), px=lambda value: f"{value:.1f}"
    )
    text = environment.get_template("speed.md.j2").render(
        words, records=name, aimed=AIMED, aims=_aims(places), places=places, sizes=_sizes(places), seconds=seconds
    )
    return text, plot


def _place(sign: str, many: Sequence[Record]) -> Place:
    return Place(
        sign,
        many[0].machine,
        _versions(many),
        sorted({one.day for one in many}),
        list(dict.fromkeys(one.commit for one in many)),
        max((one.others for one in many if one.outcome == "ended"), default=0.0),
        summed(many),
    )


def _aims(places: Sequence[Place]) -> list[list[str]]:
    """Each aim, and what was measured of it on each machine."""
    told = [[measured(one, place.figures) for one in aims(place.figures)] for place in places]
    return [list(row) for row in zip(AIMS.values(), *told, strict=True)]


def measured(aim: Aim, figures: Figures) -> str:
    """What was measured, with its unit, and whether it is enough; for an edit also how much of the site was written."""
    if aim.measured is None:
        return "not measured"
    said = UNITS[aim.name].format(aim.measured)
    if aim.name == "claim":
        edited, cold = (figures[Key(AIMED, hubs=False, program="fast", step=step)].files for step in _EDITED)
        said = f"{said} ({edited:,} of {cold:,} files written)"
    return f"{said}: {MET[aim.met]}"


def seconds(figure: Figure) -> str:
    """The median, with the least and the most if there are several."""
    if figure.outcome == "late":
        return f"more than {figure.most:.0f}"
    if figure.outcome == "failed":
        return "failed"
    digits = 1 if figure.seconds >= 1 else 2
    around = f" ({figure.least:.{digits}f}–{figure.most:.{digits}f})" if figure.times > 1 else ""
    return f"{figure.seconds:.{digits}f}{around}"


def _versions(many: Sequence[Record]) -> dict[str, str]:
    """Every version that was measured, of each package; several where it changed between runs."""
    found: dict[str, dict[str, None]] = {}
    for one in many:
        for name, version in one.versions.items():
            found.setdefault(name, {})[version] = None
    return {name: " and ".join(versions) for name, versions in found.items()}


def _sizes(places: Sequence[Place]) -> list[tuple[Place, list[tuple[Key, Figure]]]]:
    """The figures of each size and machine, small sizes first, in the order of the programs and their steps."""
    programs, steps = list(NAMES), list(STEPS)

    def order(item: tuple[Key, Figure]) -> tuple[int, bool, int, int]:
        key = item[0]
        return key.claims, key.hubs, programs.index(key.program), steps.index(key.step)

    several = [
        (size, place, list(rows))
        for place in places
        for size, rows in groupby(sorted(place.figures.items(), key=order), key=lambda item: item[0][:2])
    ]
    return [(place, rows) for _, place, rows in sorted(several, key=lambda one: (one[0], one[1].sign))]


def main() -> None:
    """Write both files beside the records."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path, nargs="?", default=records.RECORDS)
    path: Path = parser.parse_args().records
    text, plot = write(records.read(path), path.name)
    path.with_suffix(".md").write_text(text, "utf-8")
    path.with_suffix(".svg").write_text(plot, "utf-8")


if __name__ == "__main__":
    main()

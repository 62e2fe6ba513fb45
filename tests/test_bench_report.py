"""Tests for what `bench/` makes of its measurements; none of them measures."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import records
from figures import Aim, Key, aims, by_machine, summed
from plot import LINE, drawn
from records import Machine, Program, Record, Step
from report import NAMES, STEPS, seconds, write

ROOT = Path(__file__).parents[1]
PLACE = "docs/decisions/0005-speed"
MACHINE = Machine(processor="Abacus", cores=2, memory=8.0, system="Linux", disk="ext4", python="3.11.0")
SPENT: dict[tuple[Program, Step], float] = {
    ("evidence", "cold"): 20,
    ("evidence", "claim"): 19,
    ("mkdocs", "cold"): 16,
    ("fast", "cold"): 4,
    ("fast", "one worker"): 7,
    ("fast", "unchanged"): 0.5,
    ("fast", "claim"): 0.7,
    ("fast", "reference"): 0.8,
    ("zensical", "cold"): 18,
    ("zensical", "unchanged"): 9,
    ("hugo", "cold"): 1,
}


def record(claims: int, program: Program, step: Step, took: float, **other: object) -> Record:
    """An invented measurement."""
    told = {
        "day": "2026-01-31",
        "commit": "abcdef0",
        "machine": MACHINE,
        "versions": {"mkdocs": "1.6.1"},
        "claims": claims,
        "topics": claims // 10,
        "hubs": False,
        "program": program,
        "step": step,
        "outcome": "ended",
        "seconds": took,
        "memory": 400.0 if program == "fast" else 300.0,
        "others": 0.1,
        "bytes": 5_000_000,
        "pages": claims,
        "files": 12 if step == "claim" else 3000,
    }
    return Record.model_validate(told | other)


def many(*sizes: int) -> list[Record]:
    """A whole run that takes as much longer as there are more claims."""
    return [
        record(claims, program, step, took * claims / 2000)
        for claims in sizes
        for (program, step), took in SPENT.items()
    ]


def test_aims_are_compared_within_the_size_that_they_speak_of() -> None:
    found = {one.name: one for one in aims(summed(many(2000, 20_000, 40_000)))}
    assert found["cold"] == Aim("cold", 0.25, 0.5)
    assert found["cold"].met
    assert found["unchanged"].measured == pytest.approx(5)
    assert not found["unchanged"].met
    assert found["claim"].measured == pytest.approx(0.175)
    assert found["memory"].measured == pytest.approx(4 / 3)
    assert found["page"].measured == pytest.approx(0)


def test_pages_that_take_longer_on_larger_sites_are_told() -> None:
    slower = [record(40_000, "fast", "cold", 4 * 20 * 1.5)]
    found = aims(summed([*many(2000, 20_000), *slower]))[-1]
    assert found.measured == pytest.approx(0.5)
    assert found.met is False


def test_what_was_not_measured_or_did_not_end_meets_no_aim() -> None:
    assert {one.met for one in aims(summed(many(100)))} == {None}
    late = [one.model_copy(update={"outcome": "late"}) for one in many(2000, 20_000, 40_000)]
    assert {one.met for one in aims(summed(late))} == {None}


def test_the_median_counts_and_the_range_is_told() -> None:
    figures = summed(record(100, "mkdocs", "cold", took) for took in (3.0, 1.0, 1.5))
    assert seconds(figures[Key(100, hubs=False, program="mkdocs", step="cold")]) == "1.5 (1.0–3.0)"


def test_a_step_that_was_ended_is_told_as_such() -> None:
    late = record(100, "hugo", "cold", 30.2, outcome="late")
    text, _ = write([*many(100)[:3], late], "some.jsonl")
    assert "| Hugo, bare theme | cold | more than 30 | – | – | – | – | – |\n" in text


def test_ratios_are_made_within_one_machine_and_each_table_names_its_own() -> None:
    faster = MACHINE.model_copy(update={"cores": 64})
    elsewhere = [one.model_copy(update={"machine": faster, "seconds": one.seconds / 2}) for one in many(20_000)]
    assert [len(some) for some in by_machine([*many(100, 20_000), *elsewhere]).values()] == [22, 11]
    text, _ = write([*many(100, 20_000), *elsewhere], "some.jsonl")
    assert "| nothing changed: under 3 s | 5.0 s: missed | 2.5 s: met |\n" in text
    assert [text.count(f"| plain MkDocs | cold | {took} | 1.00 |") for took in (160.0, 80.0)] == [1, 1]
    tables = re.findall(r"^### (.*)$", text, re.MULTILINE)
    assert tables == [
        "100 claims, 10 topics: machine A",
        "20,000 claims, 2,000 topics: machine A",
        "20,000 claims, 2,000 topics: machine B",
    ]


def test_the_text_has_every_step_of_every_size_and_says_when_the_machine_was_busy() -> None:
    text, _ = write(many(2000, 20_000), "some.jsonl")
    for program, step in SPENT:
        assert text.count(f"| {NAMES[program]} | {STEPS[step]} | ") == 2
    assert "| one claim edited: at most 0.05 of cold | 0.175 of cold (12 of 3,000 files written): missed |\n" in text
    assert "within 25 % | not measured |\n" in text
    assert "other work kept 0.1 of the cores busy at most" in text
    busy, _ = write([*many(100), record(100, "hugo", "cold", 1, others=1.4)], "some.jsonl")
    assert "up to 1.4 of its cores" in busy
    late, _ = write([*many(100), record(100, "hugo", "cold", 30, others=1.4, outcome="late")], "some.jsonl")
    assert "other work kept 0.1 of the cores busy at most" in late  # of what has no figure none can be wrong


def test_tables_have_as_many_cells_in_each_row() -> None:
    text, _ = write([*many(100), record(100, "hugo", "cold", 30, outcome="failed")], "some.jsonl")
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({line.count("|") for line in table.splitlines()}) == 1


def test_the_plot_names_its_axes_and_every_curve_apart_from_the_others() -> None:
    run = many(100, 2000, 20_000)
    _, plot = write(run, "some.jsonl")
    said = [node.text for node in ET.fromstring(plot).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314  # ours
    assert {"claims", "seconds", "100", "10,000", "0.1", "evidence build --fast, one claim edited"} <= set(said)
    assert "prefers-color-scheme: dark" in plot
    heights = sorted(curve.name_at for curve in drawn(summed(run))[2])
    assert all(below - above >= LINE for above, below in itertools.pairwise(heights))


def test_points_stand_where_their_scales_say() -> None:
    across, up, curves = drawn(summed(many(100, 10_000)))
    hugo = next(curve for curve in curves if curve.program == "hugo")
    assert hugo.points == [(across.begin, up.place(0.05)), (across.end, up.place(5))]
    assert up.place(10) < up.place(1)


def test_the_same_records_give_the_same_bytes_in_any_order_of_sizes() -> None:
    run = many(100, 2000)
    assert write(run, "a") == write(run, "a")
    assert write(many(2000, 100), "a") == write(run, "a")


def test_records_survive_a_run_that_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "some" / "records.jsonl"
    for one in many(100):
        records.append(path, one)
    assert records.read(path) == many(100)


def test_the_documentation_is_what_the_records_say() -> None:
    kept = ROOT / f"{PLACE}.jsonl"
    text, plot = write(records.read(kept), kept.name)
    assert (ROOT / f"{PLACE}.md").read_text("utf-8") == text
    assert (ROOT / f"{PLACE}.svg").read_text("utf-8") == plot

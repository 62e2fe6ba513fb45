"""Tests for how `bench/` runs and watches commands; none of them depends on how fast a machine is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import clock
from records import Program
from steps import edit, plan

PROGRAMS: dict[Program, str] = {"evidence": "", "fast": "", "mkdocs": "", "zensical": "zensical", "hugo": "hugo"}


def python(program: str, folder: Path, limit: float = 600) -> clock.Cost:
    """Run a little program."""
    return clock.run([sys.executable, "-c", program], folder, {"SAID": "hello"}, limit)


def test_a_command_runs_in_its_folder_with_its_variables(tmp_path: Path) -> None:
    cost = python("import os; open('made', 'w').write(os.environ['SAID'])", tmp_path)
    assert (cost.outcome, (tmp_path / "made").read_text("utf-8")) == ("ended", "hello")


def test_what_a_failing_command_says_is_kept(tmp_path: Path) -> None:
    cost = python("raise SystemExit('no such page')", tmp_path)
    assert (cost.outcome, cost.said.strip()) == ("failed", "no such page")


def test_a_command_that_hangs_is_ended(tmp_path: Path) -> None:
    assert python("import time; time.sleep(600)", tmp_path, limit=0.5).outcome == "late"


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells the memory of processes")
def test_memory_is_that_of_all_processes_together() -> None:
    hold = "import sys; x = b'1' * 60_000_000; print('ready', flush=True); sys.stdin.read()"
    both = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {hold!r}]); {hold}"
    with subprocess.Popen(
        [sys.executable, "-c", both], start_new_session=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == ["ready\n"] * 2
        assert 120_000_000 < clock.memory(process.pid) < 240_000_000


def test_each_step_is_planned_once_and_only_cold_ones_where_that_is_asked(tmp_path: Path) -> None:
    steps = [(one.program, one.step) for one in plan(tmp_path, PROGRAMS, 0)]
    assert len(steps) == len(set(steps)) == 13
    assert steps.index(("evidence", "cold")) < steps.index(("mkdocs", "cold"))
    assert {one.step for one in plan(tmp_path, PROGRAMS, 0, once=True)} == {"cold"}
    assert {one.program for one in plan(tmp_path, {"mkdocs": ""}, 0)} == {"mkdocs"}


def test_an_edit_changes_one_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("one one", "utf-8")
    edit(tmp_path / "file", "one", "two")
    assert (tmp_path / "file").read_text("utf-8") == "two one"

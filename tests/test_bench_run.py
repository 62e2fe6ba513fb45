"""Tests for how `bench/` runs and watches commands; none of them depends on how fast a machine is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import clock
import others
import run
import synthetic
from evidence import building
from evidence.problems import errors
from records import Machine, Program
from steps import Planned, edit, plan
from synthetic import CLAIMS_PER_SOURCE, Size, write_site

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
    assert {one.step for one in plan(tmp_path, PROGRAMS, 0, ["cold"])} == {"cold"}
    assert {one.program for one in plan(tmp_path, {"mkdocs": ""}, 0)} == {"mkdocs"}


def test_an_edit_changes_one_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("one one", "utf-8")
    edit(tmp_path / "file", "one", "two")
    assert (tmp_path / "file").read_text("utf-8") == "two one"


def test_a_run_goes_on_without_what_relies_on_a_step_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def say(text: str) -> list[str]:
        return [sys.executable, "-c", text]

    page = "from pathlib import Path; [Path(x).mkdir() for x in ('docs', 'site')]; Path('docs/index.md').touch(); "
    once, again = f"{page} Path('site/a').write_text('one')", "open('site/b', 'w').write('three')"
    steps = [
        Planned("hugo", "cold", "public", lambda: say("no page is there yet")),
        Planned("evidence", "cold", "site", lambda: say("raise SystemExit(1)")),
        Planned("evidence", "claim", "site", lambda: say("never")),
        Planned("fast", "cold", "site", lambda: say(once)),
        Planned("fast", "claim", "site", lambda: say(again)),
        Planned("mkdocs", "cold", "plain", lambda: say("pass")),
    ]

    def made(root: Path, size: Size) -> Path:
        root.mkdir()
        return root

    monkeypatch.setattr(run, "write_site", made)
    monkeypatch.setattr(run, "plan", lambda *_, **__: steps)
    machine = Machine(processor="", cores=1, memory=1, system="", disk="", python="")
    known = {"day": "", "commit": "", "machine": machine, "versions": {}}
    found = list(run.measure(run.Run(known, PROGRAMS, 600), Size(100, 40), 1))
    assert [(one.program, one.step, one.outcome, one.files, one.bytes, one.pages) for one in found] == [
        ("evidence", "cold", "failed", 0, 0, 0),
        ("fast", "cold", "ended", 1, 3, 1),
        ("fast", "claim", "ended", 1, 8, 1),
        ("mkdocs", "cold", "ended", 0, 0, 1),
    ]


def test_hugo_is_given_the_pages_as_it_calls_them(tmp_path: Path) -> None:
    for name in ("index.md", "plants/index.md", "plants/oak.md", "assets/look.css", "data/all.json", ".lock"):
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).touch()
    others.hugo(tmp_path, "hugo")
    base = tmp_path / others.HUGO
    files = {path.relative_to(base).as_posix() for path in base.rglob("*") if path.is_file()}
    assert {one for one in files if one.startswith("content/")} == {
        "content/_index.md",
        "content/plants/_index.md",
        "content/plants/oak.md",
    }
    assert {"static/assets/look.css", "static/data/all.json", "layouts/_default/single.html", "config.toml"} <= files


def test_an_invented_site_cites_by_numbers_that_a_source_can_have(tmp_path: Path) -> None:
    write_site(tmp_path, Size(CLAIMS_PER_SOURCE + 1, 40))
    told = yaml.safe_load((tmp_path / "content/claims/001/claim-1001.yml").read_text("utf-8"))["evidence"][0]
    assert (told["source"], told["cites"]) == ("source-2", ["source-2-1"])
    assert told["quote"].endswith("[1].")
    assert "@article{source-2-1," in (tmp_path / "references.bib").read_text("utf-8")


def test_an_invented_site_has_no_more_references_than_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic, "CLAIMS_PER_SOURCE", 10)
    monkeypatch.setattr(synthetic, "SOURCES_CITED", 2)
    write_site(tmp_path, Size(25, 40))
    told = yaml.safe_load((tmp_path / "content/claims/000/claim-23.yml").read_text("utf-8"))["evidence"][0]
    assert (told["source"], told["cites"]) == ("source-3", ["source-1-3"])
    catalogue, problems = building.load(tmp_path)
    assert not errors(problems)
    assert len(catalogue.references) == 20

"""Small sites, one for each behaviour: what reading and checking find in them, to the letter."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evidence.catalogue import Catalogue
from evidence.checks import check
from evidence.cli import main
from evidence.problems import RULES, Problem, Severity
from evidence.reading import read_site
from sitetools import ROOT

SITES = ROOT / "tests" / "sites"
WRONG = SITES / "everything-wrong"
SMALL = SITES / "small"
SOUND = "---\n# Generated: edit content/plants/lettuce.yml (0123456789abcdef)\ntitle: Lettuce\n---\n\n# Lettuce\n"
FOUND_WHILE_WRITING = {
    "page-conflict": {"docs/plants/lettuce.md": "# My lettuce\n"},
    "page-edited": {"docs/plants/lettuce.md": SOUND},
    "template-error": {"templates/topic.md.j2": "{{ 1 / 0 }}"},
    "file-unwritable": {"docs": "a file"},
    "not-published": {"site/letter.txt": "dear"},
}
"""Rules that neither reading nor checking can break, only writing pages; and files that break them in a sound site."""
BROKEN_ELSEWHERE = {"script-inline", "file-outside", "nav-unknown"}
"""Rules that only finished pages break (test_publishing), links, which not every copy keeps (test_files), and a menu
of a site in which nothing else is wrong (test_navigation)."""


def load(root: Path) -> tuple[Catalogue, list[Problem]]:
    catalogue, problems = read_site(root)
    return catalogue, [*problems, *check(catalogue)]


def expected(root: Path) -> list[str]:
    return (root / "expected-problems.txt").read_text(encoding="utf-8").splitlines()


def test_a_site_where_everything_is_wrong_has_exactly_the_expected_problems() -> None:
    _, problems = load(WRONG)
    assert sorted(map(str, problems)) == expected(WRONG)


@pytest.mark.parametrize("code", sorted(set(RULES) - set(FOUND_WHILE_WRITING) - BROKEN_ELSEWHERE))
def test_every_rule_is_broken_there_at_least_once(code: str) -> None:
    assert any(f": {code}: " in line for line in expected(WRONG))


@pytest.mark.parametrize("code", FOUND_WHILE_WRITING)
def test_every_other_rule_is_broken_while_writing_and_nothing_is_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    shutil.copytree(ROOT / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("pages"))
    [(name, text)] = FOUND_WHILE_WRITING[code].items()
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    assert main(["--root", str(tmp_path), "build"]) == 1
    [line] = capsys.readouterr().out.splitlines()
    assert f":1:1: {code}: " in line
    assert path.read_text("utf-8") == text


def test_only_what_does_not_mislead_is_no_more_than_a_warning() -> None:
    _, problems = load(WRONG)
    warnings = {problem.code for problem in problems if problem.severity is Severity.WARNING}
    assert warnings == {
        "abbreviation-unexplained",
        "claim-near-duplicate",
        "kind-not-in-nav",
        "prose-comment",
        "reference-unused",
        "source-licence",
        "statement-level",
        "topic-unused",
        "topic-variant",
        "value-repeated",
    }


def test_a_problem_is_printed_on_one_line_and_found_once() -> None:
    _, problems = load(WRONG)
    lines = [str(problem) for problem in problems]
    assert not any("\n" in line for line in lines)
    assert len(set(lines)) == len(lines)


def test_every_problem_has_a_place_in_a_file_of_the_site() -> None:
    _, problems = load(WRONG)
    for place in {problem.place for problem in problems}:
        path = WRONG / place.path
        if path.is_file():
            lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
            assert place.line <= len(lines)
            assert place.column <= len(lines[place.line - 1]) + 1


def test_what_can_be_read_of_a_wrong_site_is_read() -> None:
    catalogue, _ = load(WRONG)
    assert {"grey-slug", "lettuce", "copper"} <= set(catalogue.records)
    assert {"slug", "plant", "remedy", "claim"} <= set(catalogue.kinds)
    assert {"field-1", "field-2"} <= set(catalogue.references)
    assert set(catalogue.sources) == {"guide"}


def test_a_small_sound_site_has_no_problems() -> None:
    catalogue, problems = load(SMALL)
    assert [str(problem) for problem in problems] == []
    assert (len(catalogue.claims), len(catalogue.studies), len(catalogue.corrections)) == (4, 1, 1)
    assert (len(catalogue.sources), len(catalogue.references)) == (1, 3)
    assert set(catalogue.kinds) == {"slug", "plant", "remedy", "study", "correction", "claim"}

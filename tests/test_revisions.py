"""What a change brings."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import GARDEN, SiteFactory, write
from evidence.cli import main
from evidence.problems import Place, Problem
from evidence.revisions import as_it_stood, brought, left

PLANT = "content/plants/lettuce.yml"
DEBT = {**GARDEN, PLANT: "name: Lettuce\nsummary: Like [[kale]].\n"}


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    subprocess.run([shutil.which("git") or "git", "-C", root, *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(site: SiteFactory) -> Path:
    """The garden with one error, committed."""
    root = site(DEBT)
    git(root, "init")
    git(root, "add", ".")
    git(root, "commit", "-m", "The garden")
    return root


def problem(path: str, message: str = "no", line: int = 1) -> Problem:
    return Problem(Place(path, line), "link-unknown", message)


def test_old_debt_does_not_block_and_new_debt_does(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check = ["--root", str(repository), "check"]
    assert main(check) == 1
    capsys.readouterr()
    assert main([*check, "--since", "HEAD"]) == 0
    write(repository, {PLANT: "# Moved down\n" + DEBT[PLANT], "content/plants/kohl.yml": "name: Kohl\nparent: kale\n"})
    capsys.readouterr()
    assert main([*check, "--since", "main"]) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if ": warning: " not in line]
    assert lines == ["content/plants/kohl.yml:2:9: link-unknown: there is no record 'kale'"]


def test_a_change_is_compared_with_where_it_began(repository: Path) -> None:
    """What was mended on the other branch meanwhile is no new debt of this one."""
    git(repository, "switch", "-c", "change")
    git(repository, "switch", "main")
    write(repository, {PLANT: GARDEN[PLANT]})
    git(repository, "commit", "-am", "Mended")
    git(repository, "switch", "change")
    assert main(["--root", str(repository), "check", "--since", "main"]) == 0


def test_the_copy_is_of_the_site_alone_and_passes(repository: Path) -> None:
    with as_it_stood(repository / "content", "HEAD") as folder:
        assert (folder / "plants" / "lettuce.yml").read_text("utf-8") == DEBT[PLANT]
    assert not folder.exists()


@pytest.mark.parametrize("base", ["nowhere", "--output=x", ""])
def test_an_unknown_revision_is_none(repository: Path, base: str) -> None:
    assert left(repository, base) is None


def test_without_a_repository_no_revision_is_known(site: SiteFactory, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(site(GARDEN)), "check", "--since", "HEAD"]) == 2
    assert capsys.readouterr().err == "git knows no revision 'HEAD' here\n"


def test_a_problem_is_known_again_elsewhere_in_its_file_and_in_another_folder() -> None:
    assert brought([problem("content/a/x.yml", line=7)], [problem("content/b/x.yml")]) == []
    assert brought([problem("content/a/x.yml", "see line 4")], [problem("content/a/x.yml", "see line 3")]) == []


def test_a_problem_of_another_file_or_once_more_is_new() -> None:
    old = [problem("content/a/x.yml")]
    assert brought([problem("content/a/y.yml")], old) == [problem("content/a/y.yml")]
    assert brought([problem("content/b/_kind.yml")], [problem("content/a/_kind.yml")]) != []
    twice = [problem("content/a/x.yml"), problem("content/a/x.yml", line=5)]
    assert brought(twice, old) == [problem("content/a/x.yml", line=5)]

"""What a change brings."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import GARDEN, SiteFactory, write
from evidence.cli import main
from evidence.problems import Place, Problem
from evidence.revisions import as_it_stood, brought, commit, left

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


# evidence diff -----------------------------------------------------------------------------------------------


def told(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["--root", str(root), "diff", *arguments]) == 0
    return capsys.readouterr().out


def test_the_files_are_compared_with_where_the_branch_left_another(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(repository, "switch", "-c", "change")
    write(repository, {"content/slugs/black-slug.yml": "name: Black slug\n"})
    git(repository, "add", ".")
    git(repository, "commit", "-m", "A slug")
    git(repository, "switch", "main")
    write(repository, {"content/slugs/red-slug.yml": "name: Red slug\n"})
    git(repository, "add", ".")
    git(repository, "commit", "-m", "Another slug")
    assert "Red slug" not in told(repository, capsys, "main", "change")
    git(repository, "switch", "change")
    write(repository, {"content/slugs/brown-slug.yml": "name: Brown slug\n"})
    text = told(repository, capsys, "main")
    assert "**topics:** 2 added\n" in text
    assert "- Black slug (`black-slug`) · `slug`\n- Brown slug (`brown-slug`) · `slug`\n" in text
    assert "**errors-before** errors-help" in text
    assert "Brown slug" not in told(repository, capsys, "main", "change")


def test_a_difference_is_data_too(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, {PLANT: GARDEN[PLANT]})
    data = json.loads(told(repository, capsys, "HEAD", "--json"))
    assert data["since"] == commit(repository, "HEAD")
    assert data["errors"] == [1, 0]
    assert data["pages"] is None
    assert [(one["how"], one["after"]["id"]) for one in data["changes"]] == [("changed", "lettuce")]


def test_a_site_is_compared_with_a_time_when_it_was_not_there(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "sub").mkdir()
    git(repository, "mv", "content", "mkdocs.yml", "references.bib", "seeds", "sub")
    text = told(repository / "sub", capsys, "HEAD")
    assert "**claims:** 1 added\n" in text


@pytest.mark.parametrize("revisions", [["nowhere"], ["HEAD", "nowhere"], ["--", "-x"]])
def test_a_difference_is_between_revisions_that_exist(
    repository: Path, capsys: pytest.CaptureFixture[str], revisions: list[str]
) -> None:
    assert main(["--root", str(repository), "diff", *revisions]) == 2
    assert capsys.readouterr().err == f"git knows no revision {revisions[-1]!r} here\n"


def test_links_that_lead_out_of_a_commit_are_passed_over(repository: Path) -> None:
    (repository / "shared").symlink_to("../elsewhere")
    (repository / "env").symlink_to("/opt/env")
    git(repository, "add", ".")
    git(repository, "commit", "-m", "Links")
    with as_it_stood(repository, commit(repository, "HEAD") or "") as before:
        assert (before / PLANT).is_file()
        assert not (before / "shared").exists()
    assert main(["--root", str(repository), "check", "--since", "HEAD"]) == 0

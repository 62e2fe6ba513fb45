"""What git knows of the files of a site."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from evidence.history import History, read

CLAIM = "content/claims/copper.yml"
PLANT = "content/plants/käse pappel.yml"
BIB = "references.bib"


def git(folder: Path, *arguments: str, day: str = "2024-01-01") -> None:
    """Run git without anybody's settings, as if it were that day."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "nobody" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        "GIT_AUTHOR_DATE": "2001-01-01T12:00:00 +0000",
        "GIT_COMMITTER_DATE": f"{day}T23:30:00 -0800",
    }
    subprocess.run(["git", "-C", str(folder), *arguments], env=environment, check=True, capture_output=True)


def change(root: Path, day: str, **texts: str) -> None:
    """Write some files and commit them on a day; the names' underlines are no part of it."""
    paths = {"claim": CLAIM, "plant": PLANT, "bib": BIB, "readme": "README.md"}
    for name, text in texts.items():
        path = root / paths[name]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    git(root, "add", ".")
    git(root, "commit", "-m", "change", day=day)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    git(folder, "init", "-b", "main")
    change(folder, "2024-01-01", claim="a", plant="a", bib="a", readme="a")
    change(folder, "2024-02-02", claim="b", readme="b")
    change(folder, "2024-03-03", readme="c")
    return folder


def test_a_file_has_the_day_of_its_last_commit(root: Path) -> None:
    assert read(root) == History({CLAIM: "2024-02-02", PLANT: "2024-01-01", BIB: "2024-01-01"})


def test_a_site_in_a_folder_of_its_repository_names_its_files_from_there(root: Path) -> None:
    inner = root / "sites" / "one"
    change(inner, "2024-04-04", claim="a", bib="a")
    (inner / BIB).write_text("b", "utf-8")
    assert read(inner) == History({CLAIM: "2024-04-04", BIB: "2024-04-04"}, frozenset({BIB}))


def test_what_was_edited_since_or_never_committed_has_no_day(root: Path) -> None:
    (root / CLAIM).write_text("c", "utf-8")
    (root / BIB).write_text("c", "utf-8")
    git(root, "add", BIB)
    (root / "content" / "new.yml").write_text("a", "utf-8")
    found = read(root)
    assert found.edited == {CLAIM, BIB, "content/new.yml"}
    assert [found.last([path]) for path in (CLAIM, BIB, "content/new.yml", PLANT)] == ["", "", "", "2024-01-01"]


def test_the_day_of_several_files_is_the_last_one_and_none_if_one_was_edited_since() -> None:
    found = History({"a": "2024-01-01", "b": "2024-02-02", "c": "2024-03-03"}, frozenset({"c"}))
    assert found.last(["a", "b", "unknown"]) == "2024-02-02"
    assert found.last(["a", "c"]) == ""
    assert found.last(["unknown"]) == ""
    assert found.last([]) == ""


def test_the_oldest_commits_of_a_shallow_clone_say_nothing(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--depth=2", root.as_uri(), "two")
    assert read(tmp_path / "two") == History()
    git(tmp_path, "clone", "--depth=4", root.as_uri(), "all")
    assert read(tmp_path / "all") == read(root)
    change(tmp_path / "two", "2024-05-05", plant="b")
    assert read(tmp_path / "two") == History({PLANT: "2024-05-05"})


def test_a_merge_changes_only_what_it_settled(root: Path) -> None:
    git(root, "checkout", "-b", "other", "HEAD~1")
    change(root, "2024-04-04", claim="other", plant="other")
    git(root, "checkout", "main")
    change(root, "2024-05-05", claim="main")
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "merge", "other")
    change(root, "2024-06-06", claim="both")
    assert read(root) == History({CLAIM: "2024-06-06", PLANT: "2024-04-04", BIB: "2024-01-01"})


def test_without_a_repository_or_a_commit_or_git_there_is_no_day(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "bare").mkdir()
    assert read(tmp_path / "bare") == History()
    git(tmp_path / "bare", "init")
    assert read(tmp_path / "bare") == History()
    assert read(tmp_path / "nowhere") == History()
    monkeypatch.setenv("PATH", "")
    assert read(root) == History()


def test_settings_of_the_person_who_builds_change_nothing(root: Path) -> None:
    expected = read(root)
    for name, value in {
        "core.quotePath": "true",
        "diff.relative": "false",
        "log.date": "relative",
        "log.follow": "true",
        "log.showSignature": "true",
        "status.relativePaths": "false",
        "status.showUntrackedFiles": "no",
    }.items():
        git(root, "config", name, value)
    (root / "content" / "new.yml").write_text("a", "utf-8")
    assert read(root) == History(expected.days, frozenset({"content/new.yml"}))

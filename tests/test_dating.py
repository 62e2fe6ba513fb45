"""The date of a site is that of its last commit, or what the caller says, or none."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from evidence.dating import committed


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository without a commit."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def commit(root: Path, date: int) -> None:
    who = ["-c", "user.name=A. Reed", "-c", "user.email=reed@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(root), *who, "commit", "-q", "--allow-empty", "-m", "Slugs"]
    subprocess.run(command, env={**os.environ, "GIT_COMMITTER_DATE": f"{date} +0200"}, check=True)


def test_the_date_is_that_of_the_last_commit(repository: Path) -> None:
    commit(repository, 1500000000)
    commit(repository, 1600000000)
    assert committed(repository, {}) == 1600000000


def test_the_caller_knows_better(repository: Path) -> None:
    commit(repository, 1500000000)
    assert committed(repository, {"SOURCE_DATE_EPOCH": "99"}) == 99


def test_there_is_no_date_without_a_commit(repository: Path) -> None:
    assert committed(repository, {}) is None


def test_there_is_no_date_without_a_repository(tmp_path: Path) -> None:
    assert committed(tmp_path, {}) is None


def test_there_is_no_date_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(repository, 1500000000)
    monkeypatch.setenv("PATH", "")
    assert committed(repository, {}) is None


@pytest.mark.parametrize("words", ["today", "-1", "1.5", "1718000000000"])
def test_what_is_no_number_of_seconds_is_no_date(repository: Path, words: str) -> None:
    assert committed(repository, {"SOURCE_DATE_EPOCH": words}) is None

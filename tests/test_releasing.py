"""A release is written down."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from conftest import GARDEN, CheckFactory, SiteFactory, write
from differencetools import AFTER, BEFORE, CLAIM, Grow, grow
from evidence import releasing, yamltext
from evidence.cli import main
from evidence.difference import Difference, compare
from test_revisions import git

__all__ = ["grow"]

FILE = releasing.FILE


def test_a_release_is_what_changed_since_the_last(grow: Grow) -> None:
    difference = compare(grow(BEFORE), grow(AFTER))
    assert releasing.entry("2.0", "2024-05-06", difference) == {
        "version": "2.0",
        "date": "2024-05-06",
        "added": ["glass-helps", "tin"],
        "reworded": [
            {
                "claim": "copper-lettuce",
                "was": "Copper bands keep grey field slugs away from lettuce.",
                "now": "Copper bands do not keep field slugs from lettuce.",
            }
        ],
        "changed": ["six-weeks"],
        "removed": [{"id": "under-glass", "name": "Lettuce under glass is eaten less often than lettuce in beds."}],
    }


def test_a_release_may_change_nothing() -> None:
    assert releasing.entry("2.0", "2024-05-06", Difference()) == {"version": "2.0", "date": "2024-05-06"}


def test_what_stood_in_the_file_stays() -> None:
    said = {"version": "1.0", "date": "2024-01-02"}
    text = releasing.appended("# Mine\n- version: a", said)
    assert text == "# Mine\n- version: a\n- version: '1.0'\n  date: '2024-01-02'\n"
    assert yaml.safe_load(releasing.appended("", said)) == [said]


@pytest.fixture
def repository(site: SiteFactory) -> Path:
    root = site(BEFORE)
    git(root, "init")
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", ".")
    git(root, "commit", "-m", "A change")


def release(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), "release", *arguments])


def test_the_first_release_is_all_new_and_the_next_what_changed(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release(repository, "1.0", "--date", "2024-01-02") == 0
    assert capsys.readouterr().out == "content/_releases.yml: 1.0, 2024-01-02: 8 added\n"
    commit(repository)
    git(repository, "tag", "v1.0")
    write(repository, {CLAIM: GARDEN[CLAIM].replace("keep grey", "keep all grey")})
    assert release(repository, "1.1", "--date", "2024-02-03") == 0
    assert capsys.readouterr().out == "content/_releases.yml: 1.1, 2024-02-03: 1 reworded\n"
    text = (repository / FILE).read_text("utf-8")
    assert text.startswith("# What each release changed, the newest last")
    assert [one["version"] for one in yaml.safe_load(text)] == ["1.0", "1.1"]
    assert main(["--root", str(repository), "check"]) == 0


def test_nothing_is_written_that_could_not_be_read_again(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yamltext, "MAX_NOTES", 100)
    assert release(repository, "1.0", "--date", "2024-01-02") == 1
    assert f"{FILE}:1:1: yaml-forbidden: " in capsys.readouterr().out
    assert not (repository / FILE).exists()


def test_the_day_is_that_of_the_last_commit_and_never_today(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert release(repository, "1.0") == 0
    assert "1.0, 2023-11-14:" in capsys.readouterr().out


def test_without_git_somebody_has_to_say_the_day(
    site: SiteFactory, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    root = site(BEFORE)
    assert release(root, "1.0") == 2
    assert capsys.readouterr().err == "say with --date on which day it is released\n"
    assert not (root / FILE).exists()
    assert release(root, "1.0", "--date", "2024-01-02") == 0


def test_a_release_is_made_once_and_from_one_that_git_knows(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = ("--date", "2024-01-02")
    assert release(repository, "1.0", *day) == 0
    capsys.readouterr()
    assert release(repository, "1.0", *day) == 2
    assert capsys.readouterr().err == "there is a release 1.0 already\n"
    assert release(repository, "1.1", *day) == 2
    assert capsys.readouterr().err.startswith("git knows no revision v1.0 or 1.0: name with --since")
    assert release(repository, "1.1", *day, "--since", "HEAD") == 0


def test_nothing_is_released_that_has_errors(repository: Path) -> None:
    write(repository, {CLAIM: "statement: [\n"})
    assert release(repository, "1.0", "--date", "2024-01-02") == 1
    assert not (repository / FILE).exists()


@pytest.mark.parametrize("arguments", [["a b"], [""], ["1.0", "--date", "2024-13-01"]])
def test_a_version_is_a_word_and_a_day_a_day(repository: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        release(repository, *arguments)
    assert stopped.value.code == 2


def test_releases_stand_in_order_each_once(garden: CheckFactory) -> None:
    one = "- {{version: {}, date: {}}}\n"
    files = {FILE: one.format("a", "2024-02-02") + one.format("a", "2024-02-01") + one.format("b", "2024-02-01")}
    assert garden(files)[1] == [
        "content/_releases.yml:2:13: release-order: there is a release a already (remove one of them)",
        "content/_releases.yml:2:22: release-order: a is older than a, which stands above it (put the newest last)",
    ]

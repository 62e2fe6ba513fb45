"""Builders: what they are told, and how what they say becomes problems.

MkDocs is played by a function of `test_publishing.py`; `test_building.py` runs the real one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from evidence.builders import frames, origin, read_log, serving
from evidence.problems import Problem
from evidence.publishing import publish
from test_publishing import RUN, MkDocs, mkdocs, root, write

__all__ = ["mkdocs", "root"]

# What they say ------------------------------------------------------------------------------------------


TRACEBACK = """\
Traceback (most recent call last):
  File "/usr/lib/python3/mkdocs/commands/build.py", line 337, in build
    _build_page(
  File "{root}/templates/theme/main.html", line 12, in template
    {{% if %}}
    ^^^^^^^^
jinja2.exceptions.TemplateSyntaxError: Expected an expression, got 'end of statement block'
"""

SAID = {
    "INFO    -  Building\nWARNING -  Doc file 'slugs/grey.md' contains a link 'b.md'\n\nAborted with 1 warnings\n": [
        "docs/slugs/grey.md:1:1: not-published: Doc file 'slugs/grey.md' contains a link 'b.md'"
    ],
    "WARNING -  one\nERROR   -  Config value 'plugins': no\nINFO    -  two\n": [
        "mkdocs.yml:1:1: not-published: one",
        "mkdocs.yml:1:1: not-published: Config value 'plugins': no",
    ],
    "Error: MkDocs encountered an error\n": ["mkdocs.yml:1:1: not-published: MkDocs encountered an error"],
    f"ERROR   -  Error building page 'index.md': Expected an expression, got 'end of statement block'\n{TRACEBACK}": [
        "templates/theme/main.html:12:1: not-published: "
        "jinja2.exceptions.TemplateSyntaxError: Expected an expression, got 'end of statement block'"
    ],
    'Traceback (most recent call last):\n  File "x.py", line 3, in y\nOSError: [Errno 28] No space left on device\n': [
        "mkdocs.yml:1:1: not-published: OSError: [Errno 28] No space left on device"
    ],
    "something else\n\n": ["mkdocs.yml:1:1: not-published: something else"],
    "": ["mkdocs.yml:1:1: not-published: MkDocs stopped"],
}


@pytest.mark.parametrize("log", SAID)
def test_what_stops_mkdocs_is_a_problem_with_a_place(root: Path, mkdocs: MkDocs, log: str) -> None:
    mkdocs.status, mkdocs.log = 1, log.format(root=root) if "{root}" in log else log
    assert [str(problem) for problem in publish(root, root / "site")] == SAID[log]


def test_a_traceback_in_the_middle_of_a_log_is_one_problem_and_the_rest_stays(root: Path) -> None:
    lines = ["INFO    -  before\n", *TRACEBACK.format(root=root).splitlines(keepends=True), "ERROR   -  after\n"]
    before, problem, after = read_log(root, lines)
    assert (before, after) == ("INFO    -  before\n", "ERROR   -  after\n")
    assert str(problem).startswith("templates/theme/main.html:12:1: not-published: jinja2.exceptions.TemplateSyntax")


# What they are told ---------------------------------------------------------------------------------------


def test_mkdocs_is_run_strictly_by_the_same_python_in_the_folder_of_the_site(root: Path, mkdocs: MkDocs) -> None:
    publish(root, root / "site")
    [(command, options)] = mkdocs.calls
    assert command[:5] == [sys.executable, "-m", "mkdocs", "build", "--strict"]
    assert options["cwd"] == root
    assert Path(command[-1]).parent.parent == root


@pytest.mark.parametrize(("offline", "told"), [(False, "false"), (True, "true")])
def test_mkdocs_is_told_whether_the_site_is_for_the_disk(root: Path, mkdocs: MkDocs, offline: bool, told: str) -> None:  # noqa: FBT001  # a parameter of the test
    publish(root, root / "site", offline=offline)
    assert mkdocs.environment["OFFLINE"] == told


def test_the_date_of_the_pages_is_that_of_the_last_commit(
    root: Path, mkdocs: MkDocs, monkeypatch: pytest.MonkeyPatch
) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("there is no git here")
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "gardener@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_COMMITTER_DATE", "1234567890 +0200")
    for arguments in (["init", "-q"], ["add", "mkdocs.yml"], ["commit", "-q", "-m", "Slugs"]):
        RUN([git, "-C", str(root), *arguments], check=True)
    publish(root, root / "site")
    assert mkdocs.environment["SOURCE_DATE_EPOCH"] == "1234567890"


def test_without_a_commit_no_date_is_made_up(root: Path, mkdocs: MkDocs) -> None:
    publish(root, root / "site")
    assert "SOURCE_DATE_EPOCH" not in mkdocs.environment


def test_without_git_no_date_is_made_up(root: Path, mkdocs: MkDocs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    assert publish(root, root / "site") == []
    assert "SOURCE_DATE_EPOCH" not in mkdocs.environment


def test_a_date_that_is_given_stays(root: Path, mkdocs: MkDocs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "99")
    publish(root, root / "site")
    assert mkdocs.environment["SOURCE_DATE_EPOCH"] == "99"


SERVER = """
import os, sys, tempfile, time
print("Serving", flush=True, file=sys.stderr)
print(os.environ["OFFLINE"], tempfile.mkdtemp(), flush=True, file=sys.stderr)
time.sleep(60)
"""


@pytest.mark.parametrize("trouble", [None, KeyboardInterrupt, SystemExit, ValueError])
def test_a_server_is_stopped_in_the_end_and_leaves_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, trouble: type[BaseException] | None
) -> None:
    start, commands = subprocess.Popen, []

    def play(command: list[str], **options: Any) -> subprocess.Popen[str]:
        commands.append((command, options["cwd"]))
        return start([sys.executable, "-c", SERVER], **options)

    monkeypatch.setattr(subprocess, "Popen", play)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "99")
    told: list[str | Problem] = []
    with pytest.raises(trouble) if trouble else nullcontext(), serving(root, "127.0.0.1:1", told.append) as running:
        while len(told) < 2:
            assert running.poll() is None
            time.sleep(0.01)
        if trouble:
            raise trouble
    assert commands == [([sys.executable, "-m", "mkdocs", "serve", "--dev-addr", "127.0.0.1:1"], root)]
    assert running.poll() is not None
    assert told[0] == "Serving\n"
    offline, scratch = str(told[1]).split()
    assert offline == "false"
    assert not Path(scratch).exists()


# Pages without content -------------------------------------------------------------------------------------


def test_there_is_a_page_without_content_at_each_depth(root: Path, mkdocs: MkDocs, tmp_path: Path) -> None:
    mkdocs.frame = "a page"
    assert frames(root, tmp_path / "frames", [2, 0, 2]) == (["a page"] * 2, [])
    assert sorted(path.relative_to(tmp_path / "frames" / "docs").as_posix() for path in tmp_path.rglob("*.md")) == [
        "below/below/index.md",
        "index.md",
    ]


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("index.html", "docs/index.md"),
        ("slugs/index.html", "docs/slugs/index.md"),
        ("slugs/grey/index.html", "docs/slugs/grey.md"),
        ("slugs/grey.html", "docs/slugs/grey.md"),
        ("own/page.html", "docs/own/page.html"),
        ("404.html", "mkdocs.yml"),
    ],
)
def test_a_page_is_traced_to_the_file_that_it_was_made_from(root: Path, page: str, file: str) -> None:
    write(root, dict.fromkeys(["docs/index.md", "docs/slugs/index.md", "docs/slugs/grey.md", "docs/own/page.html"], ""))
    assert origin(root, Path(page)) == file

"""Publishing: a site is replaced whole or not at all, and nothing that is no site is ever replaced.

MkDocs is played by a function here; `test_building.py` and `test_site.py` run the real one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zipfile
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from evidence.problems import Problem
from evidence.publishing import pack, publish, read_log, serving

NEW = {"index.html": "new", "404.html": "not found", "slugs/index.html": "slugs"}
OLD = {"index.html": "old", "404.html": "not found", "snails/index.html": "snails"}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def read(folder: Path) -> dict[str, str]:
    """Every file below a folder with its text."""
    return {one.relative_to(folder).as_posix(): one.read_text("utf-8") for one in folder.rglob("*") if one.is_file()}


@dataclass
class MkDocs:
    """Writes the given files and exits with the given status; other programs run as they are."""

    files: dict[str, str] = field(default_factory=lambda: dict(NEW))
    status: int = 0
    log: str = ""
    calls: list[tuple[list[str], dict[str, Any]]] = field(default_factory=list)

    def __call__(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        if "mkdocs" not in command:
            return RUN(command, **options)
        self.calls.append((command, options))
        write(Path(command[command.index("--site-dir") + 1]), self.files)
        return subprocess.CompletedProcess(command, self.status, self.log)

    @property
    def environment(self) -> dict[str, str]:
        """What the last call was given."""
        return dict(self.calls[-1][1]["env"])


RUN = subprocess.run


@pytest.fixture
def mkdocs(monkeypatch: pytest.MonkeyPatch) -> MkDocs:
    player = MkDocs()
    monkeypatch.setattr(subprocess, "run", player)
    return player


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a site that no version control knows."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return write(tmp_path / "garden", {"mkdocs.yml": "site_name: Slugs\n"})


def only(folder: Path) -> list[str]:
    """What stands directly in a folder: nothing but this may be left there."""
    return sorted(path.name for path in folder.iterdir())


# What is replaced ----------------------------------------------------------------------------------------


def test_a_first_site_is_published(root: Path, mkdocs: MkDocs) -> None:
    assert publish(root, root / "site") == []
    assert read(root / "site") == NEW
    assert only(root) == ["mkdocs.yml", "site"]


def test_a_folder_and_those_above_it_are_made(root: Path, mkdocs: MkDocs) -> None:
    assert publish(root, root / "build" / "offline" / "evidence") == []
    assert read(root / "build" / "offline" / "evidence") == NEW


def test_an_empty_folder_is_filled(root: Path, mkdocs: MkDocs) -> None:
    (root / "site").mkdir()
    assert publish(root, root / "site") == []
    assert read(root / "site") == NEW


def test_of_an_older_site_nothing_stays(root: Path, mkdocs: MkDocs) -> None:
    write(root / "site", OLD)
    assert publish(root, root / "site") == []
    assert read(root / "site") == NEW
    assert only(root) == ["mkdocs.yml", "site"]


def test_lists_for_git_are_not_published(root: Path, mkdocs: MkDocs) -> None:
    mkdocs.files |= {".gitignore": "/index.md\n", "assets/.gitignore": "*\n"}
    assert publish(root, root / "site") == []
    assert read(root / "site") == NEW


@pytest.mark.parametrize("before", [{}, OLD], ids=["nothing before", "a site before"])
def test_where_mkdocs_fails_everything_stays(root: Path, mkdocs: MkDocs, before: dict[str, str]) -> None:
    write(root / "site", before)
    mkdocs.status = 1
    assert publish(root, root / "site") != []
    assert not (root / "site").exists() or read(root / "site") == before
    assert [name for name in only(root) if name != "site"] == ["mkdocs.yml"]


# What MkDocs says ------------------------------------------------------------------------------------------


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


# What is refused -----------------------------------------------------------------------------------------


def refused(root: Path, site: Path) -> str:
    """Why nothing is published to a folder."""
    [problem] = publish(root, site)
    assert (problem.place.path, problem.code, problem.cure) == (str(site), "not-published", "name another folder")
    return problem.message


@pytest.mark.parametrize(
    "files",
    [{"letter.txt": "dear"}, {"index.html": "a page"}, {"404.html": "a page"}, {"sub/index.html": "1", "404.html": ""}],
    ids=["no page", "only an index", "only a 404 page", "an index below"],
)
def test_a_folder_that_is_no_site_is_left_alone(root: Path, mkdocs: MkDocs, files: dict[str, str]) -> None:
    write(root / "mine", files)
    assert refused(root, root / "mine") == "the folder holds something that is no published site"
    assert read(root / "mine") == files
    assert mkdocs.calls == []


def test_the_folder_of_the_sources_is_left_alone_even_if_it_looks_like_a_site(root: Path, mkdocs: MkDocs) -> None:
    for site in (root, root.parent):
        write(site, OLD)
        before = read(site)
        assert refused(root, site) == "the folder holds the sources of the site"
        assert read(site) == before
    assert mkdocs.calls == []


def test_a_file_is_left_alone(root: Path, mkdocs: MkDocs) -> None:
    (root / "mine").write_text("dear", "utf-8")
    assert refused(root, root / "mine") == "a folder is needed, and this is a file"
    assert (root / "mine").read_text("utf-8") == "dear"


def test_a_site_behind_a_symbolic_link_is_replaced_where_it_is(root: Path, mkdocs: MkDocs) -> None:
    write(root / "elsewhere" / "site", OLD)
    (root / "site").symlink_to(root / "elsewhere" / "site")
    assert publish(root, root / "site") == []
    assert (root / "site").is_symlink()
    assert read(root / "elsewhere") == {f"site/{name}": text for name, text in NEW.items()}


def test_a_site_under_version_control_keeps_its_history(root: Path, mkdocs: MkDocs) -> None:
    write(root / "pages", {**OLD, ".git/HEAD": "ref: refs/heads/pages\n"})
    publish(root, root / "pages")
    assert (root / "pages" / ".git" / "HEAD").is_file()


# What MkDocs is told ---------------------------------------------------------------------------------------


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


# The zip ---------------------------------------------------------------------------------------------------


SITE = {"index.html": "home", "slugs/grey-slug.html": "slug", "assets/Käfer 虫.svg": "<svg/>"}


def test_a_zip_holds_one_folder_with_every_file(tmp_path: Path) -> None:
    pack(write(tmp_path / "evidence", SITE), tmp_path / "evidence.zip")
    with zipfile.ZipFile(tmp_path / "evidence.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(f"evidence/{name}" for name in SITE)
        archive.extractall(tmp_path / "unpacked")
    assert read(tmp_path / "unpacked" / "evidence") == SITE
    assert only(tmp_path) == ["evidence", "evidence.zip", "unpacked"]


def test_equal_folders_give_equal_zips(tmp_path: Path) -> None:
    archives = []
    for number, names in enumerate((sorted(SITE), sorted(SITE, reverse=True))):
        site = write(tmp_path / str(number) / "evidence", {name: SITE[name] for name in names})
        for path in site.rglob("*.html"):
            os.utime(path, (10**9 + number, 10**9 + number))
            path.chmod(0o600 if number else 0o644)
        pack(site, tmp_path / f"{number}.zip")
        archives.append((tmp_path / f"{number}.zip").read_bytes())
    assert archives[0] == archives[1]


def test_files_from_a_zip_may_be_read_by_everybody(tmp_path: Path) -> None:
    pack(write(tmp_path / "evidence", SITE), tmp_path / "evidence.zip")
    with zipfile.ZipFile(tmp_path / "evidence.zip") as archive:
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o644}


def test_an_older_zip_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "evidence.zip").write_bytes(b"not even a zip")
    pack(write(tmp_path / "evidence", SITE), tmp_path / "evidence.zip")
    assert zipfile.is_zipfile(tmp_path / "evidence.zip")

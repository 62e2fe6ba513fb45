"""Publishing: a site is replaced whole or not at all, and nothing that is no site is ever replaced.

MkDocs is played by a function here; `test_building.py` and `test_site.py` run the real one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from evidence.publishing import is_ours, pack, publish
from sitetools import fill

BEGIN = '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
POLICY = re.compile('<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
DATA = {"data/datapackage.json": "{}"}
NEW = {"index.html": f"{BEGIN}new", "404.html": f"{BEGIN}not found", "slugs/index.html": f"{BEGIN}slugs", **DATA}
OLD = {"index.html": "old", "404.html": "not found", "snails/index.html": "snails", **DATA}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def read(folder: Path) -> dict[str, str]:
    """Every file below a folder with its text, the policy of pages apart."""
    files = [one for one in folder.rglob("*") if one.is_file()]
    return {one.relative_to(folder).as_posix(): POLICY.sub("", one.read_text("utf-8")) for one in files}


@dataclass
class MkDocs:
    """Writes the given files and exits with the given status; other programs run as they are.

    Asked for pages without content, it writes `frame` for each that there is.
    """

    files: dict[str, str] = field(default_factory=lambda: dict(NEW))
    frame: str = BEGIN
    wrong: str = ""
    status: int = 0
    log: str = ""
    calls: list[tuple[list[str], dict[str, Any]]] = field(default_factory=list)

    def __call__(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        if command[1] == "-c":
            docs, site = map(Path, command[-2:])
            for page in docs.rglob("*.md"):
                write(site, {page.relative_to(docs).with_suffix(".html").as_posix(): self.frame})
            return subprocess.CompletedProcess(command, bool(self.wrong), self.wrong)
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


def test_on_a_full_disk_the_old_site_stays_whole_however_far_the_new_one_came(
    root: Path, mkdocs: MkDocs, disk: Path
) -> None:
    mkdocs.files |= {f"slugs/{number}.html": BEGIN + "x" * 9_000 for number in range(5)}
    ends = Counter[str]()
    for room in range(0, 160_000, 4_096):
        shutil.rmtree(disk / "site", ignore_errors=True)
        write(disk / "site", {**OLD, ".git/HEAD": "x" * 9_000})
        fill(disk, room)
        try:
            publish(root, disk / "site")
            end, found = "new", mkdocs.files
        except OSError as error:
            end, found = error.strerror or "", OLD
        assert read(disk / "site") == found | {".git/HEAD": "x" * 9_000}
        ends["old" if "No space left on device" in end else end] += 1
        assert only(disk) == [".filler", "site"]
    assert ends.keys() == {"old", "new"}
    assert min(ends.values()) > 5


# What is refused -----------------------------------------------------------------------------------------


def refused(root: Path, site: Path) -> str:
    """Why nothing is published to a folder."""
    [problem] = publish(root, site)
    assert (problem.place.path, problem.code, problem.cure) == (str(site), "not-published", "name another folder")
    return problem.message


@pytest.mark.parametrize(
    "files",
    [
        {"letter.txt": "dear"},
        {"index.html": "a page"},
        {"404.html": "a page"},
        {"sub/index.html": "1", "404.html": ""},
        {"index.html": "my diary", "404.html": "not found"},
    ],
    ids=["no page", "only an index", "only a 404 page", "an index below", "another website"],
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


# What pages may run ----------------------------------------------------------------------------------------


SCRIPT = "<script>draw('menu')</script>"


def test_every_page_of_a_hosted_site_has_the_same_policy(root: Path, mkdocs: MkDocs) -> None:
    mkdocs.frame += SCRIPT
    publish(root, root / "site")
    texts = [(root / "site" / name).read_text("utf-8") for name in NEW.keys() - DATA]
    assert len({policy for text in texts for policy in POLICY.findall(text)}) == 1
    for text in texts:
        assert text.startswith(f'{BEGIN}<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; ')


def test_a_copy_for_the_disk_has_none(root: Path, mkdocs: MkDocs) -> None:
    publish(root, root / "site", offline=True)
    assert not any(POLICY.search(path.read_text("utf-8")) for path in (root / "site").rglob("*.html"))


def test_a_script_that_is_not_the_theme_s_stops_the_build(root: Path, mkdocs: MkDocs) -> None:
    write(root, {"docs/slugs.md": "slugs", "docs/snails/index.md": "snails", "docs/own.html": "own"})
    mkdocs.frame += SCRIPT
    mkdocs.files |= {
        name: f"{BEGIN}{SCRIPT}<script>\nalert('{name}')</script>"
        for name in ("slugs/index.html", "snails/index.html", "own.html", "404.html")
    }
    said = [str(problem) for problem in publish(root, root / "site")]
    assert said == [
        f"{place}:1:1: script-inline: a script stands in the page and would not run: alert('{name}') "
        "(put it into a file below docs/assets/)"
        for place, name in [
            ("mkdocs.yml", "404.html"),
            ("docs/own.html", "own.html"),
            ("docs/slugs.md", "slugs/index.html"),
            ("docs/snails/index.md", "snails/index.html"),
        ]
    ]
    assert not (root / "site").exists()


def test_a_page_that_cannot_be_protected_stops_the_build(root: Path, mkdocs: MkDocs) -> None:
    mkdocs.files["own.html"] = "<script>alert(1)</script>" + BEGIN
    codes = [problem.code for problem in publish(root, root / "site")]
    assert codes == ["script-inline", "not-published"]
    assert not (root / "site").exists()


def test_where_pages_without_content_cannot_be_built_nothing_is_published(root: Path, mkdocs: MkDocs) -> None:
    mkdocs.wrong = "Error: no theme"
    assert [problem.message for problem in publish(root, root / "site")] == ["no theme"]
    assert not (root / "site").exists()


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


def test_only_a_zip_of_a_site_counts_as_one(tmp_path: Path) -> None:
    archive = tmp_path / "evidence.zip"
    assert not is_ours(archive, "evidence")
    archive.write_bytes(b"not even a zip")
    assert not is_ours(archive, "evidence")
    pack(write(tmp_path / "thesis", SITE), archive)
    assert not is_ours(archive, "thesis")
    pack(write(tmp_path / "evidence", SITE | DATA), archive)
    assert is_ours(archive, "evidence")
    assert not is_ours(archive, "other")


def test_an_older_zip_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "evidence.zip").write_bytes(b"not even a zip")
    pack(write(tmp_path / "evidence", SITE), tmp_path / "evidence.zip")
    assert zipfile.is_zipfile(tmp_path / "evidence.zip")

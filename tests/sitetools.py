"""Fixtures: the real site and another review, built once in folders of their own, and a checker of links."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).parents[1]
FIXED = {"SOURCE_DATE_EPOCH": "1700000000"}
OWN = ("mkdocs.yml", "references.bib", "CITATION.cff")
"""The files of a site beside its folders."""


def copy_project(to: Path) -> Path:
    """The project's sources without what is generated, from a checkout or an unpacked archive."""
    ignored = ROOT / "docs" / ".gitignore"  # a list that the build itself writes
    lines = ignored.read_text("utf-8").splitlines() if ignored.is_file() else []
    generated = {ROOT / "docs" / line.strip("/") for line in lines}
    for name in ("content", "templates", "seeds", "docs"):
        shutil.copytree(
            ROOT / name,
            to / name,
            ignore=lambda folder, names: [one for one in names if Path(folder, one) in generated],
        )
    for name in ("mkdocs.yml", "references.bib", "CITATION.cff"):
        shutil.copyfile(ROOT / name, to / name)
    return to


def environment(**more: str) -> dict[str, str]:
    """The variables with which the command finds the project's own code."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), **FIXED, **more}


def evidence(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command on the site at `root`."""
    command = [sys.executable, "-m", "evidence", "--root", str(root), *arguments]
    return subprocess.run(command, env=environment(**variables), capture_output=True, encoding="utf-8", check=False)


class Page(HTMLParser):
    """The links, the other addresses and the ids of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "link" and "href" in found and found.get("rel") != "canonical":
            self.loaded.append(found["href"])
        elif found.get("src"):
            self.loaded.append(found["src"])
        if found.get("http-equiv") == "refresh":
            self.links.append(found["content"].partition("url=")[2])


def pages(site: Path) -> dict[Path, Page]:
    """Every page of a built site."""
    return {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def one_of_each(site: Path) -> list[Path]:
    """The full pages at the top of a built site, those of the forms, and one of every other folder."""
    found: dict[tuple[str, ...], Path] = {}
    for path in sorted(site.rglob("*.html")):
        if path.name != "404.html" and 'http-equiv="refresh"' not in path.read_text("utf-8"):
            where = path.relative_to(site).with_suffix("").parts
            where = where[:-1] if where[-1] == "index" else where
            found[where if len(where) < 2 or where[0] == "add" else (*where[:-1], "")] = path
    return sorted(found.values())


def broken_links(site: Path) -> list[str]:
    """Every link and address in a built site that leads nowhere, the 404 page apart, which is found everywhere."""
    found = pages(site)
    broken = []
    for path, page in found.items():
        for address in [*page.links, *page.loaded] if path.name != "404.html" else []:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            where, anchor = parts.path, parts.fragment
            target = (path.parent / unquote(where)).resolve() if where else path
            target = target / "index.html" if target.is_dir() else target
            known = {*found[target].ids, "__search", "__drawer"} if target in found else {unquote(anchor)}
            if not target.is_file() or (anchor and unquote(anchor) not in known):
                broken.append(f"{path.relative_to(site)}: {address}")
    return broken


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, built hosted in site/ and for the disk in build/offline/."""
    root = copy_project(tmp_path_factory.mktemp("project"))
    for arguments in (["build"], ["build", "--offline"]):
        result = evidence(root, *arguments)
        assert result.returncode == 0, result.stdout + result.stderr
    return root


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with 40 MB, where the system lets one be made."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only a superuser may make a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(disk: Path, room: int) -> None:
    """Leave so many bytes free, in whole blocks."""
    filler = disk / ".filler"
    filler.unlink(missing_ok=True)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, shutil.disk_usage(disk).free - room))


OF_THIS_REVIEW = ("about.md.j2", "method.md.j2", "picture.png")
"""What in the templates and the assets another review has no use for."""


def lay(name: str, root: Path) -> Path:
    """A site of tests/sites in the folder `root`, with the project's templates and theme."""
    shutil.copytree(ROOT / "tests" / "sites" / name, root, dirs_exist_ok=True)
    for folder in ("templates", "docs/assets"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns(*OF_THIS_REVIEW))
    shutil.copyfile(ROOT / "mkdocs.yml", root / "base.yml")
    own = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(own if own.startswith("INHERIT") else "INHERIT: base.yml\n" + own, "utf-8")
    return root


@pytest.fixture(scope="session")
def another(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The other review of tests/sites, built by the same scripts and templates."""
    root = lay("another-review", tmp_path_factory.mktemp("another"))
    result = evidence(root, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    return root

"""The real site and another review are built whole, twice the same, and a failed build leaves what was there."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evidence.building import load
from evidence.pages import owners
from sitetools import ROOT, broken_links, copy_project, environment, evidence, fill, lay, pages

pytestmark = pytest.mark.site


def digest(folder: Path) -> str:
    """One digest of the names and bytes of all files below a folder."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def test_every_record_of_a_kind_with_pages_has_its_page(project: Path) -> None:
    catalogue, problems = load(project)
    assert problems == []
    kinds = {kind.id: kind for kind in owners(catalogue)}
    expected = [f"{kinds[one.kind].folder}/{one.id}" for one in catalogue.records.values() if one.kind in kinds]
    assert len(expected) > 200
    assert [name for name in expected if not (project / "site" / name / "index.html").is_file()] == []
    claims = [claim.id for claim in catalogue.claims]
    assert [name for name in claims if not (project / "site" / "c" / name / "index.html").is_file()] == []


@pytest.mark.parametrize("site", ["site", "build/offline/evidence"])
def test_every_link_and_anchor_leads_somewhere(project: Path, site: str) -> None:
    assert broken_links(project / site) == []


def test_every_link_and_anchor_of_another_review_leads_somewhere(another: Path) -> None:
    assert broken_links(another / "site") == []


def test_the_address_of_a_withdrawn_claim_stays_and_says_what_happened(another: Path) -> None:
    text = (another / "site" / "c" / "grass-saves-water" / "index.html").read_text("utf-8")
    assert "Withdrawn claim" in text
    assert "takes water in dry years" in text
    assert "../../practices/" in text


def test_no_page_loads_anything_from_another_host(project: Path) -> None:
    for site in (project / "site", project / "build" / "offline" / "evidence"):
        loaded = {address for page in pages(site).values() for address in page.loaded}
        assert [address for address in loaded if re.match(r"(https?:)?//", address)] == []
        styles = (path.read_text("utf-8") for path in site.rglob("*.css"))
        assert not any(re.search(r"url\(['\"]?(?:https?:)?//", style) for style in styles)


def test_every_full_page_says_that_it_is_no_medical_advice(project: Path) -> None:
    for path in (project / "site").rglob("*.html"):
        text = path.read_text("utf-8")
        assert "no medical advice" in text or 'http-equiv="refresh"' in text, path


def test_mkdocs_alone_builds_the_generated_pages_strictly(project: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    result = subprocess.run(command, cwd=project, env=variables, capture_output=True, check=False)
    assert result.returncode == 0, result.stderr


def test_properdocs_makes_the_same_site_but_for_its_name(project: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    result = evidence(project, "build", "--builder", "properdocs", "--site", str(site))
    assert result.returncode == 0, result.stdout + result.stderr
    generator = re.compile(rb'<meta name="generator" content="[^"]*">')
    named = 0
    for path in sorted(path for path in (project / "site").rglob("*") if path.is_file()):
        ours, theirs = path.read_bytes(), (site / path.relative_to(project / "site")).read_bytes()
        named += len(generator.findall(theirs))
        assert generator.sub(b"", ours) == generator.sub(b"", theirs), path
    assert named > 200
    assert len(list(site.rglob("*"))) == len(list((project / "site").rglob("*")))


def test_a_second_build_writes_no_page(project: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (project / "docs").rglob("*.md")}
    result = evidence(project, "pages")
    assert ": 0 written, 0 removed" in result.stderr
    assert before == {path: path.stat().st_mtime_ns for path in (project / "docs").rglob("*.md")}


OTHER_MACHINE = """
import os, platform, socket, time

listdir, scandir, now = os.listdir, os.scandir, time.time


class Reversed:
    def __init__(self, *path):
        self.held = scandir(*path)
        self.entries = iter(sorted(self.held, key=lambda one: os.fspath(one.name), reverse=True))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.held.close()

    close = __exit__


os.listdir = lambda *path: sorted(listdir(*path), reverse=True)
os.scandir = Reversed
time.time = lambda: now() + 400 * 24 * 3600
socket.gethostname = platform.node = lambda: "another"
os.cpu_count = lambda: 1
"""
"""What a program meets elsewhere: another day, another order of files, another name and number of processors."""


def test_the_same_sources_give_the_same_bytes(project: Path, tmp_path: Path) -> None:
    root = copy_project(tmp_path / "somewhere else")
    (tmp_path / "other" / "sitecustomize.py").parent.mkdir()
    (tmp_path / "other" / "sitecustomize.py").write_text(OTHER_MACHINE, "utf-8")
    paths = os.pathsep.join([str(tmp_path / "other"), environment()["PYTHONPATH"]])
    other = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LANG": "C", "LC_ALL": "C", "PYTHONPATH": paths}
    result = evidence(root, "build", **other)
    assert result.returncode == 0, result.stderr
    assert digest(root / "site") == digest(project / "site")


def test_a_wrong_quotation_stops_the_build_and_leaves_the_site(project: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(project, root, ignore=shutil.ignore_patterns("build"))
    claim = next(iter(sorted((root / "content" / "claims" / "tables").glob("*.yml"))))
    text = claim.read_text("utf-8")
    claim.write_text(re.sub(r'(quote: ["\']?\w+)', r"\1x", text, count=1), "utf-8")
    before = digest(root / "site")
    result = evidence(root, "build")
    assert result.returncode == 1
    assert re.search(
        rf"^content/claims/tables/{claim.name}:\d+:\d+: quote-not-found: .*nearest", result.stdout, re.MULTILINE
    )
    assert "Traceback" not in result.stderr
    assert digest(root / "site") == before


@pytest.mark.parametrize("room", [0, 3_000_000])
def test_a_full_disk_leaves_the_site(tmp_path: Path, disk: Path, room: int) -> None:
    root = lay("another-review", tmp_path / "ground")
    assert evidence(root, "build", "--site", str(disk / "site")).returncode == 0
    before = digest(disk / "site")
    (root / "content" / "plants" / "moss.yml").write_text("name: Moss\n", "utf-8")
    fill(disk, room)
    done = evidence(root, "build", "--site", str(disk / "site"))
    assert done.returncode == 1
    assert "No space left on device" in done.stdout, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    assert digest(disk / "site") == before
    assert sorted(one.name for one in disk.iterdir()) == [".filler", "site"]


def test_only_a_site_is_ever_replaced(project: Path, tmp_path: Path) -> None:
    treasure = tmp_path / "treasure"
    treasure.mkdir()
    (treasure / "notes.txt").write_text("not a site", "utf-8")
    result = evidence(project, "build", "--site", str(treasure))
    assert result.returncode == 1
    assert "holds something that is no published site" in result.stdout
    assert [path.name for path in treasure.iterdir()] == ["notes.txt"]


def test_a_build_that_is_killed_at_any_moment_leaves_the_old_site_or_the_new_one(another: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(another, root)
    plant = next((root / "content" / "plants").glob("[a-z]*.yml"))
    old = digest(root / "site")
    plant.write_text(plant.read_text("utf-8").replace("name: ", "name: Greener ", 1), "utf-8")
    command = [sys.executable, "-m", "evidence", "--root", str(root), "build"]
    seen = set()
    for tenths in (3, 8, 13, 18, 23):
        run = subprocess.Popen(command, env=environment(), stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(tenths / 10)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        seen.add(digest(root / "site"))
    result = evidence(root, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    assert old in seen
    assert seen <= {old, digest(root / "site")}
    assert list(root.glob(".site-*")) == []
    assert not [path for path in (root / "site").rglob(".*") if path.name != ".nojekyll"]


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_server_goes_on_after_mistakes_and_leaves_nobody_behind(
    another: Path, tmp_path: Path, end: signal.Signals
) -> None:
    root = tmp_path / "site"
    shutil.copytree(another, root, ignore=shutil.ignore_patterns("site"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "evidence", "--root", str(root), "serve", "--address", address]
    log = (tmp_path / "log").open("w+")
    with subprocess.Popen(command, env=environment(PYTHONUNBUFFERED="1"), stdout=log, stderr=log) as server:

        def wait_for(words: str, times: int = 1) -> None:
            deadline = time.monotonic() + 60
            while (tmp_path / "log").read_text("utf-8").count(words) < times:
                assert server.poll() is None
                assert time.monotonic() < deadline, words
                time.sleep(0.1)

        try:
            wait_for("stop with Ctrl-C")
            settings = (root / "mkdocs.yml").read_text("utf-8")
            (root / "mkdocs.yml").write_text("a: b: c\n", "utf-8")
            wait_for("mkdocs.yml:1:5: yaml-syntax: ")
            (root / "mkdocs.yml").write_text(settings, "utf-8")
            wait_for(" 0 written, 0 removed", times=2)
            server.send_signal(end)
            assert server.wait(30) == 0
        finally:
            server.kill()
    log.close()
    with socket.socket() as free:  # nobody listens there any more
        assert free.connect_ex(("127.0.0.1", int(address.rpartition(":")[2]))) != 0
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")


def test_two_builds_at_once_do_not_mix(another: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(another, root)
    shutil.rmtree(root / "site")
    command = [sys.executable, "-m", "evidence", "--root", str(root), "build"]
    runs = [subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate(timeout=120)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert sum("waiting for another run to end" in one for one in said) == 1
    assert digest(root / "site") == digest(another / "site")


def test_edit_links_are_drawn_only_where_a_repository_is_set(project: Path, tmp_path: Path) -> None:
    assert not any(
        "/edit/" in path.read_text("utf-8") for path in (project / "docs").rglob("*.md") if "assets" not in path.parts
    )
    root = copy_project(tmp_path)
    settings = (
        (root / "mkdocs.yml").read_text("utf-8").replace("  # repository:", "  repository: https://host.invalid/o/n")
    )
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    assert evidence(root, "pages").returncode == 0
    address = "https://host.invalid/o/n/edit/main/"
    topic = (root / "docs" / "conditions" / "wound.md").read_text("utf-8")
    assert f"edit: {address}content/conditions/wound.yml" in topic
    assert f'<a href="{address}content/claims/' in topic
    issue = "https://host.invalid/o/n/issues/new?template={}.yml&record=wound&title={}%3A%20wound\n"
    assert issue.format("mistake", "Mistake") in topic
    assert issue.format("study", "Study") in topic
    assert re.search(r'template=mistake\.yml&(?:amp;)?record=[\w-]+&(?:amp;)?title=[^"]+">Report a mistake</a>', topic)
    source = next((root / "docs" / "sources").rglob("*.md")).read_text("utf-8")
    assert re.search(rf"^edit: {address}seeds/", source, re.MULTILINE)
    assert f"edit: {address}content/corrections/" in next((root / "docs/corrections").glob("ref-*.md")).read_text(
        "utf-8"
    )
    assert f"edit: {address}content/studies/moon-2019.yml" in (root / "docs/studies/moon-2019.md").read_text("utf-8")
    reference = (root / "docs" / "references" / "li2024.md").read_text("utf-8")
    assert re.search(rf"^edit: {address}references\.bib#L\d+$", reference, re.MULTILINE)


def test_what_is_not_known_of_a_reference_is_not_made_up() -> None:
    catalogue, _ = load(ROOT)
    unknown = [reference for reference in catalogue.references.values() if not reference.known]
    assert len(unknown) > 100
    assert {name for one in unknown for name in one.fields} <= {"note", "status", "keywords", "seen"}


def test_another_review_is_built_by_the_same_scripts(another: Path) -> None:
    catalogue, problems = load(another)
    assert problems == []
    for kind in owners(catalogue):
        for record in catalogue.of_kind(kind.id):
            assert (another / "site" / kind.folder / record.id / "index.html").is_file()
    assert broken_links(another / "site") == []
    text = "".join(path.read_text("utf-8") for path in (another / "site").rglob("index.html"))
    assert re.search("[\u0370-\u03ff\u0400-\u04ff\u3040-\u30ff\u4e00-\u9fff]{3}", text)
    cover = evidence(another, "coverage")
    assert cover.returncode == 0
    assert cover.stdout.count("markers covered") == len(catalogue.sources)

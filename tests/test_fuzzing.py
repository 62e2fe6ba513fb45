"""Whatever happens to a file of the real content, the outcome is a site, or problems with places."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.checks import check
from evidence.problems import Problem, errors
from evidence.reading import read_site
from mutating import mutated
from parting import around, real
from sitetools import ROOT, evidence
from trials import LONG, trials

Change = tuple[str, bytes]


def others() -> dict[str, list[str]]:
    """The files beside the records, those of one sort together."""
    catalogue = real()
    return {
        "single": ["references.bib", "seeds/_sources.yml", "mkdocs.yml", "CITATION.cff"],
        "editions": sorted(source.path for source in catalogue.sources.values()),
        "kinds": sorted(path for path in catalogue.documents if path.endswith("_kind.yml")),
        "notes": sorted(path for path in catalogue.documents if path.startswith("content/_")),
    }


@st.composite
def changed_record(draw: st.DrawFn) -> Change:
    """The path of a record, and what stands in it after some mutations."""
    path = draw(st.sampled_from(sorted(record.path for record in real().records.values())))
    return path, mutated(draw, around(path)[path].decode())


@st.composite
def changed_other(draw: st.DrawFn) -> Change:
    """The path of another file, and what stands in it after some mutations."""
    path = draw(st.sampled_from(sorted(others().items())).flatmap(lambda item: st.sampled_from(item[1])))
    return path, mutated(draw, around(path)[path].decode())


def lay(root: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


def outcome(folder: Path, path: str, data: bytes) -> list[Problem]:
    """What is found wrong with the small site around a file once this stands in it."""
    root = folder / path.replace("/", "-")
    if not root.exists():
        lay(root, around(path))
    return changed(root, path, data)


def changed(root: Path, path: str, data: bytes) -> list[Problem]:
    """What is found wrong with a site once this stands in one of its files, which then is what it was."""
    before = (root / path).read_bytes()
    (root / path).write_bytes(data)
    catalogue, problems = read_site(root)
    problems += check(catalogue)
    (root / path).write_bytes(before)
    return problems


def assert_placed(problems: list[Problem]) -> None:
    for problem in problems:
        assert problem.place.path
        assert problem.place.line > 0
        assert problem.place.column > 0
        assert len(str(problem).splitlines()) == 1


@pytest.mark.parametrize("path", ["CITATION.cff", "mkdocs.yml", "references.bib", *sorted(others()["kinds"])])
def test_what_is_changed_was_sound(tmp_path: Path, path: str) -> None:
    assert errors(outcome(tmp_path, path, around(path)[path])) == []


@pytest.mark.parametrize("changes", [changed_record(), changed_other()], ids=["records", "others"])
def test_a_changed_file_makes_a_sound_catalogue_or_problems_with_places(
    tmp_path: Path, changes: st.SearchStrategy[Change]
) -> None:
    ends = Counter[str]()

    @trials(short=25, long=1_000)
    @given(changes)
    def ends_well(change: Change) -> None:
        problems = outcome(tmp_path, *change)
        assert_placed(problems)
        ends["problems" if errors(problems) else "sound"] += 1

    ends_well()
    print(ends)
    assert min(ends["sound"], ends["problems"]) > ends.total() / 5


@pytest.mark.parametrize("changes", [changed_record(), changed_other()], ids=["records", "others"])
def test_a_changed_file_leaves_the_whole_catalogue_sound_or_with_problems(
    tmp_path: Path, changes: st.SearchStrategy[Change]
) -> None:
    for name in ("content", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for path in others()["single"]:
        shutil.copyfile(ROOT / path, tmp_path / path)

    @trials(short=1, long=10_000)
    @given(changes)
    def ends_well(change: Change) -> None:
        assert_placed(changed(tmp_path, *change))

    ends_well()


PLACED = re.compile(r"[^:]+:\d+:\d+: [a-z-]+: .+")


@pytest.mark.site
@pytest.mark.parametrize("changes", [changed_record(), changed_other()], ids=["records", "others"])
def test_a_changed_file_makes_a_site_or_problems(tmp_path: Path, changes: st.SearchStrategy[Change]) -> None:
    for folder in ("templates", "docs/assets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    ends = Counter[str]()

    @trials(short=2, long=100)
    @given(changes)
    def ends_well(change: Change) -> None:
        path, data = change
        for name in ("content", "seeds", "site"):
            shutil.rmtree(tmp_path / name, ignore_errors=True)
        lay(tmp_path, around(path, bare=False) | {path: data})
        done = evidence(tmp_path, "build")
        assert "Traceback" not in done.stdout + done.stderr, done.stderr[-2_000:]
        assert all(PLACED.fullmatch(line) for line in done.stdout.splitlines()), done.stdout
        pages = len(list((tmp_path / "site").rglob("*.html")))
        assert (done.returncode, pages > 20) in ((0, True), (1, False)), done.stdout + done.stderr[-2_000:]
        ends["problems" if done.returncode else "sound"] += 1

    ends_well()
    print(ends)
    assert not LONG or min(ends["sound"], ends["problems"]) > ends.total() / 5

"""A new site is sound as it is begun, says what is to be replaced, and nothing that stands is ever overwritten."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from evidence import building, notes, starting
from evidence.cli import main
from evidence.settings import _Loader
from sitetools import ROOT, broken_links, evidence

SAME = ("plugins", "markdown_extensions", "validation", "extra_css", "extra_javascript", "theme")
"""What `mkdocs.yml` of a new site has as this one's has it."""


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A site that was just begun."""
    assert main(["init", str(tmp_path / "apples")]) == 0
    return tmp_path / "apples"


def test_a_new_site_has_no_problem_and_makes_its_pages(begun: Path) -> None:
    result = building.generate(begun)
    assert result.problems == []
    assert result.written is not None
    names = {path.relative_to(begun / "docs").as_posix() for path in (begun / "docs").rglob("*.md")}
    assert {
        "index.md",
        "map.md",
        "claims/index.md",
        "about.md",
        "method.md",
        "coverage.md",
        "sources/example.md",
    } <= names


@pytest.mark.site
def test_a_new_site_is_built_and_all_its_links_lead_somewhere(begun: Path) -> None:
    result = evidence(begun, "build")
    assert (result.returncode, result.stdout) == (0, "")
    assert broken_links(begun / "site") == []
    assert list((begun / "site").rglob("*REPLACE*")) == []
    assert [path for path in (begun / "site").rglob("*.html") if "REPLACE" in path.read_text("utf-8")] == []


def test_everything_to_be_replaced_is_listed_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "apples"]) == 0
    printed = capsys.readouterr()
    listed = [re.match(r"([^:]+):(\d+): \S", line) for line in printed.out.splitlines()]
    places = [(match[1], int(match[2])) for match in listed if match]
    assert len(places) == len(listed) > 20
    marked = [
        (path.relative_to(tmp_path / "apples").as_posix(), number)
        for path in sorted((tmp_path / "apples").rglob("*"))
        if path.is_file() and path.suffix not in (".png", ".js")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if "REPLACE:" in line
    ]
    assert places == marked
    assert {"mkdocs.yml", "references.bib", "seeds/_sources.yml", "CITATION.cff"} <= {name for name, _ in places}
    assert printed.err.startswith(f"{len(places)} places to replace")


@pytest.mark.parametrize("stands", ["a file in it", "a file", "a link to nothing"])
def test_nothing_that_stands_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str], stands: str) -> None:
    folder = tmp_path / "apples"
    if stands == "a file in it":
        folder.mkdir()
        (folder / "mkdocs.yml").write_text("site_name: Mine\n", "utf-8")
    elif stands == "a file":
        folder.write_text("mine", "utf-8")
    else:
        folder.symlink_to("nothing")
    before = sorted(tmp_path.rglob("*"))
    assert main(["init", str(folder)]) == 2
    assert capsys.readouterr().err == f"{folder} is not empty: name a folder that does not exist yet\n"
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path)]) == 0
    assert (tmp_path / "mkdocs.yml").is_file()


def test_a_program_without_its_checkout_says_so_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "lib"
    shutil.copytree(ROOT / "starter", home / "starter")
    reason = starting.refusal(tmp_path / "apples", home)
    assert reason.startswith(f"there is no templates in {home}: this program was installed without the files")
    monkeypatch.setattr(starting, "refusal", lambda _: reason)
    assert main(["init", str(tmp_path / "apples")]) == 2
    assert capsys.readouterr().err == f"{reason}\n"
    assert not (tmp_path / "apples").exists()


def test_a_new_site_has_the_templates_and_assets_of_this_one_but_not_its_texts(begun: Path) -> None:
    for folder in starting.SHARED:
        for path in (path for path in (ROOT / folder).rglob("*") if path.is_file()):
            name = path.relative_to(ROOT).as_posix()
            same = (begun / name).is_file() and (begun / name).read_bytes() == path.read_bytes()
            assert same != (name in starting.NOT_SHARED), name


def settings(path: Path) -> dict[str, Any]:
    loaded = yaml.load(path.read_text("utf-8"), _Loader)  # noqa: S506  # a SafeLoader
    assert isinstance(loaded, dict)
    return loaded


def test_a_new_site_has_the_theme_and_extensions_of_this_one() -> None:
    ours, starter = settings(ROOT / "mkdocs.yml"), settings(ROOT / "starter" / "mkdocs.yml")
    assert {name: starter[name] for name in SAME} == {name: ours[name] for name in SAME}
    own = {"maps", "filters", "licence", "repository"}
    assert {key: one for key, one in starter["extra"].items() if key not in own} == {
        key: one for key, one in ours["extra"].items() if key not in own
    }


def test_editors_know_every_kind_of_a_new_site() -> None:
    text = (ROOT / "starter" / ".vscode" / "settings.json").read_text("utf-8")
    mapped = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))["yaml.schemas"]
    kinds = [yaml.safe_load(path.read_text("utf-8")) | {"folder": path.parent.name} for path in KINDS]
    expected = {f"{kind['id']}.schema.json": f"content/{kind['folder']}/**/*.yml" for kind in kinds}
    found = {path.rpartition("/")[2]: names[0] for path, names in mapped.items()}
    assert expected.items() <= found.items()
    assert {f"content/{name}" for name in notes.FILES} <= set(found.values())


KINDS = sorted((ROOT / "starter" / "content").glob("*/_kind.yml"))

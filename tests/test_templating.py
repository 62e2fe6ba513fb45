"""Templates and their words: whatever is wrong in one is a problem at its line, and one mistake hides no other."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from evidence import rendering
from evidence.building import generate
from evidence.rendering import environment
from evidence.templating import Templates, read
from sitetools import ROOT


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small sound site, with the project's templates."""
    shutil.copytree(ROOT / "tests" / "sites" / "small", tmp_path, dirs_exist_ok=True)
    shutil.copytree(ROOT / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("pages", "theme"))
    return tmp_path


def found(root: Path) -> list[str]:
    """The problems of making the pages; then no page is written."""
    result = generate(root)
    assert result.written is None
    assert not (root / "docs").exists()
    return [str(problem) for problem in result.problems]


def write(root: Path, name: str, text: str | bytes) -> None:
    path = root / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


# Templates -----------------------------------------------------------------------------------------------


MISTAKES = {
    "{% if %}": "template-error: Expected an expression, got 'end of statement block'",
    "{{ 1 | nonsense }}": "template-error: No filter named 'nonsense'.",
    "{{ 1 / 0 }}": "template-error: ZeroDivisionError: division by zero",
    "{{ nothing }}": "template-error: 'nothing' is undefined",
    "{{ page.nothing.at_all }}": "template-error: 'evidence.pages.Page object' has no attribute 'nothing'",
    "{{ words.nothing }}": "template-error: 'dict object' has no attribute 'nothing'",
    "{{ link(5) }}": "template-error: AttributeError: 'int' object has no attribute 'title'",
    "{{ 1 + page }}": "template-error: TypeError: unsupported operand type(s) for +: 'int' and 'Page'",
    "{{ cite(['nobody-1999']) }}": "template-error: LookupError: references.bib has no entry 'nobody-1999'",
    "{{ '\\ud800' }}": "template-error: UnicodeEncodeError: 'utf-8' codec can't encode character",
    "{{ 'a' * 10 ** 15 }}": "template-error: MemoryError",
    "{% include 'nowhere.j2' %}": "template-error: there is no template nowhere.j2",
    "{% include 'topic.md.j2' %}": "template-error: it asks for itself without end: topic.md.j2 > topic.md.j2",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}": "template-error: it calls itself without end, or is nested too",
    "{% set own = 'topic.md.j2' %}{% include own %}": "template-error: it calls itself without end, or is nested too",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_in_a_template_is_a_problem_at_its_line(small: Path, text: str) -> None:
    write(small, "topic.md.j2", f"# {{{{ page.title }}}}\n\n{text}\n")
    [problem] = found(small)
    assert problem.startswith(f"templates/topic.md.j2:3:1: {MISTAKES[text]}")
    assert "\n" not in problem


def test_a_template_nested_too_deep_is_a_problem(small: Path) -> None:
    write(small, "topic.md.j2", "{{ " + "(" * 100_000)
    [problem] = found(small)
    assert problem.startswith("templates/topic.md.j2:1:1: template-error: ")


def test_all_templates_are_looked_at_at_once(small: Path) -> None:
    write(small, "topic.md.j2", "{% if %}")
    write(small, "nobody-asks-for-it.md.j2", "\n{{ ")
    write(small, "index.md.j2", b"\xff")
    write(small, "words.yml", "a: b: c")
    (small / "templates" / "citation-style.csl").unlink()
    assert [line.split(": ")[0] + ": " + line.split(": ")[1] for line in found(small)] == [
        "templates/citation-style.csl:1:1: file-unreadable",
        "templates/index.md.j2:1:1: file-unreadable",
        "templates/nobody-asks-for-it.md.j2:2:1: template-error",
        "templates/topic.md.j2:1:1: template-error",
        "templates/words.yml:1:5: yaml-syntax",
    ]


def test_of_each_template_that_runs_the_first_mistake_is_told(small: Path) -> None:
    write(small, "topic.md.j2", "{{ 1 / 0 }}\n{{ nothing }}")
    write(small, "index.md.j2", "\n{{ nothing }}")
    assert [line.partition(" ")[0] for line in found(small)] == [
        "templates/index.md.j2:2:1:",
        "templates/topic.md.j2:1:1:",
    ]


def test_a_mistake_in_a_macro_is_told_where_it_stands_and_once(small: Path) -> None:
    for name in ("topic", "index", "home"):
        write(small, f"{name}.md.j2", "{% from 'macros.j2' import broken %}\n{{ broken() }}")
    write(small, "macros.j2", "{% macro broken() %}\n{{ 1 / 0 }}\n{% endmacro %}")
    assert found(small) == ["templates/macros.j2:2:1: template-error: ZeroDivisionError: division by zero"]


def test_a_circle_of_templates_is_told_at_the_line_that_closes_it(small: Path) -> None:
    write(small, "topic.md.j2", "\n\n{% include 'part.j2' %}")
    write(small, "part.j2", "{% extends 'topic.md.j2' %}")
    message = "template-error: it asks for itself without end"
    [problem] = found(small)
    assert problem in (
        f"templates/topic.md.j2:3:1: {message}: topic.md.j2 > part.j2 > topic.md.j2",
        f"templates/part.j2:1:1: {message}: part.j2 > topic.md.j2 > part.j2",
    )


def test_a_missing_template_is_named(small: Path) -> None:
    for name in ("topic", "home"):
        (small / "templates" / f"{name}.md.j2").unlink()
    assert found(small) == [
        f"templates/{name}.md.j2:1:1: template-error: there is no such template" for name in ("home", "topic")
    ]


@pytest.mark.parametrize("file", [False, True])
def test_without_templates_there_are_no_pages(small: Path, file: bool) -> None:  # noqa: FBT001  # a parameter of the test
    shutil.rmtree(small / "templates")
    if file:
        (small / "templates").write_text("a file", "utf-8")
    folder, style = found(small)
    assert folder == "templates:1:1: kind-missing: there is no folder templates/ (copy the project's)"
    assert style.startswith("templates/citation-style.csl:1:1: file-unreadable: ")


def test_a_template_that_cannot_be_read_is_a_problem(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (small / "templates" / "broken.j2").symlink_to("nowhere.j2")
    assert found(small) == ["templates/broken.j2:1:1: file-unreadable: cannot be read"]


def test_a_mistake_of_the_generator_itself_is_not_called_one_of_the_site(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("a bug")

    monkeypatch.setattr(rendering.Renderer, "_abbreviations", fail)
    with pytest.raises(AssertionError, match="a bug"):
        generate(small)


# Words ---------------------------------------------------------------------------------------------------


def words(root: Path, text: str | bytes | None) -> tuple[Templates, list[str]]:
    """The templates of a site with these words, and what is wrong with them."""
    (root / "templates").mkdir()
    if text is not None:
        write(root, "words.yml", text)
    templates, problems = read(root, environment())
    return templates, [str(problem) for problem in problems]


def test_words_are_read_by_group_and_key(tmp_path: Path) -> None:
    templates, problems = words(tmp_path, "changes:\n  no-change: stays\n  no: none\nread: {}\n")
    assert problems == []
    assert templates.words == {"changes": {"no-change": "stays", "no": "none"}, "read": {}}


BAD_WORDS: dict[str, Any] = {
    "nothing there": (None, "1:1: file-unreadable: No such file or directory"),
    "no YAML": ("a: b: c", "1:5: yaml-syntax: "),
    "an empty file": ("", "1:1: field-value: the value: nothing stands here"),
    "a list": ("- a", "1:1: field-value: the value: `field: value` lines are expected"),
    "a group that is none": ("changes: five", "1:10: field-value: changes: `field: value` lines are expected"),
    "a number": ("changes: {up: 5}", "1:15: field-value: changes.up: text is expected, not 5"),
    "no word": ("changes:\n  up:\n", "2:6: field-value: changes.up: nothing stands here"),
    "a word twice": ("changes:\n  up: a\n  up: b\n", "3:3: yaml-duplicate-key: the key 'up' is already in line 2"),
    "another encoding": (b"a: {b: \xe4}", "1:1: file-unreadable: byte 7 is not UTF-8"),
}


@pytest.mark.parametrize("name", BAD_WORDS)
def test_words_of_another_shape_are_a_problem_with_a_place(tmp_path: Path, name: str) -> None:
    text, expected = BAD_WORDS[name]
    templates, [problem] = words(tmp_path, text)
    assert templates.words == {}
    assert problem.startswith(f"templates/words.yml:{expected}")


def test_where_a_word_is_missing_its_id_is_shown(small: Path) -> None:
    write(small, "words.yml", "labels: {}\n")
    bib = (small / "references.bib").read_text("utf-8")
    bib = bib.replace("status = {resolved}", "notice = {retracted}, status = {candidate}", 1)
    (small / "references.bib").write_text(bib, "utf-8")
    assert generate(small).problems == []
    page = (small / "docs" / "references.md").read_text("utf-8")
    assert '<strong class="notice">retracted.</strong>' in page
    assert '<em class="status">candidate:</em>' in page

"""The documentation is true: its examples are sound, and it names every command, field and module.

Run as a program, this file writes anew what HACKING.md says of the modules and CONTRIBUTING.md of the fields.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import re
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from importlib.metadata import version
from pathlib import Path
from typing import get_args

import material
import pytest
import yaml
from pydantic import BaseModel

from evidence import (
    bibliography,
    building,
    cli,
    markers,
    models,
    notes,
    overviews,
    rendering,
    settings,
    sources,
    templating,
)
from evidence.cutting import Cutter
from evidence.fields import FIELD_TYPES, FieldSpec
from evidence.models import Kind
from evidence.problems import RULES, Problem, errors

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "scripts" / "evidence"
HACKING = ROOT / "HACKING.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
WRITTEN = ("*.md", "templates/pages/about.md.j2", "docs/decisions/*.md")
PROSE = [path for pattern in WRITTEN for path in sorted(ROOT.glob(pattern))]
EXAMPLES = ("CONTRIBUTING.md", "README.md", "HACKING.md", "templates/pages/method.md.j2")

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FIELDS = re.compile(r"<!-- fields: ([\w ]+) -->\n(.*?)<!-- end of fields -->", re.DOTALL)
_TABLE = re.compile(r"(?<=-->\n)(?:.*?)(?=<!-- end of modules -->)", re.DOTALL)


def read(name: str) -> str:
    """A file of the project."""
    return (ROOT / name).read_text("utf-8")


def fenced(language: str) -> Iterator[tuple[str, str]]:
    """The blocks of a language, each with the name of the file it stands in."""
    for name in EXAMPLES:
        yield from ((name, block) for tongue, block in _FENCE.findall(read(name)) if tongue == language)


def path_of(block: str) -> str:
    """The path that an example names in its first line."""
    return block.partition("\n")[0].removeprefix("#").strip()


# Examples ----------------------------------------------------------------------------------------------------


def test_every_yaml_example_says_where_it_stands() -> None:
    paths = [path_of(block) for _, block in fenced("yaml")]
    assert paths
    assert [path for path in paths if not re.fullmatch(r"content/[\w/-]+\.yml|mkdocs\.yml", path)] == []
    assert len(paths) == len(set(paths)), "two examples for one file: only the last would be checked"


def test_every_example_of_content_is_sound_where_it_stands(tmp_path: Path) -> None:
    for name in ("content", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("mkdocs.yml", "references.bib"):
        shutil.copy(ROOT / name, tmp_path / name)
    examples = {path_of(block): block for _, block in fenced("yaml") if path_of(block).startswith("content/")}
    for path, block in examples.items():
        file = tmp_path / path
        for old in (tmp_path / "content").rglob(file.name):
            if not file.name.startswith("_"):
                old.unlink()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block, "utf-8")
    catalogue, problems = building.load(tmp_path)
    assert [str(problem) for problem in errors(problems) if problem.place.path in examples] == []
    read_paths = {record.path for record in catalogue.records.values()}
    read_paths |= {f"content/{kind.folder}/_kind.yml" for kind in catalogue.kinds.values()}
    read_paths |= {f"content/{name}" for name in notes.FILES}
    assert set(examples) <= read_paths


def test_every_example_of_settings_is_sound() -> None:
    blocks = [block for _, block in fenced("yaml") if path_of(block) == "mkdocs.yml"]
    assert [problem for block in blocks for problem in settings.read(block, "mkdocs.yml")[1]] == []


def test_every_example_of_a_reference_is_sound() -> None:
    blocks = [block for _, block in fenced("bibtex")]
    problems: list[Problem] = []
    for block in blocks:
        references, wrong = bibliography.read(block, "references.bib")
        assert references
        problems += wrong
    assert blocks
    assert problems == []


# Names -------------------------------------------------------------------------------------------------------


def test_every_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    commands = re.findall(r"^    ([a-z][a-z-]*)", capsys.readouterr().out, re.MULTILINE)
    assert {"build", "check"} <= set(commands)
    text = read("README.md") + read("HACKING.md")
    assert [name for name in commands if f"`evidence {name}" not in text] == []
    named = re.findall(r"(?:`|^|/|\\)evidence (?!-)([a-z]+)", text + read("CONTRIBUTING.md"), re.MULTILINE)
    assert [name for name in named if name not in commands] == [], "no such command"


def commands(parser: argparse.ArgumentParser, name: str = "evidence") -> Iterator[tuple[str, list[str]]]:
    """Every command, sub-commands too, with the long names of its options; what all have is not repeated."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in below:
        for word, one in action.choices.items():
            yield from commands(one, f"{name} {word}")
    if not below:
        options = [text for action in parser._actions for text in action.option_strings if text.startswith("--")]
        yield name, [option for option in options if option not in ("--help", "--format")]


def undocumented(name: str, options: Iterable[str], lines: Iterable[str]) -> list[str]:
    """The command, if no line names it, and those of its options that no line names together with it."""
    about = [line for line in lines if f"{name} " in line or f"{name}`" in line]
    return [
        *([] if about else [name]),
        *(one for one in options if not any(re.search(rf"{one}\b", line) for line in about)),
    ]


LINES = [line for name in ("README.md", "HACKING.md", "CONTRIBUTING.md") for line in read(name).splitlines()]


@pytest.mark.parametrize(("name", "options"), [pytest.param(*one, id=one[0]) for one in commands(cli._parser())])
def test_every_command_is_told_with_all_its_options(name: str, options: list[str]) -> None:
    assert undocumented(name, options, LINES) == []


def test_a_command_or_an_option_that_nobody_tells_of_is_found() -> None:
    assert undocumented("evidence fix", ["--dry-run"], ["`evidence fix` mends"]) == ["--dry-run"]
    assert undocumented("evidence fix", ["--dry-run"], ["`evidence fixes`; --dry-run"]) == ["evidence fix", "--dry-run"]


def test_what_all_commands_have_in_common_is_told() -> None:
    shared = [text for action in cli._parser()._actions for text in action.option_strings if text.startswith("--")]
    told = read("README.md")
    assert [one for one in ("--format", *shared) if one not in told and one != "--help"] == []


def test_every_rule_is_explained_to_readers_and_no_other_is_named() -> None:
    templates, problems = templating.read(ROOT, rendering.environment())
    assert problems == []
    catalogue = building.load(ROOT)[0]
    made = overviews.site_pages(Cutter(catalogue), {"rules.md.j2": True}, {}, ())
    text = rendering.Renderer(catalogue, templates, {}).render(next(iter(made))).text
    assert re.findall(r"^\| ([a-z-]+) \| \S", text, re.MULTILINE) == list(RULES)
    for code, meaning in RULES.items():
        assert meaning.endswith("."), code
        assert len(meaning.split()) > 3, code
    told = re.findall(r"^\S+:\d+:\d+: (?:warning: )?([a-z-]+):", "\n".join(LINES), re.MULTILINE)
    assert told
    assert set(told) <= set(RULES)


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    for path in PROSE:
        named = re.findall(r"(?:`|^)make (?:[A-Z]+=\S+ )?([a-z-]+)", path.read_text("utf-8"), re.MULTILINE)
        assert [name for name in named if name not in targets] == [], path.name


def names_of_fields() -> set[str]:
    """Every field that a contributor may write into content/."""
    given = {"id", "kind", "path", "extra", "folder"}
    values = {
        one
        for module in (models, notes)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, models.Frozen) and one.__module__ == module.__name__
    }
    names = {info.alias or name for one in values for name, info in one.model_fields.items()} - given
    return names | set(FieldSpec.model_fields) | set(Kind.model_fields) - {"folder"}


def names_of_source_fields() -> set[str]:
    """Every field that may stand in `seeds/_sources.yml`."""
    values = (sources.SourceSpec, sources.HeadingSpec, sources.Seen, markers.Markers)
    return {name for value in values for name in value.model_fields}


def test_contributors_are_told_every_field() -> None:
    text = read("CONTRIBUTING.md")
    names = names_of_fields() | names_of_source_fields()
    assert sorted(name for name in names if f"`{name}`" not in text and f"`{name}:" not in text) == []


def fields_table(models_named: str) -> str:
    """What the fields of some models hold, each once, as a table for CONTRIBUTING."""
    rows: dict[str, str] = {}
    for name in models_named.split():
        model: type[BaseModel] = (
            FieldSpec if name == "FieldSpec" else getattr(models, name, None) or getattr(notes, name)
        )
        written = model.model_json_schema()["properties"]
        for field in model.__annotations__:
            shown = model.model_fields[field].alias or field if field in model.model_fields else ""
            if shown in written:
                rows.setdefault(shown, " ".join(str(model.model_fields[field].description).split()))
    lines = [f"| `{field}` | {words} |" for field, words in rows.items()]
    return "\n".join(["| field | what stands there |", "| :-- | :-- |", *lines]) + "\n"


def with_fields(text: str) -> str:
    """CONTRIBUTING with its tables of fields as they ought to be."""
    return _FIELDS.sub(
        lambda found: f"<!-- fields: {found[1]} -->\n{fields_table(found[1])}<!-- end of fields -->", text
    )


def test_contributors_are_told_of_fields_in_the_words_that_editors_show() -> None:
    text = read("CONTRIBUTING.md")
    assert text == with_fields(text), "write it anew: .venv/bin/python tests/test_docs.py"


def test_every_field_is_described() -> None:
    for model in (FieldSpec, *(one for one in vars(models).values() if isinstance(one, type))):
        for name, info in model.model_fields.items() if issubclass(model, BaseModel) else ():
            assert info.description or name == "number", (model, name)


def test_contributors_are_told_every_field_type_in_its_own_words() -> None:
    rows = dict(
        re.findall(
            r"^\| `(\w+)` \| (.*) \|$",
            read("CONTRIBUTING.md").partition("| type | holds |")[2].partition("\n\n")[0],
            re.MULTILINE,
        )
    )
    assert {name: rows.get(name, "").replace("`", "") for name in FIELD_TYPES} == {
        name: re.sub(r" \(\[\[id\]\]\)| \(\[@key\]\)|`", "", words) for name, words in FIELD_TYPES.items()
    }


def test_the_table_of_levels_has_the_declared_ones() -> None:
    declared = yaml.safe_load(read("content/claims/_kind.yml"))["levels"]
    table = read("CONTRIBUTING.md").partition("| level | what was")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \| ", table, re.MULTILINE)
    assert rows == [level["id"] for level in declared]


# Modules -----------------------------------------------------------------------------------------------------


def modules() -> dict[str, str]:
    """Every module with the first line of its docstring, after all those that it imports."""
    trees = {path.stem: ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.glob("*.py"))}
    order = TopologicalSorter({name: sorted(_imports(tree) & set(trees)) for name, tree in trees.items()})
    order.prepare()
    found: dict[str, str] = {}
    while order.is_active():
        for name in sorted(order.get_ready()):
            found[name] = (ast.get_docstring(trees[name]) or "").partition("\n")[0]
            order.done(name)
    return found


def _imports(tree: ast.Module) -> set[str]:
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    inside = {str(node.module).removeprefix("evidence.") for node in nodes if str(node.module).startswith("evidence.")}
    return inside | {alias.name for node in nodes if node.module == "evidence" for alias in node.names}


GROUPS = {
    "What everything stands on": """
        __init__ crossref dating drawing edits files flat folding history lock markup policy problems replacing
        spans wording working yamlfaults""",
    "What may be said": "fields models prose references markers notes settings sources colophon",
    "From files to the catalogue": "authors yamltext explaining bibliography quotes catalogue reading",
    "What is checked": "abbreviations coverage meaning linkchecks advice waivers checks amending",
    "What helps to write": """
        bibediting yamlediting likeness importing notices mending proposing schemas drafting starting""",
    "From the catalogue to pages": """
        addresses arrows atlas citation citing cutting diagrams entries formats forms guide literature maps metadata
        news overviews pages parting reader recordpages summing views""",
    "From the catalogue to data files": """
        columns datapackage explorer exports feed findable nested passages tables wordindex""",
    "What a change does": "stating difference telling releasing revisions",
    "From pages to a website": """
        templating desk rendering output remembering pressing navigation building builders publishing unchanged kept
        copying preparing sharing filling making fast serving""",
    "The command line": "cli_say cli_author cli_inspect cli_publish cli_serve cli __main__",
}
"""Every module in its group; no group imports from one below it."""


def grouped() -> dict[str, list[str]]:
    """The modules of each group, each after those that it imports."""
    order = list(modules())
    return {title: sorted(names.split(), key=order.index) for title, names in GROUPS.items()}


def table() -> str:
    """The tables of modules for HACKING.md."""
    lines = modules()
    made = ""
    for title, names in grouped().items():
        rows = [f"| `{name}` | {lines[name].replace('|', chr(92) + '|')} |" for name in names]
        made += f"\n### {title}\n\n| module | what it is |\n| :-- | :-- |\n" + "\n".join(rows) + "\n"
    return f"{made}\n"


def test_every_module_is_in_one_group_and_no_group_imports_from_one_below_it() -> None:
    named = [name for names in GROUPS.values() for name in names.split()]
    assert sorted(named) == sorted(modules()), "put it into a group in tests/test_docs.py"
    place = {name: number for number, names in enumerate(GROUPS.values()) for name in names.split()}
    trees = {name: ast.parse((SOURCE / f"{name}.py").read_text("utf-8")) for name in named}
    imported = {(name, one) for name, tree in trees.items() for one in _imports(tree) & set(trees)}
    assert [pair for pair in sorted(imported) if place[pair[0]] < place[pair[1]]] == []


def test_hacking_lists_the_modules_by_their_own_first_lines() -> None:
    found = _TABLE.search(HACKING.read_text("utf-8"))
    assert found
    assert found[0] == table(), "write it anew: .venv/bin/python tests/test_docs.py"


# Pictures ----------------------------------------------------------------------------------------------------


def test_every_picture_is_small_is_shown_somewhere_and_is_told_in_words() -> None:
    shown = {
        (path.parent / link).resolve(): words
        for path in PROSE
        for words, link in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", path.read_text("utf-8"))
    }
    assert set(shown) >= set((ROOT / "docs" / "pictures").iterdir())
    for picture, words in shown.items():
        assert picture.is_file(), picture
        assert len(words.split()) > 3, picture
        assert picture.stat().st_size < 60_000 or picture.parent.name != "pictures", picture


# The rest ----------------------------------------------------------------------------------------------------


def test_the_version_is_the_same_everywhere() -> None:
    ours = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert str(yaml.safe_load(read("CITATION.cff"))["version"]) == ours
    assert f"\n## {ours}" in read("CHANGELOG.md")


def checksums(text: str) -> dict[str, str]:
    """The checksum that a table gives for each file."""
    return dict(re.findall(r"^\| `(\S+)` \| `([0-9a-f]{64})` \|$", text, re.MULTILINE))


def test_the_licence_of_the_data_is_that_of_the_content() -> None:
    licence = building.load(ROOT)[0].colophon.licence
    assert licence
    text = read("LICENSE-CONTENT.md").partition("\n## ")[0]
    assert f"[{licence.title} licence]({licence.path})" in text
    assert f"({licence.name.replace('-', ' ')})" in text


def test_files_from_elsewhere_are_what_they_were() -> None:
    listed = checksums(read("THIRD-PARTY.md").partition("## templates/theme/partials")[0])
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/assets/vendor").iterdir()} <= set(listed)
    assert listed == {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in listed}


def test_the_theme_still_has_the_partials_from_which_ours_were_made() -> None:
    listed = checksums(read("THIRD-PARTY.md").partition("## templates/theme/partials")[2])
    ours = (ROOT / "templates" / "theme" / "partials").rglob("*.html")
    assert set(listed) == {path.relative_to(ROOT).as_posix() for path in ours}
    for name, checksum in listed.items():
        theirs = Path(material.__file__).parent / "templates" / name.removeprefix("templates/theme/")
        assert hashlib.sha256(theirs.read_bytes()).hexdigest() == checksum, name


def test_the_list_of_files_from_elsewhere_says_version_and_licence() -> None:
    first, *rest = re.split(r"^## ", read("THIRD-PARTY.md"), flags=re.MULTILINE)
    sections = {title: text for title, _, text in (section.partition("\n") for section in rest)}
    for name in checksums(first):
        if not name.endswith(".LICENSE"):
            assert re.search(r"\bversion \d+\.\d+|\bupdated on \d+ \w+ \d{4}\b", sections[name]), name
            assert re.search(r"\blicence\b|\bLicense \d", sections[name]), name
        else:
            assert any(name in text for text in sections.values()), name
    theme = version("mkdocs-material")
    assert f"Partials of Material for MkDocs {theme}, " in sections["templates/theme/partials"]
    for path in (ROOT / "templates" / "theme" / "partials").rglob("*.html"):
        assert f"From Material for MkDocs {theme}, " in path.read_text("utf-8")


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_somewhere(path: Path) -> None:
    text = _FENCE.sub("", path.read_text("utf-8"))
    links = re.findall(r"(?<!!)\[[^\]]*\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", text)
    for link, anchor in links:
        target = (path.parent / link) if link else path
        if link in ("corrections/index.md", "coverage.md", "data.md", "method.md", "references.md"):
            continue  # generated
        assert target.is_file(), link
        headings = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
        slugs = {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
        assert not anchor or anchor in slugs, f"{link}#{anchor}"


def test_every_form_to_which_pages_lead_asks_for_the_record() -> None:
    forms = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in ROOT.glob(".github/ISSUE_TEMPLATE/*.yml")}
    assert set(forms) == set(rendering.FORMS)
    for form in forms.values():
        assert set(form) == {"name", "description", "title", "body"}
        assert form["body"][0]["id"] == "record"
        for part in form["body"]:
            assert part["type"] in ("input", "textarea", "dropdown")
            assert part["attributes"]["label"]


def test_readers_are_told_how_a_reading_edition_is_written() -> None:
    kinds = set(get_args(sources.PassageKind)) - {"heading", "paragraph"}
    assert [kind for kind in sorted(kinds) if f"`::: {kind}`" not in read("README.md")] == []


if __name__ == "__main__":
    CONTRIBUTING.write_text(with_fields(CONTRIBUTING.read_text("utf-8")), "utf-8")
    HACKING.write_text(_TABLE.sub(lambda _: table(), HACKING.read_text("utf-8")), "utf-8")

"""What a page would show decides whether it is rendered again: a page that would show the same is not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evidence import building, exports, overviews, remembering
from sitetools import environment, lay

PROGRAM = """
import sys
from pathlib import Path
from evidence import building
from test_remembering import stale
print(len(stale(Path(sys.argv[1]), Path(sys.argv[2]))))
building.generate(Path(sys.argv[1]), kept=Path(sys.argv[2]).parent)
"""


def stale(root: Path, record: Path) -> list[str]:
    """The paths of the pages that would be rendered again."""
    renderer = building.ready(root).renderer
    assert renderer
    cutter = renderer.cutter
    made = building.cut(building.portions(cutter))
    data = exports.data_files(cutter, None)
    made += overviews.site_pages(cutter, renderer.templates.own, json.loads(data["datapackage.json"]), data)
    last = remembering.remembered(record)
    last.begin(renderer)
    shown = [(page, last.shown(renderer, page)) for page in made]
    return [page.path for page, one in shown if not last.holds(renderer, page, one, root / "docs")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site whose pages were all rendered and written."""
    root = lay("another-review", tmp_path / "site")
    assert building.generate(root, kept=tmp_path).written
    return root


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "pages.json"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def saying(root: Path, text: str) -> set[str]:
    """The pages that say something, by their paths."""
    docs = root / "docs"
    return {path.relative_to(docs).as_posix() for path in docs.rglob("*.md") if text in path.read_text("utf-8")}


def test_nothing_is_rendered_again_where_nothing_changed(root: Path, record: Path) -> None:
    assert stale(root, record) == []


def test_pages_that_show_an_edited_claim_are_rendered_again(root: Path, record: Path) -> None:
    change(root / "content/claims/grass/every-second-alley.yml", "no number is given.", "It was one slope.")
    found = stale(root, record)
    building.generate(root)
    assert saying(root, "It was one slope.") <= set(found)
    assert len(found) < 40


def test_pages_that_cite_an_edited_reference_are_rendered_again(root: Path, record: Path) -> None:
    change(root / "references.bib", "title = {", "title = {Quite new: ")
    found = stale(root, record)
    building.generate(root)
    assert set(found) >= saying(root, "Quite new: ") != set()


def test_pages_whose_prose_names_a_renamed_topic_are_rendered_again(root: Path, record: Path) -> None:
    change(root / "content/plants/rye.yml", "name: ", "name: Unheard-of ")
    found = stale(root, record)
    building.generate(root)
    assert set(found) >= saying(root, "Unheard-of ") != set()


@pytest.mark.parametrize("edit", ["template", "words", "settings"])
def test_all_pages_are_rendered_again_where_all_depend_on_it(root: Path, record: Path, edit: str) -> None:
    everything = len(stale(root, Path("nowhere")))
    place, old = {
        "template": ("templates/_macros.md.j2", "{%"),
        "words": ("templates/words.yml", "changed: "),
        "settings": ("mkdocs.yml", "site_name: "),
    }[edit]
    change(root / place, old, f"{old}New " if edit != "template" else "new {%")
    assert len(stale(root, record)) == everything > 100


def test_a_template_that_gets_the_name_of_another_is_noticed(root: Path, record: Path) -> None:
    (root / "templates" / "plent.md.j2").write_text("Of its own.\n", "utf-8")
    building.generate(root, kept=record.parent)
    assert stale(root, record) == []
    (root / "templates" / "plent.md.j2").rename(root / "templates" / "plant.md.j2")
    assert "plants/rye.md" in stale(root, record)


def test_pages_of_references_are_rendered_again_where_their_style_changes(root: Path, record: Path) -> None:
    before = {path: path.read_bytes() for path in (root / "docs" / "references").glob("*.md")}
    change(root / "templates" / "citation-style.csl", "<layout>", '<layout suffix=" (of ours)">')
    found = stale(root, record)
    building.generate(root)
    changed = {f"references/{path.name}" for path, text in before.items() if path.read_bytes() != text}
    assert changed != set()
    assert changed <= set(found)


def test_a_page_that_is_lost_or_says_something_else_is_rendered_again(root: Path, record: Path) -> None:
    (root / "docs/plants/rye.md").unlink()
    home = root / "docs/index.md"
    home.write_text(home.read_text("utf-8").replace(" (", " (0", 1), "utf-8")
    assert sorted(stale(root, record)) == ["index.md", "plants/rye.md"]


@pytest.mark.parametrize("junk", [b"", b"\x80", b"[]", b"{}", b'{"around": "", "pages": {"a.md": 1}}'])
def test_what_is_no_record_of_pages_is_forgotten(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / "pages.json").write_bytes(junk)
    assert remembering.remembered(tmp_path / "pages.json").pages == {}


def test_pages_are_known_in_another_process_too(tmp_path: Path) -> None:
    root, record = lay("another-review", tmp_path / "site"), tmp_path / "pages.json"
    found = []
    for seed in ("1", "2"):
        path = f"{Path(__file__).parent}:{environment()['PYTHONPATH']}"
        variables = {**environment(), "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        command = [sys.executable, "-c", PROGRAM, str(root), str(record)]
        done = subprocess.run(command, env=variables, capture_output=True, text=True, check=True)
        found.append(int(done.stdout))
    assert found[0] > 100
    assert found[1] < 10  # sets have no order, so what shows one is rendered again

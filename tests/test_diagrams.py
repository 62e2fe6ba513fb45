"""Diagrams: which arrows stand in which panel, and that the pages draw and tell the same ones."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from conftest import GARDEN, CheckFactory, write
from evidence import diagrams
from evidence.building import generate, load
from evidence.cutting import Cutter
from evidence.diagrams import Diagram, make_diagram
from evidence.pages import owners
from test_arrows import EFFECT, claims

ROOT = Path(__file__).parents[1]
KINDS = {
    path: GARDEN[path].replace("pages: false\n", "") + "diagram: true\n"
    for path in (f"content/{folder}/_kind.yml" for folder in ("slugs", "plants", "remedies"))
}
BOTH = "  - {target: lettuce, change: improves, by: grey-slug}\n  - {target: grey-slug, change: decreases}\n"
WORSE = "  - {target: lettuce, change: worsens}\n"


def drawn(garden: CheckFactory, files: dict[str, str], record: str) -> Diagram | None:
    catalogue, _ = garden({**files, **KINDS})
    return make_diagram(Cutter(catalogue), catalogue.records[record])


def parts(diagram: Diagram | None) -> list[tuple[str, bool, str | None, int]]:
    """The panels in short: side, derived, kind of goals where parted, and how many arrows."""
    assert diagram
    return [
        (one.part.side, one.part.derived, one.part.kind.id if one.part.kind else None, len(one.rows))
        for one in diagram.panels
    ]


def test_only_kinds_that_ask_for_diagrams_have_them(garden: CheckFactory) -> None:
    catalogue, _ = garden(claims(one=EFFECT))
    assert make_diagram(Cutter(catalogue), catalogue.records["lettuce"]) is None
    assert drawn(garden, claims(one=EFFECT), "lettuce")


def test_a_record_without_arrows_has_no_diagram(garden: CheckFactory) -> None:
    assert drawn(garden, claims(one=EFFECT), "black-slug") is None


def test_arrows_to_a_record_from_it_and_between_its_means_stand_apart(garden: CheckFactory) -> None:
    files = claims(one=BOTH, two="  - {target: lettuce, change: worsens, from: grey-slug}\n")
    assert parts(drawn(garden, files, "lettuce")) == [("to", False, None, 2), ("to", True, None, 1)]
    expected = [("to", False, None, 1), ("from", False, None, 1), ("from", True, None, 1)]
    assert parts(drawn(garden, files, "grey-slug")) == expected
    assert parts(drawn(garden, files, "copper")) == [("from", False, None, 2), ("means", True, None, 1)]


def test_many_arrows_are_parted_by_the_kind_of_their_goals(
    garden: CheckFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = claims(one=BOTH + "  - {target: {text: rust}, change: increases}\n")
    monkeypatch.setattr(diagrams, "SPLIT", 2)
    expected = [("from", False, "slug", 1), ("from", False, "plant", 1), ("from", False, None, 1)]
    found = drawn(garden, files, "copper")
    assert parts(found) == [*expected, ("means", True, None, 1)]
    assert found
    assert not found.folded
    monkeypatch.setattr(diagrams, "FOLD", 3)
    assert found.folded


def test_rows_are_numbered_down_the_page_and_lead_to_their_claims(garden: CheckFactory) -> None:
    found = drawn(garden, claims(one=BOTH, two=EFFECT), "copper")
    assert found
    assert [row.number for row in found.rows] == [1, 2, 3]
    for panel in found.panels:
        assert [row.line.sign.y for row in panel.rows] == sorted(row.line.sign.y for row in panel.rows)
    anchors = {row.goal: row.anchor for row in found.panels[0].rows}
    number = next(row.number for row in found.rows if row.goal == "Lettuce")
    assert anchors == {"Lettuce": f"arrow-{number}", "Grey field slug": "c-one"}


def test_boxes_name_all_that_acts_and_what_it_was_compared_with(garden: CheckFactory) -> None:
    effect = "  - {target: lettuce, change: worsens, from: [grey-slug, black-slug], versus: copper}\n"
    found = drawn(garden, claims(one=effect), "lettuce")
    assert found
    acting, goal = found.panels[0].plates
    assert acting.lines == ("Black slug + Grey field", "slug", "Copper band")
    assert acting.lines[acting.versus :] == ("Copper band",)
    assert goal.lines[goal.versus :] == ()


def test_the_pattern_of_a_line_tells_how_far_from_people_a_study_is(garden: CheckFactory) -> None:
    files = claims(one=EFFECT, two="  - {target: lettuce, change: no-change}\n", three=WORSE)
    files["content/claims/two.yml"] = files["content/claims/two.yml"].replace("level: garden", "level: pot")
    files["content/claims/three.yml"] = files["content/claims/three.yml"].replace("study:\n  level: garden\n", "")
    found = drawn(garden, files, "lettuce")
    assert found
    styles = {row.arrow.says.change: row.style for row in found.rows}
    assert styles == {"improves": "1", "no-change": "2", "worsens": "none"}
    assert [(style, [one and one.id for one in levels]) for style, levels in found.styles] == [
        ("1", ["garden"]),
        ("2", ["pot"]),
        ("none", [None]),
    ]


# On pages --------------------------------------------------------------------------------------------------------


def pictures(text: str) -> list[ET.Element]:
    """The drawings of a page of Markdown or HTML; each must be well-formed, and unbroken by an empty line."""
    found = re.findall(r'<svg class="ev-arrows".*?</svg>', text, re.DOTALL)
    assert not any("\n\n" in one for one in found)
    return [ET.fromstring(one) for one in found]  # noqa: S314  # made by this program


def test_pages_draw_and_tell_every_arrow(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("pages"))
    odd = {"content/plants/lettuce.yml": 'name: "Lettuce <b> & *salad* [x](y)"\n'}
    files = {**GARDEN, **claims(one=BOTH, two=EFFECT, three=WORSE), **KINDS, **odd}
    assert generate(write(tmp_path, {name: text for name, text in files.items() if text})).written
    text = (tmp_path / "docs" / "plants" / "lettuce.md").read_text("utf-8")
    direct, derived = pictures(text)
    names = [title.text for title in direct.findall("a/title")]
    assert sorted(name.partition(" (")[0] for name in names if name) == [
        "Copper band: improves Lettuce <b> & *salad* [x](y)",
        "Copper band: worsens Lettuce <b> & *salad* [x](y)",
    ]
    assert [link.get("class") for link in derived.findall("a")] == ["ev-worsens ev-derived"]
    assert all("other claims say the opposite" in (name or "") for name in names)
    assert {label.text for label in direct.findall("a/g/text")} == {"≠ improves", "≠ worsens"}
    targets = [link.get("href", "") for link in (*direct.findall("a"), *derived.findall("a"))]
    assert sorted(targets)[1:] == ["#c-one", "#c-three"]
    (entry,) = re.findall(r"^- (Copper band: improves .*\n  \{ #arrow-\d \})$", text, re.MULTILINE)
    assert entry.endswith(f"{{ {min(targets)} }}")
    assert re.findall(r"\]\((#c-\w+)\)", entry) == ["#c-one", "#c-two"]
    assert "[Grey field slug: worsens Lettuce" in text
    again = generate(tmp_path)
    assert again.written
    assert not again.written.changed


@pytest.mark.site
def test_the_site_draws_every_arrow_once_and_nothing_else(project: Path) -> None:
    cutter = Cutter(load(project)[0])
    seen = 0
    for kind in owners(cutter.catalogue):
        for record in cutter.catalogue.of_kind(kind.id):
            text = (project / "site" / kind.folder / record.id / "index.html").read_text("utf-8")
            found = make_diagram(cutter, record)
            rows = found.rows if found else ()
            links = [link for one in pictures(text) for link in one.findall("a")]
            assert [link.get("href") for link in links] == [f"#{row.anchor}" for row in rows], record.id
            ids = set(re.findall(r'\bid="([^"]+)"', text))
            assert {html.unescape(link.get("href", "")[1:]) for link in links} <= ids, record.id
            told = text.count('<details class="ev-told"')
            assert told == (len(found.panels) if found else 0)
            seen += len(rows)
    assert seen > 600


@pytest.mark.site
def test_another_review_marks_its_contradiction_and_its_retracted_paper(another: Path) -> None:
    stress = (another / "site" / "concerns" / "vine-water-stress" / "index.html").read_text("utf-8")
    assert re.findall(r'class="(ev-\w+) ev-conflict"', stress) == ["ev-worsens", "ev-improves"]
    assert "≠ some go against each other" in stress
    gullies = (another / "site" / "concerns" / "gully-erosion" / "index.html").read_text("utf-8")
    assert "rests on retracted papers alone" in gullies

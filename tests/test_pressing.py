"""Pages are made in portions, apart from each other: what holds is left, and what is wrong is said once."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence import building, output, pressing
from evidence.pages import Page
from evidence.pressing import Press, Proof
from evidence.problems import Place, Problem
from evidence.remembering import Remembered
from sitetools import lay


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> building.Ready:
    return building.ready(lay("another-review", tmp_path_factory.mktemp("site") / "site"))


def press(site: building.Ready, last: Remembered | None) -> tuple[Press, list[Page]]:
    """A press for a site, and its home page."""
    assert site.renderer
    [home] = building.cut([*building.content_portions(site.renderer.cutter)][:1])
    return Press(site.renderer, site.root / "docs", last), [home]


def test_a_page_is_laid_ready_and_holds_once_it_is_written_and_noted(site: building.Ready, tmp_path: Path) -> None:
    last = Remembered(tmp_path / "pages.json")
    made, pages = press(site, last)
    with output.staging(made.docs):
        [proof] = made(lambda: pages)
        assert proof.ready
        assert proof.known
        assert output.write_all(made.docs, {proof.path: proof.ready}, {})[0]
    last.note({proof.path: proof.known})
    assert made(lambda: pages) == [Proof(proof.path, proof.source, proof.templates)]


def test_nothing_is_remembered_where_nothing_is_to_be(site: building.Ready) -> None:
    made, pages = press(site, None)
    with output.staging(made.docs):
        assert [proof.known for proof in made(lambda: pages)] == [None]


def test_of_each_template_the_first_mistake_is_told_once() -> None:
    first, second = (Problem(Place("templates/a.md.j2", line), "template-error", "wrong") for line in (1, 2))
    proofs = [
        Proof("a.md", "a.yml", ("a.md.j2",), problem=first),
        Proof("b.md", "b.yml", ("a.md.j2",), problem=second),
        Proof("c.md", "c.yml", ("b.md.j2", "a.md.j2"), problem=first),
        Proof("d.md", "d.yml", ("d.md.j2",)),
    ]
    assert pressing.mistakes(proofs) == [first]


@pytest.mark.parametrize(
    ("paths", "wrong"),
    [
        (("a.md", "b.md"), []),
        (("a.md", "A.md"), ["2.yml and 1.yml both make the page A.md"]),
        (("a.md", "a/index.md"), ["2.yml and 1.yml both make the page a/index.md"]),
    ],
)
def test_two_pages_at_one_address_are_a_conflict(paths: tuple[str, str], wrong: list[str]) -> None:
    found = pressing.conflicts(Proof(path, f"{number}.yml", ()) for number, path in enumerate(paths, start=1))
    assert [problem.message for problem in found] == wrong

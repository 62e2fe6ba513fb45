"""Files of a site: what leads out of it, waits for ever or hides a sign is a problem, and nothing of it is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import GARDEN, CheckFactory, write
from evidence.checks import check
from evidence.reading import read_site

THIRTY, ARROWS = "\u0301\u0323" * 15, "\u2192" * 40
ELSEWHERE = "name: The secret of another folder\n"


def problems(root: Path) -> list[str]:
    catalogue, found = read_site(root)
    return sorted(map(str, [*found, *check(catalogue)]))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, {"secret.yml": ELSEWHERE, "secrets/_kind.yml": "id: secret\n", "secrets/one.yml": ELSEWHERE})
    return write(tmp_path / "garden", GARDEN)


@pytest.mark.parametrize(
    "name",
    [
        "content/slugs/black-slug.yml",
        "content/slugs/_kind.yml",
        "content/_notes.txt",
        "docs/letter.md",
        "docs/assets/style.css",
        "seeds/guide.txt",
        "seeds/_sources.yml",
        "templates/pages/letter.md.j2",
        "references.bib",
        "mkdocs.yml",
        "CITATION.cff",
    ],
)
def test_a_link_out_of_the_site_is_a_problem_and_is_not_read(root: Path, name: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(root.parent / "secret.yml")
    found = problems(root)
    assert f"{name}:1:1: file-outside: this link leads out of the site (put a copy of the file in its place)" in found
    assert not any("secret" in one for one in found)


@pytest.mark.parametrize("name", ["content/secrets", "content/slugs/more", "docs/more", "seeds/more", "templates/more"])
def test_a_linked_folder_is_a_problem_and_is_not_read(root: Path, name: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(root.parent / "secrets", target_is_directory=True)
    found = problems(root)
    assert f"{name}:1:1: file-outside: this link leads out of the site (put a copy of the file in its place)" in found
    assert not any("The secret" in one for one in found)


def test_a_link_inside_the_site_is_fine(root: Path) -> None:
    (root / "seeds" / "guide.txt").rename(root / "seeds" / "guide-2020.txt")
    (root / "seeds" / "guide.txt").symlink_to("guide-2020.txt")
    assert [one for one in problems(root) if "file-" in one] == []


def test_a_site_may_itself_be_reached_by_a_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "short").symlink_to(root, target_is_directory=True)
    assert [one for one in problems(tmp_path / "short") if "file-" in one] == []


@pytest.mark.parametrize("name", ["references.bib", "seeds/guide.txt", "content/slugs/_kind.yml", "CITATION.cff"])
def test_nobody_waits_for_a_pipe(root: Path, name: str) -> None:
    (root / name).unlink(missing_ok=True)
    os.mkfifo(root / name)
    assert any(one.startswith(f"{name}:1:1: file-unreadable: a pipe or a device is no file") for one in problems(root))


@pytest.mark.parametrize("sign", ["\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"])
@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("content/claims/copper-lettuce.yml", "keep grey"),
        ("content/slugs/_kind.yml", "Slugs"),
        ("references.bib", "Cabbage"),
        ("seeds/guide.txt", "six weeks"),
        ("seeds/_sources.yml", "A guide"),
        ("mkdocs.yml", "Garden"),
    ],
)
def test_a_sign_that_turns_the_direction_is_a_problem_where_it_stands(
    garden: CheckFactory, name: str, old: str, sign: str
) -> None:
    text = GARDEN[name].replace(old, sign + old, 1)
    line = text[: text.index(sign)].count("\n") + 1
    column = text.split("\n")[line - 1].index(sign) + 1
    _, found = garden({name: text})
    number = f"U+{ord(sign):04X}"
    assert (
        f"{name}:{line}:{column}: text-turned: {number} turns the direction of what is shown (delete this unseen sign)"
        in found
    )


def test_letters_from_right_to_left_are_as_good_as_others(garden: CheckFactory) -> None:
    _, found = garden({"content/slugs/grey-slug.yml": "name: Grey field slug\nsynonyms: [חשופית, البزاق]\n"})
    assert found == []


@pytest.mark.parametrize("name", ["seeds/guide.txt", "references.bib", "content/slugs/grey-slug.yml", "mkdocs.yml"])
def test_no_letter_has_more_accents_than_programs_put_in_order(garden: CheckFactory, name: str) -> None:
    _, found = garden({name: f"{GARDEN[name]}# e{THIRTY}\u0301\n"})
    line = GARDEN[name].count("\n") + 1
    said = f"{name}:{line}:4: file-unreadable: more than 30 accents stand on one letter (delete them)"
    assert said in found


def test_thirty_accents_are_many_and_fine(garden: CheckFactory) -> None:
    name = "content/slugs/grey-slug.yml"
    assert garden({name: f"{GARDEN[name]}# e{THIRTY} \u0301 {ARROWS}\n"})[1] == []


def test_of_unseen_signs_the_first_hundred_are_told(garden: CheckFactory) -> None:
    _, found = garden({"references.bib": GARDEN["references.bib"] + "% \u202e\n" * 200})
    assert sum("text-turned" in one for one in found) == 100

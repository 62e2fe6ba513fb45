"""Whatever happens to a file of the real content, the outcome is a catalogue and problems with places."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import building
from evidence.catalogue import Catalogue
from evidence.checks import check
from evidence.problems import Problem
from evidence.reading import read_site
from sitetools import ROOT, copy_project, evidence
from trials import trials

Draw = st.DrawFn
ODD = [
    "\u202e",
    "\0",
    "\ufeff",
    "\u2028",
    "\x85",
    "\ud7ff",
    "²",
    "٣",
    "𝟜",
    "İ",
    "ß",
    "\u0301",
    "👩\u200d🔬",
    "\xa0",
    "\t",
]
SIGNS = [
    *ODD,
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    ": ",
    " #",
    "&a ",
    "*a ",
    "!!x ",
    "- ",
    "|",
    ">",
    "\\",
    "@",
    "%",
    ",",
    "\n",
]
VALUES = [
    "",
    "~",
    "true",
    "0",
    "-1",
    "1e999",
    "9" * 30,
    "[]",
    "{}",
    "[[]]",
    "{a: {b: []}}",
    '""',
    "2024-02-30",
    "x" * 300,
]


def flip(draw: Draw, text: str) -> bytes:
    data = bytearray(text.encode())
    for _ in range(draw(st.integers(1, 4)) if data else 0):
        data[draw(st.integers(0, len(data) - 1))] ^= draw(st.integers(1, 255))
    return bytes(data)


def insert(draw: Draw, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(st.sampled_from(SIGNS) | st.text(st.characters(codec="utf-8"), max_size=5)) + text[at:]


def cut(draw: Draw, text: str) -> str:
    first, last = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return draw(st.sampled_from([text[:first], text[first:], text[:first] + text[last:], text[first:last]]))


def move_lines(draw: Draw, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    line = lines[at]
    how = draw(st.sampled_from(["delete", "double", "swap", "indent", "dedent", "break"]))
    if how == "delete":
        del lines[at]
    elif how == "double":
        lines.insert(other, line)
    elif how == "swap":
        lines[at], lines[other] = lines[other], line
    elif how == "break":
        middle = draw(st.integers(0, len(line)))
        lines[at] = f"{line[:middle]}\n{line[middle:]}"
    else:
        lines[at] = "  " + line if how == "indent" else line.removeprefix("  ")
    return "".join(lines)


def rename(draw: Draw, text: str) -> str:
    """A key or another word that stands in the file is put in the place of one of its words."""
    words = text.split() or [""]
    return text.replace(draw(st.sampled_from(words)), draw(st.sampled_from(words)), draw(st.integers(1, 3)))


def revalue(draw: Draw, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    at = draw(st.integers(0, len(lines) - 1))
    key, sign, _ = lines[at].partition("=" if "=" in lines[at] else ":")
    lines[at] = f"{key}{sign} {draw(st.sampled_from(VALUES))}\n"
    return "".join(lines)


MUTATIONS: list[Callable[[Draw, str], str | bytes]] = [flip, insert, cut, move_lines, rename, revalue]


@cache
def real() -> tuple[Catalogue, tuple[str, ...]]:
    """The real catalogue, and the files that are changed: records of every kind more often than single files."""
    catalogue, _ = building.load(ROOT)
    records = sorted(record.path for record in catalogue.records.values())
    return catalogue, tuple(records)


SINGLE = ("references.bib", "seeds/_sources.yml", "mkdocs.yml", "CITATION.cff", "edition", "_kind.yml", "notes")


@cache
def around(path: str) -> dict[str, bytes]:
    """A small site of real content: all kinds, a file, the records and references that it names, and a few more."""
    catalogue = real()[0]
    named = {*re.findall(r"[\w-]+", (ROOT / path).read_text("utf-8")[:20_000]), *list(catalogue.records)[:5]}
    keys = [*list(catalogue.references)[:5], *(key for key in catalogue.references if key in named)]
    paths = [
        *(one for one in catalogue.documents if one.endswith("_kind.yml")),
        *(one.path for one in catalogue.records.values() if one.id in named),
        *(source.path for source in catalogue.sources.values()),
        *("mkdocs.yml", "CITATION.cff", "seeds/_sources.yml", path),
    ]
    entries = "\n\n".join(catalogue.references[key].raw for key in dict.fromkeys(keys[:40]))
    return {one: (ROOT / one).read_bytes() for one in paths} | {"references.bib": entries.encode()}


@st.composite
def changed(draw: Draw) -> tuple[str, bytes]:
    """The path of a file of the real content, and what stands in it after one to three mutations."""
    catalogue, records = real()
    what = draw(st.sampled_from(("record",) * 8 + SINGLE))
    singles = {
        "record": records,
        "edition": sorted(source.path for source in catalogue.sources.values()),
        "_kind.yml": sorted(path for path in catalogue.documents if path.endswith("_kind.yml")),
        "notes": sorted(path for path in catalogue.documents if path.startswith("content/_")),
    }
    path = draw(st.sampled_from(singles.get(what) or (what,)))
    data: str | bytes = around(path)[path].decode()
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3)))):
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        data = draw(st.sampled_from(MUTATIONS))(draw, text)
    return path, data if isinstance(data, bytes) else data.encode("utf-8", "replace")


def outcome(root: Path, path: str, data: bytes) -> list[Problem]:
    """What is found wrong with the small site around a file once this stands in it."""
    shutil.rmtree(root, ignore_errors=True)
    for name, content in {**around(path), path: data}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    catalogue, problems = read_site(root)
    return [*problems, *check(catalogue)]


def assert_placed(problems: list[Problem]) -> None:
    for problem in problems:
        assert problem.place.path
        assert problem.place.line > 0
        assert problem.place.column > 0
        assert len(str(problem).splitlines()) == 1


@trials(short=60, long=20_000)
@given(changed())
def test_a_changed_file_makes_problems_with_places_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, change: tuple[str, bytes]
) -> None:
    root = tmp_path_factory.getbasetemp() / "fuzzed"
    assert_placed(outcome(root, *change))


@pytest.mark.site
@trials(short=2, long=200)
@given(changed())
def test_a_changed_file_makes_a_site_or_problems(
    tmp_path_factory: pytest.TempPathFactory, change: tuple[str, bytes]
) -> None:
    path, data = change
    root = tmp_path_factory.getbasetemp() / "built"
    if not root.exists():
        copy_project(root)
    before = (root / path).read_bytes()
    (root / path).write_bytes(data)
    done = evidence(root, "build")
    (root / path).write_bytes(before)
    assert "Traceback" not in done.stdout + done.stderr, done.stderr[-2_000:]
    assert (done.returncode, bool(done.stdout)) in ((0, True), (1, True)), done.stderr[-2_000:]

"""Reading editions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from evidence.sources import Passage, Source, SourceSpec, read_edition
from trials import trials

quick = trials()

EDITION = """\
A guide to slugs

Slugs eat at night.

They rest by day.

Fences

Copper keeps slugs out.

::: caption
Fig. 2 A fence of copper
:::

It has to be clean.

::: table
Table 1 Fences
Metal | Height
copper | 5 cm
zinc | 7 cm
:::

::: running-head
Page 2 of 4
:::

Zinc does too.
"""


def spec(**more: Any) -> SourceSpec:
    return SourceSpec.model_validate({"key": "guide", "title": "A guide to slugs", "edition": "guide.txt", **more})


FENCES = spec(headings=[{"title": "Fences", "level": 2, "setting": "fence"}])


def passages() -> tuple[Passage, ...]:
    found, wrong = read_edition(EDITION, FENCES)
    assert wrong == []
    return found


def wrongs(text: str, of: SourceSpec = FENCES) -> list[tuple[int, str]]:
    return read_edition(text, of)[1]


def test_every_line_that_is_not_blank_or_a_fence_is_a_passage() -> None:
    lines = [line.strip() for line in EDITION.splitlines() if line.strip() and not line.startswith(":::")]
    assert [passage.text for passage in passages()] == lines


def test_passages_know_their_kind_and_line() -> None:
    assert [(passage.kind, passage.line) for passage in passages()] == [
        ("paragraph", 1),
        ("paragraph", 3),
        ("paragraph", 5),
        ("heading", 7),
        ("paragraph", 9),
        ("caption", 12),
        ("paragraph", 15),
        ("table", 18),
        ("table", 19),
        ("table", 20),
        ("table", 21),
        ("running-head", 25),
        ("paragraph", 28),
    ]


def test_a_reader_is_told_where_a_passage_stands() -> None:
    assert [passage.place for passage in passages() if passage.kind != "running-head"] == [
        "beginning, paragraph 1",
        "beginning, paragraph 2",
        "beginning, paragraph 3",
        "Fences",
        "Fences, paragraph 1",
        "Fig. 2",
        "Fences, paragraph 2",
        "Table 1",
        "Table 1",
        "Table 1, row 1",
        "Table 1, row 2",
        "Fences, paragraph 3",
    ]


def test_a_heading_sets_the_scene_of_what_follows() -> None:
    settings_ = [passage.heading.setting if passage.heading else () for passage in passages()]
    assert settings_ == [()] * 3 + [("fence",)] * 10


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Fig. 3 Slugs", "Fig. 3"),
        ("Figure 12 Slugs", "Figure 12"),
        ("Table 1 Slugs", "Table 1"),
        ("Table S2 Slugs", "Table S2"),
        ("Fig. 3a Slugs", "Fig. 3a"),
        ("Box about slugs", "Box"),
    ],
)
def test_a_caption_is_called_by_its_number(line: str, label: str) -> None:
    (caption,), _ = read_edition(f"::: caption\n{line}\n:::\n", spec())
    assert caption.place == label


def test_a_word_like_a_heading_is_one_only_in_its_turn() -> None:
    two = spec(headings=[{"title": "Slugs"}, {"title": "Fences"}])
    found, wrong = read_edition("Fences\n\nSlugs\n\nFences\n\nFences\n", two)
    assert [passage.kind for passage in found] == ["paragraph", "heading", "heading", "paragraph"]
    assert wrong == []


def test_a_heading_that_the_document_lacks_is_named() -> None:
    assert wrongs("Fense\n") == [(1, "the heading 'Fences' is not a line of the document, in this order")]


def test_a_heading_inside_a_block_is_none() -> None:
    assert wrongs("::: running-head\nFences\n:::\n")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("::: table\n::: caption\nA\n:::\n", 2),
        (":::\nA\n", 1),
        ("::: caption\nA\n:::\n:::\n", 4),
    ],
)
def test_a_block_that_is_opened_or_closed_out_of_turn_is_named(text: str, line: int) -> None:
    assert wrongs(text, spec()) == [(line, "a block is opened inside another, or closed where none is open")]


def test_a_block_that_is_never_closed_is_named() -> None:
    assert wrongs("A\n::: caption\nB\n", spec()) == [(3, "the last block is not closed by a line with :::")]


def test_a_block_of_an_unknown_kind_is_wrong() -> None:
    assert wrongs("::: figure\nA\n:::\n", spec())


def test_an_empty_edition_has_no_passages() -> None:
    assert read_edition("", spec()) == ((), [])


@quick
@given(
    st.lists(st.sampled_from(["", ":::", "::: caption", "::: table", "::: running-head", "Fences", "a | b", "One."]))
)
def test_no_edition_makes_the_reader_raise_or_loses_a_line(lines: list[str]) -> None:
    found, _ = read_edition("\n".join(lines), FENCES)
    assert [passage.text for passage in found] == [line for line in lines if line and not line.startswith(":::")]


def test_a_source_is_called_by_its_short_name_or_its_title() -> None:
    assert Source(spec(), "seeds/guide.txt", ()).short == "A guide to slugs"
    assert Source(spec(short="Guide"), "seeds/guide.txt", ()).short == "Guide"
    assert Source(spec(), "seeds/guide.txt", ()).key == "guide"


def test_one_sighting_of_the_licence_needs_no_list() -> None:
    assert spec(licence_seen={"at": "https://example.org"}).licence_seen[0].at == "https://example.org"


@pytest.mark.parametrize(
    "more", [{"licenses": "CC0"}, {"markers": {"style": "footnote"}}, {"key": 5}, {"headings": ["A"]}]
)
def test_settings_of_a_source_that_are_not_known_are_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        spec(**more)

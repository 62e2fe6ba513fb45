"""Sources laid out for reading."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

import pytest

from conftest import GARDEN, CheckFactory
from evidence.building import cut
from evidence.cutting import Cutter
from evidence.pages import Page
from evidence.reader import Block, Mark, source_portions
from evidence.spans import Token

SOURCES = GARDEN["seeds/_sources.yml"]
WHOLE = f"{SOURCES}  show_full_text: true\n  licence: CC0\n  licence_seen: {{at: 'https://example.org'}}\n"
CLAIM = GARDEN["content/claims/copper-lettuce.yml"]
QUOTE = "Bands of copper kept grey slugs away from lettuce for six weeks [1, 3]."


def quoting(words: str, more: str = "") -> str:
    """Another claim, which rests on some words of the guide."""
    return (
        "statement: Something else is said.\nstance: background\n"
        f"evidence:\n  - {{source: guide, quote: {words!r}}}\n{more}"
    )


def pages(garden: CheckFactory, changes: dict[str, str]) -> list[Page]:
    catalogue, problems = garden({"seeds/_sources.yml": WHOLE, **changes})
    assert problems == []
    return cut(source_portions(Cutter(catalogue)))


def blocks(garden: CheckFactory, changes: dict[str, str]) -> list[Block]:
    [page] = pages(garden, changes)
    found: list[Block] = list(page.values["blocks"])
    return found


def words(tokens: Any) -> str:
    return "".join(token.text for token in tokens)


def shown(tokens: Sequence[Token[Mark]]) -> str:
    """The tokens with `<anchor>` where a quotation begins, `</>` where a piece closes and `^1` where it is over."""
    found = ""
    for token in tokens:
        if token.label is None:
            found += token.text
        elif token.label.kind == "quote":
            found += {"open": f"<{token.label.anchor}>", "close": "</>", "end": f"^{token.label.number}"}[token.kind]
        elif token.label.kind == "cite" and token.kind == "open":
            found += f"@{PurePosixPath(token.label.target.path).stem}:"
    return found


def test_every_line_but_running_heads_is_a_block_and_keeps_its_words(garden: CheckFactory) -> None:
    text = GARDEN["seeds/guide.txt"] + "\n::: running-head\nPage 2\n:::\n\n::: caption\nFig. 1 A band\n:::\n"
    found = blocks(garden, {"seeds/guide.txt": text})
    assert [(block.kind, words(block.rows[0][0]) if block.rows else block.passage.place) for block in found] == [
        ("heading", "Bands"),
        ("paragraph", f"{QUOTE} The slugs crossed wet beds at night [2]."),
        ("paragraph", "Lettuce under glass was eaten less often than lettuce in beds [2]."),
        ("caption", "Fig. 1 A band"),
    ]


def test_a_quotation_and_every_citation_are_marked_where_they_stand(garden: CheckFactory) -> None:
    _, paragraph, _ = blocks(garden, {})
    assert shown(paragraph.rows[0][0]) == (
        "<q-copper-lettuce-1>Bands of copper kept grey slugs away from lettuce for six weeks [@field-1:1, @field-3:3]."
        "</>^1 The slugs crossed wet beds at night [@field-2:2]."
    )
    [mark] = paragraph.quotes
    assert (mark.target.title, mark.number) == ("Copper bands keep grey field slugs away from lettuce.", 1)
    assert mark.target.anchor == "c-copper-lettuce"


def test_words_that_two_claims_quote_lead_to_both(garden: CheckFactory) -> None:
    other = quoting(f"{QUOTE} The slugs crossed wet beds at night [2].")
    _, paragraph, _ = blocks(garden, {"content/claims/wet-beds.yml": other})
    text = shown(paragraph.rows[0][0])
    assert text.startswith("<q-wet-beds-1><q-copper-lettuce-1>Bands of copper")
    assert text.endswith("</>^1 The slugs crossed wet beds at night [@field-2:2].</>^2")
    assert [mark.target.anchor for mark in paragraph.quotes] == ["c-copper-lettuce", "c-wet-beds"]


def test_a_quotation_is_marked_where_the_source_has_other_spaces_and_signs(garden: CheckFactory) -> None:
    text = GARDEN["seeds/guide.txt"].replace("grey slugs away", "grey\u00a0\u00a0slugs a\u00adway")
    _, paragraph, _ = blocks(garden, {"seeds/guide.txt": text})
    first = shown(paragraph.rows[0][0])
    assert first.startswith("<q-copper-lettuce-1>Bands of copper kept grey\u00a0\u00a0slugs a\u00adway from")
    assert "].</>^1 The slugs" in first


def test_a_sentence_that_lacks_a_citation_is_marked_as_such(garden: CheckFactory) -> None:
    note = "- source: guide\n  sentence: The slugs crossed wet beds at night [2].\n  class: asserted-uncited\n"
    _, paragraph, _ = blocks(garden, {"content/_sentences.yml": note})
    [tokens] = paragraph.rows[0]
    kinds = [token.kind for token in tokens if token.label and token.label.kind == "uncited"]
    assert kinds == ["open", "close", "end"]


def test_a_correction_stands_beside_the_quotations_of_the_claims_that_it_concerns(garden: CheckFactory) -> None:
    correction = "name: It was zinc\nreview: It says *copper*.\noriginal: It was zinc [@field-1].\nbasis: original\n"
    changes = {
        "content/corrections/it-was-zinc.yml": correction,
        "content/claims/copper-lettuce.yml": f"{CLAIM}corrections: [it-was-zinc]\n",
    }
    _, paragraph, other = blocks(garden, changes)
    [(view, marks)] = paragraph.corrections
    assert (view.target.title, view.review, view.original) == ("It was zinc", "It says copper.", "It was zinc.")
    assert (marks, other.corrections) == (paragraph.quotes, ())
    assert paragraph.quotes[0].corrected


TABLE = """
::: table
Table 1 Remedies
Remedy | Slugs
copper | fewer of the grey slugs were seen
zinc | none
:::

::: table
Table 2 Others
:::
"""


def test_a_table_has_a_title_a_head_and_rows_of_cells(garden: CheckFactory) -> None:
    found = blocks(garden, {"seeds/guide.txt": GARDEN["seeds/guide.txt"] + TABLE})
    first, second = found[-2:]
    assert [[words(cell) for cell in row] for row in first.rows] == [
        ["Table 1 Remedies"],
        ["Remedy", "Slugs"],
        ["copper", "fewer of the grey slugs were seen"],
        ["zinc", "none"],
    ]
    assert [[words(cell) for cell in row] for row in second.rows] == [["Table 2 Others"]]


def test_a_quotation_that_crosses_cells_begins_in_one_and_is_over_in_the_other(garden: CheckFactory) -> None:
    other = quoting("copper | fewer of the grey slugs were seen")
    changes = {"seeds/guide.txt": GARDEN["seeds/guide.txt"] + TABLE, "content/claims/seen.yml": other}
    table = blocks(garden, changes)[-2]
    pieces = [
        (number, token.kind, token.first, token.last)
        for number, cell in enumerate(table.rows[2])
        for token in cell
        if token.label and token.kind in ("open", "end")
    ]
    assert pieces == [(0, "open", True, False), (1, "open", False, True), (1, "end", False, True)]


@pytest.mark.parametrize(
    "settings",
    [
        SOURCES,
        f"{SOURCES}  licence: CC0\n  licence_seen: {{at: page 1}}\n",
    ],
)
def test_of_a_source_without_a_licence_to_show_it_only_quotations_are_shown(
    garden: CheckFactory, settings: str
) -> None:
    other = quoting("eaten less often than lettuce in beds [2].")
    found = blocks(garden, {"seeds/_sources.yml": settings, "content/claims/beds.yml": other})
    assert [(block.kind, block.passage.place, [words(cell) for cell in block.rows[0]]) for block in found] == [
        ("excerpt", "Bands, paragraph 1", [QUOTE]),
        ("excerpt", "Bands, paragraph 2", ["eaten less often than lettuce in beds [2]."]),
    ]


def test_quotations_that_do_not_touch_are_parts_of_an_excerpt(garden: CheckFactory) -> None:
    other = quoting("crossed wet beds at night [2].")
    found = blocks(garden, {"seeds/_sources.yml": SOURCES, "content/claims/beds.yml": other})
    assert [words(cell) for cell in found[0].rows[0]] == [QUOTE, "crossed wet beds at night [2]."]


def test_to_show_a_source_whole_without_a_licence_that_was_seen_is_advised_against(garden: CheckFactory) -> None:
    _, problems = garden({"seeds/_sources.yml": f"{SOURCES}  show_full_text: true\n"})
    assert problems == [
        "seeds/_sources.yml:8:19: warning: source-licence: Guide is to be shown whole, but without a licence that was "
        "seen only quotations are (state licence and licence_seen)"
    ]


def test_a_long_source_is_parted_and_every_quotation_is_found_on_its_page(
    garden: CheckFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence.sources.PAGE", 200)
    text = (
        GARDEN["seeds/guide.txt"] + "\nNights\n\nAt night the slugs came out of their holes and ate what there was.\n"
    )
    settings = WHOLE.replace("{title: Bands, level: 1}", "{title: Bands}\n    - {title: Nights}")
    other = quoting("At night the slugs came out of their holes")
    changes = {"seeds/_sources.yml": settings, "seeds/guide.txt": text, "content/claims/nights.yml": other}
    first, second = pages(garden, changes)
    assert (first.path, second.path) == ("sources/guide.md", "sources/guide-2.md")
    assert [target.title for target in first.values["parts"]] == ["Bands", "Nights"]
    assert [block.passage.place for block in second.values["blocks"]] == ["Nights", "Nights, paragraph 1"]
    cutter = Cutter(garden({"seeds/_sources.yml": WHOLE, **changes})[0])
    places = {view.id: view.quotes[0].reader for view in cutter.claims.values()}
    assert {id_: (place.path, place.anchor) for id_, place in places.items()} == {
        "copper-lettuce": ("sources/guide.md", "q-copper-lettuce-1"),
        "nights": ("sources/guide-2.md", "q-nights-1"),
    }


def test_a_source_to_read_is_left_out_of_the_search(garden: CheckFactory) -> None:
    [page] = pages(garden, {})
    assert page.meta["search"] == {"exclude": True}

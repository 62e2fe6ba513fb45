"""What a change does to the evidence, in Markdown."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from differencetools import AFTER, BEFORE, Grow, grow
from evidence.difference import Change, Difference, Field, Name, Pages, compare
from evidence.telling import ROOM, tell
from evidence.templating import read_words, word

__all__ = ["grow"]

ROOT = Path(__file__).parents[1]
SAY = partial(word, read_words(ROOT)[0])
EVIL = (
    "@everyone ![x](https://evil.example/x.png) <img src=x onerror=alert(1)> #12 org/repo#7 </details> `a` **b**\n# H"
)


def told(*changes: Change) -> str:
    return tell(Difference(changes), SAY, "main")


def reworded(before: str, after: str) -> Change:
    field = Field("statement", (before,), (after,))
    return Change("claims", "claim", Name("one", before), Name("one", after), (field,))


def test_one_of_everything(grow: Grow) -> None:
    expected = (ROOT / "tests" / "told" / "one-of-everything.md").read_text("utf-8")
    assert tell(compare(grow(BEFORE), grow(AFTER)), SAY, "0123456789ab") == expected


def test_nothing(grow: Grow) -> None:
    state = grow(BEFORE)
    heading = "## What this changes in the evidence\n\nCompared with `main`.\n\n"
    assert tell(compare(state, state), SAY, "main") == heading + "Nothing that the site states is different.\n\n"


def test_what_cannot_be_read_is_said(grow: Grow) -> None:
    text = tell(compare(grow(BEFORE), replace(grow(AFTER), errors=2, pages=None)), SAY, "main")
    assert "**Now: 2 errors.** What could not be read is not compared" in text
    assert "Which pages change is not known, for one side has errors." in text


@pytest.mark.parametrize(
    "change",
    [
        Change("topics", "slug", None, Name("one", EVIL), ()),
        Change("claims", "claim", Name("one", EVIL), None, (Field("quotations", (EVIL,), ()),)),
        Change("references", "", Name(EVIL, "x"), Name(EVIL, "x"), (Field(EVIL, (EVIL,), ("b",)),)),
        reworded("Slugs eat lettuce at night here.", EVIL),
        reworded(EVIL + " one", EVIL + " two"),
        reworded("short", EVIL[:9]),
    ],
    ids=["added", "removed", "changed", "reworded", "kept", "short"],
)
def test_what_a_stranger_wrote_shows_as_mere_words(change: Change) -> None:
    lines = told(change).splitlines()
    outside = [line for line in lines if not line.startswith(("<details>", "</details>", "<summary>"))]
    text = "\n".join(
        "".join(part for number, part in enumerate(line.split("``")) if not number % 2) for line in outside
    )
    for sign in ("@e", "![", "<img", "</details", "://", "\\#1", "repo\\#7", "\n# H"):
        assert sign not in text
    assert not re.search(r"(?<!\\)[\[\]]", text)


def test_ids_with_backticks_stay_code() -> None:
    text = told(Change("references", "", None, Name("a`b` @you", "Title"), ()))
    assert "- Title (``a`b` @you``)\n" in text


def test_pages_and_figures_are_safe_too() -> None:
    pages = Pages((Name("a.md", "<b>@you</b>"),), (), ())
    assert "- &lt;b&gt;@&#8203;you&lt;/b&gt; (`a.md`)" in tell(Difference(pages=pages), SAY, "main")


def test_long_stretches_that_stayed_are_cut() -> None:
    kept = " ".join(f"word{number}" for number in range(40))
    text = told(reworded(f"Old {kept}", f"New {kept}"))
    assert "~~Old~~ **New** word0 word1 word2 word3 word4 word5 word6 word7 … word32" in text


def test_long_lists_are_folded_and_cut() -> None:
    text = told(*(Change("topics", "slug", None, Name(f"slug-{n}", f"Slug {n}"), ()) for n in range(120)))
    assert "<details>\n<summary>Added (120)</summary>\n\n- Slug 0 (`slug-0`) · `slug`\n" in text
    assert "- Slug 99 (`slug-99`) · `slug`\n- and 20 more\n\n</details>\n" in text


def test_there_is_always_room_for_what_is_told() -> None:
    """A host cuts off longer comments, or refuses them."""
    long = "word " * 90
    changes = [reworded(f"{n} {long}", f"{long} {n}") for n in range(300)]
    assert ROOM // 10 < len(told(*changes)) <= ROOM
    names = tuple(Name(f"{n}.md", "x" * 70_000) for n in range(30))
    assert len(tell(Difference(pages=Pages(names, (), ())), SAY, "main")) <= ROOM


def test_without_words_it_is_told_by_keys() -> None:
    text = tell(
        Difference((reworded("Slugs eat lettuce at night.", "Slugs eat it at night."),)), partial(word, {}), "main"
    )
    assert "- **claims:** 1 changed (1 reworded)" in text

"""The scripts of the search hold every word of every entry, and each the words that a browser looks for there."""

from __future__ import annotations

import json
from bisect import bisect_right
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import wordindex
from evidence.findable import Entry
from evidence.views import Target
from evidence.wordindex import scripts, words
from trials import trials

SLUG = Entry("Grey slug", Target("", "slugs/grey.md"), "Eats lettuce.", names=("Grey slug", "GFS", "nétted-slug"))
CLAIM = Entry(
    "Copper helps", Target("", "slugs/grey.md", "c-copper"), "Pot · “Lettuce lived”", "Grey slug", words="γάτα"
)


def read(files: dict[str, str]) -> dict[str, Any]:
    """What each script hands over, by the name under which it does so."""
    found = {}
    for path, text in files.items():
        name, value = json.loads("[" + text.removeprefix("evidenceSearch(").removesuffix(");\n") + "]")
        assert path == f"search/{name}.js"
        found[name] = value
    return found


def look(data: dict[str, Any], word: str) -> tuple[list[int], list[int]]:
    """The numbers of the entries with exactly this word, found as a browser finds them."""
    part = bisect_right([start.encode("utf-16-be") for start in data["head"]["starts"]], word.encode("utf-16-be")) - 1
    steps = data[f"words-{part}"].get(word, ([], [])) if part >= 0 else ([], [])
    called, said = ([sum(some[: place + 1]) for place in range(len(some))] for some in steps)
    return called, said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TGF-β1, IL-6", ["tgf", "β1", "il", "6"]),
        ("Müller, Dąbrowska", ["muller", "dabrowska"]),
        ("Mu\u0308ller", ["muller"]),
        ("ΟΔΟΣ οδός", ["οδοσ", "οδοσ"]),
        ("×10⁶ µm ﬁne_line", ["106", "μm", "fine", "line"]),
        ("«–»", []),
    ],
)
def test_words_are_without_case_accents_and_signs(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_a_word_leads_to_what_is_called_so_and_to_what_says_so() -> None:
    data = read(scripts([SLUG], [CLAIM], {"cut": "…"}))
    assert look(data, "slug") == ([0], [])
    assert look(data, "netted") == ([0], [])
    assert look(data, "lettuce") == ([], [0, 1])
    assert look(data, "copper") == ([1], [])
    assert look(data, "γατα") == ([], [1])
    assert look(data, "nothing") == ([], [])


def test_names_lead_to_what_is_called_so_first_and_then_to_what_is_called_so_too() -> None:
    other = Entry("GFS", Target("", "slugs/other.md"), names=("GFS",))
    names = read(scripts([SLUG, other], [], {}))["head"]["names"]
    assert names == {"greyslug": [0], "gfs": [1, 0], "nettedslug": [0]}


def test_an_entry_says_what_results_show() -> None:
    data = read(scripts([SLUG], [CLAIM], {"cut": "most"}))
    assert data["entries-0"] == [
        ["slugs/grey", "", "Grey slug", "", "Eats lettuce.", ["GFS", "nétted-slug"]],
        ["slugs/grey", "c-copper", "Copper helps", "Grey slug", "Pot · “Lettuce lived”", []],
    ]
    assert {name: data["head"][name] for name in ("entries", "first", "size", "said")} == {
        "entries": 2,
        "first": 1,
        "size": wordindex.ENTRIES,
        "said": {"cut": "most"},
    }


def test_what_is_shown_of_a_long_text_ends_at_a_word() -> None:
    (row,) = read(scripts([Entry("Long", Target("", "a.md"), "some words " * 100)], [], {}))["entries-0"]
    assert row[4].endswith((" some …", " words …"))
    assert len(row[4]) <= wordindex.SHOWN + 2


def test_the_version_changes_with_what_can_be_found() -> None:
    one, same, other = (read(scripts([SLUG], some, {}))["head"]["version"] for some in ([CLAIM], [CLAIM], []))
    assert one == same != other


def test_nothing_to_find_is_no_mistake() -> None:
    assert read(scripts([], [], {}))["head"]["starts"] == []


@trials(50, 1000)
@given(st.lists(st.text(alphabet="ab𐌰ｱéß1 -", max_size=12), max_size=40))
def test_every_word_of_every_entry_is_found_however_many_scripts_there_are(texts: list[str]) -> None:
    entries = [Entry(text, Target("", f"{number}.md"), text[::-1]) for number, text in enumerate(texts)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wordindex, "SIZE", 20)
        data = read(scripts(entries, [], {}))
    for number, text in enumerate(texts):
        for word in words(text):
            assert number in look(data, word)[0]
        for word in words(text[::-1]):
            assert number in [found for some in look(data, word) for found in some]

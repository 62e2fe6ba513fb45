"""A quotation proposes what it says itself, and nothing that only a reader can know."""

from __future__ import annotations

from conftest import GARDEN, CheckFactory
from evidence.proposing import named_topics, propose
from evidence.quotes import Missing

BANDS = "Bands of copper kept grey slugs away from lettuce for six weeks [1, 3]."
OTHER = {
    "seeds/_sources.yml": GARDEN["seeds/_sources.yml"]
    + "- {key: diary, title: A diary, edition: diary.txt, headings: [{title: May, level: 1}]}\n",
    "seeds/diary.txt": "May\n\nThe slugs came back in the night of the second day.\n",
}


def test_the_words_are_those_of_the_source_however_they_were_copied(garden: CheckFactory) -> None:
    catalogue, _ = garden(
        {"seeds/guide.txt": GARDEN["seeds/guide.txt"].replace("six weeks", "six\u00a0\u2018dry\u2019 weeks")}
    )
    copied = "Bands of cop-\nper kept grey\nslugs away from  lettuce for six 'dry' weeks [1, 3]."
    assert propose(catalogue, copied) == {
        "about": {"plant": ["lettuce"]},
        "evidence": [
            {
                "source": "guide",
                "quote": BANDS.replace("six weeks", "six\u00a0\u2018dry\u2019 weeks"),
                "cites": ["field-1", "field-3"],
            }
        ],
    }


def test_a_marker_that_names_an_unknown_reference_is_left_out_whole(garden: CheckFactory) -> None:
    catalogue, _ = garden({"seeds/guide.txt": GARDEN["seeds/guide.txt"].replace("[1, 3]", "[1, 9] and more [3]")})
    found = propose(catalogue, "grey slugs away from lettuce for six weeks [1, 9] and more [3].")
    assert not isinstance(found, Missing)
    assert found["evidence"][0]["cites"] == ["field-3"]


def test_what_names_nothing_and_cites_nothing_proposes_neither(garden: CheckFactory) -> None:
    catalogue, _ = garden(OTHER)
    quote = "The slugs came back in the night"
    assert propose(catalogue, quote) == {"evidence": [{"source": "diary", "quote": quote}]}


def test_a_source_that_is_named_is_the_only_one_looked_at(garden: CheckFactory) -> None:
    catalogue, _ = garden(OTHER)
    assert isinstance(propose(catalogue, BANDS, "guide"), dict)
    missing = propose(catalogue, BANDS, "diary")
    assert isinstance(missing, Missing)
    assert missing.code == "quote-not-found"
    unknown = propose(catalogue, BANDS, "book")
    assert isinstance(unknown, Missing)
    assert (unknown.code, unknown.message) == ("source-unknown", "there is no source 'book'")


SLIP = "; where they differ, it says \u201cgrey\u201d, yours \u201cbrown\u201d"


def test_a_quotation_that_is_not_found_is_answered_by_the_nearest_passage(garden: CheckFactory) -> None:
    missing = propose(garden({})[0], "Bands of copper kept brown slugs away from lettuce for six weeks [1, 3].")
    assert isinstance(missing, Missing)
    assert (missing.code, missing.cure) == ("quote-not-found", f"the nearest passage is: \u201c{BANDS}\u201d{SLIP}")


def test_what_is_wrong_with_words_that_were_found_is_said_rather_than_that_they_were_not(garden: CheckFactory) -> None:
    missing = propose(garden(OTHER)[0], "Bands of copper kept grey slugs away from let")
    assert isinstance(missing, Missing)
    assert missing.code == "quote-boundary"


def test_topics_are_named_by_whole_words_the_longest_name_first(garden: CheckFactory) -> None:
    catalogue, _ = garden(
        {
            "content/plants/wild-lettuce.yml": "name: Wild lettuce\n",
            "content/slugs/keeled.yml": "name: Keeled slug\nsynonyms: [lettuce root slug]\n",
        }
    )
    named = {
        "WILD LETTUCE was eaten": {"plant": ["wild-lettuce"]},
        "wild lettuce and lettuce": {"plant": ["wild-lettuce", "lettuce"]},
        "lettuce, then the netted  slug": {"slug": ["grey-slug"], "plant": ["lettuce"]},
        "lettuces": {},
        "the lettuce root slug": {"slug": ["keeled"]},
        "GFS": {"slug": ["grey-slug"]},
        "gfs": {},
        "GFSs": {},
    }
    assert {text: named_topics(catalogue, text) for text in named} == named


def test_no_topics_name_nothing(garden: CheckFactory) -> None:
    none = {name: "" for name in GARDEN if name.startswith("content/") and not name.endswith("_kind.yml")}
    assert named_topics(garden(none)[0], "lettuce") == {}

"""Quotations found in their source."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import yaml
from hypothesis import assume, event, given
from hypothesis import strategies as st

from evidence.folding import fold
from evidence.quotes import MAX_WORDS, Finder, Found, Missing
from evidence.sources import HeadingSpec, Passage, Source, SourceSpec, read_edition
from sitetools import ROOT
from trials import trials

quick, often = trials(), trials(long=10_000)

EDITION = """\
The garden slug

The slug's first effect was on field-grown lettuce, of which 45% (0.5–1.0 kg) was lost (p < 0.05) [3–5, 12]. Reed \
et al. said that “slugs do not eat every leaf”, and that non-infected plants kept their stiff outer leaves. In 10⁶ \
cells/cm² the TGF-β1 and IL-6 of the slug rose by +12.5% at −5 °C, whereas the level of IL-10 fell. No slug crossed \
a 5 μm film of copper.

The difference was sufficient for officers of the club to confirm it; the reflex of a slug is flat and swift. \
Slime, made by the sole and the mantle, is pre- or post-digested — as far as is known — by CD34+ cells of the gut \
(n = 20) [7]. The pH was 7.4 ± 0.2 and the dose 1,000 mg/kg, given twice a day for 3 weeks by Dr. Fern's own hands \
in 'wet' and 'dry' beds.

Rain slugs Rain. The slug is active at night in wet beds. The snail is active at night in wet beds and on walls.

::: caption
Fig. 1 A slug on a leaf of red lettuce in the rain
:::

::: table
Table 1 Foods of the slug
Food | Share | Time
leek | 12% | at night
dog rose | 3% |
clover | 5% | at night
:::

::: running-head
Page 3 of 12 Reed et al. Journal of Garden Slugs (2024) 1:1
:::

The MSC- conditioned beds stayed wet for a long time.
"""

SPEC = SourceSpec(key="guide", title="A guide to slugs", edition="guide.txt", short="Guide")


def finder(edition: str = EDITION) -> Finder:
    return Finder(Source(SPEC, "seeds/guide.txt", read_edition(edition, SPEC)[0]))


FINDER = finder()


def place(quote: str, of: Finder = FINDER) -> str:
    found = of.find(quote)
    assert isinstance(found, Found), found
    return found.passage.place


def code(quote: str, of: Finder = FINDER) -> str:
    found = of.find(quote)
    assert isinstance(found, Missing), found
    return found.code


def missing(quote: str, of: Finder = FINDER) -> tuple[str, str, str]:
    found = of.find(quote)
    assert isinstance(found, Missing)
    return found.code, found.message, found.cure


# Found -------------------------------------------------------------------------------------------------------


def test_a_quotation_is_found_at_its_place() -> None:
    quote = "No slug crossed a 5 μm film of copper."
    found = FINDER.find(quote)
    assert isinstance(found, Found)
    assert found.passage.text[found.start : found.end] == quote
    assert found.passage.place == "beginning, paragraph 2"


def test_a_caption_a_table_row_and_a_part_of_it_may_be_quoted() -> None:
    assert place("A slug on a leaf of red lettuce") == "Fig. 1"
    assert place("leek | 12% | at night") == "Table 1, row 1"


@pytest.mark.parametrize("cell", ["leek", "12%", "Share", "dog rose", "5%"])
def test_a_whole_table_cell_may_be_short(cell: str) -> None:
    assert place(cell).startswith("Table 1")


def test_a_cell_after_an_empty_one_is_a_whole_cell() -> None:
    empty = finder("::: table\nTable 1 Foods\nleek |  | cloudy\n:::\n")
    assert place("cloudy", empty) == "Table 1"


@pytest.mark.parametrize(
    "quote",
    [
        "No slug crossed\n  a 5 μm film of copper.",
        "No slug crossed a\u00a05\u202fμm film of copper.",
        "No slug crossed a 5 µm film of copper.",
        "No slug cros\u00adsed a 5 μm film of copper.",
        "No slug cros-\nsed a 5 μm film of cop\u2010\nper.",
        "the re\ufb02ex of a slug is \ufb02at and swift.",
        'Reed et al. said that "slugs do not eat every leaf",',
        "Reed et al. said that «slugs do not eat every leaf»,",
        "by Dr. Fern’s own hands in ‘wet’ and ‘dry’ beds.",
        "whereas the le-\nvel of IL-10 fell",
        "that non-\ninfected plants kept their stiff outer leaves.",
        "was lost (p < 0.05) [3-5, 12].",
        "of the slug rose by +12.5% at -5 °C",
        "The MSC- conditioned beds stayed wet",
    ],
)
def test_what_copying_changes_is_no_change(quote: str) -> None:
    place(quote)


def test_a_soft_hyphen_at_a_line_end_breaks_a_word_like_a_hyphen() -> None:
    place("No slug crossed a 5 μm film of cop\u00ad\nper.")


# Not found ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "quote",
    [
        "of which 45% (0.5–1.0 kg) was lost (p > 0.05)",
        "of which 45 (0.5–1.0 kg) was lost (p < 0.05)",
        "of which 54% (0.5–1.0 kg) was lost (p < 0.05)",
        "of the slug rose by -12.5% at −5 °C",
        "of the slug rose by +12.5% at +5 °C",
        "In 106 cells/cm2 the TGF-β1 and IL-6",
        "The pH was 7.4 + 0.2 and the dose",
        "and the dose 1.000 mg/kg, given twice a day",
        "said that “slugs do eat every leaf”",
        "said that “slugs do … eat every leaf”",
        "the slug's first effect was on field-grown lettuce",
        "the TGF-β2 and IL-6 of the slug",
        "the TGF-b1 and IL-6 of the slug",
        "non infected plants kept their stiff",
        "fieldgrown lettuce, of which 45% (0.5–1.0 kg)",
        "The snail is active at night. The slug is active",
        "by CD34 cells of the gut (n = 20)",
        "The MSC-conditioned beds stayed wet",
        "copper. The difference was sufficient for officers",
        "A slug on a leaf of red-\nlettuce in the rain",
        "No slug crossed a 5-\nμm film of copper.",
        "whereas the level of IL-\n10 fell",
    ],
)
def test_what_was_changed_is_not_found(quote: str) -> None:
    assert code(quote) == "quote-not-found"


def test_the_nearest_passage_is_shown() -> None:
    assert missing("No snail crossed a 5 μm film of copper.") == (
        "quote-not-found",
        "the quotation does not stand in Guide",
        "the nearest passage is: “No slug crossed a 5 μm film of copper.”; "
        "where they differ, it says “slug”, yours “snail”",
    )


def test_a_quotation_with_a_quotation_mark_of_its_own_is_told_to_leave_it_out() -> None:
    assert missing("“No slug crossed a 5 μm film of copper.”")[2].startswith("leave out the quotation mark")


def test_a_quotation_with_an_ellipsis_is_told_to_be_one_piece() -> None:
    assert missing("No slug crossed … film of copper.")[2] == "quote it in one piece, without an ellipsis"


def test_nothing_is_shown_where_nothing_is_near() -> None:
    quote = "Xylophones buzz: quick zebras jump vexed"
    assert missing(quote)[2] == "copy it from the source document"
    assert missing(quote, finder(""))[2] == "copy it from the source document"


def test_a_heading_and_a_running_head_are_no_evidence() -> None:
    assert code("Page 3 of 12 Reed et al.") == "quote-not-found"
    title = "What the slugs of gardens eat"
    spec = SPEC.model_copy(update={"headings": (HeadingSpec(title=title),)})
    passages, _ = read_edition(f"{title}\n\nSlugs eat leeks.\n", spec)
    assert code(title, Finder(Source(spec, "seeds/guide.txt", passages))) == "quote-not-found"


# Too short, too long, twice ----------------------------------------------------------------------------------


def test_four_words_are_too_few() -> None:
    assert missing("No slug crossed a") == (
        "quote-length",
        "the quotation has 4 words, fewer than 5",
        "quote the whole sentence",
    )
    place("No slug crossed a 5")


def test_eighty_words_are_enough() -> None:
    words = [f"word{number}" for number in range(100)]
    hundred = finder(" ".join(words) + "\n")
    place(" ".join(words[:MAX_WORDS]), hundred)
    assert missing(" ".join(words[: MAX_WORDS + 1]), hundred) == (
        "quote-length",
        "the quotation has 81 words, more than 80",
        "quote one sentence",
    )


def test_a_part_of_a_cell_is_too_short() -> None:
    assert code("rose") == "quote-length"


def test_nothing_but_invisible_signs_is_too_short() -> None:
    assert code("\u200b\u00ad") == "quote-length"


def test_a_word_broken_at_a_line_end_counts_once() -> None:
    assert code("slug cros-\nsed a 5") == "quote-length"


def test_eighty_words_with_a_broken_one_are_not_too_many() -> None:
    words = [f"{'ab' * 9}{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(100)]
    place(" ".join(words[:MAX_WORDS]).replace("aa", "a-\na", 1), finder(" ".join(words) + "\n"))


def test_what_stands_twice_is_ambiguous_and_both_places_are_named() -> None:
    assert missing("is active at night in wet beds") == (
        "quote-ambiguous",
        "the quotation stands 2 times, in “beginning, paragraph 4”",
        "quote more of the sentence",
    )
    twice = finder("The slug eats a leek.\n\nThe slug eats a leek.\n")
    assert "in “beginning, paragraph 1” and in “beginning, paragraph 2”" in missing("The slug eats a leek.", twice)[1]
    assert code("at night") == "quote-ambiguous"


def test_only_one_of_two_places_has_whole_words() -> None:
    assert place("slugs eat the red leek", finder("Slugs eat the red leeks and slugs eat the red leek.\n"))


@pytest.mark.parametrize(
    ("edition", "quote"),
    [
        ("go slug go slug go slug go slug", "go slug go slug go"),
        ("very very very very very very wet", "very very very very very"),
    ],
)
def test_places_that_overlap_are_two_places(edition: str, quote: str) -> None:
    assert code(quote, finder(edition)) == "quote-ambiguous"


# Inside a word or number -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "quote",
    [
        "lug crossed a 5 μm film",
        "No slug crossed a 5 μm fil",
        "grown lettuce, of which 45% (0.5–1.0 kg)",
        "The slug's first effect was on field",
        "5% (0.5–1.0 kg) was lost (p < 0.05)",
        "lettuce, of which 45% (0.5–1",
        "lettuce, of which 45% (0",
        "5–1.0 kg) was lost (p < 0.05)",
        "first effect was on field-grown lettuce, of which 45",
        "12.5% at −5 °C, whereas the level",
        "of the slug rose by +12.5",
        "of the slug rose by +12",
        "5 °C, whereas the level of IL-10",
        "In 10⁶ cells/cm² the TGF",
        "as is known — by CD34",
        "was 7.4 ± 0.2 and the dose 1",
        "was 7.4 ± 0.2 and the dose 1,000 mg",
        "000 mg/kg, given twice a day",
        "s first effect was on field-grown lettuce",
    ],
)
def test_a_quotation_that_cuts_a_word_or_number_is_refused(quote: str) -> None:
    assert code(quote) == "quote-boundary"


@pytest.mark.parametrize(
    "quote",
    [
        "slugs do not eat every leaf",
        "p < 0.05) [3–5, 12]",
        "and the mantle, is pre- or post-digested",
        "No slug crossed a 5 μm film of copper",
        "Slime, made by the sole",
        "(n = 20) [7]. The pH was 7.4",
        "as far as is known",
        "n = 20) [7]. The pH",
        "in 'wet' and 'dry' beds.",
    ],
)
def test_a_quotation_may_begin_and_end_at_signs_around_words(quote: str) -> None:
    place(quote)


def test_a_superscript_sign_belongs_to_the_number_before_it() -> None:
    edition = "The beds held at last count 10⁻⁶ slugs.\n"
    assert code("The beds held at last count 10", finder(edition)) == "quote-boundary"


def test_an_accent_belongs_to_its_letter() -> None:
    edition = finder("The club met in the old cafe\u0301 there.\n")
    assert code("club met in the old cafe", edition) == "quote-not-found"
    place("club met in the old caf\u00e9", edition)


# Any quotation, any change -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cut:
    """Words of a passage, and the source that they were cut from."""

    finder: Finder
    passage: Passage
    quote: str


def real() -> Iterator[Finder]:
    """Of each real source a finder."""
    for said in yaml.safe_load((ROOT / "seeds" / "_sources.yml").read_text("utf-8")):
        spec = SourceSpec.model_validate(said)
        text = (ROOT / "seeds" / spec.edition).read_text("utf-8")
        yield Finder(Source(spec, spec.edition, read_edition(text, spec)[0]))


FINDERS = {
    one: [passage for passage in one.source.passages if passage.kind == "paragraph" and len(passage.text.split()) > 40]
    for one in (FINDER, *real())
}


@st.composite
def quotations(draw: st.DrawFn) -> Cut:
    """Five to seventy whole words of a source that stand in one place."""
    finder = draw(st.sampled_from(list(FINDERS)))
    passage = draw(st.sampled_from(FINDERS[finder]))
    words = passage.text.split()
    first = draw(st.integers(0, len(words) - 5))
    last = draw(st.integers(first + 5, min(first + 70, len(words))))
    quote = " ".join(words[first:last])
    assume(isinstance(finder.find(quote), Found))
    return Cut(finder, passage, quote)


SPACES = [" ", "\n", "\r\n  ", "\u00a0", "\u2009", "\u202f", " \u200b", "\t"]
ALIKE = {
    " ": SPACES,
    "-": "-\u2010\u2011\u2012\u2013\u2212",
    "–": "–-\u2212\u2014",
    "−": "−-–",
    "—": "—–-",
    "'": "'‘’‛",
    "“": '“"„«',
    "”": '”"»‟',
    "μ": "μµ",
}
LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "st": "ﬆ"}


@st.composite
def copied(draw: st.DrawFn, text: str) -> str:
    """`text` as a reader's program may have copied it from a printed page."""
    for letters, ligature in LIGATURES.items():
        if draw(st.booleans()):
            text = text.replace(letters, ligature)
    out: list[str] = []
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        out.append(draw(st.sampled_from(ALIKE[char])) if char in ALIKE else char)
        if char.isalpha() and after.isalpha():
            out.append(draw(st.sampled_from(["", "", "", "", "\u00ad", "\u200b", "-\n", "\u2010\n"])))
        elif char == "-" and before.isalpha() and after.isalpha():
            out.append(draw(st.sampled_from(["", "\n"])))
    return "".join(out)


@often
@given(st.data())
def test_a_copied_quotation_is_found_where_it_stands(data: st.DataObject) -> None:
    cut = data.draw(quotations())
    changed = data.draw(copied(cut.quote))
    assume(len(fold(changed).split()) <= MAX_WORDS)
    found = cut.finder.find(changed)
    assert isinstance(found, Found), (changed, found)
    assert found.passage is cut.passage
    assert fold(cut.passage.text)[found.start : found.end] == fold(cut.quote)


def other_character(quote: str, index: int, other: str) -> str:
    return quote[:index] + other + quote[index + 1 :]


def lost_character(quote: str, index: int, other: str) -> str:
    return quote[:index] + quote[index + 1 :]


def further_character(quote: str, index: int, other: str) -> str:
    return quote[:index] + other + quote[index:]


def swapped_characters(quote: str, index: int, other: str) -> str:
    return quote[:index] + quote[index + 1 : index + 2] + quote[index] + quote[index + 2 :]


def hyphen_between_words(quote: str, index: int, other: str) -> str:
    before, _, after = quote[index:].partition(" ")
    return f"{quote[:index]}{before}-\n{after}"


def other_case(quote: str, index: int, other: str) -> str:
    return quote[:index] + quote[index].swapcase() + quote[index + 1 :]


def lost_word(quote: str, index: int, other: str) -> str:
    words = quote.split()
    del words[index % len(words)]
    return " ".join(words)


def swapped_words(quote: str, index: int, other: str) -> str:
    words = quote.split()
    first = index % (len(words) - 1)
    words[first], words[first + 1] = words[first + 1], words[first]
    return " ".join(words)


def further_word(quote: str, index: int, other: str) -> str:
    words = quote.split()
    words.insert(index % len(words), words[-1])
    return " ".join(words)


def lost_middle(quote: str, index: int, other: str) -> str:
    words = quote.split()
    return " ".join([*words[: len(words) // 3], "...", *words[2 * len(words) // 3 :]])


def further_negation(quote: str, index: int, other: str) -> str:
    words = quote.split()
    words.insert(index % len(words), NEGATIONS[index % len(NEGATIONS)])
    return " ".join(words)


def lost_negation(quote: str, index: int, other: str) -> str:
    """Without what turns the sense round, or where nothing does so without a word."""
    rest = [word for word in quote.split() if word.casefold() not in NEGATIONS]
    return " ".join(rest) if len(rest) < len(quote.split()) else lost_word(quote, index, other)


def other_direction(quote: str, index: int, other: str) -> str:
    return exchanged(quote, index, OPPOSITES)


def other_number(quote: str, index: int, other: str) -> str:
    return exchanged(quote, index, {str(digit): str((digit + 1 + index % 9) % 10) for digit in range(10)})


def other_unit_or_comparison(quote: str, index: int, other: str) -> str:
    return exchanged(quote, index, SIGNS)


def exchanged(quote: str, index: int, pairs: dict[str, str]) -> str:
    """With one of its parts exchanged for what it is paired with, or where there is none with a further one."""
    places = [match for part in pairs for match in re.finditer(re.escape(part), quote)]
    if not places:
        words = quote.split()
        words.insert(index % len(words), list(pairs)[index % len(pairs)].strip())
        return " ".join(words)
    match = places[index % len(places)]
    return quote[: match.start()] + pairs[match[0]] + quote[match.end() :]


NEGATIONS = ("not", "no", "never", "without", "neither", "nor", "hardly", "non-")
OPPOSITES = {"increase": "decrease", "decrease": "increase", "promot": "inhibit", "inhibit": "promot", "up": "down"}
OPPOSITES |= {"more": "less", "less": "more", "high": "low", "low": "high", "improve": "worsen", "reduc": "rais"}
SIGNS = {" mg": " \u03bcg", " mm": " cm", " ml": " l", "%": "\u2030", "<": ">", ">": "<", "+": "-", "\u00b1": "+"}
CHANGES: list[Callable[[str, int, str], str]] = [
    other_character,
    lost_character,
    further_character,
    swapped_characters,
    hyphen_between_words,
    other_case,
    lost_word,
    swapped_words,
    further_word,
    lost_middle,
    further_negation,
    lost_negation,
    other_direction,
    other_number,
    other_unit_or_comparison,
]
HALF_WORDS = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")
TEXTS = {finder: [fold(passage.text) for passage in finder.source.passages] for finder in FINDERS}


def stands(text: str, finder: Finder = FINDER) -> bool:
    """Whether `text` itself is in the source, a hyphen before a space read as the end of a line or not."""
    parts = HALF_WORDS.split(fold(text))
    joints = itertools.product(["", "-", "- "], repeat=len(parts) - 1)
    readings = ("".join(map("".join, zip(parts, [*joint, ""], strict=True))) for joint in joints)
    return any(reading in passage for reading in readings for passage in TEXTS[finder])


def skip_what_stands(text: str, finder: Finder) -> None:
    """A changed text that itself stands in the source is rightly found: skipped, and counted in the statistics."""
    found = stands(text, finder)
    if found:
        event("stands in the source")
    assume(not found)


SIGNS_PUT_IN = "aeinortsAIβμ0123459.,;%+-−±<>=≤()[]/'⁶²°"


@pytest.mark.parametrize("change", CHANGES)
@quick
@given(data=st.data())
def test_a_changed_quotation_is_never_found(change: Callable[[str, int, str], str], data: st.DataObject) -> None:
    cut = data.draw(quotations())
    index = data.draw(st.integers(0, len(cut.quote) - 1))
    changed = change(cut.quote, index, data.draw(st.sampled_from(SIGNS_PUT_IN)))
    skip_what_stands(changed, cut.finder)
    assert isinstance(cut.finder.find(changed), Missing), changed


@often
@given(quotations(), st.data())
def test_two_passages_never_make_one_quotation(cut: Cut, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from(FINDERS[cut.finder])).text.split()
    head, tail = cut.quote.split(), data.draw(st.integers(0, len(other) - 3))
    spliced = " ".join([*head[: data.draw(st.integers(1, len(head)))], *other[tail : tail + 30]])
    skip_what_stands(spliced, cut.finder)
    assert isinstance(cut.finder.find(spliced), Missing), spliced


@often
@given(quotations(), st.data())
def test_no_quotation_begins_or_ends_inside_a_word_or_a_number(cut: Cut, data: st.DataObject) -> None:
    text = cut.passage.text
    found = cut.finder.find(cut.quote)
    assert isinstance(found, Found)
    inside = [at for at in range(1, len(text)) if text[at - 1].isalnum() and text[at].isalnum()]
    begin = data.draw(st.sampled_from(inside))
    end = data.draw(st.sampled_from([at for at in inside if at > begin] or [len(text)]))
    assert isinstance(cut.finder.find(text[begin:end]), Missing), text[begin:end]


@often
@given(data=st.data())
def test_a_changed_quotation_is_not_found_however_it_was_copied(data: st.DataObject) -> None:
    cut = data.draw(quotations())
    index = data.draw(st.integers(0, len(cut.quote) - 1))
    change = data.draw(st.sampled_from(CHANGES))
    changed = change(cut.quote, index, data.draw(st.sampled_from("aeio059%+<>=")))
    skip_what_stands(changed, cut.finder)
    assert isinstance(cut.finder.find(data.draw(copied(changed))), Missing)


@quick
@given(st.text())
def test_no_quotation_makes_the_finder_raise(text: str) -> None:
    FINDER.find(text)


@quick
@given(st.lists(st.sampled_from(TEXTS[FINDER][1].split()), min_size=5, max_size=8))
def test_words_of_the_source_in_another_order_are_not_found(words: list[str]) -> None:
    quote = " ".join(words)
    assert isinstance(FINDER.find(quote), Found) <= stands(quote)

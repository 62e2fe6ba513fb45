"""Rules of claims, quotations and navigation."""

from __future__ import annotations

import pytest

from conftest import GARDEN, CheckFactory
from evidence.checks import CHECKS, check

PATH = "content/claims/copper-lettuce.yml"
CLAIM = GARDEN[PATH]
QUOTE = "Bands of copper kept grey slugs away from lettuce for six weeks [1, 3]."


def changed(old: str, new: str) -> dict[str, str]:
    assert old in CLAIM
    return {PATH: CLAIM.replace(old, new)}


def quoting(quote: str, cites: str) -> dict[str, str]:
    return {PATH: CLAIM.replace(QUOTE, f'"{quote}"').replace("cites: [field-1, field-3]", f"cites: {cites}")}


def test_problems_come_in_the_order_of_files_and_lines(garden: CheckFactory) -> None:
    catalogue, _ = garden({**changed("level: garden", "level: field"), "mkdocs.yml": "site_name: Slugs\n"})
    places = [problem.place for problem in check(catalogue)]
    assert len(places) == 3
    assert places == sorted(places)


def test_every_rule_says_what_holds() -> None:
    assert all((rule.__doc__ or "").endswith(".") for rule in CHECKS)
    assert len(set(CHECKS)) == len(CHECKS)


# Levels and effects ------------------------------------------------------------------------------------------


def test_a_level_is_declared(garden: CheckFactory) -> None:
    assert garden(changed("level: garden", "level: [pot, gardens]"))[1] == [
        f"{PATH}:9:16: level-unknown: there is no level 'gardens' (did you mean garden?)"
    ]


def test_the_level_of_a_study_is_declared(garden: CheckFactory) -> None:
    assert garden({"content/studies/trial.yml": "name: Trial\nlevel: [x]\n"})[1] == [
        "content/studies/trial.yml:2:9: level-unknown: there is no level 'x' (use garden, pot)"
    ]


@pytest.mark.parametrize("change", ["improves", "worsens", "no-change", "mixed"])
def test_a_kind_with_benefit_changes_for_better_or_worse(garden: CheckFactory, change: str) -> None:
    assert garden(changed("change: improves", f"change: {change}"))[1] == []


def test_a_kind_with_benefit_does_not_increase(garden: CheckFactory) -> None:
    assert garden(changed("change: improves", "change: increases"))[1] == [
        f"{PATH}:7:31: effect-change: a plant cannot be said to change by 'increases' "
        "(use improves, worsens, no-change, mixed)"
    ]


FROM = CLAIM.replace("  remedy: [copper]\n", "")


@pytest.mark.parametrize("actor", ["copper", "[grey-slug, copper]"])
def test_an_intervention_may_be_named_by_an_effect_alone(garden: CheckFactory, actor: str) -> None:
    assert garden({PATH: FROM.replace("change: improves", f"change: improves, from: {actor}")})[1] == []


def test_what_is_compared_with_is_no_intervention(garden: CheckFactory) -> None:
    claim = FROM.replace("change: improves", "change: improves, versus: copper, from: grey-slug")
    [problem] = garden({PATH: claim})[1]
    assert ": intervention-missing: " in problem


def test_an_actor_that_nothing_is_known_of_is_one_problem(garden: CheckFactory) -> None:
    [problem] = garden({PATH: FROM.replace("change: improves", "change: improves, from: coper")})[1]
    assert ": link-unknown: " in problem


def test_a_kind_without_benefit_does_not_improve(garden: CheckFactory) -> None:
    assert garden(changed("target: lettuce", "target: grey-slug"))[1] == [
        f"{PATH}:7:33: effect-change: a slug cannot be said to change by 'improves' "
        "(use increases, decreases, no-change, alters, mixed)"
    ]


@pytest.mark.parametrize("change", ["improves", "increases"])
def test_a_target_in_words_may_change_in_any_way(garden: CheckFactory, change: str) -> None:
    assert (
        garden(changed("{target: lettuce, change: improves}", f"{{target: {{text: taste}}, change: {change}}}"))[1]
        == []
    )


def test_a_means_is_a_target_of_the_same_claim(garden: CheckFactory) -> None:
    assert garden(changed("change: improves}", "change: improves, by: [grey-slug]}"))[1] == [
        f"{PATH}:7:46: effect-means: grey-slug is a means, but no target of this claim "
        "(add an effect whose target is grey-slug)"
    ]
    both = "change: improves, by: [grey-slug]}\n  - {target: grey-slug, change: decreases}"
    assert garden(changed("change: improves}", both))[1] == []


def test_nothing_changes_by_means_of_itself(garden: CheckFactory) -> None:
    assert garden(changed("change: improves}", "change: improves, by: lettuce}"))[1] == [
        f"{PATH}:7:41: effect-means: lettuce is said to change by means of itself (remove it)"
    ]


@pytest.mark.parametrize("stance", ["supports", "opposes", "mixed"])
def test_a_claim_for_or_against_needs_an_intervention(garden: CheckFactory, stance: str) -> None:
    claim = CLAIM.replace("  remedy: [copper]\n", "").replace("stance: supports", f"stance: {stance}")
    assert garden({PATH: claim})[1] == [
        f"{PATH}:2:9: intervention-missing: the stance is {stance}, "
        "but neither `about` nor `from` names an intervention (name a record of remedy; or its stance is background)"
    ]


def test_background_needs_no_intervention(garden: CheckFactory) -> None:
    claim = CLAIM.replace("  remedy: [copper]\n", "").replace("stance: supports", "stance: background")
    assert garden({PATH: claim})[1] == []


def test_where_no_kind_is_an_intervention_none_is_missed(garden: CheckFactory) -> None:
    kind = GARDEN["content/claims/_kind.yml"].replace("intervention: [remedy]\n", "")
    assert garden({PATH: CLAIM.replace("  remedy: [copper]\n", ""), "content/claims/_kind.yml": kind})[1] == []


# Quotations --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "code"),
    [
        ("Bands of copper kept grey slugs away from leeks for six weeks [1, 3].", "quote-not-found"),
        ("copper kept grey slugs", "quote-length"),
        ("ands of copper kept grey slugs", "quote-boundary"),
    ],
)
def test_what_is_wrong_with_a_quotation_has_its_place(garden: CheckFactory, quote: str, code: str) -> None:
    _, found = garden(quoting(quote, "[]"))
    assert [line.split(": ")[:2] for line in found] == [[f"{PATH}:12:12", code]]


def test_a_quotation_that_stands_twice_is_ambiguous(garden: CheckFactory) -> None:
    _, found = garden({"seeds/guide.txt": GARDEN["seeds/guide.txt"] + f"\n{QUOTE}\n"})
    assert found == [
        f"{PATH}:12:12: quote-ambiguous: the quotation stands 2 times, "
        "in “Bands, paragraph 1” and in “Bands, paragraph 3” (quote more of the sentence)"
    ]


def test_a_source_is_known(garden: CheckFactory) -> None:
    assert garden(changed("source: guide", "source: gide"))[1] == [
        f"{PATH}:11:13: source-unknown: there is no source 'gide' (did you mean guide?)"
    ]


def test_a_study_is_quoted_by_the_same_rules(garden: CheckFactory) -> None:
    study = 'name: Trial\nevidence:\n  - {source: guide, quote: "Tin kept slugs away from leeks."}\n'
    _, found = garden({"content/studies/trial.yml": study})
    assert [line.split(": ")[:2] for line in found] == [["content/studies/trial.yml:3:28", "quote-not-found"]]


def test_a_citation_is_a_marker_of_the_quotation(garden: CheckFactory) -> None:
    assert garden(changed("field-3]", "field-3, field-2]"))[1] == [
        f"{PATH}:13:31: cites-not-in-quote: no marker of the quotation is field-2 (cite what the quotation cites)"
    ]


def test_a_marker_is_cited_whole(garden: CheckFactory) -> None:
    assert garden(changed("[field-1, field-3]", "field-3"))[1] == [
        f"{PATH}:13:5: cites-not-in-quote: field-3 is only part of a marker (cite all of field-1, field-3)"
    ]


def test_not_every_marker_needs_to_be_cited(garden: CheckFactory) -> None:
    both = f"{QUOTE} The slugs crossed wet beds at night [2]."
    assert garden(quoting(both, "[field-2]"))[1] == []
    assert garden(quoting(both, "[]"))[1] == []
    assert garden(quoting(both, "[field-1, field-2, field-3]"))[1] == []


def test_what_a_source_without_markers_cites_is_not_checked(garden: CheckFactory) -> None:
    sources = "- {key: guide, title: Guide, edition: guide.txt}\n"
    assert garden({**changed("field-3]", "field-2]"), "seeds/_sources.yml": sources})[1] == []


def test_a_disputed_quotation_needs_a_correction(garden: CheckFactory) -> None:
    disputed = CLAIM.replace("    cites:", "    reads: disputed\n    cites:")
    assert garden({PATH: disputed})[1] == [
        f"{PATH}:13:12: disputed-without-correction: no correction says what is disputed (add `corrections: [...]`)"
    ]
    correction = {"content/corrections/zinc.yml": "name: Zinc\nreview: Copper.\noriginal: Zinc.\nbasis: original\n"}
    assert garden({**correction, PATH: disputed + "corrections: [zinc]\n"})[1] == []


# Navigation --------------------------------------------------------------------------------------------------


def test_a_kind_with_pages_is_in_the_navigation(garden: CheckFactory) -> None:
    assert garden({"mkdocs.yml": "site_name: Slugs\nnav: [slugs/index.md]\n"})[1] == [
        "mkdocs.yml:1:1: warning: kind-not-in-nav: the kind plant is not in the navigation "
        "(add `- Plants: plants/index.md` under nav)"
    ]


@pytest.mark.parametrize("address", ["plants/index.md", "plants/"])
def test_the_navigation_names_a_page_or_its_folder(garden: CheckFactory, address: str) -> None:
    nav = f"site_name: Slugs\nnav:\n  - slugs/index.md\n  - More:\n      - Plants: {address}\n"
    assert garden({"mkdocs.yml": nav})[1] == []


# Mistakes, targets and notes ---------------------------------------------------------------------------------

MISTAKE = {
    "content/corrections/zinc.yml": """\
name: Zinc
review: A
original: B
basis: text
wording: [copper bnds, zinc (old)]
"""
}


def test_no_statement_repeats_a_known_mistake(garden: CheckFactory) -> None:
    assert garden({**MISTAKE, **changed("Copper bands", "Copper bnds")})[1] == [
        f"{PATH}:1:12: statement-mistake: the statement repeats 'Copper bnds', a known mistake "
        "(see content/corrections/zinc.yml)"
    ]


@pytest.mark.parametrize("words", ["Copper bndsies", "Tricopper bnds", "Copper, bnds", "Zinc old"])
def test_other_words_are_no_known_mistake(garden: CheckFactory, words: str) -> None:
    assert garden({**MISTAKE, **changed("Copper bands", words)})[1] == []


@pytest.mark.parametrize("name", ["grey field slug", "GFS", "Netted slug"])
def test_a_target_in_words_is_not_the_name_of_a_record(garden: CheckFactory, name: str) -> None:
    assert garden(changed("target: lettuce", f"target: {{text: {name}}}"))[1] == [
        f"{PATH}:7:14: target-is-record: {name!r} is the name of grey-slug (write `target: grey-slug`)"
    ]


SENTENCE = """\
- source: guide
  sentence: {sentence}
  class: asserted-uncited
"""


def listing(sentence: str) -> dict[str, str]:
    return {"content/_sentences.yml": SENTENCE.format(sentence=sentence)}


def test_a_sentence_that_is_left_out_stands_in_the_source(garden: CheckFactory) -> None:
    assert garden(listing("The slugs crossed wet\n    beds at night [2]."))[1] == []
    assert garden(listing("The slugs crossed dry beds at night [2]."))[1] == [
        "content/_sentences.yml:2:13: note-unknown: no sentence of the source reads so (mend or remove the entry)"
    ]


def test_a_sentence_that_is_quoted_is_not_left_out(garden: CheckFactory) -> None:
    assert garden(listing(QUOTE))[1] == [
        "content/_sentences.yml:2:13: note-unknown: a claim or study quotes this sentence (mend or remove the entry)"
    ]


READING = "- {{claim: {claim}, digest: 0a, verdict: confirmed}}\n"


def test_a_second_reading_is_of_a_claim(garden: CheckFactory) -> None:
    readings = (
        READING.format(claim="copper-lettuce") + READING.format(claim="coper-lettuce") + READING.format(claim="copper")
    )
    assert garden({"content/_readings.yml": readings})[1] == [
        "content/_readings.yml:2:11: note-unknown: there is no claim 'coper-lettuce' (did you mean copper-lettuce?)",
        "content/_readings.yml:3:11: note-unknown: there is no claim 'copper' (did you mean copper-lettuce?)",
    ]


def test_a_second_reading_of_a_claim_that_cannot_be_read_is_no_further_problem(garden: CheckFactory) -> None:
    readings = {"content/_readings.yml": READING.format(claim="copper-lettuce")}
    _, found = garden({**readings, **changed("stance: supports", "stance: agrees")})
    assert [line.split(": ")[0] for line in found] == [f"{PATH}:2:9"]


def test_a_note_behind_one_that_cannot_be_read_keeps_its_place(garden: CheckFactory) -> None:
    _, found = garden({"content/_readings.yml": "- {claim: copper-lettuce}\n" + READING.format(claim="nothing")})
    assert any(line.startswith("content/_readings.yml:2:11: note-unknown") for line in found)


def test_the_id_of_a_withdrawn_claim_is_never_used_again(garden: CheckFactory) -> None:
    gone = "- {id: tin-lettuce, reason: Nobody saw it., instead: [copper-lettuce, coper]}\n"
    file = "content/_withdrawn.yml"
    unknown = f"{file}:1:71: link-unknown: there is no record 'coper' (did you mean copper?)"
    assert garden({file: gone})[1] == [unknown]
    claim = GARDEN["content/claims/copper-lettuce.yml"]
    taken = f"{file}:1:8: id-duplicate: tin-lettuce is the id of content/claims/%s.yml (an id is never used again)"
    assert garden({file: gone, "content/claims/tin-lettuce.yml": claim})[1] == [taken % "tin-lettuce", unknown]
    renamed = {file: gone, "content/claims/copper-lettuce.yml": claim + "former_ids: [tin-lettuce]\n"}
    assert garden({**renamed, "content/claims/tin-lettuce.yml": ""})[1][0] == taken % "copper-lettuce"
    twice = garden({file: gone + "- {id: tin-lettuce, reason: Once more.}\n"})[1]
    assert f"{file}:2:8: id-duplicate: tin-lettuce is the id of another record (an id is never used again)" in twice


def test_a_link_to_a_withdrawn_claim_is_told_so(garden: CheckFactory) -> None:
    gone = "- {id: tin-lettuce, reason: Nobody saw it., instead: [copper-lettuce]}\n"
    lettuce = {"content/plants/lettuce.yml": "name: Lettuce\nsummary: See [[tin-lettuce]].\n"}
    assert garden({"content/_withdrawn.yml": gone, **lettuce})[1] == [
        "content/plants/lettuce.yml:2:14: link-unknown: tin-lettuce was withdrawn (name copper-lettuce)"
    ]
    assert garden({"content/_withdrawn.yml": gone.replace(", instead: [copper-lettuce]", ""), **lettuce})[1] == [
        "content/plants/lettuce.yml:2:14: link-unknown: tin-lettuce was withdrawn (take the link away)"
    ]

"""The rules that advise."""

from __future__ import annotations

import random

import pytest

from conftest import GARDEN, CheckFactory, SiteFactory
from evidence.advice import ADVICE
from evidence.checks import check
from evidence.problems import Severity
from evidence.reading import read_site
from sitetools import ROOT

PATH = "content/claims/copper-lettuce.yml"
CLAIM = GARDEN[PATH]
STATEMENT = "Copper bands keep grey field slugs away from lettuce."
TWIN = "content/claims/twin.yml"


def twin(statement: str, claim: str = CLAIM) -> dict[str, str]:
    assert STATEMENT in claim
    return {TWIN: claim.replace(STATEMENT, statement)}


def test_all_advice_is_a_warning(site: SiteFactory) -> None:
    levels = GARDEN["content/claims/_kind.yml"].replace("Pot trial}", "Pot trial, words: [pot]}")
    wrong = {
        **twin("Copper bands keep grey field slugs away from lettuce in a pot. # later"),
        "content/claims/_kind.yml": levels,
        "content/slugs/twin-slug.yml": "name: Netted slugs\nsynonyms: [reed slug, reed slug]\n",
        "references.bib": GARDEN["references.bib"] + "@article{field-9, title = {{Tin}}, year = {2022}}\n",
    }
    found = check(read_site(site({**GARDEN, **wrong}))[0])
    assert {problem.severity for problem in found} == {Severity.WARNING}
    assert len({problem.code for problem in found}) == len(ADVICE)


def test_the_content_of_this_site_has_no_warning() -> None:
    catalogue, problems = read_site(ROOT)
    assert [str(problem) for problem in (*problems, *check(catalogue))] == []


# Near-duplicates ---------------------------------------------------------------------------------------------


def test_claims_that_state_nearly_the_same_are_found_in_both_files(whole_garden: CheckFactory) -> None:
    cure = "(make one claim of the two, with both quotations; or say how they differ)"
    assert whole_garden(twin("Grey field slugs keep away from lettuce if there are copper bands."))[1] == [
        f"{PATH}:1:12: warning: claim-near-duplicate: twin states nearly the same {cure}",
        f"{TWIN}:1:12: warning: claim-near-duplicate: copper-lettuce states nearly the same {cure}",
    ]


def test_of_many_the_most_alike_is_named(whole_garden: CheckFactory) -> None:
    third = {"content/claims/third.yml": CLAIM.replace(STATEMENT, STATEMENT.replace("Copper", "All copper"))}
    found = whole_garden({**twin(STATEMENT), **third})[1]
    assert [problem.split(": ")[3].split()[0] for problem in found] == ["twin", "copper-lettuce", "copper-lettuce"]


@pytest.mark.parametrize(
    "statement", ["Lettuce under glass was eaten less often.", "Copper bands keep wet beds free of snails at night."]
)
def test_claims_that_state_something_else_are_not_found(whole_garden: CheckFactory, statement: str) -> None:
    assert whole_garden(twin(statement))[1] == []


def test_claims_about_different_things_are_not_found(whole_garden: CheckFactory) -> None:
    claim = CLAIM.replace("remedy: [copper]", "remedy: [tin]").replace("  slug: [grey-slug]\n", "")
    claim = claim.replace("effects:\n  - {target: lettuce, change: improves}\n", "")
    files = {"content/remedies/tin.yml": "name: Tin band\n", **twin(STATEMENT.replace("Copper", "Tin"), claim)}
    assert whole_garden(files)[1] == []


def test_a_claim_that_was_reworded_slightly_is_found_in_the_real_content(whole_garden: CheckFactory) -> None:
    """Of claims in which every eighth word was exchanged, as good as all are found: the threshold is not too high."""
    choose = random.Random(0)  # noqa: S311  # no secret
    catalogue, _ = read_site(ROOT)
    statements = [claim.statement for claim in catalogue.claims if len(claim.statement.split()) > 15][:12]
    pool = " ".join(statements).split()
    files = {}
    for number, statement in enumerate(statements):
        words = [choose.choice(pool) if place % 8 == 4 else word for place, word in enumerate(statement.split())]
        for name, text in (("a", statement), ("b", " ".join(words))):
            files[f"content/claims/{name}-{number}.yml"] = CLAIM.replace(STATEMENT, f'"{text}"')
    found = [line for line in whole_garden(files)[1] if ": claim-near-duplicate: " in line]
    assert len(found) >= 22


# Words of levels ---------------------------------------------------------------------------------------------


def levelled(first: str, second: str) -> dict[str, str]:
    kind = GARDEN["content/claims/_kind.yml"]
    kind = kind.replace("Garden trial}", f"Garden trial, words: {first}}}").replace(
        "Pot trial}", f"Pot trial, words: {second}}}"
    )
    return {"content/claims/_kind.yml": kind}


def test_a_word_of_another_level_is_found_where_it_stands(whole_garden: CheckFactory) -> None:
    assert whole_garden(levelled("[bed]", "[Lettuce, pots]"))[1] == [
        f"{PATH}:1:57: warning: statement-level: 'lettuce' tells of pot, but the level is garden "
        "(mend the statement or the level)"
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [("[lettuce]", "[pot]"), ("[lettuce]", "[lettuce]"), ("[]", "[let, lettuces]"), ("bed", "from lettuces")],
)
def test_a_word_of_its_own_level_or_of_none_is_no_problem(whole_garden: CheckFactory, first: str, second: str) -> None:
    assert whole_garden(levelled(first, second))[1] == []


def test_a_claim_without_a_level_or_with_both_may_use_any_word(whole_garden: CheckFactory) -> None:
    words = levelled("[bed]", "[lettuce]")
    assert whole_garden({**words, PATH: CLAIM.replace("level: garden", "level: [garden, pot]")})[1] == []
    assert whole_garden({**words, PATH: CLAIM.replace("level: garden", "model: beds")})[1] == []


# What nothing names ------------------------------------------------------------------------------------------

BLACK = "content/slugs/black-slug.yml"


def test_a_topic_that_nothing_names_is_found(whole_garden: CheckFactory) -> None:
    assert whole_garden({BLACK: "name: Black slug\n"})[1] == [
        f"{BLACK}:1:7: warning: topic-unused: nothing names this topic (name it in a claim, or remove its file)"
    ]


@pytest.mark.parametrize(
    "files",
    [
        {PATH: CLAIM.replace("[grey-slug]", "[grey-slug, black-slug]")},
        {PATH: CLAIM.replace("change: improves", "change: improves, versus: black-slug")},
        {"content/plants/lettuce.yml": "name: Lettuce\nsummary: Food of [[black-slug]].\n"},
        {"content/slugs/young-slug.yml": "name: Young\nparent: black-slug\nsummary: A [[young-slug]].\n"},
    ],
)
def test_a_topic_is_named_by_claims_texts_and_children(whole_garden: CheckFactory, files: dict[str, str]) -> None:
    found = whole_garden({BLACK: "name: Black slug\n", **files})[1]
    assert [line for line in found if line.startswith(BLACK)] == []


def test_a_topic_that_only_itself_names_is_unused(whole_garden: CheckFactory) -> None:
    [line] = whole_garden({BLACK: "name: Black slug\nsummary: A [[black-slug]].\n"})[1]
    assert ": topic-unused: " in line


def test_a_topic_for_which_a_heading_sets_the_scene_is_used(whole_garden: CheckFactory) -> None:
    seeds = GARDEN["seeds/_sources.yml"].replace("level: 1}", "level: 1, setting: [black-slug]}")
    assert whole_garden({BLACK: "name: Black slug\n", "seeds/_sources.yml": seeds})[1] == []


BIB = GARDEN["references.bib"] + "@article{field-9, author = {Rush, D.}, title = {{Tin}}, year = {2022}}\n"


def test_a_reference_that_nothing_cites_is_found(whole_garden: CheckFactory) -> None:
    """The reference field-2 is cited by the source alone, which is enough."""
    assert whole_garden({"references.bib": BIB})[1] == [
        "references.bib:4:1: warning: reference-unused: nothing cites field-9 (cite it, or remove the entry)"
    ]


def test_a_reference_is_cited_by_texts_and_studies(whole_garden: CheckFactory) -> None:
    assert (
        whole_garden({"references.bib": BIB, "content/plants/lettuce.yml": "name: L\nsummary: Eaten [@field-9].\n"})[1]
        == []
    )
    study = {"content/studies/tin.yml": "name: Tin\nreference: field-9\n"}
    assert whole_garden({"references.bib": BIB, **study})[1] == []


# Spelling ----------------------------------------------------------------------------------------------------


def slug(text: str) -> dict[str, str]:
    return {BLACK: text, PATH: CLAIM.replace("[grey-slug]", "[grey-slug, black-slug]")}


@pytest.mark.parametrize("name", ["Netted slugs", "netted-slug", "NETTED SLUG", "Nettéd slug", "nettedslug"])
def test_topics_of_a_kind_whose_names_differ_in_spelling_only_are_found(whole_garden: CheckFactory, name: str) -> None:
    cure = "(make one record of the two, or leave the name to one of them)"
    grey = "content/slugs/grey-slug.yml"
    assert whole_garden(slug(f"name: Black slug\nsynonyms:\n  - {name}\n"))[1] == [
        f"{BLACK}:3:5: warning: topic-variant: {name!r} is 'netted slug', a name of grey-slug {cure}",
        f"{grey}:3:12: warning: topic-variant: 'netted slug' is {name!r}, a name of black-slug {cure}",
    ]


def test_two_topics_with_the_same_name_are_found(whole_garden: CheckFactory) -> None:
    first = whole_garden(slug("name: Black slug\nabbreviations: [GFS]\n"))[1][0]
    assert "topic-variant: 'GFS' is also a name of grey-slug" in first


@pytest.mark.parametrize("name", ["Netted slug 2", "Nettedly slug", "GF", "GF/S"])
def test_names_that_differ_in_letters_or_figures_are_no_variants(whole_garden: CheckFactory, name: str) -> None:
    assert whole_garden(slug(f"name: Black slug\nsynonyms: [{name}]\n"))[1] == []


def test_topics_of_two_kinds_may_share_a_name(whole_garden: CheckFactory) -> None:
    assert whole_garden({"content/plants/lettuce.yml": "name: Lettuce\nsynonyms: [netted slug]\n"})[1] == []


def test_names_of_one_topic_may_differ_in_spelling_only(whole_garden: CheckFactory) -> None:
    assert whole_garden(slug("name: Black slug\nsynonyms: [black slugs, black-slug]\n"))[1] == []


# Comments in prose -------------------------------------------------------------------------------------------


def test_prose_that_goes_on_as_a_comment_is_found_where_the_comment_begins(whole_garden: CheckFactory) -> None:
    assert whole_garden(
        {"content/plants/lettuce.yml": "name: Lettuce\nsummary: Salad, the\n  crop # one of\nformer_ids: []\n"}
    )[1] == [
        "content/plants/lettuce.yml:3:8: warning: prose-comment: what stands behind # is a comment, not part of the "
        "text (put the text in quotation marks, or the comment on a line of its own)"
    ]


def test_quotations_are_prose_too(whole_garden: CheckFactory) -> None:
    quote = "Bands of copper kept grey slugs away from lettuce for six weeks [1, 3]."
    [line] = whole_garden({PATH: CLAIM.replace(quote, f"{quote} # found")})[1]
    assert ": prose-comment: " in line


@pytest.mark.parametrize(
    "summary",
    ['"The crop # one"  # a comment', "'One # two' # three", "The crop#one", ">- # why\n  The crop # one", "A\n# B"],
)
def test_comments_that_take_nothing_from_a_text_are_left_alone(whole_garden: CheckFactory, summary: str) -> None:
    assert whole_garden({"content/plants/lettuce.yml": f"name: Lettuce\nsummary: {summary}\n"})[1] == []


def test_a_comment_behind_another_value_is_left_alone(whole_garden: CheckFactory) -> None:
    assert whole_garden({PATH: CLAIM.replace("stance: supports", "stance: supports # as the guide says")})[1] == []


def test_a_value_that_stands_in_a_list_twice_is_noticed(whole_garden: CheckFactory) -> None:
    path = "content/slugs/grey-slug.yml"
    _, problems = whole_garden({path: GARDEN[path].replace("[GFS]", "[GFS, gfs, GFS]")})
    message = "warning: value-repeated: 'GFS' stands in this list already (leave it out the second time)"
    assert problems == [f"{path}:2:27: {message}"]

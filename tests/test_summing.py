"""Summaries count claims by kind of study and stance, each study in people once, and nothing that is retracted."""

from __future__ import annotations

from conftest import GARDEN, CheckFactory
from evidence.catalogue import Catalogue
from evidence.summing import Summary, is_retracted, studies_behind, study_behind, summarise

KIND = GARDEN["content/claims/_kind.yml"].replace("title: Garden trial}", "title: Garden trial, people: true}")
CLAIM = GARDEN["content/claims/copper-lettuce.yml"]
QUOTES = {
    "field-1": "Bands of copper kept grey slugs away from lettuce for six weeks [1, 3].",
    "field-2": "The slugs crossed wet beds at night [2].",
    "": "Lettuce under glass was eaten less often",
}
STUDY = """\
name: Reed 2019
reference: field-1
level: garden
participants: 12
about:
  plant: [lettuce]
evidence:
  - {source: guide, quote: "The slugs crossed wet beds at night [2].", cites: [field-2]}
"""
BIB = GARDEN["references.bib"]


def claim(cites: str = "field-1", stance: str = "supports", study: str = "{level: garden}", effects: str = "") -> str:
    """A claim with other evidence, stance, study or effects than the garden's own."""
    keys = {"field-1": "[field-1, field-3]", "field-2": "[field-2]", "": "[]"}[cites]
    about = "about:\n  remedy: [copper]\n  plant: [lettuce]\n"
    return (
        f"statement: Words.\nstance: {stance}\n{about}study: {study}\n{effects}"
        f'evidence:\n  - {{source: guide, quote: "{QUOTES[cites]}", cites: {keys}}}\n'
    )


def summary(garden: CheckFactory, **claims: str) -> tuple[Catalogue, Summary]:
    """The summary of what a site with the given claims, and none but them, says of lettuce."""
    files = {f"content/claims/{name}.yml": text for name, text in claims.items() if "/" not in name}
    site = {"content/claims/_kind.yml": KIND, "content/studies/reed.yml": STUDY, **files}
    catalogue, _ = garden({"content/claims/copper-lettuce.yml": "", **site})
    return catalogue, summarise(catalogue, catalogue.claims, topic=catalogue.records["lettuce"])


def test_claims_are_told_apart_by_kind_of_study_and_stance(garden: CheckFactory) -> None:
    _, found = summary(
        garden,
        a=claim(),
        b=claim(stance="opposes"),
        c=claim(study="{level: pot}", stance="mixed"),
        d=claim(stance="background", study="{species: slug}"),
    )
    assert (found.claims, found.findings) == (4, 3)
    assert found.stances == {"supports": 1, "opposes": 1, "mixed": 1, "background": 1}
    assert [(tally.level.id if tally.level else None, tally.total) for tally in found.tallies] == [
        ("garden", 2),
        ("pot", 1),
        (None, 1),
    ]


def test_background_is_not_how_close_to_people_the_evidence_comes(garden: CheckFactory) -> None:
    _, found = summary(garden, a=claim(stance="background"), b=claim(study="{level: pot}"))
    assert found.closest is not None
    assert found.closest.id == "pot"
    assert found.people.count == 0


def test_levels_without_any_claim_are_missing(garden: CheckFactory) -> None:
    _, found = summary(garden, a=claim())
    assert [level.id for level in found.missing] == ["pot"]


def test_a_study_counts_once_however_many_claims_rest_on_it(garden: CheckFactory) -> None:
    _, found = summary(garden, a=claim(study="reed"), b=claim(study="reed"), c=claim())
    assert found.claims == 3
    assert found.people.ids == ("reed",), "the third claim cites what the study's record describes"
    assert (found.people.participants, found.people.unstated) == (12, 0)


def test_studies_that_state_no_number_are_counted_apart(garden: CheckFactory) -> None:
    _, found = summary(
        garden, a=claim(study="reed"), b=claim(cites="field-2"), c=claim("", study="{level: garden, participants: 5}")
    )
    assert (found.people.count, found.people.participants, found.people.unstated) == (3, 17, 1)


def test_a_study_that_only_reviews_retell_is_no_study(garden: CheckFactory) -> None:
    bib = BIB.replace("@article{field-2,", "@article{field-2, keywords = {review},")
    files = {"content/claims/_kind.yml": KIND, "content/claims/copper-lettuce.yml": claim("field-2")}
    catalogue, _ = garden({**files, "references.bib": bib})
    assert study_behind(catalogue, catalogue.claims[0]) is None
    assert summarise(catalogue, catalogue.claims).people.count == 0


def test_what_rests_on_retracted_papers_alone_is_not_counted(garden: CheckFactory) -> None:
    files = {
        "content/claims/_kind.yml": KIND,
        "content/studies/reed.yml": STUDY.replace("field-1", "field-2"),
        "content/claims/copper-lettuce.yml": claim("field-2"),
        "content/claims/named.yml": claim("field-1", study="reed"),
        "content/claims/sound.yml": claim("field-1"),
    }
    catalogue, _ = garden({**files, "references.bib": BIB.replace("{field-2,", "{field-2, notice = {retracted},")})
    found = summarise(catalogue, catalogue.claims, studies=catalogue.studies)
    assert (found.claims, found.retracted) == (1, 2), "a claim goes with the study that it names, whatever it cites"
    assert found.people.ids == ("field-1",)
    assert is_retracted(catalogue, catalogue.studies[0])


def test_one_sound_original_is_enough(garden: CheckFactory) -> None:
    bib = BIB.replace("{field-1,", "{field-1, notice = {retracted},")
    catalogue, _ = garden({"references.bib": bib})
    assert not is_retracted(catalogue, catalogue.claims[0]), "it also rests on field-3"
    bib = bib.replace("{field-3,", "{field-3, keywords = {review},")
    catalogue, _ = garden({"references.bib": bib})
    assert is_retracted(catalogue, catalogue.claims[0]), "a review that retells a retracted paper does not save it"


def test_no_effect_and_harm_are_told_apart(garden: CheckFactory) -> None:
    def effect(change: str, more: str = "") -> str:
        return f"effects:\n  - {{target: lettuce, change: {change}{more}}}\n"

    catalogue, found = summary(
        garden,
        a=claim(effects=effect("improves")),
        b=claim(effects=effect("no-change"), stance="opposes"),
        c=claim(effects=effect("worsens"), stance="opposes"),
        d=claim(effects=effect("worsens", ", from: [grey-slug]")),
        e=claim(effects=effect("worsens"), stance="background"),
        f=claim(effects=effect("improves", ", versus: [copper]")),
    )
    assert found.changes == {"improves": 2, "no-change": 1, "worsens": 1}, "what a slug does is no effect of a remedy"
    by_copper = summarise(catalogue, catalogue.claims, topic=catalogue.records["copper"])
    assert by_copper.changes == {"improves": 1, "no-change": 1, "worsens": 1}, "copper was only compared with"


def test_findings_that_say_what_was_compared_with(garden: CheckFactory) -> None:
    _, found = summary(
        garden,
        a=claim(),
        b=claim(study="{level: garden, comparator: no band}"),
        c=claim(effects="effects:\n  - {target: lettuce, change: improves, versus: [copper]}\n"),
    )
    assert (found.compared, found.findings) == (2, 3)


def test_what_only_serves_as_comparison_is_counted_apart(garden: CheckFactory) -> None:
    better = "effects:\n  - {target: lettuce, change: improves, from: [copper], versus: [brass]}\n"
    brass = {
        "content/remedies/brass.yml": "name: Brass band\n",
        "content/claims/copper-lettuce.yml": claim(effects=better),
    }
    catalogue, _ = garden({"content/claims/_kind.yml": KIND, **brass})
    of_brass = summarise(catalogue, catalogue.claims, frozenset({"brass"}))
    assert (of_brass.claims, of_brass.comparing, of_brass.people.count) == (0, ("copper-lettuce",), 0)
    of_both = summarise(catalogue, catalogue.claims, frozenset({"brass", "copper"}))
    assert (of_both.claims, of_both.comparing) == (1, ()), "one of the two acts"
    assert summarise(catalogue, catalogue.claims, frozenset({"grey-slug"})).comparing == (), "it is not named at all"


def test_a_claim_given_twice_counts_once(garden: CheckFactory) -> None:
    catalogue, _ = garden({})
    assert summarise(catalogue, [*catalogue.claims, *catalogue.claims]).claims == len(catalogue.claims)


def test_studies_stand_closest_to_people_first(garden: CheckFactory) -> None:
    pot = STUDY.replace("level: garden", "level: pot").replace("Reed", "Abel").replace("reference: field-1\n", "")
    catalogue, _ = garden({"content/studies/reed.yml": STUDY, "content/studies/abel.yml": pot})
    lettuce = catalogue.records["lettuce"]
    assert [study.id for study in studies_behind(catalogue, [lettuce], [])] == ["reed", "abel"]
    assert studies_behind(catalogue, [catalogue.records["grey-slug"]], catalogue.claims) == ()

"""What a catalogue is asked for."""

from __future__ import annotations

import pytest

from conftest import GARDEN, CheckFactory
from evidence.catalogue import Catalogue, prose_fields
from evidence.models import StudyFacts
from evidence.quotes import Found, Missing

CLAIM = GARDEN["content/claims/copper-lettuce.yml"]


@pytest.fixture
def full(garden: CheckFactory) -> Catalogue:
    """The garden with a tree of slugs, a study, a correction and three claims more."""
    catalogue, problems = garden(
        {
            "content/slugs/all-slugs.yml": "name: Slugs\n",
            "content/slugs/field-slugs.yml": "name: Field slugs\nparent: all-slugs\n",
            "content/slugs/grey-slug.yml": "name: Grey field slug\nparent: field-slugs\nformer_ids: [gray-slug]\n",
            "content/slugs/brown-slug.yml": "name: brown field slug\nparent: field-slugs\n",
            "content/corrections/not-zinc.yml": "name: Not zinc\nreview: Zinc.\noriginal: Copper.\nbasis: original\n",
            "content/studies/trial.yml": """\
name: A trial
about: {plant: [lettuce]}
reference: field-2
level: [pot, garden]
participants: 12
""",
            "content/claims/from-the-trial.yml": CLAIM.replace(
                "study:\n  level: garden", "study: trial\ncorrections: not-zinc"
            ),
            "content/claims/no-study.yml": CLAIM.replace(
                "study:\n  level: garden\n", "checked: {reference: field-2, read: abstract}\n"
            ),
            "content/claims/worse.yml": CLAIM.replace(
                "  - {target: lettuce, change: improves}\n",
                "  - {target: brown-slug, change: alters, from: copper, versus: all-slugs}\n"
                "  - {target: {text: taste}, change: alters, by: brown-slug}\n",
            ),
        }
    )
    assert problems == []
    return catalogue


def titles(catalogue: Catalogue, kind: str) -> list[str]:
    return [record.title for record in catalogue.of_kind(kind)]


def test_records_of_a_kind_come_by_title_whatever_their_case(full: Catalogue) -> None:
    assert titles(full, "slug") == ["brown field slug", "Field slugs", "Grey field slug", "Slugs"]
    assert titles(full, "nothing") == []


def test_claims_studies_and_corrections_come_by_id(full: Catalogue) -> None:
    assert [one.id for one in full.claims] == ["copper-lettuce", "from-the-trial", "no-study", "worse"]
    assert [one.id for one in full.studies] == ["trial"]
    assert [one.id for one in full.corrections] == ["not-zinc"]
    assert {one.id for one in full.sourced} == {"copper-lettuce", "from-the-trial", "no-study", "worse", "trial"}


def test_kinds_come_in_their_order(full: Catalogue) -> None:
    assert list(full.kinds) == ["slug", "plant", "remedy", "study", "correction", "claim"]


def test_a_record_is_found_by_a_former_id(full: Catalogue) -> None:
    assert full.former["gray-slug"].id == "grey-slug"


def test_a_claim_names_what_it_is_about_and_what_its_effects_name(full: Catalogue) -> None:
    assert full.named["copper-lettuce"] == ("copper", "grey-slug", "lettuce")
    assert full.named["worse"] == ("copper", "grey-slug", "brown-slug", "all-slugs")


def test_a_record_knows_the_claims_that_name_it(full: Catalogue) -> None:
    assert [claim.id for claim in full.claims_of["lettuce"]] == ["copper-lettuce", "from-the-trial", "no-study"]
    assert [claim.id for claim in full.claims_of["brown-slug"]] == ["worse"]
    assert [claim.id for claim in full.claims_of["trial"]] == ["from-the-trial"]
    assert [claim.id for claim in full.claims_of["not-zinc"]] == ["from-the-trial"]
    assert "field-slugs" not in full.claims_of


def test_a_record_knows_the_studies_that_name_it(full: Catalogue) -> None:
    assert [study.id for study in full.studies_of["lettuce"]] == ["trial"]


def test_parents_know_their_children_and_children_their_line(full: Catalogue) -> None:
    assert [child.id for child in full.children["field-slugs"]] == ["brown-slug", "grey-slug"]
    assert [above.id for above in full.ancestors(full.records["grey-slug"])] == ["all-slugs", "field-slugs"]
    assert full.ancestors(full.records["all-slugs"]) == ()
    assert full.ancestors(full.records["trial"]) == ()


def test_a_circle_of_parents_is_cut(garden: CheckFactory) -> None:
    catalogue, _ = garden(
        {
            "content/slugs/a.yml": "name: A\nparent: b\n",
            "content/slugs/b.yml": "name: B\nparent: a\n",
            "content/slugs/c.yml": "name: C\nparent: c\n",
            "content/slugs/d.yml": "name: D\nparent: b\n",
        }
    )
    assert [above.id for above in catalogue.ancestors(catalogue.records["a"])] == ["b"]
    assert catalogue.ancestors(catalogue.records["c"]) == ()
    assert [above.id for above in catalogue.ancestors(catalogue.records["d"])] == ["a", "b"]


def test_a_claim_takes_its_facts_from_itself_or_from_its_study(full: Catalogue) -> None:
    own, trial, none = (full.facts(full.claims[number]) for number in range(3))
    assert own == StudyFacts(level=("garden",))
    assert trial.participants == 12
    assert none == StudyFacts()


def test_the_level_of_a_claim_is_the_first_declared_of_its_levels(full: Catalogue) -> None:
    levels = [full.level(claim) for claim in full.claims]
    assert [level.id if level else None for level in levels] == ["garden", "garden", None, "garden"]


def test_references_know_what_rests_on_them(full: Catalogue) -> None:
    assert [one.id for one in full.resting_on["field-1"]] == ["copper-lettuce", "from-the-trial", "no-study", "worse"]
    assert [one.id for one in full.resting_on["field-2"]] == ["from-the-trial", "no-study", "trial"]


def test_every_quotation_of_a_known_source_has_a_place_or_a_reason(garden: CheckFactory) -> None:
    catalogue, _ = garden(
        {
            "content/claims/lost.yml": CLAIM.replace("Bands of copper", "Bands of tin"),
            "content/claims/elsewhere.yml": CLAIM.replace("source: guide", "source: nowhere"),
        }
    )
    found = catalogue.quotations
    assert set(found) == {("copper-lettuce", 0), ("lost", 0)}
    assert isinstance(found["copper-lettuce", 0], Found)
    assert isinstance(found["lost", 0], Missing)


def test_a_key_has_the_number_by_which_a_source_cites_it(full: Catalogue) -> None:
    assert full.number("field-3") == 3
    assert full.number("trial") is None


def test_markers_of_a_source_that_does_not_say_how_it_cites_are_not_read(garden: CheckFactory) -> None:
    catalogue, _ = garden({"seeds/_sources.yml": "- {key: guide, title: Guide, edition: guide.txt}\n"})
    assert catalogue.markers(catalogue.sources["guide"], "Slugs [1].") == []


def test_texts_that_may_link_are_named_with_their_path(garden: CheckFactory) -> None:
    catalogue, _ = garden(
        {
            "content/slugs/_kind.yml": GARDEN["content/slugs/_kind.yml"]
            + "fields: {diet: {type: prose}, size: {type: text}}\n",
            "content/slugs/grey-slug.yml": "name: Grey\nsummary: '[[lettuce]]'\ndiet: Leaves\nsize: Small\n",
        }
    )
    record = catalogue.records["grey-slug"]
    assert list(prose_fields(record, catalogue.kinds["slug"])) == [(("summary",), "[[lettuce]]"), (("diet",), "Leaves")]
    claim = catalogue.records["copper-lettuce"]
    assert [path for path, _ in prose_fields(claim, catalogue.kinds["claim"])] == [("statement",)]

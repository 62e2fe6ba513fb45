"""What records may say."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from evidence.models import (
    AMOUNT_CHANGES,
    BENEFIT_CHANGES,
    MODELS,
    Claim,
    Correction,
    Effect,
    FreeTarget,
    Kind,
    Study,
    StudyFacts,
    Topic,
)

GIVEN = {"id": "wet-beds", "kind": "any", "path": "content/any/wet-beds.yml"}
QUOTE = {"source": "guide", "quote": "Slugs crossed wet beds at night."}
CLAIM: dict[str, Any] = {**GIVEN, "statement": "Slugs cross wet beds.", "stance": "background", "evidence": [QUOTE]}


def claim(**more: Any) -> Claim:
    return Claim.model_validate({**CLAIM, **more})


def test_the_words_of_evidence_have_models_and_no_other_kind_has() -> None:
    assert {"claim": Claim, "study": Study, "correction": Correction} == MODELS


def test_a_topic_needs_only_a_name_and_is_called_by_it() -> None:
    topic = Topic.model_validate({**GIVEN, "name": "Wet beds"})
    assert topic.title == "Wet beds"
    assert (topic.abbreviations, topic.parent, topic.summary, topic.identifiers) == ((), None, None, {})


def test_a_topic_may_give_one_synonym_without_a_list() -> None:
    assert Topic.model_validate({**GIVEN, "name": "Wet beds", "synonyms": "damp beds"}).synonyms == ("damp beds",)


def test_a_claim_is_called_by_its_statement() -> None:
    assert claim().title == "Slugs cross wet beds."


def test_a_claim_needs_evidence() -> None:
    with pytest.raises(ValidationError):
        claim(evidence=[])
    with pytest.raises(ValidationError):
        Claim.model_validate({name: value for name, value in CLAIM.items() if name != "evidence"})


@pytest.mark.parametrize("stance", ["supports", "opposes", "mixed", "background"])
def test_the_stances(stance: str) -> None:
    assert claim(stance=stance).stance == stance


@pytest.mark.parametrize(
    "more",
    [
        {"stance": "agrees"},
        {"statement": " "},
        {"colour": "grey"},
        {"about": ["grey-slug"]},
        {"study": {"levels": "pot"}},
        {"study": {"participants": -1}},
        {"study": {"participants": "ten"}},
        {"effects": [{"target": "leek"}]},
        {"effects": [{"target": "leek", "change": "grows"}]},
        {"effects": [{"target": {"words": "leek"}, "change": "alters"}]},
        {"effects": [{"target": "leek", "change": "alters", "actor": "rain"}]},
        {"evidence": [{"source": "guide"}]},
        {"evidence": [{**QUOTE, "reads": "wrong"}]},
        {"checked": {"reference": "field-1", "read": "title"}},
    ],
)
def test_what_a_claim_may_not_say(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        claim(**more)


def test_an_effect_names_a_record_or_says_its_target_in_words() -> None:
    assert Effect.model_validate({"target": "leek", "change": "alters"}).target == "leek"
    free = Effect.model_validate({"target": {"text": "taste"}, "change": "alters"})
    assert free.target == FreeTarget(text="taste")


def test_an_effect_says_from_what_by_what_and_against_what() -> None:
    effect = Effect.model_validate(
        {"target": "leek", "change": "alters", "from": "rain", "by": "rust", "versus": ["sun"]}
    )
    assert (effect.actor, effect.by, effect.versus) == (("rain",), ("rust",), ("sun",))


def test_a_study_behind_a_claim_is_facts_or_an_id() -> None:
    assert claim(study="big-trial").study == "big-trial"
    assert claim(study={"level": "pot", "participants": 0}).study == StudyFacts(level=("pot",), participants=0)
    assert claim().study is None


def test_what_is_not_stated_is_absent() -> None:
    assert not any(StudyFacts().model_dump().values())


def test_one_original_that_was_read_needs_no_list() -> None:
    assert claim(checked={"reference": "field-1", "read": "full text"}).checked[0].read == "full text"


def test_a_study_has_the_fields_of_facts_and_of_sourced_records() -> None:
    study = Study.model_validate(
        {
            **GIVEN,
            "name": "Big trial",
            "level": ["pot"],
            "reference": "field-1",
            "finding": "Less.",
            "evidence": [QUOTE],
        }
    )
    assert isinstance(study, StudyFacts)
    assert study.title == "Big trial"


def test_a_study_needs_no_evidence_of_its_own() -> None:
    assert Study.model_validate({**GIVEN, "name": "Big trial"}).evidence == ()


@pytest.mark.parametrize("basis", ["original", "secondary", "terminology", "text"])
def test_the_bases_of_a_correction(basis: str) -> None:
    data = {
        **GIVEN,
        "name": "Snail, not slug",
        "review": "slug",
        "original": "snail",
        "basis": basis,
        "refs": "field-1",
    }
    assert Correction.model_validate(data).refs == ("field-1",)


def test_a_correction_was_seen_at_an_address_or_in_words() -> None:
    data = {**GIVEN, "name": "n", "review": "r", "original": "o", "basis": "text"}
    assert Correction.model_validate({**data, "seen": "https://example.org"}).seen == "https://example.org"
    assert Correction.model_validate({**data, "seen": "page 3"}).seen == "page 3"


def test_records_never_change() -> None:
    with pytest.raises(ValidationError):
        claim().statement = "other"  # type: ignore[misc]


def test_changes_follow_the_effects_of_the_kind_of_the_target() -> None:
    words = {"id": "plant", "title": "Plant", "plural": "Plants"}
    assert Kind.model_validate(words).changes == AMOUNT_CHANGES
    assert Kind.model_validate({**words, "effects": "benefit"}).changes == BENEFIT_CHANGES
    assert "increases" not in BENEFIT_CHANGES
    assert "improves" not in AMOUNT_CHANGES


def test_a_kind_has_pages_and_no_fields_unless_it_says_so() -> None:
    kind = Kind.model_validate({"id": "plant", "title": "Plant", "plural": "Plants"})
    assert (kind.pages, kind.effects, kind.fields, kind.levels, kind.intervention) == (True, None, {}, (), ())


@pytest.mark.parametrize("missing", ["id", "title", "plural"])
def test_what_a_kind_has_to_say(missing: str) -> None:
    words = {"id": "plant", "title": "Plant", "plural": "Plants"}
    del words[missing]
    with pytest.raises(ValidationError):
        Kind.model_validate(words)


def test_a_statement_is_one_line_because_it_is_a_heading() -> None:
    assert claim(statement="Copper bands\n\n# keep slugs\naway.").statement == "Copper bands # keep slugs away."

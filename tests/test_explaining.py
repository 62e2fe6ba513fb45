"""What is wrong with a value, in the words of this project."""

from __future__ import annotations

import pytest

from conftest import GARDEN, CheckFactory

CLAIM = GARDEN["content/claims/copper-lettuce.yml"]
SLUG = "content/slugs/grey-slug.yml"


def test_an_unknown_field_is_met_with_the_one_it_resembles(garden: CheckFactory) -> None:
    assert garden({SLUG: "name: Grey\nsynonims: [netted]\n"})[1] == [
        f"{SLUG}:2:1: field-unknown: there is no field 'synonims' here (did you mean synonyms?)"
    ]


def test_an_unknown_field_that_resembles_none_is_met_with_advice(garden: CheckFactory) -> None:
    assert garden({SLUG: "name: Grey\nhabitat: wood\n"})[1] == [
        f"{SLUG}:2:1: field-unknown: there is no field 'habitat' here "
        "(remove it; or begin it with spaces, if it belongs to the field above)"
    ]


def test_an_unknown_field_inside_another_is_met_with_one_that_may_stand_there(garden: CheckFactory) -> None:
    _, found = garden({"content/claims/copper-lettuce.yml": CLAIM.replace("  level: garden", "  levl: garden")})
    assert found == [
        "content/claims/copper-lettuce.yml:9:3: field-unknown: there is no field 'levl' here (did you mean level?)"
    ]


def test_a_missing_field_is_named_at_what_lacks_it(garden: CheckFactory) -> None:
    _, found = garden({"content/claims/copper-lettuce.yml": CLAIM.replace("target: lettuce, ", "")})
    assert found == ["content/claims/copper-lettuce.yml:7:5: field-missing: target is missing (add `target: ...`)"]


def test_a_record_without_any_field_lacks_what_it_needs(garden: CheckFactory) -> None:
    _, found = garden({SLUG: "{}\n"})
    assert found == [f"{SLUG}:1:1: field-missing: name is missing (add `name: ...`)"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("synonyms: 5", "2:11: field-value: synonyms: a list is expected, not 5 (write [one, two])"),
        ("synonyms: [5]", "2:12: field-value: synonyms: text is expected, not 5 (put quotation marks around it)"),
        (
            "synonyms: [a, ' ']",
            "2:15: field-value: synonyms: nothing stands here (write something or remove the line)",
        ),
        ("parent: no", "2:9: link-unknown: there is no record 'no'"),
        ("parent: true", "2:9: field-value: parent: text is expected, not True (put quotation marks around it)"),
        ("parent: 2024", "2:9: field-value: parent: text is expected, not 2024 (put quotation marks around it)"),
        ("synonyms:", "2:10: field-value: synonyms: nothing stands here (write something or remove the line)"),
        ("summary: ''", "2:10: field-value: summary: nothing stands here (write something or remove the line)"),
        (
            "identifiers: GBIF",
            "2:14: field-value: identifiers: `field: value` lines are expected, not 'GBIF' "
            "(write them below, each begun with spaces)",
        ),
        (
            "identifiers: {GBIF: 5}",
            "2:21: field-value: identifiers.GBIF: text is expected, not 5 (put quotation marks around it)",
        ),
    ],
)
def test_values_of_another_type(garden: CheckFactory, line: str, said: str) -> None:
    assert garden({SLUG: f"name: Grey\n{line}\n"})[1] == [f"{SLUG}:{said}"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "stance: supports",
            "stance: support",
            "2:9: field-value: stance: 'support' is none of supports, opposes, mixed, background "
            "(did you mean supports?)",
        ),
        (
            "change: improves",
            "change: better",
            "7:31: field-value: effects.change: 'better' is none of increases, decreases, no-change, alters, mixed, "
            "improves, worsens (write one of these)",
        ),
        (
            "{target: lettuce, change: improves}",
            "lettuce",
            "7:5: field-value: effects: `field: value` lines are expected, not 'lettuce' "
            "(write them below, each begun with spaces)",
        ),
        (
            "  level: garden",
            "  participants: ten",
            "9:17: field-value: study.participants: a whole number is expected, not 'ten' (write digits only)",
        ),
        (
            "  level: garden",
            "  participants: -1",
            "9:17: field-value: study.participants: input should be greater than or equal to 0",
        ),
        (
            "study:\n  level: garden",
            "study: [garden]",
            "8:8: field-value: study: text is expected, not a list (leave the brackets out)",
        ),
    ],
)
def test_values_of_claims_that_do_not_fit(garden: CheckFactory, old: str, new: str, said: str) -> None:
    path = "content/claims/copper-lettuce.yml"
    assert garden({path: CLAIM.replace(old, new)})[1] == [f"{path}:{said}"]


def test_the_words_of_a_value_error_are_said(garden: CheckFactory) -> None:
    kind = (
        "id: slug\ntitle: Slug\nplural: Slugs\nfields: {seen: {type: date}, mass: {type: number}, page: {type: url}}\n"
    )
    _, found = garden(
        {
            "content/slugs/_kind.yml": kind,
            SLUG: "name: Grey\nseen: 1.5.2024\nmass: many\npage: example.org\n",
        }
    )
    assert found == [
        f"{SLUG}:2:7: field-value: seen: a day is written 2024-05-31",
        f"{SLUG}:3:7: field-value: mass: a number is expected, not 'many': write digits only",
        f"{SLUG}:4:7: field-value: page: an address begins with http:// or https:// and has no spaces",
    ]


def test_choices_with_an_apostrophe_are_named_whole(garden: CheckFactory) -> None:
    kind = 'id: slug\ntitle: Slug\nplural: Slugs\nfields: {age: {type: choice, choices: ["new year\'s", old]}}\n'
    _, found = garden({"content/slugs/_kind.yml": kind, SLUG: "name: Grey\nage: young\n"})
    assert found == [f"{SLUG}:2:6: field-value: age: 'young' is none of new year's, old (write one of these)"]


def test_a_field_of_a_kind_that_does_not_fit_is_named(garden: CheckFactory) -> None:
    kind = "id: slug\ntitle: Slug\nplural: Slugs\nfields:\n  size: {type: choise}\n  eats: {type: link}\n  age: old\n"
    _, found = garden({"content/slugs/_kind.yml": kind})
    assert [line.split(": ", 2)[2] for line in found if "_kind.yml" in line] == [
        "fields.size.type: 'choise' is none of text, prose, choice, number, year, date, url, list, link, links, "
        "identifiers (did you mean choice?)",
        "fields.eats: a field of type link needs `kind: ...`, the kind it links to",
        "fields.age: `field: value` lines are expected, not 'old' (write them below, each begun with spaces)",
    ]


def test_a_wrong_entry_of_a_list_does_not_make_the_list_empty(garden: CheckFactory) -> None:
    path = "content/claims/copper-lettuce.yml"
    _, found = garden({path: CLAIM.replace("    cites:", "    reads: wrong\n    cites:")})
    assert [line.split(": ")[:2] for line in found] == [[f"{path}:13:12", "field-value"]]


@pytest.mark.parametrize("name", ["levels", "target", "source"])
def test_a_field_in_the_wrong_place_is_not_met_with_itself(garden: CheckFactory, name: str) -> None:
    _, found = garden({"content/claims/copper-lettuce.yml": CLAIM.replace("  level: garden", f"  {name}: garden")})
    assert not any(f"did you mean {name}?" in line for line in found)


def test_every_unknown_field_is_reported_at_once(garden: CheckFactory) -> None:
    _, found = garden({SLUG: "name: Grey\nid: grey\nsynonims: [netted]\n"})
    assert [line.split(": ")[0] for line in found] == [f"{SLUG}:2:1", f"{SLUG}:3:1"]

"""Warnings that are right to stay."""

from __future__ import annotations

import pytest

from conftest import GARDEN, CheckFactory

UNUSED = {"content/slugs/black-slug.yml": "name: Black slug\n"}
LONELY = "content/slugs/black-slug.yml:1:7: warning: topic-unused: nothing names this topic"
WAIVER = "- {{code: {code}, record: {record}, reason: It was seen.}}\n"


def waive(code: str, record: str) -> dict[str, str]:
    return {"content/_waivers.yml": WAIVER.format(code=code, record=record)}


def test_a_waived_warning_is_no_problem(whole_garden: CheckFactory) -> None:
    assert [problem.partition(" (")[0] for problem in whole_garden(UNUSED)[1]] == [LONELY]
    assert whole_garden({**UNUSED, **waive("topic-unused", "black-slug")})[1] == []


def test_a_waiver_of_another_record_waives_nothing(whole_garden: CheckFactory) -> None:
    found = whole_garden({**UNUSED, **waive("topic-unused", "grey-slug")})[1]
    assert found[0] == (
        "content/_waivers.yml:1:10: waiver-unused: grey-slug has no warning topic-unused (remove the entry)"
    )
    assert found[1].startswith(LONELY)


def test_a_waiver_names_a_rule(whole_garden: CheckFactory) -> None:
    assert whole_garden(waive("topic-unsed", "grey-slug"))[1] == [
        "content/_waivers.yml:1:10: waiver-unused: no rule has the code 'topic-unsed' (did you mean topic-unused?)"
    ]


def test_an_error_is_not_waived(whole_garden: CheckFactory) -> None:
    path = "content/claims/copper-lettuce.yml"
    wrong = {path: GARDEN[path].replace("level: garden", "level: bed")}
    found = whole_garden({**wrong, **waive("level-unknown", "copper-lettuce")})[1]
    assert found[0] == (
        "content/_waivers.yml:1:10: waiver-unused: level-unknown is an error, which cannot be waived (mend the error)"
    )
    assert ": level-unknown: " in found[1]


def test_references_and_files_are_waived_by_key_and_path(whole_garden: CheckFactory) -> None:
    bib = GARDEN["references.bib"] + "@article{field-9, author = {Rush, D.}, title = {{Tin}}, year = {2022}}\n"
    files = {"references.bib": bib, "mkdocs.yml": "site_name: Slugs\nnav:\n  - Slugs: slugs/index.md\n"}
    assert len(whole_garden(files)[1]) == 2
    both = WAIVER.format(code="reference-unused", record="field-9")
    both += WAIVER.format(code="kind-not-in-nav", record="mkdocs.yml")
    assert whole_garden({**files, "content/_waivers.yml": both})[1] == []
    other = WAIVER.format(code="reference-unused", record="field-1")
    assert len(whole_garden({**files, "content/_waivers.yml": other})[1]) == 3


@pytest.mark.parametrize("text", ["name: [\n", "name: Black slug\ncolour: black\n"])
def test_a_waiver_of_a_record_that_cannot_be_read_waits(whole_garden: CheckFactory, text: str) -> None:
    found = whole_garden({"content/slugs/black-slug.yml": text, **waive("topic-unused", "black-slug")})[1]
    assert len(found) == 1
    assert "waiver" not in found[0]

"""The curators' notes beside the records."""

from __future__ import annotations

import re

from conftest import CheckFactory
from evidence.notes import FILES, Notes, digest

NOTES = {
    "content/_sentences.yml": "- source: guide\n  sentence: It rained.\n  class: no-assertion\n",
    "content/_readings.yml": "- {claim: copper-lettuce, digest: 0a, verdict: mended, mended: The level.}\n",
    "content/_abbreviations.yml": "- {short: RHS, long: Royal Society}\n- {short: UV, long: ultraviolet}\n",
}


def test_notes_are_read_in_the_order_of_their_files(garden: CheckFactory) -> None:
    notes = garden(NOTES)[0].notes
    assert [(note.sentence, note.reason) for note in notes.sentences] == [("It rained.", "no-assertion")]
    assert [(note.claim, note.verdict, note.mended) for note in notes.readings] == [
        ("copper-lettuce", "mended", "The level.")
    ]
    assert [note.short for note in notes.abbreviations] == ["RHS", "UV"]


def test_a_site_needs_no_notes(garden: CheckFactory) -> None:
    assert garden({})[0].notes == Notes()
    empty = dict.fromkeys(NOTES, "# none yet\n")
    catalogue, found = garden(empty)
    assert (catalogue.notes, found) == (Notes(), [])


def test_notes_that_are_no_list_are_a_problem(garden: CheckFactory) -> None:
    _, found = garden({"content/_readings.yml": "claim: copper-lettuce\n"})
    assert found == ["content/_readings.yml:1:1: field-value: a list is expected (begin each entry with -)"]


def test_a_wrong_note_leaves_the_others(garden: CheckFactory) -> None:
    catalogue, found = garden(
        {"content/_abbreviations.yml": "- {short: 5, long: A}\n- {short: UV, long: ultraviolet}\n"}
    )
    assert found == [
        "content/_abbreviations.yml:1:11: field-value: short: text is expected, not 5 (put quotation marks around it)"
    ]
    assert [note.short for note in catalogue.notes.abbreviations] == ["UV"]


def test_every_kind_of_notes_has_its_file() -> None:
    assert len(FILES) == len(Notes.__dataclass_fields__)
    assert all(re.fullmatch(r"_[a-z]+\.yml", name) for name in FILES)


def test_a_digest_changes_with_what_is_said_and_not_with_how_it_is_written(garden: CheckFactory) -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", digest({"name": "Grey"}))
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"a": ["x", "y"]}) != digest({"a": ["y", "x"]})
    one = garden({"content/slugs/grey-slug.yml": "name: Grey\nsynonyms: [netted]\n"})[0].digest("grey-slug")
    other = garden({"content/slugs/grey-slug.yml": "# A remark\nsynonyms:\n  - 'netted'\nname: Grey\n"})[0].digest(
        "grey-slug"
    )
    assert one == other


def test_a_claim_that_was_read_twice_has_the_verdict_until_it_changes(garden: CheckFactory) -> None:
    now = garden({})[0].digest("copper-lettuce")
    reading = "- {{claim: copper-lettuce, digest: '{digest}', verdict: confirmed}}\n"
    assert garden({"content/_readings.yml": reading.format(digest=now)})[0].readings == {"copper-lettuce": "confirmed"}
    assert garden({"content/_readings.yml": reading.format(digest="0a")})[0].readings == {"copper-lettuce": "changed"}

"""YAML text as plain values with their places."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.problems import Place
from evidence.yamltext import MAX_BYTES, MAX_DEPTH, MAX_NOTES, MOST_VALUES, Document, read
from trials import trials

quick = trials()


def document(text: str) -> Document:
    found, problems = read(text, "a.yml")
    assert problems == []
    assert found is not None
    return found


def refusal(text: str) -> str:
    found, problems = read(text, "a.yml")
    assert found is None
    assert len(problems) == 1
    return str(problems[0])


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("12:30:00", "12:30:00"),
        ("2024-05-31", "2024-05-31"),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("=", "="),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("2.50", 2.5),
        ("1.5e-3", 0.0015),
        ("'5'", "5"),
        ('"true"', "true"),
        ("|-\n  5", "5"),
        (">-\n  two\n  lines", "two lines"),
        ("[1, two]", [1, "two"]),
        ("{a: 1}", {"a": 1}),
        ("µ and µ", "µ and µ"),
    ],
)
def test_values_are_read_as_yaml_1_2_has_them(written: str, value: Any) -> None:
    data = document(f"field: {written}\n").data
    assert data == {"field": value}
    assert type(data["field"]) is type(value)


def test_an_empty_file_holds_nothing() -> None:
    assert document("").data is None
    assert document("# only a remark\n").data is None


def test_one_document_mark_at_the_beginning_is_fine() -> None:
    assert document("---\nname: Leek\n").data == {"name": "Leek"}


def test_places_of_values_and_keys_count_from_one() -> None:
    read_ = document("name: Leek\neffects:\n  - target: rust\n    by: [copper, rain]\n")
    assert read_.place(("name",)) == Place("a.yml", 1, 7)
    assert read_.place(("name",), key=True) == Place("a.yml", 1, 1)
    assert read_.place(("effects", 0, "by", 1)) == Place("a.yml", 4, 18)
    assert read_.place(("effects", 0, "by"), key=True) == Place("a.yml", 4, 5)
    assert read_.place() == Place("a.yml", 1, 1)


def test_the_place_of_an_absent_value_is_that_of_the_nearest_around_it() -> None:
    read_ = document("name: Leek\nstudy:\n  level: pot\n")
    assert read_.place(("study", "dose")) == Place("a.yml", 2, 1)
    assert read_.place(("nothing", "at", "all")) == Place("a.yml", 1, 1)


def test_words_are_found_inside_a_folded_text() -> None:
    read_ = document("summary: >-\n  Leeks stand\n  beside [[carrot]] in\n  summer.\n")
    assert read_.find(("summary",), "[[carrot]]") == Place("a.yml", 3, 10)


def test_words_that_a_line_end_cuts_are_placed_at_their_text() -> None:
    read_ = document("summary: >-\n  Leeks beside [[wild\n  carrot]].\n")
    assert read_.find(("summary",), "[[wild carrot]]") == Place("a.yml", 1, 10)


def test_words_of_another_field_are_not_found() -> None:
    read_ = document("name: carrot\nsummary: leek\n")
    assert read_.find(("summary",), "carrot") == Place("a.yml", 2, 10)
    assert read_.find(("caution",), "carrot") == Place("a.yml", 1, 1)


def test_a_key_given_twice_is_a_problem_that_names_the_first() -> None:
    message = refusal("name: Leek\nsummary: a\nname: Allium\n")
    assert message == "a.yml:3:1: yaml-duplicate-key: the key 'name' is already in line 1 (keep one of them)"


def test_every_key_given_twice_is_reported_at_any_depth() -> None:
    _, problems = read("a: 1\na: 2\nb: {c: 1, c: 2}\nd:\n  - e: 1\n    e: 2\n", "a.yml")
    assert [(problem.code, problem.place.line) for problem in problems] == [
        ("yaml-duplicate-key", 2),
        ("yaml-duplicate-key", 3),
        ("yaml-duplicate-key", 6),
    ]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("a: &leek 1\n", "a.yml:1:4", "a text cannot begin with & or *"),
        ("a: *leek\n", "a.yml:1:4", "a text cannot begin with & or *"),
        ("a: !leek 1\n", "a.yml:1:4", "the tag !leek is not read"),
        ("a: !!python/name:os.system 1\n", "a.yml:1:4", "the tag tag:yaml.org,2002:python/name:os.system is not read"),
        ("? [a]\n: 1\n", "a.yml:1:3", "a key must be plain text"),
    ],
)
def test_what_is_forbidden(text: str, where: str, what: str) -> None:
    assert refusal(text).startswith(f"{where}: yaml-forbidden: {what}")


@pytest.mark.parametrize("text", ["name: Leek\n---\nname: Kale\n", "{name: Leek}\n---\n", "a: 1\n...\n---\nb: 2\n"])
def test_a_second_document_is_refused(text: str) -> None:
    assert "yaml-forbidden: a second YAML document begins here" in refusal(text)


@pytest.mark.parametrize("text", ["{name: Leek}\nsummary: lost\n", "[a]\n- lost\n", "'a'\nb: lost\n", "a\nb: lost\n"])
def test_what_stands_after_the_end_of_the_value_is_a_problem(text: str) -> None:
    assert ": yaml-syntax: " in refusal(text)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "[{a: "])
def test_a_hundred_thousand_openings_are_refused_and_do_no_harm(opening: str) -> None:
    assert "yaml-forbidden: nested more than 50 deep" in refusal(opening * (100_000 // len(opening)))


def test_fifty_levels_are_read_and_fifty_one_are_not() -> None:
    assert document("[" * MAX_DEPTH + "]" * MAX_DEPTH).data
    assert "nested more than 50 deep" in refusal("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


def test_a_file_of_more_than_256_kb_is_refused() -> None:
    room = MAX_BYTES - len("a: \n")
    assert document(f"a: {'x' * room}\n").data
    assert refusal(f"a: {'x' * room}x\n") == (
        "a.yml:1:1: yaml-forbidden: the file is larger than 256 KB (split it into several records)"
    )


def test_notes_beside_the_records_may_be_larger_for_they_grow_with_the_site() -> None:
    longer = f"a: {'x' * MAX_BYTES}\n"
    assert read(longer, "content/_readings.yml")[1] == []
    assert read(longer, "content/claims/_kind.yml")[1] != []
    [problem] = read(f"a: {'x' * MAX_NOTES}\n", "content/_readings.yml")[1]
    assert str(problem) == ("content/_readings.yml:1:1: yaml-forbidden: the file is larger than 4 MB (shorten it)")


def test_a_file_of_very_many_values_is_refused() -> None:
    many = "- a\n" * (MOST_VALUES + 1)
    [problem] = read(many, "content/_readings.yml")[1]
    assert "yaml-forbidden: the file holds more than 250,000 values (shorten it)" in str(problem)


def test_the_size_of_a_file_is_counted_in_bytes() -> None:
    assert "larger than 256 KB" in refusal(f"a: {'µ' * (MAX_BYTES // 2)}\n")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b: c\n", 1),
        ("name: Leek\n\tsummary: tab\n", 2),
        ("name: 'Leek\n", 1),
        ("name: [Leek\n", 1),
        ("a: @leek\n", 1),
        ("a: 1\n  b: 2\n", 2),
        ("- a\n b: 1\n", 2),
    ],
)
def test_what_is_no_yaml_is_a_problem_with_its_line(text: str, line: int) -> None:
    message = refusal(text)
    assert message.startswith(f"a.yml:{line}:")
    assert ": yaml-syntax: " in message


def test_a_control_character_is_a_problem() -> None:
    assert ": yaml-syntax: " in refusal("a: \0\n")


@quick
@given(st.text(st.sampled_from("ab:-?[]{},&*!|>'\"%@`# \n\t~0.µ"), max_size=60))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    found, problems = read(text, "a.yml")
    assert (found is None) == bool(problems)
    assert all(1 <= problem.place.line <= text.count("\n") + 2 for problem in problems)


@quick
@given(st.text())
def test_no_text_of_any_characters_makes_the_reader_raise(text: str) -> None:
    read(text, "a.yml")


def test_half_a_character_does_not_make_the_reader_raise() -> None:
    refusal("a: \ud800\n")


plain = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)


@quick
@given(st.dictionaries(plain, plain | st.lists(plain)))
def test_quoted_text_comes_back_as_it_was_written(data: dict[str, Any]) -> None:
    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    lines = [
        f"? {quoted(key)}\n: {quoted(value) if isinstance(value, str) else '[' + ', '.join(map(quoted, value)) + ']'}\n"
        for key, value in data.items()
    ]
    assert document("".join(lines) or "{}").data == data


def test_a_value_is_given_as_it_is_and_as_it_is_spelt() -> None:
    found = document('a: {b: ["\u03b2 x", 1.50]} # why\n')
    path = ("a", "b", 0)
    assert (found.value(path), found.raw(path)) == ("\u03b2 x", '"\u03b2 x"')
    assert (found.value(("a", "b", 1)), found.raw(("a", "b", 1))) == (1.5, "1.50")
    assert found.text[found.offset(0, 3) :].startswith("{b")


def test_a_backslash_heaps_no_accents() -> None:
    assert "a.yml:1:4: text-turned: more than 30 accents" in refusal('a: "e' + r"\u0301\u0323" * 16 + '"\n')

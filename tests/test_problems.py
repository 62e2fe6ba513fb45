"""Problems as values."""

from __future__ import annotations

import re

import pytest

from evidence.problems import RULES, Answer, Place, Problem, Severity, did_you_mean, errors, surely


def test_a_problem_reads_as_path_line_column_code_what_and_cure() -> None:
    problem = Problem(
        Place("content/slugs/grey.yml", 3, 7), "link-unknown", "there is no slug 'gray'", "did you mean grey?"
    )
    assert str(problem) == "content/slugs/grey.yml:3:7: link-unknown: there is no slug 'gray' (did you mean grey?)"


def test_a_problem_without_cure_ends_with_what_is_wrong() -> None:
    assert str(Problem(Place("a.yml"), "yaml-syntax", "no")) == "a.yml:1:1: yaml-syntax: no"


def test_a_warning_says_that_it_is_one() -> None:
    problem = Problem(Place("mkdocs.yml"), "kind-not-in-nav", "absent", severity=Severity.WARNING)
    assert str(problem) == "mkdocs.yml:1:1: warning: kind-not-in-nav: absent"


def test_only_errors_stop_a_build() -> None:
    error = Problem(Place("a.yml"), "yaml-syntax", "no")
    warning = Problem(Place("a.yml"), "kind-not-in-nav", "no", severity=Severity.WARNING)
    assert errors([warning, error]) == [error]


def test_a_code_without_a_rule_is_refused() -> None:
    with pytest.raises(KeyError, match="no rule has the code not-a-rule"):
        Problem(Place("a.yml"), "not-a-rule", "no")


def test_problems_sort_by_file_then_line_then_column() -> None:
    places = [Place("b.yml"), Place("a.yml", 10), Place("a.yml", 2, 9), Place("a.yml", 2, 1)]
    problems = [Problem(place, "yaml-syntax", "no") for place in places]
    assert [problem.place for problem in sorted(problems)] == [places[3], places[2], places[1], places[0]]


@pytest.mark.parametrize("code", RULES)
def test_a_rule_has_a_stable_code_and_a_sentence(code: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", code)
    assert re.fullmatch(r"[A-Z][^\n]*\.", RULES[code])


def test_the_candidate_spelt_most_alike_is_suggested() -> None:
    assert did_you_mean("letuce", ["cabbage", "lettuce", "leek"]) == "did you mean lettuce?"


def test_nothing_is_suggested_where_nothing_is_close() -> None:
    assert did_you_mean("letuce", ["kale", "pea"]) == ""
    assert did_you_mean("letuce", []) == ""


@pytest.mark.parametrize(
    ("wrong", "words", "meant"),
    [
        ("suports", ["supports", "opposes"], "supports"),
        ("supprots", ["supports", "opposes"], "supports"),
        ("Supports", ["supports", "opposes"], "supports"),
        ("follow-up", ["follow_up"], "follow_up"),
        ("in vitro", ["in-vitro", "in-vivo"], "in-vitro"),
        ("suprt", ["supports"], None),  # two letters
        ("phase-1", ["phase-2"], None),  # another number
        ("mixes", ["mixed", "mixer"], None),  # either
        ("mixed", ["mixed", "mixer"], "mixed"),
        ("bg", ["by"], None),  # too short to tell
    ],
)
def test_only_one_word_can_be_meant(wrong: str, words: list[str], meant: str | None) -> None:
    assert surely(wrong, words) == (Answer(wrong, (meant,)) if meant else None)


def test_what_mends_a_problem_does_not_tell_it_apart() -> None:
    assert Problem(Place("a.yml"), "yaml-syntax", "no") == Problem(
        Place("a.yml"), "yaml-syntax", "no", instead=Answer("a", ("b",))
    )
